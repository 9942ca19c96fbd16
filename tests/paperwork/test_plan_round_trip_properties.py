"""What an office writes as a plan and issues, its reader finds again: in Word and in PDF, field for field.

A plan here is in the form in which `read_plan` gives it: lines without closing marks, a deadline in the words of the
line that sets it, instruments in the order of their first mention, a period whose days its words say.
"""

import calendar
import datetime
import pathlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperwork import compose, official, reading

YEAR = 2025
PURPOSES = (
    "Cập nhật, bổ sung những quy định mới về thi đua, khen thưởng cho đội ngũ cán bộ, công chức, viên chức phụ trách",
    "Kịp thời hướng dẫn các cơ quan, đơn vị tổ chức thực hiện chủ trương của Đảng, chính sách, pháp luật của Nhà nước",
    "Bảo đảm nội dung thiết thực, trọng tâm, hiệu quả, tiết kiệm; đúng đối tượng và đúng thời gian quy định",
    "Nâng cao chất lượng tham mưu và quản lý nhà nước về thi đua - khen thưởng trên địa bàn huyện",
)
DECREE = {
    "number": "98/2023/NĐ-CP",
    "title": "quy định chi tiết thi hành một số điều của Luật Thi đua, khen thưởng",
    "issued_on": "2023-12-31",
    "in_force_from": None,
}
CIRCULAR = {
    "number": "15/2025/TT-BNV",
    "title": "quy định biện pháp thi hành",
    "issued_on": "2025-08-04",
    "in_force_from": None,
}
GUIDANCE = {
    "number": "07/HD-HĐTĐKT",
    "title": "về chia cụm, khối thi đua",
    "issued_on": "2025-01-09",
    "in_force_from": None,
}
CITING = (
    (
        "Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ quy định chi tiết thi hành một số điều của Luật Thi "
        "đua, khen thưởng",
        DECREE,
    ),
    (
        "Thông tư số 15/2025/TT-BNV ngày 04/8/2025 của Bộ trưởng Bộ Nội vụ quy định biện pháp thi hành",
        CIRCULAR,
    ),
    (
        "Hướng dẫn số 07/HD-HĐTĐKT ngày 09/01/2025 của Hội đồng Thi đua - Khen thưởng huyện về chia cụm, khối thi đua",
        GUIDANCE,
    ),
)
PLAIN_TOPICS = (
    "Các văn bản chỉ đạo, hướng dẫn thực hiện của Ủy ban nhân dân tỉnh",
    "Kỹ năng phát hiện, bồi dưỡng, tuyên truyền và nhân rộng điển hình tiên tiến",
    "Một số nghiệp vụ cơ bản về",
)
ITEMS = (
    "Xây dựng kế hoạch phát động phong trào thi đua",
    "Hướng dẫn viết báo cáo thành tích",
    "Hướng dẫn tự chấm điểm kèm theo tài liệu kiểm chứng",
    "Giới thiệu các mô hình tiêu biểu, gương điển hình trong phong trào thi đua yêu nước",
)
AUDIENCES = (
    "Đại diện lãnh đạo và cán bộ, công chức, viên chức làm công tác thi đua, khen thưởng các phòng, ban, ngành; các xã",
    "Công chức, viên chức phụ trách thi đua, khen thưởng của các cơ quan, đơn vị thuộc huyện",
)
COMPOSITIONS = (
    "Đại diện lãnh đạo và công chức phụ trách thi đua, khen thưởng các ban Đảng Huyện ủy; các đoàn thể huyện",
    "Chủ tịch hoặc Phó Chủ tịch UBND và công chức Văn phòng - Thống kê các xã, thị trấn",
    "Đại diện Ban Giám hiệu và viên chức phụ trách thi đua, khen thưởng các trường học trên địa bàn huyện",
    "Lãnh đạo Nhà Thiếu nhi; Hội Chữ thập đỏ huyện",
)
VENUES = (
    "Hội trường Ủy ban nhân dân huyện",
    "Trung tâm Chính trị huyện Đông Hà Thượng",
    "Nhà văn hóa thị trấn An Hạ",
)
FUNDING = (
    "Kinh phí thực hiện trích từ nguồn thi đua, khen thưởng huyện theo quy định",
    "Các cơ quan, đơn vị bảo đảm chế độ công tác phí cho người được cử tham dự",
)
ORGANISATIONS = {
    "Phòng Nội vụ": (
        "Chủ trì, tham mưu chuẩn bị nội dung, chương trình, tài liệu; mời báo cáo viên",
        "Dự toán kinh phí gửi Phòng Tài chính - Kế hoạch thẩm định và thực hiện thanh, quyết toán",
    ),
    "Phòng Tài chính - Kế hoạch": ("Thẩm định dự toán, bố trí kinh phí theo quy định",),
    "Phòng Giáo dục và Đào tạo": ("Thông báo, đôn đốc các trường học cử người tham dự đúng thành phần",),
    "Các cơ quan, đơn vị, xã, thị trấn": (
        "Cử cán bộ, công chức, viên chức tham dự đầy đủ, đúng đối tượng và thời gian",
    ),
}
RECIPIENTS = (
    "Ban TĐKT tỉnh",
    "CT, các PCT. UBND huyện",
    "Phòng, ban, ngành, đoàn thể cấp huyện",
    "UBND các xã, thị trấn",
    "Các thành viên Hội đồng Thi đua - Khen thưởng huyện",
)
FAMILY, MIDDLE, GIVEN = (
    ("Nguyễn", "Đặng", "Đỗ", "Lý", "Huỳnh"),
    ("Văn", "Thị", "Thị Ánh", "Đức"),
    ("Ước", "Đạt", "Nguyệt", "Bảy", "Ưởng"),
)
SIGNING = (
    ("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("TL. CHỦ TỊCH", "TRƯỞNG PHÒNG NỘI VỤ"),
)
days_of_year = st.dates(datetime.date(YEAR, 3, 1), datetime.date(YEAR, 11, 30))


def some(options: Any, least: int = 0, most: int = 3) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(list(options)), min_size=least, max_size=most, unique_by=str)


