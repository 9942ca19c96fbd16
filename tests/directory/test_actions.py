"""What is done in the directory, who may do it, and what is refused."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings

from bangvang.core import clock
from bangvang.core.actions import SYSTEM
from bangvang.core.errors import NotAllowed, RuleViolation, WrongState
from bangvang.core.models import AuditEntry, OutboxMessage
from bangvang.directory import actions, letters, queries
from bangvang.directory.models import (
    Invitation,
    Organisation,
    OrganisationKind,
    Person,
    Position,
    PositionKind,
    Role,
    RoleHolding,
    Tier,
    User,
)
from tests.factories.directory import DAY, OrganisationFactory, UserFactory, World, appoint

PASSWORD = "một mật khẩu đủ dài"


@pytest.fixture
def admin(world: World) -> User:
    """An administrator of the authority, who serves in the standing body."""
    user = UserFactory(username="quan-tri")
    Position.objects.create(
        person=user.person, organisation=world.standing_body, title="Chuyên viên", kind_id="other"
    )
    appoint(user, Role.ADMINISTRATOR, world.authority)
    return user


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("seq").values_list("verb", flat=True))


# --- Organisations ------------------------------------------------------------------------------------------


def test_a_body_is_established_below_another(world: World, admin: User):
    made = actions.establish(
        world.commune,
        by=admin,
        name="  Trạm Truyền thanh   xã Đông Phú ",
        kind=OrganisationKind.objects.get(pk="public_service_unit"),
        tier=Tier.objects.get(pk="commune"),
        valid_from=DAY,
    )

    assert (made.name, made.code) == ("Trạm Truyền thanh xã Đông Phú", "tram-truyen-thanh-xa-dong-phu")
    assert [each.code for each in queries.ancestors(made)] == ["ubnd-an-hoa", "ubnd-xa-dong-phu"]
    assert verbs() == ["directory.establish"]


def test_two_bodies_of_one_name_have_two_codes_and_stand_apart(world: World, admin: User):
    kind, tier = OrganisationKind.objects.get(pk="school"), Tier.objects.get(pk="district")
    for parent in (world.authority, world.commune):
        actions.establish(parent, by=admin, name="Trường Mầm non Mai", kind=kind, tier=tier, valid_from=DAY)

    assert sorted(Organisation.objects.filter(name="Trường Mầm non Mai").values_list("code", flat=True)) == [
        "truong-mam-non-mai",
        "truong-mam-non-mai-2",
    ]
    with pytest.raises(RuleViolation, match="Đã có"):
        actions.establish(
            world.authority, by=admin, name="Trường Mầm non Mai", kind=kind, tier=tier, valid_from=DAY
        )


def test_only_an_administrator_above_keeps_organisations(world: World, anh: User, chi: User, binh: User):
    for user in (anh, binh, chi):
        with pytest.raises(NotAllowed, match="Chỉ quản trị"):
            actions.rename(world.school, by=user, name="Tên khác")

    assert verbs() == []


def test_an_administrator_of_a_commune_keeps_nothing_above_or_beside(world: World):
    user = UserFactory()
    appoint(user, Role.ADMINISTRATOR, world.commune)

    for organisation in (world.authority, world.school):
        with pytest.raises(NotAllowed):
            actions.rename(organisation, by=user, name="Tên khác")


def test_a_renamed_body_is_found_by_its_new_name(world: World, admin: User):
    actions.rename(world.school, by=admin, name="Trường Tiểu học Đặng Văn Mẫu")

    world.school.refresh_from_db()
    assert "truong tieu hoc dang van mau" in world.school.folded


def test_closing_a_body_ends_positions_and_roles_and_names_the_successor(world: World, admin: User):
    actions.close(
        world.school, by=admin, on=DAY, successor=world.other_school, decision="Quyết định số 1/QĐ-UBND"
    )

    assert set(world.school.positions.values_list("valid_to", flat=True)) == {DAY}
    assert set(world.school.holdings.values_list("valid_to", flat=True)) == {DAY}
    succession = world.school.successions.get()
    assert (succession.successor, succession.on) == (world.other_school, DAY + timedelta(days=1))
    assert world.school not in Organisation.objects.standing(DAY + timedelta(days=1))
    assert world.school in Organisation.objects.standing(DAY)


def test_a_body_with_others_below_does_not_close(world: World, admin: User):
    OrganisationFactory(name="Tổ 1", parent=world.commune)

    with pytest.raises(RuleViolation, match="Còn đơn vị trực thuộc"):
        actions.close(world.commune, by=admin, on=DAY)


# --- People and positions -----------------------------------------------------------------------------------


def register(world: World, by: User, name: str = "Nguyễn Thị Hoa", **details: object) -> Person:
    return actions.register_person(
        world.school,
        by=by,
        full_name=name,
        title="Giáo viên",
        kind=PositionKind.objects.get(pk="other"),
        valid_from=DAY,
        **details,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("who", ["anh", "binh", "chi"])
def test_a_unit_and_the_standing_body_register_people(world: World, who: str):
    person = register(world, getattr(world, who))

    assert [each.person for each in queries.staff_of(world.school, DAY)][-1:] == [person]
    assert (person.code, person.folded) == ("NG-2024-0001", "nguyen thi hoa")


def test_a_stranger_registers_nobody(world: World, giang: User):
    with pytest.raises(NotAllowed, match="Chỉ thủ trưởng"):
        register(world, giang)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Đặng  Thùy   Trâm Anh ", "Đặng Thùy Trâm Anh"),
        ("Đa\u0323\u0306ng Hu\u031bo\u031bng", "Đặng Hương"),
        ("H’Hen Niê", "H’Hen Niê"),
        ("K'Sor Đ'Rai", "K'Sor Đ'Rai"),
    ],
)
def test_names_are_kept_as_written_in_one_form(world: World, anh: User, typed: str, kept: str):
    assert register(world, anh, typed).full_name == kept


def test_a_namesake_must_be_said_to_be_another(world: World, anh: User):
    register(world, anh)
    with pytest.raises(RuleViolation, match="người khác trùng tên"):
        register(world, anh)

    register(world, anh, is_another=True)

    assert Person.objects.filter(full_name="Nguyễn Thị Hoa").count() == 2


def test_personal_details_stay_out_of_the_trail(world: World, anh: User):
    register(world, anh, phone="0900 000 001", email="hoa@example.vn", birth_date=date(1990, 2, 3))

    assert set(AuditEntry.objects.get().details) & {"phone", "email", "birth_date", "sex"} == set()


def test_a_unit_cannot_draw_in_somebody_it_does_not_see(world: World, anh: User, giang: User):
    with pytest.raises(RuleViolation, match="Không tìm thấy"):
        actions.appoint(
            world.school,
            by=anh,
            person=giang.person,
            title="Giáo viên",
            kind=PositionKind.objects.get(pk="other"),
            valid_from=DAY,
        )


def test_a_position_ends_with_its_last_day(world: World, anh: User):
    person = register(world, anh)
    actions.end_position(person.positions.get(), by=anh, on=DAY)

    assert person in [each.person for each in queries.staff_of(world.school, DAY)]
    assert person not in [each.person for each in queries.staff_of(world.school, DAY + timedelta(days=1))]
    with pytest.raises(RuleViolation, match="từ ngày bắt đầu"):
        actions.end_position(person.positions.get(), by=anh, on=DAY - timedelta(days=1))


def test_nobody_begins_in_a_body_that_has_ended(world: World, anh: User):
    Organisation.objects.filter(pk=world.school.pk).update(valid_to=DAY - timedelta(days=1))
    world.school.refresh_from_db()

    with pytest.raises(RuleViolation, match="đã kết thúc hoạt động ngày 07/04/2024"):
        register(world, anh)


# --- Roles --------------------------------------------------------------------------------------------------


def test_a_deputy_acts_in_place_of_the_head_for_a_term(world: World, admin: User, binh: User, anh: User):
    chair = binh.holdings.get(role=Role.UNIT_HEAD)
    end = DAY + timedelta(days=30)

    actions.give_role(
        world.school, by=admin, user=anh, role=Role.UNIT_HEAD, valid_from=DAY, valid_to=end, acting_for=chair
    )

    assert anh.acting_on(DAY).holds(Role.UNIT_HEAD, world.school)
    assert not anh.acting_on(end + timedelta(days=1)).holds(Role.UNIT_HEAD, world.school)


def test_when_the_head_ends_the_deputy_ends(world: World, admin: User, binh: User, anh: User):
    chair = binh.holdings.get(role=Role.UNIT_HEAD)
    actions.give_role(world.school, by=admin, user=anh, role=Role.UNIT_HEAD, valid_from=DAY, acting_for=chair)

    actions.end_role(chair, by=admin, on=DAY)

    assert set(RoleHolding.objects.filter(role=Role.UNIT_HEAD).values_list("valid_to", flat=True)) == {DAY}


def test_a_deputy_acts_only_in_the_same_role_and_within_its_term(
    world: World, admin: User, binh: User, anh: User, giang: User
):
    chair = binh.holdings.get(role=Role.UNIT_HEAD)
    with pytest.raises(RuleViolation, match="chính vai trò này"):
        actions.give_role(
            world.other_school, by=admin, user=giang, role=Role.UNIT_HEAD, valid_from=DAY, acting_for=chair
        )
    with pytest.raises(RuleViolation, match="Thời hạn làm thay"):
        actions.give_role(
            world.school,
            by=admin,
            user=anh,
            role=Role.UNIT_HEAD,
            valid_from=date(2023, 12, 31),
            acting_for=chair,
        )


def test_a_role_is_refused_to_oneself_twice_and_where_one_does_not_serve(
    world: World, admin: User, anh: User
):
    def give(user: User, role: str, where: Organisation) -> RoleHolding:
        return actions.give_role(where, by=admin, user=user, role=role, valid_from=DAY)

    with pytest.raises(RuleViolation, match="Không tự giao"):
        give(admin, Role.SIGNATORY, world.authority)
    with pytest.raises(RuleViolation, match="đã giữ vai trò này"):
        give(anh, Role.FOCAL_POINT, world.school)
    with pytest.raises(RuleViolation, match="không giữ chức vụ nào"):
        give(anh, Role.FOCAL_POINT, world.other_school)
    with pytest.raises(RuleViolation, match="cơ quan có thẩm quyền"):
        give(anh, Role.STANDING_BODY, world.school)


def test_only_an_administrator_gives_roles(world: World, chi: User, anh: User):
    with pytest.raises(NotAllowed, match="Chỉ quản trị"):
        actions.give_role(world.school, by=chi, user=anh, role=Role.UNIT_HEAD, valid_from=DAY)


# --- Accounts -----------------------------------------------------------------------------------------------


def token_of(invited: letters.Invited) -> str:
    return invited.link.rstrip("/").rsplit("/", 1)[-1]


def accept(invited: letters.Invited, password: str = PASSWORD) -> User:
    invitation = queries.open_invitation(letters.hash_token(token_of(invited)), clock.now())
    assert invitation is not None
    return actions.accept_invitation(invitation, by=invited.account, password=password)


def test_an_invited_person_sets_the_password_once(world: World, admin: User):
    person = register(world, admin)
    account = actions.open_account(person, by=admin, username="hoa.nt")
    invited = actions.invite(account, by=admin)

    accept(invited)

    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    assert queries.open_invitation(letters.hash_token(token_of(invited)), clock.now()) is None
    with pytest.raises(WrongState, match="đã dùng"):
        actions.accept_invitation(Invitation.objects.get(), by=account.acting_on(DAY), password=PASSWORD)


def test_neither_token_nor_password_is_kept_anywhere(world: World, admin: User):
    account = actions.open_account(register(world, admin), by=admin, username="hoa.nt")
    invited = actions.invite(account, by=admin)
    accept(invited)

    kept = str(list(AuditEntry.objects.values())) + str(list(Invitation.objects.values()))
    assert token_of(invited) not in kept
    assert PASSWORD not in kept
    assert Invitation.objects.get().token_hash == letters.hash_token(token_of(invited))


def test_a_link_ends_after_the_days_of_the_settings(
    world: World, admin: User, anh: User, settings: LazySettings
):
    settings.INVITATION_DAYS = 3
    invited = actions.invite(anh, by=admin)
    moment = Invitation.objects.get().created_at

    find = letters.hash_token(token_of(invited))
    assert queries.open_invitation(find, moment + timedelta(days=3, seconds=-1)) is not None
    assert queries.open_invitation(find, moment + timedelta(days=3)) is None


def test_a_new_link_ends_the_one_before(world: World, admin: User, anh: User):
    first, second = actions.invite(anh, by=admin), actions.invite(anh, by=admin)

    assert queries.open_invitation(letters.hash_token(token_of(first)), clock.now()) is None
    assert queries.open_invitation(letters.hash_token(token_of(second)), clock.now()) is not None


def test_a_weak_password_leaves_the_link_usable(world: World, admin: User, anh: User):
    invited = actions.invite(anh, by=admin)

    with pytest.raises(RuleViolation):
        accept(invited, "12345")

    assert accept(invited) == anh


def test_where_mail_is_sent_the_link_goes_by_mail(
    world: World, admin: User, anh: User, settings: LazySettings
):
    settings.EMAIL_HOST, settings.SITE_URL = "smtp.example.vn", "https://bangvang.example.vn/"
    User.objects.filter(pk=anh.pk).update(email="anh@example.vn")
    anh.refresh_from_db()

    invited = actions.invite(anh, by=admin)

    letter = OutboxMessage.objects.get()
    assert (letter.to, invited.sent_to) == ("anh@example.vn", "anh@example.vn")
    assert invited.link in letter.body
    assert invited.link.startswith("https://bangvang.example.vn/thu-moi/")


def test_without_mail_the_link_is_handed_over(world: World, admin: User, anh: User):
    invited = actions.invite(anh, by=admin)

    assert (invited.sent_to, OutboxMessage.objects.count()) == ("", 0)
    assert invited.link in letters.letter(invited)


def test_nobody_below_gets_at_the_account_of_somebody_above(world: World, chi: User):
    Position.objects.create(
        person=chi.person,
        organisation=world.commune,
        title="Đại biểu",
        kind_id="other",
        valid_from=date(2020, 1, 1),
    )
    user = UserFactory()
    appoint(user, Role.ADMINISTRATOR, world.commune)

    for act in (actions.invite, actions.restore_access, actions.deactivate):
        with pytest.raises(NotAllowed, match="vai trò ở cơ quan khác"):
            act(chi, by=user)


def test_a_lost_telephone_clears_password_and_second_factor(world: World, admin: User, chi: User):
    chi.set_password(PASSWORD)
    chi.save()

    actions.restore_access(chi, by=admin)

    chi.refresh_from_db()
    assert not chi.has_usable_password()
    assert not Authenticator.objects.filter(user=chi).exists()


def test_a_deactivated_account_holds_no_role_and_its_link_is_dead(world: World, admin: User, anh: User):
    invited = actions.invite(anh, by=admin)
    actions.deactivate(anh, by=admin)

    anh.refresh_from_db()
    assert not anh.acting_on(DAY).holds(Role.FOCAL_POINT)
    assert queries.open_invitation(letters.hash_token(token_of(invited)), clock.now()) is None
    with pytest.raises(WrongState, match="đang bị khóa"):
        actions.invite(anh, by=admin)
    actions.reactivate(anh, by=admin)
    assert actions.invite(anh, by=admin).account == anh


def test_nobody_locks_themselves_out(world: World, admin: User):
    with pytest.raises(RuleViolation, match="Không tự khóa"):
        actions.deactivate(admin, by=admin)


@pytest.mark.parametrize("name", ["", "a", "Đặng", "hai chữ", "-gach", "a/b", "x" * 61])
def test_a_name_that_cannot_be_typed_everywhere_is_refused(world: World, admin: User, name: str):
    with pytest.raises(RuleViolation, match="Tên đăng nhập"):
        actions.open_account(register(world, admin), by=admin, username=name)


def test_two_accounts_never_share_name_address_or_person(world: World, admin: User, anh: User):
    User.objects.filter(pk=anh.pk).update(email="anh@example.vn")
    person = register(world, admin)
    for details in ({"username": "ANH"}, {"username": "hoa", "email": "Anh@example.vn"}):
        with pytest.raises(RuleViolation):
            actions.open_account(person, by=admin, **details)
    with pytest.raises(RuleViolation, match="đã có tài khoản"):
        actions.open_account(anh.person, by=admin, username="anh2")


def test_the_first_administrator_is_made_at_the_server(db: None):
    authority = actions.found_authority(
        Tier.objects.get(pk="commune"),
        by=SYSTEM,
        name="Ủy ban nhân dân xã Tân Lập",
        place="Tân Lập",
        valid_from=date(2026, 1, 5),
    )
    invited = actions.create_administrator(
        authority, by=SYSTEM, full_name="Mai Đình Quản", username="quan.md", valid_from=date(2026, 1, 5)
    )

    user = accept(
        letters.Invited(invited.account.acting_on(date(2026, 1, 5)), invited.link, invited.expires_at, "")
    )
    assert user.acting_on(date(2026, 1, 5)).holds(Role.ADMINISTRATOR, authority)
    assert verbs() == [
        "directory.found_authority",
        "directory.create_administrator",
        "directory.accept_invitation",
    ]


def test_no_page_makes_an_administrator(world: World, admin: User):
    with pytest.raises(NotAllowed, match="trên máy chủ"):
        actions.create_administrator(
            world.authority,
            by=admin,  # type: ignore[arg-type]
            full_name="Mai Đình Quản",
            username="quan.md",
            valid_from=DAY,
        )
