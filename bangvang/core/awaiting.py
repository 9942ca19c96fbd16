"""What awaits a person: each room answers for its own desk, the first page shows all of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: a sentence, the page where it is done, and until when."""

    sentence: str | Promise
    url: str
    due: date | None = None
    tone: str = "waiting"


def awaiting(user: object) -> list[Item]:
    """Everything that awaits this person in all rooms, the nearest limit first."""
    source: Callable[[object], list[Item]]
    items: list[Item] = []
    for name in settings.AWAITING:
        source = import_string(name)
        items += source(user)
    return sorted(items, key=lambda item: (item.due is None, item.due or date.max))
