"""Who sits on which seat of a unit: pure arithmetic, so that it can be tested with any list.

A unit has lines ("01 lãnh đạo", "01 người phụ trách") with so many seats each, and a number of seats in all that the
organiser may have changed. People are seated in the order given; nobody seated earlier loses the seat to a later one,
but may be moved to another line that fits as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

ANY: Final = -1  # a seat that belongs to no line


@dataclass(frozen=True, slots=True)
class Candidate:
    key: int
    fits: frozenset[int]  # the lines, by place, that this person's position answers to


@dataclass(frozen=True, slots=True)
class Place:
    """Seated (`line` is a place in the lines, or ANY) or not; `misfit` says that no free line fits the person."""

    is_seated: bool
    line: int = ANY
    misfit: bool = False
    line_full: bool = False


def arrange(people: Sequence[Candidate], lines: Sequence[int], capacity: int) -> dict[int, Place]:
    """Seat the people. At most `capacity` are seated; a line never holds more than its own seats."""
    holders: list[list[int]] = [[] for _ in lines]
    extra = max(0, capacity - sum(lines))
    spare: list[int] = []
    by_key = {person.key: person for person in people}

    def seat(person: Candidate, tried: set[int]) -> bool:
        for line in sorted(person.fits):
            if line in tried or not lines[line]:
                continue
            tried.add(line)
            if len(holders[line]) < lines[line]:
                holders[line].append(person.key)
                return True
            for other in list(holders[line]):
                if seat(by_key[other], tried):
                    holders[line][holders[line].index(other)] = person.key
                    return True
        return False

    places: dict[int, Place] = {}
    later: list[Candidate] = []
    for person in people:
        seated = sum(len(each) for each in holders) + len(spare)
        if seated < capacity and person.fits and seat(person, set()):
            continue
        if seated < capacity and person.fits and len(spare) < extra:
            spare.append(person.key)
            continue
        later.append(person)
    for line, keys in enumerate(holders):
        for key in keys:
            places[key] = Place(is_seated=True, line=line)
    for key in spare:
        places[key] = Place(is_seated=True)
    for person in later:
        has_seat = len([1 for each in places.values() if each.is_seated]) < capacity
        places[person.key] = Place(
            is_seated=has_seat, misfit=not person.fits, line_full=bool(person.fits) and has_seat
        )
    return places
