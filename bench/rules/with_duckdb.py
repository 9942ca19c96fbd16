"""DuckDB: the wide table, year-bitsets by hand, and our own text over the same table. One core unless told."""

import duckdb
import numpy as np

from bench.rules import timing
from bench.rules.dense import base_for
from bench.rules.ours import columns_as, program
from bench.rules.sqltext import bits_sql, wide_sql
from bench.rules.timing import RULES
from rulebook import sql


def main():
    """One measure; `both` times our text and the hand-written one in turn."""
    told = timing.arguments()
    expected = timing.expected(told)
    connection = duckdb.connect()
    connection.execute("SET threads = 1")

    def run(text):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE found AS {text}")

    def agrees(_):
        rows = connection.execute(f"SELECT pid, {', '.join(RULES)} FROM found").fetchnumpy()
        found = np.zeros(told.n, np.uint16)
        found[rows["pid"]] = timing.pack([rows[rule] for rule in RULES])
        return np.array_equal(found, expected)

    if told.what == "wide":
        connection.execute(f"CREATE TABLE wide AS SELECT * FROM '{told.folder}/wide.parquet'")
        text = wide_sql("wide")
        base = base_for(timing.load(told))
        timing.measure(told, "duckdb wide", lambda: run(text), base, agrees, reps=3)
    if told.what == "both":
        connection.execute(f"CREATE TABLE bits AS SELECT * FROM '{told.folder}/bits.parquet'")
        connection.execute(f"CREATE VIEW ours AS SELECT {columns_as('pid')} FROM bits")
        text = bits_sql("bits")
        own = sql.rules(program(timing.DAY, True), "ours", sql.DUCKDB, subject="pid", masks=False, short=True)
        run(text)
        assert agrees(None), "the hand-written text: another result"
        timing.measure(told, "duckdb own text", lambda: run(own), lambda: run(text), agrees)


if __name__ == "__main__":
    main()
