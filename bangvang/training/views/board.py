"""The live board of a class, the confirmation of its list, and the lists that were printed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from bangvang.core import files, table_files, tables
from bangvang.core.badges import Badge
from bangvang.core.web import render_page
from bangvang.directory import queries as directory
from bangvang.directory.models import Role
from bangvang.documents import queries as documents
from bangvang.training.actions import confirming as actions
from bangvang.training.forms import classes as forms
from bangvang.training.models import ClassList, TrainingClass
from bangvang.training.policies import classes as policies
from bangvang.training.queries import board as queries
from bangvang.training.queries import papers
from bangvang.training.queries import plans as plan_queries
from bangvang.training.views import _asking as ask
from bangvang.training.workflow import ANSWER, ClassState

FILTERS = [
    ("awaited", gettext_lazy("chưa trả lời")),
    ("overdue", gettext_lazy("quá hạn chưa trả lời")),
    ("answered", gettext_lazy("đã trả lời")),
    ("problems", gettext_lazy("có vấn đề cần quyết định")),
    ("waiting", gettext_lazy("có người ở danh sách chờ")),
    ("substitutions", gettext_lazy("đề nghị thay người")),
]
POLL_SECONDS = 20


def page_of_unit(row: Any) -> str:
    """`row` is an InvitedUnit or a row of the board that has one."""
    unit = getattr(row, "unit", row)
    return reverse("training:unit_detail", args=[unit.training_class.code, unit.organisation.code])


def answer_badge(row: queries.UnitRow) -> Badge:
    """Overdue is a word of its own."""
    if row.is_overdue:
        return Badge(_("Quá hạn, chưa trả lời"), "bad")
    return Badge(ANSWER.labels[row.unit.state], ANSWER.tones[row.unit.state])


def board_table(board: queries.Board) -> tables.Table:
    """The units of the class; the same table on the page, in Excel and as CSV."""
    return tables.Table(
        _("Bảng theo dõi %(class)s") % {"class": board.training_class.name},
        board.rows,
        [
            tables.Column("unit", gettext_lazy("Đơn vị"), "organisation", sort="unit", width=45),
            tables.Column(
                "state",
                gettext_lazy("Trả lời"),
                answer_badge,
                kind="state",
                sort="state",
                width=24,
                on_phone=True,
            ),
            tables.Column("seats", gettext_lazy("Số chỗ"), "seats", kind="number", sort="seats", width=8),
            tables.Column(
                "taken", gettext_lazy("Đã cử"), "taken", kind="number", sort="taken", width=8, on_phone=True
            ),
            tables.Column("waiting", gettext_lazy("Chờ"), "waiting", kind="number", sort="waiting", width=8),
            tables.Column(
                "undecided",
                gettext_lazy("Cần quyết định"),
                "undecided",
                kind="number",
                sort="undecided",
                width=12,
            ),
            tables.Column(
                "submitted_on",
                gettext_lazy("Ngày trả lời"),
                "unit.submitted_on",
                kind="date",
                sort="submitted_on",
                width=14,
            ),
            tables.Column("note", gettext_lazy("Ghi chú"), _note, width=50),
        ],
        row_url=page_of_unit,
        search=(),
        filters=[
            tables.Filter(
                "xem",
                gettext_lazy("Xem đơn vị"),
                FILTERS,
                lambda rows, name: [row for row in rows if row.is_in(name)],
            )
        ],
        empty=gettext_lazy("Lớp chưa mời đơn vị nào."),
        empty_hint=gettext_lazy("Hãy chọn đơn vị cho từng dòng thành phần ở trang chuẩn bị lớp."),
        unit=gettext_lazy("đơn vị"),
    )


def _note(row: queries.UnitRow) -> str:
    told = []
    if row.unit.entered_on_behalf:
        told.append(_("cơ quan thường trực nhập thay"))
    if row.substitutions:
        told.append(_("đề nghị thay %(count)s người") % {"count": row.substitutions})
    if row.unit.reason:
        told.append(row.unit.reason)
    elif row.unit.late_accepted_reason:
        told.append(_("nhận muộn: %(reason)s") % {"reason": row.unit.late_accepted_reason})
    return "; ".join(told)


def board_page(request: HttpRequest, training_class: TrainingClass) -> HttpResponseBase:
    """The board: page, the part that is asked for every twenty seconds, Excel and CSV."""
    user = ask.user_of(request)
    board = queries.of(training_class, ask.day_of(request))
    table = board_table(board).bind(request)
    if (asked := request.GET.get("dang", "")) in tables.FORMATS:
        return table_files.answer(table, asked, on=ask.day_of(request))
    is_open = training_class.state == ClassState.OPEN
    lists = list(papers.lists_of(training_class)) if training_class.is_listed else []  # type: ignore[attr-defined]
    is_confirmed = training_class.state == ClassState.CONFIRMED
    added, removed = queries.unprinted(board, lists) if is_confirmed else (0, 0)
    context = {
        "class": training_class,
        "board": board,
        "table": table,
        "poll": POLL_SECONDS if is_open else 0,
        "is_prepared": training_class.state == ClassState.PREPARED,
        "is_open": is_open,
        "added": added,
        "removed": removed,
        "unprinted": added + removed,
        "lists": lists,
        "verdicts": {
            "prepare": policies.can_prepare(user, training_class),
            "confirm": policies.can_confirm(user, training_class),
            "reopen": policies.can_reopen(user, training_class),
            "supplement": policies.can_supplement(user, training_class),
            "held": policies.can_mark_held(user, training_class),
            "cancel": policies.can_cancel(user, training_class),
        },
    }
    part = "live" if request.headers.get("HX-Target") == "live" else "rows"
    return render_page(request, "training/class_board.html", context, partial=part)


# --- Confirming -------------------------------------------------------------------------------------------------


def _signing(request: HttpRequest, training_class: TrainingClass) -> dict[str, Any]:
    """Today, and the signatory of the authority as they usually sign."""
    authority, on = training_class.plan.organisation, ask.day_of(request)
    signatory = directory.users_with(Role.SIGNATORY, authority, on).select_related("person").first()
    said = plan_queries.signature_of(signatory.acting_on(on), authority) if signatory else {}
    return {"issued_on": on, **said}


@require_http_methods(["GET", "HEAD", "POST"])
def class_confirm(request: HttpRequest, code: str) -> HttpResponse:
    """What still stands against it, who signs, and the button that freezes the list."""
    training_class = ask.organised_class(request, code)
    user, on = ask.user_of(request), ask.day_of(request)
    board = queries.of(training_class, on)
    form = forms.ConfirmForm(request.POST or None, initial=_signing(request, training_class))
    form.fields["reason"].required = bool(board.unanswered)
    if request.method == "POST" and form.is_valid():

        def act() -> object:
            return actions.confirm(training_class, by=user, on=on, **form.cleaned_data)

        if ask.done(
            request, form, act, _("Đã chốt danh sách, ban hành danh sách lớp và văn bản gửi đơn vị.")
        ):
            return redirect("training:class_detail", training_class.code)
        training_class.refresh_from_db()
        board = queries.of(training_class, on)
    context = {
        "class": training_class,
        "form": form,
        "board": board,
        "undecided": [
            each for each in board.people if each.enrolment.state == "submitted" and each.undecided
        ],
        "late": [row for row in board.rows if row.has_answered and row.problems],
        "numbers": {
            kind: documents.next_number(training_class.plan.organisation, kind, on)
            for kind in ("DS", "CV", "GM")
        },
        "verdict": policies.can_confirm(user, training_class),
    }
    return render_page(request, "training/class_confirm.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def class_call(request: HttpRequest, code: str) -> HttpResponse:
    """The letter that asks the units for their lists."""
    training_class = ask.organised_class(request, code)
    user, on = ask.user_of(request), ask.day_of(request)
    form = forms.CallForm(request.POST or None, initial=_signing(request, training_class))
    if request.method == "POST" and form.is_valid():

        def act() -> object:
            return actions.issue_call(training_class, by=user, **form.cleaned_data)

        if ask.done(request, form, act, _("Đã ban hành công văn đề nghị cử người.")):
            return redirect("training:class_prepare", training_class.code)
    context = {
        "class": training_class,
        "form": form,
        "next_number": documents.next_number(training_class.plan.organisation, "CV", on),
        "verdict": policies.can_call(user, training_class),
    }
    return render_page(request, "training/class_call.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def class_supplement(request: HttpRequest, code: str) -> HttpResponse:
    """Print what changed after the last list."""
    training_class = ask.organised_class(request, code)
    user, on = ask.user_of(request), ask.day_of(request)
    form = forms.SigningForm(request.POST or None, initial=_signing(request, training_class))
    if request.method == "POST" and form.is_valid():

        def act() -> object:
            return actions.issue_supplementary(training_class, by=user, **form.cleaned_data)

        if ask.done(request, form, act, _("Đã ban hành danh sách bổ sung, thay thế.")):
            return redirect("training:class_detail", training_class.code)
    changes = queries.changes_since_lists(training_class)
    context = {
        "class": training_class,
        "form": form,
        "changes": papers.printed_changes(papers.changed_rows(changes)),
        "next_number": documents.next_number(training_class.plan.organisation, "DS", on),
        "verdict": policies.can_supplement(user, training_class),
    }
    return render_page(request, "training/class_supplement.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def class_reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Take the confirmed list up again, with a reason."""
    training_class = ask.organised_class(request, code)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> object:
            return actions.reopen(training_class, by=ask.user_of(request), **form.cleaned_data)

        if ask.done(request, form, act, _("Đã mở lại danh sách và thông báo cho các đơn vị.")):
            return redirect("training:class_detail", training_class.code)
    context = {
        "class": training_class,
        "form": form,
        "title": _("Mở lại danh sách"),
        "lead": training_class.name,
        "explains": _("Danh sách đã in vẫn được lưu. Khi chốt lại, một danh sách mới được ban hành."),
        "button": _("Mở lại danh sách"),
        "back": reverse("training:class_detail", args=[training_class.code]),
        "verdict": policies.can_reopen(ask.user_of(request), training_class),
    }
    return render_page(request, "training/class_reason.html", context, status=422 if form.errors else 200)


