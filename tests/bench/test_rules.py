"""The measured rules: rule files, NumPy and plain Python agree; the report tells a broken bound."""

from datetime import date

import numpy as np
import pytest

from bench.rules import data, dense, naive, ours, report, timing
from rulebook import explain, facts, lower, scan

PERSONS = 3000


@pytest.fixture(scope="module")
def histories() -> dict[str, np.ndarray]:
    return data.simulate(PERSONS, 11)


def columns(histories: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    words = dict(zip(timing.BITS, dense.to_bits(histories), strict=True))
    return {leaf: words[column] for leaf, column in ours.WORDS.items()}


def test_the_rule_files_the_dense_reading_and_plain_python_agree(histories: dict[str, np.ndarray]) -> None:
    plain = [
        naive.evaluate(*(histories[field][:, person].tolist() for field in timing.FIELDS))
        for person in range(PERSONS)
    ]
    table = ours.table(columns(histories), complete=True)
    verdicts, masks = scan.evaluate(ours.program(timing.DAY, True), table, masks=True, chunk=700)

    assert timing.pack(dense.dense(*(histories[field] for field in timing.FIELDS))).tolist() == plain
    assert timing.pack(verdicts).tolist() == plain
    assert timing.pack(masks == 0).tolist() == plain


def test_with_missing_years_the_scan_says_what_the_proofs_say(histories: dict[str, np.ndarray]) -> None:
    began = ours.complete_from(PERSONS)
    words = columns(histories)
    words[lower.NO_RATING], words[lower.NO_LISTS] = ours.unrated(histories["rating"]), ours.unlisted(began)
    found = scan.evaluate(ours.program(timing.DAY, False), ours.table(words, complete=False))[0]
    expected = timing.pack(dense.dense(*(histories[field] for field in timing.FIELDS)))
    rules, day = ours.law(), date.fromisoformat(timing.DAY)

    assert ours.sound(histories, began, found, expected)
    assert set(np.unique(found)) == {scan.UNMET, scan.MET, scan.UNKNOWN}
    for person in range(0, PERSONS, 50):
        known = facts.read(ours.facts_of(histories, person, began[person]), day)
        proofs = explain.prove_each(rules, timing.RULES, known, day, timing.YEAR)
        assert [proof.verdict for proof in proofs] == [scan.WORDS[each] for each in found[:, person]]


def test_the_report_tells_what_holds_what_does_not_and_what_was_not_measured() -> None:
    records = [
        {"name": "ours", "n": 10, "seconds": 0.001, "base": 0.01, "ratio": 0.1, "agrees": True},
        {"name": "openfisca", "n": 10, "seconds": 0.004, "base": 0.01, "ratio": 0.4, "agrees": True},
    ]

    text, holds = report.made(records, 10, [], [])

    assert not holds
    assert "| scan of the ten rules / NumPy dense | 0.1 × | ≤ 0.4 | ≤ 0.22 | holds, aim reached |" in text
    assert "| OpenFisca (build and calculate) / our scan | 4 × | ≥ 8 | ≥ 15 | DOES NOT HOLD |" in text
    assert "| DuckDB wide table, one core / our scan | – | ≥ 20 | ≥ 40 | NOT MEASURED | |" in text
