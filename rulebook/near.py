"""Who is one condition away: a rule read for what is missing on the nearest route.

In an `all`, exactly one part that can be computed is missing; among the routes of an `any`, the nearest counts. A route
of a single condition is never near: whoever lacks everything lacks that too.
"""

from collections.abc import Sequence
from typing import Any as Anything
from typing import Protocol

from rulebook.tree import All, Any, Criterion, Meets, Run, has_value

Span = tuple[tuple[int, int] | None, int]
Part = tuple[int, int]  # instructions: it is surely met; it, or one condition inside it, alone is missing


class Lowering(Protocol):
    """What writes instructions (`rulebook.lower`)."""

    def emit(self, op: str, *args: str | int) -> int:
        """The place of an instruction."""

    def value(self, node: Criterion, span: Anything) -> tuple[int, int]:
        """The two lanes of a criterion."""

    def looked_for(self, node: Run, span: Anything) -> tuple[int, Span]:
        """Whether the run surely holds, and the years in which the rest is looked for."""

    def root(self, key: str) -> Criterion:
        """The rule of another award."""


def route(to: Lowering, node: Criterion, span: Span | None = None) -> int:
    """Is it true that one condition alone is missing on some route through this criterion?"""
    match node:
        case All():
            return _parts(to, node.of, span, [])
        case Any():
            found = to.emit("false")
            for each in node.of:
                if has_value(each):
                    found = to.emit("lor", found, route(to, each, span))
            return to.emit("land", found, to.emit("lnot", to.value(node, span)[0]))
        case Run() if node.in_that_time:
            own, inside = to.looked_for(node, span)
            return _parts(to, node.in_that_time, inside, [(own, to.emit("lnot", own))])
        case Meets():
            return route(to, to.root(node.award))
        case _:
            return to.emit("false")


def one(to: Lowering, parts: Sequence[Part]) -> int:
    """One of the parts alone is missing."""
    before = [to.emit("true")]
    for met, _ in parts[:-1]:
        before.append(to.emit("land", before[-1], met))
    found, after = to.emit("false"), to.emit("true")
    for place in range(len(parts) - 1, -1, -1):
        met, missing = parts[place]
        rest = to.emit("land", before[place], after)
        found = to.emit("lor", found, to.emit("land", missing, rest))
        after = to.emit("land", after, met)
    return found


def _parts(to: Lowering, nodes: Sequence[Criterion], span: Span | None, parts: list[Part]) -> int:
    valued = [each for each in nodes if has_value(each)]
    if not parts and len(valued) == 1:
        found = route(to, valued[0], span)
    else:
        found = one(to, [*parts, *(_part(to, each, span) for each in valued)])
    for each in nodes:  # a recorded fact may speak against what is judged
        if not has_value(each):
            found = to.emit("land", found, to.value(each, span)[0])
    return found


def _part(to: Lowering, node: Criterion, span: Span | None) -> Part:
    met = to.value(node, span)[0]
    inner = isinstance(node, All) or (isinstance(node, Run) and bool(node.in_that_time))
    return met, route(to, node, span) if inner else to.emit("lnot", met)
