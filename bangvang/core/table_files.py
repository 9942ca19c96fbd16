"""A table as a file: every row of the filter, strings always as strings so that no cell becomes a formula."""

import csv
import io
import re
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bangvang.core import clock, text

if TYPE_CHECKING:  # tables answers with files; files read tables
    from bangvang.core.tables import BoundTable, Column

_FORMULA = re.compile(r"\s*[=+\-@\t\r|]")
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_NOT_IN_FILE_NAME = re.compile(r"[^a-z0-9]+")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | float | Decimal | date | None


def answer(table: "BoundTable", kind: str, *, on: date) -> HttpResponseBase:
    """The list as Excel or CSV, named after the list and the day."""
    name = _NOT_IN_FILE_NAME.sub("-", text.fold(str(table.table.name))).strip("-") or "danh-sach"
    if kind == "csv":
        response = StreamingHttpResponse(
            _csv_lines(table, translation.get_language()), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="{name}-{on:%Y-%m-%d}.csv"'
        return response
    return FileResponse(
        _workbook(table), as_attachment=True, filename=f"{name}-{on:%Y-%m-%d}.xlsx", content_type=EXCEL
    )


def _columns(table: "BoundTable") -> list["Column"]:
    return [column for column in table.table.columns if column.in_export]


def _cell(column: "Column", row: object) -> Cell:
    """A value as a file holds it: numbers and days stay what they are, all else is text."""
    value = column.of(row)
    match value:
        case None:
            return None
        case bool():
            return _("Có") if value else _("Không")
        case datetime():
            return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        case int() | float() | Decimal() | date():
            return value
        case _:
            return str(value)


def _csv_lines(table: "BoundTable", language: str | None) -> Iterator[str]:
    columns = _columns(table)
    line = io.StringIO()
    writer = csv.writer(line)

    def take(cells: list[str]) -> str:
        writer.writerow(cells)
        written = line.getvalue()
        line.seek(0)
        line.truncate()
        return written

    # The answer is streamed after the request's own language has been put away.
    with translation.override(language):
        yield "\ufeff" + take([str(column.label) for column in columns])
        for row in table.iterator():
            yield take([_csv_text(_cell(column, row)) for column in columns])


def _csv_text(value: Cell) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case str():
            return f"'{value}" if _FORMULA.match(value) else value
        case _:
            return str(value)


def _workbook(table: "BoundTable") -> io.BufferedIOBase:
    # Loaded only when a file is asked for: it would cost every start of the server.
    import xlsxwriter  # noqa: PLC0415

    file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by the response that sends it)
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": clock.now().replace(tzinfo=None), "title": str(table.table.name)})
    sheet = book.add_worksheet(_NOT_IN_SHEET_NAME.sub(" ", str(table.table.name))[:31].strip() or "1")
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    number = book.add_format({"num_format": "#,##0.##"})
    whole = book.add_format({"num_format": "#,##0"})
    columns = _columns(table)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, str(column.label), head)
    last = 0
    for last, row in enumerate(table.iterator(), start=1):
        for place, column in enumerate(columns):
            match _cell(column, row):
                case None:
                    pass
                case datetime() as value:
                    sheet.write_datetime(last, place, value, moment)
                case date() as value:
                    sheet.write_datetime(last, place, value, day)
                case str() as value:
                    sheet.write_string(last, place, value)
                case value:
                    sheet.write_number(last, place, value, whole if value == int(value) else number)
    sheet.freeze_panes(1, 0)
    if columns:
        sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    book.close()
    file.seek(0)
    return file
