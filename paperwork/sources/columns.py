"""Two columns side by side: the head and the foot of an official paper, drawn as a table, by tabs or by spaces."""

import re
from collections.abc import Iterable, Sequence

from paperwork.plan_parser import words
from paperwork.sources.block import Block

_HEAD_OR_FOOT = (
    "cong hoa xa hoi chu nghia",
    "doc lap - tu do",
    "dang cong san viet nam",
    "noi nhan",
    "kt. chu tich",
    "tm. uy ban",
    "tm. ubnd",
    "kt. truong",
    "kt. hieu truong",
    "kt. giam doc",
)


def is_layout(rows: Sequence[Sequence[Sequence[str]]]) -> bool:
    """A table that only places the head or the foot of the paper, not a table of facts."""
    if not rows or max(len(row) for row in rows) > 4 or len(rows) > 12:
        return False
    text = words.fold("\n".join(part for row in rows for cell in row for part in cell))
    dated = re.search(r"\bngay\b.{0,12}\bthang\b.{0,12}\bnam\b", text)
    numbered = re.search(r"(?:^|\s)so\s*:?[\s\d.…_]*[/-]\s*kh", text)
    return any(sign in text for sign in _HEAD_OR_FOOT) or bool(dated and numbered)


def lay_out(rows: Iterable[tuple[int, int, Sequence[Sequence[str]]]], bold: bool = False) -> list[Block]:
    """The cells of a layout table as lines with their side: left columns first, then right, row by row."""
    blocks: list[Block] = []
    for first, last, cells in rows:
        filled = [index for index, cell in enumerate(cells) if any(cell)]
        for index, cell in enumerate(cells):
            side = "" if len(cells) == 1 else "left" if index < max(len(cells) / 2, 1) else "right"
            if len(filled) == 1 and len(cells) == 1:
                side = ""
            blocks.extend(
                Block(text, first, last, bold=bold, side=side) for part in cell if (text := words.tidy(part))
            )
    return blocks


def stand_apart(left: str, right: str) -> bool:
    """Two texts on one line that are the two columns of the head or the foot, not a label and its value."""
    folded = words.fold(f"{left} {right}")
    if any(sign in folded for sign in _HEAD_OR_FOOT):
        return True
    marker = words.marker_of(left)
    listed = marker is not None and marker.kind.startswith("bullet")
    if words.is_shouted(right) and (listed or words.is_shouted(left)) and ":" not in right:
        return True
    if words.fold(left).startswith("so") and "/" in left and "thang" in words.fold(right):
        return True
    if (
        listed
        and right.startswith("(")
        and words.fold(right).strip("()").startswith(("da ky", "ky ten", "ky,"))
    ):
        return True
    names = right.split()
    return listed and 2 <= len(names) <= 6 and all(name[0].isupper() and name.isalpha() for name in names)
