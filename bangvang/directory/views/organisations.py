"""Pages of organisations."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from bangvang.core import ledger, tables, web
from bangvang.core.errors import RuleViolation
from bangvang.directory import actions, policies, queries
from bangvang.directory.forms import CloseForm, EstablishForm, OrganisationForm
from bangvang.directory.models import Dated, Organisation, OrganisationKind, Position, RoleHolding, User

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _found(request: HttpRequest, code: str) -> tuple[User, Organisation]:
    user: User = request.user  # type: ignore[assignment]
    visible = queries.organisations_visible_to(user).select_related("kind", "tier", "parent")
    return user, get_object_or_404(visible, code=code)


def _standing(rows: Dated[Organisation], choice: str, request: HttpRequest) -> object:
    standing = rows.standing(request.today)  # type: ignore[attr-defined]
    return standing if choice == "dang" else rows.exclude(pk__in=standing.values("pk"))


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponseBase:
    """The bodies that the person may see."""
    user: User = request.user  # type: ignore[assignment]
    table = tables.Table(
        gettext_lazy("Danh sách cơ quan, đơn vị"),
        queries.organisations_visible_to(user).select_related("kind", "tier", "parent"),
        [
            tables.Column("ten", gettext_lazy("Tên"), "name", sort="sort_key", width=44),
            tables.Column("loai", gettext_lazy("Loại"), "kind", sort=("kind__rank", "sort_key")),
            tables.Column(
                "cap", gettext_lazy("Cấp"), "tier", sort=("tier__rank", "sort_key"), on_phone=False
            ),
            tables.Column("truc-thuoc", gettext_lazy("Trực thuộc"), "parent", width=40, on_phone=False),
        ],
        row_url=_address,
        filters=[
            tables.Filter("loai", gettext_lazy("thuộc loại"), _kinds, "kind_id"),
            tables.Filter(
                "tinh-trang",
                gettext_lazy("tình trạng"),
                [("dang", gettext_lazy("đang hoạt động")), ("het", gettext_lazy("đã kết thúc"))],
                lambda rows, choice: _standing(rows, choice, request),
            ),
        ],
        unit=gettext_lazy("cơ quan, đơn vị"),
        empty=gettext_lazy("Chưa có cơ quan, đơn vị nào mà anh, chị được xem."),
    )
    return tables.respond(request, table, "directory/organisation_list.html")


def _kinds() -> list[tuple[str, str]]:
    return list(OrganisationKind.objects.order_by("rank").values_list("key", "name"))


def staff_table(rows: Dated[Position]) -> tables.Table:
    """Who serves in one body."""
    return tables.Table(
        gettext_lazy("Người của đơn vị"),
        rows,
        [
            tables.Column("ten", gettext_lazy("Họ và tên"), "person.full_name", width=28),
            tables.Column("chuc-vu", gettext_lazy("Chức vụ, chức danh"), "title", width=30),
            tables.Column("phu-trach", gettext_lazy("Phụ trách thi đua, khen thưởng"), _in_charge),
            tables.Column("tu", gettext_lazy("Từ ngày"), "valid_from", kind="date", on_phone=False),
        ],
        row_url=lambda row: reverse("directory:person_detail", args=[row.person.code]),
        search=(),
        unit=gettext_lazy("người"),
        empty=gettext_lazy("Chưa ghi ai vào đơn vị này."),
        exports=False,
    )


def children_table(rows: Dated[Organisation]) -> tables.Table:
    """What stands directly below one body."""
    return tables.Table(
        gettext_lazy("Đơn vị trực thuộc"),
        rows,
        [
            tables.Column("ten", gettext_lazy("Tên"), "name", width=44),
            tables.Column("loai", gettext_lazy("Loại"), "kind"),
        ],
        row_url=_address,
        search=(),
        unit=gettext_lazy("đơn vị"),
        exports=False,
    )


def roles_table(rows: Dated[RoleHolding]) -> tables.Table:
    """Who holds which role in one body."""
    return tables.Table(
        gettext_lazy("Vai trò được giao"),
        rows,
        [
            tables.Column("ten", gettext_lazy("Họ và tên"), lambda row: str(row.user), width=28),
            tables.Column("vai-tro", gettext_lazy("Vai trò"), "get_role_display", width=30),
            tables.Column("tu", gettext_lazy("Từ ngày"), "valid_from", kind="date", on_phone=False),
            tables.Column("den", gettext_lazy("Đến ngày"), "valid_to", kind="date", on_phone=False),
            tables.Column(
                "thay",
                gettext_lazy("Làm thay"),
                lambda row: str(row.acting_for.user) if row.acting_for else "",
            ),
        ],
        search=(),
        unit=gettext_lazy("vai trò"),
        exports=False,
    )


def _in_charge(row: Position) -> str:
    return _("phụ trách") if row.in_charge_of_emulation else ""


def _crumbs(user: User, row: Organisation) -> list[tuple[str, str]]:
    """The way down from the root, as far as the person may see it."""
    above = queries.ancestors(row)
    visible = set(queries.organisations_visible_to(user).filter(pk__in=[each.pk for each in above]))
    return [(each.name, _address(each)) for each in above if each in visible]


def _address(row: Organisation) -> str:
    return reverse("directory:organisation_detail", args=[row.code])


def _facts(row: Organisation) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [(_("Mã"), row.code)]
    if row.short_name:
        facts.append((_("Tên viết tắt"), row.short_name))
    if row.parent:
        facts.append((_("Trực thuộc"), row.parent.name))
    if row.place:
        facts.append((_("Địa danh ghi trên văn bản"), row.place))
    if row.valid_from:
        facts.append((_("Thành lập"), f"{row.valid_from:%d/%m/%Y}"))
    if row.valid_to:
        facts.append((_("Kết thúc"), f"{row.valid_to:%d/%m/%Y}"))
    return facts


@require_safe
def organisation_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One body: where it stands, who serves there, who holds which role, what was done."""
    user, row = _found(request, code)
    today = user.on or request.today  # type: ignore[attr-defined]
    people = queries.people_visible_to(user)
    staff = queries.staff_of(row, today).filter(person__in=people)
    context = {
        "organisation": row,
        "crumbs": _crumbs(user, row),
        "facts": _facts(row),
        "children": children_table(queries.children_of(row, today)).bind(request, live=False, prefix="duoi-"),
        "successions": row.successions.select_related("successor"),
        "staff": staff_table(staff).bind(request, live=False, prefix="nguoi-"),
        "roles": roles_table(queries.roles_in(row, today)).bind(request, live=False, prefix="vai-"),
        "entries": ledger.of(row)[:50],
        "can_keep": policies.can_keep_organisations(user, row),
        "can_register": policies.can_keep_staff(user, row),
        "sees_staff": policies.can_see_staff(user, row),
    }
    return web.render_page(request, "directory/organisation_detail.html", context)


