"""All subjects at once, from the database: rows become person-years in memory, and those the columns of the scan.

The rows come from the registry's own definition and the leaves from the rulebook's own reader, the same that a
Parquet file goes through, so that what is explained and what is scanned cannot drift.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any, Final

import numpy as np
import pyarrow as pa
from django.db.models import QuerySet
from numpy.typing import NDArray

import rulebook
from bangvang.registry import queries as registry
from bangvang.registry import rows as source
from bangvang.registry.models import Subject
from rulebook import facts as facts_module
from rulebook import ingest, lower, readable, scan
from rulebook.tree import BODIES, KINDS, OCCUPATIONS, RATINGS, Awarded, Law, Merited
from rulebook.tree import Service as ServiceNode

Array = NDArray[Any]
FIRST: Final = 1900
SPAN: Final = 256  # years that a code of subject and year has room for
KEPT: Final = 4
COHORT: Final = source.NUMBERS
_FIRST, _SECOND, _THIRD = itemgetter(0), itemgetter(1), itemgetter(2)


@dataclass(frozen=True)
class Scan:
    """Verdicts of some awards for some subjects (by their keys, in order)."""

    subjects: Array
    codes: list[str]
    found: dict[str, scan.Found]
    clauses: dict[str, str]  # what each clause asks, by its id

    def near(self, award: str, place: int) -> str:
        """The one clause that is missing, in words; empty when none or several are."""
        found = self.found[award]
        mask = int(found.failed[place])
        if found.verdict[place] == scan.MET or mask.bit_count() != 1:
            return ""
        clause = found.clauses[KINDS[int(found.kinds[place])]][mask.bit_length() - 1]
        return self.clauses.get(clause, clause)


_kept: OrderedDict[tuple[object, ...], Scan] = OrderedDict()


def everyone(book: rulebook.Rulebook, on: date, year: int | None, awards: Iterable[str]) -> Scan:
    """Every record of the registry; kept while neither the records nor the law change."""
    keys = tuple(awards)
    at: tuple[object, ...] = (registry.data_version(), book.fingerprint, on, year, keys)
    if at not in _kept:
        _kept[at] = run(book, None, on, year, keys)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(at)
    return _kept[at]


def run(
    book: rulebook.Rulebook,
    subjects: QuerySet[Subject] | None,
    on: date,
    year: int | None,
    awards: Sequence[str],
) -> Scan:
    """The verdict of every award for every one of these subjects; nine queries whatever their number."""
    people = _people(subjects)
    if not len(people.keys):
        return Scan(people.keys, [], {}, {})
    table = ingest.from_rows(
        book.law, awards, _person_years(book.law, awards, people, subjects, on), on, year
    )
    return Scan(
        people.keys, people.codes, scan.run(book.law, awards, table, on.isoformat()), _words(book.law)
    )


_words_of: dict[str, dict[str, str]] = {}


def _words(law: Law) -> dict[str, str]:
    if law.fingerprint not in _words_of:
        _words_of.clear()
        _words_of[law.fingerprint] = {
            line.id: line.whole
            for award in law.awards.values()
            for version in award.versions
            for line in readable.lines(law, version.root).walk()
        }
    return _words_of[law.fingerprint]


# --- Rows to person-years -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _People:
    keys: Array
    codes: list[str]
    columns: dict[str, Any] = field(default_factory=dict)  # Arrow arrays, one place per subject


def _people(subjects: QuerySet[Subject] | None) -> _People:
    rows = [row for batch in source.subject_rows(subjects) for row in batch]
    if not rows:
        return _People(np.zeros(0, np.int64), [])
    (keys, codes, kinds, _names, _sexes, occupations, _births, founded, flags, bodies, martyrs, complete,
     _versions) = zip(*rows, strict=True)  # fmt: skip
    days = [None if each is None else date.fromisoformat(str(each)[:10]) for each in founded]
    return _People(
        np.array(keys, np.int64),
        list(codes),
        {
            "kind": _coded(kinds, KINDS),
            "occupation": _coded(occupations, OCCUPATIONS),
            "body": _coded(bodies, BODIES),
            "founded_on": pa.array(days, pa.date32()),
            "flag_eligible": pa.array([bool(each) for each in flags], pa.bool_()),
            "martyr": pa.array([bool(each) for each in martyrs], pa.bool_()),
            "history_complete_from": pa.array(complete, pa.int32()),
        },
    )


def _coded(values: Iterable[str], known: Sequence[str]) -> Any:
    """Words as places in their list; what is empty is null, what is unknown fails as it must."""
    words = [each for each in known if each]
    place = {each: number for number, each in enumerate(words)} | {"": -1}
    codes = np.fromiter((place[each] for each in values), np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), pa.array(words))


class _Events:
    """Facts of a year, each as the code of its subject and year: counted per column when the grid is known."""

    def __init__(self, keys: Array) -> None:
        self.keys = keys
        self.codes: dict[str, list[Array]] = {}

    def code(self, subjects: Any, years: Any) -> Array:
        """Subject's place and year in one number."""
        places = np.searchsorted(self.keys, np.asarray(subjects, np.int64))
        return np.asarray(places * SPAN + (np.asarray(years, np.int64) - FIRST))

    def add(self, column: str, subjects: Any, years: Any) -> None:
        """These facts count in this column."""
        if len(subjects):
            self.codes.setdefault(column, []).append(self.code(subjects, years))

    def grouped(self, rows: dict[str, tuple[list[int], list[int]]]) -> None:
        """The same for several columns."""
        for column, (subjects, years) in rows.items():
            self.add(column, subjects, years)


