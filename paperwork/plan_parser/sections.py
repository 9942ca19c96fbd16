"""The walk through the outline: each line is taken by the part of the plan it stands under, or stays unread."""

import re

from paperwork.plan_parser import counts, duties, facts, labels, outline, tables, words
from paperwork.plan_parser.draft import ClassDraft, Draft
from paperwork.plan_parser.outline import Node

_NO_CLASS_HERE = frozenset({labels.PURPOSE, labels.FUNDING, labels.ASSIGNMENT, labels.OTHER, labels.DEADLINE})
_INTRO = (
    r"(?:.{0,160}?\b)?(?:như sau|sau đây|sau|gồm|gồm có|bao gồm|cụ thể|cụ thể là|gồm các nội dung|"
    r"các nội dung)\s*:?\s*$"
)


def _is_note(text: str) -> bool:
    """ "* Lưu ý: …": a remark to the reader, which no field holds."""
    return words.fold(text).lstrip("*-+•( ").startswith(("luu y", "ghi chu", "chu y"))


def _is_intro(text: str) -> bool:
    """A line that only announces what stands under it."""
    return re.match(_INTRO, text[-170:], re.IGNORECASE) is not None


def read(draft: Draft, nodes: list[Node], names: frozenset[str], planned: ClassDraft | None) -> None:
    """Take the lines of one level; `names` is the part they stand under."""
    if labels.ASSIGNMENT in names:
        _read_assignments(draft, nodes)
        return
    current = names
    rivals = _structural_classes(nodes, names)
    for node in nodes:
        if node.kind == "table":
            tables.read(draft, node.rows, names, planned)
            continue
        within = current if node.is_bullet or node.kind.startswith("para") else names
        if _is_class(node, within, rivals):
            _read_class(draft, node, within)
            continue
        label = _label(node, within)
        if label is not None:
            _read_labelled(draft, node, label, names, planned)
            if label.names != {labels.OTHER} and (
                not label.value
                or label.names
                & {labels.COMPOSITION, labels.AUDIENCE, labels.PURPOSE, labels.CURRICULUM, labels.FUNDING}
            ):
                current = label.names
            else:
                current = names
            continue
        if _is_note(node.text):
            continue
        _read_plain(draft, node, within, planned)


def _label(node: Node, within: frozenset[str]) -> labels.Label | None:
    """The node's label where it names a part here; inside purposes only a heading leaves them."""
    label = node.label
    if label is None:
        return None
    if (
        within == {labels.PURPOSE}
        and labels.PURPOSE not in label.names
        and (node.is_bullet or node.kind == "label")
    ):
        return None
    if within == {labels.FUNDING} and label.names <= {labels.FUNDING, labels.OTHER}:
        return None
    if within == {labels.PURPOSE} and label.value and not _is_bare(node.text):
        return None
    if (
        within == {labels.CURRICULUM}
        and label.names
        <= {
            labels.PURPOSE,
            labels.FUNDING,
            labels.OTHER,
            labels.ASSIGNMENT,
            labels.CURRICULUM,
            labels.CLASSES,
        }
        and node.is_bullet
        and not _is_note(node.text)
    ):
        return None
    return label


def _is_bare(text: str) -> bool:
    """A label that says nothing beyond its name: "Yêu cầu:", not "Yêu cầu đối với giảng viên:"."""
    return labels.label_of(text[: labels.label_colon(text)], True) is not None


def _facts_below(node: Node) -> int:
    return sum(
        1
        for child in node.children
        if child.label is not None and child.label.names & (labels.OF_A_CLASS - {labels.AUDIENCE})
    )


def _structural_classes(nodes: list[Node], names: frozenset[str]) -> set[int]:
    """Siblings without a label of their own whose children say number, time and people: classes by another name."""
    if names & _NO_CLASS_HERE:
        return set()
    alike = [
        node
        for node in nodes
        if node.label is None
        and node.kind not in {"table", "para"}
        and _facts_below(node)
        and len(node.text) < 220
        and not _is_intro(node.text)
    ]
    return (
        {node.at for node in alike}
        if len(alike) > 1 and sum(_facts_below(node) for node in alike) > len(alike)
        else set()
    )


