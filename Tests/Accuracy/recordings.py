"""The recordings folder: which file is which, what is true about it, and how `analyze` is asked.

One entry of the manifest becomes one or more runs of `sinewctl analyze`. A run's group decides in
which row of the table it is counted.
"""
import json
import os
from dataclasses import dataclass, field

# The manifest's words for exercises, and the catalogue's ids.
EXERCISES = {
    "bench": "bench_press",
    "dead": "deadlift",
    "ohp": "overhead_press",
    "row": "barbell_row",
    "squat": "back_squat",
    "biceps_curl": "biceps_curl",
}


@dataclass
class Run:
    """One call of `analyze`."""

    group: str
    """barbell_named, barbell_auto, curls_named, curls_auto, shoulder, rest, unscored, marked,
    envelope or signal"""
    name: str
    """For people: the file, and how it was asked."""
    arguments: list
    seconds: float
    """Length of the recording."""
    truth: int | None = None
    """Repetitions that were counted; None where nobody knows."""
    phases: list = field(default_factory=list)
    """Marked repetitions: start_s, turn_s, end_s."""
    marks: dict | None = None
    """Bursts marked by eye."""
    origin: str = ""
    """The run whose recording was made harder here."""
    facts: tuple = ()
    """What a harder or generated recording knows of itself."""
    peaks: list = field(default_factory=list)
    """Times of the highest envelope of each contraction."""


def read(folder):
    """All runs over a recordings folder, in the manifest's order."""
    with open(os.path.join(folder, "manifest.json")) as file:
        entries = json.load(file)["recordings"]
    marks = {}
    path = os.path.join(folder, "annotations_emg.json")
    if os.path.exists(path):
        with open(path) as file:
            marks = {mark["file"]: mark for mark in json.load(file)["annotations"]}
    runs = []
    for entry in entries:
        if entry["modality"] == "imu":
            runs += _motion(folder, entry)
        elif entry["modality"] in ("emg", "emg_envelope"):
            runs += _muscle(folder, entry, marks.get(entry["file"]))
    return runs


def _truth(entry):
    if not entry.get("scoreable"):
        return None
    seen = entry.get("reps_seen")
    return entry.get("reps_nominal") if seen is None else seen


def _run(group, entry, arguments, note="", **facts):
    name = entry["file"].removesuffix(".csv.gz") + (" " + note if note else "")
    return Run(group, name, arguments, entry["duration_s"], **facts)


def _motion(folder, entry):
    path = os.path.join(folder, entry["file"])
    truth = _truth(entry)
    exercise = EXERCISES.get(entry["exercise"])
    place = "forearm" if entry["source"] == "curl_emg_imu" else "wrist"
    auto = ["--exercise", "auto", "--imu", f"{place}={path}"]
    if entry["exercise"] == "rest":
        return [_run("rest", entry, auto, truth=0)]
    if truth is None:
        return [_run("unscored", entry, auto)]
    if entry["source"] == "shoulder_watch":
        return [_run("shoulder", entry, auto, truth=truth)]
    if entry["source"] == "curl_emg_imu":
        emg = path.replace("_imu.csv", "_emg.csv")
        both = ["--exercise", exercise, "--emg", f"biceps={emg}", "--imu", f"forearm={path}"]
        facts = {"truth": truth, "phases": entry.get("rep_phases", [])}
        return [
            _run("curls_named", entry, both, "with EMG", **facts),
            _run("curls_auto", entry, auto, "auto", **facts),
        ]
    named = ["--exercise", exercise, "--imu", f"{place}={path}"]
    return [
        _run("barbell_named", entry, named, "named", truth=truth),
        _run("barbell_auto", entry, auto, "auto", truth=truth),
    ]


def _muscle(folder, entry, marks):
    path = os.path.join(folder, entry["file"])
    muscle = "biceps" if "biceps" in entry.get("muscle", "biceps") else "forearm_flexors"
    arguments = ["--emg", f"{muscle}={path}"]
    if entry["modality"] == "emg_envelope":
        return [_run("envelope", entry, arguments, peaks=entry["burst_peaks_s"])]
    return [_run("marked" if marks else "signal", entry, arguments, marks=marks)]
