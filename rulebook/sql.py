"""The same instructions as SQL, for registries kept in a database: DuckDB on one machine, Spark on many.

Everything is written in full parentheses and without `~`, whose precedence tools get wrong. A value that is read more
than once becomes a column of a level of its own, so the text grows with the rule and not with its repetitions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rulebook.lower import (
    BLOCK,
    NO_LISTS,
    NO_RATING,
    Column,
    Program,
    founded_by,
    name_of,
    service_column,
)
from rulebook.tree import (
    MASK,
    RATINGS,
    SCOPES,
    YEARS,
    Awarded,
    Disciplined,
    Founded,
    Initiative,
    Is,
    Merited,
    Number,
    Rated,
    Service,
    Share,
)

DEEP: Final = 12  # levels of parentheses, after which a value becomes a column
SIGN: Final = {"andc": "&", "addc": "+", "subc": "-"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a database writes what differs; `{0}`, `{1}` are its operands."""

    name: str
    shift_right: str
    shift_left: str
    count: str
    quote: str
    gather: str
    whole: str  # the type of a word of years
    small: str  # of a short one


DUCKDB: Final = Dialect(
    "duckdb", "({0} >> {1})", "({0} << {1})", "bit_count({0})", '"', "bit_or({0})", "BIGINT", "INTEGER"
)
SPARK: Final = Dialect(
    "spark",
    "shiftright({0}, {1})",
    "shiftleft({0}, {1})",
    "bit_count({0})",
    "`",
    "bit_or({0})",
    "BIGINT",
    "INT",
)


def rules(
    program: Program,
    table: str,
    dialect: Dialect,
    *,
    subject: str = "subject",
    present: frozenset[str] | None = None,
    masks: bool = True,
    short: bool = False,
    where: str = "",
) -> str:
    """A query over a table with a row per subject and a column per leaf: the subject, and for every award `key`
    (0 unmet, 1 met, 2 unknown) and, with masks, `failed:key`.

    `present` names the table's columns, where it lacks some: what is absent is read as `scan.Table` reads it.
    `short`: the years fit 30 bits, and narrower numbers serve.
    """
    return _Writer(program, dialect, present, short).query(table, subject, masks, where)


