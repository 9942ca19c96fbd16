"""What awaits a person about classes, and the places of the room that they have."""

from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangvang.core.awaiting import Item
from bangvang.core.navigation import NavItem
from bangvang.directory.models import Role, User
from bangvang.training.models import Enrolment, TrainingClass
from bangvang.training.queries import board, classes, enrolment
from bangvang.training.workflow import AnswerState, ClassState, EnrolmentState

MOST = 20

# What the trail calls each thing that is done with a class or a list.
VERBS = {
    "training.create_classes": gettext_lazy("Lập các lớp theo kế hoạch"),
    "training.carry_over": gettext_lazy("Chuyển các lớp sang kế hoạch thay thế"),
    "training.prepare": gettext_lazy("Ghi lịch của lớp"),
    "training.map_group": gettext_lazy("Chọn đơn vị và số người cho dòng thành phần"),
    "training.set_unit_seats": gettext_lazy("Đặt số chỗ riêng cho đơn vị"),
    "training.decide_seats": gettext_lazy("Ghi lý do số chỗ khác số lượng"),
    "training.move_unit": gettext_lazy("Chuyển đơn vị sang lớp khác"),
    "training.open_enrolment": gettext_lazy("Mở nhận danh sách"),
    "training.remind": gettext_lazy("Nhắc hạn nộp danh sách"),
    "training.report_overdue": gettext_lazy("Báo đơn vị quá hạn"),
    "training.cancel_class": gettext_lazy("Hủy lớp"),
    "training.mark_held": gettext_lazy("Ghi nhận lớp đã tổ chức"),
    "training.confirm": gettext_lazy("Chốt danh sách"),
    "training.issue_call": gettext_lazy("Ban hành công văn đề nghị cử người"),
    "training.issue_supplementary": gettext_lazy("Ban hành danh sách bổ sung, thay thế"),
    "training.reopen": gettext_lazy("Mở lại danh sách"),
    "training.enrol": gettext_lazy("Thêm người vào danh sách"),
    "training.enrol_new": gettext_lazy("Thêm người chưa có trong danh bạ"),
    "training.upload_list": gettext_lazy("Tải tệp danh sách lên để xem trước"),
    "training.import_list": gettext_lazy("Nhập danh sách từ Excel"),
    "training.hand_to_head": gettext_lazy("Trình thủ trưởng nộp danh sách"),
    "training.explain": gettext_lazy("Ghi giải trình"),
    "training.withdraw": gettext_lazy("Rút khỏi danh sách"),
    "training.propose_again": gettext_lazy("Cử lại người bị trả lại"),
    "training.submit": gettext_lazy("Nộp danh sách"),
    "training.decline": gettext_lazy("Trả lời không cử người"),
    "training.take_back": gettext_lazy("Lấy lại danh sách"),
    "training.return_list": gettext_lazy("Trả lại danh sách"),
    "training.return_person": gettext_lazy("Trả lại người được cử"),
    "training.accept_exception": gettext_lazy("Chấp nhận ngoại lệ"),
    "training.accept_late": gettext_lazy("Nhận danh sách nộp muộn"),
    "training.take_from_waiting_list": gettext_lazy("Nhận từ danh sách chờ"),
    "training.propose_substitution": gettext_lazy("Đề nghị thay người"),
    "training.accept_substitution": gettext_lazy("Đồng ý thay người"),
    "training.refuse_substitution": gettext_lazy("Không đồng ý thay người"),
}


def awaiting(user: User) -> list[Item]:
    """Invitations to answer, for units; classes to prepare, decide and confirm, for the standing body."""
    items: list[Item] = []
    if user.organisations_as(*classes.UNIT_ROLES):
        items += _for_units(user)
    if user.organisations_as(Role.STANDING_BODY) and user.on is not None:
        items += _for_organiser(user, user.on)
    return items


