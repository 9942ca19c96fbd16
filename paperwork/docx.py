"""Sheets written as a Word file: one named style per kind of line, so that an official can go on writing in it."""

import datetime
import io
import zipfile

import docx as python_docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm
from lxml import etree

from paperwork import layout, official, sheets

TWIPS_PER_MM = 1440 / 25.4
_ALIGN = {"left": "left", "center": "center", "right": "right", "justify": "both"}
_BAGGAGE = {"thumbnail", "stylesWithEffects", "customXml", "webSettings", "numbering", "extended-properties"}
_EARLIEST = 1980  # a zip archive knows no earlier year


def write(document: official.OfficialDocument) -> bytes:
    """The document as DOCX."""
    word = python_docx.Document()
    _drop_baggage(word)
    _set_defaults(word)
    for key, style in layout.STYLES.items():
        _add_style(word, key, style)
    body = word.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    for i, sheet in enumerate(sheets.set_out(document)):
        section = word.sections[0] if i == 0 else word.add_section(WD_SECTION.NEW_PAGE)
        _set_page(section, landscape=sheet.landscape)
        if i == 0:
            _number_pages(section)
        for element in _parts(sheet):
            body.insert(len(body) - 1, element)
    day = document.head.date or datetime.date(document.head.year or _EARLIEST, 1, 1)
    _set_properties(word, document, day)
    buffer = io.BytesIO()
    word.save(buffer)
    return _dated(buffer.getvalue(), day)


def _set_defaults(word: Document) -> None:
    """Times New Roman for every script, Vietnamese, and the behaviour of a present-day Word."""
    styles = word.styles.element
    defaults = styles.find(qn("w:docDefaults"))
    styles.remove(defaults)
    for style in list(styles.findall(qn("w:style"))):
        if style.get(qn("w:default")) != "1":
            styles.remove(style)
    normal = word.styles["Normal"].element
    for tag in ("w:pPr", "w:rPr"):
        for found in normal.findall(qn(tag)):
            normal.remove(found)
    run = _new("w:rPr", [_fonts(), _new("w:sz", val=28), _new("w:szCs", val=28)])
    run.append(_new("w:lang", val="vi-VN", eastAsia="vi-VN", bidi="vi-VN"))
    paragraph = _new("w:pPr", [_new("w:spacing", before=0, after=0, line=240, lineRule="auto")])
    styles.insert(
        0,
        _new("w:docDefaults", [_new("w:rPrDefault", [run]), _new("w:pPrDefault", [paragraph])]),
    )
    modes = word.settings.element.findall(f".//{qn('w:compatSetting')}[@{qn('w:name')}='compatibilityMode']")
    for mode in modes:
        mode.set(qn("w:val"), "15")


def _drop_baggage(word: Document) -> None:
    """The library's template brings a picture of itself, old copies of its styles and the name of a program."""
    for part in (word.part.package, word.part):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in _BAGGAGE:
                del part.rels[key]


def _add_style(word: Document, key: str, style: layout.Style) -> None:
    element = word.styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH).element
    element.set(qn("w:styleId"), _style_id(key))
    paragraph = _new("w:pPr")
    if style.keeps:
        paragraph.append(_new("w:keepNext"))
    paragraph.append(_spacing(style, style.before, style.after))
    if style.indent:
        paragraph.append(_new("w:ind", firstLine=_twips(style.indent)))
    paragraph.append(_new("w:jc", val=_ALIGN[style.align]))
    if style.outline:
        paragraph.append(_new("w:outlineLvl", val=style.outline - 1))
    run = _new("w:rPr", [_fonts()])
    for wanted, tags in ((style.bold, ("w:b", "w:bCs")), (style.italic, ("w:i", "w:iCs"))):
        run.extend(_new(tag) for tag in tags if wanted)
    run.extend([_new("w:sz", val=round(style.size * 2)), _new("w:szCs", val=round(style.size * 2))])
    element.append(_new("w:qFormat"))
    element.extend([paragraph, run])


def _style_id(key: str) -> str:
    return key.title().replace("_", "")


