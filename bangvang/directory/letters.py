"""The letter that brings an account's one-time link: by e-mail where a server is set, else printed and handed over."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bangvang.core import outbox
from bangvang.directory.models import User


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with its link, which is shown once; only the hash of its token is kept."""

    account: User
    link: str
    expires_at: datetime
    sent_to: str

    def __str__(self) -> str:
        """The account alone: the link never reaches the trail or a log."""
        return f"{self.account.username} ({self.expires_at:%d/%m/%Y})"


def hash_token(token: str) -> str:
    """The form in which a token is kept and found again."""
    return hashlib.sha256(token.encode()).hexdigest()


def hand_over(account: User, link: str, expires_at: datetime) -> Invited:
    """Queue the letter where mail can be sent; else whoever invited prints it and hands it over."""
    can_send = bool(account.email) and outbox.can_send()
    invited = Invited(account, link, expires_at, account.email if can_send else "")
    if can_send:
        with translation.override(settings.LANGUAGE_CODE):
            outbox.queue(account.email, _("Mở tài khoản Bảng Vàng"), letter(invited))
    return invited


def letter(invited: Invited) -> str:
    """The letter as plain text: for e-mail, and for the terminal of whoever sets the office up."""
    return _(
        "Kính gửi: %(name)s\n\n"
        "Tài khoản Bảng Vàng của ông/bà đã được mở với tên đăng nhập: %(username)s\n\n"
        "Xin mở đường dẫn sau để đặt mật khẩu. Đường dẫn chỉ dùng được một lần, đến hết %(until)s:\n\n"
        "%(link)s\n\n"
        "Xin không chuyển thư này cho người khác. Nếu không có yêu cầu nào về tài khoản, xin báo lại quản trị.\n"
    ) % {
        "name": invited.account,
        "username": invited.account.username,
        "until": f"{timezone.localtime(invited.expires_at):%H:%M %d/%m/%Y}",
        "link": invited.link,
    }
