"""Two versions of a plan: what differs, and which row became which."""

from copy import deepcopy
from typing import Any

from bangvang.training.queries import plan_changes
from bangvang.training.queries.structure import empty


def plan(**parts: Any) -> dict[str, Any]:
    return empty() | parts


def test_the_same_plan_differs_nowhere():
    one = plan(purposes=["Một", "Hai"], audience="Mọi người")

    assert plan_changes.differences(one, deepcopy(one)) == []


def test_a_changed_field_is_told_with_both_values():
    old, new = plan(year=2024), plan(year=2025)

    (found,) = plan_changes.differences(old, new)

    assert (found.place, found.label, found.before, found.after) == (
        "year",
        "Năm của kế hoạch",
        "2024",
        "2025",
    )


def test_a_removed_row_does_not_make_its_neighbours_differ():
    old = plan(purposes=["Cập nhật quy định", "Tổ chức thiết thực", "Đúng thời gian"])
    new = plan(purposes=["Cập nhật quy định", "Đúng thời gian"])

    (found,) = plan_changes.differences(old, new)

    assert (found.label, found.before, found.after) == ("Mục đích 2", "Tổ chức thiết thực", "")


def test_a_corrected_row_is_paired_with_itself_though_another_was_removed():
    old = plan(purposes=["Bỏ dòng này đi", "Cập nhật quy định về thi đua"])
    new = plan(purposes=["Cập nhật các quy định về thi đua"])

    found = plan_changes.differences(old, new)

    assert [(each.before, each.after) for each in found] == [
        ("Bỏ dòng này đi", ""),
        ("Cập nhật quy định về thi đua", "Cập nhật các quy định về thi đua"),
    ]


def test_days_and_half_days_are_told_as_people_write_them():
    row = {"name": "Lớp 1", "composition": [], "headcount": 1, "days": 1.0, "starts_on": "2024-06-01"}
    row |= {"ends_on": None, "period": None, "venue": None}
    old, new = plan(classes=[row]), plan(classes=[row | {"days": 2.5, "starts_on": "2024-06-12"}])

    assert [(each.label, each.before, each.after) for each in plan_changes.differences(old, new)] == [
        ("Lớp 1 – Số ngày", "1", "2,5"),
        ("Lớp 1 – Ngày khai giảng", "01/06/2024", "12/06/2024"),
    ]


def test_lines_go_with_a_row_that_moved():
    old = plan(purposes=["Một mục đích", "Hai khác hẳn", "Ba lại khác"])
    new = plan(purposes=["Ba lại khác", "Một mục đích", "Hai khác hẳn"])
    sources = {"purposes-0": (5, 5), "purposes-1": (6, 7), "purposes-2": (8, 8), "audience": (9, 9)}

    assert plan_changes.carried(sources, old, new) == {
        "purposes-0": (8, 8),
        "purposes-1": (5, 5),
        "purposes-2": (6, 7),
        "audience": (9, 9),
    }


def test_a_new_row_comes_from_nowhere():
    old, new = plan(purposes=["Một"]), plan(purposes=["Hoàn toàn mới, viết tay", "Một"])

    assert plan_changes.carried({"purposes-0": (5, 5)}, old, new) == {"purposes-1": (5, 5)}
