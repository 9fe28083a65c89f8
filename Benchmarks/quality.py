"""What a user gets for the time: held-out losses of trainings with the defaults, and of their alternatives.

    quality.py defaults tiny.txt novel.txt --tflop 5 12 24 80         the defaults, by budget
    quality.py pytorch tiny.txt --python venv/bin/python              a quarter of PyTorch's time for the same loss
    quality.py cells tiny.txt novel.txt --tflop 5                     kinds of cells at equal multiply-adds
    quality.py cells tiny.txt novel.txt --epochs 10                   the same at equal passes
    quality.py settings tiny.txt --tflop 5 --set "--dropout 0.2"      any options beside the defaults

Budgets are in multiply-adds, so that a figure holds on every machine: a TFLOP is 10¹² floating-point operations, and a
budget of n TFLOP is the time in which the machine's threads would do n of them at the peak measured in the same run.
Losses are nats a character over what is held out, the last tenth or 250,000 characters; medians over the seeds."""
import argparse
import json
import math
import os
import statistics
import subprocess
import tempfile
import time
from collections import defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))


def run(arguments, **more):
    result = subprocess.run(arguments, capture_output=True, text=True, **more)
    if result.returncode != 0:
        raise SystemExit(f"{' '.join(arguments)}\n{result.stderr}")
    return result.stdout


def peak(options):
    """GFLOP/s of the threads used, the greatest of three measurements."""
    command = [options.benchmarks, "limits", "--json", "--threads", str(options.threads)]
    return max(json.loads(run(command))["gflops"] for _ in range(3))


