"""Rules of terms that positions and roles share, and how a position is entered."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from bangvang.core import text
from bangvang.core.errors import RuleViolation
from bangvang.directory.models import Organisation, Person, Position, PositionKind


def refuse_disorder(valid_from: date | None, valid_to: date | None) -> None:
    """A term never ends before it begins."""
    if valid_from and valid_to and valid_to < valid_from:
        raise RuleViolation(_("Ngày kết thúc phải từ ngày bắt đầu trở đi."))


def refuse_ended(organisation: Organisation, on: date) -> None:
    """Nothing begins in a body that has ended."""
    if organisation.valid_to and organisation.valid_to < on:
        raise RuleViolation(
            _("%(name)s đã kết thúc hoạt động ngày %(day)s.")
            % {"name": organisation.name, "day": f"{organisation.valid_to:%d/%m/%Y}"}
        )


def enter_position(
    person: Person,
    organisation: Organisation,
    title: str,
    kind: PositionKind,
    in_charge: bool,
    valid_from: date,
    valid_to: date | None,
) -> Position:
    """A position as every action enters it."""
    refuse_disorder(valid_from, valid_to)
    refuse_ended(organisation, valid_from)
    if not text.clean(title):
        raise RuleViolation(_("Hãy ghi chức vụ, chức danh."))
    return Position.objects.create(
        person=person,
        organisation=organisation,
        title=text.clean(title),
        kind=kind,
        in_charge_of_emulation=in_charge,
        valid_from=valid_from,
        valid_to=valid_to,
    )
