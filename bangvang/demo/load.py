"""Loads the invented district into an empty database: its bodies, people, accounts, and the plan already read.

Rows are written in bulk, because the first page of `make run` waits for them; only the plan goes through the action
by which an officer reads one in, so that its trail is true.
"""

from datetime import date
from importlib import resources
from random import Random

from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.db import transaction

import paperwork
from bangvang.core import clock
from bangvang.core.models import Sequence
from bangvang.demo import district, history
from bangvang.demo.accounts import PASSWORD, listed
from bangvang.demo.district import Known, Unit
from bangvang.demo.names import People
from bangvang.directory.models import Organisation, Person, Position, Role, RoleHolding, User
from bangvang.training.actions import plans

PLAN = "ke-hoach-tap-huan-2024.md"
FOUNDED = date(2005, 1, 1)


def load(*, on: date) -> Organisation:
    """The whole district as on this day; returns its People's Committee."""
    data = resources.files("bangvang.demo").joinpath(PLAN).read_bytes()
    read = paperwork.read_plan(data, PLAN)
    with transaction.atomic():
        organisations = _organisations()
        people = _people(organisations, on)
        _accounts(organisations, people, on)
        _history(organisations, people, on)
        authority = organisations[district.AUTHORITY[0]]
        chi = User.objects.select_related("person").get(username="chi").acting_on(on)
        plans.read_in(authority, by=chi, data=data, name=PLAN, read=read)
    return authority


def load_if_empty() -> bool:
    """Load the district unless there is an organisation already."""
    if Organisation.objects.exists():
        return False
    load(on=clock.today())
    return True


def welcome(address: str) -> str:
    """What the terminal shows when the demo is served: where, and as whom."""
    lines = [f"Bảng Vàng, huyện {district.PLACE} (hư cấu): {address}", "", "Tài khoản để dùng thử:"]
    lines += [f"  {each.username:<8} {each.role}, {each.where}" for each in listed()]
    lines += ["", f"Mật khẩu chung: {PASSWORD}", "Mã xác thực lớp thứ hai hiện trên trang đăng nhập."]
    return "\n".join(lines)


def _organisations() -> dict[str, Organisation]:
    code, name = district.AUTHORITY
    authority = Organisation(
        code=code,
        name=name,
        kind_id="people_committee",
        tier_id="district",
        place=district.PLACE,
        valid_from=FOUNDED,
    )
    authority.clean()
    authority.save()
    rows = [_organisation(authority, unit) for unit in district.UNITS]
    Organisation.objects.bulk_create(rows)
    return {each.code: each for each in [authority, *rows]}


def _organisation(authority: Organisation, unit: Unit) -> Organisation:
    row = Organisation(
        code=unit.code,
        name=unit.name,
        kind_id=unit.kind,
        tier_id=unit.tier,
        parent=authority,
        valid_from=FOUNDED,
        place=unit.name.split(" ", 4)[-1] if unit.kind == "people_committee" else "",
    )
    row.clean()
    return row


# What is known of somebody before rows are written: name, sex, title, kind, in charge.
Seat = tuple[str, str, str, str, bool]


def _seats(unit: Unit) -> list[Seat]:
    """Who serves in a unit: those everybody meets in their places, the others invented."""
    known = [each for each in district.KNOWN if each.where == unit.code]
    head, deputy = (
        [(each.name, each.sex, each.title, each.kind, each.in_charge) for each in known],
        unit.deputy,
    )
    kinds = [each.kind for each in known]
    seats: list[Seat] = list(head)
    if "head" not in kinds:
        seats.append(("", "", unit.head, "head", False))
    if "deputy" not in kinds:
        seats.append(("", "", deputy, "deputy", False))
    if unit.kind == "people_committee" and "office_statistics" not in kinds:
        seats.append(("", "", "Công chức Văn phòng - Thống kê", "office_statistics", True))
    elif not any(seat[4] for seat in seats):
        seats.append(("", "", unit.staff, "other", True))
    seats += [("", "", unit.staff, "other", False)] * max(0, unit.size - len(seats))
    return seats


