"""A unit before the law: who qualifies and is not proposed, who is proposed and does not, who misses one clause."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max

import rulebook
from bangvang.directory.models import Organisation, User
from bangvang.registry import queries as registry
from bangvang.registry.models import Subject, YearRecord
from bangvang.rules.models import Proposal
from bangvang.rules.queries import proposals, scanning
from rulebook import scan


@dataclass(frozen=True, slots=True)
class Line:
    """One subject and one award."""

    subject: Subject
    award: str
    name: str
    verdict: str
    near: str
    proposal: Proposal | None = None


@dataclass(slots=True)
class Review:
    """What a unit should look at."""

    eligible: list[Line] = field(default_factory=list)  # and not proposed
    doubtful: list[Line] = field(default_factory=list)  # proposed, and not eligible
    near: list[Line] = field(default_factory=list)
    proposed: list[Line] = field(default_factory=list)  # and eligible
    counts: list[tuple[str, str, int, int, int]] = field(default_factory=list)
    subjects: int = 0


def keys_of(book: rulebook.Rulebook, on: date) -> list[str]:
    """The awards of the day, in their order."""
    iso = on.isoformat()
    standing = [each for each in book.law.awards.values() if any(one.stands(iso) for one in each.versions)]
    return [each.key for each in sorted(standing, key=lambda each: (each.kind, each.order, each.key))]


def last_rated_year(user: User, unit: Organisation, on: date) -> int:
    """The last year in which somebody of the unit is rated: what a review looks at unless a year is named."""
    subjects = registry.of_unit(registry.visible_to(user), unit, on)
    rated = YearRecord.objects.filter(subject__in=subjects, year__lte=on.year).exclude(rating="")
    return rated.aggregate(last=Max("year"))["last"] or on.year


def review(
    user: User, unit: Organisation, book: rulebook.Rulebook, on: date, year: int, awards: Sequence[str] = ()
) -> Review:
    """All subjects of the unit that the user may see, against these awards (or all of the day)."""
    subjects = registry.of_unit(registry.visible_to(user), unit, on)
    keys = list(awards) or keys_of(book, on)
    found = scanning.run(book, subjects, on, year, keys)
    rows = {each.pk: each for each in subjects}
    watched = {(each.subject_id, each.award): each for each in proposals.open_in(unit, year)}
    made = Review(subjects=len(found.subjects))
    for key in keys:
        award = book.law.awards[key]
        verdicts: Sequence[int] = found.found[key].verdict if found.found else ()  # type: ignore[assignment]
        counted = [0, 0, 0]
        for place, pk in enumerate(found.subjects):
            subject = rows[int(pk)]
            case = watched.get((subject.pk, key))
            if subject.kind not in award.subjects and case is None:
                continue
            verdict = int(verdicts[place])
            counted[verdict] += 1
            line = Line(subject, key, award.name, scan.WORDS[verdict], found.near(key, place), case)
            if case is not None:
                (made.proposed if verdict == scan.MET else made.doubtful).append(line)
            elif verdict == scan.MET:
                made.eligible.append(line)
            elif line.near:
                made.near.append(line)
        if sum(counted):
            made.counts.append(
                (key, award.name, counted[scan.MET], counted[scan.UNKNOWN], counted[scan.UNMET])
            )
    return made
