"""Who sees which record, and what the law reads in it."""

from datetime import date
from typing import Any

import pytest
from django.db.models import QuerySet

from bangvang.directory.models import Role, User
from bangvang.registry import queries, rows
from bangvang.registry.models import (
    Award,
    Discipline,
    Initiative,
    Merit,
    Proceeding,
    Service,
    Subject,
    YearRecord,
)
from rulebook import facts as law
from tests.factories.directory import (
    DAY,
    OrganisationFactory,
    PersonFactory,
    PositionFactory,
    UserFactory,
    World,
    appoint,
)
from tests.factories.registry import collective, household, individual, rated
from tests.house.queries import cost


def person(user: User) -> Any:
    """The person who has the account."""
    return user.person


def names(found: QuerySet[Subject]) -> set[str]:
    return {each.name for each in found}


@pytest.fixture
def records(world: World) -> dict[str, Subject]:
    """One record of each kind in Anh's school and elsewhere."""
    return {
        "anh": individual(person(world.anh), occupation="official"),
        "giang": individual(person(world.giang)),
        "school": collective(world.school),
        "other": collective(world.other_school),
        "household": household(world.commune),
    }


def full(subject: Subject) -> Subject:
    """A record that holds one fact of every kind."""
    rated(subject, y2022="good", y2023="excellent")
    Award.objects.create(
        subject=subject,
        key="grassroots_emulation_fighter",
        year=2023,
        decided_on=date(2023, 12, 20),
        number="1234/QĐ-UBND",
        kind="cong_trang",
        decided_by="Chủ tịch Ủy ban nhân dân huyện",
    )
    Initiative.objects.create(subject=subject, year=2023, scope="grassroots", name="Sổ tay số")
    Merit.objects.create(
        subject=subject, kind="movement_outstanding", year=2023, scope="province", movement_years=5
    )
    Discipline.objects.create(
        subject=subject, form="khien_trach", valid_from=date(2021, 3, 1), valid_to=date(2022, 2, 28)
    )
    Proceeding.objects.create(subject=subject, kind="denunciation", valid_from=date(2024, 3, 1))
    Service.objects.create(
        subject=subject, force="tnxp", valid_from=date(1965, 7, 1), valid_to=date(1968, 9, 30)
    )
    return subject


def test_facts_have_the_shape_that_the_rulebook_reads(records: dict[str, Subject]):
    subject = full(records["anh"])
    Subject.objects.filter(pk=subject.pk).update(history_complete_from=2010)

    facts = queries.facts_for(subject, DAY)

    assert facts == {
        "subject": {
            "id": subject.code,
            "kind": "individual",
            "name": "Trần Ngọc Anh",
            "occupation": "official",
        },
        "history_complete_from": 2010,
        "years": {"2022": {"rating": "good"}, "2023": {"rating": "excellent"}},
        "awards": [
            {
                "key": "grassroots_emulation_fighter",
                "year": 2023,
                "decided_on": "2023-12-20",
                "number": "1234/QĐ-UBND",
                "kind": "cong_trang",
            }
        ],
        "initiatives": [{"year": 2023, "scope": "grassroots"}],
        "merits": [{"kind": "movement_outstanding", "year": 2023, "scope": "province", "movement_years": 5}],
        "discipline": [{"form": "khien_trach", "from": "2021-03-01", "to": "2022-02-28"}],
        "proceedings": [{"kind": "denunciation", "from": "2024-03-01", "to": None}],
        "service": [{"force": "tnxp", "from": "1965-07-01", "to": "1968-09-30"}],
    }
    assert law.read(facts, DAY).warnings == ()


def test_facts_of_a_collective_carry_its_numbers_and_what_it_is(records: dict[str, Subject]):
    subject = records["school"]
    Subject.objects.filter(pk=subject.pk).update(
        founded_on=date(1990, 9, 5), flag_eligible=False, body="province_level"
    )
    YearRecord.objects.create(
        subject=subject, year=2023, rating="good", members=100, members_completed=100, advanced_workers=69,
        grassroots_fighters=0, members_disciplined_from_warning=0,
    )  # fmt: skip

    facts = queries.facts_for(subject, DAY)

    assert facts["subject"] == {
        "id": subject.code,
        "kind": "collective",
        "name": "Trường Tiểu học An Hòa 1",
        "founded_on": "1990-09-05",
        "body": "province_level",
        "flag_eligible": False,
    }
    assert facts["years"] == {
        "2023": {
            "rating": "good",
            "members": 100,
            "members_completed": 100,
            "advanced_workers": 69,
            "grassroots_fighters": 0,
            "members_disciplined_from_warning": 0,
        }
    }
    assert law.read(facts, DAY).warnings == ()


def test_facts_leave_out_what_that_day_could_not_know(records: dict[str, Subject]):
    facts = queries.facts_for(full(records["anh"]), date(2022, 12, 31))

    assert (facts["years"], facts["awards"], facts["initiatives"], facts["merits"]) == (
        {"2022": {"rating": "good"}},
        [],
        [],
        [],
    )
    assert (len(facts["discipline"]), facts["proceedings"], len(facts["service"])) == (1, [], 1)
    law.read(facts, date(2022, 12, 31))


def test_a_decision_of_a_later_day_is_not_known_yet(records: dict[str, Subject]):
    assert queries.facts_for(full(records["anh"]), date(2023, 12, 19))["awards"] == []


