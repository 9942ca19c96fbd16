"""Letters about a class: the summons to the units and the invitation."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from paperwork import official
from paperwork.compose import lists, wording
from paperwork.compose.lists import ClassFacts, Participant
from paperwork.official import Block, Column, Head, Item, Paragraph, Row, Signature, Table


@dataclass(frozen=True)
class InvitedUnit:
    name: str
    seats: int | None = None


MANY_UNITS = 8  # more than these are addressed together and named in an appendix


def summons_letter(
    facts: ClassFacts,
    units: Iterable[InvitedUnit],
    *,
    head: Head,
    signature: Signature,
    deadline: datetime.date | None = None,
    contact: str = "",
    people: Iterable[Participant] = (),
    is_confirmed: bool = False,
    storage: str = "Lưu: VT",
    recipients: Iterable[str] = ("Như trên",),
) -> official.OfficialDocument:
    """Công văn to the units: to send people by a deadline, or to let the confirmed ones come. The list with the names
    of all units is attached only when `people` are given."""
    units, people = tuple(units), tuple(people)
    appendices: list[official.Appendix] = []
    many = len(units) > MANY_UNITS
    if many:
        addressees: tuple[str, ...] = ("Các cơ quan, đơn vị (theo danh sách đính kèm)",)
        appendices.append(official.Appendix("Danh sách các cơ quan, đơn vị nhận văn bản", _units(units)))
    else:
        addressees = tuple(unit.name for unit in units)
    if people:
        appendices.append(lists.class_list_appendix(facts, people))
    sender = head.issuer or official.sentence(head.issuing_body)
    reason = f"Thực hiện {facts.plan}, " if facts.plan else ""
    ask = "đề nghị các cơ quan, đơn vị " + (
        "thông báo, tạo điều kiện để người có tên trong danh sách kèm theo tham dự"
        if people
        else "thông báo, tạo điều kiện để những người mà cơ quan, đơn vị đã cử tham dự"
        if is_confirmed
        else "cử cán bộ, công chức, viên chức tham dự"
    )
    opening = f"{reason}{sender} {ask} {wording.lowered(facts.name)} {facts.subject}, cụ thể như sau:"
    body: list[Block] = [Paragraph(opening[:1].upper() + opening[1:])]
    body += _numbered_facts(facts, () if many else units, has_list=bool(people))
    if deadline and not people and not is_confirmed:
        body.append(
            Paragraph(
                f"Danh sách cử người tham dự gửi về {sender} trước ngày {wording.short_date(deadline)} để tổng hợp."
            )
        )
    if contact:
        body.append(Paragraph(f"Mọi thông tin cần trao đổi, xin liên hệ: {wording.stopped(contact)}"))
    body.append(Paragraph(f"{sender} đề nghị các cơ quan, đơn vị quan tâm, thực hiện."))
    what = f"tham dự {wording.lowered(facts.name)} {facts.subject}"
    return official.OfficialDocument(
        head=head,
        kind=official.LETTER,
        title=f"triệu tập {what}" if people or is_confirmed else f"cử cán bộ, công chức, viên chức {what}",
        addressees=addressees,
        body=tuple(body),
        recipients=(*recipients, storage),
        signature=signature,
        appendices=tuple(appendices),
    )


def _numbered_facts(facts: ClassFacts, units: tuple[InvitedUnit, ...], *, has_list: bool) -> list[Block]:
    seats = [f"{unit.name}: {unit.seats:02d} người" for unit in units if unit.seats is not None]
    sayings: list[tuple[str, tuple[str, ...]]] = [
        ("Nội dung", facts.contents),
        ("Thành phần", () if has_list else facts.composition),
        ("Số lượng", () if has_list else tuple(seats)),
        ("Thời gian", (facts.time,) if facts.time else ()),
        ("Địa điểm", (facts.venue,) if facts.venue else ()),
    ]
    blocks: list[Block] = []
    for number, (label, texts) in enumerate(((label, texts) for label, texts in sayings if texts), 1):
        if len(texts) == 1:
            blocks.append(Item(number, f"{label}: {wording.stopped(texts[0])}", is_title=False))
        else:
            blocks += [Item(number, f"{label}:", is_title=False), *wording.bullets(texts)]
    return blocks


def _units(units: tuple[InvitedUnit, ...]) -> tuple[Block, ...]:
    with_seats = any(unit.seats is not None for unit in units)
    columns: tuple[Column, ...] = (Column("STT", 13, "center"), Column("Cơ quan, đơn vị", 120))
    if with_seats:
        columns = (*columns, Column("Số người được cử", 32, "center"))
    rows = [Row((str(i), unit.name)) for i, unit in enumerate(units, 1)]
    total = f"Danh sách này có {len(units):02d} cơ quan, đơn vị"
    if with_seats:
        rows = [
            replace(row, cells=(*row.cells, "" if unit.seats is None else f"{unit.seats:02d}"))
            for row, unit in zip(rows, units, strict=True)
        ]
        total += f", cử {sum(unit.seats or 0 for unit in units):02d} người"
    return (Table(columns, tuple(rows)), Paragraph(f"{total}."))


def invitation(
    facts: ClassFacts,
    guests: Iterable[str],
    *,
    head: Head,
    signature: Signature,
    chair: str = "",
    notes: Iterable[str] = (),
    recipients: Iterable[str] = ("Như thành phần mời",),
    storage: str = "Lưu: VT",
) -> official.OfficialDocument:
    """Giấy mời (model 1.7): whom, to what, who presides, when, where, notes."""
    guests, notes = tuple(guests), tuple(notes)
    sender = head.issuer or official.sentence(head.issuing_body)
    whole = len(guests) == 1
    body: list[Block] = [
        Paragraph(f"{sender} trân trọng kính mời: {wording.stopped(guests[0])}" if whole else "")
    ]
    if not whole:
        body = [Paragraph(f"{sender} trân trọng kính mời:"), *wording.bullets(guests)]
    body.append(Paragraph(f"Tới dự: {facts.name} {facts.subject}."))
    if chair:
        body.append(Paragraph(f"Chủ trì: {wording.stopped(chair)}"))
    body += [*lists.facts_blocks(facts), *(Paragraph(wording.stopped(note)) for note in notes)]
    body.append(Paragraph("Rất mong quý đại biểu đến dự đúng thành phần và thời gian."))
    return official.OfficialDocument(
        head=head,
        kind="GIẤY MỜI",
        title=f"Tham dự {wording.lowered(facts.name)} {facts.subject}",
        body=tuple(body),
        recipients=(*recipients, storage),
        signature=signature,
    )
