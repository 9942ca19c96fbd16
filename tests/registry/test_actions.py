"""What is written into a record, by whom, and what is refused."""

from datetime import date
from typing import Any

import pytest

from bangvang.core import ledger
from bangvang.core.errors import NotAllowed, RuleViolation, WrongState
from bangvang.core.models import AuditEntry
from bangvang.registry import actions, queries
from bangvang.registry.models import Award, Proceeding, Subject, YearRecord
from tests.factories.directory import World
from tests.factories.registry import collective, individual, rated


@pytest.fixture
def subject(world: World) -> Subject:
    """Anh's record; she was born on 2 September 1985."""
    person: Any = world.anh.person
    person.birth_date = date(1985, 9, 2)
    person.save()
    return individual(person)


@pytest.fixture
def school(world: World) -> Subject:
    """The record of Anh's school, founded on 5 September 1990."""
    return collective(world.school, founded_on=date(1990, 9, 5))


def refused(write: Any, *arguments: Any, **details: Any) -> dict[str, str]:
    """What was wrong, by the name of the field; nothing was written."""
    before = AuditEntry.objects.count()
    with pytest.raises(RuleViolation) as caught:
        write(*arguments, **details)
    assert AuditEntry.objects.count() == before
    return {each.place: str(each.sentence) for each in caught.value.findings}


def test_open_record_gives_a_code_and_a_version(world: World):
    row = actions.open_record(world.anh.person, by=world.chi, occupation="official")

    assert (row.code, row.kind, row.name) == ("DT-000001", "individual", "Trần Ngọc Anh")
    assert (row.sort_key, row.folded) == (world.anh.person.sort_key, "tran ngoc anh dt-000001")
    assert row.data_version == queries.data_version() == 1


def test_a_record_is_opened_once(world: World, subject: Subject):
    with pytest.raises(RuleViolation, match="Trần Ngọc Anh đã có hồ sơ thành tích"):
        actions.open_record(subject.person, by=world.chi)


def test_a_household_has_a_name_a_code_and_one_record_in_its_commune(world: World):
    row = actions.open_household_record(
        world.commune, by=world.chi, household_name=" Hộ  bà Lý Thị Mẫu ", household_code="H-7"
    )
    assert (row.kind, row.name) == ("household", "Hộ bà Lý Thị Mẫu")
    wrong = refused(
        actions.open_household_record,
        world.commune,
        by=world.chi,
        household_name="Hộ khác",
        household_code="H-7",
    )
    assert list(wrong.values()) == ["Mã hộ gia đình này đã có hồ sơ ở xã, phường này."]
    assert list(
        refused(
            actions.open_household_record,
            world.commune,
            by=world.chi,
            household_name="",
            household_code="H-8",
        ).values()
    ) == [
        "Hồ sơ phải là của đúng một người, một cơ quan, đơn vị, hoặc một hộ gia đình có tên, mã và nơi cư trú."
    ]


def test_a_unit_opens_the_records_of_its_own_people_only(world: World):
    assert actions.open_record(world.binh.person, by=world.anh).kind == "individual"
    with pytest.raises(NotAllowed, match="Chỉ cơ quan thường trực hoặc chính đơn vị"):
        actions.open_record(world.giang.person, by=world.anh)


def test_a_focal_point_records_ratings_and_initiatives_of_the_unit(world: World, subject: Subject):
    actions.record_rating(subject, by=world.anh, year=2023, rating="good")
    actions.record_initiative(subject, by=world.anh, year=2023, scope="grassroots", name="Sổ  tay số")

    assert queries.facts_for(subject, date(2024, 4, 8))["years"] == {"2023": {"rating": "good"}}
    assert [entry.verb for entry in ledger.of(subject)] == [
        "registry.record_initiative",
        "registry.record_rating",
    ]
    for write, details in (
        (actions.record_award, {"key": "advanced_worker", "year": 2023}),
        (actions.record_merit, {"kind": "prize", "year": 2023}),
        (actions.record_discipline, {"form": "canh_cao", "valid_from": date(2023, 1, 1)}),
        (actions.record_proceeding, {"kind": "other", "valid_from": date(2023, 1, 1)}),
        (actions.record_service, {"force": "tnxp", "valid_from": date(1985, 9, 2)}),
    ):
        with pytest.raises(NotAllowed, match="Chỉ cơ quan thường trực"):
            write(subject, by=world.anh, **details)


