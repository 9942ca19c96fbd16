"""Plans, classes with their composition, invited units and their answers, enrolments, frozen lists."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangvang.core import text
from bangvang.core.models import StoredFile
from bangvang.directory.models import Organisation, Person, PositionKind
from bangvang.documents.models import OfficialPaper
from bangvang.training.workflow import ANSWER, CLASS, ENROLMENT, PLAN, EnrolmentState


class TrainingPlan(models.Model):
    """A plan (kế hoạch tập huấn): the paper it was read from, the structure understood, the paper issued.

    `structure` has the shape that `paperwork.Plan.to_json` gives; `lines` are the source as the reader saw it and
    `sources` leads from a field's path to its first and last line, counted from 1.
    """

    code = models.CharField(_("mã"), max_length=20, unique=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="training_plans",
        verbose_name=_("cơ quan ban hành"),
    )
    title = models.CharField(_("trích yếu"), max_length=500)
    year = models.PositiveSmallIntegerField(_("năm"), null=True)
    state = models.CharField(max_length=20, choices=PLAN.choices(), default=PLAN.initial)
    workflow = PLAN
    structure = models.JSONField(default=dict)
    lines = models.JSONField(default=list)
    sources = models.JSONField(default=dict)
    source_file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    # Grows with every saved correction: the second of two editors is told, and loses nothing.
    revision = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    amends = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="amendments",
        verbose_name=_("thay thế kế hoạch"),
    )
    # In an amendment: for each class of the structure, the code of the class it continues, "" when it is new.
    # Two classes that continue one are a split; a class that none continues is cancelled.
    class_links = models.JSONField(default=list)
    # For each class of the structure, the code of the class that stands for it; kept when an amendment takes it over.
    class_codes = models.JSONField(default=list)
    return_reason = models.CharField(_("lý do trả lại"), max_length=500, blank=True)
    paper = models.OneToOneField(
        OfficialPaper, null=True, on_delete=models.PROTECT, related_name="training_plan"
    )
    folded = models.CharField(max_length=600, editable=False, db_index=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("kế hoạch tập huấn")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PLAN.labels), name="plan_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["issued", "superseded"]) | Q(paper__isnull=False),
                name="plan_issued_has_paper",
            ),
            models.UniqueConstraint(
                fields=["amends"],
                condition=~Q(state="cancelled"),
                name="plan_amended_once",
                violation_error_message=_("Kế hoạch này đã có bản thay thế."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "year"], name="plan_of_year")]

    def __str__(self) -> str:
        return self.title

    def fold(self) -> None:
        """Keep the text in which lists search."""
        number = (self.structure.get("document") or {}).get("number") or ""
        self.folded = text.fold(f"{self.title} {self.code} {number}")[:600]


class PlanRevision(models.Model):
    """What a plan said after each save: the second of two editors is shown what the first changed."""

    plan = models.ForeignKey(TrainingPlan, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    structure = models.JSONField()
    class_links = models.JSONField(default=list)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["plan_id", "number"]
        verbose_name = _("lần lưu kế hoạch")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_revision_once")]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.number}"


class TrainingClass(models.Model):
    """A class (lớp): what the plan says of it, when and where, until when units may answer."""

    code = models.CharField(_("mã lớp"), max_length=20, unique=True)
    plan = models.ForeignKey(TrainingPlan, on_delete=models.PROTECT, related_name="classes")
    order = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("tên lớp"), max_length=200)
    state = models.CharField(max_length=20, choices=CLASS.choices(), default=CLASS.initial)
    workflow = CLASS
    headcount = models.PositiveIntegerField(
        _("số lượng"), null=True, validators=[MinValueValidator(1, _("Số lượng phải từ 1 người trở lên."))]
    )
    days = models.DecimalField(_("số ngày"), max_digits=4, decimal_places=1, null=True)
    period = models.CharField(_("thời gian dự kiến"), max_length=200, blank=True)
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    starts_on = models.DateField(_("ngày khai giảng"), null=True)
    ends_on = models.DateField(_("ngày bế giảng"), null=True)
    starts_at = models.TimeField(_("giờ bắt đầu"), null=True)
    venue = models.CharField(_("địa điểm"), max_length=200, blank=True)
    deadline = models.DateField(_("hạn nộp danh sách"), null=True)
    # Units see a class from the day on which it was first opened to them.
    opened_on = models.DateField(_("ngày mở nhận danh sách"), null=True)
    # Why the seats that units were given differ from the headcount; decided before the class opens.
    seats_decision = models.CharField(_("lý do số chỗ khác số lượng"), max_length=500, blank=True)
    # Why the class was confirmed although some units had not answered.
    confirm_reason = models.CharField(_("lý do chốt khi còn đơn vị chưa trả lời"), max_length=500, blank=True)
    cancel_reason = models.CharField(_("lý do hủy"), max_length=500, blank=True)
    follows = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="followers", verbose_name=_("tách từ lớp")
    )
    folded = models.CharField(max_length=300, editable=False, db_index=True)

    class Meta:
        ordering = ["-plan_id", "order", "pk"]
        verbose_name = _("lớp tập huấn")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CLASS.labels), name="class_state_known"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
                name="class_days_in_order",
                violation_error_message=_("Ngày bế giảng phải từ ngày khai giảng trở đi."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "cancelled"])
                | Q(starts_on__isnull=False, ends_on__isnull=False, deadline__isnull=False),
                name="class_open_has_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CompositionGroup(models.Model):
    """One composition line of the plan, mapped to organisations and seats."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.CASCADE, related_name="groups")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("thành phần theo kế hoạch"), max_length=1000)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("nhóm thành phần")

    def __str__(self) -> str:
        return self.text