def _set_page(section: Section, *, landscape: bool) -> None:
    page = layout.PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width = Mm(page.height if landscape else page.width)
    section.page_height = Mm(page.width if landscape else page.height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance, section.footer_distance = Mm(page.number_from_top), Mm(page.number_from_top)
    section.different_first_page_header_footer = True
    properties = section._sectPr
    for found in [*properties.findall(qn("w:pgNumType")), *properties.findall(qn("w:docGrid"))]:
        properties.remove(found)
    properties.find(qn("w:pgMar")).addnext(_new("w:pgNumType", start=1))


def _number_pages(section: Section) -> None:
    """The number of the page at the centre of the top margin; a later section takes this header over."""
    paragraph = section.header.paragraphs[0]._p
    for child in list(paragraph):
        paragraph.remove(child)
    paragraph.append(_new("w:pPr", [_new("w:pStyle", val=_style_id("page_number"))]))
    paragraph.append(_new("w:fldSimple", [_run("2")], instr=" PAGE "))


def _parts(sheet: sheets.Sheet) -> list[etree._Element]:
    width = layout.usable_width(landscape=sheet.landscape)
    elements: list[etree._Element] = []
    for part in sheet.parts:
        match part:
            case sheets.Line():
                elements += _line(part, width)
            case sheets.Grid():
                elements += [_gap(part.before)] if part.before else []
                elements += [_grid(part)]
            case sheets.Ruled():
                elements += [_table(part), _gap(part.after)]
    if isinstance(sheet.parts[-1], sheets.Grid):
        elements.append(_gap(1))  # a table may not be the last thing in a section
    return elements


def _line(line: sheets.Line, width: float) -> list[etree._Element]:
    style = layout.STYLES[line.style]
    after = 0.0 if line.rule else line.after
    properties = _new("w:pPr", [_new("w:pStyle", val=_style_id(line.style))])
    if line.keeps != style.keeps or line.rule:
        properties.append(_new("w:keepNext", val=int(line.keeps or line.rule > 0)))
    if (line.before, after) != (style.before, style.after):
        properties.append(_spacing(style, line.before, after))
    if line.width:
        side = _twips((width - line.width) / 2)
        properties.append(_new("w:ind", left=side, right=side))
    elif line.left:
        properties.append(_new("w:ind", left=_twips(line.left), hanging=_twips(line.hang)))
    paragraph = _new("w:p", [properties, _run(line.text)])
    if not line.rule:
        return [paragraph]
    return [paragraph, _rule(line.rule, width, line.after, keeps=line.keeps)]


def _rule(length: float, width: float, after: float, *, keeps: bool) -> etree._Element:
    """A rule of exact length: the lower border of an empty, very low paragraph."""
    side = _twips((width - length) / 2)
    border = _new("w:bottom", val="single", sz=round(layout.RULE_WIDTH * 8), space=0, color="000000")
    properties = _new("w:pPr", [_new("w:keepNext")] if keeps else [])
    properties.append(_new("w:pBdr", [border]))
    exact = round(layout.RULE_GAP * 20)
    properties.append(_new("w:spacing", before=0, after=round(after * 20), line=exact, lineRule="exact"))
    properties.append(_new("w:ind", left=side, right=side))
    properties.append(_new("w:rPr", [_new("w:sz", val=2)]))
    return _new("w:p", [properties])


def _gap(height: float) -> etree._Element:
    spacing = _new("w:spacing", before=0, after=0, line=max(20, round(height * 20)), lineRule="exact")
    return _new("w:p", [_new("w:pPr", [_new("w:keepNext"), spacing, _new("w:rPr", [_new("w:sz", val=2)])])])


def _grid(grid: sheets.Grid) -> etree._Element:
    widths = (grid.left, grid.right)
    table = _table_shell(widths, bordered=False)
    for row in grid.rows:
        cells = []
        for width, lines in zip(widths, row, strict=True):
            content = [element for line in lines for element in _line(line, width)]
            cells.append(_cell(width, content or [_gap(1)]))
        properties = _new("w:trPr", [_new("w:cantSplit")] if grid.is_whole else [])
        table.append(_new("w:tr", [properties, *cells]))
    return table


def _table(ruled: sheets.Ruled) -> etree._Element:
    table = _table_shell(ruled.widths, bordered=True)
    head = [_text_cell(w, t, "cell_head", "center") for w, t in zip(ruled.widths, ruled.head, strict=True)]
    table.append(_new("w:tr", [_new("w:trPr", [_new("w:cantSplit"), _new("w:tblHeader")]), *head]))
    for row in ruled.rows:
        if row.is_group:
            cells = [
                _text_cell(sum(ruled.widths), row.cells[0], "cell_group", "left", span=len(ruled.widths))
            ]
        else:
            style = "cell_head" if row.is_total else "cell"
            cells = [
                _text_cell(width, text, style, align)
                for width, text, align in zip(ruled.widths, row.cells, ruled.aligns, strict=True)
            ]
        table.append(_new("w:tr", [_new("w:trPr", [_new("w:cantSplit")]), *cells]))
    return table


def _table_shell(widths: tuple[float, ...], *, bordered: bool) -> etree._Element:
    """Word reads the cells' widths, LibreOffice the grid's: both are given."""
    total = _twips(sum(widths))
    properties = _new("w:tblPr", [_new("w:tblW", w=total, type="dxa")])
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    kind = {"val": "single", "sz": round(layout.TABLE_STROKE * 8), "space": 0, "color": "000000"}
    borders = [_new(f"w:{side}", **(kind if bordered else {"val": "nil"})) for side in sides]
    properties.append(_new("w:tblBorders", borders))
    properties.append(_new("w:tblLayout", type="fixed"))
    beside, above = (_twips(inset) for inset in layout.TABLE_INSET) if bordered else (0, 0)
    margins = (("top", above), ("left", beside), ("bottom", above), ("right", beside))
    properties.append(_new("w:tblCellMar", [_new(f"w:{side}", w=size, type="dxa") for side, size in margins]))
    grid = _new("w:tblGrid", [_new("w:gridCol", w=_twips(width)) for width in widths])
    return _new("w:tbl", [properties, grid])


def _cell(
    width: float, content: list[etree._Element], *, span: int = 1, middle: bool = False
) -> etree._Element:
    properties = _new("w:tcPr", [_new("w:tcW", w=_twips(width), type="dxa")])
    if span > 1:
        properties.append(_new("w:gridSpan", val=span))
    if middle:
        properties.append(_new("w:vAlign", val="center"))
    return _new("w:tc", [properties, *content])


def _text_cell(width: float, text: str, style: str, align: layout.Align, *, span: int = 1) -> etree._Element:
    properties = _new("w:pPr", [_new("w:pStyle", val=_style_id(style))])
    if layout.STYLES[style].align != align:
        properties.append(_new("w:jc", val=_ALIGN[align]))
    return _cell(width, [_new("w:p", [properties, _run(text)])], span=span, middle=True)


def _run(text: str) -> etree._Element:
    words = OxmlElement("w:t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return _new("w:r", [words])


def _fonts() -> etree._Element:
    return _new("w:rFonts", ascii=layout.FONT, hAnsi=layout.FONT, cs=layout.FONT, eastAsia=layout.FONT)


def _spacing(style: layout.Style, before: float, after: float) -> etree._Element:
    line = round(240 * style.line)
    return _new("w:spacing", before=round(before * 20), after=round(after * 20), line=line, lineRule="auto")


def _new(tag: str, children: list[etree._Element] | None = None, **attributes: str | int) -> etree._Element:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    element.extend(children or [])
    return element


def _twips(millimetres: float) -> int:
    return round(millimetres * TWIPS_PER_MM)


def _set_properties(word: Document, document: official.OfficialDocument, day: datetime.date) -> None:
    """Properties come from the document alone: no clock, no name of a program's user."""
    properties = word.core_properties
    properties.title = document.name[:255]
    properties.author = properties.last_modified_by = document.head.issuing_body[:255]
    properties.subject = properties.keywords = properties.comments = properties.category = ""
    properties.language = "vi-VN"
    properties.revision = 1
    noon = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
    properties.created = properties.modified = properties.last_printed = noon


def _dated(data: bytes, day: datetime.date) -> bytes:
    """The same archive with the document's date on every entry, so that the same content gives the same bytes."""
    result = io.BytesIO()
    when = (max(day.year, _EARLIEST), day.month, day.day, 0, 0, 0)
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, when)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o600 << 16
            target.writestr(info, source.read(name))
    return result.getvalue()
