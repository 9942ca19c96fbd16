"""Public codes such as `LOP-2026-0001`: URLs carry these, never primary keys."""

from django.db import transaction

from bangvang.core.models import Sequence


def take(key: str) -> int:
    """The next number of this series, starting at 1. Inside a transaction the row stays locked until its end."""
    with transaction.atomic():
        Sequence.objects.get_or_create(key=key)
        row = Sequence.objects.select_for_update().get(key=key)
        row.last += 1
        row.save(update_fields=["last"])
        return row.last


def code(prefix: str, year: int) -> str:
    """The next public code of this prefix and year, as `LOP-2026-0001`."""
    return f"{prefix}-{year}-{take(f'{prefix}-{year}'):04d}"


def last(key: str) -> int:
    """The last number taken; inside a transaction the row stays locked until its end, so nobody overtakes."""
    with transaction.atomic():
        Sequence.objects.get_or_create(key=key)
        return Sequence.objects.select_for_update().get(key=key).last


def reach(key: str, number: int) -> None:
    """Go on after this number, taken elsewhere (from a paper register); never backwards."""
    Sequence.objects.filter(key=key, last__lt=number).update(last=number)
