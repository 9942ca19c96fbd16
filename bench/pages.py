"""Pages of the application on the database named by BANGVANG_DATABASE_URL; prints one JSON object.

Run by `bench.__main__`, once per database and size: `python -m bench.pages PEOPLE`.
"""

import json
import os
import sys
from datetime import date, timedelta
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings, setup_test_environment

from bench.measure import call

DAY = date(2024, 4, 8)
LISTS = {"người": "/nguoi/", "lượt cử": "/luot-cu/", "kế hoạch": "/ke-hoach/"}


def main() -> None:
    """Fill the database, then time and count the list pages, the board and a plain page."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bangvang.config.settings"
    os.environ["BANGVANG_TODAY"] = DAY.isoformat()
    django.setup()
    setup_test_environment()
    from bench import district  # noqa: PLC0415  # models import only after django.setup

    call_command("migrate", verbosity=0)
    people = int(sys.argv[1])
    officer = district.fill(people, DAY)
    client = Client()
    with override_settings(
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        TEMPLATES=[{**settings.TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}],
    ):
        client.force_login(officer)
        client.cookies["django_language"] = "vi"
        told: dict[str, object] = {"lists": {}}
        for name, url in LISTS.items():
            told["lists"][name] = _page(client, url)  # type: ignore[index]
        told["bare"] = _bare_view()
        told["plain"] = _page(client, LISTS["kế hoạch"])
        told["board"] = _page(client, district.board_of(500, officer, DAY + timedelta(days=20)))
    print(json.dumps(told))


def _page(client: Client, url: str) -> dict[str, float]:
    def get() -> HttpResponse:
        response = client.get(url)
        if response.status_code != 200:
            raise RuntimeError(f"{url}: {response.status_code}")
        return response  # type: ignore[return-value]

    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as queries:
        response = get()
    return {"seconds": call(get, runs=15), "queries": len(queries), "bytes": len(response.content)}


def _bare_view() -> float:
    """What Django alone costs: one query, one row in a template, no middleware."""
    with override_settings(MIDDLEWARE=[], ROOT_URLCONF="bench.bare"):
        client = Client()
        return call(lambda: client.get("/"), runs=60)


if __name__ == "__main__":
    main()
