"""How heavy pages are on the wire: the first with everything it loads, later ones with what is not kept yet.

`python -m bench.weight` prints one JSON object from a database and static files of its own.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment

from bench.measure import Row

ROOT = Path(__file__).resolve().parent.parent
LINKS = re.compile(r'(?:href|src)="(/tinh/[^"#?]+)')
FONTS = re.compile(r'url\("?([^")]+)"?\)')
LATER = {"người": "/nguoi/", "kế hoạch": "/ke-hoach/", "lượt cử": "/luot-cu/", "bàn làm việc": "/"}


def measure() -> list[Row]:
    """The first page in all, and the heaviest of the later pages."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "bench.weight"],
            cwd=ROOT,
            env={
                **os.environ,
                "BANGVANG_VAR_DIR": folder,
                "BANGVANG_DEBUG": "0",
                "BANGVANG_HTTPS": "0",
                "BANGVANG_HOSTS": "testserver",
                "BANGVANG_SECRET_KEY": "chi-de-do",
                "BANGVANG_DATABASE_URL": f"sqlite:///{folder}/do.sqlite3",
            },
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    told = json.loads(done.stdout.strip().splitlines()[-1])
    name, heaviest = max(told["later"].items(), key=lambda each: each[1])
    return [
        Row("trang đầu tiên, cả phông chữ, CSS, JS", told["first"] / 1024, 120, "KB"),
        Row("trang về sau nặng nhất", heaviest / 1024, 30, "KB", None, name),
    ]


def main() -> None:
    """Collect the static files, open pages, add up what a browser that takes compressed answers receives."""
    os.environ.update(DJANGO_SETTINGS_MODULE="bangvang.config.settings", BANGVANG_TODAY="2024-04-08")
    django.setup()
    from bangvang.cli import serving  # noqa: PLC0415  # these import models: after django.setup
    from bench import district  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    serving.prepare_static_files()
    setup_test_environment()

    officer = district.fill(200, date(2024, 4, 8))
    client = Client(headers={"accept-encoding": "br, gzip"})
    page = client.get("/dang-nhap/")
    links = set(LINKS.findall(Client().get("/dang-nhap/").content.decode()))
    links |= {link for sheet in list(links) if sheet.endswith(".css") for link in _inside(sheet)}
    client.force_login(officer)
    later = {name: len(client.get(url).content) for name, url in LATER.items()}
    print(json.dumps({"first": len(page.content) + sum(map(_on_the_wire, links)), "later": later}))


def _file(link: str) -> Path:
    return Path(settings.STATIC_ROOT) / link.removeprefix(settings.STATIC_URL)


def _inside(sheet: str) -> list[str]:
    base = sheet.rsplit("/", 1)[0]
    return [
        "/" + os.path.normpath(f"{base}/{found}").lstrip("/")
        for found in FONTS.findall(_file(sheet).read_text(encoding="utf-8"))
        if not found.startswith("data:")
    ]


def _on_the_wire(link: str) -> int:
    file = _file(link)
    compressed = file.with_name(file.name + ".br")
    return (compressed if compressed.exists() else file).stat().st_size


if __name__ == "__main__":
    main()
