"""The rules as people write them in SQL: over fifty columns, and by hand over year-bitsets."""

from bench.rules.timing import BITS, RULES, YEARS


def wide_sql(table, cast="int"):
    """plain conditions over 50 columns <field>_<t>; OR/AND chains only, so nearly any SQL engine runs it"""

    def bit(f, t, b):
        return f"(({f}_{t} & {b}) <> 0)"

    cols = []
    for t in range(YEARS):
        cols.append(f"(rating_{t} >= 3 AND disc_{t} = 0) AS ok{t}")
    for t in range(9):
        for p, f, b in (
            ("cs", "title", 2),
            ("ct", "title", 4),
            ("cq", "title", 8),
            ("bt", "award", 1),
            ("bp", "award", 2),
            ("h3", "award", 4),
            ("h2", "award", 8),
        ):
            cols.append(f"{bit(f, t, b)} AS {p}{t}")
    cols.append("(rating_9 >= 3 AND disc_9 = 0 AND (init_9 >= 1 OR rating_9 = 4)) AS cs9")

    def any_(p, r):
        return "(" + " OR ".join(f"{p}{t}" for t in r) + ")"

    def all_(p, r):
        return "(" + " AND ".join(f"{p}{t}" for t in r) + ")"

    def cnt(p, r):
        return "(" + " + ".join(f"CAST({p}{t} AS {cast})" for t in r) + ")"

    def mx(r):
        return "greatest(" + ", ".join(f"init_{t}" for t in r) + ")"

    def last(p):
        return "CASE " + " ".join(f"WHEN {p}{t} THEN {t}" for t in range(8, -1, -1)) + " ELSE -1 END"

    def aft(p, a, hi):
        return "(" + " + ".join(f"CAST({p}{t} AND {a} < {t} AS {cast})" for t in range(1, hi)) + ")"

    run = "(" + " OR ".join(all_("cs", range(s, s + 5)) for s in range(6)) + ")"
    inits = ", ".join(f"init_{t}" for t in range(4, 10))
    keep = f"pid, {inits}, " + ", ".join(f"disc_{t}" for t in range(5, 10))
    q = f"WITH s1 AS (SELECT {keep}, {', '.join(cols)} FROM {table}),\n"
    q += (
        f"s2 AS (SELECT *, ({all_('cs', range(7, 10))} AND {mx(range(7, 10))} >= 2 AND NOT ct7 AND NOT ct8) AS ct9, "
        f"{last('bp')} AS a7, {last('h3')} AS a8, {all_('ok', range(5, 10))} AS okrun FROM s1)\n"
    )
    r = {
        "r1": "ok9",
        "r2": "cs9",
        "r3": "ct9",
        "r4": f"ct9 AND ct6 AND {mx(range(4, 10))} >= 3 AND NOT {any_('cq', range(4, 9))}",
        "r5": "ok9 AND ok8 AND init_9 >= 1 AND init_8 >= 1 AND NOT bt8",
        "r6": f"{any_('bt', range(9))} AND okrun AND {cnt('cs', range(5, 10))} >= 3 AND NOT {any_('bp', range(5, 9))}",
        "r7": f"a7 BETWEEN 0 AND 4 AND okrun AND ({aft('ct', 'a7', 10)} >= 1 OR {aft('cs', 'a7', 10)} >= 4)"
        f" AND NOT {any_('h3', range(9))}",
        "r8": f"a8 BETWEEN 0 AND 4 AND okrun AND ({aft('ct', 'a8', 10)} >= 2 OR {aft('cq', 'a8', 9)} >= 1)"
        f" AND NOT {any_('h2', range(9))}",
        "r9": f"{cnt('ok', range(10))} >= 8 AND " + " AND ".join(f"disc_{t} = 0" for t in range(5, 10)),
        "r10": f"{run} AND disc_9 = 0",
    }
    return q + "SELECT pid, " + ",\n".join(f"({r[k]}) AS {k}" for k in RULES) + " FROM s2"


def bits_sql(table, div="//"):
    """over 13 integer year-bitsets; x / 2^k (integer division) stands for x >> k"""
    sh = {"//": lambda x, k: f"({x} // {2**k})", "shiftright": lambda x, k: f"shiftright({x}, {k})"}[div]
    s0 = ", ".join(f"CAST({c} AS int) AS {c}" for c in BITS)
    cs0 = "(ok & (i1 | exc) & 1)"
    q = f"WITH s0 AS (SELECT pid, {s0} FROM {table}),\n"
    q += f"s1 AS (SELECT pid, ok, i1, i2, i3, disc, (cs | {cs0}) AS cs, {cs0} AS cs0, ct, cq, bt, bp, h3, h2,"
    q += " ((bp & (0 - bp)) - 1) AS m7, ((h3 & (0 - h3)) - 1) AS m8 FROM s0),\n"
    q += (
        "s2 AS (SELECT pid, ok, i1, i3, disc, cs, cs0, (ct | ct0) AS ct, ct0, (ct & 8) AS ct3, cq, bt, bp,"
        " h3, h2, m7, m8"
        " FROM ("
        "SELECT *, CASE WHEN (cs & 7) = 7 AND (i2 & 7) <> 0 AND (ct & 6) = 0 THEN 1 ELSE 0 END AS ct0 FROM s1) x)\n"
    )
    r = {
        "r1": "(ok & 1) <> 0",
        "r2": "cs0 <> 0",
        "r3": "ct0 <> 0",
        "r4": "ct0 <> 0 AND ct3 <> 0 AND (i3 & 63) <> 0 AND (cq & 62) = 0",
        "r5": "(ok & i1 & 3) = 3 AND (bt & 2) = 0",
        "r6": "bt <> 0 AND (ok & 31) = 31 AND bit_count(cs & 31) >= 3 AND (bp & 30) = 0",
        "r7": "bp <> 0 AND (ok & m7 & 31) = 31 AND ((ct & m7) <> 0 OR bit_count(cs & m7) >= 4) AND h3 = 0",
        "r8": "h3 <> 0 AND (ok & m8 & 31) = 31 AND (bit_count(ct & m8) >= 2 OR (cq & m8) <> 0) AND h2 = 0",
        "r9": "bit_count(ok) >= 8 AND (disc & 31) = 0",
        "r10": f"(cs & {sh('cs', 1)} & {sh('cs', 2)} & {sh('cs', 3)} & {sh('cs', 4)}) <> 0 AND (disc & 1) = 0",
    }
    return q + "SELECT pid, " + ",\n".join(f"({r[k]}) AS {k}" for k in RULES) + " FROM s2"
