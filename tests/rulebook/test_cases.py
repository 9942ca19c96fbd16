"""Worked examples of the law: facts, a date, and what the article says of them. Each was written from the law."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import rulebook

CASES = Path(rulebook.__file__).parent / "cases"


def all_cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            found.append(pytest.param(case, id=f"{path.stem}: {case['name']}"))
    return found


@cache
def book(overlay: str = "") -> rulebook.Rulebook:
    folder = Path(rulebook.__file__).parent / "law"
    return rulebook.Rulebook.load(rulebook.NATIONAL, *([folder / overlay] if overlay else []))


def day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def same(cites: dict[str, Any], source: dict[str, Any]) -> bool:
    return all(str(source[key]) == str(value) for key, value in cites.items())


@pytest.mark.parametrize("case", [each for each in all_cases() if "award" in each.values[0]])
def test_the_law_says_so(case: dict[str, Any]) -> None:
    proof = book(case.get("overlay", "")).explain(
        case["award"], case["facts"], day(case["date"]), case.get("year")
    )
    told = proof.to_dict()
    expect = case["expect"]

    assert told["verdict"] == expect["verdict"], told["findings"]
    assert expect.get("rule", told["findings"][0]["rule"]) in {each["rule"] for each in told["findings"]}
    assert any(same(case["cites"], each["source"]) for each in told["findings"])
    if "earliest_year" in expect:
        assert told["earliest_year"] == expect["earliest_year"]
    if expect.get("missing"):
        assert told["missing"]
    if expect.get("to_judge"):
        assert told["to_judge"]


@pytest.mark.parametrize("case", [each for each in all_cases() if "bonus" in each.values[0]])
def test_the_bonus_is_so_much(case: dict[str, Any]) -> None:
    asked, expect = case["bonus"], case["expect"]
    bonus = (
        book(case.get("overlay", "")).procedure(asked["award"], day(asked["date"])).bonus(asked["subject"])
    )

    assert bonus.amount == expect["amount"]
    for key in ("coefficient", "base_salary"):
        if key in expect:
            told = getattr(bonus, key)
            assert (None if told is None else float(told)) == expect[key]
    if "certainty" in expect:
        assert bonus.certainty == expect["certainty"]
    assert bonus.reason or bonus.amount is not None
    assert any(same(case["cites"], each.to_dict()) for each in bonus.sources)


def test_there_are_at_least_a_hundred_and_fifty_cases() -> None:
    names = [each.values[0]["name"] for each in all_cases()]

    assert len(names) >= 150
    assert len(set(names)) == len(names)
