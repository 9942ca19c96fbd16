"""What every engine's process shares: the data, the clock, the memory, one JSON line for each measure."""

import argparse
import gc
import json
import statistics
import sys
import time
from pathlib import Path

import numpy as np

YEARS = 10
YEAR = 2024  # the target year
DAY = "2025-01-15"  # the day of consideration
FIELDS = ("rating", "init", "disc", "title", "award")
RULES = [f"r{n}" for n in range(1, 11)]
BITS = ("ok", "exc", "i1", "i2", "i3", "disc", "cs", "ct", "cq", "bt", "bp", "h3", "h2")


def arguments():
    """What `bench.rules` tells an engine."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--n", type=int, required=True)
    parser.add_argument("--what", required=True)
    parser.add_argument("--reps", type=int, default=7)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--mem", action="store_true", help="load, run once, tell the peak of memory only")
    told = parser.parse_args()
    told.folder = told.data / str(told.n)
    return told


def load(told):
    """The registry as [years, persons]."""
    return {field: np.load(told.folder / f"{field}.npy") for field in FIELDS}


def expected(told):
    """The results of the dense reading."""
    return np.load(told.folder / "expected.npy")


def pack(columns):
    """Ten truths a person as one number."""
    out = np.zeros(len(columns[0]), np.uint16)
    for place, each in enumerate(columns):
        out |= np.asarray(each).astype(np.uint16) << np.uint16(place)
    return out


def peak():
    """The most memory that this process has held, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    import resource  # noqa: PLC0415  # not on every platform

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 << 20 if sys.platform == "darwin" else 1024
    )


def seconds(function, clock=time.perf_counter):
    """How long one call takes."""
    start = clock()
    function()
    return clock() - start


def one(told, name, function, runs, **more):
    """A short call timed in turn with a fixed piece of Python, by which engines in other processes are compared."""

    def fixed():
        return sum(each & 7 for each in range(5000))

    function(), fixed()
    ours, others = [], []
    for _ in range(runs):
        others.append(seconds(fixed))
        ours.append(seconds(function))
    middle, base = statistics.median(ours), statistics.median(others)
    tell(told, {"name": name, "seconds": middle, "base": base, "ratio": middle / base, **more})


def measure(told, name, function, base, check, *, reps=None, count=None, clock=time.perf_counter, **more):
    """Compare the result with the expected one; then time it in turn with `base`."""
    record = {"name": name, "n": count or told.n, **more}
    if told.mem:
        gc.collect()
        assert check(function()), f"{name}: another result"
        tell(told, {**record, "peak_mib": peak(), "agrees": True})
        return
    assert check(function()), f"{name}: another result"
    base()
    ours, others = [], []
    for _ in range(reps or told.reps):
        others.append(seconds(base, clock))
        ours.append(seconds(function, clock))
    middle, base_middle = statistics.median(ours), statistics.median(others)
    tell(
        told,
        {**record, "seconds": middle, "base": base_middle, "ratio": middle / base_middle, "agrees": True},
    )


def tell(told, record):
    """One line for the report."""
    with told.out.open("a") as file:
        file.write(json.dumps(record) + "\n")
