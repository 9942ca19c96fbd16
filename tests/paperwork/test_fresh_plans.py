"""A second corpus, written before its writer saw the reader: what a person wrote down is what the reader reads."""

import json
from pathlib import Path
from typing import Any

import pytest

from paperwork import reading
from tests.paperwork import fresh_papers


def written_down(stem: str) -> dict[str, Any]:  # the JSON of a plan
    loaded: dict[str, Any] = json.loads((fresh_papers.CORPUS / f"{stem}.json").read_text(encoding="utf-8"))
    return loaded


def read(data: bytes, name: str) -> dict[str, Any]:
    return reading.read_plan(data, name).to_json()


def without_lines(plan: dict[str, Any]) -> dict[str, Any]:
    """Unread lines by their words alone: in another format they stand elsewhere."""
    return plan | {"unread": [entry["text"] for entry in plan["unread"]]}


@pytest.mark.parametrize("path", fresh_papers.TEXTS, ids=lambda path: path.name)
def test_a_text_plan_reads_as_written_down(path: Path) -> None:
    assert read(path.read_bytes(), path.name) == written_down(path.stem)


@pytest.mark.parametrize("path", fresh_papers.WORD, ids=lambda path: path.stem)
def test_a_word_plan_reads_as_written_down(path: Path) -> None:
    assert read(fresh_papers.word(path), f"{path.stem}.docx") == written_down(path.stem)


@pytest.mark.parametrize("path", fresh_papers.PDF, ids=lambda path: path.stem)
def test_a_pdf_plan_reads_as_written_down(path: Path) -> None:
    data = fresh_papers.typeset(path.read_text(encoding="utf-8"))

    assert read(data, f"{path.stem}.pdf") == written_down(path.stem)


@pytest.mark.parametrize("guise", ["decomposed", "windows", "utf-16"])
@pytest.mark.parametrize("path", fresh_papers.TEXTS, ids=lambda path: path.stem)
def test_a_text_reads_alike_however_it_was_saved(path: Path, guise: str) -> None:
    data = fresh_papers.GUISES[guise](path.read_text(encoding="utf-8"))

    assert read(data, path.name) == written_down(path.stem)


@pytest.mark.parametrize(
    "stem", ["truong-thpt-mot-lop", "huyen-uy", "phong-noi-vu-thoi-gian", "lien-doan-phan-muc"]
)
def test_a_text_reads_alike_as_word(stem: str) -> None:
    data = fresh_papers.word_of_lines((fresh_papers.CORPUS / f"{stem}.txt").read_text(encoding="utf-8"))

    assert without_lines(read(data, f"{stem}.docx")) == without_lines(written_down(stem))


@pytest.mark.parametrize("stem", ["truong-thpt-mot-lop", "huyen-uy", "huyen-lop-rai-hai-muc"])
@pytest.mark.parametrize("form", [fresh_papers.set_as_decreed, fresh_papers.set_close])
def test_a_text_reads_alike_as_pdf(stem: str, form: Any) -> None:
    text = (fresh_papers.CORPUS / f"{stem}.txt").read_text(encoding="utf-8")
    data = fresh_papers.typeset(form(text))

    assert without_lines(read(data, f"{stem}.pdf")) == without_lines(written_down(stem))


@pytest.mark.parametrize(
    ("lines", "capacity", "position"),
    [
        (
            "TL. CHỦ TỊCH\nKT. TRƯỞNG PHÒNG\nPHÓ TRƯỞNG PHÒNG",
            "TL. CHỦ TỊCH KT. TRƯỞNG PHÒNG",
            "PHÓ TRƯỞNG PHÒNG",
        ),
        ("TM. BAN CHẤP HÀNH\nỦY VIÊN BAN THƯỜNG VỤ", "TM. BAN CHẤP HÀNH", "ỦY VIÊN BAN THƯỜNG VỤ"),
        ("TUQ. CHỦ TỊCH\nGIÁM ĐỐC SỞ NỘI VỤ", "TUQ. CHỦ TỊCH", "GIÁM ĐỐC SỞ NỘI VỤ"),
        ("T/M CHI ỦY\nBÍ THƯ\n(Đã ký)", "T/M CHI ỦY", "BÍ THƯ"),
        ("KẾ TOÁN TRƯỞNG", None, "KẾ TOÁN TRƯỞNG"),
    ],
)
def test_the_signature_reads_in_every_form(lines: str, capacity: str | None, position: str) -> None:
    body = "KẾ HOẠCH\nTập huấn năm 2025\n\nI. MỤC ĐÍCH\n- Nâng cao.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT."

    plan = read(f"{body}\n{lines}\nĐỗ Văn Ánh\n".encode(), "a.txt")

    assert plan["signatory"] == {"capacity": capacity, "position": position, "name": "Đỗ Văn Ánh"}
    assert plan["recipients"] == ["Như trên", "Lưu: VT"]
    assert plan["unread"] == []
