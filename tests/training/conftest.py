"""Offices of their own, migrated once, for what only real processes can show."""

import shutil
from pathlib import Path

import pytest

from tests.processes import Office


@pytest.fixture(scope="session")
def migrated_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a SQLite database at the installed version; to be copied, never used."""
    folder = tmp_path_factory.mktemp("migrated")
    done = Office(folder).command("migrate")
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.fixture
def office(migrated_office: Path, tmp_path: Path) -> Office:
    """A migrated, empty office on SQLite."""
    return Office(Path(shutil.copytree(migrated_office, tmp_path / "office")))
