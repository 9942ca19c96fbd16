"""What the demo adds to the doors: whom one may be, and what their telephones show."""

from dataclasses import dataclass

from django import template
from django.template import Context
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bangvang.core import tables
from bangvang.demo import accounts

register = template.Library()


@dataclass(frozen=True, slots=True)
class Row:
    """An account with its current code."""

    account: accounts.Listed
    code: accounts.Code | None

    @property
    def username(self) -> str:
        return self.account.username

    @property
    def role(self) -> str | Promise:
        return self.account.role

    @property
    def who(self) -> str:
        return f"{self.account.name}, {self.account.where}"


@register.simple_tag(takes_context=True)
def demo_accounts(context: Context) -> tables.BoundTable:
    """Every listed account with its current code, as a table."""
    rows = [Row(each, accounts.code(each.secret) if each.secret else None) for each in accounts.listed()]
    table = tables.Table(
        _("Tài khoản để dùng thử"),
        rows,
        [
            tables.Column("ten", _("Tên đăng nhập"), "username"),
            tables.Column("vai-tro", _("Vai trò"), "role", on_phone=True),
            tables.Column("nguoi", _("Người, nơi công tác"), "who", on_phone=False),
            tables.Column("ma", _("Mã lớp thứ hai"), "", template="demo/code.html", on_phone=True),
        ],
        search=(),
        unit=_("tài khoản"),
        exports=False,
    )
    return table.bind(context["request"], live=False, prefix="thu-")


@register.simple_tag
def demo_password() -> str:
    """The password that all accounts of the demo share."""
    return accounts.PASSWORD


@register.simple_tag(takes_context=True)
def demo_code(context: Context) -> Row | None:
    """The account of whoever is asked for a code, with it: at the door, or inside when asked again."""
    request = context["request"]
    stage = getattr(request, "_login_stage", None)
    username = getattr(stage.login.user if stage is not None else request.user, "username", "")
    for each in accounts.listed():
        if each.username == username and each.secret:
            return Row(each, accounts.code(each.secret))
    return None
