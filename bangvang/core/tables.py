"""A table is defined once and yields the page, its HTMX part, Excel and CSV.

    table = tables.Table(_("Danh sách người"), queries.visible_to(user), [
        tables.Column("name", _("Họ và tên"), "full_name", sort="sort_key"),
        tables.Column("state", _("Trạng thái"), "state", kind="state"),
    ], row_url=lambda row: reverse("directory:person", args=[row.code]))
    return tables.respond(request, table, "directory/person_list.html", {})

It costs the same whether the list has 200 rows or 200,000: one query for the rows of the page, one count that never
goes beyond 10,000. A plain sequence may stand in for the queryset when a query has already computed the rows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from functools import cached_property, reduce
from typing import Any, Literal

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bangvang.core import badges, table_files, text, web
from bangvang.core.policy import ALLOWED, Verdict

COUNT_LIMIT = 10_000
FORMATS = ("xlsx", "csv")

# Rows are of any model, or of no model at all: hence Any.
Row = Any
Text = str | Promise

ANY = _("tất cả")
FIND = _("Tìm, không cần gõ dấu")
NOTHING_YET = _("Chưa có dòng nào.")
ROWS = _("dòng")


@dataclass(frozen=True)
class Column:
    """What one column shows. `value` is an attribute path or a function of the row.

    `sort` names the columns of the database that put it in order; without it the column cannot be sorted. On a phone a
    row becomes a card with its first column and two facts: `on_phone` chooses them. `template` draws the cell with
    `row`; `width` is in characters, in Excel.
    """

    key: str
    label: Text
    value: str | Callable[[Row], object]
    named: KW_ONLY
    kind: Literal["text", "number", "date", "state"] = "text"
    link: Callable[[Row], str] | None = None
    sort: str | tuple[str, ...] | None = None
    width: int = 22
    on_phone: bool | None = None
    template: str = ""
    in_export: bool = True

    def of(self, row: Row) -> object:
        """The value in this row, as it is. A state becomes a badge."""
        if self.kind == "state":
            found = self.value(row) if callable(self.value) else None
            return badges.of(row) if found is None else found
        if callable(self.value):
            return self.value(row)
        found = row
        for name in self.value.split("."):
            found = getattr(found, name, None) if found is not None else None
            if callable(found):
                found = found()
        return found

    @property
    def sorts_by(self) -> tuple[str, ...]:
        if self.sort is None:
            return ()
        return (self.sort,) if isinstance(self.sort, str) else self.sort


@dataclass(frozen=True)
class Filter:
    """One choice in the sentence above a table: `label` leads into it ("ở trạng thái"), `any_label` chooses nothing.

    `apply` names the column that must equal the choice, or is a function of the rows and the choice.
    """

    key: str
    label: Text
    choices: Sequence[tuple[str, Text]] | Callable[[], Iterable[tuple[str, Text]]]
    apply: str | Callable[[Any, str], Any]
    named: KW_ONLY
    any_label: Text = ANY


@dataclass(frozen=True)
class BulkAction:
    """Something to do to the selected rows: their values are posted as `chon`."""

    label: Text
    url: str
    named: KW_ONLY
    verdict: Verdict = ALLOWED
    primary: bool = False
    confirm: Text = ""


@dataclass(frozen=True)
class Table:
    """`name` is what people call the list: its caption, the name of its sheet and its file; `unit` counts its rows."""

    name: Text
    rows: QuerySet[Any] | Sequence[Row]
    columns: Sequence[Column]
    named: KW_ONLY
    row_url: Callable[[Row], str] | None = None
    search: tuple[str, ...] = ("folded",)
    search_label: Text = FIND
    filters: Sequence[Filter] = ()
    order: str | tuple[str, ...] = ()
    empty: Text = NOTHING_YET
    empty_hint: Text = ""
    unit: Text = ROWS
    per_page: int = 30
    select: Callable[[Row], str] | None = None
    bulk: Sequence[BulkAction] = ()
    exports: bool = True

    def bind(self, request: HttpRequest, *, live: bool = True, prefix: str = "") -> "BoundTable":
        """The table as this request asks for it. A second table on a page takes a prefix and is not live."""
        return BoundTable(self, request, live=live, prefix=prefix)


@dataclass(frozen=True, slots=True)
class Heading:
    """One column's heading: where a click on it leads and how the rows stand now."""

    column: Column
    url: str
    direction: Literal["", "ascending", "descending"]