def months(first: int, last: int) -> dict[str, str]:
    end = calendar.monthrange(YEAR, last)[1]
    return {"from": f"{YEAR}-{first:02d}-01", "to": f"{YEAR}-{last:02d}-{end}"}


periods = st.one_of(
    st.integers(1, 4).map(
        lambda quarter: {
            "text": f"dự kiến trong quý {official.roman(quarter)} năm {YEAR}",
            **months(quarter * 3 - 2, quarter * 3),
        }
    ),
    st.integers(1, 12).map(lambda month: {"text": f"trong tháng {month}/{YEAR}", **months(month, month)}),
)


@st.composite
def classes(draw: st.DrawFn) -> list[dict[str, Any]]:
    found = []
    for name in ("Lớp thứ nhất", "Lớp thứ hai", "Lớp thứ ba")[: draw(st.integers(1, 3))]:
        first = draw(st.none() | days_of_year)
        last = first and first + datetime.timedelta(draw(st.integers(0, 2)))
        found.append(
            {
                "name": name,
                "composition": draw(some(COMPOSITIONS, 1)),
                "headcount": draw(st.none() | st.integers(10, 500)),
                "days": draw(st.sampled_from([None, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0])),
                "starts_on": first and first.isoformat(),
                "ends_on": last and last.isoformat(),
                "period": draw(st.none() | periods),
                "venue": draw(st.none() | st.sampled_from(VENUES)),
            }
        )
    return found


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    cited = draw(some(CITING))
    topics = [{"text": text, "items": [], "instruments": [one["number"]]} for text, one in cited]
    topics += [{"text": text, "items": [], "instruments": []} for text in draw(some(PLAIN_TOPICS[:2]))]
    if items := draw(some(ITEMS)):
        topics.append({"text": PLAIN_TOPICS[2], "items": items, "instruments": []})
    assignments = [
        {"organisation": name, "duties": draw(some(ORGANISATIONS[name], 1))}
        for name in draw(some(ORGANISATIONS, 0, 4))
    ]
    deadlines = []
    if assignments and draw(st.booleans()):
        day = draw(days_of_year)
        duty = f"Gửi danh sách người tham dự về Phòng Nội vụ trước ngày {compose.short_date(day)} để tổng hợp"
        assignments[-1]["duties"].append(duty)
        deadlines.append({"text": duty, "on": day.isoformat()})
    if draw(st.booleans()):
        day = draw(days_of_year)
        text = f"Hoàn thành báo cáo kết quả trước ngày {compose.short_date(day)}"
        deadlines.append({"text": text, "on": day.isoformat()})
    capacity, position = draw(st.sampled_from(SIGNING))
    issued_on = draw(st.none() | days_of_year)
    place = draw(st.sampled_from(["Đông Hà Thượng", "An Hạ"]))
    return {
        "document": {
            "kind": "KẾ HOẠCH",
            "title": draw(
                st.sampled_from(
                    [
                        f"Tập huấn nghiệp vụ công tác thi đua, khen thưởng năm {YEAR}",
                        "Tổ chức các lớp tập huấn nghiệp vụ thi đua, khen thưởng cho cán bộ, công chức, viên chức "
                        f"huyện Đông Hà Thượng năm {YEAR}",
                    ]
                )
            ),
            "number": draw(st.integers(1, 400).map(lambda number: f"{number:02d}/KH-UBND"))
            if issued_on
            else None,
            "issuer": f"Ủy ban nhân dân huyện {place}",
            "place": place,
            "issued_on": issued_on and issued_on.isoformat(),
        },
        "year": YEAR,
        "purposes": draw(some(PURPOSES, 1)),
        "curriculum": topics,
        "instruments": [one for _, one in cited],
        "audience": draw(st.sampled_from(AUDIENCES)),
        "classes": draw(classes()),
        "funding": draw(some(FUNDING, 0, 2)),
        "assignments": assignments,
        "deadlines": deadlines,
        "recipients": [*draw(some(RECIPIENTS, 0, 5)), "Lưu: VT, NV"],
        "signatory": {
            "capacity": capacity,
            "position": position,
            "name": " ".join(draw(st.sampled_from(part)) for part in (FAMILY, MIDDLE, GIVEN)),
        },
        "unread": [],
    }


