"""The directory's doors."""

from django.urls import path

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
