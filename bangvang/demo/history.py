"""Ten years of invented merit: what people and bodies were rated, given, and once in a while blamed for.

Half a million facts through the models would cost minutes, so rows are made as tuples and written by one statement per
table and chunk; the statements name the models' own columns. The same seed gives the same history.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from django.db import connection, models

from bangvang.core import sequences, text
from bangvang.directory.models import Organisation, Person
from bangvang.registry import queries
from bangvang.registry.models import (
    Award,
    Discipline,
    Fact,
    Initiative,
    Merit,
    Proceeding,
    Subject,
    YearRecord,
)

CHUNK: Final = 5000
SOURCE: Final = "Hồ sơ lưu tại đơn vị"
YOUNGEST: Final = 23  # nobody is rated before this age
SUBJECT: Final = (
    "code", "kind", "person", "organisation", "household_name", "household_code", "commune", "occupation",
    "is_martyr", "founded_on", "flag_eligible", "body", "history_complete_from", "data_version", "folded", "sort_key",
)  # fmt: skip
COLUMNS: Final[Mapping[type[Fact], tuple[str, ...]]] = {
    YearRecord: (
        "subject", "source", "year", "rating", "members", "members_completed", "advanced_workers",
        "grassroots_fighters", "members_disciplined_from_warning",
    ),
    Award: ("subject", "source", "key", "year", "decided_on", "number", "kind", "decided_by"),
    Initiative: ("subject", "source", "year", "scope", "name", "number", "decided_on"),
    Merit: (
        "subject", "source", "kind", "year", "scope", "movement_years", "stable_years", "review", "description",
    ),
    Discipline: ("subject", "source", "form", "valid_from", "valid_to"),
    Proceeding: ("subject", "source", "kind", "valid_from", "valid_to"),
}  # fmt: skip
WORKS: Final = (
    "Sổ theo dõi tiến bộ của học sinh", "Quy trình tiếp nhận hồ sơ một lần", "Góc đọc mở ở sân trường",
    "Lịch trực số hóa", "Biểu mẫu thống kê dùng chung", "Tuyến đường hoa tự quản", "Thư viện lưu động",
)  # fmt: skip
UNIT: Final = "Thủ trưởng đơn vị"
COMMITTEE: Final = "Chủ tịch Ủy ban nhân dân huyện"
PROVINCE: Final = "Chủ tịch Ủy ban nhân dân tỉnh"

Row = tuple[Any, ...]  # as the columns above say


@dataclass
class Ledger:
    """Rows that wait to be written, by table."""

    rows: dict[type[Fact], list[Row]] = field(default_factory=lambda: {model: [] for model in COLUMNS})

    def year(self, subject: int, year: int, rating: str, *numbers: int) -> None:
        """A rating; of a collective with its five numbers."""
        self.rows[YearRecord].append((subject, SOURCE, year, rating, *(numbers or (None,) * 5)))

    def award(self, subject: int, key: str, year: int, by: str, kind: str = "cong_trang") -> None:
        """A title or a commendation, decided at the end of its year."""
        number, decided = _decision(key, year)
        self.rows[Award].append((subject, SOURCE, key, year, decided, number, kind, by))

    def initiative(self, subject: int, year: int, scope: str, name: str) -> None:
        """An initiative that was recognised."""
        number, decided = _decision("sang-kien", year)
        self.rows[Initiative].append((subject, SOURCE, year, scope, name, number, decided))

    def merit(self, subject: int, kind: str, year: int, scope: str, movement_years: int | None) -> None:
        """An achievement of a movement or a task."""
        self.rows[Merit].append((subject, SOURCE, kind, year, scope, movement_years, None, "", ""))

    def discipline(self, subject: int, form: str, start: date, end: date | None) -> None:
        """A disciplinary measure."""
        self.rows[Discipline].append((subject, SOURCE, form, _day(start), _day(end)))

    def proceeding(self, subject: int, kind: str, start: date, end: date | None) -> None:
        """A matter that is, or was, being cleared up."""
        self.rows[Proceeding].append((subject, SOURCE, kind, _day(start), _day(end)))

    def write(self) -> None:
        """Write what waits."""
        for model, rows in self.rows.items():
            insert(model, COLUMNS[model], rows)
            rows.clear()


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """One statement for many rows; `names` are the model's fields."""
    known = {each.name: str(each.column) for each in model._meta.concrete_fields}
    columns, marks = ", ".join(f'"{known[name]}"' for name in names), ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})', list(rows))


