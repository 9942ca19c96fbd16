"""The places of the office, by role: each room says which of its places this person has.

`settings.NAVIGATION` lists functions `f(user) -> list[NavItem]`, so that the floor knows no room.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from bangvang.core import calendar_actions


@dataclass(frozen=True, slots=True)
class NavItem:
    """A place in the menu. `section` is the heading under which it stands, as the reader sees it; empty for none."""

    label: str | Promise
    url_name: str
    section: str | Promise = ""

    @property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True, slots=True)
class Place:
    label: str | Promise
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    places: list[Place]


def home(user: object) -> list[NavItem]:
    """The first page, which everybody has."""
    return [NavItem(_("Việc của tôi"), "home")]


def calendar(user: object) -> list[NavItem]:
    """The calendar of working days, for those who keep it."""
    if calendar_actions.can_keep_calendar(user):
        return [NavItem(_("Lịch làm việc"), "calendar_now", _("Thiết lập"))]
    return []


def items(user: object) -> list[NavItem]:
    """Every place that this person has, in the order of the settings."""
    source: Callable[[object], list[NavItem]]
    found = home(user)
    for name in settings.NAVIGATION:
        source = import_string(name)
        found += source(user)
    return found


def for_request(request: HttpRequest) -> list[Section]:
    """The menu of the person who asks. One is at the place whose address is the longest beginning of the page's own."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    places = [(str(item.section), item.label, item.url) for item in items(user)]
    inside = [
        url for _, _, url in places if request.path.startswith(url) and (url != "/" or request.path == "/")
    ]
    here = max(inside, key=len, default="")
    sections: dict[str, list[Place]] = {}
    for heading, label, url in places:
        sections.setdefault(heading, []).append(Place(label, url, url == here))
    return [Section(heading, found) for heading, found in sections.items()]
