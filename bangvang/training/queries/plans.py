"""Every read of plans worth a name, and who sees which plan."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from bangvang.core.errors import Finding
from bangvang.directory.models import Organisation, Position, Role, RoleHolding, User
from bangvang.documents.models import PaperRecipient
from bangvang.training.models import InvitedUnit, PlanRevision, TrainingClass, TrainingPlan
from bangvang.training.queries import plan_changes
from bangvang.training.queries import structure as structures
from bangvang.training.workflow import ClassState, PlanState
from paperwork import compose, official

KEEPERS = (Role.STANDING_BODY, Role.SIGNATORY, Role.INSPECTOR)
UNIT_ROLES = (Role.UNIT_HEAD, Role.FOCAL_POINT)


def visible_to(user: User) -> QuerySet[TrainingPlan]:
    """All plans of the authorities one works or inspects for. An issued plan also for the units that it invited; when
    it is superseded they go on reading it, because its paper was addressed to them.
    """
    units = user.organisations_as(*UNIT_ROLES)
    invited = InvitedUnit.objects.filter(organisation__in=units, training_class__opened_on__isnull=False)
    addressed = PaperRecipient.objects.filter(organisation__in=units)
    return (
        TrainingPlan.objects.filter(
            Q(organisation__in=user.organisations_as(*KEEPERS))
            | Q(state__in=[PlanState.ISSUED, PlanState.SUPERSEDED])
            & (Q(pk__in=invited.values("training_class__plan")) | Q(paper__in=addressed.values("paper")))
        )
        .select_related("organisation", "paper", "source_file", "drafted_by__person")
        .order_by("-pk")
    )


def listed(user: User) -> QuerySet[TrainingPlan]:
    """The plans as a list shows them: without the heavy columns, with the number of classes."""
    # Counted for the rows of the page alone: a join would group every plan that stands.
    counted = (
        TrainingClass.objects.filter(plan=OuterRef("pk"))
        .order_by()
        .values("plan")
        .annotate(number=Count("pk"))
    )
    return (
        visible_to(user)
        .defer("structure", "lines", "sources", "class_links")
        .annotate(class_count=Coalesce(Subquery(counted.values("number")), 0))
    )


def years_of(plans: QuerySet[TrainingPlan]) -> list[int]:
    """From the newest year that has a plan to the oldest: two steps in an index, however many plans there are."""
    dated = plans.exclude(year=None).values_list("year", flat=True)
    newest, oldest = dated.order_by("-year")[:1], dated.order_by("year")[:1]
    return [year for last in newest for first in oldest for year in range(last or 0, (first or 0) - 1, -1)]


def works_on_plans(user: User) -> bool:
    """Is it true that the person reads, writes, signs or inspects the plans of an authority?"""
    return bool(user.organisations_as(*KEEPERS))


def authorities_of(user: User) -> QuerySet[Organisation]:
    """The authorities for which the person may draft plans."""
    return Organisation.objects.filter(pk__in=user.organisations_as(Role.STANDING_BODY)).order_by(
        "sort_key", "pk"
    )


def holders(organisation: Organisation, on: date, *roles: str) -> list[User]:
    """The people who hold one of these roles in this organisation on this day."""
    held = (
        RoleHolding.objects.standing(on)
        .filter(organisation=organisation, role__in=roles, user__is_active=True)
        .select_related("user__person")
        .order_by("user_id")
    )
    return list({each.user_id: each.user for each in held}.values())


def invited_organisations(plan: TrainingPlan) -> list[Organisation]:
    """The units that the plan's classes have been opened to."""
    units = InvitedUnit.objects.filter(training_class__plan=plan, training_class__opened_on__isnull=False)
    return list(Organisation.objects.filter(pk__in=units.values("organisation")).order_by("sort_key", "pk"))


def people_of(organisations: Iterable[Organisation], on: date) -> list[User]:
    """The focal points and heads of these units on this day."""
    held = (
        RoleHolding.objects.standing(on)
        .filter(organisation__in=organisations, role__in=UNIT_ROLES, user__is_active=True)
        .select_related("user__person")
        .order_by("user_id")
    )
    return list({each.user_id: each.user for each in held}.values())


def same_file(organisation: Organisation, content: bytes) -> TrainingPlan | None:
    """The plan that was already read from a file with this content, if one stands."""
    sha256 = hashlib.sha256(content).hexdigest()
    return (
        TrainingPlan.objects.filter(organisation=organisation, source_file__sha256=sha256)
        .exclude(state=PlanState.CANCELLED)
        .order_by("-pk")
        .first()
    )


