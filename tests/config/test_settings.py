"""Settings as a real process reads them: it refuses to start half-configured, and serves locked down."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import ROOT, Office

REAL = {
    "BANGVANG_DEBUG": "0",
    "BANGVANG_SECRET_KEY": "mot-khoa-dai-chi-dung-trong-phep-thu-nay-thoi-nhe-1234567890",
    "BANGVANG_HOSTS": "thidua.example.vn",
}
SHOW = """
import json
from django.conf import settings
names = {names!r}
print(json.dumps({{name: getattr(settings, name) for name in names}}, default=str))
"""


def show(office: Office, *names: str) -> dict[str, object]:
    shown: dict[str, object] = json.loads(office.script(SHOW.format(names=names)))
    return shown


@pytest.mark.parametrize("missing", ["BANGVANG_SECRET_KEY", "BANGVANG_HOSTS"])
def test_with_debug_off_nothing_starts_without_key_and_hosts(tmp_path: Path, missing: str):
    given = {name: value for name, value in REAL.items() if name != missing}
    refused = Office(tmp_path, more=given).command("migrate")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == (
        "Cần đặt BANGVANG_SECRET_KEY và BANGVANG_HOSTS trước khi chạy thật (BANGVANG_DEBUG=0).\n"
    )


def test_for_real_transport_cookies_and_sessions_are_locked_down(tmp_path: Path):
    assert show(
        Office(tmp_path, more=REAL),
        "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "SESSION_COOKIE_AGE",
        "SESSION_EXPIRE_AT_BROWSER_CLOSE", "SECURE_PROXY_SSL_HEADER", "ALLAUTH_TRUSTED_PROXY_COUNT", "DEMO",
    ) == {
        "SECURE_SSL_REDIRECT": True, "SECURE_HSTS_SECONDS": 31_536_000, "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True, "SESSION_COOKIE_HTTPONLY": True, "CSRF_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax", "SESSION_COOKIE_AGE": 9 * 3600, "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SECURE_PROXY_SSL_HEADER": None, "ALLAUTH_TRUSTED_PROXY_COUNT": 0, "DEMO": False,
    }  # fmt: skip


def test_settings_follow_their_variables_and_secrets_may_stand_in_files(tmp_path: Path):
    (tmp_path / "key").write_text("khoa-trong-tep\n", encoding="utf-8")
    (tmp_path / "oidc").write_text("bi-mat\n", encoding="utf-8")
    office = Office(
        tmp_path,
        more={
            "BANGVANG_DEBUG": "0",
            "BANGVANG_HOSTS": "a.example.vn,b.example.vn",
            "BANGVANG_SECRET_KEY_FILE": str(tmp_path / "key"),
            "BANGVANG_BEHIND_PROXY": "1",
            "BANGVANG_SESSION_HOURS": "2",
            "BANGVANG_OIDC_SERVER": "https://sso.example.vn/realms/x",
            "BANGVANG_OIDC_CLIENT_ID": "bangvang",
            "BANGVANG_OIDC_SECRET_FILE": str(tmp_path / "oidc"),
        },
    )
    seen = show(
        office,
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "SESSION_COOKIE_AGE",
        "SECURE_PROXY_SSL_HEADER",
        "SOCIALACCOUNT_PROVIDERS",
    )
    (app,) = seen.pop("SOCIALACCOUNT_PROVIDERS")["openid_connect"]["APPS"]  # type: ignore[index]
    assert seen == {
        "SECRET_KEY": "khoa-trong-tep",
        "ALLOWED_HOSTS": ["a.example.vn", "b.example.vn"],
        "SESSION_COOKIE_AGE": 7200,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
    }
    assert (app["client_id"], app["secret"], app["settings"]["server_url"]) == (
        "bangvang",
        "bi-mat",
        "https://sso.example.vn/realms/x",
    )


def test_django_finds_nothing_to_warn_of_before_deployment(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        check=False,
        cwd=ROOT,
        env=Office(tmp_path, more=REAL).environment,
        capture_output=True,
        text=True,
    )
    # W005, W021: other systems share the domain; W019: papers are previewed in a frame of our own.
    told = {line.split(")")[0].lstrip("?: (") for line in done.stderr.splitlines() if line.startswith("?:")}
    assert told == {"security.W005", "security.W019", "security.W021"}, done.stderr
