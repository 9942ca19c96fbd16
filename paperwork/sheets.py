"""A document as its sheets: every line worded, numbered, styled and measured, ready for any writer.

Both writers walk the same sheets, so the Word file and the PDF cannot say different things.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from paperwork import fonts, layout, official

NATIONAL_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
END = "./."
_GUTTER = 6.0  # mm kept free between the two columns of the head
_LOOSE_DASH = re.compile(r" ([-–+*]) ")
_NUMBERED = re.compile(r"ngày \d+ tháng \d+ năm \d+|\b(?:năm|Năm|NĂM|số|quý) (?=[\dIV])")
_PLACE = re.compile(
    r"\b(?:HUYỆN|TỈNH|QUẬN|PHƯỜNG|XÃ|THỊ XÃ|THỊ TRẤN|THÀNH PHỐ) (?!.*\b(?:HUYỆN|TỈNH|THÀNH PHỐ) ).+$"
)


@dataclass(frozen=True)
class Line:
    """One paragraph; widths in millimetres, spacing in points."""

    style: str
    text: str
    before: float
    after: float
    keeps: bool
    width: float = 0.0  # of the centred box the text is balanced in; 0 is the whole width
    rule: float = 0.0  # length of the rule below
    left: float = 0.0  # indent of the whole paragraph
    hang: float = 0.0  # the first line begins this much further left


@dataclass(frozen=True)
class Grid:
    """Two columns without borders; the lines of one row begin at the same height."""

    left: float
    right: float
    rows: tuple[tuple[tuple[Line, ...], tuple[Line, ...]], ...]
    before: float = 0.0
    after: float = 0.0
    is_whole: bool = False  # not to be torn by the end of a page


@dataclass(frozen=True)
class Ruled:
    """A table with borders; its head is repeated on every page."""

    widths: tuple[float, ...]
    aligns: tuple[layout.Align, ...]
    head: tuple[str, ...]
    rows: tuple[official.Row, ...]
    before: float = 0.0
    after: float = layout.SPACING


Part = Line | Grid | Ruled


@dataclass(frozen=True)
class Sheet:
    """Pages of one numbering and one orientation."""

    parts: tuple[Part, ...]
    landscape: bool = False


def set_out(document: official.OfficialDocument) -> tuple[Sheet, ...]:
    """The main paper, then each appendix with its own page numbers."""
    width = layout.usable_width(landscape=document.landscape)
    body = [
        *_opening(document, width),
        *(line("ground", text) for text in _listed(document.grounds)),
        *_body(document.body, width),
    ]
    foot = _foot(document, width)
    if foot is not None:
        body[-1] = replace(body[-1], keeps=True) if isinstance(body[-1], Line) else body[-1]
        body.append(foot)
    many = len(document.appendices) > 1
    return (
        Sheet(tuple(body), document.landscape),
        *(
            _appendix(appendix, document.reference, f"Phụ lục {official.roman(i)}" if many else "Phụ lục")
            for i, appendix in enumerate(document.appendices, 1)
        ),
    )


def line(style: str, text: str) -> Line:
    """A paragraph with the spacing of its style. A dash stays with the word before it: a line that began with one
    would look like the next entry of a list."""
    known = layout.STYLES[style]
    text = text[:2] + _LOOSE_DASH.sub("\u00a0\\1 ", text[2:])
    return Line(style, text, known.before, known.after, known.keeps)


def _centred(style: str, text: str, width: float, rule: float = 0.0) -> Line:
    """Centred text, broken evenly and never before a number, with a rule of this share of its longest line below it."""
    set_line = line(style, _NUMBERED.sub(lambda found: found[0].replace(" ", "\u00a0"), text))
    box, longest = fonts.balanced(set_line.text, layout.STYLES[style], width)
    return replace(set_line, width=box, rule=round(longest * rule, 2))


def _opening(document: official.OfficialDocument, width: float) -> Iterator[Part]:
    yield _head(document, width)
    if document.is_letter:
        yield from _addressees(document.addressees, width)
        return
    yield replace(line("kind", document.kind), after=0 if document.title else layout.STYLES["title"].after)
    if document.title:
        yield _centred("title", document.title, width * 0.94, layout.RULE)
    yield from _addressees(document.addressees, width)


def _head(document: official.OfficialDocument, width: float) -> Grid:
    head = document.head
    left = round(width * layout.HEAD_LEFT, 2)
    right = round(width - left, 2)
    bodies = (
        *([_named("managing_body", head.managing_body, left - _GUTTER)] if head.managing_body else []),
        _named("issuing_body", head.issuing_body, left - _GUTTER, layout.RULE),
    )
    nation = (line("national_name", NATIONAL_NAME), _motto())
    numbers = [line("number", f"Số: {official.numbered(head)}")] if head.notation else []
    if document.is_letter:
        numbers.append(_centred("letter_subject", f"V/v {document.title}", left - _GUTTER))
    place = f"{head.place}, " if head.place else ""
    day = [line("place_and_date", place + official.dated(head.date, head.year))]
    if head.date is None and head.year is None and not head.place:
        day = []
    rows = ((bodies, nation), (tuple(numbers), tuple(day)))
    return Grid(left, right, rows if numbers or day else rows[:1])


def _named(style: str, name: str, width: float, rule: float = 0.0) -> Line:
    """A body's name; the place it belongs to stays on one line if it can."""
    place = _PLACE.search(name)
    if place and fonts.text_width(place[0], layout.STYLES[style]) <= width:
        name = name[: place.start()] + place[0].replace(" ", "\u00a0")
    return _centred(style, name, width, rule)


