"""Facts are read with care: what cannot be true is refused by the name of its field, and nothing is lost in silence."""

from datetime import date
from typing import Any

import pytest

from rulebook import facts
from rulebook.tree import Awarded, Disciplined, Initiative, Rated

ON = date(2025, 6, 30)


def read(**more: Any) -> facts.Facts:
    return facts.read(
        {"subject": {"id": "p1", "kind": "individual"}, "history_complete_from": 2015, **more}, ON
    )


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"years": {"2026": {"rating": "good"}}}, "years.2026"),
        ({"years": {"2024": {"rating": "very good"}}}, "years.2024.rating"),
        ({"years": {"2024": {"ratings": "good"}}}, "years.2024.ratings"),
        ({"years": {"2024": {"members": 3, "advanced_workers": 4}}}, "years.2024.advanced_workers"),
        ({"awards": [{"key": "advanced_worker", "year": 2026}]}, "awards[0].year"),
        ({"awards": [{"key": "advanced_worker", "year": 2024, "kind": "other"}]}, "awards[0].kind"),
        ({"awards": [{"key": "advanced_worker", "year": 2025, "decided_on": "2026-01-05"}]}, "awards[0].decided_on"),
        ({"initiatives": [{"year": 2026, "scope": "province"}]}, "initiatives[0].year"),
        ({"initiatives": [{"year": 2024, "scope": "district"}]}, "initiatives[0].scope"),
        ({"merits": [{"kind": "kindness", "year": 2024}]}, "merits[0].kind"),
        ({"discipline": [{"form": "mắng", "from": "2024-01-01"}]}, "discipline[0].form"),
        ({"proceedings": [{"kind": "inspection", "from": "2024-02-30"}]}, "proceedings[0].from"),
        ({"service": [{"force": "tnxp", "from": "1968-01-01", "to": "1967-01-01"}]}, "service[0].to"),
        ({"subject": {"id": "p", "kind": "person"}}, "subject.kind"),
        ({"subject": {"kind": "individual", "born_on": "1990-05-01"}, "awards": [{"key": "x", "year": 1989}]},
         "awards[0].year"),
        ({"subject": {"kind": "collective", "founded_on": "2026-05-01"}}, "subject.founded_on"),
        ({"history_complete_from": "2010"}, "history_complete_from"),
    ],
)  # fmt: skip
def test_a_fact_that_cannot_be_is_refused_by_its_field(more: dict[str, Any], field: str) -> None:
    with pytest.raises(facts.FactsError) as refused:
        read(**more)

    assert refused.value.field == field
    assert refused.value.sentence.endswith((".", "?"))


def test_what_begins_after_the_day_plays_no_part_and_is_told() -> None:
    known = read(proceedings=[{"kind": "inspection", "from": "2025-07-01"}])

    assert facts.blocks(known, ON) == ()
    assert known.warnings == ("proceedings[0]: bắt đầu 01/07/2025, sau ngày xét 30/06/2025, nên không tính.",)


def test_an_unknown_key_is_told_and_not_used() -> None:
    assert read(colour="red").warnings == ("colour: khóa không dùng đến, đã bỏ qua.",)


def test_a_year_without_a_rating_is_unknown_and_a_list_is_known_from_its_year() -> None:
    known = read(years={"2024": {"rating": "excellent"}, "2023": {"rating": "completed"}})
    sure, possible = facts.bits(known, Rated("good"), ON, 2024)

    assert sure == 0b1
    assert possible & 0b111 == 0b101
    assert facts.bits(known, Initiative("grassroots"), ON, 2024)[1] & 0b11_1111_1111 == 0
    assert facts.bits(known, Initiative("grassroots"), ON, 2024)[1] >> 10 & 1 == 1  # 2014


def test_a_wider_scope_serves_where_a_narrower_one_is_asked() -> None:
    known = read(initiatives=[{"year": 2024, "scope": "national"}, {"year": 2024, "scope": "grassroots"}])

    assert facts.bits(known, Initiative("province"), ON, 2024)[0] == 1
    assert facts.bits(known, Initiative("grassroots"), ON, 2024, plane=2)[0] == 1
    assert facts.bits(known, Initiative("province"), ON, 2024, plane=2)[0] == 0


def test_an_award_for_sudden_merit_is_no_basis_and_one_without_kind_is_uncertain() -> None:
    known = read(
        awards=[
            {"key": "provincial_certificate_of_merit", "year": 2022, "kind": "dot_xuat"},
            {"key": "provincial_certificate_of_merit", "year": 2023},
            {"key": "provincial_certificate_of_merit", "year": 2024, "kind": "cong_trang"},
        ]
    )
    sure, possible = facts.bits(
        known, Awarded("provincial_certificate_of_merit"), ON, 2024, basis=("cong_trang",), titles=frozenset()
    )

    assert (sure, possible & 0b111) == (0b001, 0b011)


def test_a_discipline_touches_every_year_of_its_days() -> None:
    known = read(discipline=[{"form": "khien_trach", "from": "2021-12-31", "to": "2023-01-01"}])

    assert facts.bits(known, Disciplined(), ON, 2024)[0] == 0b1110


@pytest.mark.parametrize(
    ("spells", "expected"),
    [
        ([("1965-07-01", "1967-06-30")], (24, 0)),
        ([("1965-07-01", "1967-06-29")], (23, 29)),
        ([("1965-01-01", "1965-12-31"), ("1967-01-01", "1967-12-31")], (24, 0)),
        ([("1965-01-01", "1965-06-15"), ("1965-06-10", "1965-12-31")], (12, 0)),
        ([("1965-01-01", "1965-01-15"), ("1966-01-01", "1966-01-15")], (1, 0)),
        ([("1964-01-31", "1964-02-29")], (1, 1)),
    ],
)
def test_service_counts_full_months_and_sums_days(
    spells: list[tuple[str, str]], expected: tuple[int, int]
) -> None:
    known = read(service=[{"force": "tnxp", "from": first, "to": last} for first, last in spells])

    told = facts.months(known, "tnxp", (), ON)

    assert told == expected


def test_service_outside_the_counted_periods_does_not_count() -> None:
    known = read(service=[{"force": "tnxp", "from": "1964-01-01", "to": "1966-12-31"}])

    assert facts.months(known, "tnxp", (("1965-01-01", "1965-12-31", ""),), ON) == (12, 0)
    assert facts.months(known, "militia", (), ON) == (0, 0)


def test_two_ends_of_february() -> None:
    assert facts.full_years(date(2000, 2, 29), 10) == date(2010, 3, 1)
    assert facts.full_years(date(2000, 2, 29), 20) == date(2020, 2, 29)
