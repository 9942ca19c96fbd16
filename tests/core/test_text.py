"""Vietnamese text: one form for storing, one for searching, one for sorting."""

import unicodedata

import pytest

from bangvang.core import text

NAMES_IN_ORDER = [
    "Lê Văn An",
    "Nguyễn An",
    "Nguyễn Thị An",
    "Nguyễn Văn An",
    "Trần Văn An",
    "Nguyễn Văn Anh",
    "Nguyễn Thị Ánh",
    "Phạm Văn Ẩn",
    "Đỗ Văn Bảo",
    "Đỗ Văn Bình",
    "Hồ Chu",
    "Trần Dũng",
    "Trần Đăng",
    "Trần Đức",
    "Lý Em",
    "Lê Thị Hòa",
    "Lê Thị Hoàng",
    "Mai Nga",
    "Mai Ngà",
    "Mai Ngân",
    "Võ Oanh",
    "Võ Ôn",
    "Võ Ơn",
    "Danh Uy",
    "Danh Ưng",
    "Lâm Yến",
]


def test_people_stand_in_the_order_of_the_given_name_and_the_alphabet():
    assert sorted(reversed(NAMES_IN_ORDER), key=text.name_sort_key) == NAMES_IN_ORDER


def test_the_alphabet_stands_in_its_own_order():
    letters = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")

    assert sorted(reversed(letters), key=text.sort_key) == letters


def test_tones_decide_only_between_equal_letters():
    words = ["ma", "mà", "mả", "mã", "má", "mạ", "mai", "mài"]

    assert sorted(reversed(words), key=text.sort_key) == words


def test_names_with_numbers_stand_in_the_order_of_their_digits():
    assert text.sort_key("Trường An Hòa 1") < text.sort_key("Trường An Hòa 2")


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đặng  Thùy Trâm", "dang thuy tram"),
        ("ĐỖ THỊ HƯƠNG", "do thi huong"),
        ("Nguyễn Thị Mỹ Hạnh", "nguyen thi my hanh"),
        ("H’Hen Niê", "h’hen nie"),
        ("K'Sor Đ'Rai", "k'sor d'rai"),
        (unicodedata.normalize("NFD", "Võ Trường Sơn"), "vo truong son"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
    ],
)
def test_text_is_searched_without_marks(typed: str, folded: str):
    assert text.fold(typed) == folded


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Trần \t Ngọc\nAnh ", "Trần Ngọc Anh"),
        (unicodedata.normalize("NFD", "Đặng Hương"), "Đặng Hương"),
        ("Lê\u200b Bình\ufeff", "Lê Bình"),
        ("Lê\u00a0Bình", "Lê Bình"),
        ("H’Hen Niê", "H’Hen Niê"),
        ("", ""),
    ],
)
def test_text_is_kept_in_one_form(typed: str, kept: str):
    assert text.clean(typed) == kept
