"""Writes fixtures/orthogonal.json: Keras' Orthogonal initialiser, computed by NumPy from given normal numbers.

    python -m pip install numpy
    python reference/make_orthogonal_fixtures.py
"""

import json
from pathlib import Path

import numpy as np

OUT = Path(__file__).parent / "fixtures" / "orthogonal.json"


def orthogonal(normals, rows, columns):
    """keras.initializers.Orthogonal: QR of a tall matrix, signs that make R's diagonal positive, perhaps transposed."""
    q, r = np.linalg.qr(normals, mode="reduced")
    q *= np.sign(np.diag(r))
    return q.T if rows < columns else q


def main():
    rng = np.random.default_rng(1)
    cases = []
    for rows, columns in [(4, 4), (3, 9), (9, 3), (1, 5), (5, 1), (6, 18)]:
        normals = rng.standard_normal((max(rows, columns), min(rows, columns)))
        cases.append(
            {
                "rows": rows,
                "columns": columns,
                "normals_by_column": normals.T.ravel().tolist(),
                "matrix": orthogonal(normals, rows, columns).ravel().tolist(),
            }
        )
    lines = ",\n".join(json.dumps(case) for case in cases)
    OUT.write_text(f'{{"numpy": "{np.__version__}", "cases": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
