"""Writes fixtures/keras-configs: how Keras describes the five networks in the files that it saves.

    python -m pip install -r reference/requirements-keras.txt h5py
    python reference/make_keras_config_fixtures.py

One JSON file per network: {"keras", "model", "length", "classes", "dropout", "config"}. `config` is `config.json`
of the `.keras` file without `shared_object_id`, which is an address in memory and differs each time. The `model_config` of the
HDF5 file is checked to be the same without the keys of OLDER_LACKS.
"""

import json
import logging
import tempfile
import zipfile
from pathlib import Path

import h5py
from keras_files import build, keras
from keras_models import MODELS

OUT = Path(__file__).parent / "fixtures" / "keras-configs"
LENGTH, CLASSES = 67, 3
DROPOUT = {"CNN-GRU": 0.2}
# of a layer, and of the whole
OLDER_LACKS = ("module", "registered_name", "build_config", "compile_config")


def without(value, keys):
    """The value without these keys, at any depth."""
    if isinstance(value, dict):
        return {key: without(inner, keys) for key, inner in value.items() if key not in keys}
    return [without(inner, keys) for inner in value] if isinstance(value, list) else value


def saved_configs(model):
    """Both configs as they lie in the files."""
    with tempfile.TemporaryDirectory() as folder:
        archive, older = Path(folder) / "model.keras", Path(folder) / "model.h5"
        model.save(archive)
        model.save(older)
        with zipfile.ZipFile(archive) as files:
            config = json.loads(files.read("config.json"))
        with h5py.File(older) as file:
            return without(config, ("shared_object_id",)), json.loads(file.attrs["model_config"])


def expected_older(config):
    """`config` without what the HDF5 file leaves out of the whole and of each layer."""
    def shortened(part):
        return {key: value for key, value in part.items() if key not in OLDER_LACKS}

    layers = [shortened(layer) for layer in config["config"]["layers"]]
    return {**shortened(config), "config": {**config["config"], "layers": layers}}


def main():
    logging.getLogger("absl").setLevel(logging.ERROR)
    OUT.mkdir(exist_ok=True)
    for name in MODELS:
        keras.backend.clear_session()
        dropout = DROPOUT.get(name, 0)
        config, older = saved_configs(build(name, LENGTH, CLASSES, dropout))
        if older != expected_older(config):
            raise AssertionError(f"Expected the HDF5 file of {name} to leave out {', '.join(OLDER_LACKS)} alone")
        fixture = {"keras": keras.__version__, "model": name, "length": LENGTH, "classes": CLASSES, "dropout": dropout}
        (OUT / f"{name}.json").write_text(json.dumps({**fixture, "config": config}, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
