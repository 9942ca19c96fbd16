"""Word files as the reader sees them: numbering shown, text boxes and tables in place, changes as accepted."""

import unicodedata
from typing import NamedTuple

from paperwork.plan_parser import words
from paperwork.sources import columns, encoding, numbering, ooxml, word_styles
from paperwork.sources.block import Block, Paper
from paperwork.sources.package import Element, Package
from paperwork.sources.refusal import Unreadable

_NOT_SHOWN = {
    "del",
    "moveFrom",
    "delText",
    "instrText",
    "delInstrText",
    "pPr",
    "rPr",
    "annotationRef",
    "rt",
    "footnoteRef",
}
_OTHER_FORMATS = (
    ("xl/", "bảng tính Excel"),
    ("ppt/", "bản trình chiếu PowerPoint"),
    ("META-INF/manifest.xml", "tài liệu OpenDocument"),
    ("META-INF/container.xml", "sách điện tử"),
)
_DEEPEST = 60  # tables in tables and boxes in boxes: deeper than any real paper


class _Shown(NamedTuple):
    """One line of a paragraph."""

    text: str
    bold: bool
    centred: bool
    level: int


def read(data: bytes, shown: str) -> Paper:
    """The paper that a Word file holds."""
    package = Package(data, shown)
    main = _main_part(package)
    if main is None:
        names = package.names()
        what = next(
            (what for start, what in _OTHER_FORMATS if any(name.startswith(start) for name in names)),
            "tệp nén",
        )
        raise Unreadable(
            f"Tệp “{shown}” là {what}, không phải văn bản Word: hãy lưu kế hoạch thành .docx hoặc PDF rồi gửi lại."
        )
    root = package.tree(main)
    body = ooxml.child(root, "body")
    if body is None:
        raise Unreadable(f"Tệp “{shown}” bị hỏng, không mở được: hãy mở bằng Word, lưu lại rồi gửi lại.")
    folder = main.rpartition("/")[0]
    walker = _Walker(package.tree(f"{folder}/styles.xml"), package.tree(f"{folder}/numbering.xml"))
    walker.walk(body)
    walker.notes(package.tree(f"{folder}/footnotes.xml"))
    text = "\n".join(walker.lines)
    if not text.strip():
        raise Unreadable(f"Tệp “{shown}” không có chữ nào: hãy kiểm tra lại tệp rồi gửi lại bản có nội dung.")
    legacy = encoding.legacy_encoding(text)
    if legacy:
        raise Unreadable(encoding.legacy_sentence(shown, legacy))
    return Paper(tuple(walker.lines), tuple(walker.blocks))


def _main_part(package: Package) -> str | None:
    if package.has("word/document.xml"):
        return "word/document.xml"
    types = package.tree("[Content_Types].xml")
    for override in ooxml.children(types, "Override") if types is not None else ():
        if "wordprocessingml.document" in (ooxml.attribute(override, "ContentType") or "") and "main" in (
            ooxml.attribute(override, "ContentType") or ""
        ):
            name = (ooxml.attribute(override, "PartName") or "").lstrip("/")
            return name if package.has(name) else None
    return None


