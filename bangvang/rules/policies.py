"""Who may keep local rules, the watch-list and caps, and why not."""

from django.utils.translation import gettext_lazy as _

from bangvang.core.policy import ALLOWED, Verdict, denied
from bangvang.directory import policies as directory_policies
from bangvang.directory.models import Organisation, Role, User
from bangvang.rules.models import LocalRule, Proposal
from bangvang.rules.workflow import LOCAL_RULE, PROPOSAL


def can_draft(user: User, organisation: Organisation) -> Verdict:
    """The standing body writes the rules of its authority."""
    if user.holds(Role.STANDING_BODY, organisation):
        return ALLOWED
    return denied(_("Chỉ cơ quan thường trực được soạn quy định của cơ quan này."))


def _from_here(rule: LocalRule, step: str) -> Verdict:
    if not LOCAL_RULE.allows(rule, step):
        return denied(_("Quy định đang ở trạng thái “%(state)s”.") % {"state": LOCAL_RULE.labels[rule.state]})
    return ALLOWED


def can_correct(user: User, rule: LocalRule) -> Verdict:
    """A draft is corrected; what awaits approval is returned first."""
    return can_draft(user, rule.organisation) and _from_here(rule, "send_for_approval")


def can_send(user: User, rule: LocalRule) -> Verdict:
    """The standing body lays the draft before a second person."""
    return can_draft(user, rule.organisation) and _from_here(rule, "send_for_approval")


def can_approve(user: User, rule: LocalRule) -> Verdict:
    """A second person: the signatory or another officer of the standing body, never who wrote it."""
    if not (
        user.holds(Role.SIGNATORY, rule.organisation) or user.holds(Role.STANDING_BODY, rule.organisation)
    ):
        return denied(_("Chỉ người ký hoặc cán bộ khác của cơ quan thường trực được duyệt quy định."))
    if user.pk == rule.drafted_by_id:
        return denied(_("Người soạn không tự duyệt. Hãy đề nghị người thứ hai xem và duyệt."))
    return _from_here(rule, "approve")


def can_return(user: User, rule: LocalRule) -> Verdict:
    """Whoever may approve may give back; the author may take the draft back too."""
    if user.pk == rule.drafted_by_id and user.holds(Role.STANDING_BODY, rule.organisation):
        return _from_here(rule, "return_for_correction")
    return can_approve(user, rule)


def can_withdraw(user: User, rule: LocalRule) -> Verdict:
    """The standing body drops a draft; an approved rule is ended by the signatory or a second officer."""
    if rule.approved_by_id is not None and user.pk == rule.drafted_by_id:
        return denied(_("Quy định đã duyệt do người khác rút, không do người soạn."))
    if user.holds(Role.SIGNATORY, rule.organisation) or user.holds(Role.STANDING_BODY, rule.organisation):
        return _from_here(rule, "withdraw")
    return denied(_("Chỉ cơ quan thường trực hoặc người ký được rút quy định."))


def can_propose(user: User, unit: Organisation) -> Verdict:
    """The unit's focal point or head, and the standing body above it."""
    if any(user.holds(role, unit) for role in directory_policies.UNIT_ROLES):
        return ALLOWED
    if directory_policies.rules_over(user, unit, Role.STANDING_BODY):
        return ALLOWED
    return denied(_("Chỉ đơn vị hoặc cơ quan thường trực được ghi trường hợp dự kiến đề nghị."))


def can_keep_proposal(user: User, proposal: Proposal) -> Verdict:
    """Whoever may propose may rank and close, while it is open."""
    may = can_propose(user, proposal.unit)
    if may and not PROPOSAL.allows(proposal, "close"):
        return denied(_("Trường hợp này đã kết thúc theo dõi."))
    return may


def can_set_caps(user: User, organisation: Organisation) -> Verdict:
    """The standing body enters the caps that its authority set."""
    if user.holds(Role.STANDING_BODY, organisation):
        return ALLOWED
    return denied(_("Chỉ cơ quan thường trực được ghi mức tối đa."))
