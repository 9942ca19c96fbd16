"""What the standing body does with a class before, while and after lists come in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bangvang.core import text
from bangvang.core.actions import action
from bangvang.core.errors import Finding, RuleViolation
from bangvang.directory.models import Organisation, PositionKind, User
from bangvang.training import building, telling
from bangvang.training.models import (
    CompositionGroup,
    CompositionSeat,
    Enrolment,
    InvitedUnit,
    TrainingClass,
    TrainingPlan,
)
from bangvang.training.policies import classes as policies
from bangvang.training.queries import checks
from bangvang.training.queries import classes as queries
from bangvang.training.workflow import ANSWER, CLASS, AnswerState, ClassState


@action(policies.can_create_classes)
def create_classes(plan: TrainingPlan, *, by: User) -> list[TrainingClass]:
    """Make the classes that the issued plan names, and tell the standing body that they wait to be prepared."""
    made = [
        building.add_class(plan, order, each) for order, each in enumerate(plan.structure["classes"], start=1)
    ]
    plan.class_codes = [each.code for each in made]
    plan.save(update_fields=["class_codes"])
    for each in made:
        telling.organisers(
            each, gettext_noop("Kế hoạch đã ban hành: hãy chuẩn bị %(class)s."), by.on, {"class": each.name}
        )
    return made


@action(policies.can_prepare)
def prepare(
    training_class: TrainingClass,
    *,
    by: User,
    starts_on: date,
    ends_on: date,
    starts_at: time | None,
    venue: str,
    deadline: date,
) -> TrainingClass:
    """Set when and where, and until when units answer. Of an open class the units and people are told."""
    queries.lock(training_class)
    findings = []
    if ends_on < starts_on:
        findings.append(Finding("ends_on", _("Ngày bế giảng phải từ ngày khai giảng trở đi.")))
    if deadline >= starts_on:
        findings.append(Finding("deadline", _("Hạn nộp danh sách phải trước ngày khai giảng.")))
    if not text.clean(venue):
        findings.append(Finding("venue", _("Hãy ghi địa điểm.")))
    if findings:
        raise RuleViolation(_("Chưa lưu được lịch của lớp. Hãy sửa các chỗ nêu dưới đây."), findings)
    was = (training_class.starts_on, training_class.ends_on, training_class.starts_at, training_class.venue)
    training_class.starts_on, training_class.ends_on = starts_on, ends_on
    training_class.starts_at, training_class.venue = starts_at, text.clean(venue)[:200]
    training_class.deadline = deadline
    training_class.save(update_fields=["starts_on", "ends_on", "starts_at", "venue", "deadline"])
    now = (starts_on, ends_on, starts_at, training_class.venue)
    if training_class.state == ClassState.OPEN and was != now:
        told = {"class": training_class.name, "day": starts_on, "venue": training_class.venue}
        sentence = gettext_noop("%(class)s đổi lịch: ngày %(day)s, tại %(venue)s.")
        units = [unit.organisation_id for unit in queries.units_of(training_class)]
        telling.units(training_class, units, sentence, by.on, told)
        telling.people(training_class, sentence, told)
    return training_class


@dataclass(frozen=True, slots=True)
class SeatLine:
    """Which positions each unit of the line sends, and how many."""

    label: str
    kinds: tuple[str, ...]
    per_unit: int
    accepts_in_charge: bool = False


@action(policies.can_map)
def map_group(
    group: CompositionGroup, *, by: User, organisations: Sequence[Organisation], seats: Sequence[SeatLine]
) -> CompositionGroup:
    """Say which organisations a composition line means and whom each of them sends."""
    training_class = queries.lock(group.training_class)
    findings = []
    for place, seat in enumerate(seats):
        if seat.per_unit < 1:
            findings.append(Finding(f"seats-{place}-per_unit", _("Số người mỗi đơn vị phải từ 1 trở lên.")))
        if not seat.kinds and not seat.accepts_in_charge:
            findings.append(Finding(f"seats-{place}-kinds", _("Hãy chọn ít nhất một nhóm chức vụ.")))
    if not seats:
        findings.append(Finding("seats", _("Hãy ghi ít nhất một dòng chức vụ và số người.")))
    elsewhere = InvitedUnit.objects.filter(
        training_class=training_class, organisation__in=[each.pk for each in organisations]
    ).exclude(group=group)
    for unit in elsewhere.select_related("organisation", "group").order_by("organisation__sort_key", "pk"):
        if unit.state == AnswerState.CLOSED:
            unit.group = group
            unit.save(update_fields=["group"])
            continue
        findings.append(
            Finding(
                "organisations",
                _("%(unit)s đã được mời ở dòng thành phần %(line)s.")
                % {"unit": unit.organisation, "line": unit.group.order},
            )
        )
    if findings:
        raise RuleViolation(_("Chưa lưu được dòng thành phần. Hãy sửa các chỗ nêu dưới đây."), findings)
    before = queries.seats_of(training_class).total
    _set_seats(group, seats)
    added = _set_units(group, organisations)
    after = queries.seats_of(training_class)
    if after.total != before and training_class.seats_decision:
        training_class.seats_decision = ""
        training_class.save(update_fields=["seats_decision"])
    if training_class.state == ClassState.OPEN:
        if not after.fits and not training_class.seats_decision:
            raise RuleViolation(
                _("Lớp đang nhận danh sách nên số chỗ phải khớp số lượng: %(told)s")
                % {"told": after.sentence}
            )
        telling.invited(training_class, added, by)
    return group


def _set_seats(group: CompositionGroup, seats: Sequence[SeatLine]) -> None:
    """Lines that stay keep their rows, so that people already seated keep their seats."""
    kinds = {each.pk: each for each in PositionKind.objects.order_by("rank", "key")}
    existing = list(group.seats.order_by("order", "pk"))
    for place, line in enumerate(seats):
        row = existing[place] if place < len(existing) else CompositionSeat(group=group)
        row.order, row.per_unit = place + 1, line.per_unit
        row.label, row.accepts_in_charge = text.clean(line.label)[:200], line.accepts_in_charge
        row.save()
        row.position_kinds.set([kinds[key] for key in line.kinds])
    for row in existing[len(seats) :]:
        Enrolment.objects.filter(seat=row).update(seat=None)
        row.delete()


def _set_units(group: CompositionGroup, organisations: Sequence[Organisation]) -> list[int]:
    """Invite who is new, close or remove who is no longer meant; returns the organisations newly invited."""
    invited = {unit.organisation_id: unit for unit in group.invited_units.select_related("organisation")}
    wanted = {each.pk: each for each in organisations}
    for key, unit in invited.items():
        if key in wanted or unit.state == AnswerState.CLOSED:
            continue
        unit.training_class = group.training_class
        if unit.enrolments.exists():
            if unit.enrolments.filter(state__in=checks.LIVE).exists():
                raise RuleViolation(
                    _("%(unit)s đã cử người nên chưa bỏ được. Hãy rút những người đó khỏi danh sách trước.")
                    % {"unit": unit.organisation}
                )
            ANSWER.move(unit, "close")
        else:
            unit.delete()
    added = []
    for key in wanted:
        known = (
            invited.get(key)
            or InvitedUnit.objects.filter(training_class=group.training_class, organisation=key).first()
        )
        if known is None:
            InvitedUnit.objects.create(
                training_class=group.training_class, group=group, organisation=wanted[key]
            )
            added.append(key)
        elif known.state == AnswerState.CLOSED:
            ANSWER.move(known, "invite_again", group=group)
            added.append(key)
    return added


@action(policies.can_prepare)
def set_unit_seats(
    training_class: TrainingClass, *, by: User, seats: Mapping[str, int | None]
) -> TrainingClass:
    """Give some units a number of seats of their own; None returns them to their line's number."""
    queries.lock(training_class)
    units = {unit.organisation.code: unit for unit in queries.units_of(training_class)}
    changed = [
        unit
        for code, number in seats.items()
        if (unit := units.get(code)) is not None and unit.seats_override != number
    ]
    for unit in changed:
        unit.seats_override = seats[unit.organisation.code]
        unit.save(update_fields=["seats_override"])
    if changed and training_class.seats_decision:
        training_class.seats_decision = ""
        training_class.save(update_fields=["seats_decision"])
    return training_class


