"""What a unit does with its list: put people on it, take them off, explain, submit, decline, take back.

The standing body does the same for a unit that cannot, and says so: `on_behalf_of` names the unit in the trail.
"""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bangvang.core import clock, text
from bangvang.core.actions import action
from bangvang.core.errors import Finding, NotAllowed, RuleViolation
from bangvang.directory import actions as directory
from bangvang.directory.models import Organisation, Person, PositionKind, User
from bangvang.training import telling
from bangvang.training.models import Enrolment, InvitedUnit
from bangvang.training.policies import enrolment as policies
from bangvang.training.queries import checks
from bangvang.training.queries import classes as class_queries
from bangvang.training.queries import enrolment as queries
from bangvang.training.workflow import ANSWER, ENROLMENT, ClassState, EnrolmentState


def _hold(unit: InvitedUnit) -> InvitedUnit:
    """The unit's answer and its class as they stand now; who comes later waits."""
    class_queries.lock(unit.training_class)
    unit.refresh_from_db(fields=["state"])
    return unit


def _in_hand(unit: InvitedUnit, by: User) -> None:
    """The list is still at the unit: asked again under the lock."""
    if not (verdict := policies.can_enrol(by, _hold(unit))):
        raise NotAllowed(verdict.reason)


def _own_voice(unit: InvitedUnit, by: User, on_behalf_of: Organisation | None) -> bool:
    """Is it true that the organiser speaks for the unit? Then the trail must name the unit."""
    for_unit = not policies.is_of_unit(by, unit)
    if for_unit and on_behalf_of != unit.organisation:
        raise NotAllowed(_("Nhập thay đơn vị thì phải ghi rõ đơn vị được nhập thay."))
    return for_unit


@action(policies.can_enrol)
def enrol(
    unit: InvitedUnit,
    *,
    by: User,
    person: Person,
    note: str = "",
    on_behalf_of: Organisation | None = None,
) -> Enrolment:
    """Put a person on the unit's list."""
    _in_hand(unit, by)
    return _put_on_list(unit, by, person, note, is_for_unit=_own_voice(unit, by, on_behalf_of))


@action(policies.can_enrol, private=("birth_date", "phone", "email"))
def enrol_new(
    unit: InvitedUnit,
    *,
    by: User,
    on: date,
    full_name: str,
    title: str,
    kind: PositionKind,
    in_charge: bool = False,
    birth_date: date | None = None,
    phone: str = "",
    email: str = "",
    is_another: bool = False,
    note: str = "",
    on_behalf_of: Organisation | None = None,
) -> Enrolment:
    """Put somebody on the list whom the directory does not know yet."""
    _in_hand(unit, by)
    is_for_unit = _own_voice(unit, by, on_behalf_of)
    person = directory.register_person(
        unit.organisation,
        by=by,
        full_name=full_name,
        title=title,
        kind=kind,
        valid_from=on,
        in_charge=in_charge,
        birth_date=birth_date,
        phone=phone,
        email=email,
        is_another=is_another,
    )
    return _put_on_list(unit, by, person, note, is_for_unit=is_for_unit)


def _put_on_list(unit: InvitedUnit, by: User, person: Person, note: str, *, is_for_unit: bool) -> Enrolment:
    """One line of the list, within an action that has asked its own policy."""
    training_class = unit.training_class
    day = training_class.starts_on or training_class.period_from
    position = queries.position_of(person, unit.organisation, day)
    enrolment = Enrolment(
        training_class=training_class,
        unit=unit,
        person=person,
        title=position.title if position else "",
        unit_note=text.clean(note)[:500],
        entered_on_behalf=is_for_unit,
        enrolled_at=clock.now(),
    )
    try:
        with transaction.atomic():
            enrolment.save(force_insert=True)
    except IntegrityError:
        raise RuleViolation(
            _("%(person)s đã có trong danh sách của lớp.") % {"person": person},
            [Finding("person", _("Người này đã có trong danh sách của lớp."))],
        ) from None
    return enrolment


