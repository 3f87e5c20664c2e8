"""Writes fixtures/reports: reports as LAM-Redshift's `save_in_dict` saves them, in the forms that are found in the wild, and one
run both as this studio's JSON (studio.json) and as `save_in_dict` saves it (studio.npy).

    python -m pip install -r reference/requirements.txt
    python reference/make_report_fixtures.py

Numbers are drawn from a seed; the classification reports are scikit-learn's.
"""

import json
from pathlib import Path

import numpy as np
from sklearn.metrics import classification_report, confusion_matrix

OUT = Path(__file__).parent / "fixtures" / "reports"
CURVES = {
    "acc": [0.61, 0.74, 0.81, 0.83],
    "loss": [0.66, 0.51, 0.42, 0.39],
    "val_acc": [0.6, 0.72, 0.79, 0.78],
    "val_loss": [0.64, 0.52, 0.43, 0.44],
}
SUMMARY = 'Model: "sequential"\nTotal params: 18,348,706\n'


def report(rng, classes, rows, names):
    """A whole report of random labels that are predicted rightly in three of four cases."""
    def matrix(count):
        true = rng.integers(0, classes, count)
        predicted = np.where(rng.random(count) < 0.75, true, rng.integers(0, classes, count))
        labels = list(range(classes))
        scores = classification_report(true, predicted, labels=labels, output_dict=True, zero_division=0)
        return confusion_matrix(true, predicted, labels=labels), scores

    train, _ = matrix(5 * rows)
    test, scores = matrix(rows)
    return {
        "conf_matrix_train": train,
        "conf_matrix_test": test,
        "nb_class": classes,
        "nom_classes": names,
        **{key: list(values) for key, values in CURVES.items()},
        "report": scores,
        "model_summary": SUMMARY,
        "lr": [float(np.float32(1e-4 * np.exp(-0.1 * epoch))) for epoch in range(4)],
    }


def outcomes(rng, classes, rows, fingerprint):
    """What became of each row of a test, its matrix and its classification report with the types of older scikit-learns."""
    true = rng.integers(0, classes, rows)
    predicted = np.where(rng.random(rows) < 0.75, true, rng.integers(0, classes, rows))
    labels = list(range(classes))
    scores = classification_report(true, predicted, labels=labels, output_dict=True, zero_division=0)
    for row in scores.values():
        if isinstance(row, dict):
            row["support"] = int(row["support"])
    digits = {"labels": "".join(map(str, true)), "predicted": "".join(map(str, predicted))}
    return {"fingerprint": fingerprint, **digits}, confusion_matrix(true, predicted, labels=labels), scores


def control_on(rng, rows, classes):
    """What became of the same rows by another classifier, which is right in two of three cases, and its matrix."""
    true = np.array([int(digit) for digit in rows["labels"]])
    predicted = np.where(rng.random(len(true)) < 0.6, true, rng.integers(0, classes, len(true)))
    matrix = confusion_matrix(true, predicted, labels=list(range(classes)))
    return {**rows, "predicted": "".join(map(str, predicted))}, matrix


