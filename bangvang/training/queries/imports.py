"""An uploaded list, read and judged row by row before anything is written: what each row will do, what is wrong."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangvang.core import sheets, text
from bangvang.core.sheets import Field, Wrong
from bangvang.directory import queries as directory
from bangvang.directory.models import Person, Position, PositionKind
from bangvang.training.models import Enrolment, InvitedUnit
from bangvang.training.queries import checks

T = TypeVar("T")
YOUNGEST, OLDEST = 15, 90
_NAME = re.compile(r"[^\W\d_]+(?:[ '’.\-][^\W\d_]*)*")

FIELDS = (
    Field(
        "full_name",
        gettext_lazy("Họ và tên"),
        (
            "ho va ten",
            "ho ten",
            "ho va ten nguoi duoc cu",
            "ho va ten hoc vien",
            "nguoi duoc cu",
            "ten nguoi du",
        ),
    ),
    Field(
        "family",
        gettext_lazy("Họ và tên đệm"),
        ("ho va ten dem", "ho dem", "ho va dem", "ho va chu lot", "ho"),
    ),
    Field("given", gettext_lazy("Tên"), ("ten",)),
    Field(
        "birth_date",
        gettext_lazy("Ngày sinh"),
        (
            "ngay sinh",
            "ngay thang nam sinh",
            "ngay thang nam",
            "sinh ngay",
            "nam sinh",
            "ngay thang nam sinh nam",
        ),
    ),
    Field(
        "title",
        gettext_lazy("Chức vụ"),
        (
            "chuc vu",
            "chuc danh",
            "chuc vu chuc danh",
            "chuc danh chuc vu",
            "chuc vu hien nay",
            "chuc vu don vi",
        ),
    ),
    Field("kind", gettext_lazy("Nhóm chức vụ"), ("nhom chuc vu", "nhom", "loai chuc vu")),
    Field(
        "in_charge",
        gettext_lazy("Phụ trách thi đua, khen thưởng"),
        (
            "phu trach thi dua khen thuong",
            "phu trach tdkt",
            "phu trach thi dua",
            "phu trach",
            "lam cong tac tdkt",
        ),
    ),
    Field(
        "phone",
        gettext_lazy("Điện thoại"),
        ("dien thoai", "so dien thoai", "sdt", "dt", "dien thoai di dong", "so dt"),
    ),
    Field("email", gettext_lazy("Thư điện tử"), ("thu dien tu", "email", "e mail", "hop thu")),
    Field(
        "unit",
        gettext_lazy("Đơn vị"),
        ("don vi", "don vi cong tac", "co quan don vi", "co quan", "noi cong tac", "truong"),
    ),
    Field("note", gettext_lazy("Giải trình"), ("giai trinh", "ghi chu", "ly do")),
)


@dataclass(frozen=True, slots=True)
class Wrongness:
    """What is wrong, where."""

    address: str
    sentence: str


@dataclass(slots=True)
class PlannedRow:
    """One row of the file and what will become of it."""

    number: int
    name: str = ""
    title: str = ""
    birth_date: date | None = None
    kind: PositionKind | None = None
    in_charge: bool = False
    phone: str = ""
    email: str = ""
    note: str = ""
    person: Person | None = None  # somebody of the unit; None means that the person will be entered
    is_hidden: bool = False
    wrong: list[Wrongness] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.person is None


@dataclass(frozen=True, slots=True)
class Preview:
    """The whole file as it would be imported."""

    rows: tuple[PlannedRow, ...]
    sheet: str
    foot: tuple[int, ...] = ()  # rows below the list that are no people

    @property
    def wrong(self) -> list[Wrongness]:
        return [each for row in self.rows for each in row.wrong]

    @property
    def new(self) -> int:
        return sum(row.is_new for row in self.rows)

    @property
    def hidden(self) -> int:
        return sum(row.is_hidden for row in self.rows)


def preview(unit: InvitedUnit, data: bytes, name: str, on: date) -> Preview:
    """Read and judge the file in one pass: every problem of every row, and nothing is written."""
    found = sheets.recognise(sheets.read(data, name), FIELDS)
    if not {"full_name"} & found.columns.keys() and not {"family", "given"} <= found.columns.keys():
        raise sheets.Unreadable(
            _("Không tìm thấy hàng tiêu đề có cột “Họ và tên”. Hãy dùng tệp mẫu hoặc thêm hàng tiêu đề.")
        )
    reader = _Reader(unit, found, on)
    rows = tuple(reader.rows())
    if not rows:
        raise sheets.Unreadable(_("Dưới hàng tiêu đề chưa có người nào. Hãy ghi danh sách rồi tải lại."))
    return Preview(rows, found.sheet.name, found.foot)


class _Reader:
    """What the rows are held against: the unit's staff, those already on the list, the kinds of position."""

    def __init__(self, unit: InvitedUnit, found: sheets.Recognised, on: date) -> None:
        self.unit, self.found, self.on = unit, found, on
        self.kinds = {text.fold(kind.name): kind for kind in PositionKind.objects.order_by("rank", "key")}
        self.kinds |= {kind.pk: kind for kind in list(self.kinds.values())}
        staff = Position.objects.filter(organisation=unit.organisation_id).select_related("person", "kind")
        self.staff: dict[str, dict[int, Position]] = defaultdict(dict)
        for position in staff.standing(on).order_by("kind__rank", "pk"):
            self.staff[text.fold(position.person.full_name)].setdefault(position.person_id, position)
        self.listed = set(
            Enrolment.objects.filter(unit=unit, state__in=checks.LIVE).values_list("person_id", flat=True)
        )
        self.seen: dict[tuple[str, date | None], int] = {}
        self.guessed: dict[str, PositionKind] = {}

    def rows(self) -> Iterator[PlannedRow]:
        for row in self.found.rows():
            yield self._row(row)

    def _row(self, row: sheets.Row) -> PlannedRow:
        planned = PlannedRow(row.number, is_hidden=row.is_hidden)
        planned.name = self._name(row, planned)
        planned.title = self._read(row, planned, "title", sheets.told) or ""
        planned.birth_date = self._read(row, planned, "birth_date", lambda cell: sheets.day(cell, self.on))
        planned.phone = self._read(row, planned, "phone", sheets.phone) or ""
        planned.email = self._read(row, planned, "email", sheets.told) or ""
        planned.in_charge = self._read(row, planned, "in_charge", sheets.yes) or False
        planned.note = (self._read(row, planned, "note", sheets.told) or "")[:500]
        planned.kind = self._kind(row, planned)
        self._judge_values(row, planned)
        self._judge_unit(row, planned)
        if planned.name and not any(each.address == self._at(row, "full_name") for each in planned.wrong):
            self._find_person(row, planned)
        return planned

    # --- Cells --------------------------------------------------------------------------------------------------

    def _at(self, row: sheets.Row, key: str) -> str:
        """The address of a field's cell; of the name's where the list has no such column."""
        cell = self.found.cell(row, key) or self.found.cell(row, "full_name") or self.found.cell(row, "given")
        return cell.address if cell else f"A{row.number}"

    def _say(self, row: sheets.Row, planned: PlannedRow, key: str, sentence: str) -> None:
        label = next(each.label for each in FIELDS if each.key == key)
        planned.wrong.append(Wrongness(self._at(row, key), f"{label}: {sentence}."))

    def _read(
        self, row: sheets.Row, planned: PlannedRow, key: str, reader: Callable[[sheets.Cell | None], T]
    ) -> T | None:
        try:
            return reader(self.found.cell(row, key))
        except Wrong as wrong:
            self._say(row, planned, key, str(wrong))
            return None

    def _name(self, row: sheets.Row, planned: PlannedRow) -> str:
        if "full_name" in self.found.columns:
            name = self._read(row, planned, "full_name", sheets.told)
        else:
            parts = [self._read(row, planned, key, sheets.told) for key in ("family", "given")]
            name = None if None in parts else " ".join(filter(None, parts))
        if name is None:
            return ""
        name = name.title() if name.isupper() else name
        if not name:
            self._say(row, planned, "full_name", _("chưa ghi"))
        elif any(each.isdigit() for each in name) or not _NAME.fullmatch(name):
            self._say(
                row, planned, "full_name", _("“%(name)s” có chữ số hoặc ký tự lạ") % {"name": name[:40]}
            )
        elif len(name.split()) < 2:
            self._say(row, planned, "full_name", _("“%(name)s” chưa đủ họ và tên") % {"name": name})
        elif len(name) > 100:
            self._say(row, planned, "full_name", _("dài quá 100 ký tự"))
        return name

    def _kind(self, row: sheets.Row, planned: PlannedRow) -> PositionKind | None:
        said = self._read(row, planned, "kind", sheets.told)
        if said is None:
            return None
        if not said:
            return self._guess(planned.title)
        kind = self.kinds.get(text.fold(said))
        if kind is None:
            known = ", ".join(dict.fromkeys(each.name for each in self.kinds.values()))
            self._say(
                row,
                planned,
                "kind",
                _("không có nhóm “%(said)s”, hãy chọn: %(known)s") % {"said": said, "known": known},
            )
        return kind

    def _guess(self, title: str) -> PositionKind:
        """The kind that the words of the title mean; asked once for each title."""
        key = text.fold(title)
        if key not in self.guessed:
            meant = [kind for each in directory.suggest_positions(title) for kind in each.position_kinds]
            self.guessed[key] = self.kinds[meant[0] if meant else "other"]
        return self.guessed[key]

    def _judge_values(self, row: sheets.Row, planned: PlannedRow) -> None:
        birth = planned.birth_date
        if birth is not None and birth > self.on:
            self._say(row, planned, "birth_date", _("ở tương lai, hãy kiểm tra lại năm"))
        elif birth is not None and not YOUNGEST <= self.on.year - birth.year <= OLDEST:
            age = self.on.year - birth.year
            self._say(row, planned, "birth_date", _("cho tuổi %(age)s, hãy kiểm tra lại năm") % {"age": age})
        if planned.email:
            try:
                validate_email(planned.email)
            except ValidationError:
                self._say(
                    row,
                    planned,
                    "email",
                    _("“%(said)s” không phải địa chỉ thư") % {"said": planned.email[:60]},
                )
        if len(planned.title) > 120:
            self._say(row, planned, "title", _("dài quá 120 ký tự"))

    def _judge_unit(self, row: sheets.Row, planned: PlannedRow) -> None:
        said = self._read(row, planned, "unit", sheets.told)
        own = self.unit.organisation
        names = {text.fold(each) for each in (own.name, own.short_name, own.code) if each}
        if said and text.fold(said) not in names:
            known = text.fold(said)
            if not any(known in each or each in known for each in names):
                self._say(
                    row,
                    planned,
                    "unit",
                    _("ghi “%(said)s”, không phải %(own)s") % {"said": said[:60], "own": own.name},
                )

    # --- Who is meant -------------------------------------------------------------------------------------------

    def _find_person(self, row: sheets.Row, planned: PlannedRow) -> None:
        # Names that differ only in their marks are different names; only a name typed without any marks may mean them.
        known = list(self.staff.get(text.fold(planned.name), {}).values())
        is_bare = text.fold(planned.name) == planned.name.lower()
        same = [each for each in known if each.person.full_name.lower() == planned.name.lower()]
        same = same or (known if is_bare else [])
        if planned.birth_date is not None:
            by_birth = [each for each in same if each.person.birth_date == planned.birth_date]
            unknown = [each for each in same if each.person.birth_date is None]
            other = [each for each in same if each.person.birth_date not in {None, planned.birth_date}]
            if not by_birth and not unknown and other:
                self._say(
                    row,
                    planned,
                    "birth_date",
                    _("khác ngày sinh %(known)s đã có của người này trong danh bạ")
                    % {"known": f"{other[0].person.birth_date:%d/%m/%Y}"},
                )
                return
            same = by_birth or unknown
        if len(same) > 1:
            self._say(
                row,
                planned,
                "full_name",
                _("đơn vị có %(count)s người cùng tên, hãy ghi ngày sinh") % {"count": len(same)},
            )
            return
        position = same[0] if same else None
        if position is not None:
            planned.person = position.person
            planned.title, planned.kind = position.title, position.kind
            planned.in_charge = position.in_charge_of_emulation
            if position.person_id in self.listed:
                self._say(row, planned, "full_name", _("đã có trong danh sách của đơn vị"))
        elif not planned.title and not any(each.address == self._at(row, "title") for each in planned.wrong):
            self._say(row, planned, "title", _("chưa ghi"))
        key = (planned.name.lower(), planned.birth_date)
        if key in self.seen:
            self._say(
                row, planned, "full_name", _("trùng với hàng %(row)s trong tệp") % {"row": self.seen[key]}
            )
        else:
            self.seen[key] = row.number
