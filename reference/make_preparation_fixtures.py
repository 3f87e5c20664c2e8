"""Writes fixtures/preparation.json: classes, undersampling, sizes of splits and class weights, as NumPy and
scikit-learn have them.

    python -m pip install numpy scikit-learn
    python reference/make_preparation_fixtures.py

The rules of the five targets are written out by hand from LAM-Redshift's documentation; letter case of a status and
spaces around it do not count, as in the studio.

imbalanced-learn is not needed: its RandomUnderSampler is documented to draw every class but the smallest down to the size
of the smallest one, without replacement, which is a line of NumPy.

scikit-learn draws lots where two classes have equal claims to a row of a stratified split. `outcomes` holds every
result of 100 seeds, so that a case without ties has exactly one.
"""

import json
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn.model_selection import train_test_split
from sklearn.utils.class_weight import compute_class_weight

OUT = Path(__file__).parent / "fixtures" / "preparation.json"
OBJECTS = 500
STATUSES = ["success", "spurious", "mismatch", "Success", " MISMATCH ", "redone", ""]
FLAGS = [1, 2, 3, 4, 9, 3.5, 1.9, 2.25, 4.75, 9.5, 0, 5, -1, 0.5]
# test fraction of all, validation fraction of the rest
FRACTIONS = [(0.15, 0.15), (0.2, 0.25), (0.1, 0.3), (0.33, 0.12)]


def attributes(rng):
    """DeltaZ, status and flag of every object; NaN and None where there is none."""
    delta_z = np.round(rng.choice([-1, 1], OBJECTS) * 10 ** rng.uniform(-5, -0.5, OBJECTS), 7)
    delta_z[rng.choice(OBJECTS, 12, replace=False)] = np.nan
    below = np.nextafter([1e-3, 5e-3], 0).tolist()
    edges = [1e-3, -1e-3, 5e-3, -5e-3, *below, 0.0, -0.0, np.inf, -np.inf]
    delta_z[: len(edges)] = edges
    status = rng.choice(STATUSES, OBJECTS, p=[0.5, 0.12, 0.15, 0.08, 0.05, 0.06, 0.04]).tolist()
    shares = [0.1, 0.12, 0.16, 0.2, 0.1, 0.06, 0.05, 0.05, 0.05, 0.05, 0.015, 0.015, 0.015, 0.015]
    flag = rng.choice(FLAGS, OBJECTS, p=shares)
    flag[rng.choice(OBJECTS, 8, replace=False)] = np.nan
    return delta_z, status, flag


def targets(delta_z, status, flag):
    """Class index of every object by target; -1 without a class."""
    unknown = np.isnan(delta_z)
    status = np.char.lower(np.char.strip(np.asarray(status, "U16")))
    order3 = {"success": 0, "spurious": 1, "mismatch": 2}
    order2 = {"success": 0, "spurious": 1, "mismatch": 1}
    group = {1: 0, 2: 1, 9: 1, 3: 2, 4: 2}
    single = {9: 0, 1: 1, 2: 2, 3: 3, 4: 4}
    whole = np.floor(np.where(np.isnan(flag), -1, flag)).astype(int)
    flags = ["Flag 9", "Flag 1", "Flag 2", "Flag 3", "Flag 4"]
    return [
        ("DeltaZ", 1e-3, ["Deltaz<1e-3", "Deltaz>=1e-3"], np.where(unknown, -1, np.abs(delta_z) >= 1e-3)),
        ("DeltaZ", 5e-3, ["Deltaz<5e-3", "Deltaz>=5e-3"], np.where(unknown, -1, np.abs(delta_z) >= 5e-3)),
        ("Success2", None, ["Success", "Spurious/Mismatch"], np.array([order2.get(s, -1) for s in status])),
        ("Success3", None, ["Success", "Spurious", "Mismatch"], np.array([order3.get(s, -1) for s in status])),
        ("Flag3", None, ["Flag 1", "Flags 2-9", "Flags 3-4"], np.array([group.get(f, -1) for f in whole])),
        ("Flag", None, flags, np.array([single.get(f, -1) for f in whole])),
    ]


def count(labels, classes):
    return np.bincount(labels, minlength=classes).tolist()


def random_under_sampler(labels, rng):
    """RandomUnderSampler(sampling_strategy='auto'): rows that stay."""
    smallest = np.bincount(labels)[np.unique(labels)].min()
    rows = [np.flatnonzero(labels == c) for c in np.unique(labels)]
    return np.concatenate([rng.choice(own, smallest, replace=False) for own in rows])


def tenth_more(labels, rng):
    """processData.py: every class to at most int(1.1 x the smallest)."""
    most = int(1.1 * np.bincount(labels)[np.unique(labels)].min())
    rows = [np.flatnonzero(labels == c) for c in np.unique(labels)]
    return np.concatenate([rng.choice(own, min(len(own), most), replace=False) for own in rows])


