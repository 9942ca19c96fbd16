"""Invented people: Vietnamese names put together by chance, the same for the same seed."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from bangvang.directory.models import Person

FAMILIES = (
    ["Nguyễn"] * 30
    + ["Trần"] * 11
    + ["Lê"] * 10
    + ["Phạm"] * 7
    + ["Huỳnh"] * 4
    + ["Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương"] * 3
    + [
        "Lý",
        "Đinh",
        "Lâm",
        "Mai",
        "Trịnh",
        "Đoàn",
        "Trương",
        "Tô",
        "Thái",
        "Châu",
        "Danh",
        "Quách",
        "Tạ",
        "Hứa",
    ]
)
MIDDLES = {
    "female": [
        "Thị",
        "Thị",
        "Thị",
        "Ngọc",
        "Thúy",
        "Kim",
        "Mỹ",
        "Thanh",
        "Hồng",
        "Bích",
        "Thu",
        "Phương",
        "Mai",
    ],
    "male": [
        "Văn",
        "Văn",
        "Hữu",
        "Minh",
        "Quốc",
        "Đức",
        "Thanh",
        "Công",
        "Trung",
        "Đình",
        "Hoàng",
        "Xuân",
        "Chí",
    ],
}
GIVEN = {
    "female": [
        "An", "Anh", "Ánh", "Bình", "Châu", "Chi", "Diễm", "Dung", "Duyên", "Đào", "Điệp", "Giang", "Hà", "Hạnh",
        "Hằng", "Hiền", "Hoa", "Hòa", "Huệ", "Hương", "Khánh", "Lan", "Lệ", "Liên", "Linh", "Loan", "Ly", "Mai",
        "Minh", "My", "Nga", "Ngân", "Ngọc", "Nguyệt", "Nhi", "Nhung", "Nương", "Oanh", "Phụng", "Phương",
        "Quyên", "Quỳnh", "Sương", "Tâm", "Thảo", "Thi", "Thơ", "Thủy", "Thư", "Thương", "Tiên", "Trang", "Trâm",
        "Trinh", "Trúc", "Tuyết", "Uyên", "Vân", "Vy", "Xuân", "Yến", "Ý",
    ],
    "male": [
        "An", "Bảo", "Bình", "Cường", "Danh", "Dũng", "Duy", "Đại", "Đạt", "Điền", "Đông", "Đức", "Giang", "Hải",
        "Hào", "Hậu", "Hiếu", "Hòa", "Hoàng", "Huy", "Hưng", "Khang", "Khánh", "Khoa", "Kiên", "Lâm", "Lập", "Lộc",
        "Long", "Luân", "Mẫn", "Minh", "Nam", "Nghĩa", "Nhân", "Phong", "Phú", "Phúc", "Phước", "Quang", "Quân",
        "Sang", "Sinh", "Sơn", "Tài", "Tâm", "Tấn", "Thái", "Thắng", "Thành", "Thiện", "Thịnh", "Thuận", "Tín",
        "Toàn", "Trí", "Trọng", "Trung", "Tuấn", "Tùng", "Vinh", "Vũ", "Vượng",
    ],
}  # fmt: skip
SECOND = {
    "female": ["", "", "", "", "Như", "Thảo", "Khánh", "Diệu", "Tường", "Hoài"],
    "male": ["", "", "", "", "Anh", "Nhật", "Gia", "Thiên", "Tuấn", "Bảo"],
}


@dataclass
class People:
    """Makes people one after another; `random` decides everything."""

    random: Random
    today: date
    keys: dict[str, tuple[str, str]] = field(default_factory=dict)

    def name(self, sex: str) -> str:
        """Family, middle and given name; some have four words."""
        choose = self.random.choice
        words = [choose(FAMILIES), choose(MIDDLES[sex]), choose(SECOND[sex]), choose(GIVEN[sex])]
        kept: list[str] = []
        for word in words:
            if word and word not in kept:
                kept.append(word)
        return " ".join(kept)

    def person(self, code: str, name: str = "", sex: str = "") -> Person:
        """A person of working age, not yet saved."""
        sex = sex or self.random.choice(("female", "female", "female", "male", "male"))
        born = self.today - timedelta(days=self.random.randrange(23 * 365, 59 * 365))
        row = Person(code=code, full_name=name or self.name(sex), sex=sex, birth_date=born)
        # Many share a name: what a name is found and sorted by is worked out once.
        if row.full_name in self.keys:
            row.folded, row.sort_key = self.keys[row.full_name]
        else:
            row.clean()
            self.keys[row.full_name] = (row.folded, row.sort_key)
        return row
