"""Fields as people here write them: days as dd/mm/yyyy, counts, half days."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangvang.core import text
from bangvang.training.queries.structure import Leaf

DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]


class DayField(forms.DateField):
    """A day of our time, typed as dd/mm/yyyy or picked."""

    widget = forms.DateInput

    def __init__(self, **options: Any) -> None:  # Django's own options, passed on
        wrong = gettext_lazy("Hãy ghi ngày theo dạng dd/mm/yyyy, ví dụ 08/04/2024.")
        super().__init__(input_formats=DATE_FORMATS, error_messages={"invalid": wrong}, **options)
        self.widget.attrs |= {"inputmode": "numeric", "size": "10", "placeholder": _("dd/mm/yyyy")}

    def to_python(self, value: Any) -> date | None:
        """Years far from ours are slips of the finger."""
        day = super().to_python(value)
        if day is not None and not 1900 <= day.year <= 2100:
            raise ValidationError(_("Năm phải từ 1900 đến 2100."))
        return day


class CountField(forms.IntegerField):
    """A whole number from 1 up; `1.500` is one thousand five hundred, as people here write it."""

    widget = forms.TextInput

    def __init__(self, *, least: int = 1, most: int = 100_000, **options: Any) -> None:
        between = {"least": least, "most": f"{most:,}".replace(",", ".") if most > 9999 else most}
        sentence = _("Hãy ghi một số nguyên từ %(least)s đến %(most)s.") % between
        messages = {"invalid": sentence, "min_value": sentence, "max_value": sentence}
        super().__init__(min_value=least, max_value=most, error_messages=messages, **options)
        self.widget.attrs = {"inputmode": "numeric", "size": "8"}

    def to_python(self, value: Any) -> int | None:
        parts = str(value or "").strip().split(".")
        if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]):
            value = "".join(parts)
        return super().to_python(value)


class HalfDaysField(forms.CharField):
    """Days counted by halves: "1", "0,5", "2.5"."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=10, **options)
        self.widget.attrs |= {"inputmode": "decimal", "size": "6"}

    def clean(self, value: Any) -> Any:
        written = super().clean(value).strip().replace(",", ".")
        if not written:
            return None
        try:
            days = Decimal(written)
        except InvalidOperation:
            days = Decimal(-1)
        if not (days.is_finite() and 0 < days <= 100) or days * 2 % 1:
            raise ValidationError(_("Số ngày là bội của 0,5 (mỗi buổi 0,5 ngày), ví dụ 1 hoặc 2,5."))
        return float(days)


def field_for(leaf: Leaf) -> forms.Field:
    options: dict[str, Any] = {"label": leaf.label, "help_text": leaf.hint, "required": False}
    if leaf.kind == "day":
        return DayField(**options)
    if leaf.kind == "number":
        return CountField(least=1900, most=2100, **options) if leaf.key == "year" else CountField(**options)
    if leaf.kind == "half_days":
        return HalfDaysField(**options)
    too_long = _("Nội dung dài quá %(most)s ký tự.") % {"most": leaf.most}
    # Length is judged after cleaning, without a maxlength that would cut what is pasted in silence.
    field = forms.CharField(**options)
    if leaf.kind == "text":
        field.widget = forms.Textarea({"rows": 2})
    field.validators.append(_shorter(leaf.most, too_long))
    return field


def _shorter(most: int, sentence: str) -> Any:
    def check(value: str) -> None:
        if len(text.clean(value)) > most:
            raise ValidationError(sentence)

    return check
