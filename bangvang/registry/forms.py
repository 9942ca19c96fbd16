"""What is typed into a record. Whether it can be true, the action says."""

from datetime import date
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangvang.core import text
from bangvang.directory.models import Person
from bangvang.registry import titles
from bangvang.registry.models import (
    Award,
    Body,
    Discipline,
    Fact,
    Initiative,
    Merit,
    Occupation,
    Proceeding,
    Service,
    Subject,
    SubjectKind,
    YearRecord,
)

CHOOSE = _("xin chọn")
NOT_SAID = _("chưa ghi")
REASON_HELP = _("Căn cứ của việc sửa: văn bản nào, ngày nào. Nhật ký giữ lý do và nội dung cũ.")
NUMBERS: Final = (
    "members",
    "members_completed",
    "advanced_workers",
    "grassroots_fighters",
    "members_disciplined_from_warning",
)


class Line(forms.CharField):
    """One line of text, in NFC, with single spaces."""

    def to_python(self, value: object) -> str:
        """As `text.clean` leaves it."""
        return text.clean(str(super().to_python(value) or ""))


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs: generic only when checked
    """The columns of one model as fields. The action checks the whole row, so the form does not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            if isinstance(each, forms.TypedChoiceField):
                pairs: Any = each.choices  # a plain list: the choices of a column
                each.choices = [("", CHOOSE if each.required else NOT_SAID), *[p for p in pairs if p[0]]]

    def _post_clean(self) -> None:
        """Nothing: the row is made, and checked, by the action."""


class YearForm(RecordForm):
    class Meta:
        model = YearRecord
        fields = ("year", "rating", *NUMBERS, "source")


class AwardForm(RecordForm):
    key = forms.ChoiceField(label=_("Danh hiệu, hình thức khen thưởng"))

    class Meta:
        model = Award
        fields = ("key", "year", "kind", "number", "decided_on", "decided_by", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(titles.names())
        if self.instance.key:
            known.setdefault(self.instance.key, self.instance.key)
        field: forms.ChoiceField = self.fields["key"]  # type: ignore[assignment]
        field.choices = [("", CHOOSE), *known.items()]


class InitiativeForm(RecordForm):
    class Meta:
        model = Initiative
        fields = ("year", "scope", "name", "number", "decided_on", "source")


class MeritForm(RecordForm):
    class Meta:
        model = Merit
        fields = (
            "kind",
            "year",
            "scope",
            "description",
            "movement_years",
            "review",
            "stable_years",
            "source",
        )


class DisciplineForm(RecordForm):
    class Meta:
        model = Discipline
        fields = ("form", "valid_from", "valid_to", "source")


class ProceedingForm(RecordForm):
    class Meta:
        model = Proceeding
        fields = ("kind", "valid_from", "valid_to", "source")


class ServiceForm(RecordForm):
    class Meta:
        model = Service
        fields = ("force", "valid_from", "valid_to", "source")


FORMS: Final[dict[type[Fact], type[RecordForm]]] = {
    YearRecord: YearForm,
    Award: AwardForm,
    Initiative: InitiativeForm,
    Merit: MeritForm,
    Discipline: DisciplineForm,
    Proceeding: ProceedingForm,
    Service: ServiceForm,
}


def of_fact(
    model: type[Fact], subject: Subject, *args: Any, reason: bool = False, **kwargs: Any
) -> RecordForm:
    """The form of this kind of fact for this subject; a correction also asks for its reason."""
    form = FORMS[model](*args, **kwargs)
    if model is YearRecord and subject.kind != SubjectKind.COLLECTIVE:
        for name in NUMBERS:
            del form.fields[name]
    if reason:
        form.fields["reason"] = Line(label=_("Lý do sửa"), max_length=300, help_text=REASON_HELP)
    return form


class SubjectForm(RecordForm):
    """What a record says of the subject itself; each kind has its own fields."""

    class Meta:
        model = Subject
        fields = (
            "occupation",
            "is_martyr",
            "household_name",
            "founded_on",
            "body",
            "flag_eligible",
            "history_complete_from",
        )

    OF_KIND: Final = {
        SubjectKind.INDIVIDUAL: ("occupation", "is_martyr", "history_complete_from"),
        SubjectKind.COLLECTIVE: ("founded_on", "body", "flag_eligible", "history_complete_from"),
        SubjectKind.HOUSEHOLD: ("household_name", "history_complete_from"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.OF_KIND[SubjectKind(self.instance.kind)]
        for name in [name for name in self.fields if name not in kept]:
            del self.fields[name]
        complete = self.fields["history_complete_from"]
        complete.help_text = _(
            "Từ năm này trở đi, điều không ghi là không có. Để trống nếu chưa rà soát đủ; ghi 0 nếu không thiếu gì."
        )
        self.fields["reason"] = Line(label=_("Lý do sửa"), max_length=300, help_text=REASON_HELP)


class OpenForm(forms.Form):
    """Whose record is opened: one of the unit's people, or the unit itself."""

    owner = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Người"),
        required=False,
        to_field_name="code",
        empty_label=_("chính đơn vị này"),
    )
    occupation = forms.ChoiceField(
        label=_("Nghề nghiệp, đối tượng (của cá nhân)"),
        required=False,
        choices=[("", NOT_SAID), *Occupation.choices],
    )
    body = forms.ChoiceField(label=_("Loại tập thể"), required=False, choices=[("", NOT_SAID), *Body.choices])
    founded_on = forms.DateField(label=_("Ngày thành lập (của tập thể)"), required=False)

    def __init__(self, *args: object, people: QuerySet[Person], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field: forms.ModelChoiceField[Person] = self.fields["owner"]  # type: ignore[assignment]
        field.queryset = people


class HouseholdForm(forms.Form):
    """A household of the commune."""

    household_name = Line(label=_("Tên hộ gia đình"), max_length=120, help_text=_("Ví dụ: Hộ ông Đỗ Văn Mẫu"))
    household_code = Line(label=_("Mã hộ gia đình"), max_length=30)


class ReasonForm(forms.Form):
    """Why a fact is removed."""

    reason = Line(label=_("Lý do bỏ"), max_length=300, help_text=REASON_HELP)


class CloseForm(forms.Form):
    """The end of a matter that was being cleared up."""

    on = forms.DateField(label=_("Ngày kết thúc"))
    conclusion = Line(label=_("Văn bản kết luận"), max_length=200)

    def __init__(self, *args: Any, on: date) -> None:
        super().__init__(*args, initial={"on": on})  # type: ignore[misc]  # *args hold the typed data only
