"""What has been understood so far, and from which lines. A line nobody took ends in `unread`, by construction."""

from collections.abc import Iterable

from paperwork.plan import Period
from paperwork.plan_parser import counts, times, words
from paperwork.sources.block import Block

Said = tuple[str, tuple[int, ...]]  # a text and the lines it stands on


class ClassDraft:
    """A class while its facts are being gathered; `values` holds each fact with its lines."""

    def __init__(self, name: str | None, key: str, at: int | None) -> None:
        self.name = name
        self.key = key
        self.name_at = () if at is None else (at,)
        self.composition: list[Said] = []
        self.groups: list[tuple[int | None, int]] = []
        self.values: dict[str, tuple[object, tuple[int, ...]]] = {}

    def put(self, field: str, value: object, at: int) -> bool:
        """Keep a fact; the first mention stands, and a second that says otherwise is not understood."""
        if value is None:
            return False
        if field in self.values:
            return self.values[field][0] == value
        self.values[field] = (value, (at,))
        return True

    def add_group(self, text: str, at: int) -> None:
        """One line of the composition, and the number of people it gives its group."""
        text = words.closed(text)
        if text and (text, (at,)) not in self.composition:
            self.composition.append((text, (at,)))
            self.groups.append((counts.group_count(text), at))

    def add_times(self, said: times.Times, at: int) -> bool:
        """Whatever a phrase of time said."""
        parts = {
            "days": said.days,
            "starts_on": said.starts_on,
            "ends_on": said.ends_on,
            "period": said.period,
        }
        took = [self.put(field, value, at) for field, value in parts.items() if value is not None]
        return bool(took) and all(took)

    def headcount(self) -> tuple[int | None, tuple[int, ...]]:
        """The total written, else the sum of the groups where each has its number."""
        if "headcount" in self.values:
            value, ats = self.values["headcount"]
            return (value if isinstance(value, int) else None), ats
        sizes = [size for size, _ in self.groups if size is not None]
        if sizes and len(sizes) == len(self.groups):
            return sum(sizes), tuple(dict.fromkeys(at for _, at in self.groups))
        return None, ()

    @property
    def is_empty(self) -> bool:
        return not self.composition and not self.values


class Draft:
    """The plan while it is being read."""

    def __init__(self, blocks: list[Block], year: int | None) -> None:
        self.blocks = blocks
        self.year = year
        self.used: set[int] = set()
        self.purposes: list[Said] = []
        self.curriculum: list[tuple[Said, list[Said]]] = []
        self.audience: list[Said] = []
        self.classes: list[ClassDraft] = []
        self.shared = ClassDraft(None, "", None)
        self.each_class: int | None = None
        self.each_class_at: tuple[int, ...] = ()
        self.funding: list[Said] = []
        self.assignments: list[tuple[Said, list[Said]]] = []
        self.leftovers: list[Said] = []
        self.deadlines: list[tuple[str, str, int]] = []  # of table rows: what, by which day, the row
        self.open_duties = (
            False  # the last organisation stands alone on its line; bullets beside it are its duties
        )

    def take(self, ats: Iterable[int]) -> None:
        """These lines are understood."""
        self.used.update(ats)

    def add(self, into: list[Said], text: str, at: int) -> None:
        """One more item of a list, without its closing marks."""
        text = words.closed(text)
        if text:
            into.append((text, (at,)))
            self.used.add(at)

    def leftover(self, at: int, text: str) -> None:
        """A part of an understood line that fits no field: it is unread, though the line is not."""
        if text.strip() and (text, (at,)) not in self.leftovers:
            self.leftovers.append((text, (at,)))

    def class_of(self, name: str, key: str, at: int) -> ClassDraft:
        """The class of this name, begun where it is new."""
        self.used.add(at)
        for planned in self.classes:
            if planned.key == key:
                return planned
        self.classes.append(ClassDraft(name, key, at))
        return self.classes[-1]

    def period_of(self, planned: ClassDraft) -> Period | None:
        value = planned.values.get("period", (None, ()))[0]
        return value if isinstance(value, Period) else None
