"""The smaller forms about a plan: upload, begin, give a reason, issue."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy, pgettext_lazy

from bangvang.core import files
from bangvang.core.errors import RuleViolation
from bangvang.directory.models import Organisation
from bangvang.training.actions.plans import UPLOADS
from bangvang.training.forms.fields import CountField, DayField
from paperwork.plan import Plan
from paperwork.reading import Unreadable, read_plan


class UploadForm(forms.Form):
    """The document to read. Reading is part of judging it: what cannot be read is refused with its reason."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("Cơ quan ban hành"))
    file = forms.FileField(
        label=gettext_lazy("Văn bản kế hoạch"),
        help_text=gettext_lazy("Tệp Word (.docx), PDF có chữ, Markdown hoặc văn bản thuần, tối đa 20 MB."),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Hãy chọn tệp kế hoạch để tải lên.")},
        widget=forms.FileInput({"accept": ".docx,.pdf,.md,.txt"}),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Check and read the file, in the words of whoever refuses it."""
        uploaded: UploadedFile[bytes] = self.cleaned_data["file"]
        self.name = files.clean_name(uploaded.name or "") or "tep"
        try:
            self.content = uploaded.read()
            files.kind_of(self.content, self.name, UPLOADS)
            self.plan: Plan = read_plan(self.content, self.name)
        except (RuleViolation, Unreadable) as refused:
            raise ValidationError(str(refused)) from refused
        return uploaded


class WriteForm(forms.Form):
    """For whom a plan is written from scratch, and for which year."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("Cơ quan ban hành"))
    year = CountField(least=1900, most=2100, label=gettext_lazy("Năm của kế hoạch"))


class ReasonForm(forms.Form):
    """Why a plan is given back or dropped."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Hãy ghi lý do.")},
    )


class IssueForm(forms.Form):
    """Number, day and signature of the paper."""

    issued_on = DayField(label=gettext_lazy("Ngày ban hành"))
    number = CountField(most=99_999, label=gettext_lazy("Số"), required=False)
    notation = forms.CharField(
        label=gettext_lazy("Ký hiệu"),
        max_length=30,
        help_text=gettext_lazy("Viết liền, ví dụ KH-UBND."),
        error_messages={"required": gettext_lazy("Hãy ghi ký hiệu, ví dụ KH-UBND.")},
    )
    capacity = forms.CharField(
        label=gettext_lazy("Quyền hạn ký"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Ví dụ: TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH"),
    )
    position = forms.CharField(
        label=gettext_lazy("Chức vụ người ký"),
        max_length=160,
        error_messages={"required": gettext_lazy("Hãy ghi chức vụ người ký.")},
    )
    name = forms.CharField(
        label=pgettext_lazy("người ký", "Họ và tên"),
        max_length=100,
        error_messages={"required": gettext_lazy("Hãy ghi họ và tên người ký.")},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
