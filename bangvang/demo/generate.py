"""`bangvang generate`: an invented district of any size for tests and measurements, the same for the same seed."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from django.db import connection, transaction

from bangvang.core import clock
from bangvang.core.models import Sequence
from bangvang.demo import history
from bangvang.demo.names import People
from bangvang.directory.models import Organisation, Person, Position

CHUNK = 5000
COLUMNS = ("person", "organisation", "title", "kind", "in_charge_of_emulation", "valid_from", "valid_to")
# Share of the people in tenths of a percent, and how many serve in one body of the kind.
SHARES: dict[str, tuple[int, int]] = {
    "school": (620, 34),
    "people_committee": (150, 20),
    "state_department": (100, 12),
    "party_body": (40, 8),
    "mass_organisation": (40, 7),
    "public_service_unit": (30, 10),
    "fatherland_front": (10, 7),
    "association": (10, 4),
}
FIRST = [
    "An", "Bình", "Đông", "Hòa", "Kim", "Long", "Mỹ", "Nam", "Ngọc", "Phú", "Phước", "Tân", "Tây", "Thạnh", "Thới",
    "Vĩnh", "Xuân", "Hưng", "Định", "Bàn",
]  # fmt: skip
SECOND = [
    "Lâm", "Hòa", "Phú", "Thành", "Lợi", "Hưng", "Bình", "Khánh", "Sơn", "Thủy", "Điền", "Đức", "An", "Thạnh", "Tiến",
    "Xuyên", "Quới", "Biên", "Thuận", "Giang",
]  # fmt: skip
NAMES: dict[str, list[str]] = {
    "school": ["Trường Mầm non", "Trường Tiểu học", "Trường Trung học cơ sở"],
    "people_committee": ["Ủy ban nhân dân xã", "Ủy ban nhân dân xã", "Ủy ban nhân dân thị trấn"],
    "state_department": ["Phòng Chuyên môn"],
    "party_body": ["Ban Đảng"],
    "mass_organisation": ["Hội Nông dân", "Hội Liên hiệp Phụ nữ", "Hội Cựu chiến binh", "Đoàn Thanh niên"],
    "public_service_unit": ["Trung tâm Văn hóa", "Trung tâm Dịch vụ"],
    "fatherland_front": ["Ủy ban Mặt trận Tổ quốc Việt Nam"],
    "association": ["Hội Chữ thập đỏ", "Hội Khuyến học"],
}
# Heads first, then what the others are called.
TITLES: dict[str, tuple[str, str, str]] = {
    "school": ("Hiệu trưởng", "Phó Hiệu trưởng", "Giáo viên"),
    "people_committee": ("Chủ tịch", "Phó Chủ tịch", "Công chức"),
    "state_department": ("Trưởng phòng", "Phó Trưởng phòng", "Chuyên viên"),
    "party_body": ("Trưởng ban", "Phó Trưởng ban", "Chuyên viên"),
    "mass_organisation": ("Chủ tịch", "Phó Chủ tịch", "Chuyên viên"),
    "public_service_unit": ("Giám đốc", "Phó Giám đốc", "Viên chức"),
    "fatherland_front": ("Chủ tịch", "Phó Chủ tịch", "Chuyên viên"),
    "association": ("Chủ tịch", "Phó Chủ tịch", "Chuyên viên"),
}
OFFICE_STATISTICS = "Công chức Văn phòng - Thống kê"


@dataclass
class Body:
    """An organisation and how many people serve there."""

    row: Organisation
    size: int


class Held(NamedTuple):
    """A position before it is written."""

    organisation: Organisation
    title: str
    kind: str
    in_charge: bool
    valid_from: date
    valid_to: date | None


@dataclass
class District:
    """Everything that is decided by chance, before a row is written."""

    people: int
    years: int
    random: Random
    today: date
    number: int
    bodies: list[Body] = field(default_factory=list)

    def plan(self) -> Organisation:
        """Decide the authority and the bodies below it, of every kind in proportion."""
        authority = Organisation(
            code=f"huyen-{self.number}",
            name=f"Ủy ban nhân dân huyện Mẫu {self.number}",
            kind_id="people_committee",
            tier_id="district",
            place=f"Mẫu {self.number}",
            valid_from=date(self.today.year - max(self.years, 1) - 10, 1, 1),
        )
        authority.clean()
        left = self.people
        for kind, (share, size) in SHARES.items():
            number = max(1, round(self.people * share / 1000 / size))
            for place in range(number):
                self.bodies.append(Body(self._body(authority, kind, place), 0))
        weights = [SHARES[each.row.kind_id][1] * self.random.uniform(0.6, 1.4) for each in self.bodies]
        total = sum(weights)
        for body, weight in zip(self.bodies, weights, strict=True):
            body.size = min(left, int(self.people * weight / total))
            left -= body.size
        for place in range(left):  # what rounding left over
            self.bodies[place % len(self.bodies)].size += 1
        return authority

    def _body(self, authority: Organisation, kind: str, place: int) -> Organisation:
        words = NAMES[kind]
        where = place // len(words)
        name = f"{FIRST[where % len(FIRST)]} {SECOND[where // len(FIRST) % len(SECOND)]}"
        again = where // (len(FIRST) * len(SECOND))
        row = Organisation(
            code=f"{authority.code}-{kind.replace('_', '-')}-{place + 1}",
            name=f"{words[place % len(words)]} {name}{f' {again + 1}' if again else ''}",
            kind_id=kind,
            tier_id="commune" if kind == "people_committee" else "district",
            valid_from=authority.valid_from,
        )
        row.parent = authority
        row.clean()
        return row

    def seats(self, body: Body) -> Iterator[tuple[str, str, bool]]:
        """Title, kind and whether in charge of emulation, for each who serves in the body."""
        head, deputy, other = TITLES[body.row.kind_id]
        deputies = 0 if body.size < 3 else 1 if body.size < 15 else 2
        clerk = body.row.kind_id == "people_committee"
        for place in range(body.size):
            if place == 0:
                yield head, "head", body.size == 1
            elif place <= deputies:
                yield deputy, "deputy", False
            elif clerk and place == deputies + 1:
                yield OFFICE_STATISTICS, "office_statistics", True
            else:
                yield other, "other", not clerk and place == deputies + 1

    def history(self, organisation: Organisation, seat: tuple[str, str, bool]) -> Iterator[Held]:
        """The position held today, and what came before it in these years."""
        title, kind, in_charge = seat
        start = self.today - timedelta(days=self.random.randrange(30, 365 * max(self.years, 1) + 31))
        yield Held(organisation, title, kind, in_charge, start, None)
        earliest = self.today - timedelta(days=365 * self.years)
        while start > earliest and self.random.random() < 0.6:
            end = start - timedelta(days=1)
            start = end - timedelta(days=self.random.randrange(200, 1500))
            where = self.random.choice(self.bodies).row if self.random.random() < 0.3 else organisation
            yield Held(where, TITLES[where.kind_id][2], "other", False, start, end)


def generate(*, people: int, years: int, seed: int, today: date) -> Organisation:
    """Write a district of exactly this many people; returns its authority. All or nothing."""
    number = Organisation.objects.filter(code__startswith="huyen-").count() + 1
    random = Random(f"{seed}-{number}")
    district = District(people, years, random, today, number)
    makers = People(random, today)
    with transaction.atomic():
        authority = district.plan()
        authority.save()
        Organisation.objects.bulk_create((each.row for each in district.bodies), batch_size=CHUNK)
        key = f"NG-{today.year}"
        sequence = Sequence.objects.select_for_update().get_or_create(key=key)[0]
        registry, first = history.Registry(), today.year - years
        rows: list[Person] = []
        seats: list[tuple[Organisation, tuple[str, str, bool]]] = []
        for body in district.bodies:
            for seat in district.seats(body):
                sequence.last += 1
                rows.append(makers.person(f"{key}-{sequence.last:04d}"))
                seats.append((body.row, seat))
                if len(rows) == CHUNK:
                    _write(district, rows, seats)
                    history.write_people(registry, rows, first=first, today=today, random=random)
                    rows, seats = [], []
        _write(district, rows, seats)
        history.write_people(registry, rows, first=first, today=today, random=random)
        bodies = [(each.row, each.size) for each in district.bodies]
        history.write_bodies(registry, bodies, first=first, today=today, random=random)
        registry.close()
        sequence.save(update_fields=["last"])
    return authority


def _write(
    district: District, people: list[Person], seats: list[tuple[Organisation, tuple[str, str, bool]]]
) -> None:
    Person.objects.bulk_create(people)
    day = connection.ops.adapt_datefield_value
    rows = [
        (
            person.pk,
            held.organisation.pk,
            held.title,
            held.kind,
            held.in_charge,
            day(held.valid_from),
            day(held.valid_to),
        )
        for person, (organisation, seat) in zip(people, seats, strict=True)
        for held in district.history(organisation, seat)
    ]
    # Half a million rows through the model cost half a minute; the statement names the model's own columns.
    known = {field.name: str(field.column) for field in Position._meta.concrete_fields}
    names, marks = ", ".join(known[name] for name in COLUMNS), ", ".join(["%s"] * len(COLUMNS))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {Position._meta.db_table} ({names}) VALUES ({marks})", rows)


def main(argv: list[str]) -> int:
    """The command line: refuses a database that already has people, unless told to add."""
    parser = ArgumentParser(prog="bangvang generate", description="Sinh một huyện hư cấu để thử và đo.")
    parser.add_argument("--people", type=int, required=True, metavar="N", help="số người")
    parser.add_argument(
        "--years", type=int, default=3, metavar="Y", help="số năm lịch sử chức vụ và thành tích"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="số gieo: cùng số thì cùng kết quả")
    parser.add_argument("--add", action="store_true", help="thêm vào cơ sở dữ liệu đã có người")
    words = parser.parse_args(argv)
    if words.people < 1 or words.years < 0:
        print("Số người phải từ 1 trở lên, số năm từ 0 trở lên.", file=sys.stderr)
        return 2
    if Person.objects.exists() and not words.add:
        print(
            "Cơ sở dữ liệu đã có người. Muốn thêm một huyện hư cấu vào đó, hãy dùng --add.", file=sys.stderr
        )
        return 1
    started = time.monotonic()
    authority = generate(people=words.people, years=words.years, seed=words.seed, today=clock.today())
    print(f"Đã sinh {words.people} người của {authority.name} trong {time.monotonic() - started:.1f} giây.")
    return 0
