"""Plans: the list, the page, and the steps from draft to issue. The desk itself is in views/plan_desk.py."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangvang.core import files, ledger, tables, timeline
from bangvang.core.errors import RuleViolation, WrongState
from bangvang.core.timeline import Moment
from bangvang.core.web import render_page
from bangvang.directory.models import Role
from bangvang.documents import queries as documents
from bangvang.documents.models import OfficialPaper
from bangvang.training.actions import plans as actions
from bangvang.training.forms import plans as forms
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
    plan, user = find(request, code), _user(request)
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


def _user(request: HttpRequest) -> Account:
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


# --- New plans --------------------------------------------------------------------------------------------------


@require_safe
def plan_new(request: HttpRequest) -> HttpResponse:
    """Two ways to begin: drop the document, or write."""
    return _new(request, _upload_form(request), None)


@require_http_methods(["POST"])
def plan_upload(request: HttpRequest) -> HttpResponse:
    """Read the document in, or begin an empty plan."""
    user = _user(request)
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
    _offer(form, _user(request))
    return form


def _new(
    request: HttpRequest,
    form: forms.UploadForm,
    writing: forms.WriteForm | None,
    twin: TrainingPlan | None = None,
    status: int = 200,
) -> HttpResponse:
    user = _user(request)
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
    actions.send_for_signature(plan, by=_user(request), revision=_revision(request))
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
        policies.can_return(_user(request), plan),
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
        policies.can_cancel(_user(request), plan),
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
            act(plan, by=_user(request), reason=form.cleaned_data["reason"])
            messages.success(request, done)
            return redirect("training:plan_detail", plan.code)
        status = 422
    context = {"plan": plan, "form": form, "heading": title, "button": button, "verdict": verdict}
    return render_page(request, "training/plan_reason.html", context, status=status)


@require_POST
def plan_amend(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the plan that takes this one's place."""
    plan = find_at_desk(request, code)
    new = actions.amend(plan, by=_user(request))
    messages.success(request, _("Đã lập bản thay thế. Hãy sửa những chỗ thay đổi rồi trình ký."))
    return redirect("training:plan_desk", new.code)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_issue(request: HttpRequest, code: str) -> HttpResponse:
    """Number, day, signature: beside the real PDF."""
    plan, user = find_at_desk(request, code), _user(request)
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
    user = _user(request)
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
