"""Writes fixtures/comparison.json: what SciPy, statsmodels, scikit-learn and NumPy say about runs that are compared.

    python -m pip install numpy scipy scikit-learn statsmodels
    python reference/make_comparison_fixtures.py
"""

import json
import warnings
from pathlib import Path

import numpy as np
import scipy
import sklearn
import statsmodels
from scipy.stats import binomtest
from sklearn.metrics import classification_report, confusion_matrix, log_loss
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

OUT = Path(__file__).parent / "fixtures" / "comparison.json"
SMALLEST_NORMAL = np.finfo(float).tiny


def wilson_interval(hits, total):
    """SciPy's interval, which is exactly 0 and 1 at the ends; statsmodels must agree."""
    interval = binomtest(hits, total).proportion_ci(method="wilson")
    assert np.allclose(interval, proportion_confint(hits, total, method="wilson"), rtol=0, atol=1e-14)
    return {"low": float(interval.low), "high": float(interval.high)}


def wilson_cases():
    pairs = [(0, 1), (1, 1), (0, 50), (50, 50), (1, 50), (49, 50), (7, 10), (893, 1113), (319, 1113)]
    pairs += [(8148, 8846), (5953, 6318), (1, 1_000_000), (999_999, 1_000_000), (500_000, 1_000_000)]
    return [{"hits": hits, "total": total, **wilson_interval(hits, total)} for hits, total in pairs]


def exact_p(only_baseline, only_other):
    """Twice the tail of the binomial in whole numbers, rounded once."""
    few, rows = min(only_baseline, only_other), only_baseline + only_other
    ways, term = 0, 1
    for i in range(few + 1):
        ways += term
        term = term * (rows - i) // (i + 1)
    # Python divides whole numbers with one rounding, subnormal results too
    return min(1.0, 2 * ways / 2**rows)


def mcnemar_case(only_baseline, only_other):
    p = exact_p(only_baseline, only_other)
    theirs = mcnemar([[0, only_baseline], [only_other, 0]], exact=True).pvalue
    # statsmodels doubles a rounded tail: subnormal numbers lose their digits
    if p > 4 * SMALLEST_NORMAL:
        assert abs(theirs / p - 1) < 1e-10, (only_baseline, only_other, theirs, p)
    return {"onlyBaseline": only_baseline, "onlyOther": only_other, "p": p, "statsmodels": float(theirs)}


def mcnemar_cases():
    small = [(0, 1), (1, 0), (0, 5), (5, 5), (5, 6), (6, 5), (2, 10), (10, 2), (31, 62), (120, 151)]
    large = [(500, 560), (2500, 2400), (25_000, 25_000), (24_700, 25_300), (24_000, 26_000), (18_000, 20_000)]
    tiny = [(0, 1022), (0, 1060), (0, 1074), (0, 1075), (0, 1076), (1, 1090), (3, 1100), (100, 1500), (300, 2300)]
    tiny += [(22_200, 27_800), (21_000, 29_000), (20_500, 29_500), (0, 50_000)]
    return [mcnemar_case(*pair) for pair in small + large + tiny]


def digits(classes):
    return "".join(str(one) for one in classes)


def reports_case(rng, name, classes, rows, skills):
    """Two networks on the same rows; one class is missing where there are five."""
    shares = np.arange(1, classes + 1) / np.arange(1, classes + 1).sum()
    true = rng.choice(classes, rows, p=shares)
    if classes == 5:
        true[true == 0] = 1
    hard = rng.random(rows)  # the same objects are hard for both
    runs = []
    for skill in skills:
        predicted = np.where((hard + rng.random(rows)) / 2 < skill, true, rng.integers(0, classes, rows))
        runs.append(predicted)
    labels = list(range(classes))
    reports = [
        classification_report(true, one, labels=labels, output_dict=True, zero_division=0) for one in runs
    ]
    matrices = [confusion_matrix(true, one, labels=labels) for one in runs]
    percent = [
        100 * np.divide(m, m.sum(1, keepdims=True), out=np.zeros(m.shape), where=m.sum(1, keepdims=True) > 0)
        for m in matrices
    ]
    right = [one == true for one in runs]
    table = confusion_matrix(~right[0], ~right[1]).tolist()  # both right first
    keys = ("precision", "recall", "f1-score")
    return {
        "name": name,
        "labels": digits(true),
        "predicted": [digits(one) for one in runs],
        "matrices": [m.tolist() for m in matrices],
        "reports": reports,
        "intervals": [
            {
                "accuracy": wilson_interval(int(np.trace(m)), rows),
                "precision": [interval_or_none(m[i, i], m[:, i].sum()) for i in labels],
                "recall": [interval_or_none(m[i, i], m[i].sum()) for i in labels],
            }
            for m in matrices
        ],
        "deltas": {
            "accuracy": reports[1]["accuracy"] - reports[0]["accuracy"],
            "macro f1-score": reports[1]["macro avg"]["f1-score"] - reports[0]["macro avg"]["f1-score"],
            **{key: [reports[1][str(i)][key] - reports[0][str(i)][key] for i in labels] for key in keys},
        },
        "difference": {
            "counts": (matrices[1] - matrices[0]).tolist(),
            "points": (percent[1] - percent[0]).tolist(),
        },
        "mcnemar": {"table": table, "p": float(mcnemar(table, exact=True).pvalue)},
    }


