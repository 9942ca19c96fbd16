"""Plain text and Markdown: physical lines, joined into paragraphs where a line was only broken for width.

Read by hand and not by a Markdown library: a plan needs its lines with their numbers, not HTML; offices' "Markdown"
is mostly text with stars (escaped bullets, headings of any level, lists broken by empty lines), which a strict
parser re-nests; and importing a parser alone would cost more than the whole command may.
"""

import itertools
import re

from paperwork.plan_parser import words
from paperwork.sources import columns
from paperwork.sources.block import Block, Paper

_ESCAPE = r"\\([!-/:-@\[-`{-~])"
_HELD = 0xE000  # an escaped sign waits in the private area while the marks around it are taken off


class _Line:
    """One physical line with its marks read off."""

    __slots__ = ("bold", "breaks", "indent", "level", "number", "raw", "text")

    def __init__(self, number: int, raw: str) -> None:
        self.number = number
        self.raw = raw
        self.text = ""
        self.level = 0
        self.bold = False
        self.breaks = False
        self.indent = len(raw.expandtabs(8)) - len(raw.expandtabs(8).lstrip())


def read(text: str) -> Paper:
    """The paper that a text file holds."""
    raw_lines = (
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n").split("\n")
    )
    lines = _unmarked(raw_lines)
    return Paper(tuple(line.text for line in lines), tuple(_blocks(lines)))


