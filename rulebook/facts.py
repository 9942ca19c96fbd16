"""The facts of one subject: read with care from plain data, and turned into year-bitsets.

What is missing stays missing: a year without a rating is unknown, and a list is complete only from
`history_complete_from` on. A fact that cannot be true is refused with a sentence that names its field.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NoReturn

from rulebook.record import record, replace
from rulebook.tree import (
    AWARD_KINDS,
    BODIES,
    COHORT,
    DISCIPLINE_FORMS,
    KINDS,
    MASK,
    MERIT_KINDS,
    OCCUPATIONS,
    RATINGS,
    SCOPES,
    YEARS,
    Awarded,
    Condition,
    Disciplined,
    Initiative,
    Leaf,
    Merited,
    Rated,
)

Pair = tuple[int, int]  # what is surely so, and what is possibly so


class FactsError(ValueError):
    """A fact that cannot be true or read; `field` is where it stands, as in `years.2023.rating`."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(f"{field}: {sentence}")
        self.field = field
        self.sentence = sentence


@record
class Year:
    """What is recorded of one year; a cohort number that is not recorded is not in the mapping."""

    rating: str = ""
    cohort: Mapping[str, int] = ()  # type: ignore[assignment]


@record
class Given:
    """An award that was given."""

    key: str
    year: int
    kind: str = ""
    decided_on: str = ""
    number: str = ""


@record
class Idea:
    """An initiative (sáng kiến) recognised in a scope."""

    year: int
    scope: str


@record
class Merit:
    """A merit on record, with what else its article asks (`more`)."""

    kind: str
    year: int
    scope: str
    more: Mapping[str, Any]


@record
class Spell:
    """Days from–to, both included; an open end is None. `what`: form, kind or force."""

    what: str
    start: date
    end: date | None

    def covers(self, on: date) -> bool:
        """Is it true that the spell runs on this day?"""
        return self.start <= on and (self.end is None or on <= self.end)


@record
class Facts:
    """Everything that the law may ask about one subject."""

    id: str
    kind: str
    name: str = ""
    occupation: str = ""
    body: str = ""
    flag_eligible: bool = True
    martyr: bool = False
    founded_on: date | None = None
    complete_from: int | None = None
    years: Mapping[int, Year] = ()  # type: ignore[assignment]
    awards: tuple[Given, ...] = ()
    initiatives: tuple[Idea, ...] = ()
    merits: tuple[Merit, ...] = ()
    discipline: tuple[Spell, ...] = ()
    proceedings: tuple[Spell, ...] = ()
    service: tuple[Spell, ...] = ()
    warnings: tuple[str, ...] = ()

    def last_rated(self) -> int | None:
        """The last year with a rating: the achievement year when none is named."""
        return max((year for year, each in self.years.items() if each.rating), default=None)


# ---------- reading ----------

TOP: Final = (
    "subject", "history_complete_from", "years", "awards", "initiatives", "merits", "discipline", "proceedings",
    "service",
)  # fmt: skip
SUBJECT: Final = (
    "id", "kind", "name", "occupation", "founded_on", "flag_eligible", "body", "martyr", "sex", "born_on",
    "birth_date", "date_of_birth", "born", "birthday", "birth_year",
)  # fmt: skip
BORN: Final = SUBJECT[SUBJECT.index("born_on") :]
WHOLE: Final = ("movement_years", "stable_years")  # of a merit
REVIEWS: Final = ("interim", "final")


