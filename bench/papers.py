"""A class list of 500 people as PDF, and an Excel list of 200 people of whom 30 are wrong."""

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from bench.measure import Row, call
from paperwork import compose, official

ROOT = Path(__file__).resolve().parent.parent
EXCEL = (
    "tests/training/test_importing.py::test_a_list_of_200_with_30_bad_rows_of_ten_kinds_is_told_in_one_pass"
)


def measure() -> list[Row]:
    """Seconds of the PDF; of the Excel list, how many of the 30 bad rows were missed (its test tells)."""
    people = [
        compose.Participant(f"Đặng Thị Mẫu {number}", "Giáo viên", f"Trường Tiểu học số {number // 10}")
        for number in range(500)
    ]
    head = official.Head("ỦY BAN NHÂN DÂN HUYỆN AN HÒA", "DS-UBND", place="An Hòa", date=date(2024, 5, 6))
    facts = compose.ClassFacts("Lớp thứ nhất", "tập huấn nghiệp vụ công tác thi đua, khen thưởng năm 2024")
    document = compose.class_list_document(facts, people, head=head)
    seconds = call(lambda: official.render(document, "pdf"), runs=5)
    start = time.perf_counter()
    test = subprocess.run([sys.executable, "-m", "pytest", "-q", EXCEL], cwd=ROOT, stdout=subprocess.DEVNULL)
    note = f"{time.perf_counter() - start:.1f} s cả khởi động"
    return [
        Row("danh sách lớp 500 người, PDF", seconds, 1, "s"),
        Row(
            "Excel 200 người: dòng sai không tìm ra trong 30",
            0 if test.returncode == 0 else 30,
            0,
            "",
            None,
            note,
        ),
    ]
