"""Units that have not answered are reminded, and the standing body is told who is overdue."""

from datetime import date

from django.utils.translation import gettext_noop

from bangvang.core.actions import System, action
from bangvang.directory.models import User
from bangvang.training import telling
from bangvang.training.models import TrainingClass
from bangvang.training.policies import classes as policies
from bangvang.training.workflow import AnswerState


@action(policies.can_prepare, scheduled=True)
def remind(training_class: TrainingClass, *, by: User | System, on: date) -> list[int]:
    """Tell the units that have not answered. The same unit is told once per day, however often this runs."""
    waiting = list(
        training_class.invited_units.filter(state__in=[AnswerState.AWAITED, AnswerState.RETURNED])
        .order_by("organisation_id")
        .values_list("organisation_id", flat=True)
    )
    telling.units(
        training_class,
        waiting,
        gettext_noop("Nhắc hạn: đơn vị chưa nộp danh sách %(class)s, hạn %(deadline)s."),
        on,
        {"class": training_class.name, "deadline": training_class.deadline},
        key=f"remind:{training_class.code}:{on.isoformat()}",
    )
    return waiting


@action(policies.can_prepare, scheduled=True)
def report_overdue(training_class: TrainingClass, *, by: User | System, on: date) -> int:
    """Tell the standing body, once, how many units let the deadline pass."""
    late = training_class.invited_units.filter(state__in=[AnswerState.AWAITED, AnswerState.RETURNED]).count()
    if late:
        telling.organisers(
            training_class,
            gettext_noop("%(class)s: đã qua hạn nộp, còn %(count)s đơn vị chưa trả lời."),
            on,
            {"class": training_class.name, "count": late},
            key=f"overdue:{training_class.code}:{training_class.deadline}",
        )
    return late