def read(data: Any, on: date) -> Facts:
    """Facts from plain data (the JSON of `bangvang assess`) as they may be known on the day of consideration.

    Raises FactsError naming the field. Keys that mean nothing here are told in `warnings`.
    """
    warnings: list[str] = []
    if not isinstance(data, dict):
        _wrong("(tệp)", "cần một đối tượng JSON có khóa “subject” và “years”.")
    _keys(data, TOP, "", warnings)
    subject = data.get("subject", {"kind": "individual"})
    if not isinstance(subject, dict):
        _wrong("subject", "cần một đối tượng có “id” và “kind”.")
    _keys(subject, SUBJECT, "subject.", warnings)
    kind = _choice(subject.get("kind", "individual"), KINDS, "subject.kind")
    complete = data.get("history_complete_from")
    if complete is not None and (not isinstance(complete, int) or isinstance(complete, bool)):
        _wrong("history_complete_from", "cần một năm viết bằng số, ví dụ 2010; 0 nghĩa là không thiếu gì.")
    born = None
    for name in BORN:
        if subject.get(name):
            born = (f"subject.{name}", _born(subject[name], f"subject.{name}"))
    founded = _day(subject["founded_on"], "subject.founded_on") if subject.get("founded_on") else None
    if founded and founded > on:
        _wrong("subject.founded_on", f"ngày thành lập ở sau ngày xét {vn(on)}.")
    if born and born[1] > on:
        _wrong(born[0], f"ngày sinh ở sau ngày xét {vn(on)}.")
    origin = born[1] if born else founded
    years = _years(data.get("years", {}), on, warnings)
    for year in years:
        if origin and year < origin.year:
            _wrong(
                f"years.{year}", f"năm {year} ở trước khi {'sinh' if born else 'thành lập'} ({vn(origin)})."
            )
    found = Facts(
        id=_said(subject.get("id")),
        kind=kind,
        name=_said(subject.get("name")),
        occupation=_choice(subject.get("occupation") or "", ("", *OCCUPATIONS), "subject.occupation"),
        body=_choice(subject.get("body") or "", BODIES, "subject.body"),
        flag_eligible=_truth(subject.get("flag_eligible", True), "subject.flag_eligible"),
        martyr=_truth(subject.get("martyr", False), "subject.martyr"),
        founded_on=founded,
        complete_from=complete,
        years=years,
        awards=_awards(data, on, origin, bool(born), warnings),
        initiatives=tuple(
            Idea(
                _year(row.get("year"), f"{at}.year", on),
                _choice(row.get("scope"), SCOPES, f"{at}.scope"),
            )
            for at, row in _rows(
                data, "initiatives", ("year", "scope", "name", "number", "decided_on"), warnings
            )
        ),
        merits=tuple(
            Merit(
                _choice(row.get("kind"), MERIT_KINDS, f"{at}.kind"),
                _year(row.get("year"), f"{at}.year", on),
                _choice(row.get("scope", ""), ("", *SCOPES), f"{at}.scope"),
                _more(row, at),
            )
            for at, row in _rows(data, "merits", None, warnings)
        ),
        discipline=_spells(data, "discipline", "form", warnings, DISCIPLINE_FORMS, on),
        proceedings=_spells(data, "proceedings", "kind", warnings, None, on),
        service=_spells(data, "service", "force", warnings, None, on),
        warnings=tuple(warnings),
    )
    if born:
        _after_birth(data, born[1], on)
    return found


