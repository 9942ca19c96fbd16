"""The rules room as a Django application."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "bangvang.rules"
    label = "rules"