class _Writer:
    def __init__(
        self, program: Program, dialect: Dialect, present: frozenset[str] | None, short: bool
    ) -> None:
        self.program, self.dialect, self.present, self.short = program, dialect, present, short
        self.uses: dict[int, int] = {}
        for place in self._reached():
            for each in program.arguments(place):
                self.uses[each] = self.uses.get(each, 0) + 1
        self.levels: list[list[tuple[str, str]]] = []  # columns by level: name, expression
        self.at: dict[int, tuple[str, int, int]] = {}  # expression, level it can be read from, depth

    def _reached(self) -> list[int]:
        seen: set[int] = set()
        stack = [
            place
            for output in self.program.outputs
            for lanes in (output.lanes, *(each.lanes for each in output.clauses))
            for place in lanes
        ]
        while stack:
            place = stack.pop()
            if place not in seen:
                seen.add(place)
                stack += self.program.arguments(place)
        return sorted(seen)

    def name(self, text: str) -> str:
        quote = self.dialect.quote
        return f"{quote}{text.replace(quote, quote * 2)}{quote}"

    def query(self, table: str, subject: str, masks: bool, where: str) -> str:
        finals = []
        for output in self.program.outputs:
            sure, possible = (self.value(each) for each in output.lanes)
            known = output.lanes[0] == output.lanes[1]
            text = (
                f"CAST({sure} AS {self.dialect.small})"
                if known
                else f"CASE WHEN {sure} THEN 1 WHEN {possible} THEN 2 ELSE 0 END"
            )
            finals.append(f"{text} AS {self.name(output.award)}")
            if masks:
                parts = [
                    f"(CASE WHEN {self.value(each.lanes[0])} THEN 0 ELSE {1 << bit} END)"
                    for bit, each in enumerate(output.clauses)
                ]
                finals.append(f"({' + '.join(parts)}) AS {self.name('failed:' + output.award)}")
        who = self.name(subject)
        leaves = dict.fromkeys(
            (str(code[0]), str(code[1])) for code in self.program.ins if code[0] in {"bits", "truth"}
        )
        first = [who] + [f"{self.leaf(op, name)} AS {self.name(name)}" for op, name in leaves]
        text = f"WITH s0 AS (SELECT {', '.join(first)} FROM {table}{where and f' WHERE {where}'})"
        source = "s0"
        for number, level in enumerate(self.levels, 1):
            columns = "".join(f",\n  {expression} AS {name}" for name, expression in level)
            text += f",\ns{number} AS (SELECT *{columns} FROM {source})"
            source = f"s{number}"
        columns = "".join(f",\n  {each}" for each in finals)
        return f"{text}\nSELECT {who}{columns}\nFROM {source}"

    def leaf(self, op: str, name: str) -> str:
        """A leaf's column; of what is absent, as `scan.Table` reads it."""
        here = self.present is None or name in self.present
        if op == "bits":
            kind = self.dialect.small if self.short else self.dialect.whole
            return f"CAST({self.name(name) if here else 0} AS {kind})"
        if here:
            return self.name(name)
        if name[0] != "?":
            return "FALSE"
        return self.name(name[1:]) if self.present and name[1:] in self.present else "TRUE"

    def value(self, place: int) -> str:
        return self._value(place)[0]

    def _value(self, place: int) -> tuple[str, int, int]:
        if place in self.at:
            return self.at[place]
        op, *args = self.program.ins[place]
        if op in {"bits", "truth"}:
            found = (self.name(str(args[0])), 0, 0)
        else:
            parts = [self._value(each) for each in self.program.arguments(place)]
            level = max((each[1] for each in parts), default=0)
            depth = 1 + max((each[2] for each in parts), default=0)
            text = self.text(str(op), [each[0] for each in parts], [int(each) for each in args])
            found = (text, level, depth)
            if op not in {"true", "false"} and (self.uses.get(place, 0) > 1 or depth > DEEP):
                while len(self.levels) <= level:
                    self.levels.append([])
                column = f"v{place}"
                self.levels[level].append((column, text))
                found = (column, level + 1, 0)
        self.at[place] = found
        return found

    def number(self, value: int) -> str:
        if self.short and value > 0:
            value &= (1 << 30) - 1
        return str(value) if value >= 0 else f"({value})"

    def text(self, op: str, parts: list[str], args: Sequence[int]) -> str:
        a, b = parts[0] if parts else "", parts[1] if len(parts) > 1 else ""
        last = self.number(args[-1]) if args else ""
        match op:
            case "and" | "or":
                return f"({a} {'&' if op == 'and' else '|'} {b})"
            case "xor":
                return f"xor({a}, {b})" if self.dialect is DUCKDB else f"({a} ^ {b})"
            case "andc" | "addc" | "subc":
                return f"({a} {SIGN[op]} {last})"
            case "neg":
                return f"(0 - {a})"
            case "shr":
                return self.dialect.shift_right.format(a, last)
            case "orbit":
                return f"({a} | CAST({b} AS {self.dialect.small}))"
            case "pick":
                return f"(CASE WHEN {a} THEN {b} ELSE {parts[2]} END)"
            case "eqc":
                return f"({a} = {last})"
            case "nz":
                return f"({a} <> 0)"
            case "z":
                return f"({a} = 0)"
            case "land" | "lor":
                return f"({a} {'AND' if op == 'land' else 'OR'} {b})"
            case "lnot":
                return f"(NOT {a})"
            case "ge":
                return f"({a} >= {last})"
            case "pop":
                return self.dialect.count.format(a)
            case "plus":
                return f"(CAST({a} AS {self.dialect.small}) + {b})"
            case _:
                return op.upper()


