"""Excel lists as offices have them: every cell with its address, every oddity with a sentence."""

import contextlib
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from bangvang.core import sheets
from bangvang.core.errors import RuleViolation
from bangvang.core.sheets import Cell, Field, Wrong

DAY = date(2024, 4, 8)
FIELDS = (
    Field("name", "Họ và tên", ("ho va ten", "ho ten"), is_needed=True),
    Field("birth", "Ngày sinh", ("ngay sinh", "ngay thang nam sinh")),
    Field("title", "Chức vụ", ("chuc vu", "chuc danh")),
    Field("phone", "Điện thoại", ("dien thoai", "so dien thoai", "sdt")),
)


def workbook(write: Callable[[Any, Any], None], name: str = "Danh sách") -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    write(book, book.add_worksheet(name))
    book.close()
    return stream.getvalue()


def rows(*lines: list[Any]) -> bytes:
    def write(_book: Any, sheet: Any) -> None:
        for at, line in enumerate(lines):
            for column, value in enumerate(line):
                if value is not None:
                    sheet.write(at, column, value)

    return workbook(write)


def recognised(data: bytes) -> sheets.Recognised:
    return sheets.recognise(sheets.read(data, "a.xlsx"), FIELDS)


def names(found: sheets.Recognised) -> list[str]:
    return [found.cell(row, "name").text for row in found.rows()]


def test_title_rows_above_the_headings_are_passed_over():
    found = recognised(
        rows(
            ["UBND HUYỆN AN HÒA"],
            ["DANH SÁCH CỬ ĐI TẬP HUẤN"],
            [],
            ["STT", "Họ và tên (*)", "Chức vụ", "Số điện thoại"],
            ["(1)", "(2)", "(3)", "(4)"],
            [1, "Đặng Văn Ấn", "Giáo viên", "0912"],
            [],
            [2, "Hồ Thị Ngọc Ánh", "Kế toán", ""],
        )
    )

    assert (found.heading_row, dict(found.columns)) == (4, {"name": 1, "title": 2, "phone": 3})
    assert names(found) == ["Đặng Văn Ấn", "Hồ Thị Ngọc Ánh"]
    assert [found.cell(row, "name").address for row in found.rows()] == ["B6", "B8"]


@pytest.mark.parametrize("heading", ["HỌ VÀ TÊN", "ho va ten", "Ho\u0323 va\u0300 te\u0302n", "Họ   tên:"])
def test_headings_are_known_with_and_without_marks_and_in_nfd(heading):
    assert names(recognised(rows([heading], ["Trần Ánh"]))) == ["Trần Ánh"]


def test_headings_in_two_rows_with_merged_cells_are_one():
    def write(book: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 1, 0, "STT")
        sheet.merge_range(0, 1, 1, 1, "Họ và tên")
        sheet.merge_range(0, 2, 0, 3, "Thông tin")
        sheet.write(1, 2, "Ngày sinh")
        sheet.write(1, 3, "Chức vụ")
        sheet.write_row(2, 0, [1, "Trần Ánh", "31/12/1990", "Giáo viên"])

    found = recognised(workbook(write))

    assert dict(found.columns) == {"name": 1, "birth": 2, "title": 3}
    assert names(found) == ["Trần Ánh"]


def test_a_list_without_the_needed_heading_says_which():
    with pytest.raises(sheets.Unreadable, match="Không tìm thấy hàng tiêu đề có cột “Họ và tên”"):
        recognised(rows(["STT", "Chức vụ"], [1, "Giáo viên"]))


