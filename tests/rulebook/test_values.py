"""Dated values: the bonus in đồng with its sources, who decides, and what is empty because it was only recalled."""

from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from rulebook import NATIONAL, Rulebook, UnknownAward
from rulebook.book import LAW
from rulebook.values import Bonus


@cache
def book() -> Rulebook:
    return Rulebook.load(NATIONAL)


def bonus(key: str, subject: str, on: str) -> Bonus:
    return book().procedure(key, date.fromisoformat(on)).bonus(subject)


@pytest.mark.parametrize(
    ("key", "subject", "on", "amount"),
    [
        ("national_emulation_fighter", "individual", "2026-06-30", 10_530_000),
        ("national_emulation_fighter", "individual", "2026-07-01", 11_390_000),  # 11,385,000 rounded up
        ("advanced_worker", "individual", "2024-06-30", 540_000),  # 0.3 × 1,800,000
        ("advanced_worker", "individual", "2024-07-01", 710_000),  # 0.3 × 2,340,000 = 702,000
        ("advanced_worker", "individual", "2026-07-01", 760_000),  # 0.3 × 2,530,000 = 759,000
        ("excellent_labour_collective", "collective", "2026-06-30", 3_510_000),
        ("provincial_certificate_of_merit", "individual", "2026-06-30", 3_510_000),
        ("certificate_of_commendation", "individual", "2026-06-30", 710_000),
        ("certificate_of_commendation", "collective", "2026-06-30", 1_410_000),  # 0.6 × 2,340,000 = 1,404,000
        ("certificate_of_commendation", "household", "2026-06-30", 1_060_000),  # 0.45 × 2,340,000 = 1,053,000
        ("advanced_worker", "individual", "2027-02-28", 760_000),
    ],
)
def test_the_bonus_is_the_coefficient_of_the_base_salary_rounded_up(
    key: str, subject: str, on: str, amount: int
) -> None:
    found = bonus(key, subject, on)

    assert found.amount == amount
    assert found.coefficient is not None
    assert found.base_salary is not None
    assert 0 <= amount - found.coefficient * found.base_salary < 10_000
    assert found.sources
    assert found.reason == ""


def test_a_collective_has_twice_the_coefficient_of_an_order() -> None:
    one = bonus("labour_order_third", "individual", "2026-06-30")
    many = bonus("labour_order_third", "collective", "2026-06-30")

    assert one.coefficient is not None
    assert many.coefficient == 2 * one.coefficient
    assert isinstance(many.coefficient, Decimal)


@pytest.mark.parametrize(
    ("key", "subject", "on"),
    [
        ("cultural_family", "household", "2026-06-30"),
        ("youth_volunteer_medal", "individual", "2026-06-30"),
        ("provincial_certificate_of_merit", "individual", "2025-06-30"),  # Decree 98 was not read for it
        ("advanced_worker", "individual", "2027-03-01"),  # Decree 152 has ended
        ("advanced_worker", "individual", "2023-12-31"),
        ("advanced_worker", "collective", "2026-06-30"),
    ],
)
def test_what_was_not_read_has_no_amount_but_a_reason(key: str, subject: str, on: str) -> None:
    found = bonus(key, subject, on)

    assert found.amount is None
    assert found.reason.endswith((".", "…"))
    assert all(each.instrument for each in found.sources)
    assert found.sources


def test_the_certainty_is_that_of_the_weakest_part() -> None:
    assert bonus("advanced_worker", "individual", "2026-06-30").certainty == "read"
    assert bonus("certificate_of_commendation", "household", "2026-06-30").certainty == "secondary"
    assert bonus("cultural_family", "household", "2026-06-30").certainty == "recalled"


def test_every_bonus_of_every_award_is_told_or_explained() -> None:
    for award in book().law.awards.values():
        for subject in award.subjects:
            for on in ("2024-06-30", "2025-06-30", "2025-07-01", "2026-07-01", "2027-03-01"):
                found = bonus(award.key, subject, on)
                assert (found.amount is None) == bool(found.reason), (award.key, subject, on)
                assert found.sources, (award.key, subject, on)
                if found.amount is not None:
                    assert found.amount % 10_000 == 0
                    assert found.certainty != "recalled"


def test_the_procedure_is_that_of_the_day() -> None:
    old = book().procedure("grassroots_emulation_fighter", date(2025, 6, 30))
    new = book().procedure("grassroots_emulation_fighter", date(2025, 7, 1))

    assert "district" in {each.level for each in old.decided_by}
    assert "district" not in {each.level for each in new.decided_by}
    assert [each.value for each in new.votes if each.what == "vote_share"] == [80]
    assert all(isinstance(each.value, tuple) for each in new.dossier)


def test_an_unknown_award_is_named_with_its_neighbours() -> None:
    with pytest.raises(UnknownAward, match="advanced_worker"):
        book().award("advanced_workers")


def test_awards_are_listed_with_what_stands_on_the_day() -> None:
    assert book().awards(date(2023, 12, 31)) == ()
    mid, late = book().awards(date(2026, 6, 30)), book().awards(date(2026, 10, 1))

    assert {each.key for each in mid} == set(book().law.awards)
    assert [each.order for each in mid] == sorted(each.order for each in mid)
    assert {each.certainty for each in late} == {"secondary"}  # the amended law was not read


def test_recalled_values_are_empty() -> None:
    local = Rulebook.load(NATIONAL, f"{LAW}/bac_ninh").law
    rows = [each for award in local.awards.values() for each in (*award.bonus, *award.procedure)]
    rows += [each for values in local.parameters.values() for each in values]

    recalled = [each for each in rows if each.certainty == "recalled"]
    assert recalled
    assert [each for each in recalled if each.value is not None] == []
