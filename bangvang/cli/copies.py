"""Copies of everything, and putting one back."""

import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bangvang.cli import office
from bangvang.cli.words import Refused, Words
from bangvang.core import backup as copies


def backup(rest: list[str]) -> int:
    """Copy database and files into one file, while the office works."""
    parser = Words(prog="bangvang backup")
    parser.add_argument("file", metavar="TỆP", type=Path)
    place = parser.parse_args(rest).file
    if not place.parent.is_dir():
        raise Refused(f"Không có thư mục “{place.parent}”.")
    office.must_be_migrated()
    manifest = copies.take(place)
    rows = sum(manifest.tables.values())
    print(f"Đã sao lưu {rows} dòng dữ liệu vào “{place}” ({place.stat().st_size / 1024 / 1024:.1f} MB).")
    if manifest.missing:
        print(
            f"Có {len(manifest.missing)} tệp trong kho đã mất hoặc hỏng nên không có trong bản sao: "
            f"{', '.join(each[:12] for each in manifest.missing[:5])}.",
            file=sys.stderr,
        )
        return 1
    return 0


def restore(rest: list[str]) -> int:
    """Replace what stands here with a copy; the server must not be running."""
    parser = Words(prog="bangvang restore")
    parser.add_argument("file", metavar="TỆP", type=Path)
    parser.add_argument("--force", action="store_true")
    words = parser.parse_args(rest)
    if not words.file.is_file():
        raise Refused(f"Không có tệp “{words.file}”.")
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0, interactive=False)
    office.must_be_migrated()
    manifest = copies.put_back(words.file, force=words.force)
    rows = sum(manifest.tables.values())
    print(
        f"Đã phục hồi {rows} dòng dữ liệu của bản sao lưu lúc {manifest.taken_at}; nhật ký khớp. "
        "Mọi người cần đăng nhập lại."
    )
    return 0
