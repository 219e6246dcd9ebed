#!/usr/bin/env python3
"""The whole daemon through pseudo-terminals, beside BrainFlow and the least C program, in the same run.

  terminals.py --tools FOLDER --sinewd PATH [--rounds 3] [--seconds 5] [--only flood|fleet]

flood: a Cyton that sends as fast as it is read. fleet: sixteen BITalinos at 1 kHz. FOLDER holds the
programs made of peers/flood.c and peers/fleet.c. BrainFlow is measured where `import brainflow` works.
Prints the JSON lines that summarise.py reads.
"""

import argparse
import contextlib
import json
import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

BOARDS = 16


def at_priority(level):
    """For a child: the real-time priority that the daemon asks for itself, or a higher one for what
    stands for hardware; none where this program may not have it."""
    def take():
        with contextlib.suppress(PermissionError):
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(level))
    return take


def emit(bench, program, case, metric, value):
    print(json.dumps(
        {"bench": bench, "impl": program, "case": case, "metric": metric, "value": value}), flush=True)


class Emitter:
    """flood or fleet, sending; its terminals, and in the end what it says it sent."""

    def __init__(self, *command, terminals=1, priority=None):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=priority)
        self.terminals = [self.process.stdout.readline().strip() for _ in range(terminals)]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.kill()
        self.process.wait()

    def line(self):
        return self.process.stdout.readline().strip()

    def result(self):
        return json.loads(self.line())


class Daemon:
    """sinewd on a configuration of its own."""

    def __init__(self, program, folder, sensors, stations):
        self.control = f"{folder}/control.sock"
        configuration = {
            "stations": {name: {} for name in stations}, "sensors": sensors,
            "feedback": {"socket": f"{folder}/feedback.sock", "activation_hz": 1},
            "control": {"socket": self.control}, "state_directory": str(folder),
        }
        path = Path(folder) / "sinew.yaml"
        path.write_text(json.dumps(configuration))  # JSON is YAML
        self.log = open(f"{folder}/sinewd.log", "wb")
        self.process = subprocess.Popen(
            [program, "--config", str(path)], stdout=self.log, stderr=self.log)
        self.pid = self.process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def ask(self, **request):
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(self.control)
            line.sendall((json.dumps({"id": 1, **request}) + "\n").encode())
            with line.makefile() as answers:
                for answer in map(json.loads, answers):
                    if answer.get("id") == 1:
                        return answer["ok"]

    def devices(self):
        return self.ask(request="devices")["devices"]


def cpu_seconds(pid):
    """CPU time of a process up to now: its CPU clock, as clock_getcpuclockid(3) names it."""
    return time.clock_gettime((~pid << 3) | 2)


class Reader:
    """The C program that reads terminals."""

    def __init__(self, *command, priority=None):
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, preexec_fn=priority)
        self.pid = self.process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def result(self):
        self.process.send_signal(signal.SIGTERM)
        return json.loads(self.process.stdout.readline())


# MARK: A Cyton flat out


def electrodes():
    muscles = ["biceps", "triceps", "deltoid_anterior", "deltoid_lateral"]
    return {
        str(4 * side + index + 1): {"muscle": muscle, "side": ("left", "right")[side], "mvc": 500}
        for side in range(2) for index, muscle in enumerate(muscles)
    }


def told(program, sent, received, gaps):
    taken = sent["packets_per_s"]
    kept = taken * received / sent["packets"]
    emit("terminals", program, "flood", "packets_per_s", taken)
    emit("terminals", program, "flood", "us_per_packet", 1e6 / taken)
    # What was lost between the threads counts for nothing.
    emit("terminals", program, "flood", "us_per_packet_kept", 1e6 / kept)
    emit("terminals", program, "flood", "lost_share", 1 - received / sent["packets"])
    emit("terminals", program, "flood", "gaps", gaps)


def settled(count):
    """Waits until a count stands still, and returns it."""
    last = -1
    while (now := count()) != last:
        last = now
        time.sleep(0.3)
    return now


