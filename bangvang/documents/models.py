"""Issued papers and their place in the register."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangvang.core.models import StoredFile
from bangvang.directory.models import Organisation


class OfficialPaper(models.Model):
    """A paper that went out: its number in the register of the year, and what it looked like, unchangeable.

    Series restart at 01 on 01 January (Decree 30/2020, Article 15); the number comes from the register here or is
    entered from the paper register.
    """

    class Kind(models.TextChoices):
        PLAN = "KH", _("Kế hoạch")
        OFFICIAL_LETTER = "CV", _("Công văn")
        INVITATION = "GM", _("Giấy mời")
        CLASS_LIST = "DS", _("Danh sách")

    code = models.CharField(_("mã"), max_length=20, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("loại văn bản"), max_length=4, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("năm"))
    number = models.PositiveIntegerField(_("số"))
    notation = models.CharField(_("ký hiệu"), max_length=30)
    title = models.CharField(_("trích yếu"), max_length=500)
    issued_on = models.DateField(_("ngày ban hành"))
    signatory = models.CharField(_("người ký"), max_length=100)
    signatory_position = models.CharField(_("chức vụ người ký"), max_length=160)
    # Addressees and "Nơi nhận" as printed: a column of the register (Decree 30/2020, annex IV).
    sent_to = models.TextField(_("nơi nhận"), blank=True)
    from_paper_register = models.BooleanField(_("số lấy từ sổ giấy"), default=False)
    about = models.CharField(_("về việc có mã"), max_length=20, db_index=True)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    folded = models.CharField(max_length=700, editable=False, default="", db_index=True)

    class Meta:
        ordering = ["-year", "-issued_on", "-number", "-pk"]
        verbose_name = _("văn bản đã ban hành")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "kind", "number"],
                name="paper_number_once_per_year",
                violation_error_message=_("Số này đã dùng trong năm. Hãy kiểm tra sổ đăng ký văn bản."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number:02d}/{self.notation}"


class PaperRecipient(models.Model):
    """A unit to which a paper is addressed: its people may read the paper."""

    paper = models.ForeignKey(OfficialPaper, on_delete=models.PROTECT, related_name="recipients")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="received_papers", verbose_name=_("đơn vị nhận")
    )

    class Meta:
        ordering = ["organisation__sort_key", "pk"]
        verbose_name = _("nơi nhận")
        constraints = [
            models.UniqueConstraint(fields=["paper", "organisation"], name="paper_received_once_per_unit")
        ]

    def __str__(self) -> str:
        return str(self.organisation)
