"""The first page of everybody: what awaits me, with its limits."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from bangvang.core import awaiting, navigation, web

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    heading: str | Promise
    items: list[awaiting.Item]


def grouped(items: list[awaiting.Item], today: date) -> list[Group]:
    """Overdue, within a week, and the rest; a group without items is left out."""
    late = [each for each in items if each.due is not None and each.due < today]
    soon = [each for each in items if each.due is not None and today <= each.due <= today + SOON]
    rest = [each for each in items if each.due is None or each.due > today + SOON]
    groups = [
        Group("late", _("Đã quá hạn"), late),
        Group("soon", _("Trong bảy ngày tới"), soon),
        Group("rest", _("Chưa gấp"), rest),
    ]
    return [group for group in groups if group.items]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What awaits the person who asks."""
    items = awaiting.awaiting(request.user)
    today: date = request.today  # type: ignore[attr-defined]
    places = [item for item in navigation.items(request.user) if item.url_name != "home"]
    context = {"groups": grouped(items, today), "count": len(items), "places": places}
    return web.render_page(request, "core/home.html", context)
