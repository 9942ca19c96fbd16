"""Allauth's doors that stand open here, each under its own name, because allauth asks for these names.

Left out on purpose: self-registration, management of e-mail addresses, password reset by strangers, connections to
outside accounts. A lost password is renewed by an administrator's invitation.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import path
from django.views.decorators.cache import never_cache

from bangvang.directory.views import accounts

urlpatterns = [
    path("dang-nhap/", account.login, name="account_login"),
    path("dang-nhap/hai-lop/", mfa.authenticate, name="mfa_authenticate"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("tai-khoan/bi-khoa/", account.account_inactive, name="account_inactive"),
    path("tai-khoan/mat-khau/", account.password_change, name="account_change_password"),
    path("tai-khoan/mat-khau/chua-co/", accounts.account_without_password, name="account_set_password"),
    path("tai-khoan/xac-nhan/", account.reauthenticate, name="account_reauthenticate"),
    path("tai-khoan/xac-nhan/ma/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("tai-khoan/hai-lop/", mfa.index, name="mfa_index"),
    path("tai-khoan/hai-lop/bat/", never_cache(totp.activate_totp), name="mfa_activate_totp"),
    path("tai-khoan/hai-lop/tat/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("tai-khoan/ma-du-phong/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "tai-khoan/ma-du-phong/tao/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "tai-khoan/ma-du-phong/tai/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("dang-nhap/mot-lan/huy/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("dang-nhap/mot-lan/loi/", social.login_error, name="socialaccount_login_error"),
    path("dang-nhap/mot-lan/<str:provider_id>/", openid_connect.login, name="openid_connect_login"),
    path("dang-nhap/mot-lan/<str:provider_id>/ve/", openid_connect.callback, name="openid_connect_callback"),
]
