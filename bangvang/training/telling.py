"""Whom the room tells, and where the notice leads: the class's page shows each reader their own part of it."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext_noop

from bangvang.core import notices
from bangvang.directory.models import Role, User
from bangvang.training.models import InvitedUnit, TrainingClass
from bangvang.training.queries import classes as queries
from bangvang.training.workflow import EnrolmentState


def organisers(
    training_class: TrainingClass, sentence: str, on: date | None, values: Mapping[str, object], key: str = ""
) -> None:
    """Tell the officers of the standing body."""
    if on is not None:
        officers = queries.organisers(training_class.plan.organisation_id, on)
        notices.tell(officers, sentence, values, queries.page_of(training_class), key=key)


def units(
    training_class: TrainingClass,
    organisations: Sequence[int],
    sentence: str,
    on: date | None,
    values: Mapping[str, object],
    key: str = "",
) -> None:
    """Tell focal points and heads of these units."""
    if on is not None:
        users = queries.people_of_units(organisations, on)
        notices.tell(users, sentence, values, queries.page_of(training_class), key=key)


def heads(unit: InvitedUnit, sentence: str, on: date | None, values: Mapping[str, object]) -> None:
    """Tell the heads of this unit."""
    if on is not None:
        users = queries.people_of_units([unit.organisation_id], on, Role.UNIT_HEAD)
        notices.tell(users, sentence, values, queries.page_of_unit(unit))


def people(training_class: TrainingClass, sentence: str, values: Mapping[str, object]) -> None:
    """Tell those who are sent to the class and have an account."""
    users = User.objects.filter(
        person__enrolments__training_class=training_class,
        person__enrolments__state__in=[EnrolmentState.SUBMITTED, EnrolmentState.CONFIRMED],
    ).order_by("pk")
    notices.tell(users.distinct(), sentence, values, queries.page_of(training_class))


def invited(training_class: TrainingClass, organisations: Sequence[int], by: User) -> None:
    units(
        training_class,
        organisations,
        gettext_noop("Đơn vị được mời cử người dự %(class)s. Hạn nộp danh sách: %(deadline)s."),
        by.on,
        {"class": training_class.name, "deadline": training_class.deadline},
    )
