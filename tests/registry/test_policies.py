"""Who may write into a record, and the reason when not."""

import pytest

from bangvang.directory.models import Role
from bangvang.registry import policies
from tests.factories.directory import PositionFactory, UserFactory, World, appoint
from tests.factories.registry import collective, household, individual

ONLY_KEEPERS = "Chỉ cơ quan thường trực được ghi hoặc sửa nội dung này của hồ sơ thành tích."


def test_the_standing_body_records_everything_below_it(world: World):
    for subject in (
        individual(world.anh.person),  # type: ignore[arg-type]
        collective(world.other_school),
        household(world.commune),
    ):
        assert policies.can_record(world.chi, subject)
        assert policies.can_record_year(world.chi, subject)


def test_a_unit_records_the_years_of_its_own_and_nothing_else(world: World):
    own, other = collective(world.school), collective(world.other_school)
    for user in (world.anh, world.binh):
        assert policies.can_record_year(user, own)
        assert str(policies.can_record(user, own).reason) == ONLY_KEEPERS
        assert not policies.can_record_year(user, other)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.INSPECTOR, Role.SIGNATORY])
def test_those_who_only_read_write_nothing(world: World, role: str):
    reader = UserFactory()
    appoint(reader, role, world.authority)
    subject = collective(world.school)
    assert not policies.can_record(reader, subject)
    assert not policies.can_record_year(reader, subject)
    assert not policies.can_open_record(reader, world.school)


def test_nobody_writes_into_their_own_record_without_a_role(world: World):
    teacher = UserFactory()
    PositionFactory(person=teacher.person, organisation=world.school)
    subject = individual(teacher.person)
    assert not policies.can_record_year(teacher, subject)
    assert policies.can_record_year(world.anh, subject)
