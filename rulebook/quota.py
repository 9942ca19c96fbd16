"""The quota stage: after the rules have said who qualifies, how many places there are and who takes them.

Never a node of the tree. Percentages, rounding and the tie-break come from the law's dated parameters or from the
instrument that sets the cap; nothing here is a legal number.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Final, Literal

Rounding = Literal["down", "up", "half_up"]
_ROUNDING: Final = {"down": ROUND_DOWN, "up": ROUND_UP, "half_up": ROUND_HALF_UP}
Ground = Literal["score", "tie_break", "undecided", "unscored", "no_place"]


@dataclass(frozen=True, slots=True)
class Cap:
    """A fixed number of places, or a percentage of a base with the way to round it."""

    places: int | None = None
    percent: Decimal | None = None
    base: int | None = None
    rounding: Rounding = "down"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who competes for a place. `score` is None while nobody has ranked; the tie-break looks at women."""

    id: str
    unit: str
    score: Decimal | None
    is_woman: bool = False
    women_share: Decimal | None = None  # of a collective, in percent


@dataclass(frozen=True, slots=True)
class Placed:
    """One candidate after the stage: `rank` begins at 1, equals share it; `ground` says what decided."""

    candidate: Candidate
    rank: int
    inside: bool
    ground: Ground
    preferred: bool


@dataclass(frozen=True, slots=True)
class Result:
    """Everybody in order, and the two who stand at the line."""

    places: int
    placed: tuple[Placed, ...]

    @property
    def just_inside(self) -> Placed | None:
        """The last who takes a place."""
        return next((each for each in reversed(self.placed) if each.inside), None)

    @property
    def just_outside(self) -> Placed | None:
        """The first who takes none."""
        return next((each for each in self.placed if not each.inside), None)

    @property
    def free(self) -> int:
        """Places that nobody takes yet: too few candidates, or equals among whom the council must choose."""
        return self.places - sum(each.inside for each in self.placed)


def places(cap: Cap) -> int:
    """How many places the cap leaves. Raises ValueError when it says neither a number nor a share."""
    if cap.places is not None:
        return cap.places
    if cap.percent is None or cap.base is None:
        raise ValueError("Mức tối đa cần số lượng cố định, hoặc tỷ lệ cùng số làm gốc.")
    exact = cap.percent * cap.base / 100
    return int(exact.quantize(Decimal(1), rounding=_ROUNDING[cap.rounding]))


def is_preferred(candidate: Candidate, women_percent: int | None) -> bool:
    """Is it true that the tie-break prefers this one: a woman, or a collective with enough women?

    `women_percent` is the law's threshold on the day; None when no tie-break is in force.
    """
    if women_percent is None:
        return False
    share = candidate.women_share
    return candidate.is_woman or (share is not None and share >= women_percent)


def allot(candidates: Iterable[Candidate], cap: Cap, women_percent: int | None) -> Result:
    """Rank by score, the tie-break among equals, and give the places from the top.

    Equals that the tie-break cannot part share a rank; when not all of them fit, none of them takes a place: people
    must choose. Who has no score stands last and takes a place only where all of the unscored fit.
    """
    total = places(cap)
    groups: dict[tuple[bool, Decimal, bool], list[Candidate]] = {}
    for each in candidates:
        scored = each.score is not None
        preferred = scored and is_preferred(each, women_percent)
        groups.setdefault((scored, each.score or Decimal(0), preferred), []).append(each)
    placed: list[Placed] = []
    taken, rank, is_open = 0, 1, True
    line: Decimal | None = None  # the score at which the places ran out
    for (scored, score, preferred), group in sorted(groups.items(), reverse=True):
        fits = is_open and taken + len(group) <= total
        ground: Ground = "score"
        if not scored:
            ground = "unscored"
        elif not total:
            ground = "no_place"
        elif is_open and not fits and taken < total:
            ground, line = "undecided", score
        elif not fits:
            line = score if line is None else line
            if score == line and not preferred and (True, score, True) in groups:
                ground = "tie_break"
        placed += [
            Placed(each, rank, fits, ground, is_preferred(each, women_percent))
            for each in sorted(group, key=lambda each: each.id)
        ]
        taken += len(group) if fits else 0
        rank += len(group)
        is_open = fits
    return Result(total, _tell_tie_break(placed))


def _tell_tie_break(placed: list[Placed]) -> tuple[Placed, ...]:
    """Those whom the tie-break put inside are told so, as those are whom it put outside."""
    decided = {each.candidate.score for each in placed if each.ground == "tie_break"}
    return tuple(
        replace(each, ground="tie_break") if each.inside and each.candidate.score in decided else each
        for each in placed
    )