def _motto() -> Line:
    """Its rule is as long as its text; it never breaks, and is spelled with plain spaces as the law spells it."""
    rule = fonts.text_width(MOTTO, layout.STYLES["motto"])
    return replace(line("motto", MOTTO), text=MOTTO, rule=round(rule, 2))


def _addressees(addressees: tuple[str, ...], width: float) -> Iterator[Line]:
    """One addressee on the line of "Kính gửi:", several below it with their dashes under its colon."""
    if not addressees:
        return
    style = layout.STYLES["addressee"]
    label = "Kính gửi:"
    last = layout.STYLES["title"].after
    if len(addressees) == 1:
        text = f"{label} {addressees[0]}"
        label_width = round(fonts.text_width(label + " ", style), 2)
        left = max(layout.ADDRESSEE_LEFT * 0.6, (width - fonts.text_width(text, style)) / 2)
        left = round(left, 2)
        yield replace(line("addressee", text), left=left + label_width, hang=label_width, after=last)
        return
    yield replace(line("addressee", label), left=layout.ADDRESSEE_LEFT, keeps=True)
    under = layout.ADDRESSEE_LEFT + fonts.text_width(label[:-1], style)
    dash = fonts.text_width("- ", style)
    for text in (lines := [f"- {text}" for text in _listed(addressees)]):
        after = last if text is lines[-1] else 0
        yield replace(line("addressees", text), left=round(under + dash, 2), hang=round(dash, 2), after=after)


def _listed(texts: tuple[str, ...]) -> list[str]:
    """Each ends with a semicolon, the last one with a full stop."""
    bare = [text.rstrip(" ;.") for text in texts]
    return [text + (";" if i < len(bare) else ".") for i, text in enumerate(bare, 1)]


def _body(blocks: tuple[official.Block, ...], width: float) -> list[Part]:
    parts = [_part(block, width) for block in blocks]
    last = parts[-1]
    if isinstance(last, Line):
        parts[-1] = replace(last, text=last.text.removesuffix(END).rstrip(" ;.,") + END)
    return parts


def _part(block: official.Block, width: float) -> Part:
    match block:
        case official.Section():
            return line("section", f"{official.roman(block.number)}. {block.title.upper()}")
        case official.Item():
            return line("item_title" if block.is_title else "item", f"{block.number}. {block.text}")
        case official.Point():
            is_lead = block.text.endswith(":")
            text = f"{official.lettered(block.number)}) {block.text}"
            return line("point_title" if is_lead else "point", text)
        case official.Paragraph():
            return (
                _centred("centred", block.text, width) if block.is_centred else line("paragraph", block.text)
            )
        case official.Bullet():
            return line(
                *(("bullet", f"- {block.text}") if block.level == 1 else ("sub_bullet", f"+ {block.text}"))
            )
        case official.Table():
            return _ruled(block, width)


def _ruled(table: official.Table, width: float) -> Ruled:
    total = sum(column.weight for column in table.columns)
    widths = [round(width * column.weight / total, 2) for column in table.columns]
    widths[-1] = round(width - sum(widths[:-1]), 2)
    return Ruled(
        tuple(widths),
        tuple(column.align for column in table.columns),
        tuple(column.title for column in table.columns),
        table.rows,
    )


def _foot(document: official.OfficialDocument, width: float) -> Grid | None:
    left = round(width * layout.FOOT_LEFT, 2)
    right = round(width - left, 2)
    recipients: list[Line] = []
    if document.recipients:
        recipients = [line("recipients_label", "Nơi nhận:")]
        dash = round(fonts.text_width("- ", layout.STYLES["recipient"]), 2)
        recipients += [
            replace(line("recipient", f"- {text}"), left=dash, hang=dash)
            for text in _listed(document.recipients)
        ]
    signing = _signing(document.signature, right - 2) if document.signature else ()
    if not recipients and not signing:
        return None
    return Grid(left, right, ((tuple(recipients), signing),), before=4, is_whole=len(recipients) <= 30)


def _signing(signature: official.Signature, width: float) -> tuple[Line, ...]:
    lines = [_centred("authority", text, width) for text in signature.authority]
    lines.append(_centred("office", signature.office, width))
    if signature.other_office:
        other = _centred("office", signature.other_office, width)
        lines.append(replace(other, before=layout.SIGNATURE_ROOM))
        room = 0.0
    else:
        room = layout.SIGNATURE_ROOM
    if signature.name:
        lines.append(replace(_centred("signer", signature.name, width), before=room))
    return tuple(lines)


def _appendix(appendix: official.Appendix, reference: str, label: str) -> Sheet:
    width = layout.usable_width(landscape=appendix.landscape)
    title = _centred("appendix_title", appendix.title.upper(), width * 0.94)
    refers = _centred("appendix_reference", f"({appendix.reference or reference})", width * 0.94)
    parts = (line("appendix_label", label), title, refers)
    return Sheet((*parts, *_body(appendix.blocks, width)), appendix.landscape)
