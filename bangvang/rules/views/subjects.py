"""One subject before the law: what is open, what is missing, why, and what if."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from bangvang.core.web import render_page
from bangvang.registry import queries as registry
from bangvang.registry.models import Subject
from bangvang.rules import book as books
from bangvang.rules.forms import SupposeForm
from bangvang.rules.queries import proofs
from bangvang.rules.views._day import account, considered
from rulebook.facts import FactsError


def _subject(request: HttpRequest, code: str) -> Subject:
    return get_object_or_404(registry.visible_to(account(request)), code=code)


@require_safe
def subject_detail(request: HttpRequest, code: str) -> HttpResponse:
    """What the subject may be proposed for now, and what is missing for the rest."""
    subject = _subject(request, code)
    form, on, year = considered(request)
    facts = proofs.facts_of(subject, on)
    unit = proofs.unit_of(subject, on)
    wrong, answers = "", []
    try:
        answers = proofs.overview(books.book_for(unit, on), facts, on, year)
    except FactsError as mistaken:
        wrong = str(mistaken)
    context = {
        "subject": subject,
        "unit": unit,
        "form": form,
        "on": on,
        "year": year if year is not None else proofs.last_rated(facts),
        "wrong": wrong,
        "groups": [
            (verdict, [each for each in answers if each.verdict == verdict])
            for verdict in ("met", "unknown", "unmet")
        ],
        "met": sum(each.verdict == "met" for each in answers),
        "query": request.GET.urlencode(),
    }
    return render_page(request, "rules/subject_detail.html", context)


@require_safe
def proof_detail(request: HttpRequest, code: str, award: str) -> HttpResponse:
    """The verdict in short, then why, layer by layer; and what another fact would change."""
    subject = _subject(request, code)
    form, on, year = considered(request)
    unit = proofs.unit_of(subject, on)
    book = books.book_for(unit, on)
    known = book.law.awards.get(award)
    if known is None or known.version(on.isoformat(), subject.kind) is None:
        raise Http404
    facts = proofs.facts_of(subject, on)
    names = [(each.key, each.name) for each in book.law.awards.values() if subject.kind in each.subjects]
    guess = SupposeForm(
        request.GET if any(key.startswith("gt_") for key in request.GET) else None, awards=names, on=on
    )
    supposed = guess.supposed() if guess.is_bound else proofs.Supposed()
    context: dict[str, Any] = {
        "subject": subject,
        "award": known,
        "unit": unit,
        "form": form,
        "guess": guess,
        "on": on,
        "wrong": "",
        "answer": None,
        "layers": [],
        "to_judge": [],
        "after": None,
        "after_layers": [],
    }
    try:
        told = proofs.prove(book, award, facts, on, year).to_dict()
        context |= {
            "answer": proofs.answer(book, award, facts, on, year),
            "layers": proofs.layers(told),
            "to_judge": told["to_judge"],
            "year": told["year"],
            "fingerprint": told["fingerprint"],
        }
        if supposed:
            otherwise = proofs.suppose(facts, supposed, on)
            # A supposed rating must not move the year that is asked about.
            asked = told["year"] if year is None else year
            context["after"] = proofs.answer(book, award, otherwise, on, asked)
            context["after_layers"] = proofs.layers(proofs.prove(book, award, otherwise, on, asked).to_dict())
    except FactsError as mistaken:
        context["wrong"] = str(mistaken)
    return render_page(request, "rules/proof_detail.html", context)
