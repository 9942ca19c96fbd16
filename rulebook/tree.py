"""The rule tree: a closed vocabulary of criteria over years, arranged by the law's files and read by every reader.

A series says of each year whether something held; a window says which years count; a criterion asks something of a
series in a window, or of the subject. Nothing here evaluates: `explain`, `scan` and `sql` do, and must agree.
"""

from typing import Final, Literal

from rulebook.record import record

Certainty = Literal["read", "secondary", "derived", "recalled"]
CERTAINTIES: Final[tuple[Certainty, ...]] = ("read", "secondary", "derived", "recalled")
RATINGS: Final = ("not_completed", "completed", "good", "excellent")
SCOPES: Final = ("grassroots", "province", "national")
KINDS: Final = ("individual", "collective", "household")
OCCUPATIONS: Final = ("official", "worker", "farmer", "soldier", "business", "intellectual", "other")
BODIES: Final = ("", "enterprise", "province_level", "armed_forces", "commune", "village", "foreign")
AWARD_KINDS: Final = ("cong_trang", "dot_xuat", "phong_trao", "cong_hien", "nien_han", "doi_ngoai")
DISCIPLINE_FORMS: Final = (
    "khien_trach", "canh_cao", "ha_bac_luong", "giang_chuc", "cach_chuc", "buoc_thoi_viec",
)  # fmt: skip
MERIT_KINDS: Final = (
    "movement_outstanding", "cluster_leader", "sudden_achievement", "many_achievements", "contribution",
    "political_task", "prize", "invention", "outstanding_work", "research_accepted", "combat_ingenuity",
    "effective_model",
)  # fmt: skip
COHORT: Final = (
    "members", "members_completed", "advanced_workers", "grassroots_fighters", "members_disciplined_from_warning",
)  # fmt: skip
YEARS: Final = 62  # how far back a year-bitset reaches; bit k is the year Y-k
MASK: Final = (1 << YEARS) - 1


@record
class Source:
    """Where a rule stands: instrument, and where known article, clause (khoản) and point (điểm)."""

    instrument: str
    article: str = ""
    clause: str = ""
    point: str = ""

    def __str__(self) -> str:
        parts = [f"điểm {self.point}"] if self.point else []
        parts += [f"khoản {self.clause}"] if self.clause else []
        parts += [f"Điều {self.article}"] if self.article else []
        return " ".join([*parts, self.instrument])

    def to_dict(self) -> dict[str, str | int | None]:
        """As the command prints it: numbers as numbers, what is not named as null."""
        return {
            "instrument": self.instrument,
            "article": _number(self.article),
            "clause": _number(self.clause),
            "point": self.point or None,
        }


def _number(value: str) -> str | int | None:
    return int(value) if value.isdecimal() else value or None


# ---------- series: what held in which year ----------


@record
class Rated:
    """Years rated at least so."""

    at_least: str


@record
class Awarded:
    """Years of a recorded award of this key that may serve as a basis.

    `several`: may be given more than once a year. `now`: year Y also counts when the award's own rule is met in Y.
    """

    key: str
    several: bool = False
    now: bool = False


@record
class Initiative:
    """Years with an initiative recognised in this scope or a wider one."""

    scope: str


@record
class Condition:
    """What a merit must also say: `movement_years` at least 5, `review` is not interim."""

    key: str
    op: Literal["at_least", "is", "is_not"]
    value: int | str


@record
class Merited:
    """Years with a recorded merit of one of these kinds, in this scope or a wider one."""

    kinds: tuple[str, ...]
    scope: str = ""
    where: tuple[Condition, ...] = ()


@record
class Disciplined:
    """Years touched by a discipline that was imposed by the day of consideration."""


@record
class Either:
    """Years in which at least one of them held."""

    of: tuple["Series", ...]


@record
class Both:
    """Years in which all of them held."""

    of: tuple["Series", ...]


Series = Rated | Awarded | Initiative | Merited | Disciplined | Either | Both
Leaf = Rated | Awarded | Initiative | Merited | Disciplined


@record
class Window:
    """Which years count. `after`: later than the last such award (of those that leave `leaving` years);
    `unused`: later than the last such award, or all; `span`: inside the enclosing run; `served`: not before or under
    a discipline, where the book has that principle."""

    back: tuple[int, int] = (0, YEARS - 1)
    after: Awarded | None = None
    leaving: int = 0
    unused: Awarded | None = None
    span: bool = False
    served: bool = True


# ---------- criteria ----------


@record(kw_only=True)
class Node:
    """What every criterion carries: its place in the tree, its rule, its citation and how certain it is."""

    id: str
    rule: str
    source: Source
    certainty: Certainty
    text: str = ""
    note: str = ""


@record
class All(Node):
    of: tuple["Criterion", ...]


@record
class Any(Node):
    of: tuple["Criterion", ...]


@record
class Meets(Node):
    """The rule of another award, in the same year and on the same day."""

    award: str


