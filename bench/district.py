"""Rows for measuring: a generated district, with as many enrolments and plans as people."""

from datetime import UTC, date, datetime, timedelta

from allauth.mfa.totp.internal import auth as totp
from django.db import transaction

from bangvang.core import text
from bangvang.demo import generate
from bangvang.directory.models import Organisation, Person, PositionKind, Role, RoleHolding, User
from bangvang.training.models import (
    CompositionGroup,
    CompositionSeat,
    Enrolment,
    InvitedUnit,
    TrainingClass,
    TrainingPlan,
)
from bangvang.training.workflow import AnswerState, ClassState, EnrolmentState

CHUNK = 5000
AT = datetime(2024, 4, 1, tzinfo=UTC)


def fill(people: int, day: date) -> User:
    """A district of this many people, each sent to one class; as many plans; returns its officer."""
    if status := generate.main(["--people", str(people), "--years", "1", "--seed", "7"]):
        raise RuntimeError(f"generate ended with {status}")
    authority = Organisation.objects.filter(parent=None).order_by("pk")[0]
    officer = User.objects.create(username="can-bo-do")
    RoleHolding.objects.create(
        user=officer, role=Role.STANDING_BODY, organisation=authority, valid_from=date(2000, 1, 1)
    )
    totp.TOTP.activate(officer, totp.generate_totp_secret())
    with transaction.atomic():
        _plans(people, authority, officer)
        _enrolments(people, authority, day)
    return officer


def _plans(number: int, authority: Organisation, officer: User) -> None:
    for start in range(0, number, CHUNK):
        TrainingPlan.objects.bulk_create(
            TrainingPlan(
                code=f"KHTH-2024-{place:06d}",
                organisation=authority,
                title=f"Tập huấn nghiệp vụ số {place}",
                year=2024,
                drafted_by=officer,
                drafted_at=AT,
                folded=text.fold(f"Tập huấn nghiệp vụ số {place}"),
            )
            for place in range(start, min(start + CHUNK, number))
        )


def _class(
    code: str, authority: Organisation, day: date, *, headcount: int
) -> tuple[TrainingClass, CompositionSeat]:
    plan = TrainingPlan.objects.filter(organisation=authority).order_by("pk")[0]
    training_class = TrainingClass.objects.create(
        code=code,
        plan=plan,
        name=f"Lớp {code}",
        state=ClassState.OPEN,
        headcount=headcount,
        starts_on=day + timedelta(days=20),
        ends_on=day + timedelta(days=20),
        deadline=day + timedelta(days=10),
        venue="Hội trường",
        folded=text.fold(f"Lớp {code}"),
    )
    group = CompositionGroup.objects.create(training_class=training_class, order=1, text="Các đơn vị")
    seat = CompositionSeat.objects.create(group=group, order=1, label="Đại biểu", per_unit=2)
    seat.position_kinds.set(PositionKind.objects.all())
    return training_class, seat


def _enrolments(number: int, authority: Organisation, day: date) -> None:
    unit = Organisation.objects.filter(parent=authority).order_by("pk")[0]
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True)[:number])
    for start in range(0, len(people), CHUNK):
        training_class, seat = _class(f"LOP-2024-9{start // CHUNK:03d}", authority, day, headcount=CHUNK)
        invited = InvitedUnit.objects.create(
            training_class=training_class, group=seat.group, organisation=unit, state=AnswerState.SUBMITTED
        )
        Enrolment.objects.bulk_create(
            Enrolment(
                training_class=training_class,
                unit=invited,
                person_id=person,
                seat=seat,
                title="Chuyên viên",
                state=EnrolmentState.SUBMITTED,
                enrolled_at=AT,
            )
            for person in people[start : start + CHUNK]
        )


def board_of(units: int, officer: User, day: date) -> str:
    """The address of the board of a class of this many units, each with two people sent."""
    authority = officer.holdings.get().organisation
    example = Organisation.objects.filter(parent=authority).order_by("pk")[0]
    training_class, seat = _class("LOP-2024-9999", authority, day, headcount=2 * units)
    organisations = [
        Organisation(
            code=f"do-{place}",
            name=f"Đơn vị đo {place}",
            kind=example.kind,
            tier=example.tier,
            parent=authority,
            valid_from=date(2000, 1, 1),
        )
        for place in range(units)
    ]
    for each in organisations:
        each.clean()
    Organisation.objects.bulk_create(organisations)
    invited = InvitedUnit.objects.bulk_create(
        InvitedUnit(
            training_class=training_class, group=seat.group, organisation=each, state=AnswerState.SUBMITTED
        )
        for each in organisations
    )
    people = [Person(code=f"DO-{place:06d}", full_name=f"Người Đo {place}") for place in range(2 * units)]
    for each in people:
        each.clean()
    Person.objects.bulk_create(people)
    Enrolment.objects.bulk_create(
        Enrolment(
            training_class=training_class,
            unit=invited[place // 2],
            person=person,
            seat=seat,
            title="Chuyên viên",
            state=EnrolmentState.SUBMITTED,
            enrolled_at=AT,
        )
        for place, person in enumerate(people)
    )
    return f"/lop/{training_class.code}/"
