"""Do pyedflib, MNE and pyxdf read what was recorded? Exports recordings whose content is known and
compares numbers, times, units, labels and annotations.

    readback.py SINEWCTL

Prints a line a check and `N passed, N failed`; ends with 1 when one failed."""

import json
import os
import subprocess
import sys
import tempfile
import warnings
from datetime import datetime, timezone

import mne
import numpy as np
import pyedflib
import pyxdf

import cyton
from files import Records, table

RECORDINGS = os.path.join(os.path.dirname(__file__), "..", "SinewDevicesTests", "Recordings")
START = datetime(2026, 12, 1, 10, 0, 0, 250000, tzinfo=timezone.utc).timestamp()
passed = failed = 0


def check(what, holds, detail=""):
    global passed, failed
    passed, failed = passed + bool(holds), failed + (not holds)
    print(f"{'PASS' if holds else 'FAIL'}  {what}{'' if holds or not detail else f': {detail}'}")


def near(left, right, tolerance):
    left, right = np.asarray(left, float), np.asarray(right, float)
    if left.shape != right.shape:
        return False, f"{left.shape} values for {right.shape}"
    worst = np.abs(left - right).max() if left.size else 0.0
    return bool(worst <= tolerance), f"off by {worst:g}, allowed {tolerance:g}"


def export(*words):
    made = subprocess.run([sinewctl, "export", *words, "--json", "--force"], text=True,
                          capture_output=True)
    if made.returncode:
        print(made.stderr)
        check(f"sinewctl export {' '.join(words)}", False, made.stderr.strip())
        return []
    return [json.loads(line) for line in made.stdout.splitlines()]


def write_events(path):
    """What a set may have said, on the machine's clock."""
    at = cyton.MONOTONIC
    lines = [
        {"kind": "hello", "clock": {"monotonic": at, "utc": cyton.UTC, "utc_synchronised": True}},
        {"kind": "set.started", "t_signal": at + 1, "exercise": "biceps_curl", "set": 1},
        {"kind": "onset", "t_signal": at + 4.125, "muscle": "biceps", "side": "left"},
        {"kind": "rep", "set": 1, "rep": 1, "t_signal": at + 8, "t_start": at + 4.5,
         "t_end": at + 8, "phases": [
             {"phase": "concentric", "t_start": at + 4.5, "t_end": at + 6},
             {"phase": "eccentric", "t_start": at + 6, "t_end": at + 8}]},
        {"kind": "rep", "set": 1, "rep": 2, "t_signal": at + 12, "t_start": at + 9,
         "t_end": at + 12},
        {"kind": "rep.revised", "set": 1, "rep": 2, "t_signal": at + 12, "removed": True},
        {"kind": "cue", "t_signal": at + 9.75, "text": "Ellbogen zurück"},
        {"kind": "mark", "t_signal": at + 10.5, "mark": "tactile", "muscle": "biceps",
         "side": "left"},
    ]
    with open(path, "w") as out:
        for line in lines:
            print(json.dumps(line), file=out)
    return [(1, 0, "set.started biceps_curl"), (4.125, 0, "onset biceps left"),
            (4.5, 3.5, "rep 1"), (4.5, 1.5, "phase concentric"), (6, 2, "phase eccentric"),
            (9.75, 0, "cue: Ellbogen zurück"), (10.5, 0, "mark tactile biceps left")]


def same_notes(found, expected, shift=0.0):
    found = [(round(onset + shift, 4), round(max(0, length), 4), text) for onset, length, text in found
             if not text.startswith(("clock", "BAD_gap"))]
    wanted = [(round(onset, 4), round(length, 4), text) for onset, length, text in expected]
    return sorted(found) == sorted(wanted), f"{sorted(found)} for {sorted(wanted)}"


