"""Writes fixtures/audit.json: small splits with equal, nearly equal and contradictory rows, and what an audit must say of them.

    python -m pip install numpy
    python reference/make_audit_fixtures.py

Everything is found by comparing whole rows with each other, and nothing by hashes. A posterior is three small integers.
"""

import json
import math
from pathlib import Path

import numpy as np

OUT = Path(__file__).parent / "fixtures" / "audit.json"
SPLITS = ("train", "validation", "test")
PAIRS = (("test", "train"), ("validation", "train"), ("test", "validation"))
EARLIER = {"train": (), "validation": ("train",), "test": ("train", "validation")}
CLASSES = 2
NO_CLASS = 255
SHOWN = 5


def posteriors(objects):
    """Different objects have different posteriors."""
    objects = np.asarray(objects)
    return np.stack([objects % 9, objects // 9 % 9, objects // 81], axis=1)


def columns(splits):
    """Rows of all splits, one split after another; an object gives its row, class, redshift and log-evidence."""
    objects = np.concatenate([np.asarray(splits[name], int) for name in SPLITS])
    return {
        "sizes": {name: len(splits[name]) for name in SPLITS},
        "values": posteriors(objects),
        "labels": objects % CLASSES,
        "redshift": (objects % 50).astype(float),
        "logEvidence": -objects.astype(float),
        "ids": objects.copy(),
    }


def expected(data):
    """What holds for every pair of rows, worked out for every pair of rows."""
    sizes = [data["sizes"][name] for name in SPLITS]
    owner = np.repeat(np.arange(3), sizes)
    number = np.concatenate([np.arange(size) for size in sizes])
    values, labels = data["values"], data["labels"]
    total = len(values)
    same = (values[:, None, :] == values[None, :, :]).all(axis=2)
    groups = np.unique(values, axis=0, return_inverse=True)[1].reshape(-1)
    assert (same == (groups[:, None] == groups[None, :])).all()
    near = data["redshift"][:, None] == data["redshift"][None, :]
    near &= data["logEvidence"][:, None] == data["logEvidence"][None, :]  # NaN equals nothing
    objects = data["ids"][:, None] == data["ids"][None, :]
    before = np.tri(total, k=-1, dtype=bool)  # [row, an earlier one]

    def mask(name):
        return owner == SPLITS.index(name)

    def found(rows, whole):
        listed = number[rows].tolist()
        return {"count": len(listed), "share": len(listed) / whole if whole else 0, "rows": listed[:SHOWN]}

    def within(relation):
        """For each split its rows that resemble an earlier one of the split."""
        of_split = {}
        for name in SPLITS:
            own = mask(name)
            hits = own & (relation & before & own[None, :]).any(axis=1)
            of_split[name] = found(hits, own.sum())
        return of_split

    def between(relation):
        """For each pair the rows of the first split that resemble one of the second, and equal none there."""
        of_pair = {}
        for name, other in PAIRS:
            own = mask(name)
            resembles = (relation & mask(other)[None, :]).any(axis=1)
            equals = (same & mask(other)[None, :]).any(axis=1)
            hits = own & resembles & (equals if relation is same else ~equals)
            of_pair[f"{name}-{other}"] = found(hits, own.sum())
        return of_pair

    def dropped(relation):
        """Rows that resemble one of an earlier split."""
        rows = np.zeros(total, bool)
        for name in SPLITS:
            for other in EARLIER[name]:
                rows |= mask(name) & (relation & mask(other)[None, :]).any(axis=1)
        return int(rows.sum())

    known = labels != NO_CLASS
    contradicts = same & (labels[:, None] != labels[None, :]) & known[:, None] & known[None, :]
    mixed = np.unique(groups[contradicts.any(axis=1)])
    test = mask("test")
    in_train = (same & mask("train")[None, :]).any(axis=1)
    in_validation = (same & mask("validation")[None, :]).any(axis=1)
    # a copy of an earlier row of the split is told as a repeated row, and resembles nothing besides
    copies = np.zeros(total, bool)
    for name in SPLITS:
        copies |= mask(name) & (same & before & mask(name)[None, :]).any(axis=1)
    return {
        "repeated": within(same),
        "leaks": between(same),
        "near": between(near),
        "nearWithin": within(near & ~copies[:, None]),
        "objects": between(objects),
        "disagreeing": {"groups": len(mixed), "rows": int(np.isin(groups, mixed).sum())},
        "unseen": found(test & ~in_train & ~in_validation, test.sum()),
        "drop": {
            "leaked": dropped(same),
            "near-leaked": dropped(near & ~same),
            "same-object": dropped(objects & ~same),
            "repeated": int(copies.sum()),
        },
    }


def process_data(objects, rng, by_class=False):
    """processData.py with its defect: TEST is x[test_size:] where x[N - test_size:] was meant."""
    objects = np.asarray(objects)
    kinds = [objects[objects % CLASSES == kind] for kind in range(CLASSES)] if by_class else [objects]
    parts = []
    for x in kinds:
        x = rng.permutation(x)
        test_size = math.ceil(0.15 * len(x))
        rest = x[: len(x) - test_size]
        validation_size = math.ceil(0.15 * len(rest))
        parts.append((rest[:-validation_size], rest[-validation_size:], x[test_size:]))
    return dict(zip(SPLITS, map(np.concatenate, zip(*parts))))


def shuffled(splits, rng):
    return {name: rng.permutation(rows) for name, rows in splits.items()}


def case(name, data, pattern):
    """`pattern`: whether processData.py made the splits."""
    answer = expected(data)
    plain = {
        key: np.where(np.isnan(column), None, column.astype(object)).tolist()
        for key, column in data.items()
        if key in ("redshift", "logEvidence")
    }
    rest = {key: data[key].tolist() for key in ("labels", "ids")}
    values = "".join(str(digit) for digit in data["values"].ravel())
    return {
        "name": name,
        "sizes": data["sizes"],
        "values": values,
        **rest,
        **{key: [None if v is None else int(v) for v in column] for key, column in plain.items()},
        "pattern": pattern,
        "expected": answer,
    }


def cases(rng):
    def split_of(order, train, validation):
        return dict(zip(SPLITS, np.split(order, [train, train + validation])))

    clean = split_of(rng.permutation(100), 60, 20)
    yield case("clean", columns(clean), False)

    leaky = {name: rows.copy() for name, rows in clean.items()}
    leaky["test"][[2, 7, 11]] = leaky["train"][[5, 9, 40]]
    leaky["test"][[3, 4]] = leaky["validation"][[0, 1]]
    leaky["validation"][[6, 8]] = leaky["train"][[5, 30]]
    leaky["train"][50:53] = leaky["train"][7]
    leaky["test"][19] = leaky["test"][0]
    yield case("leaks by chance, repeated rows", columns(leaky), False)

    x = np.arange(121)
    made = process_data(x, rng)
    yield case("processData.py, in order", columns(made), True)
    yield case("processData.py, shuffled", columns(shuffled(made, rng)), True)
    by_class = process_data(x, rng, by_class=True)
    yield case("processData.py by class, in order", columns(by_class), True)
    yield case("processData.py by class, shuffled", columns(shuffled(by_class, rng)), True)
    again = process_data(np.concatenate([x, x[:12]]), rng)
    yield case("processData.py, some objects twice", columns(shuffled(again, rng)), True)

    fresh = np.arange(200, 240)
    held = {"train": np.arange(60), "validation": np.arange(60, 80)}
    other = {**held, "test": np.concatenate([held["validation"], held["train"][:10], fresh])}
    yield case("VALID in TEST, but 50 of TRAIN are not and 40 are new", columns(other), False)
    whole = {**held, "test": np.concatenate([held["train"], held["validation"]])}
    yield case("TEST is all the others", columns(whole), False)

    near = columns(clean)
    start = {"train": 0, "validation": 60, "test": 80}
    twins = [("test", 4, "train", 3), ("test", 9, "validation", 2), ("validation", 5, "train", 8)]
    twins += [("train", 20, "train", 10), ("train", 30, "train", 10), ("test", 15, "test", 14)]
    twins += [("test", 12, "train", 50)]
    for split, row, other_split, other_row in twins:
        to, source = start[split] + row, start[other_split] + other_row
        for key in ("redshift", "logEvidence", "ids"):
            near[key][to] = near[key][source]
    # a copy of a row that has a twin, a copy and a twin in two splits, and a pair without log-evidence
    near["values"][40] = near["values"][20]
    for key in ("redshift", "logEvidence", "ids"):
        near[key][40] = near[key][20]
    near["values"][start["test"] + 12] = near["values"][50]
    near["redshift"][51], near["logEvidence"][51] = near["redshift"][50], near["logEvidence"][50]
    near["logEvidence"][[33, start["test"] + 17]] = np.nan
    near["redshift"][start["test"] + 17] = near["redshift"][33]
    yield case("near duplicates, objects under two rows", near, False)

    mixed = columns(leaky)
    mixed["labels"][[5, 50]] = 1 - mixed["labels"][[5, 50]]
    mixed["labels"][51] = NO_CLASS
    mixed["labels"][80 + 3] = NO_CLASS
    yield case("equal posteriors with other labels", mixed, False)


def widths(rng):
    """Effective widths: quartiles of ln(width) as numpy.quantile gives them, and what lies 3 interquartile ranges beyond."""
    for name, count, extra in (
        ("both sides", 150, [1.0004, 1.1, 17908, 9000, 2.0]),
        ("an even number", 96, [5000.5, 1.2]),
        ("none outside", 61, []),
        ("as few as may be", 18, [1.5, 12000]),
    ):
        values = np.concatenate([np.exp(rng.normal(4, 0.3, count)), extra])
        values = rng.permutation(np.float32(np.round(values, 3)))
        logs = np.log(values.astype(np.float64))
        lower, upper = np.quantile(logs, [0.25, 0.75])
        low, high = np.exp([lower - 3 * (upper - lower), upper + 3 * (upper - lower)])
        outside = np.flatnonzero((values < low) | (values > high))
        yield {
            "name": name,
            "widths": [round(float(value), 3) for value in values],
            "low": low,
            "high": high,
            "narrow": int((values < low).sum()),
            "wide": int((values > high).sum()),
            "onePoint": int((values < 1.001).sum()),
            "rows": outside[:SHOWN].tolist(),
        }


def main():
    rng = np.random.default_rng(7)
    splits = ",\n".join(json.dumps(one, separators=(",", ":")) for one in cases(rng))
    tails = ",\n".join(json.dumps(one, separators=(",", ":")) for one in widths(rng))
    OUT.write_text(f'{{"numpy": "{np.__version__}", "splits": [\n{splits}\n], "widths": [\n{tails}\n]}}\n')


if __name__ == "__main__":
    main()
