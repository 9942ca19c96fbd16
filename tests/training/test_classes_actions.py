"""From the issued plan to an open class: dates, units, seats, and what stands in the way."""

from datetime import date, time

import pytest

from bangvang.core.errors import NotAllowed, RuleViolation
from bangvang.core.models import AuditEntry, Notice
from bangvang.training.actions import classes
from bangvang.training.actions.classes import SeatLine
from bangvang.training.models import InvitedUnit, TrainingClass
from bangvang.training.queries import classes as queries
from bangvang.training.workflow import ClassState
from tests.factories import training as made
from tests.factories.directory import DAY, World

pytestmark = pytest.mark.django_db


def sentences(refused: pytest.ExceptionInfo[RuleViolation]) -> list[str]:
    return [str(each.sentence) for each in refused.value.findings]


def test_classes_come_from_the_plan_as_it_says(world: World):
    plan = made.issued_plan(
        world,
        {"name": "Lớp thứ nhất", "composition": ["Các phòng, ban", "Các xã, thị trấn"], "headcount": 70},
        {
            "name": "Lớp thứ hai",
            "days": 2.5,
            "starts_on": "2024-06-03",
            "ends_on": "2024-06-05",
            "period": None,
        },
    )

    first, second = classes.create_classes(plan, by=world.son)

    assert (first.code, second.code, plan.class_codes) == (
        "LOP-2024-0001",
        "LOP-2024-0002",
        ["LOP-2024-0001", "LOP-2024-0002"],
    )
    assert [group.text for group in first.groups.all()] == ["Các phòng, ban", "Các xã, thị trấn"]
    assert (first.headcount, first.period_from, first.period_to, first.starts_on) == (
        70,
        date(2024, 4, 1),
        date(2024, 6, 30),
        None,
    )
    assert (str(second.days), second.starts_on, second.ends_on, second.state) == (
        "2.5",
        date(2024, 6, 3),
        date(2024, 6, 5),
        ClassState.PREPARED,
    )
    assert set(Notice.objects.values_list("recipient__username", flat=True)) == {"chi"}


def test_a_unit_may_not_prepare_a_class(world: World):
    opened = made.prepared(world)

    with pytest.raises(NotAllowed, match="Chỉ cơ quan thường trực"):
        classes.decide_seats(opened.training_class, by=world.binh, reason="Tự quyết")

    assert opened.fresh().seats_decision == ""


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"ends_on": date(2024, 5, 19)}, "Ngày bế giảng phải từ ngày khai giảng trở đi."),
        ({"deadline": date(2024, 5, 20)}, "Hạn nộp danh sách phải trước ngày khai giảng."),
        ({"venue": "  "}, "Hãy ghi địa điểm."),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(world: World, said, expected):
    (training_class,) = classes.create_classes(made.issued_plan(world), by=world.chi)
    right = {
        "starts_on": date(2024, 5, 20),
        "ends_on": date(2024, 5, 20),
        "starts_at": time(7, 30),
        "venue": "Hội trường",
        "deadline": date(2024, 5, 10),
    }

    with pytest.raises(RuleViolation) as refused:
        classes.prepare(training_class, by=world.chi, **(right | said))

    assert sentences(refused) == [expected]
    assert TrainingClass.objects.get().starts_on is None


def test_days_outside_the_period_and_days_off_are_warned_of(world: World):
    opened = made.prepared(world, starts_on=date(2024, 9, 2), deadline=date(2024, 8, 31))

    assert queries.date_warnings(opened.fresh()) == [
        "Ngày tổ chức nằm ngoài thời gian của kế hoạch: dự kiến trong quý II năm 2024.",
        "Ngày khai giảng 02/09/2024 không phải ngày làm việc.",
        "Hạn nộp danh sách 31/08/2024 không phải ngày làm việc.",
    ]


def test_a_class_may_begin_on_the_last_day_of_the_year(world: World):
    opened = made.prepared(world, starts_on=date(2024, 12, 31), deadline=date(2024, 12, 30))

    assert queries.date_warnings(opened.fresh()) == [
        "Ngày tổ chức nằm ngoài thời gian của kế hoạch: dự kiến trong quý II năm 2024."
    ]


def test_the_arithmetic_counts_units_times_seats(world: World):
    opened = made.prepared(world, headcount=5)

    seats = queries.seats_of(opened.training_class)

    assert (seats.total, seats.difference, seats.fits, seats.sentence) == (
        4,
        -1,
        False,
        "4 chỗ, ít hơn số lượng 5 người của kế hoạch 1 chỗ.",
    )


def test_seats_that_do_not_fit_must_be_decided_before_opening(world: World):
    opened = made.prepared(world, headcount=5)

    with pytest.raises(RuleViolation) as refused:
        classes.open_enrolment(opened.training_class, by=world.chi, on=DAY)
    assert sentences(refused) == [
        "Số chỗ chưa khớp số lượng: hãy sửa số người, đặt số riêng cho một số đơn vị, hoặc ghi lý do."
    ]

    classes.decide_seats(opened.training_class, by=world.chi, reason="Dành một chỗ cho báo cáo viên")
    classes.open_enrolment(opened.training_class, by=world.chi, on=DAY)
    assert opened.fresh().state == ClassState.OPEN


def test_a_units_own_number_makes_seats_fit(world: World):
    opened = made.prepared(world, headcount=5)

    classes.set_unit_seats(opened.training_class, by=world.chi, seats={world.school.code: 3})

    assert queries.seats_of(opened.training_class).fits is True
    classes.open_enrolment(opened.training_class, by=world.chi, on=DAY)
    assert opened.fresh().opened_on == DAY


