"""The registry as rows: the one definition of what facts and columns hold, so that neither can drift from the other.

Each function streams batches of plain tuples in the order of the subject's key, straight from the database's cursor:
no object per row. Days are ISO text, an open day is None, on both databases. `subjects` narrows the rows to some
subjects; `on` leaves out what that day could not know: later years, later decisions, what began later.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import CharField, F, Model, Q, QuerySet
from django.db.models.functions import Cast, Coalesce

from bangvang.registry.models import (
    Award,
    Discipline,
    Initiative,
    Merit,
    Proceeding,
    Service,
    Subject,
    YearRecord,
)

BATCH: Final = 50_000
Row = tuple[Any, ...]  # of any column: the functions below say which
Batches = Iterator[list[Row]]


@dataclass(frozen=True, slots=True)
class Source:
    """One table as rows: `columns` follow the subject's key; `names` are what facts call them."""

    model: type[Model]
    names: tuple[str, ...]
    columns: tuple[str, ...]
    order: tuple[str, ...]
    by_year: bool = False
    decided: bool = False

    def rows(self, subjects: QuerySet[Subject] | None, on: date | None) -> QuerySet[Any, Any]:
        """The rows as a query of tuples."""
        found = self.model._default_manager.all()
        if subjects is not None:
            found = found.filter(subject__in=subjects.order_by().values("pk"))
        if on is not None:
            found = found.filter(Q(year__lte=on.year) if self.by_year else Q(valid_from__lte=on))
            if self.decided:
                found = found.filter(Q(decided_on=None) | Q(decided_on__lte=on))
        return found.order_by(*self.order).values_list(
            "subject_id", *(_plain(self.model, name) for name in self.columns)
        )


def _plain(model: type[Model], name: str) -> Any:  # a column, or the expression that makes its day a text
    field = model._meta.get_field(name)
    return _iso(name) if isinstance(field, models.DateField) else F(name)


def _iso(name: str) -> Cast:
    return Cast(name, CharField())


_TERM = ("subject_id", "pk")
YEARS: Final = Source(YearRecord, ("year", "rating"), ("year", "rating"), ("subject_id", "year"), True)
NUMBERS: Final = (
    "members",
    "members_completed",
    "advanced_workers",
    "grassroots_fighters",
    "members_disciplined_from_warning",
)
MEMBERS: Final = Source(YearRecord, ("year", *NUMBERS), ("year", *NUMBERS), ("subject_id", "year"), True)
AWARDS: Final = Source(
    Award,
    ("key", "year", "decided_on", "number", "kind"),
    ("key", "year", "decided_on", "number", "kind"),
    _TERM,
    by_year=True,
    decided=True,
)
INITIATIVES: Final = Source(
    Initiative, ("year", "scope"), ("year", "scope"), _TERM, by_year=True, decided=True
)
_MERIT = ("kind", "year", "scope", "movement_years", "stable_years", "review")
MERITS: Final = Source(Merit, _MERIT, _MERIT, _TERM, by_year=True)
DISCIPLINE: Final = Source(Discipline, ("form", "from", "to"), ("form", "valid_from", "valid_to"), _TERM)
PROCEEDINGS: Final = Source(Proceeding, ("kind", "from", "to"), ("kind", "valid_from", "valid_to"), _TERM)
SERVICE: Final = Source(Service, ("force", "from", "to"), ("force", "valid_from", "valid_to"), _TERM)


def stream(rows: QuerySet[Any, Any]) -> Batches:
    """What the query answers, in batches as the database hands them over."""
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while batch := cursor.fetchmany(BATCH):
            yield batch


def subject_rows(subjects: QuerySet[Subject] | None = None) -> Batches:
    """(subject_id, code, kind, name, sex, occupation, born_on, founded_on, flag_eligible, body, is_martyr,
    history_complete_from, data_version)
    """
    found = Subject.objects.all() if subjects is None else subjects
    return stream(
        found.order_by("pk").values_list(
            "pk",
            "code",
            "kind",
            Coalesce("person__full_name", "organisation__name", "household_name"),
            Coalesce("person__sex", models.Value("")),
            "occupation",
            _iso("person__birth_date"),
            _iso("founded_on"),
            "flag_eligible",
            "body",
            "is_martyr",
            "history_complete_from",
            "data_version",
        )
    )


def year_rows(subjects: QuerySet[Subject] | None = None, on: date | None = None) -> Batches:
    """(subject_id, year, rating), by year; rating is "" when the year holds numbers only."""
    return stream(YEARS.rows(subjects, on))


def member_rows(subjects: QuerySet[Subject] | None = None, on: date | None = None) -> Batches:
    """(subject_id, year, members, members_completed, advanced_workers, grassroots_fighters,
    members_disciplined_from_warning), by year: collectives only, the others have no numbers.
    """
    found = MEMBERS.rows(subjects, on)
    return stream(found.filter(subject__kind="collective"))


def award_rows(subjects: QuerySet[Subject] | None = None, on: date | None = None) -> Batches:
    """(subject_id, key, year, decided_on, number, kind); kind is "" where the decision names none."""
    return stream(AWARDS.rows(subjects, on))


def initiative_rows(subjects: QuerySet[Subject] | None = None, on: date | None = None) -> Batches:
    """(subject_id, year, scope)"""
    return stream(INITIATIVES.rows(subjects, on))


def merit_rows(subjects: QuerySet[Subject] | None = None, on: date | None = None) -> Batches:
    """(subject_id, kind, year, scope, movement_years, stable_years, review); scope and review may be ""."""
    return stream(MERITS.rows(subjects, on))


def discipline_rows(subjects: QuerySet[Subject] | None = None, on: date | None = None) -> Batches:
    """(subject_id, form, from, to)"""
    return stream(DISCIPLINE.rows(subjects, on))


def proceeding_rows(subjects: QuerySet[Subject] | None = None, on: date | None = None) -> Batches:
    """(subject_id, kind, from, to)"""
    return stream(PROCEEDINGS.rows(subjects, on))


def service_rows(subjects: QuerySet[Subject] | None = None, on: date | None = None) -> Batches:
    """(subject_id, force, from, to)"""
    return stream(SERVICE.rows(subjects, on))
