"""Commands about the office itself: its database, its first administrator, its scheduled work, its test data."""

import sys
import time
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from importlib import import_module

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from bangvang.cli.words import Refused, Words
from bangvang.core import clock, outbox, periodic
from bangvang.core.actions import SYSTEM
from bangvang.directory import actions
from bangvang.directory.models import Organisation, Tier

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
    """Open the first administrator's account and print the one-time link; in an empty office, found it first."""
    parser = Words(prog="bangvang create_administrator")
    parser.add_argument("username", metavar="TÊN_ĐĂNG_NHẬP")
    parser.add_argument("--name", metavar="HỌ_VÀ_TÊN", required=True)
    parser.add_argument("--email", metavar="THƯ_ĐIỆN_TỬ", default="")
    parser.add_argument("--authority", metavar="MÃ", default="")
    parser.add_argument("--found", metavar="TÊN_CƠ_QUAN", default="")
    parser.add_argument("--place", metavar="ĐỊA_DANH", default="")
    parser.add_argument("--tier", metavar="CẤP", default="commune")
    words = parser.parse_args(rest)
    must_be_migrated()
    on = clock.today()
    with transaction.atomic():
        authority = _found(words, on) if words.found else _authority(words.authority)
        invited = actions.create_administrator(
            authority,
            by=SYSTEM,
            full_name=words.name,
            username=words.username,
            valid_from=on,
            email=words.email,
        )
    print(f"Đã mở tài khoản quản trị “{invited.account.username}” của {authority}.")
    print("Liên kết đặt mật khẩu, dùng một lần (hãy trao tận tay, không gửi qua kênh chung):")
    print(invited.link)
    return 0


def _found(words: Namespace, on: date) -> Organisation:
    tier = Tier.objects.filter(pk=words.tier).first()
    if tier is None:
        known = ", ".join(Tier.objects.values_list("key", flat=True))
        raise Refused(f"Không có cấp “{words.tier}”. Các cấp đã có: {known}.")
    return actions.found_authority(tier, by=SYSTEM, name=words.found, place=words.place, valid_from=on)


def _authority(code: str) -> Organisation:
    roots = list(Organisation.objects.filter(**({"code": code} if code else {"parent": None}))[:2])
    if len(roots) == 1:
        return roots[0]
    if code:
        raise Refused(f"Không có cơ quan mang mã “{code}”.")
    if roots:
        raise Refused("Có nhiều cơ quan. Hãy nêu mã cơ quan: --authority MÃ.")
    raise Refused(
        "Chưa có cơ quan nào. Hãy nêu tên cơ quan để lập: --found TÊN_CƠ_QUAN --place ĐỊA_DANH --tier CẤP."
    )


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
