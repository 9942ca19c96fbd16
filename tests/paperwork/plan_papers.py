"""Plans as Word and PDF files, built here so that each trait of form is in sight."""

from collections.abc import Callable

WORD: dict[str, Callable[[], bytes]] = {}
PDF: dict[str, Callable[[], bytes]] = {}
