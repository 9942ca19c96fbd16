import datetime

import pytest

from paperwork import check, compose, official
from paperwork.official import Bullet, Head, Item, Paragraph, Point, Section, Signature, Table
from tests.paperwork import papers

PLAN = {
    "document": {
        "kind": "KẾ HOẠCH",
        "title": "Tập huấn nghiệp vụ công tác thi đua, khen thưởng năm 2024",
        "number": "45/KH-UBND",
        "issuer": "Ủy ban nhân dân huyện Đông Hà Thượng",
        "place": "Đông Hà Thượng",
        "issued_on": "2024-03-05",
    },
    "year": 2024,
    "purposes": ["Cập nhật những quy định mới; bảo đảm thiết thực, hiệu quả"],
    "curriculum": [
        {
            "text": "Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ",
            "items": [],
            "instruments": ["98/2023/NĐ-CP"],
        },
        {
            "text": "Một số nghiệp vụ cơ bản về",
            "items": ["Viết báo cáo thành tích", "Tự chấm điểm"],
            "instruments": [],
        },
    ],
    "instruments": [
        {"number": "98/2023/NĐ-CP", "title": None, "issued_on": "2023-12-31", "in_force_from": None},
        {
            "number": "06/2022/QH15",
            "title": "Luật Thi đua, khen thưởng",
            "issued_on": "2022-06-15",
            "in_force_from": None,
        },
        {
            "number": "12/QĐ-UBND",
            "title": "Về chia cụm thi đua",
            "issued_on": "2024-01-09",
            "in_force_from": "2024-02-01",
        },
    ],
    "audience": "Lãnh đạo và công chức phụ trách thi đua, khen thưởng",
    "classes": [
        {
            "name": "Lớp thứ nhất",
            "composition": ["Lãnh đạo các phòng", "Chủ tịch hoặc Phó Chủ tịch UBND các xã"],
            "headcount": 70,
            "days": 1.0,
            "starts_on": "2024-06-12",
            "ends_on": "2024-06-13",
            "period": {"text": "dự kiến trong quý II năm 2024", "from": "2024-04-01", "to": "2024-06-30"},
            "venue": "Hội trường huyện",
        },
        {
            "name": None,
            "composition": [],
            "headcount": None,
            "days": None,
            "starts_on": None,
            "ends_on": None,
            "period": None,
            "venue": None,
        },
    ],
    "funding": ["Nguồn thi đua, khen thưởng huyện"],
    "assignments": [
        {"organisation": "Phòng Nội vụ", "duties": ["Chủ trì; tổng hợp danh sách trước ngày 10/5/2024"]}
    ],
    "deadlines": [
        {"text": "Chủ trì; tổng hợp danh sách trước ngày 10/5/2024", "on": "2024-05-10"},
        {"text": "Các đơn vị gửi danh sách", "on": "2024-05-03"},
    ],
    "recipients": ["Ban TĐKT tỉnh", "Lưu: VT, NV"],
    "signatory": {
        "capacity": "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH",
        "position": "PHÓ CHỦ TỊCH",
        "name": "Đặng Thị Ước",
    },
    "unread": [],
}
HEAD = Head(
    "PHÒNG NỘI VỤ",
    "PNV-TĐKT",
    managing_body="ỦY BAN NHÂN DÂN HUYỆN ĐÔNG HÀ THƯỢNG",
    number="8",
    place="Đông Hà Thượng",
    date=datetime.date(2024, 6, 3),
    issuer="Phòng Nội vụ huyện Đông Hà Thượng",
)
SIGNATURE = Signature("TRƯỞNG PHÒNG", "Lê Văn Đạt")
FACTS = compose.ClassFacts(
    "Lớp thứ nhất",
    "tập huấn nghiệp vụ thi đua, khen thưởng năm 2024",
    plan="Kế hoạch số 45/KH-UBND ngày 05/3/2024",
    time="07 giờ 30 phút, ngày 12 tháng 6 năm 2024",
    venue="Hội trường huyện",
    composition=("Lãnh đạo các phòng", "Công chức các xã"),
)


def people(count, group="Khối các xã"):
    return [
        compose.Participant(f"Nguyễn Văn {i}", "Phó Chủ tịch", "Ủy ban nhân dân xã", group)
        for i in range(count)
    ]


