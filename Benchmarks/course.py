"""The course on LSTMs that the project grew from, slide by slide: runs a command for each and prints a Markdown table with
one line of what the command says. Usage: course.py daily-min-temperatures.csv [--textgen .build/release/textgen]

Every command is typed as it stands, in a folder with the files that it names. The column for Keras has what
peers/examples.py measured; that script needs tensorflow, this one only Python."""
import argparse
import math
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

parser = argparse.ArgumentParser()
parser.add_argument("csv")
parser.add_argument("--textgen", default=".build/release/textgen")
options = parser.parse_args()
TEXTGEN = os.path.abspath(options.textgen)
CORPORA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "corpora")
SENTENCE = "Hello, world! This is a simple example of text generation using LSTM."
MODEL = "--window 10 --hidden-size 128 --input-encoding one-hot --dropout 0"

# Slide (empty where no number is known), what it is about, commands, the line of their output, Keras's figure.
SLIDES = [
    ("1", "a network drawn", [f"network --characters 19 --cell standard {MODEL} --diagram model.svg"], None, ""),
    ("3 to 6", "the forget gate", ["cell --input 0.4,0.5 --hidden 0.1,0.2,0.3"], r"f = .*", ""),
    ("3 to 6", "the input gate and the candidate", ["cell --input 0.4,0.5 --hidden 0.1,0.2,0.3"], r"i = .*", ""),
    ("3 to 6", "the cell state", ["cell --input 0.4,0.5 --hidden 0.1,0.2,0.3"], r"c = .*", ""),
    ("3 to 6", "the output gate and the hidden state", ["cell --input 0.4,0.5 --hidden 0.1,0.2,0.3"], r"h = .*", ""),
    ("7", "two layers of 64 and 32", ["network --window 30 --columns 1 --layers 64,32"], r"total .*", "29,345"),
    ("8", "a series as windows", ["forecast temperatures.csv --window 30 --write-windows windows.csv"], r"to train on: .*", ""),
    ("9", "a wave", ["forecast wave.csv --target height --date-column none --rng-seed 1"], r"network +\d.*", ""),
    ("11", "daily temperatures, and the month after", ["forecast temperatures.csv --horizon 30 --rng-seed 1"], r"network +\d.*", "RMSE 2.181"),
    ("13", "both directions", ["network --window 30 --columns 1 --layers 64,32 --bidirectional"], r"total .*", "75,073"),
    ("13", "a stack of three", ["network --window 30 --columns 1 --layers 64,32,16"], r"total .*", "32,465"),
    ("", "truncated backpropagation: a stack that carries its state on", ["forecast temperatures.csv --layers 64,32 --sequence-length 50 --rng-seed 1 --output s"], r"network +\d.*", ""),
    ("", "truncated backpropagation: what it cannot learn", ["experiment truncation --truncations 4 --lags 3,4"], r"\| \d+ \| .*", ""),
    ("", "a lag of 100, with the cell of 1997 and with today's", ["experiment long-lag --lags 100 --cells original,standard"], r"\| (?:original|standard) \|.*", ""),
    ("", "a cell with peepholes", ["cell --input 0.4,0.5 --hidden 0.1,0.2,0.3 --cell peephole"], r"o = .*", ""),
    ("", "a sentence by heart", [f"train sentence.txt {MODEL} --epochs 100 --rng-seed 1 --output sentence.safetensors", "sample --checkpoint sentence.safetensors --seed 'Hello, wor' --argmax --length 59"], r"Hello, wor.*", "the same 69 characters"),
    ("", "cells that can be read", ["train lantern-bay.txt --steps 300 --hidden-size 128 --rng-seed 1 --output bay.safetensors", "inspect bay.safetensors --trace-file page.txt --html page.html"], r"position in the word .*", ""),
    ("", "where the bits of a text go", ["inspect bay.safetensors --errors page.txt"], r"\d+ characters of .*", ""),
    ("", "settings found by Hyperband", ["tune temperatures.csv --max-epochs 3 --search hidden-size=8:32:8 --rng-seed 1 --threads 1 --study t.study.sqlite"], r"best so far .*", ""),
]


def run(command, folder):
    result = subprocess.run(f"{TEXTGEN} {command}", shell=True, cwd=folder, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"textgen {command} failed:\n{result.stderr}")
    return result.stdout + "\n" + result.stderr


def wave():
    generator = random.Random(1)
    rows = [f"{t + 1},{math.sin(t / 8) + generator.gauss(0, 0.1):.4f}" for t in range(1000)]
    return "step,height\n" + "\n".join(rows) + "\n"


with tempfile.TemporaryDirectory() as folder:
    shutil.copy(options.csv, os.path.join(folder, "temperatures.csv"))
    shutil.copy(os.path.join(CORPORA, "lantern-bay.txt"), folder)
    with open(os.path.join(CORPORA, "lantern-bay.txt")) as file:
        page = file.read()[:2000]
    for name, text in [("wave.csv", wave()), ("sentence.txt", SENTENCE), ("page.txt", page)]:
        with open(os.path.join(folder, name), "w") as file:
            file.write(text)
    print("| slide | about | command | what it says | Keras |\n|---|---|---|---|---|")
    for slide, about, commands, pattern, keras in SLIDES:
        output = [run(command, folder) for command in commands][-1]
        if pattern:
            found = [re.sub(r"  +", "  ", match.strip(" |")) for match in re.findall(pattern, output)]
            says = ("; ".join(found) if "experiment" in commands[-1] else found[-1]) if found else "?"
        elif "--diagram" in commands[-1]:
            says = "a drawing down to the gates"
        else:
            says = next(line.strip() for line in output.splitlines() if line.strip())
        typed = "<br>".join(f"`textgen {command}`" for command in commands)
        if says.startswith("network "):
            says = "RMSE {}, MAE {}, scaled MSE {}".format(*says.split()[1:4])
        print(f"| {slide} | {about} | {typed} | {says.replace('|', '·')} | {keras} |", flush=True)
