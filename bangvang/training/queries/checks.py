"""What is wrong with the people sent to a class: đúng đối tượng, thành phần và thời gian.

One function examines every list of a class in a constant number of queries, so the board of 500 units costs as much as
the page of one. An accepted exception decides the problems that were seen when it was accepted, and no later ones.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bangvang.directory.models import Position
from bangvang.training.models import CompositionSeat, Enrolment, InvitedUnit, TrainingClass
from bangvang.training.queries import seating
from bangvang.training.workflow import AnswerState, ClassState, EnrolmentState

LIVE = (
    EnrolmentState.PROPOSED,
    EnrolmentState.SUBMITTED,
    EnrolmentState.WAITING,
    EnrolmentState.RETURNED,
    EnrolmentState.CONFIRMED,
)
SENT = (EnrolmentState.SUBMITTED, EnrolmentState.WAITING, EnrolmentState.CONFIRMED)
# Who holds or asks for a seat, in the order in which seats are given.
_RANK = {EnrolmentState.CONFIRMED: 0, EnrolmentState.SUBMITTED: 1, EnrolmentState.PROPOSED: 2}

POSITION = "position"
LINE_FULL = "line_full"
NOT_OF_UNIT = "not_of_unit"
SAME_PLAN = "same_plan"
SAME_TIME = "same_time"
OVER_SEATS = "over_seats"
TWICE = "twice"
LATE = "late"
UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Problem:
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One person as examined. `undecided` are the problems that no exception has accepted."""

    enrolment: Enrolment
    problems: tuple[Problem, ...] = ()
    seat: CompositionSeat | None = None
    is_seated: bool = False

    @property
    def undecided(self) -> tuple[Problem, ...]:
        accepted = set(self.enrolment.accepted_problems)
        return tuple(each for each in self.problems if each.kind not in accepted)

    @property
    def to_explain(self) -> tuple[Problem, ...]:
        """Problems that the unit must explain when it submits; people beyond the seats simply wait."""
        return tuple(each for each in self.undecided if each.kind != OVER_SEATS)


@dataclass(frozen=True, slots=True)
class Line:
    """A seat of a composition line with the kinds of position that it takes."""

    seat: CompositionSeat
    kinds: frozenset[str]

    def takes(self, positions: Iterable["Held"]) -> bool:
        if not self.kinds and not self.seat.accepts_in_charge:
            return True
        return any(
            each.kind in self.kinds or (self.seat.accepts_in_charge and each.in_charge) for each in positions
        )


@dataclass(frozen=True, slots=True)
class Held:
    organisation: int
    kind: str
    in_charge: bool
    start: date | None
    end: date | None

    def stands(self, on: date | None) -> bool:
        if on is None:
            return self.end is None
        return (self.start is None or self.start <= on) and (self.end is None or self.end >= on)


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """The same person, or a namesake, in this class or another one."""

    pk: int
    person: int
    folded: str
    birth: date | None
    unit: int
    unit_name: str
    class_id: int
    class_name: str
    plan: int
    starts: date | None
    ends: date | None


def capacity(unit: InvitedUnit, lines: Collection[Line]) -> int:
    """How many seats the unit has: its own number where the organiser gave one, else its lines' sum."""
    if unit.seats_override is not None:
        return unit.seats_override
    return sum(line.seat.per_unit for line in lines)


def lines_of(units: Collection[InvitedUnit]) -> dict[int, list[Line]]:
    """The seat lines of each composition group; two queries."""
    seats = (
        CompositionSeat.objects.filter(group__in={unit.group_id for unit in units})
        .prefetch_related("position_kinds")
        .order_by("order", "pk")
    )
    lines: dict[int, list[Line]] = defaultdict(list)
    for seat in seats:
        lines[seat.group_id].append(Line(seat, frozenset(kind.pk for kind in seat.position_kinds.all())))
    return lines


def is_late(unit: InvitedUnit) -> bool:
    """Is it true that the unit answered after the deadline and that nobody has accepted it yet?"""
    deadline = unit.training_class.deadline
    return bool(
        unit.state in {AnswerState.SUBMITTED, AnswerState.DECLINED}
        and unit.submitted_on
        and deadline
        and unit.submitted_on > deadline
        and not unit.late_accepted_reason
    )


