"""One subject before the law: what is open to it, why or why not, and what would change if a fact were otherwise."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import rulebook
from bangvang.directory.models import Organisation
from bangvang.registry import queries as registry
from bangvang.registry.models import Subject
from rulebook import explain, words
from rulebook.tree import Source

Facts = dict[str, Any]  # the Facts JSON, as the registry makes it and the rulebook reads it
VERDICT_TONES = {"met": "good", "unmet": "bad", "unknown": "waiting"}
EVIDENCE = ("years", "missing", "unknown", "found", "need", "records")


@dataclass(frozen=True, slots=True)
class Answer:
    """One award for one subject, in short."""

    key: str
    name: str
    verdict: str
    tone: str
    text: str
    missing: tuple[str, ...]
    change: tuple[str, ...]
    earliest_year: int | None
    certainty: str
    certainty_word: str


@dataclass(slots=True)
class Layer:
    """One finding with those inside it."""

    rule: str
    verdict: str
    text: str
    source: str
    certainty: str
    decisive: bool
    records: list[str]
    years: list[int]
    inside: list["Layer"] = field(default_factory=list)

    @property
    def certainty_word(self) -> str:
        """How sure we are of the rule, in words."""
        return words.CERTAINTY[self.certainty]


def facts_of(subject: Subject, on: date) -> Facts:
    """The facts as that day could know them."""
    found: Any = registry.facts_for(subject, on)
    return dict(found)


def unit_of(subject: Subject, on: date) -> Organisation | None:
    """Whose rules apply: the first unit of the subject on the day."""
    return next(iter(registry.units_of(subject, on)), None)


def last_rated(facts: Facts) -> int | None:
    """The last year with a rating: the achievement year when none is named."""
    years = facts.get("years", {})
    return max((int(year) for year, row in years.items() if row.get("rating")), default=None)


def overview(book: rulebook.Rulebook, facts: Facts, on: date, year: int | None) -> list[Answer]:
    """Every award of the day for this kind of subject: what is open now first, then what is nearest."""
    kind, iso = facts["subject"]["kind"], on.isoformat()
    order = {"met": 0, "unknown": 1, "unmet": 2}
    found = []
    for award in book.law.awards.values():
        if kind in award.subjects and award.version(iso, kind) is not None:
            found.append(((award.kind, award.order), answer(book, award.key, facts, on, year)))
    found.sort(key=lambda each: (order[each[1].verdict], each[1].earliest_year or 9999, each[0]))
    return [each for _, each in found]


def answer(book: rulebook.Rulebook, key: str, facts: Facts, on: date, year: int | None) -> Answer:
    """One award in short. A subject without any rating is asked about the year of the day."""
    proof = prove(book, key, facts, on, year)
    told: Mapping[str, Any] = proof.to_dict()
    first = told["findings"][0]["text"]
    return Answer(
        key,
        told["name"],
        told["verdict"],
        VERDICT_TONES[told["verdict"]],
        first,
        tuple(told["missing"]),
        tuple(told["change"]),
        told["earliest_year"],
        told["certainty"],
        words.CERTAINTY[told["certainty"]],
    )


def prove(book: rulebook.Rulebook, key: str, facts: Facts, on: date, year: int | None) -> Any:
    """The proof as the rulebook gives it."""
    try:
        return book.explain(key, facts, on, year)
    except explain.NoYear:
        return book.explain(key, facts, on, on.year)


def layers(told: Mapping[str, Any]) -> list[Layer]:
    """The findings of a proof (`to_dict`) as they stand inside each other."""
    roots: list[Layer] = []
    path: list[Layer] = []
    for row in told["findings"]:
        evidence, depth = row["evidence"], row["depth"]
        layer = Layer(
            row["rule"],
            row["verdict"],
            row["text"],
            cited(row["source"]),
            row["certainty"],
            row["decisive"],
            list(evidence.get("records", ())),
            list(evidence.get("years", ())),
        )
        path = path[:depth]
        (path[-1].inside if path else roots).append(layer)
        path.append(layer)
    return roots


def cited(source: Mapping[str, Any]) -> str:
    """A citation of a proof, from the point up to the instrument."""
    return str(Source(*(str(source.get(key) or "") for key in ("instrument", "article", "clause", "point"))))


# --- What if ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Supposed:
    """Facts that are not so, to see what they would change. Nothing of it is stored."""

    rating_year: int | None = None
    rating: str = ""
    initiative_year: int | None = None
    initiative_scope: str = ""
    award_year: int | None = None
    award_key: str = ""
    discipline_ends: date | None = None
    closes_proceedings: bool = False

    def __bool__(self) -> bool:
        return bool(
            (self.rating_year and self.rating)
            or (self.initiative_year and self.initiative_scope)
            or (self.award_year and self.award_key)
            or self.discipline_ends
            or self.closes_proceedings
        )


def suppose(facts: Facts, supposed: Supposed, on: date) -> Facts:
    """A copy of the facts in which this is so."""
    made = deepcopy(facts)
    if supposed.rating_year and supposed.rating:
        year = made.setdefault("years", {}).setdefault(str(supposed.rating_year), {})
        year["rating"] = supposed.rating
    if supposed.initiative_year and supposed.initiative_scope:
        row = {"year": supposed.initiative_year, "scope": supposed.initiative_scope}
        made.setdefault("initiatives", []).append(row)
    if supposed.award_year and supposed.award_key:
        given = {"key": supposed.award_key, "year": supposed.award_year, "kind": "cong_trang"}
        made.setdefault("awards", []).append(given)
    if supposed.discipline_ends:
        for row in made.get("discipline", []):
            if row["to"] is None or row["to"] >= supposed.discipline_ends.isoformat():
                row["to"] = max(row["from"], supposed.discipline_ends.isoformat())
    if supposed.closes_proceedings:
        made["proceedings"] = [
            row for row in made.get("proceedings", []) if row["to"] and row["to"] < on.isoformat()
        ]
    return made
