"""Tables of the registry: a subject and the facts recorded of it.

In data the words of the law stay Vietnamese (`cong_trang`, `khien_trach`): they are the values of the facts that the
rulebook reads, so that a row and a fact cannot drift apart.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangvang.core import text
from bangvang.directory.models import Dated, Organisation, Person, Term, dated

FIRST_YEAR = 1945


def known(field: str, values: list[str], name: str, *, blank: bool = False) -> models.CheckConstraint:
    """The column holds a value of its list, or nothing where that is allowed."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [*values, ""] if blank else values}),
        name=name,
        violation_error_message=_("Hãy chọn một giá trị có trong danh sách."),
    )


def counted_year(name: str) -> models.CheckConstraint:
    """A year that can be meant: what is typed with two digits is not."""
    return models.CheckConstraint(
        condition=Q(year__gte=FIRST_YEAR, year__lt=3000),
        name=name,
        violation_error_message=_("Năm phải ghi đủ bốn chữ số, từ 1945 trở lên."),
    )


class SubjectKind(models.TextChoices):
    INDIVIDUAL = "individual", _("cá nhân")
    COLLECTIVE = "collective", _("tập thể")
    HOUSEHOLD = "household", _("hộ gia đình")


class Occupation(models.TextChoices):
    OFFICIAL = "official", _("cán bộ, công chức, viên chức")
    WORKER = "worker", _("công nhân, người lao động")
    FARMER = "farmer", _("nông dân")
    SOLDIER = "soldier", _("chiến sĩ lực lượng vũ trang")
    BUSINESS = "business", _("doanh nhân")
    INTELLECTUAL = "intellectual", _("trí thức, nhà khoa học")
    OTHER = "other", _("khác")


class Body(models.TextChoices):
    ENTERPRISE = "enterprise", _("doanh nghiệp")
    PROVINCE_LEVEL = "province_level", _("cơ quan cấp tỉnh, bộ, ngành")
    ARMED_FORCES = "armed_forces", _("đơn vị lực lượng vũ trang")
    COMMUNE = "commune", _("xã, phường, đặc khu")
    VILLAGE = "village", _("thôn, tổ dân phố")
    FOREIGN = "foreign", _("tập thể nước ngoài")


class Scope(models.TextChoices):
    GRASSROOTS = "grassroots", _("cơ sở")
    PROVINCE = "province", _("bộ, ban, ngành, tỉnh")
    NATIONAL = "national", _("toàn quốc")


class Rating(models.TextChoices):
    NOT_COMPLETED = "not_completed", _("không hoàn thành nhiệm vụ")
    COMPLETED = "completed", _("hoàn thành nhiệm vụ")
    GOOD = "good", _("hoàn thành tốt nhiệm vụ")
    EXCELLENT = "excellent", _("hoàn thành xuất sắc nhiệm vụ")


class MeritKind(models.TextChoices):
    MOVEMENT_OUTSTANDING = "movement_outstanding", _("xuất sắc trong phong trào thi đua")
    CLUSTER_LEADER = "cluster_leader", _("dẫn đầu cụm, khối thi đua")
    SUDDEN_ACHIEVEMENT = "sudden_achievement", _("thành tích xuất sắc đột xuất")
    MANY_ACHIEVEMENTS = "many_achievements", _("nhiều thành tích")
    CONTRIBUTION = "contribution", _("đóng góp cho xã hội, cộng đồng")
    POLITICAL_TASK = "political_task", _("hoàn thành nhiệm vụ chính trị, chuyên đề")
    PRIZE = "prize", _("giải thưởng, thành tích cao trong kỳ thi")
    INVENTION = "invention", _("phát minh, sáng chế")
    OUTSTANDING_WORK = "outstanding_work", _("công trình, tác phẩm xuất sắc")
    RESEARCH_ACCEPTED = "research_accepted", _("đề tài khoa học đã nghiệm thu")
    COMBAT_INGENUITY = "combat_ingenuity", _("mưu trí, sáng tạo trong chiến đấu")
    EFFECTIVE_MODEL = "effective_model", _("mô hình sản xuất, kinh doanh hiệu quả")