def flood_sinew(options, folder):
    with Emitter(f"{options.tools}/flood", "emit", str(options.seconds)) as board:
        sensor = {
            "match": {"driver": "openbci-cyton", "port": board.terminals[0]}, "station": "bench",
            "channels": electrodes(),
        }
        with Daemon(options.sinewd, folder, {"box": sensor}, ["bench"]) as daemon:
            board.line()
            sent = board.result()
            frames = settled(lambda: daemon.devices()[0]["frames"])
            device = daemon.devices()[0]
            emg = device["streams"][0]
            told("sinew", sent, frames, emg.get("gaps", 0))
            emit("terminals", "sinew", "flood", "dropped", device["dropped"])


def flood_c(options, folder):
    with Emitter(f"{options.tools}/flood", "emit", str(options.seconds)) as board:
        with Reader(f"{options.tools}/flood", "read", board.terminals[0]) as reader:
            board.line()
            sent = board.result()
            time.sleep(0.5)
            heard = reader.result()
            told("c-reader", sent, heard["packets"], heard["gaps"])


def flood_brainflow(options, folder):
    from brainflow.board_shim import BoardShim, BrainFlowInputParams

    BoardShim.disable_board_logger()
    with Emitter(f"{options.tools}/flood", "emit", str(options.seconds)) as board:
        parameters = BrainFlowInputParams()
        parameters.serial_port = board.terminals[0]
        shim = BoardShim(0, parameters)
        shim.prepare_session()
        shim.start_stream(450_000)
        said = []
        listener = threading.Thread(target=lambda: said.extend([board.line(), board.result()]))
        listener.start()
        heard, gaps, last, quiet = 0, 0, None, 0
        while quiet < 6:
            time.sleep(0.05)
            data = shim.get_board_data()
            numbers = data[0].astype(int)
            heard += len(numbers)
            if len(numbers):
                steps = (numbers[1:] - numbers[:-1]) % 256
                gaps += int((steps != 1).sum())
                gaps += int(last is not None and (numbers[0] - last) % 256 != 1)
                last = numbers[-1]
            quiet = 0 if len(numbers) or listener.is_alive() else quiet + 1
        shim.stop_stream()
        shim.release_session()
        told("brainflow", said[1], heard, gaps)


# MARK: Sixteen BITalinos


def fleet_sinew(options, folder):
    seconds = options.seconds
    # The first half is for the CPU; in the other the daemon records, for the instants.
    command = [f"{options.tools}/fleet", "emit", str(BOARDS), str(2 * seconds + 2)]
    with Emitter(*command, terminals=BOARDS, priority=at_priority(12)) as boards:
        names = [f"box{index:02}" for index in range(BOARDS)]
        sensors = {
            name: {
                "match": {"driver": "bitalino-revolution", "port": port}, "station": f"at-{name}",
                "channels": {"1": {"muscle": "biceps", "side": "left", "mvc": 500}},
            }
            for name, port in zip(names, boards.terminals)
        }
        stations = [f"at-{name}" for name in names]
        with Daemon(options.sinewd, folder, sensors, stations) as daemon:
            if boards.line() != "streaming":
                raise SystemExit("the boards were not started")
            time.sleep(0.5)
            before = cpu_seconds(daemon.pid)
            time.sleep(seconds)
            used = (cpu_seconds(daemon.pid) - before) / seconds
            for name in names:
                daemon.ask(request="record.start", device=name, name=name)
            sent = boards.result()
            settled(lambda: sum(device["frames"] for device in daemon.devices()))
            devices = sorted(daemon.devices(), key=lambda device: device["device"])
            for name in names:
                daemon.ask(request="record.stop", device=name)
            emg = [next(s for s in d["streams"] if s["kind"] == "emg") for d in devices]
            frames = sum(device["frames"] for device in devices)
            emit("terminals", "sinew", "fleet", "cpu_percent", 100 * used)
            # Each board's start brings a frame with its digital lines, which never change here.
            emit("terminals", "sinew", "fleet", "lost_frames", sum(sent["sent"]) + BOARDS - frames)
            emit("terminals", "sinew", "fleet", "dropped", sum(d["dropped"] for d in devices))
            emit("terminals", "sinew", "fleet", "gaps", sum(s.get("gaps", 0) for s in emg))
            delays = [s["typical_delay_ms"] for s in emg]
            report_instants(folder, names, delays)


