"""The first examples of a course on LSTMs, by Keras and by textgen in turn: a sentence learnt by heart from windows of ten
characters, a series predicted from windows of its rows, and the parameters of the course's stacks. Usage: examples.py CSV [--window 30] [--rounds 3]

Run it with a Python that has tensorflow, after `swift build -c release`. The CSV's first column has the dates and its
second the values."""
import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
parser = argparse.ArgumentParser()
parser.add_argument("csv")
parser.add_argument("--window", type=int, default=30)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--textgen", default=".build/release/textgen")
parser.add_argument("--only", choices=["keras-text", "keras-series", "keras-counts"], help="one Keras run, as JSON; used by this script")
options = parser.parse_args()
SENTENCE = "Hello, world! This is a simple example of text generation using LSTM."


def seconds(action):
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


def keras_text():
    import numpy as np
    import keras

    letters = sorted(set(SENTENCE))
    ids = np.array([letters.index(letter) for letter in SENTENCE])
    windows = np.lib.stride_tricks.sliding_window_view(ids[:-1], 10)
    eye = np.eye(len(letters), dtype="float32")
    network = keras.Sequential([keras.Input((10, len(letters))), keras.layers.LSTM(128), keras.layers.Dense(len(letters), "softmax")])
    network.compile("adam", "categorical_crossentropy")
    train, _ = seconds(lambda: network.fit(eye[windows], eye[ids[10:]], batch_size=32, epochs=100, verbose=0))

    def generate():
        written = list(ids[:10])
        for _ in range(len(SENTENCE) - 10):
            written.append(int(network.predict(eye[written[-10:]][None], verbose=0).argmax()))
        return "".join(letters[i] for i in written)

    write, text = seconds(generate)
    return dict(train=train, write=write, right=sum(a == b for a, b in zip(text, SENTENCE)))


def keras_series():
    import numpy as np
    import keras

    values = np.array([float(row[1]) for row in list(csv.reader(open(options.csv)))[1:] if len(row) > 1], dtype="float32")
    inputs = np.lib.stride_tricks.sliding_window_view(values[:-1], options.window)
    first = int(0.8 * len(inputs))
    mean, deviation = values[: first + options.window].mean(), values[: first + options.window].std()
    x, y = ((inputs - mean) / deviation)[..., None], (values[options.window :] - mean) / deviation
    network = keras.Sequential([keras.Input((options.window, 1)), keras.layers.LSTM(50), keras.layers.Dense(1)])
    network.compile("adam", "mse")
    train, _ = seconds(lambda: network.fit(x[:first], y[:first], batch_size=32, epochs=50, validation_split=0.1, verbose=0))
    error = (network.predict(x[first:], verbose=0)[:, 0] - y[first:]) * deviation
    return dict(train=train, rmse=float(np.sqrt(np.mean(error**2))))


STACKS = {"64,32": [], "64,32,16": [], "64,32 both ways": ["--bidirectional"]}


def keras_counts():
    import keras

    def count(name):
        sizes = [int(size) for size in name.split()[0].split(",")]
        layers = [keras.layers.LSTM(size, return_sequences=at + 1 < len(sizes)) for at, size in enumerate(sizes)]
        if "both" in name:
            layers = [keras.layers.Bidirectional(layer) for layer in layers]
        return keras.Sequential([keras.Input((options.window, 1)), *layers, keras.layers.Dense(1)]).count_params()

    return {name: count(name) for name in STACKS}


def textgen_counts():
    def count(name, more):
        lines = run([options.textgen, "network", "--window", str(options.window), "--columns", "1", "--layers", name.split()[0], *more]).splitlines()
        return int(lines[-1].split()[-1].replace(",", ""))

    return {name: count(name, more) for name, more in STACKS.items()}


def run(command):
    output = subprocess.run(command, capture_output=True, text=True)
    if output.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{output.stderr}")
    return output.stdout


def keras(example):
    whole, output = seconds(lambda: run([sys.executable, __file__, options.csv, "--window", str(options.window), "--only", example]))
    return dict(json.loads(output.splitlines()[-1]), whole=whole)


def textgen_text(folder):
    text, model = os.path.join(folder, "sentence.txt"), os.path.join(folder, "sentence.safetensors")
    open(text, "w").write(SENTENCE)
    train, _ = seconds(lambda: run([options.textgen, "train", text, "--window", "10", "--hidden-size", "128", "--input-encoding", "one-hot", "--dropout", "0", "--epochs", "100", "--rng-seed", "1", "--output", model, "--force", "-q"]))
    write, text = seconds(lambda: run([options.textgen, "sample", "--checkpoint", model, "--seed", SENTENCE[:10], "--argmax", "--length", str(len(SENTENCE) - 10)]))
    return dict(train=train, write=write, right=sum(a == b for a, b in zip(text, SENTENCE)))


def textgen_series(folder):
    with open(options.csv) as file:
        target = next(csv.reader(file))[1]
    whole, output = seconds(lambda: run([options.textgen, "forecast", options.csv, "--target", target, "--window", str(options.window), "--rng-seed", "1", "--output", os.path.join(folder, "series"), "--force", "--json", "-q"]))
    return dict(train=whole, rmse=json.loads(output.splitlines()[-1])["test_rmse"])


if options.only:
    print(json.dumps({"keras-text": keras_text, "keras-series": keras_series, "keras-counts": keras_counts}[options.only]()))
    sys.exit()
counts = textgen_counts(), keras("keras-counts")
with tempfile.TemporaryDirectory() as folder:
    text = [(textgen_text(folder), keras("keras-text")) for _ in range(options.rounds)]
    series = [(textgen_series(folder), keras("keras-series")) for _ in range(options.rounds)]


def median(side, key, results):
    return statistics.median(result[side][key] for result in results)


print("| | textgen | Keras | ratio |\n|---|--:|--:|--:|")
for name, key, results in [("sentence: training, s", "train", text), ("sentence: writing 59 characters, s", "write", text), (f"series: training and testing, s", "train", series)]:
    a, b = median(0, key, results), median(1, key, results)
    print(f"| {name} | {a:.2f} | {b:.1f} | {b / a:.0f} |")
print(f"| sentence: characters right of 69 | {median(0, 'right', text):.0f} | {median(1, 'right', text):.0f} | |")
print(f"| series: test RMSE | {median(0, 'rmse', series):.3f} | {median(1, 'rmse', series):.3f} | |")
for name in STACKS:
    print(f"| parameters of {name}, from one column | {counts[0][name]:,} | {counts[1][name]:,} | |")
