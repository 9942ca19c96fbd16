"""Who may read in, correct, send, sign, amend and cancel a training plan, and why not."""

from django.utils.translation import gettext_lazy as _

from bangvang.core.policy import ALLOWED, Verdict, denied
from bangvang.directory.models import Organisation, Role, User
from bangvang.training.models import TrainingPlan
from bangvang.training.workflow import PLAN, PlanState


def can_draft(user: User, organisation: Organisation) -> Verdict:
    """The standing body reads plans in and writes them."""
    if not user.holds(Role.STANDING_BODY, organisation):
        return denied(_("Chỉ cơ quan thường trực được đưa kế hoạch vào hệ thống."))
    return ALLOWED


def _standing_body_may(user: User, plan: TrainingPlan, step: str) -> Verdict:
    if not user.holds(Role.STANDING_BODY, plan.organisation_id):
        return denied(_("Chỉ cơ quan thường trực được làm việc này."))
    return _from_here(plan, step)


def _from_here(plan: TrainingPlan, step: str) -> Verdict:
    if not PLAN.allows(plan, step):
        return denied(_("Kế hoạch đang ở trạng thái “%(state)s”.") % {"state": PLAN.labels[plan.state]})
    return ALLOWED


def can_correct(user: User, plan: TrainingPlan) -> Verdict:
    """The standing body corrects a draft; once it lies before the signatory it is not touched."""
    if not user.holds(Role.STANDING_BODY, plan.organisation_id):
        return denied(_("Chỉ cơ quan thường trực được sửa kế hoạch."))
    if plan.state == PlanState.AWAITING_SIGNATURE:
        return denied(_("Kế hoạch đang chờ ký. Muốn sửa, hãy đề nghị người ký trả lại."))
    if plan.state != PlanState.DRAFT:
        return denied(_("Kế hoạch đã ban hành không sửa được. Hãy lập kế hoạch thay thế."))
    return ALLOWED


def can_send_for_signature(user: User, plan: TrainingPlan) -> Verdict:
    """The standing body sends; what is still missing is told by the action."""
    return _standing_body_may(user, plan, "send_for_signature")


def can_return(user: User, plan: TrainingPlan) -> Verdict:
    """The signatory gives the plan back to be corrected."""
    if not user.holds(Role.SIGNATORY, plan.organisation_id):
        return denied(_("Chỉ người ký được trả lại kế hoạch."))
    return _from_here(plan, "return_for_correction")


def can_issue(user: User, plan: TrainingPlan) -> Verdict:
    """The signatory issues. The standing body may record the issue of a paper signed by hand, entering its number.

    Which of the two it was stands in the trail: the action's actor, and `from_paper_register` on the paper.
    """
    if not (
        user.holds(Role.SIGNATORY, plan.organisation_id)
        or user.holds(Role.STANDING_BODY, plan.organisation_id)
    ):
        return denied(_("Chỉ người ký được ban hành, hoặc cơ quan thường trực ghi nhận văn bản đã ký tay."))
    return _from_here(plan, "issue")


def can_cancel(user: User, plan: TrainingPlan) -> Verdict:
    """The standing body drops a plan that was not issued; an issued one is amended."""
    if plan.state == PlanState.ISSUED and user.holds(Role.STANDING_BODY, plan.organisation_id):
        return denied(_("Kế hoạch đã ban hành không hủy được. Hãy lập kế hoạch thay thế."))
    return _standing_body_may(user, plan, "cancel")


def can_amend(user: User, plan: TrainingPlan) -> Verdict:
    """The standing body amends an issued plan by a new one, one at a time."""
    if not user.holds(Role.STANDING_BODY, plan.organisation_id):
        return denied(_("Chỉ cơ quan thường trực được lập kế hoạch thay thế."))
    if plan.state != PlanState.ISSUED:
        return denied(_("Chỉ kế hoạch đang có hiệu lực mới được thay thế."))
    if plan.amendments.exclude(state=PlanState.CANCELLED).exists():
        return denied(_("Đang có một kế hoạch thay thế được soạn. Hãy hoàn thành hoặc hủy bản đó trước."))
    return ALLOWED