def vn(day: date) -> str:
    """A day as Vietnamese papers write it."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def _wrong(field: str, sentence: str) -> NoReturn:
    raise FactsError(field, sentence)


def _keys(data: Mapping[str, Any], known: Sequence[str], at: str, warnings: list[str]) -> None:
    for key in data:
        if key in known:
            continue
        from difflib import get_close_matches  # noqa: PLC0415 - only a strange key pays for it

        near = [each for each in get_close_matches(str(key), known, 1, 0.8) if each not in data]
        if near:
            _wrong(f"{at}{key}", f"không có khóa này; có phải “{near[0]}”?")
        warnings.append(f"{at}{key}: khóa không dùng đến, đã bỏ qua.")


def _choice(value: Any, allowed: Sequence[str], field: str) -> str:
    if value is None or not isinstance(value, str) or value not in allowed:
        names = ", ".join(each for each in allowed if each)
        _wrong(field, f"giá trị “{value}” không có; hãy dùng một trong: {names}.")
    return value


def _truth(value: Any, field: str) -> bool:
    if not isinstance(value, bool):
        _wrong(field, "cần true hoặc false.")
    return value


def _day(value: Any, field: str) -> date:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        _wrong(field, f"“{value}” không phải ngày; hãy viết dạng 2023-12-20.")


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def _born(value: Any, field: str) -> date:
    """A day of birth; where only the year is known, its first day."""
    text = str(value)
    return (
        date(int(text), 1, 1) if len(text) == 4 and text.isdecimal() and text > "1799" else _day(value, field)
    )


def _after_birth(data: Mapping[str, Any], born: date, on: date) -> None:
    """Nobody has a merit or a spell of service before being born."""
    for name in ("initiatives", "merits"):
        for place, row in enumerate(data.get(name) or ()):
            at = f"{name}[{place}].year"
            if (year := _year(row["year"], at, on)) < born.year:
                _wrong(at, f"năm {year} ở trước khi sinh ({vn(born)}).")
    for name in ("discipline", "proceedings", "service"):
        for place, row in enumerate(data.get(name) or ()):
            at = f"{name}[{place}].from"
            if (start := _day(row["from"], at)) < born:
                _wrong(at, f"ngày {vn(start)} ở trước khi sinh ({vn(born)}).")


def _more(row: Mapping[str, Any], at: str) -> dict[str, Any]:
    """What a merit says beside its kind, year and scope; what the law asks for must be readable."""
    more = {key: value for key, value in row.items() if key not in {"kind", "year", "scope"}}
    for key in WHOLE:
        value = more.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
            _wrong(f"{at}.{key}", f"“{value}” không phải số năm; hãy viết số nguyên, ví dụ 5.")
    if more.get("review") is not None:
        _choice(more["review"], REVIEWS, f"{at}.review")
    return more


def _year(value: Any, field: str, on: date) -> int:
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 1900 <= value <= 9999:
        _wrong(field, f"“{value}” không phải năm; hãy viết bốn chữ số, ví dụ 2023.")
    if value > on.year:
        _wrong(field, f"năm {value} ở sau ngày xét {vn(on)}.")
    return value


def _years(data: Any, on: date, warnings: list[str]) -> dict[int, Year]:
    if not isinstance(data, dict):
        _wrong("years", 'cần một đối tượng từ năm đến kết quả, ví dụ {"2023": {"rating": "good"}}.')
    found: dict[int, Year] = {}
    for key, row in data.items():
        year = _year(key, f"years.{key}", on)
        if year in found:
            _wrong(f"years.{key}", f"năm {year} có hai kết quả xếp loại; hãy giữ một.")
        if not isinstance(row, dict):
            _wrong(f"years.{key}", 'cần một đối tượng, ví dụ {"rating": "good"}.')
        _keys(row, ("rating", *COHORT), f"years.{key}.", warnings)
        rating = row.get("rating")
        cohort = {
            name: _count(row[name], f"years.{key}.{name}") for name in COHORT if row.get(name) is not None
        }
        members = cohort.get("members")
        for name, value in cohort.items():
            if members is not None and value > members:
                _wrong(f"years.{key}.{name}", f"{value} nhiều hơn tổng số {members} người của tập thể.")
        found[year] = Year("" if rating is None else _choice(rating, RATINGS, f"years.{key}.rating"), cohort)
    return found


def _count(value: Any, field: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        _wrong(field, f"“{value}” không phải số người; hãy viết số nguyên từ 0 trở lên.")
    return value


def _rows(
    data: Mapping[str, Any], name: str, known: Sequence[str] | None, warnings: list[str]
) -> list[tuple[str, dict[str, Any]]]:
    rows = data.get(name) or []
    if not isinstance(rows, list):
        _wrong(name, "cần một danh sách.")
    found = []
    for place, row in enumerate(rows):
        at = f"{name}[{place}]"
        if not isinstance(row, dict):
            _wrong(at, "cần một đối tượng.")
        if known is not None:
            _keys(row, known, f"{at}.", warnings)
        found.append((at, row))
    return found


def _awards(
    data: Mapping[str, Any], on: date, origin: date | None, born: bool, warnings: list[str]
) -> tuple[Given, ...]:
    found = []
    for at, row in _rows(
        data, "awards", ("key", "year", "decided_on", "number", "kind", "decided_by"), warnings
    ):
        key = row.get("key")
        if not isinstance(key, str) or not key:
            _wrong(f"{at}.key", "cần khóa của danh hiệu hoặc hình thức khen thưởng.")
        decided = _day(row["decided_on"], f"{at}.decided_on") if row.get("decided_on") else None
        if row.get("year") is None and decided is None:
            _wrong(f"{at}.year", "cần năm của thành tích.")
        year = _year(row["year"], f"{at}.year", on) if row.get("year") is not None else decided.year  # type: ignore[union-attr]
        if decided and decided.year > on.year:
            _wrong(f"{at}.decided_on", f"ngày quyết định {vn(decided)} ở sau năm của ngày xét {vn(on)}.")
        if decided and decided > on:
            warnings.append(f"{at}: quyết định ngày {vn(decided)}, sau ngày xét {vn(on)}, nên không tính.")
            continue
        if origin and (year < origin.year or (decided and decided < origin)):
            what = "sinh" if born else "thành lập"
            _wrong(f"{at}.year", f"khen thưởng năm {year} ở trước khi {what} ({vn(origin)}).")
        kind = row.get("kind")
        found.append(
            Given(
                key,
                year,
                "" if kind is None else _choice(kind, AWARD_KINDS, f"{at}.kind"),
                decided.isoformat() if decided else "",
                str(row.get("number") or ""),
            )
        )
    return tuple(found)


def _spells(
    data: Mapping[str, Any],
    name: str,
    what: str,
    warnings: list[str],
    allowed: Sequence[str] | None,
    on: date,
) -> tuple[Spell, ...]:
    found = []
    for at, row in _rows(data, name, (what, "from", "to", "number", "note", "unit"), warnings):
        value = row.get(what)
        if allowed is not None:
            value = _choice(value, allowed, f"{at}.{what}")
        elif not isinstance(value, str) or not value:
            _wrong(f"{at}.{what}", "cần một từ cho biết là việc gì.")
        start = _day(row.get("from"), f"{at}.from")
        end = _day(row["to"], f"{at}.to") if row.get("to") is not None else None
        if end and end < start:
            _wrong(f"{at}.to", f"ngày kết thúc {vn(end)} ở trước ngày bắt đầu {vn(start)}.")
        if start > on:
            warnings.append(f"{at}: bắt đầu {vn(start)}, sau ngày xét {vn(on)}, nên không tính.")
            continue
        found.append(Spell(value, start, end))
    return tuple(found)


# ---------- facts as year-bitsets ----------


def unlisted(facts: Facts, year: int) -> int:
    """Bits of the years of which the lists may lack something."""
    if facts.complete_from is None:
        return MASK
    known = year - facts.complete_from + 1  # so many years, counted back from `year`, are complete
    return MASK if known <= 0 else MASK ^ ((1 << min(known, YEARS)) - 1)


def _counted(years: Sequence[int], year: int, plane: int) -> int:
    if plane == 1:
        found = 0
        for each in years:
            if each <= year:
                found |= 1 << min(year - each, YEARS - 1)
        return found
    counts: dict[int, int] = {}
    for each in years:
        if each <= year:
            counts[min(year - each, YEARS - 1)] = counts.get(min(year - each, YEARS - 1), 0) + 1
    return sum(1 << back for back, times in counts.items() if times >= plane)


def bits(
    facts: Facts,
    leaf: Leaf,
    on: date,
    year: int,
    *,
    basis: Sequence[str] = (),
    titles: frozenset[str] = frozenset(),
    plane: int = 1,
) -> Pair:
    """(sure, possible) bits of a leaf; bit k is the year `year - k`. `plane` n: at least n times in the year.

    `basis`: kinds of award that may serve as a basis (all, when empty); `titles`: keys that need no kind.
    """
    match leaf:
        case Rated():
            need = RATINGS.index(leaf.at_least)
            sure = known = 0
            for each, record in facts.years.items():
                if record.rating and 0 <= year - each < YEARS:
                    known |= 1 << (year - each)
                    if RATINGS.index(record.rating) >= need:
                        sure |= 1 << (year - each)
            return sure, sure | (MASK ^ known)
        case Awarded():
            listed = [each for each in facts.awards if each.key == leaf.key]
            certain = [
                each.year
                for each in listed
                if not basis or each.kind in basis or (not each.kind and leaf.key in titles)
            ]
            perhaps = certain + [
                each.year for each in listed if basis and not each.kind and leaf.key not in titles
            ]
        case Initiative():
            need = SCOPES.index(leaf.scope)
            certain = perhaps = [each.year for each in facts.initiatives if SCOPES.index(each.scope) >= need]
        case Merited():
            answers = [(each.year, _fits(each, leaf)) for each in facts.merits if each.kind in leaf.kinds]
            certain = [each for each, fits in answers if fits is True]
            perhaps = [each for each, fits in answers if fits is not False]
        case Disciplined():
            sure = 0
            for each in touched(facts, on):  # after Y it spoils Y too: what came before it counts no more
                sure |= 1 << min(max(year - each, 0), YEARS - 1)
            return sure, sure | unlisted(facts, year)
    sure = _counted(certain, year, plane)
    possible = sure if len(perhaps) == len(certain) else _counted(perhaps, year, plane)
    return sure, possible | unlisted(facts, year)


def _fits(merit: Merit, leaf: Merited) -> bool | None:
    """Whether a merit is what the article asks; None when it does not say enough."""
    answers: list[bool | None] = []
    if leaf.scope:
        answers.append(SCOPES.index(merit.scope) >= SCOPES.index(leaf.scope) if merit.scope else None)
    answers += [_holds(merit.more, each) for each in leaf.where]
    return False if False in answers else None if None in answers else True


def _holds(more: Mapping[str, Any], condition: Condition) -> bool | None:
    value = more.get(condition.key)
    match condition.op:
        case "at_least":
            return None if not isinstance(value, int) else value >= int(condition.value)
        case "is":
            return None if value is None else value == condition.value
        case "is_not":
            return value != condition.value


def touched(facts: Facts, on: date) -> tuple[int, ...]:
    """The years that a discipline imposed by the day touches; one without an end runs to the day."""
    spells = [each for each in facts.discipline if each.start <= on]
    years = {
        year
        for each in spells
        for year in range(each.start.year, (each.end.year if each.end else on.year) + 1)
    }
    return tuple(sorted(years))


def blocks(facts: Facts, on: date) -> tuple[Spell, ...]:
    """Disciplines being served and proceedings open on the day: while one stands, nothing is given or proposed."""
    return tuple(each for each in (*facts.discipline, *facts.proceedings) if each.covers(on))


def may_hide_block(facts: Facts, on: date) -> bool:
    """Is it true that the lists are not known to be complete on that day?"""
    return facts.complete_from is None or on.year < facts.complete_from


def months(facts: Facts, force: str, periods: Sequence[tuple[str, str, str]], on: date) -> tuple[int, int]:
    """Full months of service and the days left over, summed over spells within the counted periods.

    Spells that overlap or touch are one. Each gives its full calendar months; thirty left-over days make a month.
    """
    days = sorted(
        (each.start, min(each.end or on, on))
        for each in facts.service
        if each.what == force and each.start <= on
    )
    if periods:
        days = sorted(
            (max(start, date.fromisoformat(first)), min(end, date.fromisoformat(last)))
            for start, end in days
            for first, last, *_ in periods
            if max(start, date.fromisoformat(first)) <= min(end, date.fromisoformat(last))
        )
    merged: list[tuple[date, date]] = []
    for start, end in days:
        if merged and start.toordinal() <= merged[-1][1].toordinal() + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    whole = left = 0
    for start, end in merged:
        after = date.fromordinal(end.toordinal() + 1)
        count = (after.year - start.year) * 12 + after.month - start.month
        if _later(start, count) > after:
            count -= 1
        whole += count
        left += (after - _later(start, count)).days
    return whole + left // 30, left % 30


def _later(day: date, count: int) -> date:
    """The same day of the month, `count` months later; the last day where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    first_after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date.fromordinal(min(date(year, month + 1, 1).toordinal() + day.day, first_after.toordinal()) - 1)


