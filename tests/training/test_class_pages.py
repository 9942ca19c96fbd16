"""The pages of classes, as the officer, the unit and the person see and use them."""

import unicodedata
from datetime import date, time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bangvang.core import files
from bangvang.directory.models import User
from bangvang.documents.models import OfficialPaper
from bangvang.training.actions import classes, deciding
from bangvang.training.models import ClassList, Enrolment, TrainingClass
from tests.factories import training as made
from tests.factories.clients import signed_in
from tests.factories.directory import UserFactory, World

pytestmark = pytest.mark.django_db


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


NAMES = ["H’Hen Niê Siêng", "Đặng Nguyễn Hoài Đức", "Ðặng Văn Tý", "A\u0301nh Thi\u0323 Be\u0302"]


def created(world: World, **said: object) -> TrainingClass:
    (training_class,) = classes.create_classes(made.issued_plan(world, dict(said)), by=world.chi)
    return training_class


def seat_form(*lines: dict[str, object]) -> dict[str, object]:
    data: dict[str, object] = {"cho-TOTAL_FORMS": len(lines), "cho-INITIAL_FORMS": 0}
    for place, line in enumerate(lines):
        data |= {f"cho-{place}-{key}": value for key, value in line.items()}
    return data


LEADER = {"label": "Lãnh đạo", "kinds": ["head", "deputy"], "per_unit": 1}
IN_CHARGE = {"label": "", "accepts_in_charge": "on", "per_unit": 1}


# --- The officer prepares ---------------------------------------------------------------------------------------


def test_the_officer_prepares_and_opens_a_class_through_the_pages(world: World):
    code = created(world).code
    client = signed_in(world.chi)
    assert "Chưa ghi ngày khai giảng, bế giảng." in text_of(client, f"/lop/{code}/chuan-bi/")

    client.post(
        f"/lop/{code}/lich/",
        {"starts_on": "20/05/2024", "starts_at": "7h30", "venue": "Hội trường  huyện", "working_days": "5"},
    )
    now = TrainingClass.objects.get()
    # Five working days before Monday, 20 May.
    assert (now.starts_on, now.ends_on, now.starts_at, now.venue, now.deadline) == (
        date(2024, 5, 20),
        date(2024, 5, 20),
        time(7, 30),
        "Hội trường huyện",
        date(2024, 5, 13),
    )

    client.post(
        f"/lop/{code}/thanh-phan/1/",
        {
            **seat_form(LEADER, IN_CHARGE, {"per_unit": 1}),
            "don-vi": [world.school.code, world.other_school.code],
        },
    )
    group = now.groups.get()
    assert [(seat.label, seat.per_unit) for seat in group.seats.all()] == [
        ("Lãnh đạo", 1),
        ("người phụ trách thi đua, khen thưởng", 1),
    ]
    assert "4 chỗ, đúng số lượng 4 người của kế hoạch." in text_of(client, f"/lop/{code}/chuan-bi/")

    client.post(f"/lop/{code}/mo/")
    assert TrainingClass.objects.get().state == "open"


def test_the_composition_page_suggests_units_and_seats_from_the_words(world: World):
    code = created(
        world, composition=["Đại diện lãnh đạo và người phụ trách thi đua, khen thưởng các Trường"]
    ).code

    page = text_of(signed_in(world.chi), f"/lop/{code}/thanh-phan/1/")

    assert f'value="{world.school.code}" checked' in page
    assert f'value="{world.commune.code}" checked' not in page
    assert "Dòng này: 2 đơn vị × 2 người = <b>4 chỗ</b>" in page


def test_the_arithmetic_follows_what_is_ticked_before_it_is_saved(world: World):
    code = created(world, headcount=10).code
    answer = signed_in(world.chi).post(
        f"/lop/{code}/thanh-phan/1/tinh/",
        {**seat_form(LEADER, {**LEADER, "per_unit": 2}), "don-vi": [world.school.code, world.commune.code]},
        headers={"HX-Request": "true"},
    )

    said = answer.content.decode()
    assert "Dòng này: 2 đơn vị × 3 người = <b>6 chỗ</b>" in said
    assert "6 chỗ, ít hơn số lượng 10 người của kế hoạch 4 chỗ." in said
    assert "<html" not in said
    assert TrainingClass.objects.get().invited_units.count() == 0


