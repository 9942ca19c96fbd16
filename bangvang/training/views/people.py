"""One person on a list and what may be done with them; the lists of enrolments and of those who wait."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from bangvang.core import ledger, tables
from bangvang.core.web import render_page
from bangvang.directory.models import User
from bangvang.training.actions import deciding
from bangvang.training.actions import enrolment as actions
from bangvang.training.forms import enrolment as forms
from bangvang.training.forms.classes import ReasonForm
from bangvang.training.models import Enrolment
from bangvang.training.policies import enrolment as policies
from bangvang.training.queries import board, checks
from bangvang.training.queries import enrolment as queries
from bangvang.training.views import _asking as ask
from bangvang.training.views._steps import Step, page_of_person
from bangvang.training.views.board import page_of_unit
from bangvang.training.workflow import ENROLMENT

# --- One person on the list -------------------------------------------------------------------------------------

PERSON_STEPS = {
    "giai-trinh": Step(
        gettext_lazy("Ghi giải trình"),
        gettext_lazy("Vì sao đơn vị cử người này dù chưa đúng yêu cầu của lớp."),
        policies.can_explain,
        gettext_lazy("Đã ghi giải trình."),
    ),
    "rut": Step(
        gettext_lazy("Rút khỏi danh sách"),
        gettext_lazy("Người này không còn trong danh sách của đơn vị."),
        policies.can_withdraw,
        gettext_lazy("Đã rút khỏi danh sách."),
        is_needed=False,
    ),
    "cu-lai": Step(
        gettext_lazy("Cử lại"),
        gettext_lazy("Giải trình để cơ quan tổ chức lớp xem xét lại."),
        policies.can_propose_again,
        gettext_lazy("Đã đưa lại vào danh sách của đơn vị."),
    ),
    "ngoai-le": Step(
        gettext_lazy("Chấp nhận ngoại lệ"),
        gettext_lazy("Người này được dự lớp dù còn các vấn đề nêu trên; lý do được lưu lại."),
        policies.can_decide,
        gettext_lazy("Đã chấp nhận ngoại lệ."),
    ),
    "tra-lai": Step(
        gettext_lazy("Trả lại người này"),
        gettext_lazy(
            "Đơn vị được báo lý do để cử người khác; những người khác trong danh sách vẫn giữ nguyên."
        ),
        policies.can_decide,
        gettext_lazy("Đã trả lại người này cho đơn vị."),
    ),
    "nhan-cho": Step(
        gettext_lazy("Nhận từ danh sách chờ"),
        gettext_lazy("Khi lớp đã đủ người, hãy ghi lý do nhận thêm."),
        policies.can_fill_from_waiting_list,
        gettext_lazy("Đã nhận từ danh sách chờ."),
        is_needed=False,
    ),
    "dong-y-thay": Step(
        gettext_lazy("Đồng ý thay"),
        gettext_lazy("Người mới ngồi vào chỗ của người được thay. Nếu còn vấn đề, hãy ghi lý do chấp nhận."),
        policies.can_decide_substitution,
        gettext_lazy("Đã đồng ý thay người."),
        is_needed=False,
    ),
    "khong-thay": Step(
        gettext_lazy("Không đồng ý thay"),
        gettext_lazy("Người đã được cử vẫn ở trong danh sách."),
        policies.can_decide_substitution,
        gettext_lazy("Đã từ chối đề nghị thay người."),
    ),
}


def _act_on_person(name: str, enrolment: Enrolment, user: User, said: str) -> object:
    behalf = ask.behalf(user, enrolment.unit)
    acts: dict[str, Callable[[], object]] = {
        "giai-trinh": lambda: actions.explain(enrolment, by=user, note=said),
        "rut": lambda: actions.withdraw(enrolment, by=user, reason=said, on_behalf_of=behalf),
        "cu-lai": lambda: actions.propose_again(enrolment, by=user, note=said),
        "ngoai-le": lambda: deciding.accept_exception(enrolment, by=user, reason=said),
        "tra-lai": lambda: deciding.return_person(enrolment, by=user, reason=said),
        "nhan-cho": lambda: deciding.take_from_waiting_list(enrolment, by=user, reason=said),
        "dong-y-thay": lambda: deciding.accept_substitution(enrolment, by=user, reason=said),
        "khong-thay": lambda: deciding.refuse_substitution(enrolment, by=user, reason=said),
    }
    return acts[name]()


def reason_form(step: Step, data: Any = None, initial: str = "") -> ReasonForm:
    """The same field, needed or not."""
    form = ReasonForm(data, initial={"reason": initial})
    form.fields["reason"].required = step.is_needed
    return form


def person_context(request: HttpRequest, enrolment: Enrolment) -> dict[str, Any]:
    """What is wrong, what was said, and what may be done with this person."""
    user = ask.user_of(request)
    examined = checks.examine([enrolment.unit]).get(enrolment.pk)
    verdicts = {name: step.policy(user, enrolment) for name, step in PERSON_STEPS.items()}
    problems = examined.problems if examined else ()
    undecided = examined.undecided if examined else ()
    offered = {
        "giai-trinh": bool(problems) and verdicts["giai-trinh"],
        "rut": verdicts["rut"],
        "cu-lai": verdicts["cu-lai"],
        "ngoai-le": bool(undecided) and verdicts["ngoai-le"],
        "tra-lai": verdicts["tra-lai"],
        "nhan-cho": verdicts["nhan-cho"],
        "dong-y-thay": verdicts["dong-y-thay"],
        "khong-thay": verdicts["khong-thay"],
    }
    return {
        "class": enrolment.training_class,
        "unit": enrolment.unit,
        "enrolment": enrolment,
        "problems": problems,
        "undecided": {each.kind for each in undecided},
        "seat": (examined.seat if examined else None) or enrolment.seat,
        "steps": [(name, PERSON_STEPS[name]) for name, is_offered in offered.items() if is_offered],
        "can_substitute": policies.can_propose_substitution(user, enrolment),
        "entries": ledger.of(enrolment),
        "back": page_of_unit(enrolment.unit),
    }


@require_safe
def enrolment_detail(request: HttpRequest, code: str, unit: str, person: str) -> HttpResponse:
    """One person on a unit's list."""
    enrolment = ask.enrolment_of(request, code, unit, person)
    return render_page(request, "training/enrolment_detail.html", person_context(request, enrolment))


