"""Writes Docs/Accuracy.md and its pictures from the results of a run."""
import contextlib
import io
import os

import numpy as np

GOALS = (
    ("barbell, named: MAE, exact", "0, 100 %", lambda t: _count(t, "barbell_named")),
    ("barbell, `auto`", "<= 0.06, >= 94 %", lambda t: _count(t, "barbell_auto")),
    ("curls, named with EMG", "all exact", lambda t: _count(t, "curls_named")),
    ("curls, `auto`", "all exact", lambda t: _count(t, "curls_auto")),
    ("shoulder, within one", ">= 98 %", lambda t: _near(t, "shoulder")),
    ("the same 25 % faster", ">= 98 %", lambda t: _near(t, "shoulder faster")),
    ("the same with noise", ">= 98 %", lambda t: _near(t, "shoulder noisy")),
    ("between other movement, barbell named, exact", ">= 92 %",
     lambda t: _between(t, "barbell_named")),
    ("the same, barbell `auto`", ">= 85 %", lambda t: _between(t, "barbell_auto")),
    ("the same, curls named", ">= 92 %", lambda t: _between(t, "curls_named")),
    ("the same, curls `auto`", ">= 85 %", lambda t: _between(t, "curls_auto")),
    ("the same, shoulder `auto`", ">= 85 %", lambda t: _between(t, "shoulder")),
    ("false repetitions around all those sets, in 100 files", "<= 2", lambda t: _outside(t)),
    ("rest files", "0", lambda t: str(t["rest"]["found"])),
    ("generated walking, carrying, racking, an hour", "<= 2",
     lambda t: f"{t['walk']['an_hour']:.1f}"),
    ("2 s lost: off by no more than was lost, barbell named / curls / shoulder", "100 %",
     lambda t: " / ".join(f"{t['hole'][name]['within_loss_percent']:.0f} %"
                          for name in ("barbell_named", "curls_named", "shoulder"))),
    ("published after the end, live, median (barbell / curls / shoulder)", "<= 0.35 s",
     lambda t: _delays(t, "delay_live_s", "barbell_named", "curls_named", "shoulder")),
    ("the first one, exercise and set known", "<= 0.6 s",
     lambda t: _delays(
         t, "delay_very_first_s", "barbell_named started", "curls_named started",
         "shoulder started")),
    ("the first one, `auto`", "<= 3 s",
     lambda t: _delays(t, "delay_very_first_s", "barbell_auto", "curls_auto", "shoulder")),
    ("phase times on curls, median, p90", "<= 0.06, <= 0.15 s",
     lambda t: "{median_s:.3f}, {p90_s:.3f} s".format(**t["phases"]["curls_named"])),
)


def _count(table, name):
    row = table["repetitions"][name]
    return f"{row['mae']:.2f}, {row['exact_percent']:.0f} %"


def _near(table, name):
    return f"{table['repetitions'][name]['within_one_percent']:.1f} %"


def _between(table, name):
    row = table["between"][name]
    return f"{row['exact_percent']:.0f} % (within one {row['within_one_percent']:.0f} %)"


def _outside(table):
    rows = table["between"].values()
    return f"{100 * sum(r['outside'] for r in rows) / sum(r['files'] for r in rows):.0f}"


def _delays(table, key, *names):
    return " / ".join(f"{table['repetitions'][name][key][0]:.2f}" for name in names) + " s"


def write(table, results, folder, show):
    """Accuracy.md, and accuracy-*.png with a good and the worst recording of each set."""
    pictures = _draw(results, folder)
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "notes.md")) as file:
        notes = file.read()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        show(table)
    lines = [
        "# Accuracy", "",
        "Written by `make accuracy`; the words below the tables are those of"
        " `Tests/Accuracy/notes.md`. Streaming, causal, one setting for everything; the detectors'"
        " constants were chosen on these same recordings, so expect a little less on new people.",
        "", "| movement | goal | reached |", "|---|---|---|"]
    for title, goal, reached in GOALS:
        try:
            lines.append(f"| {title} | {goal} | {reached(table)} |")
        except (KeyError, TypeError, ZeroDivisionError):
            continue
    lines += ["", "Everything that was measured:", "", "```", printed.getvalue().rstrip(), "```", ""]
    lines += ["## A good and the worst recording of each set", ""]
    lines += [
        "Turn rate in colour, length of the acceleration in grey; bars are repetitions (out dark,"
        " back light; red partial, black taken back), dotted blue lines the marks.", ""]
    lines += [f"![{title}]({name})\n" for title, name in pictures]
    with open(os.path.join(folder, "Accuracy.md"), "w") as file:
        file.write("\n".join(lines) + "\n" + notes)


def _draw(results, folder):
    try:
        import plot
    except ImportError:
        return []
    pictures = []
    for group, title in (
            ("barbell_auto", "barbell"), ("curls_auto", "curls"), ("shoulder", "shoulder"),
            ("rest", "rest"), ("barbell_named between", "barbell between other movement"),
            ("marked", "EMG with marks")):
        of_group = [(run, outcome) for run, outcome in results if run.group == group]
        if not of_group:
            continue
        size = [_badness(run, outcome) for run, outcome in of_group]
        chosen = [of_group[int(np.argmin(size))]]
        if len(of_group) > 1:
            chosen.append(of_group[int(np.argmax(size))])
        name = "accuracy-" + title.replace(" ", "-").lower() + ".png"
        plot.draw(chosen, os.path.join(folder, name))
        pictures.append((title, name))
    return pictures


def _badness(run, outcome):
    if run.truth is not None:
        return abs(len(outcome.counted) - run.truth)
    return -len(outcome.onsets)
