"""Every write is an action: permitted, atomic, audited.

The shape is always `verb(subject, *, by, **details)`; a creation's subject is its owner. Scheduled work passes
`by=SYSTEM`. Details marked private stay out of the trail.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar, cast

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bangvang.core import ledger
from bangvang.core.errors import NotAllowed
from bangvang.core.policy import Verdict

Subject = TypeVar("Subject")
P = ParamSpec("P")
R = TypeVar("R")


class System:
    """The actor of scheduled work and of the first set-up."""

    pk = None
    is_authenticated = True

    def __str__(self) -> str:
        return "Hệ thống"


SYSTEM: Final = System()

# A policy takes (user, subject); rooms narrow both types, so the decorator leaves them open.
Policy = Callable[[Any, Any], Verdict]


@dataclass(frozen=True, slots=True)
class Action:
    """What a test or a permission matrix may want to know of an action."""

    verb: str
    policy: Policy
    scheduled: bool


def action(
    policy: Policy, *, private: tuple[str, ...] = (), scheduled: bool = False
) -> Callable[[Callable[Concatenate[Subject, P], R]], Callable[Concatenate[Subject, P], R]]:
    """Make a function an action. `private` names details that the trail must not hold."""

    def decorate(function: Callable[Concatenate[Subject, P], R]) -> Callable[Concatenate[Subject, P], R]:
        room = function.__module__.removeprefix("bangvang.").split(".")[0]
        verb = f"{room}.{function.__name__}"

        @wraps(function)
        def perform(subject: Subject, *args: P.args, **details: P.kwargs) -> R:
            by = details["by"]
            with transaction.atomic():
                if by is SYSTEM:
                    if not scheduled:
                        raise NotAllowed(_("Việc này phải do một người thực hiện."))
                else:
                    verdict = policy(by, subject)
                    if not verdict:
                        raise NotAllowed(verdict.reason)
                result = function(subject, *args, **details)
                told = {key: value for key, value in details.items() if key != "by" and key not in private}
                ledger.record(verb, subject=subject, by=by, details=told, result=result)
            return result

        perform.action = Action(verb, policy, scheduled)  # type: ignore[attr-defined]
        return cast(Callable[Concatenate[Subject, P], R], perform)

    return decorate
