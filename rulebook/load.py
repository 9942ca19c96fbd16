"""The law's files read strictly: an error names the file, the line, the key and what was expected."""

import itertools
import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any as Anything
from typing import Final, NoReturn, cast

from rulebook import load_checks
from rulebook.criteria import CRITERIA, criterion
from rulebook.errors import RuleError
from rulebook.record import replace
from rulebook.tree import (
    AWARD_KINDS,
    CERTAINTIES,
    KINDS,
    All,
    Award,
    Certainty,
    Criterion,
    Law,
    NeedsText,
    Principle,
    Service,
    Source,
    Value,
    Version,
)
from rulebook.yaml_rows import Row, read_rows

FOREVER: Final = "9999-12-31"
DECIMAL: Final = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?")
SELECTED_BY: Final = ("consideration", "achievement", "decision", "acceptance")  # which day picks the version
INHERITED: Final = ("rule", "source", "certainty", "note")
DATED: Final = ("from", "until", *INHERITED)


def law(folders: tuple[Path, ...], fingerprint: str = "") -> Law:
    """The nation's folder, then overlays in order, as one checked law. Raises RuleError."""
    national, *overlays = folders
    parameters = _parameters(national / "parameters.yaml")
    about = [_overlay(folder) for folder in overlays]
    for folder in overlays:  # before the awards: a rule may count by a parameter that the overlay sets
        for key, rows in _parameters(folder / "parameters.yaml").items():
            parameters[key] = _replaced(parameters.get(key, ()), rows)
    awards = {each.key: each for each in _awards(national, parameters)}
    principles = _principles(national / "principles.yaml")
    for folder, (name, begins) in zip(overlays, about, strict=True):
        for file in sorted((folder / "awards").glob("*.yaml")):
            row = read_rows(file)
            key = row.text("key")
            if key not in awards:
                _unknown(row, "key", key, awards)
            awards[key] = _laid_over(awards[key], row, parameters, tuple(awards), name, begins)
        principles += _principles(folder / "principles.yaml")
    found = Law(
        awards=dict(sorted(awards.items(), key=lambda each: (each[1].order, each[0]))),
        principles=principles,
        parameters=parameters,
        fingerprint=fingerprint,
        overlays=tuple(name for name, _ in about),
        titles=frozenset(each.key for each in awards.values() if each.kind == "emulation_title"),
    )
    load_checks.references(found, [file for folder in folders for file in _texts(folder)])
    return found


def _texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """The award files of a folder again, for an error that must name a line."""
    for file in sorted((folder / "awards").glob("*.yaml")):
        yield file, file.read_text(encoding="utf-8")


def overlay_award(text: str, standing: Law, name: str) -> Award:
    """One overlay file given as text (a draft at the desk), laid over the standing law. Raises RuleError."""
    row = read_rows(Path(name), text)
    key = row.text("key")
    if key not in standing.awards:
        _unknown(row, "key", key, standing.awards)
    award = _laid_over(standing.awards[key], row, standing.parameters, tuple(standing.awards), name)
    load_checks.references(replace(standing, awards={**standing.awards, key: award}), [(Path(name), text)])
    return award


# ---------- files ----------


def _overlay(folder: Path) -> tuple[str, str]:
    """The overlay's name, and the day on which it begins."""
    row = read_rows(folder / "overlay.yaml")
    row.only("key", "name", "instrument", "from", "note")
    row.text("instrument")
    return row.text("key"), row.day("from")


