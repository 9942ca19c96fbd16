"""Which seats a composition line of a plan asks for in every unit, as far as its words tell.

"Chủ tịch hoặc Phó Chủ tịch UBND và công chức Văn phòng - Thống kê" asks for two: one for a head or deputy, one for the
clerk.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bangvang.core import text
from bangvang.directory.phrases import Match, Phrases, Syllable, syllables


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A seat that a composition line asks for in every unit; `position_kinds` are keys of PositionKind."""

    label: str
    position_kinds: tuple[str, ...]
    accepts_in_charge: bool
    per_unit: int = 1


_STAFF = ("can bo", "cong chuc", "vien chuc", "chuyen vien", "giao vien", "nhan vien", "ke toan", "nguoi")
_LEADERS = ("lanh dao", "ban giam hieu", "ban giam doc", "ban lanh dao", "thuong truc", "ban thuong vu")
_DUTIES = (
    "phu trach",
    "lam cong tac",
    "theo doi",
    "tham muu",
    "thuc hien",
    "duoc giao",
    "chuyen trach",
    "kiem nhiem",
)


def suggest(line: str, kinds: Mapping[str, Sequence[str]]) -> list[Suggestion]:
    """The seats that the line asks for in each unit. `kinds` leads from a key of PositionKind to its words."""
    clean = text.clean(line)
    read = syllables(clean)
    phrases: Phrases[tuple[str, ...]] = Phrases()
    for key, words in kinds.items():
        for word in words:
            phrases.add(word, (key,))
    for word in _LEADERS:
        phrases.add(word, ("head", "deputy"))
    for word in _STAFF:
        phrases.add(word, ("other",))
    for word in ("thi dua khen thuong", "cong tac thi dua", "cong tac thi dua khen thuong"):
        phrases.add(word, ("in charge",))
    for word in _DUTIES:
        phrases.add(word, ("duty",))
    seats: list[_Seat] = []
    for match in phrases.find(read):
        seat = seats[-1] if seats else None
        between = clean[read[seat.last].end : read[match.first].start] if seat else ""
        gap = {each.folded for each in read[seat.last + 1 : match.first]} if seat else set()
        if match.meaning in {("in charge",), ("duty",)}:
            if seat and not set(between) & set(";."):
                seat.extend(match)
        elif seat and seat.takes(match, gap, between):
            seat.extend(match)
            seat.kinds |= set(match.meaning)
        else:
            seats.append(
                _Seat(match.first, match.last, set(match.meaning), number=_number(read, match.first))
            )
    return [seat.suggestion(clean, read, order=list(kinds)) for seat in seats]


@dataclass
class _Seat:
    first: int
    last: int
    kinds: set[str]
    number: int
    has_duty: bool = False
    in_charge: bool = False

    def takes(self, match: Match[tuple[str, ...]], words: set[str], between: str) -> bool:
        """Is the next phrase the same seat: an alternative, or one of "cán bộ, công chức, viên chức"?"""
        if self.in_charge or ";" in between:
            return False
        if words & {"hoac", "hay"} or "/" in between:
            return True
        if self.kinds != {"other"} or any(each.isdigit() for each in words):
            return False
        if match.meaning == ("other",):
            return "va" not in words or not self.has_duty
        return not words and "," not in between

    def extend(self, match: Match[tuple[str, ...]]) -> None:
        self.last = match.last
        self.has_duty |= match.meaning == ("duty",)
        self.in_charge |= match.meaning == ("in charge",)

    def suggestion(self, clean: str, read: Sequence[Syllable], order: Sequence[str]) -> Suggestion:
        kinds = self.kinds - {"other"} or self.kinds
        if self.in_charge:
            kinds = kinds - {"other"}
        label = clean[read[self.first].start : read[self.last].end]
        return Suggestion(
            label[0].upper() + label[1:],
            tuple(key for key in order if key in kinds),
            self.in_charge,
            self.number,
        )


def _number(read: Sequence[Syllable], first: int) -> int:
    """The count written before a position: "02 giáo viên" or "01 đồng chí lãnh đạo"."""
    for each in reversed(read[max(0, first - 3) : first]):
        if each.folded.isdigit() and len(each.folded) <= 2:
            return max(1, int(each.folded))
        if each.folded not in {"dong", "chi", "nguoi", "dai", "dien"}:
            break
    return 1
