"""The live board: counts, filters, few queries, and nothing of it for units."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bangvang.directory.models import Organisation, Person, Position, Role
from bangvang.training.actions import classes, confirming, enrolment
from bangvang.training.models import Enrolment, InvitedUnit
from bangvang.training.queries import board
from tests.factories import training as made
from tests.factories.clients import signed_in
from tests.factories.directory import DAY, World, appoint

pytestmark = pytest.mark.django_db


def test_the_board_counts_answers_seats_problems_and_the_waiting(world: World):
    opened = made.opened(world, schools=[world.school, world.other_school, world.commune], headcount=6)
    extra = made.colleague(world.school, kind="deputy")
    made.sent(opened, world.school, *made.both(world.school), extra)
    made.sent(opened, world.other_school, made.colleague(world.other_school), note="Thay cô hiệu trưởng")

    shown = board.of(opened.fresh(), DAY)

    assert (shown.answered, shown.taken, shown.waiting, shown.undecided, shown.free) == (2, 3, 1, 1, 3)
    assert shown.counts == {
        "awaited": 1,
        "overdue": 0,
        "answered": 2,
        "problems": 1,
        "waiting": 1,
        "substitutions": 0,
    }
    assert [each.enrolment.person for each in shown.waiting_list] == [extra]


def test_after_the_deadline_those_who_did_not_answer_are_overdue(world: World):
    opened = made.opened(world)

    assert board.of(opened.fresh(), made.DEADLINE).counts["overdue"] == 0
    assert board.of(opened.fresh(), date(2024, 5, 11)).counts["overdue"] == 2


def large_class(world: World, count: int) -> made.Opened:
    """A class with so many units, each with a leader and one in charge, written in bulk."""
    opened = made.prepared(world, schools=[world.school], headcount=2)
    kind = world.school.kind
    organisations = [
        Organisation(
            code=f"truong-{n}",
            name=f"Trường số {n}",
            kind=kind,
            tier=world.school.tier,
            parent=world.authority,
            folded=f"truong so {n}",
            sort_key=f"{n:05d}",
            path=f"{world.authority.path}truong-{n}/",
        )
        for n in range(count - 1)
    ]
    Organisation.objects.bulk_create(organisations)
    everybody = [world.school, *organisations]
    group = opened.training_class.groups.get()
    InvitedUnit.objects.bulk_create(
        InvitedUnit(training_class=opened.training_class, group=group, organisation=each)
        for each in organisations
    )
    people = [
        Person(code=f"NG-X-{n}", full_name=f"Người số {n}", folded=f"nguoi so {n}", sort_key=f"{n:06d}")
        for n in range(2 * count)
    ]
    Person.objects.bulk_create(people)
    Position.objects.bulk_create(
        Position(
            person=person,
            organisation=everybody[n // 2],
            title="Hiệu trưởng" if n % 2 == 0 else "Giáo viên",
            kind=made.kind("head" if n % 2 == 0 else "other"),
            in_charge_of_emulation=n % 2 == 1,
        )
        for n, person in enumerate(people)
    )
    classes.decide_seats(opened.fresh(), by=world.chi, reason="Lớp lớn")
    classes.open_enrolment(opened.fresh(), by=world.chi, on=DAY)
    units = {unit.organisation_id: unit for unit in InvitedUnit.objects.all()}
    Enrolment.objects.bulk_create(
        Enrolment(
            training_class=opened.training_class,
            unit=units[everybody[n // 2].pk],
            person=person,
            title="Hiệu trưởng",
            state="submitted",
            enrolled_at=made.at(DAY),
        )
        for n, person in enumerate(people)
    )
    InvitedUnit.objects.update(state="submitted", submitted_on=DAY)
    return opened


def test_the_board_of_500_units_costs_at_most_12_queries(world: World):
    opened = large_class(world, 500)
    client = signed_in(world.chi)
    client.get("/")

    with CaptureQueriesContext(connection) as counted:
        response = client.get(f"/lop/{opened.training_class.code}/")

    assert response.status_code == 200
    assert "500/500" in response.content.decode()
    assert len(counted) <= 12, "\n".join(each["sql"][:150] for each in counted)


def test_page_poll_excel_and_csv_show_the_same_units(world: World):
    opened = made.filled(world)
    client, url = signed_in(world.chi), f"/lop/{opened.training_class.code}/"

    page = client.get(url).content.decode()
    live = client.get(url, headers={"HX-Request": "true", "HX-Target": "live"}).content.decode()
    csv = b"".join(client.get(f"{url}?dang=csv").streaming_content).decode("utf-8-sig")

    for name in (world.school.name, world.other_school.name):
        assert (name in page, name in live, name in csv) == (True, True, True)
    assert 'hx-trigger="every 20s"' in page
    assert ("<html" in page, "<html" in live, "Đơn vị đã trả lời" in live) == (True, False, True)
    excel = client.get(f"{url}?dang=xlsx")
    assert b"".join(excel.streaming_content)[:2] == b"PK"


def test_a_filter_narrows_the_board(world: World):
    opened = made.opened(world)
    made.sent(opened, world.school, *made.both(world.school))

    page = signed_in(world.chi).get(f"/lop/{opened.training_class.code}/?xem=awaited").content.decode()

    assert (world.other_school.name in page, f">{world.school.name}<" in page) == (True, False)


def test_a_closed_board_asks_for_nothing(world: World):
    opened = made.confirmed(world)

    page = signed_in(world.chi).get(f"/lop/{opened.training_class.code}/").content.decode()

    assert 'hx-trigger="every' not in page


def names_of(organisation: Organisation) -> list[str]:
    return list(
        Enrolment.objects.filter(unit__organisation=organisation).values_list("person__full_name", flat=True)
    )


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_unit_sees_counts_of_the_others_and_no_names(world: World, confirmed):
    appoint(world.giang, Role.UNIT_HEAD, world.other_school)
    opened = made.filled(world)
    if confirmed:
        confirming.confirm(opened.fresh(), by=world.chi, on=DAY, **made.SIGNED)
    code, hidden = opened.training_class.code, names_of(world.school)
    assert len(hidden) == 2
    client = signed_in(world.giang)

    class_page = client.get(f"/lop/{code}/").content.decode()
    own_page = client.get(f"/lop/{code}/don-vi/{world.other_school.code}/").content.decode()
    listed = client.get("/luot-cu/").content.decode()

    assert "2/2 đơn vị đã trả lời, 4 người đã được cử" in class_page
    for page in (class_page, own_page, listed):
        assert [name for name in hidden if name in page] == []
    assert [name for name in names_of(world.other_school) if name not in own_page] == []
    for path in (
        f"/lop/{code}/don-vi/{world.school.code}/",
        f"/lop/{code}/chot/",
        f"/lop/{code}/chuan-bi/",
        f"/lop/{code}/danh-sach-cho/",
        f"/lop/{code}/danh-sach/1/",
        f"/lop/{code}/danh-sach/1/danh-sach.pdf",
        f"/lop/{code}/danh-sach/1/?dang=xlsx",
    ):
        assert client.get(path).status_code == 404, path


def test_a_substitution_shows_on_the_board(world: World):
    opened = made.filled(world)
    old = made.line_of(opened, opened.unit(world.school).enrolments.first().person)
    enrolment.propose_substitution(
        old, by=world.binh, person=made.colleague(world.school, kind="deputy"), reason="Ốm"
    )

    assert board.of(opened.fresh(), DAY).counts["substitutions"] == 1
