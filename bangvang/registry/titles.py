"""What awards are called: the keys that facts hold, with the names that the rulebook gives them."""

from functools import cache

import rulebook


@cache
def names() -> dict[str, str]:
    """Vietnamese names by key, highest first: of every award that the national law ever knew."""
    awards = rulebook.Rulebook.load(rulebook.NATIONAL).law.awards.values()
    return {each.key: each.name for each in sorted(awards, key=lambda each: each.order)}


def name(key: str) -> str:
    """The award's name; a key that the law does not know stands for itself."""
    return names().get(key, key)
