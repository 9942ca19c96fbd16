"""The SQL readers: DuckDB runs the text and must agree on every row; Spark's text differs only where Spark does."""

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rulebook import ingest, lower, scan, spark_job, sql
from rulebook.tree import KINDS
from tests.rulebook import registries


@pytest.mark.parametrize("on", [date(2025, 3, 1), date(2026, 6, 30)], ids=str)
def test_duckdb_says_what_scan_says_on_every_row(on: date) -> None:
    law = registries.national()
    rows = registries.subjects(300, 11, law, on)
    table = ingest.from_facts(law, list(law.awards), rows, on)
    found = scan.run(law, law.awards, table, on.isoformat())
    bits = pa.table(
        {"subject": np.arange(len(rows)), "kind": table.kinds}
        | {
            name: each.astype(np.int64) if each.dtype == np.uint64 else each
            for name, each in table.columns.items()
        }
    )
    with duckdb.connect() as base:
        base.register("bits", bits)
        for number, kind in enumerate(KINDS):
            program = lower.lower(law, on.isoformat(), kind, law.awards, uncertain=table.uncertain)
            text = sql.rules(
                program, "bits", sql.DUCKDB, present=frozenset(table.columns), where=f"kind = {number}"
            )
            answer = base.execute(text).fetchnumpy()
            places = answer["subject"]
            assert len(places) == int((table.kinds == number).sum())
            for output in program.outputs:
                key = output.award
                assert answer[key].tolist() == found[key].verdict[places].tolist(), key
                assert answer[f"failed:{key}"].tolist() == found[key].failed[places].tolist(), key


@pytest.mark.parametrize("year", [None, 2023, 2026])
def test_duckdb_packs_rows_as_the_scan_does(tmp_path: Path, year: int | None) -> None:
    law = registries.national()
    awards = list(law.awards)
    path = tmp_path / "registry.parquet"
    pq.write_table(registries.as_rows(law, awards, registries.subjects(60, 5, law)), path)
    (table,) = ingest.tables(law, awards, path, registries.ON, year)
    found = scan.run(law, awards, table, registries.ON.isoformat())
    columns = lower.asked(law, registries.ON.isoformat(), awards)
    present = frozenset(pq.read_schema(path).names)
    packed, names = sql.registry(columns, f"'{path}'", sql.DUCKDB, registries.ON, year=year, present=present)
    uncertain = frozenset(
        each[1:] for each in names if each[0] == "?" and each.startswith(("?award:", "?merit:"))
    )
    place = {name: number for number, name in enumerate(table.subjects)}

    with duckdb.connect() as base:
        base.execute(f"CREATE TABLE packed AS {packed}")
        for kind in KINDS:
            program = lower.lower(law, registries.ON.isoformat(), kind, awards, uncertain=uncertain)
            answer = base.execute(
                sql.rules(program, "packed", sql.DUCKDB, present=names, where=f"kind = '{kind}'")
            ).fetchnumpy()
            where = [place[each] for each in answer["subject"]]
            for output in program.outputs:
                assert answer[output.award].tolist() == found[output.award].verdict[where].tolist(), (
                    output.award
                )


def test_spark_is_told_the_same_in_its_own_words() -> None:
    law = registries.national()
    program = lower.lower(law, "2026-06-30", "individual", law.awards)
    told = sql.rules(program, "bits", sql.SPARK)

    assert "~" not in told
    assert '"' not in told
    assert ">>" not in told
    assert "<<" not in told
    assert "shiftright(" in told
    again = told.replace("`", '"').replace(" ^ ", " # ")
    assert again.count("(") == again.count(")")


def test_the_text_grows_with_the_rule_and_not_with_its_repetitions() -> None:
    law = registries.national()
    program = lower.lower(law, "2026-06-30", "individual", law.awards)

    assert len(sql.rules(program, "bits", sql.DUCKDB)) < 150 * len(program.ins)


@pytest.mark.parametrize("year", [None, 2024])
def test_the_job_for_spark_decides_as_the_scan_when_duckdb_speaks_its_lines(
    tmp_path: Path, year: int | None
) -> None:
    law = registries.national()
    awards = list(law.awards)
    path = tmp_path / "registry.parquet"
    pq.write_table(registries.as_rows(law, awards, registries.subjects(60, 9, law)), path)
    (table,) = ingest.tables(law, awards, path, registries.ON, year)
    found = scan.run(law, awards, table, registries.ON.isoformat())
    present = frozenset(pq.read_schema(path).names)
    place = {name: number for number, name in enumerate(table.subjects)}

    packed, decided = spark_job.statements(law, awards, registries.ON, year, present, sql.DUCKDB, f"'{path}'")
    compared = 0
    with duckdb.connect() as base:
        base.execute(f"CREATE TABLE packed AS {packed}")
        for text in decided.values():
            answer = base.execute(text).fetchnumpy()
            where = [place[each] for each in answer["subject"]]
            for key in set(answer) & set(awards):
                assert answer[key].tolist() == found[key].verdict[where].tolist(), key
                compared += len(where)
    assert compared > 500


def test_the_job_for_spark_speaks_only_spark() -> None:
    law = registries.national()
    present = frozenset((*lower.REQUIRED, "award:provincial_certificate_of_merit", "disciplined"))
    packed, decided = spark_job.statements(law, list(law.awards), registries.ON, None, present)

    for text in (packed, *decided.values()):
        assert '"' not in text
        assert "<<" not in text
        assert ">>" not in text
        assert "~" not in text
        assert text.count("(") == text.count(")")
    assert "shiftleft(CAST(1 AS BIGINT)" in packed
    assert "bit_or(CASE WHEN" in packed
    assert sorted(decided) == sorted(KINDS)
