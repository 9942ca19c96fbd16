"""From rows to columns of bits: a Parquet file of person-years, or facts, as the table that a scan reads.

docs/scan.md tells the columns. What cannot be read is refused with a sentence; nothing is filled in silently.
"""

import tempfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rulebook import explain, lower
from rulebook import facts as facts_module
from rulebook.facts import Facts
from rulebook.lower import BLOCK, NO_LISTS, NO_RATING, REQUIRED, Column
from rulebook.scan import Array, Table
from rulebook.tree import (
    BODIES,
    KINDS,
    MASK,
    OCCUPATIONS,
    RATINGS,
    SCOPES,
    YEARS,
    Awarded,
    Disciplined,
    Founded,
    Initiative,
    Is,
    Law,
    Merited,
    Number,
    Rated,
    Service,
    Share,
)

ROWS: Final = 20_000_000  # so many rows are held at once; more are streamed
TEXTS: Final = {
    "kind": KINDS, "rating": RATINGS, "occupation": OCCUPATIONS, "body": BODIES,
}  # fmt: skip
PARTS: Final = 64  # years in a word
columns_of: Final = lower.asked  # for those who bring rows of their own


class RegistryError(ValueError):
    """What stands in the way of reading a registry, as a sentence."""


# ---------- from facts ----------


def from_facts(
    law: Law, awards: Sequence[str], rows: Sequence[Facts], on: date, year: int | None = None
) -> Table:
    """The table of these subjects; each has its last rated year where none is named."""
    iso = on.isoformat()
    columns = lower.asked(law, iso, awards)
    basis = law.principle("basis", iso)
    kinds = basis.kinds if basis else ()
    size = len(rows)
    found: dict[str, Array] = {}
    years = np.zeros(size, np.int16)
    for name in (NO_RATING, NO_LISTS):
        found[name] = np.zeros(size, np.uint64)
    for name, column in columns.items():
        yearly = isinstance(column.asked, Rated | Awarded | Initiative | Merited | Disciplined)
        for each in (name, f"?{name}"):
            found[each] = np.zeros(size, np.uint64 if yearly else np.bool_)
    found[BLOCK], found[f"?{BLOCK}"] = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
    for place, facts in enumerate(rows):
        own = facts.last_rated() if year is None else year
        own = on.year if own is None else own
        years[place] = own
        reading = explain.Reading(law, facts, on, own)
        for name, column in columns.items():
            asked = column.asked
            if isinstance(asked, Rated | Awarded | Initiative | Merited | Disciplined):
                sure, possible = facts_module.bits(
                    facts, asked, on, own, basis=kinds, titles=law.titles, plane=column.plane
                )
            else:
                step = reading.step(asked, None)
                sure, possible = int(step.sure), int(step.possible)
            found[name][place], found[f"?{name}"][place] = sure, possible
        found[BLOCK][place] = blocked = bool(facts_module.blocks(facts, on))
        found[f"?{BLOCK}"][place] = blocked or facts_module.may_hide_block(facts, on)
    return Table(
        np.array([each.id for each in rows], dtype=object),
        found,
        np.array([KINDS.index(each.kind) for each in rows], np.uint8),
        years,
    )


# ---------- from rows in memory ----------


def from_rows(
    law: Law, awards: Sequence[str], rows: Any, on: date, year: int | None = None
) -> Table:  # rows: a pyarrow.Table, which has no types
    """Person-years that are already in memory, with the columns of docs/scan.md, as the table of a scan."""
    return _Batch(rows, columns_of(law, on.isoformat(), awards), on, year).table()


# ---------- from Parquet ----------


