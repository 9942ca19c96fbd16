"""Database and files together in one archive, taken while the office works, restored whole or not at all.

The archive is a tar: one compressed JSON Lines file per table, the content of every stored file under its hash, and
last a manifest with the hash and the number of rows of each. It names no database product, so a copy taken on SQLite
restores into PostgreSQL and back. Sessions and the cache stay out: after a restore everybody logs in again.
"""

import base64
import gzip
import hashlib
import json
import os
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from bangvang.core import clock, files, ledger
from bangvang.core.errors import DomainError
from bangvang.core.models import AuditEntry, StoredFile, TrailHead

FORMAT: Final = 1
LEFT_OUT: Final = {"sessions", "contenttypes", "auth"}  # made anew by logging in or by migrating
BATCH: Final = 1000
MANIFEST: Final = "manifest.json"


class Unusable(DomainError):
    """The archive cannot be restored here; nothing was changed."""


@dataclass
class Manifest:
    """What the archive holds; written last, read first."""

    format: int
    version: str
    taken_at: str
    migrations: list[str]
    trail: list[Any]  # the number and hash of the last entry, and where the chain broke if it did
    tables: dict[str, int] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def tables() -> list[type[models.Model]]:
    """Every table that belongs in a copy, in a fixed order."""
    wanted = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in LEFT_OUT and model._meta.managed and not model._meta.proxy
    ]
    return sorted(wanted, key=lambda model: model._meta.label_lower)


