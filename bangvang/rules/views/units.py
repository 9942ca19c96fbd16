"""A unit before the law, and the cases it records."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from bangvang.core import tables
from bangvang.core.web import render_page
from bangvang.directory.models import Organisation
from bangvang.registry import queries as registry
from bangvang.rules import actions, policies
from bangvang.rules import book as books
from bangvang.rules.forms import ProposeForm
from bangvang.rules.queries import units as queries
from bangvang.rules.views._day import account, considered, today


def _unit(request: HttpRequest, code: str) -> Organisation:
    return get_object_or_404(registry.organisations_read_by(account(request)), code=code)


@require_safe
def unit_list(request: HttpRequest) -> HttpResponseBase:
    """The units whose records one reads."""
    table = tables.Table(
        gettext_lazy("Rà soát theo đơn vị"),
        registry.organisations_read_by(account(request)).standing(today(request)).select_related("kind"),  # type: ignore[attr-defined]
        [
            tables.Column("name", gettext_lazy("Đơn vị"), "name", sort=("sort_key", "pk"), width=40),
            tables.Column("kind", gettext_lazy("Loại"), "kind.name", width=24, on_phone=True),
        ],
        row_url=lambda unit: reverse("rules:unit_detail", args=[unit.code]),
        order=("sort_key", "pk"),
        empty=gettext_lazy("Chưa có đơn vị nào để rà soát."),
        empty_hint=gettext_lazy(
            "Người phụ trách của đơn vị và cơ quan thường trực rà soát hồ sơ của đơn vị mình."
        ),
        unit=gettext_lazy("đơn vị"),
    )
    return tables.respond(request, table, "rules/unit_list.html")


@require_safe
def unit_detail(request: HttpRequest, unit: str) -> HttpResponse:
    """Eligible and not proposed; proposed and not eligible; one clause missing."""
    found, user = _unit(request, unit), account(request)
    form, on, year = considered(request)
    year = queries.last_rated_year(user, found, on) if year is None else year
    book = books.book_for(found, on)
    keys = queries.keys_of(book, on)
    chosen = request.GET.get("dh", "")
    review = queries.review(user, found, book, on, year, [chosen] if chosen in keys else ())
    context = {
        "unit": found,
        "form": form,
        "on": on,
        "year": year,
        "review": review,
        "awards": [(key, book.law.awards[key].name, key == chosen) for key in keys],
        "verdicts": {"propose": policies.can_propose(user, found)},
        "query": f"ngay={on:%d/%m/%Y}&nam={year}",
    }
    return render_page(request, "rules/unit_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_new(request: HttpRequest, unit: str) -> HttpResponse:
    """Record a case; the page of a unit posts one with a click."""
    found, user = _unit(request, unit), account(request)
    on = today(request)
    verdict = policies.can_propose(user, found)
    law = books.book_for(found, on).law
    awards = [(key, law.awards[key].name) for key in queries.keys_of(books.book_for(found, on), on)]
    subjects = registry.of_unit(registry.visible_to(user), found, on)
    sent: Any = request.POST if request.method == "POST" else None
    form = ProposeForm(
        sent, subjects=subjects, awards=awards, initial={"year": on.year, **request.GET.dict()}
    )
    if sent is not None and form.is_valid():
        made = actions.propose(found, by=user, **form.cleaned_data)
        messages.success(request, _("Đã ghi %s vào danh sách dự kiến đề nghị.") % made.subject.name)
        return redirect(f"{reverse('rules:unit_detail', args=[found.code])}?nam={made.year}")
    context = {"unit": found, "form": form, "verdict": verdict}
    return render_page(request, "rules/proposal_new.html", context, status=422 if form.errors else 200)
