"""A class's list becomes final: papers with numbers, people told. All of it in one transaction, or nothing."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bangvang.core import clock, text
from bangvang.core.actions import action
from bangvang.core.errors import Finding, RuleViolation
from bangvang.directory.models import Organisation, User
from bangvang.documents import actions as documents
from bangvang.documents.models import OfficialPaper
from bangvang.training import telling
from bangvang.training.models import ClassList, TrainingClass
from bangvang.training.policies import classes as policies
from bangvang.training.queries import board, checks, classes, papers
from bangvang.training.workflow import CLASS, ENROLMENT, EnrolmentState
from paperwork import official


@action(policies.can_confirm)
def confirm(
    training_class: TrainingClass,
    *,
    by: User,
    on: date,
    issued_on: date,
    capacity: str,
    position: str,
    name: str,
    list_notation: str,
    list_number: int | None = None,
    summons_kind: str = OfficialPaper.Kind.OFFICIAL_LETTER,
    summons_notation: str = "",
    summons_number: int | None = None,
    contact: str = "",
    attach_list: bool = False,
    reason: str = "",
) -> ClassList:
    """Freeze the list, issue the class list and the summons, tell units and people.

    The state is compared and set first: of two officers who confirm at once, the second waits here and is told.
    """
    reason = text.clean(reason)[:500]
    CLASS.move(training_class, "confirm", confirm_reason=reason)
    shown = board.of(training_class, on)
    _refuse_unsettled(shown, reason)
    ENROLMENT.move_all(training_class.enrolments.all(), "confirm")
    _leave_out_unsent(training_class)
    for each in shown.people:
        if each.seat is not None and each.enrolment.seat_id != each.seat.pk:
            each.enrolment.seat = each.seat
            each.enrolment.save(update_fields=["seat"])
    people = papers.confirmed_people(training_class, EnrolmentState.CONFIRMED)
    rows = [papers.frozen(each) for each in people]
    signing = papers.Signing(issued_on, text.clean(position), text.clean(name), text.clean(capacity))
    paper = _issue(
        training_class,
        by,
        OfficialPaper.Kind.CLASS_LIST,
        papers.class_list(training_class, rows, signing),
        signing,
        list_notation,
        list_number,
        papers.list_title(training_class),
    )
    letter = papers.summons(
        training_class, rows, signing, kind=summons_kind, contact=text.clean(contact), attach_list=attach_list
    )
    summons = _issue(
        training_class,
        by,
        summons_kind,
        letter,
        signing,
        summons_notation,
        summons_number,
        letter.title[:1].upper() + letter.title[1:],
        recipients=list({each.unit.organisation_id: each.unit.organisation for each in people}.values()),
    )
    kept = ClassList.objects.create(
        training_class=training_class,
        kind=ClassList.Kind.MAIN,
        order=training_class.lists.count() + 1,
        rows=rows,
        paper=paper,
        summons=summons,
        confirmed_at=clock.now(),
        confirmed_by=by,
    )
    told = {"class": training_class.name, "day": training_class.starts_on, "venue": training_class.venue}
    units = sorted({each.unit.organisation_id for each in people})
    telling.units(
        training_class,
        units,
        gettext_noop("Danh sách %(class)s đã chốt: học ngày %(day)s tại %(venue)s."),
        by.on,
        told,
    )
    telling.people(
        training_class,
        gettext_noop("Anh, chị có tên trong danh sách %(class)s: ngày %(day)s tại %(venue)s."),
        told,
    )
    return kept


def _refuse_unsettled(shown: board.Board, reason: str) -> None:
    findings = [
        Finding(
            each.enrolment.person.code,
            _("%(person)s (%(unit)s): %(problem)s")
            % {
                "person": each.enrolment.person,
                "unit": each.enrolment.unit.organisation,
                "problem": each.undecided[0].sentence,
            },
        )
        for each in shown.people
        if each.enrolment.state == EnrolmentState.SUBMITTED and each.undecided
    ]
    for row in shown.rows:
        findings += [
            Finding(
                row.unit.organisation.code,
                _("%(unit)s: %(problem)s") % {"unit": row.organisation, "problem": each.sentence},
            )
            for each in row.problems
            if row.has_answered
        ]
    if findings:
        raise RuleViolation(
            _("Còn vấn đề chưa quyết định. Hãy chấp nhận ngoại lệ có lý do hoặc trả lại trước khi chốt."),
            findings,
        )
    if shown.unanswered and not reason:
        raise RuleViolation(
            _("Còn %(count)s đơn vị chưa trả lời. Hãy ghi lý do nếu vẫn chốt danh sách.")
            % {"count": len(shown.unanswered)},
            [Finding(row.unit.organisation.code, row.organisation) for row in shown.unanswered],
        )
    if not shown.taken:
        raise RuleViolation(_("Danh sách chưa có ai nên chưa chốt được."))


def _leave_out_unsent(training_class: TrainingClass) -> None:
    """People whom their unit never submitted, or did not replace after a return, are not on the list."""
    unsent = training_class.enrolments.filter(
        state__in=[EnrolmentState.PROPOSED, EnrolmentState.RETURNED], substitutes=None
    )
    reason = gettext_noop("Đơn vị chưa nộp khi danh sách lớp được chốt.")
    ENROLMENT.move_all(unsent.filter(return_reason=""), "withdraw", return_reason=reason)
    ENROLMENT.move_all(unsent, "withdraw")


def _issue(
    training_class: TrainingClass,
    by: User,
    kind: str,
    document: official.OfficialDocument,
    signing: papers.Signing,
    notation: str,
    number: int | None,
    title: str,
    recipients: Sequence[Organisation] = (),
) -> OfficialPaper:
    if not (signing.position and signing.name):
        raise RuleViolation(
            _("Hãy ghi chức vụ và họ tên người ký."), [Finding("name", _("Chưa ghi người ký."))]
        )
    return documents.issue_paper(
        training_class.plan.organisation,
        by=by,
        kind=kind,
        document=document,
        notation=notation,
        title=title,
        issued_on=signing.issued_on,
        signatory=signing.name,
        signatory_position=signing.position,
        about=training_class.code,
        number=number,
        recipients=recipients,
    )


@action(policies.can_call)
def issue_call(
    training_class: TrainingClass,
    *,
    by: User,
    issued_on: date,
    capacity: str,
    position: str,
    name: str,
    notation: str,
    number: int | None = None,
    contact: str = "",
) -> OfficialPaper:
    """Ask the units on paper to send their people by the deadline."""
    units = classes.units_of(training_class)
    lines = checks.lines_of(units)
    seats = {unit.pk: checks.capacity(unit, lines.get(unit.group_id, [])) for unit in units}
    signing = papers.Signing(issued_on, text.clean(position), text.clean(name), text.clean(capacity))
    letter = papers.call(training_class, units, seats, signing, text.clean(contact))
    return _issue(
        training_class,
        by,
        OfficialPaper.Kind.OFFICIAL_LETTER,
        letter,
        signing,
        notation,
        number,
        letter.title[:1].upper() + letter.title[1:],
        recipients=[unit.organisation for unit in units],
    )


@action(policies.can_supplement)
def issue_supplementary(
    training_class: TrainingClass,
    *,
    by: User,
    issued_on: date,
    capacity: str,
    position: str,
    name: str,
    list_notation: str,
    list_number: int | None = None,
) -> ClassList:
    """Print who came in and who left since the last list."""
    classes.lock(training_class)
    changes = board.changes_since_lists(training_class)
    if not changes:
        raise RuleViolation(_("Chưa có thay đổi nào sau danh sách gần nhất nên không cần danh sách bổ sung."))
    rows = papers.changed_rows(changes)
    signing = papers.Signing(issued_on, text.clean(position), text.clean(name), text.clean(capacity))
    paper = _issue(
        training_class,
        by,
        OfficialPaper.Kind.CLASS_LIST,
        papers.supplementary_list(training_class, rows, signing),
        signing,
        list_notation,
        list_number,
        papers.supplementary_list_title(training_class),
    )
    return ClassList.objects.create(
        training_class=training_class,
        kind=ClassList.Kind.SUPPLEMENTARY,
        order=training_class.lists.count() + 1,
        rows=rows,
        paper=paper,
        confirmed_at=clock.now(),
        confirmed_by=by,
    )


@action(policies.can_reopen)
def reopen(training_class: TrainingClass, *, by: User, reason: str) -> TrainingClass:
    """Take a confirmed list up again; what was printed stays readable, a new list is printed when it is confirmed."""
    reason = text.clean(reason)
    if not reason:
        raise RuleViolation(_("Hãy ghi lý do mở lại danh sách."), [Finding("reason", _("Chưa ghi lý do."))])
    CLASS.move(training_class, "reopen", confirm_reason="")
    ENROLMENT.move_all(training_class.enrolments.all(), "reopen")
    units = sorted(training_class.invited_units.values_list("organisation", flat=True))
    telling.units(
        training_class,
        units,
        gettext_noop("Danh sách %(class)s được mở lại: %(reason)s"),
        by.on,
        {"class": training_class.name, "reason": reason[:200]},
    )
    return training_class
