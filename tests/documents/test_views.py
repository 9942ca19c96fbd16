"""The register as page, Excel and CSV; each paper with the very file that was issued."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bangvang.core import files
from tests.documents.test_actions import issue
from tests.factories.clients import signed_in
from tests.factories.directory import World


def test_the_register_lists_papers_of_the_year_asked_for(world: World):
    issue(world, title="Tập huấn đợt một")
    client = signed_in(world.chi)

    page = client.get("/van-ban/", {"nam": "2024"}).content.decode()

    assert "01/KH-UBND" in page
    assert "Tập huấn đợt một" in page
    assert "Chưa có văn bản" not in page


def test_the_register_is_searched_without_marks(world: World):
    issue(world, title="Tập huấn thi đua")
    issue(world, title="Hội nghị khác")

    page = signed_in(world.chi).get("/van-ban/", {"q": "tap huan"}).content.decode()

    assert ("Tập huấn thi đua" in page, "Hội nghị khác" in page) == (True, False)


def test_the_register_comes_as_csv_and_excel(world: World):
    issue(world)
    client = signed_in(world.chi)

    csv = b"".join(client.get("/van-ban/", {"dang": "csv"})).decode("utf-8-sig")
    excel = b"".join(client.get("/van-ban/", {"dang": "xlsx"}))

    assert "01/KH-UBND" in csv
    assert "Lưu: VT" in csv
    assert excel.startswith(b"PK")


def test_htmx_gets_the_rows_alone(world: World):
    issue(world)

    part = signed_in(world.chi).get("/van-ban/", headers={"HX-Request": "true"}).content.decode()

    assert "01/KH-UBND" in part
    assert "<html" not in part


def test_one_paper_and_three_cost_the_same_queries(world: World):
    client = signed_in(world.chi)
    counts = []
    for _time in range(2):
        issue(world)
        client.get("/van-ban/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/van-ban/")
        counts.append(len(queries))
        issue(world)

    assert counts[0] == counts[1]


def test_the_page_of_a_paper_previews_its_pdf(world: World):
    paper = issue(world)
    client = signed_in(world.chi)

    page = client.get(f"/van-ban/{paper.code}/").content.decode()
    shown = client.get(f"/van-ban/{paper.code}/tep.pdf", {"xem": "1"})
    taken = client.get(f"/van-ban/{paper.code}/tep.docx")

    assert f"/van-ban/{paper.code}/tep.pdf?xem=1" in page
    assert (shown.content, shown["Content-Type"]) == (files.read(paper.pdf), "application/pdf")
    assert shown["Content-Disposition"].startswith("inline")
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert taken["Content-Disposition"].startswith("attachment")
    assert client.get(f"/van-ban/{paper.code}/tep.exe").status_code == 404


@pytest.mark.parametrize("path", ["", "tep.pdf", "tep.docx"])
def test_a_stranger_finds_no_paper(world: World, path: str):
    paper = issue(world)

    assert signed_in(world.giang).get(f"/van-ban/{paper.code}/{path}").status_code == 404


def test_a_strangers_register_is_empty(world: World):
    issue(world)

    page = signed_in(world.giang).get("/van-ban/").content.decode()

    assert ("01/KH-UBND" in page, "Chưa có văn bản nào" in page) == (False, True)


def test_a_title_with_markup_is_shown_as_text(world: World):
    paper = issue(world, title="Tập huấn <script>alert(1)</script>")

    page = signed_in(world.chi).get(f"/van-ban/{paper.code}/").content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
