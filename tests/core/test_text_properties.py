"""What holds for every text."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from bangvang.core import text

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
words = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + "'’", min_size=1, max_size=7)
names = st.lists(words, min_size=1, max_size=5).map(" ".join)
anything = st.text(max_size=60)


@given(anything)
@example("a\u200b\u0301")
def test_cleaning_twice_changes_nothing_more(typed: str):
    once = text.clean(typed)

    assert text.clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(anything)
def test_folding_twice_changes_nothing_more(typed: str):
    assert text.fold(text.fold(typed)) == text.fold(typed)


@given(names)
def test_composed_or_not_the_same_name_is_found_and_sorted_alike(name: str):
    apart = unicodedata.normalize("NFD", name)

    assert text.clean(apart) == text.clean(name)
    assert text.fold(apart) == text.fold(name)
    assert text.name_sort_key(apart) == text.name_sort_key(name)


@given(names)
def test_a_name_in_capitals_is_found_and_sorted_alike(name: str):
    assert text.fold(name.upper()) == text.fold(name.lower())
    assert text.name_sort_key(name.upper()) == text.name_sort_key(name.lower())


@given(names)
def test_folded_names_hold_only_plain_letters(name: str):
    assert set(text.fold(name)) <= set("abcdefghijklmnopqrstuvwxyz '’")


@given(st.lists(words, min_size=2, max_size=5))
def test_who_has_the_smaller_given_name_stands_first(parts: list[str]):
    name = " ".join(parts)

    assert text.name_sort_key(name).startswith(text.sort_key(parts[-1]))
