"""What is typed at the desk: a day, a supposition, a local rule, a case, a cap."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangvang.directory.models import Organisation
from bangvang.registry.models import Rating, Scope, Subject
from bangvang.rules.models import Cap, LocalRule
from bangvang.rules.queries.proofs import Supposed

DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
FIRST_YEAR, LAST_YEAR = 1945, 2100
Choices = list[tuple[str, str]]


def day_field(**options: Any) -> forms.DateField:  # Django's own options, passed on
    """A day, typed as dd/mm/yyyy or picked."""
    wrong = _("Hãy ghi ngày theo dạng dd/mm/yyyy, ví dụ 08/04/2024.")
    field = forms.DateField(input_formats=DATE_FORMATS, error_messages={"invalid": wrong}, **options)
    field.widget.attrs |= {"inputmode": "numeric", "size": "10", "autocomplete": "off"}
    return field


def year_field(**options: Any) -> forms.IntegerField:
    """A year in four digits."""
    return forms.IntegerField(
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "6"}),
        **options,
    )


class DayForm(forms.Form):
    """On which day the law is read."""

    ngay = day_field(label=_("Luật đang có hiệu lực ngày"), required=False)


class CompareForm(forms.Form):
    """The two days to compare."""

    tu = day_field(label=_("So sánh ngày"), required=True)
    den = day_field(label=_("với ngày"), required=True)


class ConsiderForm(forms.Form):
    """The day of consideration and the achievement year."""

    ngay = day_field(label=_("Ngày xét"), required=False)
    nam = year_field(label=_("Năm thành tích"), required=False)


class SupposeForm(forms.Form):
    """Facts that are not so. The form is sent by GET and writes nothing."""

    gt_nam = year_field(label=_("Năm"), required=False)
    gt_muc = forms.ChoiceField(label=_("được xếp loại"), required=False)
    gt_sk_nam = year_field(label=_("Năm"), required=False)
    gt_sk = forms.ChoiceField(label=_("có thêm sáng kiến"), required=False)
    gt_dh_nam = year_field(label=_("Năm"), required=False)
    gt_dh = forms.ChoiceField(label=_("có thêm danh hiệu, hình thức"), required=False)
    gt_kl = day_field(label=_("Kỷ luật kết thúc ngày"), required=False)
    gt_xm = forms.BooleanField(label=_("Việc đang xem xét đã kết thúc, không có vi phạm"), required=False)

    def __init__(self, *args: Any, awards: Choices, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        none: list[tuple[str, Any]] = [("", _("– không đổi –"))]
        self.on = on
        chosen: dict[str, list[tuple[str, Any]]] = {
            "gt_muc": [*none, *Rating.choices],
            "gt_sk": [*none, *Scope.choices],
            "gt_dh": [*none, *awards],
        }
        for name, choices in chosen.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """A year that is yet to come is no fact; half a supposition says nothing."""
        said: dict[str, Any] = super().clean() or {}
        for year, what in (("gt_nam", "gt_muc"), ("gt_sk_nam", "gt_sk"), ("gt_dh_nam", "gt_dh")):
            if said.get(year) and said[year] > self.on.year:
                self.add_error(year, _("Năm này ở sau ngày xét. Hãy chọn ngày xét muộn hơn."))
            if bool(said.get(year)) != bool(said.get(what)) and year not in self.errors:
                self.add_error(year, _("Hãy ghi cả năm và nội dung giả định."))
        return said

    def supposed(self) -> Supposed:
        """What is supposed; nothing while the form is wrong."""
        if not self.is_valid():
            return Supposed()
        said = self.cleaned_data
        return Supposed(
            said["gt_nam"],
            said["gt_muc"],
            said["gt_sk_nam"],
            said["gt_sk"],
            said["gt_dh_nam"],
            said["gt_dh"],
            said["gt_kl"],
            said["gt_xm"],
        )


class ChangesForm(forms.Form):
    """The day before and the day on which a version starts."""

    truoc = day_field(label=_("Theo luật ngày"))
    sau = day_field(label=_("và theo luật ngày"))


class ProposeForm(forms.Form):
    """Whom the unit means to propose, and for what."""

    candidate = forms.ModelChoiceField(Subject.objects.none(), to_field_name="code", label=_("Đối tượng"))
    award = forms.ChoiceField(label=_("Danh hiệu, hình thức khen thưởng"))
    year = year_field(label=_("Năm thành tích"))
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)

    def __init__(self, *args: Any, subjects: Any, awards: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen, award = self.fields["candidate"], self.fields["award"]
        assert isinstance(chosen, forms.ModelChoiceField)
        assert isinstance(award, forms.ChoiceField)
        chosen.queryset, award.choices = subjects, awards


class RankForm(forms.Form):
    """What a case is ranked by."""

    score = forms.DecimalField(
        label=_("Điểm hoặc số phiếu"),
        min_value=0,
        max_digits=8,
        decimal_places=2,
        required=False,
        localize=True,
    )
    women_share = forms.IntegerField(
        label=_("Tỷ lệ nữ của tập thể (%)"), min_value=0, max_value=100, required=False
    )


class CapForm(forms.Form):
    """How many places a unit has."""

    unit = forms.ModelChoiceField(Organisation.objects.none(), to_field_name="code", label=_("Đơn vị"))
    places = forms.IntegerField(label=_("Số lượng cố định"), min_value=0, required=False)
    percent = forms.DecimalField(
        label=_("hoặc tỷ lệ (%)"), min_value=0, max_value=100, decimal_places=2, max_digits=5, required=False,
        localize=True,
    )  # fmt: skip
    base = forms.IntegerField(label=_("trên số làm gốc"), min_value=0, required=False)
    rounding = forms.ChoiceField(label=_("Cách làm tròn"), choices=Cap.Rounding.choices)
    source = forms.CharField(label=_("Văn bản quy định mức này"), max_length=300)

    def __init__(self, *args: Any, units: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["unit"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = units

    def clean(self) -> dict[str, Any]:
        """Either a number or a share of a number."""
        said: dict[str, Any] = super().clean() or {}
        fixed, percent, base = (said.get(each) for each in ("places", "percent", "base"))
        if (fixed is None) == (percent is None) or (percent is None) != (base is None):
            self.add_error("places", _("Hãy ghi số lượng cố định, hoặc tỷ lệ cùng số làm gốc."))
        return said


class LocalRuleForm(forms.Form):
    """A local rule with its cases, as text."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), to_field_name="code", label=_("Cơ quan ban hành")
    )
    kind = forms.ChoiceField(label=_("Loại"), choices=LocalRule.Kind.choices)
    name = forms.CharField(label=_("Tên quy định"), max_length=200)
    instrument = forms.CharField(
        label=_("Văn bản ban hành"), max_length=200, help_text=_("Số, ký hiệu, ngày và cơ quan ban hành.")
    )
    award = forms.ChoiceField(label=_("Danh hiệu, hình thức khen thưởng"), required=False)
    valid_from = day_field(label=_("Có hiệu lực từ ngày"))
    valid_to = day_field(label=_("Đến hết ngày"), required=False)
    content = forms.CharField(
        label=_("Nội dung quy định"),
        widget=forms.Textarea({"rows": 22, "class": "code", "spellcheck": "false"}),
        help_text=_("Viết theo mẫu của các tệp luật: mỗi tiêu chí kèm quy tắc, văn bản, điều, khoản."),
        max_length=60_000,
        strip=False,
    )
    cases = forms.CharField(
        label=_("Các tình huống kiểm tra"),
        widget=forms.Textarea({"rows": 14, "class": "code", "spellcheck": "false"}),
        help_text=_("Mỗi tình huống ghi dữ kiện, ngày xét và kết quả mong đợi; mọi tình huống phải đúng."),
        max_length=60_000,
        strip=False,
    )

    def __init__(self, *args: Any, organisations: Any, awards: Choices, is_new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen, award = self.fields["organisation"], self.fields["award"]
        assert isinstance(chosen, forms.ModelChoiceField)
        assert isinstance(award, forms.ChoiceField)
        chosen.queryset = organisations
        award.choices = [("", _("– không –")), *awards]
        if not is_new:
            del self.fields["organisation"], self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        """The order of days; which award the text is about."""
        said: dict[str, Any] = super().clean() or {}
        begins, ends = said.get("valid_from"), said.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", _("Ngày kết thúc phải từ ngày bắt đầu trở đi."))
        if said.get("kind") == LocalRule.Kind.AWARD and not said.get("award"):
            self.add_error("award", _("Hãy chọn danh hiệu, hình thức mà quy định này nói đến."))
        return said


class ReasonForm(forms.Form):
    """Why a rule is given back or withdrawn."""

    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=forms.Textarea({"rows": 3}))


class ApproveForm(forms.Form):
    """Approval; a day that is not still to come is confirmed and explained."""

    retroactive = forms.BooleanField(
        label=_("Tôi xác nhận cho quy định có hiệu lực trở về trước hoặc từ hôm nay"), required=False
    )
    reason = forms.CharField(
        label=_("Lý do cho hiệu lực trở về trước"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
