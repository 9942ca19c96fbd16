"""The invented history of merit: believable, the same for the same seed, and true to the facts of the law."""

from datetime import date
from typing import Any

import pytest

from bangvang.core import sequences
from bangvang.demo import generate, load
from bangvang.directory.models import Person
from bangvang.registry import actions, queries
from bangvang.registry.models import Award, Proceeding, Subject, SubjectKind, YearRecord
from rulebook import facts as law
from tests.factories.directory import DAY, UserFactory, appoint
from tests.house.queries import cost


def record(name: str) -> dict[str, Any]:
    """The facts of this person or body on the day."""
    found = Subject.objects.filter(person__full_name=name) | Subject.objects.filter(organisation__name=name)
    return dict(queries.facts_for(found.get(), DAY))


def years_of(facts: dict[str, Any], key: str) -> list[int]:
    return [each["year"] for each in facts["awards"] if each["key"] == key]


@pytest.fixture
def district(db: None) -> None:
    load.load(on=DAY)


def test_everybody_has_a_record_and_every_record_can_be_read_as_facts(district: None):
    assert Subject.objects.filter(kind=SubjectKind.INDIVIDUAL).count() == Person.objects.count() > 300
    read = [law.read(each, DAY) for each in queries.facts_of(Subject.objects.order_by("pk"), DAY)]
    assert len(read) == Subject.objects.count()
    assert {warning for each in read for warning in each.warnings} == set()
    assert {year for each in read for year in each.years} == set(range(2014, 2024))


def test_a_teacher_is_one_year_short_of_the_provinces_title(district: None):
    uyen, anh = record("Trịnh Tú Uyên"), record("Trần Ngọc Anh")
    assert years_of(uyen, "grassroots_emulation_fighter") == [2022, 2023]
    assert years_of(anh, "grassroots_emulation_fighter") == [2021, 2022, 2023]
    assert {"year": 2023, "scope": "province"} in uyen["initiatives"]


def test_somebody_is_under_verification_and_somebody_was_reprimanded(district: None):
    (open_matter,) = record("Huỳnh Thanh Lâm")["proceedings"]
    assert (open_matter["kind"], open_matter["to"]) == ("denunciation", None)
    assert record("Đặng Hương Giang")["discipline"] == [
        {"form": "khien_trach", "from": "2021-03-01", "to": "2022-02-28"}
    ]


def test_those_with_a_story_were_of_age_all_along(district: None):
    for name in ("Trịnh Tú Uyên", "Trần Ngọc Anh", "Huỳnh Thanh Lâm", "Đặng Hương Giang", "Lê Thanh Bình"):
        facts = record(name)
        assert min(map(int, facts["years"])) - int(facts["subject"]["born_on"][:4]) >= 23


def test_one_school_has_just_enough_advanced_workers_and_another_just_too_few(district: None):
    shares = {}
    for name in ("Trường Tiểu học An Hòa 1", "Trường Tiểu học An Hòa 2"):
        numbers = record(name)["years"]["2023"]
        shares[name] = numbers["advanced_workers"] * 100 // numbers["members"]
    assert list(shares.values()) == [70, 68]


def test_codes_go_on_where_the_history_ended(district: None):
    last = Subject.objects.count()
    assert sequences.last("DT") == last
    assert sequences.take("DT") == last + 1
    assert set(Subject.objects.values_list("data_version", flat=True)) == {queries.data_version()}


def test_a_generated_district_has_a_history_of_so_many_years(db: None):
    generate.generate(people=200, years=10, seed=1, today=DAY)
    people = Subject.objects.filter(kind=SubjectKind.INDIVIDUAL)

    assert people.count() == 200
    assert set(YearRecord.objects.values_list("year", flat=True)) == set(range(2014, 2024))
    facts = list(queries.facts_of(people, DAY))
    assert [law.read(each, DAY).warnings for each in facts] == [()] * 200
    assert {each["subject"]["id"] for each in facts if each["awards"]}
    assert Award.objects.filter(key="advanced_worker", subject__kind="individual").count() > 800


def test_nobody_is_rated_as_a_child(db: None):
    generate.generate(people=200, years=10, seed=1, today=DAY)
    for row in YearRecord.objects.filter(subject__kind="individual").select_related("subject__person"):
        born: Any = row.subject.person.birth_date
        assert row.year - born.year >= 23


def test_the_number_of_statements_does_not_grow_with_the_people(db: None):
    few = cost(lambda: generate.generate(people=20, years=2, seed=1, today=DAY))
    many = cost(lambda: generate.generate(people=200, years=2, seed=1, today=DAY))

    def written(asked: list[str]) -> int:
        return len([sql for sql in asked if 'INSERT INTO "registry_' in sql])

    assert written(many) == written(few) > 0


def test_a_generated_record_can_be_written_into(db: None):
    authority = generate.generate(people=20, years=2, seed=1, today=DAY)

    keeper = UserFactory()
    appoint(keeper, "standing_body", authority)
    subject = queries.visible_to(keeper).filter(kind="individual").first()
    assert subject is not None
    actions.record_proceeding(subject, by=keeper, kind="other", valid_from=date(2024, 1, 5))
    assert Proceeding.objects.filter(subject=subject).exists()
