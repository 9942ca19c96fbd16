import io
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from paperwork import fonts, layout, official
from tests.paperwork import papers

MM = 36000  # English metric units in a millimetre


def opened(document):
    return docx.Document(io.BytesIO(official.render(document, "docx")))


@pytest.fixture(scope="module")
def plan():
    return opened(papers.PLAN)


def paragraphs(word):
    """Every paragraph, those in tables too, in the order of the file."""
    return [docx.text.paragraph.Paragraph(p, word) for p in word.element.body.iter(qn("w:p"))]


def found(word, start):
    (one,) = [p for p in paragraphs(word) if p.text.replace("\u00a0", " ").startswith(start)]
    return one


def has(style, tag):
    return style.element.find(f"{qn('w:rPr')}/{qn(tag)}") is not None


@pytest.mark.parametrize(
    ("start", "points", "bold", "italic", "align"),
    [
        ("CỘNG HÒA", 12, True, False, "center"),
        ("Độc lập - Tự do - Hạnh phúc", 13, True, False, "center"),
        ("ỦY BAN NHÂN DÂN HUYỆN", 12, True, False, "center"),
        ("Số: 05/KH-UBND", 13, False, False, "center"),
        ("Đông Hà Thượng, ngày 08", 13, False, True, "center"),
        ("KẾ HOẠCH", 14, True, False, "center"),
        ("Tập huấn nghiệp vụ", 14, True, False, "center"),
        ("Căn cứ Luật", 14, False, True, "both"),
        ("Ủy ban nhân dân huyện ban hành", 14, False, False, "both"),
        ("I. MỤC ĐÍCH", 14, True, False, "left"),
        ("1. Nghiệp vụ cơ bản", 14, True, False, "left"),
        ("2. Đại biểu", 14, False, False, "both"),
        ("+ Hướng dẫn", 14, False, False, "both"),
        ("đ) Số lượng: 70 người.", 14, False, False, "both"),
        ("Nơi nhận:", 12, True, True, "left"),
        ("- Lưu: VT, NV.", 11, False, False, "left"),
        ("KT. CHỦ TỊCH", 14, True, False, "center"),
        ("Đặng Thị Ước", 14, True, False, "center"),
    ],
)
def test_type_of_every_part(plan, start, points, bold, italic, align):
    style = found(plan, start).style

    assert style.font.size.pt == points
    assert (has(style, "w:b"), has(style, "w:i")) == (bold, italic)
    assert style.element.find(f"{qn('w:pPr')}/{qn('w:jc')}").get(qn("w:val")) == align


def test_every_style_names_times_new_roman_for_every_script(plan):
    styles = [s for s in plan.styles if s.name in {style.name for style in layout.STYLES.values()}]
    assert len(styles) == len(layout.STYLES)
    for element in [*(s.element for s in styles), plan.styles.element.find(qn("w:docDefaults"))]:
        fonts = next(element.iter(qn("w:rFonts")))
        assert {qn(f"w:{script}") for script in ("ascii", "hAnsi", "cs", "eastAsia")} == set(fonts.attrib)
        assert set(fonts.attrib.values()) == {"Times New Roman"}
    sizes = {
        s.name: (s.element.find(f".//{qn('w:sz')}"), s.element.find(f".//{qn('w:szCs')}")) for s in styles
    }
    for style in layout.STYLES.values():
        assert [size.get(qn("w:val")) for size in sizes[style.name]] == [str(style.size * 2)] * 2


def test_no_run_departs_from_its_style(plan):
    assert [p.text for p in paragraphs(plan) for run in p.runs if run._r.rPr is not None] == []
    assert {p.style.name for p in paragraphs(plan) if p.text} <= {s.name for s in layout.STYLES.values()}


