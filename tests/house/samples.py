"""One row of everything that has a page, none of it a concern of Giang's: what a stranger would have to guess.

A new page whose address carries a code needs a line here; `test_strangers` names the address that lacks one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import URLPattern, URLResolver, get_resolver

from bangvang.core import notices
from bangvang.directory import actions as directory_actions
from bangvang.directory.models import Role
from bangvang.documents.models import OfficialPaper
from bangvang.registry import actions as registry_actions
from bangvang.registry.models import Proceeding, Subject
from bangvang.rules.models import LocalRule, Proposal
from bangvang.training.models import ClassList, Enrolment, TrainingPlan
from tests.factories import plans as plan_factories
from tests.factories import rules as rules_factories
from tests.factories import training
from tests.factories.directory import World, appoint

Codes = dict[str, object]
SECRETS = ("Trần Ngọc Anh", "Lê Thanh Bình", "Phạm Mai Chi", "Võ Trường Sơn", "Lớp kín", "Một việc riêng")


@dataclass
class Populated:
    """The named people's world with a plan in each state, a class in each state, and the rows they brought along."""

    world: World
    draft: TrainingPlan
    issued: TrainingPlan
    prepared: training.Opened
    opened: training.Opened
    confirmed: training.Opened
    token: str
    proceeding: Proceeding
    proposal: Proposal
    local_rule: LocalRule


def populate(world: World) -> Populated:
    """Everything is done by the real actions; Giang's school is invited to nothing."""
    administrator = world.son
    appoint(administrator, Role.ADMINISTRATOR, world.authority)
    ours = {"schools": [world.school], "headcount": 2}
    proceeding = _recorded(world)
    made = Populated(
        world,
        draft=plan_factories.read_in(world),
        issued=plan_factories.issued(world),
        prepared=training.prepared(world, name="Lớp kín 1", **ours),
        opened=training.opened(world, name="Lớp kín 2", **ours),
        confirmed=training.confirmed(world, name="Lớp kín 3", **ours),
        proceeding=proceeding,
        proposal=rules_factories.proposed(world, proceeding.subject, "advanced_worker"),
        local_rule=rules_factories.drafted(world),
        token=directory_actions.invite(world.anh, by=administrator).link.rstrip("/").rpartition("/")[2],
    )
    training.sent(made.opened, world.school, *training.both(world.school))
    notices.tell([world.anh], "Một việc riêng", {}, "/")
    return made


def _recorded(world: World) -> Proceeding:
    """Anh's record, with a matter that is being cleared up."""
    assert world.anh.person is not None
    # the demo district has opened everybody's record already
    subject = Subject.objects.filter(person=world.anh.person).first()
    subject = subject or registry_actions.open_record(world.anh.person, by=world.chi)
    return registry_actions.record_proceeding(
        subject, by=world.chi, kind="denunciation", valid_from=date(2024, 3, 1), source="Một việc riêng"
    )


def _class_codes(made: Populated) -> list[Codes]:
    listed = ClassList.objects.get(training_class=made.confirmed.training_class)
    found: list[Codes] = []
    for each in (made.prepared, made.opened, made.confirmed):
        person = Enrolment.objects.filter(training_class=each.training_class).order_by("pk").first()
        found.append(
            {
                "code": each.training_class.code,
                "order": listed.order,
                "unit": made.world.school.code,
                "person": person.person.code if person else made.world.anh.person.code,
                "which": "danh-sach",
                "form": "pdf",
                "name": "tra-lai",
            }
        )
    return found


def _paper_codes(made: Populated) -> list[Codes]:
    return [{"code": paper.code, "form": "pdf"} for paper in OfficialPaper.objects.order_by("pk")]


def _person_codes(made: Populated) -> list[Codes]:
    person = made.world.anh.person
    return [{"code": person.code, "pk": person.positions.get().pk}]


def _account_codes(made: Populated) -> list[Codes]:
    return [{"username": "anh", "pk": made.world.anh.holdings.get().pk}]


# From the beginning of an address to the codes that stand in it; the longest beginning that fits counts.
SAMPLES: dict[str, Callable[[Populated], list[Codes]]] = {
    "don-vi/<slug:code>/": lambda made: [{"code": made.world.school.code}],
    "nguoi/<str:code>/": _person_codes,
    "tai-khoan/cua/<str:username>/": _account_codes,
    "thu-moi/<str:token>/": lambda made: [{"token": made.token}],
    "van-ban/<str:code>/": _paper_codes,
    "luat/<slug:award>/": lambda made: [{"award": made.proposal.award}],
    "xet/<str:code>/": lambda made: [{"code": made.proposal.subject.code, "award": made.proposal.award}],
    "ra-soat/<slug:unit>/": lambda made: [{"unit": made.world.school.code}],
    "du-kien/<str:code>/": lambda made: [{"code": made.proposal.code}],
    "xet-chon/<slug:award>/<int:year>/": lambda made: [
        {"award": made.proposal.award, "year": made.proposal.year}
    ],
    "quy-dinh/<str:code>/": lambda made: [{"code": made.local_rule.code}],
    "ho-so-thanh-tich/<str:code>/": lambda made: [
        {"code": made.proceeding.subject.code, "what": "vu-viec", "pk": made.proceeding.pk}
    ],
    "ho-so-thanh-tich/lap/<slug:unit>/": lambda made: [{"unit": made.world.school.code}],
    "ke-hoach/<str:code>/": lambda made: [
        {"code": plan.code, "form": "pdf"} for plan in (made.draft, made.issued, made.opened.plan)
    ],
    "lop/<str:code>/": _class_codes,
    "lich-lam-viec/<int:year>/": lambda made: [{"year": 2024}],
    "lich-lam-viec/ngay/<str:on>/": lambda made: [{"on": "2024-01-01"}],
    "dang-nhap/mot-lan/<str:provider_id>/": lambda made: [{"provider_id": "sso"}],
}


@dataclass(frozen=True)
class Door:
    """One address of the office as it stands in the code."""

    route: str
    name: str
    module: str
    kwargs: tuple[str, ...]

    def codes(self, made: Populated) -> list[Codes]:
        """What to put into the address; one empty set of codes where it carries none."""
        if not self.kwargs:
            return [{}]
        known = [beginning for beginning in SAMPLES if self.route.startswith(beginning)]
        assert known, f"{self.route}: hãy thêm mẫu vào tests/house/samples.py"
        rows = SAMPLES[max(known, key=len)](made)
        assert rows, f"{self.route}: mẫu rỗng"
        for row in rows:
            assert set(self.kwargs) <= set(row), f"{self.route}: mẫu thiếu {set(self.kwargs) - set(row)}"
        return [{key: row[key] for key in self.kwargs} for row in rows]


def doors() -> list[Door]:
    """Every address that the office answers."""
    return sorted(_walk(get_resolver(), "", ""), key=lambda door: door.route)


def _walk(resolver: URLResolver, route: str, namespace: str) -> list[Door]:
    found: list[Door] = []
    for each in resolver.url_patterns:
        here = route + str(each.pattern)
        if isinstance(each, URLResolver):
            found += _walk(each, here, namespace + (f"{each.namespace}:" if each.namespace else ""))
        elif isinstance(each, URLPattern):
            assert each.name, f"{here}: an address without a name"
            keys = tuple(each.pattern.regex.groupindex)
            found.append(Door(here, namespace + each.name, each.callback.__module__, keys))
    return found
