"""Local rules are proved, approved by a second person, never reach back by accident; units keep the watch-list."""

from datetime import date
from decimal import Decimal

import pytest

from bangvang.core.errors import NotAllowed, RuleViolation, WrongState
from bangvang.core.models import AuditEntry, Notice
from bangvang.directory.models import Role
from bangvang.rules import actions, book
from bangvang.rules.models import Cap, LocalRule, Proposal
from bangvang.rules.workflow import ProposalState, RuleState
from tests.factories import rules
from tests.factories.directory import World, appoint

BEFORE, FROM = date(2024, 4, 30), date(2024, 5, 1)
AWARD = "certificate_of_commendation"
GOOD = {
    "subject": {"id": "a", "kind": "individual"},
    "history_complete_from": 0,
    "years": {"2023": {"rating": "good"}},
}


def verdict(world: World, on: date) -> str:
    return book.book_for(world.school, on).explain(AWARD, GOOD, on, 2023).verdict


def test_an_approved_rule_joins_the_law_of_its_body_and_all_below_on_its_day(world: World):
    rule = rules.approved(world)

    assert (rule.state, rule.approved_by) == (RuleState.APPROVED, world.son)
    assert (verdict(world, BEFORE), verdict(world, FROM)) == ("unknown", "met")
    assert book.book_for(None, FROM).explain(AWARD, GOOD, FROM, 2023).verdict == "unknown"


def test_a_draft_changes_no_law(world: World):
    rule = rules.drafted(world)
    actions.send_for_approval(rule, by=world.chi, revision=1)

    assert verdict(world, FROM) == "unknown"


def test_a_rule_holds_to_its_last_day(world: World):
    rules.approved(world, valid_to=date(2024, 5, 31))

    assert (verdict(world, date(2024, 5, 31)), verdict(world, date(2024, 6, 1))) == ("met", "unknown")


def test_a_broken_rule_is_refused_with_its_line_and_key(world: World):
    rule = rules.drafted(world, content=rules.RULE.replace("at_least: good", "at_leest: good"))

    with pytest.raises(RuleViolation) as refused:
        actions.send_for_approval(rule, by=world.chi, revision=1)

    (finding,) = refused.value.findings
    assert "certificate_of_commendation.yaml" in finding.place
    assert "10" in finding.place
    assert "at_least" in f"{finding.place} {finding.sentence}"
    assert LocalRule.objects.get().state == RuleState.DRAFT


def test_a_case_that_comes_out_otherwise_forbids_approval(world: World):
    rule = rules.drafted(world, cases=rules.CASES.replace("verdict: unmet", "verdict: met"))

    with pytest.raises(RuleViolation) as refused:
        actions.send_for_approval(rule, by=world.chi, revision=1)

    assert [each.place for each in refused.value.findings] == [
        "tình huống 2: Chỉ hoàn thành nhiệm vụ thì chưa đạt"
    ]


@pytest.mark.parametrize("cases", ["", "- name: a\n", "a: b\n", "- [\n"])
def test_cases_that_prove_nothing_forbid_approval(world: World, cases: str):
    rule = rules.drafted(world, cases=cases)

    with pytest.raises(RuleViolation):
        actions.send_for_approval(rule, by=world.chi, revision=1)


def test_nobody_approves_what_they_wrote(world: World):
    appoint(world.chi, Role.SIGNATORY, world.authority)
    rule = rules.drafted(world)
    actions.send_for_approval(rule, by=world.chi, revision=1)

    with pytest.raises(NotAllowed, match="Người soạn không tự duyệt"):
        actions.approve(rule, by=world.chi, revision=1)


def test_who_corrects_a_draft_becomes_its_author(world: World):
    appoint(world.son, Role.STANDING_BODY, world.authority)
    rule = rules.drafted(world)
    actions.correct(
        rule, by=world.son, revision=1, name="Tên mới", instrument=rule.instrument, award=rule.award,
        content=rule.content, cases=rule.cases, valid_from=rule.valid_from,
    )  # fmt: skip
    actions.send_for_approval(rule, by=world.son, revision=2)

    with pytest.raises(NotAllowed, match="Người soạn"):
        actions.approve(rule, by=world.son, revision=2)
    actions.approve(rule, by=world.chi, revision=2)
    assert LocalRule.objects.get().approved_by == world.chi


