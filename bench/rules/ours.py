"""The rulebook's own engine on the ten rules of `law/`: every subject at once, from words and from Parquet."""

import time
from datetime import date
from pathlib import Path

import numpy as np

from bench.rules import timing
from bench.rules.dense import base_for, dense
from bench.rules.timing import DAY, FIELDS, RULES, YEAR, YEARS
from rulebook import load, lower, scan
from rulebook.facts import read

LAW_FOLDER = Path(__file__).parent / "law"
WORDS = {
    "rating:good": "ok", "rating:excellent": "exc", "initiative:grassroots": "i1", "initiative:province": "i2",
    "initiative:national": "i3", "discipline": "disc", "award:r2": "cs", "award:r3": "ct", "award:r4": "cq",
    "award:r5": "bt", "award:r6": "bp", "award:r7": "h3", "award:r8": "h2",
}  # fmt: skip
GIVEN = (("r1", "title", 1), ("r2", "title", 2), ("r3", "title", 4), ("r4", "title", 8), ("r5", "award", 1),
         ("r6", "award", 2), ("r7", "award", 4), ("r8", "award", 8))  # fmt: skip
RATINGS = ("", "not_completed", "completed", "good", "excellent")
SCOPES = ("", "grassroots", "province", "national")


def law():
    """The ten rules, read from their files."""
    return load.law((LAW_FOLDER,))


def program(day, complete):
    """The ten rules as instructions."""
    return lower.lower(law(), day, "individual", RULES, complete=complete)


def columns_as(subject):
    """The names of the hand-made columns as our leaves are called, for SQL."""
    return ", ".join([subject, *(f'{column} AS "{leaf}"' for leaf, column in WORDS.items())])


def words_of(told):
    """The columns of year-bitsets."""
    stored = dict(zip(timing.BITS, np.load(told.folder / "bits.npy"), strict=True))
    return {leaf: stored[column] for leaf, column in WORDS.items()}


def table(columns, complete):
    """A table of individuals."""
    size = len(columns["discipline"])
    return scan.Table(
        np.arange(size), columns, np.zeros(size, np.uint8), None, complete=complete, dtype=np.uint16
    )


def unrated(ratings):
    """The years without a rating, as words."""
    found = np.zeros(ratings.shape[1], np.uint16)
    for back in range(YEARS):
        found |= (ratings[YEARS - 1 - back] == 0).astype(np.uint16) << np.uint16(back)
    return found


def complete_from(count):
    """The year from which each person's lists are complete; one in five began lately."""
    draw = np.random.default_rng(7)
    return np.where(draw.random(count) < 0.2, draw.integers(YEAR - 8, YEAR, count), 0).astype(np.int32)


def unlisted(began):
    """The years of which the lists may lack something, as words."""
    known = np.minimum(YEAR - began + 1, 16)
    return ((1 << 16) - (1 << known)).astype(np.uint16)


def three_valued(told, data):
    """The table in which what is missing is unknown."""
    columns = words_of(told)
    began = complete_from(told.n)
    columns[lower.NO_RATING], columns[lower.NO_LISTS] = unrated(data["rating"]), unlisted(began)
    return table(columns, complete=False), began


def unknown_ratings(told):
    """The table as the registry in Parquet says it: a year without a row has no rating, and the lists are complete."""
    columns = words_of(told)
    columns[lower.NO_RATING] = unrated(np.load(told.folder / "rating.npy"))
    return table(columns, complete=False)


def facts_of(data, person, began=0):
    """One person's history as `bangvang assess` reads it."""
    rating, init, disc = (data[field][:, person].tolist() for field in ("rating", "init", "disc"))
    years = range(YEAR - YEARS + 1, YEAR + 1)
    return {
        "subject": {"id": str(person), "kind": "individual", "name": "Người trong bộ đo"},
        "history_complete_from": int(began),
        "years": {str(y): {"rating": RATINGS[r]} for y, r in zip(years, rating, strict=True) if r},
        "awards": [
            {"key": key, "year": y, "kind": "cong_trang"}
            for key, field, bit in GIVEN
            for y, held in zip(years, data[field][:, person].tolist(), strict=True)
            if held & bit
        ],
        "initiatives": [{"year": y, "scope": SCOPES[i]} for y, i in zip(years, init, strict=True) if i],
        "discipline": [
            {"form": "khien_trach", "from": f"{y}-01-01", "to": f"{y}-12-31"}
            for y, d in zip(years, disc, strict=True)
            if d
        ],
    }


def sound(data, began, verdicts, expected):
    """Does what is met stay met, and what is unmet unmet, however the missing years are completed?"""
    count = min(data["rating"].shape[1], 200_000)
    data = {field: data[field][:, :count] for field in FIELDS}
    began, verdicts = began[:count], verdicts[:, :count]
    whole = (data["rating"] != 0).all(0) & (began == 0)
    truths = expected[:count] >> np.arange(10, dtype=np.uint16)[:, None] & 1
    if not np.array_equal(verdicts[:, whole], truths[:, whole]):
        return False
    years = np.arange(YEAR - YEARS + 1, YEAR + 1)[:, None]
    open_lists = years < began
    for seed in range(4):
        draw = np.random.default_rng(seed)
        often = (0.1, 0.5, 0.9, 0.0)[seed]
        full = {field: data[field].copy() for field in FIELDS}
        lacking = full["rating"] == 0
        full["rating"][lacking] = draw.integers(1, 5, int(lacking.sum()))
        more = open_lists & (draw.random(lacking.shape) < often)
        full["init"] = np.where(more, np.maximum(full["init"], draw.integers(0, 4, more.shape)), full["init"])
        for field in ("title", "award"):
            full[field] = np.where(more, full[field] | draw.integers(0, 16, more.shape), full[field])
        full["disc"] = np.where(
            more & (full["rating"] < 3), full["disc"] | draw.integers(0, 2, more.shape), full["disc"]
        )
        found = np.array(dense(*(full[field].astype(np.uint8) for field in FIELDS)))
        if (found & (verdicts == scan.UNMET)).any() or (~found & (verdicts == scan.MET)).any():
            return False
    return True


