"""A unit's list from Excel: all problems in one pass, everybody or nobody."""

import io
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from bangvang.core import sheets
from bangvang.core.errors import RuleViolation
from bangvang.core.models import StoredFile
from bangvang.directory.models import Person, Position
from bangvang.training.actions import enrolment, importing
from bangvang.training.models import Enrolment
from bangvang.training.queries import imports
from tests.factories import training as made
from tests.factories.clients import signed_in
from tests.factories.directory import DAY, PersonFactory, PositionFactory, World

pytestmark = pytest.mark.django_db
HEADINGS = [
    "Họ và tên",
    "Ngày sinh",
    "Chức vụ",
    "Nhóm chức vụ",
    "Phụ trách TĐKT",
    "Điện thoại",
    "Thư điện tử",
    "Đơn vị",
]


def book(*lines: list[Any], headings: list[str] | None = None) -> bytes:
    stream = io.BytesIO()
    made_book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = made_book.add_worksheet()
    for at, line in enumerate([headings or HEADINGS, *lines]):
        for column, value in enumerate(line):
            if isinstance(value, tuple):
                sheet.write_formula(at, column, value[0], None, value[1])
            elif value is not None:
                sheet.write(at, column, value)
    made_book.close()
    return stream.getvalue()


def seen(opened: made.Opened, *lines: list[Any], **said: Any) -> imports.Preview:
    return imports.preview(opened.unit(opened.world.school), book(*lines, **said), "ds.xlsx", DAY)


def problems(opened: made.Opened, *lines: list[Any], **said: Any) -> list[tuple[str, str]]:
    return [(each.address, each.sentence) for each in seen(opened, *lines, **said).wrong]


def test_staff_are_found_by_name_and_others_are_entered(world: World):
    opened = made.opened(world)
    shown = seen(
        opened,
        ["Lê Thanh Bình"],
        ["TRẦN NGỌC ANH", "", "Giáo viên"],
        ["Đỗ Thị Hoài Thương", "31/12/1990", "Phó Hiệu trưởng", "", "có", 912345678],
    )

    assert [
        (row.name, row.is_new, row.title, row.kind.pk, row.in_charge, row.phone) for row in shown.rows
    ] == [
        ("Lê Thanh Bình", False, "Hiệu trưởng", "head", False, ""),
        ("Trần Ngọc Anh", False, "Giáo viên", "other", True, ""),
        ("Đỗ Thị Hoài Thương", True, "Phó Hiệu trưởng", "deputy", True, "0912345678"),
    ]
    assert (shown.wrong, shown.new) == ([], 1)


def test_names_that_differ_in_their_marks_are_different_people(world: World):
    opened = made.opened(world)
    made.colleague(world.school, "Nguyễn Văn An")

    shown = seen(opened, ["Nguyễn Văn Ân", "", "Giáo viên"], ["nguyen van an"])

    assert [row.is_new for row in shown.rows] == [True, False]


def test_family_and_given_name_may_stand_in_two_columns(world: World):
    opened = made.opened(world)

    shown = seen(opened, ["Lê Thanh", "Bình", ""], headings=["Họ và tên đệm", "Tên", "Chức vụ"])

    assert [(row.name, row.is_new) for row in shown.rows] == [("Lê Thanh Bình", False)]


TEN_KINDS = [
    ([None, "01/01/1990", "Giáo viên"], "A", "Họ và tên: chưa ghi."),
    (["Nguyễn Văn 2", "", "Giáo viên"], "A", "Họ và tên: “Nguyễn Văn 2” có chữ số hoặc ký tự lạ."),
    (["Hương", "", "Giáo viên"], "A", "Họ và tên: “Hương” chưa đủ họ và tên."),
    (["Lý Thị Ngày", "31/02/1990", "Giáo viên"], "B", "Ngày sinh: ngày “31/02/1990” không có trong lịch."),
    (["Lý Thị Tuổi", "01/01/2020", "Giáo viên"], "B", "Ngày sinh: cho tuổi 4, hãy kiểm tra lại năm."),
    (["Lý Thị Chức", "", None], "C", "Chức vụ: chưa ghi."),
    (
        ["Lý Thị Công", "", ("=A1&B1", "")],
        "C",
        "Chức vụ: công thức chưa có kết quả, hãy mở bằng Excel rồi lưu lại hoặc ghi thẳng giá trị.",
    ),
    (
        ["Lý Thị Thoại", "", "Giáo viên", "", "", "12"],
        "F",
        "Điện thoại: “12” không phải số điện thoại, số gồm 10 chữ số bắt đầu bằng 0.",
    ),
    (["Lý Thị Thư", "", "Giáo viên", "", "", "", "thu@"], "G", "Thư điện tử: “thu@” không phải địa chỉ thư."),
    (
        ["Lý Thị Khác", "", "Giáo viên", "", "", "", "", "Trường Mầm non Xa Lạ"],
        "H",
        "Đơn vị: ghi “Trường Mầm non Xa Lạ”, không phải Trường Tiểu học An Hòa 1.",
    ),
]


