"""Hard days at the plan's desk, with real processes: killed in the middle, and two officers at the same moment."""

import shutil
import signal
from pathlib import Path

import pytest

from tests.processes import Office

SET_UP = """
from tests.factories.directory import build_world
from tests.factories import plans
world = build_world()
plans.sent(world)
"""
WHO = """
from datetime import date
from bangvang.core import clock
from bangvang.core.errors import DomainError
from bangvang.directory.models import Organisation, User
from bangvang.training.actions import plans as actions
from bangvang.training.models import TrainingPlan
from paperwork import read_plan
from tests.factories.plans import TEXT
chi, son = (User.objects.get(username=name).acting_on(date(2024, 4, 8)) for name in ("chi", "son"))
def issue():
    plan = TrainingPlan.objects.select_related("organisation").get(code="KHTH-2024-0001")
    return actions.issue(plan, by=son, revision=plan.revision, issued_on=date(2024, 4, 8), notation="KH-UBND",
        capacity="KT. CHỦ TỊCH", position="PHÓ CHỦ TỊCH", name="Võ Trường Sơn")
def read_in():
    authority = Organisation.objects.get(code="ubnd-an-hoa")
    text = TEXT.replace("40 người", "41 người")
    return actions.read_in(authority, by=chi, data=text.encode(), name="a.txt", read=read_plan(text.encode(), "a"))
"""
# The process stops in the middle of the action, when files and rows are written and nothing is committed.
STOP = """
import sys
def stop(*_args, **_kwargs):
    print("half", flush=True)
    sys.stdin.readline()
actions._remember = stop
"""
STATE = """
from bangvang.core import ledger
from bangvang.core.models import AuditEntry, StoredFile
from bangvang.documents.models import OfficialPaper
from bangvang.training.models import TrainingClass
print([list(TrainingPlan.objects.order_by("pk").values_list("state", flat=True)), TrainingClass.objects.count(),
       OfficialPaper.objects.count(), StoredFile.objects.count(), AuditEntry.objects.count(), ledger.verify()])
"""
RACE = """
import sys
print("ready", flush=True)
sys.stdin.readline()
try:
    print(issue().paper, flush=True)
except DomainError as told:
    print(told.status, flush=True)
"""


@pytest.fixture(scope="module")
def sent(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An office in which one plan lies before the signatory, to be copied; and what stands in it."""
    office = Office(Path(shutil.copytree(migrated, tmp_path_factory.mktemp("sent") / "office")))
    return office.folder, office.script(SET_UP + WHO + STATE)


@pytest.fixture
def desk(sent: tuple[Path, str], tmp_path: Path) -> Office:
    """The same office, free to be changed."""
    return Office(Path(shutil.copytree(sent[0], tmp_path / "desk")))


@pytest.mark.parametrize(("step", "state"), [("read_in", "draft"), ("issue", "issued")])
def test_a_process_killed_in_the_middle_leaves_nothing_and_the_work_can_be_done_again(
    desk: Office, sent: tuple[Path, str], step: str, state: str
):
    with desk.running(f"{WHO}{STOP}{step}()") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half\n"
        process.send_signal(signal.SIGKILL)
        process.wait()

    after = desk.script(f"{WHO}{STATE}print({step}().state, ledger.verify())")
    assert after.splitlines() == [sent[1], f"{state} None"]


def test_of_two_signatures_at_the_same_moment_one_wins(desk: Office):
    with desk.running(WHO + RACE) as one, desk.running(WHO + RACE) as other:
        for process in (one, other):
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in (one, other):
            assert process.stdin is not None
            process.stdin.write("now\n")
            process.stdin.flush()
        told = sorted(process.communicate(timeout=60)[0].strip() for process in (one, other))

    assert told == ["01/KH-UBND", "409"]
    assert desk.script(WHO + STATE).startswith("[['issued'], 2, 1,")