def _is_class(node: Node, within: frozenset[str], rivals: set[int]) -> bool:
    if within & _NO_CLASS_HERE or node.kind == "table":
        return False
    if node.at in rivals:
        return True
    folded = words.fold(node.text)
    if re.match(r"(?:\d+\s+)?(?:lop|dot|khoa)\b", folded) is None:
        return False
    if words.closed(folded).strip() in {"lop tap huan", "lop boi duong", "lop hoc"}:
        return False  # the heading over the one class, which has no name then
    keyed = facts.class_key(node.text) is not None
    says = _facts_below(node) > 0 or counts.headcount(node.text) is not None or facts._is_fact(node.text)
    if within == {labels.CURRICULUM}:
        return says and (keyed or _facts_below(node) > 0)
    if keyed:
        return True
    if node.label is not None and not _facts_below(node) and not says:
        return False
    if re.match(outline.CLASS_LINE, folded) is None and not folded.startswith("lop"):
        return False
    return says or bool(
        within & {labels.CLASSES, labels.COMPOSITION, labels.TIME, labels.HEADCOUNT}
        and folded.startswith("lop")
        and node.text.rstrip().endswith((";", ".", ":"))
    )


def _read_class(draft: Draft, node: Node, within: frozenset[str]) -> None:
    named_below = any(
        child.label and child.label.names & {labels.COMPOSITION, labels.AUDIENCE} for child in node.children
    )
    if re.match(r"(?:\d+\s+)?(?:lop|dot|khoa)\b", words.fold(node.text)):
        name, key, rest = facts.name_and_rest(words.tidy(node.text), named_below)
    else:
        name, key, rest = words.closed(node.text), "·" + words.fold(words.closed(node.text)), ""
    planned = draft.class_of(name, key, node.at)
    context = within & (labels.OF_A_CLASS | {labels.COMPOSITION})
    only = context if len(context) == 1 and facts.begins_as(rest, context) else frozenset[str]()
    if rest and not facts.read(draft, planned, rest, only, node.at):
        draft.leftover(node.at, rest)
    below = context or frozenset({labels.CLASSES})
    read(draft, node.children, below, planned)


def _read_labelled(
    draft: Draft, node: Node, label: labels.Label, names: frozenset[str], planned: ClassDraft | None
) -> None:
    if label.names == {labels.OTHER}:
        if not label.value and not node.children:
            return
        read(draft, node.children, label.names, planned)
        if not label.value and any(child.at in draft.used for child in node.walk()[1:]):
            draft.used.add(node.at)
        return
    if label.value:
        _take(draft, node, label.value, label.names, planned)
        read(draft, node.children, label.names, planned)
        return
    draft.used.add(node.at)
    if label.names == {labels.CURRICULUM} and node.is_bullet and labels.CURRICULUM in names:
        _read_plain(draft, node, names, planned)
        return
    read(draft, node.children, label.names, planned)


def _read_plain(draft: Draft, node: Node, names: frozenset[str], planned: ClassDraft | None) -> None:
    """A line without a label, under the part named; a heading over understood lines is understood with them."""
    if names and labels.OTHER not in names:
        if labels.CURRICULUM in names and not (names & labels.OF_A_CLASS and _is_time_or_place(node.text)):
            _read_topic(draft, node, names, planned)
            return
        if node.text and not (node.children and _is_intro(node.text)):
            _take(draft, node, node.text, names, planned)
        elif node.children:
            draft.used.add(node.at)
            if planned is None and (names & labels.OF_A_CLASS or labels.CLASSES in names):
                _take_overview(draft, node.text, node.at)
            elif names & labels.OF_A_CLASS:
                facts._number(draft, planned or draft.shared, node.text, node.at)
    read(draft, node.children, names, planned)
    if (
        (
            node.children
            and node.at not in draft.used
            and not node.is_bullet
            and node.kind not in {"para", "para:"}
        )
        or (node.kind == "para:" and _is_intro(node.text))
    ) and any(
        child.at in draft.used or (child.rows and child.rows[0][0] in draft.used)
        for below in node.children
        for child in below.walk()
    ):
        draft.used.add(node.at)


