"""A list from Excel: looked at first, then imported whole or not at all."""

from datetime import date

from django.utils.translation import gettext as _

from bangvang.core import files
from bangvang.core.actions import action
from bangvang.core.errors import Finding, RuleViolation
from bangvang.core.models import StoredFile
from bangvang.directory.models import Organisation, User
from bangvang.training.actions import enrolment
from bangvang.training.models import InvitedUnit
from bangvang.training.policies import enrolment as policies
from bangvang.training.queries import imports


@action(policies.can_enrol)
def upload_list(
    unit: InvitedUnit, *, by: User, data: bytes, name: str, on_behalf_of: Organisation | None = None
) -> StoredFile:
    """Keep the file that is looked at, so that what is imported is what was seen."""
    return files.store(data, name, by=by, kinds={"xlsx"})


@action(policies.can_enrol)
def import_list(
    unit: InvitedUnit, *, by: User, on: date, file: StoredFile, on_behalf_of: Organisation | None = None
) -> int:
    """Put everybody in the file on the list; one wrong row, and nobody is."""
    seen = imports.preview(unit, files.read(file), file.name, on)
    if seen.wrong:
        raise RuleViolation(
            _("Tệp có %(count)s chỗ sai nên chưa nhập ai. Hãy sửa trong Excel rồi tải lại.")
            % {"count": len(seen.wrong)},
            [Finding(each.address, each.sentence) for each in seen.wrong],
        )
    for row in seen.rows:
        if row.person is not None:
            enrolment.enrol(unit, by=by, person=row.person, note=row.note, on_behalf_of=on_behalf_of)
            continue
        if row.kind is None:
            raise ValueError(f"row {row.number} was judged right without a kind of position")
        enrolment.enrol_new(
            unit,
            by=by,
            on=on,
            full_name=row.name,
            title=row.title,
            kind=row.kind,
            in_charge=row.in_charge,
            birth_date=row.birth_date,
            phone=row.phone,
            email=row.email,
            is_another=False,
            note=row.note,
            on_behalf_of=on_behalf_of,
        )
    return len(seen.rows)
