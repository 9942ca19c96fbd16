"""The register of outgoing papers (sổ đăng ký văn bản đi), and who sees which paper."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from bangvang.core.models import Sequence
from bangvang.core.navigation import NavItem
from bangvang.directory.models import Organisation, Role, User
from bangvang.documents.models import OfficialPaper, PaperRecipient

KEEPERS = (Role.STANDING_BODY, Role.SIGNATORY, Role.INSPECTOR)


# What the trail calls each thing that is done with a paper.
VERBS = {
    "documents.issue_paper": _("Ban hành văn bản"),
    "documents.address": _("Gửi văn bản cho đơn vị"),
}


def visible_to(user: User) -> QuerySet[OfficialPaper]:
    """All papers of the authorities whose register one keeps or inspects; else those addressed to one's units."""
    addressed = PaperRecipient.objects.filter(
        organisation__in=user.organisations_as(Role.UNIT_HEAD, Role.FOCAL_POINT)
    )
    return (
        OfficialPaper.objects.filter(
            Q(organisation__in=user.organisations_as(*KEEPERS)) | Q(pk__in=addressed.values("paper"))
        )
        .select_related("organisation", "pdf", "docx")
        .order_by("-year", "-issued_on", "-number", "-pk")
    )


def series(organisation: Organisation, kind: str, year: int) -> str:
    """The key of a series of numbers: one per body, kind and year (Decree 30/2020, Article 15)."""
    return f"paper:{organisation.pk}:{kind}:{year}"


def next_number(organisation: Organisation, kind: str, issued_on: date) -> int:
    """The number that the register would give now; only issuing takes it."""
    taken = Sequence.objects.filter(key=series(organisation, kind, issued_on.year)).first()
    return (taken.last if taken else 0) + 1


def years_of(papers: QuerySet[OfficialPaper]) -> list[int]:
    """The years in which there are papers, newest first."""
    return list(papers.order_by("-year").values_list("year", flat=True).distinct())


def about(code: str, user: User) -> QuerySet[OfficialPaper]:
    """The papers that this plan or class gave rise to, as far as the user may see them."""
    return visible_to(user).filter(about=code)


def places(user: User) -> list[NavItem]:
    """The register, for those who keep or inspect it and for units that receive papers."""
    if user.organisations_as(*KEEPERS, Role.UNIT_HEAD, Role.FOCAL_POINT):
        return [NavItem(_("Văn bản đi"), "documents:paper_list", _("Văn bản"))]
    return []
