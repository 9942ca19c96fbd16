"""Organisations, people, positions, accounts and roles, each with the days between which it holds (both included)."""

from datetime import date
from typing import ClassVar, Self, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangvang.core import text

Row = TypeVar("Row", bound=models.Model)


class Dated(models.QuerySet[Row]):
    """Rows with `valid_from` and `valid_to`, both days included, either open."""

    def standing(self, on: date) -> Self:
        """What holds on this day."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))


class Term:
    """The days between which a row holds, both included, either open."""

    valid_from: date | None
    valid_to: date | None

    def stands(self, on: date) -> bool:
        """Is it true that it holds on this day?"""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )


def dated(name: str) -> models.CheckConstraint:
    """A term never ends before it begins."""
    return models.CheckConstraint(
        condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
        name=name,
        violation_error_message=_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
    )


class Tier(models.Model):
    """A level of government, as data: districts ended on 30/6/2025."""

    key = models.SlugField(primary_key=True)
    name = models.CharField(_("tên cấp"), max_length=60)
    rank = models.PositiveSmallIntegerField(_("thứ bậc"))
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["rank"]
        verbose_name = _("cấp hành chính")
        constraints = [dated("tier_term_in_order")]

    def __str__(self) -> str:
        return self.name


class OrganisationKind(models.Model):
    """Party body, mass organisation, state department, school…

    Folded words lead from a composition line to organisations: `words` stand in the names of some of them ("tieu hoc"),
    `collective_words` mean all of them ("phong, ban").
    """

    key = models.SlugField(primary_key=True)
    name = models.CharField(_("tên loại"), max_length=80)
    words = models.JSONField(default=list)
    collective_words = models.JSONField(default=list)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["rank", "key"]
        verbose_name = _("loại cơ quan, đơn vị")

    def __str__(self) -> str:
        return self.name


class Organisation(Term, models.Model):
    """An authority, office, unit or school, from the day it was established to the day it ended."""

    code = models.SlugField(_("mã"), max_length=40, unique=True)
    name = models.CharField(_("tên"), max_length=200)
    short_name = models.CharField(_("tên viết tắt"), max_length=60, blank=True)
    kind = models.ForeignKey(OrganisationKind, on_delete=models.PROTECT, verbose_name=_("loại"))
    tier = models.ForeignKey(Tier, on_delete=models.PROTECT, verbose_name=_("cấp"))
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("trực thuộc"),
    )
    # Codes from the root down, each closed by "/": all that stands below is one prefix away.
    path = models.CharField(max_length=300, editable=False, db_index=True)
    place = models.CharField(_("địa danh trên văn bản"), max_length=80, blank=True)
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)
    folded = models.CharField(max_length=260, editable=False, db_index=True)
    sort_key = models.CharField(max_length=800, editable=False)

    objects = Dated.as_manager()

    class Meta:
        ordering = ["kind__rank", "sort_key", "pk"]
        verbose_name = _("cơ quan, đơn vị")
        constraints = [
            dated("organisation_term_in_order"),
            models.CheckConstraint(
                condition=~Q(parent=F("pk")),
                name="organisation_is_not_its_own_parent",
                violation_error_message=_("Một đơn vị không thể trực thuộc chính nó."),
            ),
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="organisation_sorted")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name = text.clean(self.name)
        self.folded = text.fold(f"{self.name} {self.short_name} {self.code}")[:260]
        self.sort_key = text.sort_key(self.name)[:800]
        self.path = f"{self.parent.path if self.parent else ''}{self.code}/"

    def is_within(self, other: "Organisation") -> bool:
        """Is it true that this organisation is the other one, or stands anywhere below it?"""
        return self.path.startswith(other.path)


class OrganisationSuccession(models.Model):
    """Whose work goes to whom when a body is merged, split or abolished."""

    predecessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="inheritances")
    on = models.DateField(_("ngày kế thừa"))
    decision = models.CharField(_("văn bản quyết định"), max_length=200, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("kế thừa tổ chức")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="organisation_succession_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="organisation_does_not_succeed_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class PositionKind(models.Model):
    """What a composition line may ask for: head, deputy, office clerk… `words` are folded words found in titles."""

    key = models.SlugField(primary_key=True)
    name = models.CharField(_("tên nhóm chức vụ"), max_length=80)
    words = models.JSONField(default=list)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["rank", "key"]
        verbose_name = _("nhóm chức vụ")

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """One human being, with or without an account."""

    class Sex(models.TextChoices):
        FEMALE = "female", _("nữ")
        MALE = "male", _("nam")

    code = models.CharField(_("mã"), max_length=20, unique=True)
    full_name = models.CharField(_("họ và tên"), max_length=100)
    birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    sex = models.CharField(_("giới tính"), max_length=6, choices=Sex.choices, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    folded = models.CharField(max_length=130, editable=False, db_index=True)
    sort_key = models.CharField(max_length=400, editable=False)

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = _("người")
        indexes = [models.Index(fields=["sort_key", "id"], name="person_sorted")]

    def __str__(self) -> str:
        return self.full_name

    def clean(self) -> None:
        self.full_name = text.clean(self.full_name)
        self.folded = text.fold(self.full_name)[:130]
        self.sort_key = text.name_sort_key(self.full_name)[:400]


class Position(Term, models.Model):
    """A position that a person holds in an organisation, from–to."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="positions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="positions")
    title = models.CharField(_("chức vụ, chức danh"), max_length=120)
    kind = models.ForeignKey(PositionKind, on_delete=models.PROTECT, verbose_name=_("nhóm chức vụ"))
    in_charge_of_emulation = models.BooleanField(_("phụ trách thi đua, khen thưởng"), default=False)
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        ordering = ["kind__rank", "person__sort_key", "pk"]
        verbose_name = _("chức vụ")
        constraints = [dated("position_term_in_order")]

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation}"


