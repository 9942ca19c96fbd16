"""Every temporal operator on all 2^20 pairs of ten-year histories, against definitions over plain lists."""

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import pytest

from rulebook import lower, scan
from rulebook.tree import (
    Award,
    Awarded,
    Both,
    Count,
    Criterion,
    Held,
    Law,
    Principle,
    Rated,
    Run,
    RunAnywhere,
    Series,
    Source,
    Version,
    Window,
)

T = 10
ALL = range(1 << T)
S, A, X = Rated("good"), Awarded("a"), Awarded("x")
CITED = {"id": "t", "rule": "T", "source": Source("test"), "certainty": "derived"}
History = Sequence[bool]


def years(bits: int) -> tuple[bool, ...]:
    """The years in the order of time; the last is Y."""
    return tuple(bool(bits >> (T - 1 - place) & 1) for place in range(T))


def last(history: History) -> int:
    """The place of the last true year; -1 where there is none."""
    return max((place for place in range(T) if history[place]), default=-1)


def trailing(history: History) -> int:
    count = 0
    while count < T and history[T - 1 - count]:
        count += 1
    return count


def law(root: Criterion, *principles: Principle) -> Law:
    award = Award("t", "t", "t", "form_of_commendation", ("individual",), 1, True, False,
                  (Version("2020-01-01", "", ("individual",), root),))  # fmt: skip
    return Law({"t": award}, principles)


UNUSED = Principle("one", "unused", "2020-01-01", "", "T", Source("test"), "derived", "")


def count(of: Series, at_least: int | None = None, at_most: int | None = None, **window: object) -> Count:
    return Count(**CITED, of=of, window=Window(**window), at_least=at_least, at_most=at_most)


def run(
    of: Series, length: int, or_more: bool = True, inside: tuple[Criterion, ...] = (), **window: object
) -> Run:
    return Run(**CITED, of=of, years=length, or_more=or_more, window=Window(**window), in_that_time=inside)


def after_leaving(a: History, kept: int) -> int:
    return max((place for place in range(T - kept) if a[place]), default=-1)


IN_SPAN = (count(A, 2, span=True),)
OPERATORS: dict[str, tuple[Criterion, Callable[[History, History], bool]]] = {
    "twice in a window": (count(S, 2, back=(1, 5)), lambda s, a: sum(s[4:9]) >= 2),
    "never in a window": (count(S, at_most=0, back=(1, 4)), lambda s, a: not any(s[5:9])),
    "at most three times": (count(S, at_most=3), lambda s, a: sum(s) <= 3),
    "every year of a window": (count(S, 3, back=(0, 2)), lambda s, a: all(s[7:])),
    "in these years": (Held(**CITED, of=S, back=(0, 3), window=Window()), lambda s, a: s[9] and s[6]),
    "both in one year, twice": (
        count(Both((S, A)), 2),
        lambda s, a: sum(x and y for x, y in zip(s, a, strict=True)) >= 2,
    ),
    "three times after an award": (
        count(S, 3, after=A),
        lambda s, a: any(a) and sum(s[last(a) + 1 :]) >= 3,
    ),
    "at most once after an award": (
        count(S, at_most=1, after=A),
        lambda s, a: not any(a) or sum(s[last(a) + 1 :]) <= 1,
    ),
    "a run of five after an award": (run(S, 5, after=A), lambda s, a: any(a) and last(a) <= 4 and all(s[5:])),
    "a run of four after the award that leaves it whole": (
        run(S, 4, after=A, leaving=4),
        lambda s, a: after_leaving(a, 4) >= 0 and all(s[6:]),
    ),
    "a run of three since the last use": (run(S, 3, unused=A), lambda s, a: last(a) <= 6 and all(s[7:])),
    "a run with two awards in its whole length": (
        run(S, 3, True, IN_SPAN),
        lambda s, a: trailing(s) >= 3 and sum(a[T - trailing(s) :]) >= 2,
    ),
    "a run with two awards in exactly its years": (
        run(S, 3, False, IN_SPAN),
        lambda s, a: trailing(s) >= 3 and sum(a[7:]) >= 2,
    ),
    "a run of four anywhere": (
        RunAnywhere(**CITED, of=S, years=4),
        lambda s, a: any(all(s[place : place + 4]) for place in range(T - 3)),
    ),
}


@cache
def pairs() -> tuple[list[tuple[bool, ...]], np.ndarray, np.ndarray]:
    one = np.arange(1 << T, dtype=np.uint16)
    return [years(bits) for bits in ALL], np.repeat(one, 1 << T), np.tile(one, 1 << T)


@pytest.mark.parametrize("name", OPERATORS)
def test_operator_is_what_its_definition_says_on_every_pair_of_histories(name: str) -> None:
    root, means = OPERATORS[name]
    lists, s, a = pairs()
    table = scan.Table(
        np.arange(len(s)), {"rating:good": s, "award:a": a}, np.zeros(len(s), np.uint8), None, True, np.uint16
    )
    program = lower.lower(law(root, UNUSED), "2024-01-01", "individual", ["t"], complete=True)
    verdicts, _ = scan.evaluate(program, table)

    wanted = [bool(means(one, other)) for one in lists for other in lists]
    assert np.array_equal(verdicts[0] == scan.MET, wanted)
    assert 0 < sum(wanted) < len(wanted)


@pytest.mark.parametrize("name", OPERATORS)
def test_unknown_years_leave_exactly_what_every_filling_agrees_on_or_a_doubt(name: str) -> None:
    """Sound, never bold: a verdict in three values holds however the unknown years of the ratings are filled."""
    root, _ = OPERATORS[name]
    _, s, a = pairs()
    chosen = np.random.default_rng(7).integers(0, len(s), 20_000)
    s, a = s[chosen], a[chosen]
    hidden = np.random.default_rng(8).integers(0, 1 << T, len(s)).astype(np.uint16)
    empty = np.zeros(len(s), np.uint16)
    kinds = np.zeros(len(s), np.uint8)
    three = lower.lower(law(root, UNUSED), "2024-01-01", "individual", ["t"])
    two = lower.lower(law(root, UNUSED), "2024-01-01", "individual", ["t"], complete=True)

    def verdict(program: lower.Program, **columns: np.ndarray) -> np.ndarray:
        named = {name.replace("_", ":"): each for name, each in columns.items()}
        named |= {"?rating": columns.get("hidden", empty), "?lists": columns.get("lost", empty)}
        table = scan.Table(np.arange(len(s)), named, kinds, None, False, np.uint16)
        return scan.evaluate(program, table)[0][0]

    known = s & ~hidden
    told = verdict(three, rating_good=known, award_a=a & ~hidden, hidden=hidden, lost=hidden)
    met = [
        verdict(two, rating_good=known | (fill & hidden), award_a=(a & ~hidden) | (other & hidden))
        for fill in (0, 0xFFFF, 0x155, 0x2AA)
        for other in (0, 0xFFFF, 0x133, 0x2CC)
    ]
    always, never = np.all(met, axis=0), ~np.any(met, axis=0)
    assert not np.any((told == scan.MET) & ~always)
    assert not np.any((told == scan.UNMET) & ~never)
    assert np.count_nonzero(told == scan.UNKNOWN) > 100
