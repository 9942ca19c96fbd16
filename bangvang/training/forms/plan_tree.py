"""What is typed at the desk, as a tree of texts. Rows are added, removed and moved in it without judging it, so
nothing typed is lost; only saving turns it into the structure.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangvang.training.queries.structure import SECTIONS, Group, Leaf, Part, Path, Rows, name_of, shown_as

# Texts nested as the structure is: their type is no more precise than that of JSON.
Raw = Any

UNREAD = Rows(
    "unread",
    gettext_lazy("Dòng chưa hiểu"),
    gettext_lazy("Dòng"),
    "",
    (Leaf("line", gettext_lazy("Dòng"), "number"), Leaf("text", gettext_lazy("Nội dung"), most=10_000)),
)
MOST_ROWS = 300


# --- Structure and tree of texts -----------------------------------------------------------------------------


def raw_of(structure: Mapping[str, Any], class_links: Sequence[str] = ()) -> Raw:
    """The structure as it is shown in the form."""
    raw = _raw_parts((*SECTIONS, UNREAD), structure)
    for index, row in enumerate(raw["classes"]):
        row["follows"] = class_links[index] if index < len(class_links) else ""
    return raw


def _raw_parts(parts: Sequence[Part], value: Mapping[str, Any]) -> Raw:
    return {part.key: _raw_part(part, value.get(part.key)) for part in parts}


def _raw_part(part: Part, value: Any) -> Raw:
    if isinstance(part, Leaf):
        return shown_as(part, value)
    if isinstance(part, Group):
        return _raw_parts(part.parts, value or {})
    if isinstance(part.of, Leaf):
        return [shown_as(part.of, each) for each in value or []]
    return [_raw_parts(part.of, each) for each in value or []]


def raw_from_post(data: Mapping[str, Any]) -> Raw:
    """The tree of texts that a browser sent; rows in the order of their numbers."""
    trie: Raw = {}
    for name in data:
        *above, last = name.split("-")
        if len(above) > 6:
            continue
        here = trie
        for key in above:
            here = here.setdefault(key, {})
            if not isinstance(here, dict):
                break
        else:
            here.setdefault(last, data[name])
    raw = _read_parts((*SECTIONS, UNREAD), trie)
    # Beside the plan's own fields: which old class a class continues, where a line not understood shall go.
    for rows, beside in (("classes", "follows"), ("unread", "to")):
        sent = trie.get(rows)
        for row, posted in zip(raw[rows], _in_order(sent if isinstance(sent, dict) else {}), strict=True):
            value = posted.get(beside, "") if isinstance(posted, dict) else ""
            row[beside] = value if isinstance(value, str) else ""
    return raw


def _in_order(rows: Raw) -> list[Raw]:
    numbers = sorted((key for key in rows if key.isdecimal()), key=int)
    return [rows[key] for key in numbers[:MOST_ROWS]]


def _read_parts(parts: Sequence[Part], trie: Raw) -> Raw:
    branch = trie if isinstance(trie, dict) else {}
    return {part.key: _read_part(part, branch.get(part.key)) for part in parts}


def _read_part(part: Part, trie: Raw) -> Raw:
    if isinstance(part, Leaf):
        return trie if isinstance(trie, str) else ""
    if isinstance(part, Group):
        return _read_parts(part.parts, trie)
    rows = _in_order(trie) if isinstance(trie, dict) else []
    if isinstance(part.of, Leaf):
        return [each if isinstance(each, str) else "" for each in rows]
    return [_read_parts(part.of, each) for each in rows]


def texts_of(raw: Raw) -> dict[str, str]:
    """Every text of the tree by the name of its place."""
    return dict(_texts(raw, ()))


def _texts(raw: Raw, path: Path) -> Iterator[tuple[str, str]]:
    if isinstance(raw, str):
        yield name_of(path), raw
        return
    for key, value in raw.items() if isinstance(raw, dict) else enumerate(raw):
        yield from _texts(value, (*path, key))


# --- Rows are added, removed and moved -----------------------------------------------------------------------


def _find(path: Sequence[str]) -> tuple[Part | None, bool]:
    """The part of the description at this path, and whether the path ends at one row of it."""
    parts: Sequence[Part] = (*SECTIONS, UNREAD)
    part: Part | None = None
    is_row = False
    for key in path:
        if key.isdecimal():
            if not isinstance(part, Rows) or is_row:
                return None, False
            is_row = True
            parts = () if isinstance(part.of, Leaf) else part.of
            continue
        part, is_row = next((each for each in parts if each.key == key), None), False
        if part is None:
            return None, False
        parts = part.parts if isinstance(part, Group) else ()
    return part, is_row


def _at(raw: Raw, path: Sequence[str]) -> Raw:
    for key in path:
        raw = raw[int(key)] if isinstance(raw, list) else raw[key]
    return raw


def _blank(rows: Rows) -> Raw:
    if isinstance(rows.of, Leaf):
        return ""
    row = _raw_parts(rows.of, {})
    return row | {"follows": ""} if rows.key == "classes" else row


def _first_leaf(parts: Sequence[Part]) -> str:
    return next(each.key for each in parts if isinstance(each, Leaf))


def edit(raw: Raw, order: str, stored: Raw = None) -> str:
    """Do what a button of the form asks (`add:purposes`, `up:classes-1`), and say which field to go to next.

    An order that fits nothing in the tree (an old page, a meddler) changes nothing.
    """
    verb, _colon, place = order.partition(":")
    path = place.split("-")
    part, is_row = _find(path)
    try:
        if verb == "add" and isinstance(part, Rows) and not is_row and part is not UNREAD:
            return _add(raw, path, part)
        if verb in {"remove", "up", "down", "seen"} and is_row:
            return _move(raw, path, verb)
        if verb == "attach" and is_row and part is UNREAD:
            return _attach(raw, path)
        if verb == "take" and stored is not None and isinstance(part, Leaf | Rows):
            above = _at(raw, path[:-1])
            value = _at(stored, path)
            if isinstance(above, dict):
                above[path[-1]] = value
            elif int(path[-1]) < len(above):
                above[int(path[-1])] = value
            else:
                above.append(value)
            return place
    except (KeyError, IndexError, TypeError, ValueError):
        return ""
    return ""


def _add(raw: Raw, path: list[str], rows: Rows, value: Raw = None) -> str:
    found = _at(raw, path)
    found.append(_blank(rows) if value is None else value)
    row: Path = (*path, len(found) - 1)
    return name_of(row if isinstance(rows.of, Leaf) else (*row, _first_leaf(rows.of)))


def _move(raw: Raw, path: list[str], verb: str) -> str:
    rows, index = _at(raw, path[:-1]), int(path[-1])
    row = rows.pop(index)
    if verb in {"remove", "seen"}:
        return name_of(path[:-1])
    to = max(0, index - 1) if verb == "up" else index + 1
    rows.insert(to, row)
    moved: Path = (*path[:-1], min(to, len(rows) - 1))
    part, _is_row = _find(path)
    if isinstance(part, Rows) and not isinstance(part.of, Leaf):
        moved = (*moved, _first_leaf(part.of))
    return name_of(moved)


def _attach(raw: Raw, path: list[str]) -> str:
    """Copy a line that was not understood to the place the officer chose, and take it off the list."""
    row = _at(raw, path)
    target = row.get("to", "").split("-")
    part, is_row = _find(target)
    if part is None or is_row or isinstance(part, Group):
        return ""
    if isinstance(part, Leaf):
        above = _at(raw, target[:-1])
        above[target[-1]] = f"{above[target[-1]]} {row['text']}".strip()
        focus = name_of(target)
    else:
        value: Raw = row["text"]
        if not isinstance(part.of, Leaf):
            value = _blank(part) | {_first_leaf(part.of): row["text"]}
        focus = _add(raw, target, part, value)
    _move(raw, path, "seen")
    return focus


def targets(raw: Raw) -> list[tuple[str, str]]:
    """Where a line that was not understood may go."""
    found = [
        ("document-title", _("Trích yếu")),
        ("purposes", _("Mục đích, yêu cầu")),
        ("curriculum", _("Nội dung")),
    ]
    found += [
        (f"curriculum-{index}-items", _("Ý của nội dung %(order)s") % {"order": index + 1})
        for index in range(len(raw["curriculum"]))
    ]
    found.append(("audience", _("Đối tượng")))
    for index, row in enumerate(raw["classes"]):
        which = {"name": row["name"] or _("Lớp thứ %(order)s") % {"order": index + 1}}
        found.append((f"classes-{index}-composition", _("%(name)s: thành phần") % which))
        found.append((f"classes-{index}-period-text", _("%(name)s: thời gian dự kiến") % which))
        found.append((f"classes-{index}-venue", _("%(name)s: địa điểm") % which))
    found.append(("funding", _("Kinh phí")))
    found += [
        (
            f"assignments-{index}-duties",
            _("Nhiệm vụ của %(name)s") % {"name": row["organisation"] or index + 1},
        )
        for index, row in enumerate(raw["assignments"])
    ]
    return [*found, ("deadlines", _("Thời hạn")), ("recipients", _("Nơi nhận"))]
