"""The words by which a plan names its parts, wherever they stand: headings, bullets, table columns."""

import re
from typing import NamedTuple

from paperwork.plan_parser import words

PURPOSE, CURRICULUM, AUDIENCE, COMPOSITION = "purpose", "curriculum", "audience", "composition"
HEADCOUNT, TIME, VENUE, FUNDING = "headcount", "time", "venue", "funding"
ASSIGNMENT, DEADLINE, CLASSES, OTHER = "assignment", "deadline", "classes", "other"
OF_A_CLASS = frozenset({COMPOSITION, AUDIENCE, HEADCOUNT, TIME, VENUE})

# the longer name first: "thời gian đăng ký" is a deadline, "kế hoạch kinh phí" is money
_NAMES: tuple[tuple[str, str], ...] = (
    (DEADLINE, r"(?:thoi han|thoi gian|han)\s+(?:cuoi\s+)?(?:de\s+)?(?:dang ky|gui|nop|bao cao|hoan thanh|lap danh sach|cu)|thoi han|han chot|dang ky(?: tham du| danh sach)?|che do bao cao|thong tin,? bao cao"),
    (OTHER, r"thanh phan ho so|hinh thuc|phuong phap|phuong thuc|tai lieu|giang vien|bao cao vien|giao vien|chung nhan|chung chi|cap giay|khen thuong|trang phuc|phuong tien|an, nghi|an nghi|an o|cong tac chuan bi|che do|luu y|ghi chu|quyen loi|to giup viec|ban to chuc lop|dieu hanh|nguoi dieu hanh|chu tri lop|khai mac|be mac|chuong trinh lam viec|noi quy|kiem tra|danh gia|lien he|dau moi"),
    (ASSIGNMENT, r"to chuc,? thuc hien|to chuc va thuc hien|(?:phan cong|giao)\s*(?:nhiem vu|trach nhiem|thuc hien|to chuc)?(?=$|\s*(?:cac|cho|trach|cu the|va|to chuc|,|;|thuc))|phan cong|trach nhiem(?: thuc hien| cua)?|nhiem vu(?: cua)? cac|nhiem vu cu the|bien phap thuc hien|giai phap thuc hien|trien khai thuc hien|cong tac to chuc"),
    (FUNDING, r"(?:nguon |du toan )?kinh phi|nguon von|du toan|tai chinh(?= |$)(?!\s*-)"),
    (CLASSES, r"(?:cac |so )lop|so luong lop|so lop|to chuc (?:cac )?lop|(?:phan |chia )lop|bo tri lop|lich (?:mo )?lop|lich to chuc|lich tap huan|ke hoach (?:mo )?lop|cac dot|lop tap huan|lop boi duong"),
    (PURPOSE, r"muc dich|yeu cau|muc tieu|y nghia|quan diem"),
    (AUDIENCE, r"doi tuong"),
    (HEADCOUNT, r"so luong|so nguoi|so hoc vien|so dai bieu|si so|quy mo|tong so|sl(?=$)|so nguoi"),
    (COMPOSITION, r"thanh phan|nguoi tham (?:du|gia)|nguoi hoc|hoc vien|dai bieu|thanh vien tham (?:du|gia)|nhung nguoi tham"),
    (VENUE, r"dia diem|noi to chuc|noi hoc|noi tap huan"),
    (TIME, r"thoi gian|thoi luong|thoi diem|ngay to chuc|ngay hoc|ngay tap huan|lich hoc|so ngay|so buoi|ngay(?=$)|tien do"),
    (CURRICULUM, r"(?:cac )?noi dung|chuyen de|chuong trinh"),
)  # fmt: skip
_PATTERN = "|".join(f"(?P<l{index}>{pattern})" for index, (_, pattern) in enumerate(_NAMES))
_FILLER = (
    r"(?:\s+(?:va|cua|cho|voi|den|tu|trong|tai|du kien|thuc hien|to chuc|tham|du|gia|lop|hoc|tap|huan|hoi nghi|boi|duong|dao tao|chung|"
    r"cu the|chi tiet|chinh|khoa|dot|ke hoach|hoat dong|thi dua|khen thuong|cong tac|nghiep vu|nguoi|hoc vien|dai bieu|can bo|"
    r"cong chuc|vien chuc|duoc|moi|trieu tap|cu|di|so|cac|phong trao|gom|nhu sau|co|bao gom|xay dung|trien khai|bai|giang|chuyen de|phan|nhiem vu|trach nhiem|"
    r"co quan|don vi|dia phuong|nam hoc|nam|\d{4}|-|hoat|dong|day|buoi|ngay|moc|ban|hanh|toan|khoa hoc|mo|he|thu|ca|nhan|chinh tri|viec|day va hoc|tham du|tap the|thanh phan|"
    r"nguon|chi|tra|su dung|bo tri|dam bao|bao dam|phuc vu|nghiem tuc))*"
)
_HEADS = tuple(
    [
        "muc",
        "yeu",
        "y",
        "quan",
        "doi",
        "so",
        "si",
        "quy",
        "tong",
        "sl",
        "thanh",
        "nguoi",
        "hoc",
        "dai",
        "nhung",
        "dia",
        "noi",
        "thoi",
        "ngay",
        "lich",
        "tien",
        "cac",
        "chuyen",
        "chuong",
        "kinh",
        "nguon",
        "du",
        "tai",
        "to",
        "phan",
        "giao",
        "trach",
        "nhiem",
        "bien",
        "giai",
        "trien",
        "cong",
        "han",
        "dang",
        "che",
        "thong",
        "hinh",
        "phuong",
        "giang",
        "bao",
        "giao",
        "chung",
        "cap",
        "khen",
        "trang",
        "an",
        "luu",
        "ghi",
        "quyen",
        "ban",
        "dieu",
        "chu",
        "khai",
        "be",
        "noi",
        "kiem",
        "danh",
        "lien",
        "dau",
        "chia",
        "bo",
        "ke",
        "lop",
    ]
)