def test_a_plan_is_written_section_by_section():
    document = compose.plan_document(PLAN)

    assert document.body == (
        Paragraph(
            "Ủy ban nhân dân huyện Đông Hà Thượng ban hành Kế hoạch tập huấn nghiệp vụ công tác thi đua, khen thưởng "
            "năm 2024, với các nội dung cụ thể như sau:"
        ),
        Section(1, "Mục đích, yêu cầu"),
        Bullet("Cập nhật những quy định mới; bảo đảm thiết thực, hiệu quả."),
        Section(2, "Nội dung, đối tượng"),
        Item(1, "Nội dung"),
        Bullet("Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ."),
        Bullet("Một số nghiệp vụ cơ bản về:"),
        Bullet("Viết báo cáo thành tích.", 2),
        Bullet("Tự chấm điểm.", 2),
        Item(2, "Đối tượng"),
        Paragraph("Lãnh đạo và công chức phụ trách thi đua, khen thưởng."),
        Section(3, "Thành phần, thời gian"),
        Item(1, "Lớp thứ nhất"),
        Point(1, "Thành phần:"),
        Bullet("Lãnh đạo các phòng."),
        Bullet("Chủ tịch hoặc Phó Chủ tịch UBND các xã."),
        Point(2, "Số lượng: 70 người."),
        Point(3, "Thời gian: 01 ngày, từ ngày 12/6/2024 đến ngày 13/6/2024, dự kiến trong quý II năm 2024."),
        Point(4, "Địa điểm: Hội trường huyện."),
        Item(2, "Lớp thứ hai"),
        Section(4, "Kinh phí thực hiện"),
        Paragraph("Nguồn thi đua, khen thưởng huyện."),
        Section(5, "Tổ chức thực hiện"),
        Item(1, "Phòng Nội vụ"),
        Bullet("Chủ trì; tổng hợp danh sách trước ngày 10/5/2024."),
        Section(6, "Thời hạn thực hiện"),
        Bullet("Các đơn vị gửi danh sách trước ngày 03/5/2024."),
        Paragraph(
            "Trên đây là Kế hoạch tập huấn nghiệp vụ công tác thi đua, khen thưởng năm 2024 của Ủy ban nhân dân huyện "
            "Đông Hà Thượng. Đề nghị các cơ quan, đơn vị tổ chức thực hiện tốt."
        ),
    )
    assert document.signature == Signature(
        "PHÓ CHỦ TỊCH", "Đặng Thị Ước", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")
    )
    assert document.recipients == ("Ban TĐKT tỉnh", "Lưu: VT, NV")
    assert check.check(document) == ()


def test_instruments_no_line_cites_become_grounds():
    assert compose.plan_document(PLAN).grounds == (
        "Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022",
        "Căn cứ Quyết định số 12/QĐ-UBND ngày 09/01/2024 về chia cụm thi đua (có hiệu lực từ ngày 01/02/2024)",
    )


def test_the_head_of_a_plan_comes_from_its_structure_or_from_the_caller():
    head = compose.plan_document(PLAN).head

    assert (head.issuing_body, head.number, head.notation) == (
        "ỦY BAN NHÂN DÂN HUYỆN ĐÔNG HÀ THƯỢNG",
        "45",
        "KH-UBND",
    )
    assert (head.date, head.place) == (datetime.date(2024, 3, 5), "Đông Hà Thượng")
    draft = {**PLAN, "document": {**PLAN["document"], "number": None, "issued_on": None}}
    assert (compose.plan_document(draft).head.number, compose.plan_document(draft).head.year) == (None, 2024)
    assert compose.plan_document(PLAN, head=HEAD, signature=SIGNATURE).head is HEAD


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "01 ngày, từ ngày 12/6/2024 đến ngày 13/6/2024, dự kiến trong quý II năm 2024"),
        ({"days": 0.5, "period": None, "ends_on": "2024-06-12"}, "01 buổi, ngày 12/6/2024"),
        ({"days": 2.5, "starts_on": None, "ends_on": None}, "2,5 ngày, dự kiến trong quý II năm 2024"),
        ({"days": 12.0, "period": None, "ends_on": None}, "12 ngày, bắt đầu từ ngày 12/6/2024"),
        ({"days": None, "period": None, "starts_on": None}, "đến ngày 13/6/2024"),
        ({"days": None, "period": None, "starts_on": None, "ends_on": None}, ""),
    ],
)
def test_the_time_of_a_class_is_told_as_far_as_it_is_known(change, words):
    assert compose.class_time({**PLAN["classes"][0], **change}) == words


