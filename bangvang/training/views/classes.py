"""Classes: the list, the class as each reader sees it, and its preparation."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangvang.core import ledger, tables
from bangvang.core.errors import RuleViolation
from bangvang.core.web import render_page
from bangvang.directory import queries as directory
from bangvang.documents import queries as documents
from bangvang.training.actions import classes as actions
from bangvang.training.forms import classes as forms
from bangvang.training.models import TrainingClass
from bangvang.training.policies import classes as policies
from bangvang.training.policies import enrolment as enrolment_policies
from bangvang.training.queries import board, papers
from bangvang.training.queries import classes as queries
from bangvang.training.queries import enrolment as enrolment_queries
from bangvang.training.views import _asking as ask
from bangvang.training.views.board import board_page
from bangvang.training.workflow import CLASS, ClassState


@require_safe
def class_list(request: HttpRequest) -> HttpResponseBase:
    """Every class that the person may see."""
    table = tables.Table(
        gettext_lazy("Lớp tập huấn"),
        queries.visible_to(ask.user_of(request)),
        [
            tables.Column("name", gettext_lazy("Lớp"), "name", sort=("folded", "pk"), width=30),
            tables.Column("plan", gettext_lazy("Kế hoạch"), "plan.title", width=50, on_phone=False),
            tables.Column(
                "starts_on",
                gettext_lazy("Ngày khai giảng"),
                "starts_on",
                kind="date",
                sort=("starts_on", "pk"),
                width=14,
                on_phone=True,
            ),
            tables.Column(
                "deadline",
                gettext_lazy("Hạn nộp"),
                "deadline",
                kind="date",
                sort=("deadline", "pk"),
                width=14,
            ),
            tables.Column("headcount", gettext_lazy("Số lượng"), "headcount", kind="number", width=10),
            tables.Column(
                "state",
                gettext_lazy("Trạng thái"),
                "state",
                kind="state",
                sort=("state", "pk"),
                on_phone=True,
            ),
            tables.Column("code", gettext_lazy("Mã"), "code", sort="pk", width=16),
        ],
        row_url=queries.page_of,
        filters=[
            tables.Filter("trang-thai", gettext_lazy("ở trạng thái"), CLASS.choices(), "state"),
        ],
        order="-pk",
        empty=gettext_lazy("Chưa có lớp nào."),
        empty_hint=gettext_lazy("Lớp được lập khi kế hoạch tập huấn được ban hành."),
        unit=gettext_lazy("lớp"),
    )
    return tables.respond(request, table, "training/class_list.html")


@require_safe
def class_detail(request: HttpRequest, code: str) -> HttpResponseBase:
    """The organiser's board; for a unit its own invitation and counts; for a person where and when."""
    training_class = ask.class_of(request, code)
    user = ask.user_of(request)
    if policies.sees_everything(user, training_class):
        return board_page(request, training_class)
    units = enrolment_queries.own_units(user, training_class)
    own = enrolment_queries.mine(user).filter(training_class=training_class)
    context = {
        "class": training_class,
        "facts": facts_of(training_class),
        "units": [(unit, enrolment_policies.can_enrol(user, unit)) for unit in units],
        "counts": board.counts(training_class) if units else None,
        "own": own,
    }
    return render_page(request, "training/class_detail.html", context)


def facts_of(training_class: TrainingClass) -> list[tuple[str, Any]]:
    """What everybody may know of a class: values of several types, each shown in its own way."""
    said: list[tuple[str, Any]] = [
        (_("Thời gian"), papers.time_of(training_class)),
        (_("Địa điểm"), training_class.venue or _("chưa ghi")),
        (_("Hạn nộp danh sách"), _day(training_class.deadline)),
        (_("Kế hoạch"), training_class.plan.title),
    ]
    if training_class.headcount:
        said.insert(2, (_("Số lượng"), _("%(count)s người") % {"count": training_class.headcount}))
    return said