def registry(
    columns: Mapping[str, Column],
    table: str,
    dialect: Dialect,
    on: date,
    *,
    year: int | None = None,
    present: frozenset[str],
) -> tuple[str, frozenset[str]]:
    """A query that packs person-years (docs/scan.md) into a row per subject, and the names of its columns.

    `present`: the columns of the table. Y is `year`, or each subject's last year with a rating.
    """
    return _Packing(dialect, on, year, present).query(columns, table)


class _Packing:
    def __init__(self, dialect: Dialect, on: date, year: int | None, present: frozenset[str]) -> None:
        self.dialect, self.on, self.year, self.present = dialect, on, year, present
        self.inner: dict[str, str] = {}  # gathered over the rows of a subject
        self.outer: dict[str, str] = {}  # made of what was gathered

    def name(self, text: str) -> str:
        return f"{self.dialect.quote}{text}{self.dialect.quote}"

    def count(self, *names: str) -> str:
        """The sum of those of these columns that the table has; empty text where it has none."""
        return " + ".join(
            f"coalesce(CAST({self.name(each)} AS INT), 0)" for each in names if each in self.present
        )

    def yearly(self, name: str, condition: str) -> None:
        if condition:
            self.inner[name] = self.dialect.gather.format(f"CASE WHEN {condition} THEN bit ELSE 0 END")

    def query(self, columns: Mapping[str, Column], table: str) -> tuple[str, frozenset[str]]:
        complete, y = "max(history_complete_from)", "max(y)"
        self.inner |= {"kind": "max(kind)", "complete": complete, "y": y}
        rated = f"rating IS NOT NULL AND far < {YEARS}"
        self.yearly("rated", rated)
        self.outer |= {"kind": "kind", "y": "y", NO_RATING: f"({MASK} - rated)"}
        one = self.dialect.shift_left.format(f"CAST(1 AS {self.dialect.whole})", "(y - complete + 1)")
        self.outer[NO_LISTS] = (
            f"(CASE WHEN complete IS NULL OR y < complete THEN {MASK} WHEN y - complete + 1 >= {YEARS} THEN 0"
            f" ELSE {MASK} - ({one} - 1) END)"
        )
        blocked = self.count("blocked")
        self.inner["blocked"] = f"max({blocked})" if blocked else "max(0)"
        self.outer[BLOCK] = "(blocked > 0)"
        self.outer[f"?{BLOCK}"] = f"(blocked > 0 OR complete IS NULL OR complete > {self.on.year})"
        for name, column in columns.items():
            self.column(name, column)
        yearly = [name for name in self.inner if name not in {"kind", "complete", "y", "rated", "blocked"}]
        yearly = [name for name in yearly if not name.startswith("=")]
        who = self.name("subject")
        own = (
            f"{self.year}"
            if self.year is not None
            else f"coalesce(max(CASE WHEN rating IS NOT NULL THEN CAST(year AS INT) END) OVER (PARTITION BY {who}),"
            f" {self.on.year})"
        )
        bit = self.dialect.shift_left.format(
            f"CAST(1 AS {self.dialect.whole})", f"least(greatest(far, 0), {YEARS - 1})"
        )
        gathered = ",\n  ".join(f"{text} AS {self.name(name)}" for name, text in self.inner.items())
        told = {name: self.name(name) for name in yearly} | self.outer
        shown = ",\n  ".join(f"{text} AS {self.name(name)}" for name, text in told.items())
        text = (
            f"SELECT {who},\n  {shown}\nFROM (SELECT {who},\n  {gathered}\nFROM (SELECT *, CASE WHEN far < 0 THEN 0"
            f" ELSE {bit} END AS bit FROM (SELECT *, y - CAST(year AS INT) AS far FROM (SELECT *, {own} AS y"
            f" FROM {table}) AS own_year) AS counted) AS placed\nGROUP BY {who}) AS packed"
        )
        return text, frozenset(told)

    def column(self, name: str, column: Column) -> None:
        asked = column.asked
        match asked:
            case Rated():
                words = ", ".join(f"'{each}'" for each in RATINGS[RATINGS.index(asked.at_least) :])
                self.yearly(name, f"rating IN ({words}) AND far < {YEARS}")
            case Awarded() | Merited():
                base = name_of(asked)
                other = base.replace("award:", "award?:", 1) if isinstance(asked, Awarded) else f"?{base}"
                self.at_least(name, self.count(base), column.plane)
                if other in self.present:
                    self.at_least(f"?{name}", self.count(base, other), column.plane)
            case Initiative():
                scopes = SCOPES[SCOPES.index(asked.scope) :]
                self.at_least(name, self.count(*(f"initiatives_{each}" for each in scopes)), column.plane)
            case Disciplined():
                if counted := self.count("disciplined"):  # what is after Y stands at Y
                    self.inner[name] = self.dialect.gather.format(
                        f"CASE WHEN ({counted}) < 1 THEN 0 WHEN far < 0 THEN 1 ELSE bit END"
                    )
            case Share():
                part, whole = self.of_year(asked.of), self.of_year(asked.out_of)
                if part and whole:
                    known = f"coalesce({whole}, 0) > 0 AND {part} IS NOT NULL"
                    self.scalar(name, f"{part} * 100 >= {asked.percent} * {whole}", known)
            case Number():
                if value := self.of_year(asked.of):
                    bound = f">= {asked.at_least}" if asked.at_least is not None else f"<= {asked.at_most}"
                    self.scalar(name, f"{value} {bound}", f"{value} IS NOT NULL")
            case Founded():
                if value := self.whole("founded_on"):
                    last = founded_by(self.on, asked.years).isoformat()
                    self.scalar(name, f"CAST({value} AS DATE) <= DATE '{last}'", f"{value} IS NOT NULL")
            case Is():
                self.what(name, asked)
            case Service():
                months = self.whole(service_column(name)) or "0"
                first = max(min((int(each[0][:4]) for each in asked.periods), default=0), 0)
                holds = f"(coalesce({months}, 0) >= {asked.months})"
                self.outer[name] = holds
                self.outer[f"?{name}"] = f"({holds} OR complete IS NULL OR complete > {first})"

    def at_least(self, name: str, count: str, plane: int) -> None:
        self.yearly(name, f"({count}) >= {plane}" if count else "")

    def of_year(self, name: str) -> str:
        """A cohort number of year Y; empty text where the table has no such column."""
        if name not in self.present:
            return ""
        self.inner[f"=year {name}"] = f"max(CASE WHEN far = 0 THEN CAST({self.name(name)} AS BIGINT) END)"
        return self.name(f"=year {name}")

    def whole(self, name: str) -> str:
        if name not in self.present:
            return ""
        self.inner[f"={name}"] = f"max({self.name(name)})"
        return self.name(f"={name}")

    def scalar(self, name: str, holds: str, known: str) -> None:
        self.outer[name] = f"coalesce(({known}) AND ({holds}), FALSE)"
        self.outer[f"?{name}"] = f"coalesce((NOT ({known})) OR ({holds}), TRUE)"

    def what(self, name: str, asked: Is) -> None:
        truth = asked.what in {"flag_eligible", "martyr"}
        if truth:
            count = asked.what in self.present
            default = "1" if asked.what == "flag_eligible" else "0"
            if count:
                self.inner[f"={asked.what}"] = (
                    f"max(coalesce(CAST({self.name(asked.what)} AS INT), {default}))"
                )
            value = self.name(f"={asked.what}") if count else default
            words = ", ".join(str(int(bool(each))) for each in asked.values)
        else:
            found = self.whole(asked.what)
            value = f"coalesce({found}, '')" if found else "''"
            words = ", ".join(f"'{each}'" for each in asked.values)
        self.outer[name] = f"({value} IN ({words}))"
        unknown = f" OR {value} = ''" if asked.what == "occupation" else ""
        self.outer[f"?{name}"] = f"({value} IN ({words}){unknown})"
