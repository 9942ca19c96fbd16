"""What is typed about a class: its days and place, who is meant by a composition line, seats, papers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangvang.core import calendar, text
from bangvang.core.errors import RuleViolation
from bangvang.directory.models import PositionKind
from bangvang.documents.models import OfficialPaper
from bangvang.training.actions.classes import SeatLine
from bangvang.training.models import CompositionGroup, InvitedUnit, TrainingClass

WRONG_DAY = _("Hãy ghi ngày theo dạng ngày/tháng/năm, ví dụ 08/04/2024.")


def day_field(label: Any, **options: Any) -> forms.DateField:  # labels are lazy texts
    """A day as people write it."""
    messages = {"invalid": WRONG_DAY, "required": _("Hãy ghi ngày.")}
    return forms.DateField(label=label, error_messages=messages, **options)


def tell(form: forms.Form, refused: RuleViolation) -> None:
    """Show what an action refused where it was typed, the rest above the form."""
    told = False
    for finding in refused.findings:
        place = finding.place if finding.place in form.fields else None
        form.add_error(place, str(finding.sentence))
        told = True
    if not told:
        form.add_error(None, str(refused))


class ReasonForm(forms.Form):
    """One sentence that says why."""

    reason = forms.CharField(
        label=_("Lý do"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Hãy ghi lý do.")},
    )


class ScheduleForm(forms.Form):
    """When, where, and until when units answer."""

    starts_on = day_field(_("Ngày khai giảng"))
    ends_on = day_field(_("Ngày bế giảng"), required=False, help_text=_("Để trống nếu học trong một ngày."))
    starts_at = forms.TimeField(
        label=_("Giờ bắt đầu"),
        required=False,
        input_formats=["%H:%M", "%Hh%M", "%Hh", "%Hg%M", "%H"],
        help_text=_("Ví dụ 07:30."),
        error_messages={"invalid": _("Hãy ghi giờ, ví dụ 07:30.")},
    )
    venue = forms.CharField(
        label=_("Địa điểm"), max_length=200, error_messages={"required": _("Hãy ghi địa điểm.")}
    )
    deadline = day_field(
        _("Hạn nộp danh sách"),
        required=False,
        help_text=_("Hoặc để trống và ghi số ngày làm việc trước ngày khai giảng ở ô bên."),
    )
    working_days = forms.IntegerField(
        label=_("Số ngày làm việc trước khai giảng"),
        required=False,
        min_value=1,
        max_value=60,
        help_text=_("Không tính thứ Bảy, Chủ nhật và ngày lễ."),
    )

    def clean(self) -> dict[str, Any]:
        """Fill in what may be left empty: one-day classes, the deadline counted in working days."""
        said = super().clean() or self.cleaned_data
        starts = said.get("starts_on")
        said["ends_on"] = said.get("ends_on") or starts
        days = said.pop("working_days", None)
        if not said.get("deadline") and "deadline" not in self.errors and starts:
            if not days:
                self.add_error("deadline", _("Hãy ghi hạn nộp danh sách hoặc số ngày làm việc."))
            else:
                try:
                    said["deadline"] = calendar.add_working_days(starts, -days)
                except calendar.CalendarGap as gap:
                    self.add_error("deadline", str(gap))
        return said

    @classmethod
    def of(cls, training_class: TrainingClass) -> dict[str, Any]:
        """What the form shows of a class; five working days is the usual notice."""
        row = training_class
        return {
            "starts_on": row.starts_on,
            "ends_on": row.ends_on if row.ends_on != row.starts_on else None,
            "starts_at": row.starts_at,
            "venue": row.venue,
            "deadline": row.deadline,
            "working_days": None if row.deadline else 5,
        }


class SeatForm(forms.Form):
    """One seat line: which positions, how many from each unit."""

    label = forms.CharField(label=_("Cử ai"), max_length=200, required=False)
    kinds = forms.ModelMultipleChoiceField(
        PositionKind.objects.none(),
        label=_("Nhóm chức vụ được nhận"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    accepts_in_charge = forms.BooleanField(
        label=_("nhận cả người phụ trách thi đua, khen thưởng"), required=False
    )
    per_unit = forms.IntegerField(
        label=_("Số người mỗi đơn vị"),
        min_value=0,
        max_value=500,
        initial=1,
        error_messages={"invalid": _("Hãy ghi một số.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:  # Django's own options, passed on
        super().__init__(*args, **options)
        kinds: Any = self.fields["kinds"]
        kinds.queryset = PositionKind.objects.order_by("rank", "key")

    @property
    def is_used(self) -> bool:
        """An empty line, or one with no people, means nothing."""
        said = self.cleaned_data
        return bool(
            said.get("per_unit") and (said.get("label") or said["kinds"] or said["accepts_in_charge"])
        )

    @property
    def line(self) -> SeatLine:
        said = self.cleaned_data
        kinds = tuple(kind.pk for kind in said["kinds"])
        names = [kind.name for kind in said["kinds"]]
        if said["accepts_in_charge"]:
            names.append(str(_("người phụ trách thi đua, khen thưởng")))
        label = text.clean(said.get("label") or "") or ", ".join(names)
        return SeatLine(label, kinds, said["per_unit"], said["accepts_in_charge"])


class SeatFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # not subscriptable when it runs
    """Seat lines with room for one or two more."""

    @property
    def lines(self) -> list[SeatLine]:
        return [form.line for form in self.forms if form.is_used]


# The factory's own type forgets the class that it was given.
SEATS: type[SeatFormSet] = forms.formset_factory(  # type: ignore[assignment]
    SeatForm, formset=SeatFormSet, extra=0, max_num=12, validate_max=True
)


def seats_initial(group: CompositionGroup, suggested: Sequence[Any]) -> list[dict[str, Any]]:
    """The group's own seats, else what its words suggest; one empty line more."""
    own = [
        {
            "label": seat.label,
            "kinds": list(seat.position_kinds.all()),
            "accepts_in_charge": seat.accepts_in_charge,
            "per_unit": seat.per_unit,
        }
        for seat in group.seats.all()
    ]
    if not own:
        kinds = {kind.pk: kind for kind in PositionKind.objects.order_by("rank", "key")}
        own = [
            {
                "label": each.label,
                "kinds": [kinds[key] for key in each.position_kinds if key in kinds],
                "accepts_in_charge": each.accepts_in_charge,
                "per_unit": each.per_unit,
            }
            for each in suggested
        ]
    return [*own, {"per_unit": 1}]


