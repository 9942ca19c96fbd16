"""YAML nodes with their lines: every question about a key is answered, or refused where it stands."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Final, NoReturn

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from rulebook.errors import RuleError

LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
TEXT, INTEGER, TRUTH, DAY, NULL = (
    f"tag:yaml.org,2002:{each}" for each in ("str", "int", "bool", "timestamp", "null")
)
REQUIRED: Final = "\0"
WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]*)")  # 010, 0x10 and 1_000 are other numbers than they look
ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_rows(file: Path, text: str | None = None) -> "Row":
    """The mapping at the top of a file. Raises RuleError when it is no YAML or no mapping."""
    name = "/".join(file.parts[-3:])
    try:
        content = file.read_text(encoding="utf-8") if text is None else text
        node = yaml.compose(content, Loader=LOADER)
    except UnicodeDecodeError as error:
        raise RuleError(name, 1, "(tệp)", "chữ UTF-8") from error
    except OSError as error:
        raise RuleError(name, 1, "(tệp)", "một tệp đọc được") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        tab = content.splitlines()[line - 1 : line]
        told = "dấu cách thay cho dấu tab ở đầu dòng" if tab and "\t" in tab[0] else "YAML đúng cú pháp"
        raise RuleError(name, line, "(tệp)", told) from error
    if not isinstance(node, MappingNode):
        raise RuleError(name, 1, "(tệp)", "các cặp “khóa: giá trị” ở đầu tệp")
    return Row(name, node)


class Row:
    """A mapping: what stands under each key, and on which line."""

    __slots__ = ("fields", "file", "line")

    def __init__(self, file: str, node: MappingNode) -> None:
        self.file, self.line = file, node.start_mark.line + 1
        self.fields: dict[str, Node] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode) or key.tag != TEXT:
                told = getattr(key, "value", "…")
                raise RuleError(
                    file, key.start_mark.line + 1, str(told), "khóa là chữ (đặt trong dấu nháy nếu cần)"
                )
            if key.value in self.fields:
                raise RuleError(file, key.start_mark.line + 1, key.value, "mỗi khóa chỉ một lần")
            self.fields[key.value] = value

    def wrong(self, key: str, expected: str) -> NoReturn:
        """Refuse what stands under a key."""
        node = self.fields.get(key)
        raise RuleError(self.file, node.start_mark.line + 1 if node else self.line, key, expected)

    def has(self, key: str) -> bool:
        """Is it true that the key is given?"""
        return key in self.fields

    def only(self, *known: str) -> None:
        """Refuse a key that means nothing here."""
        for key in self.fields:
            if key not in known:
                near = get_close_matches(key, known, 1)
                offer = f"; có phải “{near[0]}”?" if near else ""
                self.wrong(key, f"một khóa trong: {', '.join(known)}{offer}")

    def _scalar(self, key: str, tag: str, expected: str) -> str:
        node = self.fields.get(key)
        if node is None:
            self.wrong(key, f"khóa này: {expected}")
        if not isinstance(node, ScalarNode) or node.tag != tag:
            self.wrong(key, expected)
        return str(node.value)

    def text(self, key: str, default: str = REQUIRED) -> str:
        """A text; an implicit boolean, number or date is refused."""
        if default != REQUIRED and key not in self.fields:
            return default
        found = self._scalar(key, TEXT, "một chuỗi chữ (đặt trong dấu nháy nếu là số, ngày, yes, no)").strip()
        if not found:
            self.wrong(key, "một chuỗi không rỗng")
        return found

    def word(self, key: str) -> str:
        """A text or a whole number as text; empty when absent."""
        node = self.fields.get(key)
        if node is None:
            return ""
        if not isinstance(node, ScalarNode) or node.tag not in {TEXT, INTEGER} or not node.value.strip():
            self.wrong(key, "một số hoặc chữ, ví dụ 24 hoặc đ")
        if node.tag == INTEGER and not WHOLE.fullmatch(node.value):
            self.wrong(key, "số viết bằng chữ số thường, hoặc đặt trong dấu nháy")
        return str(node.value)

    def number(self, key: str, default: int | None = None, *, least: int = 0, most: int | None = None) -> int:
        """A whole number from `least` up, or to `most`."""
        if default is not None and key not in self.fields:
            return default
        expected = f"một số nguyên từ {least} " + ("trở lên" if most is None else f"đến {most}")
        found = self._scalar(key, INTEGER, expected)
        if not WHOLE.fullmatch(found) or int(found) < least or (most is not None and int(found) > most):
            self.wrong(key, expected)
        return int(found)

    def truth(self, key: str, default: bool) -> bool:
        """true or false, written so."""
        if key not in self.fields:
            return default
        found = self._scalar(key, TRUTH, "true hoặc false")
        if found not in {"true", "false"}:
            self.wrong(key, "true hoặc false")
        return found == "true"

    def day(self, key: str, default: str = REQUIRED) -> str:
        """An ISO day, plain or quoted."""
        node = self.fields.get(key)
        if node is None and default != REQUIRED:
            return default
        if not isinstance(node, ScalarNode):
            self.wrong(key, "một ngày, ví dụ 2025-07-01")
        try:
            if not ISO.fullmatch(node.value):
                raise ValueError
            return date.fromisoformat(node.value).isoformat()
        except ValueError:
            self.wrong(key, "một ngày, ví dụ 2025-07-01")

    def choice(self, key: str, known: Sequence[str]) -> str:
        """One of these texts."""
        found = self.text(key)
        if found not in known:
            near = get_close_matches(found, known, 1)
            self.wrong(key, f"một trong: {', '.join(known)}" + (f"; có phải “{near[0]}”?" if near else ""))
        return found

    def items(self, key: str) -> list[Node]:
        """The members of a list that is not empty."""
        node = self.fields.get(key)
        if not isinstance(node, SequenceNode) or not node.value:
            self.wrong(key, "một danh sách có ít nhất một mục")
        return list(node.value)

    def choices(self, key: str, known: Iterable[str]) -> list[str]:
        """A list of some of these texts, each once."""
        known = list(known)
        found = []
        for node in self.items(key):
            if not isinstance(node, ScalarNode) or node.tag != TEXT or node.value not in known:
                names = ", ".join(each or "“”" for each in known)
                raise RuleError(self.file, node.start_mark.line + 1, key, f"các chữ trong: {names}")
            found.append(str(node.value))
        if len(set(found)) != len(found):
            self.wrong(key, "mỗi giá trị một lần")
        return found

    def row(self, key: str) -> "Row":
        """A mapping."""
        node = self.fields.get(key)
        if not isinstance(node, MappingNode):
            self.wrong(key, "các cặp “khóa: giá trị”")
        return Row(self.file, node)

    def rows(self, key: str) -> "list[Row]":
        """A list of mappings."""
        found = []
        for node in self.items(key):
            if not isinstance(node, MappingNode):
                raise RuleError(
                    self.file, node.start_mark.line + 1, key, "mỗi mục là các cặp “khóa: giá trị”"
                )
            found.append(Row(self.file, node))
        return found

    def plain(self, key: str) -> object:
        """A value of any plain shape: text, number, list or mapping of such; None when absent."""
        node = self.fields.get(key)
        return None if node is None else self._plain(key, node)

    def _plain(self, key: str, node: Node) -> object:
        if isinstance(node, SequenceNode):
            return tuple(self._plain(key, each) for each in node.value)
        if isinstance(node, MappingNode):
            inner = Row(self.file, node)
            return tuple((name, self._plain(name, each)) for name, each in inner.fields.items())
        if node.tag == INTEGER and WHOLE.fullmatch(node.value):
            return int(node.value)
        if node.tag == NULL:
            return None
        if node.tag in {TEXT, DAY}:
            return str(node.value)
        if node.tag == TRUTH and node.value in {"true", "false"}:
            return str(node.value) == "true"
        self.wrong(key, "chữ trong dấu nháy, số nguyên, ngày hoặc danh sách")
