"""The accounts that the demo shows on its login page, each with its current second-factor code."""

from dataclasses import dataclass
from typing import Final

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bangvang.core import clock
from bangvang.demo import district
from bangvang.directory.models import Role

PASSWORD: Final = "Huyen-An-Hoa-2024"
PERIOD: Final = 30
# With fewer seconds left than this, the next code is shown as well.
SOON: Final = 10


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the list."""

    username: str
    name: str
    role: str | Promise
    where: str
    secret: str


@dataclass(frozen=True, slots=True)
class Code:
    """What the telephone of an account shows, for how long, and what it shows next when that is soon."""

    now: str
    seconds: int
    following: str


def listed() -> list[Listed]:
    """The accounts to try the demo with, in the order in which a class comes to stand."""
    names = {
        district.AUTHORITY[0]: district.AUTHORITY[1],
        **{each.code: each.name for each in district.UNITS},
    }
    rows = []
    for each in district.KNOWN:
        role: str | Promise = Role(each.role).label if each.role else _("Viên chức, không giữ vai trò")
        if each.acting_for:
            role = _("Thủ trưởng đơn vị (cấp phó làm thay)")
        rows.append(Listed(each.username, each.name, role, names[each.where], each.secret))
    return rows


def code(secret: str, moment: float | None = None) -> Code:
    """The code at this moment, or now: the telephone and the server share nothing but the clock."""
    at = clock.now().timestamp() if moment is None else moment
    counter, into = divmod(int(at), PERIOD)
    left = PERIOD - into
    following = format_hotp_value(hotp_value(secret, counter + 1)) if left < SOON else ""
    return Code(format_hotp_value(hotp_value(secret, counter)), left, following)