class _Walker:
    """Goes through the body once and keeps the lines met."""

    def __init__(self, styles: Element | None, numbers: Element | None) -> None:
        self.lines: list[str] = []
        self.blocks: list[Block] = []
        self._numbering = numbering.Numbering(numbers)
        self._styles = word_styles.read(styles, self._numbering)
        self._default = next((key for key, style in self._raw_defaults(styles)), "")
        self._tables = 0
        self._gap = False
        self._carried = ""
        self._depth = 0

    @staticmethod
    def _raw_defaults(styles: Element | None) -> list[tuple[str, None]]:
        if styles is None:
            return []
        return [
            (ooxml.attribute(style, "styleId") or "", None)
            for style in ooxml.children(styles, "style")
            if ooxml.attribute(style, "default") in {"1", "true"}
            and ooxml.attribute(style, "type") == "paragraph"
        ]

    def walk(self, container: Element) -> None:
        """Paragraphs and tables in order, through content controls and accepted changes."""
        self._depth += 1
        if self._depth > _DEEPEST:
            self._depth -= 1
            return
        for element in container:
            name = ooxml.local(element)
            if name == "p":
                for shown in self._paragraph(element):
                    self._emit(shown)
            elif name == "tbl":
                self._table(element)
            elif name == "sdt":
                inner = ooxml.child(element, "sdtContent")
                if inner is not None:
                    self.walk(inner)
            elif name in {"ins", "moveTo", "customXml", "smartTag"}:
                self.walk(element)
            elif name == "AlternateContent":
                chosen = _chosen(element)
                if chosen is not None:
                    self.walk(chosen)
        self._depth -= 1

    def notes(self, root: Element | None) -> None:
        """Footnotes behind the text: no field holds them, and they are not to be lost."""
        if root is None:
            return
        for note in ooxml.children(root, "footnote"):
            if ooxml.attribute(note, "type") in {"separator", "continuationSeparator", "continuationNotice"}:
                continue
            for paragraph in ooxml.children(note, "p"):
                for shown in self._paragraph(paragraph):
                    text = words.tidy(shown.text)
                    if text:
                        self.lines.append(text)
                        self.blocks.append(Block(text, len(self.lines), len(self.lines), table=-1))

    def _emit(self, shown: _Shown) -> None:
        parts = [words.tidy(part) for part in shown.text.split("\t") if part.strip()]
        if not parts:
            self._gap = True
            return
        text = " ".join(parts)
        self.lines.append(text)
        line = len(self.lines)
        if len(parts) == 2 and columns.stand_apart(*parts):
            self.blocks.append(Block(parts[0], line, line, shown.bold, side="left", gap=self._gap))
            self.blocks.append(Block(parts[1], line, line, shown.bold, side="right"))
        else:
            self.blocks.append(Block(text, line, line, shown.bold, shown.centred, shown.level, self._gap))
        self._gap = False

    def _paragraph(self, paragraph: Element) -> list[_Shown]:
        """The lines a paragraph shows: soft breaks part it, unless a sentence only runs on over the break."""
        properties = ooxml.child(paragraph, "pPr")
        style = self._styles.get(
            ooxml.child_value(properties, "pStyle") or self._default, word_styles.Style()
        )
        runs = _Runs(self, style)
        runs.read(paragraph)
        text = unicodedata.normalize("NFC", self._carried + "".join(runs.text))
        self._carried = ""
        mark = ooxml.child(ooxml.child(properties, "rPr"), "del")
        if mark is not None:
            self._carried = text  # the paragraph's end was deleted: its text goes on in the next
            return []
        number = self._number(properties, style)
        if number and not text.strip():
            return []
        jc = ooxml.child_value(properties, "jc")
        centred = jc == "center" if jc else style.centred
        level = style.level
        outline = ooxml.child_value(properties, "outlineLvl")
        if outline is not None and ooxml.number(outline, 9) < 9:
            level = ooxml.number(outline, 9) + 1
        bold = runs.letters > 0 and runs.bold * 10 >= runs.letters * 9
        lines = _lines(text)
        if lines and number:
            lines[0] = f"{number} {lines[0].lstrip()}"
        return [_Shown(line, bold, centred, level) for line in lines] or [_Shown("", False, False, 0)]

    def _number(self, properties: Element | None, style: word_styles.Style) -> str:
        own = ooxml.child(properties, "numPr")
        num, depth = style.num or ("", 0)
        if own is not None:
            num = ooxml.child_value(own, "numId") or num
            depth = ooxml.number(
                ooxml.child_value(own, "ilvl"), depth if ooxml.child(own, "numId") is None else 0
            )
        return self._numbering.mark(num, depth) if num and num != "0" else ""

    def _table(self, table: Element) -> None:
        rows: list[list[list[str]]] = []
        covered: list[set[int]] = []
        bold: list[bool] = []
        for row in _rows(table):
            if ooxml.child(ooxml.child(row, "trPr"), "del") is not None:
                continue
            cells: list[list[str]] = []
            above: set[int] = set()
            heavy = True
            skip = ooxml.number(ooxml.child_value(ooxml.child(row, "trPr"), "gridBefore"), 0)
            cells.extend([] for _ in range(min(skip, 60)))
            for cell in _cells(row):
                properties = ooxml.child(cell, "tcPr")
                merge = ooxml.child(properties, "vMerge")
                index = len(cells)
                if merge is not None and (ooxml.attribute(merge, "val") or "continue") == "continue":
                    above.add(index)
                    cells.append(list(rows[-1][index]) if rows and index < len(rows[-1]) else [])
                else:
                    lines, all_bold = self._cell_lines(cell)
                    cells.append(lines)
                    heavy = heavy and (all_bold or not lines)
                span = ooxml.number(ooxml.child_value(properties, "gridSpan"), 1)
                cells.extend([] for _ in range(min(span, 60) - 1))
            rows.append(cells)
            covered.append(above)
            bold.append(heavy)
        self._emit_table(rows, covered, bold)

    def _cell_lines(self, cell: Element) -> tuple[list[str], bool]:
        """The paragraphs of a cell, with those of tables and boxes inside it."""
        inner = _Walker(None, None)
        inner._numbering, inner._styles, inner._default = self._numbering, self._styles, self._default
        inner._depth = self._depth
        inner.walk(cell)
        return inner.lines, bool(inner.blocks) and all(block.bold for block in inner.blocks)

    def _emit_table(self, rows: list[list[list[str]]], covered: list[set[int]], bold: list[bool]) -> None:
        filled = [
            (row, above, heavy) for row, above, heavy in zip(rows, covered, bold, strict=True) if any(row)
        ]
        if not filled:
            return
        if columns.is_layout([row for row, _, _ in filled]) or all(
            sum(map(bool, row)) <= 1 for row, _, _ in filled
        ):
            for row, above, _ in filled:
                for block in columns.lay_out(
                    [(0, 0, [[] if at in above else cell for at, cell in enumerate(row)])]
                ):
                    self.lines.append(block.text)
                    self.blocks.append(block._replace(first=len(self.lines), last=len(self.lines)))
            return
        self._tables += 1
        for row, above, heavy in filled:
            text = " | ".join(" ".join(cell) for cell in row)
            self.lines.append(text)
            line = len(self.lines)
            cells = tuple(tuple(cell) for cell in row)
            self.blocks.append(
                Block(text, line, line, heavy, table=self._tables, cells=cells, covered=frozenset(above))
            )
        self._gap = False


