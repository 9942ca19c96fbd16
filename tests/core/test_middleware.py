"""What surrounds every request: an id, the day, the door, and how an error is told."""

import json
import logging
import re

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from bangvang.config import urls
from bangvang.core.errors import Finding, NotAllowed, RuleViolation, WrongState
from tests.factories.clients import signed_in
from tests.factories.directory import World

pytestmark = pytest.mark.django_db
log = logging.getLogger("bangvang.thu")


def failing(request: HttpRequest, how: str) -> HttpResponse:
    log.warning("đang thử %s", how)
    raise {
        "403": NotAllowed("Chỉ người khác được làm."),
        "409": WrongState("Đã có người xử lý."),
        "422": RuleViolation(
            "Có 2 chỗ cần sửa.", [Finding("B2", "Thiếu họ tên."), Finding("C3", "Ngày sai.")]
        ),
        "500": ZeroDivisionError("hỏng"),
    }[how]


urlpatterns = [*urls.urlpatterns, path("thu/<str:how>/", failing, name="failing")]
handler500 = urls.handler500


@pytest.fixture
def client(world: World, settings: LazySettings) -> Client:
    settings.ROOT_URLCONF = __name__
    return signed_in(world.anh)


@pytest.mark.parametrize(("how", "sentence"), [
    ("403", "Chỉ người khác được làm."), ("409", "Đã có người xử lý."), ("422", "Có 2 chỗ cần sửa."),
])  # fmt: skip
def test_an_error_is_told_as_page_part_and_json(client: Client, how: str, sentence: str):
    page = client.get(f"/thu/{how}/")
    part = client.get(f"/thu/{how}/", headers={"HX-Request": "true"})
    data = client.get(f"/thu/{how}/", headers={"Accept": "application/json"})

    assert {page.status_code, part.status_code, data.status_code} == {int(how)}
    assert [sentence in each.content.decode() for each in (page, part)] == [True, True]
    assert ["<html" in each.content.decode() for each in (page, part)] == [True, False]
    assert json.loads(data.content)["error"] == sentence


def test_findings_are_told_in_every_form(client: Client):
    for headers in ({}, {"HX-Request": "true"}, {"Accept": "application/json"}):
        told = client.get("/thu/422/", headers=headers)
        text = json.dumps(told.json(), ensure_ascii=False) if "Accept" in headers else told.content.decode()
        assert [each in text for each in ("B2", "Thiếu họ tên.", "C3", "Ngày sai.")] == [True] * 4


def test_a_bug_crashes_is_logged_with_the_request_id_and_the_person_sees_that_id(
    client: Client, caplog: pytest.LogCaptureFixture
):
    client.raise_request_exception = False
    answer = client.get("/thu/500/")
    assert (answer.status_code, answer["X-Request-Id"] in answer.content.decode()) == (500, True)
    assert "ZeroDivisionError" in caplog.text


def test_log_lines_carry_the_request_id(client: Client, settings: LazySettings):
    line = settings.LOGGING["formatters"]["line"]["format"]
    kept: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            (*_,) = (each.filter(record) for each in logging.getLogger().handlers[0].filters)
            kept.append(logging.Formatter(line).format(record))

    keeper = Keeper()
    log.addHandler(keeper)
    try:
        client.get("/thu/409/", headers={"X-Request-Id": "ma-cua-proxy-0001"})
    finally:
        log.removeHandler(keeper)
    assert [re.sub(r"^.*? WARNING", "WARNING", each) for each in kept] == [
        "WARNING [ma-cua-proxy-0001] bangvang.thu: đang thử 409"
    ]


@pytest.mark.parametrize("given", ["ngắn", "a b c d e f g h", "x" * 65, "<script>alert(1)</script>"])
def test_a_malformed_request_id_is_replaced(client: Client, given: str):
    own = client.get("/thong-bao/", headers={"X-Request-Id": given})["X-Request-Id"]
    assert re.fullmatch(r"[0-9a-f]{16}", own)


def test_an_expired_session_sends_htmx_to_the_whole_login_page(settings: LazySettings):
    answer = Client().get("/thong-bao/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"], answer.content) == (401, "/dang-nhap/", b"")


def test_every_page_carries_the_headers_that_guard_it(client: Client):
    answer = client.get("/thong-bao/")
    policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "private, no-store"
    assert "camera=()" in answer["Permissions-Policy"]


def test_over_plain_http_a_real_office_redirects_all_but_its_health(settings: LazySettings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    page, health = Client().get("/thong-bao/"), Client().get("/song")
    assert (page.status_code, page["Location"]) == (301, "https://testserver/thong-bao/")
    assert (health.status_code, health.json()) == (200, {"healthy": True, "database": True, "files": True})
    assert Client().get("/dang-nhap/", secure=True)["Strict-Transport-Security"] == "max-age=31536000"


def test_health_says_which_part_fails_and_nothing_more(settings: LazySettings, tmp_path: object):
    settings.FILES_DIR = settings.BASE_DIR / "manage.py"  # a file where a folder should be
    answer = Client().get("/song")
    assert (answer.status_code, answer.json()) == (503, {"healthy": False, "database": True, "files": False})


def test_the_page_is_made_on_the_day_that_the_clock_gives(client: Client):
    assert client.get("/lich-lam-viec/")["Location"] == "/lich-lam-viec/2024/"
