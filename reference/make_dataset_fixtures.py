"""Writes one small data set in every format and layout that the studio reads, for src/data/formats.test.ts.

    python -m pip install -r requirements.txt
    python make_dataset_fixtures.py              writes fixtures/datasets/VARIANT/... and fixtures/datasets/expected.json

All variants hold the same objects: 48 to train, 12 to validate, 12 to test, 64 points each. Values are multiples of 1/8
that float16 holds exactly, so every type loads equal. expected.json holds what was written, read back from the NPY tree
by NumPy: per split X, labels and attributes, and the zgrid.
"""

import json
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
from astropy.table import Table

FIXTURES = Path(__file__).parent / "fixtures" / "datasets"
POINTS = 64
ROWS = {"TRAIN": 48, "VALID": 12, "TEST": 12}
CLASSES = ["Deltaz<1e-3", "Deltaz>=1e-3"]
STATUS = ["success", "spurious", "mismatch"]
FLAGS = [1, 2, 3, 4, 9]

rng = np.random.default_rng(7)
zgrid = np.expm1(np.arange(POINTS) * 1e-2).astype(np.float32)


def make_split(rows, first):
    """Posteriors with one sharp peak (class 0) or two broad ones (class 1), and the attributes that say so."""
    label = rng.permutation(np.arange(rows) % 2)
    at = rng.integers(8, POINTS - 8, rows)
    other = (at + rng.integers(8, 40, rows)) % POINTS
    grid = np.arange(POINTS)
    sharp = -((grid - at[:, None]) ** 2) * 2.0
    broad = -np.minimum((grid - at[:, None]) ** 2, (grid - other[:, None]) ** 2) / 8.0
    x = np.where(label[:, None] == 0, sharp, broad)
    noise = rng.integers(-4, 5, (rows, POINTS)) / 8
    x = (np.round(np.maximum(x, -240) * 8) / 8 + noise).astype(np.float32)
    return {
        "X": x,
        "label": label.astype(np.int64),
        "redshift": zgrid[at].astype(np.float64),
        "deltaZ": np.where(label == 0, 1e-4, -0.25) * (1 + np.arange(rows) / 64),
        # every fifth status says otherwise, so that labels agree with DeltaZ alone
        "status": np.array([STATUS[i] for i in np.where((label == 0) != (np.arange(rows) % 5 == 0), 0, 1 + np.arange(rows) % 2)]),
        # no two objects have the same, or they would look like one that was processed twice
        "logEvidence": -100.0 - (first + np.arange(rows)) / 4,
        "flag": np.array([FLAGS[i] for i in np.arange(rows) % 5], dtype=np.int64),
        "id": np.array([f"obj-{first + i:04d}" for i in range(rows)]),
    }


splits = {}
first = 0
for name, rows in ROWS.items():
    splits[name] = make_split(rows, first)
    first += rows


def folder(variant):
    path = FIXTURES / variant
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def object_table(split):
    rows = len(split["label"])
    table = np.zeros((rows, 9), dtype=object)
    table[:, 0] = split["id"]
    table[:, 1] = split["redshift"]
    table[:, 3] = split["deltaZ"]
    table[:, 5] = split["status"]
    table[:, 6] = split["logEvidence"]
    table[:, 8] = [float(flag) for flag in split["flag"]]
    return table


def write_npy_split(path, split):
    path.mkdir(parents=True, exist_ok=True)
    np.save(path / "X.npy", split["X"])
    np.save(path / "Y.npy", split["label"])
    np.save(path / "attributes.npy", object_table(split), allow_pickle=True)


def write_npy():
    path = folder("npy-tree")
    for name, split in splits.items():
        write_npy_split(path / "DeltaZ" / "balanced" / name, split)
    np.save(path / "zgrid32.npy", zgrid)
    return path


def write_npz():
    path = folder("npz-per-split")
    for name, split in splits.items():
        np.savez(
            path / f"{name}.npz",
            X=split["X"],
            Y=split["label"],
            attributes=object_table(split),
            zgrid=zgrid,
        )
    path = folder("npz-one-compressed")
    arrays = {"zgrid": zgrid}
    for name, short in (("TRAIN", "train"), ("VALID", "validation"), ("TEST", "test")):
        split = splits[name]
        arrays[f"X_{short}"] = split["X"]
        arrays[f"target_{short}"] = np.eye(2)[split["label"]]
        arrays[f"attributes_{short}"] = object_table(split)
    np.savez_compressed(path / "data.npz", **arrays)


def arrow_x(x, kind, value_type):
    values = pa.array(x.astype(value_type.to_pandas_dtype()).ravel(), type=value_type)
    rows, points = x.shape
    if kind == "fixed":
        return pa.FixedSizeListArray.from_arrays(values, points)
    offsets = np.arange(rows + 1) * points
    if kind == "large":
        return pa.LargeListArray.from_arrays(pa.array(offsets, type=pa.int64()), values)
    return pa.ListArray.from_arrays(pa.array(offsets, type=pa.int32()), values)