def unit_problems(unit: InvitedUnit) -> tuple[Problem, ...]:
    """What is wrong with the unit's answer as a whole: none yet, or too late."""
    deadline = unit.training_class.deadline
    told = f"{deadline:%d/%m/%Y}" if deadline else ""
    if unit.state in {AnswerState.AWAITED, AnswerState.RETURNED}:
        return (Problem(UNANSWERED, _("Đơn vị chưa trả lời (hạn %(day)s).") % {"day": told}),)
    if is_late(unit) and unit.state == AnswerState.SUBMITTED:
        sent = f"{unit.submitted_on:%d/%m/%Y}" if unit.submitted_on else ""
        return (Problem(LATE, _("Nộp ngày %(sent)s, sau hạn %(day)s.") % {"sent": sent, "day": told}),)
    return ()


def examine(units: Collection[InvitedUnit], lines: dict[int, list[Line]] | None = None) -> dict[int, Checked]:
    """Every live enrolment of these units, examined. Each unit must carry its `training_class`."""
    by_unit = {unit.pk: unit for unit in units}
    lines = lines_of(units) if lines is None else lines
    roster = (
        Enrolment.objects.filter(unit__in=by_unit, state__in=LIVE).select_related("person").order_by("pk")
    )
    rosters: dict[int, list[Enrolment]] = defaultdict(list)
    for enrolment in roster:
        enrolment.unit = by_unit[enrolment.unit_id]
        rosters[enrolment.unit_id].append(enrolment)
    if not rosters:
        return {}
    people = roster.order_by().values("person")
    positions: dict[int, list[Held]] = defaultdict(list)
    held = Position.objects.filter(
        person__in=people, organisation__in={unit.organisation_id for unit in units}
    ).values_list("person", "organisation", "kind", "in_charge_of_emulation", "valid_from", "valid_to")
    for person, organisation, kind, in_charge, start, end in held:
        positions[person].append(Held(organisation, kind, in_charge, start, end))
    elsewhere = _elsewhere(roster, {unit.training_class_id for unit in units})
    checked: dict[int, Checked] = {}
    for key, members in rosters.items():
        checked |= _examine_unit(
            by_unit[key], members, lines.get(by_unit[key].group_id, []), positions, elsewhere
        )
    return checked


def _elsewhere(roster: QuerySet[Enrolment], class_ids: set[int]) -> dict[str, list[_Elsewhere]]:
    """By folded name: every live enrolment of the same people anywhere, and of namesakes in these classes."""
    people = roster.order_by().values("person")
    names = roster.order_by().values("person__folded")
    found: dict[str, list[_Elsewhere]] = defaultdict(list)
    rows = (
        Enrolment.objects.filter(
            Q(person__in=people) | Q(person__folded__in=names, training_class__in=class_ids), state__in=LIVE
        )
        .exclude(state=EnrolmentState.RETURNED)
        .exclude(training_class__state=ClassState.CANCELLED)
        .order_by("pk")
        .values_list(
            "pk",
            "person",
            "person__folded",
            "person__birth_date",
            "unit",
            "unit__organisation__name",
            "training_class",
            "training_class__name",
            "training_class__plan",
            "training_class__starts_on",
            "training_class__ends_on",
        )
    )
    for row in rows:
        found[row[2]].append(_Elsewhere(*row))
    return found


