"""What is done with a plan through pages: begin, send, return, issue, amend, cancel."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangvang.core.errors import RuleViolation, WrongState
from bangvang.core.web import render_page
from bangvang.directory.models import Role
from bangvang.documents import queries as documents
from bangvang.documents.models import OfficialPaper
from bangvang.training.actions import plans as actions
from bangvang.training.forms import plans as forms
from bangvang.training.models import TrainingPlan
from bangvang.training.policies import plans as policies
from bangvang.training.queries import plans as queries
from bangvang.training.views.plans import Account, account, find_at_desk

# --- New plans --------------------------------------------------------------------------------------------------


@require_safe
def plan_new(request: HttpRequest) -> HttpResponse:
    """Two ways to begin: drop the document, or write."""
    return _new(request, _upload_form(request), None)


@require_http_methods(["POST"])
def plan_upload(request: HttpRequest) -> HttpResponse:
    """Read the document in, or begin an empty plan."""
    user = account(request)
    if "write" in request.POST:
        writing = forms.WriteForm(request.POST)
        _offer(writing, user)
        if not writing.is_valid():
            return _new(request, _upload_form(request), writing, status=422)
        clean = writing.cleaned_data
        plan = actions.write(clean["organisation"], by=user, year=clean["year"])
        return redirect("training:plan_desk", plan.code)
    form = forms.UploadForm(request.POST, request.FILES)
    _offer(form, user)
    if not form.is_valid():
        return _new(request, form, None, status=422)
    organisation = form.cleaned_data["organisation"]
    twin = queries.same_file(organisation, form.content)
    if twin is not None and "anyway" not in request.POST:
        return _new(request, form, None, twin=twin, status=409)
    plan = actions.read_in(organisation, by=user, data=form.content, name=form.name, read=form.plan)
    unread = len(plan.structure["unread"])
    told = _("Đã đọc văn bản. Hãy rà soát từng phần trước khi trình ký.")
    if unread:
        told += " " + _("Có %(count)s dòng chưa hiểu, được liệt kê ở đầu trang.") % {"count": unread}
    messages.success(request, told)
    return redirect("training:plan_desk", plan.code)


def _offer(form: Any, user: Account) -> None:  # either of the two forms that ask for an authority
    field = form.fields["organisation"]
    field.queryset = queries.authorities_of(user)
    if form.initial.get("organisation") is None:
        form.initial["organisation"] = field.queryset.first()


def _upload_form(request: HttpRequest) -> forms.UploadForm:
    form = forms.UploadForm()
    _offer(form, account(request))
    return form


def _new(
    request: HttpRequest,
    form: forms.UploadForm,
    writing: forms.WriteForm | None,
    twin: TrainingPlan | None = None,
    status: int = 200,
) -> HttpResponse:
    user = account(request)
    if not user.organisations_as(Role.STANDING_BODY):
        raise Http404
    if writing is None:
        writing = forms.WriteForm(initial={"year": request.today.year})  # type: ignore[attr-defined]
        _offer(writing, user)
    context = {"form": form, "writing": writing, "twin": twin}
    return render_page(request, "training/plan_new.html", context, status=status)


# --- Steps ------------------------------------------------------------------------------------------------------


def _revision(request: HttpRequest) -> int:
    sent = request.POST.get("revision", "")
    if not sent.isdecimal():
        raise WrongState(_("Trang đã cũ. Hãy tải lại rồi thực hiện."))
    return int(sent)


@require_POST
def plan_send(request: HttpRequest, code: str) -> HttpResponse:
    """Lay the plan before the signatory."""
    plan = find_at_desk(request, code)
    actions.send_for_signature(plan, by=account(request), revision=_revision(request))
    messages.success(request, _("Đã trình ký kế hoạch."))
    return redirect("training:plan_detail", plan.code)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_return(request: HttpRequest, code: str) -> HttpResponse:
    """Give the plan back with a reason."""
    plan = find_at_desk(request, code)
    return _with_reason(
        request,
        plan,
        _("Trả lại kế hoạch để sửa"),
        _("Trả lại"),
        policies.can_return(account(request), plan),
        actions.return_for_correction,
        _("Đã trả lại kế hoạch cho cơ quan thường trực."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def plan_cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Drop a plan that was not issued."""
    plan = find_at_desk(request, code)
    return _with_reason(
        request,
        plan,
        _("Hủy kế hoạch"),
        _("Hủy kế hoạch"),
        policies.can_cancel(account(request), plan),
        actions.cancel,
        _("Đã hủy kế hoạch. Văn bản và nội dung vẫn xem lại được."),
    )


