"""The plan (kế hoạch) as the paper to sign, from its structure.

The plan is worded so that `paperwork.read_plan` finds the same structure in the printed paper again. Three things a
paper cannot carry back: the words between the head and the first section (only the instruments cited there), `unread`
lines, and the bounds of a period whose words do not say them.
"""

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from paperwork import known_instruments, official
from paperwork.compose import wording
from paperwork.official import Block, Bullet, Head, Item, Paragraph, Point, Section, Signature, Table

Json = Mapping[str, Any]  # the values of JSON are of any type
_AUTHORITY = re.compile(r"\s+(?=(?:TM|KT|TL|TUQ|Q)\.)")


def plan_document(
    plan: Json,
    *,
    head: Head | None = None,
    signature: Signature | None = None,
    grounds: Iterable[str] = (),
) -> official.OfficialDocument:
    """A plan (kế hoạch) as the paper to sign. Head and signature come from the structure where none is given."""
    paper = plan["document"]
    issuer = paper["issuer"] or "Ủy ban nhân dân"
    issuer = official.sentence(issuer) if issuer.isupper() else issuer
    title = paper["title"] or "Tập huấn"
    sections = [
        ("Mục đích, yêu cầu", wording.bullets(plan["purposes"])),
        ("Nội dung, đối tượng", _contents(plan)),
        ("Thành phần, thời gian", _classes(plan["classes"])),
        ("Kinh phí thực hiện", _funding(plan["funding"])),
        ("Tổ chức thực hiện", _assignments(plan["assignments"])),
    ]
    sections.append(("Thời hạn thực hiện", _loose_deadlines(plan["deadlines"], sections)))
    body: list[Block] = []
    for number, (heading, blocks) in enumerate(((h, b) for h, b in sections if b), 1):
        body += [Section(number, heading), *blocks]
    subject = title[:1].lower() + title[1:]
    opening = Paragraph(f"{issuer} ban hành Kế hoạch {subject}, với các nội dung cụ thể như sau:")
    closing = Paragraph(
        f"Trên đây là Kế hoạch {subject} của {issuer}. Đề nghị các cơ quan, đơn vị tổ chức thực hiện tốt."
    )
    return official.OfficialDocument(
        head=head or _head(plan, issuer),
        kind=paper["kind"] or "KẾ HOẠCH",
        title=title,
        grounds=(*grounds, *_grounds(plan, body)),
        body=(opening, *body, closing),
        recipients=tuple(plan["recipients"]),
        signature=signature or _signature(plan["signatory"]),
    )


def _head(plan: Json, issuer: str) -> Head:
    paper = plan["document"]
    number, _, notation = (paper["number"] or "/KH-UBND").partition("/")
    day = paper["issued_on"] and datetime.date.fromisoformat(paper["issued_on"])
    return Head(
        issuing_body=issuer.upper(),
        notation=notation,
        number=number or None,
        place=paper["place"] or "",
        date=day or None,
        year=plan["year"],
        issuer=issuer,
    )


def _signature(signatory: Json) -> Signature | None:
    capacity, position, name = (signatory[key] or "" for key in ("capacity", "position", "name"))
    if not (capacity or position or name):
        return None
    return Signature(position, name, tuple(filter(None, _AUTHORITY.split(capacity))))


def _contents(plan: Json) -> list[Block]:
    blocks: list[Block] = []
    if plan["curriculum"]:
        blocks.append(Item(1, "Nội dung"))
    for topic in plan["curriculum"]:
        blocks.append(Bullet(f"{topic['text']}:" if topic["items"] else wording.stopped(topic["text"])))
        blocks += wording.bullets(topic["items"], 2)
    if plan["audience"]:
        blocks += [Item(2 if blocks else 1, "Đối tượng"), Paragraph(wording.stopped(plan["audience"]))]
    return blocks


def _classes(classes: Iterable[Json]) -> list[Block]:
    blocks: list[Block] = []
    for number, planned in enumerate(classes, 1):
        blocks.append(Item(number, planned["name"] or f"Lớp thứ {_ORDINALS.get(number, number)}"))
        points: list[tuple[str, list[Block]]] = []
        if planned["composition"]:
            points.append(("Thành phần:", wording.bullets(planned["composition"])))
        if planned["headcount"] is not None:
            points.append((f"Số lượng: {planned['headcount']} người.", []))
        if time := class_time(planned):
            points.append((f"Thời gian: {wording.stopped(time)}", []))
        if planned["venue"]:
            points.append((f"Địa điểm: {wording.stopped(planned['venue'])}", []))
        for letter, (text, under) in enumerate(points, 1):
            blocks += [Point(letter, text), *under]
    return blocks


_ORDINALS = {
    1: "nhất",
    2: "hai",
    3: "ba",
    4: "tư",
    5: "năm",
    6: "sáu",
    7: "bảy",
    8: "tám",
    9: "chín",
    10: "mười",
}


