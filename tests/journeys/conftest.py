"""A real browser before a real server: pages opened as different people, each watched for errors of any kind.

Journeys run where Chromium is found on the PATH; `tools/run_checks.py` says so when it is not.
"""

import io
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from allauth.mfa.totp.internal import auth as totp
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings, settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, FloatRect, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from bangvang.directory.models import User
from tests.factories.directory import SECRET

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",  # Chromium refuses its sandbox to root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",
]
PASSWORD = "mat-khau-thu-nghiem-9"
SHOTS = Path(__file__).resolve().parent.parent.parent / "docs" / "guide" / "img"
WIDE, NARROW = 1280, 390
SCREEN = 1000
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """SQLite in a file: each thread of the server has a connection of its own, as when the office is served."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("db") / "journeys.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _static_root(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The server of all journeys is started once, before any test's own settings."""
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")


@pytest.fixture(scope="session")
def _seed(django_db_setup: None) -> str:
    """What the migrations brought, as Django kept it when it made the database."""
    contents: str = connection._test_serialized_contents  # type: ignore[attr-defined]  # set by Django's test set-up
    return contents


@pytest.fixture
def _seeded(_seed: str, browser: Browser) -> None:
    """Beside Playwright's event loop Django opens another connection, which knows nothing of the seed."""
    connection._test_serialized_contents = _seed  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _kept(_seeded: None, transactional_db: None, django_db_serialized_rollback: None) -> None:
    """What the migrations brought is there again before each journey."""


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """Every journey logs in from the same address, and a code is good once."""
    cache.clear()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    assert found, "Không tìm thấy Chromium: hãy cài gói chromium."
    call_command("prepare_fonts", verbosity=0)
    # Playwright keeps an event loop in this thread; Django would take that for asynchronous code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
            yield chromium
            chromium.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@dataclass
class Desk:
    """One person's browser. `expected` names parts of console messages that this journey provokes on purpose."""

    context: BrowserContext
    page: Page
    expected: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda problem: self.errors.append(str(problem)))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def unexpected(self) -> list[str]:
        """What went wrong in the browser and was not meant to."""
        return [each for each in self.errors if not any(part in each for part in self.expected)]


OpenDesk = Callable[..., Desk]


@pytest.fixture
def open_desk(browser: Browser, live_server: LiveServer, settings: LazySettings) -> Iterator[OpenDesk]:
    """`open_desk(user=None, width=1280, scripts=True)`: a browser of one's own, logged in when a user is given."""
    settings.SITE_URL = live_server.url
    desks: list[Desk] = []

    def opened(user: User | None = None, width: int = WIDE, scripts: bool = True) -> Desk:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        if user is not None:
            client = Client()
            client.force_login(user)
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies(
                [
                    {
                        "name": name,
                        "value": client.cookies[name].value,
                        "url": live_server.url,
                        "httpOnly": True,
                    }
                ]
            )
        desk = Desk(context, context.new_page())
        desk.watch()
        desks.append(desk)
        return desk

    yield opened
    found = [each for desk in desks for each in desk.unexpected()]
    for desk in desks:
        desk.context.close()
    assert found == []


def give_password(user: User) -> None:
    """Let the user log in by password in this journey."""
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])


def code_now() -> str:
    """The second factor's current code."""
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(SECRET, counter))


def log_in(page: Page, user: User) -> None:
    """Log in as a person does: name, password, and the code where one is asked for."""
    give_password(user)
    page.goto(reverse("account_login"))
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    if page.url.endswith(reverse("mfa_authenticate")):
        page.get_by_label("Mã").first.fill(code_now())
        page.get_by_role("button", name="Đăng nhập").click()


def assert_clean(page: Page) -> None:
    """No complaint of axe on the page as it stands, and nothing wider than the screen."""
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    complaints = [
        f"{each['id']}: {each['help']} – {', '.join(str(node['target']) for node in each['nodes'][:3])}"
        for each in found.response["violations"]
    ]
    assert complaints == [], f"{page.url}\n" + "\n".join(complaints)
    wider = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{page.url} is {wider} pixels wider than the screen"


def shoot(page: Page, name: str, height: int = 0) -> None:
    """A picture for the user guide, when `make guide` asks for pictures: one screen, in few colours.

    With a height the screen as it stands, that high; else the page from its beginning.
    """
    if os.environ.get("BANGVANG_GUIDE_SHOTS") != "1":
        return
    SHOTS.mkdir(parents=True, exist_ok=True)
    if height:
        taken = page.screenshot(clip={"x": 0, "y": 0, "width": WIDE, "height": height})
    else:
        whole = page.evaluate("() => document.documentElement.scrollHeight")
        width = page.evaluate("() => document.documentElement.clientWidth")
        area: FloatRect = {"x": 0, "y": 0, "width": width, "height": min(SCREEN, whole)}
        taken = page.screenshot(full_page=True, clip=area)
    with Image.open(io.BytesIO(taken)) as picture:
        few = picture.convert("RGB").quantize(
            256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
        few.save(SHOTS / f"{name}.png", optimize=True)
