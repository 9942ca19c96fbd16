"""Who may send people to a class, submit a unit's list and decide on it."""

from django.utils.translation import gettext_lazy as _

from bangvang.core.policy import ALLOWED, Verdict, denied
from bangvang.directory.models import Role, User
from bangvang.training.models import Enrolment, InvitedUnit
from bangvang.training.policies import classes
from bangvang.training.workflow import ANSWER, ENROLMENT, AnswerState, ClassState, EnrolmentState

EDITABLE = frozenset({AnswerState.AWAITED, AnswerState.RETURNED})
CLASS_NOT_OPEN = _("Lớp không ở giai đoạn nhận danh sách.")
DEADLINE_PASSED = _("Đã quá hạn nộp danh sách. Hãy đề nghị cơ quan tổ chức lớp trả lại danh sách để sửa.")


def is_of_unit(user: User, unit: InvitedUnit) -> bool:
    """Is it true that the person answers for this unit?"""
    return any(user.holds(role, unit.organisation_id) for role in (Role.FOCAL_POINT, Role.UNIT_HEAD))


def is_head_of(user: User, unit: InvitedUnit) -> bool:
    """Is it true that the person is head of this unit?"""
    return user.holds(Role.UNIT_HEAD, unit.organisation_id)


def is_organiser(user: User, unit: InvitedUnit) -> bool:
    """Is it true that the person runs the class?"""
    return classes.is_organiser(user, unit.training_class)


def _of_unit_or_organiser(user: User, unit: InvitedUnit) -> Verdict:
    if is_of_unit(user, unit) or is_organiser(user, unit):
        return ALLOWED
    return denied(
        _("Chỉ cán bộ phụ trách, thủ trưởng của đơn vị hoặc cơ quan tổ chức lớp được làm việc này.")
    )


def _head_or_organiser(user: User, unit: InvitedUnit) -> Verdict:
    if is_head_of(user, unit) or is_organiser(user, unit):
        return ALLOWED
    return denied(_("Chỉ thủ trưởng đơn vị được nộp danh sách hoặc trả lời thay cho đơn vị."))


def _organiser_only(user: User, unit: InvitedUnit) -> Verdict:
    return ALLOWED if is_organiser(user, unit) else denied(classes.ONLY_STANDING_BODY)


def _class_is_open(unit: InvitedUnit) -> Verdict:
    return ALLOWED if unit.training_class.state == ClassState.OPEN else denied(CLASS_NOT_OPEN)


def _is_past_deadline(user: User, unit: InvitedUnit) -> bool:
    deadline = unit.training_class.deadline
    return user.on is not None and deadline is not None and user.on > deadline


def can_enrol(user: User, unit: InvitedUnit) -> Verdict:
    """People are added while the list is at the unit; a late list may still be made, and is judged as late."""
    if not (verdict := _of_unit_or_organiser(user, unit)) or not (verdict := _class_is_open(unit)):
        return verdict
    if unit.state not in EDITABLE:
        return denied(_("Danh sách của đơn vị đã được trả lời. Hãy lấy lại danh sách trước khi sửa."))
    return ALLOWED


def can_submit(user: User, unit: InvitedUnit) -> Verdict:
    """The focal point prepares, the head submits."""
    if not (verdict := _head_or_organiser(user, unit)) or not (verdict := _class_is_open(unit)):
        return verdict
    if not ANSWER.allows(unit, "submit"):
        return denied(_("Danh sách của đơn vị đã được nộp hoặc đơn vị đã trả lời."))
    return ALLOWED


def can_decline(user: User, unit: InvitedUnit) -> Verdict:
    """To send nobody is an answer too."""
    if not (verdict := _head_or_organiser(user, unit)) or not (verdict := _class_is_open(unit)):
        return verdict
    if not ANSWER.allows(unit, "decline"):
        return denied(_("Đơn vị đã trả lời. Hãy lấy lại danh sách trước khi trả lời khác."))
    return ALLOWED


def can_take_back(user: User, unit: InvitedUnit) -> Verdict:
    """Until the deadline the unit may mend what it sent."""
    if not (verdict := _class_is_open(unit)):
        return verdict
    if not is_of_unit(user, unit):
        return denied(_("Chỉ đơn vị được lấy lại danh sách của mình; cơ quan tổ chức lớp dùng “Trả lại”."))
    if not ANSWER.allows(unit, "take_back"):
        return denied(_("Danh sách đang ở đơn vị."))
    if _is_past_deadline(user, unit):
        return denied(DEADLINE_PASSED)
    return ALLOWED


def can_return_list(user: User, unit: InvitedUnit) -> Verdict:
    """The organiser sends a list back for completion."""
    if not (verdict := _organiser_only(user, unit)) or not (verdict := _class_is_open(unit)):
        return verdict
    if not ANSWER.allows(unit, "return_for_completion"):
        return denied(_("Danh sách đang ở đơn vị nên không cần trả lại."))
    return ALLOWED


