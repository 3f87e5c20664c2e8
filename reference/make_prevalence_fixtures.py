"""Writes fixtures/prevalence.json: purity of a kept sample at another prevalence, with its 95 % interval.

    python -m pip install numpy scipy statsmodels
    python reference/make_prevalence_fixtures.py

The interval is found as the roots of the equations that define it (MOVER: Donner & Zou 2012), where the studio has their
closed form. How often it holds the truth is summed over all outcomes of some samples, and must be near 95 %.
"""

import json
from pathlib import Path

import numpy as np
from scipy.optimize import brentq
from scipy.stats import binom
from statsmodels.stats.proportion import proportion_confint

OUT = Path(__file__).parent / "fixtures" / "prevalence.json"
# kept rows of the class, rows of the class, kept others, others, prevalence
CASES = [
    (84, 100, 8, 50, 0.765),
    (32, 85, 0, 70, 0.765),
    (32, 85, 0, 70, 85 / 155),
    (450, 500, 20, 500, 0.1),
    (1, 3, 1, 2, 0.5),
    (20, 20, 3, 4, 0.9),
    (20, 20, 4, 4, 0.25),
    (20, 20, 0, 4, 0.01),
    (0, 20, 1, 4, 0.6),
    (2, 40, 60, 90, 0.02),
    (9, 10, 1, 10, 1),
    (9, 10, 1, 10, 0),
]
COVERED = [(85, 70, 0.4, 0.01, 0.765), (85, 70, 0.8, 0.1, 0.765), (100, 50, 0.85, 0.15, 0.7), (500, 500, 0.9, 0.02, 0.1)]


def purity(c, f, q):
    return c * q / (c * q + f * (1 - q))


def root(function, low, high):
    """0 at `low` counts, and infinity where there is no root."""
    if function(low) == 0:
        return low
    while function(low) * function(high) > 0:
        high *= 10
        if high > 1e12:
            return np.inf
    return brentq(function, low, high, xtol=1e-15, rtol=1e-14)


def estimate(hits, members, wrong, others, q):
    c, f = hits / members, wrong / others
    c_low, c_high = proportion_confint(hits, members, method="wilson")
    f_low, f_high = proportion_confint(wrong, others, method="wilson")
    c_low, f_low = (0 if hits == 0 else c_low), (0 if wrong == 0 else f_low)
    c_high, f_high = (1 if hits == members else c_high), (1 if wrong == others else f_high)
    ratio = f / c if c > 0 else 1e6
    # f - r c has 0 at an end of its interval
    lowest = 0 if f == 0 else root(lambda r: f - r * c - np.hypot(f - f_low, r * (c_high - c)), 0, ratio)
    highest = np.inf if c == 0 else root(lambda r: r * c - f - np.hypot(f_high - f, r * (c - c_low)), ratio, 10 * ratio + 1)
    of = lambda r: 0.0 if np.isinf(r) else q / (q + (1 - q) * r)
    return {"share": purity(c, f, q), "low": of(highest), "high": of(lowest)}


def coverage(members, others, c, f, q):
    """Chance that the interval holds the truth; outcomes that keep nothing have none."""
    truth, held, all_ = purity(c, f, q), 0.0, 0.0
    # outcomes that happen less often than once in 1e9 change nothing
    hits_range = np.flatnonzero(binom.pmf(np.arange(members + 1), members, c) > 1e-9)
    wrong_range = np.flatnonzero(binom.pmf(np.arange(others + 1), others, f) > 1e-9)
    for hits in hits_range:
        for wrong in wrong_range:
            if hits + wrong == 0:
                continue
            chance = binom.pmf(hits, members, c) * binom.pmf(wrong, others, f)
            one = estimate(int(hits), members, int(wrong), others, q)
            all_ += chance
            held += chance * (one["low"] <= truth <= one["high"])
    return held / all_


def main():
    for sample in COVERED:
        chance = coverage(*sample)
        print(sample, round(chance, 4))
        assert 0.93 < chance < 0.99, sample
    cases = [
        {"hits": h, "members": m, "wrong": w, "others": o, "prevalence": q, "purity": estimate(h, m, w, o, q)}
        for h, m, w, o, q in CASES
    ]
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in cases)
    OUT.write_text(f'{{"cases": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
