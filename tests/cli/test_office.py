"""Commands tell what went wrong in one Vietnamese sentence and with a status."""

import subprocess
import sys

import pytest

from bangvang import cli
from tests.processes import ROOT, Office


def test_without_words_the_commands_are_listed(capsys: pytest.CaptureFixture[str]):
    assert cli.main([]) == 0
    listed = capsys.readouterr().out
    assert [name for name in {**cli.PLAIN, **cli.OFFICE} if f"  {name} " not in listed] == []


def test_an_unknown_command_is_told(capsys: pytest.CaptureFixture[str]):
    assert cli.main(["bac_up"]) == 2
    assert capsys.readouterr().err == "Không có lệnh “bac_up”. Gõ “bangvang help” để xem các lệnh.\n"


def test_a_command_typed_wrongly_says_how_it_is_typed(office: Office):
    done = office.command("backup")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Lệnh viết chưa đúng. Cách viết: bangvang backup [-h] TỆP\n"


def test_the_first_administrator_founds_the_office_and_gets_a_link_that_serves_once(office: Office):
    without = office.command("create_administrator", "quantri", "--name", "Đỗ Quản Trị")
    assert (without.returncode, len(without.stderr.splitlines())) == (1, 1)
    assert "--found" in without.stderr

    made = office.command(
        "create_administrator", "quantri", "--name", "Đỗ Quản Trị", "--found", "Ủy ban nhân dân xã Đông Phú",
        "--place", "Đông Phú",
    )  # fmt: skip
    assert (made.returncode, made.stderr) == (0, "")
    told, _, link = made.stdout.strip().splitlines()
    assert told == "Đã mở tài khoản quản trị “quantri” của Ủy ban nhân dân xã Đông Phú."
    seen = office.script(
        "from django.test import Client\n"
        "from bangvang.directory.models import RoleHolding\n"
        f"print(Client(headers={{'host': '127.0.0.1'}}).get({link!r}[{len('http://127.0.0.1:8000')}:]).status_code)\n"
        "print([(str(h.user), h.role, str(h.organisation)) for h in RoleHolding.objects.all()])"
    )
    assert seen.splitlines() == ["200", "[('Đỗ Quản Trị', 'administrator', 'Ủy ban nhân dân xã Đông Phú')]"]

    again = office.command("create_administrator", "quantri", "--name", "Người Khác")
    assert (again.returncode, again.stdout, len(again.stderr.splitlines())) == (1, "", 1)


def test_scheduled_work_runs_twice_without_harm_and_one_failure_does_not_stop_the_rest(office: Office):
    assert [office.command("run_periodic").returncode for _ in range(2)] == [0, 0]
    told = office.script(
        "import sys, types\n"
        "from datetime import date\n"
        "from django.test import override_settings\n"
        "from bangvang.core import periodic\n"
        "seen = []\n"
        "sys.modules['viec'] = types.SimpleNamespace(hong=lambda on: 1 / 0, tot=seen.append)\n"
        "with override_settings(PERIODIC=['viec.hong', 'viec.tot']):\n"
        "    print(periodic.run(date(2024, 4, 8)), seen)\n"
    )
    assert told == "['viec.hong'] [datetime.date(2024, 4, 8)]"


def test_reading_a_plan_starts_no_django():
    code = (
        "import sys\n"
        "from bangvang import cli\n"
        "sys.argv = ['bangvang', 'read_plan', 'khong-co.md']\n"
        "status = cli.main()\n"
        "print(status, sorted(name for name in sys.modules if name.split('.')[0] == 'django'))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, len(done.stderr.splitlines())) == ("2 []\n", 1)