def test_what_was_ticked_is_still_ticked_when_it_is_refused(world: World):
    code = created(world).code

    answer = signed_in(world.chi).post(
        f"/lop/{code}/thanh-phan/1/",
        {**seat_form({"label": "Ai đó", "per_unit": 2}), "don-vi": [world.commune.code]},
    )

    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Hãy chọn ít nhất một nhóm chức vụ." in said
    assert f'value="{world.commune.code}" checked' in said


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            {"starts_on": "31/02/2024", "venue": "A", "working_days": "5"},
            "Hãy ghi ngày theo dạng ngày/tháng/năm",
        ),
        ({"starts_on": "20/05/2024", "venue": "A"}, "Hãy ghi hạn nộp danh sách hoặc số ngày làm việc."),
        ({"starts_on": "20/05/2024", "venue": "A", "deadline": "21/05/2024"}, "phải trước ngày khai giảng"),
        ({"starts_on": "20/05/2024", "deadline": "10/05/2024"}, "Hãy ghi địa điểm."),
        (
            {"starts_on": "20/05/2044", "venue": "A", "working_days": "5"},
            "Lịch làm việc năm 2044 chưa được nhập",
        ),
    ],
)
def test_a_schedule_that_cannot_be_is_told_in_the_form(world: World, said, sentence):
    code = created(world).code

    answer = signed_in(world.chi).post(f"/lop/{code}/lich/", said)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert TrainingClass.objects.get().starts_on is None


def test_own_numbers_and_the_reason_are_kept_on_one_page(world: World):
    opened = made.prepared(world, headcount=5)
    code, client = opened.training_class.code, signed_in(world.chi)

    client.post(
        f"/lop/{code}/so-cho/", {f"cho-{world.school.code}": "0", f"cho-{world.other_school.code}": ""}
    )
    assert opened.unit(world.school).seats_override == 0
    client.post(f"/lop/{code}/so-cho/", {"reason": "Chỗ còn lại cho báo cáo viên"})
    assert opened.fresh().seats_decision == "Chỗ còn lại cho báo cáo viên"
    client.post(f"/lop/{code}/so-cho/", {f"cho-{world.school.code}": ""})
    assert (opened.unit(world.school).seats_override, opened.fresh().seats_decision) == (None, "")


def test_opening_too_early_is_told_on_a_page(world: World):
    code = created(world).code

    answer = signed_in(world.chi).post(f"/lop/{code}/mo/")

    assert answer.status_code == 422
    assert "Chưa ghi địa điểm." in answer.content.decode()


def test_the_letter_that_asks_for_lists_reaches_the_units(world: World):
    opened = made.opened(world)
    code = opened.training_class.code
    said = {
        "issued_on": "08/04/2024",
        "position": "PHÓ CHỦ TỊCH",
        "name": "Võ Trường Sơn",
        "notation": "UBND-NV",
    }

    signed_in(world.chi).post(f"/lop/{code}/cong-van/", {**said, "contact": "Chị Chi, 0912345678"})

    paper = OfficialPaper.objects.get(about=code)
    assert (paper.kind, str(paper)) == ("CV", "01/UBND-NV")
    assert str(paper) in text_of(signed_in(world.anh), "/van-ban/")
    assert files.read(paper.pdf).startswith(b"%PDF-")


# --- The unit answers -------------------------------------------------------------------------------------------


def test_the_unit_sends_submits_and_takes_back_through_the_pages(world: World):
    opened = made.opened(world)
    url = f"/lop/{opened.training_class.code}/don-vi/{world.school.code}/"
    anh, binh = signed_in(world.anh), signed_in(world.binh)

    anh.post(f"{url}them/", {"nguoi": world.binh.person.code})
    anh.post(
        f"{url}nguoi-moi/",
        {
            "full_name": "Đỗ Thị Mới",
            "title": "Giáo viên",
            "kind": "other",
            "in_charge": "on",
            "birth_date": "31/12/1990",
        },
    )
    refused = anh.post(f"{url}nop/", {"note": ""})
    assert (refused.status_code, opened.unit(world.school).state) == (403, "awaited")
    anh.post(f"{url}trinh/")
    assert "trình danh sách dự Lớp thứ nhất" in text_of(binh, "/thong-bao/")

    binh.post(f"{url}nop/", {"note": ""})
    assert opened.unit(world.school).state == "submitted"
    binh.post(f"{url}lay-lai/")
    assert opened.unit(world.school).state == "awaited"
    assert sorted(Enrolment.objects.values_list("person__full_name", "state")) == [
        ("Lê Thanh Bình", "proposed"),
        ("Đỗ Thị Mới", "proposed"),
    ]


