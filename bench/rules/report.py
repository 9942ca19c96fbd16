"""The targets of the rulebook against what was measured, as Markdown between two marks of docs/performance.md."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- bench-rules -->", "<!-- /bench-rules -->"
Figures = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Target:
    """A bound: at most `must`, or at least where `least` says so."""

    name: str
    must: float
    goal: float | None
    value: Callable[[Figures], float]
    note: Callable[[Figures], str] = lambda figures: ""
    least: bool = False
    unit: str = "×"

    def holds(self, value: float) -> bool:
        """Is it true that the figure is within its bound?"""
        return value >= self.must if self.least else value <= self.must

    def reaches(self, value: float) -> bool:
        """Is it true that there is an aim and the figure reaches it?"""
        if self.goal is None:
            return False
        return value >= self.goal if self.least else value <= self.goal


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.3g} ms" if seconds < 1 else f"{seconds:.2f} s"


def _ratio(name: str) -> Callable[[Figures], float]:
    return lambda figures: float(figures[name]["ratio"])


def _over(upper: str, lower: str, key: str) -> Callable[[Figures], float]:
    return lambda figures: float(figures[upper][key] / figures[lower][key])


def _times(*names: str) -> Callable[[Figures], str]:
    return lambda figures: " / ".join(_ms(figures[name]["seconds"]) for name in names)


def _beside(name: str) -> Callable[[Figures], str]:
    return lambda figures: f"{_ms(figures[name]['seconds'])} / {_ms(figures[name]['base'])}"


def _mib(*names: str) -> Callable[[Figures], str]:
    return lambda figures: " / ".join(f"{figures[name]['peak_mib']:,.0f} MiB" for name in names)


TARGETS = (
    Target("scan of the ten rules / NumPy dense", 0.40, 0.22, _ratio("ours"), _beside("ours")),
    Target(
        "the same with three values / NumPy dense", 0.80, 0.45, _ratio("ours, three values"),
        _beside("ours, three values"),
    ),
    Target("the same with failed-clause masks / NumPy dense", 0.65, 0.40, _ratio("ours, masks"),
           _beside("ours, masks")),
    Target("OpenFisca (build and calculate) / our scan", 8, 15, _over("openfisca", "ours", "ratio"),
           _times("openfisca", "ours"), least=True),
    Target("DuckDB wide table, one core / our scan", 20, 40, _over("duckdb wide", "ours", "ratio"),
           _times("duckdb wide", "ours"), least=True),
    Target("from long Parquet to verdicts and masks / reading the same columns", 4, 2.2, _ratio("ours, from Parquet"),
           _beside("ours, from Parquet")),
    Target("processor time of five times as many / of a fifth of them", 5.5, 5.1,
           lambda figures: 5 * figures["ours, five times ×5"]["ratio"], _beside("ours, five times ×5")),
    Target("peak memory at five times as many / OpenFisca", 0.35, 0.25,
           _over("ours ×5, memory", "openfisca ×5, memory", "peak_mib"),
           _mib("ours ×5, memory", "openfisca ×5, memory")),
    Target("OpenFisca with trace / our proofs, ten rules of one person", 30, 80,
           _over("openfisca one, traced", "ours one, proved, first", "ratio"),
           _times("openfisca one, traced", "ours one, proved, first"), least=True),
    Target("zen-engine with trace / our proofs", 2, 4,
           _over("zen-engine one, traced", "ours one, proved, first", "ratio"),
           _times("zen-engine one, traced", "ours one, proved, first"), least=True),
    Target("`bangvang assess` of one person, cold / `python -c pass`", 8, 4, _ratio("cold"), _beside("cold")),
    Target("our SQL on DuckDB / hand-written bitset SQL", 1.3, 1.1, _ratio("duckdb own text"),
           _beside("duckdb own text")),
    Target("scan of everybody from the application's SQLite / reading the rows raw", 4, None, _ratio("office sqlite"),
           _beside("office sqlite")),
    Target("the same from PostgreSQL", 4, None, _ratio("office postgresql"), _beside("office postgresql")),
    Target("the whole rulebook from its compiled form, processor time", 50, None,
           lambda figures: 1000 * figures["load compiled"]["seconds"], unit="ms"),
    Target("the whole rulebook from YAML, fully checked, processor time", 1.5, None,
           lambda figures: figures["load YAML"]["seconds"], unit="s"),
)  # fmt: skip


def made(
    records: list[dict[str, Any]], count: int, notes: list[str], failures: list[str]
) -> tuple[str, bool]:
    """The Markdown, and whether every bound holds."""
    figures: Figures = {}
    for each in records:
        name = each["name"]
        if each.get("n") == 5 * count:
            name += " ×5"
        if "peak_mib" in each:
            name += ", memory"
        figures[name] = each
    lines = [
        f"{count:,} persons, ten years each; rules and method: `bench/rules/SPEC.md`.",
        "",
        "| measured | figure | must be | aim | | note |",
        "| --- | ---: | ---: | ---: | --- | --- |",
    ]
    good = not failures
    for target in TARGETS:
        sign = "≥" if target.least else "≤"
        aim = "–" if target.goal is None else f"{sign} {target.goal:g}"
        try:
            value = target.value(figures)
        except KeyError:
            good = False
            lines.append(f"| {target.name} | – | {sign} {target.must:g} | {aim} | NOT MEASURED | |")
            continue
        holds = target.holds(value)
        good &= holds
        mark = "DOES NOT HOLD" if not holds else "holds, aim reached" if target.reaches(value) else "holds"
        figure = f"{value:.3g} {target.unit}"
        lines.append(
            f"| {target.name} | {figure} | {sign} {target.must:g} | {aim} | {mark} | {target.note(figures)} |"
        )
    compared = sum(bool(each.get("agrees")) for each in records)
    mark = "DOES NOT HOLD" if failures else "holds, aim reached"
    lines.append(
        f"| disagreements between readers | {len(failures)} | ≤ 0 | ≤ 0 | {mark} | {compared} results compared |"
    )
    lines += [
        "",
        *_further(figures),
        *(f"- {each}" for each in notes),
        *(f"- FAILED: {each}" for each in failures),
    ]
    return "\n".join(lines).rstrip() + "\n", good


def _further(figures: Figures) -> list[str]:
    """What has no bound but is worth knowing."""
    found = []
    for name, words in (
        ("ours one, findings, first", "ten proofs of one person, with every finding as a sentence"),
        ("ours one, whole, first", "the same with earliest year and smallest change"),
        ("ours, from Parquet", "from Parquet to verdicts and masks"),
        ("ours, from Parquet ×5", "the same for five times as many, streamed"),
        ("zen-engine", "zen-engine, 5,000 persons in turn"),
        ("clingo", "clingo, 1,000 persons: the independent oracle"),
        ("spark", "Spark on this machine, two cores, from Parquet to verdicts, equal row by row"),
    ):
        if name in figures:
            found.append(f"- {words}: {_ms(figures[name]['seconds'])}")
    if "ours, from Parquet ×5, memory" in figures:
        peak = figures["ours, from Parquet ×5, memory"]["peak_mib"]
        found.append(f"- peak memory of that stream: {peak:,.0f} MiB")
    return found


def write(file: Path, text: str) -> None:
    """Replace what stands between the marks."""
    whole = file.read_text(encoding="utf-8")
    head, _, rest = whole.partition(BEGIN)
    _, _, tail = rest.partition(END)
    file.write_text(f"{head}{BEGIN}\n{text}{END}{tail}", encoding="utf-8")
