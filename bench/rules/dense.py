"""The rules over [years, persons] arrays of NumPy: the plain reading that every time is compared with."""

import numpy as np

from bench.rules.timing import FIELDS, YEARS


def dense(rating, init, disc, title, award):
    """Baseline. Arrays are uint8 [years, persons] (year-major: each year is one contiguous vector).
    Returns a list of 10 boolean vectors."""
    Y = YEARS - 1
    ok = (rating >= 3) & (disc == 0)
    cs = (title & 2) != 0
    ct = (title & 4) != 0
    cq = (title & 8) != 0
    bt = (award & 1) != 0
    bp = (award & 2) != 0
    h3 = (award & 4) != 0
    h2 = (award & 8) != 0
    r1 = ok[Y]
    r2 = r1 & ((init[Y] >= 1) | (rating[Y] == 4))
    cs[Y] = r2
    r3 = cs[Y] & cs[Y - 1] & cs[Y - 2] & (init[Y - 2 :].max(0) >= 2) & ~ct[Y - 1] & ~ct[Y - 2]
    ct[Y] = r3
    r4 = r3 & ct[Y - 3] & (init[Y - 5 :].max(0) >= 3) & ~cq[Y - 5 : Y].any(0)
    r5 = ok[Y] & ok[Y - 1] & (init[Y] >= 1) & (init[Y - 1] >= 1) & ~bt[Y - 1]
    ok5 = ok[Y - 4 :].all(0)
    r6 = bt.any(0) & ok5 & (cs[Y - 4 :].sum(0, dtype=np.uint8) >= 3) & ~bp[Y - 4 : Y].any(0)
    r7 = _after_certificate(bp, ok5, ct, cs, 1, 4) & ~h3.any(0)
    r8 = _after_third(h3, ok5, ct, cq) & ~h2.any(0)
    r9 = (ok.sum(0, dtype=np.uint8) >= 8) & ~disc[Y - 4 :].any(0)
    run = np.zeros(ok.shape[1], np.uint8)
    best = np.zeros_like(run)
    for t in range(YEARS):
        run = (run + 1) * cs[t]
        np.maximum(best, run, out=best)
    r10 = (best >= 5) & (disc[Y] == 0)
    return [r1, r2, r3, r4, r5, r6, r7, r8, r9, r10]


def _last(a):
    """index of the last true year, -1 when none"""
    last = np.full(a.shape[1], -1, np.int8)
    for t in range(YEARS):
        last[a[t]] = t
    return last


def _after_certificate(aw, ok5, ct, cs, n_ct, n_cs):
    last = _last(aw)
    c1 = np.zeros(aw.shape[1], np.uint8)
    c2 = np.zeros_like(c1)
    for t in range(YEARS):
        inside = last < t
        c1 += ct[t] & inside
        c2 += cs[t] & inside
    return (last >= 0) & (last <= YEARS - 1 - 5) & ok5 & ((c1 >= n_ct) | (c2 >= n_cs))


def _after_third(aw, ok5, ct, cq):
    last = _last(aw)
    c1 = np.zeros(aw.shape[1], np.uint8)
    q = np.zeros(aw.shape[1], bool)
    for t in range(YEARS):
        inside = last < t
        c1 += ct[t] & inside
        q |= cq[t] & inside
    return (last >= 0) & (last <= YEARS - 1 - 5) & ok5 & ((c1 >= 2) | q)


def to_bits(d):
    """[years, persons] uint8 -> 13 uint16 year-bitsets, bit k = k years before the target year."""
    n = d["rating"].shape[1]
    out = np.zeros((13, n), np.uint16)
    for k in range(YEARS):
        t = YEARS - 1 - k
        r, i, c, ti, aw = (d[f][t] for f in FIELDS)
        p = (
            (r >= 3) & (c == 0),
            r == 4,
            i >= 1,
            i >= 2,
            i >= 3,
            c != 0,
            ti & 2 != 0,
            ti & 4 != 0,
            ti & 8 != 0,
            aw & 1 != 0,
            aw & 2 != 0,
            aw & 4 != 0,
            aw & 8 != 0,
        )
        for j, x in enumerate(p):
            out[j] |= x.astype(np.uint16) << np.uint16(k)
    return out


def to_bits_chunked(d, chunk=16384):
    n = d["rating"].shape[1]
    out = np.empty((13, n), np.uint16)
    for s in range(0, n, chunk):
        out[:, s : s + chunk] = to_bits({f: v[:, s : s + chunk] for f, v in d.items()})
    return out


def base_for(d):
    f = [d[k] for k in FIELDS]
    return lambda: dense(*f)
