"""Writes the rows of a posterior file in every format, for the reading benchmark (npm run bench:reading).

    python -m pip install -r requirements.txt
    python make_format_set.py X.npy OUT [--rows 4096]

X.npy holds posteriors, for example TRAIN/X.npy of the benchmark's large set. OUT gets one folder per format, with one table
per split or one for all; labels alternate. Nothing of it belongs into the repository.
"""

import argparse
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
from astropy.table import Table

parser = argparse.ArgumentParser()
parser.add_argument("posteriors", type=Path)
parser.add_argument("out", type=Path)
parser.add_argument("--rows", type=int, default=4096)
arguments = parser.parse_args()

x = np.array(np.load(arguments.posteriors, mmap_mode="r")[: arguments.rows])
rows, points = x.shape
labels = np.array(["Deltaz<1e-3", "Deltaz>=1e-3"])[np.arange(rows) % 2]
parts = {"TRAIN": slice(0, rows * 3 // 4), "VALID": slice(rows * 3 // 4, rows * 7 // 8), "TEST": slice(rows * 7 // 8, rows)}
split = np.concatenate([[name] * len(labels[part]) for name, part in parts.items()])


def folder(name):
    path = arguments.out / name
    path.mkdir(parents=True, exist_ok=True)
    print(name, flush=True)
    return path


def table(kind):
    values = pa.array(x.ravel())
    if kind == "fixed":
        column = pa.FixedSizeListArray.from_arrays(values, points)
    else:
        column = pa.ListArray.from_arrays(pa.array(np.arange(rows + 1) * points, type=pa.int32()), values)
    return pa.table({"X": column, "label": pa.array(labels), "split": pa.array(split)})


def write_ipc(path, data, compression=None):
    options = pa.ipc.IpcWriteOptions(compression=compression)
    with pa.ipc.new_file(str(path), data.schema, options=options) as writer:
        writer.write_table(data)


path = folder("npy")
for name, part in parts.items():
    (path / name).mkdir(exist_ok=True)
    np.save(path / name / "X.npy", x[part])
    np.save(path / name / "Y.npy", labels[part])
for name, save in (("npz", np.savez), ("npz-compressed", np.savez_compressed)):
    path = folder(name)
    save(path / "data.npz", **{f"X_{key.lower()}": x[part] for key, part in parts.items()},
         **{f"Y_{key.lower()}": labels[part] for key, part in parts.items()})
write_ipc(folder("arrow") / "all.arrow", table("fixed"))
write_ipc(folder("arrow-list") / "all.arrow", table("list"))
write_ipc(folder("arrow-zstd") / "all.arrow", table("fixed"), "zstd")
pa.feather.write_feather(table("fixed"), folder("feather-lz4") / "all.feather")
pa.parquet.write_table(table("list"), folder("parquet-snappy") / "all.parquet")
pa.parquet.write_table(table("list"), folder("parquet-zstd") / "all.parquet", compression="zstd")
Table({"X": x, "label": labels, "split": split}).write(folder("fits") / "all.fits", overwrite=True)