def can_accept_late(user: User, unit: InvitedUnit) -> Verdict:
    """Late means submitted after the deadline, and not accepted yet."""
    if not (verdict := _organiser_only(user, unit)) or not (verdict := _class_is_open(unit)):
        return verdict
    deadline = unit.training_class.deadline
    if unit.submitted_on is None or deadline is None or unit.submitted_on <= deadline:
        return denied(_("Danh sách của đơn vị không nộp muộn."))
    return ALLOWED


def can_move_unit(user: User, unit: InvitedUnit) -> Verdict:
    """Between classes of one plan, while neither list is confirmed."""
    if not (verdict := _organiser_only(user, unit)):
        return verdict
    if unit.training_class.state not in {ClassState.PREPARED, ClassState.OPEN}:
        return denied(_("Chỉ chuyển đơn vị khi lớp đang chuẩn bị hoặc đang nhận danh sách."))
    return ALLOWED


def can_withdraw(user: User, enrolment: Enrolment) -> Verdict:
    """The unit takes a name out of the list it holds; the organiser may at any time before the class is held."""
    unit = enrolment.unit
    if not (verdict := _of_unit_or_organiser(user, unit)):
        return verdict
    if not ENROLMENT.allows(enrolment, "withdraw"):
        return denied(_("Người này không còn trong danh sách."))
    if is_organiser(user, unit) and unit.training_class.state in {ClassState.OPEN, ClassState.CONFIRMED}:
        return ALLOWED
    if enrolment.substitutes_id and enrolment.state == EnrolmentState.PROPOSED:
        return ALLOWED
    return can_enrol(user, unit)


def can_explain(user: User, enrolment: Enrolment) -> Verdict:
    """Why this person, although a check fails: said while the list is at the unit."""
    return can_enrol(user, enrolment.unit)


def can_propose_again(user: User, enrolment: Enrolment) -> Verdict:
    """A returned person may be sent again, with an explanation."""
    if not ENROLMENT.allows(enrolment, "propose_again"):
        return denied(_("Chỉ cử lại được người đã bị trả lại."))
    return can_enrol(user, enrolment.unit)


def can_decide(user: User, enrolment: Enrolment) -> Verdict:
    """Exceptions and returns are decided on people who were sent."""
    if not (verdict := _organiser_only(user, enrolment.unit)):
        return verdict
    if not (verdict := _class_is_open(enrolment.unit)):
        return verdict
    if enrolment.state not in {EnrolmentState.SUBMITTED, EnrolmentState.WAITING}:
        return denied(_("Chỉ quyết định được với người mà đơn vị đã cử."))
    return ALLOWED


def can_fill_from_waiting_list(user: User, enrolment: Enrolment) -> Verdict:
    """Also after confirming: the newcomer is then printed on a supplementary list."""
    if not (verdict := _organiser_only(user, enrolment.unit)):
        return verdict
    if enrolment.unit.training_class.state not in {ClassState.OPEN, ClassState.CONFIRMED}:
        return denied(CLASS_NOT_OPEN)
    if not ENROLMENT.allows(enrolment, "take_from_waiting_list"):
        return denied(_("Người này không ở trong danh sách chờ."))
    return ALLOWED


def can_propose_substitution(user: User, enrolment: Enrolment) -> Verdict:
    """Somebody else for a person already sent: asked by the unit's head or entered by the organiser."""
    if not (verdict := _head_or_organiser(user, enrolment.unit)):
        return verdict
    if enrolment.unit.training_class.state not in {ClassState.OPEN, ClassState.CONFIRMED}:
        return denied(CLASS_NOT_OPEN)
    if not ENROLMENT.allows(enrolment, "substitute"):
        return denied(_("Chỉ đề nghị thay người đã được cử."))
    return ALLOWED


def can_decide_substitution(user: User, enrolment: Enrolment) -> Verdict:
    """`enrolment` is the newcomer."""
    if not (verdict := _organiser_only(user, enrolment.unit)):
        return verdict
    if enrolment.substitutes_id is None or enrolment.state != EnrolmentState.PROPOSED:
        return denied(_("Không còn đề nghị thay người này."))
    if enrolment.unit.training_class.state not in {ClassState.OPEN, ClassState.CONFIRMED}:
        return denied(CLASS_NOT_OPEN)
    return ALLOWED


def can_see(user: User, enrolment: Enrolment) -> Verdict:
    """A unit sees its own people, the organiser all."""
    if is_of_unit(user, enrolment.unit) or classes.sees_everything(user, enrolment.unit.training_class):
        return ALLOWED
    return denied(_("Thông tin này thuộc đơn vị khác."))
