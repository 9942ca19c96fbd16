"""Who sees whom, and what a list costs."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bangvang.directory import queries
from bangvang.directory.models import Organisation, Role, User
from tests.factories.directory import (
    DAY,
    OrganisationFactory,
    PersonFactory,
    PositionFactory,
    UserFactory,
    World,
    appoint,
)


def names(rows: object) -> set[str]:
    return {str(each) for each in rows}  # type: ignore[attr-defined]


def test_the_standing_body_sees_its_authority_and_all_below(world: World, chi: User):
    elsewhere = OrganisationFactory(name="Ủy ban nhân dân huyện Khác", kind="people_committee")
    PositionFactory(organisation=elsewhere)

    assert set(queries.organisations_visible_to(chi)) == set(Organisation.objects.exclude(pk=elsewhere.pk))
    assert names(queries.people_visible_to(chi)) == {
        "Trần Ngọc Anh",
        "Lê Thanh Bình",
        "Phạm Mai Chi",
        "Võ Trường Sơn",
        "Đặng Hương Giang",
    }


def test_an_inspector_of_a_commune_sees_only_the_commune(world: World):
    inspector = UserFactory(person=None)
    appoint(inspector, Role.INSPECTOR, world.commune)
    clerk = PositionFactory(organisation=world.commune).person

    assert list(queries.organisations_visible_to(inspector)) == [world.commune]
    assert list(queries.people_visible_to(inspector)) == [clerk]


@pytest.mark.parametrize("who", ["anh", "binh"])
def test_a_unit_sees_its_own_people(world: World, who: str):
    user = getattr(world, who)

    assert names(queries.people_visible_to(user)) == {"Trần Ngọc Anh", "Lê Thanh Bình"}
    assert list(queries.organisations_visible_to(user)) == [world.school]


def test_who_left_the_unit_is_no_longer_seen_by_it_but_by_the_authority(world: World, anh: User, chi: User):
    left = PositionFactory(organisation=world.school, valid_to=DAY - timedelta(days=1)).person

    assert left not in queries.people_visible_to(anh)
    assert left in queries.people_visible_to(chi)


def test_without_a_role_one_sees_oneself(world: World):
    user = UserFactory()
    PositionFactory(person=user.person, organisation=world.school)

    assert list(queries.people_visible_to(user)) == [user.person]
    assert list(queries.organisations_visible_to(user)) == [world.school]
    assert list(queries.accounts_visible_to(user)) == [user]


def test_a_signatory_sees_no_list_of_people(world: World, son: User):
    assert list(queries.people_visible_to(son)) == [son.person]


def test_a_role_that_ended_shows_nothing_more(world: World, chi: User):
    chi.holdings.update(valid_to=DAY - timedelta(days=1))

    assert list(queries.people_visible_to(chi.acting_on(DAY))) == [chi.person]


def test_a_locked_account_sees_nothing(world: World, chi: User):
    chi.is_active = False

    assert list(queries.people_visible_to(chi)) == []


def test_an_administrator_sees_the_accounts_of_the_authority(world: World):
    admin = UserFactory(person=None)
    appoint(admin, Role.ADMINISTRATOR, world.authority)
    stranger = UserFactory()
    PositionFactory(person=stranger.person)

    assert names(queries.accounts_visible_to(admin)) == names(User.objects.exclude(pk=stranger.pk))


def test_staff_stand_heads_first_then_by_given_name(world: World):
    for name in ("Nguyễn Văn Ân", "Nguyễn Văn An", "Đỗ Thị Ánh"):
        PositionFactory(person=PersonFactory(full_name=name), organisation=world.school)

    assert [each.person.full_name for each in queries.staff_of(world.school, DAY)] == [
        "Lê Thanh Bình",
        "Nguyễn Văn An",
        "Trần Ngọc Anh",
        "Đỗ Thị Ánh",
        "Nguyễn Văn Ân",
    ]


def test_staff_are_those_of_the_day(world: World):
    PositionFactory(organisation=world.school, valid_from=DAY + timedelta(days=1))

    assert queries.staff_of(world.school, DAY).count() == 2
    assert queries.staff_of(world.school, date(2019, 12, 31)).count() == 0


def test_those_to_tell_hold_the_role_today_and_have_an_open_account(world: World, anh: User, binh: User):
    assert list(queries.users_with(Role.FOCAL_POINT, world.school, DAY)) == [anh]
    User.objects.filter(pk=anh.pk).update(is_active=False)

    assert list(queries.users_with(Role.FOCAL_POINT, world.school, DAY)) == []
    assert list(queries.users_with(Role.UNIT_HEAD, world.school, date(2023, 12, 31))) == []


def test_three_people_cost_as_many_queries_as_one(world: World, chi: User):
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            rows = list(queries.with_positions(queries.people_visible_to(chi), DAY))
            assert all(each.standing for each in rows)  # type: ignore[attr-defined]
        return len(seen)

    chi.held()
    before = cost()
    for _ in range(3):
        PositionFactory(organisation=world.school)

    assert (cost(), before) == (3, 3)
