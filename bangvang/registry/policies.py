"""Who may write into a record, and why not."""

from django.utils.translation import gettext_lazy as _

from bangvang.core.policy import ALLOWED, Verdict, denied
from bangvang.directory import policies as directory
from bangvang.directory.models import Organisation, Person, Role, User
from bangvang.registry.models import Subject


def homes(user: User, subject: Subject) -> list[Organisation]:
    """Where the record belongs: the body itself, the household's commune, or where the person serves."""
    if subject.organisation is not None:
        return [subject.organisation]
    if subject.commune is not None:
        return [subject.commune]
    return directory.homes(user, subject.person) if subject.person is not None else []


def _keeps(user: User, organisations: list[Organisation]) -> bool:
    return any(directory.rules_over(user, each, Role.STANDING_BODY) for each in organisations)


def _serves_unit(user: User, organisations: list[Organisation]) -> bool:
    return any(user.holds(role, each) for each in organisations for role in directory.UNIT_ROLES)


def can_open_record(user: User, owner: Person | Organisation) -> Verdict:
    """The standing body opens any record below it, a unit those of its own people and its own."""
    organisations = directory.homes(user, owner) if isinstance(owner, Person) else [owner]
    if _keeps(user, organisations) or _serves_unit(user, organisations):
        return ALLOWED
    return denied(_("Chỉ cơ quan thường trực hoặc chính đơn vị được lập hồ sơ thành tích."))


def can_record(user: User, subject: Subject) -> Verdict:
    """Awards, merits, discipline, proceedings, service, corrections: the standing body."""
    if _keeps(user, homes(user, subject)):
        return ALLOWED
    return denied(_("Chỉ cơ quan thường trực được ghi hoặc sửa nội dung này của hồ sơ thành tích."))


def can_record_year(user: User, subject: Subject) -> Verdict:
    """Ratings and initiatives come from the unit: its focal point and head record them too."""
    organisations = homes(user, subject)
    if _keeps(user, organisations) or _serves_unit(user, organisations):
        return ALLOWED
    return denied(_("Chỉ đơn vị của đối tượng hoặc cơ quan thường trực được ghi xếp loại và sáng kiến."))
