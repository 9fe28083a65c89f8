"""Joins books of plain text into the text that `english.safetensors` was trained on, and writes it to stdout.

Usage: join-books.py FOLDER [--without NAME …] > english.txt

The books are the files FOLDER/*.txt, in UTF-8, in the order of their names. People write in two ways where books have
one, so that the model has to know both: in every second book the lines of a paragraph are joined into one, and two of
every four books have the quotation marks, apostrophes and dashes of a keyboard."""
import argparse
import os
import re
import sys

parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("--without", nargs="*", default=[], help="books to leave out, without .txt: to test the model on")
options = parser.parse_args()
keyboard = (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"), ("—", "--"), ("…", "..."))


def joined(paragraph):
    """The paragraph in one line, unless its lines are verse, a table or a heading: short, or indented."""
    lines = paragraph.split("\n")
    is_prose = all(len(line) >= 50 and not line.startswith(" ") for line in lines[:-1])
    return " ".join(lines) if len(lines) > 1 and is_prose else paragraph


names = sorted(name[:-4] for name in os.listdir(options.folder) if name.endswith(".txt"))
for number, name in enumerate(name for name in names if name not in options.without):
    with open(os.path.join(options.folder, name + ".txt"), encoding="utf-8-sig") as file:
        text = file.read().replace("\r\n", "\n").strip() + "\n\n"
    if number % 2:
        text = "".join(joined(part) if part.strip() else part for part in re.split(r"(\n\n+)", text))
    if number // 2 % 2:
        for typographic, typed in keyboard:
            text = text.replace(typographic, typed)
    sys.stdout.write(text)
