"""Around the body: the paragraphs the plan rests on, who issues it, and the closing formula."""

import re

from paperwork.plan_parser import head, instruments, outline, words
from paperwork.plan_parser.draft import Draft
from paperwork.sources.block import Block

_CLOSING = (
    r"(?:trên đây là|trong quá trình (?:tổ chức |triển khai )?(?:thực hiện)?|kế hoạch này (?:có hiệu lực|"
    r"thay thế|được)|(?:đề nghị|yêu cầu|kính đề nghị|nhận được)\b.*\b(?:thực hiện|triển khai|kế hoạch)\b)"
)


def read(draft: Draft, start: int, end: int) -> tuple[int, tuple[str, tuple[int, ...]] | None]:
    """The paragraphs before the first part: what the plan rests on, and who issues it."""
    issuer: tuple[str, tuple[int, ...]] | None = None
    at = start
    while at < end:
        block = draft.blocks[at]
        marker = words.marker_of(block.text)
        text = block.text[marker.end :] if marker and marker.kind.startswith("bullet") else block.text
        opens = words.fold(text).startswith(head.PREAMBLE)
        if block.table or (block.level and not opens):
            break
        if marker is not None and not (marker.kind.startswith("bullet") and opens):
            break
        node = outline._node(at, block)
        if node.kind not in {"para", "para:"} and not (node.kind == "bold" and opens):
            break
        named = _issuer_of(text)
        stated = re.match(r"(?:Cơ quan|Đơn vị)\s+(?:ban hành|lập kế hoạch|xây dựng)\s*:\s*(.+)", text)
        named = words.closed(stated[1]) if stated else named
        issuer = issuer or ((named, (at,)) if named else None)
        if (
            opens
            or named
            or text.rstrip().endswith(":")
            or instruments.citations(text, draft.year)
            or re.search(r"[Kk]ế hoạch", text)
        ):
            draft.used.add(at)
        at += 1
    return at, issuer


_ISSUERS = (
    r"(?P<who>(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND|Ủy ban|Phòng|Sở|Trường|Hội đồng|Ban|Đảng ủy|Huyện ủy|"
    r"Công đoàn|Hội|Đoàn|Văn phòng|Trung tâm|Liên đoàn|Chi cục|Bệnh viện|Cụm|Khối)"
    r"(?:\s*\([^()]*\))?(?:\s+[^\s,;:.()]+(?:\s*\([^()]*\))?(?:\s*,\s*(?=[A-ZĐ]))?){0,16}?)\s+(?:ban hành|"
    r"xây dựng|lập|đề ra|tổ chức triển khai|triển khai|tổ chức)\s+(?:[Kk]ế hoạch|các lớp|lớp|tập huấn)"
)


def _issuer_of(text: str) -> str | None:
    """The body that "ban hành Kế hoạch", without its gloss in brackets."""
    if "ế hoạch" not in text and "tập huấn" not in text:
        return None
    for match in re.finditer(rf"(?:^|[,;.:]\s+|\s){_ISSUERS}", text):
        who = match["who"]
        if not re.search(r"\b(?:của|về|số|theo|trên|cho|được|việc|năm|nhằm|để)\s", who):
            return words.tidy(re.sub(r"\s*\([^()]*\)", "", who))
    return None


def issuer_in(blocks: list[Block], closing: set[int]) -> tuple[str, tuple[int, ...]] | None:
    for at in sorted(closing):
        found = re.search(
            r"[Kk]ế hoạch[^.;]*?\bcủa\s+((?:Ủy ban nhân dân|UBND|Phòng|Sở|Trường|Hội đồng|Ban|Đảng ủy)[^.,;:/]*)",
            blocks[at].text,
        )
        if found:
            return words.tidy(re.sub(r"\s*\([^()]*\)", "", found[1])), (at,)
    return None


def closing(draft: Draft, start: int, end: int) -> set[int]:
    """The closing formula: the last paragraphs before the foot, as far back as they are formulas."""
    out: set[int] = set()
    for at in range(end - 1, start - 1, -1):
        block = draft.blocks[at]
        if block.table or words.marker_of(block.text) is not None:
            break
        if words.is_rule(block.text):
            continue
        lower = block.text.lower()
        if lower.startswith("trên đây là"):
            out.add(at)
            break
        if re.match(_CLOSING, lower):
            out.add(at)
            continue
        if any(
            later.text.lower().startswith("trên đây là") for later in draft.blocks[max(start, at - 4) : at]
        ):
            continue
        break
    first = min(out, default=end)
    for at in range(first, end):
        if re.match(_CLOSING, draft.blocks[at].text.lower()):
            draft.used.add(at)
        out.add(at)
    return out


def trains(title: str | None, blocks: list[Block]) -> bool:
    """Whether the plan is about training: only then do time and people without a named class make one.

    Its title or opening says so, or a short line (a heading) under them.
    """
    text = words.fold(" ".join([title or "", *(block.text for block in blocks if len(block.text) < 120)]))
    return re.search(r"\b(?:tap huan|boi duong|dao tao|huan luyen|lop|hoi nghi|hoi thao)\b", text) is not None