def studio(rng):
    """The keys of `save_in_dict` of one run of this studio, and its `meta`. A value of val_loss is not finite."""
    classes, names = 3, ["Success", "Spurious", "Mismatch"]
    rows, test, scores = outcomes(rng, classes, 120, "7e57f00d")
    natural_rows, natural, natural_scores = outcomes(rng, classes, 60, "0a7e57f0")
    _, train, _ = outcomes(rng, classes, 560, "")
    control_rows, control = control_on(np.random.default_rng(9), rows, classes)
    saved = {
        "conf_matrix_train": train,
        "conf_matrix_test": test,
        "nb_class": classes,
        "nom_classes": names,
        **{key: list(values) for key, values in CURVES.items()},
        "report": scores,
        "model_summary": SUMMARY,
        "lr": [1e-3, 1e-3, 5e-4, 5e-4],
    }
    saved["val_loss"][3] = float("nan")
    counts = {"train": train, "validation": test, "test": test}
    meta = {
        "version": 1,
        "studio": "0.9.0",
        "created": "2026-11-26T20:15:00.000Z",
        "seed": 7,
        "model": "CNN-GRU",
        "target": "Success3",
        "input": "logPDF",
        "optimizer": "Adam",
        "schedule": "plateau",
        "epochs": 50,
        "patience": 10,
        "dropout": 0.6,
        "redshift": "value",
        "classWeights": "balanced",
        "batchSize": 128,
        "microBatchSize": 64,
        "backend": "wasm",
        "adapter": "SIMD, 2 threads",
        "dataset": {
            "name": "Success3/balanced",
            "fingerprint": "a1b2c3d4",
            "testFingerprint": "7e57f00d",
            "counts": {split: matrix.sum(axis=1).tolist() for split, matrix in counts.items()},
        },
        "overruled": ["2 objects of TRAIN are in TEST as well."],
        "preparation": {
            "splits": "drawn",
            "testFraction": 0.15,
            "validationFraction": 0.15,
            "seed": 1,
            "stratified": True,
            "balancing": "smallest",
            "deltaZThreshold": 1e-3,
            "drop": ["leaked", "no-class"],
            "dropped": {"leaked": 3, "no-class": 2},
            "undersampled": 112,
        },
        "bestEpoch": 3,
        "stoppedEarly": False,
        "status": "stopped",
        "incomplete": True,
        "trainMatrixOrigin": "best-train",
        "testLoss": 0.43,
        "testRows": rows,
        "naturalTest": {
            "counts": natural.sum(axis=1).tolist(),
            "excluded": 92,
            "thinned": 5,
            "conf_matrix": natural.tolist(),
            "acc": float(np.trace(natural) / natural.sum()),
            "loss": 0.35,
            "report": natural_scores,
            "rows": natural_rows,
        },
        "control": {
            "descriptors": ["modes", "entropy"],
            "trainRows": 400,
            "conf_matrix": control.tolist(),
            "acc": float(np.trace(control) / control.sum()),
            "loss": 0.62,
            "rows": control_rows,
        },
        "seconds": 12.5,
    }
    return saved, meta


def without(whole, *keys):
    return {key: value for key, value in whole.items() if key not in keys}


def plain(value):
    """Arrays as lists, for JSON."""
    return value.tolist() if isinstance(value, np.ndarray) else value


def null_for_nan(values):
    """A curve as JavaScript writes it."""
    return [None if isinstance(value, float) and np.isnan(value) else value for value in values]


def main():
    rng = np.random.default_rng(1)
    whole = report(rng, 3, 200, ["Flag 1", "Flags 2-9", "Flags 3-4"])
    latex = report(rng, 2, 150, ["$\\Delta$Z $< 10^{-3}$", "$\\Delta$Z $\\geq 10^{-3}$"])
    target = report(rng, 2, 150, None)
    nan = report(rng, 2, 90, ["Deltaz<1e-3", "Deltaz>=1e-3"])
    nan["val_loss"] = [float("nan"), 0.6, 0.5, float("inf")]
    nan["model_summary"] = 'says NaN and "Infinity"'
    files = {
        "whole.npy": whole,
        "latex-without-lr.npy": without(latex, "lr"),
        "nom-class-without-lr.npy": {**without(target, "nom_classes", "lr"), "nom_class": "DeltaZ"},
        "without-report.npy": without(whole, "report", "model_summary"),
        "without-matrices.npy": without(whole, "conf_matrix_train", "conf_matrix_test"),
    }
    saved, meta = studio(rng)
    files["studio.npy"] = saved
    OUT.mkdir(parents=True, exist_ok=True)
    for name, value in files.items():
        np.save(OUT / name, np.array(value, dtype=object), allow_pickle=True)
    (OUT / "nan.json").write_text(json.dumps({key: plain(value) for key, value in nan.items()}))
    written = {key: plain(value) for key, value in saved.items()}
    written["val_loss"] = null_for_nan(written["val_loss"])
    (OUT / "studio.json").write_text(json.dumps({**written, "meta": meta}, indent=1) + "\n")
    files["studio.json"] = saved
    expected = {name: value.get("report", whole["report"]) for name, value in {**files, "nan.json": nan}.items()}
    (OUT / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


if __name__ == "__main__":
    main()