class _Runs:
    """The visible text of one paragraph's runs; text boxes anchored in it are put before it."""

    def __init__(self, walker: _Walker, style: word_styles.Style) -> None:
        self.walker = walker
        self.style = style
        self.text: list[str] = []
        self.bold = 0
        self.letters = 0

    def read(self, element: Element, bold: bool = False, caps: bool = False, depth: int = 0) -> None:
        if depth > _DEEPEST:
            return
        for one in element:
            name = ooxml.local(one)
            if name in _NOT_SHOWN:
                continue
            if name == "r":
                self._run(one, depth)
            elif name == "t":
                text = one.text or ""
                self.text.append(text.upper() if caps else text)
                count = len(text.strip())
                self.letters += count
                self.bold += count if bold else 0
            elif name in {"tab", "ptab"}:
                self.text.append("\t")
            elif name in {"br", "cr"}:
                self.text.append(
                    "\n" if ooxml.attribute(one, "type") in {None, "textWrapping", "page", "column"} else ""
                )
            elif name == "noBreakHyphen":
                self.text.append("-")
            elif name == "AlternateContent":
                chosen = _chosen(one)
                if chosen is not None:
                    self.read(chosen, bold, caps, depth + 1)
            elif name == "txbxContent":
                self.walker.walk(one)
            elif name != "softHyphen":
                self.read(one, bold, caps, depth + 1)

    def _run(self, run: Element, depth: int) -> None:
        properties = ooxml.child(run, "rPr")
        if ooxml.is_on(ooxml.child(properties, "vanish")) or ooxml.is_on(
            ooxml.child(properties, "webHidden")
        ):
            return
        heavy = ooxml.child(properties, "b")
        capitals = ooxml.child(properties, "caps")
        self.read(
            run,
            self.style.bold if heavy is None else ooxml.is_on(heavy),
            self.style.caps if capitals is None else ooxml.is_on(capitals),
            depth + 1,
        )


def _lines(text: str) -> list[str]:
    out: list[str] = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        if (
            out
            and line.strip()[0].islower()
            and out[-1].rstrip()[-1:] not in ".;:"
            and words.marker_of(line.strip()) is None
        ):
            out[-1] = f"{out[-1].rstrip()} {line.lstrip()}"
        else:
            out.append(line)
    return out


def _chosen(alternates: Element) -> Element | None:
    """One branch of alternate content: both hold the same text."""
    choice = ooxml.child(alternates, "Choice")
    if choice is not None and any(
        ooxml.local(one) in {"txbxContent", "t", "tbl", "p"} for one in choice.iter()
    ):
        return choice
    fallback = ooxml.child(alternates, "Fallback")
    return fallback if fallback is not None else choice


def _rows(table: Element) -> list[Element]:
    out: list[Element] = []
    for one in table:
        name = ooxml.local(one)
        if name == "tr":
            out.append(one)
        elif name in {"ins", "customXml"}:
            out.extend(_rows(one))
        elif name == "sdt" and (inner := ooxml.child(one, "sdtContent")) is not None:
            out.extend(_rows(inner))
    return out


def _cells(row: Element) -> list[Element]:
    out: list[Element] = []
    for one in row:
        name = ooxml.local(one)
        if name == "tc":
            out.append(one)
        elif name == "sdt" and (inner := ooxml.child(one, "sdtContent")) is not None:
            out.extend(_cells(inner))
    return out
