"""A list of one and a list of three cost the same queries."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def cost(ask: Callable[[], object]) -> list[str]:
    """The queries that this needs."""
    with CaptureQueriesContext(connection) as caught:
        ask()
    return [each["sql"] for each in caught.captured_queries]


def assert_same_cost(ask: Callable[[], object], grow: Callable[[], object]) -> None:
    """Ask, let the list grow, ask again: the number of queries stays. The first asking warms what is kept."""
    ask()
    few = cost(ask)
    grow()
    many = cost(ask)
    assert len(few) == len(many), "\n".join(sorted(set(many) - set(few))[:5])