def held_out_part(text):
    """The characters that trainings hold out."""
    return text[len(text) - min(len(text) // 10, 250_000) :]


def train(options, corpus, seed, *more):
    """The last event of a training, with the seconds that the whole command took, its model as inspected, and its loss where
    it reads no more than 256 characters."""
    with tempfile.TemporaryDirectory() as folder:
        output = os.path.join(folder, "model.safetensors")
        start = time.monotonic()
        events = run([
            options.textgen, "train", corpus, "--output", output, "--rng-seed", str(seed), "--threads",
            str(options.threads), "--json", "--quiet", *more])
        seconds = time.monotonic() - start
        done = json.loads(events.strip().split("\n")[-1])
        shown = run([options.textgen, "inspect", output])
        held_out = os.path.join(folder, "held-out.txt")
        with open(corpus, encoding="utf-8") as whole, open(held_out, "w", encoding="utf-8") as part:
            part.write(held_out_part(whole.read()))
        blocks = json.loads(run([options.benchmarks, "contexts", output, held_out]))
    lines = [line.strip() for line in shown.split("\n")]
    layers = [line.split("(samples, steps, ")[1].split(")")[0] for line in lines if line.startswith("LSTM")]
    wider = " with n-grams" if any(line.startswith("embedding of 1 to") for line in lines) else ""
    batch = next(line.removeprefix("batch").strip() for line in lines if line.startswith("batch  "))
    return dict(
        done, wall=seconds, model=f"{', '.join(layers)}{wider}, {batch}", blocks=blocks["nats_per_character"])


def witten_bell(corpus, order):
    """The held-out loss of an n-gram model with Witten–Bell interpolation, the simple model to beat."""
    with open(corpus, encoding="utf-8") as file:
        text = file.read()
    held_out = held_out_part(text)
    learnt = text[: len(text) - len(held_out)]
    counts = [defaultdict(lambda: defaultdict(int)) for _ in range(order)]
    for n in range(order):
        table = counts[n]
        for i in range(n, len(learnt)):
            table[learnt[i - n : i]][learnt[i]] += 1
    kinds, total = len(set(text)), 0.0
    sums = [{context: sum(after.values()) for context, after in table.items()} for table in counts]
    for i in range(order, len(held_out)):
        p = 1 / kinds
        for n in range(order):
            context = held_out[i - n : i]
            after = counts[n].get(context)
            if after:
                seen, different = sums[n][context], len(after)
                p = (after.get(held_out[i], 0) + different * p) / (seen + different)
        total -= math.log(p)
    return total / max(1, len(held_out) - order)


def name(corpus):
    return os.path.splitext(os.path.basename(corpus))[0]


def spread(values):
    return f"{statistics.median(values):.4f} | {max(values) - min(values):.4f}"


def defaults(options):
    power = peak(options)
    print(f"peak {power:.0f} GFLOP/s of {options.threads} threads, seeds {options.seeds}\n")
    print("| text | TFLOP | asked, s | took, s | model and batch | passes | held out | range | blocks of 256 | training text "
          "| 5-gram |")
    print("|---|--:|--:|--:|---|--:|--:|--:|--:|--:|--:|")
    for corpus in options.corpora:
        simple = witten_bell(corpus, 5)
        for budget in options.tflop:
            seconds = budget * 1000 / power
            results = [train(options, corpus, seed, "--time", f"{seconds:.2f}s") for seed in options.seeds]
            losses = [result.get("held_out_nats", math.nan) for result in results]
            took = statistics.median(result["wall"] for result in results)
            text = statistics.median(result.get("training_data_nats", math.nan) for result in results)
            blocks = statistics.median(result["blocks"] for result in results)
            passes = statistics.median(result["epoch"] for result in results)
            print(f"| {name(corpus)} | {budget:g} | {seconds:.1f} | {took:.1f} | {results[0]['model']} | {passes:.1f} "
                  f"| {spread(losses)} | {blocks:.4f} | {text:.4f} | {simple:.4f} |", flush=True)


def pytorch(options):
    power = peak(options)
    print(f"peak {power:.0f} GFLOP/s of {options.threads} threads, seeds {options.seeds}\n")
    print("| text | seconds | PyTorch 1×256 | textgen in a quarter | textgen in the same time |\n|---|--:|--:|--:|--:|")
    for corpus in options.corpora:
        for seconds in options.seconds:
            rows = ([], [], [])
            for seed in options.seeds:
                rows[0].append(json.loads(run([
                    options.python, os.path.join(HERE, "peers", "pytorch_time_to_loss.py"), corpus, "--seconds",
                    str(seconds), "--threads", str(options.threads), "--seed", str(seed)]))["held_out_nats"])
                for row, part in ((rows[1], 4), (rows[2], 1)):
                    row.append(train(options, corpus, seed, "--time", f"{seconds / part}s")["held_out_nats"])
            medians = " | ".join(f"{statistics.median(row):.4f}" for row in rows)
            print(f"| {name(corpus)} | {seconds:g} | {medians} |", flush=True)


BLOCKS = {"standard": 4, "peephole": 4, "coupled": 3, "coupled-peephole": 3, "no-output-gate": 3}


def cells(options):
    """Steps follow from the multiply-adds of the products, or from the passes; the time that they took is shown."""
    hidden, batch, sequence = 256, 16, 64
    print(f"one layer of {hidden}, batch {batch} × {sequence}, seeds {options.seeds}\n")
    print("| text | budget | cell | steps | held out | range | seconds |\n|---|---|---|--:|--:|--:|--:|")
    for corpus in options.corpora:
        with open(corpus, encoding="utf-8") as file:
            text = file.read()
        for cell in options.cells or list(BLOCKS):
            products = BLOCKS[cell] * hidden * hidden + hidden * len(set(text))
            budgets = [(f"{n:g} TFLOP", int(0.74 * n * 1e12 / (6 * products * batch * sequence))) for n in options.tflop]
            budgets += [(f"{n} passes", int(0.9 * n * len(text) / (batch * sequence))) for n in options.epochs]
            for label, steps in budgets:
                results = [
                    train(options, corpus, seed, "--steps", str(steps), "--hidden-size", str(hidden), "--cell", cell,
                          "--batch-size", str(batch), "--sequence-length", str(sequence), "--dropout", "0.1",
                          "--recurrent-dropout", "0", "--learning-rate", "0.006") for seed in options.seeds]
                print(f"| {name(corpus)} | {label} | {cell} | {steps} | "
                      f"{spread([result['held_out_nats'] for result in results])} | "
                      f"{statistics.median(result['wall'] for result in results):.1f} |", flush=True)


def settings(options):
    power = peak(options)
    print(f"peak {power:.0f} GFLOP/s of {options.threads} threads, seeds {options.seeds}\n")
    print("| text | TFLOP | options | held out | range |\n|---|--:|---|--:|--:|")
    for corpus in options.corpora:
        for budget in options.tflop:
            for words in [""] + (options.set or []):
                losses = [
                    train(options, corpus, seed, "--time", f"{budget * 1000 / power:.2f}s", *words.split())
                    ["held_out_nats"] for seed in options.seeds]
                print(f"| {name(corpus)} | {budget:g} | {words or 'defaults'} | {spread(losses)} |", flush=True)


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("what", choices=["defaults", "pytorch", "cells", "settings"])
parser.add_argument("corpora", nargs="+", help="texts in UTF-8")
parser.add_argument("--tflop", type=float, nargs="*", default=None, help="budgets in multiply-adds (default: 5 12 24)")
parser.add_argument("--epochs", type=int, nargs="*", default=[], help="budgets in passes, for cells")
parser.add_argument("--seconds", type=float, nargs="*", default=[60, 150], help="budgets in seconds, for pytorch")
parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
parser.add_argument("--cells", nargs="*", help="the cells to compare (default: five)")
parser.add_argument("--set", action="append", help="options to compare with the defaults, for settings")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--python", default="python3", help="a Python that has torch")
parser.add_argument("--textgen", default=".build/release/textgen")
parser.add_argument("--benchmarks", default=".build/release/benchmarks")
options = parser.parse_args()
if options.tflop is None:
    options.tflop = [] if options.epochs else [5, 12, 24]
{"defaults": defaults, "pytorch": pytorch, "cells": cells, "settings": settings}[options.what](options)
