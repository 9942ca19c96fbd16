"""Excel lists as offices really have them: title rows above, merged cells, headings in two rows, formulas, dates as
text, telephone numbers that lost their zero. Every cell keeps its address, so that a problem can be told where it is.

`read` gives the first visible sheet; `recognise` finds the row of headings and says which column holds which field.
Values are turned into text, days and telephone numbers here, each with a sentence when that cannot be done.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from bangvang.core import files, sheet_words, text
from bangvang.core.errors import RuleViolation

MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 200
_HEADINGS_WITHIN: Final = 30
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_NUMBERING = re.compile(r"\(?\d{1,2}\)?|\(?[a-hA-H]\)?")
_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_BARE_DAY = re.compile(r"(\d{2})(\d{2})(\d{4})")
_FOOT_CELLS: Final = 3
_LAST_SERIAL: Final = 80_000  # a day in 2119
_EPOCH = date(1899, 12, 30)


class Unreadable(RuleViolation):
    """Not a list that can be read, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell. `fault` names a formula that has no value, or an error such as #REF!"""

    row: int  # counted from 1, as Excel shows it
    column: int  # counted from 0
    value: object = ""
    fault: str = ""

    @property
    def address(self) -> str:
        return f"{letters(self.column)}{self.row}"

    @property
    def is_empty(self) -> bool:
        return not self.fault and self.text == ""

    @property
    def text(self) -> str:
        """As people would read it aloud: whole numbers without decimals, days as dd/mm/yyyy, NFC, single spaces."""
        match self.value:
            case bool():
                return "1" if self.value else "0"
            case float() if self.value.is_integer():
                return str(int(self.value))
            case datetime() | date():
                return f"{self.value:%d/%m/%Y}"
            case time():
                return f"{self.value:%H:%M}"
            case None:
                return ""
            case _:
                return text.clean(str(self.value))


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False

    @property
    def is_blank(self) -> bool:
        return all(cell.is_empty for cell in self.cells)

    def cell(self, column: int) -> Cell:
        """The cell of this column; an empty one beyond the end."""
        return self.cells[column] if column < len(self.cells) else Cell(self.number, column)


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    rows: tuple[Row, ...]
    # Corners of merged cells, rows counted from 0.
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()


