"""Writes fixtures/keras/kernels/*.json: one layer at a time, computed by Keras in float64.

    python -m pip install -r reference/requirements-keras.txt
    python reference/make_keras_kernel_fixtures.py

A tensor is {"shape": [...], "data": [...]}, row-major. Inputs are multiples of 1/1024, so float32 holds them exactly.
A layer's gradients are those of sum(output * outputGradient).
"""

import json
from pathlib import Path

import numpy as np
from keras_models import check_precision, jax, keras, set_precision

OUT = Path(__file__).parent / "fixtures" / "keras" / "kernels"
LAYERS = keras.layers


def normals(rng, *shape, scale=1.0):
    return np.round(1024 * scale * rng.standard_normal(shape)) / 1024


def tensor(array):
    array = np.asarray(array)
    return {"shape": list(array.shape), "data": array.ravel().tolist()}


def run_layer(rng, layer, x, weights):
    """The layer's output for `x` and these weights, and its gradients for a random gradient of the output."""
    layer.build(x.shape)
    layer.set_weights([*weights.values()])
    seeds = [variable.value for variable in layer.non_trainable_variables]

    def forward(x, trainable):
        return layer.stateless_call(trainable, seeds, x)[0]

    trainable = [variable.value for variable in layer.trainable_variables]
    check_precision(forward, x, trainable, dtype="float64")
    output, backward = jax.vjp(forward, x, trainable)
    output_gradient = normals(rng, *output.shape)
    x_gradient, weight_gradients = backward(output_gradient)
    gradients = {"x": x_gradient, **dict(zip(weights, weight_gradients, strict=True))}
    return {
        "x": tensor(x),
        "weights": {role: tensor(weight) for role, weight in weights.items()},
        "outputGradient": tensor(output_gradient),
        "output": tensor(output),
        "gradients": {role: tensor(gradient) for role, gradient in gradients.items()},
    }


def conv1d_cases(rng):
    """Odd lengths, several channels; `same` pads one point less before than behind when the kernel size is even."""
    for kernel_size in (3, 5, 6, 9, 10):
        for padding in ("valid", "same"):
            for activation, batch, length, channels, filters in (("linear", 2, 13, 3, 4), ("relu", 1, 17, 1, 5)):
                layer = LAYERS.Conv1D(filters, kernel_size, padding=padding, activation=activation)
                weights = {
                    "kernel": normals(rng, kernel_size, channels, filters, scale=0.5),
                    "bias": normals(rng, filters),
                }
                yield {
                    "name": f"{padding}, kernel size {kernel_size}, {activation}",
                    "kernelSize": kernel_size,
                    "padding": padding,
                    "activation": activation,
                    **run_layer(rng, layer, normals(rng, batch, length, channels), weights),
                }


def max_pool_cases(rng):
    """Size and stride 2. An odd length loses its last point; of two equal points the first gets the gradient."""
    for name, x in (
        ("even length", normals(rng, 2, 12, 3)),
        ("odd length", normals(rng, 3, 9, 2)),
        ("ties", rng.integers(-1, 2, (2, 15, 4)).astype(np.float64)),
    ):
        yield {"name": name, **run_layer(rng, LAYERS.MaxPooling1D(2), x, {})}


def dense_cases(rng):
    for activation, batch, inputs, units in (("linear", 3, 7, 5), ("relu", 2, 37, 4), ("linear", 1, 1, 3)):
        weights = {"kernel": normals(rng, inputs, units, scale=0.5), "bias": normals(rng, units)}
        yield {
            "name": f"{activation}, {inputs} to {units}",
            "activation": activation,
            **run_layer(rng, LAYERS.Dense(units, activation=activation), normals(rng, batch, inputs), weights),
        }


RECURRENT_CASES = [
    # steps, sequences, memory
    (1, True, False),
    (7, True, False),
    (7, False, False),
    (37, True, True),
    (37, False, True),
]


