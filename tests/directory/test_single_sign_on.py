"""Single sign-on by settings: it opens accounts that stand already, and makes none."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from bangvang.directory.models import User
from tests.factories.directory import World


@dataclass
class Provider:
    """A small OpenID Connect provider on this machine: whoever comes is the person of `claims`."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def provider(settings: LazySettings) -> Iterator[Provider]:
    own = Provider()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            own.asked.append(self.path)
            if self.path == "/.well-known/openid-configuration":
                self._answer(
                    {
                        "issuer": own.address,
                        "authorization_endpoint": f"{own.address}/authorize",
                        "token_endpoint": f"{own.address}/token",
                        "userinfo_endpoint": f"{own.address}/userinfo",
                    }
                )
            else:
                self._answer(own.claims)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            own.asked.append(self.path)
            self._answer({"access_token": "mot-ma", "token_type": "Bearer"})

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    own.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": "Tài khoản công vụ",
                    "client_id": "bang-vang",
                    "secret": "bi-mat",
                    "settings": {"server_url": own.address, "oauth_pkce_enabled": True},
                }
            ]
        }
    }
    cache.clear()
    yield own
    server.shutdown()
    server.server_close()
    thread.join()


def come_back(client: Client, provider: Provider, **claims: object):  # type: ignore[no-untyped-def]
    """Press the button, be sent to the provider, and come back as this person."""
    provider.claims = {"sub": "nguoi-1", **claims}
    away = client.post(reverse("openid_connect_login", args=["sso"]))["Location"]
    state = parse_qs(urlsplit(away).query)["state"][0]
    return client.get(reverse("openid_connect_callback", args=["sso"]), {"code": "ma", "state": state})


def test_without_settings_the_login_page_offers_none(client: Client, db: None):
    page = client.get(reverse("account_login")).content.decode()

    assert "/dang-nhap/mot-lan/" not in page
    assert client.post(reverse("openid_connect_login", args=["sso"])).status_code == 404


def test_with_settings_the_login_page_offers_the_provider(client: Client, db: None, provider: Provider):
    page = client.get(reverse("account_login")).content.decode()

    assert "Đăng nhập bằng Tài khoản công vụ" in page
    assert f'action="{reverse("openid_connect_login", args=["sso"])}?process=login"' in page


def test_one_is_sent_to_the_provider_with_proof_of_the_same_browser(
    client: Client, db: None, provider: Provider
):
    away = client.post(reverse("openid_connect_login", args=["sso"]))["Location"]
    asked = parse_qs(urlsplit(away).query)

    assert away.startswith(f"{provider.address}/authorize?")
    assert asked["code_challenge_method"] == ["S256"]


def test_a_known_person_enters(client: Client, world: World, provider: Provider):
    User.objects.filter(pk=world.anh.pk).update(email="anh@example.vn")

    response = come_back(client, provider, email="anh@example.vn", email_verified=True)

    assert response["Location"] == reverse("home")
    assert client.session["_auth_user_id"] == str(world.anh.pk)


def test_the_second_factor_is_asked_of_them_too(client: Client, world: World, provider: Provider):
    User.objects.filter(pk=world.chi.pk).update(email="chi@example.vn")

    response = come_back(client, provider, email="chi@example.vn", email_verified=True)

    assert response["Location"].startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "khong-quen@example.vn", "email_verified": True},
        {"email": "anh@example.vn", "email_verified": False},
        {"name": "Không có địa chỉ"},
    ],
)
def test_an_unknown_person_is_not_signed_up(
    client: Client, world: World, provider: Provider, claims: dict[str, object]
):
    User.objects.filter(pk=world.anh.pk).update(email="anh@example.vn")
    before = User.objects.count()

    response = come_back(client, provider, **claims)

    assert "Chưa có tài khoản nào ở đây" in response.content.decode()
    assert "_auth_user_id" not in client.session
    assert User.objects.count() == before


def test_a_provider_that_fails_is_told_in_a_sentence(client: Client, db: None, provider: Provider):
    response = client.get(reverse("openid_connect_callback", args=["sso"]), {"error": "server_error"})

    assert "không xác nhận được người dùng" in response.content.decode()


def test_the_variables_bring_provider_and_open_way():
    script = (
        "import json; from bangvang.config import settings as s;"
        "app = s.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS'][0];"
        "print(json.dumps([app['name'], app['client_id'], app['settings']['server_url'],"
        " s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'][1:]]))"
    )
    environment = {
        **os.environ,
        "BANGVANG_OIDC_SERVER": "https://sso.example.vn/realms/huyen",
        "BANGVANG_OIDC_CLIENT_ID": "bang-vang",
        "BANGVANG_OIDC_SECRET": "bi-mat",
        "BANGVANG_OIDC_NAME": "Đăng nhập tỉnh",
    }
    said = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )

    assert json.loads(said.stdout) == [
        "Đăng nhập tỉnh",
        "bang-vang",
        "https://sso.example.vn/realms/huyen",
        ["https://sso.example.vn"],
    ]
