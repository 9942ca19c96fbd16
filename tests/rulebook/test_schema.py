"""The published schema takes every shipped file, and underlines what the loader refuses."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from rulebook import book, schema

SHIPPED = sorted(Path(book.LAW).glob("*/**/*.yaml"))


def plain(value: Any) -> Any:
    """What YAML holds, as JSON would."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def read(path: Path) -> Any:
    return plain(yaml.safe_load(path.read_text(encoding="utf-8")))


def complaints(value: Any) -> Iterator[Any]:
    return jsonschema.Draft202012Validator(schema.schema()).iter_errors(value)


def test_the_schema_itself_is_a_schema() -> None:
    assert jsonschema.Draft202012Validator.check_schema(schema.schema()) is None


def test_the_published_schema_is_current() -> None:
    published = Path(book.LAW) / "schema.json"

    assert json.loads(published.read_text(encoding="utf-8")) == schema.schema()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: "/".join(path.parts[-3:]))
def test_every_shipped_rule_file_is_valid(path: Path) -> None:
    assert [each.message for each in complaints(read(path))] == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda award: award.update(colour="gold"),
        lambda award: award["versions"][0].pop("from"),
        lambda award: award["versions"][0].update(rating={"at_least": "good"}),
        lambda award: award["versions"][0]["source"].update(page=3),
        lambda award: award["versions"][0].update(certainty="sure"),
        lambda award: award.update(subjects=["people"]),
        lambda award: award["bonus"][0].update(coefficient=4.5),
    ],
)
def test_a_damaged_file_is_underlined(damage: Any) -> None:
    award = read(Path(book.NATIONAL) / "awards" / "grassroots_emulation_fighter.yaml")
    assert list(complaints(award)) == []

    damage(award)

    assert list(complaints(award)) != []
