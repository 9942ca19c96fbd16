from dataclasses import asdict

import pytest

from paperwork import fonts, layout


@pytest.mark.parametrize("key", sorted(layout.STYLES))
def test_every_style_keeps_inside_the_sizes_and_spacing_of_the_decree(key):
    style = layout.STYLES[key]

    assert style.sizes[0] <= style.size <= style.sizes[1]
    assert style.source.startswith("PL I, ")
    assert 1.0 <= style.line <= 1.5
    assert style.indent in (0, *layout.FIRST_LINE)
    assert not style.indent or style.after >= 6


def test_paper_and_margins_are_inside_the_decree():
    page = asdict(layout.PAGE)

    assert (page["width"], page["height"]) == (210, 297)
    for side, (least, most) in layout.MARGINS.items():
        assert least <= page[side] <= most
    assert 155 <= layout.usable_width(landscape=False) <= 165
    assert layout.usable_width(landscape=True) == 252


def test_style_names_are_told_apart():
    assert len({style.name for style in layout.STYLES.values()}) == len(layout.STYLES)


def test_letters_are_as_wide_as_in_times_new_roman():
    style = layout.STYLES["paragraph"]

    def em(text: str) -> float:
        return round(fonts.text_width(text, style) / style.size / layout.MM_PER_PT, 3)

    assert (em("A"), em("a"), em("n"), em("Ấ"), em("ậ")) == (0.722, 0.444, 0.5, 0.722, 0.444)


def test_a_long_title_is_broken_in_even_lines():
    style = layout.STYLES["title"]
    title = "Tập huấn nghiệp vụ công tác thi đua, khen thưởng năm 2024 cho cán bộ các xã"

    box, longest = fonts.balanced(title, style, 150)
    lines = fonts.broken(title, style, box)
    widths = [fonts.text_width(line, style) for line in lines]

    assert len(lines) == len(fonts.broken(title, style, 150)) == 2
    assert " ".join(lines) == title
    assert longest == pytest.approx(max(widths), abs=0.01)
    assert min(widths) > 0.75 * max(widths)


def test_a_word_wider_than_its_column_still_has_a_width():
    style = layout.STYLES["issuing_body"]

    box, longest = fonts.balanced("A" * 80, style, 60)

    assert (box, longest) == (60, 60)
