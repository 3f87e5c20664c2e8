"""Writes fixtures/control.json: descriptors of posteriors by NumPy and SciPy, logistic regressions by scikit-learn.

    python -m pip install numpy scipy scikit-learn
    python reference/make_control_fixtures.py

Each posterior holds its ln p(z) in decimals, to be read as float32, `null` for -inf, and its grid, `null` where it has
none. Each regression holds its rows, and what LogisticRegression makes of them: probabilities, `log_loss`, and the
objective, C times the sum of the rows' losses plus half the squared weights.
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy.integrate import trapezoid
from scipy.signal import find_peaks
from scipy.special import log_softmax, logsumexp
from scipy.stats import entropy
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

OUT = Path(__file__).parent / "fixtures" / "control.json"
LEVEL, ROUNDING = 0.95, 1e-12
SAME_REDSHIFT, LEAST_MASS, NEGLIGIBLE = 1e-3, 1e-6, 40


def weights_of(grid):
    """Trapezoidal weights, each the integral of the tent over one point."""
    return trapezoid(np.eye(len(grid)), grid, axis=1)


def peaks_of(log_p):
    """Levels of the peaks of ln p below its highest point, the highest first; a constant has none."""
    if np.ptp(log_p) == 0:
        return np.array([])
    level = np.clip(log_p - log_p.max(), -NEGLIGIBLE, None)
    found, _ = find_peaks(np.pad(level, 1, constant_values=-NEGLIGIBLE), prominence=1)
    return np.sort(level[found - 1])[::-1]


def highest_density_set(log_p, mass):
    """Points by density, the lower index first of equals, until they hold the level, in ascending order."""
    order = np.lexsort((np.arange(len(mass)), -log_p))
    count = 1 + np.flatnonzero(np.cumsum(mass[order]) >= LEVEL - ROUNDING)[0]
    return np.sort(order[:count])


def describe(log_p, zgrid):
    """The eight descriptors, each from its definition."""
    points = len(log_p)
    u = np.arange(points) / points if zgrid is None else np.log1p(zgrid)
    length = np.full(points, 1 / points) if zgrid is None else weights_of(u)
    dz = np.ones(points) if zgrid is None else weights_of(zgrid)
    log_mass = log_p + np.log(dz)
    log_mass -= logsumexp(log_mass)
    mass = np.exp(log_mass)
    log_density = log_mass - np.log(length)
    top = int(np.argmax(log_p))
    levels = peaks_of(log_p)
    chosen = highest_density_set(log_p, mass)
    runs = np.split(chosen, np.flatnonzero(np.diff(chosen) > 1) + 1)
    best = next(run for run in runs if top in run)
    far = np.abs(u - u[top]) > SAME_REDSHIFT + length[top] / 2
    second = levels[1] if len(levels) > 1 else -NEGLIGIBLE
    return [
        np.log1p((levels >= np.log(0.01)).sum()),
        0 if len(levels) == 0 else second,
        np.log(length[chosen].sum()),
        mass[best].sum(),
        np.log(mass[far].sum() + LEAST_MASS),
        # the relative entropy to a density of 1 in ln(1+z)
        -entropy(mass, length / length.sum()) + np.log(length.sum()),
        np.log(np.sqrt((mass * (u - u[top]) ** 2).sum() + length[top] ** 2 / 12)),
        log_density[top],
    ]


def posterior(name, log_p, zgrid=None):
    decimals = np.round(np.asarray(log_p, float), 3)
    with np.errstate(divide="ignore"):
        values = describe(decimals.astype(np.float32).astype(float), zgrid)
    return {
        "name": name,
        "lnP": [None if np.isneginf(value) else float(value) for value in decimals],
        "zgrid": None if zgrid is None else zgrid.tolist(),
        "values": [float(value) for value in values],
    }


def even_grid(points, step=0.012):
    """Even in ln(1+z), with the rounding of a short decimal."""
    return np.round(np.expm1(step * np.arange(points)), 6)


def bumps(points, *parts):
    """ln of a sum of Gaussians, each given as centre and width in points, and height."""
    i = np.arange(points)
    terms = [height * np.exp(-0.5 * ((i - centre) / width) ** 2) for centre, width, height in parts]
    return np.log(np.sum(terms, axis=0) + 1e-30)


def with_gaps(log_p, *gaps):
    log_p = np.array(log_p)
    for first, last in gaps:
        log_p[first:last] = -np.inf
    return log_p


def posteriors(rng):
    two = bumps(90, (25, 2.5, 1), (61.3, 1.2, 0.6), (75, 4, 0.02), (80, 0.6, 0.002))
    steps = np.array([0, 1, 1, 0, 2.5, 2.5, 2.5, 1, 3, 3, 3, 3, 1, 3, 3, 0, 0, 2, 1, 1, 2, 0.5, 0.5])
    rough = np.cumsum(rng.normal(0, 1.3, 90))
    impulse = np.full(30, -np.inf)
    impulse[11] = -2.5
    return [
        posterior("one sharp peak", bumps(60, (31.4, 0.8, 1)), even_grid(60)),
        posterior("one peak, wide on a fine grid", bumps(80, (31.4, 9, 1)), even_grid(80, 1e-4)),
        posterior("two peaks and smaller ones", two, even_grid(90)),
        posterior("two peaks and smaller ones, without a grid", two),
        posterior("noise with many modes", rng.normal(-700, 1.5, 80), even_grid(80, 0.02)),
        posterior("a rough line with ripples", rough, even_grid(90)),
        posterior("noise on a ramp, without a grid", np.linspace(-9, 0, 90) + rng.normal(0, 0.7, 90)),
        posterior("an irregular grid", rng.normal(0, 2, 70), np.cumsum(np.round(rng.uniform(0.001, 0.2, 70), 4))),
        posterior("plateaus, equally high peaks", steps, even_grid(len(steps))),
        posterior("plateaus, without a grid", steps),
        posterior("stretches of -inf", with_gaps(rng.normal(-900, 9, 60), (0, 9), (20, 21), (33, 50)), even_grid(60)),
        posterior("highest at the first point", -0.2 * np.arange(40), even_grid(40, 0.05)),
        posterior("highest at the last point, on a plateau", np.minimum(np.arange(40), 36) * 0.1),
        posterior("peaks at both ends", bumps(50, (0, 2, 0.7), (49, 1.5, 1)), even_grid(50)),
        posterior("all mass in one point", impulse, even_grid(30)),
        posterior("all mass in the last point", impulse[:12], even_grid(12)),
        posterior("a constant", np.full(40, -7.25), even_grid(40)),
        posterior("a constant, without a grid", np.full(100, 3.5)),
        posterior("two points", [-1, -1.5], np.array([0.5, 0.75])),
        posterior("large and far apart values", [1e4, 1e4 - 3, -1e5, 9990, 1e4 - 1, 1e4 - 0.5, 0], even_grid(7)),
    ]


def regression(name, rng, rows, shares, features=4, skill=1.0, C=1.0):
    classes = len(shares)
    labels = rng.choice(classes, rows, p=shares)
    labels[:classes] = np.arange(classes)
    centres = rng.normal(0, skill, (classes, features))
    x = np.round(centres[labels] + rng.normal(0, 1, (rows, features)), 2)
    return fitted(name, x, labels, classes, C)


def fitted(name, x, labels, classes, C):
    # the same objective as with the default solver, lbfgs, which stops at probabilities that are good to 1e-6 only
    model = LogisticRegression(C=C, solver="newton-cholesky", tol=1e-12, max_iter=1000).fit(x, labels)
    default = LogisticRegression(C=C, tol=1e-12, max_iter=1_000_000).fit(x, labels)
    np.testing.assert_allclose(default.predict_proba(x), model.predict_proba(x), atol=3e-6)
    logits = x @ model.coef_.T + model.intercept_
    if classes == 2:
        logits = np.column_stack([np.zeros(len(x)), logits])
    loss = -log_softmax(logits, axis=1)[np.arange(len(x)), labels]
    probabilities = model.predict_proba(x)
    objective = C * loss.sum() + 0.5 * (model.coef_**2).sum()
    return {
        "name": name,
        "classes": classes,
        "C": C,
        "x": x.tolist(),
        "labels": labels.tolist(),
        "probabilities": np.round(probabilities, 11).tolist(),
        "logLoss": float(log_loss(labels, probabilities, labels=range(classes))),
        "objective": float(objective),
    }


def regressions(rng):
    far = np.array([[0.1, -5.3], [0.4, -0.1], [-74.1, -0.6], [0.1, -0.1], [11.1, 1.1], [2.1, 3.2]])
    return [
        regression("2 classes", rng, 60, [0.5, 0.5]),
        regression("2 classes, unequal and far apart", rng, 50, [0.9, 0.1], skill=3),
        regression("3 classes", rng, 60, [0.5, 0.3, 0.2]),
        regression("3 classes, separable, C = 100", rng, 40, [0.4, 0.3, 0.3], skill=6, C=100.0),
        regression("5 classes, C = 0.1", rng, 60, [0.4, 0.3, 0.1, 0.1, 0.1], C=0.1),
        regression("5 classes", rng, 70, [0.2, 0.2, 0.2, 0.2, 0.2], features=3),
        fitted("full Newton steps overshoot", far, np.array([0, 1, 2, 2, 1, 1]), classes=3, C=100.0),
    ]


def main():
    rng = np.random.default_rng(1)
    versions = f'"numpy": "{np.__version__}", "scipy": "{scipy.__version__}", "scikit-learn": "{sklearn.__version__}"'
    # one case per line: short, and a change shows in a diff
    described = ",\n".join(json.dumps(one) for one in posteriors(rng))
    regressed = ",\n".join(json.dumps(one) for one in regressions(rng))
    OUT.write_text(f'{{{versions}, "posteriors": [\n{described}\n], "regressions": [\n{regressed}\n]}}\n')


if __name__ == "__main__":
    main()
