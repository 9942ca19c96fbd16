"""Word's automatic numbering, counted as Word counts it and written as the reader sees it."""

from paperwork.sources import ooxml
from paperwork.sources.package import Element

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


class _Level:
    __slots__ = ("format", "legal", "restart", "start", "style", "text")

    def __init__(self, element: Element) -> None:
        self.start = ooxml.number(ooxml.child_value(element, "start"), 1)
        self.format = ooxml.child_value(element, "numFmt") or "decimal"
        self.text = ooxml.child_value(element, "lvlText") or ""
        self.restart = ooxml.number(ooxml.child_value(element, "lvlRestart"), -1)
        self.style = ooxml.child_value(element, "pStyle")
        self.legal = ooxml.child(element, "isLgl") is not None


class Numbering:
    """The lists of one document and how far each has counted."""

    def __init__(self, root: Element | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._nums: dict[str, tuple[str, dict[int, int], dict[int, _Level]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        self._style_links: dict[str, str] = {}
        self.by_style: dict[str, tuple[str, int]] = {}
        if root is None:
            return
        for abstract in ooxml.children(root, "abstractNum"):
            key = ooxml.attribute(abstract, "abstractNumId") or ""
            levels = {
                ooxml.number(ooxml.attribute(level, "ilvl"), 0): _Level(level)
                for level in ooxml.children(abstract, "lvl")
            }
            self._abstract[key] = levels
            link = ooxml.child_value(abstract, "styleLink")
            if link:
                self._style_links[link] = key
        for abstract in ooxml.children(root, "abstractNum"):
            link = ooxml.child_value(abstract, "numStyleLink")
            if link in self._style_links:
                self._abstract[ooxml.attribute(abstract, "abstractNumId") or ""] = self._abstract[
                    self._style_links[link]
                ]
        for num in ooxml.children(root, "num"):
            self._add(num)

    def _add(self, num: Element) -> None:
        key = ooxml.attribute(num, "numId") or ""
        abstract = ooxml.child_value(num, "abstractNumId") or ""
        starts: dict[int, int] = {}
        levels: dict[int, _Level] = {}
        for override in ooxml.children(num, "lvlOverride"):
            depth = ooxml.number(ooxml.attribute(override, "ilvl"), 0)
            start = ooxml.child_value(override, "startOverride")
            if start is not None:
                starts[depth] = ooxml.number(start, 1)
            level = ooxml.child(override, "lvl")
            if level is not None:
                levels[depth] = _Level(level)
        self._nums[key] = (abstract, starts, levels)
        for depth, own in self._abstract.get(abstract, {}).items():
            if own.style:
                self.by_style.setdefault(own.style, (key, depth))

    def mark(self, num_id: str, depth: int) -> str:
        """The mark of the next paragraph of this list at this depth; empty where it shows none."""
        if num_id not in self._nums:
            return ""
        abstract, starts, own = self._nums[num_id]
        levels = {**self._abstract.get(abstract, {}), **own}
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if depth in starts and (num_id, depth) not in self._started:
            counts[depth] = starts[depth] - 1
        self._started.add((num_id, depth))
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            below = levels.get(deeper)
            if below is None or below.restart != 0:
                del counts[deeper]
        if level.format == "bullet":
            return _bullet(level.text)
        if level.format == "none":
            return level.text if "%" not in level.text else ""
        text = level.text
        for index in range(9):
            place = f"%{index + 1}"
            if place in text:
                shown = levels.get(index)
                value = counts.get(index, shown.start if shown else 1)
                text = text.replace(
                    place, _written(value, "decimal" if level.legal or shown is None else shown.format)
                )
        return text.strip()


def _bullet(text: str) -> str:
    """The bullet's sign; those of symbol fonts are private letters."""
    sign = text.strip()[:1]
    if not sign or "\ue000" <= sign <= "\uf8ff" or sign == "o":
        return "-" if sign in {"\uf02d", "\uf0be"} else "•" if sign != "o" else "+"
    return sign


def _written(value: int, style: str) -> str:
    if style in {"upperRoman", "lowerRoman"}:
        out, rest = "", max(value, 0)
        for size, sign in _ROMAN:
            while rest >= size:
                out, rest = out + sign, rest - size
        return out if style == "upperRoman" else out.lower()
    if style in {"upperLetter", "lowerLetter"} and value > 0:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    return f"{value:02d}" if style == "decimalZero" else str(value)
