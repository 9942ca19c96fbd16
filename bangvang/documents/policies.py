"""Who may issue papers, and why not."""

from django.utils.translation import gettext_lazy as _

from bangvang.core.policy import ALLOWED, Verdict, denied
from bangvang.directory.models import Organisation, Role, User
from bangvang.documents.models import OfficialPaper


def can_issue_paper(user: User, organisation: Organisation) -> Verdict:
    """The one who signs, or the standing body that keeps the register."""
    if user.holds(Role.SIGNATORY, organisation) or user.holds(Role.STANDING_BODY, organisation):
        return ALLOWED
    return denied(_("Chỉ người ký hoặc cơ quan thường trực được ban hành văn bản của cơ quan này."))


def can_address(user: User, paper: OfficialPaper) -> Verdict:
    """The standing body sends papers out."""
    return can_issue_paper(user, paper.organisation)
