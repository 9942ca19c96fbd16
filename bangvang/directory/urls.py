"""The directory's doors."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import path
from django.views.decorators.cache import never_cache

from bangvang.directory.views import accounts, organisations, people

app_name = "directory"
urlpatterns = [
    path("don-vi/", organisations.organisation_list, name="organisation_list"),
    path("don-vi/<slug:code>/", organisations.organisation_detail, name="organisation_detail"),
    path(
        "don-vi/<slug:code>/lap-truc-thuoc/",
        organisations.organisation_establish,
        name="organisation_establish",
    ),
    path("don-vi/<slug:code>/sua/", organisations.organisation_rename, name="organisation_rename"),
    path("don-vi/<slug:code>/ket-thuc/", organisations.organisation_close, name="organisation_close"),
    path("don-vi/<slug:code>/them-nguoi/", people.person_register, name="person_register"),
    path("nguoi/", people.person_list, name="person_list"),
    path("nguoi/<str:code>/", people.person_detail, name="person_detail"),
    path("nguoi/<str:code>/sua/", people.person_correct, name="person_correct"),
    path("nguoi/<str:code>/chuc-vu/", people.person_appoint, name="person_appoint"),
    path("nguoi/<str:code>/chuc-vu/<int:pk>/ket-thuc/", people.position_end, name="position_end"),
    path("nguoi/<str:code>/tai-khoan/", accounts.account_open, name="account_open"),
    path("tai-khoan/", accounts.account_list, name="account_list"),
    path("tai-khoan/cua/<str:username>/", accounts.account_detail, name="account_detail"),
    path("tai-khoan/cua/<str:username>/thu-moi/", accounts.account_invite, name="account_invite"),
    path("tai-khoan/cua/<str:username>/cap-lai/", accounts.account_restore, name="account_restore"),
    path("tai-khoan/cua/<str:username>/khoa/", accounts.account_deactivate, name="account_deactivate"),
    path("tai-khoan/cua/<str:username>/mo-lai/", accounts.account_reactivate, name="account_reactivate"),
    path("tai-khoan/cua/<str:username>/vai-tro/", accounts.role_give, name="role_give"),
    path("tai-khoan/cua/<str:username>/vai-tro/<int:pk>/ket-thuc/", accounts.role_end, name="role_end"),
    path("thu-moi/<str:token>/", accounts.invitation_accept, name="invitation_accept"),
]

# Allauth's doors that stand open here, outside the namespace: allauth asks for these names. Left out on purpose:
# self-registration, management of addresses, password reset by strangers, connections to outside accounts. A lost
# password is renewed by an administrator's invitation.
login_doors = [
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
