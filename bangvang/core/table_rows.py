"""Values and rows of a table as HTML. Drawn in Python, because rows are what a page has most of."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any

from django.template.loader import get_template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bangvang.core.badges import Badge

if TYPE_CHECKING:  # tables draws rows; rows read tables
    from bangvang.core.tables import BoundTable, Column

NOTHING = "–"
_NUMBERS = (int, float, Decimal)


def number(value: object) -> str:
    """With the separators of the reader's language; a whole number without decimals."""
    if value is None or value == "":
        return NOTHING
    exact = value if isinstance(value, int | Decimal) else Decimal(str(value))
    if isinstance(exact, Decimal) and exact == exact.to_integral_value():
        exact = int(exact)
    written = f"{exact:,f}".rstrip("0") if isinstance(exact, Decimal) else f"{exact:,}"
    thousand, decimal = formats.get_format("THOUSAND_SEPARATOR"), formats.get_format("DECIMAL_SEPARATOR")
    return written.translate({ord(","): thousand, ord("."): decimal})


def day(value: date | datetime | None) -> str:
    """dd/mm/yyyy, in both languages."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%d/%m/%Y}"


def moment(value: datetime | None) -> str:
    """Hour and day, in Việt Nam."""
    if value is None or value == "":
        return NOTHING
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%H:%M %d/%m/%Y}"


def badge(value: Badge) -> SafeString:
    """A state as word, colour and shape."""
    return SafeString(f'<span class="badge {escape(value.tone)}">{escape(str(value.label))}</span>')


def shown(table: "BoundTable", column: "Column", row: object) -> str:
    """What a cell shows, escaped: by hand, because Django's own marking costs more than the rest of the row."""
    if column.template:
        return get_template(column.template).render({"row": row}, table.request)
    value = column.of(row)
    match value:
        case Badge():
            return badge(value)
        case None | "":
            return NOTHING
        case bool():
            return _("Có") if value else _("Không")
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case int() | float() | Decimal() if column.kind == "number":
            return number(value)
        case SafeString():
            return value
        case _:
            return escape(str(value))


def phone_columns(columns: Sequence["Column"]) -> set[str]:
    """The facts on a phone's card beside its first column: those chosen, else the state and the next one."""
    chosen = {column.key for column in columns[1:] if column.on_phone}
    if chosen:
        return chosen
    free = [column for column in columns[1:] if column.on_phone is None and not column.template]
    free.sort(key=lambda column: column.kind != "state")
    return {column.key for column in free[:2]}


def classes(column: "Column", place: int, on_phone: set[str]) -> str:
    """How a column's cells stand: numbers to the right, the first one as the card's heading on a phone."""
    found = [{"number": "n", "date": "d"}[column.kind]] if column.kind in {"number", "date"} else []
    if place == 0:
        found.append("main")
    elif column.key not in on_phone:
        found.append("wide")
    return " ".join(found)


def body(table: "BoundTable") -> SafeString:
    """The rows of the page."""
    columns = table.table.columns
    on_phone = phone_columns(columns)
    starts = [
        format_html('<td class="{}" data-label="{}">', classes(column, place, on_phone), column.label)
        for place, column in enumerate(columns)
    ]
    rows: list[str] = []
    for row in table.rows:
        cells = [_selector(table, row)] if table.table.select else []
        for place, column in enumerate(columns):
            inside = shown(table, column, row)
            url = _url(table, column, row, place)
            if url:
                inside = f'<a href="{escape(url)}">{inside}</a>'
            cells.append(f"{starts[place]}{inside}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>\n")
    return SafeString("".join(rows))


def _url(table: "BoundTable", column: "Column", row: Any, place: int) -> str:
    if column.link is not None:
        return column.link(row)
    return table.table.row_url(row) if place == 0 and table.table.row_url is not None else ""


def _selector(table: "BoundTable", row: Any) -> str:
    assert table.table.select is not None
    return format_html(
        '<td class="pick"><input type="checkbox" name="chon" value="{}" form="{}-chon" aria-label="{}"></td>',
        table.table.select(row),
        table.dom_id,
        _("Chọn %s") % table.table.columns[0].of(row),
    )