def _awards(folder: Path, parameters: dict[str, tuple[Value, ...]]) -> Iterator[Award]:
    files = sorted((folder / "awards").glob("*.yaml"))
    if not files:
        raise RuleError(
            str(folder / "awards"), 1, "awards", "ít nhất một tệp .yaml của một danh hiệu, hình thức"
        )
    keys = tuple(each.stem for each in files)
    for file in files:
        row = read_rows(file)
        row.only(
            "key", "name", "kind", "subjects", "order", "needs_year", "yearly", "versions", "decided_by", "bonus",
            "procedure", "note",
        )  # fmt: skip
        if row.text("key") != file.stem:
            row.wrong("key", f"“{file.stem}”, trùng tên tệp")
        name = row.row("name")
        name.only("vi", "en")
        subjects = tuple(row.choices("subjects", KINDS))
        yearly = row.has("yearly")
        if yearly:
            _cited(row.row("yearly"))
        versions = []
        for each in row.rows("versions"):
            if each.has("does"):
                each.wrong("does", "bỏ khóa này: chỉ quy định riêng mới đặt hoặc thêm vào quy định chung")
            versions.append(_version(each, subjects, parameters, keys))
        _check_versions(row, versions, subjects)
        yield Award(
            key=row.text("key"),
            name=name.text("vi"),
            name_en=name.text("en"),
            kind=row.choice("kind", ("emulation_title", "form_of_commendation")),
            subjects=subjects,
            order=row.number("order"),
            needs_year=row.truth("needs_year", True),
            yearly=yearly,
            versions=tuple(piece for each in versions for piece in each),
            decided_by=_values(row, "decided_by", _decided),
            bonus=_values(row, "bonus", _bonus),
            procedure=_values(row, "procedure", _procedure),
        )


def _version(
    row: Row, subjects: tuple[str, ...], parameters: dict[str, tuple[Value, ...]], keys: tuple[str, ...]
) -> list[Version]:
    """One version; several where a parameter that it counts by changes while it stands."""
    row.only("from", "until", "for", "selected_by", "does", "text", *INHERITED, *CRITERIA, "contradicted_by")
    source, rule, certainty = _cited(row)
    kinds = tuple(row.choices("for", KINDS)) if row.has("for") else subjects
    for kind in kinds:
        if kind not in subjects:
            row.wrong("for", f"chỉ các loại đối tượng của danh hiệu, hình thức này: {', '.join(subjects)}")
    since, until = _term(row)
    selected_by = row.choice("selected_by", SELECTED_BY) if row.has("selected_by") else SELECTED_BY[0]

    def root(on: str) -> Criterion:
        return criterion(row, rule, rule, source, certainty, parameters, keys, on, inside=False)

    found = [Version(since, until, kinds, root(since), selected_by, row.text("note", ""))]
    if any(isinstance(node, Service) for node in load_checks.walk(found[0].root)):
        days = {each.since for rows in parameters.values() for each in rows}
        for day in sorted(each for each in days if since < each < (until or FOREVER)):
            if (now := root(day)) != found[-1].root:
                found[-1:] = [replace(found[-1], until=day), replace(found[-1], since=day, root=now)]
    return found


def _check_versions(row: Row, versions: list[list[Version]], subjects: tuple[str, ...]) -> None:
    """For each kind of subject: at least one version, no two on one day, no day without between them."""
    lines = [each.line for each in row.rows("versions")]
    for kind in subjects:
        mine = sorted(
            (each[0].since, each[-1].until, line)
            for each, line in zip(versions, lines, strict=True)
            if kind in each[0].kinds
        )
        if not mine:
            row.wrong("versions", f"ít nhất một phiên bản cho {kind}")
        for (_, ends, _), (begins, _, line) in itertools.pairwise(mine):
            if not ends or ends > begins:
                told = (
                    f"phiên bản cho {kind} từ {begins} không chồng lên phiên bản trước (đến {ends or 'nay'})"
                )
                raise RuleError(row.file, line, "versions", told)
            if ends < begins:
                told = f"không có khoảng trống cho {kind} từ {ends} đến {begins}"
                raise RuleError(row.file, line, "versions", told)


