"""What is done with a plan: read in, write, correct, send, return, issue, amend, cancel."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bangvang.core import clock, files, notices, sequences, text
from bangvang.core.actions import action
from bangvang.core.errors import Finding, RuleViolation, WrongState
from bangvang.core.models import StoredFile
from bangvang.directory.models import Organisation, Role, User
from bangvang.documents import actions as documents
from bangvang.documents.models import OfficialPaper
from bangvang.training.actions import carrying, classes
from bangvang.training.models import PlanRevision, TrainingPlan
from bangvang.training.policies import plans as policies
from bangvang.training.queries import plan_changes
from bangvang.training.queries import plans as queries
from bangvang.training.queries import structure as structures
from bangvang.training.workflow import PLAN, PlanState
from paperwork.plan import Plan

UPLOADS = {"docx", "pdf", "md", "txt"}


class Overtaken(WrongState):
    """Another officer saved first. The page shows what changed and keeps what was typed."""


@action(policies.can_draft, private=("data", "read"))
def read_in(organisation: Organisation, *, by: User, data: bytes, name: str, read: Plan) -> TrainingPlan:
    """Keep the document and, beside it, what was understood of it, as a draft to be corrected.

    The reading itself is done before the transaction (see the upload form): it may take seconds.
    """
    stored = files.store(data, name, by=by, kinds=UPLOADS)
    structure = read.to_json()
    document = structure["document"]
    if organisation.name.startswith(document["issuer"] or ""):
        # "Ủy ban nhân dân huyện" on the source is this district's: the paper to be issued names it in full.
        document["issuer"] = organisation.name
    document["place"] = document["place"] or organisation.place or None
    return _create(organisation, by, structure, source_file=stored, lines=read.lines, sources=read.sources)


@action(policies.can_draft)
def write(organisation: Organisation, *, by: User, year: int) -> TrainingPlan:
    """Begin a plan that comes from no document."""
    structure = structures.empty()
    structure["year"] = year
    structure["document"]["issuer"] = organisation.name
    structure["document"]["place"] = organisation.place or None
    return _create(organisation, by, structure)


@action(policies.can_correct, private=("structure",))
def save(
    plan: TrainingPlan,
    *,
    by: User,
    structure: structures.Structure,
    revision: int,
    class_links: Sequence[str] = (),
) -> TrainingPlan:
    """Keep a correction, if nobody saved since the revision from which it was made."""
    _keep(plan, by, structure, revision, list(class_links))
    return plan


@action(policies.can_send_for_signature)
def send_for_signature(plan: TrainingPlan, *, by: User, revision: int) -> TrainingPlan:
    """Lay the plan before the signatory (trình ký), once nothing is missing."""
    _same_revision(plan, revision)
    if findings := queries.missing(plan):
        raise RuleViolation(_("Kế hoạch chưa trình ký được vì còn thiếu nội dung."), findings)
    PLAN.move(plan, "send_for_signature", return_reason="")
    _tell(
        plan,
        by,
        queries.holders(plan.organisation, _day(by), Role.SIGNATORY),
        gettext_noop("%(who)s trình ký kế hoạch “%(title)s”."),
    )
    return plan


@action(policies.can_return)
def return_for_correction(plan: TrainingPlan, *, by: User, reason: str) -> TrainingPlan:
    """Give the plan back, saying what to correct."""
    reason = _reason(reason, _("Hãy ghi lý do trả lại để cơ quan thường trực biết cần sửa gì."))
    PLAN.move(plan, "return_for_correction", return_reason=reason)
    _tell(
        plan,
        by,
        queries.holders(plan.organisation, _day(by), Role.STANDING_BODY),
        gettext_noop("%(who)s trả lại kế hoạch “%(title)s”: %(reason)s"),
        reason=reason,
    )
    return plan


@action(policies.can_issue)
def issue(
    plan: TrainingPlan,
    *,
    by: User,
    revision: int,
    issued_on: date,
    notation: str,
    capacity: str,
    position: str,
    name: str,
    number: int | None = None,
) -> TrainingPlan:
    """Issue the plan: number and date, the paper as DOCX and PDF, its classes; an amended plan steps back.

    The signatory takes the register's next number or enters one; the standing body, which only records a paper that
    was signed by hand, must enter the number that stands on it.
    """
    _same_revision(plan, revision)
    if number is None and not by.holds(Role.SIGNATORY, plan.organisation):
        raise RuleViolation(
            _("Cơ quan thường trực chỉ ghi nhận văn bản đã ký tay. Hãy nhập số ghi trên văn bản."),
            [Finding("number", _("Hãy nhập số ghi trên văn bản đã ký."))],
        )
    capacity, position, name = text.clean(capacity), text.clean(position), text.clean(name)
    if not (position and name):
        raise RuleViolation(
            _("Hãy ghi chức vụ và họ tên người ký."),
            [Finding("name" if position else "position", _("Hãy ghi chức vụ và họ tên người ký."))],
        )
    if number is None and name != str(by):
        raise RuleViolation(
            _("Người ký ban hành ký tên của chính mình. Nếu người khác đã ký tay, hãy nhập số trên văn bản."),
            [Finding("name", _("Họ tên người ký phải là %(name)s.") % {"name": str(by)})],
        )
    signed = deepcopy(plan.structure)
    signed["signatory"] = {"capacity": capacity or None, "position": position, "name": name}
    paper = documents.issue_paper(
        plan.organisation,
        by=by,
        kind=OfficialPaper.Kind.PLAN,
        document=queries.paper_of(plan, signed),
        notation=notation,
        title=plan.title,
        issued_on=issued_on,
        signatory=name,
        signatory_position=position,
        about=plan.code,
        number=number,
    )
    signed["document"] |= {"number": str(paper), "issued_on": issued_on.isoformat()}
    plan.structure = signed
    plan.fold()
    PLAN.move(plan, "issue", paper=paper, structure=signed, folded=plan.folded, revision=plan.revision + 1)
    _remember(plan, by)
    if plan.amends is None:
        classes.create_classes(plan, by=by)
    else:
        _supersede(plan, plan.amends, by)
    _tell(
        plan,
        by,
        queries.holders(plan.organisation, _day(by), Role.STANDING_BODY, Role.SIGNATORY),
        gettext_noop("Kế hoạch “%(title)s” đã được ban hành, số %(number)s."),
        number=str(paper),
    )
    return plan


@action(policies.can_amend)
def amend(plan: TrainingPlan, *, by: User) -> TrainingPlan:
    """Begin the plan that will take this one's place: a copy, in which each class continues its own."""
    structure = deepcopy(plan.structure)
    structure["document"] |= {"number": None, "issued_on": None}
    try:
        with transaction.atomic():
            return _create(
                plan.organisation,
                by,
                structure,
                amends=plan,
                class_links=plan.class_codes,
            )
    except IntegrityError:
        raise WrongState(_("Đã có người lập kế hoạch thay thế. Hãy tải lại trang.")) from None