def tables(
    law: Law, awards: Sequence[str], path: Path, on: date, year: int | None = None, *, rows: int = ROWS
) -> Iterator[Table]:
    """The registry as tables, each of whole subjects and of about so many rows at most."""
    try:
        file = pq.ParquetFile(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise RegistryError(f"Không đọc được tệp Parquet {path.name}: {error}") from error
    columns = lower.asked(law, on.isoformat(), awards)
    names = _needed(file.schema_arrow, columns)
    for batch in _whole_subjects(path, file, names, rows):
        if batch.num_rows:
            yield _Batch(batch, columns, on, year).table()


def _needed(schema: Any, columns: dict[str, Column]) -> list[str]:
    missing = [name for name in REQUIRED if name not in schema.names]
    if missing:
        raise RegistryError(
            f"Tệp thiếu cột bắt buộc: {', '.join(missing)}. Hãy thêm các cột này (xem docs/scan.md)."
        )
    wanted = [*REQUIRED, "blocked"]
    for name, column in columns.items():
        match column.asked:
            case Awarded():
                key = column.asked.key
                wanted += [f"award:{key}", f"award?:{key}"]
            case Initiative():
                wanted += [f"initiatives_{scope}" for scope in SCOPES]
            case Merited():
                base = lower.name_of(column.asked)
                wanted += [base, f"?{base}"]
            case Disciplined():
                wanted.append("disciplined")
            case Share():
                wanted += [column.asked.of, column.asked.out_of]
            case Number():
                wanted.append(column.asked.of)
            case Founded():
                wanted.append("founded_on")
            case Is():
                wanted.append(column.asked.what)
            case Service():
                wanted.append(lower.service_column(name))
    return [name for name in dict.fromkeys(wanted) if name in schema.names]


def _texts(schema: Any, names: Sequence[str]) -> list[str]:
    return [
        name
        for name in names
        if name in TEXTS and schema.field(name).type in (pa.string(), pa.large_string())
    ]


def _whole_subjects(path: Path, file: Any, names: list[str], rows: int) -> Iterator[Any]:
    texts = _texts(file.schema_arrow, names)
    file = pq.ParquetFile(path, read_dictionary=texts)
    if file.metadata.num_rows <= rows:
        yield file.read(columns=names)
    elif _by_subject(file):
        yield from _in_order(file, names, rows)
    else:
        with tempfile.TemporaryDirectory() as folder:
            parts = -(-file.metadata.num_rows // max(1, rows // 2))
            for part in _partition(file, names, parts, Path(folder)):
                yield pq.ParquetFile(part, read_dictionary=texts).read(columns=names)
                part.unlink()


def _by_subject(file: Any) -> bool:
    """Is it true that every row group begins where the one before it ended?"""
    last = None
    place = file.schema_arrow.names.index("subject")
    for number in range(file.metadata.num_row_groups):
        told = file.metadata.row_group(number).column(place).statistics
        if told is None or not told.has_min_max or (last is not None and told.min < last):
            return False
        last = told.max
    return True


def _in_order(file: Any, names: list[str], rows: int) -> Iterator[Any]:
    held: list[Any] = []
    count = 0
    for number in range(file.metadata.num_row_groups):
        group = file.read_row_group(number, columns=names)
        held.append(group)
        count += group.num_rows
        if count < rows and number + 1 < file.metadata.num_row_groups:
            continue
        whole = pa.concat_tables(held)
        if number + 1 == file.metadata.num_row_groups:
            yield whole
            return
        last = pc.equal(whole["subject"], pc.max(group["subject"]))  # may go on in the next group
        held = [whole.filter(last)]
        count = held[0].num_rows
        yield whole.filter(pc.invert(last))


def _partition(file: Any, names: list[str], parts: int, folder: Path) -> Iterator[Path]:
    paths = [folder / f"{number}.parquet" for number in range(parts)]
    writers: dict[int, Any] = {}
    try:
        for number in range(file.metadata.num_row_groups):
            group = file.read_row_group(number, columns=names)
            where = _spread(group["subject"], parts)
            for part in range(parts):
                chosen = group.filter(pa.array(where == part))
                if part not in writers:
                    writers[part] = pq.ParquetWriter(paths[part], chosen.schema, compression="lz4")
                writers[part].write_table(chosen)
    finally:
        for each in writers.values():
            each.close()
    yield from (paths[part] for part in sorted(writers))


def _spread(subjects: Any, parts: int) -> Array:
    if pa.types.is_integer(subjects.type):
        mixed = subjects.to_numpy().astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        return np.asarray((mixed >> np.uint64(40)) % np.uint64(parts))
    coded = subjects.combine_chunks().dictionary_encode()
    lot = np.array([zlib.crc32(str(each).encode()) % parts for each in coded.dictionary.to_pylist()])
    return np.asarray(lot[coded.indices.to_numpy()])


class _Batch:
    """Rows of whole subjects: each column is laid out by year, then its years are packed into words."""

    def __init__(self, rows: Any, columns: dict[str, Column], on: date, year: int | None) -> None:
        self.rows, self.columns, self.on = rows, columns, on
        self.names = set(rows.column_names)
        self.subjects, self.of = _numbered(rows["subject"])
        self.size = len(self.subjects)
        row_years = self._whole("year")
        latest = int(row_years.max())
        if latest > on.year:
            wrong = int(np.flatnonzero(row_years > on.year)[0])
            raise RegistryError(
                f"Dòng {wrong + 1}: năm {row_years[wrong]} ở sau ngày xét {facts_module.vn(on)}. Hãy sửa cột year."
            )
        self.latest = latest
        back = latest - row_years.astype(np.int64)
        self.span = min(int(back.max()) + 1, PARTS)
        wide: Any = np.int64 if self.size * self.span > np.iinfo(np.int32).max else np.int32
        place: Array = np.minimum(back, PARTS - 1).astype(wide)
        self.place = place * wide(self.size) + self.of.astype(wide)
        self._no_doubles(back, row_years)
        self.rating = self._laid_out(self._rating_codes())
        self.years = self._years(year)
        self.shift = (self.latest - self.years).astype(np.int64)

    # ---- reading columns ----

    def _array(self, name: str) -> Any:
        column = self.rows[name]
        return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column

    def _whole(self, name: str) -> Array:
        column = self._array(name)
        if column.null_count:
            row = int(np.flatnonzero(np.asarray(column.is_null()))[0])
            raise RegistryError(f"Dòng {row + 1}: cột {name} để trống. Hãy điền đủ cột này.")
        if not pa.types.is_integer(column.type):
            raise RegistryError(f"Cột {name} phải là số nguyên, không phải {column.type}.")
        return np.asarray(column.to_numpy())

    def _counts(self, name: str) -> Array | None:
        """A column of counts or truths as small numbers; empty is none."""
        if name not in self.names:
            return None
        column = self._array(name)
        if pa.types.is_boolean(column.type):
            column = column.cast(pa.uint8())
        if not pa.types.is_integer(column.type):
            raise RegistryError(f"Cột {name} phải là số nguyên hoặc đúng/sai, không phải {column.type}.")
        if column.null_count:
            column = column.fill_null(0)
        values = np.asarray(column.to_numpy(zero_copy_only=False))
        if values.dtype != np.uint8:
            if len(values) and int(values.min()) < 0:
                raise RegistryError(
                    f"Dòng {int(values.argmin()) + 1}: cột {name} có số âm {values.min()}; cần số từ 0 trở lên."
                )
            values = np.minimum(values, 255).astype(np.uint8)
        return values

    def _codes(self, name: str, allowed: Sequence[str]) -> Array:
        """A text column as 1 + the place among the allowed words; 0 is empty."""
        column = self._array(name)
        if not pa.types.is_dictionary(column.type):
            if not (
                pa.types.is_string(column.type)
                or pa.types.is_large_string(column.type)
                or pa.types.is_null(column.type)
            ):
                raise RegistryError(f"Cột {name} phải là chữ, không phải {column.type}.")
            column = column.cast(pa.string()).dictionary_encode()
        words = column.dictionary.to_pylist()
        code = np.zeros(len(words) + 1, np.uint8)
        wrong = []
        for place, word in enumerate(words):
            if word in allowed:
                code[place] = allowed.index(word) + 1
            elif word is not None:
                wrong.append(place)
        indices = column.indices
        values = np.asarray((indices.fill_null(len(words)) if indices.null_count else indices).to_numpy())
        for place in wrong:
            rows = np.flatnonzero(values == place)
            if len(rows):
                names = ", ".join(each for each in allowed if each)
                raise RegistryError(
                    f"Dòng {int(rows[0]) + 1}: cột {name} có giá trị “{words[place]}”; hãy dùng một trong: {names}."
                )
        return np.asarray(code[values])

    def _rating_codes(self) -> Array:
        return self._codes("rating", RATINGS)

    def _of_subject(self, name: str, values: Array, absent: Any) -> Array:
        """A value that all rows of a subject share."""
        if len(values) and values.min() == values.max():
            return np.full(self.size, values[0], values.dtype)
        found = np.full(self.size, absent, values.dtype)
        found[self.of] = values
        differs = np.flatnonzero(found[self.of] != values)
        if len(differs):
            who = self.subjects[self.of[differs[0]]]
            raise RegistryError(
                f"Đối tượng {who}: cột {name} có hai giá trị khác nhau. Hãy ghi như nhau ở mọi dòng."
            )
        return found

    # ---- laying out ----

    def _no_doubles(self, back: Array, row_years: Array) -> None:
        seen = np.zeros(self.size * self.span, np.bool_)
        near = back < PARTS - 1
        if self.span < PARTS:
            seen[self.place] = True
            count = len(back)
        else:
            seen[self.place[near]] = True
            count = int(np.count_nonzero(near))
        if np.count_nonzero(seen) == count:
            return
        _, first, times = np.unique(self.place[near], return_index=True, return_counts=True)
        row = first[times > 1].min()
        who, when = self.of[near][row], row_years[near][row]
        raise RegistryError(
            f"Đối tượng {self.subjects[who]} có hai dòng của năm {when}. Hãy giữ một dòng cho mỗi năm."
        )

    def _laid_out(self, values: Array | None) -> Array | None:
        """[years back, subjects]; None where nothing is recorded."""
        if values is None:
            return None
        laid = np.zeros(self.size * self.span, np.uint8)
        rows = np.flatnonzero(values != 0)
        if len(rows) * 2 > len(values):
            laid[self.place] = values
        elif len(rows):
            laid[self.place[rows]] = values[rows]
        else:
            return None
        return laid.reshape(self.span, self.size)

    def _packed(
        self, laid: Array | None, at_least: int = 1, clamp: bool = True, later: bool = False
    ) -> Array | None:
        """The years in which the number is at least so much, as words counted back from each subject's Y.

        What is after Y is left out, or with `later` stands at Y.
        """
        if laid is None:
            return None
        out = np.zeros((self.size, 8), np.uint8)
        step = 65_536
        flag = np.empty(min(step, self.size), np.bool_)
        for start in range(0, self.size, step):
            end = min(self.size, start + step)
            test, bits = flag[: end - start], np.empty(end - start, np.uint8)
            for first in range(0, self.span, 8):
                bits.fill(0)
                for back in range(min(first + 8, self.span) - 1, first - 1, -1):
                    np.greater_equal(laid[back, start:end], np.uint8(at_least), test)
                    np.add(bits, bits, bits)
                    np.bitwise_or(bits, test.view(np.uint8), bits)
                out[start:end, first // 8] = bits
        words = out.view("<u8").reshape(self.size).astype(np.uint64, copy=False)
        if self.shift.any():
            late = self.shift >= PARTS
            move = np.minimum(self.shift, 63).astype(np.uint64)
            whole, words = words, np.where(late, np.uint64(0), words >> move)
            if later:
                words |= np.where(late, whole != 0, whole & ((np.uint64(1) << move) - np.uint64(1)) != 0)
        if self.span >= YEARS:
            old = words >> np.uint64(YEARS - 1) != 0
            words = words & np.uint64(MASK)
            if clamp:
                words |= old.astype(np.uint64) << np.uint64(YEARS - 1)
        return np.asarray(words)

    def _years(self, year: int | None) -> Array:
        if year is not None:
            return np.full(self.size, year, np.int32)
        found = np.full(self.size, self.on.year, np.int32)
        waiting = np.ones(self.size, np.bool_)
        if self.rating is not None:
            for back in range(self.span):
                here = waiting & (self.rating[back] != 0)
                found[here] = self.latest - back
                waiting &= self.rating[back] == 0
                if not waiting.any():
                    break
        return found

    # ---- the table ----

    def table(self) -> Table:
        """The columns that the rules ask for."""
        if int(self.shift.min()) < 0:  # Y is later than the last row: the words move the other way
            self.latest, move = int(self.years.max()), int(self.years.max()) - self.latest
            self.place = np.minimum(self.place // self.size + move, PARTS - 1) * self.size + self.of
            self.span = min(self.span + move, PARTS)
            self.shift = (self.latest - self.years).astype(np.int64)
            self.rating = self._laid_out(self._rating_codes())
        found: dict[str, Array] = {}
        kinds = self._of_subject("kind", self._codes("kind", KINDS), 0)
        if not kinds.all():
            raise RegistryError(f"Đối tượng {self.subjects[int(kinds.argmin())]}: cột kind để trống.")
        complete = self._complete_from()
        self._unknown(found, complete)
        counts: dict[str, Array | None] = {}
        for name, column in self.columns.items():
            asked = column.asked
            match asked:
                case Rated():
                    words = self._packed(self.rating, RATINGS.index(asked.at_least) + 1, clamp=False)
                case Awarded():
                    sure = self._once(counts, f"award:{asked.key}")
                    words = self._packed(sure, column.plane)
                    self._perhaps(found, name, sure, self._once(counts, f"award?:{asked.key}"), column.plane)
                case Initiative():
                    words = self._packed(self._initiatives(counts, asked.scope), column.plane)
                case Merited():
                    base = lower.name_of(asked)
                    sure = self._once(counts, base)
                    words = self._packed(sure, column.plane)
                    self._perhaps(found, name, sure, self._once(counts, f"?{base}"), column.plane)
                case Disciplined():
                    words = self._packed(self._once(counts, "disciplined"), later=True)
                case _:
                    found[name], found[f"?{name}"] = self._scalar(name, asked, complete)
                    continue
            if words is not None:
                found[name] = words
        blocked = np.zeros(self.size, np.bool_)
        marks = self._counts("blocked")
        if marks is not None:
            blocked[self.of[marks != 0]] = True
        found[BLOCK], found[f"?{BLOCK}"] = blocked, blocked | (complete > self.on.year)
        return Table(self.subjects, found, (kinds - 1).astype(np.uint8), self.years)

    def _once(self, counts: dict[str, Array | None], name: str) -> Array | None:
        if name not in counts:
            counts[name] = self._laid_out(self._counts(name))
        return counts[name]

    def _initiatives(self, counts: dict[str, Array | None], scope: str) -> Array | None:
        total: Array | None = None
        for each in SCOPES[SCOPES.index(scope) :]:
            laid = self._once(counts, f"initiatives_{each}")
            if laid is not None:
                total = laid if total is None else np.minimum(total, 255 - laid) + laid
        return total

    def _perhaps(
        self, found: dict[str, Array], name: str, sure: Array | None, more: Array | None, plane: int
    ) -> None:
        if more is None:
            return
        words = self._packed(more if sure is None else np.minimum(sure, 255 - more) + more, plane)
        if words is not None:
            found[f"?{name}"] = words

    def _complete_from(self) -> Array:
        """The year from which a subject's lists are complete; very late where it is not said."""
        column = self._array("history_complete_from")
        if not (pa.types.is_integer(column.type) or pa.types.is_null(column.type)):
            raise RegistryError(f"Cột history_complete_from phải là số nguyên, không phải {column.type}.")
        filled = column.cast(pa.int32()).fill_null(9999) if column.null_count else column
        return self._of_subject("history_complete_from", np.asarray(filled.to_numpy()).astype(np.int32), 9999)

    def _unknown(self, found: dict[str, Array], complete: Array) -> None:
        rated = self._packed(self.rating, 1, clamp=False)
        every = np.full(self.size, MASK, np.uint64)
        found[NO_RATING] = every if rated is None else every ^ rated
        known = np.clip(self.years - complete + 1, 0, YEARS).astype(np.uint64)
        found[NO_LISTS] = every ^ ((np.uint64(1) << known) - np.uint64(1))

    def _scalar(self, name: str, asked: Any, complete: Array) -> tuple[Array, Array]:
        nothing = np.zeros(self.size, np.bool_)
        match asked:
            case Share():
                part, whole = self._cohort(asked.of), self._cohort(asked.out_of)
                known = (part >= 0) & (whole > 0)
                holds = known & (part * 100 >= asked.percent * whole)
                return holds, holds | ~known
            case Number():
                value = self._cohort(asked.of)
                known = value >= 0
                bound = (
                    value >= asked.at_least if asked.at_least is not None else value <= (asked.at_most or 0)
                )
                return known & bound, ~known | bound
            case Founded():
                return self._founded(asked.years)
            case Is():
                return self._is(asked)
            case Service():
                column = lower.service_column(name)
                months = self._counts_wide(column)
                holds = months >= asked.months
                first = min((int(period[0][:4]) for period in asked.periods), default=0)
                return holds, holds | (complete > max(first, 0))
        return nothing, ~nothing

    def _counts_wide(self, name: str) -> Array:
        found = np.zeros(self.size, np.int64)
        if name in self.names:
            np.maximum.at(found, self.of, self._array(name).cast(pa.int64()).fill_null(0).to_numpy())
        return found

    def _cohort(self, name: str) -> Array:
        """The number of year Y; -1 where it is not recorded."""
        found = np.full(self.size, -1, np.int64)
        if name in self.names:
            values = np.asarray(self._array(name).cast(pa.int64()).fill_null(-1).to_numpy())
            rows = np.flatnonzero(self.latest - self.place // self.size == self.years[self.of])
            found[self.of[rows]] = values[rows]
        return found

    def _founded(self, years: int) -> tuple[Array, Array]:
        none = np.iinfo(np.int32).min
        found = np.full(self.size, none, np.int32)
        if "founded_on" in self.names:
            days = self._array("founded_on").cast(pa.date32()).cast(pa.int32()).fill_null(none)
            found = self._of_subject("founded_on", np.asarray(days.to_numpy()), none)
        known = found != none
        last = lower.founded_by(self.on, years).toordinal() - date(1970, 1, 1).toordinal()
        holds = known & (found <= np.int32(last))
        return holds, holds | ~known

    def _is(self, asked: Is) -> tuple[Array, Array]:
        what = asked.what
        default = {"flag_eligible": True, "martyr": False, "body": "", "occupation": None}[what]
        if what in {"flag_eligible", "martyr"}:
            truth = np.full(self.size, default, np.bool_)
            if what in self.names:
                column = self._array(what).fill_null(default)
                truth = self._of_subject(what, np.asarray(column.to_numpy(zero_copy_only=False)), default)
            holds = np.isin(truth, [bool(each) for each in asked.values])
            return holds, holds
        allowed = TEXTS[what]
        codes = np.zeros(self.size, np.uint8)
        if what in self.names:
            codes = self._of_subject(what, self._codes(what, allowed), 0)
        if what == "body":
            codes = np.where(codes == 0, allowed.index("") + 1, codes)
        holds = np.isin(codes, [allowed.index(str(each)) + 1 for each in asked.values])
        return holds, holds | (codes == 0)


def _numbered(subjects: Any) -> tuple[Array, Array]:
    """The subjects once each, and the place of every row's subject among them."""
    if subjects.null_count:
        row = int(np.flatnonzero(np.asarray(subjects.is_null()))[0])
        raise RegistryError(f"Dòng {row + 1}: cột subject để trống. Hãy điền đủ cột này.")
    if pa.types.is_integer(subjects.type):
        values = subjects.to_numpy()
        low, high = int(values.min()), int(values.max())
        if high - low < 4 * len(values) + 1_000_000:
            here = np.zeros(high - low + 1, np.bool_)
            offset = values - low if low else values
            here[offset] = True
            ids = np.flatnonzero(here)
            if len(ids) == len(here):
                return ids + low, offset
            places = np.cumsum(here, dtype=np.int32) - np.int32(1)
            return ids + low, places[offset]
    coded = subjects.combine_chunks().dictionary_encode()
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    return np.asarray(coded.dictionary.to_numpy(zero_copy_only=False)), coded.indices.to_numpy()
