"""Copies are taken while the office works and put back whole or not at all, from either database into the other."""

import io
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bangvang.core import backup
from tests.processes import Office
from tools import temporary_postgres

POPULATE = """
from tests.factories.directory import build_world
from bangvang.core import calendar_actions, files, ledger, notices
from datetime import date
world = build_world()
for n in range(1, 29):
    calendar_actions.add_calendar_day(date(2024, 6, n), by=world.chi, kind="off", name="Tên có dấu ẵ, đ – “trích”",
        source="Nguồn\\twith tab và\\nxuống dòng", certainty="read")
files.store(b"%PDF-1.7 mot", "Kế hoạch.pdf", by=world.chi, kinds={"pdf"})
files.store(b"%PDF-1.7 hai", "Danh sách.pdf", by=world.chi, kinds={"pdf"})
notices.tell([world.anh], "Một câu %(n)s", {"n": 5}, "/")
"""
# Everything that must be the same after a restore, as one text.
PORTRAIT = """
import hashlib, json
from bangvang.core import backup, files, ledger
from bangvang.core.models import StoredFile
seen = {}
for model in backup.tables():
    names = [each.attname for each in model._meta.concrete_fields]
    rows = [list(row) for row in model._base_manager.order_by("pk").values_list(*names)]
    seen[model._meta.label_lower] = json.dumps(rows, default=str, ensure_ascii=False, sort_keys=True)
print(json.dumps([seen, [files.read(each).decode() for each in StoredFile.objects.order_by("pk")], ledger.verify()]))
"""
WRITER = """
import itertools, time
from datetime import date
from bangvang.core import calendar_actions, files
from bangvang.core.models import CalendarDay
from bangvang.directory.models import User
chi = User.objects.get(username="chi").acting_on(date(2024, 4, 8))
print("ready", flush=True)
for n in itertools.count():
    day = calendar_actions.add_calendar_day(date(2030 + n // 28 % 60, 1 + n % 12, 1 + n % 28), by=chi, kind="off",
        name="x", source="y", certainty="read")
    files.store(b"%PDF-" + str(n).encode(), f"{n}.pdf", by=chi, kinds={"pdf"})
    calendar_actions.remove_calendar_day(day, by=chi)
    print(n, flush=True)
    time.sleep(0.02)
"""


GO_ON = """
from datetime import date
from bangvang.core import calendar_actions, ledger
from bangvang.directory.models import User
chi = User.objects.get(username="chi").acting_on(date(2024, 4, 8))
calendar_actions.add_calendar_day(date(2024, 7, 1), by=chi, kind="off", name="x", source="y", certainty="read")
assert ledger.verify() is None
"""


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of our own."""
    with temporary_postgres.running() as address:
        yield address


@pytest.fixture(scope="module")
def source(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with people, papers and a trail, and its copy beside it; to be read, never changed."""
    office = Office(Path(shutil.copytree(migrated, tmp_path_factory.mktemp("source") / "office")))
    office.script(POPULATE)
    taken = office.command("backup", copy_of(office))
    assert (taken.returncode, taken.stderr) == (0, "")
    return office


@pytest.fixture
def populated(source: Office, tmp_path: Path) -> Office:
    """The same office, free to be changed."""
    shutil.copy(copy_of(source), tmp_path / "copy.tar")
    return Office(Path(shutil.copytree(source.folder, tmp_path / "populated")))


def copy_of(office: Office) -> Path:
    return office.folder.parent / "copy.tar"


def portrait(office: Office) -> list[object]:
    seen: list[object] = json.loads(office.script(PORTRAIT))
    return seen


def dump(office: Office) -> list[str]:
    """Everything in an office's SQLite database."""
    connection = sqlite3.connect(office.folder / "bangvang.sqlite3")
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def test_a_copy_restores_into_postgres_and_back_into_sqlite_where_work_goes_on(
    source: Office, office: Office, tmp_path: Path, postgres: str
):
    there = Office(tmp_path / "pg", postgres)
    for target, copy in ((there, copy_of(source)), (office, tmp_path / "second.tar")):
        put = target.command("restore", copy)
        assert (put.returncode, put.stderr) == (0, "")
        if target is there:
            there.command("backup", tmp_path / "second.tar")
    assert portrait(there) == portrait(office) == portrait(source)
    office.script(GO_ON)


