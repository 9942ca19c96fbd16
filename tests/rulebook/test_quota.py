"""Places: rounding, order, the tie-break, and who stands at the line."""

from decimal import Decimal

import pytest

from rulebook import quota
from rulebook.quota import Candidate, Cap


def person(id: str, score: str | None, *, woman: bool = False) -> Candidate:
    return Candidate(id, "don-vi", None if score is None else Decimal(score), woman)


def told(result: quota.Result) -> list[tuple[str, int, bool, str]]:
    return [(each.candidate.id, each.rank, each.inside, each.ground) for each in result.placed]


@pytest.mark.parametrize(
    ("rounding", "base", "places"),
    [
        ("down", 19, 2),
        ("up", 19, 3),
        ("half_up", 19, 3),
        ("half_up", 16, 2),
        ("half_up", 17, 3),
        ("up", 20, 3),
    ],
)
def test_a_share_is_rounded_as_its_instrument_says(rounding: quota.Rounding, base: int, places: int) -> None:
    assert quota.places(Cap(percent=Decimal(15), base=base, rounding=rounding)) == places


def test_a_cap_that_says_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="số lượng cố định"):
        quota.places(Cap(percent=Decimal(15)))


def test_the_higher_score_takes_the_place() -> None:
    result = quota.allot([person("a", "8"), person("b", "9"), person("c", "7")], Cap(places=2), 70)

    assert told(result) == [("b", 1, True, "score"), ("a", 2, True, "score"), ("c", 3, False, "score")]
    assert (result.just_inside.candidate.id, result.just_outside.candidate.id) == ("a", "c")


def test_among_equals_a_woman_comes_first_and_both_are_told_why() -> None:
    result = quota.allot([person("a", "9"), person("b", "9", woman=True)], Cap(places=1), 70)

    assert told(result) == [("b", 1, True, "tie_break"), ("a", 2, False, "tie_break")]


def test_without_a_tie_break_in_force_people_must_choose_among_equals() -> None:
    result = quota.allot([person("a", "9"), person("b", "9", woman=True)], Cap(places=1), None)

    assert told(result) == [("a", 1, False, "undecided"), ("b", 1, False, "undecided")]
    assert result.free == 1


def test_the_tie_break_never_lifts_a_lower_score() -> None:
    result = quota.allot([person("a", "9"), person("b", "8", woman=True)], Cap(places=1), 70)

    assert told(result) == [("a", 1, True, "score"), ("b", 2, False, "score")]


@pytest.mark.parametrize(("share", "first"), [("70", "b"), ("69.99", "a")])
def test_a_collective_is_preferred_from_the_threshold_on(share: str, first: str) -> None:
    one = Candidate("a", "x", Decimal(9), women_share=Decimal("69.99"))
    other = Candidate("b", "x", Decimal(9), women_share=Decimal(share))

    assert quota.allot([one, other], Cap(places=2), 70).placed[0].candidate.id == first


def test_two_women_for_one_place_are_left_to_the_council() -> None:
    result = quota.allot(
        [person("a", "9", woman=True), person("b", "9", woman=True), person("c", "9")], Cap(places=1), 70
    )

    assert told(result) == [
        ("a", 1, False, "undecided"), ("b", 1, False, "undecided"), ("c", 3, False, "tie_break"),
    ]  # fmt: skip


def test_who_has_no_score_stands_last() -> None:
    result = quota.allot([person("a", None), person("b", "0")], Cap(places=1), 70)

    assert told(result) == [("b", 1, True, "score"), ("a", 2, False, "unscored")]


def test_no_place_is_told_as_such() -> None:
    assert told(quota.allot([person("a", "9")], Cap(places=0), 70)) == [("a", 1, False, "no_place")]


def test_nobody_below_somebody_left_outside_takes_a_place() -> None:
    """Two equals do not fit the one place that is left; the next must not slip past them."""
    result = quota.allot(
        [person("a", "9"), person("b", "8"), person("c", "8"), person("d", "7")], Cap(places=2), 70
    )

    assert [each.candidate.id for each in result.placed if each.inside] == ["a"]
