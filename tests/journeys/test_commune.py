"""The same job with another invented authority: a commune of 2026, since districts no longer exist.

Its plan is a Word file of another form, with the classes as rows of a table; nothing in the office knows a district.
"""

import re
from datetime import date
from pathlib import Path

import pytest

from bangvang.directory.models import User
from bangvang.documents.models import OfficialPaper
from bangvang.training.models import ClassList
from tests.journeys import papers, steps
from tests.journeys.conftest import WIDE, OpenDesk
from tests.journeys.hands import Hand
from tests.journeys.places import COMMUNE_DAY, build_commune

CLASS = "Lớp trường học và đoàn thể"


def test_a_commune_of_2026_trains_its_people(
    db: None, open_desk: OpenDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("BANGVANG_TODAY", COMMUNE_DAY.isoformat())
    commune = build_commune()

    def hand(user: User) -> Hand:
        desk = open_desk(user, width=WIDE)
        desk.expected.append("status of 422")
        return Hand(desk)

    vinh, ha = hand(commune.vinh), hand(commune.ha)
    plan = steps.upload_plan(vinh, papers.commune_plan(tmp_path / "Kế hoạch bồi dưỡng.docx"))
    field = vinh.page.locator
    assert field("[name='classes-0-name']").input_value() == CLASS
    assert field("[name='classes-0-headcount']").input_value() == "4"
    assert field("[name='classes-0-days']").input_value() == "0,5"
    assert field("[name='classes-0-starts_on']").input_value() == "14/04/2026"
    assert field("[name='deadlines-0-on']").input_value() == "31/03/2026"
    while vinh.page.locator(".unread-list > li").count():
        steps.settle(vinh, vinh.page.locator(".unread-list > li p").first.inner_text().split(" ", 2)[2])
    steps.correct(vinh, {"document-place": "Thượng Lâm"})
    steps.send_for_signature(vinh)
    steps.issue(ha, "12", "09/03/2026")
    said = papers.words_of_pdf(ha.fetch(f"/ke-hoach/{plan}/van-ban.pdf"))
    assert "Thượng Lâm, ngày 09 tháng 3 năm 2026" in said
    assert "HUYỆN" not in said.upper()

    steps.prepare(vinh, CLASS, steps.Schedule("14/04/2026", "7h30", "Hội trường xã", "8"))
    steps.composition_line(vinh, 1)
    vinh.sees("Dòng này: 4 đơn vị × 1 người = 4 chỗ", "4 chỗ, đúng số lượng 4 người của kế hoạch.")
    steps.save_line(vinh, 1)
    steps.open_class(vinh)

    thuy, ban, uyen = hand(commune.thuy), hand(commune.ban), hand(commune.uyen)
    steps.to_list(thuy, CLASS)
    steps.upload_list(
        thuy,
        papers.ugly_list(tmp_path / "ds.xlsx", commune.school.name, [("Lò Văn Bản", "", "", "", "", "")]),
    )
    thuy.press("Nhập vào danh sách")
    thuy.says("Đã nhập 1 người vào danh sách.")
    steps.to_list(ban, CLASS)
    steps.submit(ban, commune.school.name)

    steps.to_list(uyen, CLASS)
    steps.add_new_person(uyen, "Vi Thị Ngần", "Ủy viên", birth_date="26/03/1999", in_charge=False)
    uyen.sees("Không đúng thành phần. Lớp mời:")
    steps.explain(uyen, "Vi Thị Ngần", "Bí thư đi công tác, Ban Thường vụ cử đồng chí Ngần.")
    monkeypatch.setenv("BANGVANG_TODAY", date(2026, 4, 7).isoformat())
    steps.to_list(uyen, CLASS)
    steps.submit(uyen, commune.youth.name, note="Đoàn xã họp muộn.")

    steps.to_unit(vinh, CLASS, commune.youth.name)
    vinh.follow("Nhận danh sách nộp muộn")
    vinh.write("Lý do", "Đoàn xã đã báo trước.")
    vinh.press("Nhận danh sách nộp muộn")
    steps.decide(vinh, "Vi Thị Ngần", "Chấp nhận ngoại lệ", "Đồng ý cử thay.", "Đã chấp nhận ngoại lệ.")
    steps.confirm(vinh, CLASS, reason="Các đơn vị khác không cử được người.", letter="Giấy mời")

    made_class = steps.class_named(CLASS)
    kept = ClassList.objects.get(training_class=made_class)
    assert kept.summons is not None
    assert kept.summons.kind == OfficialPaper.Kind.INVITATION
    listed = papers.words_of_pdf(vinh.fetch(f"/lop/{made_class.code}/danh-sach/1/danh-sach.pdf"))
    assert [name for name in ("Lò Văn Bản", "Vi Thị Ngần", "Nông Thị Hà") if name not in listed] == []
    summons = papers.words_of_pdf(vinh.fetch(f"/lop/{made_class.code}/danh-sach/1/trieu-tap.pdf"))
    assert re.search(r"14/4/2026|14 tháng 4 năm 2026", summons)

    stranger = open_desk(commune.stranger)
    seen = [
        each for each in (*vinh.seen, *ha.seen, *uyen.seen) if re.match(r"^/(ke-hoach|lop)/[^/?]*\d", each)
    ]
    answers = {each: stranger.context.request.get(each, max_redirects=0).status for each in seen}
    assert {each: status for each, status in answers.items() if status not in {403, 404, 405}} == {}