def as_proved(data, began, verdicts, rules, persons):
    """Does the proof of each of these persons say the same as the scan?"""
    from rulebook import explain  # noqa: PLC0415  # not part of what a scan loads

    for person in persons:
        facts = read(facts_of(data, person, began[person]), date.fromisoformat(DAY))
        for row, proof in enumerate(explain.prove_each(rules, RULES, facts, date.fromisoformat(DAY), YEAR)):
            if proof.verdict != scan.WORDS[verdicts[row, person]]:
                return False
    return True


def in_memory(told):
    """The scans that start from words."""
    expected = timing.expected(told)
    if told.mem:
        held, base = table(words_of(told), complete=True), None
        two = program(DAY, True)
        timing.measure(
            told, "ours", lambda: scan.evaluate(two, held)[0], base,
            lambda found: np.array_equal(timing.pack(found), expected),
        )  # fmt: skip
        return
    if told.what == "times":
        columns, two = words_of(told), program(DAY, True)
        held = table(columns, complete=True)
        step = told.n // 5
        fifths = [
            table({name: each[first : first + step] for name, each in columns.items()}, complete=True)
            for first in range(0, told.n, step)
        ]
        timing.measure(
            told,
            "ours, five times",
            lambda: scan.evaluate(two, held)[0],
            lambda: [scan.evaluate(two, each) for each in fifths],  # kept: both fill the same new memory
            lambda found: np.array_equal(timing.pack(found), expected),
            clock=time.thread_time,  # one thread that waits for nothing: a busy machine bends this less
        )
        return
    data = timing.load(told)
    base = base_for(data)
    if told.what == "scan":
        held, two = table(words_of(told), complete=True), program(DAY, True)
        timing.measure(
            told, "ours", lambda: scan.evaluate(two, held)[0], base,
            lambda found: np.array_equal(timing.pack(found), expected),
        )  # fmt: skip
    elif told.what == "masks":
        held, two = table(words_of(told), complete=True), program(DAY, True)
        timing.measure(
            told, "ours, masks", lambda: scan.evaluate(two, held, masks=True, verdicts=False)[1], base,
            lambda found: np.array_equal(timing.pack(found == 0), expected),
        )  # fmt: skip
    elif told.what == "three":
        held, began = three_valued(told, data)
        three, rules = program(DAY, False), law()
        persons = np.random.default_rng(3).integers(0, told.n, 300).tolist()
        timing.measure(
            told, "ours, three values", lambda: scan.evaluate(three, held)[0], base,
            lambda found: sound(data, began, found, expected) and as_proved(data, began, found, rules, persons),
        )  # fmt: skip


def from_parquet(told):
    """From rows of person-years to verdicts and masks, against reading the same columns."""
    import pyarrow.parquet as pq  # noqa: PLC0415  # not part of what a scan in memory loads

    from rulebook import ingest  # noqa: PLC0415

    rules, path, day = law(), told.folder / "long.parquet", date.fromisoformat(DAY)
    wanted = scan.evaluate(program(DAY, False), unknown_ratings(told))[0]
    names, texts = pq.read_schema(path).names, ["kind", "rating"]

    def ours():
        return [
            (each.subjects, scan.run(rules, RULES, each, DAY))
            for each in ingest.tables(rules, RULES, path, day, YEAR)
        ]

    def agrees(found):
        seen = 0
        for subjects, results in found:
            seen += len(subjects)
            verdicts = np.array([results[key].verdict for key in RULES])
            if not np.array_equal(verdicts, wanted[:, np.asarray(subjects)]):
                return False
        return seen > 0.5 * told.n

    def read_whole():
        return pq.read_table(path, columns=names, read_dictionary=texts)

    def read_streamed():
        for _ in pq.ParquetFile(path, read_dictionary=texts).iter_batches(columns=names):
            pass

    base = read_whole if told.n <= 1_500_000 else read_streamed
    timing.measure(told, "ours, from Parquet", ours, base, agrees, reps=3)


def one(told):
    """Ten proofs of one person: what is proved, and the same written out in words."""
    from rulebook import explain  # noqa: PLC0415

    data, expected, rules, day = timing.load(told), timing.expected(told), law(), date.fromisoformat(DAY)
    rich = np.flatnonzero(expected[:50_000] == expected[:50_000].max())[:1].tolist()
    for name, person in (("first", 0), ("richest", rich[0])):
        facts = read(facts_of(data, person), day)

        def prove(facts=facts):
            return explain.prove_each(rules, RULES, facts, day, YEAR)

        def told_in_words(prove=prove):
            return [proof.findings() for proof in prove()]

        def whole(prove=prove):
            return [proof.to_dict() for proof in prove()]

        met = sum((proof.verdict == "met") << place for place, proof in enumerate(prove()))
        assert met == expected[person], "explain: another result"
        for kind, function in (("proved", prove), ("findings", told_in_words), ("whole", whole)):
            timing.one(
                told, f"ours one, {kind}, {name}", function, 30 if kind == "whole" else 200, agrees=True
            )


def main():
    """One measure."""
    told = timing.arguments()
    if told.what == "long":
        from_parquet(told)
    elif told.what == "one":
        one(told)
    else:
        in_memory(told)


if __name__ == "__main__":
    main()
