"""The pages of the registry."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bangvang.registry import actions
from bangvang.registry.models import Award, Proceeding, Subject, YearRecord
from tests.factories.clients import signed_in
from tests.factories.directory import World
from tests.factories.registry import collective, household, individual, rated
from tests.house.queries import assert_same_cost


@pytest.fixture
def subject(world: World) -> Subject:
    person: Any = world.anh.person
    return individual(person, occupation="official")


@pytest.fixture
def desk(world: World) -> Client:
    """Chi's browser."""
    return signed_in(world.chi)


def page(client: Client, door: str, /, *codes: object, status: int = 200, **asked: str) -> str:
    answer = client.get(reverse(f"registry:{door}", args=codes), asked)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def sent(client: Client, door: str, /, *codes: object, status: int = 302, **typed: object) -> str:
    answer = client.post(reverse(f"registry:{door}", args=codes), typed)
    assert answer.status_code == status, answer.content.decode()
    return " ".join(answer.content.decode().split())


def test_the_list_finds_without_marks_and_by_kind_and_unit(world: World, desk: Client, subject: Subject):
    collective(world.school)
    household(world.commune)
    assert "Trần Ngọc Anh" in page(desk, "subject_list", q="tran ngoc")
    kinds = page(desk, "subject_list", loai="household")
    assert ("Hộ ông Đỗ Văn Mẫu" in kinds, "Trần Ngọc Anh" in kinds) == (True, False)
    unit = {"don-vi": world.school.code}
    told = page(desk, "subject_list", **unit)
    assert (f">{subject.name}<" in told, "Hộ ông Đỗ Văn Mẫu" in told) == (True, False)
    assert reverse("registry:subject_open", args=[world.school.code]) in told


def test_the_list_costs_the_same_for_one_and_for_many(world: World, desk: Client, subject: Subject):
    def grow() -> None:
        individual(world.binh.person)  # type: ignore[arg-type]
        individual(world.giang.person)  # type: ignore[arg-type]
        collective(world.school)

    assert_same_cost(lambda: page(desk, "subject_list"), grow)


def test_the_page_of_a_record_shows_every_year(desk: Client, subject: Subject):
    rated(subject, y2021="good", y2023="excellent")
    Award.objects.create(subject=subject, key="grassroots_emulation_fighter", year=2023, number="12/QĐ")
    told = page(desk, "subject_detail", subject.code)
    assert "hoàn thành xuất sắc nhiệm vụ" in told
    assert "Chiến sĩ thi đua cơ sở" in told
    assert told.index("<b>2023</b>") < told.index("<b>2022</b>") < told.index("<b>2021</b>")


def test_the_page_of_a_record_costs_the_same_however_much_it_holds(desk: Client, subject: Subject):
    rated(subject, y2021="good")
    assert_same_cost(
        lambda: page(desk, "subject_detail", subject.code),
        lambda: rated(subject, y2022="good", y2023="good", y2020="good"),
    )


def test_a_focal_point_is_offered_what_the_unit_records(world: World, subject: Subject):
    told = page(signed_in(world.anh), "subject_detail", subject.code)
    offered = [
        what
        for what in ("xep-loai", "danh-hieu", "sang-kien", "thanh-tich", "ky-luat", "vu-viec", "phuc-vu")
        if reverse("registry:fact_record", args=[subject.code, what]) in told
    ]
    assert offered == ["xep-loai", "sang-kien"]
    assert "Chỉ cơ quan thường trực" in page(signed_in(world.anh), "fact_record", subject.code, "danh-hieu")


@pytest.mark.parametrize(
    ("what", "typed"),
    [
        ("xep-loai", {"year": "2023", "rating": "good"}),
        (
            "danh-hieu",
            {"key": "advanced_worker", "year": "2023", "number": "12/QĐ", "decided_on": "20/12/2023"},
        ),
        ("sang-kien", {"year": "2023", "scope": "grassroots", "name": "Sổ tay số"}),
        ("thanh-tich", {"kind": "prize", "year": "2023", "scope": "province"}),
        ("ky-luat", {"form": "khien_trach", "valid_from": "01/03/2021", "valid_to": "28/02/2022"}),
        ("vu-viec", {"kind": "other", "valid_from": "01/03/2024"}),
        ("phuc-vu", {"force": "tnxp", "valid_from": "01/07/1965", "valid_to": "30/09/1968"}),
    ],
)
def test_every_kind_of_fact_has_its_form(desk: Client, subject: Subject, what: str, typed: dict[str, str]):
    assert 'method="post"' in page(desk, "fact_record", subject.code, what)
    sent(desk, "fact_record", subject.code, what, **typed)
    assert f"/{subject.code}/{what}/" in page(desk, "subject_detail", subject.code)


