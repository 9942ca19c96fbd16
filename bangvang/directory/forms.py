"""What is typed into the directory: one line of NFC text per field, days as dd/mm/yyyy."""

from datetime import date
from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.contrib.auth import password_validation
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangvang.core import text
from bangvang.directory.models import (
    Organisation,
    OrganisationKind,
    Person,
    PositionKind,
    Role,
    RoleHolding,
    Tier,
    User,
)

CHOOSE = _("xin chọn")
NOBODY = _("không")


class Line(forms.CharField):
    """One line of text, in NFC, with single spaces."""

    def to_python(self, value: object) -> str:
        """As `text.clean` leaves it, so that a name typed on any machine is the same name."""
        return text.clean(str(super().to_python(value) or ""))


class OrganisationForm(forms.Form):
    """The names of a body."""

    name = Line(label=_("Tên đầy đủ"), max_length=200)
    short_name = Line(label=_("Tên viết tắt"), max_length=60, required=False)
    place = Line(
        label=_("Địa danh ghi trên văn bản"),
        max_length=80,
        required=False,
        help_text=_(
            "Ví dụ “An Hòa” trong “An Hòa, ngày 08 tháng 4 năm 2024”. Đơn vị không ra văn bản thì để trống."
        ),
    )


class EstablishForm(OrganisationForm):
    """A new body below another."""

    kind = forms.ModelChoiceField(
        OrganisationKind.objects.order_by("rank"), label=_("Loại"), empty_label=CHOOSE
    )
    tier = forms.ModelChoiceField(Tier.objects.order_by("rank"), label=_("Cấp"), empty_label=CHOOSE)
    valid_from = forms.DateField(label=_("Thành lập từ ngày"))


