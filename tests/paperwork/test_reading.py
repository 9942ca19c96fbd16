"""Whole plans of differing form against what a person wrote down from them."""

import difflib
import json
import unicodedata
from pathlib import Path

import pytest

from paperwork import plan, reading
from tests.paperwork import plan_papers

CORPUS = Path(__file__).parent / "corpus"
DEMO = Path(__file__).parents[2] / "bangvang" / "demo" / "ke-hoach-tap-huan-2024.md"
FOUNDING = Path(__file__).parents[3] / "shared" / "seed" / "ke-hoach-tap-huan-2024.md"
TEXTS = sorted(path for path in CORPUS.iterdir() if path.suffix in {".md", ".txt"})


def assert_reads(data: bytes, name: str, expected: str) -> plan.Plan:
    """The plan equals what was written down, and every line of the paper is accounted for."""
    read = reading.read_plan(data, name)
    want = json.loads((CORPUS / f"{expected}.json").read_text(encoding="utf-8"))
    got, wanted = (
        json.dumps(one, ensure_ascii=False, indent=1).splitlines() for one in (read.to_json(), want)
    )
    assert "\n".join(difflib.unified_diff(wanted, got, "written down", "read", lineterm="", n=1)) == ""
    assert list(read.to_json()) == list(want)
    return read


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_a_text_plan_reads_as_written_down(path: Path) -> None:
    assert_reads(path.read_bytes(), path.name, path.stem)


@pytest.mark.parametrize("name", sorted(plan_papers.WORD))
def test_a_word_plan_reads_as_written_down(name: str) -> None:
    assert_reads(plan_papers.WORD[name](), f"{name}.docx", name)


@pytest.mark.parametrize("name", sorted(plan_papers.PDF))
def test_a_pdf_plan_reads_as_written_down(name: str) -> None:
    assert_reads(plan_papers.PDF[name](), f"{name}.pdf", name)


def test_the_demo_plan_reads_as_written_down() -> None:
    assert_reads(DEMO.read_bytes(), DEMO.name, "ke-hoach-mau-2024")


def test_fields_point_to_the_lines_they_were_read_from() -> None:
    read = reading.read_plan(DEMO.read_bytes(), DEMO.name)

    def shown(path: str) -> str:
        first, last = read.sources[path]
        return " ".join(read.lines[first - 1 : last])

    assert shown("document.title") == read.document.title
    assert shown("purposes.1").startswith("- Giúp người dự tập huấn")
    assert shown("classes.1.headcount") == "b) Số lượng: 60 người."
    assert shown("classes.0.composition.1").startswith("- Chủ tịch hoặc Phó Chủ tịch")
    assert shown("classes.0.period") == "c) Thời gian: 01 ngày, dự kiến trong quý II năm 2024."
    assert shown("assignments.0.organisation").startswith("1. Phòng Nội vụ (cơ quan thường trực")
    assert shown("assignments.0.duties.1").startswith("- Lập dự toán kinh phí")
    assert shown("recipients.5") == "- Lưu: VT, NV."
    assert shown("signatory.position") == "PHÓ CHỦ TỊCH"


@pytest.mark.skipif(not FOUNDING.exists(), reason="the founding plan is not beside this checkout")
def test_the_founding_plan_reads_whole() -> None:
    read = reading.read_plan(FOUNDING.read_bytes(), FOUNDING.name)

    assert read.document == plan.DocumentHead(
        "KẾ HOẠCH", "Tập huấn nghiệp vụ công tác thi đua, khen thưởng năm 2024", None, "Ủy ban nhân dân huyện"
    )
    assert read.year == 2024
    assert len(read.purposes) == 3
    assert [len(entry.items) for entry in read.curriculum] == [0, 0, 0, 6]
    assert read.curriculum[0].instruments == ("06/2022/QH15", "98/2023/NĐ-CP", "28/2024/NĐ-CP")
    assert [(one.number, one.issued_on, one.in_force_from) for one in read.instruments] == [
        ("06/2022/QH15", "2022-06-15", "2024-01-01"),
        ("98/2023/NĐ-CP", "2023-12-31", None),
        ("28/2024/NĐ-CP", "2024-03-06", None),
    ]
    period = plan.Period("dự kiến trong quý II năm 2024", "2024-04-01", "2024-06-30")
    assert [
        (one.name, len(one.composition), one.headcount, one.days, one.period) for one in read.classes
    ] == [
        ("Lớp thứ nhất", 2, 70, 1.0, period),
        ("Lớp thứ hai", 1, 60, 1.0, period),
    ]
    assert [(one.organisation, len(one.duties)) for one in read.assignments] == [
        ("Phòng Nội vụ", 2),
        ("Các cơ quan, đơn vị, xã, thị trấn", 1),
    ]
    assert len(read.funding) == 1
    assert len(read.recipients) == 6
    assert read.recipients[-1].startswith("Lưu: VT")
    assert read.deadlines == ()
    assert (read.signatory.capacity, read.signatory.position) == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert [entry.line for entry in read.unread] == [38, 82]


def test_a_plan_survives_its_own_json() -> None:
    for path in [DEMO, *TEXTS]:
        written = reading.read_plan(path.read_bytes(), path.name).to_json()
        assert plan.Plan.from_json(json.loads(json.dumps(written))).to_json() == written


@pytest.mark.parametrize("path", [DEMO, *TEXTS], ids=lambda path: path.name)
@pytest.mark.parametrize("form", ["decomposed", "carriage returns", "byte order mark", "utf-16"])
def test_encodings_and_line_ends_make_no_difference(path: Path, form: str) -> None:
    text = path.read_text(encoding="utf-8")
    data = {
        "decomposed": unicodedata.normalize("NFD", text).encode(),
        "carriage returns": text.replace("\n", "\r\n").encode(),
        "byte order mark": b"\xef\xbb\xbf" + text.encode(),
        "utf-16": text.encode("utf-16"),
    }[form]

    assert reading.read_plan(data, path.name) == reading.read_plan(text.encode(), path.name)