@action(policies.can_withdraw)
def withdraw(
    enrolment: Enrolment, *, by: User, reason: str = "", on_behalf_of: Organisation | None = None
) -> Enrolment:
    """Take a person off the list."""
    unit = _hold(enrolment.unit)
    if not policies.is_of_unit(by, unit) and not text.clean(reason):
        raise RuleViolation(_("Hãy ghi lý do rút người này."), [Finding("reason", _("Chưa ghi lý do."))])
    also = {"return_reason": text.clean(reason)[:500]} if text.clean(reason) else {}
    was_told = enrolment.state in {EnrolmentState.SUBMITTED, EnrolmentState.CONFIRMED}
    if enrolment.substitutes_id and enrolment.state == EnrolmentState.PROPOSED:
        also["substitutes"] = None  # type: ignore[assignment]  # so that another newcomer may be proposed
    ENROLMENT.move(enrolment, "withdraw", **also)
    if was_told and not policies.is_of_unit(by, unit):
        telling.units(
            unit.training_class,
            [unit.organisation_id],
            gettext_noop("%(person)s được rút khỏi danh sách %(class)s: %(reason)s"),
            by.on,
            {
                "person": enrolment.person,
                "class": unit.training_class.name,
                "reason": text.clean(reason)[:200],
            },
        )
    return enrolment


@action(policies.can_explain)
def explain(enrolment: Enrolment, *, by: User, note: str) -> Enrolment:
    """Say why this person is sent although a check fails."""
    _in_hand(enrolment.unit, by)
    enrolment.unit_note = text.clean(note)[:500]
    enrolment.save(update_fields=["unit_note"])
    return enrolment


@action(policies.can_propose_again)
def propose_again(enrolment: Enrolment, *, by: User, note: str) -> Enrolment:
    """Send a returned person again, with an explanation."""
    _in_hand(enrolment.unit, by)
    if not text.clean(note):
        raise RuleViolation(
            _("Hãy ghi giải trình khi cử lại người đã bị trả lại."),
            [Finding("note", _("Chưa ghi giải trình."))],
        )
    ENROLMENT.move(enrolment, "propose_again", unit_note=text.clean(note)[:500])
    return enrolment


@action(policies.can_enrol)
def hand_to_head(unit: InvitedUnit, *, by: User) -> InvitedUnit:
    """The focal point has prepared the list: the head is told that it waits to be submitted."""
    _in_hand(unit, by)
    if not Enrolment.objects.filter(unit=unit, state__in=checks.LIVE).exists():
        raise RuleViolation(_("Danh sách chưa có ai nên chưa trình được."))
    telling.heads(
        unit,
        gettext_noop("%(who)s trình danh sách dự %(class)s để anh, chị nộp."),
        by.on,
        {"who": by, "class": unit.training_class.name},
    )
    return unit


@action(policies.can_submit)
def submit(
    unit: InvitedUnit,
    *,
    by: User,
    on: date,
    note: str = "",
    on_behalf_of: Organisation | None = None,
) -> InvitedUnit:
    """Hand the unit's list to the organiser. People beyond the seats go to the waiting list."""
    _hold(unit)
    is_for_unit = _own_voice(unit, by, on_behalf_of)
    if unit.training_class.state != ClassState.OPEN:
        raise NotAllowed(policies.CLASS_NOT_OPEN)
    examined = checks.examine([unit])
    listed = [
        each
        for each in examined.values()
        if each.enrolment.state == EnrolmentState.PROPOSED and not each.enrolment.substitutes_id
    ]
    sent = [each for each in examined.values() if each.enrolment.state in checks.SENT]
    findings = [
        Finding(
            each.enrolment.person.code,
            _("%(person)s: %(problem)s Hãy ghi giải trình hoặc thay người.")
            % {"person": each.enrolment.person, "problem": each.to_explain[0].sentence},
        )
        for each in listed
        if each.to_explain and not each.enrolment.unit_note
    ]
    if not listed and not sent:
        findings.append(
            Finding("list", _("Danh sách chưa có ai. Nếu không cử được người, hãy chọn “Không cử người”."))
        )
    deadline = unit.training_class.deadline
    is_late = deadline is not None and on > deadline
    note = text.clean(note)[:500]
    if is_late and not note:
        findings.append(Finding("note", _("Đã quá hạn nộp danh sách: hãy ghi lý do nộp muộn.")))
    if findings:
        raise RuleViolation(_("Chưa nộp được danh sách. Hãy hoàn thiện các chỗ nêu dưới đây."), findings)
    ANSWER.move(
        unit,
        "submit",
        submitted_on=on,
        entered_on_behalf=is_for_unit,
        note=note,
        reason="",
        late_accepted_reason="" if is_late else unit.late_accepted_reason,
    )
    for each in listed:
        step = "submit" if each.is_seated or _is_extra(each) else "put_on_waiting_list"
        ENROLMENT.move(each.enrolment, step, seat=each.seat)
    if is_late:
        telling.organisers(
            unit.training_class,
            gettext_noop("%(unit)s nộp danh sách %(class)s sau hạn."),
            by.on,
            {"unit": unit.organisation, "class": unit.training_class.name},
        )
    return unit


