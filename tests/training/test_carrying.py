"""An amended plan: classes moved, split, cancelled and added, with what units sent."""

from datetime import date
from typing import Any

import pytest

from bangvang.core.errors import RuleViolation
from bangvang.core.models import Notice
from bangvang.directory.models import Organisation
from bangvang.training.actions import carrying, classes
from bangvang.training.models import ClassList, Enrolment, TrainingClass, TrainingPlan
from tests.factories import training as made
from tests.factories.directory import World

pytestmark = pytest.mark.django_db
SCHOOLS_LINE = "Đại diện Ban Giám hiệu và viên chức phụ trách thi đua, khen thưởng các Trường"


def amend(
    opened: made.Opened, *entries: dict[str, Any], links: list[str] | None = None
) -> list[TrainingClass]:
    """A new plan with these classes, which continue the opened one unless said otherwise."""
    codes = [opened.training_class.code] * len(entries) if links is None else links
    new = made.issued_plan(opened.world, *(entries or ({},)), amends=opened.plan, class_links=codes)
    if not entries:
        new.structure["classes"] = []
    old = TrainingPlan.objects.select_related("organisation", "paper").get(pk=opened.plan.pk)
    return carrying.carry_over(old, by=opened.world.chi, new_plan=new)


def people(training_class: TrainingClass) -> list[str]:
    return sorted(training_class.enrolments.values_list("person__full_name", flat=True))


def units(training_class: TrainingClass) -> list[Organisation]:
    return [unit.organisation for unit in training_class.invited_units.exclude(state="closed")]


def test_a_class_that_stays_as_it_is_keeps_everything_and_nobody_is_told(world: World):
    opened = made.confirmed(world)
    before = people(opened.fresh())
    Notice.objects.all().delete()

    (kept,) = amend(opened, {})

    now = TrainingClass.objects.get()
    assert (kept, now.code, now.state, now.plan.class_codes) == (
        now,
        "LOP-2024-0001",
        "confirmed",
        ["LOP-2024-0001"],
    )
    assert now.plan != opened.plan
    assert (people(now), Notice.objects.count(), ClassList.objects.count()) == (before, 0, 1)
    assert set(Enrolment.objects.values_list("state", flat=True)) == {"confirmed"}


def test_a_moved_class_keeps_its_people_and_tells_them_the_new_day(world: World):
    opened = made.filled(world)
    before = people(opened.fresh())
    Notice.objects.all().delete()

    amend(opened, {"starts_on": "2024-06-12", "ends_on": "2024-06-12", "venue": "Nhà Văn hóa huyện"})

    now = opened.fresh()
    assert (now.starts_on, now.venue, now.deadline, now.state) == (
        date(2024, 6, 12),
        "Nhà Văn hóa huyện",
        made.DEADLINE,
        "open",
    )
    assert people(now) == before
    assert {notice.text for notice in Notice.objects.all()} == {
        "Lớp thứ nhất thay đổi theo kế hoạch mới: ngày 12/06/2024, tại Nhà Văn hóa huyện."
    }
    assert set(Notice.objects.values_list("recipient__username", flat=True)) == {"anh", "binh", "giang"}


def test_a_class_moved_before_its_deadline_gets_an_earlier_one(world: World):
    opened = made.filled(world)

    amend(opened, {"starts_on": "2024-05-09", "ends_on": "2024-05-09"})

    # Three working days before Thursday, 9 May.
    assert opened.fresh().deadline == date(2024, 5, 6)


def test_a_confirmed_class_that_moves_is_confirmed_again_and_its_old_list_stays(world: World):
    opened = made.confirmed(world)
    frozen = ClassList.objects.get().rows

    amend(opened, {"starts_on": "2024-06-12", "ends_on": "2024-06-12"})

    assert opened.fresh().state == "open"
    assert set(Enrolment.objects.values_list("state", flat=True)) == {"submitted"}
    assert (ClassList.objects.get().rows, ClassList.objects.get().training_class) == (frozen, opened.fresh())


def test_a_class_whose_days_are_open_again_is_prepared_again(world: World):
    opened = made.confirmed(world)
    period = {"text": "dự kiến trong quý III năm 2024", "from": "2024-07-01", "to": "2024-09-30"}

    amend(opened, {"period": period})

    now = opened.fresh()
    assert (now.state, now.starts_on, now.deadline, now.period) == ("prepared", None, None, period["text"])
    assert set(Enrolment.objects.values_list("state", flat=True)) == {"submitted"}
    assert Notice.objects.filter(recipient=world.anh).latest("pk").text == (
        "Lớp thứ nhất thay đổi theo kế hoạch mới: dự kiến trong quý III năm 2024, ngày cụ thể sẽ báo sau."
    )


def test_a_dropped_class_is_cancelled_with_its_reason(world: World):
    opened = made.filled(world)

    made_now = amend(opened, links=[])

    now = opened.fresh()
    assert (made_now, now.state, now.plan) == ([], "cancelled", opened.plan)
    assert now.cancel_reason == "Kế hoạch thay thế số 02/KH-UBND không còn lớp này."
    assert Notice.objects.filter(recipient=world.giang).latest("pk").text.startswith("Lớp thứ nhất bị hủy:")


