"""/ke-hoach/…"""

from django.urls import URLPattern, URLResolver, path

from bangvang.training.views import plan_desk, plan_steps, plans

urlpatterns: list[URLPattern | URLResolver] = [
    path("ke-hoach/", plans.plan_list, name="plan_list"),
    path("ke-hoach/moi/", plan_steps.plan_new, name="plan_new"),
    path("ke-hoach/moi/tai-len/", plan_steps.plan_upload, name="plan_upload"),
    path("ke-hoach/<str:code>/", plans.plan_detail, name="plan_detail"),
    path("ke-hoach/<str:code>/sua/", plan_desk.plan_desk, name="plan_desk"),
    path("ke-hoach/<str:code>/xem-truoc.pdf", plans.plan_preview, name="plan_preview"),
    path("ke-hoach/<str:code>/goc", plans.plan_source, name="plan_source"),
    path("ke-hoach/<str:code>/van-ban.<str:form>", plans.plan_file, name="plan_file"),
    path("ke-hoach/<str:code>/trinh-ky/", plan_steps.plan_send, name="plan_send"),
    path("ke-hoach/<str:code>/tra-lai/", plan_steps.plan_return, name="plan_return"),
    path("ke-hoach/<str:code>/ban-hanh/", plan_steps.plan_issue, name="plan_issue"),
    path("ke-hoach/<str:code>/thay-the/", plan_steps.plan_amend, name="plan_amend"),
    path("ke-hoach/<str:code>/huy/", plan_steps.plan_cancel, name="plan_cancel"),
]
