"""Spark on this machine: person-years in Parquet packed and judged by our own SQL text, compared row by row."""

import time
from datetime import date

import numpy as np
from pyspark.sql import SparkSession

from bench.rules import timing
from bench.rules.ours import law, unknown_ratings
from bench.rules.timing import DAY, RULES, YEAR
from rulebook import lower, scan, sql


def main():
    """From Parquet to verdicts."""
    told = timing.arguments()
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.memory", "4g")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    rules = law()
    rows = session.read.parquet(str(told.folder / "long.parquet"))
    rows.createOrReplaceTempView("person_years")
    packed, names = sql.registry(
        lower.asked(rules, DAY, RULES), "person_years", sql.SPARK, date.fromisoformat(DAY), year=YEAR,
        present=frozenset(rows.columns),
    )  # fmt: skip
    session.sql(packed).createOrReplaceTempView("packed")
    program = lower.lower(rules, DAY, "individual", RULES)
    text = sql.rules(program, "packed", sql.SPARK, present=names, masks=False)
    start = time.perf_counter()
    answer = session.sql(text).toArrow()
    taken = time.perf_counter() - start
    wanted = scan.evaluate(program, unknown_ratings(told))[0]
    subjects = answer["subject"].to_numpy()
    assert len(subjects) == len(np.unique(subjects)) > told.n / 2, "spark: persons are missing"
    for row, rule in enumerate(RULES):
        assert np.array_equal(answer[rule].to_numpy(), wanted[row, subjects]), (
            f"spark: another result of {rule}"
        )
    timing.tell(told, {"name": "spark", "n": told.n, "seconds": taken, "agrees": True})
    session.stop()


if __name__ == "__main__":
    main()