def full_years(start: date, count: int) -> date:
    """The day on which `count` years are full; 29 February falls on 1 March of a common year."""
    try:
        return start.replace(year=start.year + count)
    except ValueError:
        return date(start.year + count, 3, 1)


# ---------- years to come, for `earliest_year` ----------


def in_good_years(
    facts: Facts, on: date, year: int, until: int, titles: Sequence[str], scope: str = "national"
) -> Facts:
    """The same subject when every year after `year` is rated excellent and brings these titles and an initiative."""
    future = range(year + 1, until + 1)
    last = max((each for each in facts.years if facts.years[each].cohort), default=None)
    members = facts.years[last].cohort.get("members", 1) if last is not None else 1
    perfect = {
        "members": members,
        "members_completed": members,
        "advanced_workers": members,
        "grassroots_fighters": max(1, members),
        "members_disciplined_from_warning": 0,
    }
    complete = year + 1 if facts.complete_from is None else min(facts.complete_from, year + 1)
    return replace(
        facts,
        complete_from=complete,  # what is still to come is known: nothing blocks
        years={**facts.years, **{each: Year("excellent", perfect) for each in future}},
        awards=(*facts.awards, *(Given(key, each, "cong_trang") for each in future for key in titles)),
        initiatives=(*facts.initiatives, *(Idea(each, scope) for each in future)),
        discipline=tuple(
            each if each.end and each.end <= on else replace(each, end=on) for each in facts.discipline
        ),
        proceedings=(),
    )
