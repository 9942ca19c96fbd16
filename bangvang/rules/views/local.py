"""Local rules: written, proved by their cases, approved by a second person, dated."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangvang.core import ledger, tables
from bangvang.core.errors import RuleViolation, WrongState
from bangvang.core.policy import Verdict
from bangvang.core.web import render_page
from bangvang.directory.models import Organisation, Role, User
from bangvang.rules import actions, policies
from bangvang.rules import book as books
from bangvang.rules.forms import ApproveForm, LocalRuleForm, ReasonForm
from bangvang.rules.models import LocalRule
from bangvang.rules.queries import proposals as queries
from bangvang.rules.views._day import account, today
from bangvang.rules.workflow import LOCAL_RULE, RuleState


def _rule(request: HttpRequest, code: str) -> LocalRule:
    return get_object_or_404(queries.rules_visible_to(account(request)), code=code)


@require_safe
def local_rule_list(request: HttpRequest) -> HttpResponseBase:
    """Approved rules for everybody; drafts for those who work on them."""
    user = account(request)
    table = tables.Table(
        gettext_lazy("Quy định của địa phương, đơn vị"),
        queries.rules_visible_to(user),
        [
            tables.Column("name", gettext_lazy("Tên"), "name", width=44),
            tables.Column("instrument", gettext_lazy("Văn bản"), "instrument", width=32),
            tables.Column("organisation", gettext_lazy("Cơ quan"), "organisation.name", width=32),
            tables.Column(
                "valid_from",
                gettext_lazy("Hiệu lực từ"),
                "valid_from",
                kind="date",
                sort=("valid_from", "pk"),
                on_phone=True,
                width=14,
            ),
            tables.Column(
                "state",
                gettext_lazy("Trạng thái"),
                "state",
                kind="state",
                sort=("state", "pk"),
                on_phone=True,
            ),
        ],
        row_url=lambda row: reverse("rules:local_rule_detail", args=[row.code]),
        filters=[tables.Filter("trang-thai", gettext_lazy("ở trạng thái"), LOCAL_RULE.choices(), "state")],
        order=("-valid_from", "-pk"),
        empty=gettext_lazy("Chưa có quy định riêng nào."),
        empty_hint=gettext_lazy(
            "Luật quốc gia được áp dụng. Cơ quan thường trực soạn quy định, người thứ hai duyệt."
        ),
        unit=gettext_lazy("quy định"),
    )
    context = {"can_draft": bool(user.organisations_as(Role.STANDING_BODY))}
    return tables.respond(request, table, "rules/local_rule_list.html", context)


@require_safe
def local_rule_detail(request: HttpRequest, code: str) -> HttpResponse:
    """The rule as it was written, what is wrong in it, and whose turn it is."""
    rule, user = _rule(request, code), account(request)
    is_open = rule.state in {RuleState.DRAFT, RuleState.AWAITING_APPROVAL}
    facts = [
        (_("Cơ quan ban hành"), rule.organisation.name),
        (_("Văn bản ban hành"), rule.instrument),
        (_("Hiệu lực"), _period(rule)),
        (_("Người soạn"), str(rule.drafted_by)),
        (_("Người duyệt"), str(rule.approved_by or "–")),
    ]
    if rule.retroactive_reason:
        facts.append((_("Lý do cho hiệu lực trở về trước"), rule.retroactive_reason))
    context = {
        "rule": rule,
        "facts": facts,
        "faults": books.faults(rule) if is_open else [],
        "is_open": is_open,
        "is_past": rule.valid_from <= today(request),
        "verdicts": {
            "correct": policies.can_correct(user, rule),
            "send": policies.can_send(user, rule),
            "approve": policies.can_approve(user, rule),
            "return": policies.can_return(user, rule),
            "withdraw": policies.can_withdraw(user, rule),
        },
        "entries": ledger.of(rule),
    }
    return render_page(request, "rules/local_rule_detail.html", context)


def _period(rule: LocalRule) -> str:
    begins = _("từ ngày %s") % f"{rule.valid_from:%d/%m/%Y}"
    return (
        _("%(begins)s đến hết ngày %(end)s")
        % {
            "begins": begins,
            "end": f"{rule.valid_to:%d/%m/%Y}",
        }
        if rule.valid_to
        else begins
    )


def _form(request: HttpRequest, rule: LocalRule | None, initial: dict[str, Any]) -> LocalRuleForm:
    keys = account(request).organisations_as(Role.STANDING_BODY)
    organisations = Organisation.objects.filter(pk__in=keys).order_by("path")
    law = books.book_for(rule.organisation if rule else organisations.first(), today(request)).law
    awards = [
        (each.key, each.name)
        for each in sorted(law.awards.values(), key=lambda each: (each.kind, each.order, each.key))
    ]
    sent: Any = request.POST if request.method == "POST" else None
    return LocalRuleForm(
        sent, initial=initial, organisations=organisations, awards=awards, is_new=rule is None
    )


@require_http_methods(["GET", "HEAD", "POST"])
def local_rule_new(request: HttpRequest) -> HttpResponse:
    """Begin a rule, from a sample that may be overwritten."""
    form = _form(request, None, {"content": SAMPLE, "cases": SAMPLE_CASES})
    if form.is_bound and form.is_valid():
        said = dict(form.cleaned_data)
        rule = actions.draft(said.pop("organisation"), by=account(request), **said)
        messages.success(request, _("Đã lưu bản nháp %s.") % rule.code)
        return redirect("rules:local_rule_detail", rule.code)
    status = 422 if form.errors else 200
    return render_page(request, "rules/local_rule_form.html", {"form": form, "rule": None}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def local_rule_correct(request: HttpRequest, code: str) -> HttpResponse:
    """Correct a draft; what was typed is kept when somebody else was quicker."""
    rule, user = _rule(request, code), account(request)
    fields = ("name", "instrument", "award", "valid_from", "valid_to", "content", "cases")
    form = _form(request, rule, {name: getattr(rule, name) for name in fields})
    verdict = policies.can_correct(user, rule)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            actions.correct(rule, by=user, revision=_revision(request), **form.cleaned_data)
        except (WrongState, RuleViolation) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã lưu bản nháp %s.") % rule.code)
            return redirect("rules:local_rule_detail", rule.code)
    if form.errors:
        status = 422
    context = {"form": form, "rule": rule, "verdict": verdict}
    return render_page(request, "rules/local_rule_form.html", context, status=status)


def _revision(request: HttpRequest) -> int:
    said = request.POST.get("revision", "")
    return int(said) if said.isdecimal() else 0


@require_POST
def local_rule_send(request: HttpRequest, code: str) -> HttpResponse:
    """Lay it before a second person."""
    rule = _rule(request, code)
    actions.send_for_approval(rule, by=account(request), revision=_revision(request))
    messages.success(request, _("Đã trình duyệt quy định %s.") % rule.code)
    return redirect("rules:local_rule_detail", rule.code)


@require_http_methods(["GET", "HEAD", "POST"])
def local_rule_approve(request: HttpRequest, code: str) -> HttpResponse:
    """Approve; a day that is not still to come asks for a confirmation and a reason."""
    rule, user = _rule(request, code), account(request)
    sent: Any = request.POST if request.method == "POST" else None
    form = ApproveForm(sent)
    is_past = rule.valid_from <= today(request)
    if not is_past:
        form.fields.clear()
    if sent is not None and form.is_valid():
        try:
            actions.approve(rule, by=user, revision=_revision(request), **form.cleaned_data)
        except RuleViolation as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã duyệt quy định %s.") % rule.code)
            return redirect("rules:local_rule_detail", rule.code)
    context = {"form": form, "rule": rule, "is_past": is_past, "verdict": policies.can_approve(user, rule)}
    return render_page(request, "rules/local_rule_approve.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def local_rule_return(request: HttpRequest, code: str) -> HttpResponse:
    """Give it back."""
    return _with_reason(
        request, code, gettext_lazy("Trả lại quy định"), policies.can_return, actions.return_for_correction
    )


@require_http_methods(["GET", "HEAD", "POST"])
def local_rule_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take it back."""
    return _with_reason(request, code, gettext_lazy("Rút quy định"), policies.can_withdraw, actions.withdraw)