def test_a_stranger_records_nothing(world: World, subject: Subject):
    with pytest.raises(NotAllowed, match="Chỉ đơn vị của đối tượng hoặc cơ quan thường trực"):
        actions.record_rating(subject, by=world.giang, year=2023, rating="good")
    assert YearRecord.objects.count() == 0


def test_two_ratings_in_a_year_are_refused(world: World, subject: Subject):
    rated(subject, y2023="good")
    assert refused(actions.record_rating, subject, by=world.chi, year=2023, rating="excellent") == {
        "year": "Năm này đã có kết quả xếp loại. Hãy sửa dòng đã ghi, kèm lý do."
    }


def test_a_year_in_the_future_is_refused(world: World, subject: Subject):
    assert refused(actions.record_rating, subject, by=world.chi, year=2025, rating="good") == {
        "year": "Năm 2025 còn ở sau năm nay (2024)."
    }
    actions.record_rating(subject, by=world.chi, year=2024, rating="good")


def test_awards_before_birth_are_refused(world: World, subject: Subject):
    assert refused(actions.record_award, subject, by=world.chi, key="advanced_worker", year=1984) == {
        "year": "Năm này ở trước năm sinh."
    }
    assert refused(
        actions.record_award,
        subject,
        by=world.chi,
        key="advanced_worker",
        year=1985,
        decided_on=date(1985, 9, 1),
    ) == {"decided_on": "Ngày này ở trước ngày sinh."}
    actions.record_award(subject, by=world.chi, key="advanced_worker", year=1985, decided_on=date(1985, 9, 2))


def test_facts_before_a_body_was_founded_are_refused(world: World, school: Subject):
    assert refused(actions.record_rating, school, by=world.chi, year=1989, rating="good") == {
        "year": "Năm này ở trước năm thành lập."
    }


def test_days_out_of_order_or_still_to_come_are_refused(world: World, subject: Subject):
    assert refused(
        actions.record_discipline,
        subject,
        by=world.chi,
        form="khien_trach",
        valid_from=date(2023, 5, 2),
        valid_to=date(2023, 5, 1),
    ) == {"valid_to": "Ngày kết thúc phải từ ngày bắt đầu trở đi."}
    assert refused(
        actions.record_proceeding, subject, by=world.chi, kind="other", valid_from=date(2024, 4, 9)
    ) == {"valid_from": "Ngày 09/04/2024 còn ở sau ngày hôm nay."}


def test_only_collectives_have_numbers_and_none_exceeds_the_members(
    world: World, subject: Subject, school: Subject
):
    assert "members" in refused(
        actions.record_rating, subject, by=world.chi, year=2023, rating="good", members=3
    )
    assert refused(
        actions.record_rating, school, by=world.chi, year=2023, members=10, advanced_workers=11
    ) == {"year": "Các số đếm không được vượt quá số thành viên của tập thể."}
    actions.record_rating(school, by=world.chi, year=2023, members=10, advanced_workers=10)
    assert refused(actions.record_rating, school, by=world.chi, year=2022) == {
        "rating": "Hãy chọn mức xếp loại của năm."
    }


def test_an_award_is_entered_once_per_decision(world: World, subject: Subject):
    details = {"key": "advanced_worker", "year": 2023, "number": "12/QĐ"}
    actions.record_award(subject, by=world.chi, **details)
    assert list(refused(actions.record_award, subject, by=world.chi, **details).values()) == [
        "Khen thưởng này của năm đó đã được ghi. Hãy kiểm tra số quyết định."
    ]


def test_a_key_is_a_slug(world: World, subject: Subject):
    assert list(refused(actions.record_award, subject, by=world.chi, key="Lao động", year=2023)) == ["key"]