@dataclass(frozen=True, slots=True)
class PageLink:
    number: int
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class ChosenFilter:
    key: str
    label: Text
    options: list[tuple[str, Text, bool]]


class BoundTable:
    """A table together with what the request asks of it: search, filters, order, page."""

    def __init__(self, table: Table, request: HttpRequest, *, live: bool = True, prefix: str = "") -> None:
        self.table, self.request = table, request
        self.params: QueryDict = request.GET
        self.path = request.path
        self.live = live
        self.prefix = prefix
        self.can_search = bool(table.search) or not isinstance(table.rows, QuerySet)
        self.dom_id = f"bang-{prefix or 'chinh'}"
        self.query = text.clean(self._param("q"))[:100] if self.can_search else ""
        self.choices = {each.key: self._chosen(each) for each in table.filters}
        self.sort_key, self.descending = self._order()

    def _param(self, name: str) -> str:
        return self.params.get(self.prefix + name, "")

    def _chosen(self, each: Filter) -> ChosenFilter:
        known = list(each.choices() if callable(each.choices) else each.choices)
        asked = self._param(each.key)
        options = [("", each.any_label, asked not in {value for value, _ in known})]
        options += [(value, label, value == asked) for value, label in known]
        return ChosenFilter(self.prefix + each.key, each.label, options)

    def _order(self) -> tuple[str, bool]:
        asked = self._param("sap")
        key = asked.removeprefix("-")
        if any(column.key == key and column.sort for column in self.table.columns):
            return key, asked.startswith("-")
        return "", False

    def _chosen_value(self, key: str) -> str:
        return next((value for value, _, is_chosen in self.choices[key].options if is_chosen), "")

    @property
    def can_select(self) -> bool:
        """Is it true that rows can be ticked? (A template cannot ask for `select`: it would call it.)"""
        return self.table.select is not None

    @property
    def is_narrowed(self) -> bool:
        """Is it true that a search or a filter hides rows?"""
        return bool(self.query) or any(self._chosen_value(each.key) for each in self.table.filters)

    # --- Which rows ---------------------------------------------------------------------------------------------

    @cached_property
    def all_rows(self) -> QuerySet[Any] | Sequence[Row]:
        """Every row of the search and the filters, in order."""
        rows: Any = self.table.rows
        for each in self.table.filters:
            if value := self._chosen_value(each.key):
                rows = _narrow(rows, each, value)
        words = text.fold(self.query).split()
        if isinstance(rows, QuerySet):
            for word in words:
                rows = rows.filter(
                    reduce(Q.__or__, (Q(**{f"{name}__contains": word}) for name in self.table.search))
                )
            ordered: QuerySet[Any] = rows.order_by(*self._ordering(rows))
            return ordered
        if words:
            rows = [row for row in rows if _says(row, self.table.columns, words)]
        if self.sort_key:
            column = next(each for each in self.table.columns if each.key == self.sort_key)
            rows = sorted(rows, key=lambda row: _sortable(column.of(row)), reverse=self.descending)
        return list(rows)

    def _ordering(self, rows: QuerySet[Any]) -> list[Any]:
        """The chosen order, the default or the model's own; the key at the end so that pages never overlap."""
        given = self.table.order
        default = (given,) if isinstance(given, str) else given
        names: list[Any] = list(default or rows.query.order_by or rows.model._meta.ordering)
        if self.sort_key:
            column = next(each for each in self.table.columns if each.key == self.sort_key)
            names = [_turned(name) if self.descending else name for name in column.sorts_by]
        last = "-pk" if names and str(names[0]).startswith("-") else "pk"
        return names if {"pk", "-pk", "id", "-id"} & set(map(str, names)) else [*names, last]

    @cached_property
    def count(self) -> int:
        """How many rows there are, up to one more than the limit."""
        if isinstance(self.all_rows, QuerySet):
            return self.all_rows.order_by().values("pk")[: COUNT_LIMIT + 1].count()
        return len(self.all_rows)

    @property
    def is_beyond(self) -> bool:
        """Is it true that there are more rows than are counted?"""
        return isinstance(self.all_rows, QuerySet) and self.count > COUNT_LIMIT

    @cached_property
    def pages(self) -> int:
        return max(1, -(-min(self.count, COUNT_LIMIT) // self.table.per_page))

    @cached_property
    def page(self) -> int:
        asked = self._param("trang")
        return min(max(1, int(asked)), self.pages) if asked.isdecimal() and len(asked) < 7 else 1

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of this page."""
        start = (self.page - 1) * self.table.per_page
        return list(self.all_rows[start : start + self.table.per_page])

    def iterator(self) -> Iterator[Row]:
        """Every row of the filter, for Excel and CSV, without holding them all."""
        if isinstance(self.all_rows, QuerySet):
            yield from self.all_rows.iterator(chunk_size=1000)
        else:
            yield from self.all_rows

    # --- Where clicks lead --------------------------------------------------------------------------------------

    def url(self, **changes: str) -> str:
        """This page's address with these parameters changed; an empty one is left out."""
        params = self.params.copy()
        for name, value in changes.items():
            params.pop(self.prefix + name, None)
            if value:
                params[self.prefix + name] = value
        for name in [name for name, value in params.items() if not value]:
            del params[name]
        asked = params.urlencode()
        return f"{self.path}?{asked}" if asked else self.path

    @property
    def headings(self) -> list[Heading]:
        found = []
        for column in self.table.columns:
            here = column.key == self.sort_key
            asked = f"-{column.key}" if here and not self.descending else column.key
            direction: Literal["", "ascending", "descending"] = ""
            if here:
                direction = "descending" if self.descending else "ascending"
            found.append(Heading(column, self.url(sap=asked, trang="") if column.sort else "", direction))
        return found

    @property
    def page_links(self) -> list[PageLink | None]:
        """First, last and the neighbours of this page; None where some are left out."""
        near = {1, self.pages, *range(self.page - 1, self.page + 2)}
        shown: list[PageLink | None] = []
        before = 0
        for number in sorted(n for n in near if 1 <= n <= self.pages):
            if number - before > 1:
                shown.append(None)
            shown.append(PageLink(number, self.url(trang=str(number)), number == self.page))
            before = number
        return shown

    @property
    def previous_url(self) -> str:
        return self.url(trang=str(self.page - 1)) if self.page > 1 else ""

    @property
    def next_url(self) -> str:
        return self.url(trang=str(self.page + 1)) if self.page < self.pages else ""

    @property
    def export_urls(self) -> dict[str, str]:
        return {each: self.url(dang=each, trang="") for each in FORMATS}

    @property
    def clear_url(self) -> str:
        return self.url(q="", trang="", **{each.key: "" for each in self.table.filters})

    @property
    def kept_params(self) -> list[tuple[str, str]]:
        """What the form of search and filters carries along from the address."""
        own = {
            self.prefix + name for name in ("q", "trang", "dang", *(each.key for each in self.table.filters))
        }
        return [
            (name, value)
            for name, values in self.params.lists()
            if name not in own
            for value in values
            if value
        ]


def _narrow(rows: Any, each: Filter, value: str) -> Any:
    if callable(each.apply):
        return each.apply(rows, value)
    if isinstance(rows, QuerySet):
        return rows.filter(**{each.apply: value})
    return [row for row in rows if str(getattr(row, each.apply)) == value]


def _says(row: Row, columns: Sequence[Column], words: list[str]) -> bool:
    said = text.fold(" ".join(str(column.of(row) or "") for column in columns))
    return all(word in said for word in words)


def _sortable(value: object) -> tuple[bool, Any]:
    if value is None:
        return (True, "")
    return (False, text.sort_key(str(value)) if isinstance(value, str | Promise | badges.Badge) else value)


def _turned(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def respond(
    request: HttpRequest,
    table: Table,
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    partial: str = "rows",
) -> HttpResponseBase:
    """The page, the part that HTMX asks for, or with `?dang=xlsx` and `?dang=csv` the whole list as a file."""
    bound = table.bind(request)
    asked = request.GET.get("dang", "")
    if asked in FORMATS and table.exports:
        return table_files.answer(bound, asked, on=request.today)  # type: ignore[attr-defined]
    return web.render_page(request, template, {**(context or {}), "table": bound}, partial=partial)