@pytest.mark.parametrize("valid_from", [date(2024, 4, 8), date(2024, 1, 1)])
def test_today_and_before_need_a_confirmation_and_a_reason(world: World, valid_from: date):
    rule = rules.drafted(world, valid_from=valid_from)
    actions.send_for_approval(rule, by=world.chi, revision=1)

    with pytest.raises(RuleViolation, match="không sau hôm nay"):
        actions.approve(rule, by=world.son, revision=1)
    with pytest.raises(RuleViolation, match="lý do"):
        actions.approve(rule, by=world.son, revision=1, retroactive=True)
    actions.approve(rule, by=world.son, revision=1, retroactive=True, reason="Theo quyết định đã ký")

    assert LocalRule.objects.get().retroactive_reason == "Theo quyết định đã ký"


def test_from_tomorrow_on_nothing_is_asked(world: World):
    assert rules.approved(world, valid_from=date(2024, 4, 9)).retroactive_reason == ""


def test_what_was_changed_meanwhile_is_not_approved(world: World):
    rule = rules.drafted(world)

    with pytest.raises(WrongState):
        actions.send_for_approval(rule, by=world.chi, revision=7)


def test_a_withdrawn_rule_is_no_law(world: World):
    rule = rules.approved(world)
    actions.withdraw(rule, by=world.son, reason="Đã có quy định của tỉnh")

    assert verdict(world, FROM) == "unknown"


def test_a_rule_returned_says_why_and_tells_its_author(world: World):
    rule = rules.drafted(world)
    actions.send_for_approval(rule, by=world.chi, revision=1)
    actions.return_for_correction(rule, by=world.son, reason="Thiếu điều khoản")

    assert (rule.state, rule.return_reason) == (RuleState.DRAFT, "Thiếu điều khoản")
    assert Notice.objects.filter(recipient=world.chi).count() == 1


def test_the_trail_keeps_neither_text_nor_cases(world: World):
    rules.drafted(world)

    assert {"content", "cases"} & set(AuditEntry.objects.get(verb="rules.draft").details) == set()


def test_giang_writes_no_rule(world: World):
    with pytest.raises(NotAllowed, match="cơ quan thường trực"):
        actions.draft(
            world.authority, by=world.giang, kind="award", name="a", instrument="b", award=AWARD,
            content="c", cases="d", valid_from=FROM,
        )  # fmt: skip
    assert LocalRule.objects.count() == 0


# --- The watch-list ---


def test_a_unit_records_whom_it_means_to_propose_once(world: World):
    subject = rules.teacher(world)
    made = rules.proposed(world, subject, "advanced_worker")

    assert (made.subject, made.unit, made.year) == (subject, world.school, 2023)
    with pytest.raises(RuleViolation, match="đang có trong danh sách"):
        rules.proposed(world, subject, "advanced_worker")


def test_a_case_that_was_closed_may_be_recorded_again(world: World):
    subject = rules.teacher(world)
    actions.close(rules.proposed(world, subject, "advanced_worker"), by=world.anh)
    rules.proposed(world, subject, "advanced_worker")

    assert sorted(Proposal.objects.values_list("state", flat=True)) == [
        ProposalState.CLOSED,
        ProposalState.OPEN,
    ]


def test_a_unit_proposes_only_its_own(world: World):
    subject = rules.teacher(world)

    with pytest.raises(RuleViolation, match="không thuộc đơn vị"):
        actions.propose(
            world.other_school, by=world.giang, candidate=subject, award="advanced_worker", year=2023
        )
    with pytest.raises(NotAllowed):
        actions.propose(world.school, by=world.giang, candidate=subject, award="advanced_worker", year=2023)


@pytest.mark.parametrize(
    ("award", "year"), [("advanced_labour_collective", 2023), ("khong-co", 2023), ("advanced_worker", 2025)]
)
def test_what_cannot_be_is_refused(world: World, award: str, year: int):
    with pytest.raises(RuleViolation):
        rules.proposed(world, rules.teacher(world), award, year)


def test_a_cap_is_replaced_not_doubled(world: World):
    for places in (2, 3):
        actions.set_cap(
            world.authority, by=world.chi, unit=world.school, award="advanced_worker", year=2023, places=places,
            source="Quyết định 5/QĐ-UBND",
        )  # fmt: skip

    assert Cap.objects.get().places == 3


@pytest.mark.parametrize(
    "said", [{}, {"places": 1, "percent": Decimal(5), "base": 10}, {"percent": Decimal(5)}, {"base": 5}]
)
def test_a_cap_is_a_number_or_a_share_of_a_number(world: World, said: dict[str, object]):
    with pytest.raises(RuleViolation, match="số lượng cố định"):
        actions.set_cap(
            world.authority, by=world.chi, unit=world.school, award="advanced_worker", year=2023, source="QĐ", **said
        )  # fmt: skip
