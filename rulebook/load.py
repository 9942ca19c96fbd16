"""The law's files read strictly: an error names the file, the line, the key and what was expected."""

import itertools
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any as Anything
from typing import Final, NoReturn, cast

from rulebook.criteria import CRITERIA, criterion
from rulebook.errors import RuleError
from rulebook.record import replace
from rulebook.tree import (
    AWARD_KINDS,
    CERTAINTIES,
    KINDS,
    All,
    Award,
    Awarded,
    Certainty,
    Count,
    Criterion,
    Held,
    Law,
    Meets,
    Principle,
    Run,
    RunAnywhere,
    Source,
    Value,
    Version,
    children,
)
from rulebook.yaml_rows import Row, read_rows

FOREVER: Final = "9999-12-31"
INHERITED: Final = ("rule", "source", "certainty", "note")
DATED: Final = ("from", "until", *INHERITED)


def law(folders: tuple[Path, ...], fingerprint: str = "") -> Law:
    """The nation's folder, then overlays in order, as one checked law. Raises RuleError."""
    national, *overlays = folders
    parameters = _parameters(national / "parameters.yaml")
    awards = {each.key: each for each in _awards(national, parameters, ())}
    principles = _principles(national / "principles.yaml")
    names = []
    for folder in overlays:
        names.append(_overlay(folder))
        parameters |= _parameters(folder / "parameters.yaml")
        for file in sorted((folder / "awards").glob("*.yaml")):
            row = read_rows(file)
            key = row.text("key")
            if key not in awards:
                _unknown(row, "key", key, awards)
            awards[key] = _laid_over(awards[key], row, parameters, tuple(awards), names[-1])
        principles += _principles(folder / "principles.yaml")
    found = Law(
        awards=dict(sorted(awards.items(), key=lambda each: (each[1].order, each[0]))),
        principles=principles,
        parameters=parameters,
        fingerprint=fingerprint,
        overlays=tuple(names),
        titles=frozenset(each.key for each in awards.values() if each.kind == "emulation_title"),
    )
    _check_references(found, national)
    return found


def overlay_award(text: str, standing: Law, name: str) -> Award:
    """One overlay file given as text (a draft at the desk), laid over the standing law. Raises RuleError."""
    row = read_rows(Path(name), text)
    key = row.text("key")
    if key not in standing.awards:
        _unknown(row, "key", key, standing.awards)
    award = _laid_over(standing.awards[key], row, standing.parameters, tuple(standing.awards), name)
    _check_references(replace(standing, awards={**standing.awards, key: award}), Path(name))
    return award


# ---------- files ----------


def _overlay(folder: Path) -> str:
    row = read_rows(folder / "overlay.yaml")
    row.only("key", "name", "instrument", "from", "note")
    row.day("from")
    row.text("instrument")
    return row.text("key")


def _awards(
    folder: Path, parameters: dict[str, tuple[Value, ...]], known: tuple[str, ...]
) -> Iterator[Award]:
    files = sorted((folder / "awards").glob("*.yaml"))
    if not files:
        raise RuleError(
            str(folder / "awards"), 1, "awards", "ít nhất một tệp .yaml của một danh hiệu, hình thức"
        )
    keys = tuple(each.stem for each in files)
    for file in files:
        row = read_rows(file)
        row.only(
            "key", "name", "kind", "subjects", "order", "needs_year", "yearly", "versions", "decided_by", "bonus",
            "procedure", "note",
        )  # fmt: skip
        if row.text("key") != file.stem:
            row.wrong("key", f"“{file.stem}”, trùng tên tệp")
        name = row.row("name")
        name.only("vi", "en")
        subjects = tuple(row.choices("subjects", KINDS))
        yearly = row.has("yearly")
        if yearly:
            _cited(row.row("yearly"))
        versions = tuple(_version(each, subjects, parameters, keys or known) for each in row.rows("versions"))
        _check_versions(row, versions, subjects)
        yield Award(
            key=row.text("key"),
            name=name.text("vi"),
            name_en=name.text("en"),
            kind=row.choice("kind", ("emulation_title", "form_of_commendation")),
            subjects=subjects,
            order=row.number("order"),
            needs_year=row.truth("needs_year", True),
            yearly=yearly,
            versions=versions,
            decided_by=_values(row, "decided_by", _decided),
            bonus=_values(row, "bonus", _bonus),
            procedure=_values(row, "procedure", _procedure),
        )