@action(policies.can_prepare)
def decide_seats(training_class: TrainingClass, *, by: User, reason: str) -> TrainingClass:
    """Accept that seats and headcount differ, with a written reason."""
    queries.lock(training_class)
    reason = text.clean(reason)
    if not reason:
        raise RuleViolation(
            _("Hãy ghi lý do số chỗ khác số lượng của kế hoạch."), [Finding("reason", _("Chưa ghi lý do."))]
        )
    training_class.seats_decision = reason[:500]
    training_class.save(update_fields=["seats_decision"])
    return training_class


@action(policies.can_open)
def open_enrolment(training_class: TrainingClass, *, by: User, on: date) -> TrainingClass:
    """Let units send their people, and tell them."""
    queries.lock(training_class)
    missing = queries.missing_before_opening(training_class, queries.seats_of(training_class), on)
    if missing:
        raise RuleViolation(
            _("Chưa mở nhận danh sách được. Hãy giải quyết các việc nêu dưới đây."),
            [Finding(each.kind, each.sentence) for each in missing],
        )
    CLASS.move(training_class, "open", opened_on=training_class.opened_on or on)
    telling.invited(training_class, [unit.organisation_id for unit in queries.units_of(training_class)], by)
    return training_class


@action(policies.can_cancel)
def cancel_class(training_class: TrainingClass, *, by: User, reason: str) -> TrainingClass:
    """Call a class off, with a reason that units and people read."""
    reason = text.clean(reason)
    if not reason:
        raise RuleViolation(_("Hãy ghi lý do hủy lớp."), [Finding("reason", _("Chưa ghi lý do."))])
    building.call_off(training_class, by, reason)
    return training_class


@action(policies.can_mark_held)
def mark_held(training_class: TrainingClass, *, by: User) -> TrainingClass:
    """Record that the class took place."""
    CLASS.move(training_class, "mark_held")
    return training_class
