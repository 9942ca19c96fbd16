"""Known phrases found in a line of Vietnamese: syllable by syllable, the longest phrase at each place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bangvang.core import text

_SYLLABLE = re.compile(r"[^\W_]+")
_ABBREVIATIONS = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "mttq": "mat tran to quoc",
    "mttqvn": "mat tran to quoc viet nam",
    "ubmttq": "uy ban mat tran to quoc",
    "ubmttqvn": "uy ban mat tran to quoc viet nam",
    "ldld": "lien doan lao dong",
    "lhpn": "lien hiep phu nu",
    "ccb": "cuu chien binh",
    "ctd": "chu thap do",
    "vp": "van phong",
    "tncs": "thanh nien cong san",
    "hcm": "ho chi minh",
    "mn": "mam non",
    "thcs": "trung hoc co so",
    "thpt": "trung hoc pho thong",
    "gddt": "giao duc dao tao",
    "gd dt": "giao duc dao tao",
    "ld tb xh": "lao dong thuong binh xa hoi",
    "ldtbxh": "lao dong thuong binh xa hoi",
    "tc kh": "tai chinh ke hoach",
    "tn mt": "tai nguyen moi truong",
    "nn ptnt": "nong nghiep phat trien nong thon",
    "kt ht": "kinh te ha tang",
    "vh tt": "van hoa thong tin",
    "vhtt": "van hoa thong tin",
    "td kt": "thi dua khen thuong",
    "tdkt": "thi dua khen thuong",
}

M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Syllable:
    """`lower` keeps the marks; it is empty in an abbreviation written out, which has none."""

    folded: str
    lower: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match(Generic[M]):
    """A phrase found: what it means, and where it stands, as syllables and as characters."""

    meaning: M
    words: str
    first: int
    last: int


@dataclass
class Phrases(Generic[M]):
    """Known phrases by their first syllable; the syllable "và" may stand anywhere inside one."""

    by_first: dict[str, list[tuple[tuple[str, ...], M]]] = field(default_factory=dict)

    def add(self, phrase: str, meaning: M) -> None:
        """Let this folded phrase mean that; of two meanings the one added first stays."""
        words = tuple(each for each in expanded(phrase) if each != "va")
        if not words:
            return
        known = self.by_first.setdefault(words[0], [])
        if all(each != words for each, _ in known):
            known.append((words, meaning))

    def find(self, line: Sequence[Syllable]) -> list[Match[M]]:
        """All phrases in the line, from left to right, the longest at each place, none overlapping."""
        found, at = [], 0
        while at < len(line):
            best: Match[M] | None = None
            length = 0
            for words, meaning in self.by_first.get(line[at].folded, ()):
                last = _ends(words, line, at)
                if last is not None and len(words) > length:
                    best, length = Match(meaning, " ".join(words), at, last), len(words)
            if best is None:
                at += 1
            else:
                found.append(best)
                at = best.last + 1
        return found


def _ends(words: Sequence[str], line: Sequence[Syllable], at: int) -> int | None:
    for place, word in enumerate(words):
        while place and at < len(line) and line[at].folded == "va":
            at += 1
        if at >= len(line) or line[at].folded != word:
            return None
        at += 1
    return at - 1


def expanded(phrase: str) -> list[str]:
    """The folded syllables of a phrase, abbreviations written out."""
    words = _SYLLABLE.findall(text.fold(phrase))
    out: list[str] = []
    at = 0
    while at < len(words):
        for size in (3, 2, 1):
            short = " ".join(words[at : at + size])
            if at + size <= len(words) and short in _ABBREVIATIONS:
                out += _ABBREVIATIONS[short].split()
                at += size
                break
        else:
            out.append(words[at])
            at += 1
    return out


def syllables(line: str) -> list[Syllable]:
    """The syllables of a line with the place of each; an abbreviation's syllables share one place."""
    raw = [
        Syllable(text.fold(each.group()), each.group().lower(), each.start(), each.end())
        for each in _SYLLABLE.finditer(line)
    ]
    out: list[Syllable] = []
    at = 0
    while at < len(raw):
        for size in (3, 2, 1):
            group = raw[at : at + size]
            long = _ABBREVIATIONS.get(" ".join(each.folded for each in group))
            if len(group) == size and long:
                out += [Syllable(each, "", group[0].start, group[-1].end) for each in long.split()]
                at += size
                break
        else:
            out.append(raw[at])
            at += 1
    return out
