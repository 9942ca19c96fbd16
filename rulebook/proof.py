"""A proof, and what is read from it: findings with their evidence, what to judge, what is missing, what would help."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING
from typing import Any as Anything

from rulebook import facts as facts_module
from rulebook import words
from rulebook.facts import Facts, Given, Pair, Spell
from rulebook.tree import (
    CERTAINTIES,
    YEARS,
    All,
    Any,
    Award,
    Awarded,
    Both,
    Count,
    Criterion,
    Either,
    Founded,
    Held,
    Is,
    Judged,
    Law,
    Meets,
    NeedsText,
    NotExamined,
    Number,
    Rated,
    Run,
    RunAnywhere,
    Series,
    Service,
    Share,
    Source,
    Version,
)

if TYPE_CHECKING:
    from rulebook.explain import Reading

HORIZON = 40  # years ahead in which the earliest year is sought


class Step:
    """One node evaluated: its value as (sure, possible), whether it has one, and what was seen."""

    __slots__ = ("bits", "kids", "node", "possible", "seen", "sure", "valued", "window")

    def __init__(
        self,
        node: Criterion,
        sure: bool,
        possible: bool,
        valued: bool,
        kids: "tuple[Step, ...]",
        bits: Pair = (0, 0),
        window: Pair = (0, 0),
        seen: tuple[Anything, ...] = (),
    ) -> None:
        self.node, self.sure, self.possible, self.valued = node, sure, possible, valued
        self.kids, self.bits, self.window, self.seen = kids, bits, window, seen

    @property
    def verdict(self) -> str:
        """met, unmet, unknown; judged for a node that only people can decide."""
        if not self.valued and self.possible:
            return "judged"
        return "met" if self.sure else "unknown" if self.possible else "unmet"

    def walk(self, depth: int = 0) -> "Iterator[tuple[int, Step]]":
        """This step and all below it, in reading order, with their depth."""
        yield depth, self
        for kid in self.kids:
            yield from kid.walk(depth + 1)


class Proof:
    """A verdict and why."""

    def __init__(
        self,
        law: Law,
        award: Award,
        version: Version,
        facts: Facts,
        on: date,
        year: int | None,
        reading: "Reading",
        root: Step,
        blocked: tuple[Spell | None, ...],
        wrong_kind: bool = False,
    ) -> None:
        self.law, self.award, self.version, self.facts = law, award, version, facts
        self.on, self.year, self.reading, self.root = on, year, reading, root
        self.blocked, self.wrong_kind = blocked, wrong_kind

    @property
    def verdict(self) -> str:
        """met, unmet or unknown."""
        if self.wrong_kind or any(each is not None for each in self.blocked) or not self.root.possible:
            return "unmet"
        return "met" if self.root.sure and not self.blocked else "unknown"

    @property
    def certainty(self) -> str:
        """The weakest certainty among the rules that the verdict rests on."""
        ranks = [CERTAINTIES.index(step.node.certainty) for step in self.decisive()]
        return CERTAINTIES[max(ranks, default=CERTAINTIES.index(self.root.node.certainty))]

    def decisive(self) -> "list[Step]":
        """The steps that carry the verdict: of a met rule what held, of an unmet or unknown one what did not."""
        found: list[Step] = []

        def visit(step: Step) -> None:
            found.append(step)
            if isinstance(step.node, Judged):
                return
            for kid in step.kids:
                same = kid.verdict == step.verdict
                if same or (kid.verdict == "judged" and step.sure):
                    visit(kid)

        visit(self.root)
        return found

    # ---- findings ----

    def findings(self) -> list[dict[str, Anything]]:
        """Every finding in reading order: rule, verdict, text, source, certainty, evidence, decisive, depth."""
        decisive = {id(step) for step in self.decisive()}
        rows = list(self._principles())
        for depth, step in self.root.walk():
            if step is self.root:
                rows.append(self._answer(step))
            elif isinstance(step.node, NotExamined):
                rows.append(self._finding(step, depth, id(step) in decisive, "unknown"))
            elif step.verdict != "judged":
                rows.append(self._finding(step, depth, id(step) in decisive))
        return rows

    def _answer(self, step: Step) -> dict[str, Anything]:
        """The short answer of the rule itself, principles aside."""
        node = step.node
        verdict = "met" if step.sure else "unknown" if step.possible else "unmet"
        told = {
            "met": "Đạt tiêu chuẩn đã ghi nhận của",
            "unmet": "Chưa đạt tiêu chuẩn của",
            "unknown": "Chưa đủ dữ liệu để kết luận về",
        }[verdict]
        year = f", năm {self.year}" if self.award.needs_year and self.year is not None else ""
        text = f"{told} {self.award.name}{year}."
        if isinstance(node, All | Any | Judged | NotExamined):
            evidence: dict[str, Anything] = {}
        else:
            text, evidence = f"{text} {self._text(step)}", self._evidence(step)
        return _row(node.rule, node.id, verdict, text, node.source, node.certainty, evidence, True, 0)

    def _principles(self) -> Iterator[dict[str, Anything]]:
        node = self.root.node
        if self.wrong_kind:
            kinds = ", ".join(words.KIND[each] for each in self.award.subjects)
            text = f"{self.award.name} dành cho {kinds}, không dành cho {words.KIND[self.facts.kind]}."
            yield _row(node.rule, node.id, "unmet", text, node.source, node.certainty, {}, True, 0)
        principle = self.law.principle("block", self.reading.iso)
        if principle is None:
            return
        for spell in self.blocked:
            if spell is None:
                text = (
                    f"Chưa biết ngày {facts_module.vn(self.on)} có việc xem xét kỷ luật, thanh tra, điều tra, xác minh"
                    " nào không: dữ liệu của năm này chưa đầy đủ."
                )
                yield _row(
                    principle.rule,
                    principle.key,
                    "unknown",
                    text,
                    principle.source,
                    principle.certainty,
                    {},
                    True,
                    0,
                )
                continue
            what = words.DISCIPLINE.get(spell.what, words.PROCEEDING.get(spell.what, spell.what))
            until = f" đến {facts_module.vn(spell.end)}" if spell.end else ", chưa kết thúc"
            text = f"Chưa xét khi còn việc: {what} từ {facts_module.vn(spell.start)}{until}. {principle.text}"
            evidence = {
                "what": spell.what,
                "from": spell.start.isoformat(),
                "to": spell.end.isoformat() if spell.end else None,
            }
            yield _row(
                principle.rule,
                principle.key,
                "unmet",
                text,
                principle.source,
                principle.certainty,
                evidence,
                True,
                0,
            )
        yield from self._narrowing()

    def _narrowing(self) -> Iterator[dict[str, Anything]]:
        """Principles that narrowed what counts for this subject: discipline served, kinds, spent achievements."""
        verdict = "met" if self.root.sure else "unmet" if not self.root.possible else "unknown"

        def finding(does: str, told: str, evidence: dict[str, Anything]) -> Iterator[dict[str, Anything]]:
            rule = self.law.principle(does, self.reading.iso)
            if rule is not None:
                text = f"{told} {rule.text}"
                decisive = verdict != "met"
                yield _row(
                    rule.rule, rule.key, verdict, text, rule.source, rule.certainty, evidence, decisive, 0
                )

        years = list(facts_module.touched(self.facts, self.on))
        if years and self.award.needs_year:
            told = f"Thành tích chỉ tính từ sau năm {max(years)}, là năm cuối còn trong thời gian kỷ luật."
            yield from finding("served", told, {"years": years})
        bases, spent = set[str](), set[str]()
        for _, step in self.root.walk():
            node = step.node
            if isinstance(node, Count | Held | Run):
                bases |= {each.key for each in _leaves(node.of) if isinstance(each, Awarded)}
                bases |= {node.window.after.key} if node.window.after else set()
                spent |= {node.window.unused.key} if node.window.unused else set()
        kinds = self.reading.basis
        lame = [each for each in self.facts.awards if kinds and each.kind and each.kind not in kinds]
        if told := self._listed([each for each in lame if each.key in bases]):
            yield from finding("basis", f"Không dùng làm căn cứ: {told}.", {"awards": told})
        given = [each for each in self.facts.awards if each.key in spent and each not in lame]
        if told := self._listed([each for each in given if each.year <= self.reading.year]):
            yield from finding("unused", f"Đã được khen: {told}.", {"awards": told})

    def _listed(self, given: list[Given]) -> str:
        return "; ".join(
            f"{words.name(self.law, each.key)} năm {each.year}"
            + (f" ({words.AWARD_KIND[each.kind]})" if each.kind else "")
            for each in given
        )

    def _finding(self, step: Step, depth: int, decisive: bool, verdict: str = "") -> dict[str, Anything]:
        node = step.node
        return _row(
            node.rule, node.id, verdict or step.verdict, self._text(step), node.source, node.certainty,
            self._evidence(step), decisive, depth,
        )  # fmt: skip

    def _years(self, bits: int) -> list[int]:
        base = self.reading.year
        return [base - back for back in range(YEARS - 1, -1, -1) if bits >> back & 1]

    def _evidence(self, step: Step) -> dict[str, Anything]:
        node = step.node
        sure, possible = step.bits
        match node:
            case Count():
                seen = {"years": self._years(sure), "found": step.seen[0]}
                seen |= {"need": node.at_least} if node.at_least is not None else {"at_most": node.at_most}
                if step.seen[1] != step.seen[0]:
                    seen["possible"] = step.seen[1]
                return seen | self._records(node.of, sure)
            case Held():
                need = step.window[1]
                return {
                    "years": self._years(sure),
                    "missing": self._years(sum(1 << each for each in node.back) & (need ^ sure)),
                } | self._records(node.of, sure)
            case Run():
                need = (1 << node.years) - 1
                run = (sure ^ (sure + 1)) >> 1
                broke = need & (need ^ sure)
                return {
                    "years": self._years(run),
                    "found": run.bit_count(),
                    "need": node.years,
                    "missing": self._years(broke),
                    "unknown": self._years(broke & possible),
                    "why": self._why(node, step.window[1], self._years(broke & (need ^ possible))),
                } | self._records(node.of, run)
            case RunAnywhere():
                return {"years": self._years(sure), "need": node.years}
            case Share():
                return {node.of: step.seen[0], node.out_of: step.seen[1], "need_percent": node.percent}
            case Number():
                return {
                    node.of: step.seen[0],
                    "need": node.at_least if node.at_least is not None else node.at_most,
                }
            case Founded():
                return {
                    "founded_on": step.seen[0].isoformat() if step.seen[0] else None,
                    "need_years": node.years,
                }
            case Is():
                return {node.what: step.seen[0]}
            case Service():
                return {"months": step.seen[0], "days": step.seen[1], "need_months": node.months}
            case _:
                return {}

    def _why(self, node: Run, window: int, years: list[int]) -> dict[str, list[int]]:
        """Why years of a run do not count, the years by their reason."""
        found: dict[str, list[int]] = {}
        for year in years:
            bit = 1 << (self.reading.year - year)
            record = self.facts.years.get(year)
            if not self.reading.served[1] & bit:
                why = "chưa chấp hành xong kỷ luật"
            elif not window & bit:
                why = self._outside_run(node, bit)
            elif any(isinstance(each, Rated) for each in _leaves(node.of)) and record and record.rating:
                why = words.RATING[record.rating]
            else:
                why = "không được tặng"
            found.setdefault(why, []).append(year)
        return found

    def _outside_run(self, node: Run, bit: int) -> str:
        """Which earlier award keeps a year out of a run."""
        spent, after = node.window.unused, node.window.after
        if spent is not None and self.reading.uses_up:
            given = self.reading.leaf(spent)[0]
            if given and (given & -given) <= bit:
                return f"đã tính cho {words.name(self.law, spent.key)}"
        if after is None:
            return "ngoài thời gian tính"
        told = "không sau lần" if self.reading.leaf(after)[1] else "chưa"
        return f"{told} được tặng {words.name(self.law, after.key)}"

    def _records(self, of: Series, bits: int) -> dict[str, Anything]:
        keys = {each.key for each in _leaves(of) if isinstance(each, Awarded)}
        years = set(self._years(bits))
        rows = [
            f"{words.name(self.law, each.key)} {each.year}"
            + (f", Quyết định {each.number}" if each.number else "")
            + (f" ngày {facts_module.vn(date.fromisoformat(each.decided_on))}" if each.decided_on else "")
            for each in self.facts.awards
            if each.key in keys and each.year in years
        ]
        return {"records": rows} if rows else {}

    def _text(self, step: Step) -> str:
        """What was asked, then what was found."""
        asked = words.criterion(self.law, step.node)
        if not isinstance(step.node, Judged | NeedsText):
            asked = asked.removesuffix(".")  # the answer follows in the same sentence
        seen = self._evidence(step)
        match step.node:
            case All() | Any() | Meets():
                return f"{asked}: {ANSWER.get(step.verdict, 'do bình xét')}."
            case Is():
                told = "chưa có dữ liệu" if step.seen[0] is None else "đúng" if step.sure else "không"
                return f"{asked}: {told}."
            case Run():
                if step.seen[0]:
                    return f"{asked}: có {seen['found']} năm, {_range(seen['years'])}."
                told = f"{asked}: chưa có năm nào"
                if seen["years"]:
                    told = f"{asked}: mới có {seen['found']} năm liên tục ({_range(seen['years'])})"
                if seen["unknown"]:
                    told += f"; chưa có dữ liệu {_range(seen['unknown'])}"
                return (
                    told
                    + "".join(f"; không tính {_range(years)} ({why})" for why, years in seen["why"].items())
                    + "."
                )
            case Count(of=Rated()) if step.node.window.back == (0, 0) and not step.node.window.span:
                record = self.facts.years.get(self.reading.year)
                rating = words.RATING[record.rating] if record and record.rating else "chưa có xếp loại"
                return f"{asked}: năm {self.reading.year} {rating}{self._outside(step)}."
            case Count():
                years = f" ({_range(seen['years'])})" if seen["years"] else ""
                unsure = "" if step.sure or not step.possible else "; dữ liệu chưa đầy đủ để kết luận"
                need = seen.get("need")
                told = (
                    f"có {seen['found']}/{need}"
                    if need and need > 1
                    else ("có" if seen["found"] else "chưa có")
                )
                return f"{asked}: {told}{years}{unsure}."
            case Held():
                lacking = f"; thiếu {_range(seen['missing'])}" if seen["missing"] else ""
                told = f"có {_range(seen['years'])}" if seen["years"] else "chưa có năm nào"
                return f"{asked}: {told}{lacking}."
            case Share():
                part, whole = step.seen
                if part is None or not whole:
                    return f"{asked}: chưa có số liệu năm {self.reading.year}."
                return f"{asked}: {part}/{whole} người."
            case Number():
                told = step.seen[0]
                return f"{asked}: {'chưa có số liệu' if told is None else told}."
            case Founded():
                told = step.seen[0]
                return f"{asked}: " + (
                    f"thành lập ngày {facts_module.vn(told)}." if told else "chưa có ngày thành lập."
                )
            case Service():
                months, days = step.seen
                return f"{asked}: tính được {months} tháng" + (f" {days} ngày." if days else ".")
            case NotExamined():
                return f"{asked} – chưa xét."
            case _:
                return asked if asked.endswith(".") else f"{asked}."

    def _outside(self, step: Step) -> str:
        return "" if step.window[1] & 1 else ", nhưng năm này không tính vì kỷ luật"

    # ---- what people must do ----

    def to_judge(self) -> list[str]:
        """What the unit must attest and the council must judge, on the routes that are still open."""
        found: list[str] = []

        def visit(step: Step) -> None:
            if isinstance(step.node, Judged):
                if step.possible and step.node.text not in found:
                    found.append(step.node.text)
                return
            kids = step.kids
            if isinstance(step.node, Any):
                valued = [kid for kid in kids if kid.valued]
                kids = tuple([kid for kid in valued if kid.sure] or [kid for kid in valued if kid.possible])
            for kid in kids:
                visit(kid)

        if not self.wrong_kind:
            visit(self.root)
        return found

    def missing(self) -> list[str]:
        """What would settle or mend it: facts not on record, standards not reached, routes not examined."""
        found: list[str] = []
        for spell in self.blocked:
            if spell is None:
                found.append("Xác nhận không có việc kỷ luật, thanh tra, điều tra, xác minh nào đang mở.")

        def visit(step: Step) -> None:
            node = step.node
            if isinstance(node, NotExamined):
                found.append(f"{node.text.removesuffix('.')} – chưa xét ({node.source}).")
            elif isinstance(node, NeedsText):
                found.append(f"{node.text} ({node.source}).")
            elif not step.sure and step.valued and not isinstance(node, All | Any | Meets):
                own = not isinstance(node, Run) or not step.seen[0]
                if own:
                    found.append(self._text(step))
            for kid in step.kids:
                # what a met node leaves unmet inside is not missing; what was not examined there still is told
                (routes if kid.sure else visit)(kid)

        def routes(step: Step) -> None:
            """Of a met rule only what was not examined is told."""
            for _, each in step.walk():
                if isinstance(each.node, NotExamined):
                    visit(each)

        if not self.wrong_kind:
            (routes if self.root.sure else visit)(self.root)
        return list(dict.fromkeys(found))

    def change(self) -> list[str]:
        """The smallest set of changes to the facts that would make it met; empty when met or when none would do."""
        if self.verdict == "met" or self.wrong_kind:
            return []
        cost, texts = self._mend(self.root)
        if cost >= IMPOSSIBLE:
            return []
        ending = [
            f"Kết thúc việc {words.PROCEEDING.get(each.what, words.DISCIPLINE.get(each.what, each.what))}"
            " với kết luận không có vi phạm hoặc chấp hành xong."
            for each in self.blocked
            if each is not None
        ]
        return [*ending, *dict.fromkeys(texts)]

    def _mend(self, step: Step) -> tuple[int, list[str]]:
        if step.sure:
            return 0, []
        node = step.node
        match node:
            case Any():
                options = [self._mend(kid) for kid in step.kids if kid.valued]
                return min(options, key=lambda each: each[0], default=(IMPOSSIBLE, []))
            case All() | Meets():
                parts = [self._mend(kid) for kid in step.kids if kid.valued or not kid.possible]
                return sum(each[0] for each in parts), [text for each in parts for text in each[1]]
            case Run():
                parts = [self._mend(kid) for kid in step.kids if kid.valued or not kid.possible]
                lacking = 0 if step.seen[0] else len(self._evidence(step)["missing"])
                own = [self._text(step)] if lacking else []
                return lacking + sum(each[0] for each in parts), own + [
                    text for each in parts for text in each[1]
                ]
            case Count(at_least=int(need)):
                return max(1, need - step.seen[0]), [self._text(step)]
            case Is() | Judged() | NotExamined() | NeedsText() | Founded():
                return IMPOSSIBLE, []
            case _:
                return 1, [self._text(step)]

    def earliest_year(self) -> int | None:
        """The first achievement year in which it can be met if the coming years are good; None when only else helps."""
        if self.year is None or self.wrong_kind or not self.award.needs_year:
            return self.year if self.verdict == "met" else None
        if self.verdict == "met":
            return self.year
        from rulebook import explain  # noqa: PLC0415 - a proof asks its own maker only when somebody wants to know

        titles = tuple(
            each.key for each in self.law.awards.values() if each.yearly and each.key != self.award.key
        )
        for year in range(self.year, self.year + HORIZON + 1):
            facts = facts_module.in_good_years(self.facts, self.on, self.year, year, titles)
            day = facts_module.full_years(self.on, year - self.year)
            reading = explain.Reading(self.law, facts, self.on, year)
            reading.founded_by = day
            if reading.step(self.root.node, None).sure:
                return year
        return None

    def to_dict(self) -> dict[str, Anything]:
        """As the command prints it."""
        return {
            "award": self.award.key,
            "name": self.award.name,
            "subject": self.facts.id,
            "date": self.on.isoformat(),
            "year": self.year,
            "verdict": self.verdict,
            "findings": [{**row, "source": row["source"].to_dict()} for row in self.findings()],
            "to_judge": self.to_judge(),
            "missing": self.missing(),
            "earliest_year": self.earliest_year(),
            "change": self.change(),
            "certainty": self.certainty,
            "fingerprint": self.law.fingerprint,
        }


IMPOSSIBLE = 10_000
ANSWER = {"met": "đạt", "unmet": "chưa đạt", "unknown": "chưa đủ dữ liệu"}


def _row(
    rule: str,
    place: str,
    verdict: str,
    text: str,
    source: Source,
    certainty: str,
    evidence: dict[str, Anything],
    decisive: bool,
    depth: int,
) -> dict[str, Anything]:
    return {
        "rule": rule,
        "id": place,
        "verdict": verdict,
        "text": text.strip(),
        "source": source,
        "certainty": certainty,
        "evidence": evidence,
        "decisive": decisive,
        "depth": depth,
    }


def _leaves(of: Series) -> Iterator[Series]:
    if isinstance(of, Either | Both):
        for each in of.of:
            yield from _leaves(each)
    else:
        yield of


def _range(years: list[int]) -> str:
    """2019–2023, 2025: runs of years as people write them."""
    runs: list[tuple[int, int]] = []
    for year in years:
        if runs and runs[-1][1] == year - 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    told = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
    return f"năm {told}" if told else "chưa năm nào"
