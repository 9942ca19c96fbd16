"""The directory's pages: what each role is shown, and what a stranger is not."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from bangvang.directory.models import Organisation, Person, Position, Role, RoleHolding, User
from tests.factories.directory import PositionFactory, UserFactory, World, appoint

PASSWORD = "một mật khẩu đủ dài"


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def admin(world: World) -> User:
    user = UserFactory(username="quan-tri")
    Position.objects.create(
        person=user.person, organisation=world.standing_body, title="Chuyên viên", kind_id="other"
    )
    appoint(user, Role.ADMINISTRATOR, world.authority)
    return user


def seen_by(user: User, name: str, *args: object, **query: str) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def post(user: User, view: str, /, *args: object, **data: object):  # type: ignore[no-untyped-def]
    client = Client()
    client.force_login(user)
    return client.post(reverse(view, args=args), data)


def test_people_are_found_without_marks_and_in_any_order_of_words(world: World, chi: User):
    page = seen_by(chi, "directory:person_list", q="giang dang")

    assert "Đặng Hương Giang" in page
    assert "Trần Ngọc Anh" not in page


def test_people_are_found_as_telex_leaves_them(world: World, chi: User):
    assert "Đặng Hương Giang" in seen_by(chi, "directory:person_list", q="Đa\u0323\u0306ng")


def test_the_list_names_position_and_place(world: World, chi: User):
    assert "Hiệu trưởng, Trường Tiểu học An Hòa 1" in seen_by(chi, "directory:person_list")


@pytest.mark.parametrize(
    "name", ["directory:organisation_list", "directory:person_list", "directory:account_list"]
)
def test_lists_show_a_stranger_only_their_own(world: World, giang: User, name: str):
    page = seen_by(giang, name)

    assert "Trường Tiểu học An Hòa 1" not in page
    assert "Trần Ngọc Anh" not in page


def urls_of(world: World) -> list[str]:
    person, school, account = world.anh.person, world.school.code, world.anh.username
    position, holding = person.positions.get().pk, world.anh.holdings.get().pk
    return [
        *[
            reverse(f"directory:organisation_{each}", args=[school])
            for each in ("detail", "establish", "rename", "close")
        ],
        reverse("directory:person_register", args=[school]),
        *[
            reverse(f"directory:person_{each}", args=[person.code])
            for each in ("detail", "correct", "appoint")
        ],
        reverse("directory:position_end", args=[person.code, position]),
        reverse("directory:account_open", args=[person.code]),
        reverse("directory:account_detail", args=[account]),
        *[
            reverse(f"directory:account_{each}", args=[account])
            for each in ("invite", "restore", "deactivate", "reactivate")
        ],
        reverse("directory:role_give", args=[account]),
        reverse("directory:role_end", args=[account, holding]),
    ]


def test_a_stranger_finds_nothing_by_get_or_post(world: World, giang: User, client: Client):
    client.force_login(giang)
    before = [model.objects.count() for model in (Organisation, Person, Position, RoleHolding, User)]

    for url in urls_of(world):
        assert client.get(url).status_code in {404, 405}, url
        assert client.post(url, {"full_name": "Ai Đó", "on": "08/04/2024"}).status_code in {404, 405}, url

    assert [model.objects.count() for model in (Organisation, Person, Position, RoleHolding, User)] == before


def test_a_visitor_is_led_to_the_login_page(world: World, client: Client):
    for url in urls_of(world):
        assert client.get(url)["Location"].startswith(reverse("account_login")), url


def test_an_inspector_reads_and_writes_nothing(world: World, client: Client):
    inspector = UserFactory()
    PositionFactory(person=inspector.person, organisation=world.standing_body)
    appoint(inspector, Role.INSPECTOR, world.authority)
    client.force_login(inspector)

    assert "Trần Ngọc Anh" in seen_by(inspector, "directory:organisation_detail", world.school.code)
    assert "Chỉ quản trị" in seen_by(inspector, "directory:organisation_rename", world.school.code)
    assert post(inspector, "directory:organisation_rename", world.school.code, name="Khác").status_code == 403
    assert post(inspector, "directory:account_invite", "anh").status_code == 403


def test_a_focal_point_adds_a_person_of_the_own_unit(world: World, anh: User):
    response = post(
        anh,
        "directory:person_register",
        world.school.code,
        full_name="Đỗ  Thị   Minh Nguyệt",
        title="Giáo viên",
        kind="other",
        valid_from="01/03/2024",
        birth_date="05/09/1990",
    )

    person = Person.objects.get(full_name="Đỗ Thị Minh Nguyệt")
    assert response["Location"] == reverse("directory:person_detail", args=[person.code])
    assert f"{person.birth_date:%d/%m/%Y}" == "05/09/1990"


def test_what_is_wrong_is_told_and_what_was_typed_is_kept(world: World, anh: User):
    response = post(
        anh,
        "directory:person_register",
        world.school.code,
        full_name="Đỗ Thị Nguyệt",
        valid_from="31/02/2024",
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="Đỗ Thị Nguyệt"' in page
    assert 'value="31/02/2024"' in page
    assert 'href="#id_title"' in page


def test_an_administrator_builds_invites_and_gives_a_role(world: World, admin: User):
    post(
        admin,
        "directory:organisation_establish",
        world.authority.code,
        name="Trường Mầm non Mai",
        kind="school",
        tier="district",
        valid_from="01/04/2024",
    )
    school = Organisation.objects.get(name="Trường Mầm non Mai")
    post(
        admin,
        "directory:person_register",
        school.code,
        full_name="Lý Thu An",
        title="Hiệu trưởng",
        kind="head",
        valid_from="01/04/2024",
    )
    person = Person.objects.get(full_name="Lý Thu An")
    post(admin, "directory:account_open", person.code, username="an.lt")
    post(
        admin,
        "directory:role_give",
        "an.lt",
        role=Role.UNIT_HEAD,
        organisation=school.code,
        valid_from="08/04/2024",
    )
    letter = post(admin, "directory:account_invite", "an.lt").content.decode()
    link = letter.split("<code>")[1].split("</code>")[0]
    path = link.split("8000")[1]

    visitor = Client()
    page = visitor.get(path).content.decode()
    assert "an.lt" in page
    refused = visitor.post(path, {"password": PASSWORD, "again": "khác"})
    assert "chưa giống nhau" in refused.content.decode()
    assert visitor.post(path, {"password": PASSWORD, "again": PASSWORD})["Location"] == reverse(
        "account_login"
    )
    assert visitor.post(reverse("account_login"), {"login": "an.lt", "password": PASSWORD})["Location"] == "/"
    assert "Trường Mầm non Mai" in visitor.get(reverse("directory:organisation_list")).content.decode()
    assert Client().get(path).status_code == 404


def test_a_letter_is_kept_by_no_cache(world: World, admin: User):
    assert "no-store" in post(admin, "directory:account_invite", "anh")["Cache-Control"]


def test_a_wrong_link_tells_nothing(client: Client, db: None):
    response = client.get(reverse("directory:invitation_accept", args=["khong-co-that"]))

    assert response.status_code == 404
    assert "đã dùng, đã hết hạn hoặc không đúng" in response.content.decode()


def test_an_administrator_ends_position_and_role(world: World, admin: User):
    position, holding = world.anh.person.positions.get(), world.anh.holdings.get()
    post(admin, "directory:role_end", "anh", holding.pk, on="30/04/2024")
    post(admin, "directory:position_end", world.anh.person.code, position.pk, on="30/04/2024")

    position.refresh_from_db()
    holding.refresh_from_db()
    assert f"{position.valid_to} {holding.valid_to}" == "2024-04-30 2024-04-30"


def test_the_holding_of_another_account_is_not_ended_by_guessing(world: World, admin: User):
    other = world.giang.holdings.get()

    assert post(admin, "directory:role_end", "anh", other.pk, on="30/04/2024").status_code == 404


def test_locking_and_opening_again(world: World, admin: User):
    post(admin, "directory:account_deactivate", "anh")
    assert "đã khóa" in seen_by(admin, "directory:account_detail", "anh")
    post(admin, "directory:account_reactivate", "anh")

    assert User.objects.get(username="anh").is_active


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("directory:organisation_detail", "school"),
        ("directory:organisation_establish", "school"),
        ("directory:organisation_rename", "school"),
        ("directory:organisation_close", "school"),
        ("directory:person_register", "school"),
        ("directory:person_detail", "person"),
        ("directory:person_correct", "person"),
        ("directory:person_appoint", "person"),
        ("directory:account_detail", "account"),
        ("directory:role_give", "account"),
    ],
)
def test_every_page_opens_in_both_languages(world: World, admin: User, name: str, who: str, language: str):
    code = {"school": world.school.code, "person": world.anh.person.code, "account": "anh"}[who]
    client = Client()
    client.force_login(admin)
    client.post(reverse("set_language"), {"language": language})

    response = client.get(reverse(name, args=[code]))

    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.content.decode()


@pytest.mark.parametrize(("kind", "begins"), [("csv", "\ufeff".encode()), ("xlsx", b"PK")])
def test_lists_leave_as_excel_and_csv(world: World, chi: User, client: Client, kind: str, begins: bytes):
    client.force_login(chi)

    response = client.get(reverse("directory:person_list"), {"dang": kind})

    content = response.getvalue()
    response.close()
    assert content.startswith(begins)
    assert kind == "xlsx" or "Đặng Hương Giang" in content.decode("utf-8-sig")