class Review(models.TextChoices):
    INTERIM = "interim", _("sơ kết")
    FINAL = "final", _("tổng kết")


class DisciplineForm(models.TextChoices):
    KHIEN_TRACH = "khien_trach", _("khiển trách")
    CANH_CAO = "canh_cao", _("cảnh cáo")
    HA_BAC_LUONG = "ha_bac_luong", _("hạ bậc lương")
    GIANG_CHUC = "giang_chuc", _("giáng chức")
    CACH_CHUC = "cach_chuc", _("cách chức")
    BUOC_THOI_VIEC = "buoc_thoi_viec", _("buộc thôi việc")


class ProceedingKind(models.TextChoices):
    DENUNCIATION = "denunciation", _("đơn thư tố cáo đang được xác minh")
    VERIFICATION = "verification", _("đang xác minh, kiểm tra dấu hiệu vi phạm")
    INSPECTION = "inspection", _("đang thanh tra, kiểm toán")
    DISCIPLINARY_REVIEW = "disciplinary_review", _("đang xem xét, thi hành kỷ luật")
    PROSECUTION = "prosecution", _("đang bị khởi tố, điều tra, truy tố, xét xử")
    OTHER = "other", _("việc khác đang được làm rõ")


class Force(models.TextChoices):
    TNXP = "tnxp", _("thanh niên xung phong")


class AwardKind(models.TextChoices):
    CONG_TRANG = "cong_trang", _("công trạng")
    DOT_XUAT = "dot_xuat", _("đột xuất")
    PHONG_TRAO = "phong_trao", _("phong trào, chuyên đề")
    CONG_HIEN = "cong_hien", _("cống hiến")
    NIEN_HAN = "nien_han", _("niên hạn")
    DOI_NGOAI = "doi_ngoai", _("đối ngoại")


class Subject(models.Model):
    """Whoever can be commended: a person, an organisation or a household of a commune, each with one record."""

    code = models.CharField(_("mã"), max_length=20, unique=True)
    kind = models.CharField(_("loại đối tượng"), max_length=12, choices=SubjectKind.choices)
    person = models.OneToOneField(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merit_record",
        verbose_name=_("người"),
    )
    organisation = models.OneToOneField(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merit_record",
        verbose_name=_("cơ quan, đơn vị"),
    )
    household_name = models.CharField(_("tên hộ gia đình"), max_length=120, blank=True)
    household_code = models.CharField(_("mã hộ gia đình"), max_length=30, blank=True)
    commune = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="households",
        verbose_name=_("xã, phường nơi cư trú"),
    )
    occupation = models.CharField(
        _("nghề nghiệp, đối tượng"), max_length=12, choices=Occupation.choices, blank=True
    )
    is_martyr = models.BooleanField(_("liệt sĩ"), default=False)
    founded_on = models.DateField(_("ngày thành lập"), null=True, blank=True)
    flag_eligible = models.BooleanField(_("thuộc đối tượng được tặng cờ"), default=True)
    body = models.CharField(_("loại tập thể"), max_length=16, choices=Body.choices, blank=True)
    # From this year on, what is not listed did not happen; empty: nothing is known to be complete.
    history_complete_from = models.PositiveSmallIntegerField(
        _("dữ liệu đầy đủ từ năm"), null=True, blank=True
    )
    # The registry's counter at the last change of this record: a verdict is kept beside the version it rests on.
    data_version = models.PositiveIntegerField(default=0, editable=False, db_index=True)
    folded = models.CharField(max_length=330, editable=False, db_index=True)
    sort_key = models.CharField(max_length=800, editable=False)

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = _("hồ sơ thành tích")
        indexes = [models.Index(fields=["sort_key", "id"], name="subject_sorted")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="individual",
                    person__isnull=False,
                    organisation=None,
                    household_name="",
                    commune=None,
                )
                | Q(
                    kind="collective",
                    organisation__isnull=False,
                    person=None,
                    household_name="",
                    commune=None,
                )
                | (
                    Q(kind="household", commune__isnull=False, person=None, organisation=None)
                    & ~Q(household_name="")
                    & ~Q(household_code="")
                ),
                name="subject_is_exactly_one",
                violation_error_message=_(
                    "Hồ sơ phải là của đúng một người, một cơ quan, đơn vị, hoặc một hộ gia đình "
                    "có tên, mã và nơi cư trú."
                ),
            ),
            models.UniqueConstraint(
                fields=["commune", "household_code"],
                condition=Q(kind="household"),
                name="household_once_in_its_commune",
                violation_error_message=_("Mã hộ gia đình này đã có hồ sơ ở xã, phường này."),
            ),
            known("occupation", Occupation.values, "subject_occupation_known", blank=True),
            known("body", Body.values, "subject_body_known", blank=True),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def name(self) -> str:
        """As the directory writes it today."""
        if self.person is not None:
            return self.person.full_name
        return self.organisation.name if self.organisation is not None else self.household_name

    def clean(self) -> None:
        self.household_name = text.clean(self.household_name)
        self.household_code = text.clean(self.household_code)
        if self.person is not None:
            self.sort_key = self.person.sort_key
        elif self.organisation is not None:
            self.sort_key = self.organisation.sort_key
        else:
            self.sort_key = text.name_sort_key(self.household_name)[:800]
        self.folded = text.fold(f"{self.name} {self.code} {self.household_code}")[:330]


