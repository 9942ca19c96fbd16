"""Working days: Monday to Friday, but for public holidays and days swapped by decision of the Government.

The exceptions are dated rows, each with its source, because the Prime Minister fixes Tết and the swaps year by year
(Labour Code 2019, Article 112). A year without rows is a gap, not a year without Tết: asking for it raises.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bangvang.core.errors import RuleViolation
from bangvang.core.models import CalendarDay

SATURDAY: Final = 5
ONE_DAY: Final = timedelta(days=1)


class CalendarGap(RuleViolation):
    """Nobody has entered the holidays of this year yet."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(
            _("Lịch làm việc năm %(year)s chưa được nhập nên chưa tính được ngày làm việc. ") % {"year": year}
            + _("Hãy đề nghị quản trị hệ thống hoặc cơ quan thường trực bổ sung ở trang Lịch làm việc.")
        )


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The calendar as it stands: read once, asked often."""

    exceptions: Mapping[date, str]
    years: frozenset[int]

    def is_working_day(self, on: date) -> bool:
        """Is it true that offices work on this day?"""
        if on.year not in self.years:
            raise CalendarGap(on.year)
        kind = self.exceptions.get(on)
        return kind == CalendarDay.Kind.WORKING if kind else on.weekday() < SATURDAY

    def add(self, on: date, n: int) -> date:
        """See `add_working_days`."""
        step = -ONE_DAY if n < 0 else ONE_DAY
        if n == 0:
            while not self.is_working_day(on):
                on += step
            return on
        left = abs(n)
        while left:
            on += step
            left -= self.is_working_day(on)
        return on

    def between(self, a: date, b: date) -> int:
        """See `working_days_between`."""
        if b < a:
            # The mirror image of `add` with a negative number: days from b up to the one before a.
            return -sum(self.is_working_day(b + ONE_DAY * i) for i in range((a - b).days))
        return sum(self.is_working_day(a + ONE_DAY * i) for i in range(1, (b - a).days + 1))


def load() -> WorkingDays:
    """The whole calendar in one query, for work that asks for many days."""
    rows = dict(CalendarDay.objects.order_by("on").values_list("on", "kind"))
    return WorkingDays(rows, frozenset(on.year for on in rows))


def is_working_day(on: date) -> bool:
    """Is it true that offices work on this day?"""
    return load().is_working_day(on)


def add_working_days(on: date, n: int) -> date:
    """The n-th working day after this day, before it when n is negative.

    With n = 0 the day itself, or the next working day when it is none: a time limit that ends on a day off ends on the
    next working day (Civil Code 2015, Article 148, clause 5).
    """
    return load().add(on, n)


def working_days_between(a: date, b: date) -> int:
    """How many working days lie after `a` up to and including `b`; negative when `b` is earlier."""
    return load().between(a, b)


def days_of(year: int) -> QuerySet[CalendarDay]:
    """The exceptions of a year in order."""
    return CalendarDay.objects.filter(on__year=year).order_by("on")


def years() -> list[int]:
    """The years with data."""
    return [day.year for day in CalendarDay.objects.dates("on", "year")]


def seed(year: int) -> list[dict[str, Any]]:  # JSON: text and days together
    """The rows that this release carries for a year."""
    text = files("bangvang.core").joinpath("data", "working_days", f"{year}.json").read_text(encoding="utf-8")
    return [{**row, "on": date.fromisoformat(row["on"])} for row in json.loads(text)]
