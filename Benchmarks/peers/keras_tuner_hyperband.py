"""Searches the settings of a forecast of a daily series with Keras Tuner's Hyperband, and prints one JSON object: the
lowest held-out loss, the trials, the passes over the data, and the seconds.

Usage: keras_tuner_hyperband.py daily-min-temperatures.csv --seed 1 [--max-epochs 30] [--threads 1]

Needs tensorflow-cpu and keras-tuner. The split, the scales and the windows are those of `textgen forecast`: a fifth of
the windows is left for testing, a tenth of the others is held out, the scales are fitted to the rest."""
import argparse
import csv
import json
import os
import resource
import tempfile
import time

parser = argparse.ArgumentParser()
parser.add_argument("data")
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--max-epochs", type=int, default=30)
parser.add_argument("--factor", type=int, default=3)
parser.add_argument("--window", type=int, default=30)
parser.add_argument("--threads", type=int, default=1)
options = parser.parse_args()
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"

import keras  # noqa: E402
import keras_tuner  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

tf.config.threading.set_intra_op_parallelism_threads(options.threads)
tf.config.threading.set_inter_op_parallelism_threads(1)
keras.utils.set_random_seed(options.seed)

with open(options.data) as file:
    values = np.array([float(row[-1]) for row in list(csv.reader(file))[1:]])
windows = len(values) - options.window
tested = int(windows * 0.2)
held_out = int((windows - tested) * 0.1)
trained = windows - tested - held_out
fitted = values[: trained + options.window]
scaled = (values - fitted.mean()) / fitted.std()
inputs = np.stack([scaled[i : i + options.window] for i in range(windows)])[..., None].astype("float32")
targets = scaled[options.window :].astype("float32")
epochs = 0


class Counted(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        global epochs
        epochs += 1


def build(choices):
    model = keras.Sequential(
        [
            keras.layers.Input((options.window, 1)),
            keras.layers.LSTM(choices.Int("units", 32, 512, step=32)),
            keras.layers.Dropout(choices.Float("dropout", 0, 0.5, step=0.1)),
            keras.layers.Dense(1),
        ]
    )
    rate = choices.Float("rate", 1e-4, 1e-2, sampling="log")
    model.compile(keras.optimizers.Adam(rate), loss="mse")
    return model


with tempfile.TemporaryDirectory() as folder:
    tuner = keras_tuner.Hyperband(
        build, objective="val_loss", max_epochs=options.max_epochs, factor=options.factor, seed=options.seed,
        directory=folder, project_name="search", overwrite=True)
    begin = time.perf_counter()
    held = slice(trained, trained + held_out)
    tuner.search(
        inputs[:trained], targets[:trained], validation_data=(inputs[held], targets[held]), batch_size=32, verbose=0,
        callbacks=[Counted()])
    seconds = time.perf_counter() - begin
    best = tuner.oracle.get_best_trials(1)[0]
usage = resource.getrusage(resource.RUSAGE_SELF)
print(
    json.dumps(
        {
            "tool": f"Keras Tuner {keras_tuner.__version__}", "seed": options.seed, "held_out_loss": best.score,
            "settings": best.hyperparameters.values, "trials": len(tuner.oracle.trials), "epochs": epochs,
            "seconds": round(seconds, 1), "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 1),
        }))
