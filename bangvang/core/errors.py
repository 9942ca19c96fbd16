"""Errors that carry a sentence for the person; one middleware shows them as page, part or JSON.

Anything else that is raised is a bug: it crashes, is logged with a request id, and the person sees that id.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: where, and a sentence that says what to do."""

    place: str
    sentence: str | Promise


class DomainError(Exception):
    """A sentence that a person can act on, with an HTTP status."""

    status = 400

    def __init__(self, sentence: str | Promise, findings: Sequence[Finding] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.findings = tuple(findings)

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(DomainError):
    """The policy said no."""

    status = 403


class WrongState(DomainError):
    """Somebody was quicker, or the step does not exist from here."""

    status = 409


class RuleViolation(DomainError):
    """The request breaks a rule; `findings` names each place."""

    status = 422
