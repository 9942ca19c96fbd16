"""A list becomes final once, with its papers, or not at all."""

import io
from datetime import date

import docx
import pytest

from bangvang.core import files
from bangvang.core.errors import RuleViolation, WrongState
from bangvang.core.models import AuditEntry, Notice, Sequence
from bangvang.documents.models import OfficialPaper
from bangvang.training.actions import confirming, deciding, enrolment
from bangvang.training.models import ClassList, Enrolment
from bangvang.training.queries import board
from tests.factories import training as made
from tests.factories.directory import DAY, World
from tests.processes import Office

pytestmark = pytest.mark.django_db


def confirm(opened: made.Opened, **said: object) -> ClassList:
    return confirming.confirm(opened.fresh(), by=opened.world.chi, on=DAY, **{**made.SIGNED, **said})


def words(paper: OfficialPaper) -> str:
    document = docx.Document(io.BytesIO(files.read(paper.docx)))
    said = [paragraph.text for paragraph in document.paragraphs]
    said += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(said)


def test_the_list_is_frozen_with_everybody_on_it(world: World):
    opened = made.filled(world)
    names = sorted(Enrolment.objects.values_list("person__full_name", flat=True))

    kept = confirm(opened)

    assert sorted(row["name"] for row in kept.rows) == names
    assert set(Enrolment.objects.values_list("state", flat=True)) == {"confirmed"}
    assert {row["seat"] for row in kept.rows} == {made.LEADER.label, made.IN_CHARGE.label}
    assert (kept.paper.kind, kept.summons.kind, kept.paper.about) == ("DS", "CV", opened.training_class.code)


def test_a_later_change_of_name_does_not_reach_the_frozen_list(world: World):
    opened = made.confirmed(world)
    person = Enrolment.objects.first().person
    before = [row["name"] for row in ClassList.objects.get().rows]

    person.full_name = "Tên Đã Đổi"
    person.save()

    assert [row["name"] for row in ClassList.objects.get().rows] == before
    assert opened.fresh().state == "confirmed"


def test_the_papers_say_who_when_and_where(world: World):
    opened = made.filled(world)
    person = made.line_of(opened, Enrolment.objects.first().person).person

    kept = confirm(opened, contact="Chị Mai, 0912345678")

    listed, letter = words(kept.paper), words(kept.summons)
    assert person.full_name in listed
    assert "Danh sách này có 04 người" in listed
    assert "ngày 20/5/2024" in letter
    assert "Hội trường Ủy ban nhân dân huyện" in letter
    assert "Chị Mai, 0912345678" in letter
    assert files.read(kept.paper.pdf).startswith(b"%PDF-")


def test_the_summons_names_nobody_unless_the_officer_attaches_the_list(world: World):
    names = set()
    opened = made.filled(world)
    names |= set(Enrolment.objects.values_list("person__full_name", flat=True))
    letter = words(confirm(opened).summons)
    assert [name for name in names if name in letter] == []

    second = made.filled(world, starts_on=date(2024, 6, 3))
    letter = words(confirm(second, attach_list=True).summons)
    people = set(second.training_class.enrolments.values_list("person__full_name", flat=True))
    assert [name for name in people if name not in letter] == []


def test_an_invitation_card_may_go_out_instead(world: World):
    kept = confirm(made.filled(world), summons_kind="GM", summons_notation="GM-UBND")

    assert (kept.summons.kind, str(kept.summons)) == ("GM", "01/GM-UBND")


def test_numbers_come_from_the_paper_register_when_entered(world: World):
    kept = confirm(made.filled(world), list_number=45, summons_number=312)

    assert (str(kept.paper), str(kept.summons)) == ("45/DS-UBND", "312/UBND-NV")


