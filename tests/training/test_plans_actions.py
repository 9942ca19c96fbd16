"""A plan is read in, corrected, sent, returned, issued and cancelled: by whom, and why not by others."""

import unicodedata
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from bangvang.core import files, ledger
from bangvang.core.errors import NotAllowed, RuleViolation, WrongState
from bangvang.core.models import Notice
from bangvang.directory.models import Role, User
from bangvang.documents.models import OfficialPaper
from bangvang.training.actions import plans as actions
from bangvang.training.models import PlanRevision, TrainingPlan
from bangvang.training.policies import plans as policies
from bangvang.training.queries import plans as queries
from bangvang.training.workflow import PlanState
from paperwork import read_plan
from tests.factories import plans
from tests.factories.directory import OrganisationFactory, PersonFactory, UserFactory, World, appoint


def changed(plan: TrainingPlan, **parts: Any) -> dict[str, Any]:
    return {**deepcopy(plan.structure), **parts}


def issue(plan: TrainingPlan, by: User, **also: Any) -> TrainingPlan:
    details: dict[str, Any] = {
        "revision": plan.revision,
        "issued_on": date(2024, 4, 8),
        "notation": "KH-UBND",
        "capacity": "KT. CHỦ TỊCH",
        "position": "PHÓ CHỦ TỊCH",
        "name": "Võ Trường Sơn",
        **also,
    }
    return actions.issue(plan, by=by, **details)


def told(user: User) -> list[str]:
    return [notice.text for notice in Notice.objects.filter(recipient=user)]


# --- Reading in -------------------------------------------------------------------------------------------------


def test_reading_in_keeps_the_document_and_what_was_understood(world: World):
    plan = plans.read_in(world)

    plan.refresh_from_db()
    assert (plan.state, plan.title, plan.year, plan.revision) == (
        PlanState.DRAFT,
        "Tập huấn nghiệp vụ thi đua, khen thưởng năm 2024",
        2024,
        1,
    )
    assert plan.source_file is not None
    assert files.read(plan.source_file) == plans.TEXT.encode()
    assert [row["headcount"] for row in plan.structure["classes"]] == [40, 60]
    assert plan.lines[plan.sources["classes-0-headcount"][0] - 1] == "b) Số lượng: 40 người."
    assert PlanRevision.objects.get().structure == plan.structure


def test_reading_in_and_writing_are_for_the_standing_body(world: World):
    for stranger in (world.giang, world.son, world.anh):
        with pytest.raises(NotAllowed, match="Chỉ cơ quan thường trực"):
            actions.write(world.authority, by=stranger, year=2024)
        with pytest.raises(NotAllowed, match="Chỉ cơ quan thường trực"):
            actions.read_in(
                world.authority,
                by=stranger,
                data=b"x",
                name="a.txt",
                read=read_plan(plans.TEXT.encode(), "a"),
            )

    assert TrainingPlan.objects.count() == 0


def test_a_plan_written_from_scratch_begins_empty_and_names_its_issuer(world: World):
    plan = actions.write(world.authority, by=world.chi, year=2025)

    assert plan.structure["document"]["issuer"] == "Ủy ban nhân dân huyện An Hòa"
    assert (plan.year, plan.structure["classes"], plan.lines) == (2025, [], [])


# --- Correcting -------------------------------------------------------------------------------------------------


def test_a_correction_is_kept_and_remembered(world: World):
    plan = plans.read_in(world)
    structure = changed(plan, audience="Đối tượng khác")

    actions.save(plan, by=world.chi, structure=structure, revision=1)

    plan.refresh_from_db()
    assert (plan.structure["audience"], plan.revision) == ("Đối tượng khác", 2)
    assert list(plan.revisions.values_list("number", flat=True)) == [1, 2]


def test_the_second_of_two_officers_is_told_and_overwrites_nothing(world: World):
    plan = plans.read_in(world)
    other = TrainingPlan.objects.get(pk=plan.pk)
    actions.save(plan, by=world.chi, structure=changed(plan, audience="Bản thứ nhất"), revision=1)

    with pytest.raises(actions.Overtaken, match="Người khác vừa sửa"):
        actions.save(other, by=world.chi, structure=changed(other, audience="Bản thứ hai"), revision=1)

    plan.refresh_from_db()
    assert (plan.structure["audience"], plan.revision) == ("Bản thứ nhất", 2)