def _laid_over(
    award: Award,
    row: Row,
    parameters: dict[str, tuple[Value, ...]],
    keys: tuple[str, ...],
    name: str,
    begins: str = "",
) -> Award:
    """The award with the rows of an overlay file, each within its own dates."""
    row.only("key", "versions", "decided_by", "bonus", "procedure", "note")
    versions = list(award.versions)
    said: list[Version] = []
    for each in row.rows("versions") if row.has("versions") else []:
        does = each.choice("does", ("sets", "adds"))
        pieces = _version(each, award.subjects, parameters, keys)
        since, kinds = pieces[0].since, pieces[0].kinds
        if since < begins:
            each.wrong(
                "from", f"một ngày từ {begins}, ngày quy định này bắt đầu: không áp dụng ngược về trước"
            )
        for kind in kinds:
            if does == "adds" and not any(one.stands(since) and kind in one.kinds for one in award.versions):
                each.wrong("from", f"một ngày mà quy định chung cho {kind} đã có, để thêm vào")
            for one in said:
                if (
                    kind in one.kinds
                    and one.since < (pieces[-1].until or FOREVER)
                    and since < (one.until or FOREVER)
                ):
                    each.wrong(
                        "from",
                        f"một ngày sau phiên bản từ {one.since} cho {kind}: hai phiên bản không chồng nhau",
                    )
        said += pieces
        for local, kind in itertools.product(pieces, kinds):
            versions = [piece for standing in versions for piece in _cut(standing, kind, local, does)]
    return replace(
        award,
        versions=tuple(sorted(versions, key=lambda each: (each.since, each.kinds))),
        decided_by=_values(row, "decided_by", _decided) + award.decided_by,
        bonus=_values(row, "bonus", _bonus) + award.bonus,
        procedure=_values(row, "procedure", _procedure) + award.procedure,
        overlay=name,
    )


def _cut(standing: Version, kind: str, local: Version, does: str) -> Iterator[Version]:
    """A standing version with the local rule between the local dates, for one kind of subject."""
    since = max(standing.since, local.since)
    until = min(standing.until or FOREVER, local.until or FOREVER)
    if kind not in standing.kinds or since >= until:
        yield standing
        return
    if others := tuple(each for each in standing.kinds if each != kind):
        yield replace(standing, kinds=others)
    alone = replace(standing, kinds=(kind,))
    if standing.since < since:
        yield replace(alone, until=since)
    root = standing.root
    # where the nation's text was not read, a local rule made under the older text does not settle anything
    unread = isinstance(root, NeedsText) and not _leaves_open(standing)
    if not unread:
        root = local.root
        if does == "adds":
            root = All(
                id=f"{standing.root.id}+{local.root.id}",
                rule=standing.root.rule,
                source=standing.root.source,
                certainty=standing.root.certainty,
                of=(standing.root, local.root),
            )
    note = standing.note if unread else local.note
    yield replace(alone, since=since, until="" if until == FOREVER else until, root=root, note=note)
    if until < (standing.until or FOREVER):
        yield replace(alone, since=until)


def _leaves_open(version: Version) -> bool:
    """Is it true that the law itself leaves the standard to the ministry or province, and was read?"""
    return version.root.certainty == "read"


def _principles(file: Path) -> tuple[Principle, ...]:
    if not file.exists():
        return ()
    top = read_rows(file)
    top.only("principles")
    found: list[tuple[Principle, int]] = []
    for row in top.rows("principles"):
        row.only("key", "does", "subjects", "kinds", "text", *DATED)
        source, rule, certainty = _cited(row)
        if certainty == "recalled":
            row.wrong("certainty", "read, secondary hoặc derived: điều chỉ nhớ lại không thành nguyên tắc")
        since, until = _term(row)
        does = row.choice("does", ("block", "served", "unused", "basis", "tell"))
        if row.has("kinds") != (does == "basis"):
            row.wrong("kinds", "các loại khen thưởng được làm căn cứ, khi và chỉ khi does là basis")
        found.append(
            (
                Principle(
                    key=row.text("key"),
                    does=does,
                    since=since,
                    until=until,
                    rule=rule,
                    source=source,
                    certainty=certainty,
                    text=row.text("text"),
                    subjects=tuple(row.choices("subjects", KINDS)) if row.has("subjects") else KINDS,
                    kinds=tuple(row.choices("kinds", AWARD_KINDS)) if row.has("kinds") else (),
                    note=row.text("note", ""),
                ),
                row.line,
            )
        )
    for does in ("block", "served", "unused", "basis"):
        load_checks.same_day([each for each in found if each[0].does == does], top.file, "principles")
    return tuple(each for each, _ in found)


