"""Classes in every later state, reached by the real actions: no test lives in an impossible world."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bangvang.core.clock import now
from bangvang.directory.models import Organisation, Person, PositionKind
from bangvang.documents.models import OfficialPaper
from bangvang.training.actions import classes, confirming, enrolment
from bangvang.training.actions.classes import SeatLine
from bangvang.training.models import Enrolment, InvitedUnit, TrainingClass, TrainingPlan
from bangvang.training.workflow import PlanState
from tests.factories.directory import DAY, OrganisationFactory, PersonFactory, PositionFactory, World

STARTS = date(2024, 5, 20)
DEADLINE = date(2024, 5, 10)
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
LEADER = SeatLine("Đại diện Ban Giám hiệu", ("head", "deputy"), 1)
IN_CHARGE = SeatLine("Viên chức phụ trách thi đua, khen thưởng", (), 1, accepts_in_charge=True)
SIGNED = {
    "issued_on": DAY,
    "capacity": "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH",
    "position": "PHÓ CHỦ TỊCH",
    "name": "Võ Trường Sơn",
    "list_notation": "DS-UBND",
    "summons_notation": "UBND-NV",
}


def structure(*planned: dict[str, Any]) -> dict[str, Any]:
    """What a plan says of its classes; the rest does not matter here."""
    return {
        "document": {"title": "Tập huấn nghiệp vụ công tác thi đua, khen thưởng năm 2024"},
        "year": 2024,
        "classes": [class_entry(**each) for each in planned],
    }


def class_entry(**said: Any) -> dict[str, Any]:
    """One class of the structure."""
    return {
        "name": "Lớp thứ nhất",
        "composition": ["Đại diện Ban Giám hiệu và viên chức phụ trách thi đua, khen thưởng các Trường"],
        "headcount": 4,
        "days": 1.0,
        "starts_on": None,
        "ends_on": None,
        "period": {"text": "dự kiến trong quý II năm 2024", "from": "2024-04-01", "to": "2024-06-30"},
        "venue": None,
    } | said


def issued_plan(world: World, *planned: dict[str, Any], **also: Any) -> TrainingPlan:
    """A plan that was issued, with its paper; its classes are made by the caller."""
    said = structure(*(planned or ({},)))
    number = OfficialPaper.objects.count() + 1
    stored = _file()
    paper = OfficialPaper.objects.create(
        code=f"VB-2024-{number + 9000}",
        organisation=world.authority,
        kind="KH",
        year=2024,
        number=number,
        notation="KH-UBND",
        title=said["document"]["title"],
        issued_on=date(2024, 3, 20),
        signatory="Võ Trường Sơn",
        signatory_position="Phó Chủ tịch",
        about="",
        pdf=stored,
        docx=stored,
        recorded_at=now(),
    )
    plan = TrainingPlan(
        code=f"KH-2024-{number + 9000}",
        organisation=world.authority,
        title=said["document"]["title"],
        year=2024,
        state=PlanState.ISSUED,
        structure=said,
        drafted_by=world.chi,
        drafted_at=now(),
        paper=paper,
        **also,
    )
    plan.save()
    return plan


def _file() -> Any:
    from bangvang.core.models import StoredFile  # noqa: PLC0415  # only here

    return StoredFile.objects.create(
        sha256="0" * 64, name="ke-hoach.pdf", media_type="application/pdf", size=1, stored_at=now()
    )


@dataclass
class Opened:
    """A class with its units, and who acts."""

    world: World
    plan: TrainingPlan
    training_class: TrainingClass
    units: list[InvitedUnit] = field(default_factory=list)

    def unit(self, organisation: Organisation) -> InvitedUnit:
        """The unit's invitation, as it stands now."""
        return (
            InvitedUnit.objects.select_related("training_class__plan__organisation", "organisation", "group")
            .filter(training_class=self.training_class)
            .get(organisation=organisation)
        )

    def fresh(self) -> TrainingClass:
        """The class as it stands now."""
        return TrainingClass.objects.select_related("plan__organisation", "plan__paper").get(
            pk=self.training_class.pk
        )