def test_an_empty_plan_is_still_a_paper():
    empty = {
        key: [] if isinstance(value, list) else None
        for key, value in PLAN.items()
        if key not in ("document", "signatory")
    } | {"document": dict.fromkeys(PLAN["document"]), "signatory": dict.fromkeys(PLAN["signatory"])}

    document = compose.plan_document(empty)

    assert [type(block) for block in document.body] == [Paragraph, Paragraph]
    assert document.signature is None
    assert official.render(document, "pdf").startswith(b"%PDF")


def table_of(blocks):
    (table,) = [block for block in blocks if isinstance(block, Table)]
    return table


def test_a_class_list_groups_its_people_and_counts_them():
    two = [*people(2, "Các ban Đảng"), *people(1), *people(1, "Các ban Đảng")]

    document = compose.class_list_document(
        FACTS, two, head=HEAD, signature=SIGNATURE, recipients=("Lưu: VT",)
    )

    table = table_of(document.body)
    assert [column.title for column in table.columns] == ["STT", "Họ và tên", "Chức vụ", "Đơn vị", "Ghi chú"]
    assert [row.cells[:2] for row in table.rows] == [
        ("I. Các ban Đảng (03 người)",),
        ("1", "Nguyễn Văn 0"),
        ("2", "Nguyễn Văn 1"),
        ("3", "Nguyễn Văn 0"),
        ("II. Khối các xã (01 người)",),
        ("4", "Nguyễn Văn 0"),
    ]
    assert document.body[-1] == Paragraph("Danh sách này có 04 người.")
    assert (document.kind, document.title) == (
        "DANH SÁCH",
        "Tham dự lớp thứ nhất tập huấn nghiệp vụ thi đua, khen thưởng năm 2024",
    )


def test_people_without_groups_are_one_plain_list():
    table = table_of(compose.class_list_document(FACTS, people(3, ""), head=HEAD).body)

    assert [row.is_group for row in table.rows] == [False] * 3


def test_a_supplementary_list_tells_who_takes_whose_place_and_why():
    one, two, three = people(3)
    changes = [
        compose.Change(joins=one, leaves=two, reason="Đi công tác"),
        compose.Change(joins=three),
        compose.Change(leaves=two, reason="Nghỉ ốm"),
    ]

    document = compose.supplementary_list_document(FACTS, changes, head=HEAD, signature=SIGNATURE)

    assert [row.cells for row in table_of(document.body).rows] == [
        (
            "1",
            "Nguyễn Văn 0",
            "Phó Chủ tịch",
            "Ủy ban nhân dân xã",
            "Thay Nguyễn Văn 1 (Phó Chủ tịch)",
            "Đi công tác",
        ),
        ("2", "Nguyễn Văn 2", "Phó Chủ tịch", "Ủy ban nhân dân xã", "Bổ sung", ""),
        ("3", "Nguyễn Văn 1", "Phó Chủ tịch", "Ủy ban nhân dân xã", "Rút khỏi danh sách", "Nghỉ ốm"),
    ]
    assert document.body[-1] == Paragraph("Danh sách này có 02 người vào lớp và 02 người thôi tham dự.")


def units(count):
    return [compose.InvitedUnit(f"Ủy ban nhân dân xã số {i}", 2) for i in range(1, count + 1)]


def summons(count, **more):
    return compose.summons_letter(FACTS, units(count), head=HEAD, signature=SIGNATURE, **more)