@action(policies.can_cancel)
def cancel(plan: TrainingPlan, *, by: User, reason: str) -> TrainingPlan:
    """Drop a plan that was not issued. Its document and its last text stay readable."""
    reason = _reason(reason, _("Hãy ghi lý do hủy kế hoạch."))
    was_awaited = plan.state == PlanState.AWAITING_SIGNATURE
    PLAN.move(plan, "cancel", return_reason=reason)
    roles = [Role.STANDING_BODY, *([Role.SIGNATORY] if was_awaited else [])]
    _tell(
        plan,
        by,
        queries.holders(plan.organisation, _day(by), *roles),
        gettext_noop("%(who)s đã hủy kế hoạch “%(title)s”: %(reason)s"),
        reason=reason,
    )
    return plan


# --- Steps that several actions share -----------------------------------------------------------------------


def _create(
    organisation: Organisation,
    by: User,
    structure: structures.Structure,
    *,
    source_file: StoredFile | None = None,
    lines: Iterable[str] = (),
    sources: dict[str, tuple[int, int]] | None = None,
    amends: TrainingPlan | None = None,
    class_links: Sequence[str] = (),
) -> TrainingPlan:
    year = structure["year"] or _day(by).year
    plan = TrainingPlan(
        code=sequences.code("KHTH", year),
        organisation=organisation,
        structure=structure,
        source_file=source_file,
        lines=list(lines),
        sources=queries.lines_of(sources or {}),
        amends=amends,
        class_links=list(class_links),
        drafted_by=by,
        drafted_at=clock.now(),
    )
    _name(plan)
    plan.save(force_insert=True)
    _remember(plan, by)
    return plan


