"""The only place that asks what time it is. Everything else is handed its dates.

BANGVANG_TODAY fixes the day, for the demo district and for rehearsing a procedure on a past date.
"""

import os
from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, in UTC."""
    return timezone.now()


def today() -> date:
    """The day in Việt Nam, or the day that BANGVANG_TODAY fixes (yyyy-mm-dd)."""
    fixed = os.environ.get("BANGVANG_TODAY")
    return date.fromisoformat(fixed) if fixed else timezone.localdate()