def _is_time_or_place(text: str) -> bool:
    return re.match(
        rf"(?:{facts._TIME_START}|{facts._VENUE_START}|\d+ người)", text, re.IGNORECASE
    ) is not None and facts._is_fact(text)


def _read_topic(draft: Draft, node: Node, names: frozenset[str], planned: ClassDraft | None) -> None:
    if node.kind == "para:" and _is_intro(node.text) and node.children:
        draft.used.add(node.at)
        read(draft, node.children, names, planned)
        return
    if (
        not node.children
        and node.text.rstrip().endswith(":")
        and re.fullmatch(
            r"(?:tập huấn|gồm|phổ biến|triển khai|quán triệt)?\s*(?:các |những )?(?:nội dung|"
            r"chuyên đề)?\s*(?:cụ thể |chủ yếu |chính )?(?:như sau|sau|sau đây)?\s*:",
            node.text,
            re.IGNORECASE,
        )
    ):
        draft.used.add(node.at)
        return
    text = words.closed(node.text)
    if not text:
        return
    items: list[tuple[str, tuple[int, ...]]] = []
    for child in node.children:
        for below in child.walk():
            if below.kind == "table":
                tables.read(draft, below.rows, names, planned)
            elif not _is_note(below.text):
                draft.add(items, below.text, below.at)
    draft.curriculum.append(((text, (node.at,)), items))
    draft.used.add(node.at)


def _take(draft: Draft, node: Node, text: str, names: frozenset[str], planned: ClassDraft | None) -> None:
    """Give one text to the part it belongs to."""
    at = node.at
    if labels.PURPOSE in names:
        draft.add(draft.purposes, text, at)
    elif labels.FUNDING in names:
        draft.add(draft.funding, text, at)
    elif labels.CURRICULUM in names and not names & labels.OF_A_CLASS:
        draft.curriculum.append(((words.closed(text), (at,)), []))
        draft.used.add(at)
    elif labels.ASSIGNMENT in names:
        _read_duty(draft, node, text)
    elif names == {labels.AUDIENCE} and planned is None:
        facts_below = facts.read(draft, draft.shared, text, names, at)
        if facts_below and draft.shared.composition and draft.shared.composition[-1][1] == (at,):
            draft.audience.append(draft.shared.composition[-1])
    elif names & labels.OF_A_CLASS or labels.CLASSES in names:
        _take_facts(draft, node, text, names, planned)


def _take_facts(
    draft: Draft, node: Node, text: str, names: frozenset[str], planned: ClassDraft | None
) -> None:
    target = planned or draft.shared
    known = names & labels.OF_A_CLASS
    if planned is not None and node.kind == "para" and _told_itself(planned) and not facts._is_fact(text):
        return
    if labels.CLASSES in names and planned is None:
        _take_overview(draft, text, node.at)
        return
    if labels.AUDIENCE in known and planned is None and known != {labels.AUDIENCE}:
        before = len(target.composition)
        facts.read(draft, target, text, known, node.at)
        draft.audience.extend(target.composition[before:])
        return
    if labels.CLASSES in names and not known:
        if facts._is_fact(text) or (facts._INLINE_LABEL and re.match(r"\d+ người", text)):
            facts.read(draft, target, text, frozenset(), node.at)
        elif node.is_bullet or node.kind == "para":
            facts.read(draft, target, text, frozenset({labels.COMPOSITION}), node.at)
        return
    facts.read(draft, target, text, known, node.at)


