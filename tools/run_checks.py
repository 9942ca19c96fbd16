"""What `make test` runs: every check, every test on SQLite and on PostgreSQL, then the journeys in a browser.

    python tools/run_checks.py [static] [sqlite] [postgres] [journeys]      (all of them when none is named)

Where CI=true, the browser is installed when it is missing, and a test that was skipped counts as failed (see
tests/conftest.py). On a colleague's machine what cannot run is named in one line. The last line has the form of
pytest's own closing line and sums up all runs.
"""

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PY = sys.executable
IN_CI = os.environ.get("CI") == "true"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PYTEST = [PY, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal"]
# The journey that is walked on PostgreSQL as well: the whole job with a small authority.
SHORT_JOURNEY = "tests/journeys/test_commune.py"
STATIC = {
    "ruff check": [BIN / "ruff", "check", "-q", "."],
    "ruff format": [BIN / "ruff", "format", "-q", "--check", "."],
    "import-linter": [BIN / "lint-imports"],
    "djlint": [BIN / "djlint", "--lint", "--quiet", "bangvang"],
    "migrations": [PY, "manage.py", "makemigrations", "--check", "--dry-run", "-v0"],
    "catalogues": [PY, "tools/messages.py", "--check"],
    "mypy": [BIN / "mypy"],
}
COUNT = re.compile(
    r"(\d+) (passed|failed|skipped|error|errors|deselected|xfailed|xpassed|warning|warnings)\b"
)
CLOSING = re.compile(r"^=* ?(.*\b(?:passed|failed|skipped|error|errors|no tests ran)\b.* in [\d.]+s.*?) ?=*$")


@dataclass
class Outcome:
    """What the runs came to."""

    failed: list[str] = field(default_factory=list)
    times: list[tuple[str, float]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0


def clean_environment() -> dict[str, str]:
    """The tests choose their own database, day and folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BANGVANG_")}
    for name in ("BANGVANG_PG_BIN", "BANGVANG_GUIDE_SHOTS"):
        if name in os.environ:
            kept[name] = os.environ[name]
    return {**kept, "PYTHONUTF8": "1"}


def static_checks(outcome: Outcome) -> None:
    """Each check in turn; only a failing one speaks."""
    for name, command in STATIC.items():
        started = time.monotonic()
        done = subprocess.run(
            command, check=False, cwd=ROOT, env=clean_environment(), capture_output=True, text=True
        )
        outcome.times.append((name, time.monotonic() - started))
        if done.returncode:
            outcome.failed.append(name)
            print(f"\n--- {name}\n{done.stdout}{done.stderr}", flush=True)


def pytest_run(name: str, command: list[str], outcome: Outcome, **environment: str) -> None:
    """One run of pytest, shown as it goes; its closing line is remembered."""
    print(f"\n--- {name}", flush=True)
    started = time.monotonic()
    running = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**clean_environment(), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    closing = ""
    assert running.stdout is not None
    for line in running.stdout:
        print(line, end="", flush=True)
        if CLOSING.match(line.strip()):
            closing = line
    if running.wait():
        outcome.failed.append(name)
    for number, word in COUNT.findall(closing):
        key = {"error": "errors", "warning": "warnings"}.get(word, word)
        outcome.counts[key] = outcome.counts.get(key, 0) + int(number)
    outcome.seconds += time.monotonic() - started
    outcome.times.append((name, time.monotonic() - started))


def browser() -> str | None:
    """Chromium on this machine; where CI=true it is installed from Debian's packages when missing."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if found or not IN_CI:
        return found
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for attempt in range(1, 4):
        print(f"Cài Chromium từ gói của Debian (lần {attempt})…", flush=True)
        update = [*as_root, "apt-get", "update", "-q"]
        install = [*as_root, "apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"]
        if all(subprocess.call(each, env=environment) == 0 for each in (update, install)):
            return shutil.which("chromium")
        time.sleep(10 * attempt)
    return None


def postgres_command() -> list[str] | None:
    """The launcher of the temporary server, or None where no server's programs are found."""
    sys.path.insert(0, str(ROOT))
    from tools import temporary_postgres  # noqa: PLC0415  # found only after the line above

    named = os.environ.get("BANGVANG_DATABASE_URL", "").startswith(("postgres:", "postgresql:"))
    return [PY, "tools/temporary_postgres.py"] if named or temporary_postgres.binaries() else None


def main(parts: list[str]) -> int:
    """Run the named parts, or all."""
    parts = parts or ["static", "sqlite", "postgres", "journeys"]
    outcome, unable = Outcome(), []
    checks = threading.Thread(target=static_checks, args=(outcome,))
    if "static" in parts:
        checks.start()
    others = ["--ignore=tests/journeys", "tests"]
    if "sqlite" in parts:
        pytest_run("pytest, SQLite", [*PYTEST, *others], outcome)
    if "static" in parts:
        checks.join()
    if "postgres" in parts:
        launcher = postgres_command()
        if launcher:
            given = os.environ.get("BANGVANG_DATABASE_URL", "")
            named = {"BANGVANG_DATABASE_URL": given} if given.startswith("postgres") else {}
            # Plans and papers know no database: what was proved of them holds for both.
            touching = [*launcher, *PYTEST, "--ignore=tests/paperwork", "--ignore=tests/rulebook", *others]
            pytest_run("pytest, PostgreSQL", touching, outcome, **named)
            if "journeys" in parts and browser():
                short = [PY, "-m", "pytest", "-q", SHORT_JOURNEY]
                pytest_run("trình duyệt, PostgreSQL", [*launcher, *short], outcome, **named)
        else:
            unable.append("PostgreSQL (không có chương trình máy chủ)")
    if "journeys" in parts:
        if browser():
            pytest_run("pytest, trình duyệt", [*PYTEST, "tests/journeys"], outcome)
        else:
            unable.append("các hành trình trong trình duyệt (không có Chromium: apt-get install chromium)")
    return report(outcome, unable)


def report(outcome: Outcome, unable: list[str]) -> int:
    """The times, what could not run, and the closing line."""
    print("\n" + "  ".join(f"{name} {seconds:.0f}s" for name, seconds in outcome.times))
    if unable:
        print(f"Không chạy được trên máy này: {'; '.join(unable)}.")
        if IN_CI:
            outcome.failed += unable
    if outcome.failed:
        print(f"KHÔNG ĐẠT: {', '.join(outcome.failed)}")
    if outcome.counts:
        order = sorted(outcome.counts, key=lambda word: (word != "failed", word != "passed", word))
        summary = ", ".join(f"{outcome.counts[word]} {word}" for word in order)
        print(f"==== {summary} in {outcome.seconds:.2f}s ====", flush=True)
    return 1 if outcome.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