def test_lines_follow_their_rows_when_rows_are_removed(world: World):
    plan = plans.read_in(world)
    second = plan.sources["classes-1-headcount"]

    actions.save(
        plan, by=world.chi, structure=changed(plan, classes=plan.structure["classes"][1:]), revision=1
    )

    plan.refresh_from_db()
    assert tuple(plan.sources["classes-0-headcount"]) == tuple(second)
    assert "classes-1-headcount" not in plan.sources


def test_a_plan_before_the_signatory_is_not_touched(world: World):
    plan = plans.sent(world)

    with pytest.raises(NotAllowed, match="đang chờ ký"):
        actions.save(plan, by=world.chi, structure=plan.structure, revision=plan.revision)


# --- Sending and returning --------------------------------------------------------------------------------------


def test_what_is_missing_is_listed_before_sending(world: World):
    plan = actions.write(world.authority, by=world.chi, year=2024)

    with pytest.raises(RuleViolation) as refused:
        actions.send_for_signature(plan, by=world.chi, revision=1)

    assert {finding.place for finding in refused.value.findings} == {
        "document-title",
        "purposes",
        "curriculum",
        "classes",
        "recipients",
    }
    assert TrainingPlan.objects.get().state == PlanState.DRAFT


def test_lines_not_understood_must_be_settled_before_sending(world: World):
    plan = plans.read_in(world)
    structure = changed(plan, unread=[{"line": 3, "text": "dòng lạ"}])
    actions.save(plan, by=world.chi, structure=structure, revision=1)

    with pytest.raises(RuleViolation) as refused:
        actions.send_for_signature(plan, by=world.chi, revision=2)

    assert [str(finding.sentence) for finding in refused.value.findings] == [
        "Còn 1 dòng của văn bản chưa được xử lý."
    ]


def test_sending_tells_the_signatory(world: World):
    plans.sent(world)

    assert told(world.son) == [
        "Phạm Mai Chi trình ký kế hoạch “Tập huấn nghiệp vụ thi đua, khen thưởng năm 2024”."
    ]
    assert told(world.giang) == []


def test_what_is_sent_is_what_the_officer_saw(world: World):
    plan = plans.read_in(world)
    stale = TrainingPlan.objects.get(pk=plan.pk)
    actions.save(plan, by=world.chi, structure=changed(plan, audience="Khác"), revision=1)

    with pytest.raises(actions.Overtaken):
        actions.send_for_signature(stale, by=world.chi, revision=1)


def test_the_signatory_returns_with_a_reason(world: World):
    plan = plans.sent(world)

    with pytest.raises(RuleViolation, match="Hãy ghi lý do"):
        actions.return_for_correction(plan, by=world.son, reason=" ")
    with pytest.raises(NotAllowed, match="Chỉ người ký"):
        actions.return_for_correction(plan, by=world.chi, reason="x")
    actions.return_for_correction(plan, by=world.son, reason="Bổ sung địa điểm")

    plan.refresh_from_db()
    assert (plan.state, plan.return_reason) == (PlanState.DRAFT, "Bổ sung địa điểm")
    assert "Bổ sung địa điểm" in told(world.chi)[0]


# --- Issuing ----------------------------------------------------------------------------------------------------


def test_the_signatory_issues_with_the_next_number(world: World):
    plan = plans.issued(world)

    plan.refresh_from_db()
    assert (plan.state, str(plan.paper)) == (PlanState.ISSUED, "01/KH-UBND")
    assert plan.structure["document"]["number"] == "01/KH-UBND"
    assert plan.structure["document"]["issued_on"] == "2024-04-08"
    assert [each.name for each in plan.classes.order_by("order")] == ["Lớp thứ nhất", "Lớp thứ hai"]
    assert "01/KH-UBND" in told(world.chi)[0]


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_issued_paper_reads_back_to_the_plan(world: World, form: str):
    plan = plans.issued(world)
    assert plan.paper is not None

    again = read_plan(files.read(getattr(plan.paper, form)), f"ke-hoach.{form}").to_json()

    assert again == plan.structure


def test_of_two_signatures_one_wins(world: World):
    plan = plans.sent(world)
    twin = TrainingPlan.objects.get(pk=plan.pk)
    issue(plan, world.son)

    with pytest.raises(WrongState):
        issue(twin, world.son)

    assert OfficialPaper.objects.count() == 1
    assert plan.classes.count() == 2


