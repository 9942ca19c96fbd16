"""How the papers of a class word its plan, its time and its guests."""

import datetime

from paperwork.compose import wording
from paperwork.compose.lists import ClassFacts
from paperwork.compose.plan import class_time

STORAGE = "Lưu: VT"


def class_facts(
    *,
    name: str,
    title: str,
    venue: str = "",
    composition: tuple[str, ...] = (),
    number: str = "",
    issued_on: datetime.date | None = None,
    issuer: str = "",
    days: float | None = None,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
    starts_at: datetime.time | None = None,
    period: str = "",
) -> ClassFacts:
    """The facts of a class in words. Without a day of its own the class is told by the plan's period."""
    basis = ""
    if number and issued_on:
        basis = f"Kế hoạch số {number} ngày {wording.short_date(issued_on)} của {issuer}"
    return ClassFacts(
        name=name,
        subject=wording.lowered(title),
        plan=basis,
        time=session_time(days, starts_on, ends_on, starts_at, period),
        venue=venue,
        composition=composition,
    )


def session_time(
    days: float | None,
    starts_on: datetime.date | None,
    ends_on: datetime.date | None,
    starts_at: datetime.time | None = None,
    period: str = "",
) -> str:
    """`01 ngày, ngày 20/5/2024; bắt đầu lúc 7 giờ 30 phút`"""
    told = class_time(
        {
            "days": days,
            "starts_on": starts_on and starts_on.isoformat(),
            "ends_on": ends_on and ends_on.isoformat(),
            "period": None if starts_on or not period else {"text": period},
        }
    )
    if starts_at is None:
        return told
    hour = f"{starts_at.hour} giờ" + (f" {starts_at.minute:02d} phút" if starts_at.minute else "")
    return f"{told}; bắt đầu lúc {hour}" if told else hour


def guest(unit: str, people: int) -> str:
    """`Trường Tiểu học An Hòa 1: 02 người`"""
    return f"{unit}: {people:02d} người"


def contact_note(contact: str) -> str:
    """Whom to ask."""
    return f"Thông tin liên hệ: {contact}"
