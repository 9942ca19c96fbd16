"""One definition yields page, part, Excel and CSV, at the same cost for few rows and for many."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from bangvang.core import tables
from bangvang.core.badges import Badge
from bangvang.core.policy import denied
from bangvang.core.tables import BulkAction, Column, Filter, Table
from bangvang.directory.models import Person
from tests.factories.directory import DAY, PersonFactory

COLUMNS = [
    Column("name", "Họ và tên", "full_name", sort="sort_key"),
    Column("code", "Mã", "code", sort="code"),
    Column("born", "Ngày sinh", "birth_date", kind="date"),
]


def people(**changes: object) -> Table:
    given: dict[str, object] = {"order": ("sort_key",), **changes}
    return Table("Danh sách người", Person.objects.all(), COLUMNS, **given)  # type: ignore[arg-type]


def asking(**params: str) -> HttpRequest:
    request = RequestFactory().get("/nguoi/", params)
    request.today = DAY  # type: ignore[attr-defined]
    return request


def names(table: tables.BoundTable) -> list[str]:
    return [person.full_name for person in table.rows]


def content(response: object) -> bytes:
    read = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    response.file_to_stream.close()  # type: ignore[attr-defined]
    return read


def sheet(response: object) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content(response))).get_sheet_by_index(0).to_python()


def lines(response: object) -> list[list[str]]:
    written = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert written.startswith("\ufeff")
    return list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline="")))


@pytest.fixture
def three(db: None) -> list[Person]:
    return [
        PersonFactory(full_name="Đặng Văn Ước", code="NG-1", birth_date=date(1980, 2, 29)),
        PersonFactory(full_name="Lê Thị Bích", code="NG-2"),
        PersonFactory(full_name="Đặng Hồng Ánh", code="NG-3"),
    ]


@pytest.mark.usefixtures("three")
def test_search_without_marks_finds_names_with_marks():
    found = people().bind(asking(q="dang"))

    assert names(found) == ["Đặng Hồng Ánh", "Đặng Văn Ước"]
    assert found.is_narrowed


@pytest.mark.usefixtures("three")
def test_every_word_of_a_search_must_occur_in_any_order():
    assert names(people().bind(asking(q="ước ĐẶNG"))) == ["Đặng Văn Ước"]


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(("asked", "first"), [("code", "NG-1"), ("-code", "NG-3")])
def test_a_column_sorts_both_ways(asked: str, first: str):
    assert people().bind(asking(sap=asked)).rows[0].code == first


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("asked", ["born", "password", "user__password", "-pk", "sort_key", "?", "--code"])
def test_only_columns_that_say_so_can_be_sorted(asked: str):
    table = people().bind(asking(sap=asked))

    assert names(table) == ["Đặng Hồng Ánh", "Lê Thị Bích", "Đặng Văn Ước"]
    assert [heading.direction for heading in table.headings] == ["", "", ""]


@pytest.mark.django_db
def test_pages_never_overlap_when_the_order_ties():
    for _ in range(7):
        PersonFactory(full_name="Trần Văn Một")
    shown = [
        row.pk
        for page in "123"
        for row in people(per_page=3, order="full_name").bind(asking(trang=page)).rows
    ]

    assert len(shown) == len(set(shown)) == 7


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(("asked", "page"), [("0", 1), ("2", 2), ("99", 2), ("x", 1), ("²", 1), ("", 1)])
def test_a_page_that_does_not_exist_becomes_one_that_does(asked: str, page: int):
    assert people(per_page=2).bind(asking(trang=asked)).page == page


@pytest.mark.usefixtures("three")
def test_links_keep_the_rest_of_the_address():
    table = people(per_page=1).bind(asking(q="dang", sap="-code", khac="1", trang="2"))

    assert table.previous_url == "/nguoi/?q=dang&sap=-code&khac=1&trang=1"
    assert table.headings[0].url == "/nguoi/?q=dang&khac=1&sap=name"
    assert table.headings[1].url == "/nguoi/?q=dang&khac=1&sap=code"
    assert table.export_urls["xlsx"] == "/nguoi/?q=dang&sap=-code&khac=1&dang=xlsx"
    assert table.clear_url == "/nguoi/?sap=-code&khac=1"
    assert table.kept_params == [("sap", "-code"), ("khac", "1")]


@pytest.mark.usefixtures("three")
def test_a_filter_takes_only_its_own_choices():
    table = people(filters=[Filter("ma", "mã", [("NG-2", "hai"), ("NG-3", "ba")], "code")])

    assert names(table.bind(asking(ma="NG-2"))) == ["Lê Thị Bích"]
    assert len(table.bind(asking(ma="NG-1")).rows) == 3
    assert [option[2] for option in table.bind(asking(ma="NG-3")).choices["ma"].options] == [
        False,
        False,
        True,
    ]


@pytest.mark.django_db
def test_three_rows_and_three_hundred_cost_the_same_queries():
    def cost() -> int:
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            render_to_string("ui/table.html", {"table": people().bind(asking())}, request=asking())
        return len(queries)

    for _ in range(3):
        PersonFactory()
    few = cost()
    for _ in range(297):
        PersonFactory()

    assert cost() == few == 2


@pytest.mark.django_db
def test_the_count_stops_at_its_limit(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tables, "COUNT_LIMIT", 4)
    for _ in range(6):
        PersonFactory()
    table = people(per_page=2).bind(asking(trang="9"))

    with CaptureQueriesContext(connection) as queries:
        assert (table.count, table.is_beyond, table.pages, table.page) == (5, True, 2, 2)
    assert ["LIMIT 5" in query["sql"] for query in queries] == [True]


@pytest.mark.usefixtures("three")
def test_excel_holds_every_row_of_the_filter_with_days_as_days():
    response = tables.respond(asking(dang="xlsx", q="dang"), people(per_page=1), "unused.html")

    assert response["Content-Disposition"] == 'attachment; filename="danh-sach-nguoi-2024-04-08.xlsx"'
    assert sheet(response) == [
        ["Họ và tên", "Mã", "Ngày sinh"],
        ["Đặng Hồng Ánh", "NG-3", ""],
        ["Đặng Văn Ước", "NG-1", date(1980, 2, 29)],
    ]


@pytest.mark.usefixtures("three")
def test_csv_opens_in_excel_with_vietnamese_letters():
    response = tables.respond(asking(dang="csv"), people(per_page=1), "unused.html")

    assert response["Content-Disposition"] == 'attachment; filename="danh-sach-nguoi-2024-04-08.csv"'
    assert lines(response) == [
        ["Họ và tên", "Mã", "Ngày sinh"],
        ["Đặng Hồng Ánh", "NG-3", ""],
        ["Lê Thị Bích", "NG-2", ""],
        ["Đặng Văn Ước", "NG-1", "29/02/1980"],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+84 900", "-2", "@SUM(A1)", "\t=1", " =1", "\r=1", "|cmd"])
def test_no_cell_becomes_a_formula(text: str):
    table = Table("Thử", [text], [Column("a", "A", lambda row: row)])

    assert lines(tables.respond(asking(dang="csv"), table, "unused.html"))[1] == [f"'{text}"]
    book = content(tables.respond(asking(dang="xlsx"), table, "unused.html"))
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        cells = parts.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<c r="A2"[^>]* t="(\w+)"', cells) == ["inlineStr"]
    assert "<f>" not in cells


def test_a_number_stays_a_number_and_a_moment_is_told_in_viet_nam():
    row = {
        "n": -2.5,
        "at": datetime(2024, 4, 8, 17, 30, tzinfo=UTC),
        "yes": True,
        "state": Badge("Đã chốt", "good"),
    }
    table = Table("Thử", [row], [Column(key, key, lambda row, key=key: row[key]) for key in row])

    assert lines(tables.respond(asking(dang="csv"), table, "u.html"))[1] == [
        "-2.5",
        "09/04/2024 00:30",
        "Có",
        "Đã chốt",
    ]
    assert sheet(tables.respond(asking(dang="xlsx"), table, "u.html"))[1] == [
        -2.5,
        datetime(2024, 4, 9, 0, 30),  # noqa: DTZ001 (Excel knows no zones)
        "Có",
        "Đã chốt",
    ]


@pytest.mark.django_db
def test_page_and_part_hold_the_same_table(client: Client, anh: object, settings: object):
    settings.DEMO = True  # type: ignore[attr-defined]
    client.force_login(anh)  # type: ignore[arg-type]
    page = client.get("/ui/", {"q": "dang"})
    part = client.get("/ui/", {"q": "dang"}, headers={"hx-request": "true"})

    body = part.content.decode().strip()
    assert body.startswith('<div class="table" id="bang-chinh"')
    assert body.endswith("</div>")

    def without_token(html: str) -> str:
        return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", html)

    assert without_token(body) in without_token(page.content.decode())
    assert "Đặng Ngọc Diễm Quỳnh" in body
    assert "Nguyễn Thị Thủy" not in body
    assert "HX-Request" in part["Vary"]


def test_what_rows_hold_is_escaped():
    table = Table("Thử", ["<b>x</b>"], [Column("a", "A", lambda row: row)], row_url=lambda row: f"/{row}/")
    html = render_to_string("ui/table.html", {"table": table.bind(asking())}, request=asking())

    assert '<a href="/&lt;b&gt;x&lt;/b&gt;/">&lt;b&gt;x&lt;/b&gt;</a>' in html
    assert "<b>" not in html


def test_an_empty_table_says_why_and_an_empty_search_offers_to_stop():
    table = Table(
        "Thử", [], [Column("a", "A", "a")], empty="Chưa có lớp nào.", empty_hint="Hãy ban hành kế hoạch."
    )
    request = asking(q="x")
    empty = render_to_string("ui/table.html", {"table": table.bind(asking())}, request=asking())
    searched = render_to_string("ui/table.html", {"table": table.bind(request)}, request=request)

    assert "Chưa có lớp nào." in empty
    assert "Hãy ban hành kế hoạch." in empty
    assert "Chưa có lớp nào." not in searched
    assert '<a class="button" href="/nguoi/">Bỏ lọc</a>' in searched


def test_rows_can_be_chosen_and_a_forbidden_action_says_why():
    table = Table(
        "Thử",
        ["một", "hai"],
        [Column("a", "A", lambda row: row)],
        select=lambda row: f"ma-{row}",
        bulk=[BulkAction("Chốt", "/chot/"), BulkAction("Trả lại", "/tra/", verdict=denied("Lớp đã chốt."))],
    )
    html = render_to_string("ui/table.html", {"table": table.bind(asking())}, request=asking())

    assert re.findall(r'name="chon" value="([^"]+)" form="bang-chinh-chon"', html) == ["ma-một", "ma-hai"]
    assert '<form class="bulk" id="bang-chinh-chon" method="post"' in html
    assert re.findall(r'formaction="([^"]+)"', html) == ["/chot/"]
    assert "Lớp đã chốt." in html


def test_a_phone_shows_the_first_column_and_two_facts():
    columns = [Column(key, key, lambda row: row) for key in "abcd"]
    columns[3] = Column("d", "d", lambda row: Badge(row), kind="state")
    html = render_to_string(
        "ui/table.html", {"table": Table("Thử", ["x"], columns).bind(asking())}, request=asking()
    )

    assert re.findall(r'<td class="(\w*)" data-label="(\w)"', html) == [
        ("main", "a"),
        ("", "b"),
        ("wide", "c"),
        ("", "d"),
    ]


def test_a_plain_list_is_sorted_as_vietnamese_sorts():
    table = Table("Thử", ["Ông", "Bé", "Ăn", "An"], [Column("a", "A", lambda row: row, sort="a")])

    assert table.bind(asking(sap="a")).rows == ["An", "Ăn", "Bé", "Ông"]
    assert table.bind(asking(sap="-a")).rows == ["Ông", "Bé", "Ăn", "An"]
    assert table.bind(asking(q="ong")).rows == ["Ông"]
