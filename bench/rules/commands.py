"""Whole processes of ours: one explanation from a cold start; the whole law loaded, compiled and from YAML."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.__main__ import QUIET
from bench.measure import paired

ROOT = Path(__file__).resolve().parents[2]
PERSON: dict[str, Any] = {
    "subject": {"id": "p1", "kind": "individual", "name": "Người trong bộ đo", "occupation": "official"},
    "history_complete_from": 2010,
    "years": {str(year): {"rating": "good" if year % 3 else "excellent"} for year in range(2012, 2026)},
    "awards": [
        {"key": "grassroots_emulation_fighter", "year": year, "kind": "cong_trang"}
        for year in (2021, 2023, 2024)
    ],
    "initiatives": [{"year": year, "scope": "grassroots"} for year in (2020, 2023, 2024, 2025)],
}
AWARD = "provincial_emulation_fighter"
LOADED = (
    "import time, sys; start = time.process_time(); from rulebook.book import Rulebook; book = Rulebook.load();"
    "print(time.process_time() - start)"
)


def measure(place: Path) -> list[dict[str, Any]]:
    """The records of these measures."""
    with tempfile.TemporaryDirectory(dir=place) as folder:
        facts = Path(folder) / "facts.json"
        facts.write_text(json.dumps(PERSON, ensure_ascii=False), encoding="utf-8")
        command = str(Path(sys.executable).parent / "bangvang")
        assess = [command, "assess", str(facts), "--date", "2026-06-30", "--award", AWARD]
        cold, bare = paired(assess, [sys.executable, "-c", "pass"], runs=21)
        return [
            {"name": "cold", "seconds": cold, "base": bare, "ratio": cold / bare},
            {"name": "load compiled", "seconds": _load(folder, keep=True)},
            {"name": "load YAML", "seconds": _load(folder, keep=False)},
        ]


def office(people: int, engine: str) -> dict[str, Any]:
    """The scan from the application's own database, filled with this many people and ten years."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-W", "ignore", "-m", "bench.rules.office", str(people)]
        environment = {**os.environ, **QUIET, "BANGVANG_VAR_DIR": folder}
        if engine == "PostgreSQL":
            command = [sys.executable, "tools/temporary_postgres.py", *command]
        else:
            environment["BANGVANG_DATABASE_URL"] = f"sqlite:///{folder}/do.sqlite3"
        done = subprocess.run(
            command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
        )
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def _load(folder: str, *, keep: bool) -> float:
    """The median processor time to import the package and load the law, in fresh processes."""
    times = []
    for turn in range(8 if keep else 4):
        cache = Path(folder) / ("kept" if keep else f"new-{turn}")
        told = subprocess.run(
            [sys.executable, "-c", LOADED],
            cwd=ROOT,
            env={**os.environ, "BANGVANG_RULES_CACHE": str(cache)},
            check=True,
            capture_output=True,
            text=True,
        )
        if turn:
            times.append(float(told.stdout))
    return statistics.median(times)
