"""Small wordings every paper of training shares."""

import datetime
from collections.abc import Iterable
from typing import Literal

from paperwork import official
from paperwork.official import Block, Bullet


def bullets(texts: Iterable[str], level: Literal[1, 2] = 1) -> list[Block]:
    """A dash or a plus before each."""
    return [Bullet(stopped(text), level) for text in texts]


def stopped(text: str) -> str:
    """The structure holds lines without their closing marks; on paper a line ends with one."""
    return text if text.endswith((".", ":", "!", "?", "…")) else f"{text}."


def short_date(day: datetime.date) -> str:
    """`06/3/2024`, with the leading zeros of a date in words."""
    return official.dated(day).removeprefix("ngày ").replace(" tháng ", "/").replace(" năm ", "/")


def lowered(name: str) -> str:
    """A name inside a sentence."""
    return name[:1].lower() + name[1:]
