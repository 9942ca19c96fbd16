"""The quota stage with the rows of the office: who competes for how many places, who falls out and why."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count

import rulebook
from bangvang.directory.models import Organisation, Person, User
from bangvang.rules.models import Cap, Proposal
from bangvang.rules.queries import proposals
from bangvang.rules.workflow import ProposalState
from rulebook import quota, values
from rulebook.tree import Value


@dataclass(frozen=True, slots=True)
class Row:
    """One case after the stage."""

    proposal: Proposal
    placed: quota.Placed


@dataclass(frozen=True, slots=True)
class Stage:
    """One unit's places."""

    unit: Organisation
    cap: Cap | None
    places: int
    rows: list[Row]
    result: quota.Result | None

    @property
    def fallen(self) -> int:
        return sum(not each.placed.inside for each in self.rows)

    @property
    def above(self) -> Proposal | None:
        """Who takes the last place."""
        return self._of(self.result.just_inside if self.result else None)

    @property
    def below(self) -> Proposal | None:
        """Who is first without one."""
        return self._of(self.result.just_outside if self.result else None)

    def _of(self, placed: quota.Placed | None) -> Proposal | None:
        return next((each.proposal for each in self.rows if each.placed is placed), None)


def women_percent(book: rulebook.Rulebook, on: date) -> int | None:
    """From which share of women a collective is preferred on the day; None when no tie-break was read."""
    found = values.parameter(book.law, "tie_break_women_percent", on)
    return found.value if found is not None and isinstance(found.value, int) else None


def tie_break(book: rulebook.Rulebook, on: date) -> Value | None:
    """The rule among equals with its citation."""
    return values.parameter(book.law, "tie_break_women_percent", on)


def competitions(user: User) -> list[dict[str, object]]:
    """For which awards and years there are open cases."""
    found = (
        proposals.visible_to(user)
        .filter(state=ProposalState.OPEN)
        .order_by("-year", "award")
        .values("award", "year")
        .annotate(cases=Count("pk"))
    )
    return [dict(each) for each in found]


def stages(user: User, award: str, year: int, percent: int | None) -> list[Stage]:
    """Each unit of which the user sees open cases; two queries."""
    cases = list(proposals.visible_to(user).filter(state=ProposalState.OPEN, award=award, year=year))
    by_unit: dict[int, list[Proposal]] = {}
    for each in cases:
        by_unit.setdefault(each.unit_id, []).append(each)
    caps = proposals.caps_of(Organisation.objects.filter(pk__in=list(by_unit)), award, year)
    found = [_stage(rows, caps.get(unit), percent) for unit, rows in by_unit.items()]
    return sorted(found, key=lambda each: (each.unit.sort_key, each.unit.pk))


def _stage(cases: list[Proposal], cap: Cap | None, percent: int | None) -> Stage:
    unit = cases[0].unit
    if cap is None:
        return Stage(unit, None, len(cases), [], None)
    rounding: quota.Rounding = cap.rounding  # type: ignore[assignment]  # the column holds one of the three
    result = quota.allot(
        [_candidate(each) for each in cases], quota.Cap(cap.places, cap.percent, cap.base, rounding), percent
    )
    by_code = {each.code: each for each in cases}
    rows = [Row(by_code[each.candidate.id], each) for each in result.placed]
    return Stage(unit, cap, result.places, rows, result)


def _candidate(case: Proposal) -> quota.Candidate:
    person = case.subject.person
    share = case.women_share if case.subject.kind == "collective" else None
    return quota.Candidate(
        case.code,
        case.unit.code,
        case.score,
        person is not None and person.sex == Person.Sex.FEMALE,
        None if share is None else Decimal(share),
    )
