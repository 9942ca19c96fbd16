"""Pages of accounts, roles and invitations."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangvang.core import badges, clock, ledger, tables, web
from bangvang.core.errors import DomainError, NotAllowed, RuleViolation
from bangvang.directory import actions, letters, policies, queries
from bangvang.directory.forms import AccountForm, EndForm, FirstPasswordForm, RoleForm
from bangvang.directory.models import Role, RoleHolding, User

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _found(request: HttpRequest, username: str) -> tuple[User, User]:
    user: User = request.user  # type: ignore[assignment]
    return user, get_object_or_404(queries.accounts_visible_to(user), username=username)


def _roles(account: User) -> str:
    return "; ".join(str(each) for each in getattr(account, "standing", []))


@require_safe
def account_list(request: HttpRequest) -> HttpResponseBase:
    """The accounts that the person may see."""
    user: User = request.user  # type: ignore[assignment]
    accounts = queries.with_roles(
        queries.accounts_visible_to(user),
        request.today,  # type: ignore[attr-defined]
    )
    table = tables.Table(
        gettext_lazy("Danh sách tài khoản"),
        accounts,
        [
            tables.Column(
                "ten", gettext_lazy("Họ và tên"), str, sort=("person__sort_key", "username"), width=28
            ),
            tables.Column("dang-nhap", gettext_lazy("Tên đăng nhập"), "username", sort="username"),
            tables.Column("vai-tro", gettext_lazy("Vai trò hôm nay"), _roles, width=60),
            tables.Column(
                "lan-cuoi", gettext_lazy("Đăng nhập lần cuối"), "last_login", kind="date", sort="last_login"
            ),
            tables.Column("tinh-trang", gettext_lazy("Tình trạng"), _account_state, kind="state"),
        ],
        row_url=lambda row: reverse("directory:account_detail", args=[row.username]),
        search=("username", "person__folded"),
        filters=[
            tables.Filter(
                "vai-tro",
                gettext_lazy("giữ vai trò"),
                Role.choices,
                lambda rows, role: rows.filter(
                    pk__in=queries.holders_of(role, request.today)  # type: ignore[attr-defined]
                ),
            ),
        ],
        unit=gettext_lazy("tài khoản"),
        empty=gettext_lazy("Chưa có tài khoản nào mà anh, chị được xem."),
        empty_hint=gettext_lazy("Tài khoản được mở từ trang của từng người."),
    )
    return tables.respond(request, table, "directory/account_list.html")


def _account_state(account: User) -> badges.Badge:
    if not account.is_active:
        return badges.Badge(_("đã khóa"), "bad")
    if not account.has_usable_password():
        return badges.Badge(_("chưa đặt mật khẩu"), "waiting")
    return badges.Badge(_("đang dùng"), "good")


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role together with whether the reader may end it."""

    holding: RoleHolding
    can_end: bool


def roles_table(rows: list[RoleRow]) -> tables.Table:
    """The roles of one account through time."""
    return tables.Table(
        gettext_lazy("Vai trò"),
        rows,
        [
            tables.Column("vai-tro", gettext_lazy("Vai trò"), "holding.get_role_display", width=30),
            tables.Column("noi", gettext_lazy("Cơ quan, đơn vị"), "holding.organisation.name", width=44),
            tables.Column("tu", gettext_lazy("Từ ngày"), "holding.valid_from", kind="date"),
            tables.Column("den", gettext_lazy("Đến ngày"), "holding.valid_to", kind="date"),
            tables.Column("thay", gettext_lazy("Làm thay"), _chair, on_phone=False),
            tables.Column(
                "viec", gettext_lazy("Việc"), "", template="directory/role_cell.html", in_export=False
            ),
        ],
        search=(),
        unit=gettext_lazy("vai trò"),
        empty=gettext_lazy("Chưa được giao vai trò nào."),
        exports=False,
    )


def _chair(row: RoleRow) -> str:
    return str(row.holding.acting_for.user) if row.holding.acting_for else ""


def _facts(row: User, *, has_totp: bool) -> list[tuple[str, object]]:
    return [
        (_("Tên đăng nhập"), row.username),
        (_("Thư điện tử"), row.email or _("chưa ghi")),
        (
            _("Đăng nhập lần cuối"),
            f"{localtime(row.last_login):%H:%M %d/%m/%Y}" if row.last_login else _("chưa"),
        ),
        (_("Xác thực hai lớp"), _("đang bật") if has_totp else _("chưa bật")),
    ]


@require_safe
def account_detail(request: HttpRequest, username: str) -> HttpResponse:
    """One account: roles through time, what may be done with it, what was done."""
    user, row = _found(request, username)
    today = request.today  # type: ignore[attr-defined]
    roles = [
        RoleRow(each, each.stands(today) and bool(policies.can_end_role(user, each)))
        for each in queries.roles_of(row)
    ]
    has_totp = queries.has_second_factor(row)
    context = {
        "account": row,
        "state": _account_state(row),
        "facts": _facts(row, has_totp=has_totp),
        "roles": roles_table(roles).bind(request, live=False),
        "has_totp": has_totp,
        "needs_totp": policies.needs_second_factor(row.acting_on(today)),
        "can_keep": policies.can_keep_account(user, row),
        "is_self": user == row,
        "entries": ledger.of(row)[:50],
    }
    return web.render_page(request, "directory/account_detail.html", context)


