"""Scheduled work of the registry: records are found and sorted by the names that the directory writes today."""

from datetime import date
from typing import Final

from django.core.cache import cache
from django.db.models import F, Q

from bangvang.registry.models import Subject

BATCH: Final = 1000
ONE_DAY: Final = 24 * 3600


def run(on: date) -> None:
    """Once a day."""
    if cache.add(f"registry.follow_names:{on}", 1, ONE_DAY):
        follow_names()


def follow_names() -> int:
    """Index anew the records whose person or body was renamed in the directory, which does not know the registry."""
    renamed = Subject.objects.filter(
        Q(person__isnull=False) & ~Q(sort_key=F("person__sort_key"))
        | Q(organisation__isnull=False) & ~Q(sort_key=F("organisation__sort_key"))
    )
    rows = list(renamed.select_related("person", "organisation").order_by("pk"))
    for row in rows:
        row.clean()
    Subject.objects.bulk_update(rows, ["sort_key", "folded"], batch_size=BATCH)
    return len(rows)