@pytest.mark.parametrize("search", ["binh", "BÌNH", "lê thanh", "le  thanh"])
def test_staff_are_found_with_and_without_marks(world: World, search):
    opened = made.opened(world)
    url = f"/lop/{opened.training_class.code}/don-vi/{world.school.code}/"

    part = signed_in(world.anh).get(url, {"q": search}, headers={"HX-Request": "true"}).content.decode()

    assert ("Lê Thanh Bình" in part, "Trần Ngọc Anh" in part, "<html" in part) == (True, False, False)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"full_name": "Hương"}, "Hãy ghi đủ họ và tên."),
        ({"full_name": "Trần Văn 2"}, "Họ và tên không có chữ số."),
        ({"full_name": "Trần Văn Tám", "birth_date": "01/01/2030"}, "Ngày sinh ở tương lai."),
        ({"full_name": "Trần Văn Tám", "birth_date": "01/01/2015"}, "Ngày sinh cho tuổi 9"),
        ({"full_name": "Lê Thanh Bình"}, "đã có người tên Lê Thanh Bình"),
    ],
)
def test_a_new_person_that_cannot_be_is_told_in_the_form(world: World, said, sentence):
    opened = made.opened(world)
    url = f"/lop/{opened.training_class.code}/don-vi/{world.school.code}/nguoi-moi/"

    answer = signed_in(world.anh).post(url, {"title": "Giáo viên", "kind": "other", **said})

    assert (answer.status_code, sentence in answer.content.decode(), Enrolment.objects.count()) == (
        422,
        True,
        0,
    )


@pytest.mark.parametrize(
    "name", ["H’Hen Niê Siêng", "Đặng Nguyễn Hoài Đức", "Ðặng Văn Tý", "A\u0301nh Thi\u0323 Be\u0302"]
)
def test_names_as_people_have_them_are_kept(world: World, name):
    opened = made.opened(world)
    url = f"/lop/{opened.training_class.code}/don-vi/{world.school.code}/nguoi-moi/"

    signed_in(world.anh).post(url, {"full_name": name, "title": "Giáo viên", "kind": "other"})

    kept = Enrolment.objects.get().person.full_name
    assert len(kept.split()) == len(name.split())
    assert kept == unicodedata.normalize("NFC", name)


def test_declining_and_late_lists_ask_for_their_reason(world: World, monkeypatch: pytest.MonkeyPatch):
    opened = made.opened(world)
    url = f"/lop/{opened.training_class.code}/don-vi/{world.school.code}/"
    binh = signed_in(world.binh)

    assert binh.post(f"{url}khong-cu/", {"reason": ""}).status_code == 422
    binh.post(f"{url}khong-cu/", {"reason": "Đi thi"})
    assert opened.unit(world.school).state == "declined"
    binh.post(f"{url}lay-lai/")

    monkeypatch.setenv("BANGVANG_TODAY", "2024-05-13")
    binh.post(f"{url}them/", {"nguoi": world.binh.person.code})
    answer = binh.post(f"{url}nop/", {"note": ""})
    assert (answer.status_code, "hãy ghi lý do nộp muộn" in answer.content.decode()) == (422, True)
    binh.post(f"{url}nop/", {"note": "Mất điện"})
    assert "Nộp ngày 13/05/2024, sau hạn 10/05/2024." in text_of(signed_in(world.chi), url)
    signed_in(world.chi).post(f"{url}nhan-muon/", {"reason": "Được"})
    assert opened.unit(world.school).late_accepted_reason == "Được"


def test_entry_on_behalf_is_told_on_the_page_and_in_the_trail(world: World):
    opened = made.opened(world)
    url = f"/lop/{opened.training_class.code}/don-vi/{world.school.code}/"
    chi = signed_in(world.chi)

    assert "đang nhập thay Trường Tiểu học An Hòa 1" in text_of(chi, url)
    chi.post(f"{url}them/", {"nguoi": world.binh.person.code})
    chi.post(f"{url}nop/", {"note": ""})

    assert "do cơ quan thường trực nhập thay đơn vị" in text_of(signed_in(world.anh), url)


