"""The lines of a PDF put back into paragraphs and table rows, also over the end of a page."""

import itertools
import re
from typing import NamedTuple

from paperwork.plan_parser import labels, words
from paperwork.sources import columns
from paperwork.sources.block import Block, Paper

_NARROWEST = 420.0  # points from the left at which no page of a plan ends its lines yet
_EVEN = 4.0  # points by which marks may hang over an even margin
_USUAL = 530.0  # where lines end on A4 with the margins of Decree 30, for a paper without one full line


class Line(NamedTuple):
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
    hung: float = 0.0  # where the text begins behind its bullet or number; lines below may hang there


class _Geometry(NamedTuple):
    """Where the lines of each page begin and end, and whether the text is set to both margins."""

    lefts: dict[int, float]
    rights: dict[int, float]
    indents: set[int]
    justified: bool
    pitch: float  # from one line of a paragraph to the next; 0 where no paragraph tells


def run_on(text: str, more: str) -> str:
    """Two lines of one paragraph; a number broken after its dash or stroke is put together again."""
    broken = (re.search(r"(?:\w-|\d/)$", text) and more[:1].isalnum()) or (
        re.search(r"/\d{1,2}/\d{1,3}$", text) and more[:1].isdigit()  # a narrow cell cuts "15/4/20" and "24"
    )
    return f"{text}{more}" if broken else f"{text} {more}"


def paper(lines: list[Line]) -> Paper:
    shown: list[str] = []
    blocks: list[Block] = []
    page = _geometry(lines)
    before: Line | None = None
    opened: Line | None = None
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
            and _goes_on(before, line, opened, page)
        ):
            block = blocks[-1]
            blocks[-1] = block._replace(text=run_on(block.text, line.text))
            shown[-1] = blocks[-1].text
        else:
            gap = before is not None and (
                line.page != before.page or line.top - before.bottom > (line.bottom - line.top)
            )
            centred = (
                not line.side
                and line.x0 > page.lefts[line.page] + 40
                and abs(line.x0 - page.lefts[line.page] - (page.rights[line.page] - line.x1)) < 12
            )
            shown.append(line.text)
            blocks.append(
                Block(line.text, len(shown), len(shown), line.bold, centred, gap=gap, side=line.side)
            )
            opened = line
        before = line
    return Paper(tuple(shown), tuple(blocks))


def _geometry(lines: list[Line]) -> _Geometry:
    lefts, rights = _left_edges(lines), _right_edges(lines)
    long = [
        rights[line.page] - line.x1 for line in lines if not line.row and line.x1 > rights[line.page] - 60
    ]
    even = sum(1 for rest in long if rest < _EVEN)
    justified = len(long) > 4 and even * 10 >= len(long) * 6
    return _Geometry(lefts, rights, _first_line_indents(lines, lefts), justified, _pitch(lines))


