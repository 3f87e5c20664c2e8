"""The five networks of LAM-Redshift in Keras, and what Keras computes for them: the source of the Keras fixtures.

Import this before keras: it chooses the JAX backend and allows float64, which JAX otherwise rounds to float32.
"""

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import jax  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras.src.backend.common import dtypes  # noqa: E402

# On JAX, Keras rounds float64 to float32 in tanh and concatenate, as if JAX never had float64.
dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"

MODELS = ("CNN3", "CNN8", "CNN-GRU", "CNN-LSTM", "CNN-2inputs")
SHORTEST = {"CNN3": 34, "CNN8": 16, "CNN-GRU": 16, "CNN-LSTM": 16, "CNN-2inputs": 34}
LAYERS = keras.layers


def set_precision(dtype):
    """What Keras computes in from here on: "float32" or "float64"."""
    keras.config.set_floatx(dtype)
    # layers take the policy, which keeps the type that was set when it was first asked for
    keras.config.set_dtype_policy(dtype)


def build_model(name, length, classes, scale=1):
    """A network with two outputs, probabilities and logits: [batch, classes] each.

    `scale` divides the width of every layer but the last (filters, units), rounds down and keeps at least 1. Kernel
    sizes, pooling and the number of classes stay. 1 is the network itself.
    """

    def width(size):
        return max(1, size // scale)

    def conv(x, filters, kernel_size, padding):
        return LAYERS.Conv1D(width(filters), kernel_size, padding=padding, activation="relu")(x)

    def dense(x, units, activation):
        return LAYERS.Dense(width(units), activation=activation)(x)

    def pool(x):
        return LAYERS.MaxPooling1D(2)(x)

    def cnn3_features(x):
        for filters, kernel_size in ((32, 9), (64, 6), (128, 3)):
            x = pool(conv(x, filters, kernel_size, "valid"))
        return dense(LAYERS.Flatten()(x), 64, "relu")

    def trunk(x):
        for filters, kernel_size in ((32, 10), (64, 6), (128, 5), (256, 3)):
            x = conv(x, filters, kernel_size, "same")
            x = pool(conv(x, filters, kernel_size, "same"))
        return x

    def recurrent(x, layer, sizes):
        # Keras' defaults: GRU has reset_after=True and so a bias of two rows, LSTM unit_forget_bias=True
        for size in sizes[:-1]:
            x = layer(width(size), return_sequences=True)(x)
        return layer(width(sizes[-1]))(x)

    posterior = keras.Input((length, 1))
    inputs = [posterior]
    if name == "CNN3":
        x = dense(cnn3_features(posterior), 32, "relu")
    elif name == "CNN8":
        x = LAYERS.Flatten()(trunk(posterior))
        for units in (256, 128, 64, 32):
            x = dense(x, units, "linear")
    elif name == "CNN-GRU":
        x = LAYERS.Flatten()(recurrent(trunk(posterior), LAYERS.GRU, (512, 256, 128, 64)))
    elif name == "CNN-LSTM":
        x = recurrent(trunk(posterior), LAYERS.LSTM, (256, 128, 64, 32))
    elif name == "CNN-2inputs":
        redshift = keras.Input((1,))
        inputs.append(redshift)
        x = dense(LAYERS.Concatenate()([cnn3_features(posterior), redshift]), 32, "relu")
    else:
        raise ValueError(f"Expected one of {', '.join(MODELS)}, got {name}")
    logits = LAYERS.Dense(classes)(x)
    return keras.Model(inputs, [LAYERS.Softmax()(logits), logits])


def initial_weights(name, length, classes, scale, seed, memory=False, confident=False):
    """Keras' own initialisers, then small normal numbers on the biases, so that a wrong bias shows.

    `memory` adds 4 to the update gate z of each GRU (first bias row) and to the forget gate f of each LSTM: untrained
    ones forget within a few steps, which would hide a state that gets lost. It takes 4 from the LSTM's input gate i, so
    that a state takes in as little as it loses. Otherwise it grows until tanh saturates, and its gradients in float32
    are mostly rounding. `confident` adds 25 to the last class's
    bias: the other classes get probabilities that float32 keeps and a loss that clips at 1e-7 does not.
    """
    set_precision("float32")
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng([seed, 1])
    model = build_model(name, length, classes, scale)
    for layer in model.layers:
        weights = layer.get_weights()
        if not weights:
            continue
        bias = weights[-1] + 0.1 * rng.standard_normal(weights[-1].shape)
        if memory and isinstance(layer, LAYERS.GRU):
            bias[0, : layer.units] += 4
        if memory and isinstance(layer, LAYERS.LSTM):
            bias[: layer.units] -= 4
            bias[layer.units : 2 * layer.units] += 4
        if confident and layer is model.layers[-2]:
            bias[-1] += 25
        layer.set_weights([*weights[:-1], bias.astype(np.float32)])
    return model.get_weights()


def compute(name, length, classes, scale, weights, inputs, one_hot, steps, learning_rate, dtype):
    """Probabilities, loss, gradients and the weights after `steps` Adam steps on one batch, all in `dtype`.

    The loss is the mean cross-entropy from the logits. So computes Keras on TensorFlow for a softmax layer, which looks
    behind the softmax; Keras on JAX would clip the probabilities at 1e-7. Where nothing is clipped, both are the same.

    Adam is Keras' own, with epsilon 1e-7 and no rounding to float32: beta_1 and beta_2 are Python floats, cast to the
    type of the weights, and the learning rate is a variable of that type (both are checked below). Keras on TensorFlow
    casts the betas by way of float32, which changes a float64 step by up to 7e-6 of its size.
    """
    set_precision(dtype)
    model = build_model(name, length, classes, scale)
    model.set_weights(weights)
    arrays = [np.asarray(array, dtype) for array in inputs]
    target = np.asarray(one_hot, dtype)
    cross_entropy = keras.losses.CategoricalCrossentropy(from_logits=True)

    # recurrent layers hold the state of a dropout that is not used
    seeds = [variable.value for variable in model.non_trainable_variables]

    def loss_of(trainable):
        (probabilities, logits), _ = model.stateless_call(trainable, seeds, arrays)
        return cross_entropy(target, logits), probabilities

    loss_and_gradients = jax.jit(jax.value_and_grad(loss_of, has_aux=True))
    trainable = [variable.value for variable in model.trainable_variables]
    check_precision(loss_and_gradients, trainable, dtype=dtype)
    (loss, probabilities), gradients = loss_and_gradients(trainable)

    optimizer = keras.optimizers.Adam(learning_rate, epsilon=1e-7)
    optimizer.build(model.trainable_variables)
    check_adam_precision(optimizer, dtype, learning_rate)
    state = [variable.value for variable in optimizer.variables]
    check_precision(optimizer.stateless_apply, state, gradients, trainable, dtype=dtype)
    step_gradients = gradients
    for step in range(steps):
        if step > 0:
            _, step_gradients = loss_and_gradients(trainable)
        trainable, state = optimizer.stateless_apply(state, step_gradients, trainable)
    result = {
        "probabilities": np.asarray(probabilities),
        "loss": np.asarray(loss),
        "gradients": [np.asarray(gradient) for gradient in gradients],
        "adam": [np.asarray(weight) for weight in trainable],
    }
    for value in (result["probabilities"], result["loss"], *result["gradients"], *result["adam"]):
        if not np.isfinite(value).all():
            raise AssertionError("Expected finite values: choose another seed")
    return result


def check_precision(function, *arguments, dtype):
    """Raises if any intermediate value of a float64 computation is float32."""
    if dtype == "float64" and "f32[" in str(jax.make_jaxpr(function)(*arguments)):
        raise AssertionError("Expected float64 throughout, some operation rounds to float32")


def check_adam_precision(optimizer, dtype, learning_rate):
    """Raises if Keras holds a constant of Adam in less precision than `dtype`."""
    kept = {
        "learning_rate": (float(np.asarray(optimizer.learning_rate, np.float64)), learning_rate),
        "beta_1": (float(keras.ops.cast(optimizer.beta_1, dtype)), 0.9),
        "beta_2": (float(keras.ops.cast(optimizer.beta_2, dtype)), 0.999),
    }
    for constant, (actual, expected) in kept.items():
        if actual != float(np.dtype(dtype).type(expected)):
            raise AssertionError(f"Expected {constant} {expected} in {dtype}, got {actual}")