# --- Lists that were printed ------------------------------------------------------------------------------------


def _list_of(request: HttpRequest, code: str, order: int) -> ClassList:
    lists = papers.lists_visible_to(ask.user_of(request))
    return get_object_or_404(lists, training_class__code=code, order=order)


@require_safe
def class_roll(request: HttpRequest, code: str, order: int) -> HttpResponseBase:
    """A list as it was printed: page, Excel, CSV."""
    kept = _list_of(request, code, order)
    is_main = kept.kind == ClassList.Kind.MAIN
    columns = [
        tables.Column("name", gettext_lazy("Họ và tên"), lambda row: row["name"], width=30),
        tables.Column("title", gettext_lazy("Chức vụ"), lambda row: row["title"], width=30, on_phone=True),
        tables.Column("unit", gettext_lazy("Đơn vị"), lambda row: row["unit"], width=45, on_phone=True),
        tables.Column("group", gettext_lazy("Khối"), lambda row: row["group"], width=30),
    ]
    if not is_main:
        columns += [
            tables.Column("change", gettext_lazy("Nội dung"), _change, width=30),
            tables.Column("reason", gettext_lazy("Lý do"), lambda row: row["reason"], width=40),
        ]
    table = tables.Table(
        f"{kept.get_kind_display()} – {kept.training_class.name}",
        kept.rows,
        columns,
        search=(),
        unit=gettext_lazy("người"),
        per_page=100,
    )
    return tables.respond(
        request, table, "training/class_roll.html", {"kept": kept, "class": kept.training_class}
    )


def _change(row: dict[str, Any]) -> str:
    if row["change"] == "removed":
        return str(_("Rút khỏi danh sách"))
    if row["replaces"]:
        return str(_("Thay %(name)s") % {"name": row["replaces"]})
    return str(_("Bổ sung"))


@require_safe
@xframe_options_sameorigin
def class_roll_file(request: HttpRequest, code: str, order: int, which: str, form: str) -> HttpResponse:
    """The list or its summons as a file."""
    kept = _list_of(request, code, order)
    paper = {"danh-sach": kept.paper, "trieu-tap": kept.summons}.get(which)
    if paper is None or form not in {"pdf", "docx"}:
        raise Http404
    return files.response(paper.pdf if form == "pdf" else paper.docx, inline=form == "pdf")
