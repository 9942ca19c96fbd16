"""The rules as plain Vietnamese: one award's tree as lines, what changed between two versions, a page in Markdown.

The page at the desk and docs/law/ are made from the same lines, so a lawyer reads what the office uses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from rulebook import words
from rulebook.facts import vn
from rulebook.tree import (
    All,
    Any,
    Award,
    Certainty,
    Criterion,
    Judged,
    Law,
    Meets,
    NeedsText,
    NotExamined,
    Source,
    Value,
    Version,
    children,
)

Sort = Literal["all", "any", "meets", "judged", "not_examined", "needs_text", "fact"]
SORT: Final[dict[Sort, str]] = {
    "all": "phải đạt tất cả",
    "any": "chỉ cần một trong các trường hợp",
    "meets": "dẫn chiếu",
    "judged": "Hội đồng xem xét",
    "not_examined": "chưa xét tự động",
    "needs_text": "cần nạp văn bản",
    "fact": "theo dữ liệu",
}
KIND: Final = {"emulation_title": "Danh hiệu thi đua", "form_of_commendation": "Hình thức khen thưởng"}
LEVEL: Final = {
    "central": "Trung ương",
    "province": "cấp tỉnh",
    "district": "cấp huyện",
    "commune": "cấp xã",
    "unit": "đơn vị",
    "enterprise": "doanh nghiệp",
}
UNIT: Final = {
    "percent": "%",
    "working_days": "ngày làm việc",
    "days": "ngày",
    "months": "tháng",
    "years": "năm",
    "sets": "bộ",
    "times": "lần",
}
WHAT: Final = {
    "dossier": "Hồ sơ",
    "vote_share": "Tỷ lệ phiếu",
    "ballot": "Bỏ phiếu",
    "quota": "Mức tối đa",
    "time_limit": "Thời hạn",
    "submission_date": "Ngày trình",
    "opinion": "Lấy ý kiến, hiệp y",
    "simplified": "Thủ tục đơn giản",
    "other": "Quy định khác",
}

MOST_PARTS: Final = 3  # of the ways that a sentence names before it breaks off


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion as people read it, with the lines inside it."""

    id: str
    rule: str
    sort: Sort
    text: str
    source: Source
    certainty: Certainty
    note: str
    award: str
    inside: tuple["Line", ...]

    @property
    def asks(self) -> str:
        """What sort of condition this is, in words."""
        return SORT[self.sort]

    @property
    def certainty_word(self) -> str:
        """How sure we are of the rule, in words."""
        return words.CERTAINTY[self.certainty]

    @property
    def whole(self) -> str:
        """In one sentence with what it asks inside: a row of years, and what must have come in that time."""
        if not self.inside:
            return self.text
        parts = [each.whole for each in self.inside[:MOST_PARTS]]
        parts = [parts[0], *[each[:1].lower() + each[1:] for each in parts[1:]]]
        if len(self.inside) > MOST_PARTS:
            parts.append("…")
        inner = (" hoặc " if self.sort == "any" else "; ").join(parts)
        return f"{self.text}; {inner[:1].lower()}{inner[1:]}" if self.sort == "fact" else inner

    def walk(self) -> "Iterator[Line]":
        """This line and all inside it, in reading order."""
        yield self
        for each in self.inside:
            yield from each.walk()


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two versions; `before` or `after` is empty for what came or went."""

    sort: Literal["added", "removed", "changed"]
    before: str
    after: str
    source: Source

    @property
    def word(self) -> str:
        """In one word."""
        return {"added": "thêm", "removed": "bỏ", "changed": "sửa"}[self.sort]


def lines(law: Law, node: Criterion) -> Line:
    """The tree from this node down."""
    return Line(
        node.id,
        node.rule,
        _sort(node),
        words.criterion(law, node).rstrip("."),
        node.source,
        node.certainty,
        node.note,
        node.award if isinstance(node, Meets) else "",
        tuple(lines(law, each) for each in children(node)),
    )


def _sort(node: Criterion) -> Sort:
    match node:
        case All():
            return "all"
        case Any():
            return "any"
        case Meets():
            return "meets"
        case Judged():
            return "judged"
        case NotExamined():
            return "not_examined"
        case NeedsText():
            return "needs_text"
        case _:
            return "fact"


def span(since: str, until: str) -> str:
    """The days of a half-open version as an office writes them: both days included."""
    begins = f"từ ngày {vn(date.fromisoformat(since))}"
    if not until:
        return begins
    return f"{begins} đến hết ngày {vn(date.fromisoformat(until) - timedelta(days=1))}"


def value_text(value: Value) -> str:
    """A dated value as a sentence."""
    text = value.text.rstrip(".")
    match value.value:
        case None:
            shown = ""
        case bool():
            shown = "có" if value.value else "không"
        case list() | tuple():
            shown = "; ".join(_item(each) for each in value.value)
        case dict():
            shown = "; ".join(f"{key}: {_item(each)}" for key, each in value.value.items())
        case _:
            unit = UNIT.get(value.unit, value.unit)
            shown = f"{value.value}{unit}" if unit == "%" else f"{value.value} {unit}".strip()
    return f"{text}: {shown}" if text and shown else text or shown


def _item(value: object) -> str:
    return " – ".join(str(each) for each in value) if isinstance(value, list | tuple) else str(value)


def between(law: Law, earlier: Award, later: Award, kind: str, before: str, after: str) -> list[Change]:
    """What changed for this kind of subject between two ISO days: criteria first, then dated values.

    `earlier` is the award in the book of the first day, `later` in that of the second: a local rule may have joined.
    """
    found = _compared(
        _criteria(law, earlier.version(before, kind)), _criteria(law, later.version(after, kind))
    )
    for old, new in (
        (earlier.decided_by, later.decided_by),
        (earlier.bonus, later.bonus),
        (earlier.procedure, later.procedure),
    ):
        found += _compared(_values(old, before, kind), _values(new, after, kind))
    return found


Said = list[tuple[str, str, Source]]


def _criteria(law: Law, version: Version | None) -> Said:
    if version is None:
        return []
    return [
        (each.id, f"{each.text} ({each.asks})", each.source)
        for each in lines(law, version.root).walk()
        if each.sort not in {"all", "any"}
    ]


def _values(values: tuple[Value, ...], on: str, kind: str) -> Said:
    return [
        (f"{each.what}:{each.level}:{each.subject}:{each.text}", _told(each), each.source)
        for each in values
        if each.stands(on) and each.subject in {"", kind}
    ]


def _told(each: Value) -> str:
    if each.what in {"coefficient", "times"}:
        return bonus_text(each)
    head = WHAT.get(each.what, "") or {"decided_by": "Thẩm quyền", "bonus": "Tiền thưởng"}.get(each.what, "")
    level = f" ({LEVEL[each.level]})" if each.level in LEVEL else ""
    return f"{head}{level}: {value_text(each)}" if head else f"{value_text(each)}{level}"


def _compared(old: Said, new: Said) -> list[Change]:
    """Equal sentences from the same article stayed; of the rest, the same place in the law was changed."""
    stayed = {(text, str(source)) for _, text, source in old} & {
        (text, str(source)) for _, text, source in new
    }
    gone = [each for each in old if (each[1], str(each[2])) not in stayed]
    came = [each for each in new if (each[1], str(each[2])) not in stayed]
    found: list[Change] = []
    for place, text, source in came:
        twin = next(
            (each for each in gone if each[0] == place or each[1] == text),
            None,
        )
        if twin is not None:
            gone.remove(twin)
            said = f"{twin[1]} [{twin[2]}]" if twin[1] == text else twin[1]
            now = f"{text} [{source}]" if twin[1] == text else text
            found.append(Change("changed", said, now, source))
        else:
            found.append(Change("added", "", text, source))
    return [*(Change("removed", text, "", source) for _, text, source in gone), *found]


# ---------- Markdown, for docs/law ----------


def markdown(law: Law, award: Award) -> str:
    """One award with all its versions and values, as a lawyer checks it against its articles."""
    subjects = ", ".join(words.KIND[each] for each in award.subjects)
    parts = [
        f"# {award.name}",
        f"{KIND.get(award.kind, award.kind)}; dành cho {subjects}. Khóa: `{award.key}`.",
    ]
    for version in sorted(award.versions, key=lambda each: (each.since, each.kinds)):
        whom = ", ".join(words.KIND[each] for each in version.kinds)
        parts.append(f"## Tiêu chuẩn {span(version.since, version.until)} ({whom})")
        if version.note:
            parts.append(f"> {version.note}")
        parts.append("\n".join(_bullets(lines(law, version.root), 0)))
    for heading, values in (
        ("Thẩm quyền quyết định", award.decided_by),
        ("Tiền thưởng", award.bonus),
        ("Thủ tục, hồ sơ, thời hạn", award.procedure),
    ):
        if values:
            parts.append(f"## {heading}")
            parts.append("\n".join(_value_bullet(each) for each in values))
    return "\n\n".join(parts) + "\n"


def _bullets(line: Line, depth: int) -> Iterator[str]:
    certainty = "" if line.certainty == "read" else f"; *{line.certainty_word}*"
    note = f" Ghi chú: {line.note}" if line.note and depth else ""
    yield f"{'  ' * depth}- {line.text} – {line.source} (`{line.rule}`, {line.asks}{certainty}).{note}"
    for each in line.inside:
        yield from _bullets(each, depth + 1)


def _value_bullet(value: Value) -> str:
    certainty = "" if value.certainty == "read" else f"; *{words.CERTAINTY[value.certainty]}*"
    note = f" Ghi chú: {value.note}" if value.note else ""
    return f"- {_told(value)} – {value.source}, {span(value.since, value.until)} (`{value.rule}`{certainty}).{note}"


def bonus_text(value: Value) -> str:
    """What a bonus line says: a coefficient of the base salary, or a multiple of the individual's."""
    whom = words.KIND.get(value.subject, value.subject)
    head = f"Tiền thưởng của {whom}" if whom else "Tiền thưởng"
    if value.value is None:
        return f"{head}: chưa có căn cứ"
    number = str(value.value).replace(".", ",")
    if value.what == "times":
        return f"{head}: gấp {number} lần mức của cá nhân"
    return f"{head}: {number} lần mức lương cơ sở"