def whole(folder):
    """A recording without gaps: every reader."""
    session, events = f"{folder}/box-1.session", f"{folder}/events.ndjson"
    truth = cyton.Cyton()
    truth.write(session, cyton.header())
    notes = write_events(events)
    counts = np.array([row[2] for row in truth.rows]).T
    microvolts = counts * cyton.MICROVOLTS
    for ending in ["csv", "bdf", "edf", "xdf"]:
        export(session, "--to", ending, "--events", events, "--output", f"{folder}/whole")

    names, rows = table(f"{folder}/whole.csv")
    check("csv: columns", names[:5] == ["t_s", "biceps_left_uV", "triceps_long_left_uV",
                                        "latissimus_dorsi_right_uV", "ch4_uV"], names)
    csv_values = np.array([row[1:9] for row in rows]).T
    csv_times = np.array([row[0] for row in rows])
    check("csv: numbers", *near(csv_values, microvolts, 0.01))
    sheet = json.load(open(f"{folder}/whole.json"))
    check("csv: the sheet tells rate, muscle, side, clock and filters",
          abs(sheet["clock"]["rate_hz"] - truth.rate) < 0.002
          and sheet["columns"][0]["muscle"] == "biceps" and sheet["columns"][0]["side"] == "left"
          and sheet["clock"]["utc"] == "synchronised" and "none in Sinew" in sheet["filters"],
          sheet["clock"])
    check("csv: times are an even grid of the true rate",
          *near(np.diff(csv_times), np.full(len(csv_times) - 1, 1 / truth.rate), 2e-4))

    for ending, step in [("bdf", cyton.MICROVOLTS), ("edf", None)]:
        path = f"{folder}/whole.{ending}"
        with pyedflib.EdfReader(path) as file:
            labels = file.getSignalLabels()
            check(f"{ending}: pyedflib reads the labels",
                  labels[:4] == ["EMG biceps L", "EMG triceps_lo L", "EMG latissimus R", "EMG ch4"],
                  labels)
            check(f"{ending}: pyedflib reads unit, muscle and filters",
                  file.getPhysicalDimension(0) == "uV" and "biceps left" in file.getTransducer(0)
                  and "none in Sinew" in file.getPrefilter(0))
            check(f"{ending}: pyedflib reads the true rate",
                  *near(file.getSampleFrequency(0), truth.rate, 0.002))
            values = np.array([file.readSignal(signal) for signal in range(8)])
            bound = (step or (file.getPhysicalMaximum(0) - file.getPhysicalMinimum(0)) / 65535) / 2
            check(f"{ending}: pyedflib reads the numbers",
                  *near(values[:, :counts.shape[1]], microvolts, bound + 0.005))
            if ending == "bdf":
                digital = np.array([file.readSignal(signal, digital=True) for signal in range(8)])
                check("bdf: pyedflib reads the converter's counts, every one",
                      np.array_equal(digital[:, :counts.shape[1]], counts))
            # Its date and time are right to the second, what is below stands apart.
            first = file.getStartdatetime().replace(tzinfo=timezone.utc, microsecond=0).timestamp()
            subsecond = file.starttime_subsecond / 1e7
            check(f"{ending}: pyedflib reads when the first sample was",
                  *near(first + subsecond, START + csv_times[0], 1e-4))
            onsets, lengths, texts = file.readAnnotations()
            found = list(zip(onsets, lengths, texts))
            check(f"{ending}: pyedflib reads the annotations",
                  *same_notes(found, notes, csv_times[0]))
            check(f"{ending}: the annotations tell the clock",
                  any(text.startswith("clock rate_hz=250.0") and "utc=synchronised" in text
                      for text in texts), texts)
            grid = csv_times[0] + np.arange(counts.shape[1]) / file.getSampleFrequency(0)
            check(f"{ending}: the times agree with the csv", *near(grid, csv_times, 0.002))
        read = mne.io.read_raw_bdf if ending == "bdf" else mne.io.read_raw_edf
        raw = read(path, preload=True, verbose="error")
        check(f"{ending}: MNE reads the labels", raw.ch_names[:4] == labels[:4], raw.ch_names)
        check(f"{ending}: MNE reads the true rate", *near(raw.info["sfreq"], truth.rate, 0.002))
        check(f"{ending}: MNE reads the numbers, in volts",
              *near(raw.get_data()[:8, :counts.shape[1]] * 1e6, microvolts, bound + 0.005))
        marks = raw.annotations
        check(f"{ending}: MNE reads the annotations",
              *same_notes(list(zip(marks.onset, marks.duration, marks.description)), notes,
                          csv_times[0]))

    streams, head = pyxdf.load_xdf(f"{folder}/whole.xdf", dejitter_timestamps=False)
    emg = next(stream for stream in streams if stream["info"]["type"] == ["EMG"])
    markers = next(stream for stream in streams if stream["info"]["type"] == ["Markers"])
    channels = emg["info"]["desc"][0]["channels"][0]["channel"]
    check("xdf: pyxdf reads channels, units, muscles",
          channels[0]["label"] == ["ch1"] and channels[0]["unit"] == ["microvolts"]
          and channels[0]["muscle"] == ["biceps"] and channels[0]["side"] == ["left"], channels[0])
    check("xdf: pyxdf reads the numbers", *near(emg["time_series"].T, microvolts, 0.01))
    check("xdf: pyxdf reads the times",
          *near(emg["time_stamps"] - cyton.MONOTONIC, csv_times, 1e-6))
    check("xdf: the clock offsets are there", len(emg["clock_times"]) > 10)
    clock = emg["info"]["desc"][0]["clock"][0]
    check("xdf: the header tells the clock",
          abs(float(clock["rate_hz"][0]) - truth.rate) < 0.002 and clock["utc"] == ["synchronised"])
    found = [(time - cyton.MONOTONIC, 0, text[0].split(" duration_s=")[0])
             for time, text in zip(markers["time_stamps"], markers["time_series"])]
    check("xdf: pyxdf reads the markers",
          *same_notes(found, [(onset, 0, text) for onset, _, text in notes]))
    check("xdf: the file tells the time of day", head["info"]["datetime"][0].startswith(
        "2026-12-01T10:00:00.25"), head["info"]["datetime"])
    streams, _ = pyxdf.load_xdf(f"{folder}/whole.xdf")
    emg = next(stream for stream in streams if stream["info"]["type"] == ["EMG"])
    check("xdf: pyxdf's own dejittering moves no sample by 2 ms",
          *near(emg["time_stamps"] - cyton.MONOTONIC, csv_times, 0.002))

    names, rows = table_text(f"{folder}/whole-events.csv")
    check("csv: the events", *same_notes(
        [(float(row[0]), float(row[1] or 0), row[3]) for row in rows], notes))


