"""Reads an exported `.npy` report as LAM-Redshift's fig.py does, and checks keys, types and numbers.

    python -m pip install -r reference/requirements.txt
    python reference/check_report.py exported.npy
    python reference/check_report.py exported.npy --same-as report.json

Recomputes scikit-learn's classification report from the matrix of test and compares it with the one that was saved. With
`--same-as`, a JSON or `.npy` report of the same run, all other values are compared too. Prints what differs, and ends with
status 1 where something does. It writes nothing.
"""

import argparse
import json
import math
import sys
from pathlib import Path

import numpy as np
from sklearn.metrics import classification_report

KEYS = [
    "conf_matrix_train", "conf_matrix_test", "nb_class", "nom_classes", "acc", "loss", "val_acc", "val_loss", "report",
    "model_summary", "lr",
]  # fmt: skip
CURVES = ("acc", "loss", "val_acc", "val_loss")
METRICS = ["precision", "recall", "f1-score", "support"]
TOLERANCE = 1e-12


def forms(saved):
    """What has another key, order or type than save_in_dict gives it."""
    if type(saved) is not dict:
        yield f"the file holds {type(saved).__name__}; expected dict"
        return
    if list(saved) != KEYS:
        yield f"keys are {', '.join(map(str, saved))}; expected {', '.join(KEYS)}"
        return
    classes = saved["nb_class"]
    if type(classes) is not int:
        yield f"nb_class is {type(classes).__name__}; expected int"
        return
    for key in ("conf_matrix_train", "conf_matrix_test"):
        matrix = saved[key]
        if type(matrix) is not np.ndarray:
            yield f"{key} is {type(matrix).__name__}; expected numpy.ndarray"
        elif matrix.dtype != np.int64 or matrix.shape != (classes, classes) or not matrix.flags.c_contiguous:
            yield f"{key} is {matrix.dtype} {matrix.shape}; expected int64 ({classes}, {classes}) in C order"
    yield from list_forms(saved, "nom_classes", str, classes)
    for key in CURVES:
        yield from list_forms(saved, key, float, len(saved["val_loss"]))
    # fig.py does not draw these two: a report that lacks them has None
    if saved["lr"] is not None:
        yield from list_forms(saved, "lr", float, None)
    if type(saved["model_summary"]) not in (str, type(None)):
        yield f"model_summary is {type(saved['model_summary']).__name__}; expected str"
    yield from report_forms(saved["report"], classes)


def list_forms(saved, key, kind, length):
    values = saved[key]
    if type(values) is not list or not all(type(value) is kind for value in values):
        yield f"{key} is {type(values).__name__}; expected a list of {kind.__name__}"
    elif length is not None and len(values) != length:
        yield f"{key} has {len(values)} values; expected {length}"


def report_forms(report, classes):
    keys = [str(i) for i in range(classes)] + ["accuracy", "macro avg", "weighted avg"]
    if type(report) is not dict or list(report) != keys:
        yield f"report has {list(report)}; expected {keys}"
        return
    for key, row in report.items():
        if key == "accuracy":
            if type(row) is not float:
                yield f"report: accuracy is {type(row).__name__}; expected float"
        elif list(row) != METRICS:
            yield f"report: {key} has {list(row)}; expected {METRICS}"
        elif [type(value) for value in row.values()] != [float, float, float, int]:
            yield f"report: {key} has {[type(value).__name__ for value in row.values()]}; expected three float and an int"


