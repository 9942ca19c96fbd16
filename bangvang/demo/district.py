"""The invented district of An Hòa: its bodies and the people everybody meets. No such district exists, nobody is real.

Class 1 of its plan offers 70 places; two for each unit that the plan names make 72, so that an officer has something
to decide. Class 2 fits: 30 schools with two places each make 60.
"""

from dataclasses import dataclass
from typing import Final

PLACE: Final = "An Hòa"
AUTHORITY: Final = ("ubnd-huyen", f"Ủy ban nhân dân huyện {PLACE}")
STANDING_BODY: Final = "phong-noi-vu"


@dataclass(frozen=True, slots=True)
class Unit:
    """A body below the People's Committee. `head`, `deputy`, `staff` are what its people are called."""

    code: str
    name: str
    kind: str
    head: str
    deputy: str
    staff: str
    size: int
    tier: str = "district"


def _party() -> list[Unit]:
    offices = [
        ("vp-huyen-uy", "Văn phòng Huyện ủy", "Chánh Văn phòng", "Phó Chánh Văn phòng", 7),
        ("ban-to-chuc", "Ban Tổ chức Huyện ủy", "Trưởng ban", "Phó Trưởng ban", 5),
        ("ban-tuyen-giao", "Ban Tuyên giáo Huyện ủy", "Trưởng ban", "Phó Trưởng ban", 5),
        ("ban-dan-van", "Ban Dân vận Huyện ủy", "Trưởng ban", "Phó Trưởng ban", 4),
        ("ub-kiem-tra", "Cơ quan Ủy ban Kiểm tra Huyện ủy", "Chủ nhiệm", "Phó Chủ nhiệm", 5),
        ("tt-chinh-tri", "Trung tâm Chính trị huyện", "Giám đốc", "Phó Giám đốc", 4),
    ]
    return [
        Unit(code, f"{name} {PLACE}", "party_body", head, deputy, "Chuyên viên", size)
        for code, name, head, deputy, size in offices
    ]


def _mass() -> list[Unit]:
    names = [
        ("mttq", "Ủy ban Mặt trận Tổ quốc Việt Nam", "fatherland_front", "Chủ tịch", "Phó Chủ tịch", 5),
        ("ldld", "Liên đoàn Lao động", "mass_organisation", "Chủ tịch", "Phó Chủ tịch", 4),
        ("hoi-nong-dan", "Hội Nông dân", "mass_organisation", "Chủ tịch", "Phó Chủ tịch", 4),
        ("hoi-phu-nu", "Hội Liên hiệp Phụ nữ", "mass_organisation", "Chủ tịch", "Phó Chủ tịch", 4),
        ("hoi-ccb", "Hội Cựu chiến binh", "mass_organisation", "Chủ tịch", "Phó Chủ tịch", 4),
        ("huyen-doan", "Đoàn TNCS Hồ Chí Minh", "mass_organisation", "Bí thư", "Phó Bí thư", 4),
    ]
    return [
        Unit(code, f"{name} huyện {PLACE}", kind, head, deputy, "Chuyên viên", size)
        for code, name, kind, head, deputy, size in names
    ]


