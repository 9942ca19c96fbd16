"""Who may prepare, open, confirm, move and see a class."""

from django.utils.translation import gettext_lazy as _

from bangvang.core.policy import ALLOWED, Verdict, denied
from bangvang.directory.models import Role, User
from bangvang.training.models import ClassList, CompositionGroup, TrainingClass, TrainingPlan
from bangvang.training.workflow import CLASS, ClassState

ONLY_STANDING_BODY = _("Chỉ cơ quan thường trực của cơ quan ban hành kế hoạch được làm việc này.")


def is_organiser(user: User, training_class: TrainingClass) -> bool:
    """Is it true that the person is of the standing body that runs this class?"""
    return user.holds(Role.STANDING_BODY, training_class.plan.organisation_id)


def sees_everything(user: User, training_class: TrainingClass) -> bool:
    """Is it true that the person may see every unit's people: the organiser, who signs, who inspects?"""
    return any(
        user.holds(role, training_class.plan.organisation_id)
        for role in (Role.STANDING_BODY, Role.SIGNATORY, Role.INSPECTOR)
    )


def _organiser(user: User, training_class: TrainingClass) -> Verdict:
    return ALLOWED if is_organiser(user, training_class) else denied(ONLY_STANDING_BODY)


def can_create_classes(user: User, plan: TrainingPlan) -> Verdict:
    """Classes come into being with the plan, so whoever may issue it or prepared it may make them."""
    if any(user.holds(role, plan.organisation_id) for role in (Role.STANDING_BODY, Role.SIGNATORY)):
        return ALLOWED
    return denied(_("Chỉ cơ quan thường trực hoặc người ký kế hoạch được lập lớp theo kế hoạch."))


def can_see_board(user: User, training_class: TrainingClass) -> Verdict:
    """Names of other units' people are not for units."""
    if sees_everything(user, training_class):
        return ALLOWED
    return denied(_("Chỉ cơ quan tổ chức lớp được xem danh sách của tất cả các đơn vị."))


def can_prepare(user: User, training_class: TrainingClass) -> Verdict:
    """Dates, venue, units and seats are set before opening, and may be mended while lists come in."""
    if not (verdict := _organiser(user, training_class)):
        return verdict
    if training_class.state not in {ClassState.PREPARED, ClassState.OPEN}:
        return denied(_("Lớp đã chốt danh sách hoặc đã kết thúc nên không sửa được nữa."))
    return ALLOWED


def can_map(user: User, group: CompositionGroup) -> Verdict:
    """A composition line is mapped by whoever prepares its class."""
    return can_prepare(user, group.training_class)


def can_open(user: User, training_class: TrainingClass) -> Verdict:
    """Opening tells every unit, so it happens once."""
    if not (verdict := _organiser(user, training_class)):
        return verdict
    if not CLASS.allows(training_class, "open"):
        return denied(_("Lớp đã được mở nhận danh sách."))
    return ALLOWED


def can_confirm(user: User, training_class: TrainingClass) -> Verdict:
    """Only what is open can be confirmed."""
    if not (verdict := _organiser(user, training_class)):
        return verdict
    if training_class.state == ClassState.CONFIRMED:
        return denied(_("Danh sách lớp đã được chốt trước đó. Hãy tải lại trang để xem."))
    if not CLASS.allows(training_class, "confirm"):
        return denied(_("Chỉ chốt được danh sách khi lớp đang nhận danh sách."))
    return ALLOWED


def can_call(user: User, training_class: TrainingClass) -> Verdict:
    """The letter that asks for lists goes out while lists come in."""
    if not (verdict := _organiser(user, training_class)):
        return verdict
    if training_class.state != ClassState.OPEN:
        return denied(_("Công văn đề nghị cử người chỉ ban hành khi lớp đang nhận danh sách."))
    return ALLOWED


def can_reopen(user: User, training_class: TrainingClass) -> Verdict:
    """A confirmed list may be opened again, with a reason."""
    if not (verdict := _organiser(user, training_class)):
        return verdict
    if not CLASS.allows(training_class, "reopen"):
        return denied(_("Chỉ mở lại được lớp đã chốt danh sách và chưa tổ chức."))
    return ALLOWED


def can_supplement(user: User, training_class: TrainingClass) -> Verdict:
    """A supplementary list follows a confirmed one."""
    if not (verdict := _organiser(user, training_class)):
        return verdict
    if training_class.state != ClassState.CONFIRMED:
        return denied(_("Danh sách bổ sung chỉ lập sau khi đã chốt danh sách chính thức."))
    return ALLOWED


def can_mark_held(user: User, training_class: TrainingClass) -> Verdict:
    """A class was held when its last day has come."""
    if not (verdict := _organiser(user, training_class)):
        return verdict
    if not CLASS.allows(training_class, "mark_held"):
        return denied(_("Chỉ ghi nhận đã tổ chức với lớp đã chốt danh sách."))
    if user.on is None or training_class.ends_on is None or training_class.ends_on > user.on:
        return denied(_("Lớp chưa đến ngày bế giảng."))
    return ALLOWED


def can_cancel(user: User, training_class: TrainingClass) -> Verdict:
    """A class that was held is history."""
    if not (verdict := _organiser(user, training_class)):
        return verdict
    if not CLASS.allows(training_class, "cancel"):
        return denied(_("Lớp đã tổ chức hoặc đã hủy."))
    return ALLOWED


def can_see_list(user: User, class_list: ClassList) -> Verdict:
    """The issued list holds everybody's names."""
    return can_see_board(user, class_list.training_class)