def test_units_and_people_are_told(world: World):
    opened = made.opened(world)
    made.sent(opened, world.school, world.anh.person, world.binh.person)
    made.sent(opened, world.other_school, *made.both(world.other_school))
    Notice.objects.all().delete()

    confirm(opened)

    told = {(notice.recipient.username, notice.text) for notice in Notice.objects.all()}
    place = "ngày 20/05/2024 tại Hội trường Ủy ban nhân dân huyện."
    assert told == {
        (user, sentence)
        for user, sentence in [
            ("anh", f"Danh sách Lớp thứ nhất đã chốt: học {place}"),
            ("binh", f"Danh sách Lớp thứ nhất đã chốt: học {place}"),
            ("giang", f"Danh sách Lớp thứ nhất đã chốt: học {place}"),
            ("anh", f"Anh, chị có tên trong danh sách Lớp thứ nhất: {place}"),
            ("binh", f"Anh, chị có tên trong danh sách Lớp thứ nhất: {place}"),
        ]
    }


def test_undecided_problems_stand_in_the_way(world: World):
    opened = made.opened(world)
    teacher = made.colleague(world.school, "Phan Thị Hạnh")
    made.sent(opened, world.school, teacher, note="Được phân công")
    made.sent(opened, world.other_school, *made.both(world.other_school))

    with pytest.raises(RuleViolation, match="Còn vấn đề chưa quyết định") as refused:
        confirm(opened)
    assert [each.place for each in refused.value.findings] == [teacher.code]
    assert (opened.fresh().state, OfficialPaper.objects.filter(kind="DS").count()) == ("open", 0)

    deciding.accept_exception(made.line_of(opened, teacher), by=world.chi, reason="Trường thiếu người")
    assert confirm(opened).kind == "main"


def test_a_late_list_must_be_accepted_first(world: World):
    opened = made.opened(world, schools=[world.school], headcount=2)
    unit = made.sent(opened, world.school, *made.both(world.school), on=date(2024, 5, 14), note="Bận")

    with pytest.raises(RuleViolation) as refused:
        confirm(opened)
    assert [str(each.sentence) for each in refused.value.findings] == [
        "Trường Tiểu học An Hòa 1: Nộp ngày 14/05/2024, sau hạn 10/05/2024."
    ]

    deciding.accept_late(unit, by=world.chi, reason="Chấp nhận")
    assert len(confirm(opened).rows) == 2


def test_units_that_did_not_answer_need_a_reason_and_their_drafts_stay_out(world: World):
    opened = made.opened(world)
    made.sent(opened, world.school, *made.both(world.school))
    enrolment.enrol(opened.unit(world.other_school), by=world.giang, person=world.giang.person)

    with pytest.raises(RuleViolation, match="Còn 1 đơn vị chưa trả lời"):
        confirm(opened)
    kept = confirm(opened, reason="Đã gọi ba lần")

    assert (len(kept.rows), opened.fresh().confirm_reason) == (2, "Đã gọi ba lần")
    assert made.line_of(opened, world.giang.person).state == "withdrawn"


def test_nothing_remains_of_a_confirmation_that_fails_at_the_last_paper(world: World):
    opened = made.filled(world)
    before = (AuditEntry.objects.count(), Notice.objects.count())

    with pytest.raises(RuleViolation):
        confirm(opened, summons_notation="không hợp lệ!")

    assert (AuditEntry.objects.count(), Notice.objects.count()) == before
    assert (opened.fresh().state, OfficialPaper.objects.filter(kind="DS").count()) == ("open", 0)
    assert not Sequence.objects.filter(key__startswith=f"paper:{world.authority.pk}:DS").exists()
    assert set(Enrolment.objects.values_list("state", flat=True)) == {"submitted"}


def test_the_second_of_two_officers_is_told(world: World):
    opened = made.filled(world)
    stale = opened.fresh()
    confirm(opened)

    with pytest.raises(WrongState, match="người khác xử lý trước"):
        confirming.confirm(stale, by=world.chi, on=DAY, **made.SIGNED)

    assert ClassList.objects.count() == 1


