"""What every test may use: the day, and the people known to all."""

import os
import shutil
from collections.abc import Generator
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings

from bangvang.directory.models import User
from tests.factories.directory import DAY, World, build_world
from tests.processes import Office

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
# For tests that read the material that lies beside a checkout on some machines.
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On the integration machine a test that was skipped has failed, unless it reads ../shared."""
    report = yield
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
    if report.skipped and os.environ.get("CI") == "true" and "../shared" not in reason:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: {reason}"
    return report


@pytest.fixture
def day() -> date:
    """The day on which the tests act."""
    return DAY


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> None:
    """Pages are made on the same day in every run; files and static files stay out of the checkout."""
    monkeypatch.setenv("BANGVANG_TODAY", DAY.isoformat())
    settings.FILES_DIR = tmp_path / "files"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office with a SQLite database at the installed version; to be copied, never used."""
    folder = tmp_path_factory.mktemp("migrated")
    done = Office(folder).command("migrate")
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.fixture
def office(migrated: Path, tmp_path: Path) -> Office:
    """An office of its own, empty, on SQLite, whose commands run as processes."""
    return Office(Path(shutil.copytree(migrated, tmp_path / "office")))


@pytest.fixture
def world(db: None) -> World:
    """A small district with the named people: Anh, Bình, Chi, Giang and the signatory Sơn."""
    return build_world()


@pytest.fixture
def anh(world: World) -> User:
    """Unit focal point of the first school."""
    return world.anh


@pytest.fixture
def binh(world: World) -> User:
    """Head of the first school."""
    return world.binh


@pytest.fixture
def chi(world: World) -> User:
    """Officer of the standing body."""
    return world.chi


@pytest.fixture
def son(world: World) -> User:
    """Signatory."""
    return world.son


@pytest.fixture
def giang(world: World) -> User:
    """A stranger from another unit, who must see nothing."""
    return world.giang
