"""Every role opens every page that links lead to, in both languages and on both screens: nothing is broken.

The demo district is loaded and brought further by the real actions, so that there is a plan, a class, a list and a
paper in every state.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import models
from django.urls import Resolver404, resolve

from bangvang.demo import load
from bangvang.directory.models import Organisation, Role, User
from bangvang.documents.models import OfficialPaper
from tests.factories.directory import DAY, World
from tests.house.samples import populate
from tests.journeys.conftest import NARROW, WIDE, OpenDesk
from tests.journeys.hands import Hand
from tools import messages

# Who works on plans and lists sees a kind of page in more than one state; for the others one of each kind is enough.
MOST_OF_A_KIND = {"chi": 2, "binh": 2}
MOST = 70
HEIGHT = 900
# Who walks, by the role that decides what they see.
WALKERS = {
    "administrator": "quan",
    "standing body": "chi",
    "signatory": "son",
    "unit head": "binh",
    "focal point": "anh",
    "inspector": "phuc",
    "learner": "uyen",
    "stranger": "giang",
}
FILES = {
    "directory:invitation_accept",
    "documents:paper_file",
    "training:plan_file",
    "training:plan_preview",
    "training:plan_source",
    "training:class_roll_file",
    "training:unit_template",
}
LINKS = "() => [...document.querySelectorAll('a[href]')].map((each) => each.href.split('#')[0])"
# What the office itself says on a page: places, headings of parts and columns, buttons, labels, hints of fields.
CHROME = """() => [...document.querySelectorAll(
  "nav.places a, nav.places p, th, h2, legend, label, button, .button, summary, caption, .foot span, .top-word, dt")]
  .filter((each) => each.checkVisibility() && !each.lang).map((each) => each.innerText.trim()).filter(Boolean)"""
VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]|[a-zA-Z][\u0300\u0301\u0303\u0309\u0323]")


# Criteria and proofs are the law's own words: the Vietnamese text prevails, and it has no English.
LAW = ("/luat/", "/xet/", "/ra-soat/", "/du-kien/", "/xet-chon/", "/quy-dinh/", "/ho-so-thanh-tich/")


@dataclass
class Walk:
    """The pages that were opened, by their kinds."""

    hand: Hand
    most_of_a_kind: int = 1
    opened: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    words: set[str] = field(default_factory=set)

    def through(self, first: str) -> None:
        """Breadth first, a few pages of each kind."""
        waiting, known = [first], {first}
        while waiting and len(self.opened) < MOST:
            address = waiting.pop(0)
            kind = kind_of(address)
            if kind is None or self.kinds[kind] >= self.most_of_a_kind:
                continue
            self.kinds[kind] += 1
            self.opened.append(address)
            if kind.partition("?")[0] in FILES or "dang=" in address:
                self.hand.fetch(address)
                continue
            self.hand.go(address)
            if not address.startswith(LAW):
                self.words |= {line for each in self.hand.page.evaluate(CHROME) for line in each.splitlines()}
            links = [inside(each) for each in self.hand.page.evaluate(LINKS)]
            self.hand.page.set_viewport_size({"width": NARROW, "height": HEIGHT})
            self.hand.look()
            self.hand.page.set_viewport_size({"width": WIDE, "height": HEIGHT})
            waiting += [each for each in dict.fromkeys(links) if each and each not in known]
            known |= set(filter(None, links))


def inside(link: str) -> str:
    """The address within the office, or nothing for a link that leads elsewhere."""
    parts = urlsplit(link)
    if parts.hostname not in {"localhost", "127.0.0.1"}:
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def kind_of(address: str) -> str | None:
    """The name of the page and of what was asked of it; None for what is no page of ours."""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return None
    asked = "&".join(sorted(each.partition("=")[0] for each in parts.query.split("&") if each))
    return f"{name}?{asked}" if asked else name


@pytest.fixture
def district(db: None) -> World:
    """The demo district, brought into every state; accounts enter without typing a code."""
    authority = load.load(on=DAY)
    users = {
        name: User.objects.select_related("person").get(username=name).acting_on(DAY)
        for name in ("anh", "binh", "chi", "son", "giang")
    }
    units = {
        code: Organisation.objects.get(code=code) for code in ("phong-noi-vu", "th-1", "th-2", "xa-dong-phu")
    }
    world = World(
        authority,
        standing_body=units["phong-noi-vu"],
        school=units["th-1"],
        other_school=units["th-2"],
        commune=units["xa-dong-phu"],
        **users,
    )
    made = populate(world)
    # The factories' plans were issued with a paper of no content: they get that of the plan that was truly issued.
    true = OfficialPaper.objects.get(pk=made.issued.paper_id)
    OfficialPaper.objects.filter(pdf__sha256="0" * 64).update(pdf=true.pdf, docx=true.docx)
    world.son.holdings.filter(role=Role.ADMINISTRATOR).delete()
    return world


@pytest.mark.parametrize("who", WALKERS, ids=WALKERS.keys())
def test_every_page_that_links_lead_to_opens_clean(district: World, open_desk: OpenDesk, who: str):
    desk = open_desk(User.objects.get(username=WALKERS[who]))
    walk = Walk(Hand(desk), MOST_OF_A_KIND.get(WALKERS[who], 1))
    walk.through("/")
    assert len(walk.opened) >= 4


@pytest.mark.parametrize("who", ["standing body", "unit head"])
def test_in_english_the_office_speaks_english(district: World, open_desk: OpenDesk, who: str):
    desk = open_desk(User.objects.get(username=WALKERS[who]))
    hand = Hand(desk, is_looking=False)
    hand.go("/")
    hand.press("English")
    walk = Walk(hand)
    walk.through("/")
    data, untranslated = everything_kept(), waiting_for_translation()
    shown = sorted(unicodedata.normalize("NFC", each) for each in walk.words)
    said = [each for each in shown if not is_data(each.split(), data)]
    assert [each for each in said if not untranslated.fullmatch(each)] == []


def is_data(words: list[str], data: str) -> bool:
    """Is it true that all Vietnamese in these words was written by people, in pieces of some length?"""
    marked = [place for place, word in enumerate(words) if VIETNAMESE.search(word)]
    while marked:
        start = end = marked[0]
        while end < len(words) and " ".join(words[start : end + 1]).rstrip(":,;.") in data:
            end += 1
        if end - start < min(2, len(marked)):
            return False
        marked = [place for place in marked if place >= end]
    return True


def everything_kept() -> str:
    """All texts in the database: these stay as they are in every language."""
    texts: list[str] = []
    for model in apps.get_models():
        names = [
            each.name
            for each in model._meta.concrete_fields
            if isinstance(each, models.CharField | models.TextField | models.JSONField)
        ]
        if names and not model._meta.app_label.startswith(("account", "socialaccount", "mfa", "sessions")):
            texts += [str(value) for row in model._base_manager.values_list(*names) for value in row]
    return "\n".join(["Bảng Vàng", *texts])


def waiting_for_translation() -> re.Pattern[str]:
    """Sentences of ours that the catalogue does not translate yet; none when it is complete."""
    catalogue = messages.read("en")
    known = {
        each.id if isinstance(each.id, str) else each.id[0] for each in catalogue if each.string and each.id
    }
    waiting = {each.text for each in messages.own()} - known
    patterns = (".*".join(map(re.escape, messages.HOLES.split(each)[::2])) for each in waiting)
    return re.compile("|".join(patterns) or "(?!)", re.DOTALL)
