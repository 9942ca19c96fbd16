import unicodedata
from dataclasses import replace

import pytest

from paperwork import check, official
from tests.paperwork import papers

PLAN = replace(
    papers.PLAN,
    body=(
        official.Section(1, "Mục đích"),
        official.Item(1, "Nội dung"),
        official.Point(1, "Một"),
        official.Point(2, "Hai"),
        official.Item(2, "Đối tượng"),
        official.Point(1, "Ba"),
        official.Section(2, "Tổ chức thực hiện"),
        official.Item(1, "Phòng Nội vụ"),
        official.Paragraph("Trên đây là Kế hoạch."),
    ),
)


def sentences(document):
    return [finding.sentence for finding in check.check(document)]


def test_a_good_plan_and_a_good_letter_have_no_findings():
    assert sentences(PLAN) == []
    assert sentences(papers.LETTER) == []


def headed(**changes):
    return replace(PLAN, head=replace(PLAN.head, **changes))


def signed(*args):
    return replace(PLAN, signature=official.Signature(*args))


WRONG = [
    (headed(notation="KH - UBND"), "Ký hiệu viết liền"),
    (headed(notation="BC-UBND"), "Ký hiệu của Kế hoạch bắt đầu bằng “KH-”."),
    (
        replace(papers.LETTER, head=replace(papers.LETTER.head, notation="TB-PNV")),
        "Công văn không mang chữ viết tắt",
    ),
    (headed(date=None), "Văn bản đã có số thì phải có ngày"),
    (headed(number="năm"), "chữ số Ả Rập"),
    (headed(place=""), "Hãy ghi địa danh"),
    (headed(issuing_body="Ủ" * 201), "Tên cơ quan ban hành dài 201 ký tự"),
    (replace(PLAN, title=""), "chưa có trích yếu"),
    (replace(papers.LETTER, title="V/v cử người tham dự"), "không cần viết “V/v”"),
    (replace(papers.LETTER, addressees=()), "phải có nơi kính gửi"),
    (replace(PLAN, grounds=("Luật Thi đua, khen thưởng",)), "Dòng căn cứ thường bắt đầu"),
    (replace(PLAN, body=PLAN.body[:2] + PLAN.body[3:]), "Phần nội dung: điểm b không nối tiếp"),
    (replace(PLAN, body=PLAN.body[6:]), "mục II không nối tiếp"),
    (replace(PLAN, body=(official.Item(2, "Hai"), *PLAN.body)), "khoản 2 không nối tiếp"),
    (replace(PLAN, appendices=papers.with_list(1).appendices), "chưa nhắc tới phụ lục"),
    (replace(PLAN, recipients=()), "chưa có nơi nhận"),
    (replace(PLAN, recipients=("Như trên",)), "“Lưu: VT, …”"),
    (replace(papers.LETTER, recipients=("Lưu: VT",)), "“Như trên”"),
    (signed("CHỦ TỊCH", "Đặng Thị Ước", ("KT. CHỦ TỊCH",)), "cấp phó: dòng dưới"),
    (signed("CHUYÊN VIÊN", "Đặng Thị Ước", ("TL. CHỦ TỊCH",)), "người đứng đầu đơn vị"),
    (signed("PHÓ CHỦ TỊCH", "Đặng Thị Ước"), "phải có dòng “KT.”"),
    (signed("CHỦ TỊCH", "Đặng Thị Ước", ("TM ỦY BAN",)), "Quyền hạn ký viết"),
    (signed("CHỦ TỊCH", "ThS. Đặng Thị Ước"), "không ghi học hàm"),
]


@pytest.mark.parametrize(("document", "start"), WRONG, ids=[start[:30] for _, start in WRONG])
def test_each_slip_is_told_once(document, start):
    (sentence,) = sentences(document)

    assert start in sentence


def test_a_deputy_acting_as_head_and_a_unit_head_by_order_are_right():
    assert sentences(signed("Q. CHỦ TỊCH", "Đặng Thị Ước", ("TM. ỦY BAN NHÂN DÂN",))) == []
    assert sentences(signed("TRƯỞNG PHÒNG NỘI VỤ", "Đặng Thị Ước", ("TL. CHỦ TỊCH",))) == []


def test_text_typed_in_another_composition_is_judged_alike():
    document = replace(PLAN, kind=unicodedata.normalize("NFD", PLAN.kind))

    assert sentences(document) == []