class Fact(models.Model):
    """What every recorded fact has: whose it is and where it comes from."""

    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="+", verbose_name=_("hồ sơ thành tích")
    )
    source = models.CharField(_("nguồn"), max_length=300, blank=True)

    class Meta:
        abstract = True


class YearRecord(Fact):
    """How a year was rated, and the numbers of a collective that the titles of collectives ask for."""

    # The unique constraint below is the index of this key.
    subject = models.ForeignKey(
        Subject,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("hồ sơ thành tích"),
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    rating = models.CharField(_("mức xếp loại"), max_length=14, choices=Rating.choices, blank=True)
    members = models.PositiveIntegerField(_("số thành viên"), null=True, blank=True)
    members_completed = models.PositiveIntegerField(
        _("số thành viên hoàn thành nhiệm vụ trở lên"), null=True, blank=True
    )
    advanced_workers = models.PositiveIntegerField(
        _("số người đạt Lao động tiên tiến, Chiến sĩ tiên tiến"), null=True, blank=True
    )
    grassroots_fighters = models.PositiveIntegerField(
        _("số người đạt Chiến sĩ thi đua cơ sở"), null=True, blank=True
    )
    members_disciplined_from_warning = models.PositiveIntegerField(
        _("số người bị kỷ luật từ cảnh cáo trở lên"), null=True, blank=True
    )

    class Meta:
        ordering = ["subject_id", "year"]
        verbose_name = _("kết quả năm")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "year"],
                name="year_recorded_once",
                violation_error_message=_("Năm này đã có kết quả xếp loại. Hãy sửa dòng đã ghi, kèm lý do."),
            ),
            known("rating", Rating.values, "year_rating_known", blank=True),
            counted_year("year_record_of_a_counted_year"),
            models.CheckConstraint(
                condition=Q(members=None)
                | (
                    (Q(members_completed=None) | Q(members_completed__lte=F("members")))
                    & (Q(advanced_workers=None) | Q(advanced_workers__lte=F("members")))
                    & (Q(grassroots_fighters=None) | Q(grassroots_fighters__lte=F("members")))
                    & (
                        Q(members_disciplined_from_warning=None)
                        | Q(members_disciplined_from_warning__lte=F("members"))
                    )
                ),
                name="year_counts_no_more_than_members",
                violation_error_message=_("Các số đếm không được vượt quá số thành viên của tập thể."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.get_rating_display() or '–'}"


class Initiative(Fact):
    """An initiative, topic or work with recognised effect (Law 06/2022/QH15, Articles 21 to 23)."""

    year = models.PositiveSmallIntegerField(_("năm"))
    scope = models.CharField(_("phạm vi ảnh hưởng"), max_length=10, choices=Scope.choices)
    name = models.CharField(_("tên sáng kiến, đề tài"), max_length=300, blank=True)
    number = models.CharField(_("số quyết định công nhận"), max_length=60, blank=True)
    decided_on = models.DateField(_("ngày quyết định"), null=True, blank=True)

    class Meta:
        ordering = ["subject_id", "year", "pk"]
        verbose_name = _("sáng kiến")
        constraints = [
            known("scope", Scope.values, "initiative_scope_known"),
            counted_year("initiative_of_a_counted_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.name or self.get_scope_display()}"


class Merit(Fact):
    """An achievement that a route of the law names, beside ratings, titles and initiatives."""

    kind = models.CharField(_("loại thành tích"), max_length=24, choices=MeritKind.choices)
    year = models.PositiveSmallIntegerField(_("năm"))
    scope = models.CharField(_("phạm vi"), max_length=10, choices=Scope.choices, blank=True)
    movement_years = models.PositiveSmallIntegerField(_("phong trào kéo dài mấy năm"), null=True, blank=True)
    stable_years = models.PositiveSmallIntegerField(_("mô hình ổn định mấy năm"), null=True, blank=True)
    review = models.CharField(_("dịp"), max_length=8, choices=Review.choices, blank=True)
    description = models.CharField(_("nội dung"), max_length=300, blank=True)

    class Meta:
        ordering = ["subject_id", "year", "pk"]
        verbose_name = _("thành tích")
        constraints = [
            known("kind", MeritKind.values, "merit_kind_known"),
            known("scope", Scope.values, "merit_scope_known", blank=True),
            known("review", Review.values, "merit_review_known", blank=True),
            counted_year("merit_of_a_counted_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.get_kind_display()}"


class Discipline(Term, Fact):
    """A disciplinary measure, from the day it took effect to the day it was served; open while nobody knows."""

    form = models.CharField(_("hình thức kỷ luật"), max_length=16, choices=DisciplineForm.choices)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        ordering = ["subject_id", "valid_from", "pk"]
        verbose_name = _("kỷ luật")
        constraints = [
            dated("discipline_term_in_order"),
            known("form", DisciplineForm.values, "discipline_form_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.valid_from:%d/%m/%Y}"


class Proceeding(Term, Fact):
    """A matter that is not yet cleared up: while it is open, nothing is awarded."""

    kind = models.CharField(_("việc đang xem xét"), max_length=24, choices=ProceedingKind.choices)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        ordering = ["subject_id", "valid_from", "pk"]
        verbose_name = _("vụ việc đang xem xét")
        constraints = [
            dated("proceeding_term_in_order"),
            known("kind", ProceedingKind.values, "proceeding_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.valid_from:%d/%m/%Y}"


class Service(Term, Fact):
    """A spell of service that a medal counts in months."""

    force = models.CharField(_("lực lượng"), max_length=12, choices=Force.choices)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        ordering = ["subject_id", "valid_from", "pk"]
        verbose_name = _("thời gian phục vụ")
        constraints = [
            dated("service_term_in_order"),
            known("force", Force.values, "service_force_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_force_display()} {self.valid_from:%d/%m/%Y}"


class Award(Fact):
    """An emulation title or a form of commendation that was decided. Which keys there are, the rulebook says."""

    key = models.SlugField(_("danh hiệu, hình thức khen thưởng"), max_length=60, db_index=False)
    year = models.PositiveSmallIntegerField(_("năm thành tích"))
    decided_on = models.DateField(_("ngày quyết định"), null=True, blank=True)
    number = models.CharField(_("số quyết định"), max_length=60, blank=True)
    kind = models.CharField(_("loại khen thưởng"), max_length=12, choices=AwardKind.choices, blank=True)
    decided_by = models.CharField(_("cấp quyết định"), max_length=200, blank=True)

    class Meta:
        ordering = ["subject_id", "year", "pk"]
        verbose_name = _("danh hiệu, hình thức khen thưởng đã có")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "key", "year", "kind", "number"],
                name="award_recorded_once",
                violation_error_message=_(
                    "Khen thưởng này của năm đó đã được ghi. Hãy kiểm tra số quyết định."
                ),
            ),
            known("kind", AwardKind.values, "award_kind_known", blank=True),
            models.CheckConstraint(
                condition=~Q(key=""),
                name="award_has_a_key",
                violation_error_message=_("Hãy chọn danh hiệu hoặc hình thức khen thưởng."),
            ),
            counted_year("award_of_a_counted_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.key}"
