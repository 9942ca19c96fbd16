"""How a person works a page: with the mouse, by keyboard alone, or with a browser that runs no scripts.

A step says what is done (`press("Nộp danh sách")`); the hand says how. Every page at which a hand arrives is looked at:
no complaint of axe, nothing wider than the screen, no Django left-overs.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import FileChooser, Frame, Locator, Page, expect

from tests.journeys import telex
from tests.journeys.conftest import Desk, assert_clean

BETWEEN_CLICKS = 100  # milliseconds
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Where the keyboard can go, in order; how far the wanted place is from the one that has the focus.
DISTANCE = """(wanted) => {
  const shown = (each) => each.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
  const open = document.querySelector("dialog[open]") || document;
  const all = [...open.querySelectorAll("a[href], button, input, select, textarea, summary, iframe, [tabindex]")];
  const stops = all.filter((each) => each === wanted || (each.tabIndex >= 0 && !each.disabled && shown(each)));
  const at = stops.indexOf(document.activeElement);
  const before = stops.filter((each) =>
    document.activeElement.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING).length;
  return stops.indexOf(wanted) - (at >= 0 ? at : before - 1);
}"""
HAS_FOCUS = "(wanted) => document.activeElement === wanted"
# What a page is made of, without its words: two pages made of the same get the same complaints.
MADE_OF = """() => {
  const said = (each, name) => each.getAttribute(name);
  const traits = (each) => [each.tagName, each.className, said(each, "role"), said(each, "type")].join(".");
  return [...new Set([...document.querySelectorAll("body *")].map(traits))].sort().join();
}"""
SHOWS_FOCUS = """(focused) => {
  const drawn = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const near = [focused, focused.parentElement, focused.closest("label, .drop"), focused.nextElementSibling];
  const styles = near.filter(Boolean).map((each) => getComputedStyle(each));
  return [...styles, getComputedStyle(focused, "::after")].some((each) => drawn(each) || each.boxShadow !== "none");
}"""


def asked(address: str) -> str:
    """What was searched for."""
    return parse_qs(urlsplit(address).query).get("q", [""])[0]


@dataclass
class Hand:
    """Works with mouse and keyboard as most people do."""

    desk: Desk
    is_looking: bool = True
    seen: dict[str, None] = field(default_factory=dict)  # addresses of this person's pages, in order
    choosers: list[FileChooser] = field(default_factory=list)
    clean: set[str] = field(default_factory=set)  # what the pages were made of that had no complaint

    def __post_init__(self) -> None:
        self.desk.page.on("framenavigated", self._navigated)

    def _navigated(self, frame: Frame) -> None:
        if frame == self.page.main_frame and frame.url.startswith("http"):
            self.seen["/" + frame.url.split("/", 3)[3].partition("#")[0]] = None

    @property
    def page(self) -> Page:
        return self.desk.page

    # --- Looking ---

    def look(self) -> None:
        """The page as it stands: nothing broken, nothing in the way of anybody."""
        if self.is_looking:
            made_of = f"{self.page.viewport_size}{self.page.evaluate(MADE_OF)}"
            if made_of not in self.clean:
                assert_clean(self.page)
                self.clean.add(made_of)
        assert self.page.evaluate(WIDER) <= 0, f"{self.page.url} is wider than the screen"

    def sees(self, *sentences: str) -> None:
        """These sentences stand on the page."""
        for sentence in sentences:
            expect(self.page.locator("body")).to_contain_text(sentence, use_inner_text=True)

    def says(self, sentence: str) -> None:
        """The office has told it: among the messages above the page, or in an alert."""
        expect(
            self.page.locator(".messages, .flash, [role=status], [role=alert]")
            .filter(has_text=sentence)
            .first
        ).to_be_attached()

    # --- Going ---

    def go(self, address: str) -> None:
        """Open an address, as from a bookmark."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status < 400, f"{address}: {answer.status}"
        self.look()

    @contextmanager
    def moving(self) -> Iterator[None]:
        """What happens inside leads to another page, or to this one anew."""
        with self.page.expect_navigation(wait_until="load"):
            yield
        self.look()

    def within(self, part: Locator | None) -> Page | Locator:
        return part if part is not None else self.page

    def link(self, name: str | re.Pattern[str], within: Locator | None = None) -> Locator:
        return self.within(within).get_by_role("link", name=name, exact=isinstance(name, str)).first

    def button(self, name: str | re.Pattern[str], within: Locator | None = None) -> Locator:
        return self.within(within).get_by_role("button", name=name, exact=isinstance(name, str)).first

    def label(self, name: str | re.Pattern[str], within: Locator | None = None) -> Locator:
        """A field by its label, needed or not."""
        if isinstance(name, str):
            name = re.compile(rf"^\s*{re.escape(name)}(\s*\(không bắt buộc\))?\s*$")
        return self.within(within).get_by_label(name).first

    # --- Acting: what a kind of hand does differently ---

    def strike(self, target: Locator) -> None:
        """Follow a link, press a button, open a fold."""
        target.click()

    def put(self, target: Locator, words: str) -> None:
        """Write into a field in place of what stands there."""
        target.fill(words)

    def set(self, target: Locator, on: bool) -> None:
        target.set_checked(on)

    def pick(self, target: Locator, option: str) -> None:
        target.select_option(label=option)

    def give_file(self, target: Locator, path: Path) -> None:
        target.set_input_files(path)

    def search(self, target: Locator, words: str) -> None:
        """Type into a search field; what is found follows the typing."""
        with self.page.expect_response(lambda answer: "q=" in answer.url):
            target.fill(words)
        self.page.wait_for_function(
            "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"
        )

    def strike_twice(self, target: Locator) -> None:
        """The impatient second click, before anything has come of the first."""
        target.scroll_into_view_if_needed()
        place = target.bounding_box()
        assert place is not None
        at = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
        self.page.mouse.click(*at)
        self.page.wait_for_timeout(BETWEEN_CLICKS)
        self.page.mouse.click(*at)

    # --- Acting: the same for all ---

    def follow(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Follow a link."""
        with self.moving():
            self.strike(self.link(name, within))

    def press(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Press a button that sends a form."""
        with self.moving():
            self.strike(self.button(name, within))

    @contextmanager
    def moving_at_last(self) -> Iterator[None]:
        """What happens inside sends more than one request: the page of the last one counts."""
        self.page.evaluate("() => { document.body.dataset.before = ''; }")
        yield
        self.page.locator("body:not([data-before])").wait_for(state="attached")
        self.page.wait_for_load_state("load")
        self.look()

    def press_twice(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        with self.moving_at_last():
            self.strike_twice(self.button(name, within))

    def agree(self, name: str | re.Pattern[str], *, twice: bool = False) -> None:
        """Press a button that asks first, and agree."""
        self.strike(self.button(name))
        self.look()
        yes = self.button("Đồng ý", self.page.locator("dialog[open]"))
        with self.moving_at_last():
            if twice:
                self.strike_twice(yes)
            else:
                self.strike(yes)

    def write(self, name: str | re.Pattern[str], words: str, within: Locator | None = None) -> None:
        self.put(self.label(name, within), words)

    def tick(self, name: str | re.Pattern[str], on: bool = True, within: Locator | None = None) -> None:
        self.set(self.label(name, within), on)

    def choose(self, name: str | re.Pattern[str], option: str, within: Locator | None = None) -> None:
        self.pick(self.label(name, within), option)

    def attach(self, name: str | re.Pattern[str], path: Path) -> None:
        self.give_file(self.page.locator("input[type=file]").first, path)

    def unfold(self, summary: Locator) -> None:
        """Open a fold that is closed."""
        if not summary.evaluate("(each) => each.parentElement.open"):
            self.strike(summary)

    def fetch(self, address: str) -> bytes:
        """The bytes of a file, asked for with this person's own session."""
        answer = self.page.context.request.get(address)
        assert answer.status == 200, f"{address}: {answer.status}"
        self.seen[address] = None
        return answer.body()

    def download(self, link: Locator) -> Path:
        """Follow a link to a file and keep what comes."""
        with self.page.expect_download() as coming:
            self.strike(link)
        return Path(coming.value.path())


@dataclass
class Keys(Hand):
    """Works by keyboard alone, and types Vietnamese as a Telex keyboard does."""

    def __post_init__(self) -> None:
        super().__post_init__()
        # Listening from the beginning: a listener that comes with the key may come too late.
        self.page.on("filechooser", lambda chooser: self.choosers.append(chooser))

    def reach(self, target: Locator) -> None:
        """Walk there with Tab; the focus must be seen when it arrives."""
        target.wait_for(state="attached")
        wanted = target.element_handle()
        assert wanted is not None
        for _attempt in range(4):
            steps = int(self.page.evaluate(DISTANCE, wanted))
            if steps == 0 and self.page.evaluate(HAS_FOCUS, wanted):
                break
            for _step in range(abs(steps) or 1):
                self.page.keyboard.press("Tab" if steps >= 0 else "Shift+Tab")
                if self.page.evaluate(HAS_FOCUS, wanted):
                    break
        assert self.page.evaluate(HAS_FOCUS, wanted), f"{self.page.url}: {target} is not reached by Tab"
        assert self.page.evaluate(SHOWS_FOCUS, wanted), f"{self.page.url}: {target} does not show its focus"

    def strike(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def strike_twice(self, target: Locator) -> None:
        """A key that bounces."""
        self.reach(target)
        self.page.keyboard.press("Enter")
        self.page.wait_for_timeout(BETWEEN_CLICKS)
        self.page.keyboard.press("Enter")

    def put(self, target: Locator, words: str) -> None:
        self.reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        telex.mend(self.page.keyboard, words)
        expect(target).to_have_value(words)

    def set(self, target: Locator, on: bool) -> None:
        if target.is_checked() != on:
            self.reach(target)
            self.page.keyboard.press("Space")
        expect(target).to_be_checked(checked=on)

    def pick(self, target: Locator, option: str) -> None:
        self.reach(target)
        places = target.locator("option").all_inner_texts()
        self.page.keyboard.press("Home")
        for _step in range([each.strip() for each in places].index(option)):
            self.page.keyboard.press("ArrowDown")
        expect(target.locator("option:checked")).to_have_text(option)

    def give_file(self, target: Locator, path: Path) -> None:
        self.reach(target)
        self.choosers.clear()
        with self.page.expect_file_chooser():
            self.page.keyboard.press("Enter")
        self.choosers[-1].set_files(path)

    def search(self, target: Locator, words: str) -> None:
        """Type as an input method that keeps the syllable open, and wait for the last answer."""
        self.reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        session = self.page.context.new_cdp_session(self.page)
        with self.page.expect_response(lambda answer: asked(answer.url) == words):
            telex.compose(session, words)
        session.detach()
        expect(target).to_have_value(words)
        expect(target).to_be_focused()


@dataclass
class Scriptless(Hand):
    """The mouse in a browser that runs no scripts: nothing asks again, nothing is narrowed while typing."""

    is_looking: bool = False

    def search(self, target: Locator, words: str) -> None:
        """Without scripts one asks with the button."""
        target.fill(words)
        with self.moving():
            target.press("Enter")

    def agree(self, name: str | re.Pattern[str], *, twice: bool = False) -> None:
        """Without scripts no dialog asks."""
        if twice:
            self.press_twice(name)
        else:
            self.press(name)
