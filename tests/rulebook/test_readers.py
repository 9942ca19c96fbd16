"""Explain and scan read one law: for every subject, award and day they say the same."""

from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from rulebook import explain, ingest, scan
from rulebook.facts import Facts
from rulebook.proof import Step
from rulebook.tree import KINDS, All, Any, Meets, Run
from tests.rulebook import registries

DAYS = (date(2024, 3, 1), date(2025, 3, 1), date(2026, 6, 30), date(2026, 11, 1))


def proofs(rows: list[Facts], on: date, year: int | None) -> dict[str, list[explain.Proof]]:
    law = registries.national()
    found: dict[str, list[explain.Proof]] = {}
    for key in law.awards:
        own = [each.last_rated() if year is None else year for each in rows]
        found[key] = [
            explain.prove(law, key, each, on, on.year if y is None else y)
            for each, y in zip(rows, own, strict=True)
        ]
    return found


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_scan_says_what_explain_says_of_every_award_and_kind(on: date) -> None:
    law = registries.national()
    rows = registries.subjects(250, on.toordinal(), law, on)
    found = scan.run(law, law.awards, ingest.from_facts(law, list(law.awards), rows, on), on.isoformat())

    seen: Counter[str] = Counter()
    for key, proved in proofs(rows, on, None).items():
        said = [scan.WORDS[each] for each in found[key].verdict]
        assert said == [each.verdict for each in proved], key
        seen.update(said)
    assert seen["unmet"] > 100
    assert seen["unknown"] > 100
    assert seen["met"] > 100 or on == DAYS[-1]


def test_rows_of_parquet_give_the_same_bits_as_facts(tmp_path: Path) -> None:
    law = registries.national()
    awards = list(law.awards)
    for seed, year in ((1, None), (2, 2024), (3, 2026)):
        rows = registries.subjects(45, seed, law)
        path = tmp_path / f"{seed}.parquet"
        pq.write_table(registries.as_rows(law, awards, rows), path)
        asked = ingest.from_facts(law, awards, rows, registries.ON, year)
        (read,) = ingest.tables(law, awards, path, registries.ON, year)
        place = {name: number for number, name in enumerate(read.subjects)}
        where = np.array([place[each.id] for each in rows])

        assert read.years is not None
        assert asked.years is not None
        assert read.years[where].tolist() == asked.years.tolist()
        assert [KINDS[each] for each in read.kinds[where]] == [each.kind for each in rows]
        for name, column in asked.columns.items():
            if name[0] == "?" and column.dtype != np.bool_ and name not in ("?rating", "?lists"):
                shared = read.columns["?rating" if name.startswith("?rating:") else "?lists"]
                sure = read.columns.get(name[1:], np.zeros(len(rows), np.uint64))
                more = read.columns.get(name, np.zeros(len(rows), np.uint64))
                got = (shared | sure | more)[where]
            elif name in ("?rating", "?lists"):
                continue
            else:
                got = read.columns.get(name, np.zeros(len(rows), column.dtype))[where]
            assert got.tolist() == column.tolist(), name


def test_the_failed_clauses_are_those_that_explain_finds_wanting() -> None:
    law = registries.national()
    rows = registries.subjects(200, 7, law)
    found = scan.run(
        law, law.awards, ingest.from_facts(law, list(law.awards), rows, registries.ON), "2026-06-30"
    )

    for key, proved in proofs(rows, registries.ON, None).items():
        for place, proof in enumerate(proved):
            if proof.wrong_kind:
                assert found[key].failed[place] == 0
                continue
            parts = proof.root.kids if isinstance(proof.root.node, All) else (proof.root,)
            wanting = {part.node.id for part in parts if not part.sure}
            if proof.blocked:
                wanting.add("open_case")
            clauses = found[key].clauses[rows[place].kind]
            assert {
                name for bit, name in enumerate(clauses) if int(found[key].failed[place]) >> bit & 1
            } == wanting


def one_away(step: Step) -> bool:
    """One condition alone is missing on some route, told from the proof."""
    node, kids = step.node, step.kids
    if isinstance(node, All):
        return alone([each for each in kids if each.valued], kids)
    if isinstance(node, Any):
        return not step.sure and any(one_away(each) for each in kids if each.valued)
    if isinstance(node, Run) and node.in_that_time:
        return alone([step.seen[0], *(each for each in kids if each.valued)], kids)
    return isinstance(node, Meets) and one_away(kids[0])


def alone(parts: list[Step | bool], kids: tuple[Step, ...]) -> bool:
    if any(not each.valued and not each.possible for each in kids):
        return False
    if len(parts) == 1 and isinstance(parts[0], Step):
        return one_away(parts[0])
    missing = [each for each in parts if not (each if isinstance(each, bool) else each.sure)]
    if len(missing) != 1:
        return False
    (only,) = missing
    composite = isinstance(only, Step) and (
        isinstance(only.node, All) or (isinstance(only.node, Run) and only.node.in_that_time)
    )
    return one_away(only) if composite else True


def test_who_is_near_lacks_one_condition_on_some_route() -> None:
    law = registries.national()
    rows = registries.subjects(250, 8, law)
    found = scan.run(
        law, law.awards, ingest.from_facts(law, list(law.awards), rows, registries.ON), "2026-06-30"
    )

    near: Counter[str] = Counter()
    for key, proved in proofs(rows, registries.ON, None).items():
        for place, proof in enumerate(proved):
            rule = one_away(proof.root)
            wanted = (proof.root.sure if proof.blocked else rule) and not proof.wrong_kind
            assert bool(found[key].near[place]) == wanted, (key, place)
            near[key] += wanted
    assert near["grassroots_emulation_fighter"] > 3
    assert near["labour_order_third"] > 3
    assert sum(near.values()) < 0.3 * len(rows) * len(law.awards)
