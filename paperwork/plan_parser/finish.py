"""What was said becomes the plan: items numbered, fields linked to their lines, the rest listed as unread."""

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
from paperwork.plan_parser import foot, instruments, times, words
from paperwork.plan_parser.draft import Draft
from paperwork.sources.block import Block, Paper

LONGEST = 12_000  # letters; no paragraph of a plan is longer, and nothing is looked for in one that is
_DEADLINE = (
    r"(?:trước|chậm nhất|muộn nhất|hạn chót|hết hạn|không muộn hơn)\s*:?\s+(?:(?:là|vào|đến|hết)\s+)*"
    r"(?:\d{1,2}\s*(?:giờ|h|g|:)\s*(?:\d{1,2})?\s*(?:phút|')?\s*,?\s*(?:sáng|chiều)?\s*)?(?:ngày\s+)?(?=\d)"
)


def _sentences(block: Block) -> list[str]:
    """The sentences of a line, or of each cell of a row."""
    out: list[str] = []
    for text in [part for cell in block.cells for part in cell] or [block.text]:
        marker = words.marker_of(text)
        out.extend(re.split(r"(?<=\.)\s+(?=[A-ZĐÀ-Ỹ])", text[marker.end :] if marker else text))
    return out


class Assembly:
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

    def plan(
        self, document: DocumentHead, bottom: foot.Foot, span: tuple[int, int], kind_at: int, annex: int
    ) -> Plan:
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
        cited = self._instruments(kind_at, annex)
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
        if not draft.classes and self.trains and not shared.is_empty:
            draft.classes.append(shared)
        elif not draft.classes:
            self._without_classes()
        else:
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

    def _without_classes(self) -> None:
        """A plan that trains nobody (a movement's) has an audience; its times and numbers fit no field."""
        draft, shared = self.draft, self.draft.shared
        if not draft.audience:
            draft.audience.extend(shared.composition)
        for _, ats in shared.values.values():
            for at in ats:
                draft.leftover(at, draft.blocks[at].text)

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
        for field, (value, ats) in shared.values.items():
            if field != "headcount" and all(
                one.values.get(field, (None, ()))[0] != value for one in draft.classes
            ):
                for at in ats:
                    draft.leftover(at, draft.blocks[at].text)
        for text, ats in shared.composition:
            if (text, ats) not in draft.audience and all(
                (text, ats) not in one.composition for one in draft.classes
            ):
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
            for text, day, row in self.draft.deadlines:
                if row == at:
                    out.append(Deadline(words.closed(text), day))
                    self.point(f"deadlines.{len(out) - 1}", (at,))
            if any(row == at for _, _, row in self.draft.deadlines):
                continue
            if not any(char.isdigit() for char in block.text):
                continue
            for sentence in _sentences(block):
                for match in re.finditer(_DEADLINE, sentence, re.IGNORECASE):
                    dates = times.dates_in(sentence[match.end() : match.end() + 60], self.draft.year)
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
        rest += [
            (block.first, len(draft.blocks), f"{block.text[:300]}…")
            for block in self.paper.blocks
            if len(block.text) > LONGEST
        ]
        return tuple(
            Unread(line, text) for line, _, text in sorted(rest, key=lambda entry: entry[:2]) if text.strip()
        )