def fleet_c(options, folder):
    command = [f"{options.tools}/fleet", "emit", str(BOARDS), str(options.seconds + 1)]
    with Emitter(*command, terminals=BOARDS, priority=at_priority(12)) as boards:
        command = [f"{options.tools}/fleet", "read", *boards.terminals]
        with Reader(*command, priority=at_priority(10)) as reader:
            boards.line()
            time.sleep(0.5)
            before = cpu_seconds(reader.pid)
            time.sleep(options.seconds)
            used = (cpu_seconds(reader.pid) - before) / options.seconds
            sent = boards.result()
            time.sleep(0.5)
            heard = reader.result()
            emit("terminals", "c-reader", "fleet", "cpu_percent", 100 * used)
            emit("terminals", "c-reader", "fleet", "lost_frames",
                 sum(sent["sent"]) - heard["frames"])
            emit("terminals", "c-reader", "fleet", "gaps", heard["gaps"])


# MARK: Instants


def instants(session, delay_ms):
    """How far the instants that the daemon gave its samples are from those at which they were sent,
    microseconds, from a recording of a board at exactly 1 kHz.

    A recording counts from its own beginning. The quickest of its bytes shows where the board's grid of
    milliseconds lies on that clock, since none can arrive before it was sent."""
    number, quickest, reports = None, None, []
    for line in session.splitlines():
        if line.startswith("@"):
            time_, _, data = line[1:].partition(" < ")
            frames = bytes.fromhex(data)
            for end in range(2, len(frames), 3):
                counter = frames[end] >> 4
                if number is None:
                    number = counter
                else:
                    number += (counter - number) % 16
                lateness = float(time_) * 1e6 - 1000 * number
                quickest = lateness if quickest is None else min(quickest, lateness)
        elif line.startswith("~ 0 ") and quickest is not None:
            _, _, counter, arrival, estimated, *_ = line.split()
            reports.append((int(counter), float(arrival) * 1e6, float(estimated) * 1e6))
    errors = []
    for counter, arrival, estimated in reports:
        # The sample with this number that was sent last before it arrived.
        latest = int((arrival - quickest) / 1000 + 0.5)
        sample = latest - (latest - counter) % 16
        errors.append(estimated + 1000 * delay_ms - (1000 * sample + quickest))
    return errors


def report_instants(folder, names, delays):
    errors = []
    for name, delay in zip(names, delays):
        [path] = [path for path in Path(folder).rglob("*.session") if name in path.name]
        errors += instants(path.read_text(), delay)
    errors = sorted(map(abs, errors))
    emit("terminals", "sinew", "fleet", "instants", len(errors))
    emit("terminals", "sinew", "fleet", "instant_error_p50_us", errors[len(errors) // 2])
    emit("terminals", "sinew", "fleet", "instant_error_max_us", errors[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tools", required=True)
    parser.add_argument("--sinewd", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--only", choices=["flood", "fleet"])
    options = parser.parse_args()
    runs = {"flood": [flood_sinew, flood_c], "fleet": [fleet_sinew, fleet_c]}
    try:
        import brainflow  # noqa: F401
        runs["flood"].append(flood_brainflow)
    except ImportError:
        print("# no brainflow for this Python: the flood stands beside the C program alone")
    for _ in range(options.rounds):
        for run in sum((runs[name] for name in runs if options.only in (None, name)), []):
            with tempfile.TemporaryDirectory(prefix="sinew-terminals-") as folder:
                run(options, folder)


if __name__ == "__main__":
    main()
