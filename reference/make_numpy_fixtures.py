"""Writes the NumPy files that the tests of src/formats read, and what they hold.

    python -m pip install -r requirements.txt
    python make_numpy_fixtures.py                 writes fixtures/numpy/*.npy and fixtures/numpy/expected.json
    python make_numpy_fixtures.py --check DIR     loads every .npy file below DIR with NumPy and prints what it holds

expected.json maps a file's name to its type, shape and values in C order. JSON has no word for some values, so
non-finite floats are {"float": "nan" | "inf" | "-inf"}, integers beyond 2^53 {"int": "..."}, bytes {"bytes": hex}.
"""

import argparse
import json
import math
import pickle
import struct
import warnings
from io import BytesIO
from pathlib import Path

import numpy as np

FIXTURES = Path(__file__).parent / "fixtures" / "numpy"
NUMPY_1 = "numpy.core"
NUMPY_2 = "numpy._core"

expected = {}


def plain(value):
    """A value as JSON can hold it."""
    if isinstance(value, np.ndarray):
        return {"array": [plain(v) for v in value.ravel()], "shape": list(value.shape)}
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else {"int": str(value)}
    if isinstance(value, float):
        return value if math.isfinite(value) else {"float": repr(value)}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, dict):
        return {"map": [[plain(k), plain(v)] for k, v in value.items()]}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    raise TypeError(type(value))


