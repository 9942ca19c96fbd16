"""Keeping the working-day calendar: what the Government announces is entered here, with its source."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangvang.core.actions import action
from bangvang.core.errors import RuleViolation
from bangvang.core.models import CalendarDay
from bangvang.core.policy import ALLOWED, Verdict, denied


# A user is a row of the directory, which stands above this floor: hence Any.
def can_keep_calendar(user: Any, _subject: object = None) -> Verdict:
    """The administrator or the standing body."""
    if user.holds("administrator") or user.holds("standing_body"):
        return ALLOWED
    return denied(gettext_lazy("Chỉ quản trị hệ thống hoặc cơ quan thường trực được sửa lịch làm việc."))


def _check(on: date, kind: str) -> None:
    weekend = on.weekday() >= 5
    if kind == CalendarDay.Kind.WORKING and not weekend:
        raise RuleViolation(
            _("Ngày %(day)s là ngày làm việc bình thường. Chỉ khai ngày làm bù cho thứ Bảy, Chủ nhật.")
            % {"day": f"{on:%d/%m/%Y}"}
        )


@action(can_keep_calendar)
def add_calendar_day(on: date, *, by: Any, kind: str, name: str, source: str, certainty: str) -> CalendarDay:
    """Enter a day off or a day worked in exchange."""
    _check(on, kind)
    try:
        with transaction.atomic():
            return CalendarDay.objects.create(on=on, kind=kind, name=name, source=source, certainty=certainty)
    except IntegrityError:
        raise RuleViolation(
            _("Ngày %(day)s đã có trong lịch. Hãy sửa dòng đang có.") % {"day": f"{on:%d/%m/%Y}"}
        ) from None


@action(can_keep_calendar)
def change_calendar_day(
    day: CalendarDay, *, by: Any, kind: str, name: str, source: str, certainty: str
) -> CalendarDay:
    """Correct what is known of a day."""
    _check(day.on, kind)
    day.kind, day.name, day.source, day.certainty = kind, name, source, certainty
    day.save(update_fields=["kind", "name", "source", "certainty"])
    return day


@action(can_keep_calendar)
def remove_calendar_day(day: CalendarDay, *, by: Any) -> None:
    """Make a day ordinary again."""
    CalendarDay.objects.filter(pk=day.pk).delete()
