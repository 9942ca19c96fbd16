"""A browser in which somebody has logged in, with the second factor that their role may ask for."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from bangvang.directory.models import User


def signed_in(user: User) -> Client:
    """The client of this person."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, generate_totp_secret())
    client = Client()
    client.force_login(user)
    return client
