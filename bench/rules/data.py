"""The synthetic registry (seeded): 25 years are lived through so that the ladders fill; the last ten are kept.

Writes under FOLDER/N: a field a file [10, N], year-bitsets [13, N], the expected results, and Parquet: wide, bits, and
long in the columns that `bangvang scan` reads.
"""

import argparse
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.rules.dense import dense, to_bits_chunked
from bench.rules.timing import BITS, FIELDS, YEAR, YEARS, pack

SPAN = 25
STEP = 500_000
RATINGS = ("not_completed", "completed", "good", "excellent")
AWARDS = {"r2": ("title", 2), "r3": ("title", 4), "r4": ("title", 8), "r5": ("award", 1), "r6": ("award", 2),
          "r7": ("award", 4), "r8": ("award", 8)}  # fmt: skip
SCOPES = ("grassroots", "province", "national")


def simulate(count, seed):
    """The last ten of the years that `count` persons live through."""
    draw = np.random.default_rng(seed)
    skill = draw.normal(size=count).astype(np.float32)
    joined = np.where(draw.random(count) < 0.7, 0, draw.integers(0, SPAN, count))
    left = np.where(draw.random(count) < 0.92, SPAN, draw.integers(SPAN - 10, SPAN, count))
    history = {field: np.zeros((SPAN, count), np.uint8) for field in FIELDS}
    for year in range(SPAN):
        present = (joined <= year) & (year < left) & (draw.random(count) < 0.985)
        work = 0.8 * skill + 0.6 * draw.normal(size=count).astype(np.float32)
        rating = np.select([work > 0.95, work > -1.05, work > -2.3], [4, 3, 2], 1).astype(np.uint8)
        idea = 0.7 * skill + 0.7 * draw.normal(size=count).astype(np.float32)
        found = ((idea > 0.75).astype(np.uint8) + (idea > 1.7) + (idea > 2.45)).astype(np.uint8)
        punished = (draw.random(count) < 0.007) & present
        history["rating"][year] = np.where(punished, np.minimum(rating, 2), rating) * present
        history["init"][year] = found * present
        history["disc"][year] = punished
        if year >= YEARS - 1:
            earned = dense(*(history[field][year - YEARS + 1 : year + 1] for field in FIELDS))
        else:  # the first years bring the yearly titles only
            good = (history["rating"][year] >= 3) & (history["disc"][year] == 0)
            fighter = good & ((history["init"][year] >= 1) | (history["rating"][year] == 4))
            earned = [good, fighter] + [np.zeros(count, bool)] * 8
        if year == SPAN - 1:
            break
        chance = draw.random(count)
        for bit, rule, share in ((1, 0, 0.98), (2, 1, 0.7), (4, 2, 0.6), (8, 3, 0.5)):
            history["title"][year] |= (earned[rule] & (chance < share)).astype(np.uint8) * np.uint8(bit)
        chance = draw.random(count)
        for bit, rule, share in ((1, 4, 0.6), (2, 5, 0.5), (4, 6, 0.6), (8, 7, 0.6)):
            history["award"][year] |= (earned[rule] & (chance < share)).astype(np.uint8) * np.uint8(bit)
    return {field: np.ascontiguousarray(history[field][-YEARS:]) for field in FIELDS}


def long_rows(data, first, last):
    """Person-years of these persons as `bangvang scan` reads them, by person and year."""
    part = {field: np.ascontiguousarray(data[field][:, first:last].T) for field in FIELDS}
    kept = np.flatnonzero(np.any([part[field] != 0 for field in FIELDS], axis=0).ravel())
    rows = {field: part[field].ravel()[kept] for field in FIELDS}
    rating = pa.DictionaryArray.from_arrays(
        pa.array(np.maximum(rows["rating"], 1).astype(np.int8) - 1, mask=rows["rating"] == 0),
        pa.array(RATINGS),
    )
    kind = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(kept), np.int8)), pa.array(["individual"]))
    columns = {
        "subject": (first + kept // YEARS).astype(np.int32),
        "year": (YEAR - YEARS + 1 + kept % YEARS).astype(np.int16),
        "kind": kind.cast(pa.string()),
        "rating": rating.cast(pa.string()),
        "history_complete_from": np.zeros(len(kept), np.int16),
        "disciplined": rows["disc"],
    }
    for level, scope in enumerate(SCOPES, 1):
        columns[f"initiatives_{scope}"] = (rows["init"] == level).astype(np.uint8)
    for key, (field, bit) in AWARDS.items():
        columns[f"award:{key}"] = ((rows[field] & bit) != 0).astype(np.uint8)
    return pa.table(columns)


def write(folder, count, seed):
    """Everything that the engines read, for this many persons."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = [simulate(min(STEP, count - at), seed + n) for n, at in enumerate(range(0, count, STEP))]
    data = {field: np.concatenate([part[field] for part in parts], 1) for field in FIELDS}
    del parts
    for field in FIELDS:
        np.save(folder / f"{field}.npy", data[field])
    bits = to_bits_chunked(data)
    np.save(folder / "bits.npy", bits)
    expected = dense(*(data[field] for field in FIELDS))
    np.save(folder / "expected.npy", pack(expected))
    shares = {f"R{n}": round(float(each.mean()), 5) for n, each in enumerate(expected, 1)}
    print("share that meets:", shares)
    if not all(each.any() for each in expected):
        print("(too few persons for every rule to be met by somebody)")
    person = pa.array(np.arange(count, dtype=np.int32))
    wide = {f"{field}_{year}": data[field][year] for field in FIELDS for year in range(YEARS)}
    pq.write_table(pa.table({"pid": person, **wide}), folder / "wide.parquet", compression="zstd")
    words = {name: bits[place] for place, name in enumerate(BITS)}
    pq.write_table(pa.table({"pid": person, **words}), folder / "bits.parquet", compression="zstd")
    writer = None
    for first in range(0, count, 100_000):
        rows = long_rows(data, first, min(count, first + 100_000))
        writer = writer or pq.ParquetWriter(folder / "long.parquet", rows.schema, compression="zstd")
        writer.write_table(rows)
    writer.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, required=True)
    parser.add_argument("--seed", type=int, default=20240901)
    parser.add_argument("--data", type=Path, required=True)
    told = parser.parse_args()
    write(told.data / str(told.n), told.n, told.seed)
