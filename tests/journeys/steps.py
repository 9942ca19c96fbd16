"""The steps of the main job, each through the pages, by whoever's hand it is given."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, expect

from bangvang.training.models import TrainingClass
from tests.journeys.hands import Hand

MENU = "nav.places"


def to_place(hand: Hand, place: str) -> None:
    """A place of the menu."""
    hand.follow(place, hand.page.locator(MENU))


# --- The plan ---------------------------------------------------------------------------------------------------


def upload_plan(officer: Hand, path: Path) -> str:
    """From the first page to the desk; the code of the new plan."""
    officer.go("/")
    to_place(officer, "Kế hoạch tập huấn")
    officer.follow("Đưa kế hoạch vào")
    officer.attach("Văn bản kế hoạch", path)
    officer.press("Tải lên và đọc")
    officer.says("Đã đọc văn bản")
    return officer.page.url.split("/ke-hoach/")[1].split("/")[0]


def at_desk(hand: Hand, button: Locator) -> None:
    """A button of the desk: with scripts the form comes back in place, without them the page does."""
    form = hand.page.locator("form#desk")
    form.evaluate("(form) => form.setAttribute('data-before', '')")
    hand.strike(button)
    hand.page.locator("form#desk:not([data-before])").wait_for()
    hand.page.wait_for_load_state("load")


def settle(officer: Hand, line: str, *, into: str = "") -> None:
    """A line that was not understood: put where it belongs, or marked as seen."""
    row = officer.page.locator(".unread-list > li").filter(has_text=line)
    if into:
        officer.pick(row.locator("select"), into)
        at_desk(officer, officer.button("Đưa vào", row))
    else:
        at_desk(officer, officer.button("Đã xem", row))
    expect(officer.page.locator(".unread-list > li").filter(has_text=line)).to_have_count(0)


def correct(officer: Hand, values: dict[str, str]) -> None:
    """Type into fields of the desk, by their names, and save."""
    for name, value in values.items():
        officer.put(officer.page.locator(f"[name='{name}']"), value)
    at_desk(officer, officer.button("Lưu"))
    officer.says("Đã lưu kế hoạch.")
    for name, value in values.items():
        expect(officer.page.locator(f"[name='{name}']")).to_have_value(value)
    officer.look()


def send_for_signature(officer: Hand) -> None:
    """From the desk to the plan's page, and before the signatory."""
    officer.follow("Trang kế hoạch")
    officer.press("Trình ký")
    officer.says("Đã trình ký kế hoạch.")
    officer.sees("Chờ ký")


def return_plan(signatory: Hand, reason: str) -> None:
    """The signatory finds the plan among what awaits them and gives it back."""
    signatory.go("/")
    signatory.follow(awaiting("Kế hoạch chờ ký"))
    signatory.follow("Trả lại để sửa")
    signatory.press("Trả lại")
    signatory.sees("Hãy ghi lý do.")
    signatory.write("Lý do", reason)
    signatory.press("Trả lại")
    signatory.says("Đã trả lại kế hoạch")


def awaiting(beginning: str) -> re.Pattern[str]:
    """An item of the first page."""
    return re.compile("^" + re.escape(beginning))


def issue(signatory: Hand, number: str, day: str, *, twice: bool = False) -> None:
    """Number and day beside the real PDF, then the signature."""
    signatory.go("/")
    signatory.follow(awaiting("Kế hoạch chờ ký"))
    signatory.follow("Ký ban hành")
    signatory.write("Số", number)
    signatory.write("Ngày ban hành", day)
    if twice:
        signatory.press_twice("Ban hành")
    else:
        signatory.press("Ban hành")
    signatory.says(f"Đã ban hành kế hoạch, số {number}/KH-UBND.")


# --- The class --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Schedule:
    """What is typed about a class."""

    starts_on: str
    starts_at: str
    venue: str
    working_days: str = "5"


def to_class(officer: Hand, name: str) -> None:
    """From the first page to the class's own."""
    officer.go("/")
    to_place(officer, "Lớp tập huấn")
    officer.follow(name)


def prepare(officer: Hand, name: str, schedule: Schedule) -> None:
    """Days, hour, venue, deadline; a class without them does not open."""
    to_class(officer, name)
    officer.follow("Chuẩn bị lớp")
    officer.sees("Còn phải giải quyết trước khi mở")
    officer.follow("Ghi lịch")
    officer.write("Ngày khai giảng", schedule.starts_on)
    officer.write("Giờ bắt đầu", schedule.starts_at)
    officer.write("Địa điểm", schedule.venue)
    officer.write("Số ngày làm việc trước khai giảng", schedule.working_days)
    officer.press("Lưu lịch")
    officer.says("Đã lưu lịch của lớp.")


def composition_line(officer: Hand, order: int) -> None:
    """Open the page on which a composition line is given its units."""
    line = officer.page.locator("ol.lines-of > li").nth(order - 1)
    officer.follow("Chọn đơn vị, số người", line)