# --- The organiser decides --------------------------------------------------------------------------------------


def test_exceptions_returns_and_substitutions_are_decided_through_the_pages(world: World):
    opened = made.opened(world)
    teacher, other = made.colleague(world.school), made.colleague(world.school)
    made.sent(opened, world.school, teacher, other, note="Được phân công")
    url = f"/lop/{opened.training_class.code}/don-vi/{world.school.code}/nguoi/"
    chi, binh = signed_in(world.chi), signed_in(world.binh)
    assert "Chấp nhận ngoại lệ" in text_of(chi, f"{url}{teacher.code}/")
    assert "Chấp nhận ngoại lệ" not in text_of(binh, f"{url}{teacher.code}/")

    chi.post(f"{url}{teacher.code}/ngoai-le/", {"reason": "Trường thiếu người"})
    assert made.line_of(opened, teacher).exception_reason == "Trường thiếu người"

    binh.post(f"{url}{teacher.code}/thay/", {"person": world.binh.person.code, "reason": "Ốm"})
    chi.post(f"{url}{world.binh.person.code}/dong-y-thay/", {"reason": ""})
    assert made.line_of(opened, teacher).state == "substituted"

    chi.post(f"{url}{other.code}/tra-lai/", {"reason": "Chưa đúng"})
    assert made.line_of(opened, other).state == "returned"
    binh.post(f"{url}{other.code}/cu-lai/", {"reason": "Đã có quyết định"})
    assert made.line_of(opened, other).state == "proposed"
    binh.post(f"{url}{other.code}/rut/", {"reason": ""})
    assert made.line_of(opened, other).state == "withdrawn"


def test_the_waiting_list_is_filled_from_its_page(world: World):
    opened = made.opened(world)
    extra = made.colleague(world.school, kind="deputy")
    made.sent(opened, world.school, *made.both(world.school), extra)
    chi, code = signed_in(world.chi), opened.training_class.code

    assert extra.full_name in text_of(chi, f"/lop/{code}/danh-sach-cho/")
    chi.post(f"/lop/{code}/don-vi/{world.school.code}/nguoi/{extra.code}/nhan-cho/", {"reason": ""})

    assert made.line_of(opened, extra).state == "submitted"


def confirm_form(**said: str) -> dict[str, str]:
    return {
        "issued_on": "08/04/2024",
        "capacity": "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH",
        "position": "PHÓ CHỦ TỊCH",
        "name": "Võ Trường Sơn",
        "list_notation": "DS-UBND",
        "summons_kind": "CV",
        "summons_notation": "UBND-NV",
        **said,
    }


def test_confirming_through_the_page_gives_papers_and_excel(world: World):
    opened = made.filled(world)
    code, chi = opened.training_class.code, signed_in(world.chi)
    assert 'value="Võ Trường Sơn"' in text_of(chi, f"/lop/{code}/chot/")

    chi.post(f"/lop/{code}/chot/", confirm_form())

    assert opened.fresh().state == "confirmed"
    page = text_of(chi, f"/lop/{code}/")
    assert "Danh sách chính thức số 01/DS-UBND" in page
    for form, start in (("pdf", b"%PDF-"), ("docx", b"PK")):
        assert chi.get(f"/lop/{code}/danh-sach/1/danh-sach.{form}").content.startswith(start)
        assert chi.get(f"/lop/{code}/danh-sach/1/trieu-tap.{form}").content.startswith(start)
    assert chi.get(f"/lop/{code}/danh-sach/1/khac.pdf").status_code == 404
    names = b"".join(chi.get(f"/lop/{code}/danh-sach/1/?dang=csv").streaming_content).decode("utf-8-sig")
    assert [row["name"] for row in ClassList.objects.get().rows if row["name"] not in names] == []


def test_what_stands_against_confirming_is_listed_with_links(world: World):
    opened = made.opened(world)
    teacher = made.colleague(world.school)
    made.sent(opened, world.school, teacher, note="Được phân công")
    code, chi = opened.training_class.code, signed_in(world.chi)

    page = text_of(chi, f"/lop/{code}/chot/")
    assert f"/lop/{code}/don-vi/{world.school.code}/nguoi/{teacher.code}/" in page
    assert "1 đơn vị chưa trả lời" in page

    answer = chi.post(f"/lop/{code}/chot/", confirm_form())
    assert (answer.status_code, opened.fresh().state) == (422, "open")
    assert "Hãy ghi lý do nếu vẫn chốt" in answer.content.decode()
    answer = chi.post(f"/lop/{code}/chot/", confirm_form(reason="Đã gọi nhiều lần"))
    assert (answer.status_code, opened.fresh().state) == (422, "open")
    assert (
        f"{teacher.full_name} (Trường Tiểu học An Hòa 1): Không đúng thành phần." in answer.content.decode()
    )