def _version(
    row: Row, subjects: tuple[str, ...], parameters: dict[str, tuple[Value, ...]], keys: tuple[str, ...]
) -> Version:
    row.only("from", "until", "for", "selected_by", "does", "text", *INHERITED, *CRITERIA, "contradicted_by")
    source, rule, certainty = _cited(row)
    kinds = tuple(row.choices("for", KINDS)) if row.has("for") else subjects
    for kind in kinds:
        if kind not in subjects:
            row.wrong("for", f"chỉ các loại đối tượng của tệp này: {', '.join(subjects)}")
    since, until = _term(row)
    root = criterion(row, rule, rule, source, certainty, parameters, keys, since, inside=False)
    return Version(since, until, kinds, root, row.text("selected_by", "consideration"), row.text("note", ""))


def _check_versions(row: Row, versions: tuple[Version, ...], subjects: tuple[str, ...]) -> None:
    for kind in subjects:
        mine = sorted((each for each in versions if kind in each.kinds), key=lambda each: each.since)
        if not mine:
            row.wrong("versions", f"ít nhất một phiên bản cho {kind}")
        for one, other in itertools.pairwise(mine):
            if not one.until or one.until > other.since:
                row.wrong(
                    "versions",
                    f"các phiên bản cho {kind} không chồng nhau (từ {one.since} và từ {other.since})",
                )
            if one.until < other.since:
                row.wrong("versions", f"không có khoảng trống cho {kind} từ {one.until} đến {other.since}")


def _laid_over(
    award: Award, row: Row, parameters: dict[str, tuple[Value, ...]], keys: tuple[str, ...], name: str
) -> Award:
    row.only("key", "versions", "decided_by", "bonus", "procedure", "note")
    versions = list(award.versions)
    for each in row.rows("versions") if row.has("versions") else []:
        does = each.choice("does", ("sets", "adds"))
        local = _version(each, award.subjects, parameters, keys)
        for kind in local.kinds:
            versions = [piece for standing in versions for piece in _cut(standing, kind, local, does)]
    return replace(
        award,
        versions=tuple(sorted(versions, key=lambda each: (each.since, each.kinds))),
        decided_by=_values(row, "decided_by", _decided) + award.decided_by,
        bonus=_values(row, "bonus", _bonus) + award.bonus,
        procedure=_values(row, "procedure", _procedure) + award.procedure,
        overlay=name,
    )


def _cut(standing: Version, kind: str, local: Version, does: str) -> Iterator[Version]:
    """A standing version with the local rule between the local dates, for one kind of subject."""
    since = max(standing.since, local.since)
    until = min(standing.until or FOREVER, local.until or FOREVER)
    if kind not in standing.kinds or since >= until:
        yield standing
        return
    if others := tuple(each for each in standing.kinds if each != kind):
        yield replace(standing, kinds=others)
    alone = replace(standing, kinds=(kind,))
    if standing.since < since:
        yield replace(alone, until=since)
    root = standing.root
    # where the nation's text was not read, a local rule made under the older text does not settle anything
    unread = type(root).__name__ == "NeedsText" and not _leaves_open(standing)
    if not unread:
        root = local.root
        if does == "adds":
            root = All(
                id=f"{standing.root.id}+{local.root.id}",
                rule=standing.root.rule,
                source=standing.root.source,
                certainty=standing.root.certainty,
                of=(standing.root, local.root),
            )
    yield replace(alone, since=since, until="" if until == FOREVER else until, root=root, note=local.note)
    if until < (standing.until or FOREVER):
        yield replace(alone, since=until)


def _leaves_open(version: Version) -> bool:
    """Is it true that the law itself leaves the standard to the ministry or province, and was read?"""
    return version.root.certainty == "read"


def _principles(file: Path) -> tuple[Principle, ...]:
    if not file.exists():
        return ()
    top = read_rows(file)
    top.only("principles")
    found = []
    for row in top.rows("principles"):
        row.only("key", "does", "subjects", "kinds", "text", *DATED)
        source, rule, certainty = _cited(row)
        since, until = _term(row)
        found.append(
            Principle(
                key=row.text("key"),
                does=row.choice("does", ("block", "served", "unused", "basis", "tell")),
                since=since,
                until=until,
                rule=rule,
                source=source,
                certainty=certainty,
                text=row.text("text"),
                subjects=tuple(row.choices("subjects", KINDS)) if row.has("subjects") else KINDS,
                kinds=tuple(row.choices("kinds", AWARD_KINDS)) if row.has("kinds") else (),
                note=row.text("note", ""),
            )
        )
    return tuple(found)


