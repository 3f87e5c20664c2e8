"""Opens tables of a network's predictions with their real readers, and compares them with each other.

    python -m pip install -r reference/requirements.txt
    python reference/check_applied.py predictions.csv predictions.ecsv predictions.vot predictions.npy

ECSV and VOTable are read by astropy, VOTable after a pedantic check of every element, NPY by NumPy without pickle, CSV by
Python's csv. All files are of one application of a network: every row must have the same file, name, redshift, class and
probabilities in each. Prints what each file holds and what differs, and ends with status 1 where something does. It writes
nothing.

What formats cannot hold is taken into account: CSV has an apostrophe before texts that a spreadsheet would run, XML and ECSV
no control characters, and astropy takes spaces from both ends of a text, and in ECSV all ends of lines for one.
"""

import argparse
import csv
import re
import sys
from pathlib import Path

import numpy as np
from astropy.io import votable
from astropy.table import Table

FORMULA = re.compile(r"^[=+\-@\t\r]")
ODD_ENDS = re.compile("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
TEXTS = ("file", "id", "class")


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file, strict=True)
    odd = [i for i, row in enumerate(rows) if len(row) != len(head)]
    if odd:
        raise ValueError(f"rows {odd[:5]} have not {len(head)} cells")
    return {name: [row[i] for row in rows] for i, name in enumerate(head)}


def read_ecsv(path):
    table = Table.read(path, format="ascii.ecsv")
    print(f"  meta: {dict(table.meta)}")
    return {name: table[name] for name in table.colnames}


def read_votable(path):
    tree = votable.parse(path, verify="exception")
    if not votable.validate(path, output=None):
        raise ValueError("astropy.io.votable.validate finds warnings")
    table = tree.get_first_table()
    print(f"  VOTable {tree.version}: " + ", ".join(f"{f.name} {f.datatype} {f.ucd}" for f in table.fields))
    print(f"  INFO: {[(info.name, info.value) for info in tree.resources[0].infos]}")
    return {field.name: table.array[field.name] for field in table.fields}


def read_npy(path):
    array = np.load(path, allow_pickle=False)
    print(f"  dtype: {array.dtype}")
    return {name: array[name] for name in array.dtype.names}


READERS = {".csv": read_csv, ".ecsv": read_ecsv, ".vot": read_votable, ".xml": read_votable, ".npy": read_npy}


def texts(column):
    return ["" if value is np.ma.masked else str(value) for value in column]


def numbers(column):
    return np.array([np.nan if value == "" or value is np.ma.masked else float(value) for value in column])


def truths(column):
    """CSV has words, all others truth values."""
    words = {"true": True, "false": False}
    return np.array([words[value] if isinstance(value, str) else bool(value) for value in column])


def normal(columns):
    """One form for all formats: texts, numbers, and probabilities as an array [row, class]."""
    table = {name: texts(columns[name]) for name in TEXTS if name in columns}
    for name in ("row", "file_row", "z_est", "confidence"):
        if name in columns:
            table[name] = numbers(columns[name])
    if "kept" in columns:
        table["kept"] = truths(columns["kept"])
    if "probability" in columns:
        table["probability"] = np.asarray(columns["probability"])
        index = np.asarray(columns["class_index"])
        best = np.where(np.isnan(table["confidence"]), -1, np.argmax(table["probability"], axis=1))
        if not np.array_equal(index, best):
            raise ValueError("class_index is not that of the highest probability")
    else:
        names = [name for name in columns if name.startswith("p_")]
        table["probability"] = np.stack([numbers(columns[name]) for name in names], axis=1)
    return table


def written(text, suffix):
    """A text as a format can hold it."""
    if suffix == ".csv":
        number = re.fullmatch(r"-?\d+(\.\d+)?", text)
        return f"'{text}" if FORMULA.match(text) and not number else text
    if suffix == ".ecsv":
        return ODD_ENDS.sub("\ufffd", text).strip()
    return NO_XML.sub("\ufffd", text).strip() if suffix in (".vot", ".xml") else text


def differences(first, second, suffixes):
    if set(first) != set(second):
        yield f"columns {sorted(first)} and {sorted(second)}"
        return
    for name, values in first.items():
        others = second[name]
        if len(values) != len(others):
            yield f"{name}: {len(values)} and {len(others)} rows"
        elif name in TEXTS:
            pairs = [
                (i, a, b)
                for i, (a, b) in enumerate(zip(values, others))
                if written(a, suffixes[1]) != written(b, suffixes[0])
            ]
            if pairs:
                yield f"{name}: {len(pairs)} rows differ, first {pairs[:5]}"
        elif name == "kept":
            if not np.array_equal(values, others):
                yield f"kept: rows {np.flatnonzero(values != others)[:5].tolist()} differ first"
        elif not np.array_equal(values, others, equal_nan=True):
            yield f"{name}: numbers differ by up to {np.nanmax(np.abs(values - others))}"


def check_numbers(table):
    probability, confidence = table["probability"], table["confidence"]
    answered = ~np.isnan(confidence)
    if not np.array_equal(table["row"], np.arange(len(confidence))):
        yield "row does not count from 0"
    if not np.allclose(probability[answered].sum(axis=1), 1, rtol=0, atol=1e-12):
        yield "probabilities do not add up to 1"
    if not np.array_equal(probability[answered].max(axis=1), confidence[answered]):
        yield "confidence is not the highest probability"
    if np.isnan(probability).all(axis=1).tolist() != (~answered).tolist():
        yield "rows without an answer have probabilities"
    if [text == "" for text in table["class"]] != (~answered).tolist():
        yield "rows without an answer have a class, or others have none"
    if "kept" in table and table["kept"][~answered].any():
        yield "rows without an answer are kept"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    paths = parser.parse_args().files
    problems = []
    tables = []
    for path in paths:
        print(path)
        try:
            table = normal(READERS[path.suffix.lower()](path))
        except Exception as error:  # whatever a reader finds wrong is the result
            problems.append(f"{path}: {type(error).__name__}: {error}")
            continue
        problems += [f"{path}: {text}" for text in check_numbers(table)]
        unanswered = int(np.isnan(table["confidence"]).sum())
        print(f"  {len(table['row'])} rows, {unanswered} without an answer, columns {', '.join(table)}")
        tables.append((path, table))
    for path, table in tables[1:]:
        suffixes = (tables[0][0].suffix.lower(), path.suffix.lower())
        problems += [f"{tables[0][0]} and {path}: {text}" for text in differences(tables[0][1], table, suffixes)]
    for problem in problems:
        print(f"DIFFERS {problem}")
    print("all agree" if not problems else f"{len(problems)} problems")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