def _departments() -> list[Unit]:
    names = [
        (
            "vp-ubnd",
            "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
            "Chánh Văn phòng",
            "Phó Chánh Văn phòng",
            8,
        ),
        (STANDING_BODY, "Phòng Nội vụ", "Trưởng phòng", "Phó Trưởng phòng", 7),
        ("phong-tckh", "Phòng Tài chính - Kế hoạch", "Trưởng phòng", "Phó Trưởng phòng", 7),
        ("phong-tu-phap", "Phòng Tư pháp", "Trưởng phòng", "Phó Trưởng phòng", 4),
        ("phong-gddt", "Phòng Giáo dục và Đào tạo", "Trưởng phòng", "Phó Trưởng phòng", 7),
        ("phong-ldtbxh", "Phòng Lao động - Thương binh và Xã hội", "Trưởng phòng", "Phó Trưởng phòng", 6),
        ("phong-vhtt", "Phòng Văn hóa và Thông tin", "Trưởng phòng", "Phó Trưởng phòng", 5),
        ("phong-tnmt", "Phòng Tài nguyên và Môi trường", "Trưởng phòng", "Phó Trưởng phòng", 6),
        ("phong-nnptnt", "Phòng Nông nghiệp và Phát triển nông thôn", "Trưởng phòng", "Phó Trưởng phòng", 6),
        ("phong-ktht", "Phòng Kinh tế và Hạ tầng", "Trưởng phòng", "Phó Trưởng phòng", 6),
        ("phong-y-te", "Phòng Y tế", "Trưởng phòng", "Phó Trưởng phòng", 4),
        ("thanh-tra", "Thanh tra", "Chánh Thanh tra", "Phó Chánh Thanh tra", 5),
    ]
    return [
        Unit(code, f"{name} huyện {PLACE}", "state_department", head, deputy, "Chuyên viên", size)
        for code, name, head, deputy, size in names
    ]


def _others() -> list[Unit]:
    names = [
        ("nha-thieu-nhi", "Nhà Thiếu nhi", "public_service_unit", "Giám đốc", "Phó Giám đốc", "Viên chức", 4),
        ("tt-van-hoa", "Trung tâm Văn hóa, Thể thao và Truyền thanh", "public_service_unit", "Giám đốc",
         "Phó Giám đốc", "Viên chức", 7),
        ("ban-qlda", "Ban Quản lý dự án đầu tư xây dựng", "public_service_unit", "Giám đốc", "Phó Giám đốc",
         "Viên chức", 6),
        ("hoi-ctd", "Hội Chữ thập đỏ", "association", "Chủ tịch", "Phó Chủ tịch", "Chuyên viên", 4),
        ("hoi-khuyen-hoc", "Hội Khuyến học", "association", "Chủ tịch", "Phó Chủ tịch", "Chuyên viên", 4),
    ]  # fmt: skip
    return [
        Unit(code, f"{name} huyện {PLACE}", kind, head, deputy, staff, size)
        for code, name, kind, head, deputy, staff, size in names
    ]


COMMUNES: Final = [
    ("xa-dong-phu", "xã Đông Phú"),
    ("xa-hoa-dien", "xã Hòa Điền"),
    ("xa-kim-quy", "xã Kim Quy"),
    ("xa-long-thanh-my", "xã Long Thạnh Mỹ"),
    ("xa-my-hiep-hung", "xã Mỹ Hiệp Hưng"),
    ("xa-ngoc-loi", "xã Ngọc Lợi"),
    ("xa-tan-dien", "xã Tân Điền"),
    ("xa-vinh-quoi", "xã Vĩnh Quới"),
    ("tt-an-hoa", "thị trấn An Hòa"),
    ("tt-bau-sen", "thị trấn Bàu Sen"),
]


def _communes() -> list[Unit]:
    return [
        Unit(
            code,
            f"Ủy ban nhân dân {name}",
            "people_committee",
            "Chủ tịch",
            "Phó Chủ tịch",
            "Công chức",
            7,
            "commune",
        )
        for code, name in COMMUNES
    ]


NURSERIES: Final = [
    "An Hòa",
    "Bàu Sen",
    "Đông Phú",
    "Hòa Điền",
    "Họa Mi",
    "Hướng Dương",
    "Mỹ Hiệp Hưng",
    "Sao Mai",
]
PRIMARIES: Final = [
    "An Hòa 1",
    "An Hòa 2",
    "Bàu Sen",
    "Đông Phú 1",
    "Đông Phú 2",
    "Hòa Điền",
    "Kim Quy",
    "Long Thạnh Mỹ",
    "Mỹ Hiệp Hưng",
    "Ngọc Lợi",
    "Tân Điền 1",
    "Tân Điền 2",
    "Vĩnh Quới",
]
SECONDARIES: Final = [
    "An Hòa",
    "Bàu Sen",
    "Đông Phú",
    "Hòa Điền",
    "Kim Quy",
    "Long Thạnh Mỹ",
    "Ngọc Lợi",
    "Tân Điền",
    "Vĩnh Quới",
]


