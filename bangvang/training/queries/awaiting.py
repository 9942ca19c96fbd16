"""What awaits a person about plans, and the places of the room that they have."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangvang.core.awaiting import Item
from bangvang.core.navigation import NavItem
from bangvang.directory.models import Role, User
from bangvang.training.models import TrainingPlan
from bangvang.training.queries import plans
from bangvang.training.workflow import PlanState

MOST = 20

# What the trail calls each thing that is done with a plan.
VERBS = {
    "training.read_in": gettext_lazy("Đưa văn bản vào hệ thống"),
    "training.write": gettext_lazy("Bắt đầu soạn kế hoạch"),
    "training.save": gettext_lazy("Sửa nội dung kế hoạch"),
    "training.send_for_signature": gettext_lazy("Trình ký"),
    "training.return_for_correction": gettext_lazy("Trả lại để sửa"),
    "training.issue": gettext_lazy("Ban hành"),
    "training.amend": gettext_lazy("Lập kế hoạch thay thế"),
    "training.cancel": gettext_lazy("Hủy kế hoạch"),
    "training.create_classes": gettext_lazy("Lập các lớp theo kế hoạch"),
    "training.carry_over": gettext_lazy("Chuyển lớp sang kế hoạch thay thế"),
}


def awaiting(user: User) -> list[Item]:
    """Plans to sign, for the signatory; drafts to correct and send, for the standing body."""
    items: list[Item] = []
    light = TrainingPlan.objects.only("code", "title", "state", "return_reason").order_by("pk")
    if signs := user.organisations_as(Role.SIGNATORY):
        waiting = light.filter(organisation__in=signs, state=PlanState.AWAITING_SIGNATURE)
        items += [
            Item(_("Kế hoạch chờ ký: %(title)s") % _named(plan), _page(plan)) for plan in waiting[:MOST]
        ]
    if works := user.organisations_as(Role.STANDING_BODY):
        drafts = light.filter(organisation__in=works, state=PlanState.DRAFT)
        for plan in drafts[:MOST]:
            if plan.return_reason:
                sentence = _("Kế hoạch được trả lại để sửa: %(title)s")
                items.append(Item(sentence % _named(plan), _page(plan), tone="bad"))
            else:
                sentence = _("Kế hoạch đang soạn, cần rà soát và trình ký: %(title)s")
                items.append(Item(sentence % _named(plan), _page(plan), tone="info"))
    return items


def _named(plan: TrainingPlan) -> dict[str, str]:
    return {"title": plan.title or _("(chưa có trích yếu)")}


def _page(plan: TrainingPlan) -> str:
    return reverse("training:plan_detail", args=[plan.code])


def places(user: User) -> list[NavItem]:
    """The list of plans, for all who work on them and for the units that plans invite."""
    if plans.works_on_plans(user) or user.organisations_as(*plans.UNIT_ROLES):
        return [NavItem(gettext_lazy("Kế hoạch tập huấn"), "training:plan_list", gettext_lazy("Tập huấn"))]
    return []
