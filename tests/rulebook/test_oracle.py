"""An independent oracle: the national rules written again as answer-set programs (`oracle/*.lp`) agree with explain.

The programs were written from the law's text, by the year and by the record, with no bit and no tree. They are
two-valued but for what no text says; so the histories here are complete.
"""

import itertools
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import clingo
import pytest

import rulebook
from rulebook import facts as facts_module
from rulebook.facts import Facts
from rulebook.tree import BODIES, DISCIPLINE_FORMS, MERIT_KINDS, OCCUPATIONS, RATINGS, SCOPES

ORACLE = Path(__file__).parent / "oracle"
DAYS = (date(2024, 12, 20), date(2025, 6, 30), date(2025, 7, 1), date(2026, 9, 30))
SUBJECTS = 260
Verdicts = dict[tuple[str, str], str]

TITLES = {
    "individual": (
        "advanced_worker", "grassroots_emulation_fighter", "provincial_emulation_fighter",
    ),
    "collective": (
        "excellent_labour_collective", "determined_to_win_unit", "provincial_emulation_flag",
        "government_emulation_flag",
    ),
    "household": ("cultural_family",),
}  # fmt: skip
FORMS = ("provincial_certificate_of_merit", "prime_minister_certificate_of_merit")
ORDERS = tuple(
    f"{kind}_order_{grade}" for kind in ("labour", "independence") for grade in ("third", "second", "first")
)


@cache
def book() -> rulebook.Rulebook:
    return rulebook.Rulebook.load(rulebook.NATIONAL)


def day(value: date) -> str:
    return value.isoformat()


def history(chance: Random, number: int, on: date) -> dict[str, Any]:
    """A complete history, rich enough that the upper awards are within reach and seldom far within."""
    kind = chance.choice(("individual",) * 9 + ("collective",) * 9 + ("household",))
    last = on.year - chance.randrange(2)
    first = last - 31
    faults = chance.choice((0.0, 0.0, 0.02, 0.1, 0.4))
    top = chance.choice((0.35, 0.8, 0.97))

    def rating() -> str:
        if chance.random() < faults:
            return chance.choice(RATINGS)
        return "excellent" if chance.random() < top else "good"

    def cohort() -> dict[str, int]:
        members = chance.randrange(1, 25)
        near = (members * 7 + 9) // 10 - (chance.random() < 0.2)
        return {
            "members": members,
            "members_completed": members - (chance.random() < 0.2),
            "advanced_workers": near if chance.random() < 0.7 else chance.randrange(members + 1),
            "grassroots_fighters": chance.randrange(min(members, 3) + 1),
            "members_disciplined_from_warning": int(chance.random() < 0.2),
        }

    def said(key: str) -> dict[str, str]:
        kinds = ["cong_trang"] * 12 + ["dot_xuat", "phong_trao"]
        chosen = chance.choice(kinds if key in (*FORMS, *ORDERS) else [*kinds, ""])
        return {"kind": chosen} if chosen else {}

    awards: list[dict[str, Any]] = []
    for key in TITLES[kind]:
        often = chance.choice((0.05, 0.3, 0.95))
        awards += [
            {"key": key, "year": each, **said(key)}
            for each in range(first, last + 1)
            if chance.random() < often
        ]
    for key in FORMS:
        often = chance.choice((0.0, 0.05, 0.2))
        awards += [
            {"key": key, "year": each, **said(key)}
            for each in (*range(first, last + 1), last - 5)
            if chance.random() < often
        ]
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        back = chance.choice((4, 5, 5, 6, 6, 7, 9, 10, 10, 11, 12, 14))
        key = chance.choice((*ORDERS, *FORMS, "national_emulation_fighter"))
        awards.append({"key": key, "year": last - back, **said(key)})
    if chance.random() < 0.5 and kind == "collective":
        awards.append(
            {"key": "labour_order_first", "year": last - chance.randrange(10, 14), "kind": "cong_trang"}
        )

    def merit() -> dict[str, Any]:
        which = chance.choice((*MERIT_KINDS, "movement_outstanding", "cluster_leader"))
        found: dict[str, Any] = {"kind": which, "scope": chance.choice(SCOPES)}
        found["year"] = last - (chance.randrange(7) if chance.random() < 0.4 else 0)
        if which == "movement_outstanding":
            found["movement_years"] = chance.randrange(2, 7)
            if chance.random() < 0.5:
                found["review"] = chance.choice(("interim", "final"))
        if which == "effective_model":
            found["stable_years"] = chance.randrange(1, 6)
        return found

    def spell(back: int, length: int, floor: date) -> dict[str, str | None]:
        start = max(on - timedelta(days=chance.randrange(back)), floor)
        end = start + timedelta(days=chance.randrange(length))
        near = chance.choice((on, on - timedelta(days=1), date(last, 1, 1), date(last - 1, 12, 31)))
        if chance.random() < 0.3 and near >= start:
            end = near
        return {"from": day(start), "to": None if chance.random() < 0.08 else day(end)}

    subject: dict[str, Any] = {"id": f"s{number}", "kind": kind}
    if kind == "individual":
        subject["occupation"] = chance.choice(("official", "official", *OCCUPATIONS))
        subject["martyr"] = chance.random() < 0.03
    if kind != "household" and chance.random() < 0.35:
        subject["body"] = chance.choice(BODIES[1:])
    if kind == "collective":
        subject["flag_eligible"] = chance.random() < 0.6
        age = chance.choice((10, 30, 30, 45))
        subject["founded_on"] = day(
            on.replace(year=on.year - age, day=28) + timedelta(days=on.day - 28 + chance.randrange(-1, 2))
        )
        first = max(first, int(subject["founded_on"][:4]))
    awards = [each for each in awards if kind != "collective" or each["year"] > on.year - age]
    idle = 0 if chance.random() < 0.5 else 8
    return {
        "subject": subject,
        "history_complete_from": 0,
        "years": {
            str(each): {"rating": rating(), **(cohort() if kind == "collective" else {})}
            for each in range(first, last + 1)
        },
        "awards": awards,
        "initiatives": [
            {"year": last - chance.randrange(9), "scope": chance.choice(SCOPES)}
            for _ in range(chance.choice((0, 1, 3, 6)))
        ],
        "merits": [merit() for _ in range(chance.choice((0,) * idle + (1, 2, 3)))],
        "discipline": [
            {"form": chance.choice(DISCIPLINE_FORMS), **spell(4000, 700, date(1990, 1, 1))}
            for _ in range(chance.choice((0,) * 5 + (1, 2)))
        ],
        "proceedings": [
            {"kind": "denunciation", **spell(500, 500, date(1990, 1, 1))}
            for _ in range(chance.choice((0,) * 12 + (1,)))
        ],
        "service": list(service(chance)) if kind == "individual" else [],
    }