def _day(day: date | None) -> Any:  # as the database wants it
    return connection.ops.adapt_datefield_value(day)


_DECISIONS: dict[tuple[str, int], tuple[str, Any]] = {}


def _decision(key: str, year: int) -> tuple[str, Any]:
    if (key, year) not in _DECISIONS:
        number = 100 + (sum(map(ord, key)) + 57 * year) % 900
        _DECISIONS[key, year] = (f"{number}/QĐ-UBND", _day(date(year, 12, 20)))
    return _DECISIONS[key, year]


# --- Records ----------------------------------------------------------------------------------------------------


@dataclass
class Registry:
    """Opens records with codes one after the other, all of one version."""

    version: int = 0
    last: int = 0

    def __post_init__(self) -> None:
        self.version, self.last = sequences.take(queries.COUNTER), sequences.last("DT")

    def _code(self) -> str:
        self.last += 1
        return f"DT-{self.last:06d}"

    def people(self, people: Sequence[Person], complete_from: int) -> list[int]:
        """Open the record of each; their keys in the same order. The people were written one after the other."""
        rows = []
        for each in people:
            code = self._code()
            rows.append(
                (code, "individual", each.pk, None, "", "", None, "official", False, None, True, "",
                 complete_from, self.version, f"{each.folded} {code.lower()}", each.sort_key)
            )  # fmt: skip
        insert(Subject, SUBJECT, rows)
        keys = [each.pk for each in people]
        found = dict(
            Subject.objects.filter(person_id__gte=min(keys), person_id__lte=max(keys)).values_list(
                "person_id", "pk"
            )
        )
        return [found[key] for key in keys]

    def bodies(self, bodies: Sequence[Organisation], complete_from: int) -> list[int]:
        """Open the record of each body; their keys in the same order."""
        rows = []
        for each in bodies:
            code = self._code()
            kind = "commune" if each.tier_id == "commune" else ""
            rows.append(
                (code, "collective", None, each.pk, "", "", None, "", False, _day(each.valid_from), True, kind,
                 complete_from, self.version, f"{text.fold(each.name)} {code.lower()}", each.sort_key)
            )  # fmt: skip
        insert(Subject, SUBJECT, rows)
        keys = [each.pk for each in bodies]
        found = dict(Subject.objects.filter(organisation_id__in=keys).values_list("organisation_id", "pk"))
        return [found[key] for key in keys]

    def household(self, commune: Organisation, name: str, number: str, complete_from: int) -> int:
        """Open the record of one household."""
        code = self._code()
        row = (code, "household", None, None, name, number, commune.pk, "", False, None, True, "",
               complete_from, self.version, f"{text.fold(name)} {code.lower()} {number.lower()}",
               text.name_sort_key(name)[:800])  # fmt: skip
        insert(Subject, SUBJECT, [row])
        return Subject.objects.values_list("pk", flat=True).get(code=code)

    def close(self) -> None:
        """Let the next record continue here."""
        sequences.reach("DT", self.last)


# --- What chance brings -----------------------------------------------------------------------------------------


def life(ledger: Ledger, subject: int, years: Iterable[int], random: Random, today: date) -> None:
    """The years of one person: most are good, titles follow ratings, a few are blamed."""
    chance, fighter = random.random, []
    better = chance() * 0.25  # who does well tends to do well again
    for year in years:
        luck = chance() - better
        if luck > 0.985:
            continue  # nobody wrote it down
        rating = (
            "excellent" if luck < 0.12 else "good" if luck < 0.86 else "completed" if luck < 0.98 else "not_completed"
        )  # fmt: skip
        ledger.year(subject, year, rating)
        if rating not in ("excellent", "good"):
            if rating == "not_completed":
                start = date(year, random.randrange(1, 13), 1)
                form = "khien_trach" if chance() < 0.7 else "canh_cao"
                ledger.discipline(subject, form, start, start + timedelta(days=364))
            continue
        if chance() < 0.96:
            ledger.award(subject, "advanced_worker", year, UNIT)
        has_work = chance() < 0.12
        if has_work:
            scope = "province" if chance() < 0.08 else "grassroots"
            ledger.initiative(subject, year, scope, WORKS[year % len(WORKS)])
        if (rating == "excellent" and chance() < 0.6) or (has_work and chance() < 0.8):
            ledger.award(subject, "grassroots_emulation_fighter", year, COMMITTEE)
            fighter.append(year)
            if {year - 1, year - 2} <= set(fighter) and chance() < 0.3:
                ledger.initiative(subject, year, "province", WORKS[(year + 3) % len(WORKS)])
                ledger.award(subject, "provincial_emulation_fighter", year, PROVINCE)
            elif year - 1 in fighter and chance() < 0.25:
                ledger.award(subject, "provincial_certificate_of_merit", year, PROVINCE)
        elif chance() < 0.06:
            ledger.award(subject, "certificate_of_commendation", year, COMMITTEE)
        if chance() < 0.01:
            ledger.merit(subject, "movement_outstanding", year, "province", 3 + year % 3)
    if chance() < 0.002:
        kind = "denunciation" if chance() < 0.5 else "verification"
        ledger.proceeding(subject, kind, today - timedelta(days=random.randrange(1, 90)), None)


