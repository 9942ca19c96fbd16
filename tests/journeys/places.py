"""The invented places in which the journeys play: a district of 2024, a commune of 2026."""

from dataclasses import dataclass, field
from datetime import date

from bangvang.directory.models import Organisation, Person, Role, User
from tests.factories.directory import (
    OrganisationFactory,
    PersonFactory,
    PositionFactory,
    UserFactory,
    World,
    appoint,
    build_world,
)

PARTY = (
    "Văn phòng Huyện ủy An Hòa",
    "Ban Tổ chức Huyện ủy An Hòa",
    "Ban Tuyên giáo Huyện ủy An Hòa",
    "Ban Dân vận Huyện ủy An Hòa",
    "Ủy ban Kiểm tra Huyện ủy An Hòa",
)
MASS = (
    "Liên đoàn Lao động huyện An Hòa",
    "Hội Nông dân huyện An Hòa",
    "Hội Liên hiệp Phụ nữ huyện An Hòa",
    "Hội Cựu chiến binh huyện An Hòa",
    "Huyện đoàn An Hòa",
)
DEPARTMENTS = (
    "Phòng Tài chính - Kế hoạch huyện An Hòa",
    "Phòng Giáo dục và Đào tạo huyện An Hòa",
    "Phòng Tư pháp huyện An Hòa",
    "Phòng Lao động - Thương binh và Xã hội huyện An Hòa",
    "Phòng Văn hóa và Thông tin huyện An Hòa",
    "Phòng Nông nghiệp và Phát triển nông thôn huyện An Hòa",
    "Phòng Kinh tế và Hạ tầng huyện An Hòa",
    "Phòng Tài nguyên và Môi trường huyện An Hòa",
    "Phòng Y tế huyện An Hòa",
    "Thanh tra huyện An Hòa",
    "Văn phòng HĐND và UBND huyện An Hòa",
)
COMMUNES = (
    "xã Đông Thạnh", "xã Tân Lập", "xã Phú Mỹ", "xã Bình Hưng", "xã Long Điền", "xã Vĩnh Thành", "xã Hòa Lợi",
    "xã An Khê", "thị trấn An Hòa",
)  # fmt: skip
SCHOOL_PLACES = (
    "Đông Phú", "Tân Lập", "Phú Mỹ", "Bình Hưng", "Long Điền", "Vĩnh Thành", "Hòa Lợi", "An Khê", "Đông Thạnh",
    "Hoa Sen",
)  # fmt: skip


@dataclass
class District:
    """District An Hòa with 32 schools, three of which tell the story: one by Excel, one wrong, one late."""

    world: World
    wrong_school: Organisation
    late_school: Organisation
    dung: User  # focal point of the school that errs
    hai: User  # its head
    khanh: User  # focal point of the school that is late
    lan: User  # its head
    inspector: User
    schools: list[Organisation] = field(default_factory=list)


def somebody(
    username: str, name: str, organisation: Organisation, title: str, kind: str = "other", **position: object
) -> User:
    """A person with a position and an account."""
    person = PersonFactory(full_name=name)
    PositionFactory(person=person, organisation=organisation, title=title, kind=kind, **position)
    return UserFactory(username=username, person=person)


def colleague(
    name: str, organisation: Organisation, title: str, kind: str = "other", **position: object
) -> Person:
    """A person with a position and no account."""
    person = PersonFactory(full_name=name)
    PositionFactory(person=person, organisation=organisation, title=title, kind=kind, **position)
    return person


