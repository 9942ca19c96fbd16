"""The audit trail: append-only, hash-linked. `@action` writes it; rooms may read it through `of`."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import models
from django.db.models import QuerySet

from bangvang.core import clock
from bangvang.core.models import AuditEntry, TrailHead

LONG_TEXT = 500


def plain(value: object) -> object:
    """A detail as JSON: rows by type, key and name; long texts by their hash."""
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            if len(value) <= LONG_TEXT:
                return str(value)
            return {"sha256": hashlib.sha256(value.encode()).hexdigest(), "length": len(value)}
        case bytes():
            return {"sha256": hashlib.sha256(value).hexdigest(), "size": len(value)}
        case datetime() | date():
            return value.isoformat()
        case models.Model():
            return {"type": value._meta.label_lower, "id": str(value.pk), "name": str(value)[:200]}
        case Mapping():
            whole = {str(key): plain(each) for key, each in value.items()}
            text = json.dumps(whole, ensure_ascii=False, sort_keys=True)
            return (
                whole
                if len(text) <= 20 * LONG_TEXT
                else {"sha256": hashlib.sha256(text.encode()).hexdigest()}
            )
        case QuerySet():
            return {
                "type": value.model._meta.label_lower,
                "ids": [str(pk) for pk in value.values_list("pk", flat=True)],
            }
        case Iterable():
            return [plain(each) for each in value]
        case _:
            return str(value)[:LONG_TEXT]


def digest(entry: AuditEntry) -> str:
    """SHA-256 over the canonical JSON of everything in the entry but its own hash."""
    content = [
        entry.seq,
        entry.at.isoformat(),
        entry.actor_id,
        entry.actor,
        entry.verb,
        entry.subject_type,
        entry.subject_id,
        entry.subject,
        entry.details,
        entry.previous,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def record(
    verb: str, *, subject: object, by: object, details: Mapping[str, object], result: object = None
) -> AuditEntry:
    """Write the next entry. Called inside the action's transaction, as its last statement, so the lock is short."""
    told = {key: plain(value) for key, value in details.items()}
    if isinstance(result, models.Model) and result is not subject:
        told["result"] = plain(result)
    head = TrailHead.objects.select_for_update().get_or_create(pk=1)[0]
    row = subject if isinstance(subject, models.Model) else None
    entry = AuditEntry(
        seq=head.seq + 1,
        at=clock.now(),
        actor_id=getattr(by, "pk", None),
        actor=str(by)[:200],
        verb=verb,
        subject_type=row._meta.label_lower if row else type(subject).__name__,
        subject_id=str(row.pk) if row else "",
        subject=str(subject)[:300],
        details=told,
        previous=head.hash,
    )
    entry.hash = digest(entry)
    entry.save(force_insert=True)
    head.seq, head.hash = entry.seq, entry.hash
    head.save(update_fields=["seq", "hash"])
    return entry


def of(row: models.Model) -> QuerySet[AuditEntry]:
    """What was done to this row, newest first."""
    return AuditEntry.objects.filter(subject_type=row._meta.label_lower, subject_id=str(row.pk)).order_by(
        "-seq"
    )


def verify() -> int | None:
    """The number of the first entry that does not fit the chain, or None when the whole trail holds."""
    previous, expected = "0" * 64, 1
    for entry in AuditEntry.objects.order_by("seq").iterator(chunk_size=2000):
        if entry.seq != expected or entry.previous != previous or digest(entry) != entry.hash:
            return expected
        previous, expected = entry.hash, expected + 1
    head = TrailHead.objects.filter(pk=1).first()
    if head is not None and (head.seq, head.hash) != (expected - 1, previous):
        return expected
    return None
