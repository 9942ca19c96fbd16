"""A clerk asks the law: why a teacher is not yet eligible, when she will be, and what another fact would change.

The demo district, with its ten years of merit, is considered on the day of the plan. What the pages say is the law of
that day: the title of Article 22 asks for three yearly titles in a row, and the teacher has two.
"""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, expect

from bangvang.core.models import AuditEntry
from bangvang.demo import load
from bangvang.directory.models import Organisation, User
from bangvang.registry.models import Award, Subject
from bangvang.rules.models import LocalRule
from tests.factories.directory import DAY
from tests.journeys import steps
from tests.journeys.conftest import NARROW, WIDE, OpenDesk, shoot
from tests.journeys.hands import Hand, Keys, Scriptless

TITLE = "Chiến sĩ thi đua bộ, ban, ngành, tỉnh"
ARTICLE = "Điều 22"
TEACHER = "Trịnh Tú Uyên"
SCHOOL = "Trường Tiểu học An Hòa 1"
AT_REST = "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"
WITH_SCRIPTS = "mouse at 1280"


@dataclass
class Way:
    """How a journey is walked."""

    hand: type[Hand]
    width: int
    scripts: bool = True
    looks: bool = True
    pictures: bool = False


WAYS = {
    WITH_SCRIPTS: Way(Hand, WIDE, pictures=True),
    "mouse at 390": Way(Hand, NARROW),
    "keyboard alone": Way(Keys, WIDE, looks=False),
    "no scripts": Way(Scriptless, NARROW, scripts=False, looks=False),
}
ALL_WAYS = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())


@dataclass
class Cast:
    """Opens the browser of whoever takes part."""

    way: Way
    open_desk: OpenDesk

    def hand(self, username: str) -> Hand:
        desk = self.open_desk(
            User.objects.get(username=username), width=self.way.width, scripts=self.way.scripts
        )
        desk.expected.append("status of 422")
        return self.way.hand(desk, is_looking=self.way.looks)

    def shoot(self, hand: Hand, name: str) -> None:
        if self.way.pictures:
            shoot(hand.page, name)


@pytest.fixture
def authority(db: None) -> Organisation:
    return load.load(on=DAY)


def part(hand: Hand, heading: str) -> Locator:
    """One part of a page, by its heading."""
    return hand.page.locator("main section").filter(
        has=hand.page.get_by_role("heading", name=re.compile("^" + re.escape(heading)))
    )


def not_met(hand: Hand, award: str) -> Locator:
    """The line of an award that is not met, on somebody's own page."""
    named = hand.page.get_by_role("link", name=award, exact=True)
    return part(hand, "Chưa đạt").locator("li.clause").filter(has=named)


def field(hand: Hand, name: str) -> Locator:
    return hand.page.locator(f"[name='{name}']")


def to_record(hand: Hand, name: str) -> None:
    """From the first page to somebody's record, found by name."""
    hand.go("/")
    steps.to_place(hand, "Hồ sơ thành tích")
    hand.search(hand.page.locator("input[type=search]"), name)
    expect(hand.page.locator("main tbody tr")).to_have_count(1)
    if isinstance(hand, Keys):
        hand.page.keyboard.press("Tab")  # leaving the field asks once more
        hand.page.wait_for_function(AT_REST)
    hand.follow(name)


def stored() -> tuple[int, int, int]:
    """What a supposition must not change."""
    versions = sum(Subject.objects.values_list("data_version", flat=True))
    return Award.objects.count(), versions, AuditEntry.objects.count()


