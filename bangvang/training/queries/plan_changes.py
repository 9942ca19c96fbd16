"""Two versions of a plan side by side: what differs, and which row became which.

Rows have no names of their own; they are paired by what they say, so that a row that moved is still the same row.
"""

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bangvang.training.queries.structure import SECTIONS, Group, Leaf, Part, Path, Rows, name_of, shown_as

# --- What differs between two versions ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that differs: where it stands in the newer version, what it is called, both values as shown."""

    place: str
    label: str
    before: str
    after: str


def differences(
    old: Mapping[str, Any], new: Mapping[str, Any], class_pairs: Sequence[int | None] | None = None
) -> list[Difference]:
    """Every place that differs, in the order of the plan.

    `class_pairs` says, for each class of the newer version, the index of the class it continues in the older one;
    without it rows are paired by what they have in common.
    """
    return list(_compare(SECTIONS, old, new, (), "", class_pairs))


def _compare(
    parts: Sequence[Part],
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    path: Path,
    above: str,
    class_pairs: Sequence[int | None] | None = None,
) -> Iterator[Difference]:
    for part in parts:
        before, after = old.get(part.key), new.get(part.key)
        here = (*path, part.key)
        if isinstance(part, Leaf):
            yield from _differ(part, before, after, here, above)
        elif isinstance(part, Group):
            yield from _compare(part.parts, before or {}, after or {}, here, above or f"{part.label}")
        else:
            pairs = class_pairs if here == ("classes",) else None
            yield from _compare_rows(part, before or [], after or [], here, above, pairs)


def _differ(leaf: Leaf, before: object, after: object, path: Path, label: str) -> Iterator[Difference]:
    left, right = shown_as(leaf, before), shown_as(leaf, after)
    if left != right:
        whole = label if not leaf.key else f"{label} – {leaf.label}" if label else str(leaf.label)
        yield Difference(name_of(path), whole, left, right)


def _compare_rows(
    rows: Rows,
    old: list[Any],
    new: list[Any],
    path: Path,
    above: str,
    pairs: Sequence[int | None] | None,
) -> Iterator[Difference]:
    prefix = f"{above} – " if above else ""
    for left, right in _paired(old, new, pairs):
        index = right if right is not None else left
        label = f"{prefix}{rows.one} {(index or 0) + 1}"
        here = (*path, right) if right is not None else path
        before = None if left is None else old[left]
        after = None if right is None else new[right]
        if isinstance(rows.of, Leaf):
            yield from _differ(rows.of, before, after, here, label)
        elif left is None or right is None:
            yield Difference(name_of(here), label, _summary(rows.of, before), _summary(rows.of, after))
        else:
            yield from _compare(rows.of, old[left], new[right], here, label)


def _summary(parts: Sequence[Part], row: Mapping[str, Any] | None) -> str:
    """A whole row in one line, for one that was added or removed."""
    told: list[str] = []
    for part in parts if row else ():
        value = (row or {}).get(part.key)
        if isinstance(part, Leaf):
            told.append(shown_as(part, value))
        elif isinstance(part, Group):
            told.append(_summary(part.parts, value))
        elif isinstance(part.of, Leaf):
            told += [shown_as(part.of, each) for each in value or []]
        else:
            told += [_summary(part.of, each) for each in value or []]
    return "; ".join(each for each in told if each)


Pair = tuple[int | None, int | None]
LEAST_ALIKE = 0.35
MOST_COMPARED = 400


def _paired(old: list[Any], new: list[Any], pairs: Sequence[int | None] | None) -> Iterator[Pair]:
    if pairs is not None:
        for right in range(len(new)):
            yield (pairs[right] if right < len(pairs) else None), right
        for left in sorted(set(range(len(old))) - {each for each in pairs if each is not None}):
            yield left, None
        return
    yield from (pair for pair, is_same in _matched(old, new) if not is_same)


def _matched(old: list[Any], new: list[Any]) -> Iterator[tuple[Pair, bool]]:
    """Which row became which, and whether it stayed the same: equal rows first, then the most alike between them."""
    left, right = ([json.dumps(each, sort_keys=True) for each in rows] for rows in (old, new))
    for tag, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (((a + step, c + step), True) for step in range(b - a))
        else:
            for i, j in _alike(left[a:b], right[c:d]):
                yield (None if i is None else a + i, None if j is None else c + j), False


def _alike(left: list[str], right: list[str]) -> list[Pair]:
    """Pair texts in order so that the pairs are as alike as possible; what is like nothing stands alone."""
    rows, columns = len(left), len(right)
    if rows * columns > MOST_COMPARED:
        return [(i if i < rows else None, i if i < columns else None) for i in range(max(rows, columns))]
    if rows == columns == 1:
        return [(0, 0)]
    best = [[0.0] * (columns + 1) for _row in range(rows + 1)]
    alike = [[difflib.SequenceMatcher(None, x, y, autojunk=False).ratio() for y in right] for x in left]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            together = best[i + 1][j + 1] + alike[i][j] if alike[i][j] >= LEAST_ALIKE else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    found: list[Pair] = []
    i = j = 0
    while i < rows and j < columns:
        if alike[i][j] >= LEAST_ALIKE and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append((i, None))
            i += 1
        else:
            found.append((None, j))
            j += 1
    return [*found, *((k, None) for k in range(i, rows)), *((None, k) for k in range(j, columns))]


# --- Rows move, and the lines they came from go with them ----------------------------------------------------


Lines = tuple[int, int]


def carried(sources: Mapping[str, Lines], old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Lines]:
    """Where each field of the newer version came from, given where those of the older one did."""
    result: dict[str, Lines] = {}
    _carry(SECTIONS, old, new, (), (), sources, result)
    return result


def _carry(
    parts: Sequence[Part],
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    was: Path,
    now: Path,
    sources: Mapping[str, Lines],
    result: dict[str, Lines],
) -> None:
    for part in parts:
        before, after = (*was, part.key), (*now, part.key)
        _copy(before, after, sources, result)
        if isinstance(part, Group):
            _carry(
                part.parts, old.get(part.key) or {}, new.get(part.key) or {}, before, after, sources, result
            )
        elif isinstance(part, Rows):
            left, right = old.get(part.key) or [], new.get(part.key) or []
            for i, j in _moved(left, right):
                _copy((*before, i), (*after, j), sources, result)
                if not isinstance(part.of, Leaf):
                    _carry(part.of, left[i], right[j], (*before, i), (*after, j), sources, result)


def _copy(was: Path, now: Path, sources: Mapping[str, Lines], result: dict[str, Lines]) -> None:
    if (lines := sources.get(name_of(was))) is not None:
        result[name_of(now)] = (lines[0], lines[1])


def _moved(old: list[Any], new: list[Any]) -> Iterator[tuple[int, int]]:
    alone_left, alone_right = [], []
    for (left, right), _is_same in _matched(old, new):
        if left is not None and right is not None:
            yield left, right
        elif left is not None:
            alone_left.append(left)
        elif right is not None:
            alone_right.append(right)
    for right in alone_right:
        twin = next((left for left in alone_left if old[left] == new[right]), None)
        if twin is not None:
            alone_left.remove(twin)
            yield twin, right
