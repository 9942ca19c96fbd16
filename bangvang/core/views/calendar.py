"""The working-day calendar, year by year."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bangvang.core import calendar, calendar_actions
from bangvang.core.errors import NotAllowed, RuleViolation
from bangvang.core.forms import CalendarDayChangeForm, CalendarDayForm
from bangvang.core.models import CalendarDay
from bangvang.core.web import render_page


def _page(request: HttpRequest, year: int, form: CalendarDayForm, status: int = 200) -> HttpResponse:
    days = list(calendar.days_of(year))
    return render_page(
        request,
        "core/calendar_year.html",
        {
            "year": year,
            "years": calendar.years(),
            "days": days,
            "is_provisional": any(day.certainty == CalendarDay.Certainty.PROVISIONAL for day in days),
            "verdict": calendar_actions.can_keep_calendar(request.user),
            "form": form,
        },
        status=status,
    )


@require_safe
def calendar_now(request: HttpRequest) -> HttpResponse:
    """The calendar of this year."""
    return redirect("calendar_year", request.today.year)  # type: ignore[attr-defined]  # set by middleware


@require_safe
def calendar_year(request: HttpRequest, year: int) -> HttpResponse:
    """Days off and days worked in exchange, each with its source."""
    return _page(request, year, CalendarDayForm())


def _must_keep_calendar(request: HttpRequest) -> None:
    """A form is no use to somebody who may not send it, and its complaints would only mislead."""
    verdict = calendar_actions.can_keep_calendar(request.user)
    if not verdict:
        raise NotAllowed(verdict.reason)


@require_POST
def calendar_day_add(request: HttpRequest, year: int) -> HttpResponse:
    """Enter a day."""
    _must_keep_calendar(request)
    form = CalendarDayForm(request.POST)
    if not form.is_valid():
        return _page(request, year, form, status=422)
    values = dict(form.cleaned_data)
    try:
        day = calendar_actions.add_calendar_day(values.pop("on"), by=request.user, **values)
    except RuleViolation as violation:
        form.add_error("on", str(violation))
        return _page(request, year, form, status=422)
    messages.success(request, _("Đã thêm ngày %s vào lịch làm việc.") % f"{day.on:%d/%m/%Y}")
    return redirect("calendar_year", day.on.year)


def _day(on: str) -> CalendarDay:
    try:
        return get_object_or_404(CalendarDay, on=date.fromisoformat(on))
    except ValueError:
        raise Http404 from None


def calendar_day_change(request: HttpRequest, on: str) -> HttpResponse:
    """Correct a day."""
    _must_keep_calendar(request)
    day = _day(on)
    form = CalendarDayChangeForm(
        request.POST if request.method == "POST" else None,
        initial={"kind": day.kind, "name": day.name, "source": day.source, "certainty": day.certainty},
    )
    if request.method == "POST" and form.is_valid():
        try:
            calendar_actions.change_calendar_day(day, by=request.user, **form.cleaned_data)
        except RuleViolation as violation:
            form.add_error("kind", str(violation))
        else:
            messages.success(request, _("Đã sửa ngày %s trong lịch làm việc.") % f"{day.on:%d/%m/%Y}")
            return redirect("calendar_year", day.on.year)
    return render_page(
        request,
        "core/calendar_day_change.html",
        {"day": day, "form": form},
        status=422 if form.errors else 200,
    )


@require_POST
def calendar_day_remove(request: HttpRequest, on: str) -> HttpResponse:
    """Make a day ordinary again."""
    day = _day(on)
    calendar_actions.remove_calendar_day(day, by=request.user)
    messages.success(request, _("Ngày %s trở lại là ngày thường.") % f"{day.on:%d/%m/%Y}")
    return redirect("calendar_year", day.on.year)
