"""One subject, one award, one day: the verdict as a proof.

Every child of every node is evaluated, decided or not. A step keeps what it saw as year-bitsets; sentences, evidence
and advice are made from the steps when somebody asks for them (`rulebook.proof`).
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from rulebook import facts as facts_module
from rulebook.facts import Facts, Pair, Spell
from rulebook.proof import Proof, Step
from rulebook.tree import (
    MASK,
    All,
    Any,
    Awarded,
    Both,
    Count,
    Criterion,
    Disciplined,
    Either,
    Founded,
    Held,
    Initiative,
    Is,
    Judged,
    Law,
    Leaf,
    Meets,
    Merited,
    NeedsText,
    NotExamined,
    Number,
    Rated,
    Run,
    RunAnywhere,
    Series,
    Service,
    Share,
    Window,
)

FULL: Final[Pair] = (MASK, MASK)
YES: Final = (True, True)
NO: Final = (False, False)
UNKNOWN: Final = (False, True)


class NoRule(ValueError):
    """No version of the award's rule stands on the day; the sentence says so."""


class NoYear(ValueError):
    """The award rests on a year, none was named and none is rated."""


def prove(law: Law, key: str, facts: Facts, on: date, year: int | None = None) -> Proof:
    """The proof of one award for one subject on the day of consideration.

    `year` is the achievement year, by default the last one with a rating. Raises NoRule, NoYear, KeyError.
    """
    return prove_each(law, (key,), facts, on, year)[0]


def prove_each(
    law: Law, keys: Iterable[str], facts: Facts, on: date, year: int | None = None
) -> tuple[Proof, ...]:
    """The proofs of these awards from one reading of the history: what several awards ask is evaluated once."""
    iso = on.isoformat()
    if year is None:
        year = facts.last_rated()
    reading = Reading(law, facts, on, on.year if year is None else year)
    blocking = reading.blocking()
    found = []
    for key in keys:
        award = law.awards[key]
        if year is None and award.needs_year:
            raise NoYear("Chưa có năm nào được xếp loại: hãy nêu năm xét (--year).")
        kind = facts.kind if facts.kind in award.subjects else award.subjects[0]
        version = award.version(iso, kind)
        if version is None:
            first = min(each.since for each in award.versions)
            raise NoRule(
                f"Ngày {facts_module.vn(on)} chưa có quy định về {award.name} trong bộ luật"
                f" (quy định có từ ngày {facts_module.vn(date.fromisoformat(first))})."
            )
        wrong = facts.kind != kind
        root = reading.met(key)
        found.append(
            Proof(law, award, version, facts, on, year, reading, root, () if wrong else blocking, wrong)
        )
    return tuple(found)