def recurrent_cases(rng, make_layer, gates, bias_rows, memory_gate):
    """Batch 3, 4 inputs, 5 units. With memory the gate that keeps the state has a bias of about +4."""
    inputs, units = 4, 5
    for steps, sequences, memory in RECURRENT_CASES:
        bias = normals(rng, *bias_rows, gates * units, scale=0.5)
        if memory:
            kept = slice(memory_gate * units, (memory_gate + 1) * units)
            (bias[0] if bias_rows else bias)[kept] += 4
        weights = {
            "kernel": normals(rng, inputs, gates * units, scale=0.5),
            "recurrent_kernel": normals(rng, units, gates * units, scale=0.5),
            "bias": bias,
        }
        yield {
            "name": f"{steps} steps, {'sequences' if sequences else 'last state'}{', memory' if memory else ''}",
            "returnSequences": sequences,
            **run_layer(rng, make_layer(units, return_sequences=sequences), normals(rng, 3, steps, inputs), weights),
        }


def gru_cases(rng):
    """Keras' default, reset_after=True: gates z, r, h; bias [2, 3 * units], input row first."""
    return recurrent_cases(rng, LAYERS.GRU, gates=3, bias_rows=(2,), memory_gate=0)


def lstm_cases(rng):
    """Gates i, f, c, o; bias [4 * units]."""
    return recurrent_cases(rng, LAYERS.LSTM, gates=4, bias_rows=(), memory_gate=1)


def cross_entropy_cases(rng):
    """Mean over the batch, from the logits. `far` has probabilities below 1e-7, `huge` logits whose exp overflows."""
    far = normals(rng, 3, 4)
    far[:, 3] += 40
    for name, logits, labels in (
        ("two classes", normals(rng, 4, 2), [0, 1, 1, 0]),
        ("five classes, one row", normals(rng, 1, 5, scale=3), [2]),
        ("three classes", normals(rng, 7, 3, scale=2), [0, 1, 2, 2, 1, 0, 0]),
        ("far", far, [0, 3, 1]),
        ("huge", normals(rng, 2, 3) + 1000, [2, 0]),
    ):
        one_hot = np.eye(logits.shape[1])[labels]
        cross_entropy = keras.losses.CategoricalCrossentropy(from_logits=True)
        loss, gradient = jax.value_and_grad(lambda x: cross_entropy(one_hot, x))(logits)
        yield {
            "name": name,
            "logits": tensor(logits),
            "oneHot": tensor(one_hot),
            "probabilities": tensor(keras.ops.softmax(logits)),
            "loss": float(loss),
            "gradient": tensor(gradient),
        }


def adam_cases(rng):
    """Five steps with given gradients; some as small as epsilon, some zero, so that epsilon's place shows."""
    for learning_rate, zero_start in ((0.001, False), (0.05, True)):
        weights = np.zeros((3, 8)) if zero_start else normals(rng, 3, 8)
        gradients = normals(rng, 5, 3, 8)
        gradients[:, 1] *= 2.0 ** -np.arange(14, 30, 2)
        gradients[:, 2, :4] = 0
        gradients[2:, 2, 4:] = 0
        variable = keras.Variable(weights)
        optimizer = keras.optimizers.Adam(learning_rate, epsilon=1e-7)
        optimizer.build([variable])
        after = []
        for gradient in gradients:
            optimizer.apply([keras.ops.convert_to_tensor(gradient)])
            after.append(np.asarray(variable.value))
        yield {
            "name": f"learning rate {learning_rate}",
            "learningRate": learning_rate,
            "initial": tensor(weights),
            "gradients": [tensor(gradient) for gradient in gradients],
            "weights": [tensor(weight) for weight in after],
        }


KERNELS = {
    "conv1d": conv1d_cases,
    "max-pool": max_pool_cases,
    "dense": dense_cases,
    "gru": gru_cases,
    "lstm": lstm_cases,
    "softmax-cross-entropy": cross_entropy_cases,
    "adam": adam_cases,
}


def main():
    set_precision("float64")
    OUT.mkdir(parents=True, exist_ok=True)
    for seed, (name, cases) in enumerate(KERNELS.items()):
        lines = ",\n".join(json.dumps(case) for case in cases(np.random.default_rng([7, seed])))
        path = OUT / f"{name}.json"
        path.write_text(f'{{"keras": "{keras.__version__}", "cases": [\n{lines}\n]}}\n')
        print(f"{path}: {path.stat().st_size:,} bytes", flush=True)


if __name__ == "__main__":
    main()
