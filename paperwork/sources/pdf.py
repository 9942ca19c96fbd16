"""PDF with text: words put back into lines, paragraphs, two columns and table rows by where they stand."""

import io
import logging
import re
import unicodedata
import warnings
from typing import Any, NamedTuple

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from paperwork.plan_parser import words
from paperwork.sources import columns, encoding
from paperwork.sources.block import Block, Paper
from paperwork.sources.refusal import Unreadable

MOST_PAGES = 300
_WIDE_GAP = 18.0  # points between two words that no sentence leaves
Page = Any  # pdfplumber is untyped


class _Line(NamedTuple):
    """One line of text where it stands; `row` is set for a row of a table."""

    page: int
    top: float
    bottom: float
    x0: float
    x1: float
    text: str
    bold: bool
    first_word: float
    side: str = ""
    row: tuple[tuple[str, ...], ...] = ()
    covered: frozenset[int] = frozenset()
    table: int = 0


def read(data: bytes, shown: str) -> Paper:
    """The paper that a PDF holds."""
    logging.getLogger("pdfminer").setLevel(
        logging.CRITICAL
    )  # its remarks on crooked files are not for the reader
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            lines, pages = _all_lines(data)
    except Unreadable:
        raise
    except Exception as error:  # a crooked file may break pdfminer anywhere; the person is told one thing
        if _says_encrypted(error):
            raise Unreadable(
                f"Tệp “{shown}” được đặt mật khẩu: hãy gỡ mật khẩu, lưu lại rồi gửi lại."
            ) from None
        raise Unreadable(
            f"Tệp “{shown}” bị hỏng, không mở được: hãy xuất lại PDF từ Word rồi gửi lại."
        ) from None
    if pages > MOST_PAGES:
        raise Unreadable(f"Tệp “{shown}” dài hơn {MOST_PAGES} trang: hãy gửi riêng phần kế hoạch.")
    text = "\n".join(line.text for line in lines)
    if sum(char.isalpha() for char in text) < 20:
        raise Unreadable(
            f"Tệp “{shown}” là bản quét (ảnh), không có chữ để đọc: hãy gửi bản Word hoặc PDF xuất từ Word."
        )
    legacy = encoding.legacy_encoding(text)
    if legacy:
        raise Unreadable(encoding.legacy_sentence(shown, legacy))
    return _paper(lines)


