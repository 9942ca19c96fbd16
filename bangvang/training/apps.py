"""The training room as a Django application."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "bangvang.training"
    label = "training"