def _is_extra(each: checks.Checked) -> bool:
    """The organiser has already agreed to this person beyond the unit's seats."""
    return checks.OVER_SEATS in each.enrolment.accepted_problems


@action(policies.can_decline)
def decline(
    unit: InvitedUnit,
    *,
    by: User,
    on: date,
    reason: str,
    on_behalf_of: Organisation | None = None,
) -> InvitedUnit:
    """Answer that the unit sends nobody, and why."""
    _hold(unit)
    is_for_unit = _own_voice(unit, by, on_behalf_of)
    reason = text.clean(reason)[:500]
    if not reason:
        raise RuleViolation(_("Hãy ghi lý do không cử người."), [Finding("reason", _("Chưa ghi lý do."))])
    if Enrolment.objects.filter(unit=unit, state__in=checks.LIVE).exists():
        raise RuleViolation(
            _("Danh sách còn người. Hãy rút hết tên trong danh sách trước khi trả lời không cử người.")
        )
    ANSWER.move(unit, "decline", submitted_on=on, entered_on_behalf=is_for_unit, reason=reason)
    telling.organisers(
        unit.training_class,
        gettext_noop("%(unit)s không cử người dự %(class)s: %(reason)s"),
        by.on,
        {"unit": unit.organisation, "class": unit.training_class.name, "reason": reason[:200]},
    )
    return unit


@action(policies.can_take_back)
def take_back(unit: InvitedUnit, *, by: User) -> InvitedUnit:
    """Take the list back to mend it, before the deadline."""
    _hold(unit)
    ANSWER.move(unit, "take_back", submitted_on=None, reason="", entered_on_behalf=False)
    _unsend(unit)
    return unit


def _unsend(unit: InvitedUnit) -> None:
    """What was sent is at the unit again; what an officer returned stays returned."""
    ENROLMENT.move_all(unit.enrolments.all(), "take_back", seat=None)


@action(policies.can_propose_substitution)
def propose_substitution(
    enrolment: Enrolment,
    *,
    by: User,
    person: Person,
    reason: str,
    on_behalf_of: Organisation | None = None,
) -> Enrolment:
    """Ask to send another person in place of one already sent; the organiser decides."""
    unit = _hold(enrolment.unit)
    is_for_unit = _own_voice(unit, by, on_behalf_of)
    reason = text.clean(reason)
    if not reason:
        raise RuleViolation(_("Hãy ghi lý do thay người."), [Finding("reason", _("Chưa ghi lý do."))])
    if Enrolment.objects.filter(substitutes=enrolment).exists():
        raise RuleViolation(
            _("Đã có đề nghị thay %(person)s. Hãy rút đề nghị đó trước.") % {"person": enrolment.person}
        )
    newcomer = _put_on_list(unit, by, person, reason, is_for_unit=is_for_unit)
    newcomer.substitutes = enrolment
    newcomer.save(update_fields=["substitutes"])
    telling.organisers(
        unit.training_class,
        gettext_noop("%(unit)s đề nghị thay người dự %(class)s."),
        by.on,
        {"unit": unit.organisation, "class": unit.training_class.name},
    )
    return newcomer