@ALL_WAYS
def test_a_clerk_sees_why_a_teacher_is_not_yet_eligible_and_when(
    authority: Organisation, open_desk: OpenDesk, way: Way
):
    cast = Cast(way, open_desk)
    chi = cast.hand("chi")
    to_record(chi, TEACHER)
    chi.sees("Trường Trung học cơ sở An Hòa", "Bộ thí nghiệm vật lí từ đồ dùng cũ")
    cast.shoot(chi, "ho-so-thanh-tich")
    before = stored()

    chi.follow("Đối chiếu tiêu chuẩn")
    chi.sees("Theo dữ liệu và luật ngày 08/04/2024, năm thành tích 2023.")
    line = not_met(chi, TITLE)
    expect(line).to_contain_text("Sớm nhất: năm 2024")

    chi.follow(TITLE, line)
    chi.sees("Sớm nhất có thể đạt với thành tích năm 2024")
    why = part(chi, "Vì sao")
    expect(why).to_contain_text(ARTICLE)
    expect(why).to_contain_text("06/2022/QH15")
    expect(why).to_contain_text(re.compile(r"mới có 2 năm liên tục \(năm 2022–2023\); [^.]*năm 2021"))
    expect(why).to_contain_text("Chiến sĩ thi đua cơ sở 2022, Quyết định")
    expect(why).to_contain_text("sáng kiến được công nhận cấp bộ, tỉnh trở lên: có (năm 2023)")
    cast.shoot(chi, "vi-sao-chua-du")

    chi.put(field(chi, "gt_dh_nam"), "2021")
    chi.pick(field(chi, "gt_dh"), "Chiến sĩ thi đua cơ sở")
    chi.press("Xem kết quả")
    after = part(chi, "Nếu đúng như giả định")
    expect(after.locator(".verdict .badge")).to_have_text(["chưa đạt", "đạt"])
    expect(after).to_contain_text("Giả định không được lưu")
    expect(field(chi, "gt_dh_nam")).to_have_value("2021")
    if way.pictures:
        after.scroll_into_view_if_needed()
    cast.shoot(chi, "gia-dinh")
    assert stored() == before

    chi.follow(TEACHER, chi.page.locator(".crumbs"))
    expect(not_met(chi, TITLE)).to_have_count(1)


def test_half_a_supposition_is_answered_at_its_field(authority: Organisation, open_desk: OpenDesk):
    chi = Cast(WAYS["no scripts"], open_desk).hand("chi")
    code = Subject.objects.get(person__full_name=TEACHER).code
    chi.go(f"/xet/{code}/provincial_emulation_fighter/")
    chi.put(field(chi, "gt_dh_nam"), "2021")
    chi.press("Xem kết quả")
    chi.sees("Hãy ghi cả năm và nội dung giả định.")
    expect(chi.page.locator("#gia-dinh-ket-qua")).to_have_count(0)


@ALL_WAYS
def test_a_unit_reads_the_rule_and_finds_who_is_nearly_there(
    authority: Organisation, open_desk: OpenDesk, way: Way
):
    cast = Cast(way, open_desk)
    anh = cast.hand("anh")
    anh.go("/")
    steps.to_place(anh, "Danh hiệu, hình thức")
    cast.shoot(anh, "tra-cuu-tieu-chuan")
    anh.follow(TITLE)
    rule = part(anh, "Tiêu chuẩn: cá nhân")
    expect(rule).to_contain_text("Chiến sĩ thi đua cơ sở")
    expect(rule).to_contain_text(ARTICLE)
    expect(rule).to_contain_text("06/2022/QH15")
    expect(part(anh, "Tiền thưởng")).to_contain_text("đồng")
    expect(part(anh, "Các phiên bản")).to_contain_text("01/01/2024")
    cast.shoot(anh, "tieu-chuan")

    steps.to_place(anh, "Rà soát đơn vị")
    anh.follow(SCHOOL)
    anh.pick(field(anh, "dh"), TITLE)
    anh.put(field(anh, "nam"), "2023")
    anh.press("Xem", anh.page.locator("form.tools"))
    eligible = part(anh, "Đủ điều kiện mà chưa được đề nghị")
    lacking = part(anh, "Còn thiếu một tiêu chí")
    anh.unfold(lacking.locator("summary").filter(has_text=TITLE))
    near = lacking.locator("li.clause").filter(has_text="Lê Thanh Bình")
    expect(eligible.locator("li.clause").filter(has_text="Trần Ngọc Anh")).to_have_count(1)
    expect(near).to_contain_text("sáng kiến")
    cast.shoot(anh, "ra-soat-don-vi")
    anh.follow("Lê Thanh Bình", near)
    anh.sees("sáng kiến được công nhận cấp bộ, tỉnh trở lên: chưa có")


def test_an_initiative_that_the_unit_records_turns_the_verdict(authority: Organisation, open_desk: OpenDesk):
    cast = Cast(WAYS[WITH_SCRIPTS], open_desk)
    anh = cast.hand("anh")
    to_record(anh, "Lê Thanh Bình")
    anh.follow("Ghi sáng kiến")
    anh.put(field(anh, "year"), "2023")
    anh.pick(field(anh, "scope"), "bộ, ban, ngành, tỉnh")
    anh.put(field(anh, "name"), "Phân công chuyên môn theo nhóm lớp")
    anh.put(field(anh, "number"), "88/QĐ-UBND")
    anh.put(field(anh, "source"), "Quyết định 88/QĐ-UBND ngày 20/12/2023")
    cast.shoot(anh, "ghi-sang-kien")
    anh.press("Lưu")
    anh.says("Đã lưu vào hồ sơ của Lê Thanh Bình.")
    anh.follow("Đối chiếu tiêu chuẩn")
    expect(not_met(anh, TITLE)).to_have_count(0)
    anh.follow(TITLE, part(anh, "Đạt tiêu chuẩn đã ghi nhận"))
    anh.sees("sáng kiến được công nhận cấp bộ, tỉnh trở lên: có (năm 2023)")


