"""Offices of their own, migrated once, for what only real processes can show: on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.processes import Office
from tools import temporary_postgres

CREATE = "from django.db import connection\nconnection.cursor().execute('CREATE DATABASE {name}{template}')"


def _migrated(office: Office) -> Office:
    done = office.command("migrate")
    assert (done.returncode, done.stderr) == (0, "")
    return office


@pytest.fixture(scope="session")
def migrated_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a SQLite database at the installed version; to be copied, never used."""
    return _migrated(Office(tmp_path_factory.mktemp("migrated"))).folder


@pytest.fixture(scope="session")
def migrated_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Gives the address of a fresh copy of a migrated database, by name."""
    with temporary_postgres.running() as server:
        folder = tmp_path_factory.mktemp("postgres")
        Office(folder, server).script(CREATE.format(name="migrated", template=""))
        _migrated(Office(folder, server.replace("/postgres?", "/migrated?")))

        def copy(name: str) -> str:
            Office(folder, server).script(CREATE.format(name=name, template=" TEMPLATE migrated"))
            return server.replace("/postgres?", f"/{name}?")

        yield copy


@pytest.fixture(params=["sqlite", "postgres"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """A migrated, empty office."""
    if request.param == "sqlite":
        folder: Path = request.getfixturevalue("migrated_folder")
        return Office(Path(shutil.copytree(folder, tmp_path / "office")))
    copy: Callable[[str], str] = request.getfixturevalue("migrated_postgres")
    name = "office_" + str(abs(hash(request.node.name)))[:12]
    return Office(tmp_path, copy(name))
