"""Every paper in and out: read plans, write official documents in the form of Decree 30/2020. Pure Python.

Names are imported when asked for, so that reading a text file does not pay for the PDF and Word libraries.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from paperwork.official import OfficialDocument, render
    from paperwork.plan import Plan
    from paperwork.reading import Unreadable, read_plan

__all__ = ["OfficialDocument", "Plan", "Unreadable", "read_plan", "render"]

_HOME = {
    "OfficialDocument": "paperwork.official",
    "Plan": "paperwork.plan",
    "Unreadable": "paperwork.reading",
    "read_plan": "paperwork.reading",
    "render": "paperwork.official",
}


def __getattr__(name: str) -> Any:  # a module's attribute may be anything
    if name not in _HOME:
        raise AttributeError(name)
    return getattr(import_module(_HOME[name]), name)
