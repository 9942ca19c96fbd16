"""The tree as a flat list of bit instructions, one list for every reader of many subjects.

Each instruction names its operation and the earlier instructions (or numbers) that it works on; equal ones are one.
A value is `bits` (a year-bitset), `truth` or `times` (a small count). Three values are two lanes, sure and possible;
where nothing is missing one lane is enough.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rulebook import facts, near
from rulebook.tree import (
    KINDS,
    YEARS,
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
    children,
    has_value,
)

Asked = Leaf | Share | Number | Founded | Is | Service  # what a column of the registry answers
Lanes = tuple[int, int]  # instructions of what is surely so, and of what is possibly so
Span = tuple[Lanes | None, int]  # the enclosing run as bits, or else as these constant years

NO_RATING: Final = "?rating"  # years without a rating
NO_LISTS: Final = "?lists"  # years of which the lists may lack something
BLOCK: Final = "block"
REQUIRED: Final = ("subject", "year", "kind", "rating", "history_complete_from")  # columns of every registry
KIND: Final = {  # what an operation yields
    "bits": "bits", "and": "bits", "or": "bits", "xor": "bits", "andc": "bits", "addc": "bits", "subc": "bits",
    "neg": "bits", "shr": "bits", "orbit": "bits", "pick": "bits", "truth": "truth",
    "eqc": "truth", "nz": "truth", "z": "truth", "land": "truth", "lor": "truth", "lnot": "truth", "true": "truth",
    "false": "truth", "ge": "truth", "le": "truth", "pop": "times", "plus": "times",
}  # fmt: skip
VALUES: Final = {  # how many of the arguments are instructions
    "and": 2, "or": 2, "xor": 2, "andc": 1, "addc": 1, "subc": 1, "neg": 1, "shr": 1, "orbit": 2, "pick": 3,
    "eqc": 1, "nz": 1, "z": 1, "land": 2, "lor": 2, "lnot": 1, "ge": 1, "le": 1, "pop": 1, "plus": 2,
}  # fmt: skip
OPPOSITE: Final = {"true": "false", "false": "true", "nz": "z", "z": "nz"}


@dataclass(frozen=True, slots=True)
class Column:
    """What a leaf asks of the registry; `plane` n: at least n times in the year."""

    asked: Asked
    plane: int = 1


@dataclass(frozen=True, slots=True)
class Clause:
    """A top-level part of a rule, as the tree names it."""

    id: str
    lanes: Lanes


@dataclass(frozen=True, slots=True)
class Output:
    """An award's verdict and the clauses it falls into."""

    award: str
    lanes: Lanes
    clauses: tuple[Clause, ...]
    near: int = -1  # the instruction that says whether one condition alone is missing, where it was asked for


@dataclass(frozen=True, slots=True)
class Program:
    """Instructions in the order of their evaluation; an instruction's number is its place."""

    ins: tuple[tuple[str | int, ...], ...]
    columns: dict[str, Column]
    outputs: tuple[Output, ...]
    complete: bool

    def arguments(self, place: int) -> tuple[int, ...]:
        """The instructions that this one reads."""
        op, *args = self.ins[place]
        return tuple(int(each) for each in args[: VALUES.get(str(op), 0)])


def name_of(asked: Asked, plane: int = 1) -> str:
    """The stable name of a leaf."""
    times = f"#{plane}" if plane > 1 else ""
    match asked:
        case Rated():
            return f"rating:{asked.at_least}"
        case Awarded():
            return f"award:{asked.key}{times}"
        case Initiative():
            return f"initiative:{asked.scope}{times}"
        case Merited():
            where = "".join(f"&{each.key}:{each.op}:{each.value}" for each in asked.where)
            return f"merit:{','.join(asked.kinds)}@{asked.scope}{where}{times}"
        case Disciplined():
            return "discipline"
        case Share():
            return f"share:{asked.of}/{asked.out_of}>={asked.percent}"
        case Number():
            return f"number:{asked.of}" + (
                f">={asked.at_least}" if asked.at_least is not None else f"<={asked.at_most}"
            )
        case Founded():
            return f"founded:{asked.years}"
        case Is():
            return f"is:{asked.what}=" + ",".join(str(each).lower() for each in asked.values)
        case Service():
            periods = ";".join(f"{first}..{last}" for first, last, *_ in asked.periods)
            return f"service:{asked.force}>={asked.months}" + (f"@{periods}" if periods else "")


def service_column(name: str) -> str:
    """The registry's column behind a leaf of service: the full months that count, by the day of consideration."""
    return "service_months:" + name.removeprefix("service:").partition(">=")[0]


