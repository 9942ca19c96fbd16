"""The directory's places in the menu, and what the trail calls its verbs."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bangvang.core.navigation import NavItem
from bangvang.directory import policies
from bangvang.directory.models import Role, User

SECTION = _("Danh bạ")
VERBS: Mapping[str, Promise] = {
    "directory.found_authority": _("Lập cơ quan"),
    "directory.establish": _("Lập đơn vị trực thuộc"),
    "directory.rename": _("Đổi tên, sửa thông tin"),
    "directory.close": _("Kết thúc hoạt động"),
    "directory.register_person": _("Thêm người"),
    "directory.correct_person": _("Sửa thông tin người"),
    "directory.appoint": _("Ghi chức vụ"),
    "directory.end_position": _("Kết thúc chức vụ"),
    "directory.give_role": _("Giao vai trò"),
    "directory.end_role": _("Kết thúc vai trò"),
    "directory.open_account": _("Mở tài khoản"),
    "directory.invite": _("Cấp đường dẫn đặt mật khẩu"),
    "directory.restore_access": _("Xóa mật khẩu và xác thực hai lớp, cấp đường dẫn mới"),
    "directory.accept_invitation": _("Đặt mật khẩu theo thư mời"),
    "directory.deactivate": _("Khóa tài khoản"),
    "directory.reactivate": _("Mở lại tài khoản"),
    "directory.create_administrator": _("Tạo quản trị bằng lệnh trên máy chủ"),
}


def places(user: User) -> list[NavItem]:
    """Readers have the whole directory, a unit its own page and people."""
    readers = bool(policies.above(user, policies.READERS))
    if not readers and not policies.above(user, policies.UNIT_ROLES):
        return []
    found = [
        NavItem(_("Cơ quan, đơn vị"), "directory:organisation_list", SECTION),
        NavItem(_("Người"), "directory:person_list", SECTION),
    ]
    if policies.above(user, (Role.ADMINISTRATOR, Role.INSPECTOR)):
        found.append(NavItem(_("Tài khoản"), "directory:account_list", SECTION))
    return found
