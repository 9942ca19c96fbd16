"""Tables: classes as rows (or columns), topics, duties; the columns known by their headings."""

import re

from paperwork.plan_parser import counts, facts, labels, outline, times, words
from paperwork.plan_parser.draft import ClassDraft, Draft, Said
from paperwork.sources.block import Block

Row = tuple[int, Block]


def read(draft: Draft, rows: list[Row], names: frozenset[str], planned: ClassDraft | None) -> None:
    """Take what a table says; rows of a table of no known kind stay unread."""
    if not rows:
        return
    if _read_transposed(draft, rows):
        return
    columns, body, heads = _columns(rows)
    roles = set(columns.values())
    people = roles & {labels.COMPOSITION, labels.AUDIENCE}
    if (
        "organisation" in roles
        and (
            "duty" in roles
            or (labels.CURRICULUM in roles and (labels.ASSIGNMENT in names or labels.TIME not in roles))
        )
        and "class" not in roles
        and not people
    ):
        draft.take(heads)
        _read_duties(draft, body, columns)
    elif ("class" in roles and roles & {*labels.OF_A_CLASS, labels.CURRICULUM}) or (
        people and roles & {labels.HEADCOUNT, labels.TIME, labels.VENUE}
    ):
        draft.take(heads)
        _read_classes(draft, body, columns)
    elif _is_label_table(rows):
        for at, block in rows:
            text = ": ".join(" ".join(cell) for cell in block.cells if cell)
            label = labels.label_of(text, True)
            if label is not None and label.names <= labels.OF_A_CLASS and label.value:
                facts.read(draft, planned or draft.shared, label.value, label.names, at)
    elif labels.CURRICULUM in roles and (labels.CURRICULUM in names or labels.TIME not in roles):
        draft.take(heads)
        _read_topics(draft, body, columns)


def _columns(rows: list[Row]) -> tuple[dict[int, str], list[Row], list[int]]:
    """What each column holds, the rows under the heading, and the heading's lines (it may take two rows)."""
    for start, (_, block) in enumerate(rows[:3]):
        columns = _roles(block.cells)
        if len(columns) < 2:
            continue
        end = start + 1
        if end < len(rows) and _is_second_heading(rows[end][1], columns, block):
            for index, cell in enumerate(rows[end][1].cells):
                role = labels.column_of(" ".join(cell))
                if role:
                    columns[index] = role
            end += 1
        body = [
            row
            for row in rows[end:]
            if _roles(row[1].cells) != columns or any(char.isdigit() for char in row[1].text)
        ]
        again = [at for at, later in rows[end:] if (at, later) not in body]
        return columns, body, [*(at for at, _ in rows[start:end]), *again]
    return {}, rows, []


def _roles(cells: tuple[tuple[str, ...], ...]) -> dict[int, str]:
    columns: dict[int, str] = {}
    for index, cell in enumerate(cells):
        role = labels.column_of(" ".join(cell))
        if role is not None and len(" ".join(cell).split()) <= 14:
            columns[index] = role
    return columns


def _is_second_heading(block: Block, columns: dict[int, str], above: Block) -> bool:
    filled = [" ".join(cell) for cell in block.cells if cell]
    if not filled or any(char.isdigit() for text in filled for char in text):
        return False
    fresh = [
        index
        for index, cell in enumerate(block.cells)
        if cell and index < len(above.cells) and cell != above.cells[index]
    ]
    return (
        bool(fresh)
        and all(
            labels.column_of(" ".join(block.cells[index])) or len(block.cells[index][0]) < 16
            for index in fresh
        )
        and len(fresh) < len(block.cells)
    )


def _cell(block: Block, columns: dict[int, str], *roles: str) -> tuple[tuple[str, ...], int]:
    """The first filled cell of these roles, and its column; empty where the row has none."""
    for role in roles:
        for index, name in columns.items():
            if name == role and index < len(block.cells) and block.cells[index]:
                return block.cells[index], index
    return (), -1


