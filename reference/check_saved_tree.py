"""Reads a tree that the studio saved as LAM-Redshift's load_processed does, and compares it with what was expected.

    python -m pip install numpy
    npm run data -- my-data --save saved
    python reference/check_saved_tree.py saved/DeltaZ/balanced --points 17908 --counts TRAIN=3000,3000 VALID=530,530 TEST=623,623

Prints what it read, and ends with status 1 where something differs. It writes nothing.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

SPLITS = ("TRAIN", "VALID", "TEST")
# columns of an attribute table; the flag is in the last one
NUMBERS = {"redshift": 1, "deltaZ": 3, "log-evidence": 6, "flag": -1}
STATUS = 5


def to_categorical(labels, classes):
    """As Keras' function: one-hot rows."""
    return np.eye(classes, dtype="float32")[labels]


def load_processed(folder, classes):
    """Posteriors [object, z, 1], one-hot labels, class indices and attributes (None without a file) of one split."""
    x = np.load(folder / "X.npy")
    y = np.load(folder / "Y.npy")
    table = folder / "attributes.npy"
    attributes = np.load(table, allow_pickle=True) if table.exists() else None
    return x[..., np.newaxis], to_categorical(y, classes), y, attributes


def describe(split, x, one_hot, y, attributes):
    """Prints shapes, types and counts of one split."""
    print(f"{split}: X {x.shape} {x.dtype.str}, one-hot {one_hot.shape}, Y {y.shape} {y.dtype.str}")
    print(f"  objects per class {one_hot.sum(axis=0).astype(int).tolist()}, -inf in X {int(np.isneginf(x).sum())}")
    if attributes is None:
        print("  no attributes")
        return
    statuses, counts = np.unique(attributes[:, STATUS].astype(str), return_counts=True)
    print(f"  attributes {attributes.shape} {attributes.dtype.str}, status {dict(zip(statuses.tolist(), counts.tolist()))}")
    for name, column in NUMBERS.items():
        values = attributes[:, column].astype(float)
        known = values[~np.isnan(values)]
        extent = f"{known.min()} to {known.max()}" if len(known) else "nothing"
        print(f"  {name}: {extent}, {len(values) - len(known)} not known")


def differences(split, x, y, attributes, zgrid, points, counts):
    """What differs from the form that load_processed needs, and from the expected numbers."""
    found = np.bincount(y, minlength=len(counts)).tolist()
    if x.dtype.str != "<f4" or not x.flags.c_contiguous:
        yield f"{split}: X is {x.dtype.str}, C order {x.flags.c_contiguous}; expected <f4 in C order"
    if x.shape[1] != points:
        yield f"{split}: {x.shape[1]} points; expected {points}"
    if np.isnan(x).any() or np.isposinf(x).any():
        yield f"{split}: X holds NaN or +inf"
    if y.dtype.str != "<i8" or y.ndim != 1 or len(y) != len(x):
        yield f"{split}: Y is {y.dtype.str} {y.shape}; expected <i8 ({len(x)},)"
    if found != counts:
        yield f"{split}: {found} objects per class; expected {counts}"
    if attributes is None:
        return
    if attributes.dtype != object or attributes.ndim != 2 or len(attributes) != len(x) or attributes.shape[1] < 8:
        yield f"{split}: attributes are {attributes.dtype} {attributes.shape}; expected objects, 8 columns or more"
        return
    redshift = attributes[:, NUMBERS["redshift"]].astype(float)
    off = redshift[~np.isnan(redshift) & ~np.isin(redshift, zgrid)] if zgrid is not None else []
    if len(off):
        yield f"{split}: {len(off)} redshifts are not on the grid, first {off[0]}"


def expected_counts(text):
    """`TRAIN=3,3` as a pair."""
    split, _, counts = text.partition("=")
    if split not in SPLITS or not counts:
        raise argparse.ArgumentTypeError(f"{text}: expected one of {', '.join(SPLITS)}, = and objects per class")
    return split, [int(count) for count in counts.split(",")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder that holds TRAIN, VALID and TEST")
    parser.add_argument("--points", type=int, required=True, help="expected values per posterior")
    parser.add_argument("--counts", type=expected_counts, nargs=3, required=True, help="expected objects per class")
    parser.add_argument("--no-attributes", action="store_true", help="no split has attributes")
    arguments = parser.parse_args()
    counts = dict(arguments.counts)
    missing = [split for split in SPLITS if split not in counts]
    if missing:
        parser.error(f"--counts lacks {', '.join(missing)}")

    grid = arguments.folder.parent.parent / "zgrid.npy"
    zgrid = np.load(grid) if grid.exists() else None
    print("no zgrid" if zgrid is None else f"zgrid: {zgrid.shape} {zgrid.dtype.str}, {zgrid[0]} to {zgrid[-1]}")
    problems = []
    if zgrid is not None and zgrid.shape != (arguments.points,):
        problems.append(f"zgrid has shape {zgrid.shape}; expected ({arguments.points},)")
    for split in SPLITS:
        x, one_hot, y, attributes = load_processed(arguments.folder / split, len(counts[split]))
        describe(split, x, one_hot, y, attributes)
        problems += differences(split, x, y, attributes, zgrid, arguments.points, counts[split])
        if (attributes is None) != arguments.no_attributes:
            problems.append(f"{split}: attributes {'are absent' if attributes is None else 'were not expected'}")
    for problem in problems:
        print(f"DIFFERS {problem}")
    print("differs" if problems else "as expected")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