class UnitSeatsForm(forms.Form):
    """A number of seats for each unit; empty means the line's own."""

    def __init__(
        self, units: Sequence[InvitedUnit], *args: Any, **options: Any
    ) -> None:  # Django's own options
        super().__init__(*args, **options)
        for unit in units:
            self.fields[f"cho-{unit.organisation.code}"] = forms.IntegerField(
                label=unit.organisation.name,
                required=False,
                min_value=0,
                max_value=500,
                initial=unit.seats_override,
                widget=forms.NumberInput({"class": "seats", "aria-label": unit.organisation.name}),
            )

    @property
    def seats(self) -> dict[str, int | None]:
        return {name.removeprefix("cho-"): number for name, number in self.cleaned_data.items()}


class SigningForm(forms.Form):
    """Who signs the papers, and their day."""

    issued_on = day_field(_("Ngày ban hành"))
    capacity = forms.CharField(
        label=_("Quyền hạn ký"),
        max_length=160,
        required=False,
        help_text=_("Ví dụ: TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH"),
    )
    position = forms.CharField(
        label=_("Chức vụ người ký"),
        max_length=160,
        error_messages={"required": _("Hãy ghi chức vụ người ký.")},
    )
    name = forms.CharField(
        label=_("Họ và tên người ký"),
        max_length=100,
        error_messages={"required": _("Hãy ghi họ và tên người ký.")},
    )
    list_number = forms.IntegerField(
        label=_("Số của danh sách"),
        required=False,
        min_value=1,
        max_value=99_999,
        help_text=_("Để trống để lấy số kế tiếp trong sổ."),
    )
    list_notation = forms.CharField(label=_("Ký hiệu của danh sách"), max_length=30, initial="DS-UBND")

    def clean_name(self) -> str:
        return text.clean(self.cleaned_data["name"])

    def clean_position(self) -> str:
        return text.clean(self.cleaned_data["position"])


class ConfirmForm(SigningForm):
    """The same with the letter to the units."""

    summons_kind = forms.ChoiceField(
        label=_("Văn bản gửi các đơn vị"),
        choices=[
            (OfficialPaper.Kind.OFFICIAL_LETTER, _("Công văn triệu tập")),
            (OfficialPaper.Kind.INVITATION, _("Giấy mời")),
        ],
    )
    summons_number = forms.IntegerField(
        label=_("Số của văn bản gửi đơn vị"),
        required=False,
        min_value=1,
        max_value=99_999,
        help_text=_("Để trống để lấy số kế tiếp trong sổ."),
    )
    summons_notation = forms.CharField(
        label=_("Ký hiệu của văn bản gửi đơn vị"), max_length=30, initial="UBND-NV"
    )
    contact = forms.CharField(label=_("Người liên hệ, điện thoại"), max_length=200, required=False)
    attach_list = forms.BooleanField(
        label=_("Kèm danh sách cả lớp vào công văn (các đơn vị sẽ đọc được tên người của nhau)"),
        required=False,
    )
    reason = forms.CharField(
        label=_("Lý do chốt khi còn đơn vị chưa trả lời"),
        max_length=500,
        required=False,
        error_messages={"required": _("Hãy ghi lý do nếu vẫn chốt khi còn đơn vị chưa trả lời.")},
        widget=forms.Textarea({"rows": 2}),
    )


class CallForm(forms.Form):
    """The letter that asks units for their lists."""

    issued_on = day_field(_("Ngày ban hành"))
    capacity = forms.CharField(label=_("Quyền hạn ký"), max_length=160, required=False)
    position = forms.CharField(
        label=_("Chức vụ người ký"),
        max_length=160,
        error_messages={"required": _("Hãy ghi chức vụ người ký.")},
    )
    name = forms.CharField(
        label=_("Họ và tên người ký"),
        max_length=100,
        error_messages={"required": _("Hãy ghi họ và tên người ký.")},
    )
    number = forms.IntegerField(
        label=_("Số"),
        required=False,
        min_value=1,
        max_value=99_999,
        help_text=_("Để trống để lấy số kế tiếp trong sổ."),
    )
    notation = forms.CharField(label=_("Ký hiệu"), max_length=30, initial="UBND-NV")
    contact = forms.CharField(label=_("Người liên hệ, điện thoại"), max_length=200, required=False)
