"""The demo as a Django application, installed only where BANGVANG_DEMO is set."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "bangvang.demo"
    label = "demo"
