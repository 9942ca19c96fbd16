"""From a paper to its plan: head, preamble, body, foot, annex; then what was said becomes the plan."""

import re

from paperwork.plan import (
    Assignment,
    CurriculumItem,
    Deadline,
    DocumentHead,
    Instrument,
    Plan,
    PlannedClass,
    Unread,
)
from paperwork.plan_parser import foot, head, instruments, outline, sections, tables, times, words
from paperwork.plan_parser.draft import Draft
from paperwork.sources.block import Block, Paper

_CLOSING = r"(?:trên đây là|trong quá trình (?:tổ chức |triển khai )?(?:thực hiện)?|kế hoạch này (?:có hiệu lực|thay thế|được)|(?:đề nghị|yêu cầu|kính đề nghị|nhận được)\b.*\b(?:thực hiện|triển khai|kế hoạch)\b)"
_DEADLINE = (
    r"(?:trước|chậm nhất|muộn nhất|hạn chót|hết hạn|không muộn hơn)\s*:?\s+(?:(?:là|vào|đến|hết)\s+)*"
    r"(?:\d{1,2}\s*(?:giờ|h|g|:)\s*(?:\d{1,2})?\s*(?:phút|')?\s*,?\s*(?:sáng|chiều)?\s*)?(?:ngày\s+)?(?=\d)"
)


class NotAPlan(ValueError):
    """The paper is something else; the argument says what it seems to be, empty where nothing can be said."""


def parse(paper: Paper) -> Plan:
    """The plan in a paper."""
    blocks = _cut_after_end(list(paper.blocks))
    kind = head.find_kind(blocks)
    if kind is None:
        raise NotAPlan(head.seems(blocks))
    if kind.name != "KẾ HOẠCH":
        raise NotAPlan(kind.name)
    top = head.read_head(blocks, kind.at)
    title, title_at, start = head.read_title(blocks, kind)
    foot_at = foot.find_foot(blocks, start)
    annex = foot.find_annex(blocks, foot_at)
    bottom = foot.read_foot(blocks, foot_at, annex)
    late = head.Head()
    if top.issued_on is None and top.signing_year is None:
        late, foot_at = _date_at_foot(blocks, start, foot_at)
    year = _year(title, top.signing_year or late.signing_year)
    draft = Draft(blocks, year)
    draft.take([kind.at, *title_at, *top.structural, *late.structural, *bottom.structural])
    draft.take(at for at in range(kind.at, start) if at not in title_at and _is_passed_over(blocks[at]))
    body, issuer = _preamble(draft, start, foot_at)
    closing = _closing(draft, body, foot_at)
    nodes = outline.build(
        [
            (at, blocks[at])
            for at in range(body, foot_at)
            if at not in closing and not words.is_rule(blocks[at].text)
        ]
    )
    draft.take(at for at in range(start, foot_at) if words.is_rule(blocks[at].text))
    sections.read(draft, nodes, frozenset(), None)
    _annex(draft, annex)
    if top.issuer is not None:
        issuer = _spelled(top.issuer, issuer)
    elif issuer is None:
        issuer = _issuer_in(blocks, closing)
    finished = _Assembly(paper, draft, _trains(title, blocks[start:body]))
    finished.point("document.kind", (kind.at,))
    finished.point("document.title", tuple(title_at))
    place = top.place or late.place
    issued_on = top.issued_on or late.issued_on
    for field, said in (("number", top.number), ("place", place), ("issued_on", issued_on)):
        if said is not None:
            finished.point(f"document.{field}", (said[1],))
    if issuer is not None:
        finished.point("document.issuer", issuer[1])
    for field, ats in (
        ("capacity", bottom.capacity_at),
        ("position", bottom.position_at),
        ("name", bottom.name_at),
    ):
        finished.point(f"signatory.{field}", ats)
    if title and year is not None and str(year) in title:
        finished.point("year", tuple(title_at))
    document = DocumentHead(
        "KẾ HOẠCH",
        title,
        top.number[0] if top.number else None,
        issuer[0] if issuer else None,
        place[0] if place else None,
        issued_on[0] if issued_on else None,
    )
    return finished.plan(document, bottom, (start, foot_at), annex)


