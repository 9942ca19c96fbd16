"""A plan as a form: one field per leaf of its structure, named by its place (`classes-0-headcount`)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangvang.core import text
from bangvang.training.forms.fields import field_for
from bangvang.training.forms.plan_tree import UNREAD, Raw
from bangvang.training.queries.plan_changes import Lines
from bangvang.training.queries.plans import ClassChoice
from bangvang.training.queries.structure import SECTIONS, Group, Leaf, Part, Path, Rows, name_of

FOLLOWS = gettext_lazy("Tiếp nối lớp của kế hoạch cũ")
# Fields of these kinds are short enough to stand beside each other.
SHORT = {"day", "number", "half_days"}


@dataclass(frozen=True)
class Node:
    """A part of the form for the page: a field, a group, or rows of nodes."""

    name: str
    label: Any
    kind: str  # leaf, group, rows
    field: forms.BoundField | None = None
    lines: Lines | None = None
    children: tuple["Node", ...] = ()
    add: Any = ""
    index: int = 0
    is_row: bool = False
    is_first: bool = False
    is_last: bool = False
    is_short: bool = False
    has_focus: bool = False
    shows_lines: bool = True


class PlanForm(forms.Form):
    """The whole plan. Bound, it judges what was typed; unbound, it only shows it."""

    def __init__(self, raw: Raw, *, choices: Sequence[ClassChoice] = (), judge: bool = False) -> None:
        self.raw, self.choices = raw, choices
        found = self._leaves((*SECTIONS, UNREAD), raw, (), "")
        leaves = {name: (leaf, value, label) for name, leaf, value, label in found}
        texts = {name: value for name, (_leaf, value, _label) in leaves.items()}
        super().__init__(data=texts if judge else None, initial=texts)
        for name, (leaf, _value, label) in leaves.items():
            self.fields[name] = field_for(leaf)
            self.fields[name].label = label
        if choices:
            for index, row in enumerate(raw["classes"]):
                self._add_follows(f"classes-{index}-follows", row["follows"])

    def _add_follows(self, name: str, value: str) -> None:
        options = [
            ("", _("Lớp mới, không tiếp nối lớp nào")),
            *((each.code, each.name) for each in self.choices),
        ]
        self.fields[name] = forms.ChoiceField(
            label=FOLLOWS,
            choices=options,
            required=False,
            help_text=_(
                "Hai lớp cùng tiếp nối một lớp là tách lớp; lớp không được lớp nào tiếp nối sẽ bị hủy."
            ),
            error_messages={"invalid_choice": _("Lớp này không còn trong kế hoạch cũ. Hãy chọn lại.")},
        )
        self.initial[name] = value
        if self.is_bound:
            self.data = {**self.data, name: value}

    def _leaves(
        self, parts: Sequence[Part], raw: Raw, path: Path, above: str
    ) -> Iterator[tuple[str, Leaf, str, str]]:
        """Every field: its name, what it is, its text, and what the summary of errors calls it."""
        prefix = f"{above} – " if above else ""
        for part in parts:
            here, value = (*path, part.key), raw[part.key]
            if isinstance(part, Leaf):
                yield name_of(here), part, value, f"{prefix}{part.label}"
            elif isinstance(part, Group):
                yield from self._leaves(part.parts, value, here, above)
            else:
                for index, row in enumerate(value):
                    label = f"{prefix}{part.one} {index + 1}"
                    if isinstance(part.of, Leaf):
                        yield name_of((*here, index)), part.of, row, label
                    else:
                        yield from self._leaves(part.of, row, (*here, index), label)

    def clean(self) -> dict[str, Any]:
        """What no field can judge alone: days in order, a period with its words."""
        for index in range(len(self.raw["classes"])):
            here = f"classes-{index}"
            self._in_order(
                f"{here}-starts_on", f"{here}-ends_on", _("Ngày bế giảng phải từ ngày khai giảng trở đi.")
            )
            self._in_order(
                f"{here}-period-from",
                f"{here}-period-to",
                _("Ngày kết thúc dự kiến phải từ ngày bắt đầu trở đi."),
            )
            days = [self.cleaned_data.get(f"{here}-period-{key}") for key in ("from", "to")]
            if any(days) and not self.cleaned_data.get(f"{here}-period-text", "").strip():
                self.add_error(
                    f"{here}-period-text",
                    _("Hãy ghi thời gian dự kiến bằng lời, ví dụ: dự kiến trong quý II năm 2024."),
                )
        return self.cleaned_data

    def _in_order(self, first: str, last: str, sentence: str) -> None:
        start, end = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if start and end and end < start:
            self.add_error(last, sentence)

    # --- after judging ---

    def structure(self) -> dict[str, Any]:
        """The plan as typed. Rows with nothing in them are left out."""
        clean = self._structure_of((*SECTIONS, UNREAD), self.raw, ())
        return {"document": {"kind": "KẾ HOẠCH", **clean.pop("document")}, **clean}

    def class_links(self) -> list[str]:
        """For each class that is left, which class of the old plan it continues."""
        rows = next(each for each in SECTIONS if each.key == "classes")
        assert isinstance(rows, Rows)
        assert not isinstance(rows.of, Leaf)
        return [
            self.cleaned_data.get(f"classes-{index}-follows", "")
            for index, row in enumerate(self.raw["classes"])
            if not _is_blank(self._structure_of(rows.of, row, ("classes", index)))
        ]

    def _structure_of(self, parts: Sequence[Part], raw: Raw, path: Path) -> Any:
        result: dict[str, Any] = {}
        for part in parts:
            here, value = (*path, part.key), raw[part.key]
            if isinstance(part, Leaf):
                result[part.key] = self._value(part, here)
            elif isinstance(part, Group):
                whole = self._structure_of(part.parts, value, here)
                result[part.key] = None if part.is_optional and _is_blank(whole) else whole
            elif isinstance(part.of, Leaf):
                rows = [self._value(part.of, (*here, index)) for index in range(len(value))]
                result[part.key] = [row for row in rows if row]
            else:
                found = [self._structure_of(part.of, row, (*here, index)) for index, row in enumerate(value)]
                result[part.key] = [row for row in found if not _is_blank(row)]
        return result

    def _value(self, leaf: Leaf, path: Path) -> Any:
        value = self.cleaned_data[name_of(path)]
        if leaf.kind == "list":
            return [each for each in (text.clean(part) for part in value.split(";")) if each]
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, str):
            # A line of its own (`""` for a required text of a row) is null, as when reading.
            return text.clean(value) or ("" if leaf.key == "text" or leaf.key == "organisation" else None)
        return value

    # --- for the page ---

    def nodes(self, lines: Mapping[str, Lines], focus: str = "") -> list[Node]:
        """The form as the page draws it, each place with the lines of the source it came from."""
        self._lines, self._focus = lines, focus
        if focus in self.fields:
            self.fields[focus].widget.attrs["autofocus"] = True
        return [self._node(part, self.raw[part.key], (part.key,)) for part in SECTIONS]

    def _node(self, part: Part, raw: Raw, path: Path, above: Lines | None = None, first: bool = True) -> Node:
        """A part of the form. What has no lines of its own came from those of the whole above it."""
        name = name_of(path)
        own = self._lines.get(name)
        if isinstance(part, Leaf):
            is_short = part.kind in SHORT or part.most <= 60
            shows = own is not None or first
            return Node(
                name, part.label, "leaf", self[name], own or above, is_short=is_short, shows_lines=shows
            )
        if isinstance(part, Group):
            inside = [
                self._node(each, raw[each.key], (*path, each.key), own, place == 0)
                for place, each in enumerate(part.parts)
            ]
            return Node(name, part.label, "group", None, None, tuple(inside))
        rows = tuple(self._row(part, row, (*path, index), index, len(raw)) for index, row in enumerate(raw))
        has_focus = name == self._focus
        return Node(name, part.label, "rows", None, own, rows, part.add, has_focus=has_focus)

    def _row(self, rows: Rows, raw: Raw, path: Path, index: int, count: int) -> Node:
        name = name_of(path)
        lines = self._lines.get(name)
        ends: Any = {
            "index": index + 1,
            "is_row": True,
            "is_first": index == 0,
            "is_last": index == count - 1,
        }
        if isinstance(rows.of, Leaf):
            return Node(name, rows.one, "leaf", self[name], lines, **ends)
        inside = [self._node(each, raw[each.key], (*path, each.key), lines, False) for each in rows.of]
        if rows.key == "classes" and self.choices:
            follows = f"{name}-follows"
            inside.insert(1, Node(follows, FOLLOWS, "leaf", self[follows]))
        return Node(name, rows.one, "group", None, lines, tuple(inside), **ends)


def _is_blank(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_is_blank(each) for each in value.values())
    return value in (None, "", [])
