"""`make bench`: every measurement in one run, as a table of ratios and bounds; exits 1 when one does not hold."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import commands, papers, weight
from bench.measure import Row

ROOT = Path(__file__).resolve().parent.parent
SMALL, LARGE = 200, 200_000
# As served for real, but without a proxy for TLS.
QUIET = {
    "BANGVANG_DEBUG": "0",
    "BANGVANG_HTTPS": "0",
    "BANGVANG_HOSTS": "testserver",
    "BANGVANG_SECRET_KEY": "chi-de-do",
}


def main() -> int:
    """Measure all, print Markdown."""
    rows: list[Row] = []
    for name, measure in (
        ("đọc kế hoạch", commands.read_plan),
        ("giấy tờ và Excel", papers.measure),
        ("trang trên SQLite", lambda: pages("SQLite")),
        ("trang trên PostgreSQL", lambda: pages("PostgreSQL")),
        ("sức nặng của trang", weight.measure),
        ("khởi động từ đầu", commands.cold_start),
    ):
        print(f"… {name}", file=sys.stderr, flush=True)
        rows += measure()
    print("| đo gì | kết quả | phải ≤ | mong ≤ | | ghi chú |\n| --- | ---: | ---: | ---: | --- | --- |")
    print("\n".join(row.line() for row in rows))
    return 0 if all(row.holds for row in rows) else 1


def pages(engine: str) -> list[Row]:
    """List pages with 200,000 rows against 200, the board of 500 units, a plain page against bare Django."""
    small, large = _told(engine, SMALL), _told(engine, LARGE)
    rows = []
    for name in small["lists"]:
        few, many = small["lists"][name], large["lists"][name]
        ratio = many["seconds"] / few["seconds"]
        note = f"{few['seconds'] * 1000:.1f} → {many['seconds'] * 1000:.1f} ms"
        rows.append(Row(f"{engine}: danh sách {name}, 200.000 / 200 dòng", ratio, 2, "×", None, note))
        more = many["queries"] - few["queries"]
        rows.append(
            Row(
                f"{engine}: truy vấn thêm của danh sách {name}",
                more,
                0,
                "",
                None,
                f"{many['queries']} truy vấn",
            )
        )
    note = f"{small['board']['seconds'] * 1000:.0f} ms"
    rows.append(
        Row(f"{engine}: truy vấn của bảng lớp 500 đơn vị", small["board"]["queries"], 12, "", None, note)
    )
    plain, bare = small["plain"], small["bare"]
    note = f"{plain * 1000:.1f} / {bare * 1000:.2f} ms"
    rows.append(Row(f"{engine}: trang danh sách thường / Django trần", plain / bare, 12, "×", 8, note))
    return rows


def _told(engine: str, people: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-W", "ignore", "-m", "bench.pages", str(people)]
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


if __name__ == "__main__":
    sys.exit(main())
