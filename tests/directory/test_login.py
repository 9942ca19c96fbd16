"""The doors: who enters, how often one may try, what stays shut."""

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from bangvang.directory.models import Role, User
from tests.factories.directory import SECRET, World, appoint

PASSWORD = "một mật khẩu đủ dài"


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    """Nobody has tried to log in yet."""
    cache.clear()
    yield
    cache.clear()


def code_now() -> str:
    """What the telephone shows."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(client: Client, user: User, password: str = PASSWORD):  # type: ignore[no-untyped-def]
    return client.post(reverse("account_login"), {"login": user.username, "password": password})


def test_the_right_password_opens_the_first_page(client: Client, anh: User):
    response = log_in(client, with_password(anh))

    assert (response.status_code, response["Location"]) == (302, reverse("home"))


def test_a_wrong_password_and_an_unknown_name_are_told_alike(client: Client, anh: User):
    with_password(anh)
    told = []
    for name in ("anh", "khong-co-ai"):
        response = client.post(reverse("account_login"), {"login": name, "password": "sai hoàn toàn"})
        told.append(re.search(r'class="summary".*?</div>', response.content.decode(), re.S).group())

    assert told[0] == told[1]
    assert "Tên đăng nhập" in told[0]


def test_the_sixth_wrong_try_is_refused_even_with_the_right_password(client: Client, anh: User):
    with_password(anh)
    for _try in range(5):
        assert log_in(client, anh, "sai").status_code == 200

    response = log_in(client, anh)

    assert "_auth_user_id" not in client.session
    assert "quá nhiều lần" in response.content.decode()


def test_wrong_tries_are_counted_where_all_workers_see_them(settings: LazySettings):
    from bangvang.config import settings as own  # noqa: PLC0415  # the tests replace the cache, this one asks the real

    assert own.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


def test_passwords_are_kept_with_argon2(settings: LazySettings, anh: User):
    from bangvang.config import settings as own  # noqa: PLC0415  # the tests use a faster hasher

    settings.PASSWORD_HASHERS = own.PASSWORD_HASHERS
    with_password(anh)

    assert anh.password.startswith("argon2$argon2id$")
    assert anh.check_password(PASSWORD)


def test_a_locked_account_does_not_open(client: Client, anh: User):
    with_password(anh)
    User.objects.filter(pk=anh.pk).update(is_active=False)

    response = log_in(client, anh)

    assert response["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("account_inactive")).status_code == 200


def test_locking_an_account_ends_its_session_at_once(client: Client, anh: User):
    log_in(client, with_password(anh))
    User.objects.filter(pk=anh.pk).update(is_active=False)

    assert client.get(reverse("home"))["Location"].startswith(reverse("account_login"))


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(client: Client, anh: User):
    log_in(client, with_password(anh))
    cookie = client.cookies["sessionid"]

    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")
    assert client.session.get_expire_at_browser_close()


def test_a_session_lasts_a_working_day():
    from bangvang.config import settings as own  # noqa: PLC0415

    assert own.SESSION_COOKIE_AGE == 9 * 3600


# --- Second factor ------------------------------------------------------------------------------------------


def test_with_a_second_factor_the_password_alone_opens_nothing(client: Client, chi: User):
    response = log_in(client, with_password(chi))

    assert response["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("home"))["Location"].startswith(reverse("account_login"))


def test_the_code_of_the_telephone_opens_the_door(client: Client, chi: User):
    log_in(client, with_password(chi))

    response = client.post(reverse("mfa_authenticate"), {"code": code_now()})

    assert response["Location"] == reverse("home")
    assert client.get(reverse("home")).status_code == 200


def test_a_code_serves_once(client: Client, chi: User):
    log_in(client, with_password(chi))
    code = code_now()
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    thief = Client()
    log_in(thief, chi)

    response = thief.post(reverse("mfa_authenticate"), {"code": code})

    assert response.status_code == 200
    assert "_auth_user_id" not in thief.session
    assert "Mã không đúng" in response.content.decode()


def test_codes_cannot_be_tried_endlessly(client: Client, chi: User):
    log_in(client, with_password(chi))
    for _try in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    response = client.post(reverse("mfa_authenticate"), {"code": code_now()})

    assert "_auth_user_id" not in client.session
    assert "quá nhiều lần" in response.content.decode()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.STANDING_BODY, Role.SIGNATORY])
def test_a_role_that_others_rely_on_leads_to_setting_up_the_second_factor(
    client: Client, world: World, role: str
):
    user = with_password(world.giang)
    appoint(user, role, world.authority)
    Authenticator.objects.filter(user=user).delete()
    log_in(client, user)

    for name in ("home", "directory:person_list", "mfa_index"):
        assert client.get(reverse(name))["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_htmx_is_told_to_load_the_set_up_whole(client: Client, world: World):
    appoint(with_password(world.giang), Role.SIGNATORY, world.authority)
    Authenticator.objects.filter(user=world.giang).delete()
    log_in(client, world.giang)

    response = client.get(reverse("home"), headers={"HX-Request": "true"})

    assert (response.status_code, response["HX-Redirect"]) == (401, reverse("mfa_activate_totp"))


def test_setting_up_shows_a_picture_and_gives_recovery_codes(client: Client, world: World):
    appoint(with_password(world.giang), Role.SIGNATORY, world.authority)
    Authenticator.objects.filter(user=world.giang).delete()
    log_in(client, world.giang)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = client.session["mfa.totp.secret"]
    assert 'src="data:image/svg+xml;base64,' in page
    assert secret in page

    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    response = client.post(reverse("mfa_activate_totp"), {"code": code})

    assert response["Location"] == reverse("mfa_view_recovery_codes")
    codes = re.findall(r"<code>(\d{8})</code>", client.get(response["Location"]).content.decode())
    assert len(set(codes)) == 10
    assert client.get(reverse("home")).status_code == 200
    other = Client()
    log_in(other, world.giang)
    assert other.post(reverse("mfa_authenticate"), {"code": codes[0]})["Location"] == reverse("home")
    again = Client()
    log_in(again, world.giang)
    assert again.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 200


def test_an_ordinary_role_needs_no_second_factor(client: Client, anh: User):
    log_in(client, with_password(anh))

    assert client.get(reverse("home")).status_code == 200


def test_the_second_factor_stays_while_the_role_asks_for_it(client: Client, chi: User):
    log_in(client, with_password(chi))
    client.post(reverse("mfa_authenticate"), {"code": code_now()})

    page = client.get(reverse("mfa_deactivate_totp")).content.decode()
    client.post(reverse("mfa_deactivate_totp"))

    assert "Không tắt được" in page
    assert Authenticator.objects.filter(user=chi, type="totp").count() == 1


def test_who_chose_a_second_factor_freely_may_turn_it_off(client: Client, world: World):
    appoint(with_password(world.anh), Role.SIGNATORY, world.authority)
    world.anh.holdings.filter(role=Role.SIGNATORY).delete()
    log_in(client, world.anh)
    client.post(reverse("mfa_authenticate"), {"code": code_now()})

    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(user=world.anh).count() == 0


def test_the_secret_of_the_telephone_is_not_readable_in_the_database(chi: User):
    kept = Authenticator.objects.get(user=chi, type="totp").data["secret"]

    assert SECRET not in kept


def test_another_secret_key_opens_no_second_factor(client: Client, chi: User, settings: LazySettings):
    settings.SECRET_KEY = "một khóa khác"
    log_in(client, with_password(chi))

    response = client.post(reverse("mfa_authenticate"), {"code": code_now()})

    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_the_old_secret_key_still_opens_it(client: Client, chi: User, settings: LazySettings):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "một khóa khác"
    log_in(client, with_password(chi))

    assert client.post(reverse("mfa_authenticate"), {"code": code_now()})["Location"] == reverse("home")


# --- Doors that stay shut -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_email",
        "account_reset_password",
        "account_confirm_email",
        "socialaccount_signup",
        "socialaccount_connections",
        "mfa_add_webauthn",
    ],
)
def test_nobody_registers_or_resets_by_themselves(name: str):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_an_account_without_password_is_told_how_to_get_one(client: Client, anh: User):
    client.force_login(anh)

    response = client.get(reverse("account_change_password"), follow=True)

    assert response.status_code == 403
    assert "xin quản trị cấp đường dẫn" in response.content.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "name", ["account_change_password", "account_logout", "mfa_index", "account_reauthenticate"]
)
def test_pages_of_the_own_account_open(client: Client, anh: User, name: str, language: str):
    log_in(client, with_password(anh))
    client.post(reverse("set_language"), {"language": language})

    response = client.get(reverse(name))

    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.content.decode()


def test_changing_the_password_asks_for_a_new_login(client: Client, anh: User):
    log_in(client, with_password(anh))

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "mật khẩu mới tinh", "password2": "mật khẩu mới tinh"},
    )

    anh.refresh_from_db()
    assert anh.check_password("mật khẩu mới tinh")
    assert client.get(reverse("home"))["Location"].startswith(reverse("account_login"))
