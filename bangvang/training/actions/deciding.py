"""What the organiser decides on the lists that units sent."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bangvang.core import text
from bangvang.core.actions import action
from bangvang.core.errors import Finding, RuleViolation
from bangvang.directory.models import User
from bangvang.training import telling
from bangvang.training.models import Enrolment, InvitedUnit
from bangvang.training.policies import enrolment as policies
from bangvang.training.queries import board, checks
from bangvang.training.queries import classes as class_queries
from bangvang.training.workflow import ANSWER, ENROLMENT, ClassState, EnrolmentState


def _needed(reason: str) -> str:
    reason = text.clean(reason)[:500]
    if not reason:
        raise RuleViolation(_("Hãy ghi lý do của quyết định này."), [Finding("reason", _("Chưa ghi lý do."))])
    return reason


def _tell_unit(unit: InvitedUnit, sentence: str, by: User, **values: object) -> None:
    told = {"class": unit.training_class.name, **values}
    telling.units(unit.training_class, [unit.organisation_id], sentence, by.on, told)


@action(policies.can_return_list)
def return_list(unit: InvitedUnit, *, by: User, reason: str) -> InvitedUnit:
    """Send the unit's whole list back for completion."""
    class_queries.lock(unit.training_class)
    reason = _needed(reason)
    ANSWER.move(unit, "return_for_completion", reason=reason, submitted_on=None)
    ENROLMENT.move_all(unit.enrolments.all(), "take_back", seat=None)
    _tell_unit(unit, gettext_noop("Danh sách %(class)s được trả lại: %(reason)s"), by, reason=reason[:200])
    return unit


@action(policies.can_decide)
def return_person(enrolment: Enrolment, *, by: User, reason: str) -> Enrolment:
    """Send one person back: the unit sends another, or the same with an explanation; the others stay sent."""
    unit = enrolment.unit
    class_queries.lock(unit.training_class)
    reason = _needed(reason)
    ENROLMENT.move(enrolment, "return_with_reason", return_reason=reason, seat=None)
    if ANSWER.allows(unit, "return_for_completion"):
        sentence = gettext_noop("Trả lại %(person)s: %(reason)s") % {
            "person": enrolment.person,
            "reason": reason,
        }
        ANSWER.move(unit, "return_for_completion", reason=sentence[:500], submitted_on=None)
    _tell_unit(
        unit,
        gettext_noop("%(person)s trong danh sách %(class)s được trả lại: %(reason)s"),
        by,
        person=enrolment.person,
        reason=reason[:200],
    )
    return enrolment


@action(policies.can_decide)
def accept_exception(enrolment: Enrolment, *, by: User, reason: str) -> Enrolment:
    """Take the person although checks fail; only the problems of this moment are accepted."""
    class_queries.lock(enrolment.unit.training_class)
    reason = _needed(reason)
    found = checks.examine([enrolment.unit]).get(enrolment.pk)
    if found is None or not found.undecided:
        raise RuleViolation(_("Không còn vấn đề nào cần quyết định ở người này."))
    _accept(enrolment, found, reason)
    return enrolment


def _accept(enrolment: Enrolment, found: checks.Checked, reason: str) -> None:
    kinds = {*enrolment.accepted_problems, *(each.kind for each in found.problems)}
    enrolment.accepted_problems, enrolment.exception_reason = sorted(kinds), reason
    enrolment.save(update_fields=["accepted_problems", "exception_reason"])


@action(policies.can_accept_late)
def accept_late(unit: InvitedUnit, *, by: User, reason: str) -> InvitedUnit:
    """Take a list that came after the deadline."""
    unit.late_accepted_reason = _needed(reason)
    unit.save(update_fields=["late_accepted_reason"])
    return unit


