"""One plan, numbered and set in every way offices do: always the same structure."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from paperwork import plan, reading

_ROMAN = ("I", "II", "III", "IV", "V")
_LETTERS = "abcd"


class Numbering(NamedTuple):
    """The sign before a part, before what stands in it, and before a fact of a class (counted from 0)."""

    part: Callable[[int], str]
    inner: Callable[[int, int], str]
    fact: Callable[[int, int, int], str]


NUMBERINGS = {
    "I. 1. a)": Numbering(lambda i: f"{_ROMAN[i]}. ", lambda i, j: f"{j + 1}. ", lambda i, j, k: f"{_LETTERS[k]}) "),
    "I- 1- a-": Numbering(lambda i: f"{_ROMAN[i]}- ", lambda i, j: f"{j + 1}- ", lambda i, j, k: f"{_LETTERS[k]}- "),
    "I/ 1/ a/": Numbering(lambda i: f"{_ROMAN[i]}/ ", lambda i, j: f"{j + 1}/ ", lambda i, j, k: f"{_LETTERS[k]}/ "),
    "I) 1) a)": Numbering(lambda i: f"{_ROMAN[i]}) ", lambda i, j: f"{j + 1}) ", lambda i, j, k: f"{_LETTERS[k]}) "),
    "I. (1) (a)": Numbering(
        lambda i: f"{_ROMAN[i]}. ", lambda i, j: f"({j + 1}) ", lambda i, j, k: f"({_LETTERS[k]}) "),
    "I. I.1. a)": Numbering(
        lambda i: f"{_ROMAN[i]}. ", lambda i, j: f"{_ROMAN[i]}.{j + 1}. ", lambda i, j, k: f"{_LETTERS[k]}) "
    ),
    "1. 1.1. 1.1.1.": Numbering(
        lambda i: f"{i + 1}. ", lambda i, j: f"{i + 1}.{j + 1}. ", lambda i, j, k: f"{i + 1}.{j + 1}.{k + 1}. "
    ),
    "A. I. 1.": Numbering(lambda i: f"{'ABCDE'[i]}. ", lambda i, j: f"{_ROMAN[j]}. ", lambda i, j, k: f"{k + 1}. "),
    "Phần I: 1. a)": Numbering(
        lambda i: f"Phần {_ROMAN[i]}: ", lambda i, j: f"{j + 1}. ", lambda i, j, k: f"{_LETTERS[k]}) "
    ),
    "Mục 1. 1. a)": Numbering(
        lambda i: f"Mục {i + 1}. ", lambda i, j: f"{j + 1}. ", lambda i, j, k: f"{_LETTERS[k]}) "
    ),
    "I. 1. -": Numbering(lambda i: f"{_ROMAN[i]}. ", lambda i, j: f"{j + 1}. ", lambda i, j, k: "- "),
}  # fmt: skip
CLASSES = (
    (
        "Lớp thứ nhất",
        ("Lãnh đạo các phòng, ban", "Chuyên viên phụ trách"),
        "45 người",
        "01 ngày, ngày 12/6/2025",
        "A",
    ),
    (
        "Lớp thứ hai",
        ("Hiệu trưởng; kế toán các trường",),
        "khoảng 60 người",
        "01 buổi, sáng ngày 13/6/2025",
        "B",
    ),
)
DUTIES = (
    ("Phòng Nội vụ", ("Chuẩn bị nội dung", "Mời báo cáo viên")),
    ("Phòng Tài chính - Kế hoạch", ("Thẩm định dự toán",)),
    ("Các trường học", ("Cử người tham dự", "Gửi danh sách trước ngày 05/6/2025")),
)


def written(numbering: Numbering, bullet: str, loud: bool, bold: bool) -> str:
    """The plan in this form, Markdown where its headings are bold."""

    def heading(sign: str, text: str) -> str:
        return f"**{sign}{text}**" if bold else f"{sign}{text}"

    lines = ["ỦY BAN NHÂN DÂN HUYỆN AN BÌNH", "KẾ HOẠCH", "Tập huấn công tác thi đua năm 2025"]
    for i, (title, items) in enumerate(
        (
            ("Mục đích, yêu cầu", ("Nâng cao nghiệp vụ", "Bảo đảm đúng thành phần; tiết kiệm")),
            ("Nội dung", ("Quy trình khen thưởng", "Kỹ năng viết báo cáo")),
            ("Các lớp tập huấn", ()),
            ("Kinh phí", ("Ngân sách huyện năm 2025",)),
            ("Tổ chức thực hiện", ()),
        )
    ):
        lines.append(heading(numbering.part(i), title.upper() if loud else title))
        lines += [f"{bullet}{item}." for item in items]
        if i == 2:
            for j, (name, people, number, time, venue) in enumerate(CLASSES):
                lines += [heading(numbering.inner(i, j), name), f"{numbering.fact(i, j, 0)}Thành phần:"]
                lines += [f"{bullet}{one}." for one in people]
                said = (f"Số lượng: {number}", f"Thời gian: {time}", f"Địa điểm: {venue}")
                lines += [f"{numbering.fact(i, j, k + 1)}{fact}." for k, fact in enumerate(said)]
        if i == 4:
            for j, (body, duties) in enumerate(DUTIES):
                lines += [heading(numbering.inner(i, j), body), *(f"{bullet}{duty}." for duty in duties)]
    lines += ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn Đạt"]
    return ("\n\n" if bold else "\n").join(lines)


@pytest.mark.parametrize("bullet", ["+ ", "• ", ""], ids=["plus", "dot", "none"])
@pytest.mark.parametrize("loud", [True, False], ids=["capitals", "small"])
@pytest.mark.parametrize("bold", [True, False], ids=["bold", "plain"])
@pytest.mark.parametrize("numbering", NUMBERINGS)
def test_a_plan_reads_alike_however_it_is_numbered(
    numbering: str, bold: bool, loud: bool, bullet: str
) -> None:
    read = reading.read_plan(
        written(NUMBERINGS[numbering], bullet, loud, bold).encode(), "a.md" if bold else "a.txt"
    )

    assert read.purposes == ("Nâng cao nghiệp vụ", "Bảo đảm đúng thành phần; tiết kiệm")
    assert [entry.text for entry in read.curriculum] == ["Quy trình khen thưởng", "Kỹ năng viết báo cáo"]
    assert read.classes == (
        plan.PlannedClass("Lớp thứ nhất", CLASSES[0][1], 45, 1.0, "2025-06-12", "2025-06-12", None, "A"),
        plan.PlannedClass("Lớp thứ hai", CLASSES[1][1], 60, 0.5, "2025-06-13", "2025-06-13", None, "B"),
    )
    assert read.funding == ("Ngân sách huyện năm 2025",)
    assert read.assignments == tuple(plan.Assignment(body, duties) for body, duties in DUTIES)
    assert [deadline.on for deadline in read.deadlines] == ["2025-06-05"]
    assert read.recipients == ("Như trên", "Lưu: VT")
    assert read.signatory == plan.Signatory("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn Đạt")
    assert read.unread == ()
