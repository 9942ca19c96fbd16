"""The watch-list, and what a new version of the law would do to it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangvang.core import tables
from bangvang.core.web import render_page
from bangvang.rules import actions, policies
from bangvang.rules import book as books
from bangvang.rules.forms import ChangesForm, RankForm
from bangvang.rules.models import Proposal
from bangvang.rules.queries import law, proposals
from bangvang.rules.views._day import account, today
from bangvang.rules.workflow import PROPOSAL, ProposalState


def _proposal(request: HttpRequest, code: str) -> Proposal:
    return get_object_or_404(proposals.visible_to(account(request)), code=code)


@require_safe
def proposal_list(request: HttpRequest) -> HttpResponseBase:
    """Every case that the person may see."""
    user, on = account(request), today(request)
    names = books.book_for(law.organisation_of(user), on).law.awards
    table = tables.Table(
        gettext_lazy("Dự kiến đề nghị khen thưởng"),
        proposals.visible_to(user),
        [
            tables.Column(
                "subject", gettext_lazy("Đối tượng"), "subject.name", sort=("subject__sort_key", "pk")
            ),
            tables.Column(
                "award",
                gettext_lazy("Danh hiệu, hình thức"),
                lambda row: names[row.award].name if row.award in names else row.award,
                sort=("award", "pk"),
                width=36,
                on_phone=True,
            ),
            tables.Column("year", gettext_lazy("Năm"), "year", sort=("year", "pk"), width=8),
            tables.Column("unit", gettext_lazy("Đơn vị"), "unit.name", width=32),
            tables.Column("score", gettext_lazy("Điểm xếp hạng"), "score", kind="number", width=10),
            tables.Column("state", gettext_lazy("Trạng thái"), "state", kind="state", sort=("state", "pk")),
        ],
        row_url=lambda row: (
            f"{reverse('rules:proof_detail', args=[row.subject.code, row.award])}?nam={row.year}"
        ),
        filters=[tables.Filter("trang-thai", gettext_lazy("ở trạng thái"), PROPOSAL.choices(), "state")],
        search=("subject__folded", "unit__folded"),
        order=("-year", "award", "subject__sort_key", "pk"),
        empty=gettext_lazy("Chưa ghi trường hợp nào."),
        empty_hint=gettext_lazy("Mở trang rà soát của đơn vị và chọn “Ghi dự kiến đề nghị”."),
        unit=gettext_lazy("trường hợp"),
    )
    return tables.respond(request, table, "rules/proposal_list.html", {"on": on})


@require_safe
def law_change(request: HttpRequest) -> HttpResponse:
    """Which open cases have another outcome under the law of another day."""
    user, on = account(request), today(request)
    form = ChangesForm(request.GET or None, initial={"truoc": on})
    rows: list[proposals.Turned] | None = None
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        before, after = form.cleaned_data["truoc"], form.cleaned_data["sau"]
        cases = proposals.visible_to(user).filter(state=ProposalState.OPEN)
        rows = proposals.turned(cases, before, after, min(before, after, on))
        context |= {"before": before, "after": after, "turned": sum(each.has_turned for each in rows)}
    return render_page(request, "rules/law_change.html", context | {"rows": rows})


@require_POST
def proposal_close(request: HttpRequest, code: str) -> HttpResponse:
    """Stop watching."""
    proposal = _proposal(request, code)
    actions.close(proposal, by=account(request))
    messages.success(request, _("Đã kết thúc theo dõi trường hợp của %s.") % proposal.subject.name)
    return redirect("rules:proposal_list")


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_rank(request: HttpRequest, code: str) -> HttpResponse:
    """Write down what the case is ranked by."""
    proposal = _proposal(request, code)
    sent: Any = request.POST if request.method == "POST" else None
    form = RankForm(sent, initial={"score": proposal.score, "women_share": proposal.women_share})
    if proposal.subject.kind != "collective":
        del form.fields["women_share"]
    if sent is not None and form.is_valid():
        actions.rank(proposal, by=account(request), **form.cleaned_data)
        messages.success(request, _("Đã ghi điểm xếp hạng của %s.") % proposal.subject.name)
        return redirect("rules:quota_detail", proposal.award, proposal.year)
    context = {
        "proposal": proposal,
        "form": form,
        "verdict": policies.can_keep_proposal(account(request), proposal),
    }
    return render_page(request, "rules/proposal_rank.html", context, status=422 if form.errors else 200)
