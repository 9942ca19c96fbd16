"""Reminders before the deadline in working days, told once however often the timer runs."""

from datetime import date

import pytest

from bangvang.core.models import AuditEntry, Notice
from bangvang.training import reminders
from bangvang.training.actions import classes, enrolment
from bangvang.training.queries import awaiting_classes
from tests.factories import training as made
from tests.factories.directory import DAY, World, appoint

pytestmark = pytest.mark.django_db


def told(username: str) -> list[str]:
    return [
        notice.text
        for notice in Notice.objects.filter(recipient__username=username, key__gt="").order_by("pk")
    ]


@pytest.mark.parametrize(
    ("on", "is_reminded"),
    [
        (date(2024, 5, 6), False),  # four working days before Friday, 10 May
        (date(2024, 5, 7), True),
        (date(2024, 5, 8), False),
        (date(2024, 5, 9), True),
        (date(2024, 5, 10), True),
        (date(2024, 5, 4), False),
    ],
)
def test_units_are_reminded_three_working_days_one_day_and_on_the_day(world: World, on, is_reminded):
    made.opened(world)

    reminders.run(on)

    sentence = "Nhắc hạn: đơn vị chưa nộp danh sách Lớp thứ nhất, hạn 10/05/2024."
    assert told("anh") == ([sentence] if is_reminded else [])


def test_running_twice_tells_once(world: World):
    made.opened(world)

    for _ in range(3):
        reminders.run(date(2024, 5, 9))

    assert (len(told("anh")), AuditEntry.objects.filter(verb="training.remind").count()) == (1, 1)


def test_who_has_answered_is_left_alone(world: World):
    opened = made.opened(world)
    made.sent(opened, world.school, *made.both(world.school))

    reminders.run(date(2024, 5, 9))

    assert (told("anh"), len(told("giang"))) == ([], 1)


def test_the_standing_body_is_told_once_who_let_the_deadline_pass(world: World):
    made.opened(world)

    for day in (11, 12, 13):
        reminders.run(date(2024, 5, day))

    assert told("chi") == ["Lớp thứ nhất: đã qua hạn nộp, còn 2 đơn vị chưa trả lời."]
    assert str(AuditEntry.objects.get(verb="training.report_overdue").actor) == "Hệ thống"


def test_the_last_day_of_the_year_is_a_working_day_like_others(world: World):
    made.opened(world, starts_on=date(2025, 1, 6), deadline=date(2024, 12, 31))

    reminders.run(date(2024, 12, 30))

    assert told("anh") == ["Nhắc hạn: đơn vị chưa nộp danh sách Lớp thứ nhất, hạn 31/12/2024."]


def sentences(user) -> list[str]:
    return [str(item.sentence) for item in awaiting_classes.awaiting(user.acting_on(DAY))]


def test_everybody_is_told_what_awaits_them(world: World):
    prepared = made.prepared(world, schools=[world.school], headcount=2)
    assert (sentences(world.anh), sentences(world.chi)) == (
        [],
        ["Chuẩn bị Lớp thứ nhất (Tập huấn nghiệp vụ công tác thi đua, khen thưởng năm 2024)."],
    )

    classes.open_enrolment(prepared.training_class, by=world.chi, on=DAY)
    unit = prepared.unit(world.school)
    assert sentences(world.anh) == ["Lớp thứ nhất: hãy lập danh sách người của Trường Tiểu học An Hòa 1."]

    for person in (world.anh.person, world.binh.person):
        enrolment.enrol(unit, by=world.anh, person=person)
    assert sentences(world.binh) == [
        "Lớp thứ nhất: danh sách 2 người của Trường Tiểu học An Hòa 1 chờ anh, chị nộp."
    ]
    assert sentences(world.anh) == [
        "Lớp thứ nhất: danh sách của Trường Tiểu học An Hòa 1 có 2 người, chờ thủ trưởng nộp."
    ]

    enrolment.submit(prepared.unit(world.school), by=world.binh, on=DAY)
    assert (sentences(world.anh), sentences(world.giang)) == ([], [])
    assert sentences(world.chi) == ["Lớp thứ nhất: mọi đơn vị đã trả lời, có thể chốt danh sách."]


def test_problems_await_the_standing_body(world: World):
    opened = made.opened(world)
    made.sent(opened, world.school, made.colleague(world.school), note="Người duy nhất")

    assert sentences(world.chi) == ["Lớp thứ nhất: 1 vấn đề cần quyết định."]
    assert appoint(world.son, "inspector", world.authority).role == "inspector"
    assert sentences(world.son) == []
