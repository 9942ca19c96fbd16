"""Pages of the application on the database named by BANGVANG_DATABASE_URL; prints one JSON object.

Run by `bench.__main__`, once per database and size: `python -m bench.pages PEOPLE`.
"""

import json
import os
import subprocess
import sys
import time
from datetime import date, timedelta
from http.client import HTTPConnection
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
PLAIN = "/don-vi/"
LISTS = {"người": "/nguoi/", "lượt cử": "/luot-cu/", "kế hoạch": "/ke-hoach/"}


def main() -> None:
    """Fill the database, then time and count the list pages, the board and a plain page."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bangvang.config.settings"
    os.environ["BANGVANG_TODAY"] = DAY.isoformat()
    django.setup()
    setup_test_environment()
    from bangvang.cli import serving  # noqa: PLC0415  # these import models: after django.setup
    from bench import district  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    serving.prepare_static_files()
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
        told["bare"] = _served("bench.bare_wsgi", "/", "")
        told["plain"] = _served("bangvang.config.wsgi", PLAIN, client.cookies["sessionid"].value)
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
    asked = len(queries)  # now: the next request empties the log
    return {"queries": asked, "seconds": call(get, runs=15), "bytes": len(response.content)}


def _served(application: str, url: str, session: str) -> float:
    """Median seconds of this page from one gunicorn worker, asked over one connection as a browser does."""
    port = "8766"
    server = subprocess.Popen(
        [
            str(Path(sys.executable).parent / "gunicorn"),
            *("--workers", "1", "--worker-class", "gthread", "--threads", "1", "--bind", f"127.0.0.1:{port}"),
            *("--no-control-socket", application),
        ],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "bangvang.config.settings"} if session else os.environ,
        stderr=subprocess.DEVNULL,
    )
    headers = {"Cookie": f"sessionid={session}", "Host": "testserver"}
    connection = HTTPConnection("127.0.0.1", int(port))

    def get() -> None:
        connection.request("GET", url, headers=headers)
        response = connection.getresponse()
        if (response.read(), response.status)[1] != 200:
            raise RuntimeError(f"{application}{url}: {response.status}")

    try:
        for _ in range(200):
            try:
                get()
                break
            except ConnectionRefusedError:
                connection.close()
                time.sleep(0.1)
        return call(get, runs=60)
    finally:
        connection.close()
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