def _examine_unit(
    unit: InvitedUnit,
    members: list[Enrolment],
    lines: list[Line],
    positions: dict[int, list[Held]],
    elsewhere: dict[str, list[_Elsewhere]],
) -> dict[int, Checked]:
    training_class = unit.training_class
    day = training_class.starts_on or training_class.period_from
    standing = {
        each.pk: [
            held
            for held in positions[each.person_id]
            if held.organisation == unit.organisation_id and held.stands(day)
        ]
        for each in members
    }
    fits = {
        each.pk: frozenset(
            at for at, line in enumerate(lines) if standing[each.pk] and line.takes(standing[each.pk])
        )
        for each in members
    }
    places = seating.arrange(
        [seating.Candidate(each.pk, fits[each.pk]) for each in in_seating_order(members)],
        [line.seat.per_unit for line in lines],
        capacity(unit, lines),
    )
    checked = {}
    for each in members:
        place = places.get(each.pk)
        problems = [
            *_of_unit(unit, standing[each.pk], positions[each.person_id], day),
            *_of_position(lines, fits[each.pk], place, standing[each.pk]),
            *_of_others(each, training_class, elsewhere[each.person.folded]),
        ]
        if place is not None and not place.is_seated:
            problems.append(
                Problem(
                    OVER_SEATS,
                    _("Vượt số chỗ của đơn vị (%(seats)s chỗ).") % {"seats": capacity(unit, lines)},
                )
            )
        checked[each.pk] = Checked(
            each,
            tuple(problems),
            seat=lines[place.line].seat if place and place.line != seating.ANY else None,
            is_seated=bool(place and place.is_seated),
        )
    return checked


def in_seating_order(members: Iterable[Enrolment]) -> list[Enrolment]:
    """Who asks for a seat: the sent before the proposed, accepted extra people last. A newcomer who is to replace
    somebody asks for no seat of their own until the organiser agrees."""
    asking = [
        each
        for each in members
        if each.state in _RANK and not (each.substitutes_id and each.state == EnrolmentState.PROPOSED)
    ]
    return sorted(asking, key=lambda each: (OVER_SEATS in each.accepted_problems, _RANK[each.state], each.pk))


def _of_unit(
    unit: InvitedUnit, standing: list[Held], positions: list[Held], day: date | None
) -> Iterable[Problem]:
    if standing:
        return
    told = f"{day:%d/%m/%Y}" if day else ""
    if any(held.organisation == unit.organisation_id for held in positions):
        yield Problem(
            NOT_OF_UNIT,
            _("Không giữ chức vụ nào tại %(unit)s vào ngày %(day)s.")
            % {"unit": unit.organisation, "day": told},
        )
    else:
        yield Problem(NOT_OF_UNIT, _("Không phải người của %(unit)s.") % {"unit": unit.organisation})


def _of_position(
    lines: list[Line], fits: frozenset[int], place: seating.Place | None, standing: list[Held]
) -> Iterable[Problem]:
    if not standing:
        return
    if not fits:
        asked = "; ".join(line.seat.label for line in lines)
        yield Problem(POSITION, _("Không đúng thành phần. Lớp mời: %(asked)s.") % {"asked": asked})
    elif place is not None and place.line_full:
        asked = "; ".join(lines[at].seat.label for at in sorted(fits))
        yield Problem(
            LINE_FULL,
            _("Chỗ dành cho “%(asked)s” của đơn vị đã có người; chỗ còn lại dành cho thành phần khác.")
            % {"asked": asked},
        )


def _of_others(
    enrolment: Enrolment, training_class: TrainingClass, namesakes: list[_Elsewhere]
) -> Iterable[Problem]:
    birth = enrolment.person.birth_date
    for each in namesakes:
        if each.pk in {enrolment.pk, enrolment.substitutes_id}:
            continue
        if each.person == enrolment.person_id and each.class_id != training_class.pk:
            if each.plan == training_class.plan_id:
                yield Problem(
                    SAME_PLAN, _("Đã có trong %(other)s của cùng kế hoạch.") % {"other": each.class_name}
                )
            if _overlap(training_class, each):
                yield Problem(
                    SAME_TIME,
                    _("Trùng thời gian với %(other)s (%(day)s).")
                    % {"other": each.class_name, "day": f"{each.starts:%d/%m/%Y}"},
                )
        elif each.person != enrolment.person_id and each.class_id == training_class.pk:
            same_birth = birth is not None and birth == each.birth
            unknown = (birth is None or each.birth is None) and each.unit == enrolment.unit_id
            if same_birth or unknown:
                yield Problem(
                    TWICE,
                    _("Có thể bị ghi hai lần: %(unit)s cũng cử người cùng họ tên này.")
                    % {"unit": each.unit_name},
                )


def _overlap(training_class: TrainingClass, other: _Elsewhere) -> bool:
    if not (training_class.starts_on and training_class.ends_on and other.starts and other.ends):
        return False
    return training_class.starts_on <= other.ends and other.starts <= training_class.ends_on
