"""Things that are done with one sentence of reason, and the page of one person on a list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from bangvang.core.policy import Verdict
from bangvang.directory.models import User
from bangvang.training.models import Enrolment


def page_of_person(enrolment: Enrolment) -> str:
    """One person's line in a unit's list."""
    unit = enrolment.unit
    return reverse(
        "training:enrolment_detail",
        args=[unit.training_class.code, unit.organisation.code, enrolment.person.code],
    )


@dataclass(frozen=True, slots=True)
class Step:
    """Something done with one sentence of reason."""

    title: str | Promise
    explains: str | Promise
    policy: Callable[[User, Any], Verdict]  # of a unit or of an enrolment
    done: str | Promise
    is_needed: bool = True
