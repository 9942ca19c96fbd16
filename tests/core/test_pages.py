"""The shell of every page, the first page, error pages, fonts, and what a page weighs."""

import gzip
import importlib.resources
import re
from datetime import date
from pathlib import Path

import brotli
import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from fontTools.ttLib import TTFont

from bangvang.core import screen_fonts
from bangvang.core.awaiting import Item
from bangvang.core.errors import Finding, RuleViolation, WrongState
from bangvang.core.navigation import NavItem
from bangvang.directory.models import User
from tests.factories.directory import World

FIRST_PAGE, LATER_PAGE = 120_000, 30_000


def things(user: object) -> list[Item]:
    """What awaits somebody in a room made for these tests."""
    return [
        Item("Việc không hạn", "/a/"),
        Item("Việc sau", "/b/", date(2024, 4, 16)),
        Item("Việc trễ", "/c/", date(2024, 4, 7)),
        Item("Việc hôm nay", "/d/", date(2024, 4, 8)),
        Item("Việc tuần này", "/e/", date(2024, 4, 15)),
    ]


def nothing(user: object) -> list[Item]:
    return []


def places(user: object) -> list[NavItem]:
    return [NavItem("Thông báo", "notice_list", "Văn phòng"), NavItem("Lịch", "calendar_now", "Văn phòng")]


def rule(request: HttpRequest) -> HttpResponse:
    raise RuleViolation("Danh sách còn chỗ phải sửa.", [Finding("Dòng 4:", "“Tạ <Kim>” không thuộc đơn vị.")])


