"""The law of a day as a page shows it: awards in force, one award whole, what changed between two days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import rulebook
from bangvang.core.timeline import Moment
from bangvang.directory.models import Organisation, User
from rulebook import readable, words
from rulebook.tree import Award, Certainty, Value, Version

TONES: dict[str, str] = {"read": "good", "secondary": "waiting", "derived": "info", "recalled": "bad"}


@dataclass(frozen=True, slots=True)
class Listed:
    """One award in the list."""

    key: str
    name: str
    kind: str
    kind_word: str
    subjects: str
    since: str
    certainty: Certainty
    certainty_word: str
    tone: str


@dataclass(frozen=True, slots=True)
class Criteria:
    """What one kind of subject must meet on the day."""

    kind: str
    kind_word: str
    version: Version
    span: str
    root: readable.Line
    tone: str


@dataclass(frozen=True, slots=True)
class Told:
    """A dated value as a sentence with its citation."""

    text: str
    items_told: tuple[str, ...]
    source: str
    certainty: str
    certainty_word: str
    tone: str
    note: str


@dataclass(frozen=True, slots=True)
class Bonus:
    """What is paid on the day to one kind of subject, or why that cannot be said."""

    kind_word: str
    amount: int | None
    coefficient: str
    base_salary: int | None
    certainty_word: str
    tone: str
    reason: str
    sources: str


def organisation_of(user: User) -> Organisation | None:
    """Whose rules a person reads: the body where they hold a role, the lowest of them."""
    held = [each.organisation for each in user.held()] if user.is_active else []
    return max(held, key=lambda each: len(each.path), default=None)


def in_force(book: rulebook.Rulebook, on: date) -> list[Listed]:
    """The awards of the day, titles before forms, in the order of precedence."""
    iso = on.isoformat()
    found = []
    for award in sorted(book.law.awards.values(), key=lambda each: (each.kind, each.order, each.key)):
        standing = [each for each in award.versions if each.stands(iso)]
        if standing:
            first = standing[0]
            found.append(
                Listed(
                    award.key,
                    award.name,
                    award.kind,
                    readable.KIND.get(award.kind, award.kind),
                    ", ".join(words.KIND[each] for each in award.subjects),
                    first.since,
                    first.root.certainty,
                    words.CERTAINTY[first.root.certainty],
                    TONES[first.root.certainty],
                )
            )
    return found


def criteria(book: rulebook.Rulebook, award: Award, on: date) -> list[Criteria]:
    """One tree for each version that stands: some serve several kinds of subject."""
    iso = on.isoformat()
    return [
        Criteria(
            version.kinds[0],
            ", ".join(words.KIND[each] for each in version.kinds),
            version,
            readable.span(version.since, version.until),
            readable.lines(book.law, version.root),
            TONES[version.root.certainty],
        )
        for version in award.versions
        if version.stands(iso)
    ]


def told(values: Iterable[Value], on: date, *whats: str) -> list[Told]:
    """The values of the day; of these sorts, or all."""
    iso = on.isoformat()
    return [_told(each) for each in values if each.stands(iso) and (not whats or each.what in whats)]


def _told(value: Value) -> Told:
    items = value.value if isinstance(value.value, list | tuple) else ()
    level = readable.LEVEL.get(value.level, "")
    text = value.text.rstrip(".") if items else readable.value_text(value)
    return Told(
        f"{text} ({level})" if level else text,
        tuple(str(each) for each in items),
        str(value.source),
        value.certainty,
        words.CERTAINTY[value.certainty],
        TONES[value.certainty],
        value.note,
    )


def bonuses(book: rulebook.Rulebook, award: Award, on: date) -> list[Bonus]:
    """What is paid on the day, for each kind of subject."""
    procedure = book.procedure(award.key, on)
    found = []
    for kind in award.subjects:
        bonus: Any = procedure.bonus(kind)
        found.append(
            Bonus(
                words.KIND[kind],
                bonus.amount,
                str(bonus.coefficient or "").replace(".", ","),
                bonus.base_salary,
                words.CERTAINTY[bonus.certainty],
                TONES[bonus.certainty],
                bonus.reason,
                "; ".join(str(each) for each in bonus.sources),
            )
        )
    return found


def history(award: Award, on: date) -> list[Moment]:
    """The versions of the rule on one line of time: which was, which is, which will be."""
    iso = on.isoformat()
    found = []
    for each in sorted(award.versions, key=lambda version: (version.since, version.kinds)):
        kinds = ", ".join(words.KIND[kind] for kind in each.kinds)
        tense = "now" if each.stands(iso) else "next" if each.since > iso else "past"
        found.append(
            Moment(
                f"{each.root.source} ({kinds})",
                readable.span(each.since, each.until),
                None,
                each.note,
                tense,  # type: ignore[arg-type]  # one of the three words above
            )
        )
    return found


def turning_days(award: Award) -> list[date]:
    """The days on which a rule of the award began, to compare the day before with."""
    days = {each.since for each in award.versions}
    for values in (award.decided_by, award.bonus, award.procedure):
        days |= {each.since for each in values}
    return [date.fromisoformat(each) for each in sorted(days)]


def day_before(day: date) -> date:
    """The last day of what was before."""
    return day - timedelta(days=1)