def table_text(path):
    import csv
    with open(path, newline="") as file:
        lines = list(csv.reader(file))
    return lines[0], lines[1:]


def gaps(folder):
    """Samples lost on the air, and seconds of silence."""
    lost = set(range(1000, 1004)) | set(range(5000, 6100)) | {9000}
    truth = cyton.Cyton(lost=lost, seed=2, span=2**15)
    session = f"{folder}/gaps.session"
    truth.write(session, cyton.header(synchronised=False))
    values = {index: counts for index, _, counts in truth.rows}
    export(session, "--to", "csv", "--output", f"{folder}/gaps")
    times = {index: row[0] for (index, _, _), row in
             zip(truth.rows, table(f"{folder}/gaps.csv")[1])}
    for ending in ["edf", "bdf"]:
        made = export(session, "--to", ending, "--output", f"{folder}/gaps")
        file = Records(f"{folder}/gaps.{ending}")
        check(f"{ending}: seconds of silence make the file discontinuous",
              file.kind == f"{ending.upper()}+D" and file.size_is_right, file.kind)
        check(f"{ending}: unsynchronised UTC is marked", "utc=unsynchronised" in file.recording,
              file.recording)
        check(f"{ending}: the athlete is a pseudonym", file.patient == "a-7k2mqx9p X X X",
              file.patient)
        found = [(time, value) for time, value in file.values(0) if value is not None]
        check(f"{ending}: every sample and no other",
              *near([value for _, value in found],
                    [values[index][0] * cyton.MICROVOLTS for index in sorted(values)], 0.012))
        shift = times[0] + 0.25 - int(times[0] + 0.25) - times[0]
        check(f"{ending}: at its time, also behind the gaps",
              *near([time - shift for time, _ in found],
                    [times[index] for index in sorted(times)], 0.003))
        missing = sum(length for _, length, text in file.notes if text == "BAD_gap")
        check(f"{ending}: BAD_gap says what is missing", missing > len(lost) / truth.rate - 0.01,
              f"{missing} s")
        filled = export(session, "--to", ending, "--fill-gaps", "--output", f"{folder}/filled")
        check(f"{ending}: the sentence about gaps", any(
            "discontinuous" in remark for file in made for remark in file["remarks"]) and not any(
            "discontinuous" in remark for file in filled for remark in file["remarks"]))
        with pyedflib.EdfReader(f"{folder}/filled.{ending}") as file:
            read = file.readSignal(0)
            low = file.getPhysicalMinimum(0)
            check(f"{ending}: with gaps filled pyedflib reads it",
                  *near([read[index] for index in sorted(values)],
                        [values[index][0] * cyton.MICROVOLTS for index in sorted(values)], 0.012))
            check(f"{ending}: a filled slot holds the least number",
                  all(abs(read[index] - low) < 1e-6 for index in lost))
        read = mne.io.read_raw_bdf if ending == "bdf" else mne.io.read_raw_edf
        raw = read(f"{folder}/filled.{ending}", preload=True, verbose="error")
        kept = raw.get_data(picks=[0], reject_by_annotation="omit")[0] * 1e6
        check(f"{ending}: MNE leaves BAD_gap out", *near(
            sorted(kept), sorted(values[index][0] * cyton.MICROVOLTS for index in values), 0.012))
    streams, _ = (export(session, "--to", "xdf", "--output", f"{folder}/gaps"),
                  pyxdf.load_xdf(f"{folder}/gaps.xdf", dejitter_timestamps=False))[1]
    emg = next(stream for stream in streams if stream["info"]["type"] == ["EMG"])
    check("xdf: every sample at its time", *near(
        emg["time_stamps"] - cyton.MONOTONIC, [times[index] for index in sorted(times)], 1e-6))


