"""How commands read what was typed and how they tell what went wrong: one Vietnamese sentence, and a status.

Status 0 means done, 1 that the work failed, 2 that the command was typed wrongly.
"""

import argparse
import os
import sys
from importlib import import_module
from typing import NoReturn


class Refused(Exception):
    """The command cannot be carried out; the sentence says why and what to do."""


class Words(argparse.ArgumentParser):
    """Reads the words of a command; a mistake is told in Vietnamese."""

    def error(self, message: str) -> NoReturn:
        """Say how the command is typed."""
        usage = " ".join(self.format_usage().split()).removeprefix("usage: ")
        print(f"Lệnh viết chưa đúng. Cách viết: {usage}", file=sys.stderr)
        sys.exit(2)


def whole(text: str) -> int:
    """A whole number from 1, for argparse."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def in_office(target: str, rest: list[str]) -> int:
    """Start Django, then run "module:function"; expected failures are told as a sentence instead of a trace."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangvang.config.settings")
    # Only these commands pay for Django.
    import django  # noqa: PLC0415
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.core.management import CommandError  # noqa: PLC0415
    from django.db import DatabaseError  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    from bangvang.core.errors import DomainError  # noqa: PLC0415

    module, function = target.split(":")
    try:
        django.setup()
        translation.activate("vi")
        status: int = getattr(import_module(module), function)(rest)
        return status
    except (Refused, DomainError, ImproperlyConfigured, CommandError) as problem:
        print(" ".join(str(problem).split()), file=sys.stderr)
    except DatabaseError as problem:
        print(f"Cơ sở dữ liệu không làm được việc này: {' '.join(str(problem).split())}", file=sys.stderr)
    except OSError as problem:
        print(f"Không đọc hoặc ghi được “{problem.filename}”: {problem.strerror}.", file=sys.stderr)
    return 1
