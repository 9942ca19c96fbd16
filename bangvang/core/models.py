"""Tables of the floor: the audit trail, stored files, notices, the outbox, the working-day calendar."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One action that was done. Append-only; each entry holds the hash of the one before it.

    Names are kept as they were on the day, so that the trail reads the same when a person or body is renamed.
    """

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor = models.CharField(max_length=200)
    verb = models.CharField(max_length=80, db_index=True)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=40)
    subject = models.CharField(max_length=300)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]
        verbose_name = _("mục nhật ký")
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="audit_of_subject")]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Refuse to change what was written; `ledger.record` inserts."""
        if not self._state.adding:
            raise TypeError("an audit entry is never changed")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise TypeError("an audit entry is never deleted")


class TrailHead(models.Model):
    """The last entry of the trail: one row, locked while the next entry is written."""

    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        verbose_name = _("đầu nhật ký")

    def __str__(self) -> str:
        return str(self.seq)


class StoredFile(models.Model):
    """An immutable private file: its content lies under the hash of its bytes."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(_("tên tệp"), max_length=200)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("tệp lưu trữ")

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """A sentence for one person, with the page where it leads. Kept as msgid and values, shown in their language."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    sentence = models.CharField(max_length=300)
    values = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    # The same thing is told once: reminders pass a key such as "reminder:LOP-2026-0001:2026-05-06".
    key = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-told_at", "-pk"]
        verbose_name = _("thông báo")
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "key"], condition=~models.Q(key=""), name="notice_told_once_per_key"
            )
        ]
        indexes = [models.Index(fields=["recipient", "read_at", "-told_at"], name="notice_of_recipient")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The sentence in the reader's language."""
        return str(gettext(self.sentence) % self.values)


class OutboxMessage(models.Model):
    """A letter by e-mail that waits to be sent; tried again with growing pauses."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    queued_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, db_index=True)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("thư chờ gửi")

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class CalendarDay(models.Model):
    """A day that differs from the ordinary week: a holiday on a weekday, or a weekend day worked in exchange."""

    class Kind(models.TextChoices):
        OFF = "off", _("ngày nghỉ")
        WORKING = "working", _("ngày làm bù")

    class Certainty(models.TextChoices):
        READ = "read", _("đã đọc văn bản")
        SECONDARY = "secondary", _("theo nguồn thứ cấp")
        PROVISIONAL = "provisional", _("tạm tính")

    on = models.DateField(_("ngày"), unique=True)
    kind = models.CharField(_("loại"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("tên"), max_length=120)
    source = models.CharField(_("nguồn"), max_length=300)
    certainty = models.CharField(_("độ chắc chắn"), max_length=12, choices=Certainty.choices)

    class Meta:
        ordering = ["on"]
        verbose_name = _("ngày đặc biệt trong lịch làm việc")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["off", "working"]), name="calendar_day_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.name}"


class Sequence(models.Model):
    """A counter without gaps, locked while the next number is taken: public codes, document numbers."""

    key = models.CharField(max_length=80, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("dãy số")

    def __str__(self) -> str:
        return f"{self.key}: {self.last}"
