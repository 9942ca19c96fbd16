"""Letters by e-mail: queued with the change that causes them, sent later, tried again with growing pauses.

A letter is claimed by compare-and-set before it is sent, so two workers never send it together; a worker that dies
between sending and noting it leads to a second letter with the same Message-ID, never to a lost one.
"""

import logging
from datetime import timedelta
from email.utils import formatdate
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from bangvang.core import clock
from bangvang.core.models import OutboxMessage

log = logging.getLogger(__name__)

# Minutes to wait after the first, second… failed attempt; after the last one the letter is given up.
PAUSES: Final = (1, 5, 15, 60, 240, 720, 1440, 2880)
CLAIM: Final = timedelta(minutes=10)
BATCH: Final = 100


def can_send() -> bool:
    """Is it true that a mail server is set? Where none is, links are printed and handed over."""
    return bool(settings.EMAIL_HOST)


def queue(to: str, subject: str, body: str) -> OutboxMessage:
    """Put a letter in the outbox, inside the transaction of the change that causes it."""
    now = clock.now()
    return OutboxMessage.objects.create(
        to=to, subject=" ".join(subject.split())[:200], body=body, queued_at=now, next_attempt_at=now
    )


def send_due() -> tuple[int, int]:
    """Send what is due; returns how many letters went out and how many failed."""
    if not can_send():
        return 0, 0
    sent = failed = 0
    due = OutboxMessage.objects.filter(sent_at=None, next_attempt_at__lte=clock.now()).order_by("pk")[:BATCH]
    connection = get_connection()
    try:
        for letter in due:
            claimed = OutboxMessage.objects.filter(
                pk=letter.pk, attempts=letter.attempts, sent_at=None
            ).update(attempts=F("attempts") + 1, next_attempt_at=clock.now() + CLAIM)
            if not claimed:
                continue
            letter.attempts += 1
            try:
                _message(letter, connection).send()
            except (
                OSError,
                ValueError,
            ) as problem:  # every SMTP and network error, and an impossible address
                failed += 1
                _postpone(letter, problem)
            else:
                sent += 1
                OutboxMessage.objects.filter(pk=letter.pk).update(sent_at=clock.now(), last_error="")
    finally:
        connection.close()
    return sent, failed


def _message(letter: OutboxMessage, connection: BaseEmailBackend) -> EmailMessage:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return EmailMessage(
        letter.subject,
        letter.body,
        settings.DEFAULT_FROM_EMAIL,
        [letter.to],
        headers={
            "Message-ID": f"<outbox-{letter.pk}-{letter.queued_at:%Y%m%d%H%M%S}@{host}>",
            "Date": formatdate(letter.queued_at.timestamp()),
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    )


def _postpone(letter: OutboxMessage, problem: Exception) -> None:
    given_up = letter.attempts > len(PAUSES)
    pause = None if given_up else clock.now() + timedelta(minutes=PAUSES[letter.attempts - 1])
    log.log(
        logging.ERROR if given_up else logging.WARNING,
        "outbox: letter %s was not sent (attempt %s): %s",
        letter.pk,
        letter.attempts,
        type(problem).__name__,
    )
    OutboxMessage.objects.filter(pk=letter.pk).update(
        next_attempt_at=pause, last_error=f"{type(problem).__name__}: {problem}"[:300]
    )
