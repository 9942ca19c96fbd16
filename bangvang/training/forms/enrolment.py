"""What is typed about people on a list."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bangvang.core import text
from bangvang.directory.models import PositionKind
from bangvang.training.forms.classes import day_field

YOUNGEST, OLDEST = 15, 90


def name_problem(name: str) -> str:
    """What is wrong with a written name; empty when it may be one. A name has two words or more and no digits."""
    if any(each.isdigit() for each in name):
        return str(_("Họ và tên không có chữ số."))
    if len(name.split()) < 2:
        return str(_("Hãy ghi đủ họ và tên."))
    if not all(each.isalpha() or each in " '’.-" for each in name):
        return str(_("Họ và tên có ký tự lạ."))
    return ""


def birth_problem(birth: date, on: date) -> str:
    """What is wrong with a birth date."""
    if birth > on:
        return str(_("Ngày sinh ở tương lai."))
    age = on.year - birth.year
    if not YOUNGEST <= age <= OLDEST:
        return str(_("Ngày sinh cho tuổi %(age)s, hãy kiểm tra lại năm.") % {"age": age})
    return ""


class NewPersonForm(forms.Form):
    """Somebody whom the directory does not know yet."""

    full_name = forms.CharField(
        label=_("Họ và tên"), max_length=100, error_messages={"required": _("Hãy ghi họ và tên.")}
    )
    title = forms.CharField(
        label=_("Chức vụ, chức danh"),
        max_length=120,
        error_messages={"required": _("Hãy ghi chức vụ hoặc chức danh.")},
    )
    kind = forms.ModelChoiceField(
        PositionKind.objects.none(),
        label=_("Nhóm chức vụ"),
        empty_label=None,
        error_messages={"required": _("Hãy chọn nhóm chức vụ.")},
    )
    in_charge = forms.BooleanField(label=_("phụ trách thi đua, khen thưởng"), required=False)
    birth_date = day_field(_("Ngày sinh"), required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=20, required=False)
    note = forms.CharField(
        label=_("Giải trình của đơn vị"),
        max_length=500,
        required=False,
        help_text=_("Chỉ cần khi người này không đúng thành phần được mời."),
        widget=forms.Textarea({"rows": 2}),
    )
    is_another = forms.BooleanField(
        label=_("đây là người khác trùng tên với người đã có của đơn vị"), required=False
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:  # Django's own options, passed on
        super().__init__(*args, **options)
        self.on = on
        kind: Any = self.fields["kind"]
        kind.queryset = PositionKind.objects.order_by("rank", "key")
        kind.initial = "other"

    def clean_full_name(self) -> str:
        """One line of NFC text that may be a name."""
        name = text.clean(self.cleaned_data["full_name"])
        if problem := name_problem(name):
            raise ValidationError(problem)
        return name

    def clean_birth_date(self) -> date | None:
        """Within a working life."""
        birth: date | None = self.cleaned_data["birth_date"]
        if birth and (problem := birth_problem(birth, self.on)):
            raise ValidationError(problem)
        return birth


class UploadListForm(forms.Form):
    """The list as an Excel file."""

    file = forms.FileField(
        label=_("Tệp danh sách"),
        help_text=_("Tệp Excel (.xlsx). Có thể dùng tệp mẫu hoặc danh sách sẵn có của đơn vị."),
        allow_empty_file=True,
        error_messages={"required": _("Hãy chọn tệp danh sách để tải lên.")},
        widget=forms.FileInput({"accept": ".xlsx"}),
    )


class NoteForm(forms.Form):
    """Why the unit sends this person, or this list so late."""

    note = forms.CharField(
        label=_("Giải trình"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )


class SubstituteForm(forms.Form):
    """Who comes instead, and why."""

    person = forms.ChoiceField(label=_("Người thay"), error_messages={"required": _("Hãy chọn người thay.")})
    reason = forms.CharField(
        label=_("Lý do thay"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Hãy ghi lý do thay người.")},
    )


class MoveForm(forms.Form):
    """To which line of which class."""

    to = forms.ChoiceField(
        label=_("Chuyển sang"), widget=forms.RadioSelect, error_messages={"required": _("Hãy chọn lớp.")}
    )
