"""A policy answers who may do what, and why not: false with a reason, so a page can explain a missing button."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Verdict:
    allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(True)


def denied(reason: str | Promise) -> Verdict:
    """Not allowed, for this reason, told to the person in a full sentence."""
    return Verdict(False, reason)
