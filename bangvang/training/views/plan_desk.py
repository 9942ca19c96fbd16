"""The desk: the document on one side, what was understood of it on the other, every field beside its lines."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bangvang.core.web import render_page
from bangvang.training.actions import plans as actions
from bangvang.training.forms import plan_tree
from bangvang.training.forms.plan_form import PlanForm
from bangvang.training.models import TrainingPlan
from bangvang.training.policies import plans as policies
from bangvang.training.queries import plan_changes
from bangvang.training.queries import plans as queries
from bangvang.training.views.plans import find_at_desk


@dataclass(frozen=True, slots=True)
class Change:
    """A place that another officer changed while this one was typing."""

    difference: plan_changes.Difference
    is_untouched: bool
    typed: str


@require_http_methods(["GET", "HEAD", "POST"])
def plan_desk(request: HttpRequest, code: str) -> HttpResponse:
    """Correct the plan. Buttons on rows come back here with what was typed; only saving writes."""
    plan = find_at_desk(request, code)
    choices = queries.continuable(plan)
    if request.method != "POST":
        raw = plan_tree.raw_of(plan.structure, plan.class_links)
        return _answer(request, plan, PlanForm(raw, choices=choices))
    raw = plan_tree.raw_from_post(request.POST.dict())
    order = request.POST.get("do", "save")
    base = _number(request.POST.get("revision", ""))
    if order != "save":
        stored = plan_tree.raw_of(plan.structure, plan.class_links)
        focus = plan_tree.edit(raw, order, stored)
        form = PlanForm(raw, choices=choices)
        nowhere = order.startswith("attach:") and not focus
        told = _("Hãy chọn chỗ để đưa dòng này vào.") if nowhere else ""
        return _answer(request, plan, form, base=base, focus=focus, told=told, is_changed=True)
    form = PlanForm(raw, choices=choices, judge=True)
    if not form.is_valid():
        return _answer(request, plan, form, base=base, status=422, is_changed=True)
    try:
        actions.save(
            plan,
            by=request.user,  # type: ignore[arg-type]  # nobody comes here without logging in
            structure=form.structure(),
            revision=base,
            class_links=form.class_links() if choices else [],
        )
    except actions.Overtaken as told:
        plan = find_at_desk(request, code)
        if not policies.can_correct(request.user, plan):  # type: ignore[arg-type]
            return _answer(request, plan, form, base=base, status=409, told=str(told), is_changed=True)
        changes = _changes(plan, raw, base)
        return _answer(
            request,
            plan,
            PlanForm(raw, choices=choices),
            status=409,
            told=str(told),
            changes=changes,
            is_changed=True,
        )
    messages.success(request, _("Đã lưu kế hoạch."))
    return redirect("training:plan_desk", plan.code)


def _number(sent: str) -> int:
    return int(sent) if sent.isdecimal() and len(sent) < 9 else 0


def _changes(plan: TrainingPlan, raw: Any, base: int) -> list[Change]:  # raw: texts nested as JSON
    before = queries.revision(plan, base)
    if before is None:
        return []
    typed, was = plan_tree.texts_of(raw), plan_tree.texts_of(plan_tree.raw_of(before.structure))
    found = plan_changes.differences(before.structure, plan.structure)
    return [
        Change(each, typed.get(each.place) == was.get(each.place), typed.get(each.place, ""))
        for each in found
    ]


def _answer(
    request: HttpRequest,
    plan: TrainingPlan,
    form: PlanForm,
    *,
    base: int | None = None,
    focus: str = "",
    status: int = 200,
    told: str = "",
    changes: list[Change] | None = None,
    is_changed: bool = False,
) -> HttpResponse:
    lines = queries.source_lines(plan)
    user: Any = request.user
    context = {
        "plan": plan,
        "form": form,
        "nodes": form.nodes(
            plan_changes.carried(plan.sources, plan_tree.raw_of(plan.structure), form.raw), focus
        ),
        "revision": plan.revision if base is None else base,
        "verdict": policies.can_correct(user, plan),
        "send_verdict": policies.can_send_for_signature(user, plan),
        "lines": lines,
        "unread": form.raw["unread"],
        "targets": plan_tree.targets(form.raw) if form.raw["unread"] else [],
        "missing": queries.missing(plan),
        "told": told,
        "changes": changes or [],
        "since": queries.revisions_since(plan, base) if changes and base is not None else [],
        "is_changed": is_changed,
        "differences": queries.amendment_differences(plan),
    }
    return render_page(request, "training/plan_desk.html", context, partial="desk", status=status)
