"""Paragraph styles of a Word file, each with what it inherits."""

from typing import NamedTuple

from paperwork.sources import numbering, ooxml
from paperwork.sources.package import Element


class Style(NamedTuple):
    """What a style gives its paragraphs; `num` is its list and depth."""

    bold: bool = False
    caps: bool = False
    centred: bool = False
    level: int = 0
    num: tuple[str, int] | None = None


def read(root: Element | None, numbers: numbering.Numbering) -> dict[str, Style]:
    """Paragraph styles with what they inherit."""
    raw: dict[str, Element] = {}
    if root is not None:
        for style in ooxml.children(root, "style"):
            raw[ooxml.attribute(style, "styleId") or ""] = style
    done: dict[str, Style] = {}

    def resolve(key: str, seen: frozenset[str]) -> Style:
        if key in done or key not in raw or key in seen:
            return done.get(key, Style())
        element = raw[key]
        base = resolve(ooxml.child_value(element, "basedOn") or "", seen | {key})
        run, paragraph = ooxml.child(element, "rPr"), ooxml.child(element, "pPr")
        bold, caps = ooxml.child(run, "b"), ooxml.child(run, "caps")
        jc = ooxml.child_value(paragraph, "jc")
        level = ooxml.child_value(paragraph, "outlineLvl")
        listed = ooxml.child(paragraph, "numPr")
        num = base.num
        if listed is not None:
            own = ooxml.child_value(listed, "numId")
            linked = numbers.by_style.get(key)
            depth = ooxml.number(ooxml.child_value(listed, "ilvl"), linked[1] if linked else 0)
            num = (own or (base.num or ("", 0))[0], depth)
        elif key in numbers.by_style:
            num = numbers.by_style[key]
        name = (ooxml.child_value(element, "name") or "").lower()
        heading = int(name[8:]) if name.startswith("heading ") and name[8:].isdigit() else base.level
        done[key] = Style(
            base.bold if bold is None else ooxml.is_on(bold),
            base.caps if caps is None else ooxml.is_on(caps),
            jc == "center" if jc else base.centred,
            ooxml.number(level, 9) + 1 if level is not None and ooxml.number(level, 9) < 9 else heading,
            num,
        )
        return done[key]

    for key in raw:
        resolve(key, frozenset())
    return done
