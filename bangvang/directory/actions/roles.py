"""What is done to roles held for a term."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bangvang.core.actions import action
from bangvang.core.errors import RuleViolation
from bangvang.directory import policies, terms
from bangvang.directory.models import Organisation, Position, Role, RoleHolding, User


@action(policies.can_give_roles)
def give_role(
    organisation: Organisation,
    *,
    by: User,
    user: User,
    role: str,
    valid_from: date,
    valid_to: date | None = None,
    acting_for: RoleHolding | None = None,
) -> RoleHolding:
    """Give a role for a term; `acting_for` is the head's own holding, when a deputy acts in its place."""
    terms.refuse_disorder(valid_from, valid_to)
    terms.refuse_ended(organisation, valid_from)
    if by == user:
        raise RuleViolation(_("Không tự giao vai trò cho mình. Hãy đề nghị một quản trị khác."))
    if role not in Role.values:
        raise RuleViolation(_("Không có vai trò này."))
    if (
        role in policies.AUTHORITY_ROLES
        and organisation.parent_id
        and organisation.kind_id != "people_committee"
    ):
        raise RuleViolation(
            _("Vai trò này được giao ở cơ quan có thẩm quyền, không giao ở đơn vị trực thuộc.")
        )
    serves = Position.objects.standing(valid_from).filter(person=user.person)
    where = (
        Q(organisation__path__startswith=organisation.path)
        if role in policies.AUTHORITY_ROLES
        else Q(organisation=organisation)
    )
    if not serves.filter(where).exists():
        raise RuleViolation(
            _("Người này không giữ chức vụ nào ở %(name)s vào ngày bắt đầu.") % {"name": organisation.name}
        )
    own = RoleHolding.objects.filter(user=user, role=role, organisation=organisation)
    if valid_to is not None:
        own = own.filter(valid_from__lte=valid_to)
    if own.filter(Q(valid_to=None) | Q(valid_to__gte=valid_from)).exists():
        raise RuleViolation(_("Người này đã giữ vai trò này trong thời gian đó."))
    if acting_for is not None:
        _refuse_bad_deputy(acting_for, user, role, organisation, valid_from, valid_to)
    return RoleHolding.objects.create(
        user=user,
        role=role,
        organisation=organisation,
        valid_from=valid_from,
        valid_to=valid_to,
        acting_for=acting_for,
    )


def _refuse_bad_deputy(
    chair: RoleHolding, user: User, role: str, organisation: Organisation, start: date, end: date | None
) -> None:
    if (
        (chair.role, chair.organisation_id) != (role, organisation.pk)
        or chair.acting_for_id
        or chair.user == user
    ):
        raise RuleViolation(_("Chỉ làm thay người đang trực tiếp giữ chính vai trò này ở đơn vị."))
    if start < chair.valid_from or (chair.valid_to and (end is None or end > chair.valid_to)):
        raise RuleViolation(_("Thời hạn làm thay phải nằm trong thời hạn của người được làm thay."))


@action(policies.can_end_role)
def end_role(holding: RoleHolding, *, by: User, on: date) -> RoleHolding:
    """End the role with this day; whoever acts in its holder's place ends as well."""
    terms.refuse_disorder(holding.valid_from, on)
    holding.valid_to = on
    holding.save(update_fields=["valid_to"])
    deputies = holding.deputies.filter(Q(valid_to=None) | Q(valid_to__gt=on))
    deputies.filter(valid_from__lte=on).update(valid_to=on)
    deputies.filter(valid_from__gt=on).delete()
    return holding
