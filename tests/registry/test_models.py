"""What must never be false in the registry's tables."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from bangvang.registry.models import (
    Award,
    Discipline,
    Fact,
    Initiative,
    Merit,
    Proceeding,
    Service,
    Subject,
    YearRecord,
)
from tests.factories.directory import PersonFactory, World
from tests.factories.registry import collective, household, individual

DAY = date(2023, 5, 2)
TERM = {"valid_from": DAY, "valid_to": date(2023, 5, 1)}


@pytest.fixture
def subject(db: None) -> Subject:
    return individual(PersonFactory())


def refused(write: Any) -> str:
    """The database refuses, whoever writes."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    return str(caught.value)


@pytest.mark.parametrize(
    ("model", "columns", "constraint"),
    [
        (YearRecord, {"year": 2023, "rating": "perfect"}, "year_rating_known"),
        (YearRecord, {"year": 23, "rating": "good"}, "year_record_of_a_counted_year"),
        (
            YearRecord,
            {"year": 2023, "members": 9, "advanced_workers": 10},
            "year_counts_no_more_than_members",
        ),
        (Initiative, {"year": 2023, "scope": "world"}, "initiative_scope_known"),
        (Merit, {"year": 2023, "kind": "luck"}, "merit_kind_known"),
        (Merit, {"year": 2023, "kind": "prize", "scope": "world"}, "merit_scope_known"),
        (Merit, {"year": 2023, "kind": "prize", "review": "first"}, "merit_review_known"),
        (Discipline, {"form": "phe_binh", "valid_from": DAY}, "discipline_form_known"),
        (Discipline, {"form": "canh_cao", **TERM}, "discipline_term_in_order"),
        (Proceeding, {"kind": "gossip", "valid_from": DAY}, "proceeding_kind_known"),
        (Proceeding, {"kind": "other", **TERM}, "proceeding_term_in_order"),
        (Service, {"force": "army", "valid_from": DAY}, "service_force_known"),
        (Service, {"force": "tnxp", **TERM}, "service_term_in_order"),
        (Award, {"key": "", "year": 2023}, "award_has_a_key"),
        (Award, {"key": "advanced_worker", "year": 2023, "kind": "yearly"}, "award_kind_known"),
    ],
)
def test_the_database_keeps_every_fact_sound(
    subject: Subject, model: type[Fact], columns: dict[str, object], constraint: str
):
    write = model._default_manager.create
    assert constraint in refused(lambda: write(subject=subject, **columns))


def test_a_year_and_a_decision_are_recorded_once(subject: Subject):
    YearRecord.objects.create(subject=subject, year=2023, rating="good")
    refused(lambda: YearRecord.objects.create(subject=subject, year=2023, rating="excellent"))
    Award.objects.create(subject=subject, key="advanced_worker", year=2023, number="1/QĐ")
    refused(lambda: Award.objects.create(subject=subject, key="advanced_worker", year=2023, number="1/QĐ"))
    Award.objects.create(subject=subject, key="advanced_worker", year=2023, number="2/QĐ")
    assert (YearRecord.objects.count(), Award.objects.count()) == (1, 2)


def test_a_term_of_one_day_and_an_open_term_hold(subject: Subject):
    Discipline.objects.create(subject=subject, form="canh_cao", valid_from=DAY, valid_to=DAY)
    Discipline.objects.create(subject=subject, form="canh_cao", valid_from=DAY)
    assert Discipline.objects.standing(DAY).count() == 2


def test_a_record_is_of_exactly_one_person_body_or_household(world: World):
    person, school = PersonFactory(), world.school
    wrong: list[dict[str, Any]] = [
        {"kind": "individual"},
        {"kind": "individual", "organisation": school},
        {"kind": "individual", "person": person, "organisation": school},
        {"kind": "collective", "person": person},
        {"kind": "household", "household_name": "Hộ Mẫu", "household_code": "H-1"},
        {"kind": "household", "commune": world.commune, "household_code": "H-1"},
        {"kind": "household", "commune": world.commune, "household_name": "Hộ Mẫu"},
        {"kind": "family", "person": person},
    ]
    for columns in wrong:
        said = refused(lambda columns=columns: Subject.objects.create(code="DT-1", **columns))
        assert "subject_is_exactly_one" in said, columns


def test_each_has_one_record(world: World):
    person = PersonFactory()
    individual(person)
    collective(world.school)
    household(world.commune)
    refused(lambda: Subject.objects.create(code="DT-9", kind="individual", person=person))
    refused(lambda: Subject.objects.create(code="DT-9", kind="collective", organisation=world.school))
    refused(
        lambda: Subject.objects.create(
            code="DT-9", kind="household", commune=world.commune, household_name="Khác", household_code="H-1"
        )
    )
    assert Subject.objects.count() == 3
