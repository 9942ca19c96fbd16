"""/ke-hoach/…"""

from django.urls import URLPattern, URLResolver, path

from bangvang.training.views import plan_desk, plans

urlpatterns: list[URLPattern | URLResolver] = [
    path("ke-hoach/", plans.plan_list, name="plan_list"),
    path("ke-hoach/moi/", plans.plan_new, name="plan_new"),
    path("ke-hoach/moi/tai-len/", plans.plan_upload, name="plan_upload"),
    path("ke-hoach/<str:code>/", plans.plan_detail, name="plan_detail"),
    path("ke-hoach/<str:code>/sua/", plan_desk.plan_desk, name="plan_desk"),
    path("ke-hoach/<str:code>/xem-truoc.pdf", plans.plan_preview, name="plan_preview"),
    path("ke-hoach/<str:code>/goc", plans.plan_source, name="plan_source"),
    path("ke-hoach/<str:code>/van-ban.<str:form>", plans.plan_file, name="plan_file"),
    path("ke-hoach/<str:code>/trinh-ky/", plans.plan_send, name="plan_send"),
    path("ke-hoach/<str:code>/tra-lai/", plans.plan_return, name="plan_return"),
    path("ke-hoach/<str:code>/ban-hanh/", plans.plan_issue, name="plan_issue"),
    path("ke-hoach/<str:code>/thay-the/", plans.plan_amend, name="plan_amend"),
    path("ke-hoach/<str:code>/huy/", plans.plan_cancel, name="plan_cancel"),
]
