"""A paper goes out: it gets its number, is printed with it, and is kept as it was."""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from bangvang.core import clock, files, sequences, text
from bangvang.core.actions import action
from bangvang.core.errors import Finding, RuleViolation
from bangvang.directory.models import Organisation, User
from bangvang.documents import policies, queries
from bangvang.documents.models import OfficialPaper, PaperRecipient
from paperwork import official

_NOTATION = re.compile(r"[^\W_]+(-[^\W_]+)*")
LARGEST_NUMBER = 99_999


@action(policies.can_issue_paper, private=("document",))
def issue_paper(
    organisation: Organisation,
    *,
    by: User,
    kind: str,
    document: official.OfficialDocument,
    notation: str,
    title: str,
    issued_on: date,
    signatory: str,
    signatory_position: str,
    about: str,
    number: int | None = None,
    recipients: Collection[Organisation] = (),
) -> OfficialPaper:
    """Give the paper the next number of the year's register, or the one entered from the paper register.

    The day on the paper decides the year, so a paper of 31 December that is entered in January belongs to the old
    year. The series stays locked until the paper is kept: there is no gap and no number is given twice.
    """
    notation = text.clean(notation)
    _check(by, notation, issued_on, number)
    year, is_entered = issued_on.year, number is not None
    series = queries.series(organisation, kind, year)
    taken = sequences.last(series)
    number = taken + 1 if number is None else number
    if (
        is_entered
        and OfficialPaper.objects.filter(
            organisation=organisation, kind=kind, year=year, number=number
        ).exists()
    ):
        raise RuleViolation(
            _(
                "Số %(number)s đã dùng trong năm %(year)s. Hãy kiểm tra sổ đăng ký văn bản; số kế tiếp là %(next)s."
            )
            % {"number": f"{number:02d}/{notation}", "year": year, "next": taken + 1},
            [Finding("number", _("Số này đã dùng trong năm."))],
        )
    sequences.reach(series, number)
    head = replace(document.head, number=str(number), notation=notation, date=issued_on)
    printed = replace(document, head=head)
    name = f"{number:02d}-{notation}-{year}"
    paper = OfficialPaper(
        code=sequences.code("VB", year),
        organisation=organisation,
        kind=kind,
        year=year,
        number=number,
        notation=notation,
        title=text.clean(title)[:500],
        issued_on=issued_on,
        signatory=text.clean(signatory)[:100],
        signatory_position=text.clean(signatory_position)[:160],
        sent_to="; ".join(text.clean(each) for each in (*document.addressees, *document.recipients)),
        from_paper_register=is_entered,
        about=about,
        pdf=files.store(official.render(printed, "pdf"), f"{name}.pdf", by=by, kinds={"pdf"}),
        docx=files.store(official.render(printed, "docx"), f"{name}.docx", by=by, kinds={"docx"}),
        recorded_at=clock.now(),
    )
    paper.folded = text.fold(f"{paper} {paper.title} {paper.signatory} {paper.code} {about}")[:700]
    paper.save(force_insert=True)
    _address(paper, recipients)
    return paper


@action(policies.can_address)
def address(paper: OfficialPaper, *, by: User, organisations: Collection[Organisation]) -> OfficialPaper:
    """Let these units read the paper too; those who may already are left as they are."""
    _address(paper, organisations)
    return paper


def _address(paper: OfficialPaper, organisations: Collection[Organisation]) -> None:
    PaperRecipient.objects.bulk_create(
        [PaperRecipient(paper=paper, organisation=each) for each in organisations], ignore_conflicts=True
    )


def _check(by: User, notation: str, issued_on: date, number: int | None) -> None:
    findings = []
    if not _NOTATION.fullmatch(notation) or len(notation) > 30:
        findings.append(
            Finding("notation", _("Ký hiệu viết liền, các nhóm nối bằng dấu gạch ngang, ví dụ: KH-UBND."))
        )
    if by.on is not None and issued_on > by.on:
        findings.append(Finding("issued_on", _("Ngày ban hành không thể sau ngày hôm nay.")))
    if number is not None and not 1 <= number <= LARGEST_NUMBER:
        findings.append(Finding("number", _("Số văn bản phải từ 1 trở lên.")))
    if findings:
        raise RuleViolation(_("Chưa ban hành được văn bản. Hãy sửa các chỗ nêu dưới đây."), findings)