def _parameters(file: Path) -> dict[str, tuple[Value, ...]]:
    if not file.exists():
        return {}
    top = read_rows(file)
    top.only("parameters")
    found: dict[str, tuple[Value, ...]] = {}
    for row in top.rows("parameters"):
        row.only("key", "unit", "text", "note", "values")
        key = row.text("key")
        if key in found:
            row.wrong("key", f"một khóa chưa dùng; “{key}” đã có")
        values = []
        for each in row.rows("values"):
            each.only("value", "subject", "level", "unit", "text", *DATED)
            values.append(_value(each, key, each.plain("value"), row.text("unit", ""), row.text("text", "")))
        found[key] = tuple(values)
    return found


# ---------- dated values ----------


def _values(row: Row, name: str, read: Callable[[Row], Value]) -> tuple[Value, ...]:
    return tuple(read(each) for each in row.rows(name)) if row.has(name) else ()


def _decided(row: Row) -> Value:
    row.only("who", "level", "subject", *DATED)
    return replace(_value(row, "decided_by", None), text=row.text("who"))


def _bonus(row: Row) -> Value:
    row.only("subject", "coefficient", "times", "text", *DATED)
    what = "times" if row.has("times") else "coefficient"
    value = row.text(what, "") or None
    if value is not None and not value.replace(".", "", 1).isdecimal():
        row.wrong(what, 'một số viết trong dấu nháy, ví dụ "4.5"')
    found = _value(row, what, value)
    if (value is None) != (found.certainty == "recalled"):
        row.wrong(what, "một hệ số, hoặc certainty: recalled khi chưa đọc được văn bản")
    if not found.subject:
        row.wrong("subject", f"một trong: {', '.join(KINDS)}")
    return found


def _procedure(row: Row) -> Value:
    row.only("what", "value", "unit", "text", "level", "subject", *DATED)
    return _value(row, row.text("what"), row.plain("value"))


def _value(row: Row, what: str, value: object, unit: str = "", text: str = "") -> Value:
    source, rule, certainty = _cited(row)
    since, until = _term(row)
    return Value(
        what=what,
        since=since,
        until=until,
        rule=rule,
        source=source,
        certainty=certainty,
        value=value,
        unit=row.text("unit", unit),
        text=row.text("text", text),
        level=row.text("level", ""),
        subject=row.choice("subject", KINDS) if row.has("subject") else "",
        note=row.text("note", ""),
    )


def _term(row: Row) -> tuple[str, str]:
    since, until = row.day("from"), row.day("until", "")
    if until and until <= since:
        row.wrong("until", f"một ngày sau {since} (không gồm ngày này)")
    return since, until


def _cited(row: Row) -> tuple[Source, str, Certainty]:
    source = row.row("source")
    source.only("instrument", "article", "clause", "point")
    return (
        Source(
            source.text("instrument"), source.word("article"), source.word("clause"), source.word("point")
        ),
        row.text("rule"),
        cast(Certainty, row.choice("certainty", CERTAINTIES)),
    )


# ---------- references ----------


def _unknown(row: Row, key: str, value: str, known: Anything) -> NoReturn:
    near = get_close_matches(value, list(known), 1)
    row.wrong(key, "khóa của một danh hiệu, hình thức đang có" + (f"; có phải “{near[0]}”?" if near else ""))


def _check_references(found: Law, where: Path) -> None:
    """`meets` and `now` never lead back to the rule they start from; ids are unique within an award."""
    asks: dict[str, set[str]] = {}
    for award in found.awards.values():
        for version in award.versions:
            seen: set[str] = set()
            for node in _walk(version.root):
                if node.id in seen:
                    raise RuleError(str(where), 1, node.id, f"mã nút không trùng trong {award.key}")
                seen.add(node.id)
                asks.setdefault(award.key, set()).update(_asked(node))
    state: dict[str, int] = {}

    def visit(key: str, trail: tuple[str, ...]) -> None:
        if state.get(key) == 1:
            raise RuleError(str(where), 1, "meets", f"không dẫn vòng: {' → '.join((*trail, key))}")
        if key in state:
            return
        state[key] = 1
        for each in sorted(asks.get(key, ())):
            visit(each, (*trail, key))
        state[key] = 2

    for key in found.awards:
        visit(key, ())


def _asked(node: Criterion) -> set[str]:
    if isinstance(node, Meets):
        return {node.award}
    if isinstance(node, Count | Held | Run | RunAnywhere):
        return {each.key for each in _leaves(node.of) if isinstance(each, Awarded) and each.now}
    return set()


def _leaves(of: Anything) -> Iterator[Anything]:
    for each in getattr(of, "of", (of,)):
        yield from _leaves(each) if hasattr(each, "of") else (each,)


def _walk(node: Criterion) -> Iterator[Criterion]:
    yield node
    for each in children(node):
        yield from _walk(each)
