"""Who sees which record; a record as facts for the law, and as one timeline for people."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any, Final, TypedDict

from django.db.models import Q, QuerySet

from bangvang.core.models import Sequence
from bangvang.directory import policies as directory_policies
from bangvang.directory.models import Organisation, Person, Position, User
from bangvang.registry import rows
from bangvang.registry.models import (
    Award,
    Discipline,
    Fact,
    Initiative,
    Merit,
    Proceeding,
    Service,
    Subject,
    SubjectKind,
    YearRecord,
)

COUNTER: Final = "registry:data"
READERS: Final = directory_policies.READERS
UNIT_ROLES: Final = directory_policies.UNIT_ROLES


# --- Who sees what ----------------------------------------------------------------------------------------------


def organisations_read_by(user: User) -> QuerySet[Organisation]:
    """The bodies whose records the user may read: a reader's authority and all below, a unit's own."""
    scope = Q(pk__in=user.organisations_as(*UNIT_ROLES))
    for each in directory_policies.above(user, READERS):
        scope |= Q(path__startswith=each.path)
    return Organisation.objects.filter(scope).order_by("sort_key", "pk")


def visible_to(user: User) -> QuerySet[Subject]:
    """Readers see the records of their authority, a unit those of its own people and its own; everybody their own."""
    found = Subject.objects.select_related("person", "organisation", "commune").order_by("sort_key", "pk")
    if not user.is_active or user.on is None:
        return found.none()
    readable = directory_policies.above(user, READERS)
    above = Q(pk__in=[])
    for each in readable:
        above |= Q(path__startswith=each.path)
    if readable and not Organisation.objects.filter(parent=None).exclude(above).exists():
        return found
    scope = Q(person=user.person) if user.person is not None else Q(pk__in=[])
    if readable:
        scope |= _belongs_to(Organisation.objects.filter(above), None)
    if units := user.organisations_as(*UNIT_ROLES):
        scope |= _belongs_to(Organisation.objects.filter(pk__in=units), user.on)
    return found.filter(scope)


def _belongs_to(organisations: QuerySet[Organisation], on: date | None) -> Q:
    """Records of these bodies, of their households, and of whoever serves there (on this day, or ever)."""
    bodies = organisations.order_by().values("pk")
    held = Position.objects.all() if on is None else Position.objects.standing(on)
    people = held.filter(organisation_id__in=bodies).order_by().values("person_id")
    return Q(person_id__in=people) | Q(organisation_id__in=bodies) | Q(commune_id__in=bodies)


def of_unit(subjects: QuerySet[Subject], organisation: Organisation, on: date) -> QuerySet[Subject]:
    """Those of the subjects that belong to this body on this day: itself, its people, its households."""
    return subjects.filter(_belongs_to(Organisation.objects.filter(pk=organisation.pk), on))


def units_of(subject: Subject, on: date) -> list[Organisation]:
    """Where the subject belongs on this day: a person's units, the body itself, the household's commune."""
    if subject.organisation is not None:
        return [subject.organisation]
    if subject.commune is not None:
        return [subject.commune]
    held = Position.objects.standing(on).filter(person=subject.person).select_related("organisation")
    return [each.organisation for each in held.order_by("kind__rank", "pk")]


def people_without_record(organisation: Organisation, on: date) -> QuerySet[Person]:
    """Who serves here today and has no record yet."""
    held = Position.objects.standing(on).filter(organisation=organisation).order_by().values("person_id")
    return Person.objects.filter(pk__in=held, merit_record=None).order_by("sort_key", "pk")


def can_read_more_than_own(user: User) -> bool:
    """Is it true that the user reads records beside their own?"""
    return bool(user.organisations_as(*READERS, *UNIT_ROLES))


# --- Versions ---------------------------------------------------------------------------------------------------


def data_version() -> int:
    """The registry's counter: it moves with every change, so what was computed before can be kept beside it."""
    return Sequence.objects.filter(key=COUNTER).values_list("last", flat=True).first() or 0


def changed_since(version: int) -> QuerySet[Subject]:
    """The records that changed after the counter stood there."""
    return Subject.objects.filter(data_version__gt=version).order_by("pk")


# --- Facts ------------------------------------------------------------------------------------------------------

# The shape that the rulebook reads; values are numbers, texts, days as ISO text.
FactRow = dict[str, Any]
# Keys that say something when they are empty: an open end is a fact.
_SAYS_WHEN_EMPTY: Final = frozenset({"to"})


class Facts(TypedDict, total=False):
    """What the law may ask about one subject, as the rulebook reads it."""

    subject: FactRow
    history_complete_from: int
    years: dict[str, FactRow]
    awards: list[FactRow]
    initiatives: list[FactRow]
    merits: list[FactRow]
    discipline: list[FactRow]
    proceedings: list[FactRow]
    service: list[FactRow]


class _Follow:
    """Rows in the order of the subject's key, taken subject by subject beside the subjects themselves."""

    def __init__(self, batches: rows.Batches) -> None:
        self._rows = chain.from_iterable(batches)
        self._next: rows.Row | None = next(self._rows, None)

    def of(self, key: int) -> list[rows.Row]:
        found = []
        while self._next is not None and self._next[0] <= key:
            if self._next[0] == key:
                found.append(self._next[1:])
            self._next = next(self._rows, None)
        return found


def facts_for(subject: Subject, on: date) -> Facts:
    """The facts of one subject as that day could know them; nine queries whatever the record holds."""
    return next(facts_of(Subject.objects.filter(pk=subject.pk), on))


