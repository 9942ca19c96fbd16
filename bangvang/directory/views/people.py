"""Pages of people and their positions."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from bangvang.core import ledger, tables, web
from bangvang.core.errors import RuleViolation
from bangvang.core.policy import ALLOWED
from bangvang.directory import actions, policies, queries
from bangvang.directory.forms import AppointForm, EndForm, PersonForm, RegisterForm
from bangvang.directory.models import Person, Position, User

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _found(request: HttpRequest, code: str) -> tuple[User, Person]:
    user: User = request.user  # type: ignore[assignment]
    return user, get_object_or_404(queries.people_visible_to(user), code=code)


def _serves(person: Person) -> str:
    positions: list[Position] = getattr(person, "standing", [])
    return "; ".join(f"{each.title}, {each.organisation.name}" for each in positions)


@require_safe
def person_list(request: HttpRequest) -> HttpResponseBase:
    """The people whom the person may see."""
    user: User = request.user  # type: ignore[assignment]
    people = queries.with_positions(
        queries.people_visible_to(user),
        request.today,  # type: ignore[attr-defined]
    )
    table = tables.Table(
        gettext_lazy("Danh sách người"),
        people,
        [
            tables.Column("ten", gettext_lazy("Họ và tên"), "full_name", sort="sort_key", width=28),
            tables.Column("chuc-vu", gettext_lazy("Chức vụ, nơi công tác"), _serves, width=60),
            tables.Column("sinh", gettext_lazy("Ngày sinh"), "birth_date", kind="date", on_phone=False),
            tables.Column("ma", gettext_lazy("Mã"), "code", width=16, on_phone=False),
        ],
        row_url=lambda row: reverse("directory:person_detail", args=[row.code]),
        unit=gettext_lazy("người"),
        empty=gettext_lazy("Chưa có người nào mà anh, chị được xem."),
        empty_hint=gettext_lazy("Người của đơn vị được thêm từ trang của đơn vị."),
    )
    return tables.respond(request, table, "directory/person_list.html")


@dataclass(frozen=True, slots=True)
class PositionRow:
    """A position together with whether the reader may end it."""

    position: Position
    can_end: bool


def positions_table(rows: list[PositionRow]) -> tables.Table:
    """The positions of one person through time."""
    return tables.Table(
        gettext_lazy("Chức vụ"),
        rows,
        [
            tables.Column("chuc-vu", gettext_lazy("Chức vụ, chức danh"), "position.title", width=30),
            tables.Column("noi", gettext_lazy("Cơ quan, đơn vị"), "position.organisation.name", width=44),
            tables.Column(
                "phu-trach", gettext_lazy("Phụ trách thi đua, khen thưởng"), _in_charge, on_phone=False
            ),
            tables.Column("tu", gettext_lazy("Từ ngày"), "position.valid_from", kind="date"),
            tables.Column("den", gettext_lazy("Đến ngày"), "position.valid_to", kind="date"),
            tables.Column(
                "viec", gettext_lazy("Việc"), "", template="directory/position_cell.html", in_export=False
            ),
        ],
        search=(),
        unit=gettext_lazy("chức vụ"),
        empty=gettext_lazy("Chưa ghi chức vụ nào."),
        exports=False,
    )


def _in_charge(row: PositionRow) -> str:
    return _("phụ trách") if row.position.in_charge_of_emulation else ""


def _facts(row: Person) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Ngày sinh"), f"{row.birth_date:%d/%m/%Y}" if row.birth_date else ""),
        (_("Giới tính"), row.get_sex_display() if row.sex else ""),
        (_("Thư điện tử"), row.email),
        (_("Điện thoại"), row.phone),
    ]
    return [(label, value or _("chưa ghi")) for label, value in facts]


@require_safe
def person_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One person: positions through time, account, what was done."""
    user, row = _found(request, code)
    today = request.today  # type: ignore[attr-defined]
    positions = [
        PositionRow(each, each.stands(today) and bool(policies.can_end_position(user, each)))
        for each in queries.positions_of(row)
    ]
    account = User.objects.filter(person=row).first()
    context = {
        "person": row,
        "facts": _facts(row),
        "positions": positions_table(positions).bind(request, live=False),
        "account": account,
        "sees_account": account is not None
        and queries.accounts_visible_to(user).filter(pk=account.pk).exists(),
        "entries": ledger.of(row)[:50],
        "can_correct": policies.can_keep_person(user, row),
        "can_open_account": policies.can_open_account(user, row),
        "can_appoint": queries.organisations_kept_by(user).exists(),
    }
    return web.render_page(request, "directory/person_detail.html", context)


