"""Serving as `make run` does it: one command starts everything and ends everything."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.processes import ROOT, Office

PATIENCE = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answer(address: str) -> tuple[int, str]:
    """Status and text; status 0 where nobody listens."""
    try:
        with urllib.request.urlopen(address, timeout=10) as page:
            return page.status, page.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


@dataclass
class Served:
    office: Office
    port: int
    process: subprocess.Popen[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo district, served by a process group of its own."""
    office, port = Office(tmp_path_factory.mktemp("demo")), free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "bangvang.cli", "serve_demo", "--port", str(port)],
        cwd=ROOT,
        env=office.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    made = Served(office, port, process)
    try:
        until = time.monotonic() + PATIENCE
        while answer(made.address)[0] != 200:
            assert process.poll() is None, process.communicate()[0]
            assert time.monotonic() < until, "nobody answered"
            time.sleep(0.2)
        yield made
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_the_demo_opens_at_its_login_page_with_its_accounts_and_their_files(served: Served):
    status, page = answer(served.address)
    assert (status, "Đăng nhập" in page, "chi" in page) == (200, True, True)
    for place in {part.split('"')[0] for part in page.split('="/tinh/')[1:]}:
        assert answer(f"{served.address}tinh/{place}")[0] == 200
    assert answer(f"{served.address}song") == (200, '{"healthy": true, "database": true, "files": true}')


def test_a_busy_port_is_told_in_one_sentence(served: Served):
    refused = served.office.command("serve_demo", "--port", served.port)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == (
        f"Cổng {served.port} đang bận hoặc không dùng được. Hãy chạy với cổng khác, ví dụ: PORT=8001 make run\n"
    )


def test_an_interrupt_ends_server_and_worker_and_leaves_nobody_behind(served: Served):
    os.killpg(served.process.pid, signal.SIGINT)
    told, _ = served.process.communicate(timeout=30)
    assert served.process.returncode == 0
    assert f"http://127.0.0.1:{served.port}/" in told
    assert "Traceback" not in told
    with pytest.raises(ProcessLookupError):
        os.killpg(served.process.pid, 0)


def test_the_real_server_refuses_a_database_of_another_version(tmp_path: Path):
    real = {"BANGVANG_SECRET_KEY": "x" * 60, "BANGVANG_HOSTS": "127.0.0.1"}
    refused = Office(tmp_path, more=real).command("serve", "--port", free_port())
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)
    assert "bangvang migrate" in refused.stderr