def leave_out(officer: Hand, unit: str) -> None:
    """Take the tick away from a unit that was suggested."""
    officer.set(officer.page.get_by_label(unit).first, False)


def save_line(officer: Hand, order: int) -> None:
    officer.press("Lưu dòng thành phần")
    officer.says(f"Đã lưu dòng thành phần {order}.")


def own_seats(officer: Hand, seats: dict[str, str]) -> None:
    """Other numbers of seats for some units."""
    officer.follow("Số chỗ từng đơn vị")
    for unit, number in seats.items():
        officer.put(officer.page.get_by_role("spinbutton", name=unit, exact=True), number)
    officer.press("Lưu số chỗ")
    officer.says("Đã lưu số chỗ của các đơn vị.")
    officer.follow("Quay lại")


def open_class(officer: Hand) -> None:
    """The button that tells the units asks once more."""
    officer.sees("Đã đủ điều kiện mở nhận danh sách.")
    officer.agree("Mở nhận danh sách")
    officer.says("Đã mở nhận danh sách")


# --- Units ------------------------------------------------------------------------------------------------------


def to_list(member: Hand, class_name: str) -> None:
    """A unit's person finds the invitation on the first page."""
    member.go("/")
    member.follow(re.compile(f"^{re.escape(class_name)}: "))
    lists = member.page.get_by_role("link", name="Lập danh sách")
    if lists.count():
        member.follow("Lập danh sách")


def find_and_send(member: Hand, words: str, name: str, *, mistyped: bool = False) -> None:
    """Search the unit's own people, then send the one who is found."""
    search = member.page.locator("#staff-q")
    member.search(search, words)
    if mistyped:
        member.sees("Không có ai của đơn vị khớp với tên này.")
        return
    found = member.page.locator("#staff li")
    if found.count() > 1:
        expect(found).to_have_count(1)
    member.press(f"Cử {name}")
    member.says(f"Đã thêm {name} vào danh sách.")


def add_new_person(member: Hand, name: str, title: str, *, birth_date: str, in_charge: bool) -> None:
    """Somebody whom the directory does not know."""
    member.follow("Người chưa có trong danh bạ")
    member.write("Họ và tên", name)
    member.write("Chức vụ, chức danh", title)
    member.write("Ngày sinh", birth_date)
    member.tick("phụ trách thi đua, khen thưởng", in_charge)
    member.press("Thêm vào danh sách")
    member.says(f"Đã thêm {name} vào danh sách.")


def explain(member: Hand, name: str, why: str) -> None:
    """Why the unit sends this person although a check fails."""
    member.follow(name)
    member.follow("Ghi giải trình")
    member.write("Lý do", why)
    member.press("Ghi giải trình")
    member.says("Đã ghi giải trình.")


def upload_list(member: Hand, path: Path) -> None:
    """Let the office read the file; nothing is written yet."""
    member.follow("Nhập từ Excel")
    member.attach("Tệp danh sách", path)
    member.press("Xem trước")


def hand_to_head(member: Hand) -> None:
    """The focal point may not submit, and tells the head that the list waits."""
    member.sees("Chỉ thủ trưởng đơn vị được nộp danh sách")
    member.press("Trình thủ trưởng nộp")
    member.says("Đã báo thủ trưởng đơn vị nộp danh sách.")


def submit(head: Hand, unit: str, *, note: str = "", twice: bool = False) -> None:
    """The head hands the list in."""
    if note:
        head.write("Giải trình", note)
    if twice:
        head.press_twice("Nộp danh sách")
        return
    head.press("Nộp danh sách")
    head.says(f"Đã nộp danh sách của {unit}.")


# --- The organiser decides --------------------------------------------------------------------------------------


def decide(officer: Hand, name: str, step: str, reason: str, told: str) -> None:
    """From the unit's list to one person, and one decision with its reason."""
    officer.follow(name)
    officer.follow(step)
    if reason:
        officer.write("Lý do", reason)
    officer.press(step)
    officer.says(told)


def to_unit(officer: Hand, class_name: str, unit: str) -> None:
    """From the board to one unit's list."""
    to_class(officer, class_name)
    officer.follow(unit)


def confirm(officer: Hand, class_name: str, *, reason: str = "", letter: str = "Công văn triệu tập") -> None:
    """Freeze the list; the impatient officer presses twice."""
    to_class(officer, class_name)
    officer.follow("Chốt danh sách")
    if reason:
        officer.write("Lý do chốt khi còn đơn vị chưa trả lời", reason)
    officer.choose("Văn bản gửi các đơn vị", letter)
    officer.agree("Chốt danh sách và ban hành", twice=True)


def class_named(name: str) -> TrainingClass:
    """The class as the database holds it now."""
    return TrainingClass.objects.get(name=name)
