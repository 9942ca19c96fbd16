"""What is typed on the floor's own pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bangvang.core import text
from bangvang.core.models import CalendarDay


class CalendarDayForm(forms.Form):
    """One day that differs from the ordinary week."""

    on = forms.DateField(label=_("Ngày"), help_text=_("Ghi ngày/tháng/năm, ví dụ 02/09/2026."))
    kind = forms.ChoiceField(label=_("Loại"), choices=CalendarDay.Kind.choices)
    name = forms.CharField(label=_("Tên"), max_length=120)
    source = forms.CharField(
        label=_("Nguồn"), max_length=300, help_text=_("Văn bản hoặc thông báo nêu ngày này.")
    )
    certainty = forms.ChoiceField(label=_("Độ chắc chắn"), choices=CalendarDay.Certainty.choices)

    def clean_name(self) -> str:
        """One line of NFC text."""
        return text.clean(self.cleaned_data["name"])

    def clean_source(self) -> str:
        """One line of NFC text."""
        return text.clean(self.cleaned_data["source"])


class CalendarDayChangeForm(CalendarDayForm):
    """The day itself stays: another day is another row."""

    on = None  # type: ignore[assignment]  # Django removes an inherited field that is set to None