class CompositionSeat(models.Model):
    """Which positions a unit of the group sends, and how many: "01 Chủ tịch hoặc Phó Chủ tịch"."""

    group = models.ForeignKey(CompositionGroup, on_delete=models.CASCADE, related_name="seats")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(_("chức vụ được mời"), max_length=200)
    position_kinds = models.ManyToManyField(PositionKind, related_name="+", verbose_name=_("nhóm chức vụ"))
    accepts_in_charge = models.BooleanField(_("nhận người phụ trách thi đua, khen thưởng"), default=False)
    per_unit = models.PositiveSmallIntegerField(_("số người mỗi đơn vị"), default=1)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("chỗ theo thành phần")

    def __str__(self) -> str:
        return self.label


class InvitedUnit(models.Model):
    """A unit invited to a class, and its answer: one list, however often it is sent."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="invited_units")
    group = models.ForeignKey(CompositionGroup, on_delete=models.PROTECT, related_name="invited_units")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="class_invitations")
    state = models.CharField(max_length=20, choices=ANSWER.choices(), default=ANSWER.initial)
    workflow = ANSWER
    # Seats of this unit where they differ from the group's: decided by the organiser before opening.
    seats_override = models.PositiveSmallIntegerField(_("số chỗ riêng"), null=True)
    submitted_on = models.DateField(_("ngày nộp"), null=True)
    entered_on_behalf = models.BooleanField(_("cơ quan thường trực nhập thay"), default=False)
    late_accepted_reason = models.CharField(_("lý do nhận danh sách nộp muộn"), max_length=500, blank=True)
    reason = models.CharField(_("lý do trả lại hoặc không cử"), max_length=500, blank=True)
    note = models.CharField(_("đơn vị giải trình khi nộp"), max_length=500, blank=True)

    class Meta:
        ordering = ["organisation__sort_key", "pk"]
        verbose_name = _("đơn vị được mời")
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "organisation"], name="unit_invited_once_per_class"
            ),
            models.CheckConstraint(condition=Q(state__in=ANSWER.labels), name="answer_state_known"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Enrolment(models.Model):
    """A person sent to a class by a unit (cử đi tập huấn)."""

    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="enrolments")
    unit = models.ForeignKey(InvitedUnit, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    seat = models.ForeignKey(CompositionSeat, null=True, on_delete=models.PROTECT, related_name="enrolments")
    title = models.CharField(_("chức vụ khi được cử"), max_length=120)
    state = models.CharField(max_length=20, choices=ENROLMENT.choices(), default=ENROLMENT.initial)
    workflow = ENROLMENT
    # What the unit says when it knows that a check fails, and what the organiser decided.
    unit_note = models.CharField(_("đơn vị giải trình"), max_length=500, blank=True)
    # An exception decides the problems that were seen when it was accepted, and no later ones.
    accepted_problems = models.JSONField(default=list)
    exception_reason = models.CharField(_("lý do chấp nhận ngoại lệ"), max_length=500, blank=True)
    return_reason = models.CharField(_("lý do trả lại"), max_length=500, blank=True)
    substitutes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="substituted_by", verbose_name=_("thay cho")
    )
    entered_on_behalf = models.BooleanField(_("cơ quan thường trực nhập thay"), default=False)
    enrolled_at = models.DateTimeField()

    class Meta:
        ordering = ["unit__organisation__sort_key", "person__sort_key", "pk"]
        verbose_name = _("lượt cử đi tập huấn")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ENROLMENT.labels), name="enrolment_state_known"),
            models.UniqueConstraint(
                fields=["training_class", "person"],
                condition=~Q(state__in=[EnrolmentState.SUBSTITUTED, EnrolmentState.WITHDRAWN]),
                name="person_once_per_class",
                violation_error_message=_("Người này đã có trong danh sách của lớp."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class ClassList(models.Model):
    """The list as it was when the class was confirmed, or a later supplementary one. Never changed."""

    class Kind(models.TextChoices):
        MAIN = "main", _("Danh sách chính thức")
        SUPPLEMENTARY = "supplementary", _("Danh sách bổ sung, thay thế")

    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="lists")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    order = models.PositiveSmallIntegerField()
    rows = models.JSONField()
    paper = models.OneToOneField(OfficialPaper, on_delete=models.PROTECT, related_name="class_list")
    summons = models.OneToOneField(
        OfficialPaper, null=True, on_delete=models.PROTECT, related_name="summons_of"
    )
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["training_class_id", "order"]
        verbose_name = _("danh sách lớp")
        constraints = [
            models.UniqueConstraint(fields=["training_class", "order"], name="class_list_order_once"),
        ]

    def __str__(self) -> str:
        return f"{self.training_class} – {self.get_kind_display()}"