def test_facts_of_many_are_the_facts_of_each_in_nine_queries(records: dict[str, Subject]):
    full(records["anh"])
    rated(records["giang"], y2021="completed")
    everyone = Subject.objects.order_by("pk")
    single = [queries.facts_for(each, DAY) for each in everyone]
    streamed: list[queries.Facts] = []

    few = cost(lambda: queries.facts_for(records["other"], DAY))
    many = cost(lambda: streamed.extend(queries.facts_of(everyone, DAY)))

    assert streamed == single
    assert (len(few), len(many)) == (9, 9)


def test_columns_narrow_to_some_subjects_and_come_in_the_order_of_their_keys(records: dict[str, Subject]):
    rated(records["giang"], y2021="completed", y2019="good")
    rated(records["anh"], y2020="good")
    anh, giang = records["anh"].pk, records["giang"].pk

    assert list(rows.year_rows()) == [
        [(anh, 2020, "good"), (giang, 2019, "good"), (giang, 2021, "completed")]
    ]
    assert list(rows.year_rows(Subject.objects.filter(pk=anh))) == [[(anh, 2020, "good")]]
    assert list(rows.year_rows(Subject.objects.none())) == []
    assert list(rows.year_rows(on=date(2019, 6, 1))) == [[(giang, 2019, "good")]]


def test_columns_of_the_subjects_name_them_as_facts_do(records: dict[str, Subject]):
    (batch,) = rows.subject_rows()
    assert [row[3] for row in batch] == [each.name for each in Subject.objects.order_by("pk")]
    assert batch[0] == (
        records["anh"].pk, records["anh"].code, "individual", "Trần Ngọc Anh", "", "official", None, None,
        True, "", False, None, 0,
    )  # fmt: skip


def test_batches_are_cut_where_the_database_hands_them_over(
    records: dict[str, Subject], monkeypatch: pytest.MonkeyPatch
):
    rated(records["anh"], y2019="good", y2020="good", y2021="good")
    monkeypatch.setattr(rows, "BATCH", 2)
    assert [len(batch) for batch in rows.year_rows()] == [2, 1]


def test_a_unit_sees_its_people_and_itself_a_stranger_only_their_own(
    world: World, records: dict[str, Subject]
):
    assert names(queries.visible_to(world.anh)) == {"Trần Ngọc Anh", "Trường Tiểu học An Hòa 1"}
    assert names(queries.visible_to(world.binh)) == {"Trần Ngọc Anh", "Trường Tiểu học An Hòa 1"}
    assert names(queries.visible_to(world.giang)) == {"Đặng Hương Giang", "Trường Tiểu học An Hòa 2"}
    assert names(queries.visible_to(UserFactory())) == set()


def test_somebody_without_a_role_sees_their_own_record_alone(world: World, records: dict[str, Subject]):
    world.anh.holdings.update(valid_to=date(2024, 2, 1))
    assert names(queries.visible_to(world.anh.acting_on(DAY))) == {"Trần Ngọc Anh"}


@pytest.mark.parametrize("role", [Role.STANDING_BODY, Role.INSPECTOR, Role.ADMINISTRATOR])
def test_readers_of_the_authority_see_every_record_below_it(
    world: World, records: dict[str, Subject], role: str
):
    reader = UserFactory()
    appoint(reader, role, world.authority)
    assert queries.visible_to(reader).count() == len(records)


def test_readers_do_not_see_another_authority(world: World, records: dict[str, Subject]):
    elsewhere = OrganisationFactory(name="Ủy ban nhân dân huyện khác", kind="people_committee")
    somebody = PositionFactory(organisation=elsewhere, person=PersonFactory(full_name="Lý Văn Xa")).person
    individual(somebody)
    collective(elsewhere)
    assert names(queries.visible_to(world.chi)) == {each.name for each in records.values()}
    assert len(records) == 5


def test_a_commune_sees_its_households(world: World, records: dict[str, Subject]):
    clerk = UserFactory()
    appoint(clerk, Role.FOCAL_POINT, world.commune)
    assert names(queries.visible_to(clerk)) == {"Hộ ông Đỗ Văn Mẫu"}


def test_a_locked_account_sees_nothing(world: World, records: dict[str, Subject]):
    world.chi.is_active = False
    assert names(queries.visible_to(world.chi)) == set()


def test_the_timeline_shows_every_year_the_latest_first(records: dict[str, Subject]):
    line = queries.timeline(full(records["anh"]), DAY)

    assert [each.year for each in line.years] == [2024, 2023, 2022, 2021]
    assert [str(each) for each in line.years[1].awards] == ["2023: grassroots_emulation_fighter"]
    assert [bool(each.discipline) for each in line.years] == [False, False, True, True]
    assert [bool(each.proceedings) for each in line.years] == [True, False, False, False]
    assert len(cost(lambda: queries.timeline(records["anh"], DAY))) == 7


def test_a_year_of_which_nothing_is_known_stands_in_the_timeline(records: dict[str, Subject]):
    rated(records["anh"], y2019="good", y2021="good")
    assert [(each.year, each.record is None) for each in queries.timeline(records["anh"], DAY).years] == [
        (2021, False), (2020, True), (2019, False),
    ]  # fmt: skip
