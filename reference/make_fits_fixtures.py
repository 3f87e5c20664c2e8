"""Writes the FITS files that the tests of src/formats read, and what astropy reads from them.

    python -m pip install -r requirements.txt
    python make_fits_fixtures.py                  writes fixtures/fits/*.fits and fixtures/fits/expected.json

expected.json maps a file's name to its columns (type in NumPy's notation, shape, values in C order), the values of its
extension ZGRID ("zgrid", or null) and the notes that a reader has to give. JSON has no word for some values, so
non-finite floats are {"float": "nan" | "inf" | "-inf"}, integers beyond 2^53 {"int": "..."}. Missing numbers are nan.
"""

import json
import math
import warnings
from pathlib import Path

import astropy
import numpy as np
from astropy.io import fits
from astropy.table import MaskedColumn, Table

FIXTURES = Path(__file__).parent / "fixtures" / "fits"

expected = {}


def plain(value):
    """A value as JSON can hold it."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bytes):
        return value.decode("latin1")
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) < 2**53 else {"int": str(value)}
    if isinstance(value, float):
        return value if math.isfinite(value) else {"float": repr(value)}
    return value


def column_type(array):
    """NumPy's notation, in the file's byte order."""
    if array.dtype.kind in "SU":
        return "<U"
    return f"{'|' if array.dtype.itemsize == 1 else '>'}{array.dtype.kind}{array.dtype.itemsize}"


def column(data, name):
    """What astropy reads: values scaled, masks from TNULL."""
    null = data.columns[name].null
    array = np.asarray(data[name])
    if array.dtype.kind == "O":
        array = np.array(list(array))
    values = [plain(math.nan if null is not None and value == null else value) for value in array.ravel()]
    return {"type": column_type(array), "shape": list(array.shape), "values": values}


def record(name, hdus, table=1, zgrid=None, notes=(), left_out=(), change=None):
    """Writes the file and reads it again. `change` alters the bytes in between, as no astropy function would."""
    path = FIXTURES / name
    fits.HDUList(hdus).writeto(path, overwrite=True)
    if change is not None:
        path.write_bytes(change(path.read_bytes()))
    with fits.open(path) as file:
        data = file[table].data
        expected[name] = {
            "columns": {each: column(data, each) for each in data.names if each not in left_out},
            "zgrid": None if zgrid is None else [plain(value) for value in zgrid(file)],
            "notes": list(notes),
        }


def table_hdu(columns, name=None):
    hdu = fits.table_to_hdu(Table(columns))
    if name is not None:
        hdu.name = name
    return hdu


def vectors():
    random = np.random.default_rng(20)
    pdf = random.gamma(0.3, size=(7, 13))
    pdf[2, 3:6] = [np.nan, np.inf, -np.inf]
    pdf[3, :2] = [-0.0, 1e-300]
    with np.errstate(under="ignore"):
        single = pdf.astype("f4")
    integers = random.integers(-(2**15), 2**15, size=(7, 13)).astype("i2")
    for array, name in ((single, "f4"), (pdf, "f8"), (integers, "i2")):
        record(f"vector-{name}.fits", [fits.PrimaryHDU(), table_hdu({"PDF": array})])
    record("vector-one-row.fits", [fits.PrimaryHDU(), table_hdu({"PDF": single[:1], "Z": pdf[:1, 0]})])
    record("vector-no-rows.fits", [fits.PrimaryHDU(), table_hdu({"PDF": single[:0], "NAME": np.array([], "U3")})])
    # a row of odd length: nothing is aligned
    mixed = {
        "ID": np.arange(7, dtype="i8") + 2**60,
        "FLAG": np.array([True, False, False, True, True, False, True]),
        "PDF": single,
        "NAME": np.array(["a", "bc", "", "def ", "g", " h", "i"]),
        "PDF8": pdf,
        "Z": pdf[:, 1].astype("f4"),
    }
    record("vector-mixed.fits", [fits.PrimaryHDU(), table_hdu(mixed, "POSTERIORS")])


def scalars():
    columns = {
        "L": np.array([True, False, True]),
        "B": np.array([0, 127, 255], "u1"),
        "I": np.array([-(2**15), 0, 2**15 - 1], "i2"),
        "J": np.array([-(2**31), 0, 2**31 - 1], "i4"),
        "K": np.array([-(2**63), 2**53 + 1, 2**63 - 1], "i8"),
        "U2": np.array([0, 2**15, 2**16 - 1], "u2"),
        "U4": np.array([0, 2**31, 2**32 - 1], "u4"),
        "U8": np.array([0, 2**63 + 1025, 2**64 - 1], "u8"),
        "E": np.array([-1.5, 1e-45, np.nan], "f4"),
        "D": np.array([1 / 3, -np.inf, 1e300], "f8"),
        "A": np.array(["one", "", "t e "]),
    }
    record("scalars.fits", [fits.PrimaryHDU(), table_hdu(columns)])
    signed = fits.Column("S1", "B", array=np.array([-128, 0, 127], "i1"), bzero=-128)
    record("signed-bytes.fits", [fits.PrimaryHDU(), fits.BinTableHDU.from_columns([signed])])
    # astropy gives float64 for what it knows to be signed bytes
    expected["signed-bytes.fits"]["columns"]["S1"]["type"] = "|i1"


def missing():
    mask = [False, True, False]
    columns = {
        "I": MaskedColumn(np.array([1, 2, 3], "i2"), mask=mask),
        "J": MaskedColumn(np.array([1, 2, 3], "i4"), mask=mask),
        "U2": MaskedColumn(np.array([1, 2, 3], "u2"), mask=mask),
        "U4": MaskedColumn(np.array([1, 2, 3], "u4"), mask=mask),
        "E": MaskedColumn(np.array([1, 2, 3], "f4"), mask=mask),
        "A": MaskedColumn(["a", "b", "c"], mask=mask),
    }
    record("missing.fits", [fits.PrimaryHDU(), table_hdu(columns)])
    nulls = [
        fits.Column("B", "B", array=np.array([7, 255, 0], "u1"), null=255),
        fits.Column("K", "3K", array=np.array([[1, 2**63 - 1, 2**63 - 2]] * 3, "i8"), null=2**63 - 1),
        fits.Column("N", "J", array=np.array([-99, 99, -98], "i4"), null=-99),
    ]
    record("nulls.fits", [fits.PrimaryHDU(), fits.BinTableHDU.from_columns(nulls)])


def shapes():
    cube = np.arange(3 * 2 * 4, dtype="f4").reshape(3, 2, 4)
    columns = {
        "CUBE": cube,
        "ONE": np.arange(3.0).reshape(3, 1),
        "TEXT": np.array([["ab", "c"], ["", "d "], ["e", "fgh"]]),
        "FLAGS": np.array([[True, False], [False, False], [True, True]]),
    }
    record("shapes.fits", [fits.PrimaryHDU(), table_hdu(columns)])
    hdu = fits.BinTableHDU.from_columns(
        [fits.Column("PART", "6E", array=np.arange(18.0).reshape(3, 6)), fits.Column("LAST", "J", array=[1, 2, 3])]
    )
    hdu.header["TDIM1"] = "(2,2)"
    record("shape-of-a-part.fits", [fits.PrimaryHDU(), hdu])


def scaled():
    columns = [
        fits.Column("I", "4I", array=np.array([[0, 2, -6, 33], [1, 2, 3, -4]], "i2")),
        fits.Column("B", "B", array=np.array([10, 255], "u1")),
        fits.Column("E", "E", array=np.array([1.5, -3e38], "f4")),
        fits.Column("D", "D", array=np.array([1.5, -3.0])),
        fits.Column("J", "J", array=np.array([5, -(2**31)], "i4")),
    ]
    hdu = fits.BinTableHDU.from_columns(columns)
    # as keywords alone: astropy would divide what it is given
    keywords = {"TSCAL1": 0.1, "TZERO1": 1.0, "TSCAL2": 2.0, "TZERO2": -10.0, "TSCAL3": 100.0, "TZERO4": 1e10, "TZERO5": 1.0}
    for keyword, value in keywords.items():
        hdu.header[keyword] = value
    record("scaled.fits", [fits.PrimaryHDU(), hdu])


def left_out():
    bits = np.array([[True, False, True], [False, False, True]])
    ragged = np.array([np.arange(3.0), np.arange(2.0)], dtype=object)
    words = np.array([np.array(["a", "b"]), np.array(["c"])], dtype=object)
    columns = [
        fits.Column("X", "3X", array=bits),
        fits.Column("C", "C", array=np.array([1j, 2])),
        fits.Column("M", "2M", array=np.array([[1j, 2], [3, 4]])),
        fits.Column("Z", "D", array=[0.5, 0.75]),
        fits.Column("RAGGED", "PD()", array=ragged),
        fits.Column("WORDS", "PA()", array=words),
        fits.Column("NONE", "0E", array=np.zeros((2, 0), "f4")),
        fits.Column("LAST", "E", array=[1, 2]),
    ]
    notes = [
        "Column X was left out: bits (TFORM 3X).",
        "Column C was left out: complex numbers (TFORM C).",
        "Column M was left out: complex numbers (TFORM 2M).",
        "Column RAGGED was left out: rows of variable length (2 to 3 elements) (TFORM PD(3)); in Python, write it as an array of two axes.",
        "Column WORDS was left out: rows of variable length that are no numbers (TFORM PA(2)).",
        "Column NONE was left out: without elements (TFORM 0E).",
    ]
    names = ["X", "C", "M", "RAGGED", "WORDS", "NONE"]
    record("left-out.fits", [fits.PrimaryHDU(), fits.BinTableHDU.from_columns(columns)], notes=notes, left_out=names)


def variable_length():
    rows = np.random.default_rng(21).normal(size=(5, 6))
    columns = [
        fits.Column("P", "PE()", array=np.array([*rows, 0], dtype=object)[:5]),
        fits.Column("Z", "D", array=rows[:, 0]),
        fits.Column("Q", "QD()", array=np.array([*rows, 0], dtype=object)[:5]),
        fits.Column("I", "PI()", array=np.array([*(rows * 100).astype("i2"), 0], dtype=object)[:5]),
    ]
    record("variable-length.fits", [fits.PrimaryHDU(), fits.BinTableHDU.from_columns(columns)])


def grids():
    pdf = np.random.default_rng(22).gamma(0.3, size=(4, 6)).astype("f4")
    z = np.linspace(0, 6, 6)
    table = table_hdu({"PDF": pdf}, "PDF")

    def values(of):
        return lambda file: np.asarray(of(file["ZGRID"].data)).ravel()

    scalar_grid = table_hdu({"Z": z}, "ZGRID")
    record("zgrid-table.fits", [fits.PrimaryHDU(), table, scalar_grid], zgrid=values(lambda data: data["Z"]))
    vector_grid = table_hdu({"Z": z.astype("f4")[np.newaxis]}, "zgrid")
    record("zgrid-first.fits", [fits.PrimaryHDU(), vector_grid, table], 2, values(lambda data: data["Z"]))
    image = fits.ImageHDU(z, name="ZGRID")
    record("zgrid-image.fits", [fits.PrimaryHDU(), image, table], 2, values(lambda data: data))
    scaled_image = fits.ImageHDU((z * 10).astype("i4"), name="ZGRID")
    scaled_image.header["BSCALE"] = 0.1
    record("zgrid-scaled-image.fits", [fits.PrimaryHDU(), table, scaled_image], 1, values(lambda data: data.astype("f8")))


def parts():
    first = table_hdu({"A": np.arange(3, dtype="i4")}, "FIRST")
    second = table_hdu({"B": np.arange(2.0)}, "SECOND")
    ascii_table = fits.TableHDU.from_columns([fits.Column("T", "F8.3", array=[1.5])], name="OLD")
    image = fits.ImageHDU(np.arange(6, dtype="f4").reshape(2, 3))
    notes = [
        "Extension 1 (IMAGE) was left out: the table is extension 2 (BINTABLE FIRST).",
        "Extension 3 (BINTABLE SECOND) was left out: the table is extension 2 (BINTABLE FIRST).",
        "Extension 4 (TABLE OLD) was left out: the table is extension 2 (BINTABLE FIRST).",
    ]
    record("parts.fits", [fits.PrimaryHDU(np.arange(4, dtype="i2")), image, first, second, ascii_table], 2, notes=notes)


def topcat():
    """TOPCAT keeps the table's description as XML in the primary part, as an image of bytes."""
    xml = b"<?xml version='1.0'?><VOTABLE version='1.3'><RESOURCE><TABLE name='pdf' nrows='3'/></RESOURCE></VOTABLE>"
    primary = fits.PrimaryHDU(np.frombuffer(xml, "u1"))
    primary.header["VOTMETA"] = (True, "Table metadata in VOTable format")
    primary.header["COMMENT"] = "The data in this primary HDU consists of bytes which"
    table = fits.BinTableHDU.from_columns(
        [
            fits.Column("ID", "12A", array=["NGC 224", "M31", "Andromeda"]),
            fits.Column("PDF", "5E", dim="(5)", array=np.arange(15, dtype="f4").reshape(3, 5)),
            fits.Column("SPEC", "PD()", array=np.array([[1.0, 2], [3, 4], [5, 6]], dtype=object)),
        ]
    )
    table.header["TUCD1"] = "meta.id"
    table.header["EXTNAME"] = "pdf"
    record("topcat.fits", [primary, table])


