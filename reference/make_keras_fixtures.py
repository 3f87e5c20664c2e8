"""Writes Keras fixtures: a network's weights, one batch, and what Keras computes for them in float64.

    python -m pip install -r reference/requirements-keras.txt
    python reference/make_keras_fixtures.py OUT --model CNN-GRU --length 96 --classes 3 --batch 2
    python reference/make_keras_fixtures.py --committed

README.md beside this file says what a fixture folder holds.
"""

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
from keras_models import MODELS, SHORTEST, compute, initial_weights, keras

COMMITTED = Path(__file__).parent / "fixtures" / "keras"


def case(model, length, classes, batch, scale=1, seed=7, memory=False, confident=False, learning_rate=1e-3):
    return {
        "model": model,
        "length": length,
        "classes": classes,
        "batch": batch,
        "scale": scale,
        "seed": seed,
        "memory": memory,
        "confident": confident,
        "steps": 3,
        "learning_rate": learning_rate,
    }


# Short and odd lengths, 2 to 5 classes, 1 to 3 rows. Full width where that stays under 1 MB, scaled otherwise. With these
# seeds no relu or pool decides differently in float32 (README.md).
COMMITTED_CASES = [
    case("CNN3", 34, 2, 2),
    case("CNN3", 97, 5, 3, scale=4),
    # float32 keeps a bias of 25 to 2e-6: larger steps, so that this does not count
    case("CNN3", 61, 4, 2, scale=8, confident=True, learning_rate=1e-2),
    case("CNN8", 16, 3, 2, scale=8),
    case("CNN8", 97, 5, 1, scale=16),
    case("CNN8", 31, 2, 3, scale=16),
    case("CNN-GRU", 16, 2, 1, scale=16),
    case("CNN-GRU", 99, 4, 3, scale=16),
    case("CNN-GRU", 2240, 3, 2, scale=16, seed=8, memory=True),
    case("CNN-LSTM", 16, 2, 1, scale=16),
    case("CNN-LSTM", 99, 5, 3, scale=8, seed=8),
    case("CNN-LSTM", 2240, 3, 2, scale=16, seed=8, memory=True),
    case("CNN-2inputs", 34, 2, 2),
    case("CNN-2inputs", 100, 3, 3, scale=4),
    case("CNN-2inputs", 35, 5, 1, scale=8),
]


def standardise(curve):
    return (curve - curve.mean()) / curve.std()


def make_posteriors(rng, batch, length):
    """Log posteriors with one to four peaks on an uneven floor, ripples and noise, standardised: [batch, length, 1].

    Ripples and noise keep neighbours apart. On a smooth curve two points of a pool can agree to within rounding; which of
    them gets the gradient is then chance, and moves gradients by much more than rounding.
    """
    index = np.arange(length)
    position = index / (length - 1)
    rows = []
    for _ in range(batch):
        curve = -25 + 3 * np.sin(2 * np.pi * (rng.uniform(1, 4) * position + rng.uniform()))
        for _ in range(rng.integers(1, 5)):
            centre, width, height = rng.uniform(0, 1), rng.uniform(0.01, 0.06), rng.uniform(-8, 0)
            curve = np.logaddexp(curve, height - 0.5 * ((position - centre) / width) ** 2)
        curve = standardise(curve)
        for _ in range(3):
            curve += 0.3 * np.sin(2 * np.pi * (index / rng.uniform(3, 30) + rng.uniform()))
        curve += 0.3 * rng.standard_normal(length)
        rows.append(standardise(curve))
    return np.stack(rows)[:, :, None].astype(np.float32)


def write_arrays(folder, arrays):
    folder.mkdir(parents=True)
    for i, array in enumerate(arrays):
        np.save(folder / f"{i:02d}.npy", array)


