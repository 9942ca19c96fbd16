"""What must hold for every rule and every history: the readers agree, and more knowledge never turns a verdict over."""

from datetime import date, timedelta
from random import Random
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rulebook import explain, ingest, lower, scan, sql
from rulebook.facts import Facts, Spell, Year
from rulebook.record import replace
from rulebook.tree import (
    COHORT,
    OCCUPATIONS,
    RATINGS,
    SCOPES,
    All,
    Award,
    Awarded,
    Both,
    Count,
    Criterion,
    Disciplined,
    Either,
    Founded,
    Held,
    Initiative,
    Is,
    Judged,
    Law,
    Meets,
    Merited,
    NeedsText,
    NotExamined,
    Number,
    Principle,
    Rated,
    Run,
    RunAnywhere,
    Share,
    Source,
    Version,
    Window,
)
from rulebook.tree import Any as AnyOf
from tests.rulebook import registries

ON = registries.ON
CITED: dict[str, Any] = {"id": "t", "rule": "T", "source": Source("test"), "certainty": "derived"}
KEYS = ("grassroots_emulation_fighter", "provincial_certificate_of_merit", "provincial_emulation_flag")

yearly = st.one_of(
    st.builds(Rated, st.sampled_from(RATINGS)),
    st.builds(Awarded, st.sampled_from(KEYS), st.booleans()),
    st.builds(Initiative, st.sampled_from(SCOPES)),
    st.builds(Merited, st.just(("contribution", "sudden_achievement")), st.sampled_from(("", *SCOPES))),
    st.just(Disciplined()),
)
series = st.recursive(
    yearly,
    lambda inner: st.one_of(
        st.builds(Either, st.tuples(inner, inner)),
        st.builds(Both, st.tuples(inner, inner)),
    ),
    max_leaves=3,
)


@st.composite
def windows(draw: st.DrawFn, span: bool = False) -> Window:
    low = draw(st.integers(0, 3))
    awards = st.one_of(st.none(), st.builds(Awarded, st.sampled_from(KEYS)))
    return Window(
        back=draw(st.sampled_from(((0, 61), (low, low + draw(st.integers(0, 6)))))),
        after=draw(awards),
        leaving=draw(st.sampled_from((0, 0, 2))),
        unused=draw(awards),
        span=span,
        served=draw(st.booleans()),
    )


@st.composite
def counts(draw: st.DrawFn, span: bool = False) -> Count:
    bound = draw(st.integers(0, 4))
    least = span or draw(st.booleans())
    return Count(
        **CITED,
        of=draw(series),
        window=draw(windows(span)),
        at_least=max(1, bound) if least else None,
        at_most=None if least else bound,
    )


@st.composite
def judged(draw: st.DrawFn, span: bool = False) -> Criterion:
    return Judged(**CITED, contradicted_by=draw(st.one_of(st.none(), counts(span))))


@st.composite
def runs(draw: st.DrawFn) -> Run:
    inside = st.one_of(counts(True), judged(True), st.just(NotExamined(**CITED)))
    parts = draw(st.lists(inside, max_size=2))
    return Run(
        **CITED,
        of=draw(series),
        years=draw(st.integers(1, 6)),
        or_more=draw(st.booleans()),
        window=replace(draw(windows()), back=(0, 61)),
        in_that_time=tuple(parts),
    )


plain = st.one_of(
    counts(),
    runs(),
    judged(),
    st.builds(
        lambda of, back, w: Held(**CITED, of=of, back=back, window=w), series, st.just((0, 2)), windows()
    ),
    st.builds(lambda of, years: RunAnywhere(**CITED, of=of, years=years), series, st.integers(1, 4)),
    st.just(Share(**CITED, of="advanced_workers", out_of="members", percent=70)),
    st.builds(lambda of, n: Number(**CITED, of=of, at_least=n), st.sampled_from(COHORT), st.integers(0, 5)),
    st.builds(lambda of, n: Number(**CITED, of=of, at_most=n), st.sampled_from(COHORT), st.integers(0, 5)),
    st.builds(lambda n: Founded(**CITED, years=n), st.sampled_from((5, 10, 25, 70))),
    st.builds(lambda w: Is(**CITED, what="occupation", values=(w,)), st.sampled_from(OCCUPATIONS)),
    st.just(Is(**CITED, what="flag_eligible", values=(False,))),
    st.just(Meets(**CITED, award="first")),
    st.just(NotExamined(**CITED)),
    st.just(NeedsText(**CITED)),
)
trees = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.builds(lambda of: All(**CITED, of=tuple(of)), st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda of: AnyOf(**CITED, of=tuple(of)), st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=6,
)


def principle(key: str, **more: Any) -> Principle:
    return Principle(key, key, "2020-01-01", "", "T", Source("test"), "derived", "", **more)


def law(root: Criterion) -> Law:
    kinds = ("individual", "collective", "household")
    first = Count(**CITED, of=Rated("good"), window=Window(back=(0, 1)), at_least=2)
    awards = {}
    for key, node in (("first", first), ("t", root)):
        version = Version("2020-01-01", "", kinds, node)
        awards[key] = Award(key, key, key, "form_of_commendation", kinds, 1, True, False, (version,))
    principles = (
        principle("block", subjects=("individual", "collective")),
        principle("served", subjects=("individual", "collective")),
        principle("unused"),
        principle("basis", kinds=("cong_trang",)),
    )
    return Law(awards, principles, titles=frozenset({"grassroots_emulation_fighter"}))


