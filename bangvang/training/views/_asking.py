"""What every view of the room asks first: who comes, which class, which unit's list."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise

from bangvang.core.errors import RuleViolation
from bangvang.directory.models import Organisation, User
from bangvang.training.forms.classes import tell
from bangvang.training.models import Enrolment, InvitedUnit, TrainingClass
from bangvang.training.policies import classes as class_policies
from bangvang.training.policies import enrolment as policies
from bangvang.training.queries import checks
from bangvang.training.queries import classes as classes
from bangvang.training.queries import enrolment as enrolment


def user_of(request: HttpRequest) -> User:
    """Nobody comes here without logging in; Django's type does not know it."""
    user: Any = request.user
    return user  # type: ignore[no-any-return]


def day_of(request: HttpRequest) -> date:
    """The day for which the page is made; middleware sets it, Django's type does not know it."""
    day: date = request.today  # type: ignore[attr-defined]
    return day


def class_of(request: HttpRequest, code: str) -> TrainingClass:
    """The class, if this person may see it."""
    return get_object_or_404(classes.visible_to(user_of(request)), code=code)


def organised_class(request: HttpRequest, code: str) -> TrainingClass:
    """The class, for those who see all of it; a unit is turned away as if there were no such page."""
    training_class = class_of(request, code)
    if not class_policies.sees_everything(user_of(request), training_class):
        raise Http404
    return training_class


def unit_of(request: HttpRequest, code: str, unit: str) -> InvitedUnit:
    """The unit's invitation, if this person may see it."""
    units = enrolment.units_visible_to(user_of(request))
    return get_object_or_404(units, training_class__code=code, organisation__code=unit)


def enrolment_of(request: HttpRequest, code: str, unit: str, person: str) -> Enrolment:
    """The person's line in the list: the one that lives, else the last one."""
    own = unit_of(request, code, unit)
    lines = Enrolment.objects.filter(unit=own, person__code=person).select_related(
        "person", "seat", "substitutes__person"
    )
    found = lines.filter(state__in=checks.LIVE).first() or lines.order_by("-pk").first()
    if found is None:
        raise Http404
    found.unit = own
    found.training_class = own.training_class
    return found


def behalf(user: User, unit: InvitedUnit) -> Organisation | None:
    """When the organiser speaks for a unit, the trail says for which."""
    return None if policies.is_of_unit(user, unit) else unit.organisation


def done(request: HttpRequest, form: forms.Form, act: Callable[[], object], sentence: str | Promise) -> bool:
    """Do it and say so; or keep the form, with what the rules say about it."""
    try:
        act()
    except RuleViolation as refused:
        tell(form, refused)
        return False
    messages.success(request, str(sentence))
    return True