def test_a_decision_falls_when_the_numbers_change(world: World):
    opened = made.prepared(world, headcount=5)
    classes.decide_seats(opened.training_class, by=world.chi, reason="Dự phòng")

    classes.set_unit_seats(opened.fresh(), by=world.chi, seats={world.school.code: 1})

    assert opened.fresh().seats_decision == ""


def test_everything_missing_is_told_at_once(world: World):
    (training_class,) = classes.create_classes(made.issued_plan(world), by=world.chi)

    with pytest.raises(RuleViolation) as refused:
        classes.open_enrolment(training_class, by=world.chi, on=DAY)

    assert sentences(refused) == [
        "Chưa ghi ngày khai giảng, bế giảng.",
        "Chưa ghi địa điểm.",
        "Chưa ghi hạn nộp danh sách.",
        "Dòng thành phần 1 chưa chọn đơn vị nào.",
    ]


def test_opening_tells_focal_points_and_heads_of_the_invited_units_only(world: World):
    made.opened(world, schools=[world.school], headcount=2)

    told = Notice.objects.filter(sentence__startswith="Đơn vị được mời")
    assert set(told.values_list("recipient__username", flat=True)) == {"anh", "binh"}
    assert told.first().text == "Đơn vị được mời cử người dự Lớp thứ nhất. Hạn nộp danh sách: 10/05/2024."


def test_units_without_account_are_listed_for_a_paper_letter(world: World):
    opened = made.opened(world, schools=[world.school, world.commune])

    assert [unit.organisation for unit in queries.units_without_account(opened.training_class, DAY)] == [
        world.commune
    ]


def test_a_unit_is_invited_once_per_class(world: World):
    plan = made.issued_plan(world, {"composition": ["Các trường", "Nhà trường trên địa bàn"]})
    (training_class,) = classes.create_classes(plan, by=world.chi)
    first, second = training_class.groups.order_by("order")
    classes.map_group(first, by=world.chi, organisations=[world.school], seats=[made.LEADER])

    with pytest.raises(RuleViolation) as refused:
        classes.map_group(
            second, by=world.chi, organisations=[world.school, world.other_school], seats=[made.LEADER]
        )

    assert sentences(refused) == ["Trường Tiểu học An Hòa 1 đã được mời ở dòng thành phần 1."]
    assert InvitedUnit.objects.count() == 1


def test_a_seat_that_nobody_could_take_is_refused(world: World):
    opened = made.prepared(world)
    group = opened.training_class.groups.get()

    with pytest.raises(RuleViolation) as refused:
        classes.map_group(
            group, by=world.chi, organisations=[world.school], seats=[SeatLine("Ai đó", (), 0), made.LEADER]
        )

    assert sentences(refused) == [
        "Số người mỗi đơn vị phải từ 1 trở lên.",
        "Hãy chọn ít nhất một nhóm chức vụ.",
    ]


def test_a_unit_that_sent_people_is_not_dropped_from_an_open_class(world: World):
    opened = made.opened(world)
    made.sent(opened, world.school, *made.both(world.school))
    group = opened.training_class.groups.get()

    with pytest.raises(RuleViolation, match="đã cử người nên chưa bỏ được"):
        classes.map_group(
            group, by=world.chi, organisations=[world.other_school], seats=[made.LEADER, made.IN_CHARGE]
        )

    assert opened.unit(world.school).state == "submitted"


def test_a_moved_day_is_told_to_units_and_people(world: World):
    opened = made.filled(world)
    Notice.objects.all().delete()

    classes.prepare(
        opened.fresh(),
        by=world.chi,
        starts_on=date(2024, 5, 22),
        ends_on=date(2024, 5, 22),
        starts_at=None,
        venue="Nhà Thiếu nhi",
        deadline=made.DEADLINE,
    )

    assert {notice.text for notice in Notice.objects.all()} == {
        "Lớp thứ nhất đổi lịch: ngày 22/05/2024, tại Nhà Thiếu nhi."
    }
    assert set(Notice.objects.values_list("recipient__username", flat=True)) == {"anh", "binh", "giang"}


def test_cancelling_needs_a_reason_and_tells_it(world: World):
    opened = made.opened(world)

    with pytest.raises(RuleViolation, match="Hãy ghi lý do hủy lớp"):
        classes.cancel_class(opened.fresh(), by=world.chi, reason=" ")
    classes.cancel_class(opened.fresh(), by=world.chi, reason="Bão số 3")

    assert (opened.fresh().state, opened.fresh().cancel_reason) == ("cancelled", "Bão số 3")
    assert Notice.objects.filter(recipient=world.anh).latest("pk").text == "Lớp thứ nhất bị hủy: Bão số 3"


def test_a_class_is_held_only_when_its_last_day_has_come(world: World):
    opened = made.confirmed(world)

    with pytest.raises(NotAllowed, match="chưa đến ngày bế giảng"):
        classes.mark_held(opened.fresh(), by=world.chi)
    classes.mark_held(opened.fresh(), by=world.chi.acting_on(made.STARTS))

    assert opened.fresh().state == ClassState.HELD
    assert AuditEntry.objects.filter(verb="training.mark_held").count() == 1


def test_a_prepared_class_is_hidden_from_units(world: World):
    prepared = made.prepared(world)

    assert list(queries.visible_to(world.anh)) == []
    classes.open_enrolment(prepared.training_class, by=world.chi, on=DAY)
    assert list(queries.visible_to(world.anh)) == [prepared.training_class]
    assert list(queries.visible_to(world.son)) == [prepared.training_class]