def _read_classes(draft: Draft, body: list[Row], columns: dict[int, str]) -> None:
    current: ClassDraft | None = None
    totals: list[tuple[int, int | None]] = []
    has_people = bool({labels.COMPOSITION, labels.AUDIENCE} & set(columns.values()))
    has_name = "class" in columns.values()
    for at, block in body:
        if re.match(
            r"\W*(?:tong|cong)\b(?! ty| an| doan| chuc)",
            words.fold(" ".join(part for cell in block.cells for part in cell).lstrip("0123456789.| ")),
        ):
            number = next(
                (
                    n
                    for cell in reversed(block.cells)
                    if cell and (n := counts.bare_number(" ".join(cell))) is not None
                ),
                None,
            )
            totals.append((at, number))
            continue
        filled = [cell for cell in block.cells if cell]
        if len(filled) < 2:
            continue
        name_cell, name_index = _cell(block, columns, "class")
        order_cell, order_index = _cell(block, columns, "order")
        covered = (
            name_index in block.covered if has_name else order_index in block.covered and order_index >= 0
        )
        begins = (
            bool(name_cell) and not covered
            if has_name
            else not (order_index >= 0 and covered) and bool(order_cell or "order" not in columns.values())
        )
        if begins or current is None:
            current = _begin(draft, at, " ".join(name_cell), " ".join(order_cell), has_people)
            extends = False
        else:
            extends = True
        draft.used.add(at)
        _take_cells(draft, current, at, block, columns, extends)
    total = sum(size for planned in draft.classes if (size := planned.headcount()[0]) is not None)
    draft.take(at for at, number in totals if number is None or number == total)


def _begin(draft: Draft, at: int, name_text: str, order: str, has_people: bool) -> ClassDraft:
    name_text = words.tidy(name_text)
    marker = words.marker_of(name_text)
    text = name_text[marker.end :] if marker and not marker.kind.startswith("bullet") else name_text
    if not text and facts.class_key(order):
        text = order
    if not text:
        draft.classes.append(ClassDraft(None, f"row{at}", at))
        draft.used.add(at)
        return draft.classes[-1]
    name, key, rest = facts.name_and_rest(text, has_people)
    planned = draft.class_of(name, key, at)
    if rest:
        facts.one_line(draft, planned, rest, at)
    return planned


def _take_cells(
    draft: Draft, planned: ClassDraft, at: int, block: Block, columns: dict[int, str], extends: bool
) -> None:
    numbers: int | None = None
    for index, role in columns.items():
        if index >= len(block.cells) or not block.cells[index] or (extends and index in block.covered):
            continue
        cell = block.cells[index]
        text = " ".join(cell)
        if role in {labels.COMPOSITION, labels.AUDIENCE}:
            for part in cell:
                marker = words.marker_of(part)
                planned.add_group(part[marker.end :] if marker else part, at)
        elif role == labels.HEADCOUNT:
            bare = counts.bare_number(text)
            parts = [counts.bare_number(part) for part in cell]
            numbers = (
                sum(p for p in parts if p)
                if len(cell) > 1 and all(p is not None for p in parts)
                else bare
                if bare is not None
                else counts.headcount(text) or counts.leading_number(text)
            )
        elif role == labels.TIME:
            amount = times.amount(text) if re.fullmatch(r"\s*\d{1,2}(?:[.,]\d)?\s*", text) else None
            heading = _heading_of(draft, at, index)
            if amount is not None and ("ngay" in heading or "buoi" in heading):
                planned.put("days", amount / 2 if "buoi" in heading and "ngay" not in heading else amount, at)
            else:
                both = "dia diem" in heading  # "Thời gian, địa điểm" in one column
                said = "; ".join(cell) if both else text
                facts.read(
                    draft, planned, said, frozenset({labels.TIME, *([labels.VENUE] if both else [])}), at
                )
        elif role in {labels.STARTS, labels.ENDS}:
            named = times.dates_in(text, draft.year).days
            field = "starts_on" if role == labels.STARTS else "ends_on"
            if named:
                planned.put(field, named[0], at)
            else:
                draft.leftover(at, text)
        elif role == labels.VENUE:
            facts.read(draft, planned, text, frozenset({labels.VENUE}), at)
        elif role == labels.CURRICULUM:
            for part in cell:
                marker = words.marker_of(part)
                _add_topic(draft, part[marker.end :] if marker else part, at)
    if numbers is not None:
        if extends and "headcount" in planned.values:
            old, ats = planned.values["headcount"]
            planned.values["headcount"] = ((old if isinstance(old, int) else 0) + numbers, (*ats, at))
        else:
            planned.put("headcount", numbers, at)
    rest = [
        index
        for index, cell in enumerate(block.cells)
        if (cell and index not in columns) or (columns.get(index) in {"note", labels.OTHER} and cell)
    ]
    for index in rest:
        draft.leftover(at, " ".join(block.cells[index]))


