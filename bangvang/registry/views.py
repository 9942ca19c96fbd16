"""The list of records, one record as a timeline, and the forms that write into it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.db.models import Prefetch
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from bangvang.core import ledger, tables, web
from bangvang.core.errors import DomainError, RuleViolation, WrongState
from bangvang.core.policy import Verdict
from bangvang.directory.models import Organisation, Position, User
from bangvang.registry import actions, forms, policies, queries, titles
from bangvang.registry.models import Award, Fact, Proceeding, Subject, SubjectKind

FORM = require_http_methods(["GET", "HEAD", "POST"])
MOST_UNITS: Final = 300


@dataclass(frozen=True, slots=True)
class Recording:
    """One kind of fact: what its button and its page say, what writes it, who may."""

    label: str | Promise
    write: Callable[..., Fact]
    verdict: Callable[[User, Subject], Verdict]


RECORDINGS: Final = {
    "xep-loai": Recording(gettext_lazy("Ghi kết quả năm"), actions.record_rating, policies.can_record_year),
    "danh-hieu": Recording(
        gettext_lazy("Ghi danh hiệu, khen thưởng"), actions.record_award, policies.can_record
    ),
    "sang-kien": Recording(
        gettext_lazy("Ghi sáng kiến"), actions.record_initiative, policies.can_record_year
    ),
    "thanh-tich": Recording(gettext_lazy("Ghi thành tích"), actions.record_merit, policies.can_record),
    "ky-luat": Recording(gettext_lazy("Ghi kỷ luật"), actions.record_discipline, policies.can_record),
    "vu-viec": Recording(
        gettext_lazy("Ghi vụ việc đang xem xét"), actions.record_proceeding, policies.can_record
    ),
    "phuc-vu": Recording(gettext_lazy("Ghi thời gian phục vụ"), actions.record_service, policies.can_record),
}


def _found(request: HttpRequest, code: str) -> tuple[User, Subject]:
    user: User = request.user  # type: ignore[assignment]
    return user, get_object_or_404(queries.visible_to(user), code=code)


def _today(request: HttpRequest) -> date:
    day: date = request.today  # type: ignore[attr-defined]
    return day


def _where(row: Subject) -> str:
    if row.commune is not None:
        return row.commune.name
    standing: list[Position] = getattr(row.person, "standing", [])
    return "; ".join(f"{each.title}, {each.organisation.name}" for each in standing)


@require_safe
def subject_list(request: HttpRequest) -> HttpResponseBase:
    """The records that the person may read."""
    user: User = request.user  # type: ignore[assignment]
    today = _today(request)
    positions = Position.objects.standing(today).select_related("organisation").order_by("kind__rank", "pk")
    rows = queries.visible_to(user).prefetch_related(
        Prefetch("person__positions", queryset=positions, to_attr="standing")
    )
    readable = queries.organisations_read_by(user)

    def units() -> Iterable[tuple[str, str]]:
        asked = request.GET.get("don-vi", "")
        listed = list(readable.values_list("code", "name")[:MOST_UNITS])
        return listed + list(
            readable.filter(code=asked).exclude(code__in=dict(listed)).values_list("code", "name")
        )

    def of_unit(found: Any, code: str) -> Any:
        return queries.of_unit(found, readable.get(code=code), today)

    table = tables.Table(
        gettext_lazy("Hồ sơ thành tích"),
        rows,
        [
            tables.Column("ten", gettext_lazy("Tên"), "name", sort="sort_key", width=40),
            tables.Column("loai", gettext_lazy("Loại"), "get_kind_display", width=14),
            tables.Column("noi", gettext_lazy("Chức vụ, nơi công tác, nơi cư trú"), _where, width=60),
            tables.Column("ma", gettext_lazy("Mã"), "code", sort="code", width=14, on_phone=False),
        ],
        row_url=lambda row: reverse("registry:subject_detail", args=[row.code]),
        filters=[
            tables.Filter("loai", gettext_lazy("loại"), SubjectKind.choices, "kind"),
            tables.Filter(
                "don-vi", gettext_lazy("của"), units, of_unit, any_label=gettext_lazy("mọi đơn vị")
            ),
        ],
        order=("sort_key", "pk"),
        unit=gettext_lazy("hồ sơ"),
        empty=gettext_lazy("Chưa có hồ sơ nào mà anh, chị được xem."),
        empty_hint=gettext_lazy("Hồ sơ được lập từ trang này cho từng đơn vị và người của đơn vị."),
    )
    unit = readable.filter(code=request.GET.get("don-vi", "")).first()
    units_kept = user.organisations_as(*queries.UNIT_ROLES)
    if unit is None and units_kept:
        unit = readable.filter(pk__in=units_kept).first()
    can_open = unit is not None and bool(policies.can_open_record(user, unit))
    return tables.respond(request, table, "registry/subject_list.html", {"unit": unit if can_open else None})


def _about(row: Subject, units: list[Organisation]) -> list[tuple[str, object]]:
    told: list[tuple[str, object]] = [
        (_("Mã"), row.code),
        (_("Loại"), row.get_kind_display()),
        (_("Nơi công tác, nơi cư trú"), "; ".join(each.name for each in units)),
    ]
    if row.kind == SubjectKind.INDIVIDUAL:
        born = row.person.birth_date if row.person else None
        told.append((_("Nghề nghiệp, đối tượng"), row.get_occupation_display()))
        told.append((_("Ngày sinh"), f"{born:%d/%m/%Y}" if born else ""))
    if row.kind == SubjectKind.COLLECTIVE:
        told.append((_("Loại tập thể"), row.get_body_display()))
        told.append((_("Ngày thành lập"), f"{row.founded_on:%d/%m/%Y}" if row.founded_on else ""))
        told.append((_("Được tặng cờ thi đua"), _("có") if row.flag_eligible else _("không")))
    complete = row.history_complete_from
    told.append((_("Dữ liệu đầy đủ"), "" if complete is None else _("từ năm %(year)s") % {"year": complete}))
    return [(label, value or _("chưa ghi")) for label, value in told]


@require_safe
def subject_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One record: every year with what it brought, and what counts in days."""
    user, row = _found(request, code)
    today = _today(request)
    line = queries.timeline(row, today)
    for year in line.years:
        for award in year.awards:
            award.title = titles.name(award.key)  # type: ignore[attr-defined]
    can_record, can_record_year = policies.can_record(user, row), policies.can_record_year(user, row)
    buttons = [
        (reverse("registry:fact_record", args=[row.code, what]), each.label)
        for what, each in RECORDINGS.items()
        if (can_record_year if each.verdict is policies.can_record_year else can_record)
    ]
    context = {
        "subject": row,
        "facts": _about(row, queries.units_of(row, today)),
        "timeline": line,
        "buttons": buttons,
        "can_record": can_record,
        "today": today,
        "entries": ledger.of(row)[:50] if can_record_year else [],
    }
    return web.render_page(request, "registry/subject_detail.html", context)


