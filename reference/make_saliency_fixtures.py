"""Writes fixtures/saliency.json: where Keras' networks look, by JAX's gradients in float64.

    python -m pip install -r reference/requirements-keras.txt
    python reference/make_saliency_fixtures.py

Networks and posteriors are those of the Keras fixtures (make_keras_fixtures.py), named by `folder` and `row`. A case holds,
for the log-odds ln(p / (1 - p)) of one class, the input above its median times the gradient, and integrated gradients from a
constant at the median by the midpoint rule, both [z]; the log-odds of the posterior and of the constant. The median is the
upper one of the two in the middle.
A row is taken only if Keras in float32 agrees with float64: where a relu or a pool decides differently, no error would
tell anything.
"""

import json
from pathlib import Path

import numpy as np
from keras_models import build_model, jax, keras, set_precision

FIXTURES = Path(__file__).parent / "fixtures"
CASES = [("CNN3-97", 3), ("CNN8-31", 1), ("CNN-GRU-99", 2), ("CNN-LSTM-99", 0), ("CNN-2inputs-100", 1)]
PATH_POINTS = 32
LARGEST_ERROR = 5e-6
DIGITS = 9


def load(folder):
    """Settings, weights, posteriors and redshifts of a Keras fixture."""
    path = FIXTURES / "keras" / folder
    settings = json.loads((path / "fixture.json").read_text())
    weights = [np.load(file) for file in sorted((path / "weights").glob("*.npy"))]
    redshift = np.load(path / "redshift.npy") if (path / "redshift.npy").exists() else None
    return settings, weights, np.load(path / "x.npy"), redshift


def log_odds_of(settings, weights, class_index, dtype):
    """A function from posteriors and redshifts to the log-odds of a class, in one precision."""
    set_precision(dtype)
    model = build_model(settings["model"], settings["length"], settings["classes"], settings.get("scale", 1))
    model.set_weights(weights)
    trainable = [variable.value for variable in model.trainable_variables]
    seeds = [variable.value for variable in model.non_trainable_variables]

    def log_odds(x, redshift):
        inputs = [x] if redshift is None else [x, redshift]
        (_, logits), _ = model.stateless_call(trainable, seeds, inputs)
        others = jax.numpy.delete(logits, class_index, axis=1)
        return logits[:, class_index] - jax.scipy.special.logsumexp(others, axis=1)

    return log_odds


def explain(settings, weights, x, redshift, class_index, dtype):
    """Both attributions of one posterior [1, z, 1], and the two log-odds."""
    log_odds = log_odds_of(settings, weights, class_index, dtype)
    gradient = jax.jit(jax.grad(lambda inputs, second: log_odds(inputs, second).sum()))

    def second(rows):
        return None if redshift is None else np.repeat(redshift, rows, axis=0).astype(dtype)

    median = np.sort(x, axis=None)[x.size // 2]
    above = (x.astype(np.float64) - np.float64(median))[0, :, 0]
    shares = (np.arange(PATH_POINTS) + 0.5) / PATH_POINTS
    # the network takes float32: what is in between is rounded to it
    path = (np.float64(median) + shares[:, None, None] * above[None, :, None]).astype(np.float32)
    at_x = np.asarray(gradient(x.astype(dtype), second(1)))[0, :, 0]
    on_path = np.asarray(gradient(path.astype(dtype), second(PATH_POINTS))).mean(axis=0)[:, 0]
    ends = np.concatenate([x, np.full_like(x, median)]).astype(dtype)
    scores = np.asarray(log_odds(ends, second(2)))
    return {
        "gradientTimesInput": above * at_x,
        "integratedGradients": above * on_path,
        "score": scores[0],
        "baselineScore": scores[1],
    }


def error(actual, expected):
    return np.abs(actual - expected).max() / np.abs(expected).max()


def make_case(folder, class_index):
    """The first row of a fixture that float32 explains as float64 does."""
    settings, weights, posteriors, redshifts = load(folder)
    for row in range(len(posteriors)):
        x = posteriors[row : row + 1]
        redshift = None if redshifts is None else redshifts[row : row + 1]
        expected = explain(settings, weights, x, redshift, class_index, "float64")
        single = explain(settings, weights, x, redshift, class_index, "float32")
        worst = max(error(single[key], value) for key, value in expected.items())
        print(f"{folder}, row {row}: Keras in float32 errs by {worst:.1e}", flush=True)
        if worst <= LARGEST_ERROR:
            rounded = {key: json.loads(np.array2string(value, **FORMAT)) for key, value in expected.items()}
            return {"folder": folder, "row": row, "classIndex": class_index, **rounded}
    raise AssertionError(f"Expected a row of {folder} that float32 explains as float64 does")


FORMAT = {
    "separator": ",",
    "threshold": 10**6,
    "formatter": {"float_kind": lambda value: f"{value:.{DIGITS - 1}e}"},
}


def main():
    cases = [make_case(*case) for case in CASES]
    text = json.dumps({"keras": keras.__version__, "pathPoints": PATH_POINTS, "cases": cases})
    (FIXTURES / "saliency.json").write_text(text + "\n")
    print(f"{len(text):,} bytes")


if __name__ == "__main__":
    main()
