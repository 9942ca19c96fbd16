"""The watch-list: who means to propose whom; which cases a new version of the law would turn."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangvang.core.navigation import NavItem
from bangvang.directory.models import Organisation, Role, User
from bangvang.registry import queries as registry
from bangvang.registry.models import Subject
from bangvang.rules import book as books
from bangvang.rules.models import Cap, LocalRule, Proposal
from bangvang.rules.queries import proofs
from bangvang.rules.workflow import ProposalState, RuleState
from rulebook import explain

SECTION = _("Luật thi đua, khen thưởng")
VERBS = {
    "rules.draft": _("Soạn quy định"),
    "rules.correct": _("Sửa quy định"),
    "rules.send_for_approval": _("Trình duyệt quy định"),
    "rules.return_for_correction": _("Trả lại quy định"),
    "rules.approve": _("Duyệt quy định"),
    "rules.withdraw": _("Rút quy định"),
    "rules.propose": _("Ghi trường hợp dự kiến đề nghị"),
    "rules.rank": _("Ghi điểm xếp hạng"),
    "rules.close": _("Kết thúc theo dõi"),
    "rules.set_cap": _("Ghi mức tối đa"),
}


def places(user: User) -> list[NavItem]:
    """Everybody reads the law; who reads records reviews units."""
    found = [NavItem(_("Danh hiệu, hình thức"), "rules:award_list", SECTION)]
    if registry.can_read_more_than_own(user):
        found += [
            NavItem(_("Rà soát đơn vị"), "rules:unit_list", SECTION),
            NavItem(_("Dự kiến đề nghị"), "rules:proposal_list", SECTION),
            NavItem(_("Xét theo mức tối đa"), "rules:quota_list", SECTION),
        ]
    return [*found, NavItem(_("Quy định của địa phương"), "rules:local_rule_list", SECTION)]


def visible_to(user: User) -> QuerySet[Proposal]:
    """The cases of the units whose records the user reads."""
    return (
        Proposal.objects.filter(unit__in=registry.organisations_read_by(user).order_by().values("pk"))
        .select_related("subject__person", "subject__organisation", "unit", "recorded_by__person")
        .order_by("-year", "award", "subject__sort_key", "pk")
    )


def open_in(unit: Organisation, year: int) -> QuerySet[Proposal]:
    """The open cases of one unit in one year."""
    return (
        Proposal.objects.filter(unit=unit, year=year, state=ProposalState.OPEN)
        .select_related("subject__person", "subject__organisation", "subject__commune", "unit")
        .order_by("award", "subject__sort_key", "pk")
    )


def caps_of(organisations: "QuerySet[Organisation]", award: str, year: int) -> dict[int, Cap]:
    """The cap of each unit for this award and year."""
    found = Cap.objects.filter(unit__in=organisations.order_by().values("pk"), award=award, year=year)
    return {each.unit_id: each for each in found.select_related("unit", "organisation").order_by("pk")}


def rules_visible_to(user: User) -> QuerySet[LocalRule]:
    """Approved rules are law for everybody; drafts are seen by those who write and approve them."""
    keepers = user.organisations_as(Role.STANDING_BODY, Role.SIGNATORY, Role.INSPECTOR)
    found = LocalRule.objects.select_related("organisation", "drafted_by__person", "approved_by__person")
    approved = found.filter(state=RuleState.APPROVED)
    return (approved | found.filter(organisation__in=keepers)).order_by("-valid_from", "-pk")


# --- A new version of the law -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Turned:
    """One open case under the law of two days."""

    proposal: Proposal
    name: str
    before: str
    after: str
    why: str

    @property
    def has_turned(self) -> bool:
        return self.before != self.after


def turned(cases: QuerySet[Proposal], before: date, after: date, known: date) -> list[Turned]:
    """The same facts (as known on `known`) judged by the law of two days. Cases that turn stand first.

    Nine queries for the facts of all subjects, and one for each unit's own rules on each day.
    """
    rows = list(cases)
    subjects = Subject.objects.filter(pk__in={each.subject_id for each in rows})
    facts = {each["subject"]["id"]: dict(each) for each in registry.facts_of(subjects, known)}
    held: dict[tuple[int, date], books.Held] = {}
    found = []
    for each in rows:
        said = []
        for day in (before, after):
            if (each.unit_id, day) not in held:
                held[each.unit_id, day] = books.held_for(each.unit, day)
            said.append(_verdict(held[each.unit_id, day], each, facts[each.subject.code], day))
        award = held[each.unit_id, after].book.law.awards.get(each.award)
        name = award.name if award else each.award
        found.append(Turned(each, name, said[0][0], said[1][0], said[1][1]))
    return sorted(found, key=lambda each: not each.has_turned)


def _verdict(held: books.Held, case: Proposal, facts: proofs.Facts, day: date) -> tuple[str, str]:
    try:
        told = held.book.explain(case.award, facts, day, case.year).to_dict()
    except (explain.NoRule, KeyError) as silent:
        return "none", str(silent)
    return told["verdict"], told["findings"][0]["text"]
