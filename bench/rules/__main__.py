"""`make bench-rules`: our engine beside others on the same rules, every result compared.

Rewrites its part of docs/performance.md. Exits 1 when a bound does not hold, an engine fails or two readings disagree.
`--n` makes it smaller: a quick look, printed, and written down only with `--write`.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from bench.rules import commands, environments, report
from bench.rules.environments import PLACE, ROOT

# environment, module, what, size (1: as told, 5: five times), peak of memory instead of time
PLAN = (
    ("core", "ours", "scan", 1, False),
    ("core", "ours", "three", 1, False),
    ("core", "ours", "masks", 1, False),
    ("core", "ours", "long", 1, False),
    ("core", "ours", "one", 1, False),
    ("core", "with_duckdb", "wide", 1, False),
    ("core", "with_duckdb", "both", 1, False),
    ("openfisca", "with_openfisca", "scan", 1, False),
    ("openfisca", "with_openfisca", "one", 1, False),
    ("zen", "with_zen", "all", 1, False),
    ("oracle", "with_clingo", "all", 1, False),
    ("spark", "with_spark", "long", 1, False),
    ("core", "ours", "times", 5, False),
    ("core", "ours", "long", 5, False),
    ("core", "ours", "scan", 5, True),
    ("core", "ours", "long", 5, True),
    ("openfisca", "with_openfisca", "scan", 5, True),
)
FULL = 1_000_000


def main() -> int:
    """Everything in one run."""
    parser = argparse.ArgumentParser(prog="python -m bench.rules", description=__doc__)
    parser.add_argument(
        "--n", type=int, default=FULL, help="persons; five times as many for the large measures"
    )
    parser.add_argument(
        "--write", action="store_true", help="write docs/performance.md even from a smaller run"
    )
    told = parser.parse_args()
    PLACE.mkdir(parents=True, exist_ok=True)
    out = PLACE / "results.jsonl"
    out.unlink(missing_ok=True)
    notes, failures = [], []
    no_java = environments.why_no_java()
    for size in (told.n, 5 * told.n):
        make_data(size)
    for environment, module, what, times, memory in PLAN:
        if environment == "spark" and no_java:
            notes.append(no_java)
            continue
        print(
            f"… {module} {what}, {times * told.n:,}{', memory' if memory else ''}",
            file=sys.stderr,
            flush=True,
        )
        problem = run(environment, module, what, times * told.n, memory, out)
        if problem:
            failures.append(f"{module} {what}: {problem}")
    print("… commands", file=sys.stderr, flush=True)
    own = commands.measure(PLACE)
    for engine in ("SQLite", "PostgreSQL"):
        print(f"… office, {engine}", file=sys.stderr, flush=True)
        try:
            own.append(commands.office(told.n // 5, engine))
        except subprocess.CalledProcessError as problem:
            failures.append(f"office {engine}: ended with {problem.returncode}")
    with out.open("a") as file:
        file.writelines(json.dumps(each) + "\n" for each in own)
    records = [json.loads(line) for line in out.read_text().splitlines()]
    text, holds = report.made(records, told.n, notes, failures)
    print(text)
    if told.n == FULL or told.write:
        report.write(ROOT / "docs" / "performance.md", text)
    return 0 if holds else 1


def make_data(count: int) -> None:
    """The registry of this size, once."""
    code = Path(__file__).with_name("data.py").read_bytes()
    mark = PLACE / "data" / str(count) / ".made"
    if mark.exists() and mark.read_bytes() == code:
        return
    print(f"… data, {count:,}", file=sys.stderr, flush=True)
    command = [str(environments.python("core")), "-m", "bench.rules.data"]
    subprocess.run([*command, "--n", str(count), "--data", str(PLACE / "data")], cwd=ROOT, check=True)
    mark.write_bytes(code)


def run(environment: str, module: str, what: str, count: int, memory: bool, out: Path) -> str:
    """One engine in a process of its own; the last line of what went wrong, or nothing."""
    command = [str(environments.python(environment)), "-m", f"bench.rules.{module}"]
    command += ["--data", str(PLACE / "data"), "--n", str(count), "--what", what, "--out", str(out)]
    quiet = {**os.environ, "PYTHONPATH": str(ROOT), "BANGVANG_RULES_CACHE": str(PLACE / "compiled")}
    done = subprocess.run(
        command + ["--mem"] * memory, cwd=ROOT, env=quiet, capture_output=True, text=True, check=False
    )
    if done.returncode == 0:
        return ""
    return (done.stderr.strip().splitlines() or ["(no word)"])[-1]


if __name__ == "__main__":
    sys.exit(main())