def _for_units(user: User) -> list[Item]:
    units = enrolment.to_answer(user)[:MOST]
    listed = enrolment.members(units)
    items = []
    for unit in units:
        told = {
            "unit": unit.organisation.short_name or unit.organisation.name,
            "class": unit.training_class.name,
            "count": listed.get(unit.pk, 0),
        }
        if unit.state == AnswerState.RETURNED:
            sentence = _("%(class)s: danh sách của %(unit)s được trả lại, hãy hoàn thiện và nộp lại.")
        elif listed.get(unit.pk) and user.holds(Role.UNIT_HEAD, unit.organisation_id):
            sentence = _("%(class)s: danh sách %(count)s người của %(unit)s chờ anh, chị nộp.")
        elif listed.get(unit.pk):
            sentence = _("%(class)s: danh sách của %(unit)s có %(count)s người, chờ thủ trưởng nộp.")
        else:
            sentence = _("%(class)s: hãy lập danh sách người của %(unit)s.")
        overdue = bool(user.on and unit.training_class.deadline and user.on > unit.training_class.deadline)
        returned = unit.state == AnswerState.RETURNED
        items.append(
            Item(
                sentence % told,
                classes.page_of_unit(unit),
                unit.training_class.deadline,
                "bad" if overdue or returned else "waiting",
            )
        )
    return items


def _for_organiser(user: User, on: date) -> list[Item]:
    items = []
    live = (
        classes.organised_by(user)
        .exclude(state__in=[ClassState.HELD, ClassState.CANCELLED])
        .annotate(
            awaited=Count(
                "invited_units",
                filter=Q(invited_units__state__in=[AnswerState.AWAITED, AnswerState.RETURNED]),
                distinct=True,
            )
        )
    )
    for each in live.order_by("deadline", "pk")[:MOST]:
        told = {"class": each.name, "plan": each.plan.title}
        here = classes.page_of(each)
        if each.state == ClassState.PREPARED:
            page = reverse("training:class_prepare", args=[each.code])
            items.append(Item(_("Chuẩn bị %(class)s (%(plan)s).") % told, page, tone="info"))
        elif each.state == ClassState.OPEN:
            items += _of_open(each, on, here)
        elif each.ends_on and each.ends_on <= on:
            items.append(Item(_("%(class)s đã đến ngày bế giảng: hãy ghi nhận đã tổ chức.") % told, here))
    return items


def _of_open(each: TrainingClass, on: date, here: str) -> list[Item]:
    """Problems to decide now; units that are late; a list ready to be confirmed."""
    shown = board.of(each, on)
    told = {"class": each.name, "count": shown.undecided, "overdue": shown.counts["overdue"]}
    items = []
    if shown.undecided:
        items.append(
            Item(
                _("%(class)s: %(count)s vấn đề cần quyết định.") % told, f"{here}?xem=problems", each.deadline
            )
        )
    if waiting := Enrolment.objects.filter(
        training_class=each, state=EnrolmentState.PROPOSED, substitutes__isnull=False
    ).count():
        items.append(
            Item(
                _("%(class)s: %(count)s đề nghị thay người.") % {**told, "count": waiting},
                f"{here}?xem=substitutions",
            )
        )
    if shown.counts["overdue"]:
        items.append(
            Item(
                _("%(class)s: %(overdue)s đơn vị quá hạn chưa trả lời.") % told,
                f"{here}?xem=overdue",
                each.deadline,
                "bad",
            )
        )
    if not shown.undecided and not shown.unanswered and shown.rows:
        items.append(
            Item(
                _("%(class)s: mọi đơn vị đã trả lời, có thể chốt danh sách.") % told,
                reverse("training:class_confirm", args=[each.code]),
                each.starts_on,
                "good",
            )
        )
    return items


def places(user: User) -> list[NavItem]:
    """Classes and enrolments for those who organise or send; one's own classes for everybody in the directory."""
    section = gettext_lazy("Tập huấn")
    found = []
    if user.organisations_as(*classes.ORGANISERS, *classes.UNIT_ROLES):
        found.append(NavItem(gettext_lazy("Lớp tập huấn"), "training:class_list", section))
        found.append(NavItem(gettext_lazy("Lượt cử đi tập huấn"), "training:enrolment_list", section))
    if user.person_id:
        found.append(NavItem(gettext_lazy("Lớp của tôi"), "training:my_class_list", section))
    return found