def _model(what: str) -> type[Fact]:
    if what not in queries.FACTS:
        raise Http404
    return queries.FACTS[what]


@FORM
def fact_record(request: HttpRequest, code: str, what: str) -> HttpResponse:
    """A new fact of this kind."""
    user, row = _found(request, code)
    model, recording = _model(what), RECORDINGS[what]
    form = forms.of_fact(model, row, request.POST or None)
    verdict = recording.verdict(user, row)

    def write() -> None:
        recording.write(row, by=user, **form.cleaned_data)

    return _ask(request, row, form, verdict, str(recording.label), write)


@FORM
def fact_correct(request: HttpRequest, code: str, what: str, pk: int) -> HttpResponse:
    """Correct what was recorded, with the reason."""
    user, row = _found(request, code)
    fact = _fact(row, what, pk)
    before = queries.values_of(fact)
    form = forms.of_fact(type(fact), row, request.POST or None, instance=fact, reason=True)

    def write() -> None:
        after = dict(form.cleaned_data)
        reason = after.pop("reason")
        actions.correct_fact(row, by=user, fact=fact, before=before, after=after, reason=reason)

    title = _("Sửa: %(what)s") % {"what": _named(fact)}
    return _ask(request, row, form, policies.can_record(user, row), title, write)


@FORM
def fact_remove(request: HttpRequest, code: str, what: str, pk: int) -> HttpResponse:
    """Remove what was recorded by mistake, with the reason."""
    user, row = _found(request, code)
    fact = _fact(row, what, pk)
    form = forms.ReasonForm(request.POST or None)

    def write() -> None:
        before = queries.values_of(fact)
        actions.remove_fact(row, by=user, fact=fact, before=before, reason=form.cleaned_data["reason"])

    title = _("Bỏ: %(what)s") % {"what": _named(fact)}
    return _ask(request, row, form, policies.can_record(user, row), title, write)


