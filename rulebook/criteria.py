"""One criterion of a rule file to one node of the tree, by the key that names it."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any as Anything
from typing import Final, Literal, cast

from yaml.nodes import ScalarNode

from rulebook.errors import RuleError
from rulebook.tree import (
    BODIES,
    CERTAINTIES,
    COHORT,
    MERIT_KINDS,
    OCCUPATIONS,
    RATINGS,
    SCOPES,
    YEARS,
    All,
    Any,
    Awarded,
    Both,
    Certainty,
    Condition,
    Count,
    Criterion,
    Disciplined,
    Either,
    Founded,
    Held,
    Initiative,
    Is,
    Judged,
    Meets,
    Merited,
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
    Value,
    Window,
)
from rulebook.yaml_rows import TRUTH, Row

EVER: Final = (0, YEARS - 1)
NOW: Final = (0, 0)
SERIES: Final = ("rating", "award", "initiative", "merit", "discipline", "either", "both")
COMMON: Final = ("rule", "source", "certainty", "text", "note")


@dataclass(frozen=True)
class Around:
    """What a criterion inherits, and what it may refer to."""

    node: dict[str, Anything]
    rule: str
    parameters: dict[str, tuple[Value, ...]]
    awards: tuple[str, ...]
    on: str
    inside: bool


def criterion(
    row: Row,
    place: str,
    rule: str,
    source: Source,
    certainty: Certainty,
    parameters: dict[str, tuple[Value, ...]],
    awards: tuple[str, ...],
    on: str,
    inside: bool,
) -> Criterion:
    """The node for a mapping with exactly one criterion key. Raises RuleError."""
    named = [key for key in row.fields if key in CRITERIA]
    if len(named) != 1:
        row.wrong(
            named[1] if named else "(tiêu chuẩn)", f"đúng một khóa tiêu chuẩn trong: {', '.join(CRITERIA)}"
        )
    key = named[0]
    if row.has("contradicted_by") and key != "judged":
        row.wrong("contradicted_by", "khóa judged bên cạnh: chỉ điều phải bình xét mới có điều trái ngược")
    if row.has("text") and key in {"judged", "not_examined", "needs_text"}:
        row.wrong("text", f"một câu duy nhất, viết ở {key}")
    rule = row.text("rule", rule)
    source = _source(row, source)
    if row.has("certainty"):
        certainty = cast(Certainty, row.choice("certainty", CERTAINTIES))
    if certainty == "recalled":
        row.wrong("certainty", "read, secondary hoặc derived: điều chỉ nhớ lại không thành tiêu chuẩn")
    node = {
        "id": place,
        "rule": rule,
        "source": source,
        "certainty": certainty,
        "text": row.text("text", ""),
        "note": row.text("note", ""),
    }
    return CRITERIA[key](row, Around(node, rule, parameters, awards, on, inside))


def _source(row: Row, above: Source) -> Source:
    if not row.has("source"):
        return above
    told = row.row("source")
    told.only("instrument", "article", "clause", "point")
    article, clause, point = told.word("article"), told.word("clause"), told.word("point")
    if told.has("instrument"):
        return Source(told.text("instrument"), article, clause, point)
    if told.has("article"):
        return Source(above.instrument, article, clause, point)
    if told.has("clause"):
        return Source(above.instrument, above.article, clause, point)
    return Source(above.instrument, above.article, above.clause, point)


def _kids(row: Row, key: str, around: Around, *, inside: bool) -> tuple[Criterion, ...]:
    found = []
    for number, each in enumerate(row.rows(key), 1):
        each.only(*COMMON, *CRITERIA, "contradicted_by")
        found.append(
            criterion(
                each,
                f"{around.node['id']}.{number}",
                around.node["rule"],
                around.node["source"],
                around.node["certainty"],
                around.parameters,
                around.awards,
                around.on,
                inside,
            )
        )
    return tuple(found)


def _award(row: Row, key: str, around: Around) -> str:
    found = row.text(key)
    if found not in around.awards:
        near = get_close_matches(found, around.awards, 1)
        row.wrong(
            key, "khóa của một danh hiệu, hình thức có tệp" + (f"; có phải “{near[0]}”?" if near else "")
        )
    return found


# ---------- series ----------


def series(row: Row, around: Around) -> Series:
    """A mapping with exactly one series key."""
    row.only(*SERIES, "several", "now")
    named = [each for each in row.fields if each in SERIES]
    if len(named) != 1:
        row.wrong(
            named[1] if named else "of",
            f"đúng một khóa: {', '.join(SERIES)}",
        )
    for option in ("several", "now"):
        if row.has(option) and named[0] != "award":
            row.wrong(option, "khóa award bên cạnh")
    match named[0]:
        case "rating":
            return Rated(row.choice("rating", RATINGS))
        case "award":
            return Awarded(_award(row, "award", around), row.truth("several", False), row.truth("now", False))
        case "initiative":
            return Initiative(row.choice("initiative", SCOPES))
        case "merit":
            return _merited(row.row("merit"))
        case "discipline":
            row.choice("discipline", ("any",))
            return Disciplined()
        case "either":
            return Either(tuple(series(each, around) for each in row.rows("either")))
        case _:
            return Both(tuple(series(each, around) for each in row.rows("both")))


def _merited(row: Row) -> Merited:
    row.only("kinds", "scope", "where", "at_least")
    where = []
    if row.has("where"):
        asked = row.row("where")
        for key in asked.fields:
            told = asked.row(key)
            told.only("at_least", "is", "is_not")
            if len(told.fields) != 1:
                asked.wrong(key, "đúng một trong: at_least, is, is_not")
            op = cast(Literal["at_least", "is", "is_not"], next(iter(told.fields)))
            where.append(Condition(key, op, told.number(op) if op == "at_least" else told.text(op)))
    scope = row.choice("scope", SCOPES) if row.has("scope") else ""
    return Merited(tuple(row.choices("kinds", MERIT_KINDS)), scope, tuple(where))


def _window(row: Row, around: Around) -> Window:
    back = EVER
    if row.has("back"):
        pair = row.plain("back")
        if (
            not isinstance(pair, tuple)
            or len(pair) != 2
            or not all(isinstance(each, int) for each in pair)
            or not 0 <= pair[0] <= pair[1] < YEARS
        ):
            row.wrong("back", f"hai số năm lùi lại, ví dụ [0, 5], từ 0 đến {YEARS - 1}")
        back = cast(tuple[int, int], pair)
    if row.has("leaving") and not row.has("after"):
        row.wrong("leaving", "khóa after bên cạnh")
    return Window(
        back=back,
        after=Awarded(_award(row, "after", around)) if row.has("after") else None,
        leaving=row.number("leaving", 0, most=YEARS - 1),
        unused=Awarded(_award(row, "unused", around)) if row.has("unused") else None,
        span=around.inside,
    )


# ---------- criteria ----------


def _all(row: Row, around: Around) -> Criterion:
    return All(of=_kids(row, "all", around, inside=around.inside), **around.node)


def _any(row: Row, around: Around) -> Criterion:
    return Any(of=_kids(row, "any", around, inside=around.inside), **around.node)


def _meets(row: Row, around: Around) -> Criterion:
    return Meets(award=_award(row, "meets", around), **around.node)


def _year_y(around: Around) -> Window:
    return Window(back=EVER if around.inside else NOW, span=around.inside)


def _rating(row: Row, around: Around) -> Criterion:
    told = row.row("rating")
    told.only("at_least")
    return Count(
        of=Rated(told.choice("at_least", RATINGS)), window=_year_y(around), at_least=1, **around.node
    )


def _initiative(row: Row, around: Around) -> Criterion:
    told = row.row("initiative")
    told.only("scope", "at_least")
    of = Initiative(told.choice("scope", SCOPES))
    return Count(of=of, window=_year_y(around), at_least=told.number("at_least", 1, least=1), **around.node)


def _merit(row: Row, around: Around) -> Criterion:
    told = row.row("merit")
    at_least = told.number("at_least", 1, least=1)
    return Count(of=_merited(told), window=_year_y(around), at_least=at_least, **around.node)


def _holds(row: Row, around: Around) -> Criterion:
    told = row.row("award")
    told.only("key")
    of = Awarded(_award(told, "key", around))
    return Count(of=of, window=Window(served=False), at_least=1, **around.node)


def _count(row: Row, around: Around) -> Criterion:
    told = row.row("count")
    told.only("of", "at_least", "at_most", "back", "after", "leaving", "unused")
    if told.has("at_least") == told.has("at_most"):
        row.wrong("count", "đúng một trong: at_least, at_most")
    return Count(
        of=series(told.row("of"), around),
        window=_window(told, around),
        at_least=told.number("at_least", least=1) if told.has("at_least") else None,
        at_most=told.number("at_most") if told.has("at_most") else None,
        **around.node,
    )


def _held(row: Row, around: Around) -> Criterion:
    told = row.row("held")
    told.only("of", "back", "unused")
    back = told.plain("back")
    if (
        not isinstance(back, tuple)
        or not back
        or not all(isinstance(each, int) and 0 <= each < YEARS for each in back)
    ):
        told.wrong("back", "các số năm lùi lại, ví dụ [0, 3]")
    unused = Awarded(_award(told, "unused", around)) if told.has("unused") else None
    of = series(told.row("of"), around)
    return Held(of=of, back=cast(tuple[int, ...], back), window=Window(unused=unused), **around.node)


def _run(row: Row, around: Around) -> Criterion:
    told = row.row("run")
    told.only("of", "years", "or_more", "after", "leaving", "unused", "in_that_time")
    inner = _kids(told, "in_that_time", around, inside=True) if told.has("in_that_time") else ()
    window = _window(told, around)
    return Run(
        of=series(told.row("of"), around),
        years=told.number("years", least=1, most=YEARS),
        or_more=told.truth("or_more", True),
        window=Window(window.back, window.after, window.leaving, window.unused),
        in_that_time=inner,
        **around.node,
    )


def _run_anywhere(row: Row, around: Around) -> Criterion:
    told = row.row("run_anywhere")
    told.only("of", "years")
    years = told.number("years", least=1, most=YEARS)
    return RunAnywhere(of=series(told.row("of"), around), years=years, **around.node)


def _share(row: Row, around: Around) -> Criterion:
    told = row.row("share")
    told.only("of", "out_of", "percent")
    percent = told.number("percent", most=100)
    return Share(
        of=told.choice("of", COHORT), out_of=told.choice("out_of", COHORT), percent=percent, **around.node
    )


def _number(row: Row, around: Around) -> Criterion:
    told = row.row("number")
    told.only("of", "at_least", "at_most")
    if told.has("at_least") == told.has("at_most"):
        row.wrong("number", "đúng một trong: at_least, at_most")
    return Number(
        of=told.choice("of", COHORT),
        at_least=told.number("at_least") if told.has("at_least") else None,
        at_most=told.number("at_most") if told.has("at_most") else None,
        **around.node,
    )


def _founded(row: Row, around: Around) -> Criterion:
    told = row.row("founded")
    told.only("years")
    return Founded(years=told.number("years", least=1), **around.node)


IS: Final = {"occupation": OCCUPATIONS, "body": BODIES, "flag_eligible": (), "martyr": ()}


def _is(row: Row, around: Around) -> Criterion:
    told = row.row("is")
    told.only(*IS)
    if len(told.fields) != 1:
        row.wrong("is", f"đúng một trong: {', '.join(IS)}")
    what = next(iter(told.fields))
    if IS[what]:
        return Is(what=what, values=tuple(told.choices(what, IS[what])), **around.node)
    values = []
    for node in told.items(what):
        if not isinstance(node, ScalarNode) or node.tag != TRUTH or node.value not in {"true", "false"}:
            raise RuleError(row.file, node.start_mark.line + 1, what, "[true] hoặc [false]")
        values.append(node.value == "true")
    return Is(what=what, values=tuple(values), **around.node)


def _service(row: Row, around: Around) -> Criterion:
    told = row.row("service")
    told.only("force", "months", "periods")
    periods: tuple[tuple[str, str, str], ...] = ()
    if told.has("periods"):
        name = told.text("periods")
        value = next((each for each in around.parameters.get(name, ()) if each.stands(around.on)), None)
        if value is None or not isinstance(value.value, tuple):
            told.wrong("periods", "khóa của một tham số gồm các khoảng ngày")
        periods = tuple(
            (str(each[0]), str(each[1]), str(each[2]) if len(each) > 2 else "") for each in value.value
        )
    months = told.number("months", least=1)
    return Service(force=told.text("force"), months=months, periods=periods, **around.node)


def _judged(row: Row, around: Around) -> Criterion:
    contrary = None
    if row.has("contradicted_by"):
        inner = row.row("contradicted_by")
        inner.only(*COMMON, *CRITERIA)
        node = around.node
        contrary = criterion(
            inner, f"{node['id']}.0", node["rule"], node["source"], node["certainty"], around.parameters,
            around.awards, around.on, around.inside,
        )  # fmt: skip
    return Judged(contradicted_by=contrary, **{**around.node, "text": row.text("judged")})


def _not_examined(row: Row, around: Around) -> Criterion:
    return NotExamined(**{**around.node, "text": row.text("not_examined")})


def _needs_text(row: Row, around: Around) -> Criterion:
    return NeedsText(**{**around.node, "text": row.text("needs_text")})


CRITERIA: Final[dict[str, Callable[[Row, Around], Criterion]]] = {
    "all": _all,
    "any": _any,
    "meets": _meets,
    "rating": _rating,
    "initiative": _initiative,
    "merit": _merit,
    "award": _holds,
    "count": _count,
    "held": _held,
    "run": _run,
    "run_anywhere": _run_anywhere,
    "share": _share,
    "number": _number,
    "founded": _founded,
    "is": _is,
    "service": _service,
    "judged": _judged,
    "not_examined": _not_examined,
    "needs_text": _needs_text,
}
