"""Who may keep organisations, people, accounts and roles, and why not."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from bangvang.core.policy import ALLOWED, Verdict, denied
from bangvang.directory.models import (
    Invitation,
    Organisation,
    Person,
    Position,
    Role,
    RoleHolding,
    Tier,
    User,
)

# Whoever holds one of these can change what others rely on: a password alone does not open the door.
SECOND_FACTOR_ROLES = frozenset({Role.ADMINISTRATOR, Role.STANDING_BODY, Role.SIGNATORY})
# Held in an authority, over all that stands below it; the other roles are held in one unit.
AUTHORITY_ROLES = frozenset({Role.ADMINISTRATOR, Role.STANDING_BODY, Role.SIGNATORY, Role.INSPECTOR})
# Who reads the directory of a whole authority.
READERS = (Role.ADMINISTRATOR, Role.STANDING_BODY, Role.INSPECTOR)
UNIT_ROLES = (Role.FOCAL_POINT, Role.UNIT_HEAD)


def above(user: User, roles: Collection[str]) -> list[Organisation]:
    """The organisations in which the user holds any of these roles today: each rules all that stands below it."""
    return [each.organisation for each in user.held() if each.role in roles] if user.is_active else []


def rules_over(user: User, organisation: Organisation, *roles: str) -> bool:
    """Is it true that the user holds one of these roles here, or in a body above?"""
    return any(organisation.is_within(each) for each in above(user, roles))


def needs_second_factor(user: User) -> bool:
    """Is it true that a password alone is not enough for the roles held today?"""
    return bool(above(user, SECOND_FACTOR_ROLES))


def can_keep_organisations(user: User, organisation: Organisation) -> Verdict:
    """Establish below, rename, close."""
    if rules_over(user, organisation, Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Chỉ quản trị của cơ quan được lập, đổi tên hoặc kết thúc cơ quan, đơn vị."))


def can_keep_staff(user: User, organisation: Organisation) -> Verdict:
    """Register people and positions: the administrator and the standing body anywhere below, a unit its own."""
    if rules_over(user, organisation, Role.ADMINISTRATOR, Role.STANDING_BODY):
        return ALLOWED
    if any(user.holds(role, organisation) for role in UNIT_ROLES):
        return ALLOWED
    return denied(
        _(
            "Chỉ thủ trưởng, cán bộ phụ trách của đơn vị hoặc cơ quan thường trực được cập nhật người của đơn vị."
        )
    )


def can_see_staff(user: User, organisation: Organisation) -> Verdict:
    """Names belong to readers of the authority and to the unit itself; others see counts."""
    if rules_over(user, organisation, *READERS) or any(user.holds(role, organisation) for role in UNIT_ROLES):
        return ALLOWED
    return denied(_("Chỉ cơ quan thường trực và chính đơn vị được xem danh sách người của đơn vị."))


def homes(user: User, person: Person) -> list[Organisation]:
    """Where the person serves today, or served last: those who keep these units keep the person."""
    positions = person.positions.select_related("organisation")
    today = [each.organisation for each in positions.standing(user.on)] if user.on else []
    if today:
        return today
    last = positions.order_by("-valid_to", "-pk").first()
    return [last.organisation] if last else []


def can_keep_person(user: User, person: Person) -> Verdict:
    """Correct what is written of a person: whoever keeps the staff where the person serves."""
    if any(can_keep_staff(user, each) for each in homes(user, person)):
        return ALLOWED
    return denied(_("Chỉ đơn vị nơi người này công tác hoặc cơ quan thường trực được sửa thông tin."))


def can_end_position(user: User, position: Position) -> Verdict:
    """Whoever may appoint may end."""
    return can_keep_staff(user, position.organisation)


def can_give_roles(user: User, organisation: Organisation) -> Verdict:
    """Only an administrator of the body or of one above."""
    if rules_over(user, organisation, Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Chỉ quản trị của cơ quan được giao hoặc kết thúc vai trò."))


def can_end_role(user: User, holding: RoleHolding) -> Verdict:
    """Whoever may give may end."""
    return can_give_roles(user, holding.organisation)


def can_open_account(user: User, person: Person) -> Verdict:
    """Only an administrator over a unit in which the person serves."""
    if any(rules_over(user, each, Role.ADMINISTRATOR) for each in homes(user, person)):
        return ALLOWED
    return denied(_("Chỉ quản trị của cơ quan được mở và quản lý tài khoản."))


def can_keep_account(user: User, account: User) -> Verdict:
    """Invite, deactivate, lift the second factor. Nobody gets at an account that rules over more than they do."""
    if account.person is None:
        return denied(
            _("Tài khoản này không gắn với người nào trong danh bạ, chỉ quản lý được trên máy chủ.")
        )
    roles = account.holdings.standing(user.on).select_related("organisation") if user.on else []
    if not all(rules_over(user, each.organisation, Role.ADMINISTRATOR) for each in roles):
        return denied(_("Tài khoản này giữ vai trò ở cơ quan khác; hãy đề nghị quản trị của cơ quan đó."))
    return can_open_account(user, account.person)


def can_accept(user: User, invitation: Invitation) -> Verdict:
    """The link is its own proof; it serves only the account it was made for."""
    if invitation.user_id == user.pk and user.is_active:
        return ALLOWED
    return denied(_("Đường dẫn này không dùng được. Hãy liên hệ quản trị để nhận thư mời mới."))


def only_at_the_server(user: User, subject: Tier | Organisation | User) -> Verdict:
    """The first set-up is done by a command on the server, never through a page."""
    return denied(_("Việc này chỉ làm bằng lệnh trên máy chủ."))