def founded_by(on: date, years: int) -> date:
    """The last founding day from which so many years are full on this day."""
    day = date(on.year - years, 12, 31)
    while facts.full_years(day, years) > on:
        day -= timedelta(days=1)
    return day


def lower(
    law: Law,
    on: str,
    kind: str,
    awards: Iterable[str],
    *,
    complete: bool = False,
    uncertain: frozenset[str] = frozenset(),
    nearness: bool = False,
) -> Program:
    """The rules of these awards for one kind of subject on one ISO day, as one program.

    Awards that are not for this kind, or have no rule on the day, are left out. `uncertain` names the leaves with a
    column `?name` of years in which it is not known whether a record counts.
    """
    return _Lowering(law, on, kind, complete, uncertain).program(awards, nearness)


def asked(law: Law, on: str, awards: Iterable[str]) -> dict[str, Column]:
    """Every leaf that these awards ask of any kind of subject on this ISO day, by its name."""
    keys = tuple(awards)
    found: dict[str, Column] = {}
    for kind in KINDS:
        found |= lower(law, on, kind, keys).columns
    return found


class _Lowering:
    def __init__(self, law: Law, on: str, kind: str, complete: bool, uncertain: frozenset[str]) -> None:
        self.law, self.on, self.kind, self.complete, self.uncertain = law, on, kind, complete, uncertain
        self.ins: list[tuple[str | int, ...]] = []
        self.known: dict[tuple[str | int, ...], int] = {}
        self.columns: dict[str, Column] = {}
        self.rules: dict[str, Lanes] = {}
        self.uses_up = law.principle("unused", on) is not None
        served = law.principle("served", on)
        self.serves = served is not None and kind in served.subjects

    def program(self, awards: Iterable[str], nearness: bool = False) -> Program:
        outputs = []
        blocks = self.law.principle("block", self.on)
        for key in awards:
            award = self.law.awards[key]
            version = award.version(self.on, self.kind)
            if self.kind not in award.subjects or version is None:
                continue
            root = version.root
            parts = root.of if isinstance(root, All) else (root,)
            clauses = [Clause(part.id, self.value(part, None)) for part in parts]
            lanes = self.rule(key)
            away = [(lanes[0], near.route(self, root))] if nearness else []
            if blocks is not None and self.kind in blocks.subjects:
                sure, possible = self.truth(BLOCK)
                free = (self.emit("lnot", possible), self.emit("lnot", sure))
                clauses.append(Clause(blocks.key, free))
                lanes = self.both("land", lanes, free)
                away += [(free[0], self.emit("lnot", free[0]))]
            alone = near.one(self, away) if nearness else -1
            outputs.append(Output(key, lanes, tuple(clauses), alone))
        return Program(tuple(self.ins), self.columns, tuple(outputs), self.complete)

    # ---- instructions ----

    def emit(self, op: str, *args: str | int) -> int:
        """The place of an instruction, written once."""
        if op in {"land", "lor"}:
            first, second = sorted(int(each) for each in args)
            neutral, decides = ("true", "false") if op == "land" else ("false", "true")
            names = self.ins[first][0], self.ins[second][0]
            if first == second or names[1] == neutral or names[0] == decides:
                return first
            if names[0] == neutral or names[1] == decides:
                return second
            args = (first, second)
        elif op in {"and", "or"}:
            args = tuple(sorted(int(each) for each in args))
            if args[0] == args[1]:
                return int(args[0])
        elif op == "lnot" and self.ins[int(args[0])][0] in OPPOSITE:
            was, *of = self.ins[int(args[0])]
            return self.emit(OPPOSITE[str(was)], *of)
        elif op == "shr" and args[1] == 0:
            return int(args[0])
        code = (op, *args)
        if code not in self.known:
            self.known[code] = len(self.ins)
            self.ins.append(code)
        return self.known[code]

    def both(self, op: str, one: Lanes, other: Lanes) -> Lanes:
        """The same operation in both lanes."""
        return self.emit(op, one[0], other[0]), self.emit(op, one[1], other[1])

    def each(self, op: str, lanes: Lanes, *args: int) -> Lanes:
        """An operation on one value in both lanes."""
        return self.emit(op, lanes[0], *args), self.emit(op, lanes[1], *args)

    def truth(self, name: str) -> Lanes:
        """The two lanes of a yes-or-no column."""
        sure = self.emit("truth", name)
        return sure, sure if self.complete else self.emit("truth", f"?{name}")

    def later(self, bits: int) -> int:
        """The years later than the last one in `bits`; all years when there is none."""
        return self.emit("subc", self.emit("and", self.emit("neg", bits), bits), 1)

    def earlier(self, bits: int) -> int:
        """The years later than the first one in `bits`; none when there is none."""
        step = 1
        while step < YEARS:
            bits = self.emit("or", bits, self.emit("shr", bits, step))
            step *= 2
        return self.emit("shr", bits, 1)

    # ---- series and windows ----

    def leaf(self, asked: Leaf, plane: int = 1) -> Lanes:
        """The two lanes of a yearly leaf."""
        if isinstance(asked, Rated | Disciplined):
            plane = 1
        if isinstance(asked, Awarded):
            asked = Awarded(asked.key)
        name = name_of(asked, plane)
        self.columns[name] = Column(asked, plane)
        sure = self.emit("bits", name)
        if self.complete:
            return sure, sure
        lacking = self.emit("bits", NO_RATING if isinstance(asked, Rated) else NO_LISTS)
        possible = self.emit("or", sure, lacking)
        if name in self.uncertain:
            possible = self.emit("or", possible, self.emit("bits", f"?{name}"))
        return sure, possible

    def series(self, series: Series, plane: int = 1) -> Lanes:
        """The two lanes of a series."""
        if isinstance(series, Either | Both):
            op = "or" if isinstance(series, Either) else "and"
            lanes = self.series(series.of[0], plane)
            for each in series.of[1:]:
                lanes = self.both(op, lanes, self.series(each, plane))
            return lanes
        lanes = self.leaf(series, plane)
        if isinstance(series, Awarded) and series.now and plane == 1:
            lanes = self.both("orbit", lanes, self.rule(series.key))
        return lanes

    def served(self) -> list[Lanes]:
        """The years after the last one touched by a discipline, where the book has that principle."""
        if not self.serves:
            return []
        sure, possible = self.leaf(Disciplined())
        return [(self.later(possible), self.later(sure))]

    def window(self, window: Window, span: Span | None) -> tuple[int, Lanes | None, int]:
        """The constant years, the years that depend on the subject, and what must hold for any year to count."""
        low, high = window.back
        years = ((1 << (high - low + 1)) - 1) << low
        masks = self.served() if window.served else []
        if window.unused is not None and self.uses_up:
            sure, possible = self.leaf(window.unused)
            masks.append((self.later(possible), self.later(sure)))
        guard = self.emit("true")
        if window.after is not None:
            lanes = self.series(window.after)
            if window.leaving:
                lanes = self.each("andc", lanes, -(1 << window.leaving))
            guard = self.emit("nz", lanes[0])
            later = (self.later(lanes[1]), self.later(lanes[0]))
            if not self.complete:
                later = later[0], self.emit("and", later[1], self.earlier(lanes[1]))
            masks.append(later)
        if window.span and span is not None:
            years &= span[1]
            masks += [span[0]] if span[0] is not None else []
        mask = masks[0] if masks else None
        for each in masks[1:]:
            mask = self.both("and", mask, each) if mask else each
        return years, mask, guard

    def within(self, lanes: Lanes, years: int, mask: Lanes | None) -> Lanes:
        """The years of a series that count."""
        if mask is not None:
            lanes = self.both("and", lanes, mask)
        return lanes if years == (1 << YEARS) - 1 else self.each("andc", lanes, years)

    # ---- criteria ----

    def rule(self, key: str) -> Lanes:
        """The rule of an award, without the principles."""
        if key not in self.rules:
            self.rules[key] = self.value(self.root(key), None)
        return self.rules[key]

    def value(self, node: Criterion, span: Span | None) -> Lanes:
        """The two lanes of a criterion."""
        match node:
            case All():
                return self.together(node.of, (self.emit("true"),) * 2, span)
            case Any():
                lanes = (self.emit("false"),) * 2
                for each in node.of:
                    if has_value(each):
                        lanes = self.both("lor", lanes, self.value(each, span))
                return lanes
            case Meets():
                return self.rule(node.award)
            case Count():
                return self.count(node, span)
            case Held():
                years, mask, guard = self.window(node.window, span)
                need = sum(1 << each for each in node.back)
                return self.full(self.within(self.series(node.of), years, mask), need, guard)
            case Run():
                return self.run(node, span)
            case RunAnywhere():
                lanes = self.series(node.of)
                for mask in self.served():
                    lanes = self.both("and", lanes, mask)
                have = 1
                while have < node.years:
                    step = min(have, node.years - have)
                    lanes = self.both("and", lanes, self.each("shr", lanes, step))
                    have += step
                return self.each("nz", lanes)
            case Share() | Number() | Founded() | Is() | Service():
                name = name_of(node)
                self.columns[name] = Column(node)
                return self.truth(name)
            case Judged():
                if node.contradicted_by is None:
                    return (self.emit("true"),) * 2
                return (self.emit("lnot", self.value(node.contradicted_by, span)[0]),) * 2
            case NotExamined():
                return (self.emit("true"),) * 2
            case NeedsText():
                return self.emit("false"), self.emit("true")

    def together(self, parts: Iterable[Criterion], lanes: Lanes, span: Span | None) -> Lanes:
        for each in parts:
            lanes = self.both("land", lanes, self.value(each, span))
        return lanes

    def full(self, lanes: Lanes, need: int, guard: int) -> Lanes:
        """All of these years."""
        if need & (need - 1):
            found = self.each("eqc", self.each("andc", lanes, need), need)
        else:
            found = self.each("nz", self.each("andc", lanes, need))
        return self.guarded(found, guard)

    def guarded(self, lanes: Lanes, guard: int) -> Lanes:
        sure = self.emit("land", lanes[0], guard)
        return sure, sure if self.complete else lanes[1]

    def count(self, node: Count, span: Span | None) -> Lanes:
        years, mask, guard = self.window(node.window, span)
        lanes = self.within(self.series(node.of), years, mask)
        bound = node.at_least if node.at_least is not None else (node.at_most or 0) + 1
        if bound <= 0:
            return (self.emit("true"),) * 2 if node.at_least is not None else (self.emit("false"),) * 2
        if bound == 1:
            found = self.each("nz", lanes)
        elif years.bit_count() == bound and not _several(node.of):
            found = self.each("eqc", lanes, years)
        else:
            times = self.each("pop", lanes)
            if _several(node.of):
                for plane in range(2, bound + 1):
                    more = self.within(self.series(node.of, plane), years, mask)
                    times = self.both("plus", times, self.each("pop", more))
            found = self.each("ge", times, bound)
        found = self.guarded(found, guard)
        if node.at_least is not None:
            return found
        return self.emit("lnot", found[1]), self.emit("lnot", found[0])

    def run(self, node: Run, span: Span | None) -> Lanes:
        years, mask, guard = self.window(node.window, span)
        lanes = self.within(self.series(node.of), years, mask)
        need = (1 << node.years) - 1
        found = self.full(lanes, need, guard)
        if not node.in_that_time:
            return found
        inside: Span = (None, need)
        if node.or_more:
            whole = self.each("shr", self.both("xor", lanes, self.each("addc", lanes, 1)), 1)
            inside = (whole, (1 << YEARS) - 1)
        if any(_contradicted(each) for each in node.in_that_time) and not self.complete:
            inside = self.also_without(found, lanes, inside, need, (years, mask))
        return self.together(node.in_that_time, found, inside)

    def also_without(
        self, found: Lanes, lanes: Lanes, inside: Span, need: int, window: tuple[int, Lanes | None]
    ) -> Span:
        """Where the run does not hold, what was asked in that time is looked for in its last years."""
        every = self.later(self.emit("andc", lanes[0], 0))
        last = self.each("andc", self.within((every, every), *window), need)[1]
        whole = inside[0] or ((self.emit("andc", every, need),) * 2)
        picked = self.emit("pick", found[0], whole[0], last), self.emit("pick", found[1], whole[1], last)
        return picked, (1 << YEARS) - 1

    def looked_for(self, node: Run, span: Span | None) -> tuple[int, Span]:
        """Whether the run surely holds, and the years in which the rest is looked for."""
        years, mask, guard = self.window(node.window, span)
        lanes = self.within(self.series(node.of), years, mask)
        need = (1 << node.years) - 1
        found = self.full(lanes, need, guard)
        inside: Span = (None, need)
        if node.or_more:
            whole = self.each("shr", self.both("xor", lanes, self.each("addc", lanes, 1)), 1)
            inside = (whole, (1 << YEARS) - 1)
        return found[0], self.also_without(found, lanes, inside, need, (years, mask))

    def root(self, key: str) -> Criterion:
        """The rule of another award."""
        award = self.law.awards[key]
        version = award.version(self.on, self.kind if self.kind in award.subjects else award.subjects[0])
        if version is None:
            raise KeyError(f"Chưa có quy định về {award.name} vào ngày {self.on}.")
        return version.root


def _several(series: Series) -> bool:
    """Is it true that it may hold more than once in a year?"""
    if isinstance(series, Either | Both):
        return any(_several(each) for each in series.of)
    return isinstance(series, Initiative | Merited) or (isinstance(series, Awarded) and series.several)


def _contradicted(node: Criterion) -> bool:
    return (isinstance(node, Judged) and node.contradicted_by is not None) or any(
        _contradicted(each) for each in children(node)
    )
