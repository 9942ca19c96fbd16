"""A registry that cannot be read is refused with a sentence; one that is too large is read in parts."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bangvang import cli
from rulebook import ingest, scan, scan_cli
from tests.rulebook import registries

GOOD: dict[str, list[Any]] = {
    "subject": [1, 1, 2],
    "year": [2024, 2025, 2025],
    "kind": ["individual", "individual", "collective"],
    "rating": ["good", None, "excellent"],
    "history_complete_from": [0, 0, 0],
}
BAD: dict[str, tuple[dict[str, list[Any] | None], str]] = {
    "missing columns": ({"rating": None, "kind": None}, "Tệp thiếu cột bắt buộc: kind, rating."),
    "unknown rating": ({"rating": ["good", "fine", "good"]}, "Dòng 2: cột rating có giá trị “fine”"),
    "unknown kind": ({"kind": ["individual", "individual", "team"]}, "Dòng 3: cột kind có giá trị “team”"),
    "empty kind": ({"kind": ["individual", "individual", None]}, "Đối tượng 2: cột kind để trống."),
    "duplicated person-year": ({"year": [2025, 2025, 2025]}, "Đối tượng 1 có hai dòng của năm 2025."),
    "future year": ({"year": [2024, 2027, 2025]}, "Dòng 2: năm 2027 ở sau ngày xét 30/06/2026."),
    "empty year": ({"year": [2024, None, 2025]}, "Dòng 2: cột year để trống."),
    "year as text": ({"year": ["2024", "2025", "2025"]}, "Cột year phải là số nguyên"),
    "empty subject": ({"subject": [1, None, 2]}, "Dòng 2: cột subject để trống."),
    "two kinds": (
        {"kind": ["individual", "collective", "collective"]},
        "Đối tượng 1: cột kind có hai giá trị",
    ),
    "negative count": ({"initiatives_national": [0, -1, 0]}, "Dòng 2: cột initiatives_national có số âm -1"),
    "count as text": ({"disciplined": ["x", "y", "z"]}, "Cột disciplined phải là số nguyên hoặc đúng/sai"),
}


def write(path: Path, **changes: list[Any] | None) -> Path:
    columns = {name: values for name, values in (GOOD | changes).items() if values is not None}
    pq.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    changes, sentence = BAD[name]
    path = write(tmp_path / "r.parquet", **changes)

    status = scan_cli.scan([str(path), "--date", "2026-06-30", "--out", str(tmp_path / "out.parquet")])

    assert status == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(sentence)
    assert [each.name for each in tmp_path.glob("*parquet*")] == ["r.parquet"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nowhere.parquet", "--date", "2026-06-30", "--out", "o.parquet"], "Không có tệp “nowhere.parquet”"),
        (["r.parquet", "--date", "2026-13-30", "--out", "o.parquet"], "--date: “2026-13-30” không phải ngày"),
        (["r.parquet", "--date", "2023-06-30", "--out", "o.parquet"], "Ngày 30/06/2023 chưa có quy định nào"),
        (["r.parquet", "--date", "2026-06-30"], "Lệnh viết chưa đúng: thiếu --out."),
        (["r.parquet", "--date", "2026-06-30", "--out", "r.parquet"], "--out trùng với tệp dữ liệu"),
        (["t.parquet", "--date", "2026-06-30", "--out", "o.parquet"], "Không đọc được tệp Parquet t.parquet"),
        (["r.parquet", "--date", "2026-06-30", "--out", "no/o.parquet"], "Không ghi được “no/o.parquet”"),
    ],
)
def test_what_is_typed_wrongly_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "r.parquet")
    (tmp_path / "t.parquet").write_text("not a registry")

    assert cli.main(["scan", *words]) == 2
    assert capsys.readouterr().err.startswith(sentence)


def test_an_empty_registry_gives_an_empty_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "r.parquet", tmp_path / "o.parquet"
    pq.write_table(pa.table(GOOD).slice(0, 0), path)

    assert cli.main(["scan", str(path), "--date", "2026-06-30", "--out", str(out)]) == 0
    assert pq.read_table(out).num_rows == 0
    assert capsys.readouterr().out.startswith("Đã xét 0 đối tượng")


def test_the_command_writes_the_verdicts_and_counts_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = (
        write(tmp_path / "r.parquet", occupation=["official", "official", None]),
        tmp_path / "o.parquet",
    )
    words = ["scan", str(path), "--date", "2026-06-30", "--out", str(out), "--award", "advanced_worker"]

    assert cli.main(words) == 0
    assert pq.read_table(out, columns=["subject", "award", "year", "verdict"]).to_pylist() == [
        {"subject": 1, "award": "advanced_worker", "year": 2024, "verdict": "met"},
        {"subject": 2, "award": "advanced_worker", "year": 2025, "verdict": "unmet"},
    ]
    assert "Lao động tiên tiến" in (told := capsys.readouterr().out)
    assert "đạt 1, chưa đạt 1, chưa rõ 0" in told


@pytest.mark.parametrize("order", ["by subject", "by year"])
def test_a_registry_larger_than_memory_is_decided_as_a_small_one(tmp_path: Path, order: str) -> None:
    law = registries.national()
    awards = [
        "advanced_worker",
        "provincial_emulation_fighter",
        "labour_order_third",
        "advanced_labour_collective",
    ]
    rows = registries.as_rows(law, awards, registries.subjects(80, 4, law))
    if order == "by subject":
        rows = rows.sort_by([("subject", "ascending"), ("year", "descending")])
    else:
        rows = rows.sort_by([("year", "ascending")])
    path = tmp_path / "r.parquet"
    pq.write_table(rows, path, row_group_size=90)

    def verdicts(limit: int) -> tuple[dict[str, list[list[int]]], int]:
        found: dict[str, list[list[int]]] = {}
        parts = 0
        for table in ingest.tables(law, awards, path, registries.ON, rows=limit):
            parts += 1
            told = scan.run(law, awards, table, registries.ON.isoformat())
            for place, subject in enumerate(table.subjects):
                assert subject not in found
                found[subject] = [
                    [int(told[key].verdict[place]), int(told[key].failed[place])] for key in awards
                ]
        return found, parts

    whole, one = verdicts(10_000_000)
    parted, many = verdicts(250)
    assert one == 1
    assert many > 5
    assert parted == whole
    assert len(whole) == 80


def test_the_last_rated_year_is_each_subjects_own() -> None:
    law = registries.national()
    rows = pa.table(GOOD)
    table = ingest.from_rows(law, ["advanced_worker"], rows, date(2026, 6, 30))

    assert table.years is not None
    assert table.years.tolist() == [2024, 2025]
    assert np.array_equal(table.subjects, [1, 2])
