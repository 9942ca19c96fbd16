"""Places: caps by unit, the order, who falls out and why."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from bangvang.core import tables
from bangvang.core.web import render_page
from bangvang.directory.models import Organisation, Role
from bangvang.rules import actions, policies
from bangvang.rules import book as books
from bangvang.rules.forms import CapForm
from bangvang.rules.queries import law
from bangvang.rules.queries import places as queries
from bangvang.rules.views._day import account, today


@require_safe
def quota_list(request: HttpRequest) -> HttpResponseBase:
    """The awards and years with open cases."""
    user = account(request)
    names = books.book_for(law.organisation_of(user), today(request)).law.awards
    table = tables.Table(
        gettext_lazy("Xét theo mức tối đa"),
        queries.competitions(user),
        [
            tables.Column(
                "award",
                gettext_lazy("Danh hiệu, hình thức"),
                lambda row: names[row["award"]].name if row["award"] in names else row["award"],
                width=40,
            ),
            tables.Column("year", gettext_lazy("Năm"), lambda row: str(row["year"]), width=8, on_phone=True),
            tables.Column(
                "cases",
                gettext_lazy("Số trường hợp"),
                lambda row: row["cases"],
                kind="number",
                width=10,
                on_phone=True,
            ),
        ],
        row_url=lambda row: reverse("rules:quota_detail", args=[row["award"], row["year"]]),
        empty=gettext_lazy("Chưa có trường hợp nào đang theo dõi."),
        empty_hint=gettext_lazy("Khi đơn vị ghi dự kiến đề nghị, danh sách xếp hạng hiện ở đây."),
        unit=gettext_lazy("danh sách"),
        search=(),
    )
    return tables.respond(request, table, "rules/quota_list.html")


@require_safe
def quota_detail(request: HttpRequest, award: str, year: int) -> HttpResponse:
    """One award of one year: each unit's places, order and line."""
    user, on = account(request), today(request)
    book = books.book_for(law.organisation_of(user), on)
    stages = queries.stages(user, award, year, queries.women_percent(book, on))
    if not stages:
        raise Http404
    context = {
        "award": award,
        "name": book.law.awards[award].name if award in book.law.awards else award,
        "year": year,
        "stages": stages,
        "tie_break": queries.tie_break(book, on),
        "authority": _authority(request),
    }
    return render_page(request, "rules/quota_detail.html", context)


def _authority(request: HttpRequest) -> Organisation | None:
    keys = account(request).organisations_as(Role.STANDING_BODY)
    return Organisation.objects.filter(pk__in=keys).order_by("path").first()


@require_http_methods(["GET", "HEAD", "POST"])
def cap_set(request: HttpRequest, award: str, year: int) -> HttpResponse:
    """Enter the places of a unit."""
    user = account(request)
    authority = _authority(request)
    if authority is None:
        raise Http404
    units = Organisation.objects.filter(path__startswith=authority.path).order_by("sort_key", "pk")
    sent: Any = request.POST if request.method == "POST" else None
    form = CapForm(sent, units=units, initial=request.GET.dict())
    if sent is not None and form.is_valid():
        actions.set_cap(authority, by=user, award=award, year=year, **form.cleaned_data)
        messages.success(request, _("Đã ghi mức tối đa của %s.") % form.cleaned_data["unit"])
        return redirect("rules:quota_detail", award, year)
    context = {
        "form": form,
        "award": award,
        "year": year,
        "verdict": policies.can_set_caps(user, authority),
    }
    return render_page(request, "rules/cap_set.html", context, status=422 if form.errors else 200)
