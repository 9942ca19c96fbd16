"""The documents room as a Django application."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "bangvang.documents"
    label = "documents"