def _cut_after_end(blocks: list[Block]) -> list[Block]:
    """What stands behind "./." on the same line is a line of its own: a scribble, or the foot run into the text."""
    out: list[Block] = []
    for block in blocks:
        at = block.text.find("./.")
        if at >= 0 and not block.table and (rest := block.text[at + 3 :].strip(" .*_")):
            out.append(block._replace(text=block.text[: at + 3]))
            out.append(block._replace(text=rest, gap=False))
        else:
            out.append(block)
    return out


def _year(title: str | None, signing_year: int | None) -> int | None:
    found = re.search(r"(?<!\d)(20\d\d|19\d\d)(?!\d)", title or "")
    return int(found[1]) if found else signing_year


def _is_passed_over(block: Block) -> bool:
    return (
        words.is_rule(block.text)
        or re.match(r"\(?\s*(?:ban hanh )?kem theo", words.fold(block.text)) is not None
    )


def _spelled(
    shouted: tuple[str, tuple[int, ...]], named: tuple[str, tuple[int, ...]] | None
) -> tuple[str, tuple[int, ...]]:
    """The name in the head, which is in capitals, as running text spells it: where the paper itself does, or where it
    is a People's Committee, whose spelling is certain."""
    name, ats = shouted
    if named is not None and words.fold(named[0]) == words.fold(name):
        return named[0], ats
    committee = re.fullmatch(
        r"(ỦY BAN NHÂN DÂN (?:XÃ|PHƯỜNG|THỊ TRẤN|HUYỆN|QUẬN|THỊ XÃ|THÀNH PHỐ|TỈNH|ĐẶC KHU))((?: .+)?)", name
    )
    if committee is None:
        return shouted
    place = [part if re.fullmatch(r"[IVX]+", part) else part.capitalize() for part in committee[2].split()]
    return " ".join([committee[1].capitalize(), *place]), ats


def _date_at_foot(blocks: list[Block], start: int, foot_at: int) -> tuple[head.Head, int]:
    """Place and date written above the signature, as papers without a head have them."""
    at = foot_at - 1
    if at >= start and len(blocks[at].text) < 90:
        found = head.read_head([Block("", 0, 0)] * at + [blocks[at]], at + 1)
        if found.signing_year or found.issued_on or (found.place and at in found.structural):
            return found._replace(issuer=None), at
    return head.Head(), foot_at


def _preamble(draft: Draft, start: int, end: int) -> tuple[int, tuple[str, tuple[int, ...]] | None]:
    """The paragraphs before the first part: what the plan rests on, and who issues it."""
    issuer: tuple[str, tuple[int, ...]] | None = None
    at = start
    while at < end:
        block = draft.blocks[at]
        marker = words.marker_of(block.text)
        text = block.text[marker.end :] if marker and marker.kind.startswith("bullet") else block.text
        opens = words.fold(text).startswith(head.PREAMBLE)
        if block.table or (block.level and not opens):
            break
        if marker is not None and not (marker.kind.startswith("bullet") and opens):
            break
        node = outline._node(at, block)
        if node.kind not in {"para", "para:"} and not (node.kind == "bold" and opens):
            break
        named = _issuer_of(text)
        issuer = issuer or (named and (named, (at,)))
        if (
            opens
            or named
            or text.rstrip().endswith(":")
            or instruments.citations(text, draft.year)
            or re.search(r"[Kk]ế hoạch", text)
        ):
            draft.used.add(at)
        at += 1
    return at, issuer


