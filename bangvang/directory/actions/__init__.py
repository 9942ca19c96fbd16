"""Everything that is done to organisations, people, positions, accounts and roles, by noun."""

from bangvang.directory.actions.accounts import (
    accept_invitation,
    create_administrator,
    deactivate,
    invite,
    open_account,
    reactivate,
    restore_access,
)
from bangvang.directory.actions.organisations import close, establish, found_authority, rename
from bangvang.directory.actions.people import appoint, correct_person, end_position, register_person
from bangvang.directory.actions.roles import end_role, give_role

__all__ = [
    "accept_invitation",
    "appoint",
    "close",
    "correct_person",
    "create_administrator",
    "deactivate",
    "end_position",
    "end_role",
    "establish",
    "found_authority",
    "give_role",
    "invite",
    "open_account",
    "reactivate",
    "register_person",
    "rename",
    "restore_access",
]