def _pitch(lines: list[Line]) -> float:
    """How far apart the lines of one paragraph stand, from those that surely go on; Decree 30 sets paragraphs wider."""
    steps = sorted(
        line.top - before.top
        for before, line in itertools.pairwise(lines)
        if before.page == line.page
        and not (before.row or line.row or before.side or line.side)
        and line.text[:1].islower()
        and before.text[-1:].isalnum()
        and words.marker_of(line.text) is None
    )
    return steps[len(steps) // 2] if len(steps) > 2 else 0.0


def _right_edges(lines: list[Line]) -> dict[int, float]:
    """Where full lines end: the widest place where two or more do, for one long line alone is no margin."""
    edges: dict[int, float] = {}
    everywhere = _shared_edge([line.x1 for line in lines if not line.row])
    for page in {line.page for line in lines}:
        ends = [line.x1 for line in lines if line.page == page and not line.row]
        own = _shared_edge(ends)
        far = max(everywhere, max(ends, default=0.0), _USUAL)
        edges[page] = own if own and own > everywhere - 40 else everywhere or far
    return edges


def _shared_edge(ends: list[float]) -> float:
    ordered = sorted(ends, reverse=True)
    return next(
        (one for one, two in itertools.pairwise(ordered) if one - two < 4 and one > _NARROWEST),
        0.0,
    )


def _left_edges(lines: list[Line]) -> dict[int, float]:
    edges: dict[int, float] = {}
    for line in lines:
        if not line.row:
            edges[line.page] = min(edges.get(line.page, 1e9), line.x0)
    lowest = min(edges.values(), default=0.0)
    return {line.page: edges.get(line.page, lowest) for line in lines}


def _first_line_indents(lines: list[Line], lefts: dict[int, float]) -> set[int]:
    """Where first lines stand in a paper that indents them: the text below them goes on at the margin."""
    return {
        round(line.x0)
        for line, below in itertools.pairwise(lines)
        if line.page == below.page
        and not (line.row or below.row or line.side or below.side)
        and line.x0 > lefts[line.page] + 8
        and below.x0 < lefts[line.page] + 4
        and below.text[:1].islower()
    }


def _goes_on(before: Line, line: Line, opened: Line, page: _Geometry) -> bool:
    """Whether a line only goes on with the paragraph above it: there the next word did not fit."""
    if before.side == "right" and before.text.endswith("năm") and re.fullmatch(r"\d{4}", line.text):
        return True  # a narrow right column broke the date
    if line.side != before.side or (
        line.bold != before.bold
        and (line.bold or opened.bold)
        and before.bold == opened.bold
        and opened is before
    ):
        return bool(line.side) and line.side == before.side and _is_tail(before, line)
    if line.side:
        return _is_tail(before, line)
    if line.page == before.page and line.top - before.bottom > (line.bottom - line.top) * 1.1:
        return False
    if page.pitch and line.page == before.page and line.top - before.top > page.pitch * 1.15 + 1:
        return False
    if before.bold and opened.bold and not line.bold and line.text[:1].isupper():
        return False  # a heading, and the text under it
    right = page.rights[before.page]
    full = before.x1 > right - _EVEN if page.justified else before.x1 + 3 + line.first_word > right - 1
    if before.text.endswith(("/", "-")) and full:
        return True
    if _begins(line.text):
        return False
    marker = words.marker_of(line.text)
    if marker is not None and not any(char.isalpha() for char in line.text):
        return full  # "năm học 2024" and "- 2025" on two lines
    at_margin = line.x0 < page.lefts[line.page] + 4
    if marker is not None and not (
        marker.kind.startswith("bullet") and full and at_margin and opened.x0 > page.lefts[opened.page] + 8
    ):
        return False
    if line.text[:1].islower() and before.text[-1:] not in ".;:" and (full or line.x0 <= opened.x0 + 2):
        return True
    if not words.same_case(before.text, line.text) or before.text.endswith("./."):
        return False
    if opened.hung and abs(line.x0 - opened.hung) < 3:
        return full
    if round(line.x0) in page.indents:
        return False
    return full and (line.x0 <= opened.x0 + 2 or abs(line.x0 - before.x0) < 3) and line.x0 < before.x0 + 3


def _begins(text: str) -> bool:
    """Words that open a paragraph in every plan, wherever the line above ended."""
    label = labels.label_of(text, False)
    if label is not None and label.value:
        return True
    return words.fold(text).startswith(
        ("noi nhan", "tren day la", "nhan duoc ke hoach", "can cu luat", "can cu nghi dinh")
    )


def _is_tail(before: Line, line: Line) -> bool:
    """A recipient too long for its column."""
    return (
        line.side == "left"
        and words.marker_of(line.text) is None
        and words.marker_of(before.text) is not None
        and before.text[-1:] not in ".;"
    )


def _add_row(
    line: Line,
    before: Line | None,
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
        (
            at
            for at in range(len(blocks) - 1, -1, -1)
            if blocks[at].cells != head_row and blocks[at].table == table
        ),
        len(blocks) - 1,
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
    return (*one[:-1], run_on(one[-1], two[0]), *two[1:])
