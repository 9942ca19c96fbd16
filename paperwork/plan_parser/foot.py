"""The foot of the paper: recipients on the left, the signature on the right, side by side or flattened."""

import re
from typing import NamedTuple

from paperwork.plan import Signatory
from paperwork.plan_parser import words
from paperwork.sources.block import Block

_AUTHORITY = r"(?:TM|KT|TL|TUQ|Q|T\.M|K\.T)\s?\.\s?(?=[A-ZĐÀ-Ỹ])"
_OFFICE = (
    r"(?:PHÓ\s+)?(?:CHỦ TỊCH|TRƯỞNG PHÒNG|TRƯỞNG BAN|GIÁM ĐỐC|HIỆU TRƯỞNG|CHÁNH VĂN PHÒNG|BÍ THƯ|THỦ TRƯỞNG|CHỦ NHIỆM|"
    r"VIỆN TRƯỞNG|TỔNG GIÁM ĐỐC|CỤC TRƯỞNG|CHI CỤC TRƯỞNG|BỘ TRƯỞNG|TRƯỞNG ĐOÀN|TỔ TRƯỞNG|TRƯỞNG CÔNG AN|VỤ TRƯỞNG|"
    r"CHỈ HUY TRƯỞNG|CHÍNH TRỊ VIÊN|CHÁNH THANH TRA|TRƯỞNG TRẠM|KHỐI TRƯỞNG|CỤM TRƯỞNG|TRƯỞNG KHỐI|TRƯỞNG CỤM|ĐỘI TRƯỞNG|CHÁNH ÁN|THỨ TRƯỞNG|TRƯỞNG TIỂU BAN)"
)
_DEPUTY = r"PHÓ\s+(?:CHÁNH|CHỦ|TRƯỞNG|GIÁM|HIỆU|BÍ|VIỆN|TỔNG|CỤC|CHI|TỔ|CHỈ|VĂN)"
_SIGNED = r"[(\[]?\s*(?:đã ký|da ky|ký tên|ky ten|chữ ký|ký số|ký và|dau|đóng dấu)\b.*"
_NAME = r"(?:(?:Thượng|Đại|Trung|Thiếu)\s+(?:tá|úy|tướng)\s+|(?:ThS|TS|BS|GS|PGS|CN|KS|BSCKI{1,2})\.?\s*)*[A-ZĐÀ-Ỹ][\w'’]*(?:\s+[A-ZĐÀ-Ỹ][\w'’.]*){1,6}"
_ANNEX = ("phu luc", "danh sach", "chuong trinh", "lich ", "bieu ", "mau ", "bang ")


class Foot(NamedTuple):
    """What the foot says, and the lines it was read from."""

    recipients: tuple[tuple[str, tuple[int, ...]], ...] = ()
    signatory: Signatory = Signatory()
    capacity_at: tuple[int, ...] = ()
    position_at: tuple[int, ...] = ()
    name_at: tuple[int, ...] = ()
    structural: frozenset[int] = frozenset()


def is_signature(text: str) -> bool:
    """A line of authority or the office of a signer, in capitals."""
    if (
        not text
        or len(text) > 110
        or text[0] not in "TKQPCGHBVLĐ"
        or (words.marker_of(text) is not None and text[0] != "Q")
    ):
        return False
    bare = text.rstrip(" ,./*")
    if re.match(_AUTHORITY, bare):
        return words.is_shouted(bare)
    return words.is_shouted(bare) and re.match(rf"(?:{_OFFICE}|{_DEPUTY})(?!\w)", bare) is not None


def find_foot(blocks: list[Block], start: int) -> int:
    """The first line of the foot; the end of the paper where there is none."""
    for at in range(start, len(blocks)):
        block = blocks[at]
        if block.table:
            continue
        if re.match(r"\W*noi nhan\b", words.fold(block.text[:30])) or is_signature(block.text):
            return at
    return len(blocks)


def find_annex(blocks: list[Block], foot: int) -> int:
    """The first line after the foot: an annex on the pages behind the signature."""
    for at in range(foot, len(blocks)):
        block = blocks[at]
        if block.table:
            return at
        if words.is_shouted(block.text) and words.fold(block.text).startswith(_ANNEX) and at > foot + 1:
            return at
    return len(blocks)


def split_flattened(text: str) -> list[str]:
    """A line where both columns ran together: the signature's capitals at the end are cut off."""
    found = re.search(rf"\s+((?:{_AUTHORITY}|{_DEPUTY}|{_OFFICE}(?=\s*$))[A-ZĐÀ-Ỹ .,\-–]*)\s*$", text)
    if found and found.start() > 0 and not words.is_shouted(text):
        return [text[: found.start()].strip(), found[1].strip()]
    return [text]