def body_life(ledger: Ledger, subject: int, size: int, years: Iterable[int], random: Random) -> None:
    """The years of one body: its numbers, and the titles that they carry."""
    excellent = []
    for year in years:
        members = max(3, size + random.randrange(-2, 3))
        advanced = round(members * random.uniform(0.62, 1.0))
        fighters = min(advanced, round(members * random.uniform(0, 0.2)))
        disciplined = 1 if random.random() < 0.03 else 0
        luck = random.random()
        rating = "excellent" if luck < 0.22 else "good" if luck < 0.9 else "completed"
        ledger.year(subject, year, rating, members, members - (luck > 0.95), advanced, fighters, disciplined)
        if rating == "completed" or disciplined:
            continue
        if rating == "excellent" and fighters and random.random() < 0.7:
            ledger.award(subject, "excellent_labour_collective", year, PROVINCE)
            excellent.append(year)
            if year - 1 in excellent and random.random() < 0.3:
                ledger.award(subject, "provincial_certificate_of_merit", year, PROVINCE)
        else:
            ledger.award(subject, "advanced_labour_collective", year, COMMITTEE)


def working_years(person: Person, first: int, last: int) -> range:
    """From the first year in which the person can have been rated."""
    born = person.birth_date.year + YOUNGEST if person.birth_date else first
    return range(max(first, born), last + 1)


def write_people(
    registry: Registry, people: Sequence[Person], *, first: int, today: date, random: Random
) -> None:
    """The records and the years of these people, up to the last whole year."""
    if not people:
        return
    ledger = Ledger()
    for person, subject in zip(people, registry.people(people, first), strict=True):
        life(ledger, subject, working_years(person, first, today.year - 1), random, today)
    ledger.write()


def write_bodies(
    registry: Registry,
    bodies: Sequence[tuple[Organisation, int]],
    *,
    first: int,
    today: date,
    random: Random,
) -> None:
    """The records and the years of these bodies, each with how many serve there."""
    for start in range(0, len(bodies), CHUNK):
        part, ledger = bodies[start : start + CHUNK], Ledger()
        keys = registry.bodies([each for each, _ in part], first)
        for (_, size), subject in zip(part, keys, strict=True):
            body_life(ledger, subject, size, range(first, today.year), random)
        ledger.write()


# --- The district of the demo -----------------------------------------------------------------------------------


def load(
    organisations: Mapping[str, Organisation],
    people: Mapping[str, Sequence[Person]],
    known: Mapping[str, Person],
    on: date,
) -> None:
    """Ten years of the demo district: by chance for most, written out for those whom everybody meets.

    `people` by the code of their unit, `known` by the name of their account.
    """
    random, last = Random("An Hòa, thành tích"), on.year - 1
    first = last - 9
    registry, ledger = Registry(), Ledger()
    everybody = [each for unit in people.values() for each in unit]
    met = {each.pk: username for username, each in known.items()}
    keys = registry.people(everybody, first)
    for person, subject in zip(everybody, keys, strict=True):
        if person.pk in met and met[person.pk] in STORIES:
            _of_age(person, first)
            STORIES[met[person.pk]](ledger, subject, first, last, on)
        else:
            life(ledger, subject, working_years(person, first, last), random, on)
    bodies = [(each, len(people.get(code, ()))) for code, each in organisations.items()]
    for (body, size), subject in zip(
        bodies, registry.bodies([each for each, _ in bodies], first), strict=True
    ):
        if body.code in SHARES:
            _share(ledger, subject, first, last, *SHARES[body.code])
        else:
            body_life(ledger, subject, size, range(first, last + 1), random)
    commune = organisations["xa-dong-phu"]
    for number, name in enumerate(HOUSEHOLDS, start=1):
        subject = registry.household(commune, name, f"DP-{number:03d}", last - 2)
        for year in range(last - 2, last + 1):
            ledger.award(subject, "cultural_family", year, "Chủ tịch Ủy ban nhân dân xã", "")
    ledger.write()
    registry.close()