def _columns(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return [column for column in model._meta.concrete_fields if column.column]


def _as_json(value: object) -> object:
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode("ascii")
    raise TypeError(f"a copy cannot hold {type(value).__name__}")


@contextmanager
def _snapshot() -> Iterator[None]:
    """One moment of the database, while others go on writing."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    # Our transactions take the writer's lock at once; a plain one of WAL mode reads a snapshot and stops nobody.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _trail() -> list[Any]:
    head = TrailHead.objects.filter(pk=1).first()
    return [head.seq if head else 0, head.hash if head else "", ledger.verify()]


def _applied() -> list[str]:
    rows = MigrationRecorder(connection).migration_qs.values_list("app", "name")
    return sorted(f"{app}.{name}" for app, name in rows)


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes], size: int) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, int(clock.now().timestamp())
    archive.addfile(member, content)


def _add_table(archive: tarfile.TarFile, model: type[models.Model], manifest: Manifest) -> None:
    name = f"data/{model._meta.label_lower}.jsonl.gz"
    columns = [column.attname for column in _columns(model)]
    count = 0
    with tempfile.TemporaryFile() as packed:
        with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as lines:
            lines.write(json.dumps(columns).encode() + b"\n")
            rows = model._base_manager.order_by("pk").values_list(*columns)
            for row in rows.iterator(chunk_size=BATCH):
                lines.write(json.dumps(row, default=_as_json, ensure_ascii=False).encode() + b"\n")
                count += 1
        size = packed.tell()
        packed.seek(0)
        manifest.hashes[name] = hashlib.file_digest(packed, "sha256").hexdigest()
        packed.seek(0)
        _add(archive, name, packed, size)
    manifest.tables[model._meta.label_lower] = count


def _add_content(archive: tarfile.TarFile, sha256: str, manifest: Manifest) -> None:
    try:
        content = files.path_of(sha256).open("rb")
    except FileNotFoundError:
        manifest.missing.append(sha256)
        return
    with content:
        if hashlib.file_digest(content, "sha256").hexdigest() != sha256:
            manifest.missing.append(sha256)
            return
        size = content.tell()
        content.seek(0)
        _add(archive, f"files/{sha256}", content, size)
    manifest.hashes[f"files/{sha256}"] = sha256


def take(place: Path) -> Manifest:
    """Copy everything into this file, which appears only when it is whole."""
    handle, temporary = tempfile.mkstemp(prefix=".backup-", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
                manifest = _fill(archive)
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return manifest


def _fill(archive: tarfile.TarFile) -> Manifest:
    with _snapshot():
        manifest = Manifest(FORMAT, version("bangvang"), clock.now().isoformat(), _applied(), _trail())
        for model in tables():
            _add_table(archive, model, manifest)
        hashes = sorted(set(StoredFile.objects.order_by().values_list("sha256", flat=True)))
    # A row is written after its content and content with a row is never removed: all of it still lies there.
    for sha256 in hashes:
        _add_content(archive, sha256, manifest)
    with tempfile.TemporaryFile() as content:
        content.write(json.dumps(vars(manifest), ensure_ascii=False, indent=1).encode())
        size = content.tell()
        content.seek(0)
        _add(archive, MANIFEST, content, size)
    return manifest


def _digest(archive: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    content = archive.extractfile(member)
    seen = hashlib.sha256()
    while content is not None and (part := content.read(1 << 20)):
        seen.update(part)
    return seen.hexdigest()


def check(place: Path) -> Manifest:
    """The manifest of an archive that is whole: every part is there and has the hash that it had."""
    try:
        with tarfile.open(place, mode="r:") as archive:
            members = {member.name: member for member in archive.getmembers()}
            described = archive.extractfile(members[MANIFEST])
            assert described is not None  # a regular member always has content
            manifest = Manifest(**json.load(described))
            if manifest.format != FORMAT:
                raise Unusable(_("Bản sao lưu có khuôn dạng của phiên bản khác nên không đọc được."))
            for name, sha256 in manifest.hashes.items():
                if _digest(archive, members[name]) != sha256:
                    raise KeyError(name)
            return manifest
    except (tarfile.TarError, KeyError, ValueError, TypeError, EOFError) as problem:
        raise Unusable(
            _("Tệp “%(name)s” không phải là bản sao lưu nguyên vẹn của Bảng Vàng. Không có gì bị thay đổi.")
            % {"name": place.name}
        ) from problem


def is_empty() -> bool:
    """Is it true that nobody has worked here yet? What migrations bring does not count."""
    users = get_user_model()._base_manager
    return not (AuditEntry.objects.exists() or StoredFile.objects.exists() or users.exists())


def put_back(place: Path, *, force: bool = False) -> Manifest:
    """Replace everything here with what the archive holds, or change nothing."""
    manifest = check(place)
    if not force and not is_empty():
        raise Unusable(
            _(
                "Cơ sở dữ liệu đang có dữ liệu nên không phục hồi đè lên. Nếu chắc chắn muốn thay hết, thêm --force."
            )
        )
    if manifest.migrations != _applied():
        raise Unusable(
            _(
                "Bản sao lưu được tạo bởi phiên bản %(version)s với cấu trúc dữ liệu khác. Hãy cài đúng phiên bản đó, "
                "phục hồi, rồi nâng cấp bằng “bangvang migrate”."
            )
            % {"version": manifest.version}
        )
    with tarfile.open(place, mode="r:") as archive:
        _put_back_files(archive, manifest)
        with transaction.atomic():
            _put_back_tables(archive, manifest)
    return manifest


def _put_back_files(archive: tarfile.TarFile, manifest: Manifest) -> None:
    """Content first: should the rows fail, it is content without a row, which `files.sweep` removes."""
    for name, sha256 in manifest.hashes.items():
        if not name.startswith("files/"):
            continue
        place = files.path_of(sha256)
        if place.exists() and hashlib.sha256(place.read_bytes()).hexdigest() != sha256:
            place.unlink()  # damaged here, whole in the archive
        content = archive.extractfile(name)
        assert content is not None
        files.put(content.read())


def _put_back_tables(archive: tarfile.TarFile, manifest: Manifest) -> None:
    known = {model._meta.label_lower: model for model in tables()}
    if set(known) != set(manifest.tables):
        raise Unusable(_("Bản sao lưu không khớp với các bảng của phiên bản đang cài."))
    with connection.cursor() as cursor:
        for model in known.values():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
        for label, model in known.items():
            content = archive.extractfile(f"data/{label}.jsonl.gz")
            assert content is not None
            with gzip.open(content, "rb") as lines:
                _insert(cursor, model, lines)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(known.values())):
            cursor.execute(statement)
    connection.check_constraints()
    counts = {label: model._base_manager.count() for label, model in known.items()}
    if counts != manifest.tables or _trail() != manifest.trail:
        raise Unusable(_("Dữ liệu phục hồi không khớp với bản sao lưu. Không có gì bị thay đổi."))


def _insert(cursor: Any, model: type[models.Model], lines: Iterable[bytes]) -> None:
    rows = iter(lines)
    columns = {column.attname: column for column in _columns(model)}
    named = [columns[name] for name in json.loads(next(rows))]
    quote = connection.ops.quote_name
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(quote(str(each.column)) for each in named)}) "
        f"VALUES ({', '.join(['%s'] * len(named))})"
    )
    while batch := list(islice(rows, BATCH)):
        values = (json.loads(line) for line in batch)
        cursor.executemany(
            statement,
            [
                [
                    each.get_db_prep_save(each.to_python(value), connection)
                    for each, value in zip(named, row, strict=True)
                ]
                for row in values
            ],
        )
