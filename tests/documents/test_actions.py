"""A paper gets its number from the year's register, without gaps, and is kept as printed."""

import io
from datetime import date
from typing import Any

import pdfplumber
import pytest
from django.conf import LazySettings

from bangvang.core import files
from bangvang.core.errors import NotAllowed, RuleViolation
from bangvang.core.models import AuditEntry, StoredFile
from bangvang.directory.models import User
from bangvang.documents import actions, queries
from bangvang.documents.models import OfficialPaper
from paperwork import official
from tests.factories.directory import World

LETTER = official.OfficialDocument(
    head=official.Head("ỦY BAN NHÂN DÂN HUYỆN AN HÒA", place="An Hòa"),
    kind="KẾ HOẠCH",
    title="Tập huấn nghiệp vụ",
    body=(official.Paragraph("Đề nghị các đơn vị thực hiện."),),
    recipients=("Lưu: VT",),
    signature=official.Signature("PHÓ CHỦ TỊCH", "Võ Trường Sơn", ("KT. CHỦ TỊCH",)),
)


def issue(world: World, by: User | None = None, **also: Any) -> OfficialPaper:
    details: dict[str, Any] = {
        "kind": OfficialPaper.Kind.PLAN,
        "document": LETTER,
        "notation": "KH-UBND",
        "title": "Tập huấn nghiệp vụ",
        "issued_on": date(2024, 4, 8),
        "signatory": "Võ Trường Sơn",
        "signatory_position": "PHÓ CHỦ TỊCH",
        "about": "KHTH-2024-0001",
        **also,
    }
    return actions.issue_paper(world.authority, by=by or world.son, **details)


def test_numbers_follow_each_other_in_the_series_of_their_kind(world: World):
    numbers = [str(issue(world)), str(issue(world))]
    letter = issue(world, kind=OfficialPaper.Kind.OFFICIAL_LETTER, notation="UBND-NV")

    assert (numbers, str(letter)) == (["01/KH-UBND", "02/KH-UBND"], "01/UBND-NV")


def test_numbers_restart_on_01_january_and_31_december_belongs_to_the_old_year(world: World):
    son = world.son.acting_on(date(2025, 1, 2))
    issue(world, by=son, issued_on=date(2024, 12, 30))
    new = issue(world, by=son, issued_on=date(2025, 1, 1))
    late = issue(world, by=son, issued_on=date(2024, 12, 31))

    assert [(paper.year, paper.number) for paper in (new, late)] == [(2025, 1), (2024, 2)]


def test_each_organisation_has_its_own_series(world: World):
    issue(world)

    assert queries.next_number(world.authority, "KH", date(2024, 5, 1)) == 2
    assert queries.next_number(world.commune, "KH", date(2024, 5, 1)) == 1


def test_a_number_from_the_paper_register_is_kept_and_later_numbers_go_on_after_it(world: World):
    entered = issue(world, number=45)
    following = issue(world)

    assert (entered.number, entered.from_paper_register) == (45, True)
    assert (following.number, following.from_paper_register) == (46, False)


def test_a_low_number_entered_later_does_not_turn_the_register_back(world: World):
    issue(world, number=45)
    issue(world, number=12)

    assert issue(world).number == 46


def test_a_number_used_already_is_refused_with_the_next_one_named(world: World):
    issue(world, number=3)

    with pytest.raises(RuleViolation, match=r"Số 03/KH-UBND đã dùng trong năm 2024.*số kế tiếp là 4"):
        issue(world, number=3)
    assert OfficialPaper.objects.count() == 1


def test_a_paper_that_fails_leaves_no_gap(world: World, settings: LazySettings):
    issue(world)
    settings.UPLOAD_LIMIT_MB = 0
    with pytest.raises(RuleViolation, match="quá giới hạn"):
        issue(world)
    settings.UPLOAD_LIMIT_MB = 20

    assert issue(world).number == 2


def test_the_stored_papers_bear_number_and_day(world: World):
    paper = issue(world)

    assert files.read(paper.pdf).startswith(b"%PDF-")
    assert (paper.pdf.name, paper.docx.name) == ("01-KH-UBND-2024.pdf", "01-KH-UBND-2024.docx")
    assert StoredFile.objects.count() == 2
    text = _text_of(files.read(paper.pdf))
    assert "Số: 01/KH-UBND" in text
    assert "An Hòa, ngày 08 tháng 4 năm 2024" in text


def _text_of(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return document.pages[0].extract_text()


@pytest.mark.parametrize(
    ("also", "place"),
    [
        ({"notation": "KH UBND"}, "notation"),
        ({"notation": "KH/UBND"}, "notation"),
        ({"notation": ""}, "notation"),
        ({"issued_on": date(2024, 4, 9)}, "issued_on"),
        ({"number": 0}, "number"),
    ],
)
def test_what_cannot_stand_on_a_paper_is_refused_at_its_place(world: World, also: dict[str, Any], place: str):
    with pytest.raises(RuleViolation) as refused:
        issue(world, **also)

    assert [finding.place for finding in refused.value.findings] == [place]
    assert OfficialPaper.objects.count() == 0


def test_only_who_signs_or_keeps_the_register_issues(world: World):
    with pytest.raises(NotAllowed, match="Chỉ người ký hoặc cơ quan thường trực"):
        issue(world, by=world.giang)

    assert (OfficialPaper.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_units_see_the_papers_addressed_to_them_and_no_others(world: World):
    own = issue(world, recipients=[world.school])
    issue(world)

    assert list(queries.visible_to(world.anh)) == [own]
    assert list(queries.visible_to(world.giang)) == []
    assert queries.visible_to(world.chi).count() == 2


def test_a_paper_addressed_later_and_twice_is_seen_once(world: World):
    paper = issue(world)
    for _time in range(2):
        actions.address(paper, by=world.chi, organisations=[world.school])

    assert list(queries.visible_to(world.anh)) == [paper]
    with pytest.raises(NotAllowed):
        actions.address(paper, by=world.giang, organisations=[world.other_school])
    assert list(queries.visible_to(world.giang)) == []