def what_fig_reads(saved):
    """The numbers that fig.py draws, by its own steps but for the drawing. It fails where fig.py would."""
    classes = saved["nb_class"]
    shares = {}
    for key in ("conf_matrix_train", "conf_matrix_test"):
        matrix = saved[key].astype(float)
        with np.errstate(invalid="ignore"):
            shares[key] = np.array([matrix[i, :] / np.sum(matrix[i, :]) for i in range(classes)])
        labels = [f"{share:.2%}\n\n{count:0.0f}" for share, count in zip(shares[key].flatten(), matrix.flatten())]
        np.asarray(labels).reshape(classes, classes)
    curves = [saved[key] for key in CURVES]
    top = np.max([np.max(curve) for curve in curves])
    best_epoch = int(np.argmin(saved["val_loss"]) + 1)
    epochs = np.linspace(1, len(saved["val_loss"]), len(saved["val_loss"]))
    if any(len(curve) != len(epochs) for curve in curves):
        raise ValueError("curves of different lengths")
    cells = np.round([list(saved["report"].get(str(i)).values()) for i in range(classes)], 2)
    columns = list(saved["report"]["0"].keys())
    if cells.shape != (len(saved["nom_classes"]), len(columns)):
        raise ValueError(f"a table of {cells.shape} for {len(saved['nom_classes'])} classes")
    return best_epoch, float(top), cells


def recomputed(saved):
    """What differs from scikit-learn's report of the labels that the matrix of test counts."""
    matrix = saved["conf_matrix_test"]
    true, predicted = np.indices(matrix.shape).reshape(2, -1).repeat(matrix.ravel(), axis=1)
    labels = list(range(saved["nb_class"]))
    expected = classification_report(true, predicted, labels=labels, output_dict=True, zero_division=0)
    if "accuracy" not in expected:  # scikit-learn calls it so where every label is asked for and one lacks
        expected["accuracy"] = expected.pop("micro avg")["f1-score"]
    yield from differences("report", saved["report"], expected)


def differences(place, found, expected):
    """Places where two values differ; numbers are equal to 1e-12, NaN equals NaN, arrays their lists, None what lacks."""
    if isinstance(found, np.ndarray):
        found = found.tolist()
    if isinstance(expected, np.ndarray):
        expected = expected.tolist()
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in dict.fromkeys([*expected, *found]):
            yield from differences(f"{place}.{key}", found.get(key), expected.get(key))
    elif isinstance(expected, list) and isinstance(found, list):
        if len(found) != len(expected):
            yield f"{place} has {len(found)} values; expected {len(expected)}"
        for i, (one, other) in enumerate(zip(found, expected)):
            yield from differences(f"{place}[{i}]", one, other)
    elif not is_same(found, expected):
        yield f"{place} is {found!r}; expected {expected!r}"


def is_same(found, expected):
    if isinstance(found, float) and math.isnan(found):
        return expected is None or (isinstance(expected, float) and not math.isfinite(expected))
    if isinstance(found, (int, float)) and isinstance(expected, (int, float)):
        return abs(found - expected) <= TOLERANCE * max(1, abs(expected))
    return found == expected


def load(path):
    """The dictionary of a report of either format."""
    if path.suffix == ".npy":
        return np.load(path, allow_pickle=True).item()
    return json.loads(path.read_text())


def compared(saved, other):
    """What differs from another report of the same run. What that one lacks is not compared, but must be None where it may be."""
    for key in KEYS:
        if other.get(key) is not None:
            yield from differences(key, saved[key], other[key])
        elif key in ("model_summary", "lr") and saved[key] is not None:
            yield f"{key} is there, but not in the other report"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=Path, help="the exported .npy")
    parser.add_argument("--same-as", type=Path, help="a report of the same run, JSON or .npy")
    arguments = parser.parse_args()

    saved = load(arguments.report)
    problems = list(forms(saved))
    if not problems:
        best_epoch, top, cells = what_fig_reads(saved)
        print(f"{arguments.report.name}: {saved['nb_class']} classes, {saved['conf_matrix_test'].sum()} test objects")
        print(f"  best epoch {best_epoch} of {len(saved['val_loss'])}, highest value of a curve {top:.4f}")
        for name, row in zip(saved["nom_classes"], cells):
            print(f"  {name}: {row.tolist()}")
        problems += recomputed(saved)
        if arguments.same_as is not None:
            problems += compared(saved, load(arguments.same_as))
    for problem in problems:
        print(f"DIFFERS {problem}")
    print("differs" if problems else "OK")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
