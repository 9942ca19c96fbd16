"""The outline of a paper: which line stands under which, from its numbering, bullets, headings and labels.

No numbering is presumed to be the outer one: a kind met again closes down to its last place, a new kind goes deeper.
"""

import re

from paperwork.plan_parser import duties, labels, words
from paperwork.sources.block import Block

CLASS_LINE = (
    r"(?:\d+\s+)?(?:lop|dot|khoa)\s+(?:thu\s+\w+|so\s+\w+|\d+|[ivx]+|danh cho|cho|tap huan|boi duong|"
    r"nghiep vu|doi voi|[a-e])\b"
)
_ROMAN_VALUE = {"I": 1, "V": 5, "X": 10}
_LETTERS = "abcdđeghiklmnopqrstuvxy"


class Node:
    """One line of the outline with what stands under it; a table is one node with its rows."""

    __slots__ = ("at", "block", "children", "kind", "label", "marker", "rows", "text", "value")

    def __init__(self, at: int, block: Block, kind: str, text: str, marker: str = "", value: int = 0) -> None:
        self.at = at
        self.block = block
        self.kind = kind
        self.text = text
        self.marker = marker
        self.value = value
        self.children: list[Node] = []
        self.rows: list[tuple[int, Block]] = []
        self.label: labels.Label | None = None

    @property
    def is_bullet(self) -> bool:
        return self.kind.startswith("bullet")

    def walk(self) -> "list[Node]":
        """This node and all under it, in the order of the paper."""
        out = [self]
        for child in self.children:
            out.extend(child.walk())
        return out


def build(numbered_blocks: list[tuple[int, Block]]) -> list[Node]:
    """The outline of these lines."""
    root = Node(-1, Block("", 0, 0), "root", "")
    stack = [root]
    for at, block in numbered_blocks:
        if block.table:
            _add_row(stack, at, block)
            continue
        node = _node(at, block)
        if node.kind == "caps" and _goes_on(stack[-1], node):
            stack[-1].children.append(node)
            node.kind = "para"
            continue
        _place(stack, node)
    return root.children


def _node(at: int, block: Block) -> Node:
    marker = words.marker_of(block.text)
    if marker is not None:
        text = block.text[marker.end :]
        heading = not marker.kind.startswith("bullet")
        node = Node(at, block, marker.kind, text, marker.text, _value(marker))
        inner = words.marker_of(text) if heading and len(marker.text) < 4 else None
        if inner is not None and inner.kind.startswith("bullet"):
            node.text = text[inner.end :]
        node.label = labels.label_of(node.text, heading or block.bold or block.level > 0)
        return node
    node = Node(at, block, "para", block.text)
    heading = block.bold or block.level > 0 or words.is_shouted(block.text)
    node.label = labels.label_of(block.text, heading)
    if block.level:
        node.kind = f"h{block.level}"
    elif words.is_shouted(block.text) and len(block.text) < 160 and (node.label or block.bold):
        node.kind = "caps"
    elif re.match(CLASS_LINE, words.fold(block.text[:40])):
        node.kind = "class"
    elif node.label is not None:
        node.kind = "label"
    elif block.bold and len(block.text) < 120 and not block.text.endswith((".", ";")):
        node.kind = "bold"
    elif block.text.endswith(":"):
        node.kind = "para:"
    return node


def _value(marker: words.Marker) -> int:
    digits = re.findall(r"\d+", marker.text)
    if digits:
        return int(digits[-1])
    sign = marker.text.strip("().:/–— -")
    if marker.kind.startswith("roman"):
        total = 0
        for one, two in zip(sign, sign[1:] + " ", strict=False):
            here = _ROMAN_VALUE.get(one, 0)
            total += -here if here < _ROMAN_VALUE.get(two, 0) else here
        return total
    if marker.kind.startswith(("letter", "paren")):
        return _LETTERS.find(sign) + 1
    return 0


def _goes_on(top: Node, node: Node) -> bool:
    """A shouted line right under a shouted heading is the rest of that heading."""
    return node.label is None and top.at == node.at - 1 and words.is_shouted(top.text) and not top.children


def _add_row(stack: list[Node], at: int, block: Block) -> None:
    while stack[-1].is_bullet:
        stack.pop()
    siblings = stack[-1].children
    if not siblings or siblings[-1].kind != "table" or siblings[-1].block.table != block.table:
        siblings.append(Node(at, block, "table", ""))
    siblings[-1].rows.append((at, block))


def _place(stack: list[Node], node: Node) -> None:
    kind = node.kind
    if kind in {"para", "para:"}:
        while stack[-1].is_bullet or stack[-1].kind == "para:":
            stack.pop()
        stack[-1].children.append(node)
        if kind == "para:":
            stack.append(node)
        return
    depth = _same_kind(stack, node)
    if depth:
        del stack[depth:]
    elif kind == "caps":
        del stack[2 if len(stack) > 1 and stack[1].kind == "part" and not stack[1].text else 1 :]
    elif kind[0] == "h" and kind[1:].isdigit():
        while (
            len(stack) > 1
            and not (stack[-1].kind[0] == "h" and stack[-1].kind < kind)
            and _is_inner(stack[-1].kind)
        ):
            stack.pop()
    elif kind in {"class", "label", "bold"}:
        while stack[-1].is_bullet or stack[-1].kind == "para:":
            stack.pop()
        top = stack[-1]
        handed_out = (
            top.label is not None
            and labels.ASSIGNMENT in top.label.names
            and duties.names_organisation(node.text)
        )
        if (
            not handed_out
            and kind != "label"
            and top.kind == "label"
            and (top.label is None or top.label.value or kind == "bold")
        ):
            stack.pop()
    elif not node.is_bullet:
        while stack[-1].is_bullet:
            stack.pop()
    stack[-1].children.append(node)
    stack.append(node)


def _is_inner(kind: str) -> bool:
    return kind.startswith(("bullet", "para", "class", "label", "bold", "letter", "num", "multi", "h"))


def _same_kind(stack: list[Node], node: Node) -> int:
    """How deep the stack holds a node this one stands beside; 0 where its kind is new."""
    places = [depth for depth, other in enumerate(stack) if depth and other.kind == node.kind]
    if not places:
        return 0
    if node.is_bullet:
        numbered = max((depth for depth, other in enumerate(stack) if not other.is_bullet), default=0)
        return next((depth for depth in places if depth > numbered), 0)
    if node.value:
        for depth in reversed(places):
            if stack[depth].value == node.value - 1:
                return depth
        if node.value == 1 and stack[-1].kind in {"para:", "label", "bold", "class"}:
            after = next(
                (
                    d
                    for d in range(len(stack) - 1, places[-1], -1)
                    if stack[d].kind in {"para:", "label", "bold", "class"}
                ),
                0,
            )
            if after:
                return 0
    return places[-1]