@FORM
def proceeding_close(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The matter is cleared up."""
    user, row = _found(request, code)
    matter = get_object_or_404(Proceeding.objects.filter(subject=row), pk=pk)
    form = forms.CloseForm(request.POST or None, on=_today(request))

    def write() -> None:
        actions.close_proceeding(row, by=user, proceeding=matter, **form.cleaned_data)

    title = _("Kết thúc: %(what)s") % {"what": matter}
    return _ask(request, row, form, policies.can_record(user, row), title, write)


@FORM
def subject_describe(request: HttpRequest, code: str) -> HttpResponse:
    """Correct what the record says of the subject itself."""
    user, row = _found(request, code)
    before = queries.values_of(row)
    form = forms.SubjectForm(request.POST or None, instance=row)

    def write() -> None:
        after = dict(form.cleaned_data)
        reason = after.pop("reason")
        actions.describe_record(row, by=user, before=before, after=after, reason=reason)

    return _ask(request, row, form, policies.can_record(user, row), _("Sửa thông tin của hồ sơ"), write)


def _unit(request: HttpRequest, code: str) -> tuple[User, Organisation]:
    user: User = request.user  # type: ignore[assignment]
    return user, get_object_or_404(queries.organisations_read_by(user), code=code)


@FORM
def subject_open(request: HttpRequest, unit: str) -> HttpResponse:
    """Open the record of one of the unit's people, or of the unit itself."""
    user, organisation = _unit(request, unit)
    people = queries.people_without_record(organisation, _today(request))
    form = forms.OpenForm(request.POST or None, people=people)

    def write() -> Subject:
        given = form.cleaned_data
        if given["owner"] is not None:
            return actions.open_record(given["owner"], by=user, occupation=given["occupation"])
        return actions.open_record(organisation, by=user, body=given["body"], founded_on=given["founded_on"])

    return _open(request, organisation, form, _("Lập hồ sơ thành tích"), write)


@FORM
def household_open(request: HttpRequest, unit: str) -> HttpResponse:
    """Open the record of a household that lives in this commune."""
    user, organisation = _unit(request, unit)
    form = forms.HouseholdForm(request.POST or None)

    def write() -> Subject:
        return actions.open_household_record(organisation, by=user, **form.cleaned_data)

    return _open(request, organisation, form, _("Lập hồ sơ của hộ gia đình"), write)


# --- What all forms have in common ------------------------------------------------------------------------------


def _fact(row: Subject, what: str, pk: int) -> Fact:
    fact: Fact = get_object_or_404(queries.facts_recorded(row, _model(what)), pk=pk)
    return fact


def _named(fact: Fact) -> str:
    return f"{fact.year}: {titles.name(fact.key)}" if isinstance(fact, Award) else str(fact)


def _told(form: BaseForm, refusal: DomainError) -> None:
    """Each finding at its field; what has no field here stands above the form."""
    for each in refusal.findings:
        form.add_error(each.place if each.place in form.fields else None, str(each.sentence))
    if not refusal.findings:
        form.add_error(None, str(refusal))


def _ask(
    request: HttpRequest,
    row: Subject,
    form: BaseForm,
    verdict: Verdict,
    title: str,
    write: Callable[[], None],
) -> HttpResponse:
    back = reverse("registry:subject_detail", args=[row.code])
    if form.is_valid():
        try:
            write()
        except (RuleViolation, WrongState) as refusal:
            _told(form, refusal)
        else:
            messages.success(request, _("Đã lưu vào hồ sơ của %(name)s.") % {"name": row.name})
            return redirect(back)
    context = {
        "form": form, "verdict": verdict, "title": title, "back": back, "lead": f"{row.name}, {row.code}"
    }  # fmt: skip
    return _page(request, context, form)


def _open(
    request: HttpRequest, unit: Organisation, form: BaseForm, title: str, write: Callable[[], Subject]
) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    if form.is_valid():
        try:
            row = write()
        except RuleViolation as refusal:
            _told(form, refusal)
        else:
            messages.success(request, _("Đã lập hồ sơ %(code)s.") % {"code": row.code})
            return redirect("registry:subject_detail", row.code)
    context = {
        "form": form,
        "verdict": policies.can_open_record(user, unit),
        "title": title,
        "back": f"{reverse('registry:subject_list')}?don-vi={unit.code}",
        "lead": unit.name,
    }
    return _page(request, context, form)


def _page(request: HttpRequest, context: dict[str, object], form: BaseForm) -> HttpResponse:
    return web.render_page(request, "registry/form_page.html", context, status=422 if form.errors else 200)
