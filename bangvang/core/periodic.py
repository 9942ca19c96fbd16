"""Scheduled work: what the timer or the worker does, room by room. Every piece may run twice without harm."""

import logging
from collections.abc import Callable
from datetime import date
from importlib import import_module

from django.conf import settings
from django.core.cache import cache
from django.utils.module_loading import import_string

from bangvang.core import files, outbox

log = logging.getLogger(__name__)
ONE_DAY = 24 * 3600


def run(on: date) -> list[str]:
    """Do all scheduled work for this day; returns the names of what failed. One failure does not stop the rest."""
    failed = []
    for name in settings.PERIODIC:
        work: Callable[[date], object] = import_string(name)
        try:
            work(on)
        except Exception:  # the next piece of work must not suffer for this one
            log.exception("scheduled work failed: %s", name)
            failed.append(name)
    return failed


def send_letters(on: date) -> None:
    """Send the letters that are due."""
    outbox.send_due()


def clean_up(on: date) -> None:
    """Once a day: sessions that have ended, and content that no row refers to."""
    if cache.add(f"core.clean_up:{on}", 1, ONE_DAY):
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
        files.sweep(on)
