"""The main job, whole and through the pages, with the mouse, on a telephone, by keyboard alone, and without scripts.

A plan is read, corrected, returned, signed; a class is prepared and opened; three units send people (one by Excel, one
wrong, one late); exceptions are decided, the list is confirmed and printed, and somebody is replaced.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from bangvang.core.models import AuditEntry
from bangvang.directory.models import User
from bangvang.documents.models import OfficialPaper
from bangvang.training.models import ClassList, Enrolment, InvitedUnit
from tests.journeys import papers, steps
from tests.journeys.conftest import NARROW, WIDE, OpenDesk, log_in, shoot
from tests.journeys.hands import Hand, Keys, Scriptless
from tests.journeys.places import District, build_district

PLAN = Path(settings.BASE_DIR) / "bangvang" / "demo" / "ke-hoach-tap-huan-2024.md"
CLASS = "Lớp thứ hai"
LATE_DAY, AFTER = "2024-05-15", "2024-05-16"
# What the browser writes down when the office refuses something, as it does here on purpose.
REFUSALS = ["status of 422", "status of 409", "status of 403"]
WITH_CODE = re.compile(r"^/(ke-hoach|lop|van-ban)/[^/?]*\d")


@dataclass
class Way:
    """How the whole job is walked."""

    hand: type[Hand]
    width: int
    scripts: bool = True
    looks: bool = True
    pictures: bool = False


WAYS = {
    "mouse at 1280": Way(Hand, WIDE, pictures=True),
    "mouse at 390": Way(Hand, NARROW),
    "keyboard alone": Way(Keys, WIDE, looks=False),
    "no scripts": Way(Scriptless, WIDE, scripts=False, looks=False),
}


@dataclass
class Cast:
    """Who takes part, each with a browser of their own."""

    way: Way
    open_desk: OpenDesk
    hands: dict[str, Hand] = field(default_factory=dict)

    def hand(self, user: User) -> Hand:
        if user.username not in self.hands:
            desk = self.open_desk(user, width=self.way.width, scripts=self.way.scripts)
            desk.expected += REFUSALS
            self.hands[user.username] = self.way.hand(desk, is_looking=self.way.looks)
        return self.hands[user.username]

    def shoot(self, hand: Hand, name: str, height: int = 0) -> None:
        if self.way.pictures:
            shoot(hand.page, name, height)


@pytest.fixture
def district(db: None) -> District:
    return build_district()


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_a_plan_becomes_a_class_with_the_right_people(
    district: District, open_desk: OpenDesk, way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    cast, world = Cast(way, open_desk), district.world
    chi, son = cast.hand(world.chi), cast.hand(world.son)
    plan = read_and_issue(cast, chi, son)
    prepare_and_open(cast, chi, district)
    one_sends_by_excel(cast, district, tmp_path)
    one_errs(cast, district, chi)
    monkeypatch.setenv("BANGVANG_TODAY", LATE_DAY)
    one_is_late(cast, district, chi)
    confirm_and_print(cast, chi, district)
    monkeypatch.setenv("BANGVANG_TODAY", AFTER)
    somebody_is_replaced(cast, chi, district)
    a_stranger_finds_nothing(cast, district, plan)


def read_and_issue(cast: Cast, chi: Hand, son: Hand) -> str:
    """Upload → correct beside the source → sign."""
    chi.go("/ke-hoach/moi/")
    cast.shoot(chi, "dua-ke-hoach-vao")
    code = steps.upload_plan(chi, PLAN)
    show_a_field(chi)
    cast.shoot(chi, "plan-desk", 800)
    chi.press("English")
    show_a_field(chi)
    cast.shoot(chi, "plan-desk-en", 800)
    chi.press("Tiếng Việt")
    chi.sees("Chưa hiểu", "dòng 36", "Hoa")
    steps.settle(chi, "Căn cứ thành phần của từng lớp", into="Ý của nội dung 4")
    steps.settle(chi, "Hoa")
    steps.correct(chi, {"document-issuer": "Ủy ban nhân dân huyện An Hòa", "document-place": "An Hòa"})
    steps.send_for_signature(chi)
    cast.shoot(chi, "trinh-ky")
    steps.return_plan(son, "Ghi rõ địa điểm tổ chức lớp thứ hai.")
    chi.go("/")
    cast.shoot(chi, "viec-cua-toi")
    chi.follow(steps.awaiting("Kế hoạch được trả lại để sửa"))
    chi.sees("Người ký trả lại: Ghi rõ địa điểm tổ chức lớp thứ hai.")
    chi.follow("Rà soát, sửa")
    steps.correct(chi, {"classes-1-venue": "Hội trường Trung tâm Văn hóa huyện"})
    steps.send_for_signature(chi)
    steps.issue(son, "45", "08/04/2024", twice=cast.way.scripts)
    cast.shoot(son, "ban-hanh")
    said = papers.words_of_pdf(son.fetch(f"/ke-hoach/{code}/van-ban.pdf"))
    assert "45/KH-UBND" in said
    assert "An Hòa, ngày 08 tháng 4 năm 2024" in said
    return code


def show_a_field(hand: Hand) -> None:
    """A field that has the focus shows its place in the document."""
    headcount = hand.page.locator("[name='classes-1-headcount']")
    headcount.focus()
    lines = hand.page.locator(".lines")
    if not isinstance(hand, Scriptless):
        expect(lines.locator(".lit")).to_have_text("b) Số lượng: 60 người.")


def prepare_and_open(cast: Cast, chi: Hand, district: District) -> None:
    """Both classes get their units; the second one's seats are decided, and it opens."""
    steps.prepare(chi, CLASS, steps.Schedule("20/05/2024", "07:30", "Hội trường Trung tâm Văn hóa huyện"))
    cast.shoot(chi, "chuan-bi-lop")
    steps.composition_line(chi, 1)
    chi.sees("Dòng này: 32 đơn vị × 2 người = 64 chỗ")
    steps.leave_out(chi, district.world.other_school.name)
    if cast.way.scripts:
        chi.sees("Dòng này: 31 đơn vị × 2 người = 62 chỗ")
    cast.shoot(chi, "thanh-phan")
    steps.save_line(chi, 1)
    chi.sees("62 chỗ, nhiều hơn số lượng 60 người của kế hoạch 2 chỗ.")
    steps.own_seats(chi, {"Trường Mầm non An Khê": "1", "Trường Mầm non Hoa Sen": "1"})
    chi.sees("60 chỗ, đúng số lượng 60 người của kế hoạch.")
    steps.open_class(chi)
    cast.shoot(chi, "bang-theo-doi-moi-mo")
    steps.to_class(chi, "Lớp thứ nhất")
    chi.follow("Chuẩn bị lớp")
    for order, told in ((1, "25 đơn vị × 2 người = 50 chỗ"), (2, "10 đơn vị × 2 người = 20 chỗ")):
        steps.composition_line(chi, order)
        chi.sees(f"Dòng này: {told}")
        steps.save_line(chi, order)
    chi.sees("70 chỗ, đúng số lượng 70 người của kế hoạch.", "Chưa ghi ngày khai giảng, bế giảng.")


