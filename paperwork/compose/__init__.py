"""Contents of the papers of training: the plan, the lists of a class, summons and invitation.

What goes in is plain data (`Plan.to_json` and small dataclasses), what comes out is an `OfficialDocument` to render.
"""

from paperwork.compose.letters import InvitedUnit, invitation, summons_letter
from paperwork.compose.lists import (
    Change,
    ClassFacts,
    Participant,
    class_list_appendix,
    class_list_document,
    supplementary_list_document,
)
from paperwork.compose.plan import class_time, plan_document
from paperwork.compose.wording import short_date

__all__ = [
    "Change",
    "ClassFacts",
    "InvitedUnit",
    "Participant",
    "class_list_appendix",
    "class_list_document",
    "class_time",
    "invitation",
    "plan_document",
    "short_date",
    "summons_letter",
    "supplementary_list_document",
]
