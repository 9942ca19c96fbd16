"""Which classes a person may see, what a class still needs, and whether its seats fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bangvang.core import calendar
from bangvang.core.models import Notice
from bangvang.directory.models import Organisation, Role, RoleHolding, User
from bangvang.training.models import ClassList, CompositionGroup, CompositionSeat, InvitedUnit, TrainingClass
from bangvang.training.queries import checks
from bangvang.training.workflow import AnswerState, ClassState, EnrolmentState

ORGANISERS = (Role.STANDING_BODY, Role.SIGNATORY, Role.INSPECTOR)
UNIT_ROLES = (Role.FOCAL_POINT, Role.UNIT_HEAD)
OWN_STATES = (EnrolmentState.SUBMITTED, EnrolmentState.WAITING, EnrolmentState.CONFIRMED)


def visible_to(user: User) -> QuerySet[TrainingClass]:
    """All classes of one's authority; else those to which one's unit was invited, or one was sent oneself."""
    invited = InvitedUnit.objects.filter(organisation__in=user.organisations_as(*UNIT_ROLES))
    own = Q(
        opened_on__isnull=False,
        enrolments__person=user.person_id,
        enrolments__state__in=OWN_STATES,
    )
    keys = TrainingClass.objects.filter(
        Q(plan__organisation__in=user.organisations_as(*ORGANISERS))
        | Q(opened_on__isnull=False, pk__in=invited.values("training_class"))
        | (own if user.person_id else Q(pk__in=[]))
    ).order_by()
    return (
        TrainingClass.objects.filter(pk__in=keys.values("pk"))
        .select_related("plan__organisation", "plan__paper", "follows")
        .annotate(is_listed=Exists(ClassList.objects.filter(training_class=OuterRef("pk"))))
        .order_by("-pk")
    )


def organised_by(user: User) -> QuerySet[TrainingClass]:
    """The classes that the person runs as the standing body."""
    return (
        TrainingClass.objects.filter(plan__organisation__in=user.organisations_as(Role.STANDING_BODY))
        .select_related("plan__organisation")
        .order_by("-pk")
    )


def groups_of(training_class: TrainingClass) -> list[CompositionGroup]:
    """The composition lines with their seats and how many units each invites."""
    seats = CompositionSeat.objects.prefetch_related("position_kinds").order_by("order", "pk")
    return list(
        training_class.groups.prefetch_related(Prefetch("seats", seats))
        .annotate(unit_count=Count("invited_units", filter=~Q(invited_units__state=AnswerState.CLOSED)))
        .order_by("order", "pk")
    )


def units_of(training_class: TrainingClass) -> list[InvitedUnit]:
    """The units that are invited, in the order of the composition lines and then of their kind and name."""
    units = list(
        training_class.invited_units.exclude(state=AnswerState.CLOSED)
        .select_related("organisation__kind", "group")
        .order_by("group__order", "organisation__kind__rank", "organisation__sort_key", "pk")
    )
    for unit in units:
        unit.training_class = training_class
    return units


@dataclass(frozen=True, slots=True)
class LineSeats:
    """One composition line in the arithmetic: units × seats = people."""

    group: CompositionGroup
    units: int
    per_unit: int
    own_numbers: int  # units whose seats differ from the line's
    total: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Invited units × seats against the headcount of the plan."""

    lines: tuple[LineSeats, ...]
    total: int
    headcount: int | None

    @property
    def difference(self) -> int:
        return self.total - (self.headcount or self.total)

    @property
    def fits(self) -> bool:
        return self.difference == 0

    @property
    def sentence(self) -> str:
        if self.headcount is None:
            return _("Kế hoạch không ghi số lượng; các đơn vị được %(total)s chỗ.") % {"total": self.total}
        told = {"total": self.total, "headcount": self.headcount, "difference": abs(self.difference)}
        if self.fits:
            return _("%(total)s chỗ, đúng số lượng %(headcount)s người của kế hoạch.") % told
        if self.difference > 0:
            return (
                _("%(total)s chỗ, nhiều hơn số lượng %(headcount)s người của kế hoạch %(difference)s chỗ.")
                % told
            )
        return _("%(total)s chỗ, ít hơn số lượng %(headcount)s người của kế hoạch %(difference)s chỗ.") % told


def arithmetic(
    training_class: TrainingClass, groups: Sequence[CompositionGroup], units: Sequence[InvitedUnit]
) -> Arithmetic:
    """Added up from rows already fetched."""
    lines = []
    for group in groups:
        own = [unit for unit in units if unit.group_id == group.pk]
        per_unit = sum(seat.per_unit for seat in group.seats.all())
        total = sum(per_unit if unit.seats_override is None else unit.seats_override for unit in own)
        special = sum(unit.seats_override not in {None, per_unit} for unit in own)
        lines.append(LineSeats(group, len(own), per_unit, special, total))
    return Arithmetic(tuple(lines), sum(line.total for line in lines), training_class.headcount)


def seats_of(training_class: TrainingClass) -> Arithmetic:
    """The same, fetching the rows."""
    return arithmetic(training_class, groups_of(training_class), units_of(training_class))


