"""The law of a day: its awards, and one award whole."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from bangvang.core import badges, tables
from bangvang.core.web import render_page
from bangvang.rules import book as books
from bangvang.rules.forms import CompareForm
from bangvang.rules.queries import law as queries
from bangvang.rules.views._day import account, day_of
from rulebook import readable, words
from rulebook.tree import Award


@require_safe
def award_list(request: HttpRequest) -> HttpResponseBase:
    """Every award in force on the day."""
    form, on = day_of(request)
    held = books.held_for(queries.organisation_of(account(request)), on)
    rows = queries.in_force(held.book, on)
    table = tables.Table(
        _("Danh hiệu thi đua và hình thức khen thưởng"),
        rows,
        [
            tables.Column("name", _("Tên"), "name", width=40),
            tables.Column("kind", _("Loại"), "kind_word", width=22, on_phone=True),
            tables.Column("subjects", _("Dành cho"), "subjects", width=24, on_phone=True),
            tables.Column(
                "since",
                _("Quy định hiện hành từ"),
                lambda row: date.fromisoformat(row.since),
                kind="date",
                width=14,
            ),
            tables.Column(
                "certainty",
                _("Độ chắc chắn"),
                lambda row: badges.Badge(row.certainty_word, row.tone),
                kind="state",
                width=24,
            ),
        ],
        row_url=lambda row: f"{reverse('rules:award_detail', args=[row.key])}?ngay={on:%d/%m/%Y}",
        empty=_("Ngày này chưa có quy định nào trong bộ luật."),
        empty_hint=_("Bộ luật có từ ngày 01/01/2024. Hãy chọn ngày khác."),
        unit=_("danh hiệu, hình thức"),
        per_page=100,
        search=(),
    )
    context = {"form": form, "on": on, "left_out": held.left_out}
    return tables.respond(request, table, "rules/award_list.html", context)


@require_safe
def award_detail(request: HttpRequest, award: str) -> HttpResponse:
    """The rule with its articles, who decides, how, what is paid, which versions there were, what changed."""
    form, on = day_of(request)
    book = books.book_for(queries.organisation_of(account(request)), on)
    known = book.law.awards.get(award)
    if known is None:
        raise Http404
    compare = CompareForm(request.GET if "tu" in request.GET else None)
    context: dict[str, Any] = {
        "award": known,
        "kind_word": readable.KIND.get(known.kind, known.kind),
        "form": form,
        "on": on,
        "criteria": queries.criteria(book, known, on),
        "decided_by": queries.told(known.decided_by, on),
        "procedure": [
            (readable.WHAT[what], told)
            for what in readable.WHAT
            if (told := queries.told(known.procedure, on, what))
        ],
        "bonuses": queries.bonuses(book, known, on),
        "history": queries.history(known, on),
        "compare": compare,
        "turning": [(day, queries.day_before(day)) for day in queries.turning_days(known)[1:]],
        "changed": [],
    }
    if compare.is_bound and compare.is_valid():
        context["changed"] = _changed(request, known, compare.cleaned_data["tu"], compare.cleaned_data["den"])
    return render_page(request, "rules/award_detail.html", context)


def _changed(request: HttpRequest, award: Award, before: date, after: date) -> list[tuple[str, Any]]:
    organisation = queries.organisation_of(account(request))
    old, new = books.book_for(organisation, before), books.book_for(organisation, after)
    earlier, later = old.law.awards.get(award.key, award), new.law.awards.get(award.key, award)
    iso = before.isoformat(), after.isoformat()
    return [
        (words.KIND[kind], readable.between(new.law, earlier, later, kind, *iso)) for kind in award.subjects
    ]
