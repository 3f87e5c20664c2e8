"""Labels and attributes of a small pre-split tree, written by NumPy as LAM-Redshift wrote them.

    python reference/make_journey_fixtures.py reference/fixtures/journey

Writes TRAIN|VALID|TEST/{Y.npy, attributes.npy} for target DeltaZ: Y int64 (1-D), attributes an object array (N, 9),
pickled. The browser journeys add an X.npy of the real width, 17,908, with a posterior per row that fits these rows.
Column 1 is exactly a float32 value of the redshift grid, as in the real attributes.
"""

import sys
from pathlib import Path

import numpy as np

ROWS = {"TRAIN": 160, "VALID": 40, "TEST": 60}
POINTS = 17908


def main(out: Path) -> None:
    rng = np.random.default_rng(1)
    zgrid = np.expm1(np.arange(POINTS) * 1e-4).astype(np.float32)
    out.mkdir(parents=True, exist_ok=True)
    for split, rows in ROWS.items():
        wrong = rng.random(rows) < 0.4
        delta_z = np.where(wrong, rng.uniform(0.01, 2.0, rows), rng.uniform(0.0, 9e-4, rows))
        attributes = np.empty((rows, 9), dtype=object)
        for i in range(rows):
            status = "success" if not wrong[i] else ("spurious" if rng.random() < 0.5 else "mismatch")
            attributes[i] = [
                f"{split.lower()}-{i:04d}",
                zgrid[rng.integers(2000, 12000)],
                float(rng.uniform(17, 25)),
                float(delta_z[i] * rng.choice([-1, 1])),
                float(rng.uniform(0, 1e-3)),
                status,
                float(-rng.uniform(900, 3000)),
                float(rng.uniform(0, 50)),
                int(rng.choice([1, 2, 9]) if wrong[i] else rng.choice([3, 4])),
            ]
        folder = out / split
        folder.mkdir(exist_ok=True)
        np.save(folder / "Y.npy", wrong.astype(np.int64))
        np.save(folder / "attributes.npy", attributes, allow_pickle=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