def letters(column: int) -> str:
    """0 is A, 26 is AA."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


# --- Reading ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Marks:
    """What the values alone do not tell."""

    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)


def read(data: bytes, name: str) -> list[Sheet]:
    """The visible sheets of an .xlsx workbook; `Unreadable` with a sentence otherwise."""
    if name.lower().endswith((".xls", ".xlsm", ".xlsb", ".ods", ".csv")):
        raise Unreadable(
            _(
                "Tệp “%(name)s” không phải dạng .xlsx. Hãy mở bằng Excel, chọn “Lưu thành” dạng .xlsx rồi tải lại."
            )
            % {"name": name}
        )
    files.kind_of(data, name, {"xlsx"})
    try:
        marks = _marks(data)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            _sheet(workbook, each.name, marks.get(each.name, _Marks()))
            for each in workbook.sheets_metadata
            if each.visible == SheetVisibleEnum.Visible and each.name in marks
        ]
    except PasswordError:
        raise Unreadable(
            _("Tệp “%(name)s” có mật khẩu. Hãy bỏ mật khẩu rồi tải lại.") % {"name": name}
        ) from None
    except (
        CalamineError,
        DefusedXmlException,
        ParseError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        OSError,
    ):
        raise Unreadable(
            _("Không đọc được tệp “%(name)s”. Hãy mở bằng Excel, lưu lại dạng .xlsx rồi tải lại.")
            % {"name": name}
        ) from None


def _sheet(workbook: Any, name: str, marks: _Marks) -> Sheet:  # calamine brings no types
    sheet = workbook.get_sheet_by_name(name)
    rows = []
    for number, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells = tuple(
            Cell(number, column, value, marks.faults.get((number, column), ""))
            for column, value in enumerate(values)
        )
        rows.append(Row(number, cells, number in marks.hidden))
    return Sheet(name, tuple(rows), tuple(sheet.merged_cell_ranges or ()))


def _marks(data: bytes) -> dict[str, _Marks]:
    """Faulty cells and hidden rows, by sheet. A sheet too large to hold is refused before it is held."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        relations = {
            each.get("Id", ""): each.get("Target", "")
            for _event, each in iterparse(archive.open("xl/_rels/workbook.xml.rels"))
            if each.tag.endswith("}Relationship")
        }
        found = {}
        for _event, each in iterparse(archive.open("xl/workbook.xml")):
            if each.tag != f"{_MAIN}sheet":
                continue
            target = relations.get(each.get(_RELATION, ""), "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if path in archive.namelist() and "worksheets/" in path:
                with archive.open(path) as part:
                    found[each.get("name", "")] = _marks_of(part)
    return found


def _marks_of(part: Any) -> _Marks:  # an open member of a ZIP
    marks = _Marks()
    row = column = -1
    for _event, each in iterparse(part):
        if each.tag == f"{_MAIN}c":
            at = _ADDRESS.fullmatch(each.get("r", ""))
            if at:
                row, column = int(at.group(2)), _column(at.group(1))
            else:
                column += 1
            if row > MOST_ROWS or column >= MOST_COLUMNS:
                raise Unreadable(
                    _(
                        "Bảng có quá nhiều hàng hoặc cột (tối đa %(rows)s hàng, %(columns)s cột). Hãy xóa phần thừa."
                    )
                    % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
                )
            if fault := _fault(each):
                marks.faults[row, column] = fault
        elif each.tag == f"{_MAIN}row":
            if each.get("hidden") in {"1", "true"}:
                marks.hidden.add(int(each.get("r", "0") or 0))
            each.clear()
    return marks


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _fault(cell: Element) -> str:
    formula, value = cell.find(f"{_MAIN}f"), cell.find(f"{_MAIN}v")
    if cell.get("t") == "e":
        return (value.text if value is not None else "") or "#ERROR!"
    if formula is not None and (value is None or not value.text) and cell.find(f"{_MAIN}is") is None:
        # A formula that answers with an empty text is a value like any other.
        return "" if cell.get("t") == "str" else f"={formula.text or ''}"
    return ""


# --- Headings ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Field:
    """What a column may hold. `names` are headings as people write them, folded, the usual one first."""

    key: str
    label: str | Promise
    names: tuple[str, ...]
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class Recognised:
    """A sheet with its columns named: which column holds which field, and the rows below the headings."""

    sheet: Sheet
    columns: Mapping[str, int]
    heading_row: int
    first_row: int

    def rows(self) -> Iterator[Row]:
        """The rows of the list: without blank ones, a row that only numbers the columns, and the foot."""
        foot = set(self.foot)
        for row in self._written():
            if row.number not in foot:
                yield row

    def _written(self) -> list[Row]:
        below = self.sheet.rows[self.first_row - 1 :]
        return [row for row in below if not row.is_blank and not _is_numbering(row)]

    @property
    def foot(self) -> tuple[int, ...]:
        """Numbers of the last rows when they are no people: the sum, the day, who signs. Told, never dropped unseen."""
        found: list[int] = []
        until = 0
        for row in reversed(self._written()):
            said = [cell.text for cell in row.cells if not cell.is_empty]
            if len(said) > _FOOT_CELLS:
                break
            found.append(row.number)
            if sheet_words.FOOT.match(said[0].lower()):
                until = len(found)
        return tuple(reversed(found[:until]))

    def cell(self, row: Row, key: str) -> Cell | None:
        """The cell of this field, or None where the list has no such column."""
        column = self.columns.get(key)
        return None if column is None else row.cell(column)


def recognise(sheets: Sequence[Sheet], fields: Sequence[Field]) -> Recognised:
    """The sheet and row with the most known headings, in one row or two."""
    best: Recognised | None = None
    for depth in (1, 2):
        for sheet in sheets:
            for at in range(min(len(sheet.rows), _HEADINGS_WITHIN)):
                columns = _columns(sheet, at, depth, fields)
                if best is None or len(columns) > len(best.columns):
                    best = Recognised(sheet, columns, at + 1, at + depth + 1)
    missing = [each for each in fields if each.is_needed and (best is None or each.key not in best.columns)]
    if best is None or missing:
        raise Unreadable(
            _("Không tìm thấy hàng tiêu đề có cột “%(label)s”. Hãy dùng tệp mẫu hoặc thêm hàng tiêu đề.")
            % {"label": (missing or list(fields))[0].label}
        )
    return best


def _columns(sheet: Sheet, at: int, depth: int, fields: Sequence[Field]) -> dict[str, int]:
    found: dict[str, int] = {}
    rows = sheet.rows[at : at + depth]
    if len(rows) < depth:
        return found
    width = max(len(row.cells) for row in rows)
    upper = [_heading(sheet, rows[0], column) for column in range(width)]
    lower = [_heading(sheet, rows[1], column) for column in range(width)] if depth == 2 else upper
    for exact in (True, False):
        for column in range(width):
            if column in found.values():
                continue
            said = (lower[column], f"{upper[column]} {lower[column]}", upper[column])
            for each in fields:
                if each.key not in found and any(_means(one, each.names, exact) for one in said if one):
                    found[each.key] = column
                    break
    return found


def _heading(sheet: Sheet, row: Row, column: int) -> str:
    """What stands above a column: a merged cell stands above all that it covers."""
    cell = row.cell(column)
    if cell.is_empty:
        for (top, left), (bottom, right) in sheet.merged:
            if top <= row.number - 1 <= bottom and left <= column <= right:
                cell = sheet.rows[top].cell(left)
                break
    words = re.sub(r"\(.*?\)|[*:;,.\-–/]", " ", text.fold(cell.text))
    return " ".join(words.split())


def _means(heading: str, names: Sequence[str], exact: bool) -> bool:
    if exact:
        return heading in names
    return any(heading.startswith(f"{name} ") for name in names if len(name) > 3) and len(heading) < 60


def _is_numbering(row: Row) -> bool:
    said = [cell.text for cell in row.cells if not cell.is_empty]
    return len(said) > 2 and all(_NUMBERING.fullmatch(each) for each in said)


# --- Values -----------------------------------------------------------------------------------------------------


class Wrong(ValueError):
    """A cell that does not hold what its column should; the sentence says what to write."""


def told(cell: Cell | None) -> str:
    """The text of a cell; `Wrong` when it is a formula without a value."""
    if cell is None:
        return ""
    if cell.fault.startswith("#"):
        raise Wrong(_("ô báo lỗi %(fault)s của Excel, hãy ghi thẳng giá trị") % {"fault": cell.fault})
    if cell.fault:
        raise Wrong(_("công thức chưa có kết quả, hãy mở bằng Excel rồi lưu lại hoặc ghi thẳng giá trị"))
    return cell.text


def day(cell: Cell | None, on: date) -> date | None:
    """A day: as a date, as Excel's number of a date, or typed; two-digit years lie in the past of `on`."""
    said = told(cell)
    if not said or cell is None:
        return None
    match cell.value:
        case datetime():
            return cell.value.date()
        case date():
            return cell.value
        case bool():
            raise Wrong(_("không phải ngày, hãy ghi ngày/tháng/năm, ví dụ 31/12/1990"))
        case int() | float():
            return _day_of_number(said, float(cell.value))
    if said.isdecimal():
        return _day_of_number(said, float(said))
    if typed := _DAY.fullmatch(said):
        return _made(typed.group(3), typed.group(2), typed.group(1), said, on)
    if typed := _ISO.fullmatch(said):
        return _made(typed.group(1), typed.group(2), typed.group(3), said, on)
    raise Wrong(_("“%(said)s” không phải ngày, hãy ghi ngày/tháng/năm, ví dụ 31/12/1990") % {"said": said})


def _day_of_number(said: str, number: float) -> date:
    if 1900 <= number <= 2100 and number == int(number):
        raise Wrong(_("chỉ có năm %(said)s, hãy ghi đủ ngày/tháng/năm") % {"said": said})
    if len(said) == 8 and (typed := _BARE_DAY.fullmatch(said)):
        return _made(typed.group(3), typed.group(2), typed.group(1), said, _EPOCH)
    if 1 <= number <= _LAST_SERIAL:
        return _EPOCH + timedelta(days=int(number))
    raise Wrong(_("“%(said)s” không phải ngày, hãy ghi ngày/tháng/năm, ví dụ 31/12/1990") % {"said": said})


def _made(year: str, month: str, day_of_month: str, said: str, on: date) -> date:
    number = int(year)
    if len(year) == 2:
        number += on.year // 100 * 100 - (100 if number > on.year % 100 else 0)
    try:
        return date(number, int(month), int(day_of_month))
    except ValueError:
        raise Wrong(_("ngày “%(said)s” không có trong lịch") % {"said": said}) from None


def phone(cell: Cell | None) -> str:
    """A telephone number with the zero that Excel took away."""
    said = told(cell)
    if not said:
        return ""
    digits = re.sub(r"[\s.\-()]", "", said)
    if digits.startswith("+84"):
        digits = "0" + digits[3:]
    if digits.isdecimal() and len(digits) == 9 and not digits.startswith("0"):
        digits = "0" + digits
    if not re.fullmatch(r"0\d{9,10}", digits):
        raise Wrong(
            _("“%(said)s” không phải số điện thoại, số gồm 10 chữ số bắt đầu bằng 0") % {"said": said}
        )
    return digits


def yes(cell: Cell | None) -> bool:
    """Có, x, 1, yes: a tick in whatever form; empty means no."""
    said = text.fold(told(cell))
    if said in {"", "khong", "0", "k", "no", "-"}:
        return False
    if said in {"co", "x", "1", "v", "yes", "✓", "√"}:
        return True
    raise Wrong(_("chỉ ghi “có” hoặc để trống"))