def facts_of(subjects: QuerySet[Subject], on: date) -> Iterator[Facts]:
    """The facts of many subjects in the order of their keys, streamed: nine queries for all of them together."""
    years, members = _Follow(rows.year_rows(subjects, on)), _Follow(rows.member_rows(subjects, on))
    lists = (
        ("awards", rows.AWARDS.names, _Follow(rows.award_rows(subjects, on))),
        ("initiatives", rows.INITIATIVES.names, _Follow(rows.initiative_rows(subjects, on))),
        ("merits", rows.MERITS.names, _Follow(rows.merit_rows(subjects, on))),
        ("discipline", rows.DISCIPLINE.names, _Follow(rows.discipline_rows(subjects, on))),
        ("proceedings", rows.PROCEEDINGS.names, _Follow(rows.proceeding_rows(subjects, on))),
        ("service", rows.SERVICE.names, _Follow(rows.service_rows(subjects, on))),
    )
    for row in chain.from_iterable(rows.subject_rows(subjects)):
        key, complete = row[0], row[11]
        facts: Facts = {"subject": _who(row)}
        if complete is not None:
            facts["history_complete_from"] = complete
        by_year = {str(year): _said(("rating",), (rating,)) for year, rating in years.of(key)}
        for year, *numbers in members.of(key):
            by_year[str(year)] |= _said(rows.NUMBERS, tuple(numbers))
        facts["years"] = by_year
        for name, names, follow in lists:
            facts[name] = [_said(names, each) for each in follow.of(key)]  # type: ignore[literal-required]
        yield facts


def _said(names: tuple[str, ...], values: rows.Row) -> FactRow:
    return {
        name: value
        for name, value in zip(names, values, strict=True)
        if name in _SAYS_WHEN_EMPTY or value not in (None, "")
    }


def _who(row: rows.Row) -> FactRow:
    _, code, kind, name, sex, occupation, born_on, founded_on, may_have_flags, body, is_martyr, *_rest = row
    told = _said(
        ("id", "kind", "name", "sex", "occupation", "born_on", "founded_on", "body"),
        (code, kind, name, sex, occupation, born_on, founded_on, body),
    )
    if kind == SubjectKind.COLLECTIVE and not may_have_flags:
        told["flag_eligible"] = False
    if is_martyr:
        told["martyr"] = True
    return told


# --- For people -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class YearLine:
    """One year of a record: what it was rated, what it brought, what it suffered."""

    year: int
    record: YearRecord | None = None
    awards: list[Award] = field(default_factory=list)
    initiatives: list[Initiative] = field(default_factory=list)
    merits: list[Merit] = field(default_factory=list)
    discipline: list[Discipline] = field(default_factory=list)
    proceedings: list[Proceeding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Timeline:
    """A record as people read it: years, the latest first, and what counts in days."""

    years: list[YearLine]
    discipline: list[Discipline]
    proceedings: list[Proceeding]
    service: list[Service]


def timeline(subject: Subject, on: date) -> Timeline:
    """Every year from the first of which something is known to this one; seven queries."""
    lines: dict[int, YearLine] = {}

    def line(year: int) -> YearLine:
        return lines.setdefault(year, YearLine(year))

    for record in YearRecord.objects.filter(subject=subject):
        line(record.year).record = record
    for award in Award.objects.filter(subject=subject):
        line(award.year).awards.append(award)
    for initiative in Initiative.objects.filter(subject=subject):
        line(initiative.year).initiatives.append(initiative)
    for merit in Merit.objects.filter(subject=subject):
        line(merit.year).merits.append(merit)
    discipline = list(Discipline.objects.filter(subject=subject).order_by("-valid_from", "-pk"))
    for measure in discipline:
        for year in _touched(measure, on):
            line(year).discipline.append(measure)
    proceedings = list(Proceeding.objects.filter(subject=subject).order_by("-valid_from", "-pk"))
    for matter in proceedings:
        for year in _touched(matter, on):
            line(year).proceedings.append(matter)
    service = list(Service.objects.filter(subject=subject).order_by("valid_from", "pk"))
    if lines:
        for year in range(min(lines), max(lines) + 1):  # a year of which nothing is known is shown as such
            line(year)
    return Timeline([lines[year] for year in sorted(lines, reverse=True)], discipline, proceedings, service)


def _touched(spell: Discipline | Proceeding, on: date) -> range:
    end = spell.valid_to or max(on, spell.valid_from)
    return range(spell.valid_from.year, end.year + 1)


FACTS: Final[dict[str, type[Fact]]] = {
    "xep-loai": YearRecord,
    "danh-hieu": Award,
    "sang-kien": Initiative,
    "thanh-tich": Merit,
    "ky-luat": Discipline,
    "vu-viec": Proceeding,
    "phuc-vu": Service,
}
# What nobody may choose or type when a fact is corrected.
_FIXED: Final = frozenset({"id", "subject"})


def values_of(row: Subject | Fact) -> dict[str, object]:
    """What a row says now, by column: what a correction must have seen, and what the trail keeps of before."""
    if isinstance(row, Subject):
        return {name: getattr(row, name) for name in DESCRIBED}
    return {
        each.name: getattr(row, each.name) for each in row._meta.concrete_fields if each.name not in _FIXED
    }


DESCRIBED: Final = (
    "occupation",
    "is_martyr",
    "founded_on",
    "flag_eligible",
    "body",
    "history_complete_from",
    "household_name",
)


def facts_recorded(subject: Subject, model: type[Fact]) -> QuerySet[Any]:
    """The facts of one kind that are recorded of the subject."""
    return model._default_manager.filter(subject=subject).order_by("pk")
