"""Seconds per training step of the same networks in PyTorch or Keras: one JSON message per line on standard output.

python peers.py torch|keras|keras-xla --threads N --cases JSON [--seconds S] [--most N] [--least N] [--device cpu|cuda]

The networks are those of reference/keras_models.py in float32, trained by Adam with a learning rate of 1e-3. Exits with 3
where the library is missing, saying so in the last line on standard error.
"""

import argparse
import json
import os
import statistics
import sys
import time

CLASSES = 3
LEARNING_RATE = 1e-3
EPSILON = 1e-7
MISSING = 3
# repeats that together took this many times the wanted seconds are enough, even if they are few
SLOW = 4
CNN3_BLOCKS = ((32, 9), (64, 6), (128, 3))
TRUNK_BLOCKS = ((32, 10), (64, 6), (128, 5), (256, 3))
RECURRENT = {"CNN-GRU": (512, 256, 128, 64), "CNN-LSTM": (256, 128, 64, 32)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peer", choices=("torch", "keras", "keras-xla"))
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--cases", type=json.loads, required=True, help='[{"id", "model", "length", "batch"}, ...]')
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--most", type=int, default=20)
    parser.add_argument("--least", type=int, default=2)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    options = parser.parse_args()

    # both read these when they are imported
    os.environ["OMP_NUM_THREADS"] = str(options.threads)
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    try:
        library = Torch(options) if options.peer == "torch" else Keras(options)
    except ImportError as error:
        sys.exit(missing(options.peer, error))
    emit(type="versions", versions={"python": sys.version.split()[0], **library.versions})
    for case in options.cases:
        try:
            step = library.prepare(case["model"], case["length"], case["batch"])
            measured = {"timing": measure(step, options)}
        except Exception as error:  # a peer that runs out of memory on one model has others to run
            measured = {"skipped": f"{type(error).__name__}: {error}".splitlines()[0]}
        emit(type="case", id=case["id"], measured=measured)


def emit(**message):
    print(json.dumps(message), flush=True)


def missing(peer, error):
    print(f"{peer}: {error}", file=sys.stderr)
    return MISSING


def measure(step, options):
    """The median and minimum of repeated steps, of which the first warms up."""

    def timed():
        start = time.perf_counter()
        step()
        return time.perf_counter() - start

    def more():
        spent = sum(times)
        if spent >= SLOW * options.seconds:
            return False
        return len(times) < options.least or (spent < options.seconds and len(times) < options.most)

    timed()
    times = [timed()]
    while more():
        times.append(timed())
    return {"median": statistics.median(times), "min": min(times), "repeats": len(times)}


def batch_of(length, batch):
    import numpy as np

    rng = np.random.default_rng(1)
    x = rng.uniform(-1, 1, (batch, length, 1)).astype(np.float32)
    return x, (np.arange(batch) % CLASSES).astype(np.int64)


class Torch:
    def __init__(self, options):
        import torch

        torch.set_num_threads(options.threads)
        if options.device == "cuda" and not torch.cuda.is_available():
            raise ImportError("PyTorch finds no GPU")
        self.torch = torch
        self.device = options.device
        self.versions = {"torch": torch.__version__}

    def prepare(self, name, length, batch):
        torch = self.torch
        nn = torch.nn
        device = self.device
        cuda = device == "cuda"

        class Recurrent(nn.Module):
            """[batch, channels, time] to the last state [batch, units] of a stack."""

            def __init__(self, layer, channels, sizes):
                super().__init__()
                pairs = zip((channels, *sizes[:-1]), sizes)
                self.layers = nn.ModuleList(layer(inputs, units, batch_first=True) for inputs, units in pairs)

            def forward(self, x):
                x = x.transpose(1, 2)
                for layer in self.layers:
                    x, _ = layer(x)
                return x[:, -1]

        def conv(channels, filters, kernel_size, padding):
            return [nn.Conv1d(channels, filters, kernel_size, padding=padding), nn.ReLU()]

        def cnn3():
            layers, channels = [], 1
            for filters, kernel_size in CNN3_BLOCKS:
                layers += [*conv(channels, filters, kernel_size, "valid"), nn.MaxPool1d(2)]
                channels = filters
            dense = [nn.LazyLinear(64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU()]
            return [*layers, nn.Flatten(), *dense, nn.Linear(32, CLASSES)]

        def trunk():
            layers, channels = [], 1
            for filters, kernel_size in TRUNK_BLOCKS:
                layers += conv(channels, filters, kernel_size, "same")
                layers += [*conv(filters, filters, kernel_size, "same"), nn.MaxPool1d(2)]
                channels = filters
            return layers

        if name == "CNN3":
            layers = cnn3()
        elif name == "CNN8":
            dense = [nn.LazyLinear(256), nn.Linear(256, 128), nn.Linear(128, 64), nn.Linear(64, 32)]
            layers = [*trunk(), nn.Flatten(), *dense, nn.Linear(32, CLASSES)]
        else:
            sizes = RECURRENT[name]
            layer = nn.GRU if name == "CNN-GRU" else nn.LSTM
            layers = [*trunk(), Recurrent(layer, TRUNK_BLOCKS[-1][0], sizes), nn.Linear(sizes[-1], CLASSES)]
        model = nn.Sequential(*layers).to(device)
        inputs, labels = batch_of(length, batch)
        x = torch.from_numpy(inputs).transpose(1, 2).contiguous().to(device)
        y = torch.from_numpy(labels).to(device)
        model(x[:1])  # gives the lazy layer its size
        optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE, eps=EPSILON)
        cross_entropy = nn.CrossEntropyLoss()

        def step():
            optimizer.zero_grad(set_to_none=True)
            cross_entropy(model(x), y).backward()
            optimizer.step()
            if cuda:
                torch.cuda.synchronize()

        return step


class Keras:
    def __init__(self, options):
        if options.device != "cpu":
            raise ImportError("Keras is measured on the CPU only")
        try:
            import tensorflow as tf

            tf.config.threading.set_intra_op_parallelism_threads(options.threads)
            tf.config.threading.set_inter_op_parallelism_threads(options.threads)
            tf.config.set_visible_devices([], "GPU")
            os.environ["KERAS_BACKEND"] = "tensorflow"
            backend = {"tensorflow": tf.__version__}
        except ImportError:
            try:
                import jax
            except ImportError:
                raise ImportError("neither tensorflow nor jax") from None

            os.environ["KERAS_BACKEND"] = "jax"
            backend = {"jax": jax.__version__}
        import keras

        if "jax" in backend and options.peer == "keras":
            raise ImportError("Keras on JAX always compiles: see keras-xla")
        self.keras = keras
        self.xla = options.peer == "keras-xla"
        self.versions = {"keras": keras.__version__, **backend}

    def prepare(self, name, length, batch):
        keras = self.keras
        layers = keras.layers
        keras.backend.clear_session()

        def conv(x, filters, kernel_size, padding):
            return layers.Conv1D(filters, kernel_size, padding=padding, activation="relu")(x)

        def trunk(x):
            for filters, kernel_size in TRUNK_BLOCKS:
                x = conv(conv(x, filters, kernel_size, "same"), filters, kernel_size, "same")
                x = layers.MaxPooling1D(2)(x)
            return x

        inputs = keras.Input((length, 1))
        x = inputs
        if name == "CNN3":
            for filters, kernel_size in CNN3_BLOCKS:
                x = layers.MaxPooling1D(2)(conv(x, filters, kernel_size, "valid"))
            x = layers.Dense(64, activation="relu")(layers.Flatten()(x))
            x = layers.Dense(32, activation="relu")(x)
        elif name == "CNN8":
            x = layers.Flatten()(trunk(x))
            for units in (256, 128, 64, 32):
                x = layers.Dense(units)(x)
        else:
            sizes = RECURRENT[name]
            layer = layers.GRU if name == "CNN-GRU" else layers.LSTM
            x = trunk(x)
            for i, units in enumerate(sizes):
                x = layer(units, return_sequences=i < len(sizes) - 1)(x)
        model = keras.Model(inputs, layers.Dense(CLASSES)(x))
        model.compile(
            optimizer=keras.optimizers.Adam(LEARNING_RATE, epsilon=EPSILON),
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            jit_compile=self.xla,
        )
        x, y = batch_of(length, batch)

        def step():
            # returns the loss as a number, so the step is over
            model.train_on_batch(x, y)

        return step


if __name__ == "__main__":
    main()
