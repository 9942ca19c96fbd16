"""Words before meaning: folding, closing marks, outline markers."""

import re
import unicodedata
from typing import NamedTuple


class _Fold(dict[int, str]):
    """Filled as letters are met: one letter in, one letter out, so that positions keep their meaning."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in "đĐ":
            plain = "d"
        elif char in "–—−‐‑‒":  # noqa: RUF001
            plain = "-"
        elif char in "“”„«»":
            plain = '"'
        elif char in "’‘":  # noqa: RUF001
            plain = "'"
        elif char.isspace():
            plain = " "
        else:
            lower = unicodedata.normalize("NFD", char)[0].lower()
            plain = lower if len(lower) == 1 else char
        self[code] = plain
        return plain


_FOLD = _Fold()


def fold(text: str) -> str:
    """Lower case without tone marks, of the same length as the (NFC) text."""
    return text.translate(_FOLD)


def tidy(text: str) -> str:
    """One space between words, none around."""
    return " ".join(text.split())


def closed(text: str) -> str:
    """The text without its closing marks; an ellipsis and a bracket stay."""
    text = text.strip()
    while text and (
        text[-1] in ";,:" or text.endswith("./.") or (text[-1] in "./" and not text.endswith(".."))
    ):
        text = text[:-3] if text.endswith("./.") else text[:-1]
        text = text.rstrip()
    return text


class Marker(NamedTuple):
    """An outline marker: its kind (what may stand beside it), what is written, and where the text begins."""

    kind: str
    text: str
    end: int


_MARKER = (
    r"(?P<part>(?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục)\s+(?:thứ\s+\w+|THỨ\s+\w+|[IVXLC]+|\d+)(?![\w])\s*[.:–—-]?\s*)"
    r"|(?P<article>Điều\s+\d+\s*[.:]\s*)"
    r"|(?P<roman>[IVX]{1,6}\s*(?:[.):–—-]+|/(?=\s|[A-ZĐÀ-Ỹ]))\s*(?=[^\s\d.]))"
    r"|(?P<multi>(?:\d{1,2}|[IVX]{1,5})(?:\.\d{1,2})+(?:\.(?!\d)|\)|(?=\s))\s*(?=[^\s\d/]))"
    r"|(?P<num>\d{1,2}(?:\s?(?:\.(?!\d)|/(?!\d)|\.\))\s*(?=\S)|[-–]\s+(?=[A-ZĐÀ-Ỹ])))"
    r"|(?P<numpar>\d{1,2}\s?\)\s*(?=\S))"
    r"|(?P<paren>\((?:\d{1,2}|[a-zđ])\)\s*(?=\S))"
    r"|(?P<letter>[a-zđ](?:\s?(?:\.(?![a-zđ]\.)|\)|/(?=\s))\s*(?=\S)|[-–]\s+(?=[A-ZĐÀ-Ỹ])))"
    r"|(?P<upper>[A-ZĐ]\s?(?:[.)](?!\s?[A-ZĐ]\.)|/(?=\s))\s+(?=\S))"
    r"|(?P<bullet>[-–—−+•*▪■●○◦·‣➢►✓✔⮚](?:\s*[-–—−+•*▪■●○◦·‣➢►✓✔⮚])*\s*(?=\S))"  # noqa: RUF001
)


def marker_of(text: str) -> Marker | None:
    """The outline marker a line begins with, if any."""
    head = text[:1]
    if not head or head not in _FIRST:
        return None
    found = re.match(_MARKER, text)
    if found is None:
        return None
    group = found.lastgroup or ""
    kind, written = group, found.group().strip()
    if group == "bullet":
        sign = written[-1]
        kind = "bullet" + ("-" if sign in "-–—−" else sign)  # noqa: RUF001
    elif group == "paren":
        kind = "paren" + ("1" if written[1].isdigit() else "a")
    elif group == "multi":
        kind = f"multi{written.rstrip('.)').count('.')}"
    if group in {"num", "roman", "upper", "letter"} and _is_shouted(text[found.end() :]):
        kind += "!"  # a shouted title and a quiet one of the same numbering are two levels
    return Marker(kind, written, found.end())


_FIRST = frozenset("0123456789(-–—−+•*▪■●○◦·‣➢►✓✔⮚PCMĐIVXABDEGHKLNOQRSTUYabcdđefghijklmnopqrstuvwxyz")  # noqa: RUF001


def _is_shouted(text: str) -> bool:
    title = text.split(":", 1)[0].split("(", 1)[0]
    return len(title.split()) > 1 and title == title.upper() and title != title.lower()


def is_shouted(text: str) -> bool:
    """Written in capitals throughout."""
    return text == text.upper() and text != text.lower()


def same_case(one: str, two: str) -> bool:
    """Both in capitals, or neither; figures and signs ("152/2025/NĐ-CP") are of either kind."""
    letters = sum(char.isalpha() for char in two)
    figures = letters == 0 or (letters < 8 and any(char.isdigit() for char in two))
    return figures or is_shouted(one) == is_shouted(two)


def is_rule(text: str) -> bool:
    """A drawn line or a run of stars: no words."""
    return not any(char.isalnum() for char in text)
