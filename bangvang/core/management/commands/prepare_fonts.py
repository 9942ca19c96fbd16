"""The command that makes the screen fonts, before static files are collected."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _


class Command(BaseCommand):
    help = "Cut the screen fonts to what Vietnamese and English need; does nothing when they are up to date."
    requires_system_checks: list[str] = []

    # Django's own signature
    def handle(self, *args: Any, **options: Any) -> None:
        """Make the fonts in settings.FONTS_DIR."""
        # fontTools costs a third of a second at start-up: loaded only here.
        from bangvang.core import screen_fonts  # noqa: PLC0415

        made = screen_fonts.prepare(settings.FONTS_DIR)
        if options["verbosity"]:
            says = _("Đã làm phông chữ tại %s.") if made else _("Phông chữ tại %s đã sẵn sàng.")
            self.stdout.write(says % settings.FONTS_DIR)
