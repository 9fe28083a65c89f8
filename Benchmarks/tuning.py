"""Compares searches of the settings of one forecast, with the same ranges, split, windows and passes: textgen's Hyperband,
a random search that makes as many passes over the data, and Keras Tuner's Hyperband; and textgen's Hyperband of networks
that read the series as a stream, as `textgen forecast` does unless windows are asked for, with as many passes and with
three times as many. Prints a Markdown table with a
row for each seed and search.

Usage: tuning.py daily-min-temperatures.csv [--seeds 1 2 3] [--program .build/release/textgen] [--keras PYTHON | FILES]

PYTHON is one that has tensorflow-cpu and keras-tuner; FILES are outputs of peers/keras_tuner_hyperband.py, one a seed.
One thread each. Seconds are those of the processor, so that what else runs does not count."""
import argparse
import json
import math
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile

parser = argparse.ArgumentParser()
parser.add_argument("data")
parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
parser.add_argument("--program", default=".build/release/textgen")
parser.add_argument("--keras", nargs="*", default=[])
parser.add_argument("--max-epochs", type=int, default=30)
options = parser.parse_args()
program, data = os.path.abspath(options.program), os.path.abspath(options.data)
here = os.path.dirname(os.path.abspath(__file__))
fixed = ["--layers", "1", "--cell", "standard", "--predict", "level", "--scaling", "standard", "--threads", "1"]
windows = ["--window", "30"]


def run(command, folder):
    """What a command prints, and the processor's seconds that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{result.stderr}")
    return result.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def hyperband(seed, epochs, *reading):
    """The lowest loss, passes, seconds, and (seconds, lowest loss so far) after each round, in their order."""
    with tempfile.TemporaryDirectory() as folder:
        _, seconds = run(
            [program, "tune", data, "--search", "hidden-size=32:512:32", "--search", "dropout=0:0.5:0.1", "--search",
             "learning-rate=1e-4:1e-2:log", "--max-epochs", str(epochs), "--factor", "3", "--study",
             "search.sqlite", "--rng-seed", str(seed), *fixed, *reading], folder)
        with sqlite3.connect(os.path.join(folder, "search.sqlite")) as study:
            rounds = study.execute("SELECT trial, resource, loss, seconds FROM results ORDER BY rowid").fetchall()
    reached, passes, curve, best = {}, 0, [], math.inf
    whole = sum(row[3] for row in rounds)
    used = 0
    for trial, passed, loss, took in rounds:
        passes += passed - reached.get(trial, 0)
        reached[trial] = passed
        used += took
        best = min(best, loss if loss is not None else math.inf)
        # The rounds' own seconds are of the wall; their parts of the whole are taken.
        curve.append((seconds * used / whole, best))
    return best, passes, seconds, curve, len(reached)


def random_search(seed, passes):
    generator = random.Random(seed)
    best, total, trials = math.inf, 0, max(1, round(passes / options.max_epochs))
    for _ in range(trials):
        settings = [
            "--hidden-size", str(generator.randrange(32, 513, 32)), "--dropout", str(generator.randrange(6) / 10),
            "--learning-rate", f"{10 ** generator.uniform(-4, -2):.6f}"]
        with tempfile.TemporaryDirectory() as folder:
            output, seconds = run(
                [program, "forecast", data, "--epochs", str(options.max_epochs), "--rng-seed", str(seed), "--json",
                 *settings, *fixed, *windows], folder)
        events = [json.loads(line) for line in output.splitlines()]
        best = min([best] + [e["validation_squared_error"] for e in events if e.get("event") == "evaluation"])
        total += seconds
    return best, trials * options.max_epochs, total, trials


print("| seed | search | lowest held-out loss | trials | passes | seconds | seconds until as low as Keras Tuner's |")
print("|--:|---|--:|--:|--:|--:|--:|")


def row(seed, name, loss, trials, passes, seconds, until=""):
    print(f"| {seed} | {name} | {loss:.4f} | {trials} | {passes} | {seconds:.0f} | {until} |", flush=True)


for number, seed in enumerate(options.seeds):
    peer = None
    if number < len(options.keras) and options.keras[number].endswith(".json"):
        peer = json.load(open(options.keras[number]))
    elif options.keras and not options.keras[0].endswith(".json"):
        output, _ = run(
            [options.keras[0], os.path.join(here, "peers/keras_tuner_hyperband.py"), data, "--seed", str(seed),
             "--max-epochs", str(options.max_epochs)], None)
        peer = json.loads(output.strip().splitlines()[-1])
    if peer:
        row(seed, peer["tool"], peer["held_out_loss"], peer["trials"], peer["epochs"], peer["cpu_seconds"])
    most = options.max_epochs
    for name, epochs, reading in (
            ("windows", most, windows), ("a stream", most, []), (f"a stream, {most * 3} passes", most * 3, [])):
        loss, passes, seconds, curve, trials = hyperband(seed, epochs, *reading)
        until = "–"
        if peer:
            until = next((f"{s:.0f}" for s, best in curve if best <= peer["held_out_loss"]), "not reached")
        row(seed, f"textgen tune, {name}", loss, trials, passes, seconds, until)
        if name == "windows":
            loss, passes, seconds, trials = random_search(seed, passes)
            row(seed, "random search by textgen, windows", loss, trials, passes, seconds)
