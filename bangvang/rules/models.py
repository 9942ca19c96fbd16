"""Local rules with their dates, the watch-list of cases, and caps."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangvang.directory.models import Dated, Organisation, User
from bangvang.registry.models import Subject
from bangvang.rules.workflow import LOCAL_RULE, PROPOSAL, ProposalState, RuleState


class LocalRule(models.Model):
    """One file of a body's own rules, as its officers wrote it: text and cases, valid from a day once approved.

    The text is the YAML of an award file, as under rulebook/law; the cases are those that prove it.
    """

    class Kind(models.TextChoices):
        AWARD = "award", _("tiêu chuẩn của một danh hiệu, hình thức khen thưởng")
        PARAMETERS = "parameters", _("tham số")

    workflow = LOCAL_RULE

    code = models.CharField(_("mã"), max_length=20, unique=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="local_rules", verbose_name=_("cơ quan ban hành")
    )
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices, default=Kind.AWARD)
    name = models.CharField(_("tên"), max_length=200)
    instrument = models.CharField(_("văn bản ban hành"), max_length=200)
    award = models.SlugField(_("danh hiệu, hình thức khen thưởng"), max_length=60, blank=True)
    content = models.TextField(_("nội dung quy định"))
    cases = models.TextField(_("các tình huống kiểm tra"))
    valid_from = models.DateField(_("có hiệu lực từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    retroactive_reason = models.CharField(_("lý do cho hiệu lực trở về trước"), max_length=500, blank=True)
    return_reason = models.CharField(_("lý do trả lại"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(
        _("trạng thái"), max_length=20, choices=LOCAL_RULE.choices(), default=RuleState.DRAFT
    )
    drafted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("người soạn")
    )
    approved_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("người duyệt")
    )
    approved_on = models.DateField(_("ngày duyệt"), null=True, blank=True)
    folded = models.CharField(max_length=420, editable=False, db_index=True)

    objects = Dated.as_manager()

    class Meta:
        ordering = ["-valid_from", "-pk"]
        verbose_name = _("quy định của địa phương, đơn vị")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=list(LOCAL_RULE.labels)), name="local_rule_state_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                name="local_rule_term_in_order",
                violation_error_message=_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("drafted_by")),
                name="local_rule_approved_by_a_second_person",
                violation_error_message=_("Người soạn không được tự duyệt."),
            ),
            models.CheckConstraint(
                condition=~Q(state=RuleState.APPROVED)
                | Q(approved_by__isnull=False, approved_on__isnull=False),
                name="local_rule_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_on=None)
                | Q(valid_from__gt=F("approved_on"))
                | ~Q(retroactive_reason=""),
                name="local_rule_reaches_back_only_with_a_reason",
                violation_error_message=_("Hiệu lực trở về trước phải có lý do."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Proposal(models.Model):
    """A subject that a unit means to propose for an award of a year: the watch-list until dossiers are kept."""

    workflow = PROPOSAL

    code = models.CharField(_("mã"), max_length=20, unique=True)
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("đối tượng")
    )
    unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("đơn vị đề nghị")
    )
    award = models.SlugField(_("danh hiệu, hình thức khen thưởng"), max_length=60)
    year = models.PositiveSmallIntegerField(_("năm thành tích"))
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    # What the list is ranked by when places are few: points of the unit's own comparison, or votes.
    score = models.DecimalField(_("điểm xếp hạng"), max_digits=8, decimal_places=2, null=True, blank=True)
    women_share = models.PositiveSmallIntegerField(_("tỷ lệ nữ của tập thể (%)"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("người ghi")
    )
    recorded_on = models.DateField(_("ngày ghi"))
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=PROPOSAL.choices(), default=ProposalState.OPEN
    )

    class Meta:
        ordering = ["-year", "award", "subject__sort_key", "pk"]
        verbose_name = _("trường hợp dự kiến đề nghị")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(PROPOSAL.labels)), name="proposal_state_known"),
            models.UniqueConstraint(
                fields=["subject", "award", "year"],
                condition=Q(state=ProposalState.OPEN),
                name="proposal_open_once",
                violation_error_message=_("Trường hợp này đang có trong danh sách dự kiến đề nghị."),
            ),
            models.CheckConstraint(
                condition=Q(women_share=None) | Q(women_share__lte=100),
                name="proposal_women_share_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.award} {self.year}"


class Cap(models.Model):
    """How many places a unit (or the whole body) has for an award of a year, and by which instrument."""

    class Rounding(models.TextChoices):
        DOWN = "down", _("làm tròn xuống")
        UP = "up", _("làm tròn lên")
        HALF_UP = "half_up", _("từ nửa trở lên thì làm tròn lên")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan đặt mức")
    )
    unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị")
    )
    award = models.SlugField(_("danh hiệu, hình thức khen thưởng"), max_length=60)
    year = models.PositiveSmallIntegerField(_("năm thành tích"))
    percent = models.DecimalField(_("tỷ lệ (%)"), max_digits=5, decimal_places=2, null=True, blank=True)
    base = models.PositiveIntegerField(_("số làm gốc"), null=True, blank=True)
    places = models.PositiveIntegerField(_("số lượng cố định"), null=True, blank=True)
    rounding = models.CharField(
        _("cách làm tròn"), max_length=8, choices=Rounding.choices, default=Rounding.DOWN
    )
    source = models.CharField(_("căn cứ"), max_length=300)

    class Meta:
        ordering = ["unit__sort_key", "award", "year", "pk"]
        verbose_name = _("mức tối đa")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "unit", "award", "year"],
                name="cap_once_per_unit",
                violation_error_message=_("Đơn vị đã có mức của danh hiệu và năm này."),
            ),
            models.CheckConstraint(
                condition=Q(places__isnull=False, percent=None, base=None)
                | Q(places=None, percent__isnull=False, base__isnull=False),
                name="cap_is_a_number_or_a_share",
                violation_error_message=_("Hãy ghi số lượng cố định, hoặc tỷ lệ cùng số làm gốc."),
            ),
            models.CheckConstraint(
                condition=Q(rounding__in=["down", "up", "half_up"]), name="cap_rounding_known"
            ),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__lte=100), name="cap_percent_at_most_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.award} {self.year}"