def headers():
    """Cards that are odd, and allowed: long texts, doubled quotes, D exponents, keywords that nobody knows."""
    long_name = "a long name's end " + "x" * 90
    image = fits.ImageHDU(np.arange(3, dtype="i2"), name=long_name)
    columns = [fits.Column("a column's name of 64 characters" + "." * 32, "2J", array=[[1, 2], [3, 4]]), fits.Column("it's", "I", array=[1, 2])]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = fits.BinTableHDU.from_columns(columns)
        header = table.header
        header["HIERARCH ESO DET CHIP NAME"] = "it's"
        header["EMPTY"] = None
        header["COMMENT"] = "= 'not a value"
        header["HISTORY"] = "written for a test"
        header["TSCAL2"] = 5.0
        for i in range(120):
            header[f"KEY{i}"] = i / 7

    def double_exponent(content):
        old = b"TSCAL2  =                  5.0"
        assert content.count(old) == 1
        return content.replace(old, b"TSCAL2  =              0.5D+01")

    note = f"Extension 1 (IMAGE {long_name.upper()}) was left out: the table is extension 2 (BINTABLE)."
    record("headers.fits", [fits.PrimaryHDU(), image, table], 2, notes=[note], change=double_exponent)


def main():
    FIXTURES.mkdir(parents=True, exist_ok=True)
    for old in FIXTURES.glob("*.fits"):
        old.unlink()
    for write in (vectors, scalars, missing, shapes, scaled, left_out, variable_length, grids, parts, topcat, headers):
        write()
    lines = [f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in sorted(expected.items())]
    (FIXTURES / "expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{len(expected)} files written by astropy {astropy.__version__}")


if __name__ == "__main__":
    main()