def _person_years(
    law: Law, awards: Sequence[str], people: _People, subjects: QuerySet[Subject] | None, on: date
) -> Any:
    asked = lower.asked(law, on.isoformat(), awards)
    events = _Events(people.keys)
    codes, ratings = _rated(events, subjects, on)
    _awarded(
        events,
        law,
        {each.asked.key for each in asked.values() if isinstance(each.asked, Awarded)},
        subjects,
        on,
    )
    for batch in source.initiative_rows(subjects, on):
        kept: dict[str, tuple[list[int], list[int]]] = {}
        for subject, year, scope in batch:
            _into(kept, f"initiatives_{scope}", subject, year)
        events.grouped(kept)
    _merited(events, [each.asked for each in asked.values() if isinstance(each.asked, Merited)], subjects, on)
    blocked = _spells(events, subjects, on)
    everybody = np.arange(len(people.keys), dtype=np.int64) * SPAN + (on.year - FIRST)
    lonely = np.ones(len(people.keys), np.bool_)
    lonely[codes // SPAN] = False
    more = [each for column in events.codes.values() for each in column]
    more.append(everybody[lonely])
    grid = codes
    # Most facts fall in years that are rated: only the others make the grid larger.
    found = np.concatenate(more)
    at = np.minimum(np.searchsorted(codes, found), max(len(codes) - 1, 0))
    others = found[codes[at] != found] if len(codes) else found
    if len(others):
        grid = np.union1d(codes, others)
    return _grid(law, asked, people, events, codes, ratings, grid, blocked, subjects, on)


def _rated(events: _Events, subjects: QuerySet[Subject] | None, on: date) -> tuple[Array, Array]:
    place = {each: number for number, each in enumerate(RATINGS)} | {"": -1}
    codes, ratings = [np.zeros(0, np.int64)], [np.zeros(0, np.int32)]
    for batch in source.year_rows(subjects, on):
        size = len(batch)
        who = np.fromiter(map(_FIRST, batch), np.int64, size)
        codes.append(events.code(who, np.fromiter(map(_SECOND, batch), np.int64, size)))
        ratings.append(np.fromiter(map(place.__getitem__, map(_THIRD, batch)), np.int32, size))
    return np.concatenate(codes), np.concatenate(ratings)


def _into(kept: dict[str, tuple[list[int], list[int]]], column: str, subject: int, year: int) -> None:
    found = kept.get(column)
    if found is None:
        found = kept[column] = ([], [])
    found[0].append(subject)
    found[1].append(year)


def _awarded(events: _Events, law: Law, keys: set[str], subjects: QuerySet[Subject] | None, on: date) -> None:
    basis = law.principle("basis", on.isoformat())
    kinds = basis.kinds if basis else ()
    column: dict[tuple[str, str], str] = {}
    for batch in source.award_rows(subjects, on):
        kept: dict[str, tuple[list[int], list[int]]] = {}
        for subject, key, year, _decided, _number, kind in batch:
            name = column.get((key, kind))
            if name is None:
                name = column[key, kind] = _award_column(key, kind, keys, kinds, law.titles)
            if name:
                _into(kept, name, subject, year)
        events.grouped(kept)


def _award_column(key: str, kind: str, keys: set[str], basis: Sequence[str], titles: Iterable[str]) -> str:
    """Where such an award counts: surely, possibly, or nowhere. The rulebook itself is asked."""
    if key not in keys:
        return ""
    given = facts_module.Facts(
        "", "individual", complete_from=0, awards=(facts_module.Given(key, FIRST, kind),)
    )
    day = date(FIRST, 12, 31)
    sure, possible = facts_module.bits(
        given, Awarded(key), day, FIRST, basis=tuple(basis), titles=frozenset(titles), plane=1
    )
    return f"award:{key}" if sure else f"award?:{key}" if possible else ""


def _merited(
    events: _Events, leaves: Sequence[Merited], subjects: QuerySet[Subject] | None, on: date
) -> None:
    by_name = {lower.name_of(each): each for each in leaves}
    columns: dict[tuple[Any, ...], list[str]] = {}
    for batch in source.merit_rows(subjects, on):
        kept: dict[str, tuple[list[int], list[int]]] = {}
        for subject, kind, year, *said in batch:
            at = (kind, *said)
            if at not in columns:
                columns[at] = _merit_columns(kind, said, by_name)
            for name in columns[at]:
                _into(kept, name, subject, year)
        events.grouped(kept)


def _merit_columns(kind: str, said: Sequence[Any], leaves: dict[str, Merited]) -> list[str]:
    scope, movement, stable, review = said
    more = {"movement_years": movement, "stable_years": stable, "review": review or None}
    merit = facts_module.Merit(
        kind, FIRST, scope or "", {key: value for key, value in more.items() if value is not None}
    )
    facts = facts_module.Facts("", "individual", complete_from=0, merits=(merit,))
    found = []
    for name, leaf in leaves.items():
        sure, possible = facts_module.bits(
            facts, leaf, date(FIRST, 12, 31), FIRST, basis=(), titles=frozenset(), plane=1
        )
        if possible:
            found.append(name if sure else f"?{name}")
    return found


def _spells(events: _Events, subjects: QuerySet[Subject] | None, on: date) -> set[int]:
    """Years that a discipline touched; returns who is blocked on the day."""
    blocked: set[int] = set()
    iso = on.isoformat()
    for batch in source.discipline_rows(subjects, on):
        kept: dict[str, tuple[list[int], list[int]]] = {}
        for subject, _form, start, end in batch:
            last = min(int(end[:4]), on.year) if end else on.year
            for year in range(int(start[:4]), last + 1):
                _into(kept, "disciplined", subject, year)
            if end is None or end >= iso:
                blocked.add(subject)
        events.grouped(kept)
    for batch in source.proceeding_rows(subjects, on):
        blocked |= {subject for subject, _kind, _start, end in batch if end is None or end >= iso}
    return blocked


def _grid(
    law: Law,
    asked: dict[str, Any],
    people: _People,
    events: _Events,
    codes: Array,
    ratings: Array,
    grid: Array,
    blocked: set[int],
    subjects: QuerySet[Subject] | None,
    on: date,
) -> Any:
    of = grid // SPAN
    whole = len(grid) == len(codes)
    place = slice(None) if whole else np.searchsorted(grid, codes)
    said = np.full(len(grid), -1, np.int32)
    said[place] = ratings
    columns: dict[str, Any] = {
        "subject": pa.array(people.keys[of]),
        "year": pa.array((grid % SPAN + FIRST).astype(np.int32)),
        "rating": pa.DictionaryArray.from_arrays(pa.array(said, mask=said < 0), pa.array(RATINGS)),
    }
    shared = pa.array(of)
    for name, values in people.columns.items():
        columns[name] = values.take(shared)
    for name, parts in events.codes.items():
        times = np.bincount(np.searchsorted(grid, np.concatenate(parts)), minlength=len(grid))
        columns[name] = pa.array(np.minimum(times, 255).astype(np.uint8))
    if blocked:
        held = np.isin(people.keys, np.fromiter(blocked, np.int64, len(blocked)))
        columns["blocked"] = pa.array(held[of])
    for name, values in _numbers(events, grid, subjects, on).items():
        columns[name] = values
    for name, months in _months(law, asked, events, grid, people, subjects, on).items():
        columns[name] = months
    return pa.table(columns)


def _numbers(events: _Events, grid: Array, subjects: QuerySet[Subject] | None, on: date) -> dict[str, Any]:
    """The numbers of collectives; a number that is not recorded is null."""
    rows = [row for batch in source.member_rows(subjects, on) for row in batch]
    if not rows:
        return {}
    who, years, *numbers = zip(*rows, strict=True)
    at = np.searchsorted(grid, events.code(who, years))
    found = {}
    for name, values in zip(COHORT, numbers, strict=True):
        laid = np.full(len(grid), -1, np.int64)
        laid[at] = np.fromiter((-1 if each is None else each for each in values), np.int64, len(values))
        found[name] = pa.array(laid, mask=laid < 0)
    return found


def _months(
    law: Law,
    asked: dict[str, Any],
    events: _Events,
    grid: Array,
    people: _People,
    subjects: QuerySet[Subject] | None,
    on: date,
) -> dict[str, Any]:
    """Full months of service that count, by the rulebook's own arithmetic; few subjects have any."""
    leaves = {
        lower.service_column(name): each.asked
        for name, each in asked.items()
        if isinstance(each.asked, ServiceNode)
    }
    spells: dict[int, list[facts_module.Spell]] = {}
    if leaves:
        for batch in source.service_rows(subjects, on):
            for subject, force, start, end in batch:
                last = date.fromisoformat(end) if end else None
                spells.setdefault(subject, []).append(
                    facts_module.Spell(force, date.fromisoformat(start), last)
                )
    found = {}
    first = np.searchsorted(grid // SPAN, np.searchsorted(people.keys, np.array(list(spells), np.int64)))
    for column, leaf in leaves.items():
        laid = np.zeros(len(grid), np.int64)
        for row, served in zip(first, spells.values(), strict=True):
            facts = facts_module.Facts("", "individual", service=tuple(served))
            laid[row] = facts_module.months(facts, leaf.force, leaf.periods, on)[0]
        found[column] = pa.array(laid)
    return found
