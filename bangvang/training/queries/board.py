"""The live board of a class: which units answered, seats taken, problems, who waits. ≤ 12 queries for any size."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, Q

from bangvang.training.models import ClassList, Enrolment, InvitedUnit, TrainingClass
from bangvang.training.queries import checks, classes
from bangvang.training.workflow import AnswerState, EnrolmentState

ANSWERED = frozenset({AnswerState.SUBMITTED, AnswerState.DECLINED})
FILTERS = ("awaited", "overdue", "answered", "problems", "waiting", "substitutions")


@dataclass(frozen=True)
class UnitRow:
    """One unit on the board."""

    unit: InvitedUnit
    seats: int
    people: tuple[checks.Checked, ...]
    problems: tuple[checks.Problem, ...]  # of the answer as a whole
    is_overdue: bool

    def _in(self, *states: str) -> list[checks.Checked]:
        return [each for each in self.people if each.enrolment.state in states]

    @property
    def organisation(self) -> str:
        return self.unit.organisation.name

    @cached_property
    def taken(self) -> int:
        return len(self._in(EnrolmentState.SUBMITTED, EnrolmentState.CONFIRMED))

    @cached_property
    def proposed(self) -> int:
        return len([each for each in self._in(EnrolmentState.PROPOSED) if not each.enrolment.substitutes_id])

    @cached_property
    def waiting(self) -> int:
        return len(self._in(EnrolmentState.WAITING))

    @cached_property
    def substitutions(self) -> int:
        return len([each for each in self._in(EnrolmentState.PROPOSED) if each.enrolment.substitutes_id])

    @cached_property
    def undecided(self) -> int:
        """How many things about this unit an officer must decide: people with open problems, a late list."""
        people = self._in(EnrolmentState.SUBMITTED)
        late = sum(each.kind == checks.LATE for each in self.problems)
        return sum(bool(each.undecided) for each in people) + late

    @property
    def has_answered(self) -> bool:
        return self.unit.state in ANSWERED

    def is_in(self, name: str) -> bool:
        """Is it true that the row belongs to this filter?"""
        return {
            "awaited": not self.has_answered,
            "overdue": self.is_overdue,
            "answered": self.has_answered,
            "problems": self.undecided > 0,
            "waiting": self.waiting > 0,
            "substitutions": self.substitutions > 0,
        }.get(name, True)


@dataclass(frozen=True)
class Board:
    training_class: TrainingClass
    rows: tuple[UnitRow, ...]

    def _total(self, name: str) -> int:
        return sum(row.is_in(name) for row in self.rows)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many units each filter shows."""
        return {name: self._total(name) for name in FILTERS}

    @cached_property
    def answered(self) -> int:
        return self._total("answered")

    @cached_property
    def seats(self) -> int:
        return sum(row.seats for row in self.rows)

    @cached_property
    def taken(self) -> int:
        return sum(row.taken for row in self.rows)

    @cached_property
    def waiting(self) -> int:
        return sum(row.waiting for row in self.rows)

    @cached_property
    def undecided(self) -> int:
        return sum(row.undecided for row in self.rows)

    @cached_property
    def free(self) -> int:
        """Seats that nobody holds, against the headcount or, where none is written, the units' seats."""
        return max(0, (self.training_class.headcount or self.seats) - self.taken)

    @cached_property
    def people(self) -> tuple[checks.Checked, ...]:
        return tuple(each for row in self.rows for each in row.people)

    @cached_property
    def waiting_list(self) -> tuple[checks.Checked, ...]:
        """Who waits, first come first."""
        waiting = [each for each in self.people if each.enrolment.state == EnrolmentState.WAITING]
        return tuple(sorted(waiting, key=lambda each: (each.enrolment.enrolled_at, each.enrolment.pk)))

    @cached_property
    def unanswered(self) -> tuple[UnitRow, ...]:
        return tuple(row for row in self.rows if not row.has_answered)


def of(training_class: TrainingClass, on: date) -> Board:
    """Everything the board shows, in six queries."""
    units = classes.units_of(training_class)
    lines = checks.lines_of(units)
    examined = checks.examine(units, lines)
    by_unit: dict[int, list[checks.Checked]] = defaultdict(list)
    for each in examined.values():
        by_unit[each.enrolment.unit_id].append(each)
    deadline = training_class.deadline
    rows = tuple(
        UnitRow(
            unit,
            checks.capacity(unit, lines.get(unit.group_id, [])),
            tuple(by_unit[unit.pk]),
            checks.unit_problems(unit),
            bool(deadline and on > deadline and unit.state not in ANSWERED),
        )
        for unit in units
    )
    return Board(training_class, rows)


@dataclass(frozen=True, slots=True)
class Counts:
    """What a unit may know of the others: numbers, no names."""

    units: int
    answered: int
    taken: int


def counts(training_class: TrainingClass) -> Counts:
    """The same figures for those who may not see the board; two queries."""
    units = training_class.invited_units.exclude(state=AnswerState.CLOSED).aggregate(
        all=Count("pk"), answered=Count("pk", filter=Q(state__in=ANSWERED))
    )
    taken = training_class.enrolments.filter(
        state__in=[EnrolmentState.SUBMITTED, EnrolmentState.CONFIRMED]
    ).count()
    return Counts(units["all"], units["answered"], taken)


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened after the last printed list: who came in for whom, who left."""

    added: tuple[Enrolment, ...]
    removed: tuple[Enrolment, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def printed(lists: Iterable[ClassList]) -> set[int]:
    """Who stands on the last list and what was printed after it, by key of the enrolment."""
    keys: set[int] = set()
    for kept in sorted(lists, key=lambda each: each.order):
        if kept.kind == ClassList.Kind.MAIN:
            keys = set()
        for row in kept.rows:
            if row.get("change") == "removed":
                keys.discard(row["enrolment"])
            else:
                keys.add(row["enrolment"])
    return keys


def changes_since_lists(training_class: TrainingClass) -> Changes:
    """Confirmed people who stand on no printed list, and printed people who are no longer confirmed."""
    known = printed(ClassList.objects.filter(training_class=training_class).order_by("order"))
    confirmed = list(
        training_class.enrolments.filter(state=EnrolmentState.CONFIRMED)
        .select_related("person", "unit__organisation__kind", "seat", "substitutes__person")
        .order_by("unit__organisation__sort_key", "person__sort_key", "pk")
    )
    standing = {each.pk for each in confirmed}
    gone = (
        Enrolment.objects.filter(pk__in=known - standing)
        .select_related("person", "unit__organisation__kind", "seat")
        .order_by("unit__organisation__sort_key", "person__sort_key", "pk")
    )
    return Changes(tuple(each for each in confirmed if each.pk not in known), tuple(gone))


def unprinted(board: Board, lists: Iterable[ClassList]) -> tuple[int, int]:
    """How many came in and how many left after the last list, from rows already fetched."""
    known = printed(lists)
    standing = {
        each.enrolment.pk for each in board.people if each.enrolment.state == EnrolmentState.CONFIRMED
    }
    return len(standing - known), len(known - standing)
