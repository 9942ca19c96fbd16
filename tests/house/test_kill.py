"""Killed in the middle of an upload, an office holds it whole or not at all. (Confirming: tests/training.)"""

import json
import signal
import time

import pytest

from tests.processes import Office

PREPARE = """
from tests.factories.directory import build_world
build_world()
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
SEEN = """
import json
from bangvang.core import files, ledger
from bangvang.core.models import AuditEntry, StoredFile
from bangvang.training.models import TrainingPlan
for stored in StoredFile.objects.all():
    files.read(stored)
print(json.dumps({
    "trail": ledger.verify(),
    "plans": TrainingPlan.objects.exclude(source_file=None).count(),
    "read_in": AuditEntry.objects.filter(verb="training.read_in").count(),
    "uploads": StoredFile.objects.filter(name__endswith=".txt").count(),
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
