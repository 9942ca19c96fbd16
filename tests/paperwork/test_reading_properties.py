"""What must hold for every paper: it never breaks the reader, and nothing written in it is lost."""

import json
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperwork import plan, reading

CORPUS = Path(__file__).parent / "corpus"
TEXTS = sorted(path for path in CORPUS.iterdir() if path.suffix in {".md", ".txt"})
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

PIECES = st.sampled_from(
    [
        "I. MỤC ĐÍCH, YÊU CẦU", "II. NỘI DUNG", "III. THÀNH PHẦN, THỜI GIAN, ĐỊA ĐIỂM", "1. Lớp thứ nhất",
        "2. Lớp 2: 40 người",
        "a) Thành phần:", "- Lãnh đạo các phòng (20 người);", "b) Số lượng: 70 người.", "c) Thời gian: 01 ngày, quý II",
        "Địa điểm: Hội trường", "| TT | Lớp | Số lượng |", "| 1 | Lớp A | 30 |", "- + Viết báo cáo",
        "* Lưu ý: chọn nội dung",
        "IV. KINH PHÍ", "V. TỔ CHỨC THỰC HIỆN", "1. Phòng Nội vụ: chủ trì", "- Gửi trước ngày 10/5",
        "Trên đây là Kế hoạch./.",
        "Nơi nhận:", "- Lưu: VT.", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Anh", "", "**Đậm**", "Dòng lạ",
        "12/13/2024", "30/02",
        "Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022;", "Đợt 1", "1.1. Một", "• Hai", "+---+",
        "UBND XÃ\t\tCỘNG HÒA", "Lớp 1 ngày 3/4, Lớp 2 ngày 5/6",
    ]
)  # fmt: skip


def read_or_refuse(data: bytes) -> plan.Plan | None:
    try:
        return reading.read_plan(data, "a.txt")
    except reading.Unreadable as refused:
        said = str(refused)
    assert "\n" not in said
    return None


@QUICK
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for start in (b"", b"%PDF-1.7\n", b"PK\x03\x04", "KẾ HOẠCH\n".encode()):
        read_or_refuse(start + data)


@QUICK
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    read_or_refuse(f"KẾ HOẠCH\nTập huấn năm 2024\n\nI. MỤC ĐÍCH\n{text}".encode("utf-8", "ignore"))


@settings(QUICK, max_examples=150)
@given(st.lists(PIECES, min_size=1, max_size=25))
def test_any_order_of_lines_loses_none(pieces: list[str]) -> None:
    text = "\n".join(["KẾ HOẠCH", "Tập huấn năm 2024", "", *pieces])
    read = reading.read_plan(text.encode(), "a.txt")

    assert plan.Plan.from_json(json.loads(json.dumps(read.to_json()))).to_json() == read.to_json()
    assert read.lines == tuple(read.lines)
    assert all(1 <= first <= last <= len(read.lines) for first, last in read.sources.values())
    assert all(1 <= entry.line <= len(read.lines) for entry in read.unread)
    said = " ".join(json.dumps(read.to_json(), ensure_ascii=False).split())
    for strange in ("Dòng lạ", "Viết báo cáo"):
        assert text.count(strange) == 0 or strange in said


@settings(QUICK, max_examples=40)
@given(st.lists(PIECES, min_size=1, max_size=25))
def test_composed_and_decomposed_text_read_alike(pieces: list[str]) -> None:
    text = "\n".join(["KẾ HOẠCH", "Tập huấn năm 2024", "", *pieces])

    composed = reading.read_plan(unicodedata.normalize("NFC", text).encode(), "a.txt")
    assert reading.read_plan(unicodedata.normalize("NFD", text).encode(), "a.txt") == composed


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_a_line_put_in_anywhere_is_found_again(path: Path) -> None:
    """A stranger's sentence between any two lines ends in a field or among the unread, never nowhere."""
    lines = path.read_text(encoding="utf-8").split("\n")
    title = next(at for at, line in enumerate(lines) if "KẾ HOẠCH" in line)
    lost = []
    for at in range(title + 3, len(lines)):
        if lines[at].startswith("|") and lines[at - 1].startswith("|"):
            continue
        strange = ("Xin ghi thêm điều zqx này vào đây.", "- Và một điều zqx nữa;")[at % 2]
        text = "\n".join([*lines[:at], "", strange, "", *lines[at:]])
        read = reading.read_plan(text.encode(), path.name)
        if "zqx" not in json.dumps(read.to_json()):
            lost.append((at, strange))
    assert lost == []


@pytest.mark.parametrize(
    "piece", ["ngày 12, ", "Căn cứ Luật ", "(70 người) ", "trước ngày 1/5 ", "Lớp 1: ", "KT. CHỦ TỊCH "]
)
@pytest.mark.parametrize("under", ["I. MỤC ĐÍCH\n", "I. CÁC LỚP\n- ", "I. THỜI GIAN\n- ", "Nơi nhận:\n- "])
def test_an_endless_line_is_passed_over_and_listed(under: str, piece: str) -> None:
    """Whoever uploads such a line must not keep a worker busy: the time stays that of a long plan."""
    text = f"KẾ HOẠCH\nTập huấn năm 2024\n\n{under}{piece * 20000}"
    begun = time.process_time()
    read = reading.read_plan(text.encode(), "a.txt")

    assert time.process_time() - begun < 5
    assert [entry.line for entry in read.unread if entry.text.endswith("…")] == [5]
