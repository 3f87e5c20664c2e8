"""Writes fixtures/posteriors.json: probabilities, densities, highest-density sets and modes of small posteriors.

    python -m pip install numpy scipy
    python reference/make_posterior_fixtures.py

Each case holds its ln p(z) in decimals, `null` for -inf, and its grid, `null` where it has none. Of long arrays only the
values at some points are kept, and their sums.
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy.integrate import trapezoid
from scipy.signal import find_peaks

OUT = Path(__file__).parent / "fixtures" / "posteriors.json"
LEVELS = (0.5, 0.68, 0.95, 0.999, 1.0)
ROUNDING = 1e-12
LEAST_PROMINENCE, LEAST_MODE, NEGLIGIBLE = 1, np.log(0.01), 40


def highest_density(p, mass, level):
    """Points by density, the lower index first of equals, until they hold the level; as runs [first, last, mass]."""
    order = np.lexsort((np.arange(len(p)), -p))
    held = np.cumsum(mass[order])
    enough = np.flatnonzero(held >= level - ROUNDING)
    count = enough[0] + 1 if len(enough) else len(p)
    chosen = np.sort(order[:count])
    runs = np.split(chosen, np.flatnonzero(np.diff(chosen) > 1) + 1)
    return [[int(run[0]), int(run[-1]), mass[run].sum()] for run in runs]


def peaks_of(ln_p, density, mass):
    """SciPy's peaks of ln p with nothing before and after, those that are high enough; basins between the lowest points."""
    level = np.clip(ln_p - ln_p.max(), -NEGLIGIBLE, None)
    if np.ptp(level) == 0:
        return []
    found, _ = find_peaks(np.pad(level, 1, constant_values=-NEGLIGIBLE), prominence=LEAST_PROMINENCE)
    found = found - 1
    found = found[level[found] >= LEAST_MODE]
    cuts = [a + 1 + int(np.argmin(ln_p[a + 1 : b])) for a, b in zip(found[:-1], found[1:], strict=True)]
    starts, ends = [0, *cuts], [*cuts, len(density)]
    rows = [
        [int(i), density[i], start, end - 1, mass[start:end].sum()]
        for i, start, end in zip(found, starts, ends, strict=True)
    ]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def case(name, ln_p, zgrid=None, decimals=3):
    ln_p = np.round(np.asarray(ln_p, float), decimals)
    p = np.exp(ln_p - ln_p.max())
    p /= p.sum()
    density = p if zgrid is None else p / trapezoid(p, zgrid)
    weights = np.ones(len(p)) if zgrid is None else trapezoid(np.eye(len(p)), zgrid, axis=1)
    mass = density * weights
    at = np.unique(np.append(np.linspace(0, len(p) - 1, 7).round().astype(int), p.argmax()))
    return {
        "name": name,
        "lnP": [None if np.isneginf(value) else float(value) for value in ln_p],
        "zgrid": None if zgrid is None else zgrid.tolist(),
        "at": at.tolist(),
        "probabilities": p[at].tolist(),
        "densities": density[at].tolist(),
        "masses": mass[at].tolist(),
        "effectiveWidth": p.sum() ** 2 / (p**2).sum(),
        "intervals": [[level, highest_density(p, mass, level)] for level in LEVELS],
        "peaks": peaks_of(ln_p, density, mass),
    }


def even_grid(points, step=0.012):
    """Even in ln(1+z), with the rounding of a short decimal."""
    return np.round(np.expm1(step * np.arange(points)), 6)


def bumps(points, *parts):
    """ln of a sum of Gaussians, each given as centre and width in points, and height."""
    i = np.arange(points)
    terms = [height * np.exp(-0.5 * ((i - centre) / width) ** 2) for centre, width, height in parts]
    return np.log(np.sum(terms, axis=0) + 1e-30)


def with_gaps(ln_p, *gaps):
    ln_p = np.array(ln_p)
    for first, last in gaps:
        ln_p[first:last] = -np.inf
    return ln_p


def main():
    rng = np.random.default_rng(1)
    two = bumps(90, (25, 2.5, 1), (61.3, 1.2, 0.6), (75, 4, 0.02), (80, 0.6, 0.008))
    noise = rng.normal(0, 1.5, 80)
    ramp = np.linspace(-4, 0, 90) + rng.normal(0, 0.4, 90)
    steps = np.array([0, 1, 1, 0, 2, 2, 2, 1, 3, 3, 3, 3, 1, 3, 3, 0, 0, 2, 1, 1, 2, 0.5, 0.5])
    irregular = np.cumsum(np.round(rng.uniform(0.001, 0.2, 70), 4))
    impulse = np.full(30, -np.inf)
    impulse[11] = -2.5
    cases = [
        case("one sharp peak", bumps(60, (31.4, 0.8, 1)), even_grid(60)),
        case("two peaks and smaller ones", two, even_grid(90)),
        case("two peaks and smaller ones, without a grid", two),
        case("noise", noise, even_grid(80, 0.02)),
        case("noise on a ramp, without a grid", ramp),
        case("an irregular grid", rng.normal(0, 2, 70), irregular),
        case("plateaus of even and odd length, equally high peaks", steps, even_grid(len(steps))),
        case("plateaus, without a grid", steps),
        case("stretches of -inf", with_gaps(rng.normal(-900, 30, 60), (0, 9), (20, 21), (33, 50)), even_grid(60)),
        case("highest at the first point", -0.2 * np.arange(40), even_grid(40, 0.05)),
        case("highest at the last point, on a plateau", np.minimum(np.arange(40), 36) * 0.1),
        case("all mass in one point", impulse, even_grid(30)),
        case("all mass in the last point", impulse[:12], even_grid(12)),
        case("a constant", np.full(40, -7.25), even_grid(40)),
        case("a constant, without a grid", np.full(100, 3.5)),
        case("two points", [-1, -1.5], np.array([0.5, 0.75])),
        case("large and far apart values", [1e4, 1e4 - 3, -1e5, 9990, 1e4 - 1, 1e4 - 0.5, 0], even_grid(7)),
    ]
    lines = ",\n".join(json.dumps(one, default=np.generic.item) for one in cases)
    OUT.write_text(f'{{"numpy": "{np.__version__}", "scipy": "{scipy.__version__}", "cases": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