def record(name, array, content, version, fortran=False):
    (FIXTURES / name).write_bytes(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loaded = np.load(FIXTURES / name, allow_pickle=True, encoding="latin1")
    assert loaded.shape == array.shape, name
    values = [plain(v) for v in loaded.ravel()]
    assert json.dumps(values) == json.dumps([plain(v) for v in array.ravel()]), name
    kind = {"O": "objects", "U": "strings", "S": "strings"}.get(array.dtype.kind, "numbers")
    entry = {
        "kind": kind,
        "descr": array.dtype.str,
        "shape": list(array.shape),
        "version": version,
        "fortranOrder": fortran,
        "bytes": len(content),
        "values": [v.decode("latin1") for v in array.ravel()] if array.dtype.kind == "S" else values,
    }
    if kind == "numbers":
        with np.errstate(over="ignore"):
            entry["float32"] = [plain(float(v)) for v in array.astype(np.float32).ravel()]
    expected[name] = entry


def npy_bytes(array, version=(1, 0)):
    """What np.save writes, in a version of the format that NumPy would choose for longer headers only."""
    buffer = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        np.lib.format.write_array(buffer, array, version=version, allow_pickle=True)
    return buffer.getvalue()


def header_bytes(text, version=1):
    """A header whose text is not NumPy's own."""
    body = text.encode("utf-8" if version == 3 else "latin1")
    length = struct.pack("<H" if version == 1 else "<I", len(body))
    return b"\x93NUMPY" + bytes([version, 0]) + length + body


def with_module(pickled, module):
    """The same pickle under the module path of NumPy 1 or 2, for text and length-prefixed names."""
    other = NUMPY_2 if module == NUMPY_1 else NUMPY_1
    for part in ("multiarray", "numeric"):
        old, new = f"{other}.{part}".encode(), f"{module}.{part}".encode()
        pickled = pickled.replace(b"c" + old + b"\n", b"c" + new + b"\n")
        pickled = pickled.replace(bytes([0x8C, len(old)]) + old, bytes([0x8C, len(new)]) + new)
    # protocol 4 and later wrap the rest in frames, whose lengths have changed
    if pickled[:1] == b"\x80" and pickled[1] >= 4 and pickled[2:3] == b"\x95":
        pickled = pickled[:3] + struct.pack("<Q", len(pickled) - 11) + pickled[11:]
    return pickled


def numbers():
    x = np.array([[0.0, -1.5, 2.25, 1e-3], [3.0, -0.0, 65504.0, 6e-8], [np.nan, np.inf, -np.inf, 1 / 3]])
    for descr in ("<f2", ">f2", "<f4", ">f4", "<f8", ">f8"):
        array = x.astype(descr)
        record(f"{name_of(descr)}.npy", array, npy_bytes(array), "1.0")
    for bits in (8, 16, 32, 64):
        for sign, info in (("i", np.iinfo(f"i{bits // 8}")), ("u", np.iinfo(f"u{bits // 8}"))):
            for order in "<>":
                descr = f"{order}{sign}{bits // 8}"
                if bits == 8 and order == ">":
                    continue
                array = np.array([[info.min, info.max, 1], [7, info.max // 3, info.max // 2]], dtype=descr)
                record(f"{name_of(descr)}.npy", array, npy_bytes(array), "1.0")
    record("bool.npy", np.array([True, False, True]), npy_bytes(np.array([True, False, True])), "1.0")

    for version in ((2, 0), (3, 0)):
        array = np.arange(6, dtype="<f4").reshape(2, 3)
        record(f"version-{version[0]}.npy", array, npy_bytes(array, version), f"{version[0]}.0")

    range_loss = np.array([[1e39, -1e300, 1e-60, 0.0], [np.inf, np.nan, -1e-320, 3.4e38]])
    record("range-loss.npy", range_loss, npy_bytes(range_loss), "1.0")

    grid = np.arange(12, dtype="<f4").reshape(3, 4)
    for name, array, fortran in (
        ("fortran-2d.npy", np.asfortranarray(grid), True),
        ("fortran-3d.npy", np.asfortranarray(np.arange(24, dtype="<i4").reshape(2, 3, 4)), True),
        ("scalar.npy", np.array(2.5), False),
        ("empty.npy", np.zeros((0, 5), dtype="<f4"), False),
        ("three-axes.npy", np.arange(24, dtype="<u2").reshape(2, 3, 4), False),
    ):
        record(name, array, npy_bytes(array), "1.0", fortran)
    # NumPy marks arrays with one long axis as C order; other writers do not
    for name, shape in (("fortran-1d.npy", (4,)), ("fortran-row.npy", (1, 4)), ("fortran-column.npy", (4, 1))):
        array = np.arange(4, dtype="<f4").reshape(shape)
        header = header_bytes(f"{{'descr': '<f4', 'fortran_order': True, 'shape': {shape}, }}\n")
        record(name, array, header + array.tobytes(), "1.0", True)

    pair = np.array([[1, 2]], dtype="<i4")
    headers = {
        "header-order.npy": "{'shape': (1, 2), 'fortran_order': False, 'descr': '<i4'}",
        "header-spaces.npy": "  { \"descr\" :'<i4'  ,'fortran_order':False,\t'shape':( 1 ,2 , ) , }   \n\n",
        "header-python2.npy": "{'descr': '<i4', 'fortran_order': False, 'shape': (1L, 2L), }\n",
    }
    for name, text in headers.items():
        record(name, pair, header_bytes(text) + pair.tobytes(), "1.0")


def name_of(descr):
    return f"{descr[1:]}-{'le' if descr[0] == '<' else 'be'}"


def strings():
    labels = np.array(["Success", "Spurious/Mismatch", "", "Δz ≥ 1e-3", "𝑧"])
    record("unicode-le.npy", labels, npy_bytes(labels), "1.0")
    record("unicode-be.npy", labels.astype(">U17"), npy_bytes(labels.astype(">U17")), "1.0")
    table = np.asfortranarray(np.array([["Flag 1", "a"], ["Flags 2-9", "b"], ["Flags 3-4", "c"]]))
    record("unicode-fortran.npy", table, npy_bytes(table), "1.0", True)
    flags = np.array([b"Flag 1", b"Flags 2-9", b"", b"\xe9t\xe9"])
    record("bytes.npy", flags, npy_bytes(flags), "1.0")


def attributes(width):
    """Rows as in attributes32.npy: id, redshift, ..., deltaZ, ..., status, log-evidence, ..., flag."""
    rows = [
        ["obj-0", np.float32(0.5043), 12, 2.5e-4, 0.25, "success", -1234.5, 3, np.float32(1.0)],
        ["obj-1", np.float64(1.25), -7, -0.0125, None, "spurious", float("-inf"), True, np.float64(9.0)],
        ["obj-é", np.float32(4.994), 2**40, 1e-3, 1e300, "mismatch", float("nan"), False, 3.5],
        [np.str_("Δ"), 2.0, -(2**40), np.float64(-1e-3), None, np.str_("success"), -0.5, -129, 2],
        ["", 0.0, 2**70, np.int64(-5), np.uint8(200), "success", np.float32(-8.25), -(2**70), 4],
        ["\\u0041\n", 1.5, np.int64(2**62), np.bool_(True), -1, "success", 255, -256, 9],
    ]
    array = np.empty((len(rows), width), dtype=object)
    for i, row in enumerate(rows):
        array[i] = row[: width - 1] + row[-1:]
    return array


def objects():
    for width in (8, 9):
        array = attributes(width)
        header = npy_bytes(array)[: npy_bytes(array).index(b"\n") + 1]
        for protocol in range(6):
            for module in (NUMPY_1, NUMPY_2):
                content = header + with_module(pickle.dumps(array, protocol=protocol), module)
                suffix = "numpy1" if module == NUMPY_1 else "numpy2"
                record(f"attributes{width}-p{protocol}-{suffix}.npy", array, content, "1.0")
    saved = attributes(9)
    record("attributes9-saved.npy", saved, npy_bytes(saved), "1.0")
    fortran = np.asfortranarray(attributes(8))
    record("attributes8-fortran.npy", fortran, npy_bytes(fortran), "1.0", True)

    report = np.array(
        {
            "nb_class": 2,
            "nom_classes": ["Deltaz<1e-3", "Deltaz>=1e-3"],
            "conf_matrix_train": np.array([[50, 3], [4, 43]]),
            "acc": [0.5, 0.75],
            "lr": [np.float32(1e-4), np.float32(9e-5)],
            "lists": ([], (), [1, (2, 3, 4, 5)], {}),
            "arrays": [
                np.asfortranarray(np.arange(6, dtype=">i2").reshape(2, 3)),
                np.array([["a", "bé"], ["", "d"]], order="F"),
                np.array([b"xy", b"\xff"]),
                np.array([[None, 1], ["a", 2.5]], dtype=object),
                np.array([True, False]),
                np.array(7.5),
                np.array([0.5, -1.0], dtype=">f4"),
            ],
            3: b"\x00\xff",
            "__proto__": "harmless",
        },
        dtype=object,
    )
    header = npy_bytes(report)[: npy_bytes(report).index(b"\n") + 1]
    for protocol in range(6):
        module = NUMPY_1 if protocol % 2 else NUMPY_2
        record(f"report-p{protocol}.npy", report, header + with_module(pickle.dumps(report, protocol=protocol), module), "1.0")


def python2():
    """Python 2 cannot be asked any more: its opcodes, written by hand after pickletools' description of them."""

    def short(text):
        return b"U" + bytes([len(text)]) + text

    reconstruct = b"cnumpy.core.multiarray\n_reconstruct\nq\x01"
    ndarray = b"cnumpy\nndarray\nq\x02K\x00\x85" + short(b"b") + b"\x87R"
    dtype_o = b"cnumpy\ndtype\nq\x05" + short(b"O8") + b"K\x00K\x01\x87R(K\x03" + short(b"|") + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK?tb"
    f8 = b"h\x05" + short(b"f8") + b"K\x00K\x01\x87R(K\x03" + short(b"<") + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
    scalar = b"cnumpy.core.multiarray\nscalar\n" + f8 + short(struct.pack("<d", -0.25)) + b"\x86R"
    long_text = b"T" + struct.pack("<i", 300) + b"s" * 300
    cells = short(b"success") + scalar + b"\x8a\x02\x00\xff" + short(b"caf\xe9") + long_text + b"I01\n"
    content = b"\x80\x02" + reconstruct + ndarray + b"(K\x01K\x02K\x03\x86" + dtype_o + b"\x89](" + cells + b"etb."
    array = np.empty((2, 3), dtype=object)
    array[:] = [["success", -0.25, -256], ["café", "s" * 300, True]]
    header = header_bytes("{'descr': '|O', 'fortran_order': False, 'shape': (2L, 3L), }\n")
    record("python2-p2.npy", array, header + content, "1.0")

    content = (
        b"cnumpy.core.multiarray\n_reconstruct\np1\n(cnumpy\nndarray\np2\n(I0\ntS'b'\ntRp4\n"
        b"(I1\n(I2\nI3\ntcnumpy\ndtype\np5\n(S'O8'\nI0\nI1\ntRp6\n(I3\nS'|'\nNNNI-1\nI-1\nI63\ntbI00\n"
        b"(lp7\nS'success'\naF-0.25\naL-256L\naS'caf\\xe9'\naS\"it's \\t\\\\ \\101\"\naVcaf\xe9 \\u2264 \\\\u0041\na"
        b"tb."
    )
    array = np.empty((2, 3), dtype=object)
    array[:] = [["success", -0.25, -256], ["café", "it's \t\\ A", "café ≤ \\\\u0041"]]
    record("python2-p0.npy", array, header + content, "1.0")


def check(folder):
    """Loads files that the studio wrote. Warnings are errors: they would reach the user."""
    warnings.simplefilter("error")
    files = sorted(Path(folder).rglob("*.npy"))
    for path in files:
        array = np.load(path, allow_pickle=True)
        again = npy_bytes(array)[: npy_bytes(array).index(b"\n") + 1]
        same = path.read_bytes().startswith(again)
        print(f"{path.name}: {array.dtype.str} {array.shape}, header as NumPy's: {same}")
        for row in array[:3] if array.ndim else [array]:
            cells = row if isinstance(row, np.ndarray) and row.ndim else [row]
            print("   ", ", ".join(f"{type(c).__name__} {c!r}" for c in cells[:9]))
    print(f"{len(files)} files read by NumPy {np.__version__}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", metavar="DIR")
    arguments = parser.parse_args()
    if arguments.check:
        check(arguments.check)
        return
    FIXTURES.mkdir(parents=True, exist_ok=True)
    for old in FIXTURES.glob("*.npy"):
        old.unlink()
    numbers()
    strings()
    objects()
    python2()
    lines = [f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in sorted(expected.items())]
    (FIXTURES / "expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{len(expected)} files written by NumPy {np.__version__}")


if __name__ == "__main__":
    main()