def one_sends_by_excel(cast: Cast, district: District, folder: Path) -> None:
    """The first school: a wrong file is refused with its cells, the mended one is read; the head submits twice."""
    world = district.world
    anh, school = cast.hand(world.anh), world.school.name
    steps.to_list(anh, CLASS)
    rows = [
        (papers.apart("LÊ THANH BÌNH"), "", "Hiệu trưởng", "", "", ""),
        (papers.apart("Đặng Thị Ái Như"), "31/02/1990", "Giáo viên", "x", 912345678, ""),
    ]
    steps.upload_list(anh, papers.ugly_list(folder / "danh sách (1).xlsx", school, rows))
    anh.sees("Có 1 chỗ sai, chưa nhập ai", "Ô C9")
    anh.look()
    cast.shoot(anh, "excel-co-cho-sai")
    assert Enrolment.objects.count() == 0
    rows[1] = (rows[1][0], date(1990, 2, 28), *rows[1][2:])
    anh.attach("Tệp danh sách", papers.ugly_list(folder / "danh sách (2).xlsx", school, rows))
    anh.press("Xem trước")
    anh.sees("Sẽ thêm 2 người, trong đó 1 người chưa có trong danh bạ.", "Đặng Thị Ái Như")
    cast.shoot(anh, "excel-xem-truoc")
    anh.press("Nhập vào danh sách")
    anh.says("Đã nhập 2 người vào danh sách.")
    cast.shoot(anh, "danh-sach-don-vi")
    steps.hand_to_head(anh)
    binh = cast.hand(world.binh)
    steps.to_list(binh, CLASS)
    cast.shoot(binh, "thu-truong-nop")
    steps.submit(binh, school, twice=True)
    sent = Enrolment.objects.filter(unit__organisation=world.school).order_by("pk")
    assert [(each.person.full_name, each.person.phone, each.state) for each in sent] == [
        ("Lê Thanh Bình", "", "submitted"),
        ("Đặng Thị Ái Như", "0912345678", "submitted"),
    ]
    assert AuditEntry.objects.filter(verb="training.submit").count() == 1