_ISSUERS = (
    r"(?P<who>(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND|Ủy ban|Phòng|Sở|Trường|Hội đồng|Ban|Đảng ủy|Huyện ủy|Công đoàn|Hội|Đoàn|Văn phòng|Trung tâm|Liên đoàn|Chi cục|Bệnh viện|Cụm|Khối)"
    r"(?:\s*\([^()]*\))?(?:\s+[^\s,;:.()]+(?:\s*\([^()]*\))?(?:\s*,\s*(?=[A-ZĐ]))?){0,16}?)\s+(?:ban hành|xây dựng|lập|đề ra|tổ chức triển khai|triển khai|tổ chức)\s+(?:[Kk]ế hoạch|các lớp|lớp|tập huấn)"
)


def _issuer_of(text: str) -> str | None:
    """The body that "ban hành Kế hoạch", without its gloss in brackets."""
    if "ế hoạch" not in text and "tập huấn" not in text:
        return None
    found = [match for match in re.finditer(rf"(?:^|[,;.:]\s+|\s)(?={_ISSUERS})", text)]
    for match in found:
        who = re.match(_ISSUERS, text[match.end() :])
        if who is not None and not re.search(
            r"\b(?:của|về|số|theo|trên|cho|được|việc|năm|nhằm|để)\s", who["who"]
        ):
            return words.tidy(re.sub(r"\s*\([^()]*\)", "", who["who"]))
    return None


def _issuer_in(blocks: list[Block], closing: set[int]) -> tuple[str, tuple[int, ...]] | None:
    for at in sorted(closing):
        found = re.search(
            r"[Kk]ế hoạch[^.;]*?\bcủa\s+((?:Ủy ban nhân dân|UBND|Phòng|Sở|Trường|Hội đồng|Ban|Đảng ủy)[^.,;:/]*)",
            blocks[at].text,
        )
        if found:
            return words.tidy(re.sub(r"\s*\([^()]*\)", "", found[1])), (at,)
    return None


def _closing(draft: Draft, start: int, end: int) -> set[int]:
    """The closing formula: the last paragraphs before the foot, as far back as they are formulas."""
    out: set[int] = set()
    for at in range(end - 1, start - 1, -1):
        block = draft.blocks[at]
        if block.table or words.marker_of(block.text) is not None:
            break
        if words.is_rule(block.text):
            continue
        lower = block.text.lower()
        if lower.startswith("trên đây là"):
            out.add(at)
            break
        if re.match(_CLOSING, lower):
            out.add(at)
            continue
        if any(
            later.text.lower().startswith("trên đây là") for later in draft.blocks[max(start, at - 4) : at]
        ):
            continue
        break
    first = min(out, default=end)
    for at in range(first, end):
        if re.match(_CLOSING, draft.blocks[at].text.lower()):
            draft.used.add(at)
        out.add(at)
    return out


def _annex(draft: Draft, annex: int) -> None:
    """Tables behind the signature: the classes, where the body gave none; else they stay unread."""
    rows = [(at, draft.blocks[at]) for at in range(annex, len(draft.blocks)) if draft.blocks[at].table]
    if draft.classes or not rows:
        return
    for number in sorted({block.table for _, block in rows}):
        tables.read(draft, [row for row in rows if row[1].table == number], frozenset(), None)
    if draft.classes:
        draft.take(
            at
            for at in range(annex, len(draft.blocks))
            if not draft.blocks[at].table and words.is_shouted(draft.blocks[at].text)
        )


def _trains(title: str | None, preamble: list[Block]) -> bool:
    """Whether the plan is about training: only then do time and people without a named class make one."""
    text = words.fold(" ".join([title or "", *(block.text for block in preamble[-3:])]))
    return (
        re.search(
            r"\b(?:tap huan|boi duong|dao tao|huan luyen|hoc tap|lop|quan triet|pho bien|hoi nghi|hoi thao)\b",
            text,
        )
        is not None
    )


