"""Random registries for the tests of the readers: subjects as facts, and the same as rows of a Parquet file."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa

import rulebook
from rulebook import facts as facts_module
from rulebook import load, lower
from rulebook.facts import Facts, Given, Idea, Merit, Spell, Year
from rulebook.record import replace
from rulebook.tree import (
    BODIES,
    COHORT,
    MERIT_KINDS,
    OCCUPATIONS,
    RATINGS,
    SCOPES,
    Awarded,
    Disciplined,
    Law,
    Merited,
    Service,
)

ON = date(2026, 6, 30)


@cache
def national() -> Law:
    return load.law((Path(rulebook.__file__).parent / "law" / "national",))


def more(chance: Random) -> dict[str, Any]:
    """What else a merit may say."""
    said = {"movement_years": chance.randrange(1, 7), "stable_years": chance.randrange(1, 4)}
    return chance.choice(({}, said, {"review": "interim", "movement_years": 5}))


def spells_of_service(chance: Random) -> tuple[Spell, ...]:
    found = []
    for _ in range(chance.choice((0, 0, 2))):
        start = date(1966, 3, 1) + timedelta(days=chance.randrange(0, 3000))
        found.append(Spell("tnxp", start, start + timedelta(days=chance.randrange(1, 1500))))
    return tuple(found)


def subject(chance: Random, number: int, law: Law, on: date = ON) -> Facts:
    """A subject with a history rich enough that the upper awards are within reach."""
    kind = chance.choice(("individual", "individual", "collective", "collective", "household"))
    last = on.year - 1
    ten = on.replace(year=on.year - 10)
    years: dict[int, Year] = {}
    good = chance.random()
    for year in range(last - 29, last + 1 + chance.randrange(2)):
        if chance.random() < 0.03:
            continue
        rating = chance.choice(RATINGS) if chance.random() > 0.6 + 0.4 * good else chance.choice(RATINGS[2:])
        cohort = {}
        if kind == "collective" and chance.random() < 0.9:
            members = chance.randrange(0, 30)
            cohort = {name: chance.randrange(0, members + 1) for name in COHORT if chance.random() < 0.97}
            cohort["members"] = members
            if chance.random() < 0.7:
                cohort |= {"members_completed": members, "advanced_workers": (members * 7 + 9) // 10}
                cohort |= {"members_disciplined_from_warning": 0}
        years[year] = Year(rating if chance.random() > 0.02 else "", cohort)
    awards = []
    for key, award in law.awards.items():
        often = (
            chance.choice((0.0, 0.05, 0.9))
            if award.kind == "emulation_title"
            else chance.choice((0, 0.04, 0.3))
        )
        for year in range(last - 29, last + 2):
            for _ in range(2):
                if chance.random() < often:
                    spoken = (
                        "cong_trang"
                        if chance.random() < 0.9
                        else chance.choice(("", "dot_xuat", "phong_trao"))
                    )
                    awards.append(Given(key, min(year, on.year), spoken))
    ideas = [
        Idea(year, chance.choice(SCOPES))
        for year in range(last - 12, last + 1)
        for _ in range(3)
        if chance.random() < 0.3
    ]
    merits = [
        Merit(
            chance.choice(MERIT_KINDS),
            last - chance.randrange(0, 12) if chance.random() < 0.5 else last,
            chance.choice(("", *SCOPES)),
            more(chance),
        )
        for _ in range(chance.choice((0, 0, 1, 4)))
    ]  # fmt: skip

    def spell(what: str, back: int) -> Spell:
        start = on - timedelta(days=chance.randrange(0, back))
        return Spell(
            what, start, None if chance.random() < 0.1 else start + timedelta(days=chance.randrange(0, 500))
        )

    return Facts(
        id=f"s{number}",
        kind=kind,
        occupation=chance.choice(("", *OCCUPATIONS)) if kind == "individual" else "",
        body=chance.choice(BODIES) if chance.random() < 0.3 else "",
        flag_eligible=chance.random() < 0.8,
        martyr=chance.random() < 0.02,
        founded_on=chance.choice((None, date(1960, 1, 1), ten, ten + timedelta(days=1))),
        complete_from=chance.choice((None, 0, 0, 0, 1995, last - 4, last, on.year + 1)),
        years=years,
        awards=tuple(awards),
        initiatives=tuple(ideas),
        merits=tuple(merits),
        discipline=tuple(spell("canh_cao", 9000) for _ in range(chance.choice((0, 0, 0, 0, 1)))),
        proceedings=tuple(spell("denunciation", 500) for _ in range(chance.choice((0,) * 9 + (1,)))),
        service=spells_of_service(chance),
    )


def subjects(count: int, seed: int, law: Law, on: date = ON) -> list[Facts]:
    chance = Random(seed)
    return [subject(chance, number, law, on) for number in range(count)]


def as_rows(law: Law, awards: Sequence[str], rows: Sequence[Facts], on: date = ON) -> pa.Table:
    """The same subjects as the registry's columns: one row for each year of which anything is recorded."""
    columns = lower.asked(law, on.isoformat(), awards)
    basis = law.principle("basis", on.isoformat())
    kinds = basis.kinds if basis else ()
    found: list[dict[str, Any]] = []
    for facts in rows:
        years = set(facts.years) | {each.year for each in (*facts.awards, *facts.initiatives, *facts.merits)}
        touched = {
            year
            for each in facts.discipline
            if each.start <= on
            for year in range(each.start.year, min(each.end.year if each.end else on.year, on.year) + 1)
        }
        for year in sorted(years | touched or {on.year}):
            record = facts.years.get(year, Year("", {}))
            alone = replace(
                facts,
                awards=tuple(each for each in facts.awards if each.year == year),
                initiatives=tuple(each for each in facts.initiatives if each.year == year),
                merits=tuple(each for each in facts.merits if each.year == year),
                complete_from=0,
            )
            row: dict[str, Any] = {
                "subject": facts.id,
                "year": year,
                "kind": facts.kind,
                "rating": record.rating or None,
                "history_complete_from": facts.complete_from,
                "occupation": facts.occupation or None,
                "body": facts.body or None,
                "flag_eligible": facts.flag_eligible,
                "martyr": facts.martyr,
                "founded_on": facts.founded_on,
                "blocked": bool(facts_module.blocks(facts, on)),
                "disciplined": year in touched,
                **{name: record.cohort.get(name) if record.cohort else None for name in COHORT},
                **{
                    f"initiatives_{each}": sum(idea.scope == each for idea in alone.initiatives)
                    for each in SCOPES
                },
            }
            for name, column in columns.items():
                asked = column.asked
                if isinstance(asked, Awarded | Merited):
                    base = lower.name_of(asked)
                    other = base.replace("award:", "award?:") if isinstance(asked, Awarded) else f"?{base}"
                    row[base] = row[other] = 0
                    plane = 1
                    while True:
                        sure, possible = facts_module.bits(
                            alone, asked, on, year, basis=kinds, titles=law.titles, plane=plane
                        )
                        row[base] += sure & 1
                        row[other] += possible & ~sure & 1
                        plane += 1
                        if not possible & 1:
                            break
                if isinstance(asked, Service):
                    row[lower.service_column(name)] = facts_module.months(
                        facts, asked.force, asked.periods, on
                    )[0]
                assert not isinstance(asked, Disciplined) or name == "discipline"
            found.append(row)
    names = list(dict.fromkeys(name for row in found for name in row))
    table = pa.table({name: [row.get(name) for row in found] for name in names})
    texts = ("body", "occupation", "rating")
    numbers = ("history_complete_from", *COHORT)
    types = (
        {"founded_on": pa.date32()} | dict.fromkeys(texts, pa.string()) | dict.fromkeys(numbers, pa.int32())
    )
    for name, kind in types.items():
        place = table.column_names.index(name)
        table = table.set_column(place, name, table[name].cast(kind))
    return table
