"""From a paper to its plan: head, preamble, body, foot, annex; then what was said becomes the plan."""

import re

from paperwork.plan import DocumentHead, Plan
from paperwork.plan_parser import finish, foot, head, outline, preamble, sections, tables, words
from paperwork.plan_parser.draft import Draft
from paperwork.sources.block import Block, Paper


class NotAPlan(ValueError):
    """The paper is something else; the argument says what it seems to be, empty where nothing can be said."""


def parse(paper: Paper) -> Plan:
    """The plan in a paper."""
    blocks = _cut_after_end([block for block in paper.blocks if len(block.text) <= finish.LONGEST])
    kind = head.find_kind(blocks)
    if kind is None:
        raise NotAPlan(head.seems(blocks))
    if kind.name != "KẾ HOẠCH":
        raise NotAPlan(kind.name)
    top = head.read_head(blocks, kind.at)
    title, title_at, start = head.read_title(blocks, kind)
    foot_at = foot.find_foot(blocks, start)
    annex = foot.find_annex(blocks, foot_at)
    bottom = foot.read_foot(blocks, foot_at, annex)
    late = head.Head()
    if top.issued_on is None and top.signing_year is None:
        late, foot_at = _date_at_foot(blocks, start, foot_at, annex)
    year = _year(title, top.signing_year or late.signing_year)
    draft = Draft(blocks, year)
    draft.take([kind.at, *title_at, *top.structural, *late.structural, *bottom.structural])
    draft.take(at for at in range(kind.at, start) if at not in title_at and _is_passed_over(blocks[at]))
    body, issuer = preamble.read(draft, start, foot_at)
    closing = preamble.closing(draft, body, foot_at)
    nodes = outline.build(
        [
            (at, blocks[at])
            for at in range(body, foot_at)
            if at not in closing and not words.is_rule(blocks[at].text)
        ]
    )
    draft.take(at for at in range(start, foot_at) if words.is_rule(blocks[at].text))
    sections.read(draft, nodes, frozenset(), None)
    _annex(draft, annex)
    if top.issuer is not None:
        issuer = _spelled(top.issuer, issuer)
    elif issuer is None:
        issuer = preamble.issuer_in(blocks, closing)
    finished = finish.Assembly(paper, draft, preamble.trains(title, blocks[start:foot_at]))
    finished.point("document.kind", (kind.at,))
    finished.point("document.title", tuple(title_at))
    place = top.place or late.place
    issued_on = top.issued_on or late.issued_on
    for field, said in (("number", top.number), ("place", place), ("issued_on", issued_on)):
        if said is not None:
            finished.point(f"document.{field}", (said[1],))
    if issuer is not None:
        finished.point("document.issuer", issuer[1])
    for field, ats in (
        ("capacity", bottom.capacity_at),
        ("position", bottom.position_at),
        ("name", bottom.name_at),
    ):
        finished.point(f"signatory.{field}", ats)
    if title and year is not None and str(year) in title:
        finished.point("year", tuple(title_at))
    document = DocumentHead(
        "KẾ HOẠCH",
        title,
        top.number[0] if top.number else None,
        issuer[0] if issuer else None,
        place[0] if place else None,
        issued_on[0] if issued_on else None,
    )
    return finished.plan(document, bottom, (start, foot_at), kind.at, annex)


def _cut_after_end(blocks: list[Block]) -> list[Block]:
    """What stands behind "./." on the same line is a line of its own: a scribble, or the foot run into the text."""
    out: list[Block] = []
    for block in blocks:
        at = block.text.find("./.")
        if at >= 0 and not block.table and (rest := block.text[at + 3 :].strip(" .*_")):
            out.append(block._replace(text=block.text[: at + 3]))
            out.append(block._replace(text=rest, gap=False))
        else:
            out.append(block)
    return out


def _year(title: str | None, signing_year: int | None) -> int | None:
    found = re.search(r"(?<!\d)(20\d\d|19\d\d)(?!\d)", title or "")
    return int(found[1]) if found else signing_year


def _is_passed_over(block: Block) -> bool:
    return (
        words.is_rule(block.text)
        or re.match(r"\(?\s*(?:ban hanh )?kem theo", words.fold(block.text)) is not None
    )


def _spelled(
    shouted: tuple[str, tuple[int, ...]], named: tuple[str, tuple[int, ...]] | None
) -> tuple[str, tuple[int, ...]]:
    """The name in the head, which is in capitals, as running text spells it: where the paper itself does, or where it
    is a People's Committee, whose spelling is certain."""
    name, ats = shouted
    if named is not None and words.fold(named[0]) == words.fold(name):
        return named[0], ats
    committee = re.fullmatch(
        r"(ỦY BAN NHÂN DÂN (?:XÃ|PHƯỜNG|THỊ TRẤN|HUYỆN|QUẬN|THỊ XÃ|THÀNH PHỐ|TỈNH|ĐẶC KHU))((?: .+)?)", name
    )
    if committee is None:
        return shouted
    place = [part if re.fullmatch(r"[IVX]+", part) else part.capitalize() for part in committee[2].split()]
    return " ".join([committee[1].capitalize(), *place]), ats


def _date_at_foot(blocks: list[Block], start: int, foot_at: int, end: int) -> tuple[head.Head, int]:
    """Place and date written above the signature, as papers without a head have them; where the foot begins then."""
    for at in range(max(foot_at - 1, start), end):
        if len(blocks[at].text) >= 90 or blocks[at].table:
            continue
        found = head.read_head([Block("", 0, 0)] * at + [blocks[at]], at + 1)
        if found.signing_year or found.issued_on or (found.place and at in found.structural):
            return found._replace(issuer=None, number=None), min(at, foot_at)
    return head.Head(), foot_at


def _annex(draft: Draft, annex: int) -> None:
    """Tables behind the signature: the classes, where the body gave none; else they stay unread."""
    rows = [(at, draft.blocks[at]) for at in range(annex, len(draft.blocks)) if draft.blocks[at].table]
    if draft.classes or not rows:
        return
    for number in sorted({block.table for _, block in rows}):
        tables.read(draft, [row for row in rows if row[1].table == number], frozenset(), None)
    if draft.classes:
        draft.take(
            at
            for at in range(annex, len(draft.blocks))
            if not draft.blocks[at].table and words.is_shouted(draft.blocks[at].text)
        )
