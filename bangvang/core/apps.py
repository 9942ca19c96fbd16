"""The floor as a Django application."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "bangvang.core"
    label = "core"
