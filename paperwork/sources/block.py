"""What every format is turned into before anything is understood."""

from typing import NamedTuple


class Block(NamedTuple):
    """One paragraph, or one row of a table, as the reader sees it, and the lines it stands on (from 1)."""

    text: str
    first: int
    last: int
    bold: bool = False
    centred: bool = False
    level: int = 0  # heading level of Markdown or Word; 0 where it is no heading
    gap: bool = False  # an empty line stands before it
    side: str = ""  # "left" or "right" where two columns stand side by side
    table: int = 0  # the table's number in the paper; 0 outside tables
    cells: tuple[tuple[str, ...], ...] = ()  # a row's cells, each as its paragraphs
    covered: frozenset[int] = frozenset()  # cells filled from a merged cell above


class Paper(NamedTuple):
    """A document read by its format: lines for display, blocks for understanding."""

    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
