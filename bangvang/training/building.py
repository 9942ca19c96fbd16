"""How a class comes into being from a plan and is called off; used by actions that have asked their own policy."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from bangvang.core import sequences, text
from bangvang.directory.models import User
from bangvang.training import telling
from bangvang.training.models import CompositionGroup, TrainingClass, TrainingPlan
from bangvang.training.queries import classes as queries
from bangvang.training.workflow import CLASS


def day(value: str | None) -> date | None:
    """A day of the structure, which is JSON."""
    return date.fromisoformat(value) if value else None


def described(each: Mapping[str, Any]) -> dict[str, object]:
    """The columns of a class as the structure of a plan describes it."""
    period = each.get("period") or {}
    starts, ends = day(each.get("starts_on")), day(each.get("ends_on"))
    name = text.clean(each["name"])[:200]
    return {
        "name": name,
        "folded": text.fold(name),
        "headcount": each.get("headcount"),
        "days": None if each.get("days") is None else Decimal(str(each["days"])),
        "period": (period.get("text") or "")[:200],
        "period_from": day(period.get("from")) or starts,
        "period_to": day(period.get("to")) or ends or starts,
        "starts_on": starts,
        "ends_on": ends or starts,
        "venue": (each.get("venue") or "")[:200],
    }


def add_class(plan: TrainingPlan, order: int, each: Mapping[str, Any], **also: object) -> TrainingClass:
    """One class with its composition lines, as the plan describes them."""
    year = plan.year or (plan.paper.issued_on.year if plan.paper else plan.drafted_at.year)
    training_class = TrainingClass.objects.create(
        code=sequences.code("LOP", year), plan=plan, order=order, **{**described(each), **also}
    )
    CompositionGroup.objects.bulk_create(
        CompositionGroup(training_class=training_class, order=place, text=line[:1000])
        for place, line in enumerate(each.get("composition") or [], start=1)
    )
    return training_class


def call_off(training_class: TrainingClass, by: User, reason: str) -> None:
    """Cancel within an action that has asked its own policy."""
    CLASS.move(training_class, "cancel", cancel_reason=reason[:500])
    if training_class.opened_on is not None:
        told = {"class": training_class.name, "reason": reason[:200]}
        sentence = gettext_noop("%(class)s bị hủy: %(reason)s")
        units = [unit.organisation_id for unit in queries.units_of(training_class)]
        telling.units(training_class, units, sentence, by.on, told)
        telling.people(training_class, sentence, told)
