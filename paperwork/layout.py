"""Decree 30/2020/NĐ-CP, annex I, as measurements: the only place that knows a size, a margin or an indent.

Millimetres on the page, points in the text. Every style tells the sizes the Decree permits and the row it comes
from, so that a test can hold the chosen value against the permitted one. We choose the sizes of the Decree's own
specimen column (annex I, part V).
"""

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center", "right", "justify"]

FONT = "Times New Roman"
LINE_HEIGHT = 1.149  # one line of Times New Roman, in ems
DESCENT = 0.216  # what of it lies below the baseline
MM_PER_PT = 25.4 / 72


@dataclass(frozen=True)
class Page:
    """A4 with its margins (annex I, part I, section I)."""

    width: float = 210
    height: float = 297
    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 15
    number_from_top: float = 10  # the page number stands in the top margin


PAGE = Page()
MARGINS = {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}
FIRST_LINE = (10.0, 12.7)  # the Decree permits 1 cm or 1.27 cm
INDENT = FIRST_LINE[1]
SPACING = 6.0  # at least 6 pt between paragraphs
RULE_SHARE = (1 / 3, 1 / 2)  # of the text it underlines
RULE = 0.42  # the share we choose
RULE_GAP = 3.0  # pt between text and rule
RULE_WIDTH = 0.5  # pt
HEAD_LEFT = 0.42  # share of ô 2 and ô 3; a two-column grid is custom, the Decree gives no widths
FOOT_LEFT = 0.48
SIGNATURE_ROOM = 78.0  # pt between office and name: the signature and the seal
TABLE_STROKE = 0.5  # pt
TABLE_INSET = (1.5, 0.9)  # mm, beside and above the text of a cell
ADDRESSEE_LEFT = 25.0  # mm, where "Kính gửi:" begins when several are addressed
BLANK_NUMBER = "\u00a0" * 6
BLANK_DATE = "\u00a0" * 5


@dataclass(frozen=True)
class Style:
    name: str  # as an official finds it in Word's list of styles
    size: float
    sizes: tuple[float, float]
    source: str
    bold: bool = False
    italic: bool = False
    align: Align = "center"
    indent: float = 0.0
    before: float = 0.0
    after: float = 0.0
    line: float = 1.0
    keeps: bool = False  # stays on the page of the paragraph after it
    outline: int = 0  # level in the navigation pane; 0 is running text


def _body(name: str, source: str, *, bold: bool = False, italic: bool = False, **other: object) -> Style:
    chosen: dict[str, object] = {"align": "justify", "indent": INDENT, "after": SPACING, "line": 1.05} | other
    return Style(name, 14, (13, 14), source, bold=bold, italic=italic, **chosen)  # type: ignore[arg-type]


STYLES: dict[str, Style] = {
    "national_name": Style("Quốc hiệu", 12, (12, 13), "PL I, II.1.a; V row 1", bold=True),
    "motto": Style("Tiêu ngữ", 13, (13, 14), "PL I, II.1.b; V row 1", bold=True),
    "managing_body": Style("Cơ quan chủ quản", 12, (12, 13), "PL I, II.2; V row 2"),
    "issuing_body": Style("Cơ quan ban hành", 12, (12, 13), "PL I, II.2; V row 2", bold=True),
    "number": Style("Số, ký hiệu", 13, (13, 13), "PL I, II.3; V row 3", before=8),
    "place_and_date": Style(
        "Địa danh, thời gian", 13, (13, 14), "PL I, II.4; V row 4", italic=True, before=8
    ),
    "kind": Style(
        "Tên loại", 14, (13, 14), "PL I, II.5.a; V row 5.a", bold=True, before=16, keeps=True, outline=1
    ),
    "title": Style("Trích yếu", 14, (13, 14), "PL I, II.5.a; V row 5.a", bold=True, after=12, keeps=True),
    "letter_subject": Style("Trích yếu công văn", 12, (12, 13), "PL I, II.5.b; V row 5.b", before=6),
    "addressee": Style("Kính gửi", 14, (13, 14), "PL I, II.9.a; V row 9.a", align="left", before=16),
    "addressees": Style("Nơi kính gửi", 14, (13, 14), "PL I, II.9.a; V row 9.a", align="left", before=2),
    "ground": _body("Căn cứ", "PL I, II.6.b; V row 6", italic=True),
    "section": _body(
        "Mục", "PL I, II.6.d; V row 6", bold=True, align="left", before=2, keeps=True, outline=2
    ),
    "item_title": _body("Khoản có tiêu đề", "PL I, II.6.d", bold=True, align="left", keeps=True, outline=3),
    "item": _body("Khoản", "PL I, II.6.d; V row 6"),
    "point": _body("Điểm", "PL I, II.6.d; V row 6"),
    "point_title": _body("Điểm dẫn", "PL I, II.6.d; V row 6", keeps=True),
    "paragraph": _body("Lời văn", "PL I, II.6.d; V row 6"),
    "bullet": _body("Gạch đầu dòng", "PL I, II.6.d; V row 6"),
    "sub_bullet": _body("Cộng đầu dòng", "PL I, II.6.d; V row 6"),
    "centred": _body("Lời văn giữa dòng", "PL I, II.6.d; V row 6", align="center", indent=0.0),
    "cell": Style("Ô bảng", 13, (13, 14), "PL I, II.6.d", align="left"),
    "cell_head": Style("Đầu bảng", 13, (13, 14), "PL I, II.6.d", bold=True),
    "cell_group": Style("Nhóm trong bảng", 13, (13, 14), "PL I, II.6.d", bold=True, align="left", keeps=True),
    "authority": Style(
        "Quyền hạn người ký", 14, (13, 14), "PL I, II.7.a-c; V row 7.a", bold=True, keeps=True
    ),
    "office": Style("Chức vụ người ký", 14, (13, 14), "PL I, II.7.b-c; V row 7.a", bold=True, keeps=True),
    "signer": Style("Họ tên người ký", 14, (13, 14), "PL I, II.7.c; V row 7.b", bold=True),
    "recipients_label": Style(
        "Nơi nhận", 12, (12, 12), "PL I, II.9.b; V row 9.b", bold=True, italic=True, align="left", keeps=True
    ),
    "recipient": Style("Danh sách nơi nhận", 11, (11, 11), "PL I, II.9.b; V row 9.b", align="left"),
    "appendix_label": Style("Phụ lục", 14, (14, 14), "PL I, III.1.b", bold=True, keeps=True, outline=1),
    "appendix_title": Style("Tiêu đề phụ lục", 14, (13, 14), "PL I, III.1.b", bold=True, keeps=True),
    "appendix_reference": Style("Chỉ dẫn phụ lục", 14, (13, 14), "PL I, III.1.c", italic=True, after=SPACING),
    "page_number": Style("Số trang", 14, (13, 14), "PL I, I.7; V row 14"),
}


def usable_width(*, landscape: bool) -> float:
    """The width of the text on the page, in millimetres."""
    return (PAGE.height if landscape else PAGE.width) - PAGE.left - PAGE.right
