"""One timeline for every case: what was done and by whom, where it lies now, what must happen next.

Rooms name their verbs once, in a mapping listed in `settings.VERBS`, so that the trail reads as sentences.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from bangvang.core.models import AuditEntry


@dataclass(frozen=True, slots=True)
class Moment:
    """`who` did or must do `what`; `when` for the past, `due` for what is still to come."""

    what: str | Promise
    who: str | Promise = ""
    when: datetime | date | None = None
    note: str | Promise = ""
    tense: Literal["past", "now", "next"] = "past"
    due: date | None = None

    @property
    def has_hour(self) -> bool:
        return isinstance(self.when, datetime)


@cache
def _verbs() -> dict[str, str | Promise]:
    known: dict[str, str | Promise] = {}
    for name in settings.VERBS:
        room: Mapping[str, str | Promise] = import_string(name)
        known |= room
    return known


def verb_label(verb: str) -> str | Promise:
    """What the trail calls an action; the verb itself when no room has named it."""
    return _verbs().get(verb, verb)


def past(entry: AuditEntry) -> Moment:
    """One entry of the trail as a moment; a reason given for it is its note."""
    details: Any = entry.details
    return Moment(verb_label(entry.verb), entry.actor, entry.at, details.get("reason") or "")


def moments(entries: object) -> list[Moment]:
    """Entries of the trail (newest first, as `ledger.of` gives them) in the order of time, then what is to come."""
    given = list(entries) if isinstance(entries, Iterable) else []
    recorded = [past(each) for each in given if isinstance(each, AuditEntry)]
    told = [each for each in given if isinstance(each, Moment)]
    if len(recorded) > 1 and recorded[0].when > recorded[-1].when:  # type: ignore[operator]
        recorded.reverse()
    return recorded + told
