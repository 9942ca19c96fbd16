"""A unit's list: the people on it, whom else it may send, its answer, and what the organiser decides."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangvang.core import ledger, tables
from bangvang.core.policy import Verdict
from bangvang.core.web import render_page
from bangvang.directory.models import Person, User
from bangvang.training.actions import carrying, deciding
from bangvang.training.actions import enrolment as actions
from bangvang.training.forms import enrolment as forms
from bangvang.training.forms.classes import ReasonForm
from bangvang.training.models import Enrolment, InvitedUnit
from bangvang.training.policies import enrolment as policies
from bangvang.training.queries import board, checks
from bangvang.training.queries import enrolment as queries
from bangvang.training.views import _asking as ask
from bangvang.training.views.board import page_of_unit
from bangvang.training.workflow import ENROLMENT, AnswerState, EnrolmentState


def page_of_person(enrolment: Enrolment) -> str:
    """One person's line in a unit's list."""
    unit = enrolment.unit
    return reverse(
        "training:enrolment_detail",
        args=[unit.training_class.code, unit.organisation.code, enrolment.person.code],
    )


# --- The unit's page --------------------------------------------------------------------------------------------


def unit_context(request: HttpRequest, unit: InvitedUnit) -> dict[str, Any]:
    """Everything that the unit's page shows; forms that were refused replace these fresh ones."""
    user = ask.user_of(request)
    lines = checks.lines_of([unit])
    examined = sorted(
        checks.examine([unit], lines).values(),
        key=lambda each: (each.enrolment.person.sort_key, each.enrolment.pk),
    )
    seats = checks.capacity(unit, lines[unit.group_id])
    taken = [
        each
        for each in examined
        if each.enrolment.state in {EnrolmentState.SUBMITTED, EnrolmentState.CONFIRMED}
    ]
    proposed = [each for each in examined if each.enrolment.state == EnrolmentState.PROPOSED]
    can_enrol = policies.can_enrol(user, unit)
    deadline = unit.training_class.deadline
    on = ask.day_of(request)
    search = request.GET.get("q", "")[:100]
    is_organiser = policies.is_organiser(user, unit)
    return {
        "class": unit.training_class,
        "unit": unit,
        "lines": [line.seat for line in lines[unit.group_id]],
        "seats": seats,
        "taken": len(taken),
        "on_list": len(taken) + len([each for each in proposed if not each.enrolment.substitutes_id]),
        "people": [(each, page_of_person(each.enrolment)) for each in examined],
        "unexplained": [each for each in proposed if each.to_explain and not each.enrolment.unit_note],
        "unit_problems": checks.unit_problems(unit),
        "counts": board.counts(unit.training_class),
        "is_for_unit": can_enrol and not policies.is_of_unit(user, unit),
        "is_organiser": is_organiser,
        "is_late_now": deadline is not None and on > deadline,
        "staff": queries.staff_to_send(unit, search) if can_enrol else [],
        "search": search,
        "submit_form": forms.NoteForm(initial={"note": unit.note}),
        "verdicts": {
            "enrol": can_enrol,
            "submit": policies.can_submit(user, unit),
            "decline": policies.can_decline(user, unit),
            "take_back": policies.can_take_back(user, unit),
            "return": policies.can_return_list(user, unit),
            "late": policies.can_accept_late(user, unit),
            "move": policies.can_move_unit(user, unit)
            if is_organiser and queries.groups_to_move_to(unit)
            else None,
        },
        "has_answered": unit.state in board.ANSWERED,
        "is_returned": unit.state == AnswerState.RETURNED,
        "is_declined": unit.state == AnswerState.DECLINED,
        "entries": ledger.of(unit),
    }


@require_safe
def unit_detail(request: HttpRequest, code: str, unit: str) -> HttpResponse:
    """The unit's list; with HTMX the pick list alone."""
    own = ask.unit_of(request, code, unit)
    return render_page(request, "training/unit_detail.html", unit_context(request, own), partial="staff")


@require_POST
def unit_add(request: HttpRequest, code: str, unit: str) -> HttpResponse:
    """Put one of the unit's own people on the list."""
    own, user = ask.unit_of(request, code, unit), ask.user_of(request)
    staff = Person.objects.filter(positions__organisation=own.organisation).distinct()
    person = get_object_or_404(staff, code=request.POST.get("nguoi", ""))
    actions.enrol(own, by=user, person=person, on_behalf_of=ask.behalf(user, own))
    messages.success(request, _("Đã thêm %(person)s vào danh sách.") % {"person": person})
    return redirect(f"{page_of_unit(own)}#danh-sach")


@require_http_methods(["GET", "HEAD", "POST"])
def unit_new_person(request: HttpRequest, code: str, unit: str) -> HttpResponse:
    """Put somebody on the list whom the directory does not know."""
    own, user = ask.unit_of(request, code, unit), ask.user_of(request)
    on = ask.day_of(request)
    initial = {"full_name": request.GET.get("ten", "")[:100]}
    form = forms.NewPersonForm(request.POST or None, on=on, initial=initial)
    if request.method == "POST" and form.is_valid():

        def act() -> object:
            return actions.enrol_new(
                own, by=user, on=on, **form.cleaned_data, on_behalf_of=ask.behalf(user, own)
            )

        sentence = _("Đã thêm %(person)s vào danh sách.") % {"person": form.cleaned_data["full_name"]}
        if ask.done(request, form, act, sentence):
            return redirect(f"{page_of_unit(own)}#danh-sach")
    context = {
        "class": own.training_class,
        "unit": own,
        "form": form,
        "verdict": policies.can_enrol(user, own),
        "back": page_of_unit(own),
    }
    return render_page(request, "training/unit_new_person.html", context, status=422 if form.errors else 200)


