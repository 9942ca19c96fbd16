"""What awards are called: the keys that facts hold, with the names of the law."""

from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def names() -> dict[str, str]:
    """Vietnamese names by key, in the order in which the law ranks the awards."""
    found: list[tuple[int, str, str]] = []
    for file in resources.files("rulebook").joinpath("law", "national", "awards").iterdir():
        if file.name.endswith(".yaml"):
            told: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
            found.append((told.get("order", 0), told["key"], told["name"]["vi"]))
    return {key: name for _, key, name in sorted(found)}


def name(key: str) -> str:
    """The award's name; a key that the law does not know stands for itself."""
    return names().get(key, key)
