"""What composition lines mean in a district of many kinds of bodies, and which seats they ask for."""

import pytest

from bangvang.directory import queries
from bangvang.directory.models import Organisation
from bangvang.directory.seats import Suggestion
from tests.factories.directory import DAY, OrganisationFactory

HUYEN = "huyện An Hòa"
PARTY = ["Ban Tổ chức Huyện ủy An Hòa", "Ban Dân vận Huyện ủy An Hòa", "Văn phòng Huyện ủy An Hòa"]
FRONT = [f"Ủy ban Mặt trận Tổ quốc Việt Nam {HUYEN}"]
MASS = [f"Hội Nông dân {HUYEN}", f"Liên đoàn Lao động {HUYEN}", f"Hội Liên hiệp Phụ nữ {HUYEN}"]
DEPARTMENTS = [
    f"Phòng Nội vụ {HUYEN}",
    f"Phòng Tài chính - Kế hoạch {HUYEN}",
    f"Phòng Giáo dục và Đào tạo {HUYEN}",
    f"Phòng Tài nguyên và Môi trường {HUYEN}",
    f"Phòng Lao động - Thương binh và Xã hội {HUYEN}",
    f"Văn phòng Hội đồng nhân dân và Ủy ban nhân dân {HUYEN}",
    f"Thanh tra {HUYEN}",
]
COMMUNES = ["Ủy ban nhân dân xã Đông Phú", "Ủy ban nhân dân xã Xa Lộ", "Ủy ban nhân dân xã Mỹ Lâm"]
TOWNS = ["Ủy ban nhân dân thị trấn An Hòa", "Ủy ban nhân dân thị trấn Tân Bình"]
NURSERIES = ["Trường Mầm non Hoa Sen", "Trường Mẫu giáo Đông Phú"]
PRIMARIES = ["Trường Tiểu học An Hòa 1", "Trường Tiểu học An Hòa 12"]
SECONDARIES = ["Trường Trung học cơ sở Mỹ Lâm"]
SERVICES = [f"Nhà Thiếu nhi {HUYEN}", f"Ban Quản lý dự án đầu tư xây dựng {HUYEN}"]
ASSOCIATIONS = [f"Hội Chữ thập đỏ {HUYEN}", f"Hội Khuyến học {HUYEN}"]
SCHOOLS = NURSERIES + PRIMARIES + SECONDARIES
KINDS = {
    "party_body": PARTY,
    "fatherland_front": FRONT,
    "mass_organisation": MASS,
    "state_department": DEPARTMENTS,
    "school": SCHOOLS,
    "public_service_unit": SERVICES,
    "association": ASSOCIATIONS,
}


@pytest.fixture
def district(db: None) -> Organisation:
    """The People's Committee of a district with bodies of every kind below it."""
    authority = OrganisationFactory(name=f"Ủy ban nhân dân {HUYEN}", kind="people_committee")
    for kind, names in KINDS.items():
        for name in names:
            OrganisationFactory(name=name, kind=kind, parent=authority)
    for name in COMMUNES + TOWNS:
        OrganisationFactory(name=name, kind="people_committee", tier="commune", parent=authority)
    OrganisationFactory(
        name="Đoàn Thanh niên xã Đông Phú",
        kind="mass_organisation",
        tier="commune",
        parent=Organisation.objects.get(name="Ủy ban nhân dân xã Đông Phú"),
    )
    return authority


LINES = [
    # the founding plan
    (
        "Đại diện Lãnh đạo và cán bộ, công chức, viên chức phụ trách công tác thi đua, khen thưởng các đơn vị thuộc "
        "ban Đảng Huyện ủy; Ủy ban MTTQ Việt Nam huyện; các đoàn thể huyện; các phòng, ban thuộc khối Nhà nước; Nhà "
        "Thiếu nhi; Hội Chữ thập đỏ huyện.",
        PARTY + FRONT + MASS + DEPARTMENTS + SERVICES[:1] + ASSOCIATIONS[:1],
    ),
    ("Chủ tịch hoặc Phó Chủ tịch UBND và công chức Văn phòng - Thông kê các xã, thị trấn.", COMMUNES + TOWNS),
    (
        "Đại diện Ban Giám hiệu và viên chức phụ trách công tác thi đua, khen thưởng của 30 đơn vị Trường trên địa bàn "
        "huyện.",
        SCHOOLS,
    ),
    # schools
    ("Hiệu trưởng các trường trên địa bàn", SCHOOLS),
    ("Đại diện các cơ sở giáo dục trực thuộc", SCHOOLS),
    ("Hiệu trưởng các trường mầm non, mẫu giáo", NURSERIES),
    ("Hiệu trưởng các trường Tiểu học và THCS", PRIMARIES + SECONDARIES),
    ("Giáo viên Trường Tiểu học An Hòa 1", PRIMARIES[:1]),
    (
        "30 trường học trên địa bàn huyện (trừ Trường Mầm non Hoa Sen)",
        [NURSERIES[1], *PRIMARIES, *SECONDARIES],
    ),
    ("Trường Tiểu học Không Có Trong Danh Bạ", []),
    # communes and towns
    ("Lãnh đạo UBND các xã", COMMUNES),
    ("Chủ tịch UBND các xã và thị trấn", COMMUNES + TOWNS),
    ("UBND 05 xã, thị trấn", COMMUNES + TOWNS),
    ("Công chức thị trấn An Hòa và xã Mỹ Lâm", [TOWNS[0], COMMUNES[2]]),
    ("Đoàn Thanh niên các xã, thị trấn", ["Đoàn Thanh niên xã Đông Phú", *COMMUNES, *TOWNS]),
    # departments
    ("Trưởng phòng, Phó Trưởng phòng các phòng, ban, ngành cấp huyện", DEPARTMENTS),
    ("Các cơ quan chuyên môn thuộc UBND huyện", DEPARTMENTS),
    ("Phòng Nội vụ, Phòng GD&ĐT, Phòng LĐ-TB&XH huyện", [DEPARTMENTS[0], DEPARTMENTS[2], DEPARTMENTS[4]]),
    (
        "Phòng Tài chính-Kế hoạch; Văn phòng HĐND và UBND huyện; Thanh tra huyện",
        [DEPARTMENTS[i] for i in (1, 5, 6)],
    ),
    ("Phòng Y tế", []),
    ("Lãnh đạo UBND huyện", [f"Ủy ban nhân dân {HUYEN}"]),
    # party, front, mass organisations, associations
    (
        "Các ban xây dựng Đảng, Mặt trận Tổ quốc và các đoàn thể chính trị - xã hội huyện",
        PARTY + FRONT + MASS,
    ),
    ("Ban Tổ chức Huyện ủy và UBMTTQVN huyện", [PARTY[0], *FRONT]),
    ("Hội Nông dân, LĐLĐ, Hội LHPN huyện", MASS),
    ("Các hội quần chúng", ASSOCIATIONS),
    ("Nhà Thiếu nhi, Ban Quản lý dự án đầu tư xây dựng huyện", SERVICES),
    # words that only look like organisations
    ("Cán bộ phòng chống tệ nạn xã hội, thành viên Hội đồng Thi đua - Khen thưởng", []),
    ("Phóng viên theo dõi phong trào thi đua trên địa bàn, hội trường tầng 2", []),
    ("", []),
    # written without marks, or in NFD
    ("cac xa, thi tran", COMMUNES + TOWNS),
    ("Ca\u0301c tru\u031bo\u031b\u0300ng ma\u0302\u0300m non", NURSERIES[:1]),
]


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_a_line_means_these_organisations(district: Organisation, line: str, expected: list[str]):
    found = queries.suggest_organisations(line, district, DAY)

    assert sorted(each.name for each in found) == sorted(expected)


