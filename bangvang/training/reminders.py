"""When the timer reminds: before the deadline, counted in working days, and once after it has passed."""

from datetime import date

from bangvang.core import calendar
from bangvang.core.actions import SYSTEM
from bangvang.training.actions import reminders
from bangvang.training.models import TrainingClass
from bangvang.training.queries import classes as queries

# Working days before the deadline on which units are reminded; 0 is the day itself.
REMIND_BEFORE = (3, 1, 0)


def _due(on: date) -> tuple[list[TrainingClass], list[TrainingClass]]:
    """Open classes whose units are to be reminded on this day, and those whose deadline has just passed."""
    reminded, overdue = [], []
    working = calendar.load()
    for each in queries.open_on(on):
        if each.deadline is None:
            continue
        if each.deadline < on:
            overdue.append(each)
            continue
        try:
            if working.is_working_day(on) and working.between(on, each.deadline) in REMIND_BEFORE:
                reminded.append(each)
        except calendar.CalendarGap:
            # Without the calendar of that year, plain days serve better than silence.
            if (each.deadline - on).days in REMIND_BEFORE:
                reminded.append(each)
    return reminded, overdue


def run(on: date) -> None:
    """See `settings.PERIODIC`: safe to run any number of times a day."""
    reminded, overdue = _due(on)
    for each in reminded:
        if queries.is_untold(f"remind:{each.code}:{on.isoformat()}"):
            reminders.remind(each, by=SYSTEM, on=on)
    for each in overdue:
        if queries.is_untold(f"overdue:{each.code}:{each.deadline}"):
            reminders.report_overdue(each, by=SYSTEM, on=on)