class CloseForm(forms.Form):
    """The last day of a body, and who takes over."""

    on = forms.DateField(label=_("Ngày hoạt động cuối cùng"))
    successor = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Đơn vị kế thừa"),
        required=False,
        to_field_name="code",
        empty_label=NOBODY,
    )
    decision = Line(label=_("Văn bản quyết định"), max_length=200, required=False)

    def __init__(self, *args: object, organisation: Organisation, on: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        candidates = Organisation.objects.standing(on).exclude(pk=organisation.pk).order_by("sort_key", "pk")
        field: forms.ModelChoiceField[Organisation] = self.fields["successor"]  # type: ignore[assignment]
        field.queryset = candidates.filter(parent=organisation.parent)


class PersonForm(forms.Form):
    """What is written of a person."""

    full_name = Line(label=_("Họ và tên"), max_length=100)
    birth_date = forms.DateField(label=_("Ngày sinh"), required=False)
    sex = forms.ChoiceField(
        label=_("Giới tính"), required=False, choices=[("", _("chưa ghi")), *Person.Sex.choices]
    )
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    phone = Line(label=_("Điện thoại"), max_length=20, required=False)


class PositionForm(forms.Form):
    """A position in an organisation."""

    title = Line(label=_("Chức vụ, chức danh"), max_length=120, help_text=_("Ví dụ: Phó Hiệu trưởng."))
    kind = forms.ModelChoiceField(
        PositionKind.objects.order_by("rank"), label=_("Nhóm chức vụ"), empty_label=CHOOSE
    )
    in_charge = forms.BooleanField(label=_("Phụ trách công tác thi đua, khen thưởng"), required=False)
    valid_from = forms.DateField(label=_("Giữ chức vụ từ ngày"))


class RegisterForm(PersonForm, PositionForm):
    """A new person together with the position held here."""

    field_order = (
        "full_name",
        "title",
        "kind",
        "in_charge",
        "valid_from",
        "birth_date",
        "sex",
        "email",
        "phone",
    )
    is_another = forms.BooleanField(label=_("Là người khác trùng tên với người đã có"), required=False)


class AppointForm(PositionForm):
    """A further position of a known person, in one of the given organisations."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Cơ quan, đơn vị"), to_field_name="code", empty_label=CHOOSE
    )
    valid_to = forms.DateField(label=_("Đến ngày"), required=False)
    field_order = ("organisation", "title", "kind", "in_charge", "valid_from", "valid_to")

    def __init__(self, *args: object, organisations: QuerySet[Organisation], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field: forms.ModelChoiceField[Organisation] = self.fields["organisation"]  # type: ignore[assignment]
        field.queryset = organisations


class EndForm(forms.Form):
    """The last day of a position or a role."""

    on = forms.DateField(label=_("Ngày cuối cùng"))


class AccountForm(forms.Form):
    """A new account."""

    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        help_text=_("Chữ thường không dấu, chữ số, dấu chấm hoặc gạch nối. Ví dụ: chi.pm"),
    )
    email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        help_text=_("Nơi nhận đường dẫn đặt mật khẩu. Để trống thì in thư mời và trao tận tay."),
    )


class Chairs(forms.ModelChoiceField):  # type: ignore[type-arg]  # django-stubs: generic only when checked
    """Whose chair: the person and the role."""

    def label_from_instance(self, obj: RoleHolding) -> str:
        """“Lê Thanh Bình, Thủ trưởng đơn vị – Trường …”"""
        return f"{obj.user}, {obj}"


class RoleForm(forms.Form):
    """A role for a term, perhaps in the place of its head."""

    role = forms.ChoiceField(label=_("Vai trò"), choices=[("", CHOOSE), *Role.choices])
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Ở cơ quan, đơn vị"), to_field_name="code", empty_label=CHOOSE
    )
    valid_from = forms.DateField(label=_("Từ ngày"))
    valid_to = forms.DateField(label=_("Đến ngày"), required=False)
    acting_for = Chairs(
        RoleHolding.objects.none(),
        label=_("Làm thay"),
        required=False,
        empty_label=NOBODY,
        help_text=_("Chọn người giữ chính vai trò này khi cấp phó làm thay; tự giữ vai trò thì để trống."),
    )

    def __init__(
        self,
        *args: object,
        organisations: QuerySet[Organisation],
        chairs: QuerySet[RoleHolding],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        where: forms.ModelChoiceField[Organisation] = self.fields["organisation"]  # type: ignore[assignment]
        where.queryset = organisations
        chair: Chairs = self.fields["acting_for"]  # type: ignore[assignment]
        chair.queryset = chairs


class FirstPasswordForm(forms.Form):
    """The password that the owner of an account chooses."""

    password = forms.CharField(
        label=_("Mật khẩu mới"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Từ 10 ký tự trở lên, không chỉ gồm chữ số, không giống tên đăng nhập."),
    )
    again = forms.CharField(
        label=_("Nhập lại mật khẩu"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: object, account: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.account = account

    def clean_password(self) -> str:
        """As strong as the settings ask."""
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.account)
        return password

    def clean(self) -> dict[str, object]:
        """Typed twice alike."""
        data: dict[str, object] = self.cleaned_data
        if data.get("password") and data.get("again") != data["password"]:
            self.add_error("again", _("Hai lần nhập mật khẩu chưa giống nhau."))
        return data


# --- Allauth's forms, named in the settings: labels stand above the fields, so no field repeats its label inside ------


class _Bare:
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **options: Any) -> None:  # allauth's own options, passed on
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class _Code(_Bare):
    def __init__(self, *args: Any, **options: Any) -> None:  # allauth's own options, passed on
        super().__init__(*args, **options)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True, "maxlength": 12}


class LoginForm(_Bare, account_forms.LoginForm):  # type: ignore[misc]  # allauth is untyped
    """Name and password."""

    def __init__(self, *args: Any, **options: Any) -> None:  # allauth's own options, passed on
        super().__init__(*args, **options)
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "autofocus": True,
        }


class ChangePasswordForm(_Bare, account_forms.ChangePasswordForm):  # type: ignore[misc]  # allauth is untyped
    """The old password once, the new one twice."""


class PasswordAgainForm(_Bare, account_forms.ReauthenticateForm):  # type: ignore[misc]  # allauth is untyped
    """The password of who is logged in."""


class SecondFactorForm(_Code, mfa_forms.AuthenticateForm):  # type: ignore[misc]  # allauth is untyped
    """The code at the door."""


class SecondFactorAgainForm(_Code, mfa_forms.ReauthenticateForm):  # type: ignore[misc]  # allauth is untyped
    """The code of who is logged in."""


class SetUpForm(_Code, totp_forms.ActivateTOTPForm):  # type: ignore[misc]  # allauth is untyped
    """The first code of a telephone."""
