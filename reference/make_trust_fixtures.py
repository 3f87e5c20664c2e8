"""Writes fixtures/trust.json: what scikit-learn, SciPy, statsmodels and NumPy say about probabilities and thresholds.

    python -m pip install numpy scipy scikit-learn statsmodels
    python reference/make_trust_fixtures.py
"""

import json
import warnings
from pathlib import Path

import numpy as np
import scipy
import sklearn
import statsmodels
from scipy.optimize import brentq, minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn import metrics
from sklearn.calibration import calibration_curve
from statsmodels.stats.proportion import proportion_confint

OUT = Path(__file__).parent / "fixtures" / "trust.json"
BINS = 15
REDSHIFT_BINS = 4
PURITIES = (0.0, 0.5, 0.8, 0.9, 0.95, 1.0)
LOWEST, HIGHEST = 0.05, 100  # of the temperature


def share(count, of):
    """A share with its interval; NaN of nothing."""
    if of == 0:
        return {"count": 0, "of": 0, "share": np.nan, "low": np.nan, "high": np.nan}
    low, high = proportion_confint(int(count), int(of), method="wilson")
    return {"count": int(count), "of": int(of), "share": count / of, "low": low, "high": high}


def kept_sample(positive, score, threshold):
    kept = score >= threshold
    return {
        "threshold": threshold,
        "purity": share((kept & positive).sum(), kept.sum()),
        "completeness": share((kept & positive).sum(), positive.sum()),
        "coverage": share(kept.sum(), len(kept)),
        "contamination": share((kept & ~positive).sum(), (~positive).sum()),
    }


def threshold_for_purity(positive, score, purity):
    """By trying every score: the most complete, then the purest."""
    samples = [(score >= threshold, threshold) for threshold in np.unique(score)]
    pure = [
        ((kept & positive).sum(), positive[kept].mean(), threshold)
        for kept, threshold in samples
        if positive[kept].mean() >= purity
    ]
    return max(pure)[2] if pure else None


def redshift_bins(positive, score, threshold, redshift):
    known = redshift[np.isfinite(redshift)]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, REDSHIFT_BINS + 1), method="linear"))
    if len(edges) == 1:
        edges = edges.repeat(2)
    bins = []
    for i, (low, high) in enumerate(zip(edges[:-1], edges[1:])):
        inside = (redshift >= low) & ((redshift <= high) if i == len(edges) - 2 else (redshift < high))
        sample = kept_sample(positive[inside], score[inside], threshold)
        bins.append({"from": low, "to": high, "rows": int(inside.sum()), **sample})
    return edges, bins


def calibration(hit, probability):
    """Bins with rows as scikit-learn has them, and the errors over all rows."""
    observed, predicted = calibration_curve(hit, probability, n_bins=BINS, strategy="uniform", pos_label=True)
    bins = np.searchsorted(np.linspace(0, 1, BINS + 1)[1:-1], probability)
    rows = np.bincount(bins, minlength=BINS)
    filled = np.flatnonzero(rows)
    hits = np.bincount(bins, weights=hit, minlength=BINS)[filled]
    gaps = np.abs(observed - predicted)
    intervals = [proportion_confint(h, n, method="wilson") for h, n in zip(hits, rows[filled])]
    return {
        "rows": rows,
        "predicted": predicted,
        "observed": observed,
        "intervals": intervals,
        "ece": (rows[filled] * gaps).sum() / rows.sum(),
        "mce": gaps.max(),
    }


def ece(probabilities, labels):
    return calibration(probabilities.argmax(1) == labels, probabilities.max(1))["ece"]


def scores(labels, p, kept_class):
    """Both areas are NaN where they do not exist; scikit-learn says 0 of the second one."""
    names = list(range(p.shape[1]))
    positive = labels == kept_class
    return {
        "rows": len(labels),
        "accuracy": metrics.accuracy_score(labels, p.argmax(1)),
        "logLoss": metrics.log_loss(labels, y_proba=p, labels=names),
        "brier": metrics.brier_score_loss(labels, p, labels=names),
        "ece": ece(p, labels),
        "auc": metrics.roc_auc_score(positive, p[:, kept_class]),
        "averagePrecision": metrics.average_precision_score(positive, p[:, kept_class])
        if positive.any()
        else np.nan,
    }