class Reading:
    """One subject's history as bits, read against rules on one day for one achievement year."""

    def __init__(self, law: Law, facts: Facts, on: date, year: int) -> None:
        self.law, self.facts, self.on, self.year = law, facts, on, year
        self.iso = on.isoformat()
        basis = law.principle("basis", self.iso)
        self.basis = basis.kinds if basis else ()
        self.titles = law.titles
        self.uses_up = law.principle("unused", self.iso) is not None
        self._bits: dict[tuple[object, str, int], Pair] = {}
        self._met: dict[str, Step] = {}
        self.founded_by = on  # the day on which a collective's age is taken
        self.served: Pair = FULL
        served = law.principle("served", self.iso)
        if served and facts.kind in served.subjects:
            sure, possible = self.leaf(Disciplined())
            self.served = (_later(possible) if possible else MASK, _later(sure) if sure else MASK)

    def leaf_disciplined(self) -> Pair:
        """The years touched by a discipline."""
        return self.leaf(Disciplined())

    # ---- series ----

    def leaf(self, leaf: Leaf, plane: int = 1) -> Pair:
        """The bits of a leaf, read once."""
        # a plain key: hashing the record costs more than reading it
        key: tuple[object, str, int]
        if isinstance(leaf, Awarded):
            key = (Awarded, leaf.key, plane)
        elif isinstance(leaf, Rated):
            key = (Rated, leaf.at_least, plane)
        elif isinstance(leaf, Initiative):
            key = (Initiative, leaf.scope, plane)
        else:
            key = (leaf, "", plane)
        found = self._bits.get(key)
        if found is None:
            found = self._bits[key] = facts_module.bits(
                self.facts, leaf, self.on, self.year, basis=self.basis, titles=self.titles, plane=plane
            )
        return found

    def series(self, series: Series, plane: int = 1) -> Pair:
        """(sure, possible) bits of a series."""
        if isinstance(series, Either):
            sure = possible = 0
            for each in series.of:
                s, p = self.series(each, plane)
                sure |= s
                possible |= p
            return sure, possible
        if isinstance(series, Both):
            sure = possible = MASK
            for each in series.of:
                s, p = self.series(each, plane)
                sure &= s
                possible &= p
            return sure, possible
        sure, possible = self.leaf(series, plane)
        if isinstance(series, Awarded) and series.now and plane == 1:
            now = self.met(series.key)
            sure |= now.sure
            possible |= now.possible
        return sure, possible

    def window(self, window: Window, span: Pair | None) -> Pair:
        """(sure, possible) years that count."""
        low, high = window.back
        sure = possible = ((1 << (high - low + 1)) - 1) << low
        if window.span and span is not None:
            sure &= span[0]
            possible &= span[1]
        if window.after is not None:
            s, p = self.series(window.after)
            s, p = s >> window.leaving << window.leaving, p >> window.leaving << window.leaving
            sure &= _later(p) if s else 0
            possible &= _later(s) if s else (_smear(p) >> 1)
        if window.unused is not None and self.uses_up:
            s, p = self.leaf(window.unused)
            if p:
                sure &= _later(p)
            if s:
                possible &= _later(s)
        if window.served:
            sure &= self.served[0]
            possible &= self.served[1]
        return sure, possible

    # ---- criteria ----

    def met(self, key: str) -> Step:
        """The rule of another award, evaluated once, without the principles."""
        found = self._met.get(key)
        if found is None:
            award = self.law.awards[key]
            kind = self.facts.kind if self.facts.kind in award.subjects else award.subjects[0]
            version = award.version(self.iso, kind)
            if version is None:
                raise NoRule(
                    f"Ngày {facts_module.vn(self.on)} chưa có quy định về {award.name} trong bộ luật."
                )
            found = self._met[key] = self.step(version.root, None)
        return found

    def step(self, node: Criterion, span: Pair | None) -> Step:
        """Evaluate a node with all its children."""
        return READERS[type(node)](self, node, span)

    def _all(self, node: All, span: Pair | None) -> Step:
        kids = tuple([self.step(each, span) for each in node.of])
        sure = possible = True
        valued = False  # as `has_value` says of the node
        for kid in kids:
            valued |= kid.valued
            if kid.valued or not kid.possible:
                sure &= kid.sure
                possible &= kid.possible
        return Step(node, sure, possible, valued, kids)

    def _any(self, node: Any, span: Pair | None) -> Step:
        kids = tuple([self.step(each, span) for each in node.of])
        sure = possible = valued = False
        for kid in kids:
            if kid.valued:
                valued = True
                sure |= kid.sure
                possible |= kid.possible
        return Step(node, sure, possible, valued, kids)

    def _meets(self, node: Meets, span: Pair | None) -> Step:
        inner = self.met(node.award)
        return Step(node, inner.sure, inner.possible, True, (inner,))

    def _count(self, node: Count, span: Pair | None) -> Step:
        ws, wp = self.window(node.window, span)
        s, p = self.series(node.of)
        s &= ws
        p &= wp
        least = s.bit_count()
        most = p.bit_count()
        for plane in range(2, (node.at_least or 1 + (node.at_most or 0)) + 1):
            if not _several(node.of):
                break
            more, might = self.series(node.of, plane)
            least += (more & ws).bit_count()
            most += (might & wp).bit_count()
        if node.at_least is not None:
            sure, possible = least >= node.at_least, most >= node.at_least
        else:
            bound = node.at_most or 0
            sure, possible = most <= bound, least <= bound
        return Step(node, sure, possible, True, (), (s, p), (ws, wp), (least, most))

    def _held(self, node: Held, span: Pair | None) -> Step:
        ws, wp = self.window(node.window, span)
        need = sum(1 << each for each in node.back)
        s, p = self.series(node.of)
        s &= ws & need
        p &= wp & need
        return Step(node, s == need, p == need, True, (), (s, p), (ws & need, wp & need))

    def _run(self, node: Run, span: Pair | None) -> Step:
        ws, wp = self.window(node.window, span)
        s, p = self.series(node.of)
        s &= ws
        p &= wp
        need = (1 << node.years) - 1
        sure, possible = s & need == need, p & need == need
        # where there is no run, what was asked "in that time" is still looked for in the last years: the verdict does
        # not change, but a clerk sees what is already there
        inside = (
            (_trailing(s) if node.or_more else need) if sure else need & wp,
            (_trailing(p) if node.or_more else need) if possible else need & wp,
        )
        kids = tuple([self.step(each, inside) for each in node.in_that_time])
        own = (sure, possible)
        for kid in kids:
            if kid.valued or not kid.possible:
                sure &= kid.sure
                possible &= kid.possible
        return Step(node, sure, possible, True, kids, (s, p), (ws, wp), own)

    def _run_anywhere(self, node: RunAnywhere, span: Pair | None) -> Step:
        s, p = self.series(node.of)
        s &= self.served[0]
        p &= self.served[1]
        runs = s, p
        for _ in range(node.years - 1):
            s &= s >> 1
            p &= p >> 1
        return Step(node, s != 0, p != 0, True, (), runs, FULL)

    def _share(self, node: Share, span: Pair | None) -> Step:
        part, whole = self._cohort(node.of), self._cohort(node.out_of)
        if part is None or not whole:
            return Step(node, False, True, True, (), seen=(part, whole))
        holds = part * 100 >= node.percent * whole
        return Step(node, holds, holds, True, (), seen=(part, whole))

    def _number(self, node: Number, span: Pair | None) -> Step:
        value = self._cohort(node.of)
        if value is None:
            return Step(node, False, True, True, (), seen=(None,))
        holds = value >= node.at_least if node.at_least is not None else value <= (node.at_most or 0)
        return Step(node, holds, holds, True, (), seen=(value,))

    def _cohort(self, name: str) -> int | None:
        record = self.facts.years.get(self.year)
        return record.cohort.get(name) if record and record.cohort else None

    def _founded(self, node: Founded, span: Pair | None) -> Step:
        founded = self.facts.founded_on
        if founded is None:
            return Step(node, False, True, True, (), seen=(None,))
        holds = facts_module.full_years(founded, node.years) <= self.founded_by
        return Step(node, holds, holds, True, (), seen=(founded,))

    def _is(self, node: Is, span: Pair | None) -> Step:
        value: str | bool = getattr(self.facts, node.what)
        if node.what == "occupation" and not value:
            return Step(node, False, True, True, (), seen=(None,))
        holds = value in node.values
        return Step(node, holds, holds, True, (), seen=(value,))

    def _service(self, node: Service, span: Pair | None) -> Step:
        whole, left = facts_module.months(self.facts, node.force, node.periods, self.on)
        holds = whole >= node.months
        complete = self.facts.complete_from is not None and self.facts.complete_from <= 0
        if not complete and self.facts.complete_from is not None and node.periods:
            complete = self.facts.complete_from <= int(min(first for first, *_ in node.periods)[:4])
        return Step(node, holds, holds or not complete, True, (), seen=(whole, left))

    def _judged(self, node: Judged, span: Pair | None) -> Step:
        if node.contradicted_by is None:
            return Step(node, True, True, False, ())
        contrary = self.step(node.contradicted_by, span)
        return Step(node, not contrary.sure, not contrary.sure, False, (contrary,) if contrary.sure else ())

    def _not_examined(self, node: NotExamined, span: Pair | None) -> Step:
        return Step(node, True, True, False, ())

    def _needs_text(self, node: NeedsText, span: Pair | None) -> Step:
        return Step(node, False, True, True, ())

    # ---- principles ----

    def blocking(self) -> tuple[Spell | None, ...]:
        """What blocks on the day; (None,) when the lists cannot tell; () when nothing does."""
        principle = self.law.principle("block", self.iso)
        if principle is None or self.facts.kind not in principle.subjects:
            return ()
        open_cases = facts_module.blocks(self.facts, self.on)
        if open_cases:
            return open_cases
        return (None,) if facts_module.may_hide_block(self.facts, self.on) else ()


READERS: Final[dict[type, Callable[..., Step]]] = {
    All: Reading._all,
    Any: Reading._any,
    Meets: Reading._meets,
    Count: Reading._count,
    Held: Reading._held,
    Run: Reading._run,
    RunAnywhere: Reading._run_anywhere,
    Share: Reading._share,
    Number: Reading._number,
    Founded: Reading._founded,
    Is: Reading._is,
    Service: Reading._service,
    Judged: Reading._judged,
    NotExamined: Reading._not_examined,
    NeedsText: Reading._needs_text,
}


def _several(series: Series) -> bool:
    """Is it true that it may hold more than once in a year?"""
    if isinstance(series, Either | Both):
        return any(_several(each) for each in series.of)
    return isinstance(series, Initiative | Merited) or (isinstance(series, Awarded) and series.several)


def _later(bits: int) -> int:
    """The years later than the last one in `bits`."""
    return (bits & -bits) - 1 if bits else MASK


def _smear(bits: int) -> int:
    """All bits at and below the highest."""
    return (1 << bits.bit_length()) - 1


def _trailing(bits: int) -> int:
    """The unbroken run of ones that ends at bit 0."""
    return (bits ^ (bits + 1)) >> 1
