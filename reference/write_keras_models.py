"""Writes all five networks in every format of Keras, with predictions, to check the studio's reader of network files by hand.

    python -m pip install -r reference/requirements-keras.txt
    python reference/write_keras_models.py OUT
    KERAS_FILES=OUT npx vitest run src/engine/keras-import.test.ts

The weights are Keras' own initial ones with biases drawn from a normal distribution. `expected.json` lists the files; beside
each network lie its posteriors, redshifts and the probabilities that Keras computes in float32, as NPY.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from keras_files import SHORTEST, WRITERS, build, example, keras, set_precision, write_amazed

FULL_LENGTH = 17908
ROWS = 3


def draw_biases(model, seed):
    rng = np.random.default_rng(seed)
    weights = []
    for weight in model.get_weights():
        # a GRU's bias has two rows
        is_bias = weight.ndim == 1 or weight.shape[0] == 2
        drawn = weight + 0.1 * rng.standard_normal(weight.shape) if is_bias else weight
        weights.append(drawn.astype(np.float32))
    model.set_weights(weights)


def write(out, name, length, classes, seed):
    keras.utils.set_random_seed(seed)
    dropout = 0.2 if name == "CNN-GRU" else 0.0
    model = build(name, length, classes, dropout)
    draw_biases(model, seed)
    inputs = example(model, ROWS, seed)
    folder = out / f"{name}-{length}"
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "x.npy", inputs[0])
    if len(inputs) > 1:
        np.save(folder / "redshift.npy", inputs[1])
    # on JAX a batch that is compiled computes the same as one that is not
    np.save(folder / "probabilities.npy", np.asarray(model(inputs if len(inputs) > 1 else inputs[0])))
    files = []
    for ending, writer in WRITERS.items():
        path = folder / ending
        writer(model, path)
        files.append({"file": f"{folder.name}/{ending}", "length": length})
    amazed = folder / "amazed.h5"
    write_amazed(model, amazed)
    # AMAZED's two outputs come back in the order of the targets
    files.append({"file": f"{folder.name}/{amazed.name}", "length": length, "reversed": True})
    return [{"model": name, "classes": classes, "dropout": dropout, "folder": folder.name, **one} for one in files]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="folder to write")
    parser.add_argument("--length", type=int, default=None, help="points per posterior: short and 17,908 unless given")
    options = parser.parse_args()
    set_precision("float32")
    cases = []
    for seed, (name, shortest) in enumerate(SHORTEST.items()):
        lengths = [shortest + 7, FULL_LENGTH] if options.length is None else [options.length]
        for length in lengths:
            cases += write(options.out, name, length, 2, seed)
    (options.out / "expected.json").write_text(json.dumps({"keras": keras.__version__, "cases": cases}, indent=1))


if __name__ == "__main__":
    main()
