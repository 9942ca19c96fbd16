"""Commands about the office itself: its database, its first administrator, its scheduled work, its test data."""

import sys
import time
from collections.abc import Callable
from importlib import import_module

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from bangvang.cli.words import Refused, Words
from bangvang.core import clock, outbox, periodic

WORKER_PAUSE = 30  # seconds between two looks at the outbox
ROUND = 600  # seconds between two rounds of all scheduled work


def must_be_migrated() -> None:
    """A database of another version is refused in a sentence, not by an error in the middle of the work."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refused("Cơ sở dữ liệu chưa ở phiên bản đang cài. Hãy chạy “bangvang migrate” trước.")


def migrate(rest: list[str]) -> int:
    """Bring the database to the installed version."""
    Words(prog="bangvang migrate").parse_args(rest)
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    print("Cơ sở dữ liệu đã ở phiên bản đang cài.")
    return 0


def create_administrator(rest: list[str]) -> int:
    """Open the first administrator's account and print the one-time link."""
    parser = Words(prog="bangvang create_administrator")
    parser.add_argument("username", metavar="TÊN_ĐĂNG_NHẬP")
    parser.add_argument("--name", metavar="HỌ_VÀ_TÊN", default="")
    parser.add_argument("--email", metavar="THƯ_ĐIỆN_TỬ", default="")
    words = parser.parse_args(rest)
    must_be_migrated()
    invitations = import_module("bangvang.directory.actions")
    link = invitations.create_first_administrator(words.username, name=words.name, email=words.email)
    print(f"Đã mở tài khoản quản trị “{words.username}”. Liên kết đặt mật khẩu, dùng một lần:")
    print(link)
    return 0


def run_periodic(rest: list[str]) -> int:
    """Do the scheduled work once, for a timer."""
    Words(prog="bangvang run_periodic").parse_args(rest)
    must_be_migrated()
    failed = periodic.run(clock.today())
    if failed:
        print(f"Việc định kỳ không xong: {', '.join(failed)}. Xem nhật ký máy chủ.", file=sys.stderr)
    return 1 if failed else 0


def work_until(is_over: Callable[[], bool]) -> None:
    """The worker: letters every half minute, all scheduled work every ten minutes, until its parent ends."""
    last = float("-inf")
    while not is_over():
        if time.monotonic() - last >= ROUND:
            periodic.run(clock.today())
            last = time.monotonic()
        else:
            outbox.send_due()
        connections.close_all()
        time.sleep(WORKER_PAUSE)


def generate(rest: list[str]) -> int:
    """Invented districts of any size, for tests and measurements."""
    must_be_migrated()
    status: int = import_module("bangvang.demo.generate").main(rest)
    return status
