"""A plan (kế hoạch) as read: what every room knows of it, and its one JSON shape.

Named tuples, not dataclasses: as frozen, and importing `dataclasses` would cost a text file's reading more than
the reading itself (the command is measured against a bare `python -c pass`).
"""

from typing import Any, NamedTuple, Self


class DocumentHead(NamedTuple):
    """What the head of the paper says."""

    kind: str = "KẾ HOẠCH"
    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    place: str | None = None
    issued_on: str | None = None


class CurriculumItem(NamedTuple):
    """One topic line with the lines under it; the numbers of the instruments it cites."""

    text: str
    items: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()


class Instrument(NamedTuple):
    """A legal instrument the plan cites. Dates are ISO text, as in the JSON."""

    number: str | None
    title: str | None = None
    issued_on: str | None = None
    in_force_from: str | None = None


class Period(NamedTuple):
    """A time that is not a day: the words as written, and the days it certainly spans."""

    text: str
    first: str | None = None
    last: str | None = None


class PlannedClass(NamedTuple):
    """One class (lớp) the plan announces."""

    name: str | None = None
    composition: tuple[str, ...] = ()
    headcount: int | None = None
    days: float | None = None
    starts_on: str | None = None
    ends_on: str | None = None
    period: Period | None = None
    venue: str | None = None


class Assignment(NamedTuple):
    """The duties of one organisation."""

    organisation: str
    duties: tuple[str, ...] = ()


class Deadline(NamedTuple):
    """A sentence that says "before this day"."""

    text: str
    on: str | None


class Signatory(NamedTuple):
    """Lines of authority joined by a space, the signer's office, the signer's name."""

    capacity: str | None = None
    position: str | None = None
    name: str | None = None


class Unread(NamedTuple):
    """A line that was not understood; `line` counts from 1 into `Plan.lines`."""

    line: int
    text: str


class Plan(NamedTuple):
    """The structured plan. `lines` and `sources` link each field to where it stands; they are not in the JSON."""

    document: DocumentHead = DocumentHead()
    year: int | None = None
    purposes: tuple[str, ...] = ()
    curriculum: tuple[CurriculumItem, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    audience: str | None = None
    classes: tuple[PlannedClass, ...] = ()
    funding: tuple[str, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    recipients: tuple[str, ...] = ()
    signatory: Signatory = Signatory()
    unread: tuple[Unread, ...] = ()
    lines: tuple[str, ...] = ()
    sources: dict[str, tuple[int, int]] = {}

    def to_json(self) -> dict[str, Any]:  # JSON values are of any type
        """The one published shape, key order included."""
        return {
            "document": self.document._asdict(),
            "year": self.year,
            "purposes": list(self.purposes),
            "curriculum": [
                {"text": entry.text, "items": list(entry.items), "instruments": list(entry.instruments)}
                for entry in self.curriculum
            ],
            "instruments": [instrument._asdict() for instrument in self.instruments],
            "audience": self.audience,
            "classes": [_class_to_json(planned) for planned in self.classes],
            "funding": list(self.funding),
            "assignments": [
                {"organisation": entry.organisation, "duties": list(entry.duties)}
                for entry in self.assignments
            ],
            "deadlines": [deadline._asdict() for deadline in self.deadlines],
            "recipients": list(self.recipients),
            "signatory": self.signatory._asdict(),
            "unread": [entry._asdict() for entry in self.unread],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:  # JSON values are of any type
        """The plan that `to_json` wrote; lines and sources are not part of it."""
        return cls(
            document=DocumentHead(**data["document"]),
            year=data["year"],
            purposes=tuple(data["purposes"]),
            curriculum=tuple(
                CurriculumItem(entry["text"], tuple(entry["items"]), tuple(entry["instruments"]))
                for entry in data["curriculum"]
            ),
            instruments=tuple(Instrument(**entry) for entry in data["instruments"]),
            audience=data["audience"],
            classes=tuple(_class_from_json(entry) for entry in data["classes"]),
            funding=tuple(data["funding"]),
            assignments=tuple(
                Assignment(entry["organisation"], tuple(entry["duties"])) for entry in data["assignments"]
            ),
            deadlines=tuple(Deadline(**entry) for entry in data["deadlines"]),
            recipients=tuple(data["recipients"]),
            signatory=Signatory(**data["signatory"]),
            unread=tuple(Unread(**entry) for entry in data["unread"]),
        )


def _class_to_json(planned: PlannedClass) -> dict[str, Any]:
    period = planned.period
    return planned._asdict() | {
        "composition": list(planned.composition),
        "period": period and {"text": period.text, "from": period.first, "to": period.last},
    }


def _class_from_json(data: dict[str, Any]) -> PlannedClass:
    period = data["period"]
    return PlannedClass(
        **{
            **data,
            "composition": tuple(data["composition"]),
            "period": period and Period(period["text"], period["from"], period["to"]),
        }
    )