def _says_encrypted(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        inner = seen.args[0] if seen.args else None
        for one in (seen, inner):
            if isinstance(one, (PDFPasswordIncorrect, PDFEncryptionError)) or one in (
                PDFPasswordIncorrect,
                PDFEncryptionError,
            ):
                return True
        seen = seen.__cause__ or seen.__context__
    return False


def _all_lines(data: bytes) -> tuple[list[_Line], int]:
    lines: list[_Line] = []
    with pdfplumber.open(io.BytesIO(data)) as document:
        count = len(document.pages)
        if count > MOST_PAGES:
            return [], count
        tables = 0
        for number, page in enumerate(document.pages):
            found, tables = _page_lines(page, number, tables)
            lines.extend(found)
            page.close()
    return lines, count


def _page_lines(page: Page, number: int, tables: int) -> tuple[list[_Line], int]:
    grids = [
        table
        for table in page.find_tables()
        if len(table.rows) and max(len(row.cells) for row in table.rows) > 1
    ]
    boxes = [table.bbox for table in grids]
    lines: list[_Line] = []
    for table in grids:
        tables += 1
        lines.extend(_rows(table, number, tables))
    page = page.filter(_is_seen)
    found = page.extract_words(return_chars=True)
    outside = [
        word
        for word in found
        if not any(
            box[0] - 1 <= (word["x0"] + word["x1"]) / 2 <= box[2] + 1
            and box[1] - 1 <= (word["top"] + word["bottom"]) / 2 <= box[3] + 1
            for box in boxes
        )
    ]
    for group in _by_line(outside):
        lines.extend(_split(group, number))
    height = float(page.height)
    kept = [line for line in lines if not _is_page_number(line, height)]
    kept.sort(key=lambda line: (line.top, line.x0))
    return kept, tables


def _is_seen(thing: dict[str, Any]) -> bool:
    """Not the second half of a letter put together from two: it says the letter again and takes no room."""
    return not (
        thing["object_type"] == "char" and thing["text"].isalpha() and thing["x1"] - thing["x0"] < 0.01
    )


def _by_line(found: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:  # pdfplumber's words
    groups: list[list[dict[str, Any]]] = []
    for word in sorted(found, key=lambda one: (one["top"] + one["bottom"], one["x0"])):
        middle = (word["top"] + word["bottom"]) / 2
        if groups:
            last = groups[-1][-1]
            if abs((last["top"] + last["bottom"]) / 2 - middle) < (word["bottom"] - word["top"]) * 0.45:
                groups[-1].append(word)
                continue
        groups.append([word])
    return [sorted(group, key=lambda one: one["x0"]) for group in groups]


def _split(group: list[dict[str, Any]], page: int) -> list[_Line]:
    """One line of words, or the two columns that stand side by side on it."""
    parts: list[list[dict[str, Any]]] = [[group[0]]]
    for before, word in zip(group, group[1:], strict=False):
        if word["x0"] - before["x1"] > _WIDE_GAP:
            parts.append([word])
        else:
            parts[-1].append(word)
    if len(parts) == 2 and not _is_sign(parts[0]):
        left, right = _line(parts[0], page), _line(parts[1], page)
        if columns.stand_apart(left.text, right.text) or right.x0 > 260 and left.x1 < right.x0 - 24:
            return [left._replace(side="left"), right._replace(side="right")]
    return [_line(group, page)]


def _is_sign(part: list[dict[str, Any]]) -> bool:
    """A number or a bullet before its text, however wide the tab between them."""
    text = unicodedata.normalize("NFC", "".join(word["text"] for word in part))
    return re.fullmatch(r"(?:\(?(?:[IVXivx]{1,6}|\d{1,2}(?:\.\d{1,2})*|\w)[.)/]*|\W)", text) is not None


def _line(group: list[dict[str, Any]], page: int) -> _Line:
    text = _said(" ".join(word["text"] for word in group))
    chars = [char for word in group for char in word["chars"]]
    bold = sum("bold" in char["fontname"].lower() for char in chars)
    return _Line(
        page,
        min(word["top"] for word in group),
        max(word["bottom"] for word in group),
        group[0]["x0"],
        group[-1]["x1"],
        text,
        bold * 10 >= len(chars) * 9,
        group[0]["x1"] - group[0]["x0"],
    )


def _said(text: str) -> str:
    """Text as the reader sees it: a bullet drawn by a symbol font is a bullet."""
    return re.sub(r"^[\ue000-\uf8ff]\s*", "• ", unicodedata.normalize("NFC", words.tidy(text)))


def _run_on(text: str, more: str) -> str:
    """Two lines of one paragraph; a number broken after its dash or stroke is put together again."""
    broken = re.search(r"(?:\w-|\d/)$", text) and more[:1].isalnum()
    return f"{text}{more}" if broken else f"{text} {more}"


def _is_page_number(line: _Line, height: float) -> bool:
    at_edge = line.top < height * 0.08 or line.bottom > height * 0.92
    return (
        at_edge
        and not line.row
        and re.fullmatch(r"(?:[Tt]rang\s*)?[-–]?\s*\d{1,3}\s*(?:/\s*\d{1,3})?\s*[-–]?", line.text) is not None
    )


def _rows(table: Page, page: int, number: int) -> list[_Line]:
    texts = table.extract()
    out: list[_Line] = []
    boxes = [row.cells for row in table.rows]
    for at, (row, cells) in enumerate(zip(texts, boxes, strict=True)):
        filled: list[tuple[str, ...]] = []
        covered: set[int] = set()
        bottom = max((cell[3] for cell in cells if cell), default=0.0)
        top = min((cell[1] for cell in cells if cell), default=0.0)
        for index, (text, box) in enumerate(zip(row, cells, strict=True)):
            if box is None:
                above = next(
                    (up for up in range(at - 1, -1, -1) if index < len(boxes[up]) and boxes[up][index]), None
                )
                spans = above is not None and boxes[above][index][3] >= bottom - 1
                if above is not None and spans:
                    filled.append(_cell(texts[above][index]))
                    covered.add(index)
                    continue
            filled.append(_cell(text))
        if any(filled):
            shown = " | ".join(" ".join(cell) for cell in filled)
            out.append(
                _Line(
                    page,
                    top,
                    bottom,
                    table.bbox[0],
                    table.bbox[2],
                    shown,
                    False,
                    0.0,
                    "",
                    tuple(filled),
                    frozenset(covered),
                    number,
                )
            )
    return out


def _cell(text: str | None) -> tuple[str, ...]:
    """A cell's paragraphs: its lines put together, save where a bullet begins a new one."""
    out: list[str] = []
    for raw in (text or "").split("\n"):
        line = _said(raw)
        if not line:
            continue
        marker = words.marker_of(line)
        if out and not (
            marker is not None
            and (marker.kind.startswith("bullet") and out[-1][-1:] in ".;:" or words.marker_of(out[0]))
        ):
            out[-1] = _run_on(out[-1], line)
        else:
            out.append(line)
    return tuple(out)


def _paper(lines: list[_Line]) -> Paper:
    shown: list[str] = []
    blocks: list[Block] = []
    rights = _right_edges(lines)
    lefts = _left_edges(lines)
    indents = _first_line_indents(lines, lefts)
    before: _Line | None = None
    opened: _Line | None = None
    head_row: tuple[tuple[str, ...], ...] = ()
    for line in lines:
        if line.row:
            if columns.is_layout([line.row]):
                for block in columns.lay_out([(0, 0, line.row)]):
                    shown.append(block.text)
                    blocks.append(block._replace(first=len(shown), last=len(shown)))
                before = None
                continue
            again = before is not None and before.page != line.page and line.row == head_row
            head_row = _add_row(line, before, head_row, shown, blocks)
            before = before if again else line  # below a heading told again the row above may go on
            continue
        if (
            before is not None
            and opened is not None
            and not before.row
            and _goes_on(before, line, opened, rights, lefts, indents)
        ):
            block = blocks[-1]
            blocks[-1] = block._replace(text=_run_on(block.text, line.text))
            shown[-1] = blocks[-1].text
        else:
            gap = before is not None and (
                line.page != before.page or line.top - before.bottom > (line.bottom - line.top)
            )
            centred = (
                not line.side
                and line.x0 > lefts[line.page] + 40
                and abs(line.x0 - lefts[line.page] - (rights[line.page] - line.x1)) < 12
            )
            shown.append(line.text)
            blocks.append(
                Block(line.text, len(shown), len(shown), line.bold, centred, gap=gap, side=line.side)
            )
            opened = line
        before = line
    return Paper(tuple(shown), tuple(blocks))


def _right_edges(lines: list[_Line]) -> dict[int, float]:
    edges: dict[int, float] = {}
    widest = max((line.x1 for line in lines if not line.row), default=0.0)
    for line in lines:
        edges[line.page] = max(edges.get(line.page, 0.0), line.x1 if not line.row else 0.0)
    return {page: edge if edge > widest - 40 else widest for page, edge in edges.items()}


def _left_edges(lines: list[_Line]) -> dict[int, float]:
    edges: dict[int, float] = {}
    for line in lines:
        if not line.row:
            edges[line.page] = min(edges.get(line.page, 1e9), line.x0)
    lowest = min(edges.values(), default=0.0)
    return {line.page: edges.get(line.page, lowest) for line in lines}


def _first_line_indents(lines: list[_Line], lefts: dict[int, float]) -> set[int]:
    """Where first lines stand in a paper that indents them: the text below them goes on at the margin."""
    return {
        round(line.x0)
        for line, below in zip(lines, lines[1:], strict=False)
        if line.page == below.page
        and not (line.row or below.row or line.side or below.side)
        and line.x0 > lefts[line.page] + 8
        and below.x0 < lefts[line.page] + 4
        and below.text[:1].islower()
    }


def _goes_on(
    before: _Line,
    line: _Line,
    opened: _Line,
    rights: dict[int, float],
    lefts: dict[int, float],
    indents: set[int],
) -> bool:
    """Whether a line only goes on with the paragraph above it: there the next word did not fit."""
    if (
        line.side != before.side
        or line.bold != before.bold
        and (line.bold or opened.bold)
        and before.bold == opened.bold
        and opened is before
    ):
        return bool(line.side) and line.side == before.side and _is_tail(before, line)
    if line.side:
        return _is_tail(before, line)
    if line.page == before.page and line.top - before.bottom > (line.bottom - line.top) * 1.1:
        return False
    full = before.x1 + 3 + line.first_word > rights[before.page] - 1
    marker = words.marker_of(line.text)
    at_margin = line.x0 < lefts[line.page] + 4
    if marker is not None and not (
        marker.kind.startswith("bullet") and full and at_margin and opened.x0 > lefts[opened.page] + 8
    ):
        return False
    if line.text[:1].islower() and before.text[-1:] not in ".;:" and (full or line.x0 <= opened.x0 + 2):
        return True
    if words.is_shouted(before.text) != words.is_shouted(line.text) or before.text.endswith("./."):
        return False
    if round(line.x0) in indents:
        return False
    return full and (line.x0 <= opened.x0 + 2 or abs(line.x0 - before.x0) < 3) and line.x0 < before.x0 + 3


def _is_tail(before: _Line, line: _Line) -> bool:
    """A recipient too long for its column."""
    return (
        line.side == "left"
        and words.marker_of(line.text) is None
        and words.marker_of(before.text) is not None
        and before.text[-1:] not in ".;"
    )


def _add_row(
    line: _Line,
    before: _Line | None,
    head_row: tuple[tuple[str, ...], ...],
    shown: list[str],
    blocks: list[Block],
) -> tuple[tuple[str, ...], ...]:
    """A table's row; on a new page the heading may come again and the last row may go on."""
    follows = (
        before is not None and before.row and before.page != line.page and len(before.row) == len(line.row)
    )
    if not follows:
        same = before is not None and before.row and before.table == line.table
        table = (
            blocks[-1].table if same and blocks else (max((block.table for block in blocks), default=0) + 1)
        )
        shown.append(line.text)
        blocks.append(
            Block(line.text, len(shown), len(shown), table=table, cells=line.row, covered=line.covered)
        )
        return head_row if same else line.row
    table = blocks[-1].table
    if line.row == head_row:
        shown.append(line.text)
        blocks.append(Block(line.text, len(shown), len(shown), table=table, cells=line.row))
        return head_row
    last = next(
        at
        for at in range(len(blocks) - 1, -1, -1)
        if blocks[at].cells != head_row and blocks[at].table == table
    )
    if not line.row[0] and blocks[last].cells[0] and _counts_anew(blocks[last].cells, line.row):
        filled = tuple(cell or up for cell, up in zip(line.row, blocks[last].cells, strict=True))
        covered = frozenset(at for at, cell in enumerate(line.row) if not cell and filled[at])
        shown.append(line.text)
        blocks.append(Block(line.text, len(shown), len(shown), table=table, cells=filled, covered=covered))
        return head_row
    if not line.row[0] and last > 0 and blocks[last].cells[0] and sum(map(bool, line.row)) < len(line.row):
        merged = tuple(_joined(one, two) for one, two in zip(blocks[last].cells, line.row, strict=True))
        text = " | ".join(" ".join(cell) for cell in merged)
        shown.append(line.text)
        blocks[last] = blocks[last]._replace(text=text, cells=merged, last=len(shown))
        return head_row
    shown.append(line.text)
    blocks.append(Block(line.text, len(shown), len(shown), table=table, cells=line.row, covered=line.covered))
    return head_row


def _counts_anew(above: tuple[tuple[str, ...], ...], row: tuple[tuple[str, ...], ...]) -> bool:
    """A row with a number of its own under a cell that spans both pages: not the rest of the row above."""
    return any(
        one and two and one[-1].strip(" .").isdigit() and two[0].strip(" .").isdigit()
        for one, two in zip(above, row, strict=True)
    )


def _joined(one: tuple[str, ...], two: tuple[str, ...]) -> tuple[str, ...]:
    """A cell and its rest on the next page."""
    if not one or not two:
        return one or two
    if words.marker_of(two[0]) is not None and one[-1][-1:] in ".;:":
        return one + two
    return (*one[:-1], _run_on(one[-1], two[0]), *two[1:])