def _told_itself(planned: ClassDraft) -> bool:
    """A class whose own line named its people: a paragraph below it speaks of something else."""
    return bool(planned.composition) and planned.composition[0][1] == planned.name_at


def _take_overview(draft: Draft, text: str, at: int) -> None:
    """ "Tổ chức 02 lớp, mỗi lớp 01 ngày, trong quý II": what holds for all classes."""
    each = counts.of_each_class(text)
    if each is not None:
        draft.each_class, draft.each_class_at = each, (at,)
    number = re.sub(r"\d+\s*(?:\([^()]*\)\s*)?lớp", "lớp", text)
    took = facts._time(draft, draft.shared, number, at) if facts._is_fact(number) else False
    if each is None and took is False and counts.headcount(text) is not None:
        took = facts._number(draft, draft.shared, text, at)
    if took or each is not None or re.search(r"\d+\s*(?:\([^()]*\)\s*)?lớp|các lớp", text):
        draft.used.add(at)


def _read_assignments(draft: Draft, nodes: list[Node]) -> None:
    for node in nodes:
        if node.kind == "table":
            tables.read(draft, node.rows, frozenset({labels.ASSIGNMENT}), None)
            continue
        label = node.label
        part = label is not None and labels.ASSIGNMENT in label.names and not label.value
        if label is not None and (part or not duties.names_organisation(node.text)):
            if label.names & {labels.ASSIGNMENT} and not label.value:
                draft.used.add(node.at)
                _read_assignments(draft, node.children)
                continue
            if not node.is_bullet or label.names & {labels.FUNDING, labels.DEADLINE}:
                _read_labelled(draft, node, label, frozenset(), None)
                continue
        if _is_note(node.text):
            continue
        _read_duty(draft, node, node.text)


def _read_duty(draft: Draft, node: Node, text: str) -> None:
    """One organisation with its duties: on the line, or under it."""
    heading = bool(node.children) or (not node.is_bullet and not node.kind.startswith("para"))
    if node.kind == "para" and len(text) < 120 and not text.rstrip().endswith((".", ";", ",")):
        heading = duties.names_organisation(text)  # a name alone on its line, its bullets beside it
    split = duties.split_duty(text, heading)
    if (
        split is None
        and heading
        and node.children
        and len(text.split()) <= 20
        and not text.rstrip().endswith((".", ";"))
    ):
        split = (duties.organisation_name(text), "")
    if split and not split[1] and not node.children and text.rstrip().endswith((".", ";")):
        split = None  # a sentence without a verb we know, not a name alone on its line
    if split is None:
        open_entry = draft.assignments[-1] if draft.assignments else None
        if (open_entry is not None and not open_entry[1] and not node.children) or (
            open_entry is not None and open_entry[1] and node.is_bullet and draft.open_duties
        ):
            draft.add(open_entry[1], text, node.at)
        elif node.children:
            _read_assignments(draft, node.children)
        return
    organisation, duty = split
    own = [child for child in node.children if child.kind != "table" and _is_own(child)]
    if not duty and len(own) > 1 and len(own) == len(node.children):
        draft.used.add(node.at)
        _read_assignments(draft, node.children)
        return
    entry: tuple[tuple[str, tuple[int, ...]], list[tuple[str, tuple[int, ...]]]] = (
        (organisation, (node.at,)),
        [],
    )
    draft.assignments.append(entry)
    draft.used.add(node.at)
    draft.open_duties = not duty and not node.children
    if duty:
        draft.add(entry[1], duty, node.at)
    for child in node.children:
        if child.kind == "table":
            tables.read(draft, child.rows, frozenset({labels.ASSIGNMENT}), None)
            continue
        for below in child.walk():
            if below.kind != "table" and not _is_note(below.text):
                draft.add(entry[1], below.text, below.at)


def _is_own(child: Node) -> bool:
    colon = child.text.find(":")
    return 0 < colon < 120 and duties.names_organisation(child.text[:colon])
