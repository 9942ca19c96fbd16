"""What is done to accounts: opened, invited, accepted, closed."""

import re
import secrets
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bangvang.core import clock, sequences
from bangvang.core.actions import System, action
from bangvang.core.errors import RuleViolation, WrongState
from bangvang.directory import letters, policies, terms
from bangvang.directory.models import Invitation, Organisation, Person, PositionKind, Role, RoleHolding, User

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")


@action(policies.can_open_account, private=("email",))
def open_account(person: Person, *, by: User, username: str, email: str = "") -> User:
    """Open an account without a password: its owner sets one through an invitation."""
    return _opened(person, username, email)


@action(policies.can_keep_account)
def invite(account: User, *, by: User) -> letters.Invited:
    """Make a one-time link for setting the password; links made before no longer serve."""
    return _invited(account)


@action(policies.can_keep_account)
def restore_access(account: User, *, by: User) -> letters.Invited:
    """For a lost telephone: password and second factor are cleared, and a new link is made."""
    Authenticator.objects.filter(user=account).delete()
    account.set_unusable_password()
    account.save(update_fields=["password"])
    return _invited(account)


@action(policies.can_accept, private=("password",))
def accept_invitation(invitation: Invitation, *, by: User, password: str) -> User:
    """Set the password by a link that serves once and for some days."""
    account = invitation.user
    try:
        password_validation.validate_password(password, account)
    except ValidationError as problem:
        raise RuleViolation(" ".join(problem.messages)) from problem
    now = clock.now()
    used = Invitation.objects.filter(pk=invitation.pk, used_at=None, expires_at__gt=now).update(used_at=now)
    if not used:
        raise WrongState(
            _("Đường dẫn này đã dùng hoặc đã hết hạn. Hãy liên hệ quản trị để nhận thư mời mới.")
        )
    account.set_password(password)
    account.save(update_fields=["password"])
    return account


@action(policies.can_keep_account)
def deactivate(account: User, *, by: User) -> User:
    """Close the account: its sessions and links end at once, what it did stays in the trail."""
    if by == account:
        raise RuleViolation(_("Không tự khóa tài khoản của mình. Hãy đề nghị một quản trị khác."))
    _expire_links(account)
    account.is_active = False
    account.save(update_fields=["is_active"])
    return account


@action(policies.can_keep_account)
def reactivate(account: User, *, by: User) -> User:
    """Open the account again, with the password it had."""
    account.is_active = True
    account.save(update_fields=["is_active"])
    return account


@action(policies.only_at_the_server, scheduled=True, private=("email",))
def create_administrator(
    authority: Organisation,
    *,
    by: System,
    full_name: str,
    username: str,
    valid_from: date,
    email: str = "",
) -> letters.Invited:
    """The first account of an office, or a rescue when every administrator is gone; made at the server only."""
    person = Person(code=sequences.code("NG", valid_from.year), full_name=full_name, email=email)
    person.clean()
    if not person.full_name:
        raise RuleViolation(_("Hãy ghi họ và tên."))
    person.save()
    kind = PositionKind.objects.get(pk="other")
    terms.enter_position(person, authority, str(Role.ADMINISTRATOR.label), kind, False, valid_from, None)
    account = _opened(person, username, email)
    RoleHolding.objects.create(
        user=account, role=Role.ADMINISTRATOR, organisation=authority, valid_from=valid_from
    )
    return _invited(account)


def _opened(person: Person, username: str, email: str) -> User:
    name = username.strip().lower()
    if not _USERNAME.fullmatch(name):
        raise RuleViolation(
            _("Tên đăng nhập chỉ gồm chữ thường không dấu, chữ số, dấu chấm, gạch nối và có từ 2 ký tự.")
        )
    if User.objects.filter(person=person).exists():
        raise RuleViolation(_("Người này đã có tài khoản."))
    if User.objects.filter(username=name).exists():
        raise RuleViolation(_("Tên đăng nhập này đã có người dùng. Hãy chọn tên khác."))
    if email and User.objects.filter(email__iexact=email).exists():
        raise RuleViolation(_("Thư điện tử này đã gắn với một tài khoản khác."))
    return User.objects.create(username=name, email=email.lower(), person=person)


def _expire_links(account: User) -> None:
    now = clock.now()
    account.invitations.filter(used_at=None, expires_at__gt=now).update(expires_at=now)


def _invited(account: User) -> letters.Invited:
    if not account.is_active:
        raise WrongState(_("Tài khoản đang bị khóa. Hãy mở lại tài khoản trước khi gửi thư mời."))
    _expire_links(account)
    token = secrets.token_urlsafe(32)
    now = clock.now()
    expires_at = now + timedelta(days=settings.INVITATION_DAYS)
    Invitation.objects.create(
        user=account, token_hash=letters.hash_token(token), created_at=now, expires_at=expires_at
    )
    link = settings.SITE_URL.rstrip("/") + reverse("directory:invitation_accept", args=[token])
    return letters.hand_over(account, link, expires_at)
