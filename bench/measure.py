"""Timing whole processes and single calls, and one row of the report."""

import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measured thing: what, the figure, what it must not exceed, what it aims at, and in which unit."""

    name: str
    value: float
    must: float
    unit: str
    aim: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool:
        """Is it true that the figure is within its bound?"""
        return self.value <= self.must

    def line(self) -> str:
        """The row as Markdown."""
        aim = f"{self.aim:g}" if self.aim is not None else "–"
        mark = "đạt" if self.holds else "KHÔNG ĐẠT"
        return (
            f"| {self.name} | {self.value:.2f} {self.unit} | {self.must:g} | {aim} | {mark} | {self.note} |"
        )


def process(command: Sequence[str], *, runs: int, **options: object) -> float:
    """Median wall seconds of the whole command, after one warm-up."""
    times = []
    for run in range(runs + 1):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **options)  # type: ignore[call-overload]
        if run:
            times.append(time.perf_counter() - start)
    return statistics.median(times)


def paired(first: Sequence[str], second: Sequence[str], *, runs: int) -> tuple[float, float]:
    """Medians of two commands run in turn, so that a drift of the machine's speed touches both."""
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(runs + 1):
        for which, command in enumerate((first, second)):
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            if run:
                times[which].append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


def call(function: Callable[[], object], *, runs: int) -> float:
    """Median seconds of one call, after two warm-ups."""
    times = []
    for run in range(runs + 2):
        start = time.perf_counter()
        function()
        if run > 1:
            times.append(time.perf_counter() - start)
    return statistics.median(times)