def _people(organisations: dict[str, Organisation], on: date) -> dict[str, list[Position]]:
    """Everybody with the position held; by code of the unit."""
    random = Random("An Hòa")
    makers = People(random, on)
    leaders = [
        ("", "", "Chủ tịch", "head", False),
        *[
            (each.name, each.sex, each.title, each.kind, False)
            for each in district.KNOWN
            if each.where == "ubnd-huyen"
        ],
    ]
    seats = [(district.AUTHORITY[0], seat) for seat in leaders]
    seats += [(unit.code, seat) for unit in district.UNITS for seat in _seats(unit)]
    people: list[Person] = []
    for number, (_, (name, sex, *_)) in enumerate(seats, start=1):
        people.append(makers.person(f"NG-{on.year}-{number:04d}", name, sex))
    Person.objects.bulk_create(people)
    Sequence.objects.create(key=f"NG-{on.year}", last=len(people))
    positions = [
        Position(
            person=person,
            organisation=organisations[code],
            title=title,
            kind_id=kind,
            in_charge_of_emulation=in_charge,
            valid_from=date(random.randrange(on.year - 8, on.year), random.randrange(1, 13), 1),
        )
        for person, (code, (_, _, title, kind, in_charge)) in zip(people, seats, strict=True)
    ]
    Position.objects.bulk_create(positions)
    by_unit: dict[str, list[Position]] = {}
    for code, position in zip([code for code, _ in seats], positions, strict=True):
        by_unit.setdefault(code, []).append(position)
    return by_unit


def _history(organisations: dict[str, Organisation], people: dict[str, list[Position]], on: date) -> None:
    """Ten years of merit, so that there is something to propose and something to wait for."""
    by_unit = {code: [each.person for each in positions] for code, positions in people.items()}
    by_name = {each.full_name: each for unit in by_unit.values() for each in unit}
    known = {each.username: by_name[each.name] for each in district.KNOWN}
    history.load(organisations, by_unit, known, on)


def _accounts(organisations: dict[str, Organisation], people: dict[str, list[Position]], on: date) -> None:
    """The known people's accounts, and two for every other unit: its code, and its code with ".ld" for the head."""
    by_name = {each.person.full_name: each.person for unit in people.values() for each in unit}
    # One hash for all: the demo's password is printed on its login page, and Argon2 is slow on purpose.
    hashed = make_password(PASSWORD)
    users: list[User] = []
    roles: list[tuple[str, str, str]] = []
    taken: set[tuple[str, str]] = set()
    for known in district.KNOWN:
        users.append(User(username=known.username, password=hashed, person=by_name[known.name]))
        if known.role and not known.acting_for:
            roles.append((known.username, known.role, known.role_in))
            taken.add((known.role, known.role_in))
    for unit in district.UNITS:
        for role, username, position in (
            (Role.FOCAL_POINT, unit.code, next(p for p in people[unit.code] if p.in_charge_of_emulation)),
            (Role.UNIT_HEAD, f"{unit.code}.ld", next(p for p in people[unit.code] if p.kind_id == "head")),
        ):
            if (role, unit.code) in taken:
                continue
            existing = next((each.username for each in users if each.person_id == position.person_id), None)
            if existing is None:
                users.append(User(username=username, password=hashed, person=position.person))
            roles.append((existing or username, role, unit.code))
    User.objects.bulk_create(users)
    start = date(on.year, 1, 1)
    by_username = {each.username: each for each in users}
    holdings = [
        RoleHolding(user=by_username[username], role=role, organisation=organisations[code], valid_from=start)
        for username, role, code in roles
    ]
    RoleHolding.objects.bulk_create(holdings)
    for known in district.KNOWN:
        if known.acting_for:
            _acting(known, by_username, organisations, start)
        if known.secret:
            TOTP.activate(by_username[known.username], known.secret)


def _acting(
    known: Known, users: dict[str, User], organisations: dict[str, Organisation], start: date
) -> None:
    chair = RoleHolding.objects.get(user=users[known.acting_for], role=known.role)
    RoleHolding.objects.create(
        user=users[known.username],
        role=known.role,
        organisation=organisations[known.role_in],
        valid_from=start,
        valid_to=date(start.year, 12, 31),
        acting_for=chair,
    )
