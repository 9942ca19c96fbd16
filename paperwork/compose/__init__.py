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
from paperwork.compose.sessions import STORAGE, class_facts, contact_note, guest, session_time
from paperwork.compose.wording import short_date

__all__ = [
    "STORAGE",
    "Change",
    "ClassFacts",
    "InvitedUnit",
    "Participant",
    "class_facts",
    "class_list_appendix",
    "class_list_document",
    "class_time",
    "contact_note",
    "guest",
    "invitation",
    "plan_document",
    "session_time",
    "short_date",
    "summons_letter",
    "supplementary_list_document",
]
