"""What the papers of a class say: its facts, its people as frozen rows, the letter to the units."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from bangvang.directory.models import Organisation, Position, Role, User
from bangvang.documents.models import OfficialPaper
from bangvang.training.models import ClassList, Enrolment, InvitedUnit, TrainingClass
from bangvang.training.queries.board import Changes
from paperwork import compose, official

_AUTHORITY = re.compile(r"\s+(?=(?:TM|KT|TL|TUQ|Q)\.)")
# A row of a frozen list is JSON.
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs a paper of the class, and when it goes out."""

    issued_on: date
    position: str
    name: str
    capacity: str = ""

    @property
    def signature(self) -> official.Signature:
        return official.Signature(
            self.position, self.name, tuple(filter(None, _AUTHORITY.split(self.capacity)))
        )


def head_of(organisation: Organisation) -> official.Head:
    """The head of the authority's papers; number and date come from the register."""
    return official.Head(
        issuing_body=organisation.name.upper(), place=organisation.place, issuer=organisation.name
    )


def time_of(training_class: TrainingClass) -> str:
    """When the class meets, in words."""
    row = training_class
    days = None if row.days is None else float(row.days)
    return compose.session_time(days, row.starts_on, row.ends_on, row.starts_at, row.period)


def facts_of(training_class: TrainingClass) -> compose.ClassFacts:
    """What the papers of the class say of it."""
    row, plan = training_class, training_class.plan
    return compose.class_facts(
        name=row.name,
        title=plan.title,
        venue=row.venue,
        composition=tuple(group.text for group in row.groups.order_by("order", "pk")),
        number=str(plan.paper) if plan.paper else "",
        issued_on=plan.paper.issued_on if plan.paper else None,
        issuer=plan.organisation.name,
        days=None if row.days is None else float(row.days),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        starts_at=row.starts_at,
        period=row.period,
    )


def frozen(enrolment: Enrolment, change: str = "", replaces: str = "", reason: str = "") -> Row:
    """A person as the list shows them for ever."""
    person, organisation = enrolment.person, enrolment.unit.organisation
    return {
        "enrolment": enrolment.pk,
        "person": person.code,
        "name": person.full_name,
        "birth_date": person.birth_date.isoformat() if person.birth_date else None,
        "title": enrolment.title,
        "unit": organisation.name,
        "unit_code": organisation.code,
        "group": organisation.kind.name,
        "seat": enrolment.seat.label if enrolment.seat else "",
        "change": change,
        "replaces": replaces,
        "reason": reason,
    }


def confirmed_people(training_class: TrainingClass, state: str) -> list[Enrolment]:
    """Everybody in this state, in the order of the list: by kind of unit, unit, given name."""
    return list(
        training_class.enrolments.filter(state=state)
        .select_related("person", "unit__organisation__kind", "seat")
        .order_by(
            "unit__organisation__kind__rank",
            "unit__organisation__sort_key",
            "seat__order",
            "person__sort_key",
            "pk",
        )
    )


def participants(rows: Iterable[Row]) -> list[compose.Participant]:
    """The frozen rows as the paper prints them, with headings when there is more than one kind of unit."""
    rows = list(rows)
    many = len({row["group"] for row in rows}) > 1
    return [
        compose.Participant(row["name"], row["title"], row["unit"], group=row["group"] if many else "")
        for row in rows
    ]


def changed_rows(changes: Changes) -> list[Row]:
    """What a supplementary list freezes: who came in, for whom, and who left."""
    rows = []
    for each in changes.added:
        replaced = each.substitutes.person.full_name if each.substitutes else ""
        rows.append(
            frozen(each, "added", replaced, each.unit_note if each.substitutes else each.exception_reason)
        )
    replaced_keys = {each.substitutes_id for each in changes.added}
    rows += [
        frozen(each, "removed", reason="" if each.pk in replaced_keys else each.return_reason)
        for each in changes.removed
    ]
    return rows


def printed_changes(rows: Sequence[Row]) -> list[compose.Change]:
    """The same rows as the paper prints them: a substitution is one line."""
    removed = {row["name"]: row for row in rows if row["change"] == "removed"}
    out = []
    for row in rows:
        if row["change"] != "added":
            continue
        leaving = removed.pop(row["replaces"], None) if row["replaces"] else None
        out.append(
            compose.Change(
                joins=_participant(row),
                leaves=_participant(leaving) if leaving else None,
                reason=row["reason"],
            )
        )
    out += [compose.Change(leaves=_participant(row), reason=row["reason"]) for row in removed.values()]
    return out