def test_a_correction_keeps_what_stood_before_and_why(world: World, subject: Subject):
    row = actions.record_rating(subject, by=world.chi, year=2023, rating="good")
    before = queries.values_of(row)
    version = queries.data_version()

    actions.correct_fact(
        subject,
        by=world.chi,
        fact=row,
        before=before,
        after={"rating": "excellent"},
        reason="Theo Quyết định số 12/QĐ-UBND",
    )

    row.refresh_from_db()
    details: Any = ledger.of(subject)[0].details
    assert (row.rating, details["before"]["rating"], details["after"], details["reason"]) == (
        "excellent",
        "good",
        {"rating": "excellent"},
        "Theo Quyết định số 12/QĐ-UBND",
    )
    subject.refresh_from_db()
    assert subject.data_version == queries.data_version() == version + 1
    assert list(queries.changed_since(version)) == [subject]


def test_a_correction_says_why(world: World, subject: Subject):
    row = actions.record_rating(subject, by=world.chi, year=2023, rating="good")
    seen = queries.values_of(row)
    assert refused(
        actions.correct_fact,
        subject,
        by=world.chi,
        fact=row,
        before=seen,
        after={"rating": "good"},
        reason=" ",
    ) == {"reason": "Hãy ghi lý do và căn cứ của việc sửa."}


def test_the_second_of_two_clerks_is_told(world: World, subject: Subject):
    row = actions.record_rating(subject, by=world.chi, year=2023, rating="good")
    seen = queries.values_of(row)
    first = {"fact": row, "before": seen, "reason": "Ghi nhầm"}
    actions.correct_fact(subject, by=world.chi, after={"rating": "completed"}, **first)
    with pytest.raises(WrongState, match="vừa được người khác sửa"):
        actions.correct_fact(subject, by=world.chi, after={"rating": "excellent"}, **first)
    assert YearRecord.objects.get().rating == "completed"


def test_a_removal_leaves_its_words_in_the_trail(world: World, subject: Subject):
    row = actions.record_award(subject, by=world.chi, key="advanced_worker", year=2023, number="9/QĐ")
    actions.remove_fact(
        subject, by=world.chi, fact=row, before=queries.values_of(row), reason="Ghi nhầm người"
    )
    entry: Any = ledger.of(subject)[0]
    assert (Award.objects.count(), entry.verb, entry.details["before"]["number"]) == (
        0,
        "registry.remove_fact",
        "9/QĐ",
    )


def test_a_unit_corrects_nothing_by_itself(world: World, subject: Subject):
    row = actions.record_rating(subject, by=world.anh, year=2023, rating="good")
    with pytest.raises(NotAllowed):
        actions.remove_fact(subject, by=world.anh, fact=row, before=queries.values_of(row), reason="Ghi nhầm")


def test_a_proceeding_is_closed_once_with_its_conclusion(world: World, subject: Subject):
    row = actions.record_proceeding(
        subject, by=world.chi, kind="denunciation", valid_from=date(2024, 1, 5), source="Đơn 05/01"
    )
    closing = {"proceeding": row, "on": date(2024, 4, 1)}
    assert list(refused(actions.close_proceeding, subject, by=world.chi, conclusion="", **closing)) == [
        "conclusion"
    ]
    actions.close_proceeding(subject, by=world.chi, conclusion="Kết luận 12/KL", **closing)
    row = Proceeding.objects.get()
    assert (row.valid_to, row.source) == (date(2024, 4, 1), "Đơn 05/01; Kết luận 12/KL")
    with pytest.raises(WrongState, match="đã được ghi kết thúc"):
        actions.close_proceeding(subject, by=world.chi, conclusion="Kết luận 13/KL", **closing)


def test_describing_a_record_keeps_what_stood_before(world: World, subject: Subject):
    seen = queries.values_of(subject)
    actions.describe_record(
        subject,
        by=world.chi,
        before=seen,
        after={"occupation": "official", "history_complete_from": 2014},
        reason="Đối chiếu hồ sơ giấy",
    )
    subject.refresh_from_db()
    details: Any = ledger.of(subject)[0].details
    assert (subject.occupation, subject.history_complete_from, details["before"]["occupation"]) == (
        "official",
        2014,
        "",
    )
    with pytest.raises(WrongState):
        actions.describe_record(
            subject, by=world.chi, before=seen, after={"occupation": "worker"}, reason="Nhầm"
        )
