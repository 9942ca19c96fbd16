"""What can happen next to a plan, a class, a unit's answer and an enrolment."""

from django.utils.translation import gettext_lazy as _

from bangvang.core.workflow import Workflow, step


class PlanState:
    DRAFT = "draft"
    AWAITING_SIGNATURE = "awaiting_signature"
    ISSUED = "issued"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


PLAN = Workflow(
    initial=PlanState.DRAFT,
    finals=frozenset({PlanState.SUPERSEDED, PlanState.CANCELLED}),
    transitions=(
        step("send_for_signature", PlanState.DRAFT, to=PlanState.AWAITING_SIGNATURE),
        step("return_for_correction", PlanState.AWAITING_SIGNATURE, to=PlanState.DRAFT),
        step("issue", PlanState.AWAITING_SIGNATURE, to=PlanState.ISSUED),
        step("supersede", PlanState.ISSUED, to=PlanState.SUPERSEDED),
        step("cancel", PlanState.DRAFT, PlanState.AWAITING_SIGNATURE, to=PlanState.CANCELLED),
    ),
    labels={
        PlanState.DRAFT: _("Đang soạn"),
        PlanState.AWAITING_SIGNATURE: _("Chờ ký"),
        PlanState.ISSUED: _("Đã ban hành"),
        PlanState.SUPERSEDED: _("Đã được thay thế"),
        PlanState.CANCELLED: _("Đã hủy"),
    },
    tones={
        PlanState.DRAFT: "quiet",
        PlanState.AWAITING_SIGNATURE: "waiting",
        PlanState.ISSUED: "good",
        PlanState.SUPERSEDED: "quiet",
        PlanState.CANCELLED: "bad",
    },
)


class ClassState:
    PREPARED = "prepared"
    OPEN = "open"
    CONFIRMED = "confirmed"
    HELD = "held"
    CANCELLED = "cancelled"


CLASS = Workflow(
    initial=ClassState.PREPARED,
    finals=frozenset({ClassState.HELD, ClassState.CANCELLED}),
    transitions=(
        step("open", ClassState.PREPARED, to=ClassState.OPEN),
        step("confirm", ClassState.OPEN, to=ClassState.CONFIRMED),
        step("reopen", ClassState.CONFIRMED, to=ClassState.OPEN),
        # An amended plan may take the dates away that a class must have to stay open.
        step("prepare_again", ClassState.OPEN, ClassState.CONFIRMED, to=ClassState.PREPARED),
        step("mark_held", ClassState.CONFIRMED, to=ClassState.HELD),
        step("cancel", ClassState.PREPARED, ClassState.OPEN, ClassState.CONFIRMED, to=ClassState.CANCELLED),
    ),
    labels={
        ClassState.PREPARED: _("Đang chuẩn bị"),
        ClassState.OPEN: _("Đang nhận danh sách"),
        ClassState.CONFIRMED: _("Đã chốt danh sách"),
        ClassState.HELD: _("Đã tổ chức"),
        ClassState.CANCELLED: _("Đã hủy"),
    },
    tones={
        ClassState.PREPARED: "quiet",
        ClassState.OPEN: "waiting",
        ClassState.CONFIRMED: "good",
        ClassState.HELD: "good",
        ClassState.CANCELLED: "bad",
    },
)


class AnswerState:
    AWAITED = "awaited"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    DECLINED = "declined"
    CLOSED = "closed"


