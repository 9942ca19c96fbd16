"""The parts of a plan as data: what each is called and how it is written. The form, the page and the comparison of
two versions read this one description; `paperwork.Plan` fixes the shape itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from bangvang.core.errors import Finding
from paperwork.plan import Plan

# A structure is JSON, so its values are of any type.
Structure = dict[str, Any]
Label = str | Promise


@dataclass(frozen=True, slots=True)
class Leaf:
    """One field. `kind`: line, text, number, half_days, day, or list (values separated by semicolons)."""

    key: str
    label: Label
    kind: str = "line"
    hint: Label = ""
    most: int = 500


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together; an optional one with nothing in it is null."""

    key: str
    label: Label
    parts: tuple["Part", ...]
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A list: of one field each (`of` is a leaf), or of several fields each."""

    key: str
    label: Label
    one: Label
    add: Label
    of: "Leaf | tuple[Part, ...]"


Part = Leaf | Group | Rows
Path = tuple[str | int, ...]

SECTIONS: tuple[Part, ...] = (
    Group(
        "document",
        gettext_lazy("Văn bản"),
        (
            Leaf("title", gettext_lazy("Trích yếu"), "text"),
            Leaf("issuer", gettext_lazy("Cơ quan ban hành"), most=200),
            Leaf("place", gettext_lazy("Địa danh"), most=80),
            Leaf(
                "number",
                gettext_lazy("Số, ký hiệu"),
                hint=gettext_lazy("Để trống nếu văn bản chưa có số."),
                most=40,
            ),
            Leaf(
                "issued_on", gettext_lazy("Ngày ban hành"), "day", gettext_lazy("Để trống nếu chưa ban hành.")
            ),
        ),
    ),
    Leaf("year", gettext_lazy("Năm của kế hoạch"), "number"),
    Rows(
        "purposes",
        gettext_lazy("Mục đích, yêu cầu"),
        gettext_lazy("Mục đích"),
        gettext_lazy("Thêm mục đích"),
        Leaf("", gettext_lazy("Mục đích"), "text", most=4000),
    ),
    Rows(
        "curriculum",
        gettext_lazy("Nội dung tập huấn"),
        gettext_lazy("Nội dung"),
        gettext_lazy("Thêm nội dung"),
        (
            Leaf("text", gettext_lazy("Nội dung"), "text", most=4000),
            Rows(
                "items",
                gettext_lazy("Các ý"),
                gettext_lazy("Ý"),
                gettext_lazy("Thêm ý"),
                Leaf("", gettext_lazy("Ý"), "text", most=2000),
            ),
            Leaf(
                "instruments",
                gettext_lazy("Số hiệu văn bản viện dẫn"),
                "list",
                gettext_lazy("Cách nhau bằng dấu chấm phẩy."),
                1000,
            ),
        ),
    ),
    Rows(
        "instruments",
        gettext_lazy("Văn bản viện dẫn"),
        gettext_lazy("Văn bản"),
        gettext_lazy("Thêm văn bản"),
        (
            Leaf("number", gettext_lazy("Số hiệu"), most=60),
            Leaf("title", gettext_lazy("Tên văn bản"), "text", most=1000),
            Leaf("issued_on", gettext_lazy("Ngày ban hành"), "day"),
            Leaf("in_force_from", gettext_lazy("Có hiệu lực từ"), "day"),
        ),
    ),
    Leaf("audience", gettext_lazy("Đối tượng"), "text", most=4000),
    Rows(
        "classes",
        gettext_lazy("Các lớp"),
        gettext_lazy("Lớp"),
        gettext_lazy("Thêm lớp"),
        (
            Leaf("name", gettext_lazy("Tên lớp"), most=200),
            Rows(
                "composition",
                gettext_lazy("Thành phần"),
                gettext_lazy("Thành phần"),
                gettext_lazy("Thêm thành phần"),
                Leaf("", gettext_lazy("Thành phần"), "text", most=1000),
            ),
            Leaf("headcount", gettext_lazy("Số lượng (người)"), "number"),
            Leaf("days", gettext_lazy("Số ngày"), "half_days", gettext_lazy("Mỗi buổi là 0,5 ngày.")),
            Leaf("starts_on", gettext_lazy("Ngày khai giảng"), "day"),
            Leaf("ends_on", gettext_lazy("Ngày bế giảng"), "day"),
            Group(
                "period",
                gettext_lazy("Thời gian dự kiến"),
                (
                    Leaf("text", gettext_lazy("Thời gian dự kiến"), most=200),
                    Leaf("from", gettext_lazy("Dự kiến từ ngày"), "day"),
                    Leaf("to", gettext_lazy("Dự kiến đến ngày"), "day"),
                ),
                is_optional=True,
            ),
            Leaf("venue", gettext_lazy("Địa điểm"), most=200),
        ),
    ),
    Rows(
        "funding",
        gettext_lazy("Kinh phí"),
        gettext_lazy("Nguồn kinh phí"),
        gettext_lazy("Thêm nguồn kinh phí"),
        Leaf("", gettext_lazy("Nguồn kinh phí"), "text", most=2000),
    ),
    Rows(
        "assignments",
        gettext_lazy("Tổ chức thực hiện"),
        gettext_lazy("Phân công"),
        gettext_lazy("Thêm cơ quan được phân công"),
        (
            Leaf("organisation", gettext_lazy("Cơ quan, đơn vị")),
            Rows(
                "duties",
                gettext_lazy("Nhiệm vụ"),
                gettext_lazy("Nhiệm vụ"),
                gettext_lazy("Thêm nhiệm vụ"),
                Leaf("", gettext_lazy("Nhiệm vụ"), "text", most=4000),
            ),
        ),
    ),
    Rows(
        "deadlines",
        gettext_lazy("Thời hạn"),
        gettext_lazy("Thời hạn"),
        gettext_lazy("Thêm thời hạn"),
        (
            Leaf("text", gettext_lazy("Việc phải làm"), "text", most=2000),
            Leaf("on", gettext_lazy("Trước ngày"), "day"),
        ),
    ),
    Rows(
        "recipients",
        gettext_lazy("Nơi nhận"),
        gettext_lazy("Nơi nhận"),
        gettext_lazy("Thêm nơi nhận"),
        Leaf("", gettext_lazy("Nơi nhận")),
    ),
    Group(
        "signatory",
        gettext_lazy("Người ký"),
        (
            Leaf(
                "capacity",
                gettext_lazy("Quyền hạn ký"),
                hint=gettext_lazy("Ví dụ: TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH"),
                most=160,
            ),
            Leaf("position", gettext_lazy("Chức vụ người ký"), most=160),
            Leaf("name", pgettext_lazy("người ký", "Họ và tên"), most=100),
        ),
    ),
)


def empty() -> Structure:
    """The structure of a plan of which nothing is written yet."""
    return Plan().to_json()


def shown(value: object) -> str:
    """A leaf's value as people write it: days as dd/mm/yyyy, half days with a comma, lists with semicolons."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(str(each) for each in value)
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(value)


