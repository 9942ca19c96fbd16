"""Papers of an invented district, and a reader of their PDF measures, for the tests of this folder."""

import datetime
import io
import itertools
from dataclasses import dataclass
from typing import Any

import pdfplumber

from paperwork import official

MM = 25.4 / 72
_COLUMN_GAP = 10  # pt; words of one line are never so far apart
PLAN = official.OfficialDocument(
    head=official.Head(
        "ỦY BAN NHÂN DÂN HUYỆN ĐÔNG HÀ THƯỢNG",
        "KH-UBND",
        number="5",
        place="Đông Hà Thượng",
        date=datetime.date(2024, 2, 8),
        issuer="Ủy ban nhân dân huyện Đông Hà Thượng",
    ),
    kind="KẾ HOẠCH",
    title="Tập huấn nghiệp vụ công tác thi đua, khen thưởng năm 2024 cho cán bộ, công chức, viên chức",
    grounds=(
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
        "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ",
    ),
    body=(
        official.Paragraph("Ủy ban nhân dân huyện ban hành Kế hoạch như sau:"),
        official.Section(1, "Mục đích, yêu cầu"),
        *(
            official.Bullet(
                f"Yêu cầu thứ {i}: cập nhật, bổ sung những quy định mới về thi đua, khen thưởng cho đội ngũ cán bộ, "
                "công chức, viên chức phụ trách; bảo đảm thiết thực, trọng tâm, hiệu quả và tiết kiệm."
            )
            for i in range(1, 13)
        ),
        official.Section(2, "Nội dung"),
        official.Item(1, "Nghiệp vụ cơ bản"),
        official.Bullet("Một số nội dung sau:"),
        official.Bullet("Hướng dẫn viết báo cáo thành tích;", 2),
        official.Item(2, "Đại biểu tự túc phương tiện.", is_title=False),
        official.Point(1, "Thành phần:"),
        official.Point(5, "Số lượng: 70 người."),
        official.Paragraph(
            "Trên đây là Kế hoạch tập huấn. Đề nghị các cơ quan, đơn vị tổ chức thực hiện tốt."
        ),
    ),
    recipients=("Ban TĐKT tỉnh", "CT, các PCT. UBND huyện;", "Lưu: VT, NV."),
    signature=official.Signature("PHÓ CHỦ TỊCH", "Đặng Thị Ước", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")),
)
LETTER = official.OfficialDocument(
    head=official.Head(
        "PHÒNG NỘI VỤ",
        "PNV-TĐKT",
        managing_body="UBND HUYỆN ĐÔNG HÀ THƯỢNG",
        place="Đông Hà Thượng",
        year=2024,
    ),
    kind=official.LETTER,
    title="cử cán bộ, công chức, viên chức tham dự lớp tập huấn nghiệp vụ thi đua, khen thưởng",
    addressees=("Các ban Đảng Huyện ủy", "Ủy ban nhân dân các xã, thị trấn"),
    body=(official.Paragraph("Phòng Nội vụ đề nghị các đơn vị cử người tham dự lớp tập huấn"),),
    recipients=("Như trên", "Lưu: VT"),
    signature=official.Signature("TRƯỞNG PHÒNG", "Lê Văn Đạt"),
)
COLUMNS = (
    official.Column("STT", 1, "center"),
    official.Column("Họ và tên", 4),
    official.Column("Đơn vị", 5),
    official.Column("Số tiền", 2, "right"),
)


def with_list(count: int, *, appendices: int = 1, landscape: bool = False) -> official.OfficialDocument:
    """The plan with lists of this many people attached."""
    people = tuple(
        official.Row((str(i), "Nguyễn Đức Ưởng", "Ủy ban nhân dân xã Thạnh Đông", "1.000.000"))
        for i in range(1, count + 1)
    )
    rows = (
        official.Row(("Khối các xã",), is_group=True),
        *people,
        official.Row(("", "Cộng", "", "9"), is_total=True),
    )
    appendix = official.Appendix(
        "Danh sách lớp thứ nhất",
        (official.Table(COLUMNS, rows), official.Paragraph(f"Danh sách này có {count} người.")),
        landscape=landscape,
    )
    return official.OfficialDocument(**{**vars(PLAN), "appendices": (appendix,) * appendices})


@dataclass(frozen=True)
class Printed:
    """One line of a PDF page, in millimetres from its top left corner."""

    text: str
    left: float
    right: float
    top: float
    baseline: float
    size: float
    font: str

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    lines: tuple[Printed, ...]
    rules: tuple[tuple[float, float, float], ...]  # left, right, from the top

    def line(self, start: str) -> Printed:
        (found,) = (line for line in self.lines if line.text.startswith(start))
        return found


def pages(data: bytes) -> list[Page]:
    """The lines and rules of every page."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [_page(page) for page in pdf.pages]


def _page(page: pdfplumber.page.Page) -> Page:
    by_baseline: dict[float, list[dict[str, Any]]] = {}
    for char in page.chars:
        by_baseline.setdefault(round(char["matrix"][5], 1), []).append(char)
    lines = []
    for baseline in sorted(by_baseline, reverse=True):
        chars = sorted(by_baseline[baseline], key=lambda char: char["x0"])
        cuts = [i for i in range(1, len(chars)) if chars[i]["x0"] - chars[i - 1]["x1"] > _COLUMN_GAP]
        for first, last in itertools.pairwise([0, *cuts, len(chars)]):
            lines.append(_printed(chars[first:last], float(page.height) - baseline))
    rules = tuple((rule["x0"] * MM, rule["x1"] * MM, rule["top"] * MM) for rule in page.lines)
    return Page(float(page.width) * MM, float(page.height) * MM, tuple(lines), rules)


def _printed(chars: list[dict[str, Any]], baseline: float) -> Printed:
    inked = [char for char in chars if not char["text"].isspace()]
    return Printed(
        "".join(char["text"] for char in chars).replace("\u00a0", " ").strip(),
        inked[0]["x0"] * MM,
        inked[-1]["x1"] * MM,
        min(char["top"] for char in inked) * MM,
        baseline * MM,
        round(inked[0]["size"], 2),
        inked[0]["fontname"].split("+")[-1],
    )
