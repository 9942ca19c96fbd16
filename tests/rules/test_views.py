"""Pages: the law for everybody, subjects for those who may see them, rules for those who write and approve them."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from bangvang.registry.models import Subject
from bangvang.rules import actions
from bangvang.rules.models import Cap, LocalRule, Proposal
from bangvang.rules.workflow import RuleState
from tests.factories import rules
from tests.factories.clients import signed_in
from tests.factories.directory import World
from tests.house.queries import assert_same_cost


def page(client: Client, name: str, *args: object, status: int = 200, **said: object) -> str:
    answer = client.get(reverse(f"rules:{name}", args=args), said)
    assert answer.status_code == status, answer.content.decode()[:2000]
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", text)


def test_everybody_reads_the_law_of_a_day(world: World):
    told = page(signed_in(world.giang), "award_list", ngay="31/12/2024")

    assert "Theo luật có hiệu lực ngày 31/12/2024" in told
    assert "Chiến sĩ thi đua cơ sở" in told
    assert "Huân chương Lao động hạng Ba" in told or "Huân chương Lao động" in told


def test_before_the_law_that_we_hold_the_list_says_so(world: World):
    assert "Ngày này chưa có quy định nào" in page(signed_in(world.giang), "award_list", ngay="31/12/2023")


def test_an_award_is_told_with_articles_bonus_and_versions(world: World):
    told = page(signed_in(world.giang), "award_detail", "grassroots_emulation_fighter", ngay="01/07/2025")

    for part in (
        "khoản 2 Điều 23 06/2022/QH15",
        "2.340.000 đồng",
        "Ai quyết định",
        "Tờ trình",
        "từ ngày 01/10/2026",
    ):
        assert part in told, part


def test_an_award_tells_what_changed_between_two_days(world: World):
    told = page(
        signed_in(world.giang),
        "award_detail",
        "grassroots_emulation_fighter",
        tu="30/06/2025",
        den="01/07/2025",
    )

    assert "Chủ tịch Ủy ban nhân dân cấp huyện" in told.partition("Thay đổi giữa hai ngày")[2]
    assert "Chủ tịch Ủy ban nhân dân cấp xã" in told.partition("Thay đổi giữa hai ngày")[2]


def test_an_unknown_award_is_not_found(world: World):
    page(signed_in(world.giang), "award_detail", "khong-co", status=404)


def test_a_teacher_sees_what_is_open_and_when_the_rest_is(world: World):
    subject = rules.teacher(world)
    told = page(signed_in(world.anh), "subject_detail", subject.code)

    met, _, rest = told.partition("Chưa đủ dữ liệu để kết luận")
    assert "Lao động tiên tiến" in met
    assert "Sớm nhất: năm 2024" in rest


def test_the_proof_says_why_and_by_which_article(world: World):
    subject = rules.teacher(world)
    told = page(signed_in(world.anh), "proof_detail", subject.code, "grassroots_emulation_fighter")

    for part in (
        "chưa đạt",
        "khoản 2 Điều 23 06/2022/QH15",
        "Sớm nhất có thể đạt với thành tích năm 2024",
        "Thay đổi nhỏ nhất",
    ):
        assert part in told, part


def test_a_supposed_initiative_changes_the_verdict_and_nothing_else(world: World):
    subject = rules.teacher(world)
    before = Subject.objects.get().data_version
    told = page(
        signed_in(world.anh), "proof_detail", subject.code, "grassroots_emulation_fighter",
        gt_sk_nam="2023", gt_sk="grassroots",
    )  # fmt: skip

    assert "Nếu đúng như giả định chưa đạt → đạt" in told
    assert Subject.objects.get().data_version == before
    assert "Nếu đúng như giả định" not in page(
        signed_in(world.anh), "proof_detail", subject.code, "grassroots_emulation_fighter"
    )


@pytest.mark.parametrize(
    "said", [{"gt_nam": "2030", "gt_muc": "good"}, {"gt_nam": "2023"}, {"gt_kl": "hôm qua"}]
)
def test_a_wrong_supposition_is_told_at_its_field(world: World, said: dict[str, str]):
    subject = rules.teacher(world)
    told = page(signed_in(world.anh), "proof_detail", subject.code, "advanced_worker", **said)

    assert "xin sửa các chỗ sau" in told
    assert "Nếu đúng như giả định" not in told


@pytest.mark.parametrize("name", ["subject_detail", "proof_detail"])
def test_giang_sees_nobody_of_another_school(world: World, name: str):
    subject = rules.teacher(world)
    args = [subject.code, "advanced_worker"][: 1 if name == "subject_detail" else 2]
    page(signed_in(world.giang), name, *args, status=404)


def test_a_unit_page_lists_who_is_eligible_and_one_click_records_it(world: World):
    subject, client = rules.teacher(world), signed_in(world.anh)
    told = page(client, "unit_detail", world.school.code, nam=2023)
    assert "Đủ điều kiện mà chưa được đề nghị" in told
    assert "Trần Ngọc Anh · Lao động tiên tiến" in told

    unnamed = page(
        client, "unit_detail", world.school.code
    )  # the last year that is rated, not the year that runs
    assert "Trần Ngọc Anh · Lao động tiên tiến" in unnamed
    assert "năm thành tích 2023" in unnamed

    sent = {"candidate": subject.code, "award": "advanced_worker", "year": 2023}
    answer = client.post(reverse("rules:proposal_new", args=[world.school.code]), sent)

    assert answer.status_code == 302
    assert Proposal.objects.get().recorded_by == world.anh
    assert "Được đề nghị và đủ điều kiện (1)" in page(client, "unit_detail", world.school.code, nam=2023)
    assert "Trần Ngọc Anh" in page(client, "proposal_list")


def test_a_unit_of_others_is_not_found(world: World):
    page(signed_in(world.giang), "unit_detail", world.school.code, status=404)


def test_the_law_change_page_shows_the_case_that_turns(world: World):
    rules.proposed(world, rules.teacher(world), "certificate_of_commendation")
    rules.approved(world)
    told = page(signed_in(world.chi), "law_change", truoc="30/04/2024", sau="01/05/2024")

    assert "1 trường hợp đổi kết quả / 1" in told


def test_places_are_set_and_the_order_is_shown(world: World):
    case, chi = rules.proposed(world, rules.teacher(world), "advanced_worker"), signed_in(world.chi)
    assert "Chưa ghi mức tối đa" in page(chi, "quota_detail", "advanced_worker", 2023)
    sent = {"unit": world.school.code, "places": "1", "rounding": "down", "source": "Quyết định 5/QĐ-UBND"}
    assert chi.post(reverse("rules:cap_set", args=["advanced_worker", 2023]), sent).status_code == 302
    assert chi.post(reverse("rules:proposal_rank", args=[case.code]), {"score": "9,5"}).status_code == 302

    told = page(chi, "quota_detail", "advanced_worker", 2023)
    assert "1 chỗ" in told
    assert "9,5 có chỗ" in told
    assert "tỷ lệ nữ từ 70%" in told
    assert Cap.objects.get().source == "Quyết định 5/QĐ-UBND"
    page(signed_in(world.giang), "quota_detail", "advanced_worker", 2023, status=404)


def test_a_cap_without_a_number_is_told(world: World):
    rules.proposed(world, rules.teacher(world), "advanced_worker")
    answer = signed_in(world.chi).post(
        reverse("rules:cap_set", args=["advanced_worker", 2023]),
        {"unit": world.school.code, "rounding": "down", "source": "QĐ"},
    )

    assert answer.status_code == 422
    assert "Hãy ghi số lượng cố định" in answer.content.decode()


def test_a_rule_walks_from_draft_to_law_through_the_pages(world: World):
    chi, son = signed_in(world.chi), signed_in(world.son)
    sent = {
        "organisation": world.authority.code, "kind": "award", "name": "Tiêu chuẩn giấy khen",
        "instrument": "1/2024/QĐ-UBND", "award": "certificate_of_commendation", "valid_from": "01/05/2024",
        "content": rules.RULE, "cases": rules.CASES,
    }  # fmt: skip
    assert chi.post(reverse("rules:local_rule_new"), sent).status_code == 302
    code = LocalRule.objects.get().code
    assert "mọi tình huống kiểm tra đều đúng" in page(chi, "local_rule_detail", code)
    assert chi.post(reverse("rules:local_rule_send", args=[code]), {"revision": 1}).status_code == 302
    assert "Người soạn không tự duyệt" in page(chi, "local_rule_detail", code)
    assert son.post(reverse("rules:local_rule_approve", args=[code]), {"revision": 1}).status_code == 302

    assert LocalRule.objects.get().state == RuleState.APPROVED
    told = page(signed_in(world.anh), "award_detail", "certificate_of_commendation", ngay="01/05/2024")
    assert "Điều 2 1/2024/QĐ-UBND" in told


def test_the_page_of_a_broken_draft_names_line_and_key_and_keeps_the_text(world: World):
    rule = rules.drafted(world, content=rules.RULE.replace("rating:", "ratings:"))
    told = page(signed_in(world.chi), "local_rule_detail", rule.code)

    assert "Chưa trình duyệt được" in told
    assert "dòng 10" in told
    assert "ratings" in told
    answer = signed_in(world.chi).post(reverse("rules:local_rule_send", args=[rule.code]), {"revision": 1})
    assert answer.status_code == 422


def test_a_retroactive_approval_is_asked_for_on_the_page(world: World):
    rule = rules.drafted(world, valid_from=world.chi.on)
    actions.send_for_approval(rule, by=world.chi, revision=1)
    son, url = signed_in(world.son), reverse("rules:local_rule_approve", args=[rule.code])

    assert son.post(url, {"revision": 1}).status_code == 422
    assert LocalRule.objects.get().state == RuleState.AWAITING_APPROVAL
    assert son.post(url, {"revision": 1, "retroactive": "on", "reason": "Theo văn bản"}).status_code == 302


def test_a_draft_is_not_shown_to_giang_but_approved_law_is(world: World):
    rule = rules.drafted(world)
    giang = signed_in(world.giang)
    page(giang, "local_rule_detail", rule.code, status=404)
    assert "Tiêu chuẩn giấy khen của huyện" not in page(giang, "local_rule_list")

    actions.send_for_approval(rule, by=world.chi, revision=1)
    actions.approve(rule, by=world.son, revision=1)

    assert "Tiêu chuẩn giấy khen của huyện" in page(giang, "local_rule_list")
    assert "1/2024/QĐ-UBND" in page(giang, "local_rule_detail", rule.code)


def test_a_correction_that_came_second_keeps_what_was_typed(world: World):
    rule, chi = rules.drafted(world), signed_in(world.chi)
    sent = {
        "name": "Tên thứ hai", "instrument": "x", "award": "certificate_of_commendation", "valid_from": "01/05/2024",
        "content": rules.RULE, "cases": rules.CASES,
    }  # fmt: skip
    url = reverse("rules:local_rule_correct", args=[rule.code])
    assert chi.post(url, {**sent, "revision": 1}).status_code == 302

    answer = chi.post(url, {**sent, "name": "Tên thứ ba", "revision": 1})

    assert answer.status_code == 422
    assert "Tên thứ ba" in answer.content.decode()
    assert LocalRule.objects.get().name == "Tên thứ hai"


def test_a_subjects_page_costs_the_same_whatever_the_record_holds(world: World):
    subject, client = rules.teacher(world), signed_in(world.anh)

    def grow() -> None:
        for year in (2020, 2021, 2022):
            rules.idea(subject, year)
            rules.given(subject, "advanced_worker", year)

    assert_same_cost(lambda: page(client, "subject_detail", subject.code), grow)
