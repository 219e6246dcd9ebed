#!/usr/bin/env python3
"""Draws what `sinewctl analyze` found over what was recorded, for looking at the worst cases.

    accuracy.py SINEWCTL --keep LINES      first, to have the lines
    plot.py LINES PICTURE RUN [RUN ...]    RUN as the table of `accuracy.py -v` names it

Needs matplotlib and numpy, which nothing else here does.
"""
import json
import os
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

import accuracy
import recordings
import scoring
from tables import read_table


def inputs(run):
    """Paths of the run's tables by option."""
    words = run.arguments
    return [
        (words[i], words[i + 1].split("=", 1)[1]) for i in range(len(words) - 1)
        if words[i] in ("--imu", "--emg")]


def draw_motion(axis, path):
    names, rows = read_table(path)
    time = rows[:, 0]
    for column, name in enumerate(names):
        if name.endswith("_dps"):
            known = np.isfinite(rows[:, column])
            axis.plot(time[known], rows[known, column], lw=0.6, label=name)
    axis.set_ylabel("deg/s")
    other = axis.twinx()
    known = np.isfinite(rows[:, 1:4]).all(axis=1)
    other.plot(time[known], np.linalg.norm(rows[known, 1:4], axis=1), lw=0.5, color="0.5")
    other.set_ylabel("|a|, g (grey)")


def draw_muscle(axis, path):
    names, rows = read_table(path)
    axis.plot(rows[:, 0], rows[:, 1], lw=0.4, color="0.5")
    axis.set_ylabel(names[1])


def draw_findings(axis, run, outcome):
    """Repetitions as bars (red: partial, black: removed), burst edges as lines."""
    low, high = axis.get_ylim()
    for number, found in enumerate(outcome.repetitions):
        colour = "black" if found.removed else "red" if found.is_partial else "tab:green"
        axis.axvspan(found.start, found.turn, color=colour, alpha=0.22, lw=0)
        axis.axvspan(found.turn, found.end, color=colour, alpha=0.10, lw=0)
        axis.text(found.start, high, str(number + 1), fontsize=6, va="top")
    for mark in run.phases:
        for key in ("start_s", "turn_s", "end_s"):
            axis.axvline(mark[key], color="blue", lw=0.5, ls=":")
    for onset in outcome.onsets:
        axis.axvline(onset.best, color="tab:red", lw=0.8)
    for offset in outcome.offsets:
        axis.axvline(offset.best, color="tab:orange", lw=0.8)
    for mark in (run.marks or {}).get("bursts", []):
        axis.axvline(mark["onset_s"], color="blue", lw=0.8, ls=":")
        axis.axvline(mark["offset_s"], color="blue", lw=0.8, ls="--")
    for peak in run.peaks:
        axis.axvline(peak, color="blue", lw=0.5, ls=":")
    axis.set_ylim(low, high)


def main(lines, picture, names):
    folder = os.environ.get(
        "SINEW_DATASETS", os.path.join(accuracy.ROOT, "..", "shared", "datasets"))
    runs = {run.name: run for run in recordings.read(folder)}
    results = []
    for name in names:
        with open(os.path.join(lines, accuracy.kept_name(runs[name]))) as file:
            results.append(
                (runs[name], scoring.understand(json.loads(line) for line in file)))
    draw(results, picture)


def draw(results, picture, prefers="--imu"):
    """One panel a run, of its movement or its muscle."""
    figure, axes = plt.subplots(len(results), 1, figsize=(13, 2.8 * len(results)), squeeze=False)
    for axis, (run, outcome) in zip(axes[:, 0], results):
        tables = sorted(inputs(run), key=lambda table: table[0] != prefers)
        for option, path in tables[:1]:
            (draw_motion if option == "--imu" else draw_muscle)(axis, path)
        draw_findings(axis, run, outcome)
        truth = "" if run.truth is None else f" of {run.truth}"
        axis.set_title(f"{run.name}: {len(outcome.counted)}{truth} repetitions counted", fontsize=9)
    figure.tight_layout()
    figure.savefig(picture, dpi=60)
    plt.close(figure)


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