def missing_before_opening(
    training_class: TrainingClass, seats: Arithmetic, on: date
) -> list[checks.Problem]:
    """What must be settled before units are told; `kind` names the part of the page."""
    found = []
    if training_class.starts_on is None or training_class.ends_on is None:
        found.append(checks.Problem("dates", _("Chưa ghi ngày khai giảng, bế giảng.")))
    if not training_class.venue:
        found.append(checks.Problem("dates", _("Chưa ghi địa điểm.")))
    if training_class.deadline is None:
        found.append(checks.Problem("dates", _("Chưa ghi hạn nộp danh sách.")))
    elif training_class.deadline < on:
        found.append(checks.Problem("dates", _("Hạn nộp danh sách đã qua.")))
    for line in seats.lines:
        told = {"line": line.group.order}
        if not line.units:
            found.append(checks.Problem("units", _("Dòng thành phần %(line)s chưa chọn đơn vị nào.") % told))
        elif not line.group.seats.all():
            found.append(
                checks.Problem("units", _("Dòng thành phần %(line)s chưa ghi chức vụ và số người.") % told)
            )
    if seats.total and not seats.fits and not training_class.seats_decision:
        found.append(
            checks.Problem(
                "seats",
                _(
                    "Số chỗ chưa khớp số lượng: hãy sửa số người, đặt số riêng cho một số đơn vị, hoặc ghi lý do."
                ),
            )
        )
    return found


def date_warnings(training_class: TrainingClass) -> list[str]:
    """What looks odd about the days but may be meant."""
    first, last, deadline = training_class.starts_on, training_class.ends_on, training_class.deadline
    if first is None or last is None:
        return []
    found = []
    start, end = training_class.period_from, training_class.period_to
    if (start and first < start) or (end and last > end):
        found.append(
            _("Ngày tổ chức nằm ngoài thời gian của kế hoạch: %(period)s.")
            % {"period": training_class.period}
        )
    length = (last - first).days + 1
    if training_class.days is not None and length != -(-training_class.days // 1):
        found.append(
            _("Kế hoạch ghi %(days)s ngày, lịch tổ chức là %(length)s ngày.")
            % {"days": f"{training_class.days.normalize():f}".replace(".", ","), "length": length}
        )
    try:
        working = calendar.load()
        for label, on in ((_("Ngày khai giảng"), first), (_("Hạn nộp danh sách"), deadline)):
            if on is not None and not working.is_working_day(on):
                found.append(
                    _("%(label)s %(day)s không phải ngày làm việc.")
                    % {"label": label, "day": f"{on:%d/%m/%Y}"}
                )
    except calendar.CalendarGap as gap:
        found.append(str(gap))
    return found


def people_of_units(organisations: Sequence[int], on: date, *roles: str) -> list[User]:
    """The focal points and heads of these units on this day."""
    held = (
        RoleHolding.objects.standing(on)
        .filter(organisation__in=organisations, role__in=roles or UNIT_ROLES, user__is_active=True)
        .select_related("user__person")
        .order_by("user_id")
    )
    return list({each.user_id: each.user for each in held}.values())


def organisers(organisation: int, on: date) -> list[User]:
    """The officers of the standing body."""
    return people_of_units([organisation], on, Role.STANDING_BODY)


def units_without_account(training_class: TrainingClass, on: date) -> list[InvitedUnit]:
    """Units where nobody can answer in the system: they get a paper letter, the organiser enters for them."""
    reached = RoleHolding.objects.standing(on).filter(role__in=UNIT_ROLES, user__is_active=True)
    return list(
        training_class.invited_units.exclude(state=AnswerState.CLOSED)
        .exclude(organisation__in=reached.values("organisation"))
        .select_related("organisation")
        .order_by("organisation__sort_key", "pk")
    )


def invitable(authority: Organisation, on: date) -> list[Organisation]:
    """Every organisation that stands on this day and could be invited, grouped by kind in order."""
    return list(
        Organisation.objects.standing(on)
        .exclude(pk=authority.pk)
        .select_related("kind", "tier")
        .order_by("kind__rank", "sort_key", "pk")
    )


def page_of(training_class: TrainingClass) -> str:
    """Where notices lead: the class's page shows each reader their own part of it."""
    return reverse("training:class_detail", args=[training_class.code])


def page_of_unit(unit: InvitedUnit) -> str:
    """The unit's list."""
    return reverse("training:unit_detail", args=[unit.training_class.code, unit.organisation.code])


def lock(training_class: TrainingClass) -> TrainingClass:
    """The row as it stands now, locked until the action ends: units and officers come in turn."""
    training_class.refresh_from_db(
        fields=["state", "deadline"], from_queryset=TrainingClass.objects.select_for_update()
    )
    return training_class


def open_on(on: date) -> QuerySet[TrainingClass]:
    """Classes that take lists on this day and have not begun."""
    return (
        TrainingClass.objects.filter(state=ClassState.OPEN, starts_on__gte=on)
        .select_related("plan__organisation")
        .order_by("deadline", "pk")
    )


def is_untold(key: str) -> bool:
    """Is it true that nobody was told under this key yet?"""
    return not Notice.objects.filter(key=key).exists()
