"""Writes fixtures/class-weights.json: what Keras' `fit` and `train_on_batch` make of `class_weight`, in float64.

    python -m pip install -r reference/requirements-keras.txt
    python reference/make_class_weight_fixtures.py

A narrow CNN3, seven rows of unequal classes in batches of three, so that the last batch is short, rows in their order. The
file holds the loss and the gradients of the first batch, and the history of two epochs with Adam. Gradients come from
Keras' own step: plain gradient descent with rate 1 moves each weight by its gradient.
"""

import json
import math
from pathlib import Path

import numpy as np
from keras_models import build_model, check_adam_precision, initial_weights, keras, set_precision
from make_keras_fixtures import make_posteriors

OUT = Path(__file__).parent / "fixtures" / "class-weights.json"
NETWORK = ("CNN3", 34, 3, 8)
SEED = 9
LABELS = {"train": [0, 1, 0, 2, 0, 1, 0], "validation": [2, 1, 0, 0, 1]}
BATCH = 3
LEARNING_RATES = [1e-4 * math.exp(-0.1 * epoch) for epoch in range(2)]


def compiled(weights, optimizer):
    """The network with its logits as output, so that no probability is clipped."""
    model = build_model(*NETWORK)
    model.set_weights(weights)
    model = keras.Model(model.inputs, model.outputs[1])
    model.compile(optimizer, keras.losses.CategoricalCrossentropy(from_logits=True), metrics=["acc"])
    return model


def first_batch(weights, x, y, class_weight):
    model = compiled(weights, keras.optimizers.SGD(1.0))
    loss = model.train_on_batch(x[:BATCH], y[:BATCH], class_weight=class_weight, return_dict=True)["loss"]
    gradients = [before - after for before, after in zip(weights, model.get_weights(), strict=True)]
    if not all(gradient.any() for gradient in gradients):
        raise AssertionError("Expected no gradient that is all zero: choose another seed")
    return {"loss": float(loss), "gradients": [gradient.ravel().tolist() for gradient in gradients]}


def history(weights, train, validation, class_weight):
    optimizer = keras.optimizers.Adam(LEARNING_RATES[0], epsilon=1e-7)
    model = compiled(weights, optimizer)
    check_adam_precision(optimizer, "float64", LEARNING_RATES[0])
    fitted = model.fit(
        *train,
        validation_data=validation,
        class_weight=class_weight,
        epochs=len(LEARNING_RATES),
        batch_size=BATCH,
        shuffle=False,
        callbacks=[keras.callbacks.LearningRateScheduler(lambda epoch: LEARNING_RATES[epoch])],
        verbose=0,
    )
    return {key: [float(value) for value in fitted.history[key]] for key in ("loss", "acc", "val_loss", "val_acc")}


def singles(array):
    """float32 values in the fewest digits that give them back."""
    return [float(str(value)) for value in array.ravel()]


def main():
    name, length, classes, scale = NETWORK
    weights = initial_weights(*NETWORK, SEED)
    rng = np.random.default_rng(SEED)
    x = {split: make_posteriors(rng, len(labels), length) for split, labels in LABELS.items()}
    counts = np.bincount(LABELS["train"], minlength=classes)
    class_weight = {index: float(weight) for index, weight in enumerate(counts.sum() / (classes * counts))}

    set_precision("float64")
    doubles = [weight.astype(np.float64) for weight in weights]
    data = {split: (x[split].astype(np.float64), np.eye(classes)[labels]) for split, labels in LABELS.items()}
    content = {
        "keras": keras.__version__,
        "model": name,
        "length": length,
        "classes": classes,
        "scale": scale,
        "batchSize": BATCH,
        "learningRates": LEARNING_RATES,
        "classWeights": list(class_weight.values()),
        "weights": [singles(weight) for weight in weights],
        **{split: {"labels": labels, "x": singles(x[split])} for split, labels in LABELS.items()},
        "firstBatch": first_batch(doubles, *data["train"], class_weight),
        "history": history(doubles, data["train"], data["validation"], class_weight),
        "unweighted": history(doubles, data["train"], data["validation"], None),
    }
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in content.items())
    OUT.write_text(f"{{\n{lines}\n}}\n")


if __name__ == "__main__":
    main()
