"""Whole commands: reading a plan, and `make run` from nothing to the first page."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.measure import Row, paired

ROOT = Path(__file__).resolve().parent.parent
PLAN = ROOT / "bangvang" / "demo" / "ke-hoach-tap-huan-2024.md"
FOUNDING_PLAN = ROOT.parent / "shared" / "seed" / "ke-hoach-tap-huan-2024.md"


def read_plan() -> list[Row]:
    """The command `bangvang read_plan` against a bare Python start, and against importing the Word library."""
    python, command = sys.executable, str(Path(sys.executable).parent / "bangvang")
    plan = FOUNDING_PLAN if FOUNDING_PLAN.exists() else PLAN
    ours, bare = paired([command, "read_plan", str(plan)], [python, "-c", "pass"], runs=21)
    rows = [Row("read_plan (Markdown) / python -c pass", ours / bare, 10, "×", 6, f"{ours * 1000:.0f} ms")]
    with tempfile.TemporaryDirectory() as folder:
        word = Path(folder) / "ke-hoach.docx"
        word.write_bytes(_as_word(plan))
        ours, library = paired([command, "read_plan", str(word)], [python, "-c", "import docx"], runs=11)
        own = "import zipfile, defusedxml.ElementTree, paperwork.sources.docx"
        same, reader = paired([command, "read_plan", str(word)], [python, "-c", own], runs=11)
    rows.append(
        Row(
            "read_plan (DOCX) / import docx (python-docx)",
            ours / library,
            2,
            "×",
            None,
            f"{ours * 1000:.0f} ms",
        )
    )
    rows.append(
        Row(
            "read_plan (DOCX) / nhập chính các thư viện đọc",
            same / reader,
            2,
            "×",
            None,
            f"{same * 1000:.0f} ms",
        )
    )
    return rows


def _as_word(plan: Path) -> bytes:
    from paperwork import compose, read_plan, render  # noqa: PLC0415  # the writer is not part of what is timed

    return render(compose.plan_document(read_plan(plan.read_bytes(), plan.name).to_json()), "docx")


def cold_start() -> list[Row]:
    """`make run` in a fresh clone to the first page, against a venv with Django alone by the same installer."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        environment = {
            **{
                key: value
                for key, value in os.environ.items()
                if not key.startswith(("BANGVANG_", "VIRTUAL_ENV"))
            },
            "PORT": "8765",
            "PY": shutil.which("python3") or sys.executable,
        }
        start = time.perf_counter()
        server = subprocess.Popen(
            ["make", "-s", "run"],
            cwd=clone,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _wait_for("http://127.0.0.1:8765/", server)
            ours = time.perf_counter() - start
        finally:
            os.killpg(server.pid, 2)
            server.wait(timeout=30)
        start = time.perf_counter()
        venv = Path(folder) / "django"
        python = str(venv / "bin" / "python")
        subprocess.run([environment["PY"], "-m", "venv", str(venv)], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "uv==0.13.9"], check=True)
        subprocess.run(
            [str(venv / "bin" / "uv"), "pip", "install", "-q", "-p", python, "Django==5.2.19"], check=True
        )
        django = time.perf_counter() - start
    note = f"{ours:.1f} s / {django:.1f} s"
    return [
        Row(
            "make run from nothing to the first page / venv and Django alone",
            ours / django,
            4,
            "×",
            None,
            note,
        )
    ]


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        if server.poll() is not None:
            raise RuntimeError("make run ended before it served a page")
        try:
            urllib.request.urlopen(address, timeout=5).read()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError("make run served no page in two minutes")
