"""The words by which a plan names its parts, wherever they stand: headings, bullets, table columns.

Known by plain comparison of folded words, not by one large expression: compiling that would cost a text file's
reading more than all the rest.
"""

import re
from typing import NamedTuple

from paperwork.plan_parser import words

PURPOSE, CURRICULUM, AUDIENCE, COMPOSITION = "purpose", "curriculum", "audience", "composition"
HEADCOUNT, TIME, VENUE, FUNDING = "headcount", "time", "venue", "funding"
STARTS, ENDS = "starts", "ends"  # columns of a table
ASSIGNMENT, DEADLINE, CLASSES, OTHER = "assignment", "deadline", "classes", "other"
OF_A_CLASS = frozenset({COMPOSITION, AUDIENCE, HEADCOUNT, TIME, VENUE})

_SENDING = ("dang ky", "gui", "nop", "bao cao", "hoan thanh", "lap danh sach", "cu")
_PHRASES: dict[str, str] = {
    DEADLINE: "|".join(
        ["thoi han", "han chot", "dang ky", "dang ky tham du", "dang ky danh sach", "che do bao cao",
        "thong tin bao cao",
         *(f"{lead} {verb}" for lead in ("thoi gian", "han", "thoi gian cuoi") for verb in _SENDING)]
    ),
    OTHER: "thanh phan ho so|hinh thuc|phuong phap|phuong thuc|tai lieu|giang vien|bao cao vien|giao vien|"
    "chung nhan|chung chi|"
    "cap giay|khen thuong|trang phuc|phuong tien|an nghi|an o|cong tac chuan bi|che do|luu y|ghi chu|quyen "
    "loi|to giup viec|"
    "ban to chuc lop|dieu hanh|nguoi dieu hanh|chu tri lop|khai mac|be mac|chuong trinh lam viec|noi quy|"
    "kiem tra|danh gia|"
    "lien he|dau moi",
    ASSIGNMENT: "to chuc thuc hien|to chuc va thuc hien|phan cong|phan cong nhiem vu|phan cong trach nhiem|"
    "phan cong thuc hien|"
    "phan cong to chuc|giao nhiem vu|giao trach nhiem|trach nhiem|trach nhiem thuc hien|trach nhiem cua|"
    "nhiem vu cac|"

    "nhiem vu cua cac|nhiem vu cu the|to chuc trien khai thuc hien|bien phap to chuc thuc hien|"
    "phan cong chuan bi|bien phap thuc hien|giai phap thuc hien|trien khai thuc hien|cong tac to chuc",
    FUNDING: "kinh phi|nguon kinh phi|du toan kinh phi|nguon von|du toan|tai chinh",
    CLASSES: "cac lop|so lop|so luong lop|to chuc lop|to chuc cac lop|phan lop|chia lop|bo tri lop|"
    "lich mo lop|lich lop|"
    "lich to chuc|lich tap huan|ke hoach mo lop|ke hoach lop|cac dot|dot tap huan|lop tap huan|lop boi duong|"
    "mo lop|cac khoa|danh muc lop|danh muc cac lop|"
    "phan chia lop|phan chia cac lop|ke hoach tap huan|ke hoach boi duong",
    PURPOSE: "muc dich|yeu cau|muc tieu|y nghia|quan diem|su can thiet",
    AUDIENCE: "doi tuong",
    HEADCOUNT: "so luong|so nguoi|so hoc vien|so dai bieu|si so|quy mo|tong so|sl",
    COMPOSITION: "thanh phan|nguoi tham du|nguoi tham gia|nguoi hoc|hoc vien|dai bieu|thanh vien tham du|"
    "thanh vien tham gia|"
    "nhung nguoi tham|thanh phan moi",
    VENUE: "dia diem|noi to chuc|noi hoc|noi tap huan",
    TIME: "thoi gian|thoi luong|thoi diem|ngay to chuc|ngay hoc|ngay tap huan|lich hoc|so ngay|so buoi|ngay|"
    "tien do",
    CURRICULUM: "noi dung|cac noi dung|chuyen de|cac chuyen de|chuong trinh",
}  # fmt: skip
# the longest name first: "thời gian đăng ký" is a deadline, "số lượng lớp" names the classes
_NAMES: tuple[tuple[str, str], ...] = tuple(
    sorted(
        ((phrase, name) for name, phrases in _PHRASES.items() for phrase in phrases.split("|")),
        key=lambda entry: -len(entry[0]),
    )
)
_STARTS = tuple({phrase.split(" ", 1)[0] for phrase, _ in _NAMES})
_ALONE = {"ngay", "sl"}  # too common to open a longer name
_FILLER = frozenset(
    (  # noqa: SIM905 - a list of words reads better as words
        "va cua cho voi den tu trong tai du kien thuc hien to chuc tham gia lop hoc tap huan hoi nghi boi "
        "duong dao tao chung "
        "cu the chi tiet chinh khoa dot ke hoach hoat dong thi dua khen thuong cong nghiep vu nguoi vien dai "
        "bieu can bo duoc moi "
        "trieu di so cac phong trao gom nhu sau co bao xay dung trien khai bai giang chuyen de phan nhiem "
        "trach co quan don vi "
        "dia phuong nam day buoi ngay moc ban hanh toan mo he thu ca nhan chinh tri viec the thanh nguon chi "
        "tra su dung bo tri "
        "dam phuc nghiem tuc tac chuong trinh yeu trong tam truyen dat khai mac -"
    ).split()
)


class Label(NamedTuple):
    """The parts a line names, and what it says of them on the same line (from `start`)."""

    names: frozenset[str]
    start: int
    value: str


