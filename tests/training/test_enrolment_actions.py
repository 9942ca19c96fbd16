"""A unit's list, from the first name to the organiser's last word."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bangvang.core.errors import DomainError, NotAllowed, RuleViolation
from bangvang.core.models import AuditEntry, Notice
from bangvang.directory.models import Person
from bangvang.training.actions import classes, confirming, deciding, enrolment
from bangvang.training.models import Enrolment
from bangvang.training.queries import checks
from tests.factories import training as made
from tests.factories.directory import DAY, World

pytestmark = pytest.mark.django_db
AFTER = date(2024, 5, 13)


def states(opened: made.Opened) -> dict[str, str]:
    return dict(
        Enrolment.objects.filter(training_class=opened.training_class)
        .order_by("pk")
        .values_list("person__full_name", "state")
    )


def test_the_focal_point_prepares_and_the_head_submits(world: World):
    opened = made.opened(world)
    unit = opened.unit(world.school)
    enrolment.enrol(unit, by=world.anh, person=world.anh.person)
    enrolment.enrol(unit, by=world.anh, person=world.binh.person)

    with pytest.raises(NotAllowed, match="Chỉ thủ trưởng đơn vị"):
        enrolment.submit(opened.unit(world.school), by=world.anh, on=DAY)
    enrolment.submit(opened.unit(world.school), by=world.binh, on=DAY)

    assert states(opened) == {"Trần Ngọc Anh": "submitted", "Lê Thanh Bình": "submitted"}
    assert (opened.unit(world.school).submitted_on, opened.unit(world.school).entered_on_behalf) == (
        DAY,
        False,
    )


def test_a_list_submitted_twice_is_one_list(world: World):
    opened = made.opened(world)
    stale = opened.unit(world.school)
    made.sent(opened, world.school, *made.both(world.school))

    with pytest.raises(DomainError):
        enrolment.submit(opened.unit(world.school), by=world.binh, on=DAY)
    with pytest.raises(DomainError):
        enrolment.submit(stale, by=world.binh, on=DAY)

    assert set(states(opened).values()) == {"submitted"}
    assert AuditEntry.objects.filter(verb="training.submit").count() == 1


def test_somebody_new_enters_the_directory_with_the_list(world: World):
    opened = made.opened(world)

    enrolment.enrol_new(
        opened.unit(world.school),
        by=world.anh,
        on=DAY,
        full_name="Đặng Nguyễn Hoài Đức",
        title="Phó Hiệu trưởng",
        kind=made.kind("deputy"),
        birth_date=date(1980, 12, 31),
        phone="0912345678",
    )

    line = Enrolment.objects.get()
    assert (line.person.full_name, line.title, line.person.folded) == (
        "Đặng Nguyễn Hoài Đức",
        "Phó Hiệu trưởng",
        "dang nguyen hoai duc",
    )
    entry = AuditEntry.objects.get(verb="training.enrol_new")
    assert {"birth_date", "phone"} & entry.details.keys() == set()


def test_a_stranger_sends_nobody_for_another_school(world: World):
    opened = made.opened(world)

    with pytest.raises(NotAllowed, match="Chỉ cán bộ phụ trách"):
        enrolment.enrol(opened.unit(world.school), by=world.giang, person=world.giang.person)

    assert Enrolment.objects.count() == 0


def test_the_standing_body_speaks_for_a_unit_only_by_naming_it(world: World):
    opened = made.opened(world)
    unit = opened.unit(world.school)

    with pytest.raises(NotAllowed, match="ghi rõ đơn vị được nhập thay"):
        enrolment.enrol(unit, by=world.chi, person=world.binh.person)
    enrolment.enrol(unit, by=world.chi, person=world.binh.person, on_behalf_of=world.school)
    enrolment.submit(opened.unit(world.school), by=world.chi, on=DAY, on_behalf_of=world.school)

    assert Enrolment.objects.get().entered_on_behalf is True
    assert opened.unit(world.school).entered_on_behalf is True
    entry = AuditEntry.objects.get(verb="training.submit")
    assert entry.details["on_behalf_of"]["name"] == "Trường Tiểu học An Hòa 1"


def test_the_same_person_is_on_a_list_once(world: World):
    opened = made.opened(world)
    enrolment.enrol(opened.unit(world.school), by=world.anh, person=world.binh.person)

    with pytest.raises(RuleViolation, match="Lê Thanh Bình đã có trong danh sách của lớp"):
        enrolment.enrol(opened.unit(world.school), by=world.anh, person=world.binh.person)

    assert Enrolment.objects.count() == 1


def test_a_person_with_a_problem_must_be_explained(world: World):
    opened = made.opened(world)
    teacher = made.colleague(world.school, "Phan Thị Hạnh")
    enrolment.enrol(opened.unit(world.school), by=world.anh, person=teacher)

    with pytest.raises(RuleViolation) as refused:
        enrolment.submit(opened.unit(world.school), by=world.binh, on=DAY)
    assert [str(each.sentence) for each in refused.value.findings] == [
        "Phan Thị Hạnh: Không đúng thành phần. Lớp mời: Đại diện Ban Giám hiệu; "
        "Viên chức phụ trách thi đua, khen thưởng. Hãy ghi giải trình hoặc thay người."
    ]

    enrolment.explain(made.line_of(opened, teacher), by=world.anh, note="Được giao phụ trách từ tháng sau")
    enrolment.submit(opened.unit(world.school), by=world.binh, on=DAY)
    assert states(opened) == {"Phan Thị Hạnh": "submitted"}


def test_people_beyond_the_seats_wait(world: World):
    opened = made.opened(world)
    people = [*made.both(world.school), made.colleague(world.school, kind="deputy")]

    made.sent(opened, world.school, *people)

    assert [made.line_of(opened, person).state for person in people] == ["submitted", "submitted", "waiting"]


def test_an_empty_list_is_not_an_answer_but_declining_is(world: World):
    opened = made.opened(world)

    with pytest.raises(RuleViolation) as refused:
        enrolment.submit(opened.unit(world.school), by=world.binh, on=DAY)
    assert [str(each.sentence) for each in refused.value.findings] == [
        "Danh sách chưa có ai. Nếu không cử được người, hãy chọn “Không cử người”."
    ]

    enrolment.decline(opened.unit(world.school), by=world.binh, on=DAY, reason="Cả trường đi thi")
    assert (opened.unit(world.school).state, opened.unit(world.school).reason) == (
        "declined",
        "Cả trường đi thi",
    )
    assert Notice.objects.filter(recipient=world.chi).latest("pk").text == (
        "Trường Tiểu học An Hòa 1 không cử người dự Lớp thứ nhất: Cả trường đi thi"
    )


def test_until_the_deadline_the_unit_takes_its_list_back(world: World):
    opened = made.filled(world)

    enrolment.take_back(opened.unit(world.school), by=world.binh)
    assert opened.unit(world.school).state == "awaited"
    own = opened.unit(world.school).enrolments.all()
    assert set(own.values_list("state", flat=True)) == {"proposed"}

    enrolment.withdraw(
        own.select_related("unit__training_class__plan", "unit__organisation")[0], by=world.anh
    )
    enrolment.submit(opened.unit(world.school), by=world.binh, on=DAY)
    assert sorted(own.values_list("state", flat=True)) == ["submitted", "withdrawn"]


def test_after_the_deadline_only_the_organiser_gives_it_back(world: World):
    opened = made.filled(world)
    head = world.binh.acting_on(AFTER)

    with pytest.raises(NotAllowed, match="Đã quá hạn nộp danh sách"):
        enrolment.take_back(opened.unit(world.school), by=head)

    deciding.return_list(opened.unit(world.school), by=world.chi, reason="Sai chức vụ")
    assert (opened.unit(world.school).state, opened.unit(world.school).reason) == ("returned", "Sai chức vụ")


def test_a_late_list_says_why_and_waits_for_the_organiser(world: World):
    opened = made.opened(world)
    unit = opened.unit(world.school)
    enrolment.enrol(unit, by=world.anh, person=world.binh.person)

    with pytest.raises(RuleViolation) as refused:
        enrolment.submit(opened.unit(world.school), by=world.binh, on=AFTER)
    assert [str(each.sentence) for each in refused.value.findings] == [
        "Đã quá hạn nộp danh sách: hãy ghi lý do nộp muộn."
    ]

    enrolment.submit(opened.unit(world.school), by=world.binh, on=AFTER, note="Mất điện")
    assert [each.kind for each in checks.unit_problems(opened.unit(world.school))] == [checks.LATE]


def test_a_returned_person_leaves_the_others_sent(world: World):
    opened = made.filled(world)
    line = opened.unit(world.school).enrolments.order_by("pk").last()
    line = made.line_of(opened, line.person)

    deciding.return_person(line, by=world.chi, reason="Chưa đúng thành phần")

    own = opened.unit(world.school).enrolments
    assert sorted(own.values_list("state", flat=True)) == ["returned", "submitted"]
    assert opened.unit(world.school).state == "returned"

    enrolment.propose_again(
        made.line_of(opened, line.person), by=world.anh, note="Đã có quyết định phân công"
    )
    enrolment.submit(opened.unit(world.school), by=world.binh, on=DAY)
    assert set(own.values_list("state", flat=True)) == {"submitted"}


def test_deciding_needs_a_reason_and_a_problem(world: World):
    opened = made.filled(world)
    line = made.line_of(opened, opened.unit(world.school).enrolments.first().person)

    with pytest.raises(RuleViolation, match="Hãy ghi lý do"):
        deciding.return_person(line, by=world.chi, reason="")
    with pytest.raises(RuleViolation, match="Không còn vấn đề nào"):
        deciding.accept_exception(line, by=world.chi, reason="Thừa")
    with pytest.raises(NotAllowed):
        deciding.return_person(line, by=world.binh, reason="Tự trả lại")


def test_a_seat_left_free_is_filled_from_the_waiting_list(world: World):
    opened = made.opened(world)
    extra = made.colleague(world.school, kind="deputy")
    made.sent(opened, world.school, *made.both(world.school), extra)
    enrolment.decline(
        opened.unit(world.other_school),
        on=DAY,
        reason="Không có người",
        **made.behalf(opened, opened.unit(world.other_school)),
    )

    deciding.take_from_waiting_list(made.line_of(opened, extra), by=world.chi)

    line = made.line_of(opened, extra)
    assert (line.state, line.exception_reason) == (
        "submitted",
        "Nhận từ danh sách chờ vào chỗ còn trống của lớp.",
    )
    assert checks.examine([opened.unit(world.school)])[line.pk].undecided == ()


def test_beyond_a_full_class_only_with_a_reason(world: World):
    opened = made.filled(world)
    enrolment.take_back(opened.unit(world.school), by=world.binh)
    extra = made.colleague(world.school, kind="deputy")
    made.sent(opened, world.school, extra)

    with pytest.raises(RuleViolation, match="Lớp đã đủ 4 người"):
        deciding.take_from_waiting_list(made.line_of(opened, extra), by=world.chi)
    deciding.take_from_waiting_list(made.line_of(opened, extra), by=world.chi, reason="Kê thêm ghế")

    assert made.line_of(opened, extra).state == "submitted"


def substituted(opened: made.Opened, newcomer: Person) -> tuple[Enrolment, Enrolment]:
    old = made.line_of(opened, opened.unit(opened.world.school).enrolments.order_by("pk").first().person)
    enrolment.propose_substitution(old, by=opened.world.binh, person=newcomer, reason="Ốm")
    return old, made.line_of(opened, newcomer)


def test_a_substitution_is_asked_by_the_unit_and_agreed_by_the_organiser(world: World):
    opened = made.filled(world)
    old, new = substituted(opened, made.colleague(world.school, kind="deputy"))
    assert (new.state, made.line_of(opened, old.person).state) == ("proposed", "submitted")

    with pytest.raises(NotAllowed):
        deciding.accept_substitution(new, by=world.binh)
    deciding.accept_substitution(new, by=world.chi)

    new = made.line_of(opened, new.person)
    assert (new.state, new.substitutes_id, made.line_of(opened, old.person).state) == (
        "submitted",
        old.pk,
        "substituted",
    )
    assert checks.examine([opened.unit(world.school)])[new.pk].problems == ()


def test_a_newcomer_with_a_problem_is_taken_only_with_a_reason(world: World):
    opened = made.filled(world)
    _old, new = substituted(opened, made.colleague(world.school))

    with pytest.raises(RuleViolation, match="Muốn nhận, hãy ghi lý do"):
        deciding.accept_substitution(new, by=world.chi)
    deciding.accept_substitution(new, by=world.chi, reason="Người duy nhất còn lại")

    assert checks.examine([opened.unit(world.school)])[new.pk].undecided == ()


def test_a_refused_substitution_changes_nothing_and_may_be_asked_again(world: World):
    opened = made.filled(world)
    old, new = substituted(opened, made.colleague(world.school, kind="deputy"))

    deciding.refuse_substitution(new, by=world.chi, reason="Người cũ vẫn dự được")
    assert (made.line_of(opened, new.person).state, made.line_of(opened, old.person).state) == (
        "withdrawn",
        "submitted",
    )
    enrolment.propose_substitution(
        made.line_of(opened, old.person), by=world.binh, person=new.person, reason="Đã nhập viện"
    )
    assert made.line_of(opened, new.person).state == "proposed"


def test_after_confirming_a_substitution_waits_for_the_supplementary_list(world: World):
    opened = made.confirmed(world)
    old, new = substituted(opened, made.colleague(world.school, kind="deputy"))
    deciding.accept_substitution(new, by=world.chi)

    said = {key: value for key, value in made.SIGNED.items() if not key.startswith("summons")}
    kept = confirming.issue_supplementary(opened.fresh(), by=world.chi, **said)

    assert [(row["name"], row["change"], row["replaces"]) for row in kept.rows] == [
        (new.person.full_name, "added", old.person.full_name),
        (old.person.full_name, "removed", ""),
    ]
    assert (kept.kind, kept.order, kept.paper.number) == ("supplementary", 2, 2)
    with pytest.raises(RuleViolation, match="Chưa có thay đổi nào"):
        confirming.issue_supplementary(opened.fresh(), by=world.chi, **said)


STEPS = st.lists(
    st.sampled_from(
        [
            "enrol",
            "submit",
            "take_back",
            "return_list",
            "return_person",
            "propose_again",
            "withdraw",
            "accept",
        ]
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_order_of_steps_leaves_one_live_line_per_person_and_no_seat_too_many(world: World, steps):
    opened = made.opened(world, schools=[world.school], headcount=2)
    people = [
        *made.both(world.school),
        made.colleague(world.school, kind="deputy"),
        made.colleague(world.school),
    ]

    def line(at: int) -> Enrolment:
        return made.line_of(opened, people[at % len(people)])

    acts = {
        "enrol": lambda at: enrolment.enrol(
            opened.unit(world.school), by=world.anh, person=people[at % 4], note="Giải trình"
        ),
        "submit": lambda at: enrolment.submit(opened.unit(world.school), by=world.binh, on=DAY),
        "take_back": lambda at: enrolment.take_back(opened.unit(world.school), by=world.binh),
        "return_list": lambda at: deciding.return_list(opened.unit(world.school), by=world.chi, reason="Sai"),
        "return_person": lambda at: deciding.return_person(line(at), by=world.chi, reason="Sai"),
        "propose_again": lambda at: enrolment.propose_again(line(at), by=world.anh, note="Đúng"),
        "withdraw": lambda at: enrolment.withdraw(line(at), by=world.anh),
        "accept": lambda at: deciding.accept_exception(line(at), by=world.chi, reason="Được"),
    }
    for at, step in enumerate(steps):
        try:
            acts[step](at)
        except (DomainError, IndexError):
            continue

    live = Enrolment.objects.filter(training_class=opened.training_class, state__in=checks.LIVE)
    assert live.count() == live.values("person").distinct().count()
    seated = [
        each for each in live.filter(state="submitted") if checks.OVER_SEATS not in each.accepted_problems
    ]
    assert len(seated) <= 2
    classes.cancel_class(opened.fresh(), by=world.chi, reason="Hết")