class UserManager(BaseUserManager["User"]):
    def create(self, **fields: object) -> "User":
        """A user without a usable password, who sets one through an invitation."""
        user = self.model(**fields)
        user.set_unusable_password()
        user.save()
        return user


class User(AbstractBaseUser):
    """An account. What it may do follows from the roles held on the day for which it acts."""

    username = models.CharField(_("tên đăng nhập"), max_length=60, unique=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    person = models.OneToOneField(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="user"
    )
    is_active = models.BooleanField(_("đang hoạt động"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    # The day for which the person acts; set by middleware, or by `acting_on`. Never stored.
    on: date | None = None
    # Whether a second factor is set up; the login backend asks together with the row.
    has_second_factor = False

    class Meta:
        ordering = ["username"]
        verbose_name = _("tài khoản")

    def __str__(self) -> str:
        return self.person.full_name if self.person_id and self.person else self.username

    def acting_on(self, day: date) -> Self:
        """The same user, acting on this day."""
        self.on = day
        self.__dict__.pop("_held", None)
        return self

    def held(self) -> list["RoleHolding"]:
        """The roles held on the day for which the person acts; one query, kept for this object."""
        if self.on is None:
            raise ValueError("a user acts on a day: call acting_on(day) first")
        if "_held" not in self.__dict__:
            self._held = list(
                RoleHolding.objects.standing(self.on)
                .filter(user=self)
                .select_related("organisation", "acting_for")
            )
        return self._held

    def holds(self, role: str, organisation: "Organisation | int | None" = None) -> bool:
        """Is it true that the person holds this role today, in this organisation (or in any)?"""
        key = organisation.pk if isinstance(organisation, Organisation) else organisation
        return self.is_active and any(
            each.role == role and (key is None or each.organisation_id == key) for each in self.held()
        )

    def organisations_as(self, *roles: str) -> list[int]:
        """Keys of the organisations in which the person holds any of these roles today."""
        return [each.organisation_id for each in self.held() if each.role in roles] if self.is_active else []


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")
    STANDING_BODY = "standing_body", _("Cơ quan thường trực")
    SIGNATORY = "signatory", _("Người ký")
    UNIT_HEAD = "unit_head", _("Thủ trưởng đơn vị")
    FOCAL_POINT = "focal_point", _("Cán bộ phụ trách thi đua, khen thưởng của đơn vị")
    INSPECTOR = "inspector", _("Thanh tra")


class RoleHolding(Term, models.Model):
    """A role held in an organisation for a term; `acting_for` says whose chair a deputy sits on."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holdings")
    role = models.CharField(_("vai trò"), max_length=20, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="holdings")
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)
    acting_for = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deputies",
        verbose_name=_("làm thay"),
    )

    objects = Dated.as_manager()

    class Meta:
        ordering = ["organisation__sort_key", "role", "pk"]
        verbose_name = _("vai trò được giao")
        constraints = [
            dated("role_term_in_order"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_known"),
            models.UniqueConstraint(
                fields=["user", "role", "organisation", "valid_from"], name="role_held_once_per_term"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} – {self.organisation}"


class Invitation(models.Model):
    """A one-time link with which an account sets its first password; only the hash of its token is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("thư mời mở tài khoản")

    def __str__(self) -> str:
        return str(self.user)