def aimed(chance: Random, number: int, on: date) -> dict[str, Any]:
    """A history on the edge of one route: a run about as long as asked after an award, or one merit of the year."""
    found = history(chance, number, on)
    who, last = found["subject"], int(max(found["years"]))
    found["discipline"], found["proceedings"] = [], []
    if chance.random() < 0.4:
        found["awards"] = []
        found["initiatives"] = [each | {"year": last} for each in found["initiatives"][:1]]
        merit = {"kind": chance.choice(MERIT_KINDS), "scope": chance.choice(SCOPES), "year": last}
        found["merits"] = [
            merit | {"movement_years": chance.randrange(2, 6), "stable_years": chance.randrange(1, 6)}
        ]
        who |= {"body": "foreign"} if who["kind"] != "household" and chance.random() < 0.4 else {}
        for row in found["years"].values():
            row["rating"] = "good"
        return found
    length = chance.choice((1, 2, 3, 4, 5, 5, 6) if chance.random() < 0.6 else (9, 10, 10, 11))
    run = range(last - length + 1, last + 1)
    top = 0.4 if who["kind"] == "individual" else 0.98
    for year, row in found["years"].items():
        row["rating"] = (
            ("excellent" if chance.random() < top else "good") if int(year) in run else "completed"
        )
    titles = [
        each
        for each in TITLES[who["kind"]]
        if each not in ("excellent_labour_collective", "determined_to_win_unit")
    ]
    given: list[dict[str, Any]] = [
        {"key": key, "year": chance.choice(run), "kind": "cong_trang"}
        for key in (*titles, *titles, *FORMS)
        for _ in range(chance.choice((0, 0, 1, 1, 2)))
    ]
    chain = list(itertools.pairwise((*FORMS, *ORDERS)))
    before, own = chance.choice(chain[4:] if length >= 9 else chain[:4])
    if length >= 9:
        who.pop("body", None)
        given += [
            {"key": key, "year": chance.choice(run), "kind": "cong_trang"}
            for key in ("government_emulation_flag", "government_emulation_flag")
            if who["kind"] == "collective"
        ]
    if chance.random() < 0.9:
        given.append(
            {"key": before, "year": last - length + chance.choice((0, 0, 0, 1)), "kind": "cong_trang"}
        )
    if chance.random() < 0.2:
        given.append({"key": own, "year": chance.choice(run), "kind": "cong_trang"})
    founded = int(who.get("founded_on", "1900")[:4])
    found["awards"] = [each for each in given if each["year"] > founded]
    found["merits"] = []
    return found


