"""What is done to organisations."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from bangvang.core import text
from bangvang.core.actions import System, action
from bangvang.core.errors import RuleViolation
from bangvang.directory import policies
from bangvang.directory.models import Organisation, OrganisationKind, OrganisationSuccession, Tier, User


@action(policies.only_at_the_server, scheduled=True)
def found_authority(
    tier: Tier, *, by: System, name: str, place: str, valid_from: date, kind: str = "people_committee"
) -> Organisation:
    """Enter the authority whose office this is: the root below which everything stands."""
    row = Organisation(
        name=name, place=place, kind_id=kind, tier=tier, valid_from=valid_from, code=_free_code(name)
    )
    return _checked(row)


@action(policies.can_keep_organisations)
def establish(
    parent: Organisation,
    *,
    by: User,
    name: str,
    kind: OrganisationKind,
    tier: Tier,
    valid_from: date,
    short_name: str = "",
    place: str = "",
) -> Organisation:
    """Enter a body below this one, from the day it was established."""
    clean = text.clean(name)
    if Organisation.objects.standing(valid_from).filter(parent=parent, name=clean).exists():
        raise RuleViolation(_("Đã có “%(name)s” trực thuộc cơ quan này.") % {"name": clean})
    row = Organisation(
        name=clean,
        short_name=text.clean(short_name),
        place=text.clean(place),
        kind=kind,
        tier=tier,
        parent=parent,
        valid_from=valid_from,
        code=_free_code(clean),
    )
    return _checked(row)


@action(policies.can_keep_organisations)
def rename(
    organisation: Organisation, *, by: User, name: str, short_name: str = "", place: str = ""
) -> Organisation:
    """Give the body its new or corrected name; papers already issued keep the name of their day."""
    organisation.name, organisation.short_name = name, text.clean(short_name)
    organisation.place = text.clean(place)
    return _checked(organisation)


@action(policies.can_keep_organisations)
def close(
    organisation: Organisation,
    *,
    by: User,
    on: date,
    successor: Organisation | None = None,
    decision: str = "",
) -> Organisation:
    """End the body with this day: its positions and roles end with it, its work goes to the successor."""
    if organisation.valid_from and on < organisation.valid_from:
        raise RuleViolation(_("Ngày kết thúc phải từ ngày thành lập trở đi."))
    if Organisation.objects.standing(on + timedelta(days=1)).filter(parent=organisation).exists():
        raise RuleViolation(
            _("Còn đơn vị trực thuộc đang hoạt động. Hãy kết thúc hoặc chuyển các đơn vị đó trước.")
        )
    later = Q(valid_from__gt=on)
    if organisation.positions.filter(later).exists() or organisation.holdings.filter(later).exists():
        raise RuleViolation(_("Còn chức vụ hoặc vai trò bắt đầu sau ngày này. Hãy kết thúc trước."))
    if successor is not None:
        if successor == organisation:
            raise RuleViolation(_("Đơn vị kế thừa phải là một đơn vị khác."))
        OrganisationSuccession.objects.get_or_create(
            predecessor=organisation,
            successor=successor,
            defaults={"on": on + timedelta(days=1), "decision": text.clean(decision)},
        )
    going_on = Q(valid_to=None) | Q(valid_to__gt=on)
    organisation.positions.filter(going_on).update(valid_to=on)
    organisation.holdings.filter(going_on).update(valid_to=on)
    organisation.valid_to = on
    return _checked(organisation)


def _checked(row: Organisation) -> Organisation:
    row.clean()
    if not row.name:
        raise RuleViolation(_("Hãy ghi tên cơ quan, đơn vị."))
    if len(row.path) > 300:
        raise RuleViolation(_("Cơ cấu quá nhiều tầng trực thuộc. Hãy chọn cơ quan cấp trên gần hơn."))
    row.save()
    return row


def _free_code(name: str) -> str:
    stem = slugify(text.fold(name))[:36].strip("-") or "don-vi"
    taken = set(Organisation.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(
        code for n in range(1, len(taken) + 2) if (code := stem if n == 1 else f"{stem}-{n}") not in taken
    )
