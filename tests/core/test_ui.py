"""The shared pieces: what they say, to whom, and that nobody needs colour, a mouse or a script."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from bangvang.core import badges, ledger, timeline
from bangvang.core.policy import denied
from bangvang.core.timeline import Moment
from bangvang.core.workflow import Workflow, step
from tests.factories.directory import World

TODAY = date(2024, 4, 8)


def drawn(source: str, request: HttpRequest | None = None, **context: object) -> str:
    """What a template of some room makes of the shared pieces."""
    return engines["django"].from_string("{% load ui %}" + source).render(context, request)


class Row:
    """A row whose model names its workflow."""

    workflow = Workflow(
        initial="open",
        finals=frozenset({"done"}),
        transitions=(step("finish", "open", to="done"),),
        labels={"open": "Đang mở", "done": "Xong <1>"},
        tones={"open": "waiting", "done": "good"},
    )
    state = "done"


def test_a_badge_is_a_word_with_a_tone():
    assert badges.of(Row()) == badges.Badge("Xong <1>", "good")
    assert drawn("{% state_badge row %}", row=Row()) == '<span class="badge good">Xong &lt;1&gt;</span>'


def test_every_tone_has_a_shape_of_its_own(settings):
    css = (settings.BASE_DIR / "bangvang/core/static/core/bangvang.css").read_text()
    shapes = {
        tone: re.search(rf"\.badge\.{tone}::before[^{{]*{{([^}}]*)}}", css)
        for tone in ("info", "waiting", "good", "bad")
    }

    assert all(shapes.values())
    assert len({shape.group(1) for shape in shapes.values() if shape}) == 4
    assert not any(
        "background" in shape.group(1) for shape in shapes.values() if shape
    )  # forced colours drop it


def test_an_allowed_button_is_a_form_with_a_token():
    request = RequestFactory().get("/")
    html = drawn('{% action_button "/nop/" "Nộp" primary=True confirm="Nộp chứ?" revision=3 %}', request)

    assert html.startswith('<form class="act" method="post" action="/nop/" data-confirm="Nộp chứ?">')
    assert re.search(r'name="csrfmiddlewaretoken" value="\w{64}"', html)
    assert '<input type="hidden" name="revision" value="3">' in html
    assert '<button type="submit" class="button primary">Nộp</button>' in html


def test_a_forbidden_button_says_why_and_sends_nothing():
    html = drawn('{% action_button "/nop/" "Nộp" verdict=no %}', no=denied("Chỉ thủ trưởng đơn vị được nộp."))

    assert '<button type="button" class="button" aria-disabled="true"' in html
    assert "Chỉ thủ trưởng đơn vị được nộp." in html
    assert "<form" not in html
    assert "/nop/" not in html


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (1234567, "1.234.567", "1,234,567"),
        (Decimal("2.50"), "2,5", "2.5"),
        (0.5, "0,5", "0.5"),
        (Decimal("1000.0"), "1.000", "1,000"),
        (-1200, "-1.200", "-1,200"),
        (0, "0", "0"),
        (None, "–", "–"),
    ],
)
def test_numbers_are_written_as_the_reader_writes_them(value: object, vi: str, en: str):
    assert drawn("{{ v|vn_number }}", v=value) == vi
    with translation.override("en"):
        assert drawn("{{ v|vn_number }}", v=value) == en


def test_days_are_day_month_year_and_moments_are_in_viet_nam():
    at = datetime(2024, 4, 7, 20, 5, tzinfo=UTC)

    assert drawn(
        "{{ v|vn_date }} {{ at|vn_date }} {{ at|vn_datetime }} {{ none|vn_date }}", v=TODAY, at=at, none=None
    ) == ("08/04/2024 08/04/2024 03:05 08/04/2024 –")
    assert drawn("{{ v|vn_weekday }}", v=TODAY) == "thứ Hai, 08/04/2024"
    assert drawn("{{ 1500000|vn_money }}") == "1.500.000 đồng"


@pytest.mark.parametrize(
    ("due", "says"), [(5, "quá hạn 3 ngày"), (8, "hạn hôm nay"), (9, "còn 1 ngày"), (18, "còn 10 ngày")]
)
def test_a_limit_is_told_from_today(due: int, says: str):
    assert drawn("{{ due|until:today }}", due=date(2024, 4, due), today=TODAY) == says


class Trial(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Như trong giấy tờ.")
    on = forms.DateField(label="Ngày")
    half = forms.ChoiceField(label="Buổi", choices=[("s", "Sáng")], widget=forms.RadioSelect)
    note = forms.CharField(label="Ghi chú", required=False)


def test_a_field_ties_label_hint_and_error_to_its_input():
    html = render_to_string("ui/field.html", {"field": Trial({})["name"]})

    assert '<label class="label" for="id_name">Họ và tên</label>' in html
    assert '<ul class="errorlist" id="id_name_error">' in html
    assert '<p class="hint" id="id_name_helptext">Như trong giấy tờ.</p>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_only_what_may_be_left_out_is_marked():
    assert "(không bắt buộc)" not in render_to_string("ui/field.html", {"field": Trial()["name"]})
    assert "(không bắt buộc)" in render_to_string("ui/field.html", {"field": Trial()["note"]})


def test_a_group_of_choices_is_a_fieldset_with_a_legend():
    html = render_to_string("ui/field.html", {"field": Trial({})["half"]})

    assert re.search(r'<fieldset aria-describedby="id_half_error"><legend class="label">Buổi</legend>', html)
    assert html.count("<label") == 1


def test_a_date_is_shown_and_read_as_day_month_year():
    form = Trial({"name": "a", "on": "05/09/2024", "half": "s"})

    assert form.is_valid()
    assert form.cleaned_data["on"] == date(2024, 9, 5)
    assert 'value="05/09/2024"' in render_to_string(
        "ui/field.html", {"field": Trial(initial={"on": date(2024, 9, 5)})["on"]}
    )


def test_the_summary_of_errors_leads_to_every_wrong_field_and_takes_the_focus():
    html = render_to_string("ui/errors.html", {"form": Trial({"on": "31/02/2024"})})

    assert re.findall(r'href="#(\w+)"', html) == ["id_name", "id_on", "id_half_0"]
    assert 'role="alert" tabindex="-1" autofocus data-focus' in html
    assert render_to_string("ui/errors.html", {"form": Trial()}).strip() == ""


def test_the_summary_leads_to_ids_that_exist():
    form = Trial({})
    html = render_to_string("ui/form.html", {"form": form})

    for target in re.findall(r'href="#(\w+)"', html):
        assert f'id="{target}"' in html


def test_a_timeline_tells_past_now_and_next():
    html = render_to_string(
        "ui/timeline.html",
        {
            "entries": [
                Moment("Lập dự thảo", "Phạm Mai Chi", datetime(2024, 4, 2, 2, 15, tzinfo=UTC)),
                Moment("Chờ ký", "Võ Trường Sơn", tense="now", due=date(2024, 4, 10)),
                Moment("Ban hành", tense="next"),
            ]
        },
    )

    assert re.findall(r'<li class="(\w+)"', html) == ["past", "now", "next"]
    assert re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip() == (
        "Lập dự thảo Phạm Mai Chi · 09:15 02/04/2024 "
        "Chờ ký đang ở bước này Võ Trường Sơn · hạn 10/04/2024 Ban hành bước sau"
    )
    assert 'aria-current="step"' in html


@pytest.mark.django_db
def test_the_trail_is_told_in_the_order_of_time_with_reasons(world: World):
    ledger.record("trial.send", subject=world.school, by=world.anh, details={})
    ledger.record("trial.return", subject=world.school, by=world.binh, details={"reason": "Thiếu một người."})

    told = timeline.moments(ledger.of(world.school))

    assert [(each.what, each.who, each.note) for each in told] == [
        ("trial.send", "Trần Ngọc Anh", ""),
        ("trial.return", "Lê Thanh Bình", "Thiếu một người."),
    ]


@pytest.mark.parametrize(
    ("taken", "of", "bar"),
    [(52, 70, ("part", "74")), (60, 60, ("full", "100")), (33, 30, ("over", "100")), (0, 0, ("part", "0"))],
)
def test_seats_are_a_number_with_a_bar(taken: int, of: int, bar: tuple[str, str]):
    html = render_to_string("ui/meter.html", {"taken": taken, "of": of, "unit": "chỗ"})

    assert re.findall(r'class="meter-(part|full|over)" width="(\d+)"', html) == [bar]
    assert f"{taken}/{of} chỗ" in html