def _of_age(person: Person, first: int) -> None:
    """Somebody with a story of ten years is old enough for it."""
    born = person.birth_date
    if born is not None and born.year + YOUNGEST > first:
        person.birth_date = born.replace(year=first - YOUNGEST, day=min(born.day, 28))
        person.save(update_fields=["birth_date"])


HOUSEHOLDS: Final = ("Hộ ông Huỳnh Văn Đởm", "Hộ bà Lâm Thị Sáu", "Hộ ông Danh Phước Lành")
# Members, and how many of them are advanced workers: just enough for the collective's title, and one short of it.
SHARES: Final = {"th-1": (20, 14), "th-2": (29, 20)}


def _good(
    ledger: Ledger, subject: int, years: Iterable[int], rating: str = "good", title: bool = True
) -> None:
    for year in years:
        ledger.year(subject, year, rating)
        if title:
            ledger.award(subject, "advanced_worker", year, UNIT)


def _fighter(ledger: Ledger, subject: int, years: Iterable[int]) -> None:
    for year in years:
        ledger.initiative(subject, year, "grassroots", WORKS[year % len(WORKS)])
        ledger.award(subject, "grassroots_emulation_fighter", year, COMMITTEE)


def _anh(ledger: Ledger, subject: int, first: int, last: int, on: date) -> None:
    """Three titles in a row and an initiative that the province recognised: the next title is open to her."""
    _good(ledger, subject, range(first, last - 2))
    _good(ledger, subject, range(last - 2, last + 1), "excellent")
    _fighter(ledger, subject, range(last - 2, last + 1))
    ledger.initiative(subject, last - 1, "province", "Góc đọc mở cho học sinh vùng ven sông")


def _uyen(ledger: Ledger, subject: int, first: int, last: int, on: date) -> None:
    """One year short of the province's title: two titles in a row, the third is missing."""
    _good(ledger, subject, range(first, last + 1))
    _fighter(ledger, subject, range(last - 1, last + 1))
    ledger.initiative(subject, last, "province", "Bộ thí nghiệm vật lí từ đồ dùng cũ")


def _lam(ledger: Ledger, subject: int, first: int, last: int, on: date) -> None:
    """Everything is there, but a denunciation is being verified."""
    _good(ledger, subject, range(first, last + 1), "excellent")
    _fighter(ledger, subject, range(last - 2, last + 1))
    ledger.initiative(subject, last, "province", "Phần mềm tra cứu hồ sơ cán bộ")
    ledger.proceeding(subject, "denunciation", on - timedelta(days=40), None)


def _giang(ledger: Ledger, subject: int, first: int, last: int, on: date) -> None:
    """Reprimanded three years ago: what came before does not count any more."""
    _good(ledger, subject, range(first, last - 2))
    _fighter(ledger, subject, range(last - 5, last - 2))
    _good(ledger, subject, [last - 2], "completed", title=False)
    ledger.discipline(subject, "khien_trach", date(last - 2, 3, 1), date(last - 1, 2, 28))
    _good(ledger, subject, range(last - 1, last + 1))


def _binh(ledger: Ledger, subject: int, first: int, last: int, on: date) -> None:
    """A head with the province's certificate of merit, five good years ago."""
    _good(ledger, subject, range(first, last + 1), "excellent")
    _fighter(ledger, subject, range(first + 2, last + 1))
    ledger.award(subject, "provincial_certificate_of_merit", last - 5, PROVINCE)


STORIES: Final = {"anh": _anh, "uyen": _uyen, "lam": _lam, "giang": _giang, "binh": _binh}


def _share(ledger: Ledger, subject: int, first: int, last: int, members: int, advanced: int) -> None:
    for year in range(first, last + 1):
        ledger.year(subject, year, "good", members, members, advanced, 3, 0)
    ledger.award(subject, "advanced_labour_collective", last - 1, COMMITTEE)
