#!/usr/bin/env python3
"""Runs `sinewctl analyze` over the development recordings and prints how near the truth it comes.

    accuracy.py SINEWCTL [--datasets FOLDER] [--json] [-v] [--check] [--keep FOLDER]
                         [--hard FOLDER] [--write FOLDER]

The folder is that of the environment variable SINEW_DATASETS, else ../shared/datasets beside the
checkout. Without it nothing is measured and the exit code is 0.
"""
import argparse
import concurrent.futures
import json
import os
import subprocess
import sys
import time

import recordings
import scoring
from rows import burst_row, edge_row, quality_row, repetition_row
from scoring import quantile

try:
    import hardened
    import peaks
except ImportError:
    hardened = peaks = None

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Failure(Exception):
    """`analyze` ended with an error or printed something else than lines."""


def kept_name(run):
    """The file that holds a run's lines."""
    return run.name.replace("/", "_").replace(" ", "_") + ".jsonl"


def analyse(program, run, keep=None):
    """The outcome of one run, and its seconds of processor time."""
    process = subprocess.Popen(
        [program, "analyze", *run.arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    output = process.stdout.read()
    complaint = process.stderr.read().decode(errors="replace").strip()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    process.stderr.close()
    if process.returncode != 0:
        raise Failure(f"{run.name}: exit {process.returncode}: {complaint}")
    if keep:
        with open(os.path.join(keep, kept_name(run)), "wb") as file:
            file.write(output)
    outcome = scoring.understand(json.loads(line) for line in output.splitlines())
    outcome.cpu_s = usage.ru_utime + usage.ru_stime
    return outcome


def summarise(results):
    groups = {}
    for run, outcome in results:
        groups.setdefault(run.group, []).append((run, outcome))
    table = {"repetitions": {}, "phases": {}, "edges": {}, "envelope": {}}
    for name in REPETITION_ROWS:
        if name in groups:
            table["repetitions"][name] = repetition_row(groups[name])
    rest = groups.get("rest", [])
    table["rest"] = {
        "files": len(rest), "found": sum(len(outcome.counted) for _, outcome in rest),
        "published": sum(len(outcome.repetitions) for _, outcome in rest)}
    for name in ("curls_named", "curls_auto"):
        errors = [
            abs(error) for run, outcome in groups.get(name, [])
            for error in scoring.phase_errors(outcome, run.phases)]
        table["phases"][name] = {
            "phases": len(errors), "median_s": quantile(errors, 0.5), "p90_s": quantile(errors, 0.9)}
    for run, outcome in groups.get("marked", []):
        bursts = run.marks["bursts"]
        for name, edges in (("onset", outcome.onsets), ("offset", outcome.offsets)):
            score = scoring.score_edges(
                edges, [burst[name + "_s"] for burst in bursts], run.marks["scored_span_s"])
            table["edges"][f"{os.path.basename(run.name)} {name}"] = edge_row(score)
            narrow = scoring.score_edges(
                edges, [burst[name + "_s"] for burst in bursts], run.marks["scored_span_s"],
                scoring.NARROW_MATCH_S)
            row = table["edges"][f"{os.path.basename(run.name)} {name}"]
            row["missed_narrow"], row["extra_narrow"] = narrow.missed, narrow.extra
    table["curl_bursts"] = burst_row(groups.get("curls_named", []))
    summarise_hardened(groups, table)
    for run, outcome in groups.get("envelope", []):
        found, missed, extra, shift = scoring.score_peaks(outcome, run.peaks, run.seconds)
        table["envelope"][os.path.basename(run.name)] = {
            "contractions": len(run.peaks), "found": found, "missed": missed, "extra": extra,
            "labels_moved_s": shift}
    muscles = ("curls_named", "marked", "signal", "envelope")
    table["quality"] = {
        name: quality_row(groups[name]) for name in muscles if name in groups}
    seconds = sum(run.seconds for run, _ in results)
    cpu = sum(outcome.cpu_s for _, outcome in results)
    table["speed"] = {
        "runs": len(results), "recorded_s": round(seconds), "cpu_s": round(cpu, 1),
        "times_real_time": round(seconds / cpu) if cpu else None}
    return table


def summarise_hardened(groups, table):
    """Rows for the harder recordings, where they were asked for."""
    whole = {run.name: outcome for name in SETS for run, outcome in groups.get(name, [])}
    table["between"], table["hole"] = {}, {}
    for name in SETS:
        if f"{name} between" in groups:
            table["between"][name] = hardened.between_row(groups[f"{name} between"])
        if f"{name} hole" in groups:
            table["hole"][name] = hardened.hole_row(groups[f"{name} hole"], whole)
    if "between_sets" in groups:
        table["walk"] = hardened.walk_row(groups["between_sets"])
    if "generated" in groups:
        table["generated"] = hardened.generated_row(groups["generated"])


SETS = {
    "barbell_named": "barbell, named", "barbell_auto": "barbell, auto",
    "curls_named": "curls, named, with EMG", "curls_auto": "curls, auto, IMU alone",
    "shoulder": "shoulder, auto",
}
REPETITION_ROWS = SETS | {
    f"{name} {kind}": title.replace(", with EMG", "").replace(", IMU alone", "") + more
    for kind, more in (
        ("faster", ", 25 % faster"), ("noisy", ", noise"), ("slipped", ", slipped"),
        ("started", ", set started"))
    for name, title in SETS.items()
}


def number(value, digits):
    return "-" if value is None else f"{value:.{digits}f}"


def show(table):
    line = "{:<28}{:>6}{:>7}{:>8}{:>10}{:>9}{:>14}{:>15}{:>12}"
    print(line.format(
        "repetitions", "files", "MAE", "exact", "within 1", "partial", "delay live", "delay first",
        "the first"))
    for name, title in REPETITION_ROWS.items():
        if name not in table["repetitions"]:
            continue
        row = table["repetitions"][name]
        delays = [
            "/".join(number(value, 2) for value in row[key][:2])
            for key in ("delay_live_s", "delay_first_s", "delay_very_first_s")]
        print(line.format(
            title, row["files"], number(row["mae"], 2), number(row["exact_percent"], 0) + " %",
            number(row["within_one_percent"], 0) + " %", row["partial"], *delays))
    rest = table["rest"]
    print(f"{'rest':<28}{rest['files']:>6}   {rest['found']} repetitions found"
          f" ({rest['published']} before corrections)")
    print("  delay: median/p90, s, from the end of a repetition to its line; live = the set was"
          " known, first = those that made it known, the first = the first of them")
    counted = ", ".join(
        f"{title} {row['mae_partial_counted']:.2f}" for name, title in SETS.items()
        if (row := table["repetitions"].get(name)) and row["partial"])
    if counted:
        print(f"  partial repetitions are not counted; if they were, the MAE would be: {counted}")
    for name, row in table.get("peaks", {}).items():
        print(f"  counting peaks with SciPy, offline, {name}: MAE {row['mae']:.2f}, exact"
              f" {row['exact_percent']:.0f} %, within 1 {row['within_one_percent']:.0f} %")
    print()
    show_hardened(table)
    for name, row in table["phases"].items():
        print(f"{'phase times, ' + REPETITION_ROWS[name]:<37} {row['phases']} phases:"
              f" median {number(row['median_s'], 3)} s, p90 {number(row['p90_s'], 3)} s")
    print()
    line = "{:<28}{:>6}{:>8}{:>7}{:>21}{:>21}{:>12}"
    print(line.format(
        f"burst edges (+-{1000 * scoring.MATCH_S:.0f} ms)", "marks", "missed", "extra",
        "first MAE/bias/p95", "corrected", "decided"))
    for name, row in table["edges"].items():
        stamps = [
            "/".join(number(row[key][figure], 0) for figure in ("mae_ms", "bias_ms", "p95_ms"))
            for key in ("first", "corrected")]
        print(line.format(
            name, row["marks"], row["missed"], row["extra"], *stamps,
            "/".join(number(value, 0) for value in row["decided_after_ms"])))
    narrow = ", ".join(f"{name} {row['missed_narrow']} and {row['extra_narrow']}"
                       for name, row in table["edges"].items())
    print(f"  missed and extra within {1000 * scoring.NARROW_MATCH_S:.0f} ms: {narrow}")
    print("  milliseconds, + = late; decided: median/p95 from the mark to the decision\n")
    row = table["curl_bursts"]
    print(f"{'onsets in curls':<28}{row['repetitions']:>6} repetitions: {row['found']} with an onset,"
          f" {row['extra']} extra")
    for name, (count, found, extra) in row["files"].items():
        print(f"  {os.path.basename(name)}: {found} of {count}, {extra} extra")
    print()
    print(f"{'envelope bursts':<28}{'contractions':>13}{'found':>8}{'missed':>8}{'extra':>8}")
    for name, row in table["envelope"].items():
        moved = row["labels_moved_s"]
        note = f"   labels moved by {moved:+.1f} s, all alike" if moved else ""
        print(f"{name:<28}{row['contractions']:>13}{row['found']:>8}{row['missed']:>8}"
              f"{row['extra']:>8}{note}")
    print()
    for name, row in table["quality"].items():
        flags = ", ".join(f"{flag} {count}" for flag, count in sorted(row["flags_when_poor"].items()))
        print(f"{'signal quality, ' + name:<28} {row['files']} files: {row['ever_poor']} ever poor"
              f" ({flags or 'none'}), {row['poor_at_end']} at the end, {row['ever_off']} ever off")
    speed = table["speed"]
    print(f"\n{speed['runs']} runs over {speed['recorded_s']} s of recordings in {speed['cpu_s']} s"
          f" of processor time: {speed['times_real_time']} times real time, process start included")


def show_goals(table):
    """The figures beside their goals."""
    import document
    print("\n" + "\n".join(document.goal_lines(table)))


def show_hardened(table):
    for name, row in table["between"].items():
        print(f"{SETS[name] + ', between other movement':<48}{row['files']:>4} files: MAE"
              f" {row['mae']:.2f}, exact {row['exact_percent']:.0f} %, within 1"
              f" {row['within_one_percent']:.0f} %, outside {row['outside']}"
              f" ({row['outside_per_100']:.0f} in 100 files)")
    for name, row in table["hole"].items():
        print(f"{SETS[name] + ', 2 s lost':<48}{row['files']:>4} files: off by no more than was lost"
              f" {row['within_loss_percent']:.0f} %; after it {row['found_after']} of"
              f" {row['after']} found")
    if "walk" in table:
        row = table["walk"]
        print(f"{'walking, carrying, racking, generated':<48}{row['hours']:>4.1f} hours:"
              f" {row['found']} repetitions, {row['an_hour']:.1f} an hour ({row['each']};"
              f" {row['published']} before corrections)")
    if "generated" in table:
        row = table["generated"]
        print(f"{'sets, generated':<48}{row['files']:>4} files: MAE {row['mae']:.2f}, exact"
              f" {row['exact_percent']:.0f} %; partial {row['partial_told']} of {row['partial']}"
              f" told, {row['partial_wrong']} wrong; turn off by median"
              f" {number(row['turn_median_s'], 3)}, p90 {number(row['turn_p90_s'], 3)} s")
    print()


def show_files(table, results):
    print("\nfiles that differ from the truth")
    for name in REPETITION_ROWS:
        rows = (table["repetitions"].get(name, {}), table["hole"].get(name, {}))
        for miss in rows[0].get("misses", []) + rows[1].get("misses", []):
            print(f"  {name:<14} {miss}")
    print("\nevery run")
    for run, outcome in results:
        removed = [r.removed for r in outcome.repetitions if r.removed]
        poor = sorted({f for _, q, flags in outcome.qualities if q == "poor" for f in flags})
        print(f"  {run.group:<14} {run.name:<58} counted {len(outcome.counted):>3}"
              f" of {'?' if run.truth is None else run.truth:>2}, partial"
              f" {sum(r.is_partial for r in outcome.repetitions)}, removed {removed or 0}, onsets"
              f" {len(outcome.onsets)}, cues {outcome.cues}, poor {','.join(poor) or 'never'}")


def floors(table):
    """What falls below the least that is accepted, as sentences."""
    short = []
    rows = table["repetitions"]

    def need(is_met, sentence):
        if not is_met:
            short.append(sentence)
    for name in ("barbell_named", "barbell_auto"):
        if name in rows:
            need(rows[name]["mae"] <= 0.5, f"{name}: mean error above 0.5")
            need(rows[name]["within_one_percent"] >= 95, f"{name}: less than 95 % within one")
    for name in ("curls_named", "curls_auto"):
        if name in rows:
            need(rows[name]["exact_percent"] == 100, f"{name}: not all exact")
    if "shoulder" in rows:
        need(rows["shoulder"]["within_one_percent"] >= 90, "shoulder: less than 90 % within one")
    need(table["rest"]["found"] == 0, "repetitions found at rest")
    return short


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("sinewctl", help="the program to measure")
    parser.add_argument("--datasets", default=os.environ.get(
        "SINEW_DATASETS", os.path.join(ROOT, "..", "shared", "datasets")))
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    parser.add_argument("-v", action="store_true", dest="each", help="a row for every file")
    parser.add_argument("--check", action="store_true", help="exit 1 below the accepted floors")
    parser.add_argument("--keep", metavar="FOLDER", help="keep what analyze printed")
    parser.add_argument("--hard", metavar="FOLDER", help="also recordings made harder, kept there")
    parser.add_argument("--draws", type=int, default=3, help="of other movement around each set")
    parser.add_argument("--write", metavar="FOLDER", help="write Accuracy.md and its pictures")
    parser.add_argument("--only", metavar="TEXT", default="", help="runs whose name holds TEXT")
    options = parser.parse_args()
    folder = os.path.normpath(options.datasets)
    if not os.path.exists(os.path.join(folder, "manifest.json")):
        print(f"skipped: no recordings in {folder} (SINEW_DATASETS names their folder)")
        return 0
    if options.keep:
        os.makedirs(options.keep, exist_ok=True)
    runs = recordings.read(folder)
    if options.hard:
        if not hardened:
            print("accuracy: --hard needs NumPy", file=sys.stderr)
            return 1
        runs += hardened.runs(runs, options.hard, options.draws)
    runs = [run for run in runs if options.only in run.name]
    began = time.monotonic()
    try:
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            outcomes = list(pool.map(lambda run: analyse(options.sinewctl, run, options.keep), runs))
    except (Failure, OSError) as error:
        print(f"accuracy: {error}", file=sys.stderr)
        return 1
    results = list(zip(runs, outcomes))
    table = summarise(results)
    if peaks and options.hard:
        table["peaks"] = peaks.table(runs)
    table["speed"]["wall_s"] = round(time.monotonic() - began, 1)
    if options.json:
        print(json.dumps(table))
    else:
        show(table)
        show_goals(table)
        if options.each:
            show_files(table, results)
    if options.write:
        import document
        document.write(table, results, options.write, show)
    short = floors(table)
    for sentence in short:
        print(f"below the floor: {sentence}", file=sys.stderr)
    return 1 if short and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
