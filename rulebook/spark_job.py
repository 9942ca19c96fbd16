"""A Spark job for registries that outgrow one machine: Parquet of person-years in, verdicts out.

    spark-submit rulebook/spark_job.py REGISTRY OUT --date 2026-06-30 [--year 2025] [--award KEY …] [--overlay FOLDER …]

REGISTRY has the columns of docs/scan.md. OUT is a folder of Parquet: a row per subject with `subject`, `kind`, and for
every award of its kind `KEY` (0 unmet, 1 met, 2 unknown) and `failed:KEY`, the mask of clauses not surely met; awards
of other kinds are null. The text comes from the same instructions that scan and DuckDB run.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rulebook import lower, sql
from rulebook.book import NATIONAL, Rulebook
from rulebook.tree import KINDS, Law


def statements(
    law: Law,
    awards: Sequence[str],
    on: date,
    year: int | None,
    present: frozenset[str],
    dialect: sql.Dialect = sql.SPARK,
    table: str = "registry",
) -> tuple[str, dict[str, str]]:
    """The query that packs `registry` into years, and by kind of subject the query that decides the view `packed`."""
    packed, names = sql.registry(
        lower.asked(law, on.isoformat(), awards), table, dialect, on, year=year, present=present
    )
    uncertain = frozenset(name[1:] for name in names if name.startswith(("?award:", "?merit:")))
    decided = {}
    for kind in KINDS:
        program = lower.lower(law, on.isoformat(), kind, awards, uncertain=uncertain)
        if program.outputs:
            decided[kind] = sql.rules(program, "packed", dialect, present=names, where=f"kind = '{kind}'")
    return packed, decided


def main(words: list[str] | None = None) -> int:
    """Run the job."""
    typed = ArgumentParser(prog="spark_job")
    typed.add_argument("registry")
    typed.add_argument("out")
    typed.add_argument("--date", required=True, type=date.fromisoformat)
    typed.add_argument("--year", type=int)
    typed.add_argument("--award", action="append", default=[])
    typed.add_argument("--overlay", action="append", default=[])
    given = typed.parse_args(words)
    from pyspark.sql import SparkSession  # noqa: PLC0415 - large, and only where a cluster has it
    from pyspark.sql import functions as of  # noqa: PLC0415

    book = Rulebook.load(NATIONAL, *(Path(each) for each in given.overlay))
    awards = [book.award(each).key for each in given.award] or [each.key for each in book.awards(given.date)]
    spark = SparkSession.builder.appName("bangvang-scan").getOrCreate()
    rows = spark.read.parquet(given.registry)
    missing = [name for name in lower.REQUIRED if name not in rows.columns]
    if missing:
        print(f"Tệp thiếu cột bắt buộc: {', '.join(missing)} (xem docs/scan.md).", file=sys.stderr)
        return 2
    rows.createOrReplaceTempView("registry")
    packed, decided = statements(book.law, awards, given.date, given.year, frozenset(rows.columns))
    spark.sql(packed).cache().createOrReplaceTempView("packed")  # read once for each kind of subject
    found = None
    for kind, text in decided.items():
        part = spark.sql(text).withColumn("kind", of.lit(kind))
        found = part if found is None else found.unionByName(part, allowMissingColumns=True)
    if found is not None:
        found.write.mode("overwrite").parquet(given.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
