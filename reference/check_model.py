"""Loads networks that the studio saved with Keras 3 and compares their predictions with the studio's own.

    python -m pip install -r reference/requirements-keras.txt h5py
    node scripts/write-model-files.mjs DIR
    python reference/check_model.py DIR

DIR holds `files.json`, which names every file, its inputs and the expected probabilities. Each file is loaded by
`keras.models.load_model` and computed in float32 and, with the same weights, in float64. A file for AMAZED is also read as its
deepLearningSolver reads it, one row at a time. Prints the largest differences, and ends with status 1 where one is over 1e-6
(one row at a time 1e-5) or something else differs. It writes nothing.
"""

import argparse
import json
import logging
import sys
import zipfile
from pathlib import Path

import h5py
import numpy as np
from keras_models import keras, set_precision

LIMIT = 1e-6
# AMAZED gives one posterior at a time, and then Keras sums the 286,080 products of a dense unit with larger rounding
ONE_ROW_LIMIT = 1e-5


def load(path):
    """The model in float32, as the file has it."""
    set_precision("float32")
    return keras.models.load_model(path)


def in_float64(model):
    """The same network with the same weights, computed in float64."""
    set_precision("float64")
    double = keras.models.model_from_json(model.to_json().replace('"float32"', '"float64"'))
    double.set_weights(model.get_weights())
    return double


def inputs_of(folder, entry, dtype):
    names = [entry["x"]] + ([entry["redshift"]] if entry["redshift"] else [])
    arrays = [np.load(folder / name).astype(dtype) for name in names]
    return arrays if len(arrays) > 1 else arrays[0]


def predictions_problems(folder, entry, model, expected):
    """Differences of both precisions; prints them."""
    single = model.predict(inputs_of(folder, entry, "float32"), verbose=0)
    double = in_float64(model)
    exact = np.asarray(double(inputs_of(folder, entry, "float64"), training=False))
    differences = {"float32": np.abs(single - expected).max(), "float64": np.abs(exact - expected).max()}
    spread = np.ptp(expected, axis=0).max()
    print("  " + ", ".join(f"{name} {value:.1e}" for name, value in differences.items()) + f", spread of rows {spread:.1e}")
    if exact.dtype != np.float64 or single.dtype != np.float32:
        yield f"computed in {single.dtype} and {exact.dtype}"
    if spread < 1000 * LIMIT:
        yield f"rows differ by {spread:.1e} alone, which shows little"
    for name, value in differences.items():
        if not value <= LIMIT:
            yield f"predictions in {name} differ by {value:.1e}; at most {LIMIT:.0e} is allowed"


def text_problems(path):
    """Texts must come back as `str`, and lists of names as arrays of `str`."""
    with h5py.File(path) as file:
        found = [("", file.attrs)]
        file.visititems(lambda name, item: found.append((name, item.attrs)))
        for name, attributes in found:
            for key, value in attributes.items():
                values = value.tolist() if isinstance(value, np.ndarray) else [value]
                number = isinstance(value, np.float64)
                if not number and not all(isinstance(one, str) for one in values):
                    yield f"attribute {key} of {name or 'the file'} is {value!r}"


def card_problems(path):
    """The studio's card is there, and says what the file holds."""
    if path.suffix == ".keras":
        with zipfile.ZipFile(path) as files:
            names = files.namelist()
            card = json.loads(files.read("redshift-studio.json"))
            if names != ["metadata.json", "config.json", "model.weights.h5", "redshift-studio.json"]:
                yield f"the archive holds {names}"
    else:
        with h5py.File(path) as file:
            card = json.loads(file.attrs["redshift_studio"])
    if card["origin"] != "saved":
        yield f"the card says origin {card['origin']}"


def amazed_reliability(path, log_pdfs, zgrid_end, z_range, z_step):
    """What AMAZED's CalibrationLibrary and deepLearningSolver do with a reliability model."""
    attrs = h5py.File(path).attrs
    attrs["keras_version"].split(".")
    if [attrs["zrange_min"], attrs["zrange_max"]] != z_range:
        raise AssertionError(f"redshift range {attrs['zrange_min']}, {attrs['zrange_max']}; expected {z_range}")
    if attrs["zrange_step"] != z_step:
        raise AssertionError(f"redshift step {attrs['zrange_step']}; expected {z_step}")
    model = keras.models.load_model(path)
    if abs(attrs["zgrid_end"] - zgrid_end) > 1e-6 * zgrid_end:
        raise AssertionError(f"zgrid ends at {attrs['zgrid_end']}; expected {zgrid_end}")
    classes = json.loads(attrs.get("classes", '["failure", "success"]'))
    return classes, [model.predict(np.exp(one)[None, :, None], verbose=0)[0, 1] for one in log_pdfs]


def amazed_problems(folder, entry, expected):
    wanted = entry["amazed"]
    set_precision("float32")
    with np.errstate(divide="ignore"):
        log_pdfs = np.log(np.load(folder / entry["x"])[:, :, 0].astype("float64"))
    classes, reliability = amazed_reliability(
        folder / entry["file"], log_pdfs, wanted["zgridEnd"], [wanted["min"], wanted["max"]], wanted["step"]
    )
    difference = np.abs(np.array(reliability) - expected[:, 1]).max()
    print(f"  AMAZED: reliability {difference:.1e}, classes {classes}")
    if classes != wanted["classes"]:
        yield f"classes {classes}; expected {wanted['classes']}"
    if not difference <= ONE_ROW_LIMIT:
        yield f"AMAZED's reliability differs by {difference:.1e}"


def problems_of(folder, entry):
    path = folder / entry["file"]
    expected = np.load(folder / entry["expected"])
    model = load(path)
    yield from predictions_problems(folder, entry, model, expected)
    yield from card_problems(path)
    if path.suffix == ".h5":
        yield from text_problems(path)
    if entry["amazed"]:
        yield from amazed_problems(folder, entry, expected)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder that holds files.json")
    folder = parser.parse_args().folder
    logging.getLogger("absl").setLevel(logging.ERROR)
    problems = []
    for entry in json.loads((folder / "files.json").read_text()):
        print(entry["file"])
        problems += [f"{entry['file']}: {problem}" for problem in problems_of(folder, entry)]
        keras.backend.clear_session()
    for problem in problems:
        print(f"DIFFERS {problem}")
    print("differs" if problems else "as expected")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