@action(policies.can_fill_from_waiting_list)
def take_from_waiting_list(enrolment: Enrolment, *, by: User, reason: str = "") -> Enrolment:
    """Give a waiting person a seat that another left free, or one more with a reason.

    After the class was confirmed the newcomer is confirmed at once and printed on the next supplementary list.
    """
    unit = enrolment.unit
    training_class = class_queries.lock(unit.training_class)
    found = checks.examine([unit])
    taken = sum(
        each.enrolment.state in {EnrolmentState.SUBMITTED, EnrolmentState.CONFIRMED}
        for each in found.values()
    )
    seats = checks.capacity(unit, checks.lines_of([unit])[unit.group_id])
    if taken >= seats:
        total = board.counts(training_class).taken
        limit = training_class.headcount or class_queries.seats_of(training_class).total
        if total >= limit and not text.clean(reason):
            raise RuleViolation(
                _("Lớp đã đủ %(limit)s người. Muốn nhận thêm, hãy ghi lý do.") % {"limit": limit},
                [Finding("reason", _("Chưa ghi lý do."))],
            )
        reason = text.clean(reason)[:500] or gettext_noop("Nhận từ danh sách chờ vào chỗ còn trống của lớp.")
        enrolment.accepted_problems = sorted({*enrolment.accepted_problems, checks.OVER_SEATS})
        enrolment.exception_reason = reason
        enrolment.save(update_fields=["accepted_problems", "exception_reason"])
    ENROLMENT.move(enrolment, "take_from_waiting_list")
    if training_class.state == ClassState.CONFIRMED:
        ENROLMENT.move(enrolment, "confirm")
    _tell_unit(
        unit,
        gettext_noop("%(person)s được nhận từ danh sách chờ vào %(class)s."),
        by,
        person=enrolment.person,
    )
    return enrolment


@action(policies.can_decide_substitution)
def accept_substitution(enrolment: Enrolment, *, by: User, reason: str = "") -> Enrolment:
    """Let the newcomer take the seat of the one they replace; a newcomer with problems needs a reason."""
    unit = enrolment.unit
    training_class = class_queries.lock(unit.training_class)
    leaving = Enrolment.objects.select_related("person").get(substituted_by=enrolment)
    found = checks.examine([unit]).get(enrolment.pk)
    open_problems = [each for each in found.undecided if each.kind != checks.OVER_SEATS] if found else []
    if found and open_problems:
        if not text.clean(reason):
            raise RuleViolation(
                _("%(person)s: %(problem)s Muốn nhận, hãy ghi lý do.")
                % {"person": enrolment.person, "problem": open_problems[0].sentence},
                [Finding("reason", _("Chưa ghi lý do."))],
            )
        _accept(enrolment, found, text.clean(reason)[:500])
    was_extra = checks.OVER_SEATS in leaving.accepted_problems
    if was_extra and checks.OVER_SEATS not in enrolment.accepted_problems:
        enrolment.accepted_problems = sorted({*enrolment.accepted_problems, checks.OVER_SEATS})
        enrolment.save(update_fields=["accepted_problems"])
    seat = leaving.seat
    ENROLMENT.move(leaving, "substitute")
    ENROLMENT.move(enrolment, "submit", seat=seat)
    if training_class.state == ClassState.CONFIRMED:
        ENROLMENT.move(enrolment, "confirm")
    _tell_unit(
        unit,
        gettext_noop("%(new)s được thay %(old)s dự %(class)s."),
        by,
        new=enrolment.person,
        old=leaving.person,
    )
    return enrolment


@action(policies.can_decide_substitution)
def refuse_substitution(enrolment: Enrolment, *, by: User, reason: str) -> Enrolment:
    """Keep the one who was sent."""
    class_queries.lock(enrolment.unit.training_class)
    reason = _needed(reason)
    ENROLMENT.move(enrolment, "withdraw", substitutes=None, return_reason=reason)
    _tell_unit(
        enrolment.unit,
        gettext_noop("Không thay người bằng %(person)s trong danh sách %(class)s: %(reason)s"),
        by,
        person=enrolment.person,
        reason=reason[:200],
    )
    return enrolment