@require_http_methods(["GET", "HEAD", "POST"])
def enrolment_step(request: HttpRequest, code: str, unit: str, person: str, name: str) -> HttpResponse:
    """Explain, withdraw, return, accept…: each with its sentence."""
    enrolment, user = ask.enrolment_of(request, code, unit, person), ask.user_of(request)
    step = PERSON_STEPS.get(name)
    if step is None:
        raise Http404
    initial = enrolment.unit_note if name == "giai-trinh" else ""
    form = reason_form(step, request.POST or None, initial)
    if request.method == "POST" and form.is_valid():

        def act() -> object:
            return _act_on_person(name, enrolment, user, form.cleaned_data["reason"])

        if ask.done(request, form, act, step.done):
            return redirect(f"{page_of_unit(enrolment.unit)}#danh-sach")
    examined = checks.examine([enrolment.unit]).get(enrolment.pk)
    context = {
        "class": enrolment.training_class,
        "form": form,
        "title": step.title,
        "lead": f"{enrolment.person} – {enrolment.unit.organisation}",
        "problems": examined.problems if examined else (),
        "explains": step.explains,
        "button": step.title,
        "back": page_of_unit(enrolment.unit),
        "verdict": step.policy(user, enrolment),
    }
    return render_page(request, "training/class_reason.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def enrolment_substitute(request: HttpRequest, code: str, unit: str, person: str) -> HttpResponse:
    """Ask to send somebody else; the organiser who enters it for the unit decides in the next step."""
    enrolment, user = ask.enrolment_of(request, code, unit, person), ask.user_of(request)
    own = enrolment.unit
    staff = queries.staff_to_send(own, limit=300)
    form = forms.SubstituteForm(request.POST or None)
    choices: Any = form.fields["person"]
    choices.choices = [("", _("chọn người"))] + [
        (each.person.code, f"{each.person.full_name} – {each.title}") for each in staff
    ]
    if request.method == "POST" and form.is_valid():
        chosen = next(each.person for each in staff if each.person.code == form.cleaned_data["person"])

        def act() -> object:
            return actions.propose_substitution(
                enrolment,
                by=user,
                person=chosen,
                reason=form.cleaned_data["reason"],
                on_behalf_of=ask.behalf(user, own),
            )

        if ask.done(request, form, act, _("Đã gửi đề nghị thay người.")):
            return redirect(f"{page_of_unit(own)}#danh-sach")
    context = {
        "class": own.training_class,
        "form": form,
        "title": _("Đề nghị thay người"),
        "lead": f"{enrolment.person} – {own.organisation}",
        "explains": _("Người thay phải là người của đơn vị. Cơ quan tổ chức lớp quyết định."),
        "button": _("Gửi đề nghị"),
        "back": page_of_unit(own),
        "verdict": policies.can_propose_substitution(user, enrolment),
    }
    return render_page(request, "training/class_reason.html", context, status=422 if form.errors else 200)


# --- Lists ------------------------------------------------------------------------------------------------------


@require_safe
def enrolment_list(request: HttpRequest) -> HttpResponseBase:
    """Every enrolment that the person may see."""
    table = tables.Table(
        gettext_lazy("Lượt cử đi tập huấn"),
        queries.visible_to(ask.user_of(request)),
        [
            tables.Column("person", gettext_lazy("Họ và tên"), "person.full_name", width=30),
            tables.Column("title", gettext_lazy("Chức vụ"), "title", width=30),
            tables.Column("unit", gettext_lazy("Đơn vị"), "unit.organisation.name", width=45),
            tables.Column("class", gettext_lazy("Lớp"), "training_class.name", width=30, on_phone=True),
            tables.Column(
                "starts_on",
                gettext_lazy("Ngày khai giảng"),
                "training_class.starts_on",
                kind="date",
                width=14,
            ),
            tables.Column("state", gettext_lazy("Trạng thái"), "state", kind="state", on_phone=True),
        ],
        row_url=_page_for(ask.user_of(request)),
        search=("person__folded",),
        filters=[tables.Filter("trang-thai", gettext_lazy("ở trạng thái"), ENROLMENT.choices(), "state")],
        order="-pk",
        empty=gettext_lazy("Chưa có lượt cử nào."),
        empty_hint=gettext_lazy("Khi đơn vị cử người dự lớp, lượt cử sẽ hiện ở đây."),
        unit=gettext_lazy("lượt"),
    )
    return tables.respond(request, table, "training/enrolment_list.html")


def _page_for(user: User) -> Callable[[Enrolment], str]:
    """Those who may see the unit's list go there; the others to the class."""

    def page(row: Enrolment) -> str:
        row.unit.training_class = row.training_class
        if policies.can_see(user, row):
            return page_of_person(row)
        return reverse("training:class_detail", args=[row.training_class.code])

    return page


@require_safe
def waiting_list(request: HttpRequest, code: str) -> HttpResponseBase:
    """Who waits for a seat, first come first."""
    training_class = ask.organised_class(request, code)
    shown = board.of(training_class, ask.day_of(request))
    table = tables.Table(
        _("Danh sách chờ – %(class)s") % {"class": training_class.name},
        [each.enrolment for each in shown.waiting_list],
        [
            tables.Column("person", gettext_lazy("Họ và tên"), "person.full_name", width=30),
            tables.Column("title", gettext_lazy("Chức vụ"), "title", width=30, on_phone=True),
            tables.Column("unit", gettext_lazy("Đơn vị"), "unit.organisation.name", width=45, on_phone=True),
            tables.Column("at", gettext_lazy("Được cử lúc"), "enrolled_at", kind="date", width=18),
        ],
        row_url=page_of_person,
        search=(),
        empty=gettext_lazy("Không có ai trong danh sách chờ."),
        unit=gettext_lazy("người"),
    )
    context = {"class": training_class, "board": shown}
    return tables.respond(request, table, "training/class_waiting.html", context)
