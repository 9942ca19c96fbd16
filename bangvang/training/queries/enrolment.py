"""Which units' lists and which enrolments a person may see; the people whom a unit may send."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from bangvang.core import text
from bangvang.directory.models import Organisation, Person, Position, Role, User
from bangvang.training.models import CompositionGroup, Enrolment, InvitedUnit, TrainingClass
from bangvang.training.queries import checks, classes
from bangvang.training.workflow import AnswerState, ClassState, EnrolmentState


def units_visible_to(user: User) -> QuerySet[InvitedUnit]:
    """Every unit of the classes one organises; one's own units once the class was opened."""
    return (
        InvitedUnit.objects.filter(
            Q(training_class__plan__organisation__in=user.organisations_as(*classes.ORGANISERS))
            | Q(
                training_class__opened_on__isnull=False,
                organisation__in=user.organisations_as(*classes.UNIT_ROLES),
            )
        )
        .select_related("training_class__plan__organisation", "organisation__kind", "group")
        .order_by("-training_class_id", "organisation__sort_key", "pk")
    )


def visible_to(user: User) -> QuerySet[Enrolment]:
    """All of one's authority, those of one's own units, and one's own once the unit has sent it."""
    seen = Q(person=user.person_id, state__in=classes.OWN_STATES) if user.person_id else Q(pk__in=[])
    if units := user.organisations_as(*classes.UNIT_ROLES):
        seen |= Q(unit__in=InvitedUnit.objects.filter(organisation__in=units).values("pk"))
    if organised := user.organisations_as(*classes.ORGANISERS):
        # Asked row by row from the newest: a join would gather and sort all rows before showing the first.
        seen |= Q(
            Exists(
                TrainingClass.objects.filter(pk=OuterRef("training_class"), plan__organisation__in=organised)
            )
        )
    return (
        Enrolment.objects.filter(seen)
        .select_related("person", "unit__organisation", "training_class__plan", "seat")
        .order_by("-pk")
    )


def mine(user: User) -> QuerySet[Enrolment]:
    """The classes to which the person was sent, the nearest first."""
    return (
        Enrolment.objects.filter(person=user.person_id, state__in=classes.OWN_STATES)
        .exclude(training_class__state=ClassState.PREPARED)
        .select_related("person", "unit__organisation", "training_class__plan__organisation", "seat")
        .order_by("-training_class__starts_on", "-pk")
    )


def own_units(user: User, training_class: TrainingClass) -> list[InvitedUnit]:
    """The invitations of the person's units in this class."""
    return list(
        units_visible_to(user).filter(
            training_class=training_class, organisation__in=user.organisations_as(*classes.UNIT_ROLES)
        )
    )


def staff_to_send(unit: InvitedUnit, search: str = "", limit: int = 30) -> list[Position]:
    """People of the unit on the day of the class who are not on its list yet, those whom the line asks for first."""
    day = unit.training_class.starts_on or unit.training_class.period_from
    listed = Enrolment.objects.filter(unit=unit, state__in=checks.LIVE).values("person")
    staff = Position.objects.filter(organisation=unit.organisation_id).exclude(person__in=listed)
    staff = staff.standing(day) if day else staff.filter(valid_to=None)
    for word in text.fold(search).split():
        staff = staff.filter(person__folded__contains=word)
    kinds = unit.group.seats.values("position_kinds")
    asked = staff.filter(Q(kind__in=kinds) | Q(in_charge_of_emulation=True)).values("pk")
    ordered = staff.select_related("person", "kind").order_by("person__sort_key", "pk")
    first = list(ordered.filter(pk__in=asked)[:limit])
    rest = list(ordered.exclude(pk__in=asked)[: limit - len(first)]) if len(first) < limit else []
    seen: set[int] = set()
    out = []
    for position in [*first, *rest]:
        if position.person_id not in seen:
            seen.add(position.person_id)
            out.append(position)
    return out


def position_of(person: Person, organisation: Organisation, on: date | None) -> Position | None:
    """The position under which the unit sends this person: the highest held there on the day."""
    held = Position.objects.filter(person=person, organisation=organisation)
    held = held.standing(on) if on else held.filter(valid_to=None)
    return held.select_related("kind").order_by("kind__rank", "pk").first()


def awaiting_substitution(unit: InvitedUnit) -> QuerySet[Enrolment]:
    """Newcomers whom the organiser has not agreed to yet."""
    return (
        Enrolment.objects.filter(unit=unit, state=EnrolmentState.PROPOSED, substitutes__isnull=False)
        .select_related("person", "substitutes__person")
        .order_by("pk")
    )


def to_answer(user: User) -> list[InvitedUnit]:
    """Invitations that wait for the person's units, the nearest deadline first."""
    return list(
        units_visible_to(user)
        .filter(
            organisation__in=user.organisations_as(Role.FOCAL_POINT, Role.UNIT_HEAD),
            training_class__state=ClassState.OPEN,
            state__in=[AnswerState.AWAITED, AnswerState.RETURNED],
        )
        .order_by("training_class__deadline", "pk")
    )


def members(units: Sequence[InvitedUnit]) -> dict[int, int]:
    """How many people each unit's list holds now, by unit."""
    found: dict[int, int] = {}
    for unit in Enrolment.objects.filter(unit__in=units, state__in=checks.LIVE).values_list(
        "unit", flat=True
    ):
        found[unit] = found.get(unit, 0) + 1
    return found


def groups_to_move_to(unit: InvitedUnit) -> list[CompositionGroup]:
    """Composition lines of the plan's other classes that still take units."""
    return list(
        CompositionGroup.objects.filter(
            training_class__plan=unit.training_class.plan_id,
            training_class__state__in=[ClassState.PREPARED, ClassState.OPEN],
        )
        .exclude(training_class=unit.training_class_id)
        .select_related("training_class__plan__organisation")
        .order_by("training_class__order", "order", "pk")
    )