def one_errs(cast: Cast, district: District, chi: Hand) -> None:
    """The second school sends two people whom the line does not ask for: one is accepted, the other sent back."""
    dung, hai, school = cast.hand(district.dung), cast.hand(district.hai), district.wrong_school.name
    steps.to_list(dung, CLASS)
    steps.find_and_send(dung, "Hồ Văn Khanh", "", mistyped=True)
    steps.find_and_send(dung, "Hồ Văn Khởi", "Hồ Văn Khởi")
    steps.find_and_send(dung, "Bưởi", "Ngô Thị Bưởi")
    dung.sees("Không đúng thành phần. Lớp mời:")
    cast.shoot(dung, "chua-dung-thanh-phan")
    steps.to_list(hai, CLASS)
    hai.press("Nộp danh sách")
    hai.sees("Hãy ghi giải trình hoặc thay người.")
    assert InvitedUnit.objects.get(organisation=district.wrong_school).state == "awaited"
    dung.go("/")
    steps.to_list(dung, CLASS)
    steps.explain(dung, "Hồ Văn Khởi", "Hiệu phó đang khuyết, thầy Khởi được giao phụ trách.")
    steps.explain(dung, "Ngô Thị Bưởi", "Cô Bưởi giúp việc văn thư.")
    steps.to_list(hai, CLASS)
    steps.submit(hai, school)
    steps.to_unit(chi, CLASS, school)
    cast.shoot(chi, "don-vi-co-van-de")
    steps.decide(
        chi, "Hồ Văn Khởi", "Chấp nhận ngoại lệ", "Có quyết định giao việc.", "Đã chấp nhận ngoại lệ."
    )
    steps.decide(
        chi,
        "Ngô Thị Bưởi",
        "Trả lại người này",
        "Đề nghị cử lãnh đạo trường.",
        "Đã trả lại người này cho đơn vị.",
    )
    steps.to_list(dung, CLASS)
    dung.sees("Đề nghị cử lãnh đạo trường.")
    steps.find_and_send(dung, "hai", "Trịnh Công Hải")
    steps.to_list(hai, CLASS)
    steps.submit(hai, school)


def one_is_late(cast: Cast, district: District, chi: Hand) -> None:
    """The third school answers after the deadline, with somebody whom the directory does not know."""
    khanh, lan, school = cast.hand(district.khanh), cast.hand(district.lan), district.late_school.name
    steps.to_list(khanh, CLASS)
    khanh.sees("quá hạn 2 ngày")
    steps.add_new_person(khanh, "Đỗ Thị Mai", "Văn thư", birth_date="02/09/1988", in_charge=True)
    steps.find_and_send(khanh, "Phùng Y Lan", "Phùng Y Lan")
    steps.hand_to_head(khanh)
    steps.to_list(lan, CLASS)
    lan.press("Nộp danh sách")
    lan.sees("hãy ghi lý do nộp muộn")
    steps.submit(lan, school, note="Trường mất mạng trong tuần bão.")
    to_confirm = "Nộp ngày 15/05/2024, sau hạn 13/05/2024."
    steps.to_class(chi, CLASS)
    cast.shoot(chi, "bang-theo-doi")
    chi.follow(school)
    chi.sees(to_confirm, "Trường mất mạng trong tuần bão.")
    chi.follow("Nhận danh sách nộp muộn")
    chi.write("Lý do", "Lý do khách quan.")
    chi.press("Nhận danh sách nộp muộn")
    chi.says("Đã nhận danh sách nộp muộn.")