def test_a_database_with_data_is_not_overwritten_unless_forced(populated: Office):
    with sqlite3.connect(populated.folder / "bangvang.sqlite3") as connection:
        connection.execute("DELETE FROM core_notice")
    connection.close()
    changed = dump(populated)

    refused = populated.command("restore", copy_of(populated))
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)
    assert "không phục hồi đè lên" in refused.stderr
    assert dump(populated) == changed

    assert populated.command("restore", copy_of(populated), "--force").returncode == 0
    assert dump(populated) != changed
    assert any("Một câu" in line for line in dump(populated))


@pytest.mark.parametrize("harm", ["cut", "flip", "not a copy", "a part less"])
def test_a_damaged_copy_is_known(populated: Office, harm: str):
    copy = copy_of(populated)
    assert backup.check(copy).missing == []
    if harm == "a part less":
        parts = unpacked(copy)
        write_tar(copy, {name: parts[name] for name in parts if not name.startswith("files/")})
    else:
        data = bytearray(copy.read_bytes())
        data[data.find(b"%PDF-1.7 hai") + 9] ^= 1
        copy.write_bytes({"cut": data[: len(data) // 2], "flip": data, "not a copy": b"xin chao"}[harm])
    with pytest.raises(backup.Unusable, match="không phải là bản sao lưu nguyên vẹn"):
        backup.check(copy)


@pytest.mark.parametrize("harm", ["flipped", "one row less than its manifest says"])
def test_a_copy_that_does_not_fit_changes_nothing(populated: Office, harm: str):
    copy = copy_of(populated)
    parts = unpacked(copy)
    if harm == "flipped":
        parts["data/core.notice.jsonl.gz"] = parts["data/core.notice.jsonl.gz"][:-1] + b"x"
    else:  # whole by its hashes, so it is found only after loading, and rolled back
        manifest = json.loads(parts["manifest.json"])
        manifest["tables"]["core.notice"] += 1
        parts["manifest.json"] = json.dumps(manifest).encode()
    write_tar(copy, parts)
    before = dump(populated)

    refused = populated.command("restore", copy, "--force")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)
    assert dump(populated) == before


def unpacked(copy: Path) -> dict[str, bytes]:
    with tarfile.open(copy) as archive:
        return {each.name: archive.extractfile(each).read() for each in archive}  # type: ignore[union-attr]


def write_tar(place: Path, parts: dict[str, bytes]) -> None:
    with tarfile.open(place, "w") as archive:
        for name, content in parts.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


@pytest.mark.parametrize("product", ["sqlite", "postgres"])
def test_a_copy_taken_while_others_write_is_one_moment(
    populated: Office, office: Office, tmp_path: Path, product: str, postgres: str
):
    busy = populated
    if product == "postgres":
        Office(tmp_path, postgres).script(
            "from django.db import connection\nconnection.cursor().execute('CREATE DATABASE busy')"
        )
        busy = Office(tmp_path / "busy", postgres.replace("/postgres?", "/busy?"))
        assert busy.command("restore", copy_of(populated)).returncode == 0
    with busy.running(WRITER) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        writer.stdout.readline()
        taken = busy.command("backup", tmp_path / "taken.tar")
        wrote = writer.poll() is None and writer.stdout.readline() != ""
    assert (taken.returncode, taken.stderr, wrote) == (0, "", True)

    put = office.command("restore", tmp_path / "taken.tar")
    assert (put.returncode, put.stderr) == (0, "")  # the rows counted, the trail unbroken
    manifest = backup.check(tmp_path / "taken.tar")
    contents = {name for name in manifest.hashes if name.startswith("files/")}
    assert (manifest.trail[2], manifest.missing, len(contents) > 2) == (None, [], True)


def test_a_copy_without_a_lost_file_says_so(populated: Office, tmp_path: Path):
    next((populated.folder / "files").glob("??/*")).unlink()
    taken = populated.command("backup", tmp_path / "taken.tar")
    assert (taken.returncode, "1 tệp trong kho đã mất hoặc hỏng" in taken.stderr) == (1, True)
    assert len(backup.check(tmp_path / "taken.tar").missing) == 1


def test_a_wrong_place_is_told_in_one_sentence(populated: Office, tmp_path: Path):
    for words in (("backup", tmp_path / "nowhere" / "copy.tar"), ("restore", tmp_path / "nowhere.tar")):
        refused = populated.command(*words)
        assert (refused.returncode, len(refused.stderr.splitlines()), refused.stdout) == (1, 1, "")