def interval_or_none(hits, total):
    return wilson_interval(int(hits), int(total)) if total > 0 else None


def holm_cases(rng):
    lists = [[0.03], [0.01, 0.04, 0.03, 0.005], [0.5, 0.9, 0.7], [0.02, 0.02, 0.02], [1e-300, 5e-324, 1, 0.04, 0]]
    lists += [rng.random(7).round(6).tolist(), (rng.random(7) ** 6).tolist()]
    return [{"p": p, "adjusted": multipletests(p, method="holm")[1].tolist()} for p in lists]


def band_case(rng, lengths, absent=()):
    """Curves of unequal lengths; an absent value is NaN in a run and null here."""
    curves = [rng.random(length) for length in lengths]
    for run, epoch in absent:
        curves[run][epoch] = np.nan
    table = np.full((len(curves), max(lengths)), np.nan)
    for row, curve in zip(table, curves):
        row[: len(curve)] = curve
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # epochs of one run or none
        mean, deviation = np.nanmean(table, axis=0), np.nanstd(table, axis=0, ddof=1)
    runs = np.isfinite(table).sum(0)
    return {
        "curves": [nulls(curve) for curve in curves],
        "mean": nulls(mean),
        "deviation": nulls(deviation),
        "runs": runs.tolist(),
    }


def nulls(values):
    return [float(value) if np.isfinite(value) else None for value in values]


def loss_case(rng, classes, spread, epochs=20, rows=3000):
    """A softmax regression on overlapping blobs: both kinds of loss of the same probabilities, epoch by epoch."""
    centres = rng.normal(size=(classes, classes)) * spread
    true = rng.integers(0, classes, 2 * rows)
    x = np.c_[centres[true] + rng.normal(size=(2 * rows, classes)), np.ones(2 * rows)]
    one_hot = np.eye(classes)[true]
    weights = np.zeros((classes + 1, classes))
    history = {key: [] for key in ("acc", "val_acc", "categorical", "val_categorical", "binary", "val_binary")}
    for _ in range(epochs):
        scores = x @ weights
        p = np.exp(scores - scores.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        for prefix, part in (("", slice(rows)), ("val_", slice(rows, None))):
            binary = [log_loss(one_hot[part, i], p[part, i], labels=[0, 1]) for i in range(classes)]
            history[f"{prefix}acc"].append(float((p[part].argmax(1) == true[part]).mean()))
            history[f"{prefix}categorical"].append(log_loss(true[part], p[part], labels=list(range(classes))))
            history[f"{prefix}binary"].append(float(np.mean(binary)))
        weights += 0.6 * x[:rows].T @ (one_hot[:rows] - p[:rows]) / rows
    rounded = {key: np.round(values, 6).tolist() for key, values in history.items()}
    return {"classes": classes, "spread": spread, **rounded}


def one_per_line(cases):
    """Short, and a change shows in a diff."""
    return "[\n" + ",\n".join(json.dumps(one, allow_nan=False) for one in cases) + "\n]"


def main():
    rng = np.random.default_rng(8)
    parts = {
        "wilson": wilson_cases(),
        "mcnemar": mcnemar_cases(),
        "holm": holm_cases(rng),
        "reports": [
            reports_case(rng, "two classes", 2, 300, (0.6, 0.7)),
            reports_case(rng, "three classes, the other is worse", 3, 400, (0.75, 0.55)),
            reports_case(rng, "five classes, one of them absent", 5, 350, (0.6, 0.62)),
        ],
        "bands": [band_case(rng, [5, 5, 5]), band_case(rng, [3, 6, 5, 4], [(1, 1), (3, 1), (1, 3), (2, 3), (3, 3)])],
        "losses": [loss_case(rng, classes, spread) for classes in (3, 5) for spread in (0.05, 0.5, 1, 3)],
    }
    versions = {
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
        "statsmodels": statsmodels.__version__,
    }
    body = ",\n".join(f'"{name}": {one_per_line(cases)}' for name, cases in parts.items())
    OUT.write_text(f'{{"versions": {json.dumps(versions)},\n{body}\n}}\n')


if __name__ == "__main__":
    main()
