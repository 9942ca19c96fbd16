"""The way in: the login page opens clean, lets the right person in and nobody else."""

import pytest
from django.urls import reverse

from tests.factories.directory import World
from tests.journeys.conftest import NARROW, WIDE, OpenDesk, assert_clean, log_in, shoot


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_login_page_is_clean(open_desk: OpenDesk, width: int):
    page = open_desk(width=width).page
    page.goto("/")
    assert reverse("account_login") in page.url
    assert_clean(page)
    shoot(page, f"dang-nhap-{width}")


def test_an_officer_enters_with_password_and_code_and_finds_the_first_page(world: World, open_desk: OpenDesk):
    page = open_desk().page
    log_in(page, world.chi)
    assert page.url.endswith("/")
    assert page.get_by_role("heading", level=1).inner_text() != ""
    assert_clean(page)


def test_a_wrong_password_is_told_and_opens_nothing(world: World, open_desk: OpenDesk):
    page = open_desk().page
    page.goto(reverse("account_login"))
    page.get_by_label("Tên đăng nhập").fill("anh")
    page.get_by_label("Mật khẩu", exact=True).fill("khong-phai-mat-khau")
    page.get_by_role("button", name="Đăng nhập").click()
    assert page.get_by_role("alert").count() == 1
    page.goto("/thong-bao/")
    assert reverse("account_login") in page.url