def read_again(plan: dict[str, Any], form: official.Form) -> dict[str, Any]:
    data = official.render(compose.plan_document(plan), form)
    return reading.read_plan(data, f"ke-hoach.{form}").to_json()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(plans())
def test_the_word_file_reads_back_to_the_plan(plan):
    assert read_again(plan, "docx") == plan


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(plans())
def test_the_pdf_reads_back_to_the_plan(plan):
    assert read_again(plan, "pdf") == plan


LAW = {
    "number": "06/2022/QH15",
    "title": "Luật Thi đua, khen thưởng",
    "issued_on": "2022-06-15",
    "in_force_from": None,
}


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize("instrument", [LAW, DECREE, CIRCULAR, GUIDANCE], ids=lambda one: one["number"])
def test_an_instrument_that_no_line_cites_comes_back_from_the_grounds(instrument, form):
    plan = {**_smallest(), "instruments": [instrument]}

    assert read_again(plan, form) == plan


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_hundreds_of_lines_over_many_pages_come_back(form):
    duties = [
        f"Chuẩn bị nội dung thứ {i} của chương trình tập huấn; {PURPOSES[i % 4].lower()}" for i in range(150)
    ]
    plan = {**_smallest(), "assignments": [{"organisation": "Phòng Nội vụ", "duties": duties}]}

    assert read_again(plan, form) == plan


SEED = pathlib.Path(__file__).parents[3] / "shared" / "seed" / "ke-hoach-tap-huan-2024.md"


@pytest.mark.skipif(not SEED.exists(), reason="the founding plan lies beside the project")
@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_founding_plan_comes_back_when_it_is_issued(form):
    plan = reading.read_plan(SEED.read_bytes(), SEED.name).to_json()

    assert read_again(plan, form) == {**plan, "unread": []}


def _smallest() -> dict[str, Any]:
    return {
        "document": {
            "kind": "KẾ HOẠCH",
            "title": f"Tập huấn nghiệp vụ thi đua, khen thưởng năm {YEAR}",
            "number": None,
            "issuer": "Ủy ban nhân dân huyện An Hạ",
            "place": "An Hạ",
            "issued_on": None,
        },
        "year": YEAR,
        "purposes": [PURPOSES[0]],
        "curriculum": [],
        "instruments": [],
        "audience": None,
        "classes": [],
        "funding": [],
        "assignments": [],
        "deadlines": [],
        "recipients": ["Lưu: VT"],
        "signatory": {"capacity": "TM. ỦY BAN NHÂN DÂN", "position": "CHỦ TỊCH", "name": "Đỗ Thị Bảy"},
        "unread": [],
    }