def sizes(rows, test, validation):
    """train, validation, test of two plain calls."""
    rest, tested = train_test_split(np.arange(rows), test_size=test, random_state=0)
    trained, validated = train_test_split(rest, test_size=validation, random_state=0)
    return [len(trained), len(validated), len(tested)]


def stratified(counts, test, validation):
    """Every result of two stratified calls: train, validation, test, each per class."""
    labels = np.repeat(np.arange(len(counts)), counts)
    outcomes = set()
    for seed in range(100 if len(labels) < 5000 else 3):
        rest, tested = train_test_split(labels, test_size=test, stratify=labels, random_state=seed)
        trained, validated = train_test_split(rest, test_size=validation, stratify=rest, random_state=seed)
        outcomes.add(tuple(tuple(count(part, len(counts))) for part in (trained, validated, tested)))
    return {"counts": list(counts), "test": test, "validation": validation, "outcomes": sorted(outcomes)}


def weights(counts):
    """compute_class_weight('balanced') over the classes that are present, 0 for the others."""
    labels = np.repeat(np.arange(len(counts)), counts)
    present = np.unique(labels)
    found = compute_class_weight("balanced", classes=present, y=labels)
    by_class = dict(zip(present.tolist(), found.tolist()))
    return {"counts": list(counts), "weights": [by_class.get(c, 0) for c in range(len(counts))]}


def target(name, threshold, classes, labels, rng):
    """Classes and counts of a target, and what undersampling and splits make of its objects."""
    labels = labels.astype(int)
    known = labels[labels >= 0]
    kept = known[tenth_more(known, rng)]
    return {
        "target": name,
        "threshold": threshold,
        "names": classes,
        # a digit per object, a dot without a class
        "classes": "".join("." if c < 0 else str(c) for c in labels),
        "counts": count(known, len(classes)),
        "unknown": int((labels < 0).sum()),
        "smallest": count(known[random_under_sampler(known, rng)], len(classes)),
        "tenthMore": count(kept, len(classes)),
        # each class on its own, as processData.py
        "tenthMoreSizes": [[sizes(n, *f) for n in count(kept, len(classes))] for f in FRACTIONS],
        "smallestSizes": [sizes(len(classes) * np.bincount(known).min(), *f) for f in FRACTIONS],
        "stratified": [stratified(count(known, len(classes)), *f) for f in FRACTIONS],
    }


def lines(items):
    """One item per line: short, and a change shows in a diff."""
    return "[\n" + ",\n".join(json.dumps(item, allow_nan=False) for item in items) + "\n]"


def text_if_not_finite(value):
    """JSON has no NaN."""
    return float(value) if np.isfinite(value) else {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(value)]


def main():
    warnings.simplefilter("error")
    rng = np.random.default_rng(7)
    delta_z, status, flag = attributes(rng)
    columns = {
        "deltaZ": [text_if_not_finite(v) for v in delta_z.tolist()],
        "status": [STATUSES.index(s) for s in status],
        "flag": [text_if_not_finite(v) for v in flag.tolist()],
    }
    parts = {
        "scikit-learn": json.dumps(sklearn.__version__),
        "numpy": json.dumps(np.__version__),
        "statuses": json.dumps(STATUSES),
        "fractions": json.dumps(FRACTIONS),
        **{key: json.dumps(values, separators=(",", ":")) for key, values in columns.items()},
        "targets": lines([target(*one, rng) for one in targets(delta_z, status, flag)]),
        "plain": lines(
            {"rows": n, "test": t, "validation": v, "sizes": sizes(n, t, v)}
            for n in (13, 97, 100, 500, 1001, 58977)
            for t, v in FRACTIONS
        ),
        "stratified": lines(
            [
                stratified([48211, 903, 17], 0.15, 0.15),
                stratified([31007, 27970], 0.15, 0.15),
                stratified([9, 14, 25, 40, 61], 0.15, 0.15),
                # equal in exact arithmetic, decided by rounding in float64
                stratified([3, 16, 33], 0.15, 0.15),
                # ties
                stratified([20, 20], 0.15, 0.15),
                stratified([7, 7, 7], 0.3, 0.3),
                stratified([50, 50, 100], 0.15, 0.15),
            ]
        ),
        "weights": lines(
            weights(c)
            for c in ([48211, 903, 17], [1, 1], [30, 0, 12], [0, 5], [3, 8, 21, 55, 144], [31007, 27970])
        ),
    }
    OUT.write_text("{" + ",\n".join(f"{json.dumps(key)}: {value}" for key, value in parts.items()) + "}\n")


if __name__ == "__main__":
    main()
