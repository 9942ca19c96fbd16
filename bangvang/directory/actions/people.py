"""What is done to people and the positions they hold."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bangvang.core import sequences, text
from bangvang.core.actions import action
from bangvang.core.errors import RuleViolation
from bangvang.directory import policies, queries, terms
from bangvang.directory.models import Organisation, Person, Position, PositionKind, User

PERSONAL = ("birth_date", "sex", "email", "phone")


@action(policies.can_keep_staff, private=PERSONAL)
def register_person(
    organisation: Organisation,
    *,
    by: User,
    full_name: str,
    title: str,
    kind: PositionKind,
    valid_from: date,
    birth_date: date | None = None,
    sex: str = "",
    email: str = "",
    phone: str = "",
    in_charge: bool = False,
    is_another: bool = False,
) -> Person:
    """Enter a person with the position held here. `is_another`: the namesake already known here is somebody else."""
    name = text.clean(full_name)
    if not name:
        raise RuleViolation(_("Hãy ghi họ và tên."))
    namesakes = queries.staff_of(organisation, valid_from).filter(person__full_name=name)
    if birth_date is not None:
        namesakes = namesakes.filter(Q(person__birth_date=birth_date) | Q(person__birth_date=None))
    if namesakes.exists() and not is_another:
        raise RuleViolation(
            _("Đơn vị đã có người tên %(name)s. Nếu là người khác, hãy đánh dấu “người khác trùng tên”.")
            % {"name": name}
        )
    person = Person(
        code=sequences.code("NG", (by.on or valid_from).year),
        full_name=name,
        birth_date=birth_date,
        sex=sex,
        email=email,
        phone=text.clean(phone),
    )
    person.clean()
    person.save()
    terms.enter_position(person, organisation, title, kind, in_charge, valid_from, None)
    return person


@action(policies.can_keep_person, private=PERSONAL)
def correct_person(
    person: Person,
    *,
    by: User,
    full_name: str,
    birth_date: date | None = None,
    sex: str = "",
    email: str = "",
    phone: str = "",
) -> Person:
    """Correct what is written of a person; lists already confirmed keep what they said."""
    person.full_name, person.birth_date, person.sex = full_name, birth_date, sex
    person.email, person.phone = email, text.clean(phone)
    person.clean()
    if not person.full_name:
        raise RuleViolation(_("Hãy ghi họ và tên."))
    person.save()
    return person


@action(policies.can_keep_staff)
def appoint(
    organisation: Organisation,
    *,
    by: User,
    person: Person,
    title: str,
    kind: PositionKind,
    valid_from: date,
    valid_to: date | None = None,
    in_charge: bool = False,
) -> Position:
    """Enter a further position of a person who is already known to the one who enters it."""
    if not queries.people_visible_to(by).filter(pk=person.pk).exists():
        raise RuleViolation(_("Không tìm thấy người này trong danh bạ mà anh, chị được xem."))
    return terms.enter_position(person, organisation, title, kind, in_charge, valid_from, valid_to)


@action(policies.can_end_position)
def end_position(position: Position, *, by: User, on: date) -> Position:
    """End the position with this day."""
    terms.refuse_disorder(position.valid_from, on)
    position.valid_to = on
    position.save(update_fields=["valid_to"])
    return position
