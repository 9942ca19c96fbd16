"""Who asks, and on which day and year the page looks."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from bangvang.rules.forms import ConsiderForm, DayForm

# The request's user is a `User`, because nobody comes here without logging in; Django's type does not know it.
Account = Any


def account(request: HttpRequest) -> Account:
    """Who asks."""
    return request.user


def today(request: HttpRequest) -> date:
    """The day for which the person acts."""
    day: date = request.today  # type: ignore[attr-defined]  # set by the middleware
    return day


def day_of(request: HttpRequest) -> tuple[DayForm, date]:
    """The day chosen on the page, else today."""
    form = DayForm({"ngay": request.GET.get("ngay") or f"{today(request):%d/%m/%Y}"})
    chosen = form.cleaned_data.get("ngay") if form.is_valid() else None
    return form, chosen or today(request)


def considered(request: HttpRequest) -> tuple[ConsiderForm, date, int | None]:
    """The day of consideration and the achievement year, where they are named."""
    said = request.GET.get("ngay") or f"{today(request):%d/%m/%Y}"
    form = ConsiderForm({"ngay": said, "nam": request.GET.get("nam", "")})
    on, year = today(request), None
    if form.is_valid():
        on = form.cleaned_data["ngay"] or on
        year = form.cleaned_data["nam"]
        if year is not None and year > on.year:
            year = on.year
    return form, on, year