def test_a_hidden_sheet_is_not_read_and_a_hidden_row_is_marked():
    def write(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Họ và tên"])
        sheet.write_row(1, 0, ["Trần Ánh"])
        sheet.write_row(2, 0, ["Lê Ẩn"])
        sheet.set_row(2, None, None, {"hidden": True})
        hidden = book.add_worksheet("Danh mục")
        hidden.write(0, 0, "Họ và tên")
        hidden.hide()

    read = sheets.read(workbook(write), "a.xlsx")

    assert [sheet.name for sheet in read] == ["Danh sách"]
    assert [row.is_hidden for row in recognised(workbook(write)).rows()] == [False, True]


def test_a_formula_gives_its_stored_value_and_one_without_is_told():
    def write(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Họ và tên", "Chức vụ", "Điện thoại"])
        sheet.write_formula(1, 0, '="Trần "&"Ánh"', None, "Trần Ánh")
        sheet.write_formula(1, 1, "=VLOOKUP(1,A:B,2)", None, "#N/A")
        sheet.write_formula(1, 2, "=A9", None, "")

    found = recognised(workbook(write))
    (row,) = found.rows()

    assert sheets.told(found.cell(row, "name")) == "Trần Ánh"
    with pytest.raises(Wrong, match="ô báo lỗi #N/A của Excel"):
        sheets.told(found.cell(row, "title"))
    with pytest.raises(Wrong, match="công thức chưa có kết quả"):
        sheets.told(found.cell(row, "phone"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("31/12/2023", date(2023, 12, 31)),
        ("1.2.1990", date(1990, 2, 1)),
        ("5-9-1985", date(1985, 9, 5)),
        ("2023-12-31", date(2023, 12, 31)),
        ("31121990", date(1990, 12, 31)),
        ("1/2/90", date(1990, 2, 1)),
        ("1/2/05", date(2005, 2, 1)),
        (33238, date(1990, 12, 31)),
        (33238.0, date(1990, 12, 31)),
        (date(1990, 12, 31), date(1990, 12, 31)),
        (datetime(1990, 12, 31, 8, 0), date(1990, 12, 31)),  # noqa: DTZ001  # Excel knows no zone
        ("", None),
    ],
)
def test_a_day_is_read_however_it_was_written(value, expected):
    assert sheets.day(Cell(2, 1, value), DAY) == expected


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("31/02/1990", "ngày “31/02/1990” không có trong lịch"),
        ("12/31/1990", "ngày “12/31/1990” không có trong lịch"),
        (1990, "chỉ có năm 1990"),
        ("1990", "chỉ có năm 1990"),
        ("không rõ", "“không rõ” không phải ngày"),
        (True, "không phải ngày"),
        (99_999_999, "không phải ngày|không có trong lịch"),
    ],
)
def test_what_is_no_day_is_told(value, sentence):
    with pytest.raises(Wrong, match=sentence):
        sheets.day(Cell(2, 1, value), DAY)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (912345678.0, "0912345678"),
        ("0912 345 678", "0912345678"),
        ("+84 912.345.678", "0912345678"),
        ("(0296) 3852-123", "02963852123"),
        ("", ""),
    ],
)
def test_a_telephone_number_gets_its_zero_back(value, expected):
    assert sheets.phone(Cell(2, 1, value)) == expected


@pytest.mark.parametrize("value", ["12", "không có", 12345.5, "0912345678901"])
def test_what_is_no_telephone_number_is_told(value):
    with pytest.raises(Wrong, match="không phải số điện thoại"):
        sheets.phone(Cell(2, 1, value))


@pytest.mark.parametrize(
    ("value", "expected"), [("Có", True), ("x", True), (1, True), ("", False), ("Không", False)]
)
def test_a_tick_is_read_in_whatever_form(value, expected):
    assert sheets.yes(Cell(2, 1, value)) is expected


@given(st.integers(0, 18_000))
def test_columns_are_lettered_as_excel_does(column):
    assert sheets._column(sheets.letters(column)) == column


@given(st.text(max_size=40))
def test_no_text_breaks_the_readers(value):
    cell = Cell(1, 0, value)
    for reader in (sheets.told, sheets.phone, sheets.yes, lambda each: sheets.day(each, DAY)):
        with contextlib.suppress(Wrong):
            reader(cell)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("a.xls", "không phải dạng .xlsx"),
        ("a.xlsm", "không phải dạng .xlsx"),
        ("a.ods", "không phải dạng .xlsx"),
        ("a.docx", "Không nhận tệp"),
    ],
)
def test_other_kinds_of_file_are_refused_with_what_to_do(name, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        sheets.read(rows(["Họ và tên"]), name)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"khong phai excel"])
def test_what_is_no_workbook_is_refused(data):
    with pytest.raises(RuleViolation):
        sheets.read(data, "a.xlsx")


def rewritten(data: bytes, path: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            content = old.read(each)
            new.writestr(each, change(content) if each == path else content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_cell_at_the_far_end_is_refused_before_the_sheet_is_held():
    data = rewritten(
        rows(["Họ và tên"], ["Trần Ánh"]),
        SHEET,
        lambda xml: xml.replace(
            b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        ),
    )

    with pytest.raises(sheets.Unreadable, match="quá nhiều hàng hoặc cột"):
        sheets.read(data, "a.xlsx")


def test_a_workbook_that_grows_without_bounds_is_refused():
    data = rewritten(rows(["Họ và tên"]), SHEET, lambda xml: xml + b" " * 150_000_000)

    with pytest.raises(RuleViolation, match="nén bất thường"):
        sheets.read(data, "a.xlsx")


def test_entities_are_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'
    data = rewritten(rows(["Họ và tên"]), SHEET, lambda _xml: bomb)

    with pytest.raises(sheets.Unreadable, match="Không đọc được tệp"):
        sheets.read(data, "a.xlsx")
