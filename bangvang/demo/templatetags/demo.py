"""What the demo adds to the doors: whom one may be, and what their telephones show."""

from django import template
from django.template import Context

from bangvang.demo import accounts, district

register = template.Library()


@register.simple_tag
def demo_accounts() -> list[tuple[accounts.Listed, accounts.Code | None]]:
    """Every listed account with its current code."""
    return [(each, accounts.code(each.secret) if each.secret else None) for each in accounts.listed()]


@register.simple_tag
def demo_password() -> str:
    """The password that all accounts of the demo share."""
    return accounts.PASSWORD


@register.simple_tag(takes_context=True)
def demo_code(context: Context) -> accounts.Code | None:
    """The code of whoever is asked for it: at the door, or inside when asked again."""
    request = context["request"]
    stage = getattr(request, "_login_stage", None)
    user = stage.login.user if stage is not None else request.user
    secrets = {each.username: each.secret for each in district.KNOWN}
    secret = secrets.get(getattr(user, "username", ""), "")
    return accounts.code(secret) if secret else None
