"""The invented district: complete, ready to correct, and nowhere outside the demo."""

import time
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings as live
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bangvang.core import ledger
from bangvang.core.models import AuditEntry
from bangvang.demo import accounts, district, load
from bangvang.directory import queries
from bangvang.directory.models import Organisation, Person, Position, Role, User
from bangvang.training.models import TrainingPlan
from tests.factories.directory import DAY


@pytest.fixture
def authority(db: None) -> Organisation:
    return load.load(on=DAY)


@pytest.fixture
def installed() -> Iterator[None]:
    """As where BANGVANG_DEMO is set."""
    cache.clear()
    with override_settings(DEMO=True, INSTALLED_APPS=["bangvang.demo", *live.INSTALLED_APPS]):
        yield


def test_the_district_is_large_enough_to_be_one(authority: Organisation):
    by_kind = dict.fromkeys(Organisation.objects.values_list("kind_id", flat=True).distinct(), 0)
    for each in queries.children_of(authority, DAY):
        by_kind[each.kind_id] += 1

    assert by_kind == {
        "party_body": 6,
        "fatherland_front": 1,
        "mass_organisation": 5,
        "state_department": 12,
        "people_committee": 10,
        "public_service_unit": 3,
        "association": 2,
        "school": 30,
    }


def test_every_unit_has_its_people(authority: Organisation):
    for each in queries.children_of(authority, DAY):
        staff = list(queries.staff_of(each, DAY))
        assert 4 <= len(staff) <= 8, each
        assert [position.kind_id for position in staff].count("head") == 1, each
        assert any(position.in_charge_of_emulation for position in staff), each


def test_every_unit_has_a_focal_point_and_a_head_with_an_account(authority: Organisation):
    for each in queries.children_of(authority, DAY):
        assert queries.users_with(Role.FOCAL_POINT, each, DAY).exists(), each
        assert queries.users_with(Role.UNIT_HEAD, each, DAY).exists(), each


def test_the_plan_is_read_and_its_classes_leave_something_to_decide(authority: Organisation):
    plan = TrainingPlan.objects.get()
    seats = []
    for each in plan.structure["classes"]:
        asked = 0
        for line in each["composition"]:
            units = queries.suggest_organisations(line, authority, DAY).count()
            asked += units * sum(seat.per_unit for seat in queries.suggest_positions(line))
        seats.append((asked, each["headcount"]))

    assert seats == [(72, 70), (60, 60)]
    assert plan.organisation == authority
    assert plan.structure["signatory"]["name"] == User.objects.get(username="son").person.full_name


def test_the_trail_holds(authority: Organisation):
    assert ledger.verify() is None
    assert AuditEntry.objects.latest("seq").actor == "Phạm Mai Chi"


def test_every_role_has_an_account_in_the_list(authority: Organisation):
    known = {role for each in accounts.listed() for role in [each.username]}
    held = set()
    for username in known:
        held |= {each.role for each in User.objects.get(username=username).acting_on(DAY).held()}

    assert held == set(Role.values)


def test_a_deputy_acts_for_the_chairman(authority: Organisation):
    dao = User.objects.get(username="dao").acting_on(DAY)

    assert [each.acting_for.user.username for each in dao.held()] == ["khoa"]


def test_whoever_needs_a_second_factor_has_one_and_nobody_else(authority: Organisation):
    have = set(Authenticator.objects.values_list("user__username", flat=True))

    assert have == {"chi", "son", "quan"}
    assert have == {each.username for each in accounts.listed() if each.secret}


def test_nobody_is_named_twice_among_those_everybody_meets():
    names = [each.name for each in district.KNOWN]

    assert len(set(names)) == len(names)


def test_a_second_start_adds_nothing(authority: Organisation):
    before = Person.objects.count(), Position.objects.count(), TrainingPlan.objects.count()

    assert not load.load_if_empty()
    assert (Person.objects.count(), Position.objects.count(), TrainingPlan.objects.count()) == before


def test_the_command_loads_only_an_empty_database(db: None, installed: None):
    call_command("load_demo", if_empty=True)
    people = Person.objects.count()
    call_command("load_demo", if_empty=True)

    assert Person.objects.count() == people > 400
    with pytest.raises(Exception, match="đã có cơ quan"):
        call_command("load_demo")


def test_loading_takes_few_statements(db: None):
    with CaptureQueriesContext(connection) as seen:
        load.load(on=DAY)

    assert len(seen) < 80


def test_the_terminal_says_where_and_as_whom():
    said = load.welcome("http://127.0.0.1:8000/")

    assert "http://127.0.0.1:8000/" in said
    assert all(each.name and each.username in said for each in accounts.listed())
    assert accounts.PASSWORD in said


def test_the_login_page_lists_accounts_with_their_codes(
    authority: Organisation, installed: None, client: Client
):
    page = client.get(reverse("account_login")).content.decode()

    assert accounts.PASSWORD in page
    for each in accounts.listed():
        assert each.username in page
        assert not each.secret or accounts.code(each.secret).now in page


@pytest.mark.parametrize("username", ["chi", "anh", "th-3", "th-3.ld"])
def test_one_enters_with_what_the_page_shows(
    authority: Organisation, installed: None, client: Client, username: str
):
    client.post(reverse("account_login"), {"login": username, "password": accounts.PASSWORD})
    if username == "chi":
        page = client.get(reverse("mfa_authenticate")).content.decode()
        shown = page.split("<code>")[1].split("</code>")[0]
        client.post(reverse("mfa_authenticate"), {"code": shown})

    assert client.get(reverse("home")).status_code == 200


def test_shortly_before_a_code_ends_the_next_one_is_shown():
    secret = district.KNOWN[0].secret
    start = time.time() // 30 * 30

    assert accounts.code(secret, start).following == ""
    late = accounts.code(secret, start + 25)
    assert (late.seconds, late.following) == (5, accounts.code(secret, start + 30).now)


def test_outside_the_demo_there_is_nothing_of_it(db: None, client: Client):
    page = client.get(reverse("account_login")).content.decode()

    assert not live.DEMO
    assert not apps.is_installed("bangvang.demo")
    assert accounts.PASSWORD not in page
    assert "Tài khoản để dùng thử" not in page
    assert not User.objects.exists()
