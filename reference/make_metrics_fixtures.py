"""Writes fixtures/metrics.json: confusion matrices and classification reports as scikit-learn computes them.

    python -m pip install numpy scikit-learn
    python reference/make_metrics_fixtures.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.metrics import classification_report, confusion_matrix

OUT = Path(__file__).parent / "fixtures" / "metrics.json"


def case(name, classes, true, predicted, keep_rows=True):
    """One case; rows of large cases are left out, their matrix is enough."""
    true, predicted = np.asarray(true, int), np.asarray(predicted, int)
    labels = list(range(classes))
    report = classification_report(true, predicted, labels=labels, output_dict=True, zero_division=0)
    rows = {"true": true.tolist(), "predicted": predicted.tolist()} if keep_rows else {}
    matrix = confusion_matrix(true, predicted, labels=labels).tolist()
    return {"name": name, "classes": classes, **rows, "matrix": matrix, "report": report}


def random_case(rng, classes, rows, skill):
    """True classes of unequal size, predicted rightly with probability `skill`."""
    shares = np.arange(1, classes + 1) / np.arange(1, classes + 1).sum()
    true = rng.choice(classes, rows, p=shares)
    predicted = np.where(rng.random(rows) < skill, true, rng.integers(0, classes, rows))
    return case(f"{classes} classes, {rows} rows", classes, true, predicted)


def matrix_case(name, matrix):
    """A case of many rows, given as its matrix."""
    matrix = np.asarray(matrix)
    true, predicted = np.indices(matrix.shape).reshape(2, -1).repeat(matrix.ravel(), axis=1)
    return case(name, len(matrix), true, predicted, keep_rows=False)


def main():
    rng = np.random.default_rng(1)
    cases = [random_case(rng, classes, 60 * classes, 0.7) for classes in (2, 3, 4, 5)]
    cases += [
        case("all right", 2, [0, 1, 1, 0], [0, 1, 1, 0]),
        case("all wrong: every ratio is zero", 2, [0, 1], [1, 0]),
        case("a class that is never predicted: zero division in precision", 3, [0, 1, 2, 2], [0, 1, 1, 0]),
        case("a class that is predicted but absent: zero division in recall", 3, [2, 2, 0], [0, 2, 1]),
        case("a class neither present nor predicted", 5, [0, 1, 3, 4, 4, 0], [0, 3, 3, 4, 1, 0]),
        case("one class only, all right", 3, [1, 1, 1], [1, 1, 1]),
        case("one class only, all wrong", 2, [1, 1, 1], [0, 0, 0]),
        case("one row", 2, [1], [1]),
        matrix_case("as large as a real test set", [[5023, 317], [391, 3115]]),
        matrix_case("very unequal classes", [[48211, 3, 0], [7, 1, 0], [2, 0, 0]]),
    ]
    lines = ",\n".join(json.dumps(one) for one in cases)  # one case per line: short, and a change shows in a diff
    OUT.write_text(f'{{"scikit-learn": "{sklearn.__version__}", "cases": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
