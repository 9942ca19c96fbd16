"""The rulebook of a body on a day: the nation's law, the folders that the office installed, its own approved rules.

Loaded once per set of rules and kept in the process; a rule that no longer loads beside the others is left out and
told, so that the standing ones stay in force.
"""

import logging
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import rulebook
from bangvang.directory.models import Organisation
from bangvang.rules.models import LocalRule
from bangvang.rules.workflow import RuleState

log = logging.getLogger(__name__)
VERDICTS = {
    "met": gettext_lazy("đạt"),
    "unmet": gettext_lazy("chưa đạt"),
    "unknown": gettext_lazy("chưa rõ"),
}


@dataclass(frozen=True, slots=True)
class Written:
    """A local rule as the loader takes it."""

    code: str
    kind: str
    name: str
    instrument: str
    award: str
    content: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Held:
    """A loaded book, and the codes of the local rules that could not join it."""

    book: rulebook.Rulebook
    left_out: tuple[str, ...]


def standing_rules(organisation: Organisation | None, on: date) -> list[LocalRule]:
    """The approved rules of the body and of those above it on this day, the highest body's first."""
    if organisation is None:
        return []
    codes = [each for each in organisation.path.split("/") if each]
    return list(
        LocalRule.objects.standing(on)
        .filter(organisation__code__in=codes, state=RuleState.APPROVED)
        .select_related("organisation")
        .order_by("organisation__path", "valid_from", "pk")
    )


def written(rule: LocalRule) -> Written:
    """What of a rule the loader needs."""
    return Written(
        rule.code,
        rule.kind,
        rule.name,
        rule.instrument,
        rule.award,
        rule.content,
        rule.valid_from,
        rule.valid_to,
    )


def book_for(organisation: Organisation | None, on: date) -> rulebook.Rulebook:
    """The law that this body applies on this day; one query, the book itself is kept."""
    return held_for(organisation, on).book


def held_for(organisation: Organisation | None, on: date) -> Held:
    """The same with the rules that had to be left out."""
    return _held(tuple(written(each) for each in standing_rules(organisation, on)))


@lru_cache(maxsize=32)
def _held(rules: tuple[Written, ...]) -> Held:
    try:
        return Held(load(rules), ())
    except rulebook.RuleError:
        kept: list[Written] = []
        left_out: list[str] = []
        for each in rules:
            try:
                load([*kept, each])
            except rulebook.RuleError as broken:
                log.warning("%s: %s", each.code, broken)
                left_out.append(each.code)
            else:
                kept.append(each)
        return Held(load(kept), tuple(left_out))


def load(rules: Sequence[Written]) -> rulebook.Rulebook:
    """The national law with the installed folders and these rules. Raises rulebook.RuleError."""
    folders = [Path(each) for each in settings.RULE_OVERLAYS]
    with tempfile.TemporaryDirectory(prefix="bangvang-luat-") as made:
        for place, each in enumerate(rules):
            folders.append(lay_out(each, Path(made) / f"{place:03d}-{each.code}"))
        return rulebook.Rulebook.load(rulebook.NATIONAL, *folders)


def lay_out(rule: Written, folder: Path) -> Path:
    """The rule as a folder of files, in the form of the shipped overlays."""
    (folder / "awards").mkdir(parents=True)
    head: dict[str, object] = {
        "key": rule.code.lower().replace("-", "_"),
        "name": rule.name,
        "instrument": rule.instrument,
        "from": rule.since,
    }
    text = yaml.safe_dump(head, allow_unicode=True, sort_keys=False)
    (folder / "overlay.yaml").write_text(text, encoding="utf-8")
    is_award = rule.kind == LocalRule.Kind.AWARD
    name = f"awards/{rule.award or 'quy_dinh'}.yaml" if is_award else "parameters.yaml"
    (folder / name).write_text(rule.content, encoding="utf-8")
    return folder


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a draft: where, and what was expected or found."""

    place: str
    sentence: str


def faults(rule: LocalRule) -> list[Fault]:
    """What keeps this draft from being approved: it must load beside the standing rules, and pass its cases."""
    standing = [
        written(each) for each in standing_rules(rule.organisation, rule.valid_from) if each.pk != rule.pk
    ]
    try:
        book = load([*standing, written(rule)])
    except rulebook.RuleError as wrong:
        return [_fault(wrong)]
    return case_faults(book, rule.cases)


def _fault(wrong: rulebook.RuleError) -> Fault:
    line = _("dòng %s") % wrong.line if wrong.line else ""
    place = ", ".join(each for each in (Path(str(wrong.file)).name, line, str(wrong.key or "")) if each)
    return Fault(place, str(wrong.expected))


def case_faults(book: rulebook.Rulebook, text: str) -> list[Fault]:
    """Every case of the officer must come out as it says."""
    try:
        cases = yaml.safe_load(text)
    except yaml.YAMLError as broken:
        mark = getattr(broken, "problem_mark", None)
        place = _("các tình huống, dòng %s") % (mark.line + 1) if mark else _("các tình huống")
        return [Fault(place, _("Không đọc được YAML. Hãy kiểm tra khoảng thụt dòng và dấu hai chấm."))]
    if not isinstance(cases, list) or not cases:
        return [Fault(_("các tình huống"), _("Cần ít nhất một tình huống, viết thành danh sách."))]
    found = []
    for place, case in enumerate(cases, start=1):
        name = _("tình huống %s") % place
        if isinstance(case, dict) and case.get("name"):
            name = f"{name}: {case['name']}"
        if sentence := _case_fault(book, case):
            found.append(Fault(name, sentence))
    return found


def _case_fault(book: rulebook.Rulebook, case: object) -> str:
    if not isinstance(case, dict):
        return _("Cần các khóa name, award, date, facts, expect.")
    lacking = [key for key in ("award", "date", "facts", "expect") if key not in case]
    expect = case.get("expect")
    if lacking or not isinstance(expect, dict) or "verdict" not in expect:
        return _("Thiếu khóa: %s.") % ", ".join(lacking or ["expect.verdict"])
    try:
        on = case["date"] if isinstance(case["date"], date) else date.fromisoformat(str(case["date"]))
        told = book.explain(case["award"], case["facts"], on, case.get("year")).to_dict()
    except (ValueError, KeyError) as wrong:
        return str(wrong) or type(wrong).__name__
    if told["verdict"] != expect["verdict"]:
        return _("Mong đợi “%(expected)s” nhưng kết quả là “%(found)s”: %(why)s") % {
            "expected": VERDICTS.get(str(expect["verdict"]), expect["verdict"]),
            "found": VERDICTS[told["verdict"]],
            "why": " ".join(each["text"] for each in told["findings"][:3]),
        }
    rules = {each["rule"] for each in told["findings"]}
    if expect.get("rule") and expect["rule"] not in rules:
        return _("Kết quả không dựa trên quy tắc %(rule)s.") % {"rule": str(expect["rule"])}
    return ""
