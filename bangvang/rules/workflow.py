"""What can happen next to a local rule and to a case on the watch-list."""

from django.utils.translation import gettext_lazy as _

from bangvang.core.workflow import Workflow, step


class RuleState:
    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


LOCAL_RULE = Workflow(
    initial=RuleState.DRAFT,
    finals=frozenset({RuleState.WITHDRAWN}),
    transitions=(
        step("send_for_approval", RuleState.DRAFT, to=RuleState.AWAITING_APPROVAL),
        step("return_for_correction", RuleState.AWAITING_APPROVAL, to=RuleState.DRAFT),
        step("approve", RuleState.AWAITING_APPROVAL, to=RuleState.APPROVED),
        step(
            "withdraw",
            RuleState.DRAFT,
            RuleState.AWAITING_APPROVAL,
            RuleState.APPROVED,
            to=RuleState.WITHDRAWN,
        ),
    ),
    labels={
        RuleState.DRAFT: _("Đang soạn"),
        RuleState.AWAITING_APPROVAL: _("Chờ duyệt"),
        RuleState.APPROVED: _("Đã duyệt"),
        RuleState.WITHDRAWN: _("Đã rút"),
    },
    tones={
        RuleState.DRAFT: "quiet",
        RuleState.AWAITING_APPROVAL: "waiting",
        RuleState.APPROVED: "good",
        RuleState.WITHDRAWN: "bad",
    },
)


class ProposalState:
    OPEN = "open"
    CLOSED = "closed"


PROPOSAL = Workflow(
    initial=ProposalState.OPEN,
    finals=frozenset({ProposalState.CLOSED}),
    transitions=(step("close", ProposalState.OPEN, to=ProposalState.CLOSED),),
    labels={ProposalState.OPEN: _("Dự kiến đề nghị"), ProposalState.CLOSED: _("Đã kết thúc theo dõi")},
    tones={ProposalState.OPEN: "info", ProposalState.CLOSED: "quiet"},
)