def test_a_new_class_begins_at_the_beginning(world: World):
    opened = made.filled(world)

    kept, new = amend(opened, {}, {"name": "Lớp thứ hai"}, links=[opened.training_class.code, ""])

    assert (kept.state, new.state, new.code, new.follows) == ("open", "prepared", "LOP-2024-0002", None)
    assert kept.plan.class_codes == ["LOP-2024-0001", "LOP-2024-0002"]


def test_a_split_class_leads_each_unit_and_its_people_to_one_part(world: World):
    schools = made.schools(6, world.authority)
    opened = made.filled(world, schools=schools, headcount=12)
    sent = {
        unit.organisation: sorted(unit.enrolments.values_list("person__full_name", flat=True))
        for unit in opened.units
    }
    june = {"starts_on": "2024-06-05", "ends_on": "2024-06-05", "venue": "Trường Chính trị"}

    first, second = amend(
        opened,
        {"name": "Lớp 1A", "headcount": 8},
        {"name": "Lớp 1B", "headcount": 4, **june},
    )

    assert (units(first), units(second)) == (schools[:4], schools[4:])
    assert people(first) == sorted(name for school in schools[:4] for name in sent[school])
    assert people(second) == sorted(name for school in schools[4:] for name in sent[school])
    assert (first.code, second.follows, second.state, second.deadline) == (
        opened.training_class.code,
        first,
        "open",
        made.DEADLINE,
    )
    assert [seat.label for seat in second.groups.get().seats.all()] == [
        made.LEADER.label,
        made.IN_CHARGE.label,
    ]


def test_a_split_by_composition_leads_every_line_to_its_class(world: World):
    lines = ["Đại diện lãnh đạo các Trường", "Chủ tịch Ủy ban nhân dân các xã"]
    plan = made.issued_plan(world, {"composition": lines, "headcount": 3})
    (training_class,) = classes.create_classes(plan, by=world.chi)
    training_class.plan = plan
    opened = made.Opened(world, plan, training_class)
    for group, invited in zip(
        training_class.groups.order_by("order"),
        [[world.school, world.other_school], [world.commune]],
        strict=True,
    ):
        group.training_class = training_class
        classes.map_group(group, by=world.chi, organisations=invited, seats=[made.LEADER])

    schools, communes = amend(
        opened,
        {"name": "Lớp trường", "composition": lines[:1], "headcount": 2},
        {"name": "Lớp xã", "composition": lines[1:], "headcount": 1},
    )

    assert (units(schools), units(communes)) == ([world.school, world.other_school], [world.commune])
    assert [group.text for group in schools.groups.all()] == lines[:1]


def test_a_line_that_is_only_worded_anew_keeps_its_units(world: World):
    opened = made.filled(world)
    before = people(opened.fresh())

    (now,) = amend(opened, {"composition": ["Ban Giám hiệu và người phụ trách TĐKT của các trường"]})

    assert (units(now), people(now)) == ([world.school, world.other_school], before)
    assert [group.text for group in now.groups.all()] == [
        "Ban Giám hiệu và người phụ trách TĐKT của các trường"
    ]


def test_a_dropped_line_closes_its_units_and_says_so(world: World):
    plan = made.issued_plan(world, {"composition": [SCHOOLS_LINE, "Lãnh đạo xã"], "headcount": 4})
    (training_class,) = classes.create_classes(plan, by=world.chi)
    training_class.plan = plan
    schools, communes = training_class.groups.order_by("order")
    for group, invited in ((schools, [world.school]), (communes, [world.other_school])):
        group.training_class = training_class
        classes.map_group(group, by=world.chi, organisations=invited, seats=[made.LEADER, made.IN_CHARGE])
    opened = made.Opened(world, plan, training_class)
    classes.prepare(
        opened.fresh(),
        by=world.chi,
        starts_on=made.STARTS,
        ends_on=made.STARTS,
        starts_at=None,
        venue="Hội trường",
        deadline=made.DEADLINE,
    )
    classes.open_enrolment(opened.fresh(), by=world.chi, on=made.DAY)
    made.sent(opened, world.other_school, *made.both(world.other_school))

    (now,) = amend(opened, {"composition": [SCHOOLS_LINE], "headcount": 2})

    assert units(now) == [world.school]
    assert set(Enrolment.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert "đơn vị không còn được mời" in Notice.objects.filter(recipient=world.giang).latest("pk").text


def test_an_officer_divides_the_units_of_a_split_by_hand(world: World):
    opened = made.filled(world)
    first, second = amend(opened, {"name": "Lớp 1A", "headcount": 2}, {"name": "Lớp 1B", "headcount": 2})
    moved = opened.unit(world.school)
    assert moved.training_class == first
    names = sorted(moved.enrolments.values_list("person__full_name", flat=True))

    carrying.move_unit(moved, by=world.chi, to=second.groups.get())

    assert units(second) == [world.school, world.other_school]
    assert set(names) < set(people(second))
    elsewhere = made.prepared(world).training_class.groups.get()
    unit = made.Opened(world, opened.plan, second).unit(world.school)
    with pytest.raises(RuleViolation, match="cùng kế hoạch"):
        carrying.move_unit(unit, by=world.chi, to=elsewhere)
