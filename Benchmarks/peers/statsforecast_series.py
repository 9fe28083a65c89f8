"""AutoETS and AutoARIMA of statsforecast on the series of `benchmarks forecasts`, with the same test parts.

Usage: statsforecast_series.py CSV ... [--seasons name=12,name=7] [--interval 95] [--longest-season 24]

Run it with a Python that has statsforecast, on the files that `benchmarks forecasts --write FOLDER` writes. The last column
of a CSV has the values. Models are fitted once, to all rows before the test part; forecasts then begin at every row of the
test part, as `cross_validation(refit=False)` makes them. AutoARIMA of seasons longer than --longest-season takes hours: it
gets none."""
import argparse
import csv
import os
import time
import warnings

import numpy as np
from statsforecast.models import AutoARIMA, AutoETS

parser = argparse.ArgumentParser()
parser.add_argument("files", nargs="+")
parser.add_argument("--seasons", default="", help="seasons that `benchmarks forecasts` chose, such as wave=24")
parser.add_argument("--longest-season", type=int, default=24)
parser.add_argument("--most-steps", type=int, default=120, help="starts at most, spread evenly over the test part")
parser.add_argument("--rows-before", type=int, default=1500, help="rows before the test part at most, the latest")
options = parser.parse_args()
seasons = dict(pair.split("=") for pair in options.seasons.split(",") if pair)
HORIZONS = [1, 7, 30]
warnings.filterwarnings("ignore")


def values(path):
    return np.array([float(row[-1]) for row in list(csv.reader(open(path)))[1:] if row and row[-1]])


def test_rows(count, reach):
    """The rows of the test part, as SeriesSplit has them: the last fifth of those that have `reach` rows before them."""
    windows = count - reach
    return range(reach + int(0.8 * windows + 1e-9), count)


def score(model, series, first, step):
    """RMSE and coverage by the steps ahead, from starts `step` rows apart."""
    longest = min(max(HORIZONS), len(series) - first)
    fitted = model.fit(series[:first])
    errors, inside = {h: [] for h in HORIZONS}, {h: [] for h in HORIZONS}
    for start in range(first, len(series), step):
        forecast = fitted.forward(y=series[:start], h=longest, level=[95])
        for h in HORIZONS:
            row = start + h - 1
            if h > longest or row >= len(series):
                continue
            errors[h].append(forecast["mean"][h - 1] - series[row])
            inside[h].append(forecast["lo-95"][h - 1] <= series[row] <= forecast["hi-95"][h - 1])
    rmse = [np.sqrt(np.mean(np.square(errors[h]))) if errors[h] else np.nan for h in HORIZONS]
    return rmse, [np.mean(inside[h]) if inside[h] else np.nan for h in HORIZONS]


def joined(numbers, form):
    return " · ".join("–" if np.isnan(number) else format(number, form) for number in numbers)


print("| series | season | AutoETS RMSE 1 · 7 · 30 | coverage | AutoARIMA RMSE 1 · 7 · 30 | coverage | seconds |")
print("|---|--:|--:|--:|--:|--:|--:|")
for path in options.files:
    name = os.path.splitext(os.path.basename(path))[0]
    series = values(path)
    test = test_rows(len(series), 1)
    first = test.start
    cut = max(0, first - options.rows_before)
    series, first = series[cut:], first - cut
    season = int(seasons.get(name, 1))
    season = season if season <= options.longest_season else 1
    step = max(1, len(test) // options.most_steps)
    begin, cells = time.time(), []
    for model in (AutoETS(season_length=season), AutoARIMA(season_length=season)):
        try:
            rmse, inside = score(model, series, first, step)
            cells += [joined(rmse, ".3g"), joined([100 * share for share in inside], ".0f")]
        except Exception as error:
            cells += [f"failed: {type(error).__name__}", "–"]
    print(f"| {name} | {season} | " + " | ".join(cells) + f" | {time.time() - begin:.0f} |", flush=True)