def standing_amendment(plan: TrainingPlan) -> TrainingPlan | None:
    """The plan that amends this one, in whatever state but cancelled."""
    return plan.amendments.exclude(state=PlanState.CANCELLED).order_by("-pk").first()


def classes_of(plan: TrainingPlan) -> QuerySet[TrainingClass]:
    """The classes that the plan made, in its order; they stay on its page when an amendment takes them over."""
    return (
        TrainingClass.objects.filter(Q(plan=plan) | Q(code__in=plan.class_codes))
        .annotate(unit_count=Count("invited_units", distinct=True))
        .order_by("order", "pk")
    )


def revision(plan: TrainingPlan, number: int) -> PlanRevision | None:
    """What the plan said after the save with this number."""
    return plan.revisions.filter(number=number).first()


def revisions_since(plan: TrainingPlan, number: int) -> QuerySet[PlanRevision]:
    """The saves after this one, oldest first."""
    return plan.revisions.filter(number__gt=number).select_related("saved_by__person").order_by("number")


# --- From a field to its lines --------------------------------------------------------------------------------

_SEPARATORS = re.compile(r"[.\[\]-]+")


def lines_of(sources: Mapping[str, Sequence[int]]) -> dict[str, tuple[int, int]]:
    """Where each field came from, by the field's name in the form: first and last line, counted from 1."""
    return {
        _SEPARATORS.sub("-", path).strip("-"): (int(lines[0]), int(lines[-1]))
        for path, lines in sources.items()
    }


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source: its number, its words, whether something was understood from it."""

    number: int
    text: str
    is_unread: bool


def source_lines(plan: TrainingPlan) -> list[Line]:
    """The document as the reader saw it."""
    unread = {int(each["line"]) for each in plan.structure.get("unread", [])}
    return [Line(number, text, number in unread) for number, text in enumerate(plan.lines, start=1)]


# --- An amendment beside the plan it amends --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClassChoice:
    """A class of the old plan that a class of the new one may continue."""

    code: str
    name: str


def continuable(plan: TrainingPlan) -> list[ClassChoice]:
    """The classes that an amendment may continue: those of the plan it amends that still stand."""
    if plan.amends is None:
        return []
    standing = TrainingClass.objects.filter(code__in=plan.amends.class_codes)
    return [
        ClassChoice(each.code, each.name)
        for each in standing.exclude(state=ClassState.CANCELLED).order_by("order", "pk")
    ]


def amendment_differences(
    plan: TrainingPlan, structure: Mapping[str, Any] | None = None, links: Iterable[str] | None = None
) -> list[plan_changes.Difference]:
    """What the amendment changes, field by field; classes are compared with those they continue."""
    if plan.amends is None:
        return []
    order = {code: index for index, code in enumerate(plan.amends.class_codes)}
    pairs = [order.get(code) for code in (plan.class_links if links is None else links)]
    ignored = {"document-number", "document-issued_on"}
    found = plan_changes.differences(
        plan.amends.structure, plan.structure if structure is None else structure, pairs
    )
    return [each for each in found if each.place not in ignored]


def missing(plan: TrainingPlan) -> list[Finding]:
    """What stands between this draft and its signature."""
    return structures.missing(plan.structure)


# --- The paper ---------------------------------------------------------------------------------------------------


def paper_of(plan: TrainingPlan, structure: Mapping[str, Any] | None = None) -> official.OfficialDocument:
    """The plan as the paper to sign or already signed, from what it says now."""
    said = dict(plan.structure if structure is None else structure)
    said["document"] = said["document"] | {
        "place": said["document"]["place"] or plan.organisation.place or None
    }
    return compose.plan_document(said)


def notation_of(plan: TrainingPlan) -> str:
    """The notation written on the source, else the usual one of a People's Committee's plan."""
    number = plan.structure["document"]["number"] or ""
    return number.partition("/")[2] or "KH-UBND"


def signature_of(user: User, organisation: Organisation) -> dict[str, str]:
    """How this person signs for this organisation: KT. for a deputy, TM. where a committee issues (Decree 30/2020)."""
    held = (
        Position.objects.standing(user.on).filter(person=user.person_id, organisation=organisation).first()
        if user.on and user.person_id
        else None
    )
    title = held.title if held else ""
    lines = []
    if organisation.kind_id == "people_committee":
        lines.append("TM. ỦY BAN NHÂN DÂN")
    if title.startswith("Phó "):
        lines.append(f"KT. {title.removeprefix('Phó ').upper()}")
    return {"capacity": " ".join(lines), "position": title.upper(), "name": str(user)}