def test_page_is_a4_with_the_margins_of_the_decree(plan):
    (section,) = plan.sections

    def millimetres(length):
        return round(length / MM, 1)

    assert (millimetres(section.page_width), millimetres(section.page_height)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [millimetres(margin) for margin in margins] == [20, 20, 30, 15]


def test_running_text_is_indented_and_spaced(plan):
    format_ = found(plan, "- Yêu cầu thứ 3").style.paragraph_format

    assert round(format_.first_line_indent / MM, 1) == 12.7
    assert format_.space_after.pt == 6
    assert 1.0 <= format_.line_spacing <= 1.5


def test_pages_are_numbered_in_the_top_margin_but_for_the_first(plan):
    (section,) = plan.sections
    header = section.header.paragraphs[0]

    assert section.different_first_page_header_footer is True
    assert section.first_page_header.is_linked_to_previous is True  # there is none: page 1 stays blank
    assert header._p.find(qn("w:fldSimple")).get(qn("w:instr")).strip() == "PAGE"
    assert (header.style.name, header.style.font.size.pt) == ("Số trang", 14)
    assert header.style.element.find(f".//{qn('w:jc')}").get(qn("w:val")) == "center"
    assert round(section.header_distance / MM) == 10
    assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_head_and_foot_are_tables_without_borders(plan):
    head, foot = plan.tables

    assert [
        [cell.text.splitlines()[0].replace("\u00a0", " ") for cell in row.cells] for row in head.rows
    ] == [
        ["ỦY BAN NHÂN DÂN HUYỆN ĐÔNG HÀ THƯỢNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["Số: 05/KH-UBND", "Đông Hà Thượng, ngày 08 tháng 02 năm 2024"],
    ]
    assert foot.cell(0, 0).text.splitlines() == [
        "Nơi nhận:", "- Ban TĐKT tỉnh;", "- CT, các PCT. UBND huyện;", "- Lưu: VT, NV.",
    ]  # fmt: skip
    assert foot.cell(0, 1).text.splitlines() == [
        "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Đặng Thị Ước",
    ]  # fmt: skip
    for table in (head, foot):
        borders = table._tbl.tblPr.find(qn("w:tblBorders"))
        assert [border.get(qn("w:val")) for border in borders] == ["nil"] * 6
        widths = [column.width for column in table.columns]
        assert sum(widths) == pytest.approx(Mm(165), abs=2000)
        assert [cell.width for cell in table.rows[0].cells] == widths


def test_the_national_name_fits_its_column(plan):
    right = plan.tables[0].columns[1].width / MM

    assert fonts.text_width("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", layout.STYLES["national_name"]) < right


def rules(cell_or_body, width):
    """Lengths of the rules, in millimetres: an empty paragraph's border between its indents."""
    lengths = []
    for paragraph in cell_or_body:
        if paragraph._p.find(f".//{qn('w:pBdr')}") is not None:
            assert paragraph.text == ""
            format_ = paragraph.paragraph_format
            lengths.append(width - (format_.left_indent + format_.right_indent) / MM)
    return lengths


def test_rules_are_as_long_as_the_decree_says(plan):
    head = plan.tables[0]
    left, right = (column.width / MM for column in head.columns)
    (body,) = rules(head.cell(0, 0).paragraphs, left)
    (motto,) = rules(head.cell(0, 1).paragraphs, right)
    (title,) = rules(plan.paragraphs, 165)

    style = layout.STYLES["motto"]
    assert motto == pytest.approx(fonts.text_width("Độc lập - Tự do - Hạnh phúc", style), abs=0.5)
    body_text = fonts.text_width("HUYỆN ĐÔNG HÀ THƯỢNG", layout.STYLES["issuing_body"])
    assert 1 / 3 <= body / body_text <= 1 / 2
    heading = found(plan, "Tập huấn").paragraph_format
    box = 165 - (heading.left_indent + heading.right_indent) / MM
    assert 1 / 3 <= title / box <= 1 / 2


def test_a_list_repeats_its_head_and_keeps_rows_whole():
    word = opened(papers.with_list(40))
    table = word.tables[-1]

    rows = [row._tr.trPr for row in table.rows]
    assert [row.find(qn("w:tblHeader")) is not None for row in rows] == [True] + [False] * 42
    assert all(row.find(qn("w:cantSplit")) is not None for row in rows)
    assert [cell.text for cell in table.rows[0].cells] == ["STT", "Họ và tên", "Đơn vị", "Số tiền"]
    assert len(table.rows[1]._tr.tc_lst) == 1
    assert table.rows[1].cells[0].text == "Khối các xã"
    assert [cell.text for cell in table.rows[2].cells][:2] == ["1", "Nguyễn Đức Ưởng"]
    aligns = [cell.paragraphs[0]._p.find(f".//{qn('w:jc')}") for cell in table.rows[2].cells]
    assert [align.get(qn("w:val")) if align is not None else None for align in aligns] == [
        "center", None, None, "right",
    ]  # fmt: skip
    assert sum(column.width for column in table.columns) == pytest.approx(Mm(165), abs=3000)


def test_an_appendix_is_a_section_that_counts_its_own_pages():
    word = opened(papers.with_list(2, landscape=True))
    first, second = word.sections

    assert [round(s.page_width / MM) for s in (first, second)] == [210, 297]
    assert [s._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for s in (first, second)] == ["1", "1"]
    assert second.header.is_linked_to_previous is True
    assert second.different_first_page_header_footer is True
    assert found(word, "Phụ lục").style.name == "Phụ lục"
    assert found(word, "DANH SÁCH LỚP THỨ NHẤT").style.name == "Tiêu đề phụ lục"
    assert (
        found(word, "(Kèm theo Kế hoạch số 05/KH-UBND ngày 08 tháng 02 năm 2024 của Ủy ban nhân").style.name
        == "Chỉ dẫn phụ lục"
    )
    assert found(word, "Danh sách này có").text == "Danh sách này có 2 người./."


def test_a_letter_is_addressed():
    word = opened(papers.LETTER)

    assert word.tables[0].cell(1, 0).text.replace("\u00a0", "") == f"Số: /PNV-TĐKT\nV/v {papers.LETTER.title}"
    label, first, last = (found(word, text) for text in ("Kính gửi:", "- Các ban Đảng", "- Ủy ban nhân dân"))
    assert (first.text, last.text) == ("- Các ban Đảng Huyện ủy;", "- Ủy ban nhân dân các xã, thị trấn.")
    dash = first.paragraph_format.left_indent + first.paragraph_format.first_line_indent
    colon = label.paragraph_format.left_indent + Mm(fonts.text_width("Kính gửi", layout.STYLES["addressee"]))
    assert dash == pytest.approx(colon, abs=MM * 0.2)


def test_file_says_nothing_of_clock_or_program():
    data = official.render(papers.PLAN, "docx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2024, 2, 8, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name or "app.xml" in name]
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
    properties = docx.Document(io.BytesIO(data)).core_properties

    assert properties.title == papers.PLAN.name
    assert properties.author == properties.last_modified_by == papers.PLAN.head.issuing_body
    assert {properties.created.date(), properties.modified.date()} == {papers.PLAN.head.date}
    assert data == official.render(replace(papers.PLAN), "docx")


def test_the_order_of_properties_follows_the_schema(plan):
    """Word is strict where LibreOffice is not: paragraph properties come in the order of the standard."""
    order = ["pStyle", "keepNext", "pBdr", "spacing", "ind", "jc", "outlineLvl", "rPr"]
    for properties in [*plan.element.iter(qn("w:pPr")), *plan.styles.element.iter(qn("w:pPr"))]:
        places = [order.index(etree.QName(child).localname) for child in properties]
        assert places == sorted(places)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_written_and_read_again(title, name):
    word = opened(replace(papers.LETTER, title=title, signature=official.Signature("TRƯỞNG PHÒNG", name)))

    subject = word.tables[0].cell(1, 0).text.splitlines()[1].replace("\u00a0", " ")
    assert subject == f"V/v {official.clean(title)}".rstrip(" ") or subject == f"V/v {official.clean(title)}"
    assert official.clean(word.tables[1].cell(0, 1).text) == official.clean(
        f"TRƯỞNG PHÒNG {official.clean(name)}"
    )