def label_of(text: str, heading: bool) -> Label | None:
    """The label a line begins with. A heading may stand without a colon; other lines name a part only before one."""
    colon = label_colon(text)
    head = text[:colon] if colon >= 0 else text
    if len(head) > 130:
        return None
    folded = words.fold(head)
    if not folded.startswith(_STARTS):
        return None
    if colon < 0 and (head.rstrip().endswith((";", "./.")) or len(head.split()) > (22 if heading else 6)):
        return None
    names = _names(folded, strict=colon < 0)
    if names is None:
        return _unpunctuated(text, folded) if colon < 0 and heading else None
    if colon < 0:
        return Label(names, len(text), "")
    value = text[colon + 1 :].strip()
    return Label(names, text.index(value, colon + 1) if value else len(text), value)


def label_colon(text: str) -> int:
    """Where the colon after a label stands; that of "7:30" is none."""
    at = text.find(":")
    while 0 <= at < len(text) - 1 and text[at + 1].isdigit() and text[max(at - 1, 0)].isdigit():
        at = text.find(":", at + 1)
    return at


def _named(piece: str) -> tuple[str, list[str]] | None:
    """The part a folded piece begins to name, and the words after its name."""
    for phrase, name in _NAMES:
        if piece.startswith(phrase) and (len(piece) == len(phrase) or not piece[len(phrase)].isalnum()):
            rest = piece[len(phrase) :].split()
            if (phrase in _ALONE and rest) or (name == FUNDING and phrase == "tai chinh" and rest):
                continue
            return name, rest
    return None


def _pieces(folded: str) -> list[str]:
    """The names in a list of names."""
    plain = re.sub(r"\([^()]*\)", ",", folded) if "(" in folded else folded
    for mark in (";", "/", "&", " - ", " va "):
        plain = plain.replace(mark, ",")
    return [piece for part in plain.split(",") if (piece := part.strip(" .\"'"))]


def _names(folded: str, strict: bool) -> frozenset[str] | None:
    """The parts named by a list of names; None where it is a sentence. Strict: only filler words may follow."""
    joined = folded.replace("to chuc, thuc hien", "to chuc thuc hien").replace(
        "thong tin, bao cao", "thong tin bao cao"
    )
    joined = joined.replace("to chuc va thuc hien", "to chuc thuc hien").replace("an, nghi", "an nghi")
    whole = _named(joined.strip(" .\"'"))
    if whole is None:
        return None
    names = {whole[0]}
    unknown = 0
    for piece in _pieces(joined):
        found = _named(piece)
        if found is None:
            unknown += not set(piece.split()) <= _FILLER
            continue
        name, rest = found
        filler = all(word in _FILLER or (word.isdigit() and len(word) == 4) for word in rest)
        if not filler and (strict or len(rest) > 9 or any(word[0].isdigit() for word in rest)):
            return None
        names.add(name)
    if unknown > 2 or (unknown and strict and len(folded.split()) > 8):
        return None
    return frozenset(names - {OTHER} or names)


def _unpunctuated(text: str, folded: str) -> Label | None:
    """ "c) Thời gian 01 ngày": the value follows without a colon, and begins as times, numbers and places do."""
    found = _named(folded)
    if found is None or found[0] not in {TIME, VENUE, HEADCOUNT}:
        return None
    name, rest = found
    at = len(folded.rstrip()) - len(" ".join(rest)) if rest else len(folded)
    at = folded.find(rest[0], max(at - 2, 0)) if rest else at
    while rest:
        here = folded[at:]
        if re.match(r"\d|(?:trong|khoang)\b|tu ngay|ngay \d|quy \w|thang \d|hoi truong|tai ", here):
            return Label(frozenset({name}), at, text[at:].strip())
        word = rest.pop(0)
        if word not in _FILLER:
            return None
        at = folded.find(rest[0], at + len(word)) if rest else at
    return None


_COLUMNS = (
    ("order", r"s?tt$|so tt$|so thu tu$|#$"),
    ("class", r"(?:ten |cac )?(?:lop|dot|khoa)\b(?!\s+truong)"),
    (
        "organisation",
        r"(?:don vi|co quan|bo phan|nguoi|don vi, ca nhan) (?:chu tri|thuc hien|phu trach)|phan cong|chu tri|"
        r"trach nhiem|"
        r"don vi$|co quan$|co quan, don vi$",
    ),
    (
        "duty",
        r"nhiem vu|cong viec|(?:noi dung|dau viec)\s*(?:cong viec|nhiem vu|thuc hien)|noi dung,? cong viec",
    ),
    (COMPOSITION, r"(?:don vi|co quan|co quan, don vi) (?:cu|tham du|tham gia|co nguoi)"),
    (STARTS, r"(?:(?:thoi gian|ngay) )?(?:bat dau|khai giang|khai mac)$|tu(?: ngay)?$"),
    (ENDS, r"(?:(?:thoi gian|ngay) )?(?:ket thuc|be giang|be mac)$|den(?: ngay)?$"),
    ("note", r"ghi chu"),
    (TIME, r"(?:so |thoi )luong(?: \(?ngay| \(?buoi)|so (?:ngay|buoi)"),
    (HEADCOUNT, r"sl\b|si so"),
)


def column_of(text: str) -> str | None:
    """The part a table's column holds, by its heading; "class" for the column that names the classes."""
    folded = words.tidy(words.fold(text)).strip(" .:*")
    if not folded or len(folded) > 120:
        return None
    for name, pattern in _COLUMNS:
        if re.match(pattern, folded):
            return name
    found = _named(folded)
    return found[0] if found else None