class Label(NamedTuple):
    """The parts a line names, and what it says of them on the same line (from `start`)."""

    names: frozenset[str]
    start: int
    value: str


def label_of(text: str, heading: bool) -> Label | None:
    """The label a line begins with. A heading may stand without a colon; other lines name a part only before one."""
    colon = _label_colon(text)
    head = text[:colon] if colon >= 0 else text
    if len(head) > 130:
        return None
    folded = words.fold(head)
    if not folded.startswith(_HEADS):
        return None
    if colon < 0:
        ended = head.rstrip()
        if ended.endswith((";", "./.")) or len(head.split()) > (22 if heading else 6):
            return None
    names = _names(folded, strict=colon < 0)
    if names is None:
        if colon < 0 and heading:
            return _unpunctuated(text, folded)
        return None
    if colon < 0:
        return Label(names, len(text), "")
    value = text[colon + 1 :].strip()
    return Label(names, text.index(value, colon + 1) if value else len(text), value)


def _label_colon(text: str) -> int:
    at = text.find(":")
    while 0 <= at < len(text) - 1 and text[at + 1].isdigit() and text[max(at - 1, 0)].isdigit():
        at = text.find(":", at + 1)  # 7:30
    return at


def _names(folded: str, strict: bool) -> frozenset[str] | None:
    """The parts named by a list of names; None where it is a sentence. Strict: each name may carry only filler words."""
    names: set[str] = set()
    pieces = [piece.strip(" .\"'") for piece in re.split(r"\([^()]*\)|[,;/&]|\s-\s|\s+va\s+", folded)]
    whole = re.match(_PATTERN, folded)
    if whole is None:
        return None
    unknown = 0
    for piece in pieces:
        if not piece:
            continue
        match = re.match(_PATTERN, piece)
        if match is None:
            if not re.fullmatch(_FILLER, " " + piece):
                unknown += 1
            continue
        rest = piece[match.end() :]
        if (
            rest
            and not re.fullmatch(_FILLER + r"\s*", rest)
            and (strict or len(rest.split()) > 9 or re.search(r"\d", rest))
        ):
            return None
        names.add(_NAMES[int((match.lastgroup or "l0")[1:])][0])
    first = _NAMES[int((whole.lastgroup or "l0")[1:])][0]
    names.add(first)
    if unknown and (unknown > 2 or (strict and len(folded.split()) > 8)):
        return None
    if names > {OTHER}:
        names.discard(OTHER)
    return frozenset(names)


def _unpunctuated(text: str, folded: str) -> Label | None:
    """ "c) Thời gian 01 ngày": the value follows without a colon, and begins as times, numbers and places do."""
    match = re.match(
        rf"(?:{_PATTERN}){_FILLER}\s+(?=\d|trong\b|tu ngay|ngay \d|quy \w|thang \d|khoang|hoi truong|tai )",
        folded,
    )
    if match is None:
        return None
    found = re.match(_PATTERN, folded)
    name = _NAMES[int((found.lastgroup if found else None or "l0")[1:])][0] if found else OTHER  # type: ignore[index]
    if name not in {TIME, VENUE, HEADCOUNT}:
        return None
    return Label(frozenset({name}), match.end(), text[match.end() :].strip())


def column_of(text: str) -> str | None:
    """The part a table's column holds, by its heading; "class" for the column that names the classes."""
    folded = words.tidy(words.fold(text)).strip(" .:*")
    if not folded or len(folded) > 120:
        return None
    if re.match(r"(?:s?tt|so tt|so thu tu|#)$", folded):
        return "order"
    if re.match(r"(?:ten |cac )?(?:lop|dot|khoa)\b(?!\s+truong)", folded):
        return "class"
    if re.match(
        r"don vi (?:chu tri|thuc hien|phu trach)|co quan (?:chu tri|thuc hien|phu trach)|(?:bo phan|nguoi) (?:phu trach|thuc hien|chu tri)|phan cong|chu tri|trach nhiem|don vi, ca nhan (?:chu tri|thuc hien)|don vi$|co quan$|co quan, don vi$",
        folded,
    ):
        return "organisation"
    if re.match(
        r"nhiem vu|cong viec|(?:noi dung|dau viec)\s*(?:cong viec|nhiem vu|thuc hien)|noi dung,? cong viec",
        folded,
    ):
        return "duty"
    if re.match(r"ghi chu", folded):
        return "note"
    if re.match(r"(?:so |thoi )luong(?: \(?ngay| \(?buoi)|so (?:ngay|buoi)", folded):
        return TIME
    if re.match(r"sl\b|si so", folded):
        return HEADCOUNT
    match = re.match(_PATTERN, folded)
    return _NAMES[int((match.lastgroup or "l0")[1:])][0] if match else None
