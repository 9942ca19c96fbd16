"""Working days: Tết, swapped days, the turn of the year, and years that nobody has entered."""

from datetime import date, timedelta

import holidays
import pytest
from django.test import Client

from bangvang.core import calendar, calendar_actions, ledger
from bangvang.core.errors import NotAllowed, RuleViolation
from bangvang.core.models import AuditEntry, CalendarDay
from tests.factories.directory import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("last_before", "first_after"),
    [
        (date(2024, 2, 7), date(2024, 2, 15)),
        (date(2025, 1, 24), date(2025, 2, 3)),
        (date(2026, 2, 13), date(2026, 2, 23)),
    ],
)
def test_no_working_day_lies_within_tet(last_before: date, first_after: date):
    assert calendar.add_working_days(last_before, 1) == first_after
    assert calendar.add_working_days(first_after, -1) == last_before
    assert calendar.working_days_between(last_before, first_after) == 1


@pytest.mark.parametrize(
    ("off", "worked"),
    [
        (date(2024, 4, 29), date(2024, 5, 4)),
        (date(2025, 5, 2), date(2025, 4, 26)),
        (date(2026, 1, 2), date(2026, 1, 10)),
        (date(2026, 8, 31), date(2026, 8, 22)),
    ],
)
def test_a_swapped_weekday_is_off_and_its_saturday_is_worked(off: date, worked: date):
    assert (off.weekday() < 5, calendar.is_working_day(off)) == (True, False)
    assert (worked.weekday(), calendar.is_working_day(worked)) == (5, True)


def test_counting_crosses_31_december_both_ways():
    assert calendar.add_working_days(date(2024, 12, 31), 1) == date(2025, 1, 2)
    assert calendar.add_working_days(date(2025, 1, 2), -1) == date(2024, 12, 31)
    assert calendar.add_working_days(date(2025, 12, 31), 1) == date(2026, 1, 5)
    assert calendar.working_days_between(date(2024, 12, 31), date(2025, 1, 3)) == 2
    assert calendar.working_days_between(date(2025, 1, 3), date(2024, 12, 31)) == -2


def test_a_limit_that_ends_on_a_day_off_ends_on_the_next_working_day():
    assert calendar.add_working_days(date(2024, 4, 27), 0) == date(2024, 5, 2)
    assert calendar.add_working_days(date(2024, 5, 3), 0) == date(2024, 5, 3)


def test_counting_there_and_back_gives_the_same_number():
    days = calendar.load()
    start = date(2025, 1, 2)
    for offset in range(0, 400, 7):
        on = start + timedelta(days=offset)
        for n in (-15, -1, 1, 2, 10, 33):
            assert days.between(on, days.add(on, n)) == n


@pytest.mark.parametrize("on", [date(2023, 12, 29), date(2028, 1, 3)])
def test_a_year_without_data_is_a_gap_and_not_a_year_without_tet(on: date):
    with pytest.raises(calendar.CalendarGap, match=f"năm {on.year} chưa được nhập"):
        calendar.is_working_day(on)
    with pytest.raises(calendar.CalendarGap):
        calendar.working_days_between(date(2024, 1, 2), date(2023, 12, 29))


def test_every_row_says_where_it_comes_from_and_next_year_is_provisional():
    assert not CalendarDay.objects.filter(source="").exists()
    assert set(calendar.days_of(2027).values_list("certainty", flat=True)) == {"provisional"}
    assert calendar.years() == [2024, 2025, 2026, 2027]


def test_the_seed_agrees_with_the_holidays_library_but_for_the_swap_it_misses():
    days, differing = calendar.load(), set()
    for year in (2024, 2025, 2026, 2027):
        library = holidays.country_holidays("VN", years=year)
        for offset in range(366):
            on = date(year, 1, 1) + timedelta(days=offset)
            worked = on in library.weekend_workdays or (on.weekday() < 5 and on not in library)
            if on.year == year and worked != days.is_working_day(on):
                differing.add(on)
    assert differing == {date(2026, 1, 2), date(2026, 1, 10)}


VALUES = {"kind": "off", "name": "Nghỉ do bão", "source": "Công điện số 1", "certainty": "read"}


def test_the_standing_body_enters_corrects_and_removes_a_day_and_the_trail_knows(world: World):
    day = calendar_actions.add_calendar_day(date(2024, 9, 9), by=world.chi, **VALUES)
    assert not calendar.is_working_day(date(2024, 9, 9))
    calendar_actions.change_calendar_day(day, by=world.chi, **{**VALUES, "name": "Nghỉ bão số 3"})
    calendar_actions.remove_calendar_day(day, by=world.chi)

    assert calendar.is_working_day(date(2024, 9, 9))
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == [
        "core.add_calendar_day",
        "core.change_calendar_day",
        "core.remove_calendar_day",
    ]
    assert ledger.verify() is None


def test_a_unit_may_not_change_the_calendar(world: World):
    before = CalendarDay.objects.count()
    with pytest.raises(NotAllowed, match="Chỉ quản trị hệ thống"):
        calendar_actions.add_calendar_day(date(2024, 9, 9), by=world.anh, **VALUES)
    assert CalendarDay.objects.count() == before


def test_a_day_is_entered_once_and_only_a_weekend_day_is_worked_in_exchange(world: World):
    with pytest.raises(RuleViolation, match="đã có trong lịch"):
        calendar_actions.add_calendar_day(date(2024, 1, 1), by=world.chi, **VALUES)
    with pytest.raises(RuleViolation, match="ngày làm việc bình thường"):
        calendar_actions.add_calendar_day(date(2024, 9, 9), by=world.chi, **{**VALUES, "kind": "working"})


def test_the_page_enters_a_day_typed_the_vietnamese_way(world: World, client: Client):
    client.force_login(world.chi)
    answer = client.post("/lich-lam-viec/2024/them/", {**VALUES, "on": "05/09/2024"})
    assert (answer.status_code, answer["Location"]) == (302, "/lich-lam-viec/2024/")
    assert CalendarDay.objects.get(on=date(2024, 9, 5)).name == "Nghỉ do bão"

    again = client.post("/lich-lam-viec/2024/them/", {**VALUES, "on": "05/09/2024"})
    assert (again.status_code, "đã có trong lịch" in again.content.decode()) == (422, True)


def test_the_page_shows_everybody_the_days_and_offers_changes_only_to_their_keepers(
    world: World, client: Client
):
    for user, may in ((world.chi, True), (world.anh, False)):
        client.force_login(user)
        page = client.get("/lich-lam-viec/2026/").content.decode()
        assert "Làm bù cho thứ Sáu 02/01/2026" in page
        assert ("/lich-lam-viec/2026/them/" in page) is may
