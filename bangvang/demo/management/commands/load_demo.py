"""`manage.py load_demo --if-empty`: the invented district, for developers; `make run` loads it by itself."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bangvang.core import clock
from bangvang.demo import load
from bangvang.directory.models import Organisation


class Command(BaseCommand):
    help = "Loads the invented demo district."

    def add_arguments(self, parser: CommandParser) -> None:
        """One choice: be content with what is there."""
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there are organisations")

    def handle(self, *args: Any, **options: Any) -> None:  # Django's own signature
        """Load, or say why not."""
        if options["if_empty"]:
            load.load_if_empty()
        elif Organisation.objects.exists():
            raise CommandError("Cơ sở dữ liệu đã có cơ quan, không nạp huyện trình diễn vào đó.")
        else:
            load.load(on=clock.today())
