"""OpenFisca-Core: each rule a yearly formula, the history as yearly input variables. Runs in its own environment."""

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import YEAR
from openfisca_core.periods import period as P
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.rules import timing
from bench.rules.dense import base_for
from bench.rules.timing import FIELDS, RULES, YEARS

FIRST = timing.YEAR - YEARS + 1
Person = build_entity(key="person", plural="persons", label="", is_person=True)
tbs = TaxBenefitSystem([Person])


def var(name, vtype, fn=None, ref=""):
    ns = dict(value_type=vtype, entity=Person, definition_period=YEAR, label=name, reference=ref)
    if fn:
        ns["formula"] = fn
    tbs.add_variable(type(name, (Variable,), ns))


for f in FIELDS:
    var(f, int)


def at(p, v, per, k):
    """A variable k years back."""
    return p(v, per.offset(-k, "year"))


def bit(f, b):
    """Is the bit set in the year's field?"""
    return lambda p, per: (p(f, per) & b) != 0


var("ok", bool, lambda p, per: (p("rating", per) >= 3) * (p("disc", per) == 0))
for nm, f, b in (
    ("cs_rec", "title", 2),
    ("ct_rec", "title", 4),
    ("cq", "title", 8),
    ("bt", "award", 1),
    ("bp", "award", 2),
    ("h3", "award", 4),
    ("h2", "award", 8),
):
    var(nm, bool, bit(f, b))
TARGET = P(str(timing.YEAR))


def any_(p, v, per, ks):
    out = at(p, v, per, ks[0])
    for k in ks[1:]:
        out = out | at(p, v, per, k)
    return out


def num(p, v, per, ks):
    return sum(at(p, v, per, k).astype(np.int8) for k in ks)


def init_max(p, per, n):
    out = p("init", per)
    for k in range(1, n):
        out = np.maximum(out, at(p, "init", per, k))
    return out


var("r1", bool, lambda p, per: p("ok", per), "LĐTT")
var("r2", bool, lambda p, per: p("r1", per) * ((p("init", per) >= 1) | (p("rating", per) == 4)), "CSTĐ cơ sở")
# recorded in past years, computed in the target year
var("cs", bool, lambda p, per: p("r2", per) if per == TARGET else p("cs_rec", per))
var(
    "r3",
    bool,
    lambda p, per: (
        p("cs", per)
        * at(p, "cs", per, 1)
        * at(p, "cs", per, 2)
        * (init_max(p, per, 3) >= 2)
        * ~at(p, "ct_rec", per, 1)
        * ~at(p, "ct_rec", per, 2)
    ),
)
var("ct", bool, lambda p, per: p("r3", per) if per == TARGET else p("ct_rec", per))
var(
    "r4",
    bool,
    lambda p, per: (
        p("r3", per) * at(p, "ct", per, 3) * (init_max(p, per, 6) >= 3) * ~any_(p, "cq", per, range(1, 6))
    ),
)
var(
    "r5",
    bool,
    lambda p, per: (
        p("ok", per)
        * at(p, "ok", per, 1)
        * (p("init", per) >= 1)
        * (at(p, "init", per, 1) >= 1)
        * ~at(p, "bt", per, 1)
    ),
)
var("ok5", bool, lambda p, per: num(p, "ok", per, range(5)) == 5)
var(
    "r6",
    bool,
    lambda p, per: (
        any_(p, "bt", per, range(10))
        * p("ok5", per)
        * (num(p, "cs", per, range(5)) >= 3)
        * ~any_(p, "bp", per, range(1, 5))
    ),
)


def since(v):
    """years since the last award, 99 when none"""

    def f(p, per):
        out = np.full(p.count, 99, np.int32)
        for k in range(9, 0, -1):
            out[at(p, v, per, k)] = k
        return out

    return f


def after(p, v, per, s):
    return sum((at(p, v, per, k) & (s > k)).astype(np.int8) for k in range(9))


var("since_bp", int, since("bp"))
var("since_h3", int, since("h3"))


def r7(p, per):
    s = p("since_bp", per)
    return (
        (s >= 5)
        * (s < 99)
        * p("ok5", per)
        * ((after(p, "ct", per, s) >= 1) | (after(p, "cs", per, s) >= 4))
        * ~any_(p, "h3", per, range(10))
    )


def r8(p, per):
    s = p("since_h3", per)
    return (
        (s >= 5)
        * (s < 99)
        * p("ok5", per)
        * ((after(p, "ct", per, s) >= 2) | (after(p, "cq", per, s) >= 1))
        * ~any_(p, "h2", per, range(10))
    )


def r10(p, per):
    run = best = np.zeros(p.count, np.int8)
    for k in range(9, -1, -1):
        run = (run + 1) * at(p, "cs", per, k)
        best = np.maximum(best, run)
    return (best >= 5) * (p("disc", per) == 0)


var("r7", bool, r7)
var("r8", bool, r8)
var(
    "r9",
    bool,
    lambda p, per: (num(p, "ok", per, range(10)) >= 8) * ~any_(p, "disc", per, range(5)).astype(bool),
)
var("r10", bool, r10)


def build(data, count, trace=False):
    """A simulation with this history."""
    simulation = SimulationBuilder().build_default_simulation(tbs, count=count)
    simulation.trace = trace
    for field in FIELDS:
        for place in range(YEARS):
            simulation.set_input(field, P(str(FIRST + place)), data[field][place])
    return simulation


def scan(simulation):
    """The ten rules for everybody."""
    return [simulation.calculate(rule, TARGET) for rule in RULES]


def main():
    """One measure."""
    told = timing.arguments()
    data, expected = timing.load(told), timing.expected(told)
    if told.what == "scan":
        timing.measure(
            told, "openfisca", lambda: scan(build(data, told.n)), base_for(data),
            lambda found: np.array_equal(timing.pack(found), expected), reps=3,
        )  # fmt: skip
    if told.what == "one":
        one = {field: data[field][:, :1].copy() for field in FIELDS}

        def traced():
            simulation = build(one, 1, trace=True)
            found = scan(simulation)
            return found, simulation.tracer.computation_log.lines(aggregate=False)

        found, lines = traced()
        assert timing.pack(found)[0] == expected[0]
        timing.one(told, "openfisca one, traced", traced, 50, lines=len(lines))


if __name__ == "__main__":
    main()
