"""The generator of districts: exact, the same for the same seed, like a district."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db.models import Count

from bangvang.core import text
from bangvang.core.models import Sequence
from bangvang.demo import generate
from bangvang.directory import queries
from bangvang.directory.models import Organisation, OrganisationKind, Person, Position, User
from bangvang.registry import queries as registry
from bangvang.registry.models import Subject
from tests.factories.directory import DAY, PersonFactory, World


def district(people: int = 300, years: int = 3, seed: int = 1) -> Organisation:
    return generate.generate(people=people, years=years, seed=seed, today=DAY)


def empty_registry() -> None:
    for model in (*registry.FACTS.values(), Subject):
        model.objects.all().delete()  # type: ignore[attr-defined]  # facts are abstract, their tables are not


def picture() -> list[tuple[object, ...]]:
    return list(
        Position.objects.order_by("person__code", "valid_from").values_list(
            "person__full_name", "person__birth_date", "organisation__name", "title", "valid_from", "valid_to"
        )
    )


@pytest.mark.parametrize("people", [1, 7, 300])
def test_there_are_exactly_as_many_people_as_asked(db: None, people: int):
    district(people)

    assert Person.objects.count() == people
    assert Position.objects.standing(DAY).values("person").distinct().count() == people


def test_the_same_seed_makes_the_same_district(db: None):
    district()
    first = picture()
    empty_registry()
    Position.objects.all().delete()
    Person.objects.all().delete()
    Organisation.objects.exclude(parent=None).delete()
    Organisation.objects.all().delete()
    Sequence.objects.all().delete()
    district()

    assert picture() == first


def test_another_seed_makes_another_district(db: None):
    district(seed=1)
    first = {row[0] for row in picture()}
    empty_registry()
    Position.objects.all().delete()
    Person.objects.all().delete()
    district(seed=2)

    assert {row[0] for row in picture()} != first


def test_every_kind_of_body_stands_in_a_district(db: None):
    district()

    assert set(Organisation.objects.values_list("kind_id", flat=True)) == {
        *OrganisationKind.objects.exclude(pk="other").values_list("pk", flat=True)
    }


def test_every_body_has_one_head_and_somebody_in_charge(db: None):
    authority = district(800)
    for each in queries.children_of(authority, DAY)[:20]:
        staff = list(queries.staff_of(each, DAY))
        assert Counter(position.kind_id for position in staff)["head"] == 1
        assert sum(position.in_charge_of_emulation for position in staff) == 1


def test_communes_have_their_office_clerk(db: None):
    authority = district(800)
    communes = queries.children_of(authority, DAY).filter(kind="people_committee")

    assert communes.count() == 6
    for each in communes:
        assert [p.title for p in queries.staff_of(each, DAY) if p.kind_id == "office_statistics"] == [
            generate.OFFICE_STATISTICS
        ]


def test_history_reaches_back_and_never_overlaps(db: None):
    district(500, years=6)
    assert Position.objects.filter(valid_to=None).count() == 500
    for person in Person.objects.annotate(held=Count("positions")).filter(held__gt=2)[:50]:
        positions = list(person.positions.order_by("valid_from"))
        for earlier, later in pairwise(positions):
            assert earlier.valid_to == later.valid_from - timedelta(days=1)


def test_what_is_kept_for_search_and_order_is_what_the_model_would_keep(db: None):
    district(500)

    for each in Person.objects.all():
        assert each.full_name == text.clean(each.full_name)
        assert (each.folded, each.sort_key) == (text.fold(each.full_name), text.name_sort_key(each.full_name))
    for organisation in Organisation.objects.exclude(parent=None).select_related("parent"):
        assert organisation.path == f"{organisation.parent.path}{organisation.code}/"


def test_codes_go_on_where_they_ended(db: None):
    district(10)
    district(10, seed=2)

    assert Person.objects.order_by("pk").last().code == "NG-2024-0020"
    assert Organisation.objects.filter(parent=None).count() == 2


def test_a_database_with_people_is_left_alone(world: World, capsys: pytest.CaptureFixture[str]):
    PersonFactory()
    before = Person.objects.count()

    assert generate.main(["--people", "5"]) == 1
    assert "--add" in capsys.readouterr().err
    assert Person.objects.count() == before
    assert generate.main(["--people", "5", "--add"]) == 0
    assert Person.objects.count() == before + 5


@pytest.mark.parametrize("words", [["--people", "0"], ["--people", "5", "--years", "-1"]])
def test_impossible_sizes_are_refused(db: None, words: list[str], capsys: pytest.CaptureFixture[str]):
    assert generate.main(words) == 2
    assert "từ 1 trở lên" in capsys.readouterr().err


def test_it_opens_no_accounts(db: None):
    district()

    assert User.objects.count() == 0
