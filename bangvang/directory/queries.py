"""Who sees what in the directory, and what composition lines of a plan mean in it."""

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db.models import Prefetch, Q, QuerySet

from bangvang.directory import composition, policies, seats
from bangvang.directory.models import (
    Dated,
    Invitation,
    Organisation,
    OrganisationKind,
    Person,
    Position,
    PositionKind,
    Role,
    RoleHolding,
    User,
)


def below(organisation: Organisation) -> Q:
    """The organisation itself and all that stands below it."""
    return Q(path__startswith=organisation.path)


def _day(user: User) -> date:
    if user.on is None:
        raise ValueError("a user acts on a day: call acting_on(day) first")
    return user.on


def _in_any(user: User, roles: tuple[str, ...]) -> Q:
    """What stands in or below the organisations in which the user holds any of these roles."""
    scope = Q(pk__in=[])
    for each in policies.above(user, roles):
        scope |= below(each)
    return scope


def _held_in(user: User, roles: tuple[str, ...]) -> "Dated[Position]":
    """Positions held there. The organisations are found first: they are few, positions are many."""
    organisations = Organisation.objects.filter(_in_any(user, roles)).order_by()
    return Position.objects.filter(organisation_id__in=organisations.values("pk")).order_by()


def organisations_visible_to(user: User) -> "Dated[Organisation]":
    """Readers see their authority and all below; everybody the units in which they hold a role or serve."""
    day = _day(user)
    scope = _in_any(user, policies.READERS) | Q(pk__in=user.organisations_as(*Role.values))
    if user.person_id is not None and user.is_active:
        serves = Position.objects.standing(day).filter(person_id=user.person_id)
        scope |= Q(pk__in=serves.values("organisation_id"))
    return Organisation.objects.filter(scope).order_by("sort_key", "pk")


def _sees_everything(user: User, roles: tuple[str, ...]) -> bool:
    """Is it true that no organisation stands outside the user's reach? So it is in an office with one authority."""
    if not policies.above(user, roles):
        return False
    return not Organisation.objects.filter(parent=None).exclude(_in_any(user, roles)).exists()


def people_visible_to(user: User) -> QuerySet[Person]:
    """Readers see the people of their authority, a unit's focal point and head its own staff, everybody themselves."""
    day = _day(user)
    people = Person.objects.order_by("sort_key", "pk")
    if not user.is_active:
        return people.none()
    if _sees_everything(user, policies.READERS):
        return people
    held = [_held_in(user, policies.READERS)] if policies.above(user, policies.READERS) else []
    if units := user.organisations_as(*policies.UNIT_ROLES):
        held.append(Position.objects.standing(day).filter(organisation_id__in=units).order_by())
    scope = Q(pk=user.person_id)
    for each in held:
        scope |= Q(pk__in=each.values("person_id"))
    return people.filter(scope)


def accounts_visible_to(user: User) -> QuerySet[User]:
    """Administrators and inspectors see the accounts of the people they see, and everybody their own."""
    accounts = User.objects.select_related("person").order_by("username")
    roles = (Role.ADMINISTRATOR, Role.INSPECTOR)
    if not user.is_active:
        return accounts.none()
    if _sees_everything(user, roles):
        return accounts
    if not policies.above(user, roles):
        return accounts.filter(pk=user.pk)
    return accounts.filter(Q(pk=user.pk) | Q(person_id__in=_held_in(user, roles).values("person_id")))


def staff_of(organisation: Organisation, on: date) -> "Dated[Position]":
    """The positions held in the organisation on this day, heads first."""
    return (
        Position.objects.standing(on)
        .filter(organisation=organisation)
        .select_related("person", "kind", "organisation")
        .order_by("kind__rank", "person__sort_key", "pk")
    )


def positions_of(person: Person) -> "Dated[Position]":
    """Every position the person holds or held, the latest first."""
    return person.positions.select_related("organisation", "kind").order_by("-valid_from", "-pk")


def with_positions(people: QuerySet[Person], on: date) -> QuerySet[Person]:
    """People with the positions they hold on this day at hand as `standing`, in one query more."""
    positions = Position.objects.standing(on).select_related("organisation").order_by("kind__rank", "pk")
    return people.prefetch_related(Prefetch("positions", queryset=positions, to_attr="standing"))


def roles_in(organisation: Organisation, on: date) -> "Dated[RoleHolding]":
    """The roles held in the organisation on this day or later."""
    return (
        RoleHolding.objects.filter(organisation=organisation)
        .filter(Q(valid_to=None) | Q(valid_to__gte=on))
        .select_related("user__person", "organisation", "acting_for__user__person")
        .order_by("role", "valid_from", "pk")
    )


def roles_of(account: User) -> "Dated[RoleHolding]":
    """Every role the account holds or held, the latest first."""
    return account.holdings.select_related("organisation", "acting_for__user__person").order_by(
        "-valid_from", "-pk"
    )


