"""Writes fixtures/reports: reports as LAM-Redshift's `save_in_dict` saves them, in the forms that are found in the wild.

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


def without(whole, *keys):
    return {key: value for key, value in whole.items() if key not in keys}


def plain(value):
    """Arrays as lists, for JSON."""
    return value.tolist() if isinstance(value, np.ndarray) else value


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
    OUT.mkdir(parents=True, exist_ok=True)
    for name, value in files.items():
        np.save(OUT / name, np.array(value, dtype=object), allow_pickle=True)
    (OUT / "nan.json").write_text(json.dumps({key: plain(value) for key, value in nan.items()}))
    expected = {name: value.get("report", whole["report"]) for name, value in {**files, "nan.json": nan}.items()}
    (OUT / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


if __name__ == "__main__":
    main()