@FORM
def account_open(request: HttpRequest, code: str) -> HttpResponse:
    """An account for a person; it is then invited from its own page."""
    user: User = request.user  # type: ignore[assignment]
    person = get_object_or_404(queries.people_visible_to(user), code=code)
    form = AccountForm(request.POST or None, initial={"email": person.email})
    if form.is_valid():
        try:
            account = actions.open_account(person, by=user, **form.cleaned_data)
        except RuleViolation as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã mở tài khoản. Hãy giao vai trò, rồi cấp đường dẫn đặt mật khẩu."))
            return redirect("directory:account_detail", account.username)
    context = {
        "form": form,
        "person": person,
        "back": reverse("directory:person_detail", args=[person.code]),
        "verdict": policies.can_open_account(user, person),
    }
    return _page(request, "directory/account_open.html", context, form.errors)


@require_POST
@never_cache
def account_invite(request: HttpRequest, username: str) -> HttpResponse:
    """A one-time link: sent by e-mail, or shown once to be printed and handed over."""
    user, row = _found(request, username)
    return _handed_over(request, actions.invite(row, by=user))


@require_POST
@never_cache
def account_restore(request: HttpRequest, username: str) -> HttpResponse:
    """After a lost telephone: everything secret is cleared and a new link made."""
    user, row = _found(request, username)
    return _handed_over(request, actions.restore_access(row, by=user))


def _handed_over(request: HttpRequest, invited: letters.Invited) -> HttpResponse:
    return web.render_page(request, "directory/invitation_letter.html", {"invited": invited})


@require_POST
def account_deactivate(request: HttpRequest, username: str) -> HttpResponse:
    """Close the account."""
    user, row = _found(request, username)
    actions.deactivate(row, by=user)
    messages.success(request, _("Đã khóa tài khoản %(name)s.") % {"name": row.username})
    return redirect("directory:account_detail", row.username)


@require_POST
def account_reactivate(request: HttpRequest, username: str) -> HttpResponse:
    """Open the account again."""
    user, row = _found(request, username)
    actions.reactivate(row, by=user)
    messages.success(request, _("Đã mở lại tài khoản %(name)s.") % {"name": row.username})
    return redirect("directory:account_detail", row.username)


@FORM
def role_give(request: HttpRequest, username: str) -> HttpResponse:
    """A role for a term."""
    user, row = _found(request, username)
    organisations = queries.organisations_for_roles(user, row)
    form = RoleForm(
        request.POST or None,
        organisations=organisations,
        chairs=queries.chairs_in(organisations, request.today).exclude(user=row),  # type: ignore[attr-defined]
        initial={"valid_from": request.today},  # type: ignore[attr-defined]
    )
    if form.is_valid():
        details = {**form.cleaned_data}
        organisation = details.pop("organisation")
        try:
            actions.give_role(organisation, by=user, user=row, **details)
        except RuleViolation as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã giao vai trò cho %(name)s.") % {"name": row})
            return redirect("directory:account_detail", row.username)
    context = {
        "form": form,
        "account": row,
        "back": _address(row),
        "verdict": policies.can_keep_account(user, row),
    }
    return _page(request, "directory/role_give.html", context, form.errors)


@FORM
def role_end(request: HttpRequest, username: str, pk: int) -> HttpResponse:
    """End a role, and with it whoever acts in its holder's place."""
    user, row = _found(request, username)
    holding = get_object_or_404(queries.roles_of(row), pk=pk)
    form = EndForm(request.POST or None, initial={"on": request.today})  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            actions.end_role(holding, by=user, **form.cleaned_data)
        except RuleViolation as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, _("Đã ghi ngày kết thúc vai trò."))
            return redirect("directory:account_detail", row.username)
    context = {
        "form": form,
        "account": row,
        "holding": holding,
        "back": _address(row),
        "verdict": policies.can_end_role(user, holding),
    }
    return _page(request, "directory/role_end.html", context, form.errors)


@FORM
@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link sets the password of its account, once."""
    invitation = queries.open_invitation(letters.hash_token(token), clock.now())
    if invitation is None:
        return web.render_page(request, "directory/invitation_gone.html", {}, status=404)
    account = invitation.user.acting_on(request.today)  # type: ignore[attr-defined]
    form = FirstPasswordForm(request.POST or None, account=account)
    if form.is_valid():
        try:
            actions.accept_invitation(invitation, by=account, password=form.cleaned_data["password"])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã đặt mật khẩu. Xin đăng nhập."))
            return redirect("account_login")
    return _page(request, "directory/invitation_accept.html", {"form": form, "account": account}, form.errors)


def account_without_password(request: HttpRequest) -> HttpResponse:
    """Where allauth sends somebody who has only ever come through single sign-on."""
    raise NotAllowed(
        _("Tài khoản này chưa có mật khẩu. Cần mật khẩu thì xin quản trị cấp đường dẫn đặt mật khẩu.")
    )


def _address(row: User) -> str:
    return reverse("directory:account_detail", args=[row.username])


def _page(request: HttpRequest, template: str, context: dict[str, object], errors: object) -> HttpResponse:
    return web.render_page(request, template, context, status=422 if errors else 200)