def _sentences(block: Block) -> list[str]:
    """The sentences of a line, or of each cell of a row."""
    out: list[str] = []
    for text in [" ".join(cell) for cell in block.cells] or [block.text]:
        marker = words.marker_of(text)
        out.extend(re.split(r"(?<=\.)\s+(?=[A-ZĐÀ-Ỹ])", text[marker.end :] if marker else text))
    return out


class _Assembly:
    """Numbers the items, links each field to its lines, and lists what nobody took."""

    def __init__(self, paper: Paper, draft: Draft, trains: bool) -> None:
        self.paper = paper
        self.trains = trains
        self.draft = draft
        self.sources: dict[str, tuple[int, int]] = {}

    def point(self, path: str, ats: tuple[int, ...]) -> None:
        if ats:
            self.draft.take(ats)
            blocks = [self.draft.blocks[at] for at in ats]
            self.sources[path] = (min(block.first for block in blocks), max(block.last for block in blocks))

    def items(self, path: str, said: list[tuple[str, tuple[int, ...]]]) -> tuple[str, ...]:
        for index, (_, ats) in enumerate(said):
            self.point(f"{path}.{index}", ats)
        return tuple(text for text, _ in said)

    def plan(self, document: DocumentHead, bottom: foot.Foot, span: tuple[int, int], annex: int) -> Plan:
        draft = self.draft
        classes = self._classes()
        purposes = self.items("purposes", draft.purposes)
        curriculum = self._curriculum()
        audience = "; ".join(text for text, _ in draft.audience) or None
        self.point("audience", tuple(at for _, ats in draft.audience for at in ats))
        funding = self.items("funding", draft.funding)
        assignments = []
        for index, ((name, ats), duties) in enumerate(draft.assignments):
            self.point(f"assignments.{index}.organisation", ats)
            assignments.append(Assignment(name, self.items(f"assignments.{index}.duties", duties)))
        deadlines = self._deadlines(*span)
        recipients = self.items("recipients", [(text, ats) for text, ats in bottom.recipients])
        cited = self._instruments(span[0], annex)
        return Plan(
            document,
            draft.year,
            purposes,
            curriculum,
            cited,
            audience,
            classes,
            funding,
            tuple(assignments),
            deadlines,
            recipients,
            bottom.signatory,
            self._unread(),
            self.paper.lines,
            self.sources,
        )

    def _classes(self) -> tuple[PlannedClass, ...]:
        draft = self.draft
        shared = draft.shared
        if (
            not draft.classes
            and not shared.is_empty
            and (shared.values or (shared.composition and not draft.audience))
        ):
            draft.classes.append(shared)
        elif draft.classes:
            for planned in draft.classes:
                for field in ("days", "period", "venue", "starts_on", "ends_on"):
                    dated = field in {"period", "starts_on", "ends_on"} and {
                        "starts_on",
                        "ends_on",
                        "period",
                    } & set(planned.values)
                    if field in shared.values and field not in planned.values and not dated:
                        planned.values[field] = shared.values[field]
                if draft.each_class is not None and planned.headcount()[0] is None:
                    planned.values["headcount"] = (draft.each_class, draft.each_class_at)
                if not planned.composition and shared.composition and len(draft.classes) == 1:
                    planned.composition = list(shared.composition)
            if (
                shared.composition
                and not draft.audience
                and any(not planned.composition for planned in draft.classes)
            ):
                draft.audience.extend(shared.composition)
            self._drop_unplaced()
        return tuple(self._class(f"classes.{index}", index) for index in range(len(draft.classes)))

    def _drop_unplaced(self) -> None:
        """A total that is not the sum of the classes, or people of no class, fit no field: they are unread."""
        draft = self.draft
        shared = draft.shared
        if "headcount" in shared.values:
            value, ats = shared.values["headcount"]
            total = sum(size for planned in draft.classes if (size := planned.headcount()[0]) is not None)
            if len(draft.classes) == 1 and draft.classes[0].headcount()[0] is None:
                draft.classes[0].values["headcount"] = (value, ats)
            elif value != total:
                for at in ats:
                    draft.leftover(at, draft.blocks[at].text)
        if shared.composition and not draft.audience:
            for text, ats in shared.composition:
                if all((text, ats) not in planned.composition for planned in draft.classes):
                    draft.leftover(ats[0], text)

    def _class(self, path: str, index: int) -> PlannedClass:
        planned = self.draft.classes[index]
        self.point(f"{path}.name", planned.name_at)
        composition = self.items(f"{path}.composition", planned.composition)
        headcount, ats = planned.headcount()
        if headcount is not None:
            self.point(f"{path}.headcount", ats)
        values: dict[str, object] = {}
        for field in ("days", "starts_on", "ends_on", "period", "venue"):
            value, ats = planned.values.get(field, (None, ()))
            values[field] = value
            self.point(f"{path}.{field}", ats)
        days, venue = values["days"], values["venue"]
        starts_on, ends_on = values["starts_on"], values["ends_on"]
        return PlannedClass(
            planned.name,
            composition,
            headcount,
            days if isinstance(days, float) else None,
            starts_on if isinstance(starts_on, str) else None,
            ends_on if isinstance(ends_on, str) else None,
            self.draft.period_of(planned),
            venue if isinstance(venue, str) else None,
        )

    def _curriculum(self) -> tuple[CurriculumItem, ...]:
        out = []
        for index, ((text, ats), items) in enumerate(self.draft.curriculum):
            self.point(f"curriculum.{index}.text", ats)
            below = self.items(f"curriculum.{index}.items", items)
            cited = instruments.merged(
                [
                    c.instrument
                    for part in (text, *below)
                    for c in instruments.citations(part, self.draft.year)
                ]
            )
            out.append(CurriculumItem(text, below, tuple(one.number for one in cited if one.number)))
        return tuple(out)

    def _instruments(self, start: int, end: int) -> tuple[Instrument, ...]:
        """Every instrument cited, with the first line that cites it."""
        found: list[Instrument] = []
        where: dict[Instrument, int] = {}
        for at in range(start, end):
            for citation in instruments.citations(self.draft.blocks[at].text, self.draft.year):
                found.append(citation.instrument)
                where.setdefault(citation.instrument, at)
        cited = instruments.merged(found)
        for index, one in enumerate(cited):
            at = next(
                at
                for seen, at in where.items()
                if seen == one or (one.number and seen.number == one.number) or seen.title == one.title
            )
            block = self.draft.blocks[at]
            self.sources[f"instruments.{index}"] = (block.first, block.last)
        return cited

    def _deadlines(self, start: int, end: int) -> tuple[Deadline, ...]:
        out: list[Deadline] = []
        for at in range(start, end):
            block = self.draft.blocks[at]
            if not any(char.isdigit() for char in block.text):
                continue
            for sentence in _sentences(block):
                for match in re.finditer(_DEADLINE, sentence, re.IGNORECASE):
                    dates = times.dates_in(sentence[match.end() :], self.draft.year)
                    if not dates.days or dates.spans[0][0] > 1:
                        continue
                    entry = Deadline(words.closed(sentence), dates.days[0])
                    if entry not in out:
                        out.append(entry)
                        self.point(f"deadlines.{len(out) - 1}", (at,))
        return tuple(out)

    def _unread(self) -> tuple[Unread, ...]:
        draft = self.draft
        rest = [
            (draft.blocks[at].first, at, draft.blocks[at].text)
            for at in range(len(draft.blocks))
            if at not in draft.used
        ]
        rest += [
            (draft.blocks[ats[0]].first, ats[0], text)
            for text, ats in draft.leftovers
            if ats[0] in draft.used
        ]
        return tuple(
            Unread(line, text) for line, _, text in sorted(rest, key=lambda entry: entry[:2]) if text.strip()
        )
