"""Lists of the people of a class: the confirmed one, and what changed after it."""

from collections.abc import Iterable
from dataclasses import dataclass

from paperwork import official
from paperwork.compose import wording
from paperwork.official import Block, Column, Head, Paragraph, Row, Signature, Table


@dataclass(frozen=True)
class Participant:
    name: str
    position: str
    organisation: str
    group: str = ""  # heading under which people of one kind stand together
    note: str = ""


@dataclass(frozen=True)
class Change:
    """After the list was confirmed: one joins, one leaves, or one takes the other's place."""

    joins: Participant | None = None
    leaves: Participant | None = None
    reason: str = ""


@dataclass(frozen=True)
class ClassFacts:
    """What the papers of a class say of it. Words, ready to print: nothing is worked out here."""

    name: str  # "Lớp thứ nhất"
    subject: str  # "tập huấn nghiệp vụ công tác thi đua, khen thưởng năm 2024"
    plan: str = ""  # "Kế hoạch số 45/KH-UBND ngày 05/3/2024 của Ủy ban nhân dân huyện"
    time: str = ""
    venue: str = ""
    composition: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()


def facts_blocks(facts: ClassFacts) -> list[Block]:
    """When and where, as far as it is known."""
    said = (("Thời gian", facts.time), ("Địa điểm", facts.venue))
    return [Paragraph(f"{label}: {wording.stopped(text)}") for label, text in said if text]


def class_list_blocks(facts: ClassFacts, people: Iterable[Participant]) -> tuple[Block, ...]:
    """Time and venue, the table, and how many there are. People of one group stand together, in the order given."""
    people = tuple(people)
    groups: dict[str, list[Participant]] = {}
    for person in people:
        groups.setdefault(person.group, []).append(person)
    rows: list[Row] = []
    count = 0
    for number, (group, members) in enumerate(groups.items(), 1):
        if group:
            rows.append(
                Row((f"{official.roman(number)}. {group} ({len(members):02d} người)",), is_group=True)
            )
        for person in members:
            count += 1
            rows.append(Row((str(count), person.name, person.position, person.organisation, person.note)))
    columns = (
        Column("STT", 12, "center"),
        Column("Họ và tên", 42),
        Column("Chức vụ", 36),
        Column("Đơn vị", 47),
        Column("Ghi chú", 28),
    )
    return (
        *facts_blocks(facts),
        Table(columns, tuple(rows)),
        Paragraph(f"Danh sách này có {count:02d} người."),
    )


def class_list_appendix(facts: ClassFacts, people: Iterable[Participant]) -> official.Appendix:
    """The list as an appendix of the summons."""
    return official.Appendix(
        f"Danh sách {wording.lowered(facts.name)} {facts.subject}", class_list_blocks(facts, people)
    )


def class_list_document(
    facts: ClassFacts,
    people: Iterable[Participant],
    *,
    head: Head,
    signature: Signature | None = None,
    recipients: Iterable[str] = (),
) -> official.OfficialDocument:
    """The list as a paper of its own."""
    return official.OfficialDocument(
        head=head,
        kind="DANH SÁCH",
        title=f"Tham dự {wording.lowered(facts.name)} {facts.subject}",
        body=(*_under(facts), *class_list_blocks(facts, people)),
        recipients=tuple(recipients),
        signature=signature,
    )


def supplementary_list_blocks(facts: ClassFacts, changes: Iterable[Change]) -> tuple[Block, ...]:
    """Who joins, who leaves, who takes whose place, and why."""
    changes = tuple(changes)
    rows = []
    for number, change in enumerate(changes, 1):
        person = change.joins or change.leaves
        if person is None:
            raise ValueError("a change without a person")
        if change.joins and change.leaves:
            what = f"Thay {change.leaves.name} ({change.leaves.position})"
        else:
            what = "Bổ sung" if change.joins else "Rút khỏi danh sách"
        rows.append(
            Row((str(number), person.name, person.position, person.organisation, what, change.reason))
        )
    columns = (
        Column("STT", 13, "center"),
        Column("Họ và tên", 38),
        Column("Chức vụ", 30),
        Column("Đơn vị", 36),
        Column("Nội dung", 28),
        Column("Lý do", 20),
    )
    joining, leaving = (
        sum(bool(getattr(change, side)) for change in changes) for side in ("joins", "leaves")
    )
    total = f"Danh sách này có {joining:02d} người vào lớp và {leaving:02d} người thôi tham dự."
    return (*facts_blocks(facts), Table(columns, tuple(rows)), Paragraph(total))


def supplementary_list_document(
    facts: ClassFacts,
    changes: Iterable[Change],
    *,
    head: Head,
    signature: Signature | None = None,
    recipients: Iterable[str] = (),
) -> official.OfficialDocument:
    """Danh sách bổ sung, thay thế: printed for what changed after the class list was confirmed."""
    return official.OfficialDocument(
        head=head,
        kind="DANH SÁCH",
        title=f"Bổ sung, thay thế người tham dự {wording.lowered(facts.name)} {facts.subject}",
        body=(*_under(facts), *supplementary_list_blocks(facts, changes)),
        recipients=tuple(recipients),
        signature=signature,
    )


def _under(facts: ClassFacts) -> list[Block]:
    return [Paragraph(f"(Thực hiện {facts.plan})", is_centred=True)] if facts.plan else []