def write_fixture(out, case, report_errors=False):
    """Writes one folder, replacing an earlier one; prints its size and Keras' own float32 errors if asked to."""
    network = [case[key] for key in ("model", "length", "classes", "scale")]
    name, length, classes, scale = network
    rng = np.random.default_rng([case["seed"], 2])
    x = make_posteriors(rng, case["batch"], length)
    # a confident network errs on every row but the last class's
    labels = rng.permutation(np.arange(case["batch"]) % (classes - 1 if case["confident"] else classes))
    one_hot = np.eye(classes, dtype=np.float32)[labels]
    redshift = rng.uniform(0, 5, (case["batch"], 1)).astype(np.float32)
    inputs = [x, redshift] if name == "CNN-2inputs" else [x]
    weights = initial_weights(*network, case["seed"], case["memory"], case["confident"])
    batch = (weights, inputs, one_hot, case["steps"], case["learning_rate"])
    expected = compute(*network, *batch, "float64")

    if (out / "fixture.json").exists():
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    description = {
        "format": "redshift-studio-fixture",
        "version": 1,
        "model": name,
        "length": length,
        "classes": classes,
        "batch": case["batch"],
        "steps": case["steps"],
        "learningRate": case["learning_rate"],
        "keras": keras.__version__,
        "seed": case["seed"],
        **({"scale": scale} if scale != 1 else {}),
        **({"memory": True} if case["memory"] else {}),
        **({"confident": True} if case["confident"] else {}),
    }
    (out / "fixture.json").write_text(json.dumps(description) + "\n")
    np.save(out / "x.npy", x)
    np.save(out / "y.npy", one_hot)
    if len(inputs) > 1:
        np.save(out / "redshift.npy", redshift)
    write_arrays(out / "weights", weights)
    write_arrays(out / "expect" / "gradients", expected["gradients"])
    write_arrays(out / "expect" / "adam", expected["adam"])
    np.save(out / "expect" / "probabilities.npy", expected["probabilities"])
    np.save(out / "expect" / "loss.npy", expected["loss"])

    zero = sum(not gradient.any() for gradient in expected["gradients"])
    size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
    print(f"{out}: {size:,} bytes, loss {expected['loss']:.4f}, gradients that are all zero: {zero}", flush=True)
    if report_errors:
        print_errors(compute(*network, *batch, "float32"), expected, weights)


def print_errors(actual, expected, weights):
    """The largest errors of `actual`: by the largest element, for Adam by the norm of the change."""

    def error(a, reference):
        return np.abs(a - reference).max() / np.abs(reference).max() if reference.any() else np.abs(a).max()

    def change_error(a, reference, initial):
        return np.linalg.norm(a - reference) / max(np.linalg.norm(reference - initial), 1e-30)

    gradients = list(map(error, actual["gradients"], expected["gradients"]))
    adam = list(map(change_error, actual["adam"], expected["adam"], weights))
    print(
        f"  Keras in float32: probabilities {error(actual['probabilities'], expected['probabilities']):.1e}, "
        f"loss {error(actual['loss'], expected['loss']):.1e}, "
        f"gradients {max(gradients):.1e} (number {np.argmax(gradients)}), "
        f"adam {max(adam):.1e} (number {np.argmax(adam)})",
        flush=True,
    )


def folder_name(case):
    marks = [mark for mark in ("memory", "confident") if case[mark]]
    return "-".join([case["model"], str(case["length"]), *marks])


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, nargs="?", help="the folder to write")
    parser.add_argument("--committed", action="store_true", help="write all that the repository holds")
    parser.add_argument("--model", choices=MODELS, default="CNN3")
    parser.add_argument("--length", type=int, default=96, help="points of a posterior")
    parser.add_argument("--classes", type=int, default=3)
    parser.add_argument("--batch", type=int, default=2)
    parser.add_argument("--steps", type=int, default=3, help="Adam steps on the one batch")
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scale", type=int, default=1, help="divide the width of every layer but the last")
    parser.add_argument("--memory", action="store_true", help="recurrent layers that remember: gates biased by 4")
    parser.add_argument("--confident", action="store_true", help="+25 on the last class: probabilities below 1e-7")
    parser.add_argument("--errors", action="store_true", help="print the errors of Keras in float32 too")
    arguments = parser.parse_args()
    if arguments.committed == (arguments.out is not None):
        parser.error("give either OUT or --committed")
    if arguments.length < SHORTEST[arguments.model]:
        parser.error(f"{arguments.model} needs a length of at least {SHORTEST[arguments.model]}")
    if arguments.classes < 2 or min(arguments.batch, arguments.steps, arguments.scale) < 1:
        parser.error("needs at least 2 classes, 1 row, 1 step and a scale of 1")
    return arguments


def main():
    arguments = parse_arguments()
    if arguments.committed:
        for each in COMMITTED_CASES:
            write_fixture(COMMITTED / folder_name(each), each, arguments.errors)
        return
    write_fixture(arguments.out, vars(arguments), arguments.errors)


if __name__ == "__main__":
    main()
