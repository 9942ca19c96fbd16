"""The floor's doors: health, notices, the working-day calendar."""

from django.urls import path

from bangvang.core.views import health

urlpatterns = [
    path("song", health.health, name="health"),
]