def curves(positive, score):
    false_rate, true_rate, thresholds = metrics.roc_curve(positive, score, drop_intermediate=False)
    precision, recall, rising = metrics.precision_recall_curve(positive, score, drop_intermediate=False)
    assert (thresholds[1:] == rising[::-1]).all()
    if not positive.any():
        recall = np.full(len(recall), np.nan)  # 1 in scikit-learn, with a warning
    return {
        "thresholds": thresholds[1:],  # the first one is infinite
        "roc": {"x": false_rate, "y": true_rate},
        "precisionRecall": {"x": recall[::-1], "y": precision[::-1]},
    }


def case(name, labels, probabilities, kept_class, threshold, redshift):
    labels, p, z = np.asarray(labels), np.asarray(probabilities, float), np.asarray(redshift, float)
    positive, score = labels == kept_class, p[:, kept_class]
    edges, bins = redshift_bins(positive, score, threshold, z)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what does not exist, and probabilities that add up to 1 but for rounding
        return {
            "name": name,
            "classes": p.shape[1],
            "labels": labels,
            "probabilities": p,
            "redshift": z,
            "keptClass": kept_class,
            "scores": scores(labels, p, kept_class),
            "topClass": calibration(p.argmax(1) == labels, p.max(1)),
            "ofClass": calibration(positive, score),
            **curves(positive, score),
            "kept": [kept_sample(positive, score, one) for one in (0, threshold, 1)],
            "purities": [[one, threshold_for_purity(positive, score, one)] for one in PURITIES],
            "edges": edges,
            "bins": bins,
        }


def random_case(rng, name, classes, rows, unit, **options):
    """Probabilities that are multiples of 1 / unit: a small unit makes ties."""
    labels = rng.choice([k for k in range(classes) if k != options.get("absent")], rows)
    p = softmax(rng.normal(size=(rows, classes)) + 1.5 * np.eye(classes)[labels], axis=1)
    whole = np.floor(p * unit)
    whole[np.arange(rows), p.argmax(1)] += unit - whole.sum(1)
    redshift = rng.gamma(2, 0.4, rows).round(4)
    redshift[::7] = np.nan
    redshift[1::2] = redshift[1]  # equal quantiles
    return case(name, labels, whole / unit, options.get("kept", 0), options["threshold"], redshift)


def edge_case():
    """Probabilities at the edges of the bins, as NumPy rounds them and as a division does, and next to them."""
    edges = np.linspace(0, 1, BINS + 1)
    value = np.unique([edges, np.arange(BINS + 1) / BINS, np.nextafter(edges, 0), np.nextafter(edges, 1)])
    value = value[(value >= 0) & (value <= 1)]
    labels = np.arange(len(value)) % 3 % 2
    return case("at the edges of bins", labels, np.c_[1 - value, value], 1, 0.6, np.arange(len(value)))


def extreme_case():
    score = np.array([0, 1, 1, 0, 1e-300, 1e-17, 1 - 2**-53, 2**-53, 1, 0.5, 0.5, 0])
    labels = [1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0]
    return case("extreme probabilities", labels, np.c_[score, 1 - score], 0, 1, np.repeat([0.0, 5.0], 6))


def temperature_case(rng, name, classes, rows, spread, factor):
    """Labels that are drawn from the probabilities of logits / factor."""
    true = rng.normal(size=(rows, classes)) * spread
    labels = np.array([rng.choice(classes, p=one) for one in softmax(true, axis=1)])
    return fitted(name, (true * factor).round(2), labels)


