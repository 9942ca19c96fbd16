"""Laws that every verdict obeys, whatever the rule: of shifted time, of records that come to light, of better years.

More of them, on the scan, stand in test_scan_properties.
"""

from datetime import date
from random import Random

import pytest

from rulebook import explain
from rulebook.facts import Facts, Given, Idea, Merit, Spell, Year
from rulebook.record import replace
from rulebook.tree import RATINGS, Law
from tests.rulebook import registries

DAYS = (date(2024, 12, 20), date(2026, 6, 30))
ORDER = {"unmet": 0, "unknown": 1, "met": 2}
COUNT = 60


def verdicts(law: Law, facts: Facts, on: date, year: int) -> dict[str, str]:
    return {key: explain.prove(law, key, facts, on, year).verdict for key in law.awards}


def found(seed: int, on: date) -> list[Facts]:
    return registries.subjects(COUNT, seed, registries.national(), on)


def of_year(facts: Facts, on: date) -> int:
    return facts.last_rated() or on.year


def shifted(facts: Facts, by: int) -> Facts:
    """The same life, so many years later; service in the wars stays, as its periods do."""

    def day(value: date) -> date:
        return value.replace(year=value.year + by)

    def spells(rows: tuple[Spell, ...]) -> tuple[Spell, ...]:
        return tuple(Spell(row.what, day(row.start), row.end and day(row.end)) for row in rows)

    complete = facts.complete_from
    return replace(
        facts,
        founded_on=facts.founded_on and day(facts.founded_on),
        complete_from=complete + by if complete else complete,
        years={year + by: row for year, row in facts.years.items()},
        awards=tuple(replace(row, year=row.year + by) for row in facts.awards),
        initiatives=tuple(Idea(row.year + by, row.scope) for row in facts.initiatives),
        merits=tuple(replace(row, year=row.year + by) for row in facts.merits),
        discipline=spells(facts.discipline),
        proceedings=spells(facts.proceedings),
    )


@pytest.mark.parametrize(
    ("on", "then"),
    [(date(2024, 3, 1), date(2025, 3, 1)), (date(2025, 8, 15), date(2026, 8, 15))],
    ids=("decree 98", "decree 152"),
)
def test_the_same_life_a_year_later_within_one_law_gives_the_same_verdicts(on: date, then: date) -> None:
    law = registries.national()
    seen = set[str]()
    for each in found(12, on):
        if any(_leap(row) for row in (*each.discipline, *each.proceedings)):
            continue
        year = of_year(each, on)
        now, later = verdicts(law, each, on, year), verdicts(law, shifted(each, 1), then, year + 1)

        assert later == now, each.id
        seen |= set(now.values())
    assert seen == set(ORDER)


def _leap(row: Spell) -> bool:
    return any(day is not None and (day.month, day.day) == (2, 29) for day in (row.start, row.end))


def unknown_of(facts: Facts, chance: Random) -> Facts:
    """The same subject of whom less is on record; a failed year stays, since only a record contradicts a judge."""
    years = {
        year: row
        if row.rating == RATINGS[0]
        else chance.choice((row, row, row, Year("", row.cohort), Year(row.rating, {})))
        for year, row in facts.years.items()
    }
    return replace(
        facts,
        years=years,
        complete_from=chance.choice((facts.complete_from, 1990, 2015, 2023, None)),
        occupation=chance.choice((facts.occupation, "")),
        founded_on=chance.choice((facts.founded_on, None)),
    )


def hidden(facts: Facts, chance: Random) -> Facts:
    """Also without what happened before the lists are complete: it may have happened all the same."""
    complete = facts.complete_from
    if complete is None:
        return facts

    def keep(year: int) -> bool:
        return year >= complete or chance.random() < 0.5

    return replace(
        facts,
        awards=tuple(row for row in facts.awards if keep(row.year)),
        initiatives=tuple(row for row in facts.initiatives if keep(row.year)),
        merits=tuple(row for row in facts.merits if keep(row.year)),
        discipline=tuple(row for row in facts.discipline if row.end is None or keep(row.end.year)),
    )


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_what_comes_to_light_settles_the_unknown_and_turns_nothing_round(on: date) -> None:
    law, chance = registries.national(), Random(2)
    settled = 0
    for each in found(13, on):
        whole = replace(each, complete_from=0)
        year = of_year(each, on)
        partly = hidden(unknown_of(whole, chance), chance)
        known, guessed = verdicts(law, whole, on, year), verdicts(law, partly, on, year)

        wrong = [key for key in law.awards if guessed[key] not in ("unknown", known[key])]
        assert wrong == [], (each.id, each.kind)
        settled += sum(guessed[key] == "unknown" != known[key] for key in law.awards)
    assert settled > 20


def test_a_discipline_after_the_year_counted_spoils_that_year_once_it_has_been_served() -> None:
    """Merit counts from when the discipline has been served: 152/2025/NĐ-CP Điều 4 khoản 4."""
    law, on = registries.national(), date(2026, 6, 30)
    years = {year: Year("excellent", {}) for year in range(2016, 2026)}
    clean = Facts("p", "individual", occupation="official", complete_from=0, years=years)
    served = replace(clean, discipline=(Spell("khien_trach", date(2026, 1, 5), date(2026, 4, 4)),))

    assert explain.prove(law, "advanced_worker", clean, on, 2025).verdict == "met"
    assert explain.prove(law, "advanced_worker", served, on, 2025).verdict == "unmet"
    begun_later = replace(clean, discipline=(Spell("khien_trach", date(2026, 7, 1), date(2026, 9, 30)),))
    assert explain.prove(law, "advanced_worker", begun_later, on, 2025).verdict == "met"


def test_sudden_commendation_never_serves_as_a_basis() -> None:
    law, on = registries.national(), date(2026, 6, 30)
    for each in found(14, on):
        year = of_year(each, on)
        sudden = tuple(Given(key, year - 1, "dot_xuat") for key in law.awards)
        more = replace(each, awards=(*each.awards, *sudden))

        assert verdicts(law, more, on, year) == verdicts(law, each, on, year), each.id


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_a_wider_merit_or_better_rating_never_hurts(on: date) -> None:
    law = registries.national()
    helped = 0
    for each in found(15, on):
        year = of_year(each, on)
        better = replace(
            each,
            years={
                y: replace(row, rating="excellent" if row.rating else "") for y, row in each.years.items()
            },
            initiatives=tuple(Idea(row.year, "national") for row in each.initiatives),
            merits=tuple(Merit(row.kind, row.year, "national", row.more) for row in each.merits),
        )
        before, after = verdicts(law, each, on, year), verdicts(law, better, on, year)

        assert [key for key in law.awards if ORDER[after[key]] < ORDER[before[key]]] == [], each.id
        helped += sum(ORDER[after[key]] > ORDER[before[key]] for key in law.awards)
    assert helped > 20
