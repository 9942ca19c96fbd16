"""Plans change: classes are moved, split, cancelled or added, and what units sent goes with them.

A class that the new plan continues keeps its row: its code, its address, its lists and its trail stay. Of a split the
first part keeps the row; the others are new classes that follow it, and units go where their composition line went.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bangvang.core import calendar, text
from bangvang.core.actions import action
from bangvang.core.errors import RuleViolation
from bangvang.directory.models import User
from bangvang.training import building, telling
from bangvang.training.models import (
    CompositionGroup,
    CompositionSeat,
    Enrolment,
    InvitedUnit,
    TrainingClass,
    TrainingPlan,
)
from bangvang.training.policies import classes as policies
from bangvang.training.policies import enrolment as unit_policies
from bangvang.training.queries import checks
from bangvang.training.queries import classes as queries
from bangvang.training.workflow import ANSWER, CLASS, ENROLMENT, AnswerState, ClassState

# One class of a plan's structure, which is JSON.
Entry = Mapping[str, Any]
LIVE = (ClassState.PREPARED, ClassState.OPEN, ClassState.CONFIRMED)
NOTICE_IN_WORKING_DAYS = 3


@action(policies.can_create_classes)
def carry_over(old_plan: TrainingPlan, *, by: User, new_plan: TrainingPlan) -> list[TrainingClass]:
    """Let the classes of the amended plan follow the new one; units and people are told what changed for them."""
    entries: list[Entry] = list(new_plan.structure["classes"])
    links = [*new_plan.class_links, *[""] * len(entries)][: len(entries)]
    standing = {
        each.code: each
        for each in TrainingClass.objects.select_for_update().filter(plan=old_plan).order_by("order", "pk")
    }
    parts: dict[str, list[int]] = {}
    for place, code in enumerate(links):
        if code in standing and standing[code].state != ClassState.CANCELLED:
            parts.setdefault(code, []).append(place)
    made: dict[int, TrainingClass] = {}
    for code, places in parts.items():
        made |= _continue(standing[code], new_plan, {place: entries[place] for place in places}, by)
    for place, entry in enumerate(entries):
        if place not in made:
            made[place] = building.add_class(new_plan, place + 1, entry)
    for code, each in standing.items():
        if code not in parts and each.state in LIVE:
            each.plan = old_plan
            reason = gettext_noop("Kế hoạch thay thế số %(number)s không còn lớp này.") % {
                "number": new_plan.paper
            }
            building.call_off(each, by, reason)
    result = [made[place] for place in sorted(made)]
    new_plan.class_codes = [each.code for each in result]
    new_plan.save(update_fields=["class_codes"])
    return result


def _continue(
    training_class: TrainingClass, plan: TrainingPlan, entries: Mapping[int, Entry], by: User
) -> dict[int, TrainingClass]:
    """One class of the old plan goes on as one or more classes of the new one."""
    places = sorted(entries)
    first, rest = places[0], places[1:]
    if training_class.state == ClassState.HELD:
        training_class.plan, training_class.order = plan, first + 1
        training_class.save(update_fields=["plan", "order"])
        return {first: training_class}
    was_opened = training_class.opened_on
    was_open = training_class.state in {ClassState.OPEN, ClassState.CONFIRMED}
    old_deadline = training_class.deadline
    old_groups = list(training_class.groups.prefetch_related("seats__position_kinds").order_by("order", "pk"))
    is_changed = _move(training_class, plan, first, entries[first])
    made = {first: training_class}
    for place in rest:
        made[place] = building.add_class(
            plan, place + 1, entries[place], follows=training_class, opened_on=was_opened
        )
    is_changed |= _divide(old_groups, [made[place] for place in places], by)
    if training_class.state == ClassState.CONFIRMED and (is_changed or rest):
        CLASS.move(training_class, "reopen", confirm_reason="")
    if was_open and (is_changed or rest):
        for each in made.values():
            ENROLMENT.move_all(each.enrolments.all(), "reopen")
    for place in rest:
        each = made[place]
        if was_open and each.starts_on and each.venue:
            deadline = _deadline(old_deadline, each.starts_on)
            CLASS.move(each, "open", deadline=deadline)
    if was_opened and (is_changed or rest):
        for each in made.values():
            _tell(each, by)
    return made


def _move(training_class: TrainingClass, plan: TrainingPlan, place: int, entry: Entry) -> bool:
    """Give the class what the new plan says of it; is it true that this changes anything for its people?"""
    said = building.described(entry)
    row = training_class
    before = (row.starts_on, row.ends_on, row.venue, row.headcount)
    row.plan, row.order = plan, place + 1
    row.name, row.folded = str(said["name"]), str(said["folded"])
    row.days, row.period = said["days"], str(said["period"])  # type: ignore[assignment]
    row.period_from, row.period_to = said["period_from"], said["period_to"]  # type: ignore[assignment]
    if said["headcount"] != row.headcount:
        row.headcount, row.seats_decision = said["headcount"], ""  # type: ignore[assignment]
    if said["venue"]:
        row.venue = str(said["venue"])
    if said["starts_on"]:
        row.starts_on, row.ends_on = said["starts_on"], said["ends_on"]  # type: ignore[assignment]
        row.deadline = (
            _deadline(row.deadline, row.starts_on) if row.deadline and row.starts_on else row.deadline
        )
    elif row.starts_on and not _within(row):
        _clear_dates(row)
    row.save()
    return before != (row.starts_on, row.ends_on, row.venue, row.headcount)


def _clear_dates(row: TrainingClass) -> None:
    """The new period leaves the days open: the class is prepared again before it takes lists."""
    if row.state in {ClassState.OPEN, ClassState.CONFIRMED}:
        CLASS.move(row, "prepare_again", starts_on=None, ends_on=None, deadline=None)
    row.starts_on = row.ends_on = row.deadline = None


def _within(row: TrainingClass) -> bool:
    """Is it true that the days fixed before still lie in the period of the new plan?"""
    if row.starts_on is None:
        return False
    return (row.period_from is None or row.starts_on >= row.period_from) and (
        row.period_to is None or (row.ends_on or row.starts_on) <= row.period_to
    )


def _deadline(before: date | None, starts_on: date) -> date:
    """The deadline stays while it lies before the class, else it moves with it."""
    if before is not None and before < starts_on:
        return before
    try:
        return calendar.add_working_days(starts_on, -NOTICE_IN_WORKING_DAYS)
    except calendar.CalendarGap:
        return starts_on - timedelta(days=NOTICE_IN_WORKING_DAYS)


# --- Composition lines and the units behind them ----------------------------------------------------------------


def _divide(old_groups: list[CompositionGroup], classes: list[TrainingClass], by: User) -> bool:
    """Lead every composition line, with its units, to the class that has it now."""
    wanted = _new_groups(old_groups, classes)
    homes: dict[int, list[CompositionGroup]] = {}
    for group in wanted:
        for old in old_groups:
            if text.fold(old.text) == text.fold(group.text):
                homes.setdefault(old.pk, []).append(group)
    homeless = [old for old in old_groups if old.pk not in homes]
    taken = {group.pk for groups in homes.values() for group in groups}
    free = [group for group in wanted if group.pk not in taken]
    # A line that was only worded anew stands where the old one stood.
    for old, group in zip(homeless, free, strict=False):
        homes[old.pk] = [group]
    changed = bool(homeless)
    for old in old_groups:
        if old.pk in homes:
            changed |= _lead(old, homes[old.pk])
        else:
            _dissolve(old, by)
    for old in old_groups:
        if old not in wanted and not old.invited_units.exists():
            Enrolment.objects.filter(seat__group=old).update(seat=None)
            old.delete()
    return changed or len(wanted) != len(old_groups)


def _new_groups(old_groups: list[CompositionGroup], classes: list[TrainingClass]) -> list[CompositionGroup]:
    """The lines as the new plan has them; in the class that keeps its row, a line that stays keeps its group."""
    kept, followers = classes[0], classes[1:]
    lines = kept.plan.structure["classes"][kept.order - 1].get("composition") or []
    own = {text.fold(old.text): old for old in old_groups}
    wanted = []
    for place, line in enumerate(lines, start=1):
        group = own.pop(text.fold(line[:1000]), None) or CompositionGroup(training_class=kept)
        group.order, group.text, group.training_class = place, line[:1000], kept
        group.save()
        wanted.append(group)
    for each in followers:
        wanted += each.groups.order_by("order", "pk")
    return wanted


def _lead(old: CompositionGroup, homes: list[CompositionGroup]) -> bool:
    """Units go to the line's new home; a line in several classes is divided in order, up to each headcount."""
    for group in homes:
        if group.pk != old.pk:
            _copy_seats(old, group)
    units = list(
        old.invited_units.exclude(state=AnswerState.CLOSED)
        .select_related("organisation")
        .order_by("organisation__sort_key", "pk")
    )
    per_unit = sum(seat.per_unit for seat in old.seats.all())
    limits = [group.training_class.headcount or 0 for group in homes]
    total = sum(limits) or 1
    changed = False
    given = 0
    for place, group in enumerate(homes):
        is_last = place == len(homes) - 1
        count = len(units) - given if is_last else round(len(units) * limits[place] / total)
        if limits[place] and per_unit and not is_last:
            count = min(count, limits[place] // per_unit)
        for unit in units[given : given + count]:
            if unit.group_id != group.pk:
                _transfer(unit, group)
                changed = True
        given += count
    return changed


def _copy_seats(old: CompositionGroup, group: CompositionGroup) -> None:
    if group.seats.exists():
        return
    for seat in old.seats.all():
        copy = CompositionSeat.objects.create(
            group=group,
            order=seat.order,
            label=seat.label,
            accepts_in_charge=seat.accepts_in_charge,
            per_unit=seat.per_unit,
        )
        copy.position_kinds.set(seat.position_kinds.all())


def _transfer(unit: InvitedUnit, group: CompositionGroup) -> None:
    """The unit and everybody it sent change class together."""
    unit.group, unit.training_class = group, group.training_class
    unit.save(update_fields=["group", "training_class"])
    unit.enrolments.update(training_class=group.training_class, seat=None)


def _dissolve(old: CompositionGroup, by: User) -> None:
    """The new plan has no such line any more: its units are not invited, and are told."""
    training_class = old.training_class
    units = list(old.invited_units.exclude(state=AnswerState.CLOSED).order_by("pk"))
    reason = gettext_noop("Kế hoạch thay thế không còn mời thành phần này.")
    for unit in units:
        ENROLMENT.move_all(unit.enrolments.all(), "withdraw", return_reason=reason)
        ANSWER.move(unit, "close", reason=reason)
    if training_class.opened_on:
        telling.units(
            training_class,
            [unit.organisation_id for unit in units],
            gettext_noop("Theo kế hoạch mới, đơn vị không còn được mời dự %(class)s."),
            by.on,
            {"class": training_class.name},
        )


def _tell(training_class: TrainingClass, by: User) -> None:
    units = [unit.organisation_id for unit in queries.units_of(training_class)]
    if training_class.starts_on:
        sentence = gettext_noop("%(class)s thay đổi theo kế hoạch mới: ngày %(day)s, tại %(venue)s.")
        told: dict[str, object] = {
            "class": training_class.name,
            "day": training_class.starts_on,
            "venue": training_class.venue or "…",
        }
    else:
        sentence = gettext_noop("%(class)s thay đổi theo kế hoạch mới: %(period)s, ngày cụ thể sẽ báo sau.")
        told = {"class": training_class.name, "period": training_class.period or "…"}
    telling.units(training_class, units, sentence, by.on, told)
    telling.people(training_class, sentence, told)


@action(unit_policies.can_move_unit)
def move_unit(unit: InvitedUnit, *, by: User, to: CompositionGroup) -> InvitedUnit:
    """Divide the units of a split class by hand: the unit and its people go to the other class of the plan."""
    target = queries.lock(to.training_class)
    queries.lock(unit.training_class)
    if target.plan_id != unit.training_class.plan_id or target.state not in {
        ClassState.PREPARED,
        ClassState.OPEN,
    }:
        raise RuleViolation(
            _("Chỉ chuyển được sang lớp cùng kế hoạch đang chuẩn bị hoặc đang nhận danh sách.")
        )
    if InvitedUnit.objects.filter(training_class=target, organisation=unit.organisation_id).exists():
        raise RuleViolation(_("%(unit)s đã được mời vào lớp đó.") % {"unit": unit.organisation})
    people = Enrolment.objects.filter(unit=unit, state__in=checks.LIVE).values("person")
    if Enrolment.objects.filter(training_class=target, state__in=checks.LIVE, person__in=people).exists():
        raise RuleViolation(_("Có người của đơn vị đã có tên trong lớp đó. Hãy rút trước khi chuyển."))
    _transfer(unit, to)
    telling.units(
        target,
        [unit.organisation_id],
        gettext_noop("Đơn vị được chuyển sang %(class)s, ngày %(day)s; danh sách đã lập đi cùng."),
        by.on,
        {"class": target.name, "day": target.starts_on or "…"},
    )
    return unit