def _parameters(file: Path) -> dict[str, tuple[Value, ...]]:
    if not file.exists():
        return {}
    top = read_rows(file)
    top.only("parameters")
    found: dict[str, tuple[Value, ...]] = {}
    for row in top.rows("parameters"):
        row.only("key", "unit", "text", "note", "values")
        key = row.text("key")
        if key in found:
            row.wrong("key", f"một khóa chưa dùng; “{key}” đã có")
        values = []
        for each in row.rows("values"):
            each.only("value", "subject", "level", "unit", "text", *DATED)
            value = _value(each, key, each.plain("value"), row.text("unit", ""), row.text("text", ""))
            values.append((value, each.line))
        for whom in {(each.subject, each.level) for each, _ in values}:
            mine = [each for each in values if (each[0].subject, each[0].level) == whom]
            load_checks.same_day(mine, row.file, "values")
        found[key] = tuple(each for each, _ in values)
    return found


def _replaced(standing: tuple[Value, ...], local: tuple[Value, ...]) -> tuple[Value, ...]:
    """The standing rows with the overlay's in their place, each within its own dates."""
    rows = list(standing)
    for new in local:
        left = []
        for each in rows:
            ends = each.until or FOREVER
            if (each.subject, each.level) != (new.subject, new.level):
                left.append(each)
                continue
            if each.since < new.since:
                left.append(replace(each, until="" if (cut := min(ends, new.since)) == FOREVER else cut))
            if new.until and new.until < ends:
                left.append(replace(each, since=max(each.since, new.until)))
        rows = left
    return tuple(sorted((*rows, *local), key=lambda each: each.since))


# ---------- dated values ----------


def _values(row: Row, name: str, read: Callable[[Row], Value]) -> tuple[Value, ...]:
    return tuple(read(each) for each in row.rows(name)) if row.has(name) else ()


def _decided(row: Row) -> Value:
    row.only("who", "level", "subject", *DATED)
    return replace(_value(row, "decided_by", None), text=row.text("who"))


def _bonus(row: Row) -> Value:
    row.only("subject", "coefficient", "times", "text", *DATED)
    what = "times" if row.has("times") else "coefficient"
    value = row.text(what, "") or None
    if value is not None and not DECIMAL.fullmatch(value):
        row.wrong(what, 'một số viết trong dấu nháy, ví dụ "4.5"')
    found = _value(row, what, value)
    if (value is None) != (found.certainty == "recalled"):
        row.wrong(what, "một hệ số, hoặc certainty: recalled khi chưa đọc được văn bản")
    if not found.subject:
        row.wrong("subject", f"một trong: {', '.join(KINDS)}")
    return found


def _procedure(row: Row) -> Value:
    row.only("what", "value", "unit", "text", "level", "subject", *DATED)
    return _value(row, row.text("what"), row.plain("value"))


def _value(row: Row, what: str, value: object, unit: str = "", text: str = "") -> Value:
    source, rule, certainty = _cited(row)
    since, until = _term(row)
    if certainty == "recalled" and value is not None and what not in {"coefficient", "times"}:
        row.wrong("value", "để trống: điều chỉ nhớ lại không phải là giá trị; ghi điều đã nhớ vào note")
    return Value(
        what=what,
        since=since,
        until=until,
        rule=rule,
        source=source,
        certainty=certainty,
        value=value,
        unit=row.text("unit", unit),
        text=row.text("text", text),
        level=row.text("level", ""),
        subject=row.choice("subject", KINDS) if row.has("subject") else "",
        note=row.text("note", ""),
    )


def _term(row: Row) -> tuple[str, str]:
    since, until = row.day("from"), row.day("until", "")
    if until and until <= since:
        row.wrong("until", f"một ngày sau {since} (không gồm ngày này)")
    return since, until


def _cited(row: Row) -> tuple[Source, str, Certainty]:
    source = row.row("source")
    source.only("instrument", "article", "clause", "point")
    return (
        Source(
            source.text("instrument"), source.word("article"), source.word("clause"), source.word("point")
        ),
        row.text("rule"),
        cast(Certainty, row.choice("certainty", CERTAINTIES)),
    )


def _unknown(row: Row, key: str, value: str, known: Anything) -> NoReturn:
    near = get_close_matches(value, list(known), 1)
    row.wrong(key, "khóa của một danh hiệu, hình thức đang có" + (f"; có phải “{near[0]}”?" if near else ""))