@FORM
def organisation_establish(request: HttpRequest, code: str) -> HttpResponse:
    """A new body below this one."""
    user, row = _found(request, code)
    form = EstablishForm(
        request.POST or None,
        initial={"tier": row.tier, "valid_from": request.today},  # type: ignore[attr-defined]
    )
    if form.is_valid():
        try:
            made = actions.establish(row, by=user, **form.cleaned_data)
        except RuleViolation as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã lập %(name)s.") % {"name": made.name})
            return redirect("directory:organisation_detail", made.code)
    context = {
        "form": form,
        "organisation": row,
        "back": _address(row),
        "verdict": policies.can_keep_organisations(user, row),
    }
    return _page(request, "directory/organisation_establish.html", context, form.errors)


@FORM
def organisation_rename(request: HttpRequest, code: str) -> HttpResponse:
    """Correct or change the names of a body."""
    user, row = _found(request, code)
    form = OrganisationForm(
        request.POST or None,
        initial={"name": row.name, "short_name": row.short_name, "place": row.place},
    )
    if form.is_valid():
        actions.rename(row, by=user, **form.cleaned_data)
        messages.success(request, _("Đã lưu tên và thông tin của %(name)s.") % {"name": row.name})
        return redirect("directory:organisation_detail", row.code)
    context = {
        "form": form,
        "organisation": row,
        "back": _address(row),
        "verdict": policies.can_keep_organisations(user, row),
    }
    return _page(request, "directory/organisation_rename.html", context, form.errors)


@FORM
def organisation_close(request: HttpRequest, code: str) -> HttpResponse:
    """End a body, and say who takes over."""
    user, row = _found(request, code)
    today = request.today  # type: ignore[attr-defined]
    form = CloseForm(request.POST or None, organisation=row, on=today, initial={"on": today})
    if form.is_valid():
        try:
            actions.close(row, by=user, **form.cleaned_data)
        except RuleViolation as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ghi ngày kết thúc của %(name)s.") % {"name": row.name})
            return redirect("directory:organisation_detail", row.code)
    context = {
        "form": form,
        "organisation": row,
        "back": _address(row),
        "verdict": policies.can_keep_organisations(user, row),
    }
    return _page(request, "directory/organisation_close.html", context, form.errors)


def _page(request: HttpRequest, template: str, context: dict[str, object], errors: object) -> HttpResponse:
    return web.render_page(request, template, context, status=422 if errors else 200)