@record
class Count(Node):
    """How many times within the window; exactly one of the bounds is given."""

    of: Series
    window: Window
    at_least: int | None = None
    at_most: int | None = None


@record
class Held(Node):
    """In every one of these years (counted back from Y)."""

    of: Series
    back: tuple[int, ...]
    window: Window


@record
class Run(Node):
    """An unbroken run of `years` years ending at Y; what must also be found in that time."""

    of: Series
    years: int
    or_more: bool
    window: Window
    in_that_time: tuple["Criterion", ...] = ()


@record
class RunAnywhere(Node):
    of: Series
    years: int


@record
class Share(Node):
    """Of a collective in year Y: one number is at least so many percent of another."""

    of: str
    out_of: str
    percent: int


@record
class Number(Node):
    """Of a collective in year Y: a number is at least, or at most, so many."""

    of: str
    at_least: int | None = None
    at_most: int | None = None


@record
class Founded(Node):
    """Built up for so many years on the day of consideration."""

    years: int


@record
class Is(Node):
    """What the subject is: occupation, body, flag_eligible, martyr."""

    what: str
    values: tuple[str | bool, ...]


@record
class Service(Node):
    """Full months of service in a force, within the counted periods (days, both included)."""

    force: str
    months: int
    periods: tuple[tuple[str, str, str], ...] = ()


@record
class Judged(Node):
    """What only people can judge; a recorded contrary fact makes it unmet."""

    contradicted_by: "Criterion | None" = None


@record
class NotExamined(Node):
    """A route whose standard was not read: it has no value."""


@record
class NeedsText(Node):
    """Unknown until the text of the instrument has been read."""


Criterion = (
    All | Any | Meets | Count | Held | Run | RunAnywhere | Share | Number | Founded | Is | Service | Judged
    | NotExamined | NeedsText
)  # fmt: skip


@record
class Version:
    """A rule between two days, `since` included and `until` not, for these kinds of subject."""

    since: str  # ISO days compare as text: the compiled form needs no parsing
    until: str  # "" is open
    kinds: tuple[str, ...]
    root: Criterion
    selected_by: str = "consideration"
    note: str = ""

    def stands(self, on: str) -> bool:
        """Is it true that this version holds on this ISO day?"""
        return self.since <= on and (not self.until or on < self.until)


@record
class Principle:
    """What holds for every award: `block`, `served`, `unused`, `basis`; or `tell`, a text that people apply."""

    key: str
    does: str
    since: str
    until: str
    rule: str
    source: Source
    certainty: Certainty
    text: str
    subjects: tuple[str, ...] = KINDS
    kinds: tuple[str, ...] = ()
    note: str = ""

    def stands(self, on: str) -> bool:
        """Is it true that this principle holds on this ISO day?"""
        return self.since <= on and (not self.until or on < self.until)


@record
class Value:
    """A dated value with its citation: a bonus coefficient, a threshold, a time limit, who decides."""

    what: str
    since: str
    until: str
    rule: str
    source: Source
    certainty: Certainty
    value: object = None
    unit: str = ""
    text: str = ""
    level: str = ""
    subject: str = ""
    note: str = ""

    def stands(self, on: str) -> bool:
        """Is it true that this value holds on this ISO day?"""
        return self.since <= on and (not self.until or on < self.until)


@record
class Award:
    """An emulation title or a form of commendation with its rules through time."""

    key: str
    name: str
    name_en: str
    kind: str
    subjects: tuple[str, ...]
    order: int
    needs_year: bool
    yearly: bool
    versions: tuple[Version, ...]
    decided_by: tuple[Value, ...] = ()
    bonus: tuple[Value, ...] = ()
    procedure: tuple[Value, ...] = ()
    overlay: str = ""

    def version(self, on: str, kind: str) -> Version | None:
        """The version in force on this ISO day for this kind of subject."""
        return next((each for each in self.versions if kind in each.kinds and each.stands(on)), None)


@record
class Law:
    """Everything that was loaded: what a `Rulebook` reads."""

    awards: dict[str, Award]
    principles: tuple[Principle, ...] = ()
    parameters: dict[str, tuple[Value, ...]] = {}
    fingerprint: str = ""
    overlays: tuple[str, ...] = ()
    titles: frozenset[str] = frozenset()  # keys of emulation titles: they serve as a basis without a kind

    def principle(self, does: str, on: str) -> Principle | None:
        """The principle that does this on this ISO day."""
        return next((each for each in self.principles if each.does == does and each.stands(on)), None)


def children(node: Criterion) -> tuple[Criterion, ...]:
    """The criteria directly inside this one."""
    match node:
        case All() | Any():
            return node.of
        case Run():
            return node.in_that_time
        case Judged(contradicted_by=Node() as inner):
            return (inner,)
        case _:
            return ()


def has_value(node: Criterion) -> bool:
    """Is it true that this node can be met or unmet by recorded facts alone (a contradiction aside)?"""
    match node:
        case Judged() | NotExamined():
            return False
        case All() | Any():
            return any(has_value(each) for each in node.of)
        case _:
            return True