def split_offices(text: str) -> list[str]:
    """ "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" on one line: each line of authority, then the office."""
    parts = [part.strip() for part in re.split(rf"\s+(?={_AUTHORITY})", text) if part.strip()]
    last = parts[-1]
    joined = re.match(rf"({_AUTHORITY}.*?)\s+({_DEPUTY}.*)$", last) or re.match(
        rf"(TM\s?\.\s?(?:ỦY BAN NHÂN DÂN|UBND|HỘI ĐỒNG|BAN \w+ \w+)(?:\s.+?)?)\s+({_OFFICE})$", last
    )
    return [*parts[:-1], joined[1], joined[2]] if joined else parts


def read_foot(blocks: list[Block], start: int, end: int) -> Foot:
    """Recipients and signatory of the lines between."""
    recipients: list[tuple[str, list[int]]] = []
    offices: list[tuple[str, int]] = []
    structural: set[int] = set()
    name: tuple[str, int] | None = None
    open_list = False
    for at in range(start, end):
        block = blocks[at]
        if words.is_rule(block.text):
            structural.add(at)
            continue
        for piece in split_flattened(block.text):
            folded = words.fold(piece)
            if re.match(r"\W*noi nhan\b", folded):
                open_list = True
                structural.add(at)
                _inline(
                    re.sub(r"^\W*\w+\s+\w+\W*?(?:(?<=\w)\s*:?|:)\s*", "", piece, count=1).strip(" :*"),
                    at,
                    recipients,
                )
            elif re.fullmatch(_SIGNED, piece, re.IGNORECASE):
                structural.add(at)
            elif is_signature(piece) and block.side != "left":
                if name is not None and words.is_shouted(name[0]) and not name[0].startswith(piece[:3]):
                    offices[-1], name = (f"{offices[-1][0]} {name[0]}", offices[-1][1]), None
                if name is None:
                    offices.extend((part, at) for part in split_offices(piece.rstrip(" ,./")))
            elif (
                name is None
                and offices
                and block.side != "left"
                and re.fullmatch(_NAME, piece.strip(" .*"))
                and not (open_list and _is_recipient_tail(recipients, block))
            ):
                name = (piece.strip(" .*"), at)
            elif (
                name is None
                and offices
                and block.side == "right"
                and words.is_shouted(piece)
                and not offices[-1][0].startswith("PHÓ")
            ):
                offices[-1] = (f"{offices[-1][0]} {piece}", offices[-1][1])
                structural.add(at)
            elif open_list:
                _recipient(piece, at, block, recipients)
    capacity = [(text, at) for text, at in offices if re.match(_AUTHORITY, text)]
    rest = [(text, at) for text, at in offices if not re.match(_AUTHORITY, text)]
    position = rest[-1] if rest else None
    if position is None and capacity and capacity[-1][0].startswith("Q"):
        text = re.sub(r"^Q\s?\.\s?", "", capacity[-1][0])
        position = (text, capacity[-1][1])
    structural.update(at for _, at in rest)
    signatory = Signatory(
        " ".join(text for text, _ in capacity) or None,
        position[0] if position else None,
        name[0] if name else None,
    )
    return Foot(
        tuple((words.closed(text), tuple(ats)) for text, ats in recipients if words.closed(text)),
        signatory,
        tuple(at for _, at in capacity),
        (position[1],) if position else (),
        (name[1],) if name else (),
        frozenset(structural),
    )


def _is_recipient_tail(recipients: list[tuple[str, list[int]]], block: Block) -> bool:
    return (
        bool(recipients) and not recipients[-1][0].rstrip().endswith((";", ".", ",")) and block.side == "left"
    )


def _inline(text: str, at: int, recipients: list[tuple[str, list[int]]]) -> None:
    """Recipients on the line of "Nơi nhận" itself, each after its own dash."""
    if not text:
        return
    text = re.sub(r"^[-–+•]\s*", "", text)
    recipients.extend((part, [at]) for part in re.split(r"(?<=[;.,])\s*[-–+•]\s*", text) if part.strip())


def _recipient(piece: str, at: int, block: Block, recipients: list[tuple[str, list[int]]]) -> None:
    marker = words.marker_of(piece)
    if marker is not None:
        _inline(piece[marker.end :], at, recipients)
        return
    last = recipients[-1] if recipients else None
    if (
        last is not None
        and not last[0].rstrip().endswith((";", "."))
        and (block.side == "left" or not block.gap)
    ):
        recipients[-1] = (f"{last[0]} {piece}", [*last[1], at])
    elif (
        block.side == "left"
        or piece.endswith((";", ".", ","))
        or last is None
        or words.fold(piece).startswith("luu")
    ):
        recipients.append((piece, [at]))
