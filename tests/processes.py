"""A real office in a folder of its own: commands run as processes, as an operator runs them.

For what a test within one process cannot show: a database file that outlives a kill, two processes that write at once,
settings that refuse to start.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 120


@dataclass
class Office:
    """The folder of one office; `database` is a PostgreSQL address, else a SQLite file in the folder."""

    folder: Path
    database: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What the office's processes see: nothing of the machine's own BANGVANG_* variables."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BANGVANG_")}
        kept |= {
            "BANGVANG_VAR_DIR": str(self.folder),
            "BANGVANG_TODAY": "2024-04-08",
            "DJANGO_SETTINGS_MODULE": "bangvang.config.settings",
            "PYTHONUTF8": "1",
        }
        if self.database:
            kept["BANGVANG_DATABASE_URL"] = self.database
        return {**kept, **self.more}

    def command(self, *words: object) -> subprocess.CompletedProcess[str]:
        """`bangvang …` to its end."""
        return subprocess.run(
            [sys.executable, "-m", "bangvang.cli", *map(str, words)],
            check=False,
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=LIMIT,
        )

    def script(self, code: str) -> str:
        """What this Python code prints with Django started; it must succeed."""
        done = subprocess.run(
            [sys.executable, "-c", "import django; django.setup()\n" + code],
            check=False,
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=LIMIT,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @contextmanager
    def running(self, code: str) -> Iterator[subprocess.Popen[str]]:
        """A process that runs this code with Django started, killed at the end if it still lives."""
        process = subprocess.Popen(
            [sys.executable, "-u", "-c", "import django; django.setup()\n" + code],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()