@require_POST
def unit_submit(request: HttpRequest, code: str, unit: str) -> HttpResponse:
    """Hand the list to the organiser; what is missing is told on the unit's page."""
    own, user = ask.unit_of(request, code, unit), ask.user_of(request)
    form = forms.NoteForm(request.POST)
    if form.is_valid():

        def act() -> object:
            return actions.submit(
                own,
                by=user,
                on=ask.day_of(request),
                note=form.cleaned_data["note"],
                on_behalf_of=ask.behalf(user, own),
            )

        if ask.done(request, form, act, _("Đã nộp danh sách của %(unit)s.") % {"unit": own.organisation}):
            return redirect(page_of_unit(own))
    context = {**unit_context(request, ask.unit_of(request, code, unit)), "submit_form": form}
    return render_page(request, "training/unit_detail.html", context, status=422)


@require_POST
def unit_hand_to_head(request: HttpRequest, code: str, unit: str) -> HttpResponse:
    """Tell the head that the list waits."""
    own = ask.unit_of(request, code, unit)
    actions.hand_to_head(own, by=ask.user_of(request))
    messages.success(request, _("Đã báo thủ trưởng đơn vị nộp danh sách."))
    return redirect(page_of_unit(own))


@require_POST
def unit_take_back(request: HttpRequest, code: str, unit: str) -> HttpResponse:
    """Take the list back before the deadline."""
    own = ask.unit_of(request, code, unit)
    actions.take_back(own, by=ask.user_of(request))
    messages.success(request, _("Đã lấy lại danh sách. Hãy sửa rồi nộp lại trước hạn."))
    return redirect(page_of_unit(own))


@dataclass(frozen=True, slots=True)
class Step:
    """Something done with one sentence of reason."""

    title: str | Promise
    explains: str | Promise
    policy: Callable[[User, Any], Verdict]  # of a unit or of an enrolment
    done: str | Promise
    is_needed: bool = True


UNIT_STEPS = {
    "khong-cu": Step(
        gettext_lazy("Không cử người"),
        gettext_lazy(
            "Cơ quan tổ chức lớp sẽ được báo lý do. Trước hạn, đơn vị vẫn có thể lấy lại câu trả lời."
        ),
        policies.can_decline,
        gettext_lazy("Đã trả lời không cử người."),
    ),
    "tra-lai": Step(
        gettext_lazy("Trả lại danh sách"),
        gettext_lazy("Đơn vị được báo lý do, sửa danh sách và nộp lại."),
        policies.can_return_list,
        gettext_lazy("Đã trả lại danh sách cho đơn vị."),
    ),
    "nhan-muon": Step(
        gettext_lazy("Nhận danh sách nộp muộn"),
        gettext_lazy("Danh sách nộp sau hạn được nhận với lý do này."),
        policies.can_accept_late,
        gettext_lazy("Đã nhận danh sách nộp muộn."),
    ),
}


def _act_on_unit(name: str, unit: InvitedUnit, user: User, request: HttpRequest, reason: str) -> object:
    if name == "khong-cu":
        on = ask.day_of(request)
        return actions.decline(unit, by=user, on=on, reason=reason, on_behalf_of=ask.behalf(user, unit))
    if name == "tra-lai":
        return deciding.return_list(unit, by=user, reason=reason)
    return deciding.accept_late(unit, by=user, reason=reason)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_step(request: HttpRequest, code: str, unit: str, name: str) -> HttpResponse:
    """Decline, return, accept a late list: each with its reason."""
    own, user = ask.unit_of(request, code, unit), ask.user_of(request)
    step = UNIT_STEPS.get(name)
    if step is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> object:
            return _act_on_unit(name, own, user, request, form.cleaned_data["reason"])

        if ask.done(request, form, act, step.done):
            return redirect(page_of_unit(own))
    context = {
        "class": own.training_class,
        "form": form,
        "title": step.title,
        "lead": f"{own.organisation} – {own.training_class.name}",
        "explains": step.explains,
        "button": step.title,
        "back": page_of_unit(own),
        "verdict": step.policy(user, own),
    }
    return render_page(request, "training/class_reason.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_move(request: HttpRequest, code: str, unit: str) -> HttpResponse:
    """Lead the unit and everybody it sent to another class of the plan."""
    own, user = ask.unit_of(request, code, unit), ask.user_of(request)
    groups = queries.groups_to_move_to(own)
    form = forms.MoveForm(request.POST or None)
    choices: Any = form.fields["to"]
    choices.choices = [(str(each.pk), f"{each.training_class.name}: {each.text[:120]}") for each in groups]
    if request.method == "POST" and form.is_valid():
        target = next(each for each in groups if str(each.pk) == form.cleaned_data["to"])

        def act() -> object:
            return carrying.move_unit(own, by=user, to=target)

        if ask.done(request, form, act, _("Đã chuyển đơn vị cùng danh sách sang lớp khác.")):
            return redirect("training:class_detail", target.training_class.code)
    context = {
        "class": own.training_class,
        "form": form,
        "title": _("Chuyển đơn vị sang lớp khác"),
        "lead": f"{own.organisation} – {own.training_class.name}",
        "explains": _("Những người đơn vị đã cử đi cùng. Đơn vị được thông báo.")
        if groups
        else _("Kế hoạch này không có lớp nào khác đang chuẩn bị hoặc đang nhận danh sách."),
        "problems": (),
        "button": _("Chuyển đơn vị"),
        "back": page_of_unit(own),
        "verdict": policies.can_move_unit(user, own),
    }
    return render_page(request, "training/class_reason.html", context, status=422 if form.errors else 200)


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
