"""Does what the lab streaming layer gets agree with the recording? An emulated Cyton on a real daemon,
`sinewctl lsl` between, pylsl at the other end; afterwards the recording as XDF beside it.

    lsl.py PROGRAMS

Prints a line a check and `N passed, N failed`; ends with 1 when one failed."""

import glob
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

import numpy as np

passed = failed = 0
SECONDS = 8


def check(what, holds, detail=""):
    global passed, failed
    passed, failed = passed + bool(holds), failed + (not holds)
    print(f"{'PASS' if holds else 'FAIL'}  {what}{'' if holds or not detail else f': {detail}'}")


CONFIGURATION = """
stations: {{rack: {{}}}}
sensors:
  box-1:
    match: {{driver: openbci-cyton, port: {folder}/cyton}}
    station: rack
    channels: {{1: {{muscle: biceps, side: left}}}}
real_time: false
"""


def start(children, words, **options):
    child = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                             **options)
    children.append(child)
    return child


def awaited(path):
    for _ in range(300):
        if os.path.exists(path):
            return
        time.sleep(0.1)
    raise RuntimeError(f"{path} did not come")


def stream(programs, folder, children):
    import pylsl
    library = glob.glob(os.path.join(os.path.dirname(pylsl.__file__), "lib", "liblsl.so"))[0]
    sensor = start(children, [f"{programs}/sinewctl", "simulate", "--device", "openbci-cyton",
                              "--link", f"{folder}/cyton"])
    sensor.stdout.readline()
    with open(f"{folder}/sinew.yaml", "w") as out:
        out.write(CONFIGURATION.format(folder=folder))
    sockets = {name: f"{folder}/{name}.sock" for name in ["feedback", "control"]}
    start(children, [f"{programs}/sinewd", "--config", f"{folder}/sinew.yaml",
                     "--feedback-socket", sockets["feedback"],
                     "--control-socket", sockets["control"],
                     "--state-directory", f"{folder}/state", "--log-level", "error"])
    awaited(sockets["control"])
    ask = ["--socket", sockets["control"]]
    for _ in range(100):
        status = subprocess.run([f"{programs}/sinewctl", "devices", *ask, "--json"], text=True,
                                capture_output=True).stdout
        if '"streaming"' in status:
            break
        time.sleep(0.2)
    outlet = start(children, [f"{programs}/sinewctl", "lsl", "box-1", *ask, "--json",
                              "--feedback-socket", sockets["feedback"], "--library", library])
    recording = json.loads(outlet.stdout.readline())["file"]
    found = pylsl.resolve_byprop("source_id", "sinew-box-1-emg", timeout=30)
    check("pylsl finds the stream of EMG", found)
    marked = pylsl.resolve_byprop("source_id", "sinew-markers", timeout=30)
    check("pylsl finds the markers", marked)
    inlet, markers = pylsl.StreamInlet(found[0]), pylsl.StreamInlet(marked[0])
    info = inlet.info()
    channel = info.desc().child("channels").child("channel")
    check("channels say unit, muscle and side",
          [channel.child_value(word) for word in ["label", "unit", "muscle", "side"]]
          == ["ch1", "microvolts", "biceps", "left"] and info.channel_count() == 8)
    inlet.open_stream(timeout=20)
    markers.open_stream(timeout=20)
    apart = abs(pylsl.local_clock() - time.clock_gettime(time.CLOCK_MONOTONIC))
    check("the layer's clock is the machine's", apart < 0.001, apart)
    values, stamps, said = [], [], []
    end = time.monotonic() + SECONDS
    is_marked = False
    while time.monotonic() < end:
        chunk, times = inlet.pull_chunk(timeout=0.2)
        values += chunk
        stamps += times
        said += zip(*markers.pull_chunk(timeout=0.0))
        if not is_marked and time.monotonic() > end - SECONDS / 2:
            is_marked = True
            subprocess.run([f"{programs}/sinewctl", "mark", "rack", "--sync", *ask],
                           capture_output=True)
    outlet.send_signal(signal.SIGINT)
    outlet.wait(20)
    check("Ctrl-C ends it in order", outlet.returncode == 0, outlet.returncode)
    return recording, np.array(values, np.float32), np.array(stamps), said


def compare(programs, folder, recording, values, stamps, said):
    import pyxdf
    subprocess.run([f"{programs}/sinewctl", "export", recording, "--to", "xdf", "--output",
                    f"{folder}/recorded"], check=True, capture_output=True)
    streams, _ = pyxdf.load_xdf(f"{folder}/recorded.xdf", dejitter_timestamps=False)
    emg = next(one for one in streams if one["info"]["name"] == ["box-1 emg"])
    kept, times = np.asarray(emg["time_series"], np.float32), emg["time_stamps"]
    check("seconds of samples came", len(values) > SECONDS * 200, len(values))
    where = np.flatnonzero((kept == values[0]).all(axis=1))
    check("the first of them is in the recording", len(where) == 1, where)
    part = slice(where[0], where[0] + len(values))
    check("each sample is the recording's", np.array_equal(kept[part], values))
    worst = np.abs(times[part] - stamps).max()
    check("their times agree within 1 ms", worst < 0.001, f"{worst * 1e3:.6f} ms")
    check("a marker came at its time", any(
        "mark" in text[0] and stamps[0] - 1 < at < stamps[-1] + 1 for text, at in said), said)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        # Streams of this machine alone: neither do we hear others, nor they us.
        with open(f"{scratch}/lsl.cfg", "w") as out:
            out.write("[multicast]\nResolveScope = machine\n[lab]\nSessionID = sinew-readback\n")
        os.environ["LSLAPICFG"] = f"{scratch}/lsl.cfg"
        running = []
        try:
            compare(sys.argv[1], scratch, *stream(sys.argv[1], scratch, running))
        except Exception as error:
            check("the story to its end", False, f"{type(error).__name__}: {error}")
        finally:
            for process in reversed(running):
                if process.poll() is None:
                    process.terminate()
                process.wait(20)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
