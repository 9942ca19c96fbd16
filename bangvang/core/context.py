"""What every page needs beside its own context: cheap, or asked only when the page shows it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from bangvang.core import navigation, notices


def office(request: HttpRequest) -> dict[str, object]:
    """The day on which the page was made, the request's id, the menu, and who sits at the desk."""
    user = getattr(request, "user", None)
    return {
        "today": getattr(request, "today", None),
        "request_id": getattr(request, "request_id", ""),
        "is_demo": settings.DEMO,
        "menu": partial(navigation.for_request, request),
        "desk": _once(partial(_desk, user)),
        "unread_notices": partial(_unread, user),
    }


def _once(answer: Callable[[], object]) -> Callable[[], object]:
    known: list[object] = []

    def ask() -> object:
        if not known:
            known.append(answer())
        return known[0]

    return ask


# The person is a row of the directory, which stands above this floor: hence Any.
def _desk(user: Any) -> list[object]:
    """The roles that the person holds today, each "role – organisation"."""
    return list(user.held()) if user is not None and user.is_authenticated and user.on is not None else []


def _unread(user: Any) -> int:
    return notices.unread_count(user) if user is not None and user.is_authenticated else 0