def state(request: HttpRequest) -> HttpResponse:
    raise WrongState("Việc này đã được người khác xử lý trước.")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def bug(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("a bug")


urlpatterns = [
    path("", include("bangvang.core.urls")),
    path("tai-khoan/", include("allauth.urls")),
    path("luat/", rule),
    path("trang-thai/", state),
    path("cam/", forbidden),
    path("loi/", bug),
]
handler400 = "bangvang.core.views.errors.bad_request"
handler500 = "bangvang.core.views.errors.server_error"


@pytest.fixture(autouse=True)
def _only_these_rooms(settings: LazySettings) -> None:
    settings.ROOT_URLCONF = __name__
    settings.NAVIGATION = []
    settings.AWAITING = []


@pytest.fixture
def desk(anh: User) -> Client:
    client = Client()
    client.force_login(anh)
    return client


def text(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_what_awaits_me_is_grouped_by_its_limit(desk: Client, settings: LazySettings):
    settings.AWAITING = [f"{__name__}.things"]
    html = desk.get("/").content.decode()
    groups = {
        key: re.findall(r'<a href="(/\w/)"', part)
        for key, part in re.findall(r'<section class="todo (\w+)"(.*?)</section>', html, re.S)
    }

    assert groups == {"late": ["/c/"], "soon": ["/d/", "/e/"], "rest": ["/b/", "/a/"]}
    assert "quá hạn 1 ngày" in html
    assert "hạn hôm nay" in html
    assert "còn 7 ngày" in html


def test_an_empty_desk_says_why(desk: Client, settings: LazySettings):
    settings.AWAITING = [f"{__name__}.nothing"]

    assert "Chưa có việc nào chờ anh, chị." in text(desk.get("/"))


def test_the_menu_marks_the_place_where_one_is(desk: Client, settings: LazySettings):
    settings.NAVIGATION = [f"{__name__}.places"]
    html = desk.get("/thong-bao/").content.decode()

    assert re.findall(r'<li><a href="([^"]+)"( aria-current="page")?>', html) == [
        ("/", ""),
        ("/thong-bao/", ' aria-current="page"'),
        ("/lich-lam-viec/", ""),
    ]
    assert '<p class="places-head">Văn phòng</p>' in html


def test_the_title_stands_in_the_tab_and_on_the_page(desk: Client):
    html = desk.get("/").content.decode()

    assert re.findall(r"<title>(.*?)</title>", html) == ["Việc của tôi · Bảng Vàng"]
    assert re.findall(r"<h1>(.*?)</h1>", html) == ["Việc của tôi"]


def test_the_shell_names_the_person_the_office_and_the_day(desk: Client):
    page = text(desk.get("/"))

    assert "Trần Ngọc Anh" in page
    assert "Trường Tiểu học An Hòa 1" in page
    assert "Hôm nay thứ Hai, 08/04/2024." in page


def test_the_demo_says_that_it_is_one(desk: Client, settings: LazySettings):
    assert "hư cấu" not in text(desk.get("/"))
    settings.DEMO = True
    assert "Bản trình diễn với huyện hư cấu. Hôm nay được đặt là ngày 08/04/2024." in text(desk.get("/"))


def test_vietnamese_is_spoken_until_the_reader_chooses(desk: Client):
    first = desk.get("/", headers={"accept-language": "en"})
    switched = desk.post("/ngon-ngu/", {"language": "en", "next": "/"})
    after = desk.get("/", headers={"accept-language": "vi"})

    assert '<html lang="vi">' in first.content.decode()
    assert (switched.status_code, switched["Location"]) == (302, "/")
    assert '<html lang="en">' in after.content.decode()
    assert (first["Content-Language"], after["Content-Language"]) == ("vi", "en")


def test_the_language_can_be_switched_without_an_account_and_without_a_script(db: None):
    client = Client(enforce_csrf_checks=True)
    page = client.get("/tai-khoan/login/")
    form = re.search(
        r'<form class="language" method="post" action="([^"]+)">.*?value="(\w+)".*?</form>',
        page.content.decode(),
        re.S,
    )
    assert form is not None

    answer = client.post(
        form[1], {"language": "en", "next": "/tai-khoan/login/", "csrfmiddlewaretoken": form[2]}
    )

    assert client.cookies["django_language"].value == "en"
    assert answer["Location"] == "/tai-khoan/login/"


def test_the_language_switch_leads_nowhere_else(db: None):
    assert (
        Client().post("/ngon-ngu/", {"language": "en", "next": "https://elsewhere.example/"})["Location"]
        == "/"
    )


def test_pages_have_no_inline_script_and_no_inline_style(desk: Client, settings: LazySettings):
    settings.DEMO = True
    settings.AWAITING = [f"{__name__}.things"]
    for address in ("/", "/ui/", "/luat/", "/khong-co/"):
        html = desk.get(address).content.decode()
        assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
        assert re.findall(r"<style|\sstyle=|\son\w+=|hx-on|javascript:", html) == []


def test_a_broken_rule_is_told_as_page_part_and_json(desk: Client):
    page = desk.get("/luat/")
    part = desk.get("/luat/", headers={"hx-request": "true"})
    answer = desk.get("/luat/", headers={"accept": "application/json"})

    assert [each.status_code for each in (page, part, answer)] == [422, 422, 422]
    for response in (page, part):
        assert "Danh sách còn chỗ phải sửa." in response.content.decode()
        assert "“Tạ &lt;Kim&gt;” không thuộc đơn vị." in response.content.decode()
    assert "<html" in page.content.decode()
    assert part.content.decode().startswith('<div class="note bad" role="alert"')
    assert answer.json()["error"] == "Danh sách còn chỗ phải sửa."


def test_who_came_second_is_told(desk: Client):
    page = desk.get("/trang-thai/")

    assert page.status_code == 409
    assert "Việc này đã được người khác xử lý trước." in text(page)


def test_error_pages_carry_the_id_of_the_request(desk: Client):
    desk.raise_request_exception = False
    for address, status in (("/cam/", 403), ("/khong-co/", 404), ("/luat/", 422), ("/loi/", 500)):
        page = desk.get(address, headers={"x-request-id": "thu-nghiem-0001"})
        assert page.status_code == status
        assert "Mã yêu cầu: thu-nghiem-0001" in text(page)


def test_a_bug_is_told_without_its_details(desk: Client):
    desk.raise_request_exception = False
    page = text(desk.get("/loi/"))

    assert "Hệ thống gặp lỗi" in page
    assert "ZeroDivisionError" not in page
    assert "a bug" not in page


def test_a_form_that_was_open_too_long_is_told_kindly(anh: User):
    client = Client(enforce_csrf_checks=True)
    client.force_login(anh)
    page = client.post("/thong-bao/doc-het/")

    assert page.status_code == 403
    assert "Không có gì bị thay đổi." in text(page)


def test_the_gallery_is_closed_where_people_work(desk: Client, settings: LazySettings):
    settings.DEBUG = settings.DEMO = False
    assert desk.get("/ui/").status_code == 404
    settings.DEMO = True
    assert desk.get("/ui/").status_code == 200


def test_the_gallery_shows_every_shared_piece(settings: LazySettings):
    folder = settings.BASE_DIR / "bangvang/core/templates"
    gallery = (folder / "core/gallery.html").read_text()
    seen, ahead = set(), {"core/gallery.html"}
    while ahead:
        name = ahead.pop()
        seen.add(name)
        ahead |= set(re.findall(r'(?:include|extends) "([^"]+)"', (folder / name).read_text())) - seen
    pieces = {f"ui/{each.name}" for each in (folder / "ui").glob("*.html")}

    assert "{% action_button" in gallery
    assert sorted(pieces - seen) == ["ui/action_button.html", "ui/error.html", "ui/side_by_side.html"]


# --- Fonts and weight -------------------------------------------------------------------------------------------


def test_long_pages_travel_compressed_and_files_as_they_are(desk: Client, settings: LazySettings):
    settings.DEMO = True
    page = desk.get("/ui/", headers={"accept-encoding": "gzip"})
    book = desk.get("/ui/", {"dang": "xlsx"}, headers={"accept-encoding": "gzip"})

    assert page["Content-Encoding"] == "gzip"
    assert len(page.content) < len(gzip.decompress(page.content)) / 3
    assert "Content-Encoding" not in book
    assert int(book["Content-Length"]) == len(b"".join(book.streaming_content))


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fonts")
    screen_fonts.prepare(folder)
    return folder


def test_fonts_are_made_once_and_again_when_one_is_lost(tmp_path: Path, fonts: Path):
    folder = tmp_path / "fonts"
    with override_settings(FONTS_DIR=folder):
        call_command("prepare_fonts", verbosity=0)
        made = {each.name: each.stat().st_mtime_ns for each in folder.iterdir()}
        call_command("prepare_fonts", verbosity=0)
        assert {each.name: each.stat().st_mtime_ns for each in folder.iterdir()} == made
    assert {name: (folder / name).read_bytes() for name in made} == {
        name: (fonts / name).read_bytes() for name in made
    }

    (folder / "be-vietnam-pro-600.woff2").unlink()
    assert screen_fonts.prepare(folder) is True
    assert (folder / "be-vietnam-pro-600.woff2").exists()


@pytest.mark.parametrize("weight", [400, 600])
def test_fonts_hold_all_of_vietnamese_and_figures_of_one_width(fonts: Path, weight: int):
    font = TTFont(fonts / f"be-vietnam-pro-{weight}.woff2")
    known = font.getBestCmap()
    letters = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
    gsub = font["GSUB"].table
    tabular = [each.Feature for each in gsub.FeatureList.FeatureRecord if each.FeatureTag == "tnum"]

    assert [c for c in letters + letters.upper() + "₫–“”…" if ord(c) not in known] == []
    assert len(tabular) == 1
    twins = gsub.LookupList.Lookup[tabular[0].LookupListIndex[0]].SubTable[0].mapping
    assert sorted(twins) == sorted(known[ord(digit)] for digit in "0123456789")
    assert len({font["hmtx"][twin][0] for twin in twins.values()}) == 1
    assert all(script.Script.DefaultLangSys.FeatureIndex for script in gsub.ScriptList.ScriptRecord)


def test_the_font_may_be_changed_under_its_licence():
    licence = importlib.resources.files("fontpkg_be_vietnam_pro").joinpath("LICENSE").read_text()

    assert "SIL Open Font License, Version 1.1" in licence
    assert "Reserved Font Name" not in licence.split("-----")[0]


def test_a_page_does_without_its_fonts(desk: Client, settings: LazySettings, tmp_path: Path, fonts: Path):
    settings.FONTS_DIR = tmp_path / "none"
    assert "fonts.css" not in desk.get("/").content.decode()
    settings.FONTS_DIR = fonts
    assert "/tinh/fonts/fonts.css" in desk.get("/").content.decode()


def test_the_first_page_and_later_pages_keep_within_their_weight(
    desk: Client, world: World, settings: LazySettings, fonts: Path
):
    settings.FONTS_DIR = fonts
    settings.STATICFILES_DIRS = [("fonts", fonts)]
    settings.DEMO = True
    settings.AWAITING = [f"{__name__}.things"]
    finders.get_finder.cache_clear()
    try:
        page = desk.get("/").content
        names = set(re.findall(r'(?:href|src)="/tinh/([^"#]+)', page.decode()))
        found = {
            name: Path(finders.find(name)).read_bytes() for name in names | {"fonts/be-vietnam-pro-600.woff2"}
        }
    finally:
        finders.get_finder.cache_clear()
    weights = {
        name: len(held) if name.endswith(".woff2") else len(brotli.compress(held))
        for name, held in found.items()
    }

    assert {"core/bangvang.css", "core/bangvang.js", "django_htmx/htmx-2.min.js", "core/icons.svg"} < names
    assert sum(weights.values()) + len(page) < FIRST_PAGE * 0.75
    assert len(desk.get("/ui/").content) < LATER_PAGE  # the longest page, not even compressed
