"""What the other roles come for: the administrator invites, the inspector reads, a plan in force is replaced."""

import pytest

from bangvang.directory.models import Role
from bangvang.training.models import TrainingClass
from tests.factories import plans, training
from tests.factories.directory import World, appoint
from tests.journeys import steps
from tests.journeys.conftest import OpenDesk, shoot
from tests.journeys.hands import Hand


def test_an_administrator_opens_an_account_and_its_owner_comes_in(world: World, open_desk: OpenDesk):
    appoint(world.son, Role.ADMINISTRATOR, world.authority)
    person = training.colleague(world.other_school, "Lý Thị Ổn", kind="head")
    keeper = Hand(open_desk(world.son))
    keeper.go("/")
    steps.to_place(keeper, "Lịch làm việc")
    shoot(keeper.page, "lich-lam-viec")
    steps.to_place(keeper, "Người")
    keeper.follow("Lý Thị Ổn")
    keeper.follow("Mở tài khoản")
    keeper.write("Tên đăng nhập", "on")
    keeper.press("Mở tài khoản")
    keeper.follow("Giao vai trò")
    keeper.choose("Vai trò", "Thủ trưởng đơn vị")
    keeper.choose("Ở cơ quan, đơn vị", world.other_school.name)
    keeper.press("Giao vai trò")
    shoot(keeper.page, "vai-tro")
    keeper.agree("Cấp đường dẫn đặt mật khẩu")
    link = keeper.page.locator("code").inner_text().strip()
    steps.to_place(keeper, "Tài khoản")
    keeper.sees("Lý Thị Ổn")
    shoot(keeper.page, "tai-khoan")

    newcomer = Hand(open_desk())
    newcomer.go(link)
    newcomer.write("Mật khẩu mới", "sao-mai-chin-canh-9")
    newcomer.write("Nhập lại mật khẩu", "sao-mai-chin-canh-9")
    newcomer.press("Đặt mật khẩu")
    person.refresh_from_db()
    assert person.user.has_usable_password()
    newcomer.desk.expected.append("status of 404")
    newcomer.page.goto(link)
    newcomer.sees("Đường dẫn không dùng được")
    newcomer.look()


def test_a_plan_in_force_is_replaced_and_the_class_goes_on(world: World, open_desk: OpenDesk):
    plan = plans.issued(world)
    chi, son = Hand(open_desk(world.chi)), Hand(open_desk(world.son))
    chi.go(f"/ke-hoach/{plan.code}/")
    chi.press("Lập kế hoạch thay thế")
    steps.correct(chi, {"classes-1-headcount": "55", "classes-1-venue": "Hội trường huyện"})
    shoot(chi.page, "thay-doi-ke-hoach")
    steps.send_for_signature(chi)
    steps.issue(son, "46", "08/04/2024")
    found = TrainingClass.objects.exclude(state="cancelled").order_by("order")
    assert [(each.name, each.headcount, each.plan.paper.number) for each in found] == [
        ("Lớp thứ nhất", 40, 46),
        ("Lớp thứ hai", 55, 46),
    ]
    chi.go(f"/ke-hoach/{plan.code}/")
    chi.sees("Kế hoạch này đã được thay thế.")


@pytest.mark.parametrize("address", ["", "chuan-bi/", "danh-sach/1/"])
def test_an_inspector_reads_the_class_and_can_change_nothing(world: World, open_desk: OpenDesk, address: str):
    made = training.confirmed(world)
    person = training.colleague(world.standing_body, "Lương Thị Kiểm")
    inspector = type(world.chi).objects.create(username="kiem", person=person).acting_on(world.chi.on)
    appoint(inspector, Role.INSPECTOR, world.authority)
    hand = Hand(open_desk(inspector))
    hand.go(f"/lop/{made.training_class.code}/{address}")
    if not address:
        shoot(hand.page, "thanh-tra")
    forms = hand.page.locator("main form[method=post]")
    assert [each.get_attribute("action") for each in forms.all()] == []
