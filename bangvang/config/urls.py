"""Every door of the office."""

from django.urls import URLPattern, URLResolver, include, path

from bangvang.directory.urls import login_doors

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("bangvang.core.urls")),
    path("", include(login_doors)),
    path("", include("bangvang.directory.urls")),
    path("van-ban/", include("bangvang.documents.urls")),
    path("ho-so-thanh-tich/", include("bangvang.registry.urls")),
    path("", include("bangvang.rules.urls")),
    path("", include("bangvang.training.urls")),
]

handler400 = "bangvang.core.views.errors.bad_request"
handler500 = "bangvang.core.views.errors.server_error"
