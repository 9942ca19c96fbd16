"""What only the whole law can show: rules that lead back to themselves, or to a rule that is not there."""

import itertools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any as Anything

from rulebook.errors import RuleError
from rulebook.tree import (
    Award,
    Awarded,
    Count,
    Criterion,
    Held,
    Law,
    Meets,
    Principle,
    Run,
    RunAnywhere,
    Value,
    children,
)

Texts = list[tuple[Path, str]]


def references(found: Law, texts: Texts) -> None:
    """`meets` and `now` find a rule that stands, and never lead back; ids are unique within a version."""
    asks: dict[str, set[str]] = {}
    for award in found.awards.values():
        for version in award.versions:
            seen: set[str] = set()
            for node in walk(version.root):
                if node.id in seen:
                    raise _at(texts, award.key, "", node.id, "một mã nút không trùng trong quy định")
                seen.add(node.id)
                for key in _asked(node):
                    asks.setdefault(award.key, set()).add(key)
                    _stands(found.awards[key], award, version.since, version.kinds, texts)
    state: dict[str, int] = {}

    def visit(key: str, trail: tuple[str, ...]) -> None:
        if state.get(key) == 1:
            raise _at(texts, trail[-1], key, "meets", f"không dẫn vòng: {' → '.join((*trail, key))}")
        if key in state:
            return
        state[key] = 1
        for each in sorted(asks.get(key, ())):
            visit(each, (*trail, key))
        state[key] = 2

    for key in found.awards:
        visit(key, ())


def _stands(asked: Award, award: Award, since: str, kinds: tuple[str, ...], texts: Texts) -> None:
    common = [each for each in kinds if each in asked.subjects]
    if not common:
        told = f"một danh hiệu, hình thức cho {', '.join(kinds)}; {asked.key} không dành cho loại này"
        raise _at(texts, award.key, asked.key, "meets", told)
    for kind in common:
        if asked.version(since, kind) is None:
            told = f"một danh hiệu, hình thức có quy định ngày {since}; {asked.key} thì chưa"
            raise _at(texts, award.key, asked.key, "meets", told)


def _at(texts: Texts, key: str, asked: str, where: str, expected: str) -> RuleError:
    """The error on the line where the award's files mention what is asked."""
    mention = re.compile(rf"\b(meets|award):\s*[\"']?{re.escape(asked)}\b" if asked else rf"^key:\s*{key}\b")
    mine = [(file, text) for file, text in texts if re.search(rf"^key:\s*[\"']?{key}\b", text, re.MULTILINE)]
    for file, text in reversed(mine):
        for number, line in enumerate(text.splitlines(), 1):
            if mention.search(line):
                return RuleError("/".join(file.parts[-3:]), number, where, expected)
    file = mine[0][0] if mine else Path(f"{key}.yaml")
    return RuleError("/".join(file.parts[-3:]), 1, where, expected)


def same_day(rows: Iterable[tuple[Value | Principle, int]], file: str, key: str) -> None:
    """Dated rows of one thing: never two on one day, never a day without between them."""
    ordered = sorted(rows, key=lambda each: each[0].since)
    for (one, _), (other, line) in itertools.pairwise(ordered):
        if not one.until or one.until > other.since:
            told = f"giá trị từ {other.since} không chồng lên giá trị trước (đến {one.until or 'nay'})"
            raise RuleError(file, line, key, told)
        if one.until < other.since:
            raise RuleError(file, line, key, f"không có khoảng trống từ {one.until} đến {other.since}")


def _asked(node: Criterion) -> set[str]:
    if isinstance(node, Meets):
        return {node.award}
    if isinstance(node, Count | Held | Run | RunAnywhere):
        return {each.key for each in _leaves(node.of) if isinstance(each, Awarded) and each.now}
    return set()


def _leaves(of: Anything) -> Iterator[Anything]:
    for each in getattr(of, "of", (of,)):
        yield from _leaves(each) if hasattr(each, "of") else (each,)


def walk(node: Criterion) -> Iterator[Criterion]:
    """A node and all below it."""
    yield node
    for each in children(node):
        yield from walk(each)
