"""The list, the page and the desk of plans, as each reader gets them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bangvang.core import files
from bangvang.training.actions import plans as actions
from bangvang.training.forms import plan_tree
from bangvang.training.models import TrainingPlan
from bangvang.training.workflow import PlanState
from tests.factories import plans
from tests.factories.clients import signed_in
from tests.factories.directory import World


def typed(plan: TrainingPlan, **also: str) -> dict[str, str]:
    """What a browser sends when the desk of this plan is posted, with these fields typed over."""
    texts = plan_tree.texts_of(plan_tree.raw_of(plan.structure, plan.class_links))
    return {**texts, "revision": str(plan.revision), **also}


def post(client: Client, plan: TrainingPlan, data: dict[str, str], **headers: str) -> Any:
    return client.post(f"/ke-hoach/{plan.code}/sua/", data, headers=headers)


# --- Who sees what ----------------------------------------------------------------------------------------------

PAGES = ["", "sua/", "xem-truoc.pdf", "goc", "van-ban.pdf", "van-ban.docx", "tra-lai/", "huy/", "ban-hanh/"]
STEPS = ["sua/", "trinh-ky/", "tra-lai/", "ban-hanh/", "thay-the/", "huy/"]


def test_a_stranger_finds_no_plan(world: World):
    plan = plans.issued(world)
    client = signed_in(world.giang)

    assert [client.get(f"/ke-hoach/{plan.code}/{path}").status_code for path in PAGES] == [404] * len(PAGES)


def test_a_stranger_does_nothing_to_a_plan(world: World):
    plan = plans.sent(world)
    client, data = signed_in(world.giang), typed(plan, reason="x")

    told = [client.post(f"/ke-hoach/{plan.code}/{path}", data).status_code for path in STEPS]

    assert told == [404] * len(STEPS)
    assert TrainingPlan.objects.get().state == PlanState.AWAITING_SIGNATURE


def test_a_stranger_begins_no_plan(world: World):
    client = signed_in(world.giang)

    assert client.get("/ke-hoach/moi/").status_code == 404
    answer = client.post(
        "/ke-hoach/moi/tai-len/", {"organisation": world.authority.pk, "write": "1", "year": "2024"}
    )

    assert (answer.status_code, TrainingPlan.objects.count()) == (404, 0)


def test_the_list_shows_each_reader_their_own(world: World):
    plan = plans.read_in(world)

    mine = signed_in(world.chi).get("/ke-hoach/").content.decode()
    theirs = signed_in(world.giang).get("/ke-hoach/").content.decode()

    assert plan.title in mine
    assert plan.title not in theirs
    assert "Chưa có kế hoạch nào" in theirs


def test_the_list_is_searched_filtered_and_exported(world: World):
    plan = plans.read_in(world)
    actions.write(world.authority, by=world.chi, year=2025)
    client = signed_in(world.chi)

    found = client.get("/ke-hoach/", {"q": "thi dua"}).content.decode()
    of_2025 = client.get("/ke-hoach/", {"nam": "2025"}).content.decode()
    csv = b"".join(client.get("/ke-hoach/", {"dang": "csv"})).decode("utf-8-sig")

    assert (plan.title in found, "(chưa có trích yếu)" in found) == (True, False)
    assert (plan.title in of_2025, "(chưa có trích yếu)" in of_2025) == (False, True)
    assert plan.title in csv


def test_one_plan_and_three_cost_the_same_queries(world: World):
    client = signed_in(world.chi)
    counts = []
    for number in range(3):
        plans.read_in(world, plans.TEXT.replace("40 người", f"4{number} người"))
        with CaptureQueriesContext(connection) as queries:
            client.get("/ke-hoach/")
        counts.append(len(queries))

    assert counts[0] == counts[2]


def test_names_with_markup_are_shown_as_text(world: World):
    plan = plans.read_in(world)
    client = signed_in(world.chi)
    post(client, plan, typed(plan, **{"document-title": "Tập huấn <b onclick=x>đậm</b>"}))

    for path in ("", "sua/"):
        page = client.get(f"/ke-hoach/{plan.code}/{path}").content.decode()
        assert "&lt;b onclick=x&gt;" in page
        assert "<b onclick" not in page


# --- Uploading --------------------------------------------------------------------------------------------------


def upload(client: Client, world: World, data: bytes, name: str, **also: str) -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post("/ke-hoach/moi/tai-len/", {"organisation": world.authority.pk, "file": file, **also})


def test_an_uploaded_document_becomes_a_draft_at_the_desk(world: World):
    answer = upload(signed_in(world.chi), world, plans.TEXT.encode(), "kế hoạch.txt")

    plan = TrainingPlan.objects.get()
    assert answer["Location"] == f"/ke-hoach/{plan.code}/sua/"
    assert plan.source_file is not None
    assert plan.source_file.name == "kế hoạch.txt"


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "ke-hoach.docx", "rỗng (0 byte)"),
        (b"MZ\x90\x00", "ke-hoach.exe", "Hãy tải lên tệp"),
        (b"x" * (25 * 1024 * 1024), "ke-hoach.txt", "quá giới hạn 20 MB"),
        (b"%PDF-1.4 hong", "ke-hoach.pdf", "ke-hoach.pdf"),
        (b"PK\x03\x04 hong", "ke-hoach.docx", "không phải là tệp Word"),
        ("Thông báo nghỉ lễ".encode(), "thong-bao.txt", "không phải là kế hoạch"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(world: World, data: bytes, name: str, sentence: str):
    answer = upload(signed_in(world.chi), world, data, name)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert TrainingPlan.objects.count() == 0


def test_a_name_with_path_parts_is_kept_without_them(world: World):
    upload(signed_in(world.chi), world, plans.TEXT.encode(), "..\\..\\windows\\ke-hoach.txt")

    plan = TrainingPlan.objects.get()
    assert plan.source_file is not None
    assert plan.source_file.name == "ke-hoach.txt"


def test_the_same_file_twice_leads_to_the_plan_that_stands(world: World):
    client = signed_in(world.chi)
    upload(client, world, plans.TEXT.encode(), "a.txt")
    first = TrainingPlan.objects.get()

    again = upload(client, world, plans.TEXT.encode(), "b.txt")
    assert (again.status_code, TrainingPlan.objects.count()) == (409, 1)
    assert f"/ke-hoach/{first.code}/" in again.content.decode()

    upload(client, world, plans.TEXT.encode(), "b.txt", anyway="1")
    assert TrainingPlan.objects.count() == 2


def test_a_plan_is_begun_from_scratch_in_the_same_form(world: World):
    client = signed_in(world.chi)

    answer = client.post(
        "/ke-hoach/moi/tai-len/", {"organisation": world.authority.pk, "write": "1", "year": "2025"}
    )

    page = client.get(answer["Location"]).content.decode()
    assert 'name="document-title"' in page
    assert "xem-truoc.pdf" in page


# --- The desk ---------------------------------------------------------------------------------------------------


def test_every_field_leads_to_its_lines(world: World):
    plan = plans.read_in(world)

    page = signed_in(world.chi).get(f"/ke-hoach/{plan.code}/sua/").content.decode()

    line = plan.sources["classes-0-headcount"][0]
    assert f'id="dong-{line}"' in page
    assert f'data-source-from="{line}"' in page
    assert f'href="#dong-{line}"' in page
    # A period stands on one line; its words and both days lead there.
    period = plan.sources["classes-0-period"][0]
    assert page.count(f'data-source-from="{period}" data-source-to="{period}"') == 4
    assert page.count(f'href="#dong-{period}"') == 2


def test_a_correction_is_saved_and_composed(world: World):
    plan = plans.read_in(world)
    client = signed_in(world.chi)

    answer = post(
        client,
        plan,
        typed(
            plan,
            **{
                "classes-0-starts_on": "12/6/2024",
                "classes-0-days": "1,5",
                "classes-0-venue": "Hội trường Đông Phu\u0301",
            },
        ),
    )

    plan.refresh_from_db()
    row = plan.structure["classes"][0]
    assert answer.status_code == 302
    assert (row["starts_on"], row["days"], row["venue"]) == ("2024-06-12", 1.5, "Hội trường Đông Phú")


def test_saving_what_was_read_changes_nothing(world: World):
    plan = plans.read_in(world)
    before = plan.structure

    post(signed_in(world.chi), plan, typed(plan))

    plan.refresh_from_db()
    assert (plan.structure, plan.revision) == (before, 2)


def test_an_incomplete_draft_may_be_saved(world: World):
    plan = plans.read_in(world)

    answer = post(
        signed_in(world.chi), plan, typed(plan, **{"document-title": "", "classes-0-headcount": ""})
    )

    plan.refresh_from_db()
    assert answer.status_code == 302
    assert (plan.title, plan.structure["classes"][0]["headcount"]) == ("", None)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("classes-0-starts_on", "31/02/2024", "dạng dd/mm/yyyy"),
        ("classes-0-starts_on", "2024", "dạng dd/mm/yyyy"),
        ("classes-0-headcount", "0", "số nguyên từ 1"),
        ("classes-0-headcount", "nhiều", "số nguyên từ 1"),
        ("classes-0-days", "1,3", "bội của 0,5"),
        ("classes-0-days", "nan", "bội của 0,5"),
        ("year", "24", "số nguyên từ 1900"),
        ("classes-0-name", "x" * 201, "dài quá 200 ký tự"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(world: World, field: str, value: str, sentence: str):
    plan = plans.read_in(world)

    answer = post(signed_in(world.chi), plan, typed(plan, **{field: value, "audience": "Đang gõ dở"}))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert sentence in page
    assert f'href="#id_{field}"' in page
    assert "Đang gõ dở" in page
    assert TrainingPlan.objects.get().revision == 1


def test_a_class_does_not_end_before_it_starts(world: World):
    plan = plans.read_in(world)
    days = {"classes-0-starts_on": "12/06/2024", "classes-0-ends_on": "11/06/2024"}

    answer = post(signed_in(world.chi), plan, typed(plan, **days))

    assert answer.status_code == 422
    assert "Ngày bế giảng phải từ ngày khai giảng trở đi." in answer.content.decode()


def test_a_row_is_added_without_saving_or_losing_what_was_typed(world: World):
    plan = plans.read_in(world)

    answer = post(
        signed_in(world.chi), plan, typed(plan, audience="Đang gõ dở", do="add:classes-1-composition")
    )
    page = answer.content.decode()

    assert 'name="classes-1-composition-1"' in page
    assert "Đang gõ dở" in page
    assert TrainingPlan.objects.get().revision == 1


def test_with_htmx_the_form_alone_comes_back(world: World):
    plan = plans.read_in(world)

    answer = post(signed_in(world.chi), plan, typed(plan, do="add:purposes"), **{"HX-Request": "true"})
    page = answer.content.decode()

    assert 'name="purposes-2"' in page
    assert "<html" not in page


def test_rows_are_removed_and_moved(world: World):
    plan = plans.read_in(world)
    client = signed_in(world.chi)
    names = [row["name"] for row in plan.structure["classes"]]

    moved = post(client, plan, typed(plan, do="down:classes-0"))
    removed = post(client, plan, typed(plan, do="remove:classes-0"))

    assert [_value(moved, f"classes-{index}-name") for index in range(2)] == list(reversed(names))
    assert _value(removed, "classes-0-name") == names[1]
    assert 'name="classes-1-name"' not in removed.content.decode()


def _value(answer: Any, name: str) -> str:
    return str(answer.context["form"][name].value())


@pytest.mark.parametrize(
    "order", ["remove:classes-9", "up:document", "add:unread", "take:x", "nonsense", "attach:unread-5"]
)
def test_an_order_that_fits_nothing_changes_nothing(world: World, order: str):
    plan = plans.read_in(world)

    answer = post(signed_in(world.chi), plan, typed(plan, do=order))

    assert answer.status_code == 200
    assert _value(answer, "classes-0-name") == "Lớp thứ nhất"


def test_a_line_not_understood_is_settled_by_copying_it_to_its_place(world: World):
    plan = plans.read_in(world)
    unread = [{"line": 30, "text": "Địa điểm: Hội trường huyện"}, {"line": 31, "text": "dòng trang trí"}]
    actions.save(plan, by=world.chi, structure=plan.structure | {"unread": unread}, revision=1)
    client = signed_in(world.chi)

    attached = post(client, plan, typed(plan, do="attach:unread-0", **{"unread-0-to": "classes-0-venue"}))
    assert _value(attached, "classes-0-venue") == "Địa điểm: Hội trường huyện"
    assert _value(attached, "unread-0-text") == "dòng trang trí"

    seen = post(client, plan, typed(plan, do="seen:unread-0"))
    assert _value(seen, "unread-0-line") == "31"


def test_the_second_officer_sees_what_changed_and_keeps_what_was_typed(world: World):
    plan = plans.read_in(world)
    mine = typed(plan, audience="Bản của tôi")
    actions.save(
        plan,
        by=world.chi,
        structure=plan.structure | {"audience": "Bản của người kia", "year": 2025},
        revision=1,
    )
    client = signed_in(world.chi)

    refused = post(client, plan, mine)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Người khác vừa sửa kế hoạch này" in page
    assert "Bản của người kia" in page
    assert (_value(refused, "audience"), _value(refused, "year")) == ("Bản của tôi", "2024")
    assert TrainingPlan.objects.get().structure["audience"] == "Bản của người kia"

    taken = post(client, plan, {**mine, "revision": "2", "do": "take:year"})
    assert (_value(taken, "audience"), _value(taken, "year")) == ("Bản của tôi", "2025")

    saved = post(client, plan, {**mine, "revision": "2", "year": "2025"})
    plan.refresh_from_db()
    assert saved.status_code == 302
    assert (plan.structure["audience"], plan.year, plan.revision) == ("Bản của tôi", 2025, 3)


def test_the_desk_of_a_plan_that_awaits_signature_says_why_it_cannot_be_saved(world: World):
    plan = plans.sent(world)
    client = signed_in(world.chi)

    page = client.get(f"/ke-hoach/{plan.code}/sua/").content.decode()
    refused = post(client, plan, typed(plan, audience="Lén sửa"))

    assert "Kế hoạch đang chờ ký" in page
    assert '<fieldset class="parts" disabled>' in page
    assert refused.status_code == 403
    assert TrainingPlan.objects.get().structure["audience"] != "Lén sửa"


# --- Steps ------------------------------------------------------------------------------------------------------


def test_a_plan_walks_from_draft_to_issue_through_the_pages(world: World):
    plan = plans.read_in(world)
    chi, son = signed_in(world.chi), signed_in(world.son)

    chi.post(f"/ke-hoach/{plan.code}/trinh-ky/", {"revision": plan.revision})
    page = son.get(f"/ke-hoach/{plan.code}/ban-hanh/")
    initial = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    answer = son.post(f"/ke-hoach/{plan.code}/ban-hanh/", initial)

    plan.refresh_from_db()
    assert answer.status_code == 302
    assert (plan.state, str(plan.paper)) == (PlanState.ISSUED, "01/KH-UBND")
    shown = chi.get(f"/ke-hoach/{plan.code}/").content.decode()
    assert "01/KH-UBND" in shown
    assert "Lớp thứ hai" in shown


def test_the_form_of_issue_keeps_what_was_typed_when_the_number_is_used(world: World):
    plans.issued(world)
    plan = plans.sent(world, plans.read_in(world, plans.TEXT.replace("40 người", "41 người")))
    son = signed_in(world.son)
    page = son.get(f"/ke-hoach/{plan.code}/ban-hanh/")
    data = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}

    answer = son.post(f"/ke-hoach/{plan.code}/ban-hanh/", {**data, "number": "1", "capacity": "Q. CHỦ TỊCH"})
    shown = answer.content.decode()

    assert answer.status_code == 422
    assert "Số này đã dùng trong năm." in shown
    assert 'value="Q. CHỦ TỊCH"' in shown


def test_the_preview_is_the_real_paper_without_number(world: World):
    plan = plans.read_in(world)

    answer = signed_in(world.son).get(f"/ke-hoach/{plan.code}/xem-truoc.pdf", {"xem": "1"})

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_the_issued_paper_is_handed_out_from_the_plan(world: World):
    plan = plans.issued(world)
    assert plan.paper is not None

    answer = signed_in(world.chi).get(f"/ke-hoach/{plan.code}/van-ban.docx")

    assert answer.content == files.read(plan.paper.docx)


def test_a_button_that_is_not_allowed_says_why(world: World):
    plan = plans.sent(world)

    page = signed_in(world.chi).get(f"/ke-hoach/{plan.code}/").content.decode()

    assert "Chỉ người ký được trả lại kế hoạch." in page


def test_what_awaits_each_person_is_on_their_first_page(world: World):
    draft = plans.read_in(world)
    sent = plans.sent(world, plans.read_in(world, plans.TEXT.replace("40 người", "41 người")))

    chi = signed_in(world.chi).get("/").content.decode()
    son = signed_in(world.son).get("/").content.decode()
    giang = signed_in(world.giang).get("/").content.decode()

    assert (draft.code in chi, sent.code in chi) == (True, False)
    assert (draft.code in son, sent.code in son) == (False, True)
    assert (draft.code in giang, sent.code in giang) == (False, False)