def fitted(name, logits, labels):
    logits, labels = np.asarray(logits, float), np.asarray(labels)
    own = np.arange(len(labels)), labels

    def loss(inverse):
        return -log_softmax(inverse * logits, axis=1)[own].mean()

    def slope(inverse):
        return ((softmax(inverse * logits, axis=1) * logits).sum(1) - logits[own]).mean()

    low, high = 1 / HIGHEST, 1 / LOWEST
    if slope(low) >= 0:
        inverse = low
    elif slope(high) <= 0:
        inverse = high
    else:
        # the least value of a function is found to half its digits only, the zero of its slope to all of them
        inverse = brentq(slope, low, high, xtol=1e-15, rtol=1e-14)
        found = minimize_scalar(loss, bounds=(low, high), method="bounded", options={"xatol": 1e-10})
        assert abs(found.x / inverse - 1) < 1e-6, (name, found.x, inverse)
    return {
        "name": name,
        "classes": logits.shape[1],
        "labels": labels,
        "logits": logits,
        "fit": {
            "temperature": 1 / inverse,
            "rows": len(labels),
            "lossBefore": loss(1),
            "lossAfter": loss(inverse),
            "eceBefore": ece(softmax(logits, axis=1), labels),
            "eceAfter": ece(softmax(inverse * logits, axis=1), labels),
        },
    }


def plain(value):
    """Python's own numbers and lists, None for NaN; whole numbers without a fraction, which is shorter."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(one) for one in value]
    if isinstance(value, (str, type(None))):
        return value
    if not np.isfinite(value):
        return None
    return int(value) if value == int(value) else float(value)


def one_per_line(cases):
    """Short, and a change shows in a diff."""
    return "[\n" + ",\n".join(json.dumps(plain(one), separators=(",", ":")) for one in cases) + "\n]"


def main():
    rng = np.random.default_rng(9)
    cases = [
        random_case(rng, "two classes", 2, 40, 10_000, threshold=0.7),
        random_case(rng, "three classes, many ties", 3, 90, 16, kept=1, threshold=0.5),
        random_case(rng, "five classes, one of them absent", 5, 45, 1000, absent=3, kept=4, threshold=0.4),
        random_case(rng, "the kept class is absent", 3, 20, 100, absent=2, kept=2, threshold=0.25),
        edge_case(),
        extreme_case(),
        case("one row of the class", [0], [[0.8, 0.2]], 0, 0.5, [1.5]),
        case("one row of another class", [2], [[0.25, 0.5, 0.25]], 1, 0.5, [0.3]),
        case("no row of another class", [1, 1, 1], [[0.5, 0.5], [0.1, 0.9], [0.9, 0.1]], 1, 0.5, [0, 1, 2]),
    ]
    temperatures = [
        temperature_case(rng, "overconfident", 2, 110, 1.5, 3),
        temperature_case(rng, "overconfident", 5, 60, 1.2, 8),
        temperature_case(rng, "underconfident", 3, 90, 3, 0.2),
        temperature_case(rng, "calibrated", 3, 90, 1.5, 1),
        fitted("no mistake at all: the lowest", [[2, 0], [0, 3], [1, 0]], [0, 1, 0]),
        fitted("worse than guessing: the highest", [[2, 0], [0, 3], [1, 0]], [1, 1, 1]),
        fitted("one mistake among very confident ones", [[90, 0], [0, 70]] * 9 + [[20, 0]], [0, 1] * 9 + [1]),
        fitted("close to the lowest", [[0.2, 0]] * 51 + [[0, 0.2]], [0] * 52),
        fitted("close to the highest", [[60, 0]] * 8 + [[0, 60]] * 4, [0] * 12),
    ]
    versions = {
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
        "statsmodels": statsmodels.__version__,
    }
    OUT.write_text(
        f'{{"versions": {json.dumps(versions)},\n"cases": {one_per_line(cases)},\n'
        f'"temperatures": {one_per_line(temperatures)}}}\n'
    )


if __name__ == "__main__":
    main()