def _day(value: Any) -> str:
    return f"{value:%d/%m/%Y}" if value else str(_("chưa ghi"))


# --- Preparation ------------------------------------------------------------------------------------------------


@require_safe
def class_prepare(request: HttpRequest, code: str) -> HttpResponse:
    """What must be settled before the class opens, in order, and the button that opens it."""
    training_class = ask.organised_class(request, code)
    user = ask.user_of(request)
    groups, units = queries.groups_of(training_class), queries.units_of(training_class)
    seats = queries.arithmetic(training_class, groups, units)
    missing = queries.missing_before_opening(training_class, seats, ask.day_of(request))
    is_prepared = training_class.state == ClassState.PREPARED
    context = {
        "class": training_class,
        "facts": facts_of(training_class),
        "seats": seats,
        "missing": missing,
        "next_step": missing[0].kind if missing and is_prepared else "",
        "next_line": next((line.group.order for line in seats.lines if not line.units), None),
        "warnings": queries.date_warnings(training_class),
        "without_account": queries.units_without_account(training_class, ask.day_of(request)),
        "verdicts": {
            "prepare": policies.can_prepare(user, training_class),
            "open": policies.can_open(user, training_class),
            "call": policies.can_call(user, training_class),
            "cancel": policies.can_cancel(user, training_class),
        },
        "papers": documents.about(training_class.code, user),
        "entries": ledger.of(training_class),
        "is_prepared": is_prepared,
    }
    return render_page(request, "training/class_prepare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def class_schedule(request: HttpRequest, code: str) -> HttpResponse:
    """Days, hour, venue, deadline."""
    training_class = ask.organised_class(request, code)
    form = forms.ScheduleForm(request.POST or None, initial=forms.ScheduleForm.of(training_class))
    if request.method == "POST" and form.is_valid():

        def act() -> object:
            return actions.prepare(training_class, by=ask.user_of(request), **form.cleaned_data)

        if ask.done(request, form, act, _("Đã lưu lịch của lớp.")):
            for warning in queries.date_warnings(training_class):
                messages.warning(request, warning)
            return redirect("training:class_prepare", training_class.code)
    context = {
        "class": training_class,
        "form": form,
        "verdict": policies.can_prepare(ask.user_of(request), training_class),
    }
    return render_page(request, "training/class_schedule.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def class_group(request: HttpRequest, code: str, order: int) -> HttpResponse:
    """Which organisations one composition line means, and whom each of them sends."""
    training_class = ask.organised_class(request, code)
    groups = queries.groups_of(training_class)
    group = next((each for each in groups if each.order == order), None)
    if group is None:
        return redirect("training:class_prepare", training_class.code)
    group.training_class = training_class
    authority, on = training_class.plan.organisation, training_class.starts_on or ask.day_of(request)
    known = queries.invitable(authority, on)
    units = queries.units_of(training_class)
    suggested = {each.pk for each in directory.suggest_organisations(group.text, authority, on)}
    own = {unit.organisation_id for unit in units if unit.group_id == group.pk}
    elsewhere = {unit.organisation_id: unit.group.order for unit in units if unit.group_id != group.pk}
    status = 200
    findings: list[Any] = []
    if request.method == "POST":
        chosen = set(request.POST.getlist("don-vi"))
        picked = {each.pk for each in known if each.code in chosen}
        seats = forms.SEATS(request.POST, prefix="cho")
        if seats.is_valid():
            try:
                actions.map_group(
                    group,
                    by=ask.user_of(request),
                    organisations=[each for each in known if each.pk in picked],
                    seats=seats.lines,
                )
            except RuleViolation as refused:
                status, findings = 422, list(refused.findings) or [{"place": "", "sentence": str(refused)}]
            else:
                messages.success(request, _("Đã lưu dòng thành phần %(order)s.") % {"order": order})
                return redirect("training:class_prepare", training_class.code)
        else:
            status = 422
    else:
        picked = own or suggested - set(elsewhere)
        seats = forms.SEATS(
            prefix="cho", initial=forms.seats_initial(group, directory.suggest_positions(group.text))
        )
    context = {
        "class": training_class,
        "group": group,
        "seats": seats,
        "kinds": _by_kind(known, picked, suggested, elsewhere),
        "picked": len(picked),
        "is_suggested": not own and request.method != "POST",
        "findings": findings,
        "verdict": policies.can_map(ask.user_of(request), group),
        "arithmetic": _arithmetic(training_class, groups, units, group.pk, len(picked), _per_unit(seats)),
    }
    return render_page(request, "training/class_group.html", context, partial="arithmetic", status=status)


def _per_unit(seats: forms.SeatFormSet) -> int:
    if seats.is_bound:
        return sum(line.per_unit for line in seats.lines) if seats.is_valid() else 0
    return sum(each["per_unit"] for each in (seats.initial or [])[:-1])


def _arithmetic(
    training_class: TrainingClass, groups: Any, units: Any, changed: int, picked: int, per_unit: int
) -> queries.Arithmetic:
    """The arithmetic as it would be with what is typed now."""
    now = queries.arithmetic(training_class, groups, units)
    lines = tuple(
        queries.LineSeats(line.group, picked, per_unit, 0, picked * per_unit)
        if line.group.pk == changed
        else line
        for line in now.lines
    )
    return queries.Arithmetic(lines, sum(line.total for line in lines), training_class.headcount)


def _by_kind(
    known: list[Any], picked: set[int], suggested: set[int], elsewhere: dict[int, int]
) -> list[dict[str, Any]]:
    """Organisations under their kinds, each with a tick, a mark when suggested, and the line that has it already."""
    kinds: dict[str, dict[str, Any]] = {}
    for each in known:
        kind = kinds.setdefault(each.kind_id, {"name": each.kind.name, "rows": [], "picked": 0})
        kind["rows"].append((each, each.pk in picked, each.pk in suggested, elsewhere.get(each.pk)))
        kind["picked"] += each.pk in picked
    return list(kinds.values())


@require_POST
def class_arithmetic(request: HttpRequest, code: str, order: int) -> HttpResponse:
    """The seat arithmetic with what is ticked and typed now, before it is saved."""
    training_class = ask.organised_class(request, code)
    groups, units = queries.groups_of(training_class), queries.units_of(training_class)
    group = next((each for each in groups if each.order == order), None)
    if group is None:
        return redirect("training:class_prepare", training_class.code)
    seats = forms.SEATS(request.POST, prefix="cho")
    picked = len(set(request.POST.getlist("don-vi")))
    context = {
        "class": training_class,
        "group": group,
        "arithmetic": _arithmetic(training_class, groups, units, group.pk, picked, _per_unit(seats)),
    }
    return render_page(request, "training/class_group.html", context, partial="arithmetic")


@require_http_methods(["GET", "HEAD", "POST"])
def class_seats(request: HttpRequest, code: str) -> HttpResponse:
    """Own numbers of seats for some units, or the reason why seats and headcount differ."""
    training_class = ask.organised_class(request, code)
    user = ask.user_of(request)
    groups, units = queries.groups_of(training_class), queries.units_of(training_class)
    is_reason = "reason" in request.POST
    form = forms.UnitSeatsForm(units, None if is_reason else request.POST or None)
    reason = forms.ReasonForm(
        request.POST if is_reason else None, initial={"reason": training_class.seats_decision}
    )
    if request.method == "POST" and is_reason and reason.is_valid():

        def decide() -> object:
            return actions.decide_seats(training_class, by=user, reason=reason.cleaned_data["reason"])

        if ask.done(request, reason, decide, _("Đã ghi lý do số chỗ khác số lượng.")):
            return redirect("training:class_prepare", training_class.code)
    elif request.method == "POST" and not is_reason and form.is_valid():

        def change() -> object:
            return actions.set_unit_seats(training_class, by=user, seats=form.seats)

        if ask.done(request, form, change, _("Đã lưu số chỗ của các đơn vị.")):
            return redirect("training:class_seats", training_class.code)
    per_unit = {group.pk: sum(seat.per_unit for seat in group.seats.all()) for group in groups}
    context = {
        "class": training_class,
        "form": form,
        "reason": reason,
        "rows": [
            (unit, per_unit.get(unit.group_id, 0), form[f"cho-{unit.organisation.code}"]) for unit in units
        ],
        "seats": queries.arithmetic(training_class, groups, units),
        "verdict": policies.can_prepare(user, training_class),
    }
    broken = form.errors or reason.errors
    return render_page(request, "training/class_seats.html", context, status=422 if broken else 200)


@require_POST
def class_open(request: HttpRequest, code: str) -> HttpResponse:
    """Open enrolment."""
    training_class = ask.organised_class(request, code)
    actions.open_enrolment(training_class, by=ask.user_of(request), on=ask.day_of(request))
    messages.success(request, _("Đã mở nhận danh sách và thông báo cho các đơn vị."))
    return redirect("training:class_detail", training_class.code)


@require_http_methods(["GET", "HEAD", "POST"])
def class_cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Call the class off, with a reason."""
    training_class = ask.organised_class(request, code)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> object:
            return actions.cancel_class(training_class, by=ask.user_of(request), **form.cleaned_data)

        if ask.done(request, form, act, _("Đã hủy lớp và thông báo cho các đơn vị.")):
            return redirect("training:class_detail", training_class.code)
    context = {
        "class": training_class,
        "form": form,
        "title": _("Hủy lớp"),
        "lead": training_class.name,
        "explains": _("Các đơn vị và người đã được cử sẽ được báo lý do. Việc này không hoàn lại được."),
        "button": _("Hủy lớp"),
        "back": reverse("training:class_detail", args=[training_class.code]),
        "verdict": policies.can_cancel(ask.user_of(request), training_class),
    }
    return render_page(request, "training/class_reason.html", context, status=422 if form.errors else 200)


@require_POST
def class_mark_held(request: HttpRequest, code: str) -> HttpResponse:
    """Record that the class took place."""
    training_class = ask.organised_class(request, code)
    actions.mark_held(training_class, by=ask.user_of(request))
    messages.success(request, _("Đã ghi nhận lớp đã tổ chức."))
    return redirect("training:class_detail", training_class.code)


@require_safe
def my_class_list(request: HttpRequest) -> HttpResponseBase:
    """The classes to which the person was sent."""
    table = tables.Table(
        gettext_lazy("Lớp của tôi"),
        enrolment_queries.mine(ask.user_of(request)),
        [
            tables.Column("class", gettext_lazy("Lớp"), "training_class.name", width=30),
            tables.Column(
                "starts_on",
                gettext_lazy("Ngày"),
                "training_class.starts_on",
                kind="date",
                on_phone=True,
                width=14,
            ),
            tables.Column("venue", gettext_lazy("Địa điểm"), "training_class.venue", width=40),
            tables.Column("unit", gettext_lazy("Đơn vị cử"), "unit.organisation.name", width=40),
            tables.Column("state", gettext_lazy("Trạng thái"), "state", kind="state", on_phone=True),
        ],
        row_url=lambda row: queries.page_of(row.training_class),
        search=(),
        empty=gettext_lazy("Anh, chị chưa được cử dự lớp nào."),
        empty_hint=gettext_lazy("Khi đơn vị cử anh, chị đi tập huấn, lớp sẽ hiện ở đây."),
        unit=gettext_lazy("lớp"),
        exports=False,
    )
    return tables.respond(request, table, "training/my_class_list.html")
