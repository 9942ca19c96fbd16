"""Records follow the names of the directory."""

from bangvang.directory.models import Person
from bangvang.registry import periodic, queries
from tests.factories.directory import DAY, PersonFactory, World
from tests.factories.registry import collective, household, individual


def test_a_renamed_person_or_body_is_found_by_the_new_name(world: World):
    person: Person = PersonFactory(full_name="Lý Văn Cũ")
    individual(person)
    collective(world.school)
    household(world.commune)
    assert periodic.follow_names() == 0

    person.full_name, world.school.name = "Lý Văn Mới", "Trường Tiểu học Hoa Sen"
    for row in (person, world.school):
        row.clean()
        row.save()

    assert periodic.follow_names() == 2
    found = queries.visible_to(world.chi)
    assert [
        found.filter(folded__contains=word).count() for word in ("hoa sen", "an hoa 1", "do van mau")
    ] == [
        1,
        0,
        1,
    ]
    assert periodic.follow_names() == 0


def test_names_are_followed_once_a_day(world: World):
    collective(world.school)
    world.school.name = "Trường Tiểu học Hoa Sen"
    world.school.clean()
    world.school.save()
    found = queries.visible_to(world.chi).filter(folded__contains="hoa sen")

    periodic.run(DAY)
    assert found.count() == 1
    found.update(folded="")
    periodic.run(DAY)
    assert found.count() == 0
