"""Runs textgen's benchmarks and PyTorch's in turn and prints, as a Markdown table, the medians of both and of the ratios
beside the targets. Usage: compare.py CORPUS [--rounds 3] [--quick] [--program .build/release/benchmarks]

Run it with a Python that has torch, on a machine that does nothing else."""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

parser = argparse.ArgumentParser()
parser.add_argument("corpus")
parser.add_argument("--program", default=".build/release/benchmarks")
parser.add_argument("--textgen", default=".build/release/textgen")
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--megabytes", type=int, default=1000, help="size of the files that are tokenised")
parser.add_argument("--quick", action="store_true", help="one round, small files")
options = parser.parse_args()
if options.quick:
    options.rounds, options.megabytes = 1, 100
here = os.path.dirname(os.path.abspath(__file__))
rows = []


def run(command):
    """The JSON object that a command prints last."""
    output = subprocess.run(command, capture_output=True, text=True)
    if output.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{output.stderr}")
    return json.loads(output.stdout.strip().splitlines()[-1])


def ours(job, *arguments, **flags):
    return run([options.program, job, *arguments, *words(flags)])


def peer(script, *arguments, **flags):
    return run([sys.executable, os.path.join(here, script), *arguments, *words(flags)])


def words(flags):
    return [word for name, value in flags.items() for word in ("--" + name.replace("_", "-"), str(value))]


def median(key, results):
    return statistics.median(result[key] for result in results)


def in_turn(*jobs):
    """Each job's results of all rounds, run one after the other in every round: what disturbs one disturbs the next."""
    return list(zip(*([job() for job in jobs] for _ in range(options.rounds))))


def ratio(key, first, second):
    """The median over the rounds of the ratio of neighbours in time."""
    return statistics.median(a[key] / b[key] for a, b in zip(first, second))


def speed_row(work, first, second, target, most=None):
    """Characters a second of two jobs that ran in turn."""
    key = "chars_per_second"
    row(work, median(key, first), median(key, second), ratio(key, first, second), target, most)


def row(work, ours, peer, ratio, target, most=None):
    """`most` is the ratio at which textgen would do nothing but multiply-adds at the measured peak; a row without a target
    is told for its own sake."""
    met = "" if target is None else "met" if ratio >= target else "**not met**"
    if most is not None and most < target:
        met = "beyond the peak"
    rows.append(f"| {work} | {ours:,.0f} | {peer:,.0f} | {ratio:.2f} | {'' if target is None else f'{target:g}'} | {'' if most is None else f'{most:.2f}'} | {met} |")
    print(rows[-1], flush=True)


def table(title, ours, peer):
    rows.extend(["", f"| {title} | {ours} | {peer} | ratio | target | at the peak | |", "|---|--:|--:|--:|--:|--:|---|"])
    print("\n".join(rows[-3:]), flush=True)


# A peak is a maximum: what disturbs the machine only lowers it.
peak = {threads: max(ours("limits", "--json", threads=threads)["gflops"] for _ in range(options.rounds + 1)) for threads in (1, 2)}
table("training, characters per second", "textgen", "PyTorch")
training = {}
for threads in (2, 1):
    for layers, hidden, batch, sequence, target in [(1, 128, 50, 50, 3), (2, 128, 50, 50, 4), (2, 256, 64, 100, 3), (2, 512, 64, 100, 2)]:
        flags = dict(hidden=hidden, layers=layers, batch=batch, sequence=sequence, threads=threads)
        training[layers, hidden, threads] = mine, theirs = in_turn(
            lambda: ours("steps", options.corpus, **flags), lambda: peer("pytorch_train_speed.py", options.corpus, **flags))
        # The multiply-adds of a character that nobody can do without.
        per_character = median("gflops", mine) / median("chars_per_second", mine)
        speed_row(f"{layers}×{hidden}, batch {batch}×{sequence}, {threads} thread{'s' * (threads > 1)}", mine, theirs, target, peak[threads] / (per_character * median("chars_per_second", theirs)))


def steps(threads):
    return ours("steps", options.corpus, hidden=256, layers=2, batch=64, sequence=100, threads=threads)


table("against this machine", "textgen", "limit")
reached = median("gflops", training[2, 512, 2][0])
row("2×512, 2 threads: GFLOP/s of the measured peak", reached, peak[2], reached / peak[2], 0.7)
speed_row("2×256: two threads, of one", *in_turn(lambda: steps(2), lambda: steps(1)), 1.85)

