"""A workflow is a value: states and transitions as data, checked when imported, drawn for the docs.

`move` is the only code that writes a state column. It compares and sets in one statement, so the second of two
clerks is told that the first was quicker.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bangvang.core.errors import WrongState


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    sources: tuple[str, ...]
    to: str


def step(name: str, *sources: str, to: str) -> Step:
    """From any of these states, by this verb, to that state."""
    return Step(name, tuple(sources), to)


@dataclass(frozen=True)
class Workflow:
    """`labels` says what a state is called at the desk; `tones` how the badge looks (see ui/badge.html)."""

    initial: str
    finals: frozenset[str]
    transitions: tuple[Step, ...]
    labels: Mapping[str, str | Promise]
    tones: Mapping[str, str]
    field: str = "state"

    def __post_init__(self) -> None:
        states = set(self.labels)
        used = {self.initial, *self.finals}
        for each in self.transitions:
            used |= {each.to, *each.sources}
        if used != states or set(self.tones) != states:
            raise ValueError(f"workflow: states {sorted(used ^ states)} are not both used and labelled")
        reached, frontier = {self.initial}, [self.initial]
        while frontier:
            here = frontier.pop()
            for each in self.transitions:
                if here in each.sources and each.to not in reached:
                    reached.add(each.to)
                    frontier.append(each.to)
        if reached != states:
            raise ValueError(f"workflow: {sorted(states - reached)} cannot be reached")
        leaving = {source for each in self.transitions for source in each.sources}
        if states - leaving - self.finals:
            raise ValueError(f"workflow: {sorted(states - leaving - self.finals)} is a dead end")
        if leaving & self.finals:
            raise ValueError(f"workflow: a final state is left: {sorted(leaving & self.finals)}")

    def allows(self, row: models.Model, name: str) -> bool:
        """Is it true that this step leaves the state in which the row is?"""
        return any(
            each.name == name and getattr(row, self.field) in each.sources for each in self.transitions
        )

    def move(self, row: models.Model, name: str, **also: object) -> None:
        """Move the row by this step, setting other columns in the same statement; `WrongState` if it cannot."""
        here = getattr(row, self.field)
        for each in self.transitions:
            if each.name == name and here in each.sources:
                moved = (
                    type(row)
                    ._default_manager.filter(pk=row.pk, **{self.field: here})
                    .update(**{self.field: each.to}, **also)
                )
                if moved:
                    setattr(row, self.field, each.to)
                    for column, value in also.items():
                        setattr(row, column, value)
                    return
                raise WrongState(
                    _("Việc này đã được người khác xử lý trước. Hãy tải lại trang để xem hiện trạng.")
                )
        raise WrongState(
            _(
                "Không làm được bước này khi đang ở trạng thái “%(state)s”. Hãy tải lại trang để xem hiện trạng."
            )
            % {"state": self.labels[here]}
        )

    def move_all(self, rows: models.QuerySet[Any], name: str, **also: object) -> int:
        """Move every row of the query that this step leaves, in one statement; returns how many moved."""
        moved = 0
        for each in self.transitions:
            if each.name == name:
                here = {f"{self.field}__in": each.sources}
                moved += rows.filter(**here).order_by().update(**{self.field: each.to}, **also)
        return moved

    def choices(self) -> list[tuple[str, str | Promise]]:
        """For the model's column."""
        return list(self.labels.items())

    def draw(self) -> str:
        """The workflow as a Mermaid state diagram, for the documentation."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        for each in self.transitions:
            lines += [f"    {source} --> {each.to}: {each.name}" for source in each.sources]
        lines += [f"    {final} --> [*]" for final in sorted(self.finals)]
        return "\n".join(lines) + "\n"
