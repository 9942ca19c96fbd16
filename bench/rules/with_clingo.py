"""The rules as a logic program for clingo: an oracle in another style, not a competitor in speed."""

import clingo

from bench.rules import timing
from bench.rules.dense import base_for
from bench.rules.timing import FIELDS, YEARS

PROGRAM = """
ok(P,T) :- rating(P,T,R), R >= 3, not disc(P,T).
r(P,1) :- ok(P,9).
r(P,2) :- r(P,1), init(P,9,I), I >= 1.
r(P,2) :- r(P,1), rating(P,9,4).
cs(P,T) :- title(P,T,2).   cs(P,9) :- r(P,2).
ct(P,T) :- title(P,T,4).   ct(P,9) :- r(P,3).
lvl(P,L,T) :- init(P,T,I), L = 1..3, I >= L.
r(P,3) :- cs(P,9), cs(P,8), cs(P,7), lvl(P,2,T), T >= 7, not title(P,8,4), not title(P,7,4).
cqr(P) :- title(P,T,8), T >= 4.
r(P,4) :- r(P,3), title(P,6,4), lvl(P,3,T), T >= 4, not cqr(P).
r(P,5) :- ok(P,9), ok(P,8), lvl(P,1,9), lvl(P,1,8), not award(P,8,1).
ok5(P) :- ok(P,5), ok(P,6), ok(P,7), ok(P,8), ok(P,9).
bpr(P) :- award(P,T,2), T >= 5.
r(P,6) :- award(P,_,1), ok5(P), 3 <= #count { T : cs(P,T), T >= 5 }, not bpr(P).
has(P,B) :- award(P,_,B).
last(P,B,A) :- has(P,B), A = #max { T : award(P,T,B) }.
r(P,7) :- last(P,2,A), A <= 4, ok5(P), ct(P,T), T > A, not has(P,4).
r(P,7) :- last(P,2,A), A <= 4, ok5(P), 4 <= #count { T : cs(P,T), T > A }, not has(P,4).
r(P,8) :- last(P,4,A), A <= 4, ok5(P), 2 <= #count { T : ct(P,T), T > A }, not has(P,8).
r(P,8) :- last(P,4,A), A <= 4, ok5(P), title(P,T,8), T > A, not has(P,8).
discr(P) :- disc(P,T), T >= 5.
r(P,9) :- subj(P), 8 <= #count { T : ok(P,T) }, not discr(P).
r(P,10) :- cs(P,T), cs(P,T+1), cs(P,T+2), cs(P,T+3), cs(P,T+4), not disc(P,9).
#show r/2.
"""


def facts(data, persons):
    """The histories as facts of the program."""
    lines = []
    for person in persons:
        lines.append(f"subj({person}).")
        rating, init, disc, title, award = (data[field][:, person].tolist() for field in FIELDS)
        for t in range(YEARS):
            if rating[t]:
                lines.append(f"rating({person},{t},{rating[t]}).")
            if init[t]:
                lines.append(f"init({person},{t},{init[t]}).")
            if disc[t]:
                lines.append(f"disc({person},{t}).")
            lines += [f"title({person},{t},{bit})." for bit in (2, 4, 8) if title[t] & bit]
            lines += [f"award({person},{t},{bit})." for bit in (1, 2, 4, 8) if award[t] & bit]
    return "".join(lines)


def solve(text):
    """What each person meets."""
    control = clingo.Control(["--warn=none"])
    control.add("base", [], PROGRAM + text)
    control.ground([("base", [])])
    found = {}
    with control.solve(yield_=True) as handle:
        for model in handle:
            for symbol in model.symbols(shown=True):
                person, rule = (each.number for each in symbol.arguments)
                found[person] = found.get(person, 0) | 1 << (rule - 1)
    return found


def main():
    """A thousand persons."""
    told = timing.arguments()
    data, expected = timing.load(told), timing.expected(told)
    count = min(told.n, 1000)
    text = facts(data, range(count))
    small = {field: data[field][:, :count].copy() for field in FIELDS}
    timing.measure(
        told, "clingo", lambda: solve(text), base_for(small),
        lambda found: [found.get(person, 0) for person in range(count)] == expected[:count].tolist(),
        count=count, reps=2,
    )  # fmt: skip


if __name__ == "__main__":
    main()