table("generating one stream, characters per second", "textgen", "PyTorch")
single = {}
for hidden in (128, 256, 512):
    single[hidden], theirs = in_turn(lambda: ours("sampling", hidden=hidden), lambda: peer("pytorch_sample_speed.py", hidden=hidden))
    speed_row(f"2×{hidden}, 1 thread", single[hidden], theirs, 20)

table("generating, GB/s of weights read", "textgen", "reading as many bytes")
for hidden in (128, 256, 512):
    read, limit = ([result[key] for result in single[hidden]] for key in ("gigabytes_per_second", "reading_gigabytes_per_second"))
    row(f"2×{hidden}, one core", statistics.median(read), statistics.median(limit), statistics.median(a / b for a, b in zip(read, limit)), 0.6)

table("side by side, characters per second", "32 streams", "one stream")
for hidden in (128, 256, 512):
    many, one = in_turn(lambda: ours("sampling", hidden=hidden, streams=32, threads=2), lambda: ours("sampling", hidden=hidden))
    # Two operations for each weight.
    most = peak[2] * 1e9 / (one[0]["weight_bytes"] / 2) / median("chars_per_second", one)
    speed_row(f"2×{hidden}", many, one, 8, most)

table("scoring, characters per second", "scoring", "training")
speed_row("2×256, 2 threads", *in_turn(lambda: ours("scoring", options.corpus, hidden=256, threads=2), lambda: steps(2)), 3)

table("tokenising, MB/s", "textgen", "wc -m")
corpora = os.path.join(here, "..", "..", "corpora")
texts = {"ASCII": ["lantern-bay.txt"], "mixed scripts": ["scripts.txt", "lantern-bay.txt"]}
for name, files in texts.items():
    text = b"".join(open(os.path.join(corpora, file), "rb").read() * (8 if file == "scripts.txt" else 1) for file in files)
    with tempfile.NamedTemporaryFile(suffix=".txt") as file:
        for _ in range(options.megabytes * 1_000_000 // len(text)):
            file.write(text)
        file.flush()
        size = os.path.getsize(file.name) / 1e6
        a, b = [], []
        for _ in range(options.rounds):
            a.append(ours("tokenising", file.name)["megabytes_per_second"])
            start = time.perf_counter()
            subprocess.run(["wc", "-m", file.name], env={**os.environ, "LC_ALL": "C.UTF-8"}, check=True, stdout=subprocess.DEVNULL)
            b.append(size / (time.perf_counter() - start))
        row(f"{size:.0f} MB, {name}", statistics.median(a), statistics.median(b), statistics.median(a) / statistics.median(b), 1)

table("starting, ms", "textgen", "allowed")
with tempfile.TemporaryDirectory() as folder:
    model = os.path.join(folder, "model.safetensors")
    subprocess.run([options.textgen, "train", options.corpus, "--layers", "2", "--hidden-size", "256", "--steps", "1", "-q", "--output", model], check=True)
    for name, command, allowed in [("textgen --version", ["--version"], 10), ("first character, 2×256", ["sample", "--checkpoint", model, "--length", "1", "--rng-seed", "1"], 30)]:
        times = []
        for _ in range(20):
            start = time.perf_counter()
            subprocess.run([options.textgen, *command], check=True, stdout=subprocess.DEVNULL)
            times.append(1000 * (time.perf_counter() - start))
        a = statistics.median(times)
        row(name, a, allowed, allowed / a, 1)

table("peak memory of training, MB", "textgen", "PyTorch")
shape = dict(hidden=512, layers=2, batch=64, sequence=100, threads=2)
whole, parts = in_turn(lambda: ours("steps", options.corpus, **shape), lambda: ours("steps", options.corpus, micro_batch=16, **shape))
b = median("peak_rss_mb", training[2, 512, 2][1])
for name, side in [("at once", whole), ("in parts of 16 streams", parts)]:
    a = median("peak_rss_mb", side)
    row(f"2×512, batch 64×100 {name}: a quarter is 4", a, b, b / a, 4)

table("the batch in parts of 16, characters per second", "in parts", "at once")
speed_row("2×512, batch 64×100, 2 threads", parts, whole, None)