DRAFT = """key: certificate_of_commendation
versions:
  - from: 2024-06-01
    until: 2025-07-01
    for: [individual]
    does: sets
    rule: AH-01
    source: {instrument: 12/2024/QĐ-UBND, article: 3, clause: 1}
    certainty: read
    all:
      - rating: {at_least: completed}
"""
CASES = """- name: Hoàn thành tốt nhiệm vụ thì được xét
  award: certificate_of_commendation
  date: 2024-12-31
  year: 2024
  facts:
    subject: {id: a, kind: individual}
    history_complete_from: 0
    years: {"2024": {rating: good}}
  expect: {verdict: met, rule: AH-01}
- name: Chỉ hoàn thành nhiệm vụ thì chưa được xét
  award: certificate_of_commendation
  date: 2024-12-31
  year: 2024
  facts:
    subject: {id: b, kind: individual}
    history_complete_from: 0
    years: {"2024": {rating: completed}}
  expect: {verdict: unmet, rule: AH-01}
"""


@pytest.mark.parametrize("name", [WITH_SCRIPTS, "mouse at 390", "no scripts"])
def test_a_local_rule_is_drafted_mended_and_approved_by_a_second_person(
    authority: Organisation, open_desk: OpenDesk, name: str
):
    cast = Cast(WAYS[name], open_desk)
    chi, son = cast.hand("chi"), cast.hand("son")
    chi.go("/")
    steps.to_place(chi, "Quy định của địa phương")
    chi.follow("Soạn quy định")
    chi.choose("Cơ quan ban hành", authority.name)
    chi.write("Tên quy định", "Quy định xét giấy khen của huyện An Hòa")
    chi.write(
        "Văn bản ban hành", "Quyết định 12/2024/QĐ-UBND ngày 10/05/2024 của Ủy ban nhân dân huyện An Hòa"
    )
    chi.choose("Danh hiệu, hình thức khen thưởng", "Giấy khen")
    chi.write("Có hiệu lực từ ngày", "01/06/2024")
    chi.write("Nội dung quy định", DRAFT)
    chi.write("Các tình huống kiểm tra", CASES)
    chi.press("Lưu bản nháp")
    chi.says("Đã lưu bản nháp")
    faults = part(chi, "Chưa trình duyệt được")
    expect(faults).to_contain_text("tình huống 2: Chỉ hoàn thành nhiệm vụ thì chưa được xét")
    expect(faults).to_contain_text("Luật đang dùng không thay đổi")
    cast.shoot(chi, "quy-dinh-con-sai")

    chi.follow("Sửa")
    chi.write("Nội dung quy định", DRAFT.replace("at_least: completed", "at_least: good"))
    chi.press("Lưu bản nháp")
    chi.sees("mọi tình huống kiểm tra đều đúng")
    chi.press("Trình duyệt")
    chi.says("Đã trình duyệt quy định")
    chi.sees("Người soạn không tự duyệt.")

    rule = LocalRule.objects.get()
    son.go("/")
    steps.to_place(son, "Quy định của địa phương")
    son.follow("Quy định xét giấy khen của huyện An Hòa")
    cast.shoot(son, "quy-dinh-cho-duyet")
    son.follow("Duyệt")
    son.sees("nhập vào luật của cơ quan từ ngày 01/06/2024")
    son.press("Duyệt")
    son.says(f"Đã duyệt quy định {rule.code}")
    rule.refresh_from_db()
    assert (rule.state, rule.drafted_by.username, rule.approved_by and rule.approved_by.username) == (
        "approved",
        "chi",
        "son",
    )

    son.go("/luat/certificate_of_commendation/?ngay=08/04/2024")
    expect(part(son, "Tiêu chuẩn")).not_to_contain_text("12/2024/QĐ-UBND")
    son.go("/luat/certificate_of_commendation/?ngay=01/06/2024")
    expect(part(son, "Tiêu chuẩn: cá nhân")).to_contain_text("12/2024/QĐ-UBND")