def _schools() -> list[Unit]:
    kinds = [
        ("mn", "Mầm non", NURSERIES),
        ("th", "Tiểu học", PRIMARIES),
        ("thcs", "Trung học cơ sở", SECONDARIES),
    ]
    return [
        Unit(f"{short}-{place + 1}", f"Trường {long} {name}", "school", "Hiệu trưởng", "Phó Hiệu trưởng",
             "Giáo viên", 6 + place % 3)
        for short, long, names in kinds
        for place, name in enumerate(names)
    ]  # fmt: skip


UNITS: Final = [*_party(), *_mass(), *_departments(), *_others(), *_communes(), *_schools()]


@dataclass(frozen=True, slots=True)
class Known:
    """A person everybody meets in the demo: serves in the unit `where`, holds the role in `role_in`."""

    username: str
    name: str
    sex: str
    where: str
    title: str
    kind: str
    role: str = ""
    role_in: str = ""
    in_charge: bool = False
    secret: str = ""
    acting_for: str = ""


# Whoever needs a second factor has a fixed one: the login page of the demo shows its current code.
KNOWN: Final = [
    Known("chi", "Phạm Mai Chi", "female", STANDING_BODY, "Chuyên viên", "other", "standing_body", AUTHORITY[0], True,
          "GKNMJXVKPSMHLZA6JFOSVCOXBV4UV7AV"),
    Known("son", "Võ Trường Sơn", "male", AUTHORITY[0], "Phó Chủ tịch", "deputy", "signatory", AUTHORITY[0], False,
          "SCF2PT4FX46FO4LQIAUGYRUXBXRKL44T"),
    Known("quan", "Đỗ Minh Quản", "male", "vp-ubnd", "Chuyên viên", "other", "administrator", AUTHORITY[0], False,
          "VZ2HVWXXLXLNC6UMI6HH6WBG3AJHCNBA"),
    Known("anh", "Trần Ngọc Anh", "female", "th-1", "Giáo viên", "other", "focal_point", "th-1", True),
    Known("binh", "Lê Thanh Bình", "male", "th-1", "Hiệu trưởng", "head", "unit_head", "th-1"),
    Known("giang", "Đặng Hương Giang", "female", "th-2", "Giáo viên", "other", "focal_point", "th-2", True),
    Known("hanh", "Nguyễn Thị Mỹ Hạnh", "female", "xa-dong-phu", "Công chức Văn phòng - Thống kê",
          "office_statistics", "focal_point", "xa-dong-phu", True),
    Known("khoa", "Bùi Đăng Khoa", "male", "xa-dong-phu", "Chủ tịch", "head", "unit_head", "xa-dong-phu"),
    Known("dao", "Hồ Thị Đào", "female", "xa-dong-phu", "Phó Chủ tịch", "deputy", "unit_head", "xa-dong-phu",
          acting_for="khoa"),
    Known("lam", "Huỳnh Thanh Lâm", "male", "ban-to-chuc", "Chuyên viên", "other", "focal_point", "ban-to-chuc", True),
    Known("nga", "Dương Thúy Nga", "female", "hoi-ctd", "Chủ tịch", "head", "unit_head", "hoi-ctd"),
    Known("phuc", "Phan Hữu Phúc", "male", "thanh-tra", "Thanh tra viên", "other", "inspector", AUTHORITY[0]),
    Known("uyen", "Trịnh Tú Uyên", "female", "thcs-1", "Giáo viên", "other"),
]  # fmt: skip
