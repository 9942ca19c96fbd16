"""The smallest valid rows of the directory, and the small district in which most tests play."""

from dataclasses import dataclass
from datetime import date

import factory
from allauth.mfa.totp.internal.auth import TOTP
from factory.django import DjangoModelFactory

from bangvang.directory import policies, queries
from bangvang.directory.models import (
    Organisation,
    OrganisationKind,
    Person,
    Position,
    PositionKind,
    Role,
    RoleHolding,
    Tier,
    User,
)

DAY = date(2024, 4, 8)
# What the telephones of the named people share.
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    code = factory.Sequence(lambda n: f"don-vi-{n}")
    name = factory.Sequence(lambda n: f"Đơn vị số {n}")
    valid_from = date(2000, 1, 1)

    @classmethod
    def _create(cls, model_class, *args, kind="school", tier="district", **kwargs):  # type: ignore[no-untyped-def]
        row = model_class(
            *args, kind=OrganisationKind.objects.get(pk=kind), tier=Tier.objects.get(pk=tier), **kwargs
        )
        row.clean()
        row.save()
        return row


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    code = factory.Sequence(lambda n: f"NG-{n:06d}")
    full_name = factory.Sequence(lambda n: f"Đỗ Thị Mẫu {n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):  # type: ignore[no-untyped-def]
        row = model_class(*args, **kwargs)
        row.clean()
        row.save()
        return row


class PositionFactory(DjangoModelFactory):
    class Meta:
        model = Position

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    title = "Giáo viên"
    valid_from = date(2020, 1, 1)

    @classmethod
    def _create(cls, model_class, *args, kind="other", **kwargs):  # type: ignore[no-untyped-def]
        return super()._create(model_class, *args, kind=PositionKind.objects.get(pk=kind), **kwargs)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"nguoi-dung-{n}")
    person = factory.SubFactory(PersonFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):  # type: ignore[no-untyped-def]
        return super()._create(model_class, *args, **kwargs).acting_on(DAY)


def appoint(user: User, role: str, organisation: Organisation) -> RoleHolding:
    """Give the user a role from the start of the year, and the second factor without which it opens no page."""
    holding = RoleHolding.objects.create(
        user=user, role=role, organisation=organisation, valid_from=date(2024, 1, 1)
    )
    user.acting_on(DAY)
    if role in policies.SECOND_FACTOR_ROLES and not queries.has_second_factor(user):
        TOTP.activate(user, SECRET)
    return holding


@dataclass
class World:
    """District An Hòa: the People's Committee, its standing body, two schools, a commune."""

    authority: Organisation
    standing_body: Organisation
    school: Organisation
    other_school: Organisation
    commune: Organisation
    anh: User
    binh: User
    chi: User
    son: User
    giang: User


def _someone(
    username: str, name: str, organisation: Organisation, title: str, kind: str, **position: object
) -> User:
    person = PersonFactory(full_name=name)
    PositionFactory(person=person, organisation=organisation, title=title, kind=kind, **position)
    return UserFactory(username=username, person=person)


def build_world() -> World:
    """Invented people and places; nobody real."""
    authority = OrganisationFactory(
        code="ubnd-an-hoa", name="Ủy ban nhân dân huyện An Hòa", kind="people_committee", place="An Hòa"
    )
    standing = OrganisationFactory(
        code="phong-noi-vu", name="Phòng Nội vụ huyện An Hòa", kind="state_department", parent=authority
    )
    school = OrganisationFactory(code="th-an-hoa-1", name="Trường Tiểu học An Hòa 1", parent=authority)
    other = OrganisationFactory(code="th-an-hoa-2", name="Trường Tiểu học An Hòa 2", parent=authority)
    commune = OrganisationFactory(
        code="ubnd-xa-dong-phu",
        name="Ủy ban nhân dân xã Đông Phú",
        kind="people_committee",
        tier="commune",
        parent=authority,
    )
    anh = _someone("anh", "Trần Ngọc Anh", school, "Giáo viên", "other", in_charge_of_emulation=True)
    binh = _someone("binh", "Lê Thanh Bình", school, "Hiệu trưởng", "head")
    chi = _someone("chi", "Phạm Mai Chi", standing, "Chuyên viên", "other", in_charge_of_emulation=True)
    son = _someone("son", "Võ Trường Sơn", authority, "Phó Chủ tịch", "deputy")
    giang = _someone("giang", "Đặng Hương Giang", other, "Giáo viên", "other", in_charge_of_emulation=True)
    appoint(anh, Role.FOCAL_POINT, school)
    appoint(binh, Role.UNIT_HEAD, school)
    appoint(chi, Role.STANDING_BODY, authority)
    appoint(son, Role.SIGNATORY, authority)
    appoint(giang, Role.FOCAL_POINT, other)
    return World(authority, standing, school, other, commune, anh, binh, chi, son, giang)