def test_a_supplementary_list_is_printed_from_its_page(world: World):
    opened = made.confirmed(world)
    code, chi = opened.training_class.code, signed_in(world.chi)
    old = made.line_of(opened, Enrolment.objects.filter(unit__organisation=world.school).first().person)
    url = f"/lop/{code}/don-vi/{world.school.code}/nguoi/"
    new = made.colleague(world.school, kind="deputy")
    chi.post(f"{url}{old.person.code}/thay/", {"person": new.code, "reason": "Chuyển công tác"})
    deciding.accept_substitution(made.line_of(opened, new), by=world.chi)

    assert "có 1 người vào lớp và 1 người thôi tham dự" in text_of(chi, f"/lop/{code}/")
    chi.post(f"/lop/{code}/bo-sung/", confirm_form())

    page = text_of(chi, f"/lop/{code}/danh-sach/2/")
    assert (f"Thay {old.person.full_name}" in page, "Chuyển công tác" in page) == (True, True)
    assert "thôi tham dự" not in text_of(chi, f"/lop/{code}/")


def test_reopening_cancelling_and_holding_have_their_pages(world: World, monkeypatch: pytest.MonkeyPatch):
    opened = made.confirmed(world)
    code, chi = opened.training_class.code, signed_in(world.chi)

    assert chi.post(f"/lop/{code}/mo-lai/", {"reason": ""}).status_code == 422
    chi.post(f"/lop/{code}/mo-lai/", {"reason": "Đổi thành phần"})
    assert opened.fresh().state == "open"
    chi.post(f"/lop/{code}/chot/", confirm_form())
    assert chi.post(f"/lop/{code}/da-to-chuc/").status_code == 403
    monkeypatch.setenv("BANGVANG_TODAY", "2024-05-20")
    chi.post(f"/lop/{code}/da-to-chuc/")
    assert opened.fresh().state == "held"
    assert chi.post(f"/lop/{code}/huy/", {"reason": "Muộn"}).status_code == 403


# --- The ordinary official --------------------------------------------------------------------------------------


def test_somebody_who_is_sent_sees_their_class_and_nobody_else(world: World):
    opened = made.opened(world)
    person, companion = made.both(world.school)
    user: User = UserFactory(username="duong", person=person)
    code = opened.training_class.code
    assert signed_in(user).get(f"/lop/{code}/").status_code == 404

    made.sent(opened, world.school, person, companion)
    client = signed_in(user)
    listed, page = text_of(client, "/lop-cua-toi/"), text_of(client, f"/lop/{code}/")

    assert ("Lớp thứ nhất" in listed, "Đã cử" in listed) == (True, True)
    assert "Anh, chị được Trường Tiểu học An Hòa 1 cử dự lớp này." in page
    assert (companion.full_name in page, companion.full_name in text_of(client, "/luot-cu/")) == (
        False,
        False,
    )
    assert client.get(f"/lop/{code}/don-vi/{world.school.code}/").status_code == 404


@pytest.mark.parametrize("path", ["/lop/", "/luot-cu/", "/lop-cua-toi/"])
def test_lists_cost_the_same_for_one_row_and_for_many(world: World, path):
    made.filled(world, schools=[world.school], headcount=2)
    client = signed_in(world.chi)
    client.get(path)

    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(path).status_code == 200
        return len(counted)

    one = cost()
    for month in (6, 7, 8):
        made.filled(world, starts_on=date(2024, month, 3), deadline=made.DEADLINE)
    assert cost() == one


def test_enrolments_are_searched_without_marks(world: World):
    opened = made.opened(world)
    made.sent(
        opened, world.school, world.binh.person, made.colleague(world.school, "Đoàn Thị Đẹp"), note="Có"
    )

    page = text_of(signed_in(world.chi), "/luot-cu/?q=dep")

    assert ("Đoàn Thị Đẹp" in page, "Lê Thanh Bình" in page) == (True, False)
