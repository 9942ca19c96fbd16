"""Killed in the middle of the work, an office holds it whole or not at all."""

import json
import signal
import time

import pytest

from tests.processes import Office

PREPARE = """
from tests.factories.directory import build_world
from tests.factories import training
world = build_world()
training.filled(world, schools=[world.school], headcount=2)
"""
UPLOAD = """
from datetime import date
from bangvang.directory.models import Organisation, User
from bangvang.training.actions import plans
from paperwork import read_plan
from tests.factories.plans import TEXT
chi = User.objects.get(username="chi").acting_on(date(2024, 4, 8))
authority = Organisation.objects.get(code="ubnd-an-hoa")
read = read_plan(TEXT.encode(), "k.txt")
print("ready", flush=True)
for n in range(1000):
    data = TEXT.encode() + b"\\n" * n
    plans.read_in(authority, by=chi, data=data, name=f"{n}.txt", read=read)
    print(n, flush=True)
"""
CONFIRM = """
from datetime import date
from bangvang.directory.models import User
from bangvang.training.actions import confirming
from bangvang.training.models import TrainingClass
from tests.factories.training import SIGNED
chi = User.objects.get(username="chi").acting_on(date(2024, 4, 8))
row = TrainingClass.objects.select_related("plan__organisation", "plan__paper").get()
print("ready", flush=True)
confirming.confirm(row, by=chi, on=date(2024, 4, 8), **SIGNED)
print("done", flush=True)
"""
SEEN = """
import json
from bangvang.core import files, ledger
from bangvang.core.models import AuditEntry, StoredFile
from bangvang.documents.models import OfficialPaper
from bangvang.training.models import ClassList, Enrolment, TrainingClass, TrainingPlan
for stored in StoredFile.objects.exclude(sha256="0" * 64):
    files.read(stored)
print(json.dumps({
    "trail": ledger.verify(),
    "plans": TrainingPlan.objects.exclude(source_file=None).count(),
    "read_in": AuditEntry.objects.filter(verb="training.read_in").count(),
    "uploads": StoredFile.objects.filter(name__endswith=".txt").count(),
    "state": TrainingClass.objects.get().state,
    "lists": ClassList.objects.count(),
    "confirmed": Enrolment.objects.filter(state="confirmed").count(),
    "told": AuditEntry.objects.filter(verb="training.confirm").count(),
    "papers": OfficialPaper.objects.exclude(kind="KH").count(),
}))
"""


@pytest.fixture
def prepared(office: Office) -> Office:
    office.script(PREPARE)
    return office


def killed(office: Office, code: str, after: float) -> str:
    """Let a process say that it is ready, then kill it without a word; what it had said by then."""
    with office.running(code) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        said: str = process.stdout.read()
    return said


def seen(office: Office) -> dict[str, object]:
    told: dict[str, object] = json.loads(office.script(SEEN))
    return told


def test_an_upload_that_was_killed_left_a_whole_plan_or_none(prepared: Office):
    finished = 0
    for after in (0.02, 0.11, 0.3):
        finished += len(killed(prepared, UPLOAD, after).split())
        now = seen(prepared)
        assert now["trail"] is None
        assert now["plans"] == now["read_in"] == now["uploads"]
        assert now["plans"] >= finished  # what was said to be done is there
        finished = int(str(now["plans"]))


def test_a_confirmation_that_was_killed_happened_whole_or_not_at_all(prepared: Office):
    nothing = {"state": "open", "lists": 0, "confirmed": 0, "told": 0, "papers": 0}
    for after in (0.0, 0.05, 0.15, 0.4):
        said = killed(prepared, CONFIRM, after)
        now = seen(prepared)
        assert now["trail"] is None
        part = {key: now[key] for key in nothing}
        if part != nothing:
            assert part == {"state": "confirmed", "lists": 1, "confirmed": 2, "told": 1, "papers": 2}
            return
        assert said == ""
    with prepared.running(CONFIRM) as process:  # nothing that was left behind is in the way
        assert process.communicate(timeout=60)[0] == "ready\ndone\n"
    assert {key: seen(prepared)[key] for key in nothing}["state"] == "confirmed"