def test_a_body_that_ended_is_not_suggested(district: Organisation):
    OrganisationFactory(name="Trường Mầm non Cũ", parent=district, valid_to=DAY.replace(month=1))

    found = queries.suggest_organisations("các trường mầm non", district, DAY)

    assert [each.name for each in found] == ["Trường Mầm non Hoa Sen"]


def test_a_body_of_another_authority_is_not_suggested(district: Organisation):
    OrganisationFactory(name="Trường Mầm non Nơi Khác")

    found = queries.suggest_organisations("các trường mầm non", district, DAY)

    assert [each.name for each in found] == ["Trường Mầm non Hoa Sen"]


def test_a_commune_of_2026_maps_its_own_departments_and_schools(db: None):
    commune = OrganisationFactory(name="Ủy ban nhân dân xã Tân Lập", kind="people_committee", tier="commune")
    culture = OrganisationFactory(
        name="Phòng Văn hóa - Xã hội xã Tân Lập", kind="state_department", tier="commune", parent=commune
    )
    school = OrganisationFactory(name="Trường Tiểu học Tân Lập", tier="commune", parent=commune)

    line = "Lãnh đạo các phòng chuyên môn và Hiệu trưởng các trường thuộc UBND xã"

    assert set(queries.suggest_organisations(line, commune, DAY)) == {culture, school}


HEADS = ("head", "deputy")
SEATS = [
    (
        LINES[0][0],
        [
            Suggestion("Lãnh đạo", HEADS, False),
            Suggestion("Cán bộ, công chức, viên chức phụ trách công tác thi đua, khen thưởng", (), True),
        ],
    ),
    (
        LINES[1][0].replace("Thông kê", "Thống kê"),
        [
            Suggestion("Chủ tịch hoặc Phó Chủ tịch", HEADS, False),
            Suggestion("Công chức Văn phòng - Thống kê", ("office_statistics",), False),
        ],
    ),
    (
        LINES[2][0],
        [
            Suggestion("Ban Giám hiệu", HEADS, False),
            Suggestion("Viên chức phụ trách công tác thi đua, khen thưởng", (), True),
        ],
    ),
    ("Hiệu trưởng các trường", [Suggestion("Hiệu trưởng", ("head",), False)]),
    (
        "Trưởng phòng, Phó Trưởng phòng",
        [Suggestion("Trưởng phòng", ("head",), False), Suggestion("Phó Trưởng phòng", ("deputy",), False)],
    ),
    (
        "Mỗi trường 01 Hiệu trưởng và 02 giáo viên",
        [Suggestion("Hiệu trưởng", ("head",), False), Suggestion("Giáo viên", ("other",), False, 2)],
    ),
    (
        "Thủ trưởng hoặc cấp phó và người làm công tác thi đua, khen thưởng của các cơ quan",
        [
            Suggestion("Thủ trưởng hoặc cấp phó", HEADS, False),
            Suggestion("Người làm công tác thi đua, khen thưởng", (), True),
        ],
    ),
    (
        "01 kế toán và 02 giáo viên",
        [Suggestion("Kế toán", ("other",), False), Suggestion("Giáo viên", ("other",), False, 2)],
    ),
    ("Các cơ quan, đơn vị trên địa bàn", []),
]


@pytest.mark.parametrize(("line", "expected"), SEATS)
def test_a_line_asks_for_these_seats(db: None, line: str, expected: list[Suggestion]):
    assert queries.suggest_positions(line) == expected
