import datetime
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperwork import official
from tests.paperwork import papers


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (datetime.date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
        (datetime.date(2024, 2, 29), "ngày 29 tháng 02 năm 2024"),
        (datetime.date(2024, 3, 10), "ngày 10 tháng 3 năm 2024"),
        (datetime.date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_a_zero_leads_days_below_ten_and_the_first_two_months_only(day, words):
    assert official.dated(day) == words


def test_an_open_date_leaves_room_for_the_pen():
    blank = "\u00a0" * 5

    assert official.dated(None, 2026) == f"ngày{blank}tháng{blank}năm 2026"
    assert official.dated(None) == f"ngày{blank}tháng{blank}năm{blank}"


@pytest.mark.parametrize(
    ("number", "text"),
    [("5", "05/KH-UBND"), ("12", "12/KH-UBND"), ("07a", "07a/KH-UBND"), (None, "\u00a0" * 6 + "/KH-UBND")],
)
def test_a_number_is_written_before_its_notation(number, text):
    assert official.numbered(official.Head("UBND HUYỆN", "KH-UBND", number=number)) == text


def test_points_follow_the_vietnamese_alphabet():
    assert "".join(official.lettered(i) for i in range(1, 24)) == "abcdđeghiklmnopqrstuvxy"
    with pytest.raises(ValueError, match="23"):
        official.lettered(24)


def test_roman_numerals():
    assert [official.roman(i) for i in (1, 4, 5, 9, 14, 19, 40, 51)] == [
        "I", "IV", "V", "IX", "XIV", "XIX", "XL", "LI",
    ]  # fmt: skip


def test_text_is_composed_and_loses_what_no_printer_shows():
    decomposed = unicodedata.normalize("NFD", "Đặng Thị Ước")

    assert official.clean(decomposed) == "Đặng Thị Ước"
    assert official.clean("\x00Lê\u200b \u202eVăn\x07\r\n\tĐạt\ud800\ufeff ") == "Lê Văn Đạt"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    once = official.clean(text)

    assert official.clean(once) == once
    assert once == unicodedata.normalize("NFC", once)
    once.encode()


def test_every_text_of_a_document_is_cleaned():
    raw = "Nguyê\u0303n\x0b Văn  A"
    document = replace(
        papers.PLAN, title=raw, addressees=(raw,), signature=official.Signature(raw, raw, (raw,))
    )
    table = official.Table((official.Column(raw, 1),), (official.Row((raw,)),))

    cleaned = official.cleaned(replace(document, body=(table, official.Paragraph(raw))))

    expected = "Nguyễn Văn A"
    assert (cleaned.title, cleaned.addressees) == (expected, (expected,))
    assert cleaned.signature == official.Signature(expected, expected, (expected,))
    assert cleaned.body[0] == official.Table((official.Column(expected, 1),), (official.Row((expected,)),))
    assert cleaned.head == papers.PLAN.head


def test_a_document_ends_with_words_not_with_a_table():
    table = official.Table((official.Column("STT", 1),), ())

    with pytest.raises(ValueError, match="last block"):
        replace(papers.PLAN, body=(table,))
    with pytest.raises(ValueError, match="last block"):
        official.Appendix("Danh sách", ())


def test_a_row_fits_its_table():
    with pytest.raises(ValueError, match="2 cells"):
        official.Table((official.Column("STT", 1),), (official.Row(("1", "2")),))


def test_a_document_is_called_by_kind_number_and_subject():
    assert papers.PLAN.name.startswith("Kế hoạch số 05/KH-UBND: Tập huấn nghiệp vụ")
    assert papers.LETTER.name == f"Công văn: {papers.LETTER.title}"


@pytest.mark.parametrize(
    ("shouted", "plain"),
    [
        ("KẾ HOẠCH", "Kế hoạch"),
        ("ỦY BAN NHÂN DÂN HUYỆN ĐÔNG HÀ THƯỢNG", "Ủy ban nhân dân huyện Đông Hà Thượng"),
        ("HUYỆN ỦY ĐÔNG HÀ", "Huyện ủy Đông Hà"),
        ("CÁC TỔ CHỨC CHÍNH TRỊ - XÃ HỘI", "Các tổ chức chính trị - xã hội"),
    ],
)
def test_capitals_become_running_text(shouted, plain):
    assert official.sentence(shouted) == plain


def test_an_unknown_form_is_refused():
    with pytest.raises(ValueError, match="no such form: odt"):
        official.render(papers.PLAN, "odt")
