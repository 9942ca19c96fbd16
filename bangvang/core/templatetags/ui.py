"""What templates of every room say with one word: badges, buttons that explain themselves, numbers and days."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.template import Context, Node, NodeList, RequestContext
from django.template.base import Parser, Token
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bangvang.core import badges, table_rows, timeline
from bangvang.core.policy import ALLOWED, Verdict
from bangvang.core.tables import BoundTable

register = template.Library()

# Django writes "Thứ 2"; an office writes it in words.
WEEKDAYS = (
    gettext_lazy("thứ Hai"),
    gettext_lazy("thứ Ba"),
    gettext_lazy("thứ Tư"),
    gettext_lazy("thứ Năm"),
    gettext_lazy("thứ Sáu"),
    gettext_lazy("thứ Bảy"),
    gettext_lazy("Chủ nhật"),
)


class Capture(Node):
    """Renders its content once and keeps it under a name: a page's title stands in the tab and above the page."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> SafeString:
        context[self.name] = SafeString(self.nodelist.render(context).strip())
        return SafeString("")


@register.tag
def capture(parser: Parser, token: Token) -> Capture:
    """{% capture name %}…{% endcapture %}"""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return Capture(name, nodelist)


@register.simple_tag
def state_badge(row: Any) -> SafeString:
    """The state of a row whose model names its workflow."""
    return table_rows.badge(badges.of(row))


@register.inclusion_tag("ui/action_button.html", takes_context=True)
def action_button(
    context: RequestContext,
    url: str,
    label: str | Promise,
    verdict: Verdict | bool = ALLOWED,
    primary: bool = False,
    confirm: str | Promise = "",
    danger: bool = False,
    **values: object,
) -> dict[str, object]:
    """A form with one button; when the verdict is false, a button that says why. `values` are posted along."""
    return {
        "url": url,
        "label": label,
        "allowed": bool(verdict),
        "reason": getattr(verdict, "reason", ""),
        "primary": primary,
        "danger": danger,
        "confirm": confirm,
        "values": values.items(),
        "csrf_token": context.get("csrf_token", "NOTPROVIDED"),
        "request": getattr(context, "request", None),
    }


@register.simple_tag
def table_body(table: BoundTable) -> SafeString:
    """The rows of a table, drawn in Python: fifty rows through the template engine cost ten times as much."""
    return table_rows.body(table)


@register.filter
def vn_number(value: int | float | Decimal | str | None) -> str:
    """12345.5 as 12.345,5 (or as English writes it)."""
    return table_rows.number(value)


@register.filter
def vn_money(value: int | None) -> str:
    """Whole đồng."""
    return "–" if value is None else _("%(amount)s đồng") % {"amount": table_rows.number(value)}


@register.filter
def vn_date(value: date | datetime | None) -> str:
    """dd/mm/yyyy, in both languages."""
    return table_rows.day(value)


@register.filter
def vn_datetime(value: datetime | None) -> str:
    """17:30 08/04/2024, in Việt Nam."""
    return table_rows.moment(value)


@register.filter
def vn_weekday(value: date | None) -> str:
    """thứ Hai, 08/04/2024"""
    if value is None:
        return "–"
    return _("%(weekday)s, %(day)s") % {
        "weekday": WEEKDAYS[value.weekday()],
        "day": table_rows.day(value),
    }


@register.filter
def until(due: date | None, today: date | None) -> str:
    """How far a limit is from today, in words."""
    if due is None or today is None:
        return ""
    days = (due - today).days
    if days < 0:
        return ngettext("quá hạn %(days)s ngày", "quá hạn %(days)s ngày", -days) % {"days": -days}
    if days == 0:
        return _("hạn hôm nay")
    return ngettext("còn %(days)s ngày", "còn %(days)s ngày", days) % {"days": days}


@register.filter
def moments(entries: object) -> list[timeline.Moment]:
    """Entries of the trail, or moments, as a timeline shows them."""
    return timeline.moments(entries)


@register.simple_tag
def meter_bar(taken: int, of: int) -> SafeString:
    """The bar of ui/meter.html: full is a state of its own, and more than full another."""
    share = 0 if not of else min(100, round(100 * taken / of))
    tone = "over" if taken > of else "full" if taken == of and of else "part"
    return format_html('<rect class="meter-{}" width="{}" height="8"/>', tone, share)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One drawing of the sprite; it only accompanies words, so readers of the screen skip it."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("core/icons.svg"), name
    )


@register.simple_tag
def font_links() -> SafeString:
    """The screen fonts, when they have been prepared; without them the system's own face serves."""
    if not (settings.FONTS_DIR / "fonts.css").exists():
        return SafeString("")
    preload = format_html_join(
        "",
        '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>',
        ((static(f"fonts/be-vietnam-pro-{weight}.woff2"),) for weight in (400, 600)),
    )
    return format_html('{}<link rel="stylesheet" href="{}">', preload, static("fonts/fonts.css"))