def ancestors(organisation: Organisation) -> list[Organisation]:
    """What stands above, from the root down: the breadcrumb."""
    codes = organisation.path.split("/")[:-2]
    by_code = {each.code: each for each in Organisation.objects.filter(code__in=codes).order_by("pk")}
    return [by_code[code] for code in codes]


def users_with(role: str, organisation: Organisation, on: date) -> QuerySet[User]:
    """Who holds this role in this organisation on this day: whom to tell."""
    holdings = RoleHolding.objects.standing(on).filter(role=role, organisation=organisation)
    return User.objects.filter(is_active=True, pk__in=holdings.values("user_id")).order_by("pk")


def holders_of(role: str, on: date) -> QuerySet[User]:
    """The accounts that hold this role anywhere on this day."""
    holdings = RoleHolding.objects.standing(on).filter(role=role)
    return User.objects.filter(pk__in=holdings.values("user_id")).order_by("pk")


def with_roles(accounts: QuerySet[User], on: date) -> QuerySet[User]:
    """Accounts with the roles they hold on this day at hand as `standing`, in one query more."""
    roles = RoleHolding.objects.standing(on).select_related("organisation").order_by("role", "pk")
    return accounts.prefetch_related(Prefetch("holdings", queryset=roles, to_attr="standing"))


def has_second_factor(account: User) -> bool:
    """Is it true that a telephone is registered for this account?"""
    return bool(Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists())


def children_of(organisation: Organisation, on: date) -> "Dated[Organisation]":
    """What stands directly below on this day."""
    return (
        Organisation.objects.standing(on)
        .filter(parent=organisation)
        .select_related("kind")
        .order_by("kind__rank", "sort_key", "pk")
    )


def organisations_kept_by(user: User) -> "Dated[Organisation]":
    """The standing bodies whose staff the user keeps."""
    scope = _in_any(user, (Role.ADMINISTRATOR, Role.STANDING_BODY))
    scope |= Q(pk__in=user.organisations_as(*policies.UNIT_ROLES))
    return Organisation.objects.standing(_day(user)).filter(scope).order_by("sort_key", "pk")


def organisations_for_roles(user: User, account: User) -> "Dated[Organisation]":
    """Where the user may give the account a role: where its person serves, and the bodies above."""
    served = (
        Position.objects.standing(_day(user)).filter(person=account.person).select_related("organisation")
    )
    codes = {code for each in served for code in each.organisation.path.split("/") if code}
    return Organisation.objects.filter(_in_any(user, (Role.ADMINISTRATOR,)), code__in=codes).order_by("-path")


def chairs_in(organisations: QuerySet[Organisation], on: date) -> "Dated[RoleHolding]":
    """Roles held in their own right, in whose holder's place a deputy may act."""
    return (
        RoleHolding.objects.standing(on)
        .filter(organisation__in=organisations, acting_for=None)
        .select_related("user__person", "organisation")
        .order_by("organisation__sort_key", "role", "pk")
    )


def open_invitation(token_hash: str, at: datetime) -> Invitation | None:
    """The invitation whose token has this hash, when it still serves at this moment."""
    return (
        Invitation.objects.select_related("user__person")
        .filter(token_hash=token_hash, used_at=None, expires_at__gt=at, user__is_active=True)
        .first()
    )


def suggest_organisations(text: str, authority: Organisation, on: date) -> "Dated[Organisation]":
    """The organisations below the authority that a composition line means, as far as its words tell.

    "30 đơn vị Trường trên địa bàn huyện" means the schools, "các xã, thị trấn" the commune committees,
    "Nhà Thiếu nhi; Hội Chữ thập đỏ" these two units.
    """
    standing = Organisation.objects.standing(on)
    known = [
        composition.Known(*row)
        for row in standing.filter(below(authority))
        .exclude(pk=authority.pk)
        .order_by("pk")
        .values_list("pk", "name", "short_name", "kind_id", "tier_id")
    ]
    keys = composition.organisations(
        text,
        authority=composition.Known(
            authority.pk, authority.name, authority.short_name, authority.kind_id, authority.tier_id
        ),
        known=known,
        kinds=OrganisationKind.objects.values_list("key", "words", "collective_words"),
        positions=[word for kind in PositionKind.objects.order_by("rank") for word in kind.words],
    )
    return standing.filter(pk__in=keys).order_by("kind__rank", "sort_key", "pk")


def suggest_positions(text: str) -> list[seats.Suggestion]:
    """The seats that a composition line asks for in each unit.

    "Chủ tịch hoặc Phó Chủ tịch UBND và công chức Văn phòng - Thống kê" asks for two.
    """
    kinds = {kind.key: kind.words for kind in PositionKind.objects.order_by("rank")}
    return seats.suggest(text, kinds)
