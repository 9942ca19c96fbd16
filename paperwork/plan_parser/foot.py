"""The foot of the paper: recipients on the left, the signature on the right, side by side or flattened."""

import re
from typing import NamedTuple

from paperwork.plan import Signatory
from paperwork.plan_parser import words
from paperwork.sources.block import Block

_AUTHORITIES = (
    "TM.",
    "KT.",
    "TL.",
    "TUQ.",
    "Q.",
    "TM .",
    "KT .",
    "TL .",
    "TUQ .",
    "Q .",
    "T.M",
    "K.T",
    "T/M ",
    "K/T ",
    "T/L ",
)
_AUTHORITY = r"(?:(?:TM|KT|TL|TUQ|Q|T\.M|K\.T)\s?\.\s?|(?:T/M|K/T|T/L)\s)"  # the Party writes T/M
_OFFICES = (
    "CHỦ TỊCH", "TRƯỞNG PHÒNG", "TRƯỞNG BAN", "GIÁM ĐỐC", "HIỆU TRƯỞNG", "CHÁNH VĂN PHÒNG", "BÍ THƯ", "THỦ TRƯỞNG",
    "CHỦ NHIỆM", "VIỆN TRƯỞNG", "TỔNG GIÁM ĐỐC", "CỤC TRƯỞNG", "CHI CỤC TRƯỞNG", "BỘ TRƯỞNG", "TRƯỞNG ĐOÀN",
    "TỔ TRƯỞNG",
    "TRƯỞNG CÔNG AN", "VỤ TRƯỞNG", "CHỈ HUY TRƯỞNG", "CHÍNH TRỊ VIÊN", "CHÁNH THANH TRA", "TRƯỞNG TRẠM", "KHỐI TRƯỞNG",
    "CỤM TRƯỞNG", "TRƯỞNG KHỐI", "TRƯỞNG CỤM", "ĐỘI TRƯỞNG", "CHÁNH ÁN", "THỨ TRƯỞNG", "TRƯỞNG TIỂU BAN",
    "PHÓ CHÁNH", "PHÓ CHỦ",
    "PHÓ TRƯỞNG", "PHÓ GIÁM", "PHÓ HIỆU", "PHÓ BÍ", "PHÓ VIỆN", "PHÓ TỔNG", "PHÓ CỤC", "PHÓ CHI", "PHÓ TỔ",
    "PHÓ CHỈ", "PHÓ VĂN",
    "PHÓ THỦ", "PHÓ VỤ",
)  # fmt: skip
_TITLES = (
    "thượng", "đại", "trung", "thiếu", "tá", "úy", "tướng", "ths", "ts", "bs", "gs", "pgs", "cn", "ks",
    "bscki", "bsckii",
)  # fmt: skip
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
    if not text or len(text) > 110 or not words.is_shouted(text):
        return False
    if text.startswith(_AUTHORITIES):
        return len(text) > 4
    office = next((one for one in _OFFICES if text.startswith(one)), None)
    return office is not None and not text[len(office) :][:1].isalnum()


def _is_signed(folded: str) -> bool:
    """ "(Đã ký)" and the like, in the signature's place."""
    return folded.lstrip("([ ").startswith(
        ("da ky", "ky ten", "chu ky", "ky so", "ky va", "dong dau", "ky, ghi")
    )


def _is_name(text: str) -> bool:
    """A person's name as signatures have it: capitalised words, a rank or a degree before them."""
    parts = text.replace(".", ". ").split()
    if not 2 <= len(parts) <= 8 or any(char.isdigit() or char in ",;:/()" for char in text):
        return False
    return all(part[0].isupper() or part.lower() in _TITLES for part in parts)


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
    if words.is_shouted(text):
        return [text]
    parts = text.split(" ")
    for at in range(max(1, len(parts) - 14), len(parts)):
        tail = " ".join(parts[at:]).strip()
        if is_signature(tail):
            return [" ".join(parts[:at]).strip(), tail]
    return [text]


def split_offices(text: str) -> list[str]:
    """ "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" on one line: each line of authority, then the office."""
    parts = [text]
    if sum(text.count(one) for one in _AUTHORITIES[:5]) > 1:
        parts = [part.strip() for part in re.split(rf"\s+(?={_AUTHORITY})", text) if part.strip()]
    last = parts[-1]
    if last.startswith(_AUTHORITIES):
        start = last.find(" PHÓ ")
        if start < 0 and last.startswith("TM"):
            start = max((last.find(f" {office}") for office in _OFFICES), default=-1)
        if start > 0 and is_signature(last[start + 1 :]):
            return [*parts[:-1], last[:start], last[start + 1 :]]
    return parts


def _is_office(text: str, below: list[Block]) -> bool:
    """An office no list knows ("KẾ TOÁN TRƯỞNG"): capitals right above a person's name."""
    if not words.is_shouted(text) or len(text.split()) < 2 or words.marker_of(text) is not None:
        return False
    name = next(
        (one for one in below if not (words.is_rule(one.text) or _is_signed(words.fold(one.text)))), None
    )
    return (
        name is not None
        and name.side != "left"
        and not words.is_shouted(name.text)
        and not name.text.endswith((";", "."))
        and _is_name(name.text)
    )


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
            elif _is_signed(folded):
                structural.add(at)
            elif block.side != "left" and (is_signature(piece) or _is_office(piece, blocks[at + 1 : end])):
                if name is not None and words.is_shouted(name[0]) and not name[0].startswith(piece[:3]):
                    offices[-1], name = (f"{offices[-1][0]} {name[0]}", offices[-1][1]), None
                if name is None:
                    offices.extend((part, at) for part in split_offices(piece.rstrip(" ,./")))
            elif (
                name is None
                and offices
                and block.side != "left"
                and _is_name(piece.strip(" .*"))
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
    capacity = [(text, at) for text, at in offices if text.startswith(_AUTHORITIES)]
    rest = [(text, at) for text, at in offices if not text.startswith(_AUTHORITIES)]
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
