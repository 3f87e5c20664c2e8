"""Writes the NPZ archives that the tests of src/formats read, and what they hold.

    python -m pip install -r requirements.txt
    python make_npz_fixtures.py           writes fixtures/npz/*.npz and fixtures/npz/expected.json

expected.json maps a file's name to its columns, each with type, shape and values in C order as NumPy reads them back.
JSON has no word for some values, so non-finite floats are {"float": "nan" | "inf" | "-inf"} and integers beyond 2^53
{"int": "..."}. "compressed" says whether the arrays are deflated.
"""

import json
import math
import zipfile
from pathlib import Path

import numpy as np

FIXTURES = Path(__file__).parent / "fixtures" / "npz"

expected = {}


def plain(value):
    """A value as JSON can hold it."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else {"int": str(value)}
    if isinstance(value, float):
        return value if math.isfinite(value) else {"float": repr(value)}
    raise TypeError(type(value))


def record(name, compressed):
    columns = {}
    with np.load(FIXTURES / name, allow_pickle=True) as archive:
        for key in archive.files:
            array = archive[key]
            columns[key] = {
                "type": array.dtype.str,
                "shape": list(array.shape),
                "values": [plain(v) for v in array.ravel()],
            }
    expected[name] = {"compressed": compressed, "columns": columns}


def save(name, **arrays):
    """Both ways to write an archive."""
    np.savez(FIXTURES / f"{name}.npz", **arrays)
    record(f"{name}.npz", False)
    np.savez_compressed(FIXTURES / f"{name}-compressed.npz", **arrays)
    record(f"{name}-compressed.npz", True)


def posteriors(rows, samples):
    """Smooth peaks, log-scaled as real posteriors are, with values that rounding would change."""
    rng = np.random.default_rng(20240601)
    z = np.linspace(0.0, 1.0, samples)
    centre = rng.uniform(0.2, 0.8, (rows, 1))
    return -0.5 * ((z - centre) / rng.uniform(0.01, 0.2, (rows, 1))) ** 2 + rng.normal(0.0, 0.1, (rows, samples))


def attributes():
    array = np.empty((3, 4), dtype=object)
    array[:] = [
        ["obj-0", 0.5043, 12, "success"],
        ["obj-é", float("-inf"), 2**60, None],
        ["", float("nan"), True, "Δ"],
    ]
    return array


def zip64(name, method, x):
    with zipfile.ZipFile(FIXTURES / name, "w", method) as archive:
        for key, array in (("X_train", x), ("Y_train", np.arange(4))):
            with archive.open(f"{key}.npy", "w", force_zip64=True) as entry:
                np.lib.format.write_array(entry, array)
        archive.comment = b"written with zip64 headers"
    record(name, method == zipfile.ZIP_DEFLATED)


def main():
    FIXTURES.mkdir(parents=True, exist_ok=True)
    for old in FIXTURES.glob("*.npz"):
        old.unlink()
    x = posteriors(12, 16)
    extremes = np.array([[0.0, -1.5, 1 / 3, 1e-3], [-0.0, np.nan, np.inf, -np.inf]])
    save(
        "splits",
        X_train=x.astype("<f4"),
        X_test=x[:5].astype("<f8"),
        X_half=np.vstack([extremes, [[65504.0, 6e-8, 1.0, 2.0]]]).astype("<f2"),
        X_big=x[:3].astype(">f4"),
        X_double_big=extremes.astype(">f8"),
        Y_train=np.array([0, 1, 2, 1, 0, 0, 2, 1, 1, 0, 2, 2]),
        Y_onehot=np.eye(3, dtype="u1")[[0, 2, 1, 1]],
        Y_names=np.array(["success", "spurious", "mismatch", "Δz"]),
        Y_bytes=np.array([b"Flag 1", b"Flags 2-9"]).astype("U"),
        flags=np.array([True, False, True]),
        zgrid=np.linspace(0.0, 5.0, 16),
        ids=np.array([2**53 + 2, -(2**62)]),
        attributes=attributes(),
    )
    save("fortran", X=np.asfortranarray(x[:4, :6].astype("<f4")), Y=np.asfortranarray(np.array([["a", "b"], ["c", "d"]])))
    save("shapes", scalar=np.array(2.5), empty=np.zeros((0, 5), dtype="<f4"), none=np.zeros(0), cube=np.arange(24).reshape(2, 3, 4))
    save("no-arrays")
    np.savez(FIXTURES / "positional.npz", x[:2], np.array([1, 0]))
    record("positional.npz", False)
    np.savez_compressed(FIXTURES / "long-compressed.npz", X=np.tile(posteriors(40, 8), (16, 32)).astype("<f4"))
    with np.load(FIXTURES / "long-compressed.npz") as archive:
        # all its values would take megabytes of JSON: these repeat over the whole array
        assert (archive["X"][:40, :8] == archive["X"][600:, 248:]).all()
        columns = {"X": {"type": "<f4", "shape": [640, 256], "values": [plain(v) for v in archive["X"][:40, :8].ravel()]}}
    expected["long-compressed.npz"] = {"compressed": True, "columns": columns}
    for method, suffix in ((zipfile.ZIP_STORED, ""), (zipfile.ZIP_DEFLATED, "-compressed")):
        zip64(f"zip64{suffix}.npz", method, x[:4].astype("<f4"))
        # as in an archive above 4 GB: sizes and positions in extra fields, and a second record at the end
        limits = zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT
        zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = 10, 1
        zip64(f"zip64-directory{suffix}.npz", method, x[:4].astype("<f4"))
        zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = limits
    lines = [f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in sorted(expected.items())]
    (FIXTURES / "expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{len(expected)} archives written by NumPy {np.__version__}")


if __name__ == "__main__":
    main()
