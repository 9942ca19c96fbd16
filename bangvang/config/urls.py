"""Every door of the office."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("bangvang.core.urls")),
    path("tai-khoan/", include("allauth.urls")),
]
