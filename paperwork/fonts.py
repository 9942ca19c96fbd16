"""TeX Gyre Termes: the free letters with the widths of Times New Roman, from a wheel; and how wide a text runs in them.

Its package cannot be imported (it would ask for a typesetter we do not use), so its folder is looked up only.
"""

import functools
import importlib.util
import pathlib
import typing

from paperwork import layout

if typing.TYPE_CHECKING:
    from PIL import ImageFont

FAMILY = "TeX Gyre Termes"
_UNIT = 1000
_SLACK = 1.015, 0.6  # times and mm more, so that a line which just fits also fits in another program


@functools.cache
def folder() -> pathlib.Path:
    """Where the font files lie."""
    found = importlib.util.find_spec("rinoh_typeface_texgyretermes")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("Thiếu phông chữ TeX Gyre Termes: hãy chạy lại make install.")
    return pathlib.Path(next(iter(found.submodule_search_locations)))


@functools.cache
def _font(weight: str) -> "ImageFont.FreeTypeFont":
    from PIL import ImageFont  # noqa: PLC0415  (start-up cost: only who prints pays it)

    path = str(folder() / f"texgyretermes-{weight}.otf")
    return ImageFont.truetype(path, _UNIT, layout_engine=ImageFont.Layout.BASIC)


def text_width(text: str, style: layout.Style) -> float:
    """How long the text runs on one line, in millimetres."""
    weight = ("bold" if style.bold else "") + ("italic" if style.italic else "") or "regular"
    return float(_font(weight).getlength(text)) / _UNIT * style.size * layout.MM_PER_PT


def broken(text: str, style: layout.Style, width: float) -> list[str]:
    """The lines of a text set in this width, as every program breaks them."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and text_width(f"{lines[-1]} {word}", style) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def balanced(text: str, style: layout.Style, width: float) -> tuple[float, float]:
    """The narrowest width that needs no more lines than `width` does, and the length of its longest line.

    A title broken in two even lines reads better than one long line with a last word below it.
    """
    count = len(broken(text, style, width))
    low, high = 0.0, width
    while high - low > 0.2:
        middle = (low + high) / 2
        lines = broken(text, style, middle)
        if len(lines) <= count and max(text_width(line, style) for line in lines) <= middle:
            high = middle
        else:
            low = middle
    box = min(width, high * _SLACK[0] + _SLACK[1])
    longest = max(text_width(line, style) for line in broken(text, style, box))
    return round(box, 2), round(min(longest, width), 2)
