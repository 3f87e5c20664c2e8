"""The five networks as LAM-Redshift builds them, and every way in which Keras has written such networks to files.

Files of tf.keras 2 are written by h5py in the layout of tf.keras 2.15 (keras/src/saving/legacy/hdf5_format.py), because it
does not install beside Keras 3. Import this before keras: it chooses the JAX backend.
"""

import json

import h5py
import numpy as np
from keras_models import LAYERS, SHORTEST, keras, set_precision

__all__ = ["SHORTEST", "WRITERS", "build", "example", "keras", "pattern", "set_precision", "write_amazed"]


def build(name, length, classes, dropout=0.0):
    """A network that ends in a dense layer with softmax."""

    def conv(x, filters, kernel_size, padding):
        return LAYERS.Conv1D(filters, kernel_size, padding=padding, activation="relu")(x)

    def pool(x):
        return LAYERS.MaxPooling1D(2)(x)

    posterior = keras.Input((length, 1))
    inputs = [posterior]
    x = posterior
    if name in ("CNN3", "CNN-2inputs"):
        for filters, kernel_size in ((32, 9), (64, 6), (128, 3)):
            x = pool(conv(x, filters, kernel_size, "valid"))
        x = LAYERS.Dense(64, activation="relu")(LAYERS.Flatten()(x))
        if name == "CNN-2inputs":
            redshift = keras.Input((1,))
            inputs.append(redshift)
            x = LAYERS.Concatenate()([x, redshift])
        x = LAYERS.Dense(32, activation="relu")(x)
    else:
        for filters, kernel_size in ((32, 10), (64, 6), (128, 5), (256, 3)):
            x = conv(x, filters, kernel_size, "same")
            x = pool(conv(x, filters, kernel_size, "same"))
        if name == "CNN8":
            x = LAYERS.Flatten()(x)
            for units in (256, 128, 64, 32):
                x = LAYERS.Dense(units)(x)
        elif name == "CNN-GRU":
            for units in (512, 256, 128):
                x = LAYERS.GRU(units, return_sequences=True)(x)
            x = LAYERS.GRU(64)(x)
            if dropout > 0:
                x = LAYERS.Dropout(dropout)(x)
            x = LAYERS.Flatten()(x)
        else:
            for units in (256, 128, 64):
                x = LAYERS.LSTM(units, return_sequences=True)(x)
            x = LAYERS.LSTM(32)(x)
    outputs = LAYERS.Dense(classes, activation="softmax")(x)
    return keras.Model(inputs if len(inputs) > 1 else posterior, outputs)


def pattern(model):
    """Weights that repeat, so that files compress, and that differ between tensors, so that a wrong order shows."""
    weights = []
    for number, weight in enumerate(model.get_weights()):
        scale = (6 / (weight.size / weight.shape[-1] + weight.shape[-1])) ** 0.5 if weight.ndim > 1 else 0.1
        steps = (37 * np.arange(weight.size) + 11 * number) % 61
        weights.append((scale * (steps / 30 - 1)).astype(np.float32).reshape(weight.shape))
    model.set_weights(weights)


def example(model, rows, seed):
    """Posteriors [row, z, 1], and redshifts [row, 1] for a network that takes them."""
    rng = np.random.default_rng(seed)
    shape = model.inputs[0].shape
    inputs = [rng.normal(size=(rows, shape[1], 1)).astype(np.float32)]
    if len(model.inputs) > 1:
        inputs.append(rng.uniform(0, 5, (rows, 1)).astype(np.float32))
    return inputs


def write_whole_tf2(model, path):
    """`model.save("network.h5")` of tf.keras 2."""
    with h5py.File(path, "w") as file:
        for key, value in (("keras_version", "2.15.0"), ("backend", "tensorflow")):
            file.attrs[key] = value.encode()
        file.attrs["model_config"] = json.dumps(config_tf2(model)).encode()
        write_weights_tf2(model, file.create_group("model_weights"))


def write_weights_only_tf2(model, path):
    """`model.save_weights("weights.h5")` of tf.keras 2."""
    with h5py.File(path, "w") as file:
        write_weights_tf2(model, file)


def write_weights_tf2(model, group):
    """Names are bytes of a fixed length, weights are called `gru/gru/gru_cell/kernel:0`."""
    group.attrs["layer_names"] = np.array([layer.name.encode() for layer in model.layers])
    for layer in model.layers:
        one = group.create_group(layer.name)
        scope = {"GRU": "gru_cell/", "LSTM": "lstm_cell/"}.get(type(layer).__name__, "")
        roles = ("kernel", "recurrent_kernel", "bias") if scope else ("kernel", "bias")
        weights = layer.get_weights()
        names = [f"{layer.name}/{scope}{role}:0" for role in roles] if weights else []
        one.attrs["weight_names"] = np.array([name.encode() for name in names])
        for name, weight in zip(names, weights, strict=True):
            one.create_dataset(name, data=weight)


def config_tf2(model):
    """The configuration of a Functional network as tf.keras 2.15 writes it."""
    config = model.get_config()
    layers = [
        {
            "class_name": layer["class_name"],
            "config": layer_config_tf2(layer["class_name"], layer["config"]),
            "name": layer["name"],
            "inbound_nodes": [nodes_tf2(node) for node in layer["inbound_nodes"]],
        }
        for layer in config["layers"]
    ]
    ends = {key: ends_tf2(config[key]) for key in ("input_layers", "output_layers")}
    return {"class_name": "Functional", "config": {"name": "model", "trainable": True, "layers": layers, **ends}}


def ends_tf2(ends):
    return [list(ends)] if isinstance(ends[0], str) else [list(end) for end in ends]


def nodes_tf2(node):
    tensors = node["args"][0]
    tensors = tensors if isinstance(tensors, (list, tuple)) else [tensors]
    return [[*tensor["config"]["keras_history"], {}] for tensor in keras.saving.serialize_keras_object(tensors)]


def layer_config_tf2(class_name, config):
    kept = {key: value for key, value in config.items() if key not in ("build_config", "quantization_config")}
    if class_name == "InputLayer":
        return {
            "batch_input_shape": list(config["batch_shape"]),
            "dtype": "float32",
            "sparse": False,
            "ragged": False,
            "name": config["name"],
        }
    kept["dtype"] = "float32"
    for key, value in kept.items():
        if isinstance(value, dict) and "registered_name" in value:
            kept[key] = {"class_name": value["class_name"], "config": value["config"]}
    if class_name in ("GRU", "LSTM"):
        kept |= {"time_major": False, "implementation": 2}
    return kept


def write_weights_only_keras3(model, path):
    model.save_weights(path)


def write_whole(model, path):
    model.save(path)


def write_amazed(model, path, classes=None):
    """A whole network in HDF5 with the attributes that AMAZED's deepLearningSolver asks for."""
    model.save(path)
    with h5py.File(path, "a") as file:
        file.attrs["zrange_min"] = 0.0
        file.attrs["zrange_max"] = 5.0
        file.attrs["zrange_step"] = 1e-4
        file.attrs["zgrid_end"] = 4.9937658
        if classes is not None:
            file.attrs["classes"] = json.dumps(classes)


WRITERS = {
    "keras3.keras": write_whole,
    "keras3.h5": write_whole,
    "keras3.weights.h5": write_weights_only_keras3,
    "tf2.h5": write_whole_tf2,
    "tf2-weights.h5": write_weights_only_tf2,
}