def service(chance: Random) -> Iterator[dict[str, str]]:
    """Spells of the youth volunteers about two years long in all, some across the edges of the counted periods."""
    for _ in range(chance.choice((0, 1, 2, 3))):
        start = date(1954, 3, 1) + timedelta(
            days=chance.choice((chance.randrange(400), chance.randrange(9000)))
        )
        if chance.random() < 0.5:
            start = start.replace(day=chance.choice((1, 28)))
        months = chance.choice((12, 24, 24, chance.randrange(1, 30)))
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        end = date(year, month + 1, min(start.day, 28)) + timedelta(days=chance.randrange(-3, 3))
        yield {"force": "tnxp", "from": day(start), "to": day(end)}


def as_atoms(subject: str, data: dict[str, Any], on: date, year: int) -> str:
    """The same history as the oracle reads it."""

    def number(value: str | None) -> str:
        return "99991231" if value is None else value.replace("-", "")

    def parts(value: str) -> str:
        return "date({},{},{})".format(*(int(each) for each in value.split("-")))

    who = data["subject"]
    atoms = [f"subject({subject},{who['kind']})", f"target({subject},{year})"]
    atoms += [f"{name}({subject},{who[name]})" for name in ("occupation", "body") if who.get(name)]
    if who.get("founded_on"):
        atoms.append(f"founded({subject},{number(who['founded_on'])})")
    if who.get("flag_eligible") is False:
        atoms.append(f"no_flags({subject})")
    if who.get("martyr"):
        atoms.append(f"martyr({subject})")
    for each, row in data["years"].items():
        atoms.append(f"rating({subject},{each},{row['rating']})")
        atoms += [f"cohort({subject},{each},{name},{n})" for name, n in row.items() if name != "rating"]
    for place, row in enumerate(data["awards"]):
        atoms.append(f"award({subject},{place},{row['key']},{row['year']},{row.get('kind', 'unsaid')})")
    for place, row in enumerate(data["initiatives"]):
        atoms.append(f"initiative({subject},{place},{row['year']},{row['scope']})")
    for place, row in enumerate(data["merits"]):
        atoms.append(f"merit({subject},{place},{row['kind']},{row['year']},{row['scope']})")
        atoms += [
            f"{name}({subject},{place},{row[name]})"
            for name in ("movement_years", "stable_years")
            if name in row
        ]
        if row.get("review") == "interim":
            atoms.append(f"interim({subject},{place})")
    for name, singular in (("discipline", "discipline"), ("proceedings", "proceeding")):
        atoms += [f"{singular}({subject},{number(row['from'])},{number(row['to'])})" for row in data[name]]
    atoms += [f"service({subject},{parts(row['from'])},{parts(row['to'])})" for row in data["service"]]
    return ". ".join(atoms) + ".\n"


def asked_of_the_oracle(histories: dict[str, dict[str, Any]], on: date, years: dict[str, int]) -> Verdicts:
    """The oracle's verdict for every subject and award: unmet where it derives none."""
    control = clingo.Control(["--warn=none"])
    for each in sorted(ORACLE.glob("*.lp")):
        control.load(str(each))
    control.add("base", [], f"considered({on.strftime('%Y%m%d')}).\n")
    control.add("base", [], "".join(as_atoms(key, row, on, years[key]) for key, row in histories.items()))
    control.ground([("base", [])])
    found: Verdicts = {(key, award): "unmet" for key in histories for award in book().law.awards}
    with control.solve(yield_=True) as handle:
        models = 0
        for model in handle:
            models += 1
            for atom in model.symbols(shown=True):
                subject, award, verdict = (str(each) for each in atom.arguments)
                found[subject, award] = verdict
        assert models == 1
    return found


@cache
def asked(on: date) -> tuple[dict[str, Facts], dict[str, int], Verdicts]:
    """Histories as the engine reads them, their target years, and the oracle's verdicts."""
    chance = Random(on.toordinal())
    histories = {
        f"s{number}": (history if number % 3 == 0 else aimed)(chance, number, on)
        for number in range(SUBJECTS)
    }
    known = {key: facts_module.read(row, on) for key, row in histories.items()}
    years = {key: row.last_rated() or on.year for key, row in known.items()}
    return known, years, asked_of_the_oracle(histories, on, years)


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_the_engine_says_of_every_award_what_the_oracle_says(on: date) -> None:
    known, years, expected = asked(on)

    said = {each: book().explain(each[1], known[each[0]], on, years[each[0]]).verdict for each in expected}

    assert {each: (said[each], verdict) for each, verdict in expected.items() if said[each] != verdict} == {}


def test_the_histories_meet_and_miss_every_award() -> None:
    seen = Counter((award, verdict) for on in DAYS for (_, award), verdict in asked(on)[2].items())

    for award in set(book().law.awards) - {"certificate_of_commendation"}:
        assert seen[award, "met"] >= 5, award
        assert seen[award, "unmet"] >= 5, award
    assert {award for award, verdict in seen if verdict == "unknown"} == {
        "certificate_of_commendation", "outstanding_commune", "prime_minister_certificate_of_merit",
    }  # fmt: skip