@pytest.mark.parametrize(("line", "column", "sentence"), TEN_KINDS)
def test_each_kind_of_mistake_is_told_where_it_is(world: World, line, column, sentence):
    assert problems(made.opened(world), line) == [(f"{column}2", sentence)]


def test_a_list_of_200_with_30_bad_rows_of_ten_kinds_is_told_in_one_pass(world: World):
    opened = made.opened(world)
    lines: list[list[Any]] = []
    expected = []
    for number in range(200):
        if number % 6 == 0 and len(expected) < 30:
            line, column, sentence = TEN_KINDS[len(expected) % 10]
            turn = len(expected) // 10
            name = line[0]
            if isinstance(name, str) and " " in name and "2" not in name:
                name = f"{name} {['Mộc', 'Thủy', 'Hỏa'][turn]}"
            lines.append([name, *line[1:]])
            expected.append((f"{column}{number + 2}", sentence))
        else:
            lines.append(
                [f"Phan {['Đào', 'Mai', 'Lan', 'Cúc', 'Trúc'][number % 5]} {word(number)}", "", "Giáo viên"]
            )

    assert problems(opened, *lines) == expected
    assert len(expected) == 30

    kept = importing.upload_list(opened.unit(world.school), by=world.anh, data=book(*lines), name="ds.xlsx")
    people = Person.objects.count()
    with pytest.raises(RuleViolation, match="Tệp có 30 chỗ sai nên chưa nhập ai") as refused:
        importing.import_list(opened.unit(world.school), by=world.anh, on=DAY, file=kept)
    assert [(each.place, str(each.sentence)) for each in refused.value.findings] == expected
    assert (Enrolment.objects.count(), Person.objects.count()) == (0, people)


def word(number: int) -> str:
    """A different given name for every number."""
    return "".join("ABĐEGHIKLM"[int(digit)] for digit in str(number)).title()


def test_the_same_person_twice_in_the_file_is_told(world: World):
    assert problems(made.opened(world), ["Đỗ Văn Đôi", "", "Giáo viên"], ["ĐỖ VĂN ĐÔI", "", "Kế toán"]) == [
        ("A3", "Họ và tên: trùng với hàng 2 trong tệp.")
    ]


def test_somebody_already_on_the_list_is_told(world: World):
    opened = made.opened(world)
    made.sent(opened, world.other_school, *made.both(world.other_school))
    enrolment.enrol(opened.unit(world.school), by=world.anh, person=world.binh.person)

    assert problems(opened, ["Lê Thanh Bình"]) == [("A2", "Họ và tên: đã có trong danh sách của đơn vị.")]


def test_namesakes_in_the_unit_ask_for_the_birth_date(world: World):
    opened = made.opened(world)
    for year in (1980, 1990):
        person = PersonFactory(full_name="Nguyễn Thị Hoa", birth_date=date(year, 5, 1))
        PositionFactory(person=person, organisation=world.school)

    assert problems(opened, ["Nguyễn Thị Hoa"]) == [
        ("A2", "Họ và tên: đơn vị có 2 người cùng tên, hãy ghi ngày sinh.")
    ]
    assert problems(opened, ["Nguyễn Thị Hoa", "01/05/1990"]) == []
    assert problems(opened, ["Nguyễn Thị Hoa", "01/05/1991"]) == [
        ("B2", "Ngày sinh: khác ngày sinh 01/05/1980 đã có của người này trong danh bạ.")
    ]


def test_a_kind_that_is_not_in_the_drop_down_lists_those_that_are(world: World):
    ((address, sentence),) = problems(made.opened(world), ["Đỗ Văn Loại", "", "Giáo viên", "Sếp"])

    assert address == "D2"
    assert sentence.startswith("Nhóm chức vụ: không có nhóm “Sếp”, hãy chọn: Cấp trưởng, Cấp phó")


