"""Every write is permitted, atomic and audited."""

import pytest

from bangvang.core import ledger
from bangvang.core.actions import action
from bangvang.core.errors import NotAllowed
from bangvang.core.models import AuditEntry
from bangvang.core.policy import ALLOWED, Verdict, denied
from bangvang.directory.models import Organisation, Role, User
from tests.factories.directory import World


def can_rename(user: User, organisation: Organisation) -> Verdict:
    if not user.holds(Role.STANDING_BODY, organisation):
        return denied("Chỉ cơ quan thường trực được đổi tên.")
    return ALLOWED


@action(can_rename, private=("why",))
def rename(organisation: Organisation, *, by: User, name: str, why: str) -> Organisation:
    organisation.name = name
    organisation.save()
    if name == "":
        raise ValueError("no name")
    return organisation


def test_an_action_writes_one_entry_without_its_private_details(world: World):
    rename(world.authority, by=world.chi, name="UBND huyện Mới", why="điều riêng")

    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.subject_id, entry.details) == (
        "Phạm Mai Chi",
        str(world.authority.pk),
        {"name": "UBND huyện Mới"},
    )
    assert ledger.verify() is None


def test_a_stranger_is_told_why_and_nothing_is_written(world: World):
    with pytest.raises(NotAllowed, match="Chỉ cơ quan thường trực"):
        rename(world.authority, by=world.giang, name="X", why="")

    world.authority.refresh_from_db()
    assert (world.authority.name, AuditEntry.objects.count()) == ("Ủy ban nhân dân huyện An Hòa", 0)


def test_an_action_that_fails_leaves_neither_row_nor_entry(world: World):
    with pytest.raises(ValueError, match="no name"):
        rename(world.authority, by=world.chi, name="", why="")

    world.authority.refresh_from_db()
    assert (world.authority.name, AuditEntry.objects.count()) == ("Ủy ban nhân dân huyện An Hòa", 0)


def test_an_entry_edited_behind_the_back_breaks_the_chain(world: World):
    for name in ("A", "B", "C"):
        rename(world.authority, by=world.chi, name=name, why="")
    AuditEntry.objects.filter(seq=2).update(actor="Người khác")

    assert ledger.verify() == 2
