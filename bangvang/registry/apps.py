"""The registry room as a Django application."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "bangvang.registry"
    label = "registry"
