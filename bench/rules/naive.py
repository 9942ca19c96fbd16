"""The rules in plain Python, one person at a time, straight from SPEC.md: written without a look at the others."""


def evaluate(rating, init, disc, title, award):
    """Ten numbers each, in the order of time; the result's bits."""
    ok = [r >= 3 and not d for r, d in zip(rating, disc, strict=True)]
    cs, ct, cq = ([bool(each & bit) for each in title] for bit in (2, 4, 8))
    bt, bp, h3, h2 = ([bool(each & bit) for each in award] for bit in (1, 2, 4, 8))
    out = 0
    if ok[9]:
        out |= 1
        if init[9] >= 1 or rating[9] == 4:
            out |= 2
            cs[9] = True
    if cs[7] and cs[8] and cs[9] and max(init[7:]) >= 2 and not (ct[7] or ct[8]):
        out |= 4
        ct[9] = True
        if ct[6] and max(init[4:]) >= 3 and not any(cq[4:9]):
            out |= 8
    if ok[8] and ok[9] and init[8] >= 1 and init[9] >= 1 and not bt[8]:
        out |= 16
    five = all(ok[5:])
    if any(bt) and five and sum(cs[5:]) >= 3 and not any(bp[5:9]):
        out |= 32
    if any(bp) and not any(h3):
        last = max(year for year in range(10) if bp[year])
        if 9 - last >= 5 and five and (any(ct[last + 1 :]) or sum(cs[last + 1 :]) >= 4):
            out |= 64
    if any(h3) and not any(h2):
        last = max(year for year in range(10) if h3[year])
        if 9 - last >= 5 and five and (sum(ct[last + 1 :]) >= 2 or any(cq[last + 1 :])):
            out |= 128
    if sum(ok) >= 8 and not any(disc[5:]):
        out |= 256
    run = best = 0
    for each in cs:
        run = run + 1 if each else 0
        best = max(best, run)
    if best >= 5 and not disc[9]:
        out |= 512
    return out