def _unmarked(raw_lines: list[str]) -> list[_Line]:
    out: list[_Line] = []
    bold_open = in_comment = False
    for number, raw in enumerate(raw_lines, 1):
        line = _Line(number, raw)
        text = raw
        if "<" in text or in_comment:
            text, in_comment = _without_tags(text, in_comment)
        line.breaks = text.endswith(("  ", "\\")) and bool(text.strip())
        text = text.rstrip("\\ ") if line.breaks else text
        held = "\\" in text
        if held:
            text = re.sub(_ESCAPE, lambda match: chr(_HELD + ord(match[1])), text)
        if "#" in text:
            heading = re.match(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$", text)
            if heading:
                line.level, text = len(heading[1]), heading[2]
        if text.lstrip().startswith(">"):
            text = re.sub(r"^\s*(?:>\s?)+", "", text)
        if "*" in text or "_" in text or "`" in text or "[" in text or bold_open:
            text, line.bold, bold_open = _without_emphasis(text, bold_open)
        if held:
            text = "".join(
                chr(ord(char) - _HELD) if _HELD <= ord(char) < _HELD + 128 else char for char in text
            )
        if "&" in text:
            text = text.replace("&nbsp;", " ").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
        line.text = text.replace("\xa0", " ").strip(" \t\ufeff\u200b").rstrip()
        out.append(line)
        if not line.text:
            bold_open = False
    return out


def _without_tags(text: str, in_comment: bool) -> tuple[str, bool]:
    if in_comment:
        end = text.find("-->")
        if end < 0:
            return "", True
        text = text[end + 3 :]
    text = re.sub(r"<!--.*?-->", "", text)
    start = text.find("<!--")
    if start >= 0:
        return text[:start], True
    if "|" not in text:
        text = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
    return re.sub(
        r"</?(?:b|i|u|em|strong|center|div|p|span|sup|sub|font|h[1-6]|ins|small)\b[^<>]*>",
        "",
        text,
        flags=re.IGNORECASE,
    ), False


def _without_emphasis(text: str, bold_open: bool) -> tuple[str, bool, bool]:
    """The text without stars, underscores and backticks; whether all of it is bold; whether bold stays open."""
    if "[" in text and "](" in text:
        text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    stripped = text.strip()
    doubled = text.count("**") + text.count("__") if not words.is_rule(stripped) else 0
    body = re.sub(r"^(?:[-+•]|\*(?=\s)|\d+\.)\s*", "", stripped)
    starts = bold_open or body.startswith(("**", "__"))
    now_open = bold_open ^ bool(doubled % 2)
    ends = now_open or body.endswith(("**", "__"))
    if doubled:
        text = text.replace("**", "")
        text = re.sub(r"(?<!_)__(?!_)", "", text)
    if "*" in text:
        text = re.sub(r"(?<![\w*])\*(?=[^\s*])([^*]*[^\s*])\*(?![\w*])", r"\1", text)
    if "_" in text:
        text = re.sub(r"(?<![\w_])_(?=[^\s_])([^_]*[^\s_])_(?![\w_])", r"\1", text)
    return text.replace("`", ""), starts and ends and bool(body), now_open


def _blocks(lines: list[_Line]) -> list[Block]:
    blocks: list[Block] = []
    width = _wrap_width(lines)
    table = 0
    index = 0
    gap = False
    previous: _Line | None = None
    while index < len(lines):
        line = lines[index]
        if not line.text:
            gap, previous = True, None
            index += 1
            continue
        end = _table_end(lines, index)
        if end > index:
            table += 1
            blocks.extend(_table_blocks(lines[index:end], table))
            index, previous = end, None
            gap = False
            continue
        left, right = _two_columns(line)
        if right:
            blocks.append(Block(left, line.number, line.number, line.bold, gap=gap, side="left"))
            blocks.append(Block(right, line.number, line.number, line.bold, side="right"))
            previous = None
        elif previous is not None and blocks and _continues(previous, line, width, blocks[-1].text):
            last = blocks[-1]
            blocks[-1] = last._replace(text=words.tidy(f"{last.text} {line.text}"), last=line.number)
            previous = line
        else:
            side = "right" if line.indent >= 24 else ""
            text = words.tidy(line.text)
            blocks.append(
                Block(text, line.number, line.number, line.bold, level=line.level, gap=gap, side=side)
            )
            previous = line
        gap = False
        index += 1
    return blocks


def _wrap_width(lines: list[_Line]) -> int:
    """The width at which the text was broken; 0 where every paragraph stands on one line."""
    longest = max((len(line.raw.rstrip()) for line in lines), default=0)
    if not 50 <= longest <= 132:
        return 0
    continued = sum(
        1
        for one, two in itertools.pairwise(lines)
        if one.text
        and two.text[:1].islower()
        and one.text[-1] not in ".;:|"
        and words.marker_of(two.text) is None
    )
    return longest if continued >= 3 else 0


def _continues(previous: _Line, line: _Line, width: int, so_far: str) -> bool:
    """Whether this line only goes on with the one above it."""
    if (
        previous.breaks
        or previous.level
        or line.level
        or words.is_rule(line.text)
        or words.is_rule(previous.text)
    ):
        return False
    if words.marker_of(line.text) is not None or line.indent >= 24:
        return False
    if line.text[0].islower() and words.is_shouted(previous.text) and len(previous.text) > 8:
        return False  # under a heading in capitals begins a paragraph, however it is written
    if line.text[0].islower():
        return previous.text[-1] not in ".;:" or (width > 0 and _is_full(previous, line, width))
    if not words.same_case(previous.text, line.text) or line.bold != previous.bold:
        return False
    if previous.text.endswith(",") and len(previous.text) > 25:
        return True
    return (
        width > 0
        and not previous.text.endswith("./.")
        and _is_full(previous, line, width)
        and len(so_far) > 40
    )


def _is_full(previous: _Line, line: _Line, width: int) -> bool:
    """The next word did not fit on the line before."""
    return len(previous.raw.rstrip()) + 1 + len(line.text.split(" ", 1)[0]) > width


def _two_columns(line: _Line) -> tuple[str, str]:
    """Left and right of a line whose two texts stand apart by tabs or a wide space."""
    raw = line.raw.strip()
    if "\t" not in raw and "   " not in raw:
        return line.text, ""
    parts = [words.tidy(part) for part in re.split(r"\t+| {3,}", line.text) if part.strip()]
    if len(parts) != 2 or not columns.stand_apart(*parts):
        return line.text, ""
    return parts[0], parts[1]


def _table_end(lines: list[_Line], start: int) -> int:
    """Where a table that begins here ends; `start` itself where none begins."""
    first = lines[start].raw.strip()
    if "|" in first and (first.startswith("|") or first.count("|") >= 2):
        end = start
        while (end < len(lines) and "|" in lines[end].raw) or (
            end < len(lines) and re.match(r"\s*\+[-=+]+\+\s*$", lines[end].raw)
        ):
            end += 1
        return end if end - start >= 2 else start
    if re.match(r"\+[-=+]+\+$", first):
        inner = _table_end(lines, start + 1) if start + 1 < len(lines) else start
        return inner if inner > start + 1 else start
    if sum(1 for cell in first.split("\t") if cell.strip()) >= 3:
        end = start
        while end < len(lines) and lines[end].text and lines[end].raw.count("\t") >= 2:
            end += 1
        return end if end - start >= 2 else start
    return start


def _table_blocks(lines: list[_Line], table: int) -> list[Block]:
    rows: list[tuple[int, int, list[list[str]]]] = []
    for line in lines:
        raw = line.raw.strip() if "|" in line.raw or "+" in line.raw[:2] else line.raw.strip("\r\n ")
        if re.fullmatch(r"[|+\-=:\s]+", raw):
            continue
        cells = _cells(raw)
        if rows and not any(cells[0]) and raw.startswith("|") and "+--" in "".join(one.raw for one in lines):
            for cell, more in zip(
                rows[-1][2], cells, strict=False
            ):  # a drawn table continues a cell on the next line
                cell[:] = [" ".join([*cell, *more])] if more else cell
            rows[-1] = (rows[-1][0], line.number, rows[-1][2])
            continue
        rows.append((line.number, line.number, cells))
    if columns.is_layout([cells for _, _, cells in rows]):
        return columns.lay_out(rows)
    return [
        Block(
            " | ".join(" ".join(cell) for cell in cells),
            first,
            last,
            table=table,
            cells=tuple(tuple(cell) for cell in cells),
        )
        for first, last, cells in rows
    ]


def _cells(raw: str) -> list[list[str]]:
    if "|" in raw:
        raw = re.sub(r"^\||(?<!\\)\|$", "", raw)
        parts = re.split(r"(?<!\\)\|", raw)
    else:
        parts = raw.split("\t")
    return [
        [clean for piece in re.split(r"<br\s*/?>", part) if (clean := _cell_text(piece))] for part in parts
    ]


def _cell_text(piece: str) -> str:
    line = _unmarked([piece.replace("\\|", "|")])[0]
    return words.tidy(line.text)