def prepared(
    world: World,
    *,
    schools: Sequence[Organisation] | None = None,
    seats: Sequence[SeatLine] = (LEADER, IN_CHARGE),
    headcount: int | None = 4,
    starts_on: date = STARTS,
    deadline: date = DEADLINE,
    plan: TrainingPlan | None = None,
    name: str = "Lớp thứ nhất",
) -> Opened:
    """A class with dates, units and seats that fit, not opened yet."""
    if plan is None:
        plan = issued_plan(world, {"headcount": headcount, "name": name})
    (training_class,) = classes.create_classes(plan, by=world.chi)
    training_class.plan = plan
    classes.prepare(
        training_class,
        by=world.chi,
        starts_on=starts_on,
        ends_on=starts_on,
        starts_at=time(7, 30),
        venue="Hội trường Ủy ban nhân dân huyện",
        deadline=deadline,
    )
    group = training_class.groups.get()
    group.training_class = training_class
    invited = list(schools) if schools is not None else [world.school, world.other_school]
    classes.map_group(group, by=world.chi, organisations=invited, seats=list(seats))
    made = Opened(world, plan, training_class)
    made.units = [made.unit(each) for each in invited]
    return made


def opened(world: World, **said: Any) -> Opened:
    """The same, opened to the units."""
    made = prepared(world, **said)
    classes.open_enrolment(made.training_class, by=world.chi, on=DAY)
    made.units = [made.unit(each.organisation) for each in made.units]
    return made


def colleague(organisation: Organisation, name: str = "", kind: str = "other", **position: Any) -> Person:
    """Somebody who works in the unit."""
    person = PersonFactory(**({"full_name": name} if name else {}))
    titles = {"head": "Hiệu trưởng", "deputy": "Phó Hiệu trưởng"}
    PositionFactory(
        person=person,
        organisation=organisation,
        kind=kind,
        **{"title": titles.get(kind, "Giáo viên"), **position},
    )
    return person


def behalf(made: Opened, unit: InvitedUnit) -> dict[str, Any]:
    """How the standing body speaks for a unit."""
    return {"by": made.world.chi, "on_behalf_of": unit.organisation}


def sent(
    made: Opened, organisation: Organisation, *people: Person, on: date = DAY, note: str = ""
) -> InvitedUnit:
    """The unit's list with these people, submitted (by the standing body on its behalf)."""
    for person in people:
        unit = made.unit(organisation)
        enrolment.enrol(unit, person=person, note=note, **behalf(made, unit))
    unit = made.unit(organisation)
    enrolment.submit(unit, on=on, note=note, **behalf(made, unit))
    return made.unit(organisation)


def both(organisation: Organisation) -> tuple[Person, Person]:
    """One leader and one who is in charge: what the usual class asks of a school."""
    return (
        colleague(organisation, kind="head"),
        colleague(organisation, in_charge_of_emulation=True),
    )


def filled(world: World, **said: Any) -> Opened:
    """A class to which every unit sent whom it was asked for."""
    made = opened(world, **said)
    for unit in made.units:
        sent(made, unit.organisation, *both(unit.organisation))
    return made


def confirmed(world: World, **said: Any) -> Opened:
    """A class whose list is confirmed and printed."""
    made = filled(world, **said)
    confirming.confirm(made.fresh(), by=world.chi, on=DAY, **SIGNED)
    made.training_class = made.fresh()
    return made


def line_of(made: Opened, person: Person) -> Enrolment:
    """The person's live line in the class, with what policies ask about."""
    return (
        Enrolment.objects.select_related(
            "person",
            "unit__organisation",
            "unit__training_class__plan__organisation",
            "training_class__plan",
            "seat",
        )
        .filter(training_class=made.training_class)
        .order_by("-pk")
        .filter(person=person)[0]
    )


def schools(count: int, parent: Organisation) -> list[Organisation]:
    """So many schools below the authority."""
    return [OrganisationFactory(name=f"Trường Tiểu học Số {n}", parent=parent) for n in range(1, count + 1)]


def kind(key: str) -> PositionKind:
    """A kind of position."""
    return PositionKind.objects.get(pk=key)


def at(day: date, hour: int = 9) -> datetime:
    """A moment in Việt Nam."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=HANOI)


def open_all(world: World, plan: TrainingPlan) -> list[Opened]:
    """Every class of a plan, opened to both schools on the same day."""
    found = []
    for training_class in classes.create_classes(plan, by=world.chi):
        training_class.plan = plan
        classes.prepare(
            training_class,
            by=world.chi,
            starts_on=STARTS,
            ends_on=STARTS,
            starts_at=None,
            venue="Hội trường huyện",
            deadline=DEADLINE,
        )
        for group in training_class.groups.order_by("order"):
            group.training_class = training_class
            own = [world.school, world.other_school] if group.order == 1 else []
            classes.map_group(group, by=world.chi, organisations=own, seats=[LEADER, IN_CHARGE])
        classes.open_enrolment(training_class, by=world.chi, on=DAY)
        made = Opened(world, plan, training_class)
        made.units = [made.unit(each) for each in (world.school, world.other_school)]
        found.append(made)
    return found
