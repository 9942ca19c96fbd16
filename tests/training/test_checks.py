"""Đúng đối tượng, thành phần và thời gian: what is wrong with whom, in words."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bangvang.training.actions import classes, deciding, enrolment
from bangvang.training.models import InvitedUnit
from bangvang.training.queries import checks
from tests.factories import training as made
from tests.factories.directory import PersonFactory, PositionFactory, World

pytestmark = pytest.mark.django_db


def problems(opened: made.Opened, person) -> list[str]:
    unit = opened.unit(made.line_of(opened, person).unit.organisation)
    found = checks.examine([unit])
    return [each.kind for each in found[made.line_of(opened, person).pk].problems]


def put(opened: made.Opened, organisation, person) -> None:
    unit = opened.unit(organisation)
    enrolment.enrol(unit, person=person, **made.behalf(opened, unit))


def test_a_leader_and_the_one_in_charge_are_right(world: World):
    opened = made.opened(world)
    for person in made.both(world.school):
        put(opened, world.school, person)

    found = checks.examine([opened.unit(world.school)]).values()

    assert [(each.seat.label, each.problems) for each in found] == [
        (made.LEADER.label, ()),
        (made.IN_CHARGE.label, ()),
    ]


def test_a_teacher_who_was_not_asked_for_is_told_who_was(world: World):
    opened = made.opened(world)
    teacher = made.colleague(world.school)
    put(opened, world.school, teacher)

    (found,) = checks.examine([opened.unit(world.school)]).values()

    assert [each.sentence for each in found.problems] == [
        f"Không đúng thành phần. Lớp mời: {made.LEADER.label}; {made.IN_CHARGE.label}."
    ]


def test_a_second_leader_finds_the_line_full(world: World):
    opened = made.opened(world)
    first, second = made.colleague(world.school, kind="head"), made.colleague(world.school, kind="deputy")
    put(opened, world.school, first)
    put(opened, world.school, second)

    assert (problems(opened, first), problems(opened, second)) == ([], [checks.LINE_FULL])


def test_somebody_of_another_unit_is_not_of_the_unit(world: World):
    opened = made.opened(world)
    stranger = made.colleague(world.commune, kind="head")
    put(opened, world.school, stranger)

    assert problems(opened, stranger) == [checks.NOT_OF_UNIT]


@pytest.mark.parametrize(
    ("until", "expected"),
    [(made.STARTS, []), (date(2024, 5, 19), [checks.NOT_OF_UNIT]), (None, [])],
)
def test_a_position_must_hold_on_the_day_of_the_class(world: World, until, expected):
    opened = made.opened(world)
    person = made.colleague(world.school, kind="head", valid_to=until)
    put(opened, world.school, person)

    assert problems(opened, person) == expected


def test_one_more_than_the_seats_is_over(world: World):
    opened = made.opened(world)
    people = [*made.both(world.school), made.colleague(world.school, kind="deputy")]
    for person in people:
        put(opened, world.school, person)

    assert [problems(opened, person) for person in people] == [[], [], [checks.OVER_SEATS]]


def test_the_same_person_in_two_classes_of_a_plan_is_told_of_the_other(world: World):
    plan = made.issued_plan(world, {"name": "Lớp thứ nhất"}, {"name": "Lớp thứ hai"})
    first, second = made.open_all(world, plan)
    person = made.colleague(world.school, kind="head")
    put(first, world.school, person)
    put(second, world.school, person)

    (found,) = checks.examine([second.unit(world.school)]).values()

    assert [each.sentence for each in found.problems] == [
        "Đã có trong Lớp thứ nhất của cùng kế hoạch.",
        "Trùng thời gian với Lớp thứ nhất (20/05/2024).",
    ]


@pytest.mark.parametrize(("starts", "expected"), [(made.STARTS, [checks.SAME_TIME]), (date(2024, 5, 21), [])])
def test_classes_of_different_plans_clash_only_when_their_days_do(world: World, starts, expected):
    first = made.opened(world)
    second = made.opened(world, starts_on=starts)
    person = made.colleague(world.school, kind="head")
    put(first, world.school, person)
    put(second, world.school, person)

    assert problems(second, person) == expected


def test_a_cancelled_class_clashes_with_nothing(world: World):
    first, second = made.opened(world), made.opened(world)
    person = made.colleague(world.school, kind="head")
    put(first, world.school, person)
    put(second, world.school, person)
    classes.cancel_class(first.fresh(), by=world.chi, reason="Bão")

    assert problems(second, person) == []


def test_the_same_name_and_birth_date_twice_in_a_class_is_suspicious(world: World):
    opened = made.opened(world)
    twins = [
        PersonFactory(full_name="H’Hen Đoàn Thị Ngọc Ánh", birth_date=date(1985, 3, 2)) for _ in range(2)
    ]
    for person, school in zip(twins, [world.school, world.other_school], strict=True):
        PositionFactory(person=person, organisation=school, title="Hiệu trưởng", kind="head")
        put(opened, school, person)

    assert [problems(opened, person) for person in twins] == [[checks.TWICE], [checks.TWICE]]


def test_namesakes_with_different_birth_dates_are_two_people(world: World):
    opened = made.opened(world)
    for year, school in ((1985, world.school), (1986, world.other_school)):
        person = PersonFactory(full_name="Nguyễn Văn An", birth_date=date(year, 1, 1))
        PositionFactory(person=person, organisation=school, title="Hiệu trưởng", kind="head")
        put(opened, school, person)

    assert [problems(opened, line.person) for line in opened.training_class.enrolments.all()] == [[], []]


def test_an_exception_decides_only_the_problems_it_saw(world: World):
    first = made.opened(world)
    teacher = made.colleague(world.school)
    made.sent(first, world.school, teacher, note="Được phân công")
    deciding.accept_exception(made.line_of(first, teacher), by=world.chi, reason="Người phụ trách mới")

    assert checks.examine([first.unit(world.school)])[made.line_of(first, teacher).pk].undecided == ()

    second = made.opened(world)
    put(second, world.school, teacher)
    found = checks.examine([first.unit(world.school)])[made.line_of(first, teacher).pk]
    assert [each.kind for each in found.undecided] == [checks.SAME_TIME]


def test_a_list_after_the_deadline_is_late_until_it_is_accepted(world: World):
    opened = made.opened(world)
    unit = made.sent(opened, world.school, *made.both(world.school), on=date(2024, 5, 13), note="Bận thi")

    assert [each.sentence for each in checks.unit_problems(unit)] == [
        "Nộp ngày 13/05/2024, sau hạn 10/05/2024."
    ]

    deciding.accept_late(unit, by=world.chi, reason="Trường thi học kỳ")
    assert checks.unit_problems(opened.unit(world.school)) == ()


def test_a_list_on_the_day_of_the_deadline_is_in_time(world: World):
    opened = made.opened(world)
    unit = made.sent(opened, world.school, *made.both(world.school), on=made.DEADLINE)

    assert checks.unit_problems(unit) == ()


def test_a_unit_that_has_not_answered_is_a_problem(world: World):
    unit = made.opened(world).unit(world.school)

    assert [each.kind for each in checks.unit_problems(unit)] == [checks.UNANSWERED]


def test_many_lists_cost_as_many_queries_as_one(world: World):
    opened = made.opened(world, schools=made.schools(12, world.authority), headcount=24)
    for unit in opened.units:
        for person in made.both(unit.organisation):
            put(opened, unit.organisation, person)

    def cost(units: list[InvitedUnit]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            checks.examine(units)
        return len(counted)

    assert cost(opened.units[:1]) == cost(opened.units) <= 6
    assert len(checks.examine(opened.units)) == 24
