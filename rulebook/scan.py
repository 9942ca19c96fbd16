"""Every subject at once: the instructions as one generated NumPy function, run over chunks that stay in the cache.

Verdicts are 0 unmet, 1 met, 2 unknown. Bit i of a failed-clause mask says that clause i of the award is not surely met.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rulebook import lower
from rulebook.lower import KIND, NO_LISTS, NO_RATING, VALUES, Program
from rulebook.tree import KINDS, Law

Array = NDArray[Any]  # of year-bitsets, truths or verdicts: the dtype says which
UNMET, MET, UNKNOWN = 0, 1, 2
CHUNK: Final = 65_536
WORDS: Final = ("unmet", "met", "unknown")


@dataclass(frozen=True)
class Table:
    """A registry as columns, one place per subject, by the names that `lower` gives.

    Year-bitsets: bit k is the year Y-k of that subject; a yearly column that is absent holds nothing. Truths come in
    pairs, `name` (surely) and `?name` (possibly); a pair that is absent is unknown, unless `defaults` says otherwise.
    `years`: each subject's Y, or None where all have the same or none is needed.
    """

    subjects: Array
    columns: dict[str, Array]
    kinds: Array  # places in tree.KINDS
    years: Array | None = None
    complete: bool = False
    dtype: Any = np.uint64
    _zero: dict[str, Array] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.subjects)

    def column(self, op: str, name: str, where: Array | None) -> Array:
        """The column of an instruction, at these places."""
        found = self.columns.get(name)
        if found is None:
            found = self._absent(op, name)
        return found if where is None else found[where]

    def _absent(self, op: str, name: str) -> Array:
        if op == "bits":
            value: Any = self.dtype(0)
        elif name[1:] in self.columns:  # no column of what is possible: it is what is sure
            return self.columns[name[1:]]
        else:
            value = name.startswith("?")
        key = f"{op}{value}"
        if key not in self._zero:
            self._zero[key] = np.full(len(self), value)
        return self._zero[key]

    @property
    def uncertain(self) -> frozenset[str]:
        """Leaves of which some records may or may not count."""
        shared = {NO_RATING, NO_LISTS}
        return frozenset(
            name[1:]
            for name, each in self.columns.items()
            if name[0] == "?" and name not in shared and each.dtype != np.bool_
        )


@dataclass(frozen=True)
class Found:
    """What a scan found of one award, one place per subject."""

    award: str
    verdict: Array
    failed: Array
    clauses: dict[str, tuple[str, ...]]  # by kind of subject: the clauses behind the bits of `failed`
    kinds: Array
    near: Array  # is it true that one condition alone stands between the subject and the award?

    def by_verdict(self) -> dict[str, int]:
        """How many subjects have which verdict."""
        counts = np.bincount(self.verdict, minlength=3)
        return {word: int(counts[place]) for place, word in enumerate(WORDS)}

    def by_clause(self) -> dict[tuple[str, str], int]:
        """How many subjects each clause is not surely met by, by (kind, clause)."""
        found = {}
        for kind, clauses in self.clauses.items():
            masks = self.failed[self.kinds == KINDS.index(kind)]
            for place, clause in enumerate(clauses):
                found[kind, clause] = int(np.count_nonzero(masks & masks.dtype.type(1 << place)))
        return found


def run(law: Law, awards: Iterable[str], table: Table, on: str) -> dict[str, Found]:
    """The verdict of every award for every subject on this ISO day."""
    keys = tuple(awards)
    size = len(table)
    found = {
        key: Found(
            key,
            np.zeros(size, np.uint8),
            np.zeros(size, np.uint32),
            {},
            table.kinds,
            np.zeros(size, np.bool_),
        )
        for key in keys
    }
    for place, kind in enumerate(KINDS):
        where = np.flatnonzero(table.kinds == place)
        if not len(where):
            continue
        everyone = len(where) == size
        program = lower.lower(
            law, on, kind, keys, complete=table.complete, uncertain=table.uncertain, nearness=True
        )
        near = np.empty((len(program.outputs), len(where)), np.bool_)
        verdicts, masks = evaluate(program, table, None if everyone else where, masks=True, near=near)
        for row, output in enumerate(program.outputs):
            found[output.award].verdict[where] = verdicts[row]
            found[output.award].failed[where] = masks[row]
            found[output.award].near[where] = near[row]
            found[output.award].clauses[kind] = tuple(each.id for each in output.clauses)
    return found


def evaluate(
    program: Program,
    table: Table,
    where: Array | None = None,
    *,
    masks: bool = False,
    verdicts: bool = True,
    near: Array | None = None,
    chunk: int = CHUNK,
) -> tuple[Array, Array]:
    """Verdicts and failed-clause masks, a row per output; where not asked for, an empty array.

    `near` is filled with who is one condition away, where the program was lowered with nearness.
    """
    kernel = compiled(program, np.dtype(table.dtype).name, masks, verdicts, near is not None)
    alone = np.empty((0, len(table)), np.bool_) if near is None else near
    leaves = [table.column(op, name, where) for op, name in kernel.leaves]
    size = len(table) if where is None else len(where)
    rows = len(program.outputs)
    found = np.empty((rows if verdicts else 0, size), np.uint8)
    failed = np.empty((rows if masks else 0, size), kernel.mask)
    length = min(chunk, size)
    buffers = [np.empty(length, table.dtype) for _ in range(kernel.bits)]
    buffers += [np.empty(length, np.bool_) for _ in range(kernel.truths)]
    views = [each.view(np.uint8) if each.dtype == np.bool_ else each for each in buffers]
    for start in range(0, size, length or 1):
        end = min(size, start + length)
        if end - start < length:
            buffers = [each[: end - start] for each in buffers]
            views = [each[: end - start] for each in views]
        parts = found[:, start:end], failed[:, start:end], alone[:, start:end]
        kernel.run([each[start:end] for each in leaves], buffers, views, *parts)
    return found, failed


@dataclass(frozen=True, slots=True)
class Kernel:
    """A compiled program: how many buffers it needs, and of what."""

    run: Callable[..., None]  # leaves, buffers, their views as bytes; verdicts, masks and nearness to fill
    leaves: tuple[tuple[str, str], ...]
    bits: int
    truths: int
    mask: Any
    source: str


_KERNELS: dict[tuple[int, str, bool, bool, bool], tuple[Program, Kernel]] = {}


def compiled(
    program: Program, dtype: str, masks: bool = False, verdicts: bool = True, near: bool = False
) -> Kernel:
    """The program as a function; written once for each program."""
    key = (id(program), dtype, masks, verdicts, near)
    if key not in _KERNELS:
        if len(_KERNELS) > 64:
            _KERNELS.clear()
        _KERNELS[key] = program, _Writer(program, dtype, masks, verdicts, near).kernel()
    return _KERNELS[key][1]


NUMPY: Final[Mapping[str, str]] = {
    "and": "bitwise_and", "or": "bitwise_or", "xor": "bitwise_xor", "andc": "bitwise_and", "addc": "add",
    "subc": "subtract", "neg": "negative", "shr": "right_shift", "eqc": "equal", "nz": "not_equal", "z": "equal",
    "land": "bitwise_and", "lor": "bitwise_or", "lnot": "logical_not", "ge": "greater_equal", "pop": "bitwise_count",
    "plus": "add",
}  # fmt: skip


class _Writer:
    """Writes the function: each value has a buffer for as long as it is needed, and takes over one that has ended."""

    def __init__(self, program: Program, dtype: str, masks: bool, verdicts: bool, near: bool) -> None:
        self.near = near
        self.program, self.dtype, self.masks, self.verdicts = program, np.dtype(dtype), masks, verdicts
        self.lines: list[str] = []
        self.names: dict[str, Any] = {each: getattr(np, each) for each in sorted(set(NUMPY.values()))}
        self.names |= {"copyto": np.copyto, "bool_": np.bool_}
        self.leaves: list[tuple[str, str]] = []
        self.at: dict[int, tuple[str, int]] = {}  # the value's place: ("leaf" | "bits" | "truth", number)
        self.free: dict[str, list[int]] = {"bits": [], "truth": []}
        self.made = {"bits": 0, "truth": 0}
        self.mask: np.dtype[Any] = np.dtype(np.uint8)
        if max((len(each.clauses) for each in program.outputs), default=0) > 8:
            self.mask = np.dtype(np.uint16)
        if max((len(each.clauses) for each in program.outputs), default=0) > 16:
            self.mask = np.dtype(np.uint32)

    def kernel(self) -> Kernel:
        order = self.order()
        uses: dict[int, int] = {}
        for place in order:
            if place >= 0:
                for each in self.program.arguments(place):
                    uses[each] = uses.get(each, 0) + 1
            else:
                for each in self.wanted(-place - 1):
                    uses[each] = uses.get(each, 0) + 1
        for place in order:
            if place >= 0:
                self.instruction(place, uses)
            else:
                self.output(-place - 1)
                for each in self.wanted(-place - 1):
                    self.drop(each, uses)
        head = ["def scan(L, B, V, O, M, N):"]
        head += [f"    l{k} = L[{k}]" for k in range(len(self.leaves))]
        head += [f"    b{k} = B[{k}]" for k in range(self.made["bits"])]
        for k in range(self.made["truth"]):
            head += [f"    t{k} = B[{k + self.made['bits']}]; v{k} = V[{k + self.made['bits']}]"]
        source = "\n".join([*head, *self.lines, "    return", ""])
        space = dict(self.names)
        exec(compile(source, "<rules>", "exec"), space)
        return Kernel(
            space["scan"], tuple(self.leaves), self.made["bits"], self.made["truth"], self.mask, source
        )

    def order(self) -> list[int]:
        """Instructions in the order in which outputs ask for them; an output n is -n-1."""
        done: set[int] = set()
        order: list[int] = []

        def visit(place: int) -> None:
            if place in done:
                return
            done.add(place)
            for each in self.program.arguments(place):
                visit(each)
            order.append(place)

        for number in range(len(self.program.outputs)):
            for each in self.wanted(number):
                visit(each)
            order.append(-number - 1)
        return order

    def wanted(self, number: int) -> list[int]:
        output = self.program.outputs[number]
        places = list(dict.fromkeys(output.lanes)) if self.verdicts else []
        places += [each.lanes[0] for each in output.clauses] if self.masks else []
        return places + ([output.near] if self.near else [])

    def constant(self, value: int, truth: bool = False) -> str:
        kept = value & int(np.iinfo(self.dtype).max)
        if not truth and value >= 0 and kept != value:
            raise ValueError(f"Quy tắc cần nhiều hơn {self.dtype.itemsize * 8} năm.")
        name = f"c{kept}" if not truth else f"n{value}"
        self.names[name] = np.uint8(value) if truth else self.dtype.type(kept)
        return name

    def take(self, kind: str) -> int:
        if self.free[kind]:
            return self.free[kind].pop()
        self.made[kind] += 1
        return self.made[kind] - 1

    def drop(self, place: int, uses: dict[int, int]) -> None:
        uses[place] -= 1
        kind, number = self.at[place]
        if not uses[place] and kind in self.free:
            self.free[kind].append(number)

    def name(self, place: int, view: bool = False) -> str:
        kind, number = self.at[place]
        if kind == "leaf":
            return f"l{number}" + (".view('u1')" if view and self.leaves[number][0] == "truth" else "")
        return f"b{number}" if kind == "bits" else f"v{number}" if view else f"t{number}"

    def instruction(self, place: int, uses: dict[int, int]) -> None:
        op, *args = self.program.ins[place]
        op = str(op)
        if op in {"bits", "truth"}:
            self.at[place] = ("leaf", len(self.leaves))
            self.leaves.append((op, str(args[0])))
            return
        reads = self.program.arguments(place)
        kind = "bits" if KIND[op] == "bits" else "truth"
        if op in {"true", "false"}:
            self.at[place] = (kind, self.take(kind))
            self.lines.append(f"    {self.name(place)}.fill({op == 'true'})")
            return
        if op in {"orbit", "pick"}:  # these write before they have read everything
            self.at[place] = (kind, self.take(kind))
            out = self.name(place)
            if op == "orbit":
                self.lines.append(f"    copyto({out}, {self.name(reads[1], True)})")
                self.lines.append(f"    bitwise_or({self.name(reads[0])}, {out}, {out})")
            else:
                self.lines.append(f"    copyto({out}, {self.name(reads[2])})")
                self.lines.append(f"    copyto({out}, {self.name(reads[1])}, where={self.name(reads[0])})")
            for each in reads:
                self.drop(each, uses)
            return
        texts = [self.name(each, KIND[str(self.program.ins[each][0])] == "times") for each in reads]
        for each in reads:
            self.drop(each, uses)
        self.at[place] = (kind, self.take(kind))
        out = self.name(place, KIND[op] == "times")
        if op in {"nz", "z"}:
            texts.append(self.constant(0))
        elif VALUES[op] < len(args):
            texts.append(self.constant(int(args[-1]), KIND[op] == "truth" and op != "eqc"))
        self.lines.append(f"    {NUMPY[op]}({', '.join(texts)}, {out})")

    def output(self, number: int) -> None:
        output = self.program.outputs[number]
        if self.verdicts:
            sure, possible = (self.name(each, True) for each in output.lanes)
            if sure == possible:
                self.lines.append(f"    copyto(O[{number}], {sure})")
            else:  # met is 2-1, unknown 2-0, unmet 0-0
                self.lines.append(
                    f"    o = O[{number}]; add({possible}, {possible}, o); subtract(o, {sure}, o)"
                )
        if self.near:
            self.lines.append(f"    copyto(N[{number}], {self.name(output.near)})")
        if not self.masks:
            return
        met = [self.name(each.lanes[0], True) for each in output.clauses]
        whole = f"w{len(met)}"
        self.names[whole] = self.mask.type((1 << len(met)) - 1)
        self.lines.append(f"    m = M[{number}]")
        if len(met) > 1:
            self.lines.append(f"    add({met[-1]}, {met[-1]}, m, dtype=m.dtype)" if self.mask.itemsize > 1 else
                              f"    add({met[-1]}, {met[-1]}, m)")  # fmt: skip
            for place in range(len(met) - 2, -1, -1):
                self.lines.append(f"    bitwise_or(m, {met[place]}, m)")
                if place:
                    self.lines.append("    add(m, m, m)")
            self.lines.append(f"    bitwise_xor(m, {whole}, m)")
        else:
            self.lines.append(f"    bitwise_xor({met[0]}, {whole}, m)")