PEOPLE = registries.subjects(60, 21, registries.national())


@given(trees)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
)
def test_every_reader_says_the_same_of_any_rule(root: Criterion) -> None:
    book = law(root)
    said = [explain.prove(book, "t", each, ON, each.last_rated()).verdict for each in PEOPLE]
    table = ingest.from_facts(book, ["t"], PEOPLE, ON)
    found = scan.run(book, ["t"], table, ON.isoformat())["t"]

    assert [scan.WORDS[each] for each in found.verdict] == said

    bits = {
        name: each.astype(np.int64) if each.dtype == np.uint64 else each
        for name, each in table.columns.items()
    }
    with duckdb.connect() as base:
        base.register("bits", pa.table({"subject": np.arange(len(PEOPLE)), "kind": table.kinds} | bits))
        for number, kind in enumerate(("individual", "collective", "household")):
            program = lower.lower(book, ON.isoformat(), kind, ["t"], uncertain=table.uncertain)
            text = sql.rules(
                program, "bits", sql.DUCKDB, present=frozenset(table.columns), where=f"kind = {number}"
            )
            answer = base.execute(text).fetchnumpy()
            assert answer["t"].tolist() == found.verdict[answer["subject"]].tolist()


# ---------- what a change of facts may and may not do ----------


def verdicts(rows: list[Facts], on: date = ON, year: int | None = None) -> dict[str, list[str]]:
    book = registries.national()
    table = ingest.from_facts(book, list(book.awards), rows, on, year)
    found = scan.run(book, book.awards, table, on.isoformat())
    return {key: [scan.WORDS[each] for each in found[key].verdict] for key in book.awards}


RANK = {"unmet": 0, "unknown": 1, "met": 2}


def test_one_more_discipline_never_helps() -> None:
    chance = Random(31)
    rows = registries.subjects(300, 31, registries.national())
    start = [ON - timedelta(days=chance.randrange(1, 4000)) for _ in rows]
    worse = [
        replace(each, discipline=(*each.discipline, Spell("canh_cao", day, day + timedelta(days=365))))
        for each, day in zip(rows, start, strict=True)
    ]
    before, after = verdicts(rows, year=2025), verdicts(worse, year=2025)
    changed = 0
    for key in before:
        for was, now in zip(before[key], after[key], strict=True):
            assert RANK[now] <= RANK[was], key
            changed += now != was
    assert changed > 50


def _known(facts: Facts, chance: Random) -> Facts:
    """The same subject when every gap in the record is filled somehow, without a fact contrary to what is judged."""
    titles = registries.national().titles
    years = dict(facts.years)
    for year in range(1990, 2027):
        cohort = years[year].cohort if year in years else {}
        years[year] = Year(
            (years[year].rating if year in years else "") or chance.choice(RATINGS[1:]), cohort
        )
    said = {"movement_years": 4, "stable_years": 1}
    return replace(
        facts,
        complete_from=0,
        occupation=facts.occupation or ("worker" if facts.kind == "individual" else ""),
        founded_on=facts.founded_on or date(2000, 1, 1),
        years=years,
        merits=tuple(
            replace(each, scope=each.scope or chance.choice(SCOPES), more=said | dict(each.more))
            for each in facts.merits
        ),
        awards=tuple(
            each if each.kind or each.key in titles else replace(each, kind=chance.choice(("cong_trang", "dot_xuat")))
            for each in facts.awards
        ),
    )  # fmt: skip


def test_what_was_unknown_may_be_settled_but_nothing_settled_turns_over() -> None:
    chance = Random(32)
    rows = registries.subjects(300, 32, registries.national())
    more = [_known(each, chance) for each in rows]
    before, after = verdicts(rows, year=2025), verdicts(more, year=2025)
    settled = 0
    for key in before:
        for was, now in zip(before[key], after[key], strict=True):
            assert was in ("unknown", now), key
            settled += was != now
    assert settled > 100


def test_a_history_shifted_in_time_with_its_day_is_judged_alike() -> None:
    """Between two days under the same versions of the law only the distance counts."""
    chance_on, earlier, back = date(2026, 6, 30), date(2025, 7, 2), 1
    rows = [
        replace(each, discipline=(), proceedings=(), service=(), founded_on=None)
        for each in registries.subjects(200, 33, registries.national(), chance_on)
    ]
    moved = [
        replace(
            each,
            complete_from=each.complete_from - back if each.complete_from else each.complete_from,
            years={year - back: record for year, record in each.years.items()},
            awards=tuple(replace(given, year=given.year - back) for given in each.awards),
            initiatives=tuple(replace(idea, year=idea.year - back) for idea in each.initiatives),
            merits=tuple(replace(merit, year=merit.year - back) for merit in each.merits),
        )
        for each in rows
    ]

    assert verdicts(rows, chance_on) == verdicts(moved, earlier)


def test_a_version_acts_only_within_its_days() -> None:
    """On the eve the old text, on the day the new: Law 06/2026/QH16 leaves everything unknown or blocked."""
    rows = registries.subjects(200, 34, registries.national())
    eve, day = verdicts(rows, date(2026, 9, 30), 2025), verdicts(rows, date(2026, 10, 1), 2025)

    assert "met" in {each for said in eve.values() for each in said}
    assert {each for said in day.values() for each in said} == {"unknown", "unmet"}
