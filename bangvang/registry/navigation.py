"""The registry's place in the menu, and what the trail calls its verbs."""

from django.utils.translation import gettext_lazy as _

from bangvang.core.navigation import NavItem
from bangvang.directory.models import User
from bangvang.registry import queries

VERBS = {
    "registry.open_record": _("Lập hồ sơ thành tích"),
    "registry.open_household_record": _("Lập hồ sơ thành tích của hộ gia đình"),
    "registry.describe_record": _("Sửa thông tin của hồ sơ"),
    "registry.record_rating": _("Ghi kết quả năm"),
    "registry.record_initiative": _("Ghi sáng kiến"),
    "registry.record_merit": _("Ghi thành tích"),
    "registry.record_discipline": _("Ghi kỷ luật"),
    "registry.record_proceeding": _("Ghi vụ việc đang xem xét"),
    "registry.close_proceeding": _("Ghi kết thúc vụ việc"),
    "registry.record_service": _("Ghi thời gian phục vụ"),
    "registry.record_award": _("Ghi danh hiệu, khen thưởng"),
    "registry.correct_fact": _("Sửa một dòng của hồ sơ"),
    "registry.remove_fact": _("Bỏ một dòng của hồ sơ"),
}


def places(user: User) -> list[NavItem]:
    """Whoever reads records beside their own has the list; others reach theirs from their own page of the list."""
    if queries.can_read_more_than_own(user):
        return [NavItem(_("Hồ sơ thành tích"), "registry:subject_list", _("Thành tích"))]
    return []
