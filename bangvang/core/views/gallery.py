"""Every piece of the design system on one page, also empty and wrong; shown in development and in the demo only."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from bangvang.core import tables
from bangvang.core.badges import Badge
from bangvang.core.errors import Finding, RuleViolation
from bangvang.core.policy import denied
from bangvang.core.tables import BulkAction, Column, Filter, Table
from bangvang.core.timeline import Moment


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    unit: str
    days: float
    on: date
    state: Badge


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label=gettext_lazy("Họ và tên"), help_text=gettext_lazy("Ghi như trong giấy tờ tùy thân.")
    )
    on = forms.DateField(label=gettext_lazy("Ngày khai giảng"))
    headcount = forms.IntegerField(label=gettext_lazy("Số lượng"), min_value=1)
    unit = forms.ChoiceField(
        label=gettext_lazy("Đơn vị"),
        choices=[
            ("", gettext_lazy("Chọn đơn vị")),
            ("1", "Trường Tiểu học An Hòa 1"),
            ("2", "Ủy ban nhân dân xã Đông Phú"),
        ],
    )
    session = forms.ChoiceField(
        label=gettext_lazy("Buổi học"),
        choices=[("am", gettext_lazy("Sáng")), ("pm", gettext_lazy("Chiều"))],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(label=gettext_lazy("Danh sách Excel"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Lý do"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    agreed = forms.BooleanField(label=gettext_lazy("Đã đối chiếu với văn bản gốc"), required=False)

    def clean_name(self) -> str:
        """Something to be wrong."""
        if not self.cleaned_data["name"].strip(" ."):
            raise ValidationError(_("Hãy ghi họ và tên."))
        return str(self.cleaned_data["name"])


def _samples() -> list[Sample]:
    states = [
        Badge(_("Đã chốt"), "good"),
        Badge(_("Đã cử"), "info"),
        Badge(_("Danh sách chờ"), "waiting"),
        Badge(_("Được trả lại"), "bad"),
        Badge(_("Đơn vị đang lập"), "quiet"),
    ]
    names = [
        "Đặng Ngọc Diễm Quỳnh", "Nguyễn Thị Thủy", "Phạm Ưng Bửu", "Võ Đình Hiếu", "Lê Hoài Ân", "Trương Mỹ Uyên",
        "Hồ Văn Khởi", "Đỗ Thị Lượt", "Mai Xuân Bách", "Tạ Kim Ngân", "Bùi Đức Ý", "Phan Như Ngọc",
    ]  # fmt: skip
    units = ["Trường Tiểu học An Hòa 1", "Ủy ban nhân dân xã Đông Phú", "Huyện đoàn An Hòa"]
    return [
        Sample(
            name,
            units[place % 3],
            (place % 4 + 1) / 2,
            date(2024, 4, 8) - timedelta(days=place),
            states[place % 5],
        )
        for place, name in enumerate(names)
    ]


def _table() -> Table:
    return Table(
        _("Danh sách cử đi tập huấn"),
        _samples(),
        [
            Column("name", _("Họ và tên"), "name", sort="name", width=28),
            Column("unit", _("Đơn vị"), "unit", sort="unit", width=34),
            Column("days", _("Số ngày"), "days", kind="number", sort="days"),
            Column("on", _("Ngày nộp"), "on", kind="date", sort="on"),
            Column("state", _("Trạng thái"), lambda row: row.state, kind="state", sort="state"),
        ],
        row_url=lambda row: reverse("gallery"),
        filters=[
            Filter(
                "don-vi",
                _("của"),
                lambda: sorted({(row.unit, row.unit) for row in _samples()}),
                "unit",
                any_label=_("mọi đơn vị"),
            ),
            Filter(
                "trang-thai",
                _("ở trạng thái"),
                lambda: [(row.state.tone, row.state.label) for row in _samples()[:5]],
                lambda rows, value: [row for row in rows if row.state.tone == value],
                any_label=_("bất kỳ"),
            ),
        ],
        unit=_("người"),
        per_page=5,
        select=lambda row: row.name,
        bulk=[
            BulkAction(_("Chốt"), reverse("gallery"), confirm=_("Chốt những người đã chọn?"), primary=True),
            BulkAction(_("Trả lại"), reverse("gallery"), verdict=denied(_("Lớp đã chốt danh sách."))),
        ],
    )


def _case(today: date) -> list[Moment]:
    return [
        Moment(_("Lập dự thảo từ văn bản tải lên"), "Phạm Mai Chi", datetime(2024, 4, 2, 2, 15, tzinfo=UTC)),
        Moment(
            _("Trả lại để sửa"),
            "Võ Trường Sơn",
            datetime(2024, 4, 3, 8, 40, tzinfo=UTC),
            note=_("Số lượng lớp thứ hai chưa khớp với thành phần."),
        ),
        Moment(_("Chờ ký"), "Võ Trường Sơn", tense="now", due=today + timedelta(days=2)),
        Moment(_("Ban hành, mở lớp và gửi giấy mời"), _("Cơ quan thường trực"), tense="next"),
    ]


@require_safe
def gallery(request: HttpRequest) -> HttpResponseBase:
    """The whole design system; `?dang=xlsx` and HTMX work on its table as on any other."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    today: date = request.today  # type: ignore[attr-defined]
    wrong = SampleForm({"on": "31/02/2024", "headcount": "0", "name": " . "})
    nothing = Table(
        _("Lớp tập huấn"), [], [Column("name", _("Tên lớp"), "name")], empty=_("Chưa có lớp nào.")
    )
    context = {
        "badges": [each.state for each in _samples()[:5]],
        "denied": denied(_("Chỉ thủ trưởng đơn vị được nộp danh sách.")),
        "form": SampleForm(initial={"on": today, "headcount": 70}, prefix="mau"),
        "wrong": wrong,
        "nothing": nothing.bind(request, live=False, prefix="rong-"),
        "case": _case(today),
        "error": RuleViolation(
            _("Danh sách chưa nộp được vì còn hai chỗ phải sửa."),
            [
                Finding(_("Dòng 4, cột C:"), _("“Tạ Kim Ngân” không thuộc đơn vị này.")),
                Finding(_("Dòng 9, cột D:"), _("Ngày sinh ghi “31/02/1985” không có trên lịch.")),
            ],
        ),
        "facts": [
            (_("Số, ký hiệu"), "12/KH-UBND"),
            (_("Ngày ban hành"), "08/04/2024"),
            (_("Người ký"), "Võ Trường Sơn, Phó Chủ tịch"),
            (_("Nơi nhận"), "Các phòng, ban; ủy ban nhân dân các xã, thị trấn; các trường trong huyện"),
        ],
        "lines": [
            "ỦY BAN NHÂN DÂN HUYỆN AN HÒA",
            "KẾ HOẠCH",
            "Tập huấn nghiệp vụ công tác thi đua, khen thưởng năm 2024",
            "",
            "I. Thành phần, số lượng",
            "1. Lớp thứ nhất: lãnh đạo và công chức phụ trách các cơ quan, 70 người.",
            "2. Lớp thứ hai: lãnh đạo các trường và người phụ trách, 60 người.",
        ],
        "crumbs": [(_("Kế hoạch"), reverse("gallery")), ("KH-2024-0001", reverse("gallery"))],
        "seats": [(52, 70), (60, 60), (33, 30), (0, 15)],
        "days": [today - timedelta(days=3), today, today + timedelta(days=5)],
        "soon": today + timedelta(days=2),
    }
    return tables.respond(request, _table(), "core/gallery.html", context)