def _heading_of(draft: Draft, at: int, index: int) -> str:
    """The folded heading over a cell: its table's first rows, as far as they carry no number of their own."""
    table = draft.blocks[at].table
    heads = [block for block in draft.blocks if block.table == table][:2]
    return " ".join(
        words.fold(" ".join(block.cells[index]))
        for block in heads
        if index < len(block.cells) and block is not draft.blocks[at]
    )


def _add_topic(draft: Draft, text: str, at: int) -> None:
    text = words.closed(text)
    if text and all(text != said[0] for said, _ in draft.curriculum):
        draft.curriculum.append(((text, (at,)), []))


def _read_topics(draft: Draft, body: list[Row], columns: dict[int, str]) -> None:
    for at, block in body:
        cell, _ = _cell(block, columns, labels.CURRICULUM)
        if not cell:
            continue
        draft.used.add(at)
        first, *rest = cell
        marker = words.marker_of(first)
        items: list[Said] = [
            (words.closed(part[m.end :] if (m := words.marker_of(part)) else part), (at,)) for part in rest
        ]
        draft.curriculum.append(((words.closed(first[marker.end :] if marker else first), (at,)), items))
        for index, other in enumerate(block.cells):
            if other and columns.get(index) not in {labels.CURRICULUM, "order"}:
                draft.leftover(at, " ".join(other))


def _read_duties(draft: Draft, body: list[Row], columns: dict[int, str]) -> None:
    for at, block in body:
        owner, _ = _cell(block, columns, "organisation")
        duty, _ = _cell(block, columns, "duty", labels.CURRICULUM)
        if not owner or not duty:
            continue
        name = words.closed(" ".join(owner))
        texts = [words.closed(part[m.end :] if (m := words.marker_of(part)) else part) for part in duty]
        entry = next((entry for entry in draft.assignments if entry[0][0] == name), None)
        if entry is None:
            draft.assignments.append(((name, (at,)), []))
            entry = draft.assignments[-1]
        entry[1].extend((text, (at,)) for text in texts if text)
        draft.used.add(at)
        for index, other in enumerate(block.cells):
            role, text = columns.get(index), " ".join(other)
            if role in {labels.DEADLINE, labels.TIME} and text:
                days = times.dates_in(text, draft.year).days
                if days:
                    draft.deadlines.append((f"{'; '.join(texts)}: {text}", days[-1], at))
                else:
                    draft.leftover(at, text)
            elif other and role in {None, "note", labels.OTHER}:
                draft.leftover(at, text)


def _is_label_table(rows: list[Row]) -> bool:
    known = 0
    for _, block in rows:
        filled = [cell for cell in block.cells if cell]
        text = " ".join(filled[-2]) if len(filled) in {2, 3} else ""
        label = labels.label_of(text, True) if text else None
        known += label is not None and label.names <= labels.OF_A_CLASS
    return known >= 2 and known * 2 >= len(rows)


def _read_transposed(draft: Draft, rows: list[Row]) -> bool:
    """Classes as columns: their names in the first row, the facts' names in the first column."""
    at, head = rows[0]
    names = {
        index: " ".join(cell)
        for index, cell in enumerate(head.cells)
        if index and cell and re.match(outline.CLASS_LINE, words.fold(" ".join(cell)))
    }
    if len(names) < 2 or len(names) < len([cell for cell in head.cells[1:] if cell]):
        return False
    for index, name in names.items():
        keyed = facts.class_key(name)
        draft.class_of(words.closed(name), keyed[0] if keyed else "·" + words.fold(name), at)
        names[index] = name
    for row_at, block in rows[1:]:
        first = [" ".join(cell) for cell in block.cells[: min(names)] if cell]
        label = next((found for text in reversed(first) if (found := labels.label_of(text, True))), None)
        if label is None or not label.names <= labels.OF_A_CLASS:
            continue
        for index, name in names.items():
            if index >= len(block.cells) or not block.cells[index]:
                continue
            keyed = facts.class_key(name)
            planned = draft.class_of(name, keyed[0] if keyed else "·" + words.fold(name), at)
            if label.names & {labels.COMPOSITION, labels.AUDIENCE}:
                for part in block.cells[index]:
                    marker = words.marker_of(part)
                    planned.add_group(part[marker.end :] if marker else part, row_at)
                draft.used.add(row_at)
            else:
                facts.read(draft, planned, " ".join(block.cells[index]), label.names, row_at)
    return True