def test_what_cannot_be_true_is_told_at_its_field(desk: Client, subject: Subject):
    rated(subject, y2023="good")
    told = sent(desk, "fact_record", subject.code, "xep-loai", status=422, year="2023", rating="excellent")
    assert "Năm này đã có kết quả xếp loại. Hãy sửa dòng đã ghi, kèm lý do." in told
    assert YearRecord.objects.get().rating == "good"


def test_a_kind_of_fact_that_does_not_exist_is_not_found(desk: Client, subject: Subject):
    page(desk, "fact_record", subject.code, "linh-tinh", status=404)


def test_a_fact_is_corrected_and_removed_with_a_reason(world: World, desk: Client, subject: Subject):
    row = actions.record_rating(subject, by=world.chi, year=2023, rating="good")
    codes = (subject.code, "xep-loai", row.pk)
    assert 'value="2023"' in page(desk, "fact_correct", *codes)
    sent(desk, "fact_correct", *codes, status=422, year="2023", rating="excellent", reason="")
    sent(desk, "fact_correct", *codes, year="2023", rating="excellent", reason="Theo Quyết định 12")
    assert YearRecord.objects.get().rating == "excellent"
    sent(desk, "fact_remove", *codes, status=422, reason="")
    sent(desk, "fact_remove", *codes, reason="Ghi nhầm người")
    assert YearRecord.objects.count() == 0
    assert "Ghi nhầm người" in page(desk, "subject_detail", subject.code)


def test_a_fact_of_another_record_is_not_found(world: World, desk: Client, subject: Subject):
    other = individual(world.binh.person)  # type: ignore[arg-type]
    row = actions.record_rating(other, by=world.chi, year=2023, rating="good")
    page(desk, "fact_correct", subject.code, "xep-loai", row.pk, status=404)


def test_a_matter_is_closed_with_its_conclusion(world: World, desk: Client, subject: Subject):
    row = actions.record_proceeding(subject, by=world.chi, kind="other", valid_from=date(2024, 3, 1))
    assert "chưa kết thúc" in page(desk, "subject_detail", subject.code)
    sent(desk, "proceeding_close", subject.code, row.pk, on="01/04/2024", conclusion="Kết luận 5/KL")
    assert Proceeding.objects.get().valid_to == date(2024, 4, 1)


def test_a_record_is_described_with_a_reason(desk: Client, subject: Subject):
    assert "Nghề nghiệp, đối tượng" in page(desk, "subject_describe", subject.code)
    sent(
        desk,
        "subject_describe",
        subject.code,
        occupation="worker",
        history_complete_from="2014",
        reason="Đối chiếu hồ sơ giấy",
    )
    subject.refresh_from_db()
    assert (subject.occupation, subject.history_complete_from, subject.is_martyr) == ("worker", 2014, False)


def test_records_of_people_units_and_households_are_opened(world: World, desk: Client):
    person: Any = world.anh.person
    assert person.full_name in page(desk, "subject_open", world.school.code)
    sent(desk, "subject_open", world.school.code, owner=person.code, occupation="official")
    sent(desk, "subject_open", world.school.code, owner="", founded_on="05/09/1990")
    typed = {"household_name": "Hộ bà Lý Thị Mẫu", "household_code": "H-3"}
    sent(desk, "household_open", world.commune.code, **typed)
    assert [each.name for each in Subject.objects.order_by("pk")] == [
        "Trần Ngọc Anh",
        "Trường Tiểu học An Hòa 1",
        "Hộ bà Lý Thị Mẫu",
    ]
    again = sent(desk, "household_open", world.commune.code, status=422, **typed)
    assert "Mã hộ gia đình này đã có hồ sơ" in again


def test_the_menu_leads_to_the_records_of_those_who_keep_them(world: World):
    address = reverse("registry:subject_list")
    assert address in page(signed_in(world.anh), "subject_list")
    world.anh.holdings.update(valid_to=date(2024, 2, 1))
    assert f'href="{address}"' not in signed_in(world.anh).get("/").content.decode()