def _with_reason(
    request: HttpRequest,
    code: str,
    title: str | Promise,
    policy: Callable[[User, LocalRule], Verdict],
    act: Callable[..., LocalRule],
) -> HttpResponse:
    rule, user = _rule(request, code), account(request)
    sent: Any = request.POST if request.method == "POST" else None
    form = ReasonForm(sent)
    if sent is not None and form.is_valid():
        act(rule, by=user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Đã ghi nhận."))
        return redirect("rules:local_rule_list")
    context = {"form": form, "rule": rule, "title": title, "verdict": policy(user, rule)}
    return render_page(request, "rules/local_rule_reason.html", context, status=422 if form.errors else 200)


# A law file is data: its keys are the same in every language, its sentences are the officer's own.
SAMPLE = """key: certificate_of_commendation
versions:
  - from: 2025-07-01
    until: 2026-10-01
    for: [individual]
    does: sets
    rule: DP-01
    source: {instrument: 01/2025/QD-UBND, article: 1}
    certainty: read
    all:
      - rating: {at_least: good}
"""
SAMPLE_CASES = """- name: A
  award: certificate_of_commendation
  date: 2025-12-31
  year: 2025
  facts:
    subject: {id: a, kind: individual}
    history_complete_from: 0
    years: {"2025": {rating: good}}
  expect: {verdict: met, rule: DP-01}
- name: B
  award: certificate_of_commendation
  date: 2025-12-31
  year: 2025
  facts:
    subject: {id: b, kind: individual}
    history_complete_from: 0
    years: {"2025": {rating: completed}}
  expect: {verdict: unmet, rule: DP-01}
"""