def arrow_table(split, kind="fixed", value_type=pa.float32(), label="dictionary", with_zgrid=True):
    names = pa.array([CLASSES[i] for i in split["label"]])
    labels = {
        "dictionary": lambda: names.dictionary_encode(),
        "string": lambda: names,
        "integer": lambda: pa.array(split["label"]),
    }[label]()
    columns = {"X": arrow_x(split["X"], kind, value_type), "label": labels}
    for key in ("redshift", "deltaZ", "status", "logEvidence", "flag", "id"):
        columns[key] = pa.array(split[key])
    table = pa.table(columns)
    return table.replace_schema_metadata({"zgrid": json.dumps([float(z) for z in zgrid])}) if with_zgrid else table


def write_ipc(path, table, stream=False, compression=None, batch_rows=None):
    options = pa.ipc.IpcWriteOptions(compression=compression)
    new = pa.ipc.new_stream if stream else pa.ipc.new_file
    with new(str(path), table.schema, options=options) as writer:
        writer.write_table(table, max_chunksize=batch_rows)


def write_arrow():
    path = folder("arrow-per-split")
    for name, split in splits.items():
        write_ipc(path / f"{name}.arrow", arrow_table(split))
    path = folder("arrow-stream")
    for name, split in splits.items():
        write_ipc(path / f"{name}.arrows", arrow_table(split, "list", label="integer"), stream=True, batch_rows=5)
    path = folder("arrow-float64")
    for name, split in splits.items():
        write_ipc(path / f"{name}.ipc", arrow_table(split, "list", pa.float64(), "string"))
    path = folder("arrow-float16")
    for name, split in splits.items():
        write_ipc(path / f"{name}.arrow", arrow_table(split, "fixed", pa.float16()))
    path = folder("feather-lz4")
    for name, split in splits.items():
        pa.feather.write_feather(arrow_table(split, "large", label="string"), path / f"{name}.feather")
    path = folder("arrow-zstd-one-file")
    write_ipc(path / "all.arrow", one_table(arrow_table, interleaved=False), compression="zstd", batch_rows=17)


def one_table(make, interleaved):
    """All splits in one table with a column of their names; rows of each split keep their order."""
    tables = []
    for name, split in splits.items():
        table = make(split)
        tables.append(table.append_column("split", pa.array([name.lower()] * table.num_rows)))
    table = pa.concat_tables(tables, promote_options="default").unify_dictionaries()
    if not interleaved:
        return table
    order = np.argsort(np.concatenate([np.linspace(0, 1, rows) for rows in ROWS.values()]), kind="stable")
    return table.take(pa.array(order))


def write_parquet():
    path = folder("parquet-per-split")
    for name, split in splits.items():
        pa.parquet.write_table(arrow_table(split, "list"), path / f"{name}.parquet")
    path = folder("parquet-zstd-one-file")
    table = one_table(lambda split: arrow_table(split, "list", label="string"), interleaved=True)
    pa.parquet.write_table(table, path / "objects.parquet", compression="zstd", row_group_size=25)


def fits_table(split, with_label_names=False):
    table = Table()
    table["X"] = split["X"]
    table["label"] = [CLASSES[i] for i in split["label"]] if with_label_names else split["label"]
    for key in ("redshift", "deltaZ", "status", "logEvidence", "flag", "id"):
        table[key] = split[key]
    return table


def write_fits():
    path = folder("fits-per-split")
    for name, split in splits.items():
        fits_table(split).write(path / f"{name}.fits", overwrite=True)
    np.save(path / "zgrid.npy", zgrid)
    path = folder("fits-one-file")
    table = Table()
    parts = [fits_table(split, True) for split in splits.values()]
    for key in parts[0].colnames:
        table[key] = np.concatenate([part[key] for part in parts])
    table["split"] = np.concatenate([[name] * rows for name, rows in ROWS.items()])
    table.write(path / "all.fits", overwrite=True)
    np.save(path / "zgrid.npy", zgrid)


def write_mixed():
    path = folder("mixed")
    write_ipc(path / "TRAIN.arrow", arrow_table(splits["TRAIN"]))
    fits_table(splits["VALID"], True).write(path / "VALID.fits", overwrite=True)
    test = path / "TEST"
    test.mkdir()
    np.save(test / "X.npy", splits["TEST"]["X"].astype(">f4"))
    np.save(test / "Y.npy", np.array([CLASSES[i] for i in splits["TEST"]["label"]]))
    attributes = arrow_table(splits["TEST"], with_zgrid=False).drop_columns(["X", "label"])
    pa.parquet.write_table(attributes, test / "objects.parquet")


def expect(tree):
    expected = {"zgrid": [float(z) for z in np.load(tree / "zgrid32.npy")], "splits": {}}
    for name in ROWS:
        place = tree / "DeltaZ" / "balanced" / name
        attributes = np.load(place / "attributes.npy", allow_pickle=True)
        expected["splits"][name] = {
            "X": np.load(place / "X.npy").ravel().tolist(),
            "labels": np.load(place / "Y.npy").tolist(),
            "attributes": [
                {"redshift": row[1], "deltaZ": row[3], "status": row[5], "logEvidence": row[6], "flag": row[8]}
                for row in attributes
            ],
            "ids": [row[0] for row in attributes],
        }
    (FIXTURES / "expected.json").write_text(json.dumps(expected) + "\n")


if __name__ == "__main__":
    tree = write_npy()
    write_npz()
    write_arrow()
    write_parquet()
    write_fits()
    write_mixed()
    expect(tree)
    for file in sorted(FIXTURES.rglob("*")):
        if file.is_file():
            print(f"{file.relative_to(FIXTURES)}: {file.stat().st_size} bytes")
