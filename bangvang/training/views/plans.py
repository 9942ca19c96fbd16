"""Plans: the list, the page and the files. The desk is in views/plan_desk.py, the steps in views/plan_steps.py."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from bangvang.core import files, ledger, tables, timeline
from bangvang.core.timeline import Moment
from bangvang.core.web import render_page
from bangvang.directory.models import Role
from bangvang.documents import queries as documents
from bangvang.training.models import TrainingPlan
from bangvang.training.policies import plans as policies
from bangvang.training.queries import plans as queries
from bangvang.training.workflow import PLAN, PlanState
from paperwork import official

# The request's user is a `User`, because nobody comes here without logging in; Django's type does not know it.
Account = Any


def find(request: HttpRequest, code: str) -> TrainingPlan:
    """The plan, if this person may see it."""
    user: Account = request.user
    return get_object_or_404(queries.visible_to(user).select_related("amends__paper"), code=code)


def find_at_desk(request: HttpRequest, code: str) -> TrainingPlan:
    """The plan, for those who write, sign or inspect it: what units see of a plan is its page and its paper."""
    plan = find(request, code)
    if not works_on(request, plan):
        raise Http404
    return plan


def works_on(request: HttpRequest, plan: TrainingPlan) -> bool:
    """Is it true that this person works on the plans of its authority, or inspects them?"""
    user: Account = request.user
    return any(user.holds(role, plan.organisation_id) for role in queries.KEEPERS)


# --- The list and the page --------------------------------------------------------------------------------------


@require_safe
def plan_list(request: HttpRequest) -> HttpResponseBase:
    """Every plan that the person may see."""
    user: Account = request.user
    plans = queries.listed(user)

    def years() -> Iterable[tuple[str, str]]:
        return [(str(year), str(year)) for year in queries.years_of(queries.visible_to(user))]

    table = tables.Table(
        gettext_lazy("Kế hoạch tập huấn"),
        plans,
        [
            tables.Column(
                "title",
                gettext_lazy("Trích yếu"),
                lambda plan: plan.title or _("(chưa có trích yếu)"),
                width=60,
            ),
            tables.Column("number", gettext_lazy("Số, ký hiệu"), "paper", width=18, on_phone=True),
            tables.Column(
                "issued_on", gettext_lazy("Ngày ban hành"), "paper.issued_on", kind="date", width=14
            ),
            tables.Column("year", gettext_lazy("Năm"), "year", sort=("year", "pk"), width=8),
            tables.Column("classes", gettext_lazy("Số lớp"), "class_count", kind="number", width=8),
            tables.Column(
                "state",
                gettext_lazy("Trạng thái"),
                "state",
                kind="state",
                sort=("state", "pk"),
                on_phone=True,
            ),
        ],
        row_url=lambda plan: reverse("training:plan_detail", args=[plan.code]),
        filters=[
            tables.Filter("nam", gettext_lazy("của năm"), years, lambda rows, value: rows.filter(year=value)),
            tables.Filter("trang-thai", gettext_lazy("ở trạng thái"), PLAN.choices(), "state"),
        ],
        order="-pk",
        empty=gettext_lazy("Chưa có kế hoạch nào."),
        empty_hint=gettext_lazy("Cơ quan thường trực tải văn bản kế hoạch lên hoặc soạn kế hoạch mới."),
        unit=gettext_lazy("kế hoạch"),
    )
    context = {"can_draft": bool(user.organisations_as(Role.STANDING_BODY))}
    return tables.respond(request, table, "training/plan_list.html", context)


@require_safe
def plan_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Where the plan stands: what was done, whose turn it is, its classes and its papers."""
    plan, user = find(request, code), account(request)
    works = works_on(request, plan)
    context = {
        "plan": plan,
        "works": works,
        "signs": user.holds(Role.SIGNATORY, plan.organisation_id),
        "verdicts": {
            "correct": policies.can_correct(user, plan),
            "send": policies.can_send_for_signature(user, plan),
            "return": policies.can_return(user, plan),
            "issue": policies.can_issue(user, plan),
            "amend": policies.can_amend(user, plan),
            "cancel": policies.can_cancel(user, plan),
        },
        "missing": queries.missing(plan) if plan.state == PlanState.DRAFT and works else [],
        "entries": [*_past(plan), *_to_come(plan)] if works else [],
        "classes": queries.classes_of(plan),
        "papers": documents.about(plan.code, user),
        "amendment": queries.standing_amendment(plan),
        "differences": queries.amendment_differences(plan),
        "said": plan.structure,
    }
    return render_page(request, "training/plan_detail.html", context)


def account(request: HttpRequest) -> Account:
    """Who asks."""
    return request.user


def _past(plan: TrainingPlan) -> list[Moment]:
    """What was done. Corrections that one person saved one after the other are one step."""
    begun = _("Đưa văn bản vào hệ thống") if plan.source_file else _("Bắt đầu soạn kế hoạch")
    if plan.amends:
        begun = _("Lập bản thay thế")
    found = [Moment(begun, str(plan.drafted_by), plan.drafted_at)]
    before = ("", "")
    for entry in ledger.of(plan).reverse():
        now = (entry.verb, entry.actor)
        if now == before == ("training.save", entry.actor):
            found.pop()
        found.append(timeline.past(entry))
        before = now
    return found


def _to_come(plan: TrainingPlan) -> list[Moment]:
    """Whose desk the plan lies on, and what comes after."""
    correct = Moment(_("Rà soát, sửa và trình ký"), _("Cơ quan thường trực"), tense="now")
    sign = Moment(_("Ký ban hành hoặc trả lại"), _("Người ký"), tense="now")
    signed = Moment(_("Ký ban hành"), _("Người ký"), tense="next")
    classes = Moment(_("Chuẩn bị lớp và mời đơn vị"), _("Cơ quan thường trực"), tense="next")
    coming = {
        PlanState.DRAFT: [correct, signed, classes],
        PlanState.AWAITING_SIGNATURE: [sign, classes],
    }
    return coming.get(plan.state, [])


# --- Files ------------------------------------------------------------------------------------------------------


@require_safe
@xframe_options_sameorigin
def plan_source(request: HttpRequest, code: str) -> HttpResponse:
    """The document from which the plan was read, as it was uploaded: for those who work on plans."""
    plan = find_at_desk(request, code)
    if plan.source_file is None:
        raise Http404
    return files.response(plan.source_file, inline="xem" in request.GET)


@require_safe
@xframe_options_sameorigin
def plan_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The issued paper, for everybody who may see the plan."""
    paper = find(request, code).paper
    stored = {"pdf": paper.pdf, "docx": paper.docx}.get(form) if paper else None
    if stored is None:
        raise Http404
    return files.response(stored, inline="xem" in request.GET)


@require_safe
@xframe_options_sameorigin
def plan_preview(request: HttpRequest, code: str) -> HttpResponse:
    """The real PDF as it would be issued now, number and day still open."""
    plan = find_at_desk(request, code)
    data = official.render(queries.paper_of(plan), "pdf")
    return files.answer(data, f"{plan.code}.pdf", "application/pdf", inline=True)
