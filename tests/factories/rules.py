"""A record, a local rule and a case, made by the real actions."""

from datetime import date
from typing import Any

from bangvang.registry.models import Award, Initiative, Subject
from bangvang.rules import actions
from bangvang.rules.models import LocalRule, Proposal
from tests.factories import registry
from tests.factories.directory import World

RULE = """key: certificate_of_commendation
versions:
  - from: 2024-05-01
    until: 2026-10-01
    for: [individual]
    does: sets
    rule: DP-01
    source: {instrument: 1/2024/QĐ-UBND, article: 2}
    certainty: read
    rating: {at_least: good}
"""
CASES = """- name: Hoàn thành tốt nhiệm vụ thì đạt
  award: certificate_of_commendation
  date: 2024-06-01
  year: 2023
  facts:
    subject: {id: a, kind: individual}
    history_complete_from: 0
    years: {"2023": {rating: good}}
  expect: {verdict: met, rule: DP-01}
- name: Chỉ hoàn thành nhiệm vụ thì chưa đạt
  award: certificate_of_commendation
  date: 2024-06-01
  year: 2023
  facts:
    subject: {id: b, kind: individual}
    history_complete_from: 0
    years: {"2023": {rating: completed}}
  expect: {verdict: unmet, rule: DP-01}
"""


def teacher(world: World, **ratings: str) -> Subject:
    """Anh's record, complete from 2015 on; by default a good year 2023."""
    subject = registry.individual(world.anh.person, occupation="official", history_complete_from=2015)
    registry.rated(subject, **(ratings or {"y2023": "good"}))
    return subject


def idea(subject: Subject, year: int, scope: str = "grassroots") -> None:
    """An initiative of this year."""
    Initiative.objects.create(subject=subject, year=year, scope=scope)


def given(subject: Subject, key: str, year: int, kind: str = "cong_trang") -> None:
    """An award on record."""
    Award.objects.create(subject=subject, key=key, year=year, kind=kind)


def drafted(world: World, **said: Any) -> LocalRule:
    """A local rule that Chi wrote."""
    details = {
        "kind": "award",
        "name": "Tiêu chuẩn giấy khen của huyện",
        "instrument": "1/2024/QĐ-UBND",
        "award": "certificate_of_commendation",
        "content": RULE,
        "cases": CASES,
        "valid_from": date(2024, 5, 1),
        **said,
    }
    return actions.draft(world.authority, by=world.chi, **details)


def approved(world: World, **said: Any) -> LocalRule:
    """The same, sent by Chi and approved by Sơn."""
    rule = drafted(world, **said)
    actions.send_for_approval(rule, by=world.chi, revision=rule.revision)
    return actions.approve(rule, by=world.son, revision=rule.revision)


def proposed(world: World, subject: Subject, award: str, year: int = 2023) -> Proposal:
    """A case that Anh's school means to propose."""
    return actions.propose(world.school, by=world.anh, candidate=subject, award=award, year=year)