def test_sum_day_and_signature_below_the_list_are_told_and_not_read_as_people(world: World):
    opened = made.opened(world)
    shown = seen(
        opened,
        ["Lê Thanh Bình"],
        ["Trương Phong", "", "Giáo viên"],
        [],
        ["Tổng cộng", 2],
        [None, None, None, None, "An Hòa, ngày 10 tháng 4 năm 2024"],
        ["NGƯỜI LẬP", None, None, None, "HIỆU TRƯỞNG"],
        ["Trần Ngọc Anh", None, None, None, "Lê Thanh Bình"],
    )

    assert ([row.name for row in shown.rows], shown.foot) == (
        ["Lê Thanh Bình", "Trương Phong"],
        (5, 6, 7, 8),
    )
    assert problems(opened, ["Lê Thanh Bình"], [None, "31/12/1990", "Giáo viên"]) == [
        ("A3", "Họ và tên: chưa ghi.")
    ]


def test_a_list_without_people_is_refused(world: World):
    with pytest.raises(sheets.Unreadable, match="chưa có người nào"):
        seen(made.opened(world))


def test_through_the_browser_nothing_is_written_before_the_second_press(world: World):
    opened = made.opened(world)
    client = signed_in(world.anh)
    url = f"/lop/{opened.training_class.code}/don-vi/{world.school.code}/excel/"
    upload = SimpleUploadedFile("../../ds.xlsx", book(["Lê Thanh Bình"], ["Đỗ Thị Mới", "", "Giáo viên"]))

    page = client.post(url, {"file": upload})
    assert (Enrolment.objects.count(), StoredFile.objects.latest("pk").name) == (0, "ds.xlsx")
    assert "Sẽ thêm 2 người, trong đó 1 người chưa có trong danh bạ." in page.content.decode()

    token = page.context["token"]
    client.post(f"{url}nhap/", {"tep": token})
    assert sorted(Enrolment.objects.values_list("person__full_name", flat=True)) == [
        "Lê Thanh Bình",
        "Đỗ Thị Mới",
    ]
    assert Position.objects.get(person__full_name="Đỗ Thị Mới").organisation == world.school

    again = client.post(f"{url}nhap/", {"tep": token})
    assert (again.status_code, Enrolment.objects.count()) == (422, 2)


def test_a_preview_of_one_unit_is_not_imported_into_another(world: World):
    opened = made.opened(world)
    code = opened.training_class.code
    upload = SimpleUploadedFile("ds.xlsx", book(["Đỗ Thị Mới", "", "Giáo viên"]))
    token = (
        signed_in(world.anh)
        .post(f"/lop/{code}/don-vi/{world.school.code}/excel/", {"file": upload})
        .context["token"]
    )

    answer = signed_in(world.giang).post(
        f"/lop/{code}/don-vi/{world.other_school.code}/excel/nhap/", {"tep": token}
    )

    assert (answer.status_code, Enrolment.objects.count()) == (422, 0)


def test_the_template_reads_back_as_an_empty_list_with_known_headings(world: World):
    opened = made.opened(world)
    url = f"/lop/{opened.training_class.code}/don-vi/{world.school.code}/excel/mau/"
    data = b"".join(signed_in(world.anh).get(url).streaming_content)

    found = sheets.recognise(sheets.read(data, "mau.xlsx"), imports.FIELDS)

    assert list(found.columns) == ["full_name", "birth_date", "title", "kind", "in_charge", "phone", "note"]
    assert list(found.rows()) == []


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("ds.xlsx", b"", "rỗng"),
        ("ds.pdf", b"%PDF-1.7", "Không nhận tệp"),
        ("ds.xlsm", b"PK\x03\x04", "không phải dạng .xlsx"),
        ("ds.xlsx", b"x" * (25 * 1024 * 1024), "quá giới hạn"),
    ],
)
def test_a_wrong_upload_gets_a_sentence(world: World, name, data, sentence):
    opened = made.opened(world)
    url = f"/lop/{opened.training_class.code}/don-vi/{world.school.code}/excel/"

    page = signed_in(world.anh).post(url, {"file": SimpleUploadedFile(name, data)})

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert StoredFile.objects.filter(name=name).count() == 0