def _keep(
    plan: TrainingPlan, by: User, structure: structures.Structure, revision: int, class_links: list[str]
) -> None:
    plan.sources = plan_changes.carried(plan.sources, plan.structure, structure)
    plan.structure, plan.class_links, plan.revision = structure, class_links, revision + 1
    _name(plan)
    kept = TrainingPlan.objects.filter(pk=plan.pk, revision=revision, state=PlanState.DRAFT).update(
        structure=structure,
        sources=plan.sources,
        class_links=class_links,
        title=plan.title,
        year=plan.year,
        folded=plan.folded,
        revision=plan.revision,
    )
    if not kept:
        raise Overtaken(
            _("Người khác vừa sửa kế hoạch này. Nội dung bạn đã gõ vẫn còn nguyên dưới đây, chưa được lưu.")
        )
    _remember(plan, by)


def _name(plan: TrainingPlan) -> None:
    plan.title = (plan.structure["document"]["title"] or "")[:500]
    plan.year = plan.structure["year"]
    plan.fold()


def _remember(plan: TrainingPlan, by: User) -> None:
    PlanRevision.objects.create(
        plan=plan,
        number=plan.revision,
        structure=plan.structure,
        class_links=plan.class_links,
        saved_by=by,
        saved_at=clock.now(),
    )


def _same_revision(plan: TrainingPlan, revision: int) -> None:
    # Read again under the lock of this transaction: what is sent or signed is what the person saw.
    now = TrainingPlan.objects.select_for_update().values_list("revision", flat=True).get(pk=plan.pk)
    if now != revision:
        raise Overtaken(_("Kế hoạch vừa được sửa sau khi bạn mở trang. Hãy xem lại bản mới rồi thực hiện."))


def _supersede(plan: TrainingPlan, old: TrainingPlan, by: User) -> None:
    units = queries.invited_organisations(old)
    PLAN.move(old, "supersede")
    if old.paper is not None and units:
        # Classes go over to the new plan; the old paper stays readable for those it had invited.
        documents.address(old.paper, by=by, organisations=units)
    carrying.carry_over(old, by=by, new_plan=plan)
    _tell(
        plan,
        by,
        queries.people_of(units, _day(by)),
        gettext_noop("Kế hoạch “%(title)s” thay thế kế hoạch trước. Hãy xem lại lớp của đơn vị."),
    )


def _tell(plan: TrainingPlan, by: User, people: Iterable[User], sentence: str, **values: object) -> None:
    others = [each for each in people if each.pk != by.pk]
    notices.tell(
        others,
        sentence,
        {"who": str(by), "title": plan.title[:120], **values},
        reverse("training:plan_detail", args=[plan.code]),
    )


def _reason(reason: str, sentence: str) -> str:
    reason = text.clean(reason)
    if not reason:
        raise RuleViolation(sentence, [Finding("reason", sentence)])
    return reason[:500]


def _day(by: User) -> date:
    if by.on is None:
        raise ValueError("a plan is worked on by somebody who acts on a day")
    return by.on
