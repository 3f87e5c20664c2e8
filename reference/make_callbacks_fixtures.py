"""Histories of Keras' callbacks: ReduceLROnPlateau, EarlyStopping, ModelCheckpoint(save_best_only).

    python reference/make_callbacks_fixtures.py reference/fixtures/callbacks.json

Each case is a sequence of validation losses. Keras' own callbacks are called with it, epoch by epoch, as `fit` calls
them; the file records the learning rate that each epoch ran with, the epoch after which training stopped (0: never),
and the epochs after which the weights were saved. NaN is written as null.

No case begins with a NaN or an infinity: Keras 3 takes whatever comes first as the best so far, after which nothing is
below a NaN; Keras 2, with which LAM-Redshift was made, starts from infinity, and so does the studio.
"""

import json
import math
import sys
import tempfile
from pathlib import Path

import keras
import numpy as np

PATIENCE = 3


def sequences():
    rng = np.random.default_rng(3)
    falling = 0.9 * np.exp(-0.2 * np.arange(24)) + 0.1
    yield "falls", falling[:12]
    yield "flat", np.full(40, 0.5)
    yield "equal to the best", [0.5, 0.4, 0.4, 0.4, 0.3, 0.3, 0.3, 0.3]
    yield "falls by less than min_delta", 0.5 - 6e-5 * np.arange(12)
    yield "rises", 0.3 + 0.02 * np.arange(16)
    yield "NaN in between", [0.5, math.nan, 0.45, math.nan, math.nan, 0.44, 0.46, math.nan, 0.4]
    for seed in range(4):
        yield f"noisy {seed}", falling + 0.08 * rng.standard_normal(24)


def record(losses):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(), "mse")
    plateau = keras.callbacks.ReduceLROnPlateau(monitor="val_loss", factor=0.5, patience=2, min_lr=1e-6)
    stopping = keras.callbacks.EarlyStopping(monitor="val_loss", patience=PATIENCE)
    rates, saved, stopped = [], [], 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "best.weights.h5"
        checkpoint = keras.callbacks.ModelCheckpoint(
            path, monitor="val_loss", save_best_only=True, save_weights_only=True
        )
        callbacks = [plateau, stopping, checkpoint]
        for callback in callbacks:
            callback.set_model(model)
            callback.on_train_begin()
        model.stop_training = False
        for epoch, loss in enumerate(losses):
            rates.append(float(model.optimizer.learning_rate))
            path.unlink(missing_ok=True)
            for callback in callbacks:
                callback.on_epoch_end(epoch, {"val_loss": float(loss)})
            if path.exists():
                saved.append(epoch + 1)
            if model.stop_training and stopped == 0:
                stopped = epoch + 1
    return {"learningRates": rates, "savedAfter": saved, "stoppedAfter": stopped}


def main(out: Path) -> None:
    cases = [
        {
            "name": name,
            "valLosses": [None if math.isnan(loss) else float(loss) for loss in losses],
            **record(losses),
        }
        for name, losses in sequences()
    ]
    content = {"keras": keras.__version__, "patience": PATIENCE, "cases": cases}
    out.write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