def confirm_and_print(cast: Cast, chi: Hand, district: District) -> None:
    """The list is frozen once, however often the button is pressed; the papers carry the names."""
    steps.confirm(chi, CLASS)
    chi.sees("Hãy ghi lý do nếu vẫn chốt khi còn đơn vị chưa trả lời.")
    assert ClassList.objects.count() == 0
    cast.shoot(chi, "chot-danh-sach")
    steps.confirm(chi, CLASS, reason="Lớp mở đúng ngày theo kế hoạch.")
    kept = ClassList.objects.get()
    assert AuditEntry.objects.filter(verb="training.confirm").count() == 1
    assert OfficialPaper.objects.exclude(kind="KH").count() == 2
    steps.to_class(chi, CLASS)
    cast.shoot(chi, "da-chot")
    names = ["Lê Thanh Bình", "Đặng Thị Ái Như", "Hồ Văn Khởi", "Trịnh Công Hải", "Đỗ Thị Mai", "Phùng Y Lan"]
    list_pdf, summons_pdf = (
        each.get_attribute("href") for each in chi.page.get_by_role("link", name="PDF", exact=True).all()
    )
    assert list_pdf
    assert summons_pdf
    said = papers.words_of_pdf(chi.fetch(list_pdf))
    assert [name for name in names if name not in said] == []
    assert "Ngô Thị Bưởi" not in said
    assert "Trung tâm Văn hóa huyện" in papers.words_of_pdf(chi.fetch(summons_pdf))
    word = chi.download(chi.link("Word")).read_bytes()
    assert [name for name in names if name not in papers.words_of_docx(word)] == []
    chi.follow(re.compile("^Danh sách lớp số|^Danh sách .*số"))
    chi.sees(*names)
    assert kept.order == 1
    binh = cast.hand(district.world.binh)
    binh.go("/")
    chi.go("/")


def somebody_is_replaced(cast: Cast, chi: Hand, district: District) -> None:
    """The head asks to send Anh instead; the officer agrees and prints the supplementary list."""
    world = district.world
    binh = cast.hand(world.binh)
    steps.to_class(binh, CLASS)
    binh.follow("Xem danh sách của đơn vị")
    binh.follow("Đặng Thị Ái Như")
    binh.follow("Đề nghị thay người")
    binh.choose("Người thay", "Trần Ngọc Anh – Giáo viên")
    binh.write("Lý do thay", "Cô Như nghỉ thai sản.")
    binh.press("Gửi đề nghị")
    binh.says("Đã gửi đề nghị thay người.")
    steps.to_unit(chi, CLASS, world.school.name)
    cast.shoot(chi, "thay-nguoi")
    steps.decide(chi, "Trần Ngọc Anh", "Đồng ý thay", "", "Đã đồng ý thay người.")
    steps.to_class(chi, CLASS)
    chi.follow("Lập danh sách bổ sung")
    chi.sees("thay Đặng Thị Ái Như")
    chi.press("Ban hành danh sách bổ sung")
    chi.says("Đã ban hành danh sách bổ sung, thay thế.")
    cast.shoot(chi, "danh-sach-bo-sung")
    supplement = ClassList.objects.get(order=2)
    said = papers.words_of_pdf(chi.fetch(f"/lop/{steps.class_named(CLASS).code}/danh-sach/2/danh-sach.pdf"))
    assert str(supplement.paper) in said
    assert [name for name in ("Trần Ngọc Anh", "Đặng Thị Ái Như") if name not in said] == []
    anh = cast.hand(world.anh)
    anh.go("/")
    steps.to_place(anh, "Lớp của tôi")
    anh.sees(CLASS, "20/05/2024")
    cast.shoot(anh, "lop-cua-toi")


def a_stranger_finds_nothing(cast: Cast, district: District, plan: str) -> None:
    """Giang asks for every address with a code that anybody saw, and is turned away from each."""
    seen = {each for hand in cast.hands.values() for each in hand.seen if WITH_CODE.match(each)}
    assert f"/ke-hoach/{plan}/" in seen
    assert len(seen) > 20
    giang = cast.open_desk(district.world.giang, scripts=cast.way.scripts)
    answers = {each: giang.context.request.get(each, max_redirects=0).status for each in sorted(seen)}
    assert {each: status for each, status in answers.items() if status not in {403, 404, 405}} == {}


def test_an_officer_comes_in_by_the_door_and_goes_to_work(district: District, open_desk: OpenDesk):
    hand = Keys(open_desk(), is_looking=False)
    log_in(hand.page, district.world.chi)
    steps.to_place(hand, "Kế hoạch tập huấn")
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("Kế hoạch tập huấn")