def shown_as(leaf: Leaf, value: object) -> str:
    """The same, for a leaf whose text is a day in ISO form."""
    if leaf.kind == "day" and isinstance(value, str) and value:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return shown(value)


def name_of(path: Sequence[str | int]) -> str:
    """How a place is called in the form and in anchors: `classes-0-headcount`."""
    return "-".join(str(each) for each in path)


# --- What a plan must say before it is signed ----------------------------------------------------------------


def missing(structure: Mapping[str, Any]) -> list[Finding]:
    """What must still be filled in or settled before the plan can be sent for signature."""
    found: list[Finding] = []

    def needs(value: object, place: str, sentence: str) -> None:
        if not value:
            found.append(Finding(place, sentence))

    document, classes = structure["document"], structure["classes"]
    needs(document["title"], "document-title", _("Chưa có trích yếu của kế hoạch."))
    needs(document["issuer"], "document-issuer", _("Chưa ghi cơ quan ban hành."))
    needs(structure["year"], "year", _("Chưa ghi năm của kế hoạch."))
    needs(structure["purposes"], "purposes", _("Chưa có mục đích, yêu cầu nào."))
    needs(structure["curriculum"], "curriculum", _("Chưa có nội dung tập huấn nào."))
    needs(classes, "classes", _("Kế hoạch chưa có lớp nào."))
    for index, row in enumerate(classes):
        which = row["name"] or _("Lớp thứ %(order)s") % {"order": index + 1}
        here = f"classes-{index}"
        needs(row["name"], f"{here}-name", _("%(which)s chưa có tên.") % {"which": which})
        needs(
            row["composition"],
            f"{here}-composition",
            _("%(which)s chưa có thành phần.") % {"which": which},
        )
        needs(row["headcount"], f"{here}-headcount", _("%(which)s chưa ghi số lượng.") % {"which": which})
        needs(
            row["starts_on"] or row["period"],
            f"{here}-starts_on",
            _("%(which)s chưa ghi ngày khai giảng hoặc thời gian dự kiến.") % {"which": which},
        )
    needs(structure["recipients"], "recipients", _("Chưa ghi nơi nhận."))
    if structure["unread"]:
        found.append(
            Finding(
                "unread",
                _("Còn %(count)s dòng của văn bản chưa được xử lý.") % {"count": len(structure["unread"])},
            )
        )
    return found