def test_a_letter_to_few_units_names_them_and_asks_for_people_by_a_day():
    document = summons(2, deadline=datetime.date(2024, 5, 3), contact="bà Trần Thị Cúc, Phòng Nội vụ")

    assert document.addressees == ("Ủy ban nhân dân xã số 1", "Ủy ban nhân dân xã số 2")
    assert document.appendices == ()
    texts = [block.text for block in document.body]
    assert texts == [
        "Thực hiện Kế hoạch số 45/KH-UBND ngày 05/3/2024, Phòng Nội vụ huyện Đông Hà Thượng đề nghị các cơ quan, "
        "đơn vị cử cán bộ, công chức, viên chức tham dự lớp thứ nhất tập huấn nghiệp vụ thi đua, khen thưởng năm 2024, "
        "cụ thể như sau:",
        "Thành phần:",
        "Lãnh đạo các phòng.",
        "Công chức các xã.",
        "Số lượng:",
        "Ủy ban nhân dân xã số 1: 02 người.",
        "Ủy ban nhân dân xã số 2: 02 người.",
        "Thời gian: 07 giờ 30 phút, ngày 12 tháng 6 năm 2024.",
        "Địa điểm: Hội trường huyện.",
        "Danh sách cử người tham dự gửi về Phòng Nội vụ huyện Đông Hà Thượng trước ngày 03/5/2024 để tổng hợp.",
        "Mọi thông tin cần trao đổi, xin liên hệ: bà Trần Thị Cúc, Phòng Nội vụ.",
        "Phòng Nội vụ huyện Đông Hà Thượng đề nghị các cơ quan, đơn vị quan tâm, thực hiện.",
    ]
    assert [block.number for block in document.body if isinstance(block, Item)] == [1, 2, 3, 4]
    assert document.recipients == ("Như trên", "Lưu: VT")
    assert check.check(document) == ()


def test_a_letter_to_many_units_names_them_in_an_appendix():
    document = summons(20)

    assert document.addressees == ("Các cơ quan, đơn vị (theo danh sách đính kèm)",)
    (appendix,) = document.appendices
    assert len(table_of(appendix.blocks).rows) == 20
    assert table_of(appendix.blocks).rows[19].cells == ("20", "Ủy ban nhân dân xã số 20", "02")
    assert appendix.blocks[-1] == Paragraph("Danh sách này có 20 cơ quan, đơn vị, cử 40 người.")
    assert check.check(document) == ()


def test_a_summons_after_confirming_brings_the_list_and_asks_for_no_names():
    document = summons(1, people=people(3), deadline=datetime.date(2024, 5, 3))

    (appendix,) = document.appendices
    assert len(table_of(appendix.blocks).rows) == 4
    assert document.title.startswith("triệu tập tham dự lớp thứ nhất")
    assert "người có tên trong danh sách kèm theo" in document.body[0].text
    assert not [block for block in document.body if "trước ngày" in block.text]
    text = " ".join(
        line.text for page in papers.pages(official.render(document, "pdf")) for line in page.lines
    )
    assert "(Kèm theo Công văn số 08/PNV-TĐKT ngày 03 tháng 6 năm 2024" in text


def test_an_invitation_follows_the_model():
    document = compose.invitation(
        FACTS,
        ["Ông Đỗ Văn Bảy"],
        head=HEAD,
        signature=SIGNATURE,
        chair="Lãnh đạo huyện",
        notes=["Mang theo giấy mời"],
    )

    assert document.kind == "GIẤY MỜI"
    assert [block.text for block in document.body] == [
        "Phòng Nội vụ huyện Đông Hà Thượng trân trọng kính mời: Ông Đỗ Văn Bảy.",
        "Tới dự: Lớp thứ nhất tập huấn nghiệp vụ thi đua, khen thưởng năm 2024.",
        "Chủ trì: Lãnh đạo huyện.",
        "Thời gian: 07 giờ 30 phút, ngày 12 tháng 6 năm 2024.",
        "Địa điểm: Hội trường huyện.",
        "Mang theo giấy mời.",
        "Rất mong quý đại biểu đến dự đúng thành phần và thời gian.",
    ]
    several = compose.invitation(FACTS, ["Ông Đỗ Văn Bảy", "Bà Lê Thị Tám"], head=HEAD, signature=SIGNATURE)
    assert several.body[1:3] == (Bullet("Ông Đỗ Văn Bảy."), Bullet("Bà Lê Thị Tám."))


def test_five_hundred_people_are_printed_at_once():
    document = compose.class_list_document(FACTS, people(500), head=HEAD, signature=SIGNATURE)

    pages = papers.pages(official.render(document, "pdf"))

    lines = [line.text for page in pages for line in page.lines]
    assert sum("Nguyễn Văn" in line for line in lines) == 500
    assert lines.count("STT Họ và tên Chức vụ Đơn vị Ghi chú") + sum(line == "STT" for line in lines) == len(
        pages
    )