def class_time(planned: Json) -> str:
    """`01 ngày, từ ngày 12/6/2024 đến ngày 13/6/2024, dự kiến trong quý II năm 2024`, as far as it is known."""
    first, last = (
        planned[key] and wording.short_date(datetime.date.fromisoformat(planned[key]))
        for key in ("starts_on", "ends_on")
    )
    if first and last:
        days = f"ngày {first}" if first == last else f"từ ngày {first} đến ngày {last}"
    else:
        days = f"bắt đầu từ ngày {first}" if first else f"đến ngày {last}" if last else ""
    period = planned["period"]
    return ", ".join(filter(None, (_length(planned["days"]), days, period and period["text"])))


def _length(days: float | None) -> str:
    if days is None:
        return ""
    if days == 0.5:
        return "01 buổi"
    return f"{int(days):02d} ngày" if days == int(days) else f"{days:.1f} ngày".replace(".", ",")


def _funding(sources: list[str]) -> list[Block]:
    return [Paragraph(wording.stopped(sources[0]))] if len(sources) == 1 else wording.bullets(sources)


def _assignments(assignments: Iterable[Json]) -> list[Block]:
    blocks: list[Block] = []
    for number, entry in enumerate(assignments, 1):
        blocks += [Item(number, entry["organisation"]), *wording.bullets(entry["duties"])]
    return blocks


def _loose_deadlines(deadlines: Iterable[Json], sections: Iterable[tuple[str, list[Block]]]) -> list[Block]:
    """Deadlines that no duty or other line already says."""
    said = _words(block for _, blocks in sections for block in blocks)
    return wording.bullets(_with_day(deadline) for deadline in deadlines if deadline["text"] not in said)


def _with_day(deadline: Json) -> str:
    day = deadline["on"] and datetime.date.fromisoformat(deadline["on"])
    if not day or re.search(r"(?:trước|chậm nhất|muộn nhất|hạn chót|muộn hơn)\b\D*\d", deadline["text"]):
        return str(deadline["text"])
    return f"{deadline['text']} trước ngày {wording.short_date(day)}"


def _words(blocks: Iterable[Block]) -> str:
    return "\n".join(
        block.title if isinstance(block, Section) else "" if isinstance(block, Table) else block.text
        for block in blocks
    )


def _grounds(plan: Json, body: Iterable[Block]) -> list[str]:
    """The instruments that no other line cites are what the plan rests on: one "Căn cứ" each."""
    said = _words(body)
    return [
        _ground(instrument)
        for instrument in plan["instruments"]
        if not any(name in said for name in (instrument["number"], instrument["title"]) if name)
        and (instrument["number"] or instrument["title"])
    ]


_ISSUERS = {
    "NĐ-CP": ("Nghị định", "Chính phủ"),
    "NQ-CP": ("Nghị quyết", "Chính phủ"),
    "QĐ-TTg": ("Quyết định", "Thủ tướng Chính phủ"),
    "CT-TTg": ("Chỉ thị", "Thủ tướng Chính phủ"),
    "TT-BNV": ("Thông tư", "Bộ trưởng Bộ Nội vụ"),
    "TT-BTC": ("Thông tư", "Bộ trưởng Bộ Tài chính"),
}
_KINDS = {
    "QĐ": "Quyết định", "NQ": "Nghị quyết", "CT": "Chỉ thị", "TT": "Thông tư", "KH": "Kế hoạch", "HD": "Hướng dẫn",
    "CTr": "Chương trình", "TB": "Thông báo", "QC": "Quy chế", "QyĐ": "Quy định", "KL": "Kết luận",
}  # fmt: skip


def _ground(instrument: Json) -> str:
    """Laws by name, other instruments by kind, number, date, issuer and subject (annex I, II.6.b)."""
    number, title = instrument["number"], instrument["title"]
    issued = instrument["issued_on"]
    day = issued and wording.short_date(datetime.date.fromisoformat(issued))
    force = instrument["in_force_from"] and wording.short_date(
        datetime.date.fromisoformat(instrument["in_force_from"])
    )
    notation = (number or "").rpartition("/")[2]
    dated = f" ngày {day}" if day else ""
    in_force = f" (có hiệu lực từ ngày {force})" if force else ""
    if title and re.match(r"(?:Bộ luật|Luật|Pháp lệnh)\b", title):
        # a law goes without its number, unless the reader could not find it again
        found = any(
            (law.number, law.title, law.issued_on) == (number, title, issued)
            for law in known_instruments.LIBRARY
        )
        return f"Căn cứ {title}{f' số {number}' if number and not found else ''}{dated}{in_force}"
    if not number:
        return f"Căn cứ {title}{dated}{in_force}"
    kind, issuer = _ISSUERS.get(notation, (_KINDS.get(notation.partition("-")[0], "Văn bản"), ""))
    of = f" của {issuer}" if issuer else ""
    return f"Căn cứ {kind} số {number}{dated}{of}{f' {title[:1].lower() + title[1:]}' if title else ''}{in_force}"
