"""Writes fixtures/keras-models: files of networks as Keras saves them, compressed, and what Keras predicts with them.

    python -m pip install -r reference/requirements-keras.txt
    python reference/make_keras_model_fixtures.py

The networks have their real widths and the shortest inputs. Their weights repeat a short pattern, so that gzip makes a few
kilobytes of megabytes. Probabilities are Keras' own in float32.
"""

import gzip
import json
import tempfile
from pathlib import Path

import h5py
import numpy as np
from keras_files import SHORTEST, WRITERS, build, example, keras, pattern, set_precision, write_amazed

OUT = Path(__file__).parent / "fixtures" / "keras-models"
MOST_BYTES = 60_000


def separate_softmax(model):
    """The same network whose softmax is a layer of its own."""
    config = model.get_config()
    last = config["layers"][-1]
    last["config"]["activation"] = "linear"
    logits = keras.Model.from_config(config)
    logits.set_weights(model.get_weights())
    return keras.Model(logits.inputs, keras.layers.Activation("softmax")(logits.outputs[0]))


def write_half(model, path):
    """Float16 and big-endian float64 in turn."""
    WRITERS["tf2.h5"](model, path)
    with h5py.File(path, "a") as file:
        datasets = []
        file.visititems(lambda name, item: datasets.append(name) if isinstance(item, h5py.Dataset) else None)
        for number, name in enumerate(datasets):
            values = file[name][()]
            del file[name]
            file[name] = values.astype("<f2" if number % 2 else ">f8")


def sequential(model):
    """The same network as a Sequential."""
    layers = [keras.Input(model.inputs[0].shape[1:])]
    layers += [type(layer).from_config(layer.get_config()) for layer in model.layers[1:]]
    copy = keras.Sequential(layers)
    copy.set_weights(model.get_weights())
    return copy


CASES = [
    ("cnn3.keras", "CNN3", 2, WRITERS["keras3.keras"], None),
    ("cnn3.h5", "CNN3", 2, WRITERS["keras3.h5"], None),
    ("cnn3.weights.h5", "CNN3", 3, WRITERS["keras3.weights.h5"], None),
    ("cnn3-sequential.keras", "CNN3", 2, WRITERS["keras3.keras"], sequential),
    ("cnn3-softmax.h5", "CNN3", 2, WRITERS["keras3.h5"], separate_softmax),
    ("cnn3-half.h5", "CNN3", 2, write_half, None),
    ("cnn3-amazed.h5", "CNN3", 2, write_amazed, None),
    ("cnn3-tf2.h5", "CNN3", 5, WRITERS["tf2.h5"], None),
    ("cnn3-tf2-weights.h5", "CNN3", 2, WRITERS["tf2-weights.h5"], None),
    ("cnn8.weights.h5", "CNN8", 2, WRITERS["keras3.weights.h5"], None),
    ("cnn-gru-tf2.h5", "CNN-GRU", 3, WRITERS["tf2.h5"], None),
    ("cnn-lstm.keras", "CNN-LSTM", 2, WRITERS["keras3.keras"], None),
    ("cnn-2inputs.keras", "CNN-2inputs", 2, WRITERS["keras3.keras"], None),
    ("cnn-2inputs-tf2.h5", "CNN-2inputs", 2, WRITERS["tf2.h5"], None),
]


def compressed(path):
    # without a date, so that the same file gives the same bytes
    return gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)


def main():
    set_precision("float32")
    OUT.mkdir(exist_ok=True)
    cases = []
    with tempfile.TemporaryDirectory() as folder:
        for seed, (file, name, classes, writer, change) in enumerate(CASES):
            keras.utils.clear_session()
            dropout = 0.2 if name == "CNN-GRU" else 0.0
            model = build(name, SHORTEST[name], classes, dropout)
            pattern(model)
            if writer is write_half:
                model.set_weights([weight.astype(np.float16).astype(np.float32) for weight in model.get_weights()])
            inputs = example(model, 2, seed)
            if change is not None:
                model = change(model)
            path = Path(folder) / file
            writer(model, path)
            packed = compressed(path)
            if len(packed) > MOST_BYTES:
                raise AssertionError(f"{file} takes {len(packed)} bytes, expected at most {MOST_BYTES}")
            (OUT / f"{file}.gz").write_bytes(packed)
            probabilities = np.asarray(model(inputs if len(inputs) > 1 else inputs[0]))
            cases.append({
                "file": file,
                "model": name,
                "length": SHORTEST[name],
                "classes": classes,
                "dropout": dropout,
                "x": [[float(value) for value in row[:, 0]] for row in inputs[0]],
                "redshift": inputs[1][:, 0].tolist() if len(inputs) > 1 else None,
                "probabilities": probabilities.tolist(),
                "sums": [float(np.sum(weight, dtype=np.float64)) for weight in model.get_weights()],
                "firsts": [float(weight.flat[0]) for weight in model.get_weights()],
            })
    lines = ",\n".join(json.dumps(case) for case in cases)
    (OUT / "expected.json").write_text(f'{{"keras": "{keras.__version__}", "cases": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