ANSWER = Workflow(
    initial=AnswerState.AWAITED,
    finals=frozenset(),
    transitions=(
        step("submit", AnswerState.AWAITED, AnswerState.RETURNED, to=AnswerState.SUBMITTED),
        step("decline", AnswerState.AWAITED, AnswerState.RETURNED, to=AnswerState.DECLINED),
        step("take_back", AnswerState.SUBMITTED, AnswerState.DECLINED, to=AnswerState.AWAITED),
        step("return_for_completion", AnswerState.SUBMITTED, AnswerState.DECLINED, to=AnswerState.RETURNED),
        step(
            "close",
            AnswerState.AWAITED,
            AnswerState.SUBMITTED,
            AnswerState.RETURNED,
            AnswerState.DECLINED,
            to=AnswerState.CLOSED,
        ),
        step("invite_again", AnswerState.CLOSED, to=AnswerState.AWAITED),
    ),
    labels={
        AnswerState.AWAITED: _("Chưa trả lời"),
        AnswerState.SUBMITTED: _("Đã nộp danh sách"),
        AnswerState.RETURNED: _("Được trả lại để hoàn thiện"),
        AnswerState.DECLINED: _("Không cử được người"),
        AnswerState.CLOSED: _("Không còn được mời"),
    },
    tones={
        AnswerState.AWAITED: "waiting",
        AnswerState.SUBMITTED: "good",
        AnswerState.RETURNED: "bad",
        AnswerState.DECLINED: "quiet",
        AnswerState.CLOSED: "quiet",
    },
)


class EnrolmentState:
    PROPOSED = "proposed"
    SUBMITTED = "submitted"
    WAITING = "waiting"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    SUBSTITUTED = "substituted"
    WITHDRAWN = "withdrawn"


ENROLMENT = Workflow(
    initial=EnrolmentState.PROPOSED,
    finals=frozenset({EnrolmentState.SUBSTITUTED, EnrolmentState.WITHDRAWN}),
    transitions=(
        step("submit", EnrolmentState.PROPOSED, to=EnrolmentState.SUBMITTED),
        step(
            "put_on_waiting_list",
            EnrolmentState.PROPOSED,
            EnrolmentState.SUBMITTED,
            to=EnrolmentState.WAITING,
        ),
        step(
            "take_back",
            EnrolmentState.SUBMITTED,
            EnrolmentState.WAITING,
            to=EnrolmentState.PROPOSED,
        ),
        step("propose_again", EnrolmentState.RETURNED, to=EnrolmentState.PROPOSED),
        step("take_from_waiting_list", EnrolmentState.WAITING, to=EnrolmentState.SUBMITTED),
        step(
            "return_with_reason", EnrolmentState.SUBMITTED, EnrolmentState.WAITING, to=EnrolmentState.RETURNED
        ),
        step("confirm", EnrolmentState.SUBMITTED, to=EnrolmentState.CONFIRMED),
        step("substitute", EnrolmentState.SUBMITTED, EnrolmentState.CONFIRMED, to=EnrolmentState.SUBSTITUTED),
        step("reopen", EnrolmentState.CONFIRMED, to=EnrolmentState.SUBMITTED),
        step(
            "withdraw",
            EnrolmentState.PROPOSED,
            EnrolmentState.SUBMITTED,
            EnrolmentState.WAITING,
            EnrolmentState.RETURNED,
            EnrolmentState.CONFIRMED,
            to=EnrolmentState.WITHDRAWN,
        ),
    ),
    labels={
        EnrolmentState.PROPOSED: _("Đơn vị đang lập"),
        EnrolmentState.SUBMITTED: _("Đã cử"),
        EnrolmentState.WAITING: _("Danh sách chờ"),
        EnrolmentState.RETURNED: _("Được trả lại"),
        EnrolmentState.CONFIRMED: _("Đã chốt"),
        EnrolmentState.SUBSTITUTED: _("Đã được thay"),
        EnrolmentState.WITHDRAWN: _("Đã rút"),
    },
    tones={
        EnrolmentState.PROPOSED: "quiet",
        EnrolmentState.SUBMITTED: "info",
        EnrolmentState.WAITING: "waiting",
        EnrolmentState.RETURNED: "bad",
        EnrolmentState.CONFIRMED: "good",
        EnrolmentState.SUBSTITUTED: "quiet",
        EnrolmentState.WITHDRAWN: "quiet",
    },
)