def mended(folder):
    """The machine is told the time half a minute into the recording."""
    session = f"{folder}/mended.session"
    cyton.Cyton(seconds=2).write(session, cyton.header(synchronised=False))
    with open(session, "a") as out:
        print("# utc 1.5 2026-12-01T12:30:01.750Z synchronised", file=out)
    export(session, "--to", "edf", "--output", f"{folder}/mended")
    file = Records(f"{folder}/mended.edf")
    check("edf: UTC that was set later mends the start",
          file.date == "01.12.2612.30.00" and "utc=synchronised" in file.recording,
          file.date + file.recording)


def families(folder):
    """Recordings of other sensors: each table as CSV, BDF and XDF says the same."""
    for name in ["shimmer3-logandstream", "witmotion-wt901", "neuroidss-freeeeg32", "thalmic-myo",
                 "bitalino-revolution", "movella-dot", "oymotion-gforce", "openbci-cyton-daisy"]:
        session = f"{RECORDINGS}/{name}.session"
        made = export(session, "--to", "csv", "--output", f"{folder}/{name}")
        export(session, "--to", "bdf", "--output", f"{folder}/{name}")
        export(session, "--to", "xdf", "--output", f"{folder}/{name}")
        streams, _ = pyxdf.load_xdf(f"{folder}/{name}.xdf", dejitter_timestamps=False)
        for entry in made:
            if not entry.get("table"):
                continue
            names, rows = table(entry["file"])
            stream = next(one for one in streams
                          if one["info"]["name"][0].split()[-1] == entry["table"])
            wanted = np.array([[np.nan if cell is None else cell for cell in row[1:]]
                               for row in rows])
            check(f"{name} {entry['table']}: xdf as csv",
                  np.array_equal(np.asarray(stream["time_series"], np.float32),
                                 wanted.astype(np.float32), equal_nan=True)
                  and len(stream["time_stamps"]) == len(rows))
            file = Records(entry["file"][:-3] + "bdf")
            holds, detail = True, ""
            for signal in range(len(names) - 1):
                column = [row[1 + signal] for row in rows if row[1 + signal] is not None]
                found = [value for _, value in file.values(signal) if value is not None]
                step = (file.high[signal] - file.low[signal]) / (
                    file.most[signal] - file.least[signal])
                good, why = near(found, column, 0.5 * step + 1e-6 * max(map(abs, column), default=0))
                if not good:
                    holds, detail = False, f"{names[1 + signal]} {why}"
            check(f"{name} {entry['table']}: bdf as csv", holds, detail)


def back(folder):
    """`analyze` says the same of a table whatever the format it is in."""
    said = {}
    for ending in ["csv", "bdf", "xdf"]:
        path = f"{folder}/whole.xdf" if ending == "xdf" else f"{folder}/whole.{ending}"
        column = {"csv": "biceps_left_uV", "bdf": "EMG biceps L", "xdf": "ch1"}[ending]
        run = subprocess.run([sinewctl, "analyze", "--emg", f"biceps={path}:{column}"], text=True,
                             capture_output=True)
        kinds = [json.loads(line)["kind"] for line in run.stdout.splitlines()]
        said[ending] = (run.returncode, len(kinds), set(kinds))
    said_of_motion = []
    for ending in ["csv", "bdf", "xdf"]:
        path = f"{folder}/worn{'' if ending == 'xdf' else '-motion'}.{ending}"
        export(f"{RECORDINGS}/witmotion-wt901.session", "--to", ending, "--place", "forearm.left",
               "--output", f"{folder}/worn")
        run = subprocess.run([sinewctl, "analyze", "--imu", f"forearm={path}"], text=True,
                             capture_output=True)
        said_of_motion.append((run.returncode, run.stderr))
    check("analyze finds the axes of a worn motion sensor again",
          said_of_motion == [(0, "")] * 3, said_of_motion)
    check("analyze reads csv, bdf and xdf alike",
          said["csv"][0] == 0 and len({str(entry[0]) for entry in said.values()}) == 1
          and max(entry[1] for entry in said.values()) - min(
              entry[1] for entry in said.values()) <= 2, said)


if __name__ == "__main__":
    sinewctl = os.path.abspath(sys.argv[1])
    warnings.simplefilter("ignore")
    mne.set_log_level("error")
    with tempfile.TemporaryDirectory() as scratch:
        for story in [whole, gaps, mended, families, back]:
            try:
                story(scratch)
            except Exception as error:  # a reader that refuses a file is a failed check
                check(f"{story.__name__} to its end", False, f"{type(error).__name__}: {error}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
