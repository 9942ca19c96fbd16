"""Sentences for one person each: shown on the page of notices, and sent by e-mail where a server is set.

Reading one's own notices is no official act, so it stays out of the audit trail.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from bangvang.core import clock, outbox
from bangvang.core.models import Notice


def _plain(value: object) -> str | int:
    """Values live as JSON: days as the reader writes them, the rest as text."""
    if isinstance(value, date):
        return date_format(value, "d/m/Y")
    return value if isinstance(value, int) and not isinstance(value, bool) else str(value)


# The users are rows of the directory, which stands above this floor: hence Any.
def tell(
    users: Iterable[Any], sentence: str, values: Mapping[str, object], url: str, *, key: str = ""
) -> None:
    """Tell each of these people, once per key. `sentence` is a msgid marked by `gettext_noop`."""
    everybody = {user.pk: user for user in users if user.is_active}
    if key:
        known = Notice.objects.filter(key=key, recipient__in=everybody).values_list("recipient_id", flat=True)
        for pk in known:
            everybody.pop(pk)
    now = clock.now()
    plain = {name: _plain(value) for name, value in values.items()}
    Notice.objects.bulk_create(
        [
            Notice(recipient_id=pk, sentence=sentence, values=plain, url=url, told_at=now, key=key)
            for pk in everybody
        ],
        # Two reminders at the same moment: the second finds the first and adds nothing.
        ignore_conflicts=bool(key),
        batch_size=500,
    )
    if not outbox.can_send():
        return
    with translation.override(settings.LANGUAGE_CODE):
        told = Notice(sentence=sentence, values=plain).text
        for user in everybody.values():
            if user.email:
                outbox.queue(user.email, _("Bảng Vàng: %s") % told, _letter(told, url))


def _letter(told: str, url: str) -> str:
    return _("%(told)s\n\nXem tại: %(address)s\n\nThư này do hệ thống Bảng Vàng gửi tự động.\n") % {
        "told": told,
        "address": settings.SITE_URL.rstrip("/") + (url or "/"),
    }


def of(user: Any) -> QuerySet[Notice]:
    """This person's notices, newest first."""
    return Notice.objects.filter(recipient_id=user.pk).order_by("-told_at", "-pk")


def unread_count(user: Any) -> int:
    """How many notices this person has not read yet."""
    return Notice.objects.filter(recipient_id=user.pk, read_at=None).count()


def mark_read(user: Any, pk: int | None = None) -> None:
    """Mark one notice of this person as read, or all of them."""
    unread = Notice.objects.filter(recipient_id=user.pk, read_at=None)
    (unread if pk is None else unread.filter(pk=pk)).update(read_at=clock.now())