def _participant(row: Row) -> compose.Participant:
    return compose.Participant(row["name"], row["title"], row["unit"])


def addressed(rows: Iterable[Row]) -> list[compose.InvitedUnit]:
    """The units to which the summons goes, each with how many of its people come."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["unit"]] = counts.get(row["unit"], 0) + 1
    return [compose.InvitedUnit(name, number) for name, number in counts.items()]


def list_title(training_class: TrainingClass) -> str:
    """Trích yếu of a class list in the register: Vietnamese, whatever language the officer reads the pages in."""
    return f"Danh sách {training_class.name}"


def supplementary_list_title(training_class: TrainingClass) -> str:
    """Trích yếu of a list of what changed since."""
    return f"Danh sách bổ sung, thay thế {training_class.name}"


def class_list(training_class: TrainingClass, rows: list[Row], signing: Signing) -> official.OfficialDocument:
    """Danh sách lớp."""
    return compose.class_list_document(
        facts_of(training_class),
        participants(rows),
        head=head_of(training_class.plan.organisation),
        signature=signing.signature,
        recipients=(compose.STORAGE,),
    )


def supplementary_list(
    training_class: TrainingClass, rows: list[Row], signing: Signing
) -> official.OfficialDocument:
    """Danh sách bổ sung, thay thế."""
    return compose.supplementary_list_document(
        facts_of(training_class),
        printed_changes(rows),
        head=head_of(training_class.plan.organisation),
        signature=signing.signature,
        recipients=(compose.STORAGE,),
    )


def summons(
    training_class: TrainingClass,
    rows: list[Row],
    signing: Signing,
    *,
    kind: str,
    contact: str = "",
    attach_list: bool = False,
) -> official.OfficialDocument:
    """Công văn or giấy mời to the units. Other units' names stand in it only when the officer attaches the list."""
    facts, head = facts_of(training_class), head_of(training_class.plan.organisation)
    units = addressed(rows)
    if kind == OfficialPaper.Kind.INVITATION:
        notes = [compose.contact_note(contact)] if contact else []
        guests = [compose.guest(unit.name, unit.seats or 0) for unit in units]
        return compose.invitation(facts, guests, head=head, signature=signing.signature, notes=notes)
    return compose.summons_letter(
        facts,
        units,
        head=head,
        signature=signing.signature,
        contact=contact,
        people=participants(rows) if attach_list else (),
        is_confirmed=True,
    )


def call(
    training_class: TrainingClass,
    units: Sequence[InvitedUnit],
    seats: dict[int, int],
    signing: Signing,
    contact: str,
) -> official.OfficialDocument:
    """Công văn that asks the units to send their people by the deadline: what units without an account receive."""
    return compose.summons_letter(
        facts_of(training_class),
        [compose.InvitedUnit(unit.organisation.name, seats[unit.pk]) for unit in units],
        head=head_of(training_class.plan.organisation),
        signature=signing.signature,
        deadline=training_class.deadline,
        contact=contact,
    )


def lists_of(training_class: TrainingClass) -> QuerySet[ClassList]:
    """Every list that was printed, with its papers."""
    return training_class.lists.select_related(
        "paper__pdf", "paper__docx", "summons__pdf", "summons__docx", "confirmed_by__person"
    ).order_by("-order")


def lists_visible_to(user: User) -> QuerySet[ClassList]:
    """The lists with everybody's names: for the organisers."""
    roles = (Role.STANDING_BODY, Role.SIGNATORY, Role.INSPECTOR)
    return (
        ClassList.objects.filter(training_class__plan__organisation__in=user.organisations_as(*roles))
        .select_related("training_class__plan__organisation", "paper__pdf", "paper__docx", "summons")
        .order_by("-pk")
    )


def signatories(organisation: Organisation, on: date) -> list[Position]:
    """Who may sign for the authority: those who hold the role, with the position they hold there."""
    return list(
        Position.objects.standing(on)
        .filter(
            organisation=organisation,
            person__user__holdings__role=Role.SIGNATORY,
            person__user__holdings__organisation=organisation,
        )
        .select_related("person")
        .order_by("kind__rank", "pk")
        .distinct()
    )
