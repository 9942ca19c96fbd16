"""The register of outgoing papers, and each paper as it was issued."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from bangvang.core import files, tables
from bangvang.core.web import render_page
from bangvang.documents import queries
from bangvang.documents.models import OfficialPaper

# What the printed register holds beside what the page shows (Decree 30/2020, annex IV).
IN_FILES = [
    tables.Column("position", _("Chức vụ"), "signatory_position", width=24),
    tables.Column("sent_to", _("Nơi nhận"), "sent_to", width=60),
    tables.Column(
        "register",
        _("Nguồn số"),
        lambda paper: _("sổ giấy") if paper.from_paper_register else _("hệ thống"),
        width=12,
    ),
    tables.Column("code", _("Mã"), "code", width=16),
]


def _table(user: Any, *, is_file: bool) -> tables.Table:  # the request's user: everybody here has logged in
    papers = queries.visible_to(user)

    def years() -> Iterable[tuple[str, str]]:
        return [(str(year), str(year)) for year in queries.years_of(papers)]

    columns = [
        tables.Column("number", _("Số, ký hiệu"), str, sort=("year", "number", "pk"), width=18),
        tables.Column(
            "issued_on",
            _("Ngày ban hành"),
            "issued_on",
            kind="date",
            sort=("issued_on", "pk"),
            width=14,
            on_phone=True,
        ),
        tables.Column("kind", _("Loại văn bản"), "get_kind_display", width=14),
        tables.Column("title", _("Trích yếu"), "title", width=60, on_phone=True),
        tables.Column("signatory", _("Người ký"), "signatory", sort=("signatory", "pk"), width=24),
        tables.Column("organisation", _("Cơ quan ban hành"), "organisation.name", width=36),
    ]
    return tables.Table(
        _("Sổ đăng ký văn bản đi"),
        papers,
        [*columns, *(IN_FILES if is_file else [])],
        row_url=lambda paper: reverse("documents:paper_detail", args=[paper.code]),
        filters=[
            tables.Filter("nam", _("năm"), years, lambda rows, value: rows.filter(year=value)),
            tables.Filter("loai", _("loại"), OfficialPaper.Kind.choices, "kind"),
        ],
        order=("-year", "-issued_on", "-number", "-pk"),
        empty=_("Chưa có văn bản nào được ban hành."),
        empty_hint=_("Văn bản vào sổ khi kế hoạch được ban hành hoặc danh sách lớp được chốt."),
        unit=_("văn bản"),
    )


@require_safe
def paper_list(request: HttpRequest) -> HttpResponseBase:
    """Sổ đăng ký văn bản đi."""
    table = _table(request.user, is_file="dang" in request.GET)
    return tables.respond(request, table, "documents/paper_list.html")


def _paper(request: HttpRequest, code: str) -> OfficialPaper:
    user: Any = request.user
    return get_object_or_404(queries.visible_to(user), code=code)


@require_safe
def paper_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One paper: its facts and the very PDF that was issued."""
    paper = _paper(request, code)
    facts = [
        (_("Số, ký hiệu"), str(paper)),
        (_("Loại văn bản"), paper.get_kind_display()),
        (_("Ngày ban hành"), f"{paper.issued_on:%d/%m/%Y}"),
        (_("Cơ quan ban hành"), paper.organisation.name),
        (_("Người ký"), f"{paper.signatory}, {paper.signatory_position}"),
        (_("Nơi nhận"), paper.sent_to or "–"),
        (_("Nguồn số"), _("Lấy từ sổ giấy") if paper.from_paper_register else _("Hệ thống cấp")),
    ]
    context = {"paper": paper, "facts": facts, "recipients": paper.recipients.select_related("organisation")}
    return render_page(request, "documents/paper_detail.html", context)


@require_safe
@xframe_options_sameorigin
def paper_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The paper as PDF or Word; `?xem=1` shows the PDF in the page."""
    paper = _paper(request, code)
    stored = {"pdf": paper.pdf, "docx": paper.docx}.get(form)
    if stored is None:
        raise Http404
    return files.response(stored, inline="xem" in request.GET)