def build_district() -> District:
    """As many bodies as the plan speaks of: 25 of the district, 10 communes, and two schools more than its 30."""
    world = build_world()
    below = {"parent": world.authority}
    for name in PARTY:
        OrganisationFactory(name=name, kind="party_body", **below)
    OrganisationFactory(
        name="Ủy ban Mặt trận Tổ quốc Việt Nam huyện An Hòa", kind="fatherland_front", **below
    )
    for name in MASS:
        OrganisationFactory(name=name, kind="mass_organisation", **below)
    for name in DEPARTMENTS:
        OrganisationFactory(name=name, kind="state_department", **below)
    OrganisationFactory(name="Nhà Thiếu nhi huyện An Hòa", kind="public_service_unit", **below)
    OrganisationFactory(name="Hội Chữ thập đỏ huyện An Hòa", kind="association", **below)
    for name in COMMUNES:
        OrganisationFactory(name=f"Ủy ban nhân dân {name}", kind="people_committee", tier="commune", **below)
    schools = [
        OrganisationFactory(name=f"Trường {level} {place}", **below)
        for level in ("Mầm non", "Tiểu học", "Trung học cơ sở")
        for place in SCHOOL_PLACES
    ]
    named = {each.name: each for each in schools}
    wrong, late = named["Trường Trung học cơ sở Đông Phú"], named["Trường Mầm non Tân Lập"]
    made = District(
        world,
        wrong_school=wrong,
        late_school=late,
        dung=somebody("dung", "Đỗ Kim Dung", wrong, "Kế toán", in_charge_of_emulation=True),
        hai=somebody("hai", "Trịnh Công Hải", wrong, "Hiệu trưởng", "head"),
        khanh=somebody("khanh", "Tạ Ngân Khánh", late, "Văn thư"),
        lan=somebody("lan", "Phùng Y Lan", late, "Hiệu trưởng", "head"),
        inspector=somebody("thanh-tra", "Lương Thị Kiểm", world.standing_body, "Thanh tra viên"),
        schools=schools,
    )
    colleague("Hồ Văn Khởi", wrong, "Giáo viên")
    colleague("Ngô Thị Bưởi", wrong, "Giáo viên")
    appoint(made.dung, Role.FOCAL_POINT, wrong)
    appoint(made.hai, Role.UNIT_HEAD, wrong)
    appoint(made.khanh, Role.FOCAL_POINT, late)
    appoint(made.lan, Role.UNIT_HEAD, late)
    appoint(made.inspector, Role.INSPECTOR, world.authority)
    return made


@dataclass
class Commune:
    """A commune of 2026: no district above it, its own offices, schools and hamlets' bodies."""

    authority: Organisation
    school: Organisation
    youth: Organisation
    vinh: User  # officer of the standing body
    ha: User  # signatory
    thuy: User  # focal point of the school
    ban: User  # head of the school
    uyen: User  # focal point and head of the youth union
    stranger: User


COMMUNE_DAY = date(2026, 3, 9)


def build_commune() -> Commune:
    """Commune Thượng Lâm, founded when districts ended."""
    founded = date(2025, 7, 1)

    def body(code: str, name: str, kind: str, **also: object) -> Organisation:
        return OrganisationFactory(
            code=code, name=name, kind=kind, tier="commune", valid_from=founded, **also
        )

    authority = body(
        "ubnd-thuong-lam", "Ủy ban nhân dân xã Thượng Lâm", "people_committee", place="Thượng Lâm"
    )
    below = {"parent": authority}
    office = body("phong-van-hoa-xa-hoi", "Phòng Văn hóa - Xã hội xã Thượng Lâm", "state_department", **below)
    body("phong-kinh-te", "Phòng Kinh tế xã Thượng Lâm", "state_department", **below)
    body("van-phong", "Văn phòng HĐND và UBND xã Thượng Lâm", "state_department", **below)
    school = body("th-thuong-lam", "Trường Tiểu học Thượng Lâm", "school", **below)
    other = body("mn-thuong-lam", "Trường Mầm non Thượng Lâm", "school", **below)
    youth = body("doan-thanh-nien", "Đoàn Thanh niên xã Thượng Lâm", "mass_organisation", **below)
    body("hoi-nong-dan", "Hội Nông dân xã Thượng Lâm", "mass_organisation", **below)
    neighbour = body("ubnd-dong-luong", "Ủy ban nhân dân xã Đông Lương", "people_committee")
    made = Commune(
        authority,
        school,
        youth,
        vinh=somebody("vinh", "Hà Quang Vinh", office, "Chuyên viên", in_charge_of_emulation=True),
        ha=somebody("ha", "Nông Thị Hà", authority, "Chủ tịch", "head"),
        thuy=somebody("thuy", "Ưng Thị Thúy", school, "Giáo viên", in_charge_of_emulation=True),
        ban=somebody("ban", "Lò Văn Bản", school, "Hiệu trưởng", "head"),
        uyen=somebody("uyen", "Quách Tú Uyên", youth, "Bí thư", "head", in_charge_of_emulation=True),
        stranger=somebody("la", "Mạc Thị Lạ", neighbour, "Chuyên viên"),
    )
    colleague("Cao Thị Đượm", other, "Hiệu trưởng", "head")
    appoint(made.vinh, Role.STANDING_BODY, authority)
    appoint(made.ha, Role.SIGNATORY, authority)
    appoint(made.thuy, Role.FOCAL_POINT, school)
    appoint(made.ban, Role.UNIT_HEAD, school)
    appoint(made.uyen, Role.FOCAL_POINT, youth)
    appoint(made.uyen, Role.UNIT_HEAD, youth)
    appoint(made.stranger, Role.STANDING_BODY, neighbour)
    return made
