"""Records are what dataclasses would be, at the price of a plain class."""

import pickle

import pytest

from rulebook.record import replace
from rulebook.tree import MASK, Count, Initiative, Rated, Source, Window


def node() -> Count:
    return Count(
        id="T-1.1", rule="T-1", source=Source("06/2022/QH15", "23"), certainty="read", of=Rated("good"),
        window=Window(back=(0, 0)), at_least=1,
    )  # fmt: skip


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(AttributeError, match="frozen"):
        node().at_least = 2  # type: ignore[misc]


def test_equal_fields_make_equal_records_and_one_key() -> None:
    assert node() == node()
    assert len({node(), node(), replace(node(), at_least=2)}) == 2
    assert Rated("good") != Initiative("good")


def test_a_record_survives_pickling() -> None:
    assert pickle.loads(pickle.dumps(node())) == node()


def test_a_field_that_is_missing_or_unknown_is_refused() -> None:
    with pytest.raises(TypeError, match="instrument is missing"):
        Source()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected colour"):
        Source("x", colour="red")  # type: ignore[call-arg]


def test_defaults_come_from_the_class_and_its_bases() -> None:
    assert node().text == ""
    assert node().window.back == (0, 0)
    assert Window().back[1] == MASK.bit_length() - 1
    assert repr(Source("x", "1")) == "Source(instrument='x', article='1', clause='', point='')"
