"""Administrative documents as Decree 30/2020/NĐ-CP shapes them: the content, and one way to print it.

A document holds what is said; `paperwork.layout` knows how it looks; `paperwork.sheets` puts the two together, and
`paperwork.docx` and `paperwork.pdf` write the same sheets down.
"""

import datetime
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Literal, TypeVar

from paperwork import layout

LETTER = "CÔNG VĂN"  # a kind that is never printed: its subject begins with "V/v"
Form = Literal["pdf", "docx"]
T = TypeVar("T")
_PLACE_NAME = re.compile(
    r"(\b(?:huyện|tỉnh|quận|phường|xã|thị xã|thị trấn|thành phố)(?: ủy)? )(?!hội\b|ủy\b)(.+?)(?=, |$| thuộc )",
    re.I,
)


@dataclass(frozen=True)
class Head:
    """Ô 1 to 4. A number or date not given yet is left blank, to be filled by hand or by the register."""

    issuing_body: str
    notation: str = ""  # "KH-UBND"; without it no number line is printed
    managing_body: str = ""
    number: str | None = None
    place: str = ""
    date: datetime.date | None = None
    year: int | None = None  # printed when the day is still open
    issuer: str = ""  # the issuing body as running text writes it: "Ủy ban nhân dân huyện …"


@dataclass(frozen=True)
class Section:
    """`I. MỤC ĐÍCH, YÊU CẦU`"""

    number: int
    title: str


@dataclass(frozen=True)
class Item:
    """Khoản: `1. …`, bold when the line is only its title."""

    number: int
    text: str
    is_title: bool = True


@dataclass(frozen=True)
class Point:
    """Điểm: `a) …` in the order of the Vietnamese alphabet."""

    number: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str
    is_centred: bool = False


@dataclass(frozen=True)
class Bullet:
    """`- …`, or `+ …` one level deeper."""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True)
class Column:
    title: str
    weight: float  # share of the width, against the other columns
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True)
class Row:
    cells: tuple[str, ...]
    is_group: bool = False  # one bold cell over the whole width
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != (1 if row.is_group else len(self.columns)):
                raise ValueError(f"a row of {len(row.cells)} cells in a table of {len(self.columns)} columns")


Block = Section | Item | Point | Paragraph | Bullet | Table


@dataclass(frozen=True)
class Signature:
    """Ô 7. `authority` holds the lines before the office: TM., KT., TL., TUQ., Q."""

    office: str
    name: str = ""
    authority: tuple[str, ...] = ()
    other_office: str = ""  # of a council's member: the office in the agency whose seal is used


@dataclass(frozen=True)
class Appendix:
    title: str
    blocks: tuple[Block, ...]
    reference: str = (
        ""  # without brackets; empty: the document's own number and date, known when it is issued
    )
    landscape: bool = False

    def __post_init__(self) -> None:
        _refuse_open_end(self.blocks)


@dataclass(frozen=True)
class OfficialDocument:
    head: Head
    kind: str  # "KẾ HOẠCH", "GIẤY MỜI", …, or LETTER
    title: str
    body: tuple[Block, ...]
    addressees: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()  # the last one is "Lưu: …"
    signature: Signature | None = None
    appendices: tuple[Appendix, ...] = ()
    landscape: bool = False

    def __post_init__(self) -> None:
        _refuse_open_end(self.body)

    @property
    def is_letter(self) -> bool:
        return self.kind == LETTER

    @property
    def reference(self) -> str:
        """How its appendices refer to it: `Kèm theo Kế hoạch số 05/KH-UBND ngày …`"""
        number = f" số {numbered(self.head)}" if self.head.notation else ""
        issuer = f" của {self.head.issuer}" if self.head.issuer else ""
        return f"Kèm theo {sentence(self.kind)}{number} {dated(self.head.date, self.head.year)}{issuer}"

    @property
    def name(self) -> str:
        """How the document is called in the properties of the file."""
        kind = sentence(self.kind)
        number = f" số {numbered(self.head)}" if self.head.number else ""
        return f"{kind}{number}: {self.title}" if self.title else f"{kind}{number}"


def sentence(shouted: str) -> str:
    """`KẾ HOẠCH` in running text: `Kế hoạch`; the name of a place keeps its capitals: `Ủy ban nhân dân huyện An Hạ`."""
    plain = shouted[:1] + shouted[1:].lower()
    return _PLACE_NAME.sub(lambda found: found[1] + found[2].title(), plain)


def _refuse_open_end(blocks: tuple[Block, ...]) -> None:
    if not blocks or isinstance(blocks[-1], Table):
        raise ValueError("the last block must be text: the closing mark ./. stands right after its last word")


def render(document: OfficialDocument, form: Form) -> bytes:
    """The document as a file. The same content gives the same bytes."""
    return _writer(form)(cleaned(document))


def _writer(form: Form) -> Callable[[OfficialDocument], bytes]:
    # each writer brings its library (a third of a second); only the one asked for is imported
    if form == "pdf":
        from paperwork import pdf  # noqa: PLC0415

        return pdf.write
    if form == "docx":
        from paperwork import docx  # noqa: PLC0415

        return docx.write
    raise ValueError(f"no such form: {form}")


def cleaned(value: T) -> T:
    """The same value with every text composed (NFC), on one line, without what a printer cannot show."""
    result: Any = value  # the parts of a document are of many types; each comes back as its own
    if isinstance(value, str):
        result = clean(value)
    elif isinstance(value, tuple):
        result = tuple(cleaned(part) for part in value)
    elif is_dataclass(value) and not isinstance(value, type):
        result = replace(
            value, **{field.name: cleaned(getattr(value, field.name)) for field in fields(value)}
        )
    return result  # type: ignore[no-any-return]


def clean(text: str) -> str:
    """NFC; white space becomes one space; control, direction-changing and unassigned characters go."""
    spaced = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFC", text))
    return " ".join("".join(c for c in spaced if unicodedata.category(c)[0] != "C").split())


def numbered(head: Head) -> str:
    """`05/KH-UBND`: a number below ten is written with a leading zero (annex I, II.3)."""
    number = layout.BLANK_NUMBER if not head.number else head.number
    return f"{number.zfill(2) if number.isdigit() else number}/{head.notation}"


def dated(day: datetime.date | None, year: int | None = None) -> str:
    """`ngày 05 tháng 01 năm 2020`: leading zero for days below 10 and months 1 and 2 only (annex I, II.4)."""
    if day is None:
        blank = layout.BLANK_DATE
        return f"ngày{blank}tháng{blank}năm {year}" if year else f"ngày{blank}tháng{blank}năm{blank}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def roman(number: int) -> str:
    """Sections and appendices are counted in Roman numerals."""
    result = ""
    for value, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        result += letters * (number // value)
        number %= value
    return result


ALPHABET = "abcdđeghiklmnopqrstuvxy"


def lettered(number: int) -> str:
    """Points follow the Vietnamese alphabet: đ comes after d; f, j, w, z are not in it (annex I, V)."""
    if not 1 <= number <= len(ALPHABET):
        raise ValueError(f"a clause has at most {len(ALPHABET)} points")
    return ALPHABET[number - 1]
