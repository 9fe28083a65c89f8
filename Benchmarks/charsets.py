#!/usr/bin/env python3
"""How many charsets are guessed right: texts of many languages, written by iconv in the charsets of old systems.

    Benchmarks/charsets.py FOLDER [MORE...] [--program .build/release/textgen] [--characters N]

FOLDER holds texts in UTF-8, one a language, under the names of the Universal Declaration of Human Rights at unicode.org
(deu_1996.txt or deu.txt); what is not there is left out and counted. `textgen train --dry-run` reads each of them and says
what it guesses. A guess is right when it gives the text back: charsets that have the same characters for these bytes are
one. Characters that a charset lacks are written in others before (iconv's //TRANSLIT), or the pair is left out.
"""

import argparse
import os
import re
import subprocess
import tempfile
import unicodedata

# A language, and the charsets that its users have had, of Windows, Unix, DOS and the Macintosh.
PAIRS = """
arb ISO-8859-6 CP1256
cmn_hans GB2312 GBK GB18030
cmn_hant BIG5
deu_1996 ISO-8859-1 CP1252 CP850 MACINTOSH
ell_monotonic ISO-8859-7 CP1253 CP737 CP869
heb CP1255 CP862
jpn SHIFT_JIS EUC-JP
kor EUC-KR
rus KOI8-R CP1251 CP866 ISO-8859-5 MAC-CYRILLIC
tha TIS-620
tur ISO-8859-9 CP1254 CP857
vie CP1258
ces ISO-8859-2 CP1250 CP852
pol ISO-8859-2 CP1250 CP852
hun ISO-8859-2 CP1250
hrv CP1250
ron_1953 CP1250
fra CP1252 CP850 MACINTOSH
spa CP1252 CP850
por_BR CP1252 CP860
ita CP1252
swe CP1252 CP865
dan CP1252
fin CP1252
isl CP1252 CP861
nld CP1252
est CP1257
lav CP1257 ISO-8859-4
lit CP1257 CP775
ukr CP1251 KOI8-U
bul CP1251 ISO-8859-5
srp_cyrl CP1251
mkd CP1251
""".split("\n")


def iconv(data, source, target):
    return subprocess.run(["iconv", "-f", source, "-t", target], input=data, capture_output=True)


def text_of(folders, language):
    for folder in folders:
        for name in (language, language.split("_")[0]):
            path = os.path.join(folder, name + ".txt")
            if os.path.exists(path):
                return open(path, encoding="utf-8").read()
    return None


def guess(program, folder, data):
    path = os.path.join(folder, "text.txt")
    with open(path, "wb") as file:
        file.write(data)
    command = [program, "train", path, "--steps", "1", "--dry-run", "--output", os.path.join(folder, "x.safetensors")]
    said = subprocess.run(command, capture_output=True, text=True).stderr
    found = re.search(r"charset is guessed to be (\S+?)(?:, with [^:]*)?: (sure|unsure)", said)
    if found:
        return found[1], found[2] == "sure"
    return ("refused", False) if "not valid" in said or "binary" in said else ("UTF-8", True)


def rows(folders, program, characters):
    with tempfile.TemporaryDirectory() as folder:
        for line in PAIRS:
            language, *charsets = line.split() or [""]
            for charset in charsets:
                text = text_of(folders, language)
                if text is None:
                    yield language, charset, None, False, None
                    continue
                text = unicodedata.normalize("NFC", text[:characters])
                data = iconv(text.encode(), "UTF-8", charset + "//TRANSLIT").stdout
                written = unicodedata.normalize("NFC", iconv(data, charset, "UTF-8").stdout.decode())
                if written.count("?") > text.count("?") + len(text) // 100:
                    yield language, charset, None, False, None
                    continue
                name, is_sure = guess(program, folder, data)
                # iconv has other names for some.
                known = re.sub("^x-mac-", "MAC-", re.sub("^IBM", "CP", name))
                read = iconv(data, known, "UTF-8").stdout.decode(errors="replace")
                yield language, charset, name, is_sure, unicodedata.normalize("NFC", read) == written


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("folders", nargs="+", metavar="FOLDER")
parser.add_argument("--program", default=".build/release/textgen")
parser.add_argument("--characters", type=int, help="read no more than the first N characters of each text")
arguments = parser.parse_args()

counts = {"right and sure": 0, "right and unsure": 0, "wrong and unsure": 0, "wrong and sure": 0, "left out": 0}
print("| language | charset | guess | |\n|---|---|---|---|")
for language, charset, name, is_sure, is_right in rows(arguments.folders, arguments.program, arguments.characters):
    verdict = "left out" if name is None else f"{'right' if is_right else 'wrong'} and {'sure' if is_sure else 'unsure'}"
    counts[verdict] += 1
    print(f"| {language} | {charset} | {name or '-'} | {verdict} |", flush=True)
pairs = sum(counts.values()) - counts["left out"]
print(f"\n{pairs} pairs: " + ", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count))
