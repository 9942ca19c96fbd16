"""zen-engine: two expression nodes over a list of year objects; making those objects is not timed."""

import json

import numpy as np
import zen

from bench.rules import timing
from bench.rules.dense import base_for
from bench.rules.timing import FIELDS, RULES, YEARS

E1 = [
    ("r1", "h[9].rating >= 3 and not h[9].disc"),
    ("r2", "$.r1 and (h[9].init >= 1 or h[9].rating == 4)"),
    (
        "r3",
        "$.r2 and h[8].cs and h[7].cs and some(h, #.t >= 7 and #.init >= 2) and not h[8].ct and not h[7].ct",
    ),
    ("r4", "$.r3 and h[6].ct and some(h, #.t >= 4 and #.init >= 3) and not some(h, #.t >= 4 and #.cq)"),
    (
        "r5",
        "$.r1 and h[8].rating >= 3 and not h[8].disc and h[8].init >= 1 and h[9].init >= 1 and not h[8].bt",
    ),
    ("ok5", "all(h, #.t < 5 or (#.rating >= 3 and not #.disc))"),
    ("k2", "$.r2 ? 1 : 0"),
    ("k3", "$.r3 ? 1 : 0"),
    (
        "r6",
        "$.ok5 and some(h, #.bt) and count(h, #.t >= 5 and #.cs) + $.k2 >= 3 and not some(h, #.t >= 5 and #.bp)",
    ),
    ("a7", "max(map(h, #.bp ? #.t : -1))"),
    ("a8", "max(map(h, #.h3 ? #.t : -1))"),
    ("r9", "count(h, #.rating >= 3 and not #.disc) >= 8 and not some(h, #.t >= 5 and #.disc)"),
]
FIVE = [" and ".join(f"h[{t}].cs" for t in range(first, first + 5)) for first in range(5)]
LAST = "r2 and " + " and ".join(f"h[{t}].cs" for t in range(5, 9))
RUN = " or ".join(f"({each})" for each in [*FIVE, LAST])
E2 = [
    (
        "r7",
        "a7 >= 0 and a7 <= 4 and ok5 and "
        "(k3 + count(h, #.t > a7 and #.ct) >= 1 or k2 + count(h, #.t > a7 and #.cs) >= 4) and not some(h, #.h3)",
    ),
    (
        "r8",
        "a8 >= 0 and a8 <= 4 and ok5 and "
        "(k3 + count(h, #.t > a8 and #.ct) >= 2 or some(h, #.t > a8 and #.cq)) and not some(h, #.h2)",
    ),
    ("r10", f"({RUN}) and not h[9].disc"),
]


def node(name, expressions):
    """One expression node of the graph."""
    content = {
        "passThrough": True,
        "inputField": None,
        "outputPath": None,
        "executionMode": "single",
        "expressions": [
            {"id": f"{name}{n}", "key": key, "value": value} for n, (key, value) in enumerate(expressions)
        ],
    }
    return {
        "id": name,
        "type": "expressionNode",
        "name": name,
        "position": {"x": 0, "y": 0},
        "content": content,
    }


def end(name, kind):
    """The first or the last node of the graph."""
    return {"id": name, "type": kind, "name": name, "position": {"x": 0, "y": 0}}


GRAPH = {
    "nodes": [end("in", "inputNode"), node("e1", E1), node("e2", E2), end("out", "outputNode")],
    "edges": [
        {"id": a + b, "sourceId": a, "targetId": b, "type": "edge"}
        for a, b in (("in", "e1"), ("e1", "e2"), ("e2", "out"))
    ],
}


def subject(data, person):
    """The history as the engine takes it: a list of years."""
    rating, init, disc, title, award = (data[field][:, person].tolist() for field in FIELDS)
    bits = {"cs": (title, 2), "ct": (title, 4), "cq": (title, 8), "bt": (award, 1), "bp": (award, 2),
            "h3": (award, 4), "h2": (award, 8)}  # fmt: skip
    return {
        "h": [
            {"t": t, "rating": rating[t], "init": init[t], "disc": bool(disc[t])}
            | {name: bool(field[t] & bit) for name, (field, bit) in bits.items()}
            for t in range(YEARS)
        ]
    }


def number(found):
    """Ten truths as one number."""
    return sum(bool(found[rule]) << place for place, rule in enumerate(RULES))


def main():
    """All persons in turn, and one with its trace."""
    told = timing.arguments()
    data, expected = timing.load(told), timing.expected(told)
    count = min(told.n, 5000)
    rows = [subject(data, person) for person in range(count)]
    decision = zen.ZenEngine().create_decision(json.dumps(GRAPH))
    small = {field: np.ascontiguousarray(data[field][:, :count]) for field in FIELDS}
    timing.measure(
        told, "zen-engine", lambda: [decision.evaluate(each)["result"] for each in rows], base_for(small),
        lambda found: [number(each) for each in found] == expected[:count].tolist(), count=count, reps=3,
    )  # fmt: skip
    timing.one(told, "zen-engine one, traced", lambda: decision.evaluate(rows[0], {"trace": True}), 300)


if __name__ == "__main__":
    main()