@FORM
def person_register(request: HttpRequest, code: str) -> HttpResponse:
    """A new person of this organisation."""
    user: User = request.user  # type: ignore[assignment]
    organisation = get_object_or_404(queries.organisations_visible_to(user), code=code)
    form = RegisterForm(request.POST or None)
    if form.is_valid():
        try:
            person = actions.register_person(organisation, by=user, **form.cleaned_data)
        except RuleViolation as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã thêm %(name)s.") % {"name": person.full_name})
            return redirect("directory:person_detail", person.code)
    context = {
        "form": form,
        "organisation": organisation,
        "back": reverse("directory:organisation_detail", args=[organisation.code]),
        "verdict": policies.can_keep_staff(user, organisation),
    }
    return _page(request, "directory/person_register.html", context, form.errors)


@FORM
def person_correct(request: HttpRequest, code: str) -> HttpResponse:
    """Correct what is written of a person."""
    user, row = _found(request, code)
    initial = {name: getattr(row, name) for name in ("full_name", "birth_date", "sex", "email", "phone")}
    form = PersonForm(request.POST or None, initial=initial)
    if form.is_valid():
        actions.correct_person(row, by=user, **form.cleaned_data)
        messages.success(request, _("Đã lưu thông tin của %(name)s.") % {"name": row.full_name})
        return redirect("directory:person_detail", row.code)
    context = {
        "form": form,
        "person": row,
        "back": _address(row),
        "verdict": policies.can_keep_person(user, row),
    }
    return _page(request, "directory/person_correct.html", context, form.errors)


@FORM
def person_appoint(request: HttpRequest, code: str) -> HttpResponse:
    """A further position of a known person."""
    user, row = _found(request, code)
    organisations = queries.organisations_kept_by(user)
    form = AppointForm(request.POST or None, organisations=organisations)
    if form.is_valid():
        details = {**form.cleaned_data}
        organisation = details.pop("organisation")
        try:
            actions.appoint(organisation, by=user, person=row, **details)
        except RuleViolation as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ghi chức vụ của %(name)s.") % {"name": row.full_name})
            return redirect("directory:person_detail", row.code)
    verdict = ALLOWED if organisations.exists() else policies.can_keep_person(user, row)
    context = {"form": form, "person": row, "back": _address(row), "verdict": verdict}
    return _page(request, "directory/person_appoint.html", context, form.errors)


@FORM
def position_end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """End a position of a person."""
    user, row = _found(request, code)
    position = get_object_or_404(queries.positions_of(row), pk=pk)
    form = EndForm(request.POST or None, initial={"on": request.today})  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            actions.end_position(position, by=user, **form.cleaned_data)
        except RuleViolation as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, _("Đã ghi ngày kết thúc chức vụ."))
            return redirect("directory:person_detail", row.code)
    context = {
        "form": form,
        "person": row,
        "position": position,
        "back": _address(row),
        "verdict": policies.can_end_position(user, position),
    }
    return _page(request, "directory/position_end.html", context, form.errors)


def _address(row: Person) -> str:
    return reverse("directory:person_detail", args=[row.code])


def _page(request: HttpRequest, template: str, context: dict[str, object], errors: object) -> HttpResponse:
    return web.render_page(request, template, context, status=422 if errors else 200)