def test_reopening_keeps_what_was_printed_and_prints_anew(world: World):
    opened = made.confirmed(world)

    confirming.reopen(opened.fresh(), by=world.chi, reason="Đổi thành phần")
    assert set(Enrolment.objects.values_list("state", flat=True)) == {"submitted"}
    confirm(opened)

    assert [(kept.order, kept.kind, len(kept.rows)) for kept in ClassList.objects.order_by("order")] == [
        (1, "main", 4),
        (2, "main", 4),
    ]
    assert bool(board.changes_since_lists(opened.fresh())) is False


OFFICE = """
from tests.factories import training as made
from tests.factories.directory import DAY, build_world
from django.contrib.auth import get_user_model
from bangvang.core.errors import DomainError
from bangvang.documents.models import OfficialPaper
from bangvang.training.actions import confirming, enrolment
from bangvang.training.models import ClassList, Enrolment, InvitedUnit, TrainingClass
user = lambda name: get_user_model().objects.get(username=name).acting_on(DAY)
"""
WAIT = """
print("ready"); input()
try:
    act(); print("done")
except DomainError as told:
    print(type(told).__name__)
"""
CONFIRM = """
row = TrainingClass.objects.select_related("plan__organisation", "plan__paper").get()
by = user("chi")
act = lambda: confirming.confirm(row, by=by, on=DAY, **made.SIGNED)
"""
SUBMIT = """
row = InvitedUnit.objects.select_related("training_class__plan__organisation", "organisation", "group").first()
by = user("binh")
act = lambda: enrolment.submit(row, by=by, on=DAY)
"""


def at_once(office: Office, *, before: str, act: str) -> list[str]:
    """Two processes that have read the same state and act in the same moment: what each is told."""
    office.script(OFFICE + before)
    with office.running(OFFICE + act + WAIT) as one, office.running(OFFICE + act + WAIT) as two:
        for process in (one, two):
            assert process.stdout.readline() == "ready\n", process.stderr.read()
        for process in (one, two):
            process.stdin.write("\n")
            process.stdin.flush()
        return sorted(process.stdout.readline().strip() for process in (one, two))


def test_of_two_officers_at_once_one_wins(office: Office):
    outcomes = at_once(office, before="made.filled(build_world())", act=CONFIRM)

    assert outcomes == ["WrongState", "done"]
    counts = "print(ClassList.objects.count(), OfficialPaper.objects.filter(kind='DS').count())"
    assert office.script(OFFICE + counts) == "1 1"


def test_a_unit_that_submits_twice_at_once_has_one_list(office: Office):
    before = """
world = build_world()
opened = made.opened(world)
for person in made.both(world.school):
    enrolment.enrol(opened.unit(world.school), by=world.anh, person=person)
"""
    outcomes = at_once(office, before=before, act=SUBMIT)

    assert outcomes == ["WrongState", "done"]
    states = "print(sorted(Enrolment.objects.values_list('state', flat=True)))"
    assert office.script(OFFICE + states) == "['submitted', 'submitted']"


def test_a_process_killed_while_it_confirms_leaves_nothing(office: Office):
    """It is killed after the papers are stored and numbered, before the transaction ends."""
    office.script(OFFICE + "made.filled(build_world())")
    dying = """
import os
from bangvang.training.actions import confirming as room
def die(*args, **said):
    print("numbered", OfficialPaper.objects.filter(kind="DS").count(), flush=True)
    os.kill(os.getpid(), 9)
room.telling.units = die
act()
"""
    with office.running(OFFICE + CONFIRM + dying) as process:
        assert process.stdout.readline() == "numbered 1\n"
        assert process.wait(timeout=60) == -9

    left = """
print(TrainingClass.objects.get().state, ClassList.objects.count(), OfficialPaper.objects.filter(kind="DS").count(),
      sorted(set(Enrolment.objects.values_list("state", flat=True))))
confirming.confirm(TrainingClass.objects.select_related("plan__organisation", "plan__paper").get(),
                   by=user("chi"), on=DAY, **made.SIGNED)
print(OfficialPaper.objects.get(kind="DS").number)
"""
    assert office.script(OFFICE + left) == "open 0 0 ['submitted']\n1"
