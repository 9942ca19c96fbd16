"""How allauth behaves here: accounts are invited, never self-registered; secrets of second factors are encrypted."""

import base64
import hashlib
import logging
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.shortcuts import resolve_url

from bangvang.core import clock
from bangvang.directory import policies
from bangvang.directory.models import User

log = logging.getLogger(__name__)


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth is untyped
    def get_user(self, user_id: int) -> User | None:
        """The person of a session: with name and second factor in one query, because every page asks."""
        totp = Authenticator.objects.filter(user_id=OuterRef("pk"), type=Authenticator.Type.TOTP)
        user = (
            User.objects.select_related("person").annotate(has_totp=Exists(totp)).filter(pk=user_id).first()
        )
        if user is None or not self.user_can_authenticate(user):
            return None
        user.has_second_factor = user.has_totp
        return user


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No: an administrator invites."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just logged in has just shown who they are; later the password or a code is asked again."""
        records = get_authentication_records(self.request, self.request.user)
        latest = max((float(each["at"]) for each in records), default=0.0)
        if clock.now().timestamp() - latest < account_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """No: single sign-on only opens accounts that stand already."""
        return False

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """There is no page of outside accounts to return to."""
        return resolve_url("home")


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    def encrypt(self, text: str) -> str:
        """A copy of the database alone gives nobody a second factor."""
        return str(_cipher().encrypt(text.encode()).decode())

    def decrypt(self, encrypted_text: str) -> str:
        """Back again. What another secret key encrypted never opens: a random secret fits no code."""
        from cryptography.fernet import InvalidToken  # noqa: PLC0415  # as in _cipher

        try:
            return str(_cipher().decrypt(encrypted_text.encode()).decode())
        except InvalidToken:
            log.warning("second factor: a secret cannot be decrypted; was BANGVANG_SECRET_KEY changed?")
            return str(generate_totp_secret())

    def get_totp_label(self, user: User) -> str:
        """Known to the telephone by the name with which one logs in."""
        return user.username

    def build_totp_svg(self, url: str) -> str:
        """On a white ground of its own: a telephone reads it in the dark mode of the page too."""
        from qrcode import make  # noqa: PLC0415  # drawn once per telephone, paid for at every start otherwise
        from qrcode.image.svg import SvgPathFillImage  # noqa: PLC0415

        return str(make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode"))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not while a role held today asks for it."""
        if authenticator.type != Authenticator.Type.TOTP:
            return True
        account: User = authenticator.user
        return not policies.needs_second_factor(account.acting_on(account.on or clock.today()))


def _cipher() -> Any:  # MultiFernet, imported when a second factor is used: it costs every start otherwise
    from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415

    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"totp {key}".encode()).digest())) for key in keys]
    )
