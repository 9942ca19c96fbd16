"""A unit's list: the people on it, whom else it may send, its answer, and what the organiser decides."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangvang.core import ledger
from bangvang.core.web import render_page
from bangvang.directory.models import Person, User
from bangvang.training.actions import carrying, deciding
from bangvang.training.actions import enrolment as actions
from bangvang.training.forms import enrolment as forms
from bangvang.training.forms.classes import ReasonForm
from bangvang.training.models import InvitedUnit
from bangvang.training.policies import enrolment as policies
from bangvang.training.queries import board, checks
from bangvang.training.queries import enrolment as queries
from bangvang.training.views import _asking as ask
from bangvang.training.views._steps import Step, page_of_person
from bangvang.training.views.board import page_of_unit
from bangvang.training.workflow import AnswerState, EnrolmentState

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
