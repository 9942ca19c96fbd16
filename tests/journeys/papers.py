"""Files that people bring to the journeys, and what stands in those that they take away."""

import io
import unicodedata
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import docx
import pypdfium2
import xlsxwriter


def apart(words: str) -> str:
    """Letters and marks in separate pieces (NFD), as files from some computers have them."""
    return unicodedata.normalize("NFD", words)


def ugly_list(path: Path, school: str, rows: Sequence[Sequence[object]]) -> Path:
    """A list as offices keep it: a merged title, headings in two rows, an empty row between, a line of signature."""
    workbook = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"})
    sheet = workbook.add_worksheet("Sheet1")
    bold = workbook.add_format({"bold": True, "align": "center", "text_wrap": True})
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    sheet.merge_range("A1:G1", f"PHÒNG GIÁO DỤC VÀ ĐÀO TẠO\n{school.upper()}", bold)
    sheet.merge_range("A2:G2", apart("DANH SÁCH CỬ NGƯỜI DỰ TẬP HUẤN"), bold)
    sheet.merge_range("A3:G3", "(Kèm theo Công văn số     /CV ngày    /4/2024)")
    headings = (
        "STT",
        "Họ và tên",
        "Ngày, tháng, năm sinh",
        "Chức vụ",
        "Phụ trách TĐKT",
        "Liên hệ",
        "Ghi chú",
    )
    for column, heading in enumerate(headings):
        if heading == "Liên hệ":
            sheet.write(4, column, heading, bold)
            sheet.write(5, column, "Số điện thoại", bold)
        else:
            sheet.merge_range(4, column, 5, column, apart(heading), bold)
    at = 6
    for order, row in enumerate(rows, start=1):
        sheet.write(at, 0, order)
        for column, value in enumerate(row, start=1):
            if isinstance(value, date):
                sheet.write_datetime(at, column, value, day)
            else:
                sheet.write(at, column, value)
        at += 2  # an empty row between
    sheet.merge_range(at + 1, 4, at + 1, 6, "HIỆU TRƯỞNG", bold)
    workbook.close()
    return path


def commune_plan(path: Path) -> Path:
    """A short plan in another form than the district's: numbered headings, the classes as rows of a table, in Word."""
    paper = docx.Document()
    head = paper.add_table(rows=1, cols=2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nXÃ THƯỢNG LÂM\n\nSố:      /KH-UBND"
    head.cell(
        0, 1
    ).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nThượng Lâm, ngày      tháng 3 năm 2026"
    lines = (
        "KẾ HOẠCH",
        "Bồi dưỡng nghiệp vụ thi đua, khen thưởng năm 2026",
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
        "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ;",
        "Ủy ban nhân dân xã xây dựng Kế hoạch như sau:",
        "1. Mục đích, yêu cầu",
        "Người phụ trách thi đua, khen thưởng của xã lập được hồ sơ đúng quy định.",
        "2. Nội dung",
        "- Danh hiệu thi đua, hình thức khen thưởng theo Nghị định số 152/2025/NĐ-CP.",
        "- Lập hồ sơ đề nghị khen thưởng.",
        "3. Các lớp",
    )
    for line in lines:
        paper.add_paragraph(line)
    table = paper.add_table(rows=1, cols=5)
    table.style = "Table Grid"
    rows = (
        ("TT", "Lớp", "Thành phần", "Số lượng", "Thời gian"),
        (
            "1",
            "Lớp trường học và đoàn thể",
            "Đại diện lãnh đạo các trường học và các đoàn thể xã",
            "04 người",
            "01 buổi, ngày 14/4/2026",
        ),
    )
    for cells, words in zip([table.rows[0].cells, table.add_row().cells], rows, strict=True):
        for cell, word in zip(cells, words, strict=True):
            cell.text = word
    for line in (
        "4. Kinh phí",
        "Ngân sách xã năm 2026.",
        "5. Tổ chức thực hiện",
        "- Phòng Văn hóa - Xã hội: chuẩn bị tài liệu, mời báo cáo viên.",
        "- Các trường học, đoàn thể: gửi danh sách trước ngày 31/3/2026.",
    ):
        paper.add_paragraph(line)
    foot = paper.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Các trường học, đoàn thể xã;\n- Lưu: VT, VHXH."
    foot.cell(0, 1).text = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n\n\nNông Thị Hà"
    paper.save(str(path))
    return path


def words_of_pdf(data: bytes) -> str:
    """The text of a PDF, on one line."""
    pages = pypdfium2.PdfDocument(data)
    return unicodedata.normalize(
        "NFC", " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())
    )


def words_of_docx(data: bytes) -> str:
    """The text of a Word document with its tables."""
    assert zipfile.is_zipfile(io.BytesIO(data))
    paper = docx.Document(io.BytesIO(data))
    cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    return " ".join(" ".join([*(each.text for each in paper.paragraphs), *cells]).split())
