"""PDF with text: words put back into lines, paragraphs, two columns and table rows by where they stand."""

import io
import itertools
import logging
import re
import unicodedata
import warnings
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from paperwork.plan_parser import words
from paperwork.sources import columns, encoding, pdf_flow
from paperwork.sources.block import Paper
from paperwork.sources.refusal import Unreadable

MOST_PAGES = 300
_WIDE_GAP = 18.0  # points between two words that no sentence leaves
Page = Any  # pdfplumber is untyped


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
    return pdf_flow.paper(lines)


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


def _all_lines(data: bytes) -> tuple[list[pdf_flow.Line], int]:
    lines: list[pdf_flow.Line] = []
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


def _page_lines(page: Page, number: int, tables: int) -> tuple[list[pdf_flow.Line], int]:
    grids = [
        table
        for table in page.find_tables()
        if len(table.rows) and max(len(row.cells) for row in table.rows) > 1
    ]
    boxes = [table.bbox for table in grids]
    lines: list[pdf_flow.Line] = []
    page = page.filter(_is_seen)
    found = page.extract_words(return_chars=True)
    for table in grids:
        tables += 1
        lines.extend(_rows(table, number, tables, found))
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


def _split(group: list[dict[str, Any]], page: int) -> list[pdf_flow.Line]:
    """One line of words, or the two columns that stand side by side on it."""
    parts: list[list[dict[str, Any]]] = [[group[0]]]
    for before, word in itertools.pairwise(group):
        if word["x0"] - before["x1"] > _WIDE_GAP:
            parts.append([word])
        else:
            parts[-1].append(word)
    if len(parts) == 2 and not _is_sign(parts[0]):
        left, right = _line(parts[0], page), _line(parts[1], page)
        if columns.stand_apart(left.text, right.text) or (right.x0 > 260 and left.x1 < right.x0 - 24):
            return [left._replace(side="left"), right._replace(side="right")]
    return [_line(group, page)]


def _is_sign(part: list[dict[str, Any]]) -> bool:
    """A number or a bullet before its text, however wide the tab between them."""
    text = unicodedata.normalize("NFC", "".join(word["text"] for word in part))
    return re.fullmatch(r"(?:\(?(?:[IVXivx]{1,6}|\d{1,2}(?:\.\d{1,2})*|\w)[.)/]*|\W)", text) is not None


def _line(group: list[dict[str, Any]], page: int) -> pdf_flow.Line:
    text = _said(" ".join(word["text"] for word in group))
    chars = [char for word in group for char in word["chars"]]
    bold = sum("bold" in char["fontname"].lower() for char in chars)
    return pdf_flow.Line(
        page,
        min(word["top"] for word in group),
        max(word["bottom"] for word in group),
        group[0]["x0"],
        group[-1]["x1"],
        text,
        bold * 10 >= len(chars) * 9,
        group[0]["x1"] - group[0]["x0"],
        hung=group[1]["x0"] if len(group) > 1 and _is_sign(group[:1]) else 0.0,
    )


def _said(text: str) -> str:
    """Text as the reader sees it: a bullet drawn by a symbol font is a bullet."""
    return re.sub(r"^[\ue000-\uf8ff]\s*", "• ", unicodedata.normalize("NFC", words.tidy(text)))


def _is_page_number(line: pdf_flow.Line, height: float) -> bool:
    at_edge = line.top < height * 0.08 or line.bottom > height * 0.92
    return (
        at_edge
        and not line.row
        and re.fullmatch(r"(?:[Tt]rang\s*)?[-–]?\s*\d{1,3}\s*(?:/\s*\d{1,3})?\s*[-–]?", line.text) is not None
    )


def _rows(table: Page, page: int, number: int, found: list[dict[str, Any]]) -> list[pdf_flow.Line]:
    texts = [[_cell(found, box) for box in row.cells] for row in table.rows]
    out: list[pdf_flow.Line] = []
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
                    filled.append(texts[above][index])
                    covered.add(index)
                    continue
            filled.append(text)
        if any(filled):
            shown = " | ".join(" ".join(cell) for cell in filled)
            out.append(
                pdf_flow.Line(
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


def _cell(found: list[dict[str, Any]], box: tuple[float, float, float, float] | None) -> tuple[str, ...]:
    """A cell's paragraphs: its lines put together, save where one ended before the room did, or a bullet begins."""
    if box is None:
        return ()
    inside = [
        word
        for word in found
        if box[0] <= (word["x0"] + word["x1"]) / 2 <= box[2]
        and box[1] <= (word["top"] + word["bottom"]) / 2 <= box[3]
    ]
    if not inside:
        return ()
    padding = min(word["x0"] for word in inside) - box[0]
    right = max(box[2] - padding, max(word["x1"] for word in inside))
    out: list[str] = []
    end = right
    for group in _by_line(inside):
        line = _said(" ".join(word["text"] for word in group))
        fitted = end + 3 + group[0]["x1"] - group[0]["x0"] < right - 2
        end = group[-1]["x1"]
        if not line:
            continue
        marker = words.marker_of(line)
        listed = marker is not None and (
            (marker.kind.startswith("bullet") and out and out[-1][-1:] in ".;:")
            or (out and words.marker_of(out[0]))
        )
        ended = (
            out
            and line[:1].isupper()
            and (out[-1].endswith((";", ".", "người)")) or (fitted and not out[-1].endswith(",")))
        )
        if out and not listed and not ended:
            out[-1] = pdf_flow.run_on(out[-1], line)
        else:
            out.append(line)
    return tuple(out)
