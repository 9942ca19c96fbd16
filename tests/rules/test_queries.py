"""What the desk reads: scan equals explain on the database, units, cases that turn, places."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest

from bangvang.directory.models import Person
from bangvang.registry import actions as registry_actions
from bangvang.registry.models import (
    Award,
    Discipline,
    Initiative,
    Merit,
    Proceeding,
    Service,
    Subject,
    YearRecord,
)
from bangvang.rules import actions, book
from bangvang.rules.queries import places, proofs, proposals, scanning, units
from rulebook import scan
from rulebook.facts import FactsError
from tests.factories import registry, rules
from tests.factories.directory import OrganisationFactory, PersonFactory, PositionFactory, World
from tests.house.queries import assert_same_cost

DAY = date(2024, 4, 8)


def random_registry(seed: int, size: int = 60) -> None:
    """Records of every kind with facts of every table, dense enough for the upper awards."""
    dice = Random(seed)
    law = book.book_for(None, DAY).law
    commune = OrganisationFactory(kind="people_committee", tier="commune")
    for number in range(size):
        complete = dice.choice([None, 0, 2010, 2020])
        match number % 4:
            case 0 | 1:
                subject = registry.individual(
                    PersonFactory(), occupation=dice.choice(["official", "farmer", "soldier", ""]),
                    history_complete_from=complete,
                )  # fmt: skip
            case 2:
                subject = registry.collective(
                    OrganisationFactory(), history_complete_from=complete, flag_eligible=dice.random() < 0.8,
                    founded_on=dice.choice([None, date(2000, 1, 1), date(2014, 4, 8), date(2014, 4, 9)]),
                    body=dice.choice(["", "enterprise", "commune"]),
                )  # fmt: skip
            case _:
                subject = registry.household(
                    commune, f"Hộ Mẫu {number}", f"H-{number}", history_complete_from=complete
                )
        keys = [each.key for each in law.awards.values() if subject.kind in each.subjects]
        begins = subject.founded_on.year + 1 if subject.founded_on else 2010
        for year in range(max(begins, 2010), 2024):
            if dice.random() < 0.9:
                members = dice.randint(1, 12)
                numbers = {
                    "members": members, "members_completed": dice.randint(members - 1, members),
                    "advanced_workers": dice.randint(members // 2, members),
                    "grassroots_fighters": dice.randint(0, 1), "members_disciplined_from_warning": 0,
                }  # fmt: skip
                YearRecord.objects.create(
                    subject=subject, year=year,
                    rating=dice.choice(["excellent", "excellent", "excellent", "good", "completed", ""]),
                    **(numbers if subject.kind == "collective" and dice.random() < 0.8 else {}),
                )  # fmt: skip
            for key in dice.sample(keys, min(3, len(keys))):
                Award.objects.create(
                    subject=subject,
                    key=key,
                    year=year,
                    kind=dice.choice(["cong_trang", "cong_trang", "", "dot_xuat"]),
                )
            if dice.random() < 0.5:
                Initiative.objects.create(
                    subject=subject, year=year, scope=dice.choice(["grassroots", "province", "national"])
                )
            if dice.random() < 0.3:
                Merit.objects.create(
                    subject=subject, year=year,
                    kind=dice.choice(["movement_outstanding", "sudden_achievement", "prize"]),
                    scope=dice.choice(["", "grassroots", "province", "national"]),
                    movement_years=dice.choice([None, 3, 5]), review=dice.choice(["", "interim", "final"]),
                )  # fmt: skip
        if dice.random() < 0.2:
            end = dice.choice([None, date(2015, 12, 31), date(2022, 6, 30), DAY])
            Discipline.objects.create(
                subject=subject, form="khien_trach", valid_from=date(2015, 3, 1), valid_to=end
            )
        if dice.random() < 0.1:
            Proceeding.objects.create(subject=subject, kind="denunciation", valid_from=date(2024, 1, 1))
        if subject.kind == "individual" and dice.random() < 0.3:
            Service.objects.create(
                subject=subject, force="tnxp", valid_from=date(1965, 7, 1),
                valid_to=dice.choice([date(1967, 6, 30), date(1967, 6, 29), None]),
            )  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("year", [None, 2022])
def test_the_scan_of_the_database_equals_the_proof_of_each_record(db: None, seed: int, year: int | None):
    random_registry(seed)
    law = book.book_for(None, DAY)
    keys = units.keys_of(law, DAY)
    found = scanning.run(law, None, DAY, year, keys)
    by_key = {each.pk: each for each in Subject.objects.all()}
    differ, verdicts = [], set()
    for place, pk in enumerate(found.subjects):
        facts = proofs.facts_of(by_key[int(pk)], DAY)
        for key in keys:
            told = proofs.prove(law, key, facts, DAY, year).verdict
            verdicts.add((key, told))
            scanned = scan.WORDS[int(found.found[key].verdict[place])]
            if scanned != told:
                differ.append((found.codes[place], key, told, scanned))
    assert differ == []
    assert len({key for key, told in verdicts if told == "met"}) > 10


def test_a_scan_costs_the_same_for_one_and_for_many(world: World):
    rules.teacher(world)
    law = book.book_for(None, DAY)
    keys = units.keys_of(law, DAY)

    def grow() -> None:
        for _ in range(3):
            registry.rated(registry.individual(PersonFactory()), y2022="good", y2023="good")

    assert_same_cost(lambda: scanning.run(law, None, DAY, 2023, keys), grow)


def test_what_was_scanned_is_kept_until_a_record_changes(world: World):
    subject = rules.teacher(world)
    law = book.book_for(None, DAY)
    first = scanning.everyone(law, DAY, 2023, ["advanced_worker"])

    assert scanning.everyone(law, DAY, 2023, ["advanced_worker"]) is first
    registry_actions.record_initiative(subject, by=world.chi, year=2023, scope="grassroots")
    assert scanning.everyone(law, DAY, 2023, ["advanced_worker"]) is not first


def test_a_unit_sees_who_is_eligible_who_is_not_and_who_lacks_one_thing(world: World):
    met = rules.teacher(world)
    lacking = registry.individual(world.binh.person, occupation="official", history_complete_from=2015)
    registry.rated(lacking, y2023="completed")
    rules.proposed(world, lacking, "advanced_worker")
    law = book.book_for(world.school, DAY)

    review = units.review(world.anh, world.school, law, DAY, 2023)

    assert ("advanced_worker", met) in [(each.award, each.subject) for each in review.eligible]
    assert [(each.award, each.subject) for each in review.doubtful] == [("advanced_worker", lacking)]
    (near,) = [
        each for each in review.near if each.award == "grassroots_emulation_fighter" and each.subject == met
    ]
    assert near.near
    rules.proposed(world, met, "advanced_worker")
    again = units.review(world.anh, world.school, law, DAY, 2023)
    assert [(each.award, each.subject) for each in again.proposed] == [("advanced_worker", met)]


def test_a_review_costs_the_same_for_one_and_for_many(world: World):
    rules.teacher(world)
    law = book.book_for(world.school, DAY)

    def grow() -> None:
        for _ in range(3):
            position = PositionFactory(organisation=world.school)
            registry.rated(registry.individual(position.person), y2023="good")

    assert_same_cost(lambda: units.review(world.anh, world.school, law, DAY, 2023), grow)


def test_a_case_that_a_new_law_turns_stands_first(world: World):
    subject = rules.teacher(world)
    rules.proposed(world, subject, "advanced_worker")
    rules.proposed(world, subject, "certificate_of_commendation")
    rules.approved(world)

    found = proposals.turned(proposals.visible_to(world.chi), date(2024, 4, 30), date(2024, 5, 1), DAY)

    assert [(each.proposal.award, each.before, each.after) for each in found] == [
        ("certificate_of_commendation", "unknown", "met"),
        ("advanced_worker", "met", "met"),
    ]


def test_the_third_period_is_unknown_for_every_case(world: World):
    rules.proposed(world, rules.teacher(world), "advanced_worker")

    (found,) = proposals.turned(proposals.visible_to(world.chi), DAY, date(2026, 10, 1), DAY)

    assert (found.before, found.after) == ("met", "unknown")


def test_a_supposed_fact_is_nowhere_but_in_the_copy(world: World):
    subject = rules.teacher(world, y2023="completed")
    law, facts = book.book_for(None, DAY), proofs.facts_of(subject, DAY)
    otherwise = proofs.suppose(facts, proofs.Supposed(rating_year=2023, rating="good"), DAY)

    assert proofs.prove(law, "advanced_worker", facts, DAY, 2023).verdict == "unmet"
    assert proofs.prove(law, "advanced_worker", otherwise, DAY, 2023).verdict == "met"
    assert proofs.facts_of(subject, DAY) == facts


def test_a_discipline_supposed_to_have_ended_stops_blocking(world: World):
    subject = rules.teacher(world, y2022="good", y2023="good")
    Discipline.objects.create(subject=subject, form="khien_trach", valid_from=date(2022, 3, 1), valid_to=None)
    law, facts = book.book_for(None, DAY), proofs.facts_of(subject, DAY)
    otherwise = proofs.suppose(facts, proofs.Supposed(discipline_ends=date(2022, 12, 31)), DAY)

    assert proofs.prove(law, "advanced_worker", facts, DAY, 2023).verdict == "unmet"
    assert proofs.prove(law, "advanced_worker", otherwise, DAY, 2023).verdict == "met"


def test_an_impossible_supposition_is_told(world: World):
    facts = proofs.facts_of(rules.teacher(world), DAY)
    otherwise = proofs.suppose(facts, proofs.Supposed(rating_year=2030, rating="good"), DAY)

    with pytest.raises(FactsError, match="2030"):
        proofs.prove(book.book_for(None, DAY), "advanced_worker", otherwise, DAY, 2023)


def test_a_woman_takes_the_last_place_and_the_line_is_told(world: World):
    first = rules.teacher(world)
    Person.objects.filter(pk=world.anh.person_id).update(sex="female")
    other = registry.individual(world.binh.person, occupation="official", history_complete_from=2015)
    registry.rated(other, y2023="good")
    for subject in (first, other):
        case = rules.proposed(world, subject, "advanced_worker")
        actions.rank(case, by=world.anh, score=Decimal("9.5"))
    actions.set_cap(
        world.authority, by=world.chi, unit=world.school, award="advanced_worker", year=2023,
        percent=Decimal(15), base=10, source="Quyết định 5/QĐ-UBND",
    )  # fmt: skip
    percent = places.women_percent(book.book_for(None, DAY), DAY)

    (stage,) = places.stages(world.chi, "advanced_worker", 2023, percent)

    assert (percent, stage.places, stage.fallen) == (70, 1, 1)
    assert [(each.proposal.subject, each.placed.inside, each.placed.ground) for each in stage.rows] == [
        (first, True, "tie_break"), (other, False, "tie_break"),
    ]  # fmt: skip
    assert (stage.above.subject, stage.below.subject) == (first, other)


def test_giang_sees_no_case_of_another_school(world: World):
    rules.proposed(world, rules.teacher(world), "advanced_worker")

    assert proposals.visible_to(world.anh).count() == 1
    assert proposals.visible_to(world.giang).count() == 0
    assert places.stages(world.giang, "advanced_worker", 2023, 70) == []