def test_the_standing_body_records_a_paper_signed_by_hand_only_with_its_number(world: World):
    plan = plans.sent(world)

    with pytest.raises(RuleViolation, match="Hãy nhập số ghi trên văn bản"):
        issue(plan, world.chi)
    issue(plan, world.chi, number=45, name="Người Ký Tay")

    assert plan.paper is not None
    assert (plan.paper.number, plan.paper.from_paper_register, plan.paper.signatory) == (
        45,
        True,
        "Người Ký Tay",
    )


def test_a_signatory_signs_with_their_own_name(world: World):
    plan = plans.sent(world)

    with pytest.raises(RuleViolation, match="tên của chính mình"):
        issue(plan, world.son, name="Người Khác")


def test_an_entered_number_that_is_used_leaves_the_plan_unsigned(world: World):
    issue(plans.sent(world), world.son, number=7)
    plan = plans.sent(world, plans.read_in(world, plans.TEXT.replace("40 người", "41 người")))

    with pytest.raises(RuleViolation, match="đã dùng trong năm"):
        issue(plan, world.son, number=7)

    plan = TrainingPlan.objects.get(pk=plan.pk)
    assert (plan.state, plan.paper, plan.classes.count()) == (PlanState.AWAITING_SIGNATURE, None, 0)


def test_a_day_after_today_is_not_a_day_of_issue(world: World):
    plan = plans.sent(world)

    with pytest.raises(RuleViolation) as refused:
        issue(plan, world.son, issued_on=date(2024, 4, 9))

    assert [finding.place for finding in refused.value.findings] == ["issued_on"]


@pytest.mark.parametrize("who", ["giang", "anh", "binh"])
def test_others_neither_issue_nor_cancel(world: World, who: str):
    plan = plans.sent(world)

    with pytest.raises(NotAllowed, match="Chỉ người ký được ban hành"):
        issue(plan, getattr(world, who))
    with pytest.raises(NotAllowed, match="Chỉ cơ quan thường trực"):
        actions.cancel(plan, by=getattr(world, who), reason="x")


def test_a_draft_is_not_issued(world: World):
    plan = plans.read_in(world)

    with pytest.raises(NotAllowed, match="Đang soạn"):
        issue(plan, world.son)


def test_an_officer_of_another_authority_is_a_stranger(world: World):
    elsewhere = OrganisationFactory(name="Ủy ban nhân dân huyện Khác", kind="people_committee")
    officer = UserFactory(person=PersonFactory(full_name="Hồ Văn Ngoài"))
    appoint(officer, Role.STANDING_BODY, elsewhere)
    plan = plans.read_in(world)

    assert not policies.can_correct(officer, plan)
    assert list(queries.visible_to(officer)) == []


# --- Cancelling -------------------------------------------------------------------------------------------------


def test_a_draft_is_cancelled_with_a_reason_and_stays_readable(world: World):
    plan = plans.sent(world)

    actions.cancel(plan, by=world.chi, reason="Gộp vào kế hoạch quý III")

    plan.refresh_from_db()
    assert (plan.state, plan.return_reason) == (PlanState.CANCELLED, "Gộp vào kế hoạch quý III")
    assert plan.structure["classes"][0]["headcount"] == 40
    assert "Gộp vào" in told(world.son)[0]


def test_an_issued_plan_is_not_cancelled_but_amended(world: World):
    plan = plans.issued(world)

    with pytest.raises(NotAllowed, match="Hãy lập kế hoạch thay thế"):
        actions.cancel(plan, by=world.chi, reason="x")


def test_the_trail_tells_every_step_in_order(world: World):
    plan = plans.issued(world)

    assert [(entry.verb, entry.actor) for entry in reversed(ledger.of(plan))] == [
        ("training.send_for_signature", "Phạm Mai Chi"),
        ("training.create_classes", "Võ Trường Sơn"),
        ("training.issue", "Võ Trường Sơn"),
    ]
    assert ledger.verify() is None


def test_decomposed_text_is_kept_composed(world: World):
    text = unicodedata.normalize("NFD", plans.TEXT)

    plan = plans.read_in(world, text)

    assert plan.title == "Tập huấn nghiệp vụ thi đua, khen thưởng năm 2024"
    assert unicodedata.is_normalized("NFC", str(plan.structure))
