"""Every address turns strangers away: Giang, who has an account but no business here, and a visitor without one."""

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories.clients import signed_in
from tests.factories.directory import World
from tests.house.samples import SECRETS, Door, Populated, doors, populate

# Open to anybody, by their nature.
PUBLIC = {
    "health",
    "set_language",
    "account_login",
    "account_inactive",
    "mfa_authenticate",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "directory:invitation_accept",
}
# Everybody's own: one's first page, notices, account; and what the whole office may read.
OWN = {
    "home",
    "gallery",
    "notice_list",
    "notice_open",
    "notice_read_all",
    "calendar_now",
    "calendar_year",
    "rules:award_list",
    "rules:award_detail",
    "account_logout",
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
# Lists and forms without a code: everybody may open them and finds only what is theirs.
LISTS = {door.name for door in doors() if not door.kwargs} - PUBLIC - OWN
TURNED_AWAY = {403, 404, 405}


@pytest.fixture
def made(world: World) -> Populated:
    return populate(world)


def counts() -> dict[str, int]:
    """How many rows each table holds, but for sessions."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.app_label != "sessions"
    }


def ask(client: Client, method: str, door: Door, codes: dict[str, object]) -> HttpResponse:
    answer: HttpResponse = getattr(client, method)(reverse(door.name, kwargs=codes))
    return answer


def is_login(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_without_an_account_is_sent_to_the_login_page(made: Populated, method: str):
    before, seen = counts(), []
    for door in doors():
        if door.name in PUBLIC:
            continue
        for codes in door.codes(made):
            answer = ask(Client(), method, door, codes)
            if not (is_login(answer) or answer.status_code in TURNED_AWAY):
                seen.append((door.route, answer.status_code, answer.headers.get("Location", "")))
    assert (seen, counts()) == ([], before)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_with_valid_codes_gets_nothing(made: Populated, method: str):
    client = signed_in(made.world.giang)
    before, seen = counts(), []
    for door in doors():
        if not door.kwargs or door.name in PUBLIC | OWN:
            continue
        for codes in door.codes(made):
            answer = ask(client, method, door, codes)
            if answer.status_code not in TURNED_AWAY:
                seen.append((door.name, codes, answer.status_code))
    assert (seen, counts()) == ([], before)


def test_lists_show_a_stranger_nothing_of_others(made: Populated):
    client = signed_in(made.world.giang)
    leaks = []
    for door in doors():
        if door.name in LISTS | OWN and door.name not in {"account_logout", "gallery"}:
            for codes in door.codes(made):
                page = client.get(reverse(door.name, kwargs=codes), follow=True).content.decode()
                leaks += [(door.name, secret) for secret in SECRETS if secret in page]
    assert leaks == []


def test_there_is_something_to_hide(made: Populated):
    """The same lists show their keeper what they hide from the stranger."""
    client = signed_in(made.world.chi)
    pages = " ".join(
        client.get(reverse(name)).content.decode()
        for name in ("directory:person_list", "training:class_list", "training:enrolment_list")
    )
    assert [name for name in ("Trần Ngọc Anh", "Lớp kín 1", "Lê Thanh Bình") if name not in pages] == []