def _with_reason(
    request: HttpRequest,
    plan: TrainingPlan,
    title: str,
    button: str,
    verdict: object,
    act: Any,  # one of two actions of the same shape
    done: str,
) -> HttpResponse:
    form = forms.ReasonForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            act(plan, by=account(request), reason=form.cleaned_data["reason"])
            messages.success(request, done)
            return redirect("training:plan_detail", plan.code)
        status = 422
    context = {"plan": plan, "form": form, "heading": title, "button": button, "verdict": verdict}
    return render_page(request, "training/plan_reason.html", context, status=status)


@require_POST
def plan_amend(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the plan that takes this one's place."""
    plan = find_at_desk(request, code)
    new = actions.amend(plan, by=account(request))
    messages.success(request, _("Đã lập bản thay thế. Hãy sửa những chỗ thay đổi rồi trình ký."))
    return redirect("training:plan_desk", new.code)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_issue(request: HttpRequest, code: str) -> HttpResponse:
    """Number, day, signature: beside the real PDF."""
    plan, user = find_at_desk(request, code), account(request)
    form = forms.IssueForm(request.POST or None, initial=_issue_initial(request, plan))
    status, problem = 200, None
    if request.method == "POST":
        if form.is_valid():
            try:
                actions.issue(plan, by=user, **form.cleaned_data)
            except RuleViolation as broken:
                status, problem = broken.status, broken
                for finding in broken.findings:
                    if finding.place in form.fields:
                        form.add_error(finding.place, str(finding.sentence))
            else:
                messages.success(
                    request, _("Đã ban hành kế hoạch, số %(number)s.") % {"number": str(plan.paper)}
                )
                return redirect("training:plan_detail", plan.code)
        else:
            status = 422
    signs = user.holds(Role.SIGNATORY, plan.organisation_id)
    day = request.today  # type: ignore[attr-defined]
    context = {
        "plan": plan,
        "form": form,
        "problem": problem,
        "verdict": policies.can_issue(user, plan),
        "signs": signs,
        "next_number": documents.next_number(plan.organisation, OfficialPaper.Kind.PLAN, day),
        "differences": queries.amendment_differences(plan),
    }
    return render_page(request, "training/plan_issue.html", context, status=status)


def _issue_initial(request: HttpRequest, plan: TrainingPlan) -> dict[str, object]:
    user = account(request)
    signatory, document = plan.structure["signatory"], plan.structure["document"]
    written = (document["number"] or "").partition("/")[0]
    initial = {
        "issued_on": f"{request.today:%d/%m/%Y}",  # type: ignore[attr-defined]
        "notation": queries.notation_of(plan),
        "capacity": signatory["capacity"] or "",
        "position": signatory["position"] or "",
        "name": signatory["name"] or "",
        "revision": plan.revision,
    }
    if user.holds(Role.SIGNATORY, plan.organisation_id):
        own = queries.signature_of(user, plan.organisation)
        return initial if initial["name"] == own["name"] else initial | own
    issued = document["issued_on"] or ""
    return initial | {
        "number": int(written) if written.isdecimal() else None,
        "issued_on": "/".join(reversed(issued.split("-"))) or initial["issued_on"],
    }
