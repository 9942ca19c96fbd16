"""How a state is shown: a word, a colour and a shape, so that nobody needs to see colour."""

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise

Tone = Literal["quiet", "info", "waiting", "good", "bad"]


@dataclass(frozen=True, slots=True)
class Badge:
    label: str | Promise
    tone: str = "quiet"

    def __str__(self) -> str:
        return str(self.label)


# Any row whose model names its workflow (`workflow = PLAN`) beside the column that the workflow moves.
def of(row: Any) -> Badge:
    """The badge of the state in which the row is."""
    state = getattr(row, row.workflow.field)
    return Badge(row.workflow.labels[state], row.workflow.tones[state])
