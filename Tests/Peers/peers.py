#!/usr/bin/env python3
"""Other people's clients against Sinew's pretend devices, and against Sinew's drivers.

    pip install -r Tests/Peers/requirements.txt
    pip install --no-deps -r Tests/Peers/requirements-alone.txt
    python Tests/Peers/peers.py .build/debug/sinewctl

Each client opens the terminal of `sinewctl simulate` and must take it for the device. The bytes it read,
recorded on the way, go through `sinewctl decode`, and both must tell the same numbers. Prints a line for
each check, then a table of the families; the exit status counts the failures. peers.json names the
clients, or says why there is none, for this table and for Docs/Devices.md.
"""

import argparse
import json
import multiprocessing
import sys
import tempfile
import traceback
from pathlib import Path

import wearables
from checks import CHECKS
from heard import EDGE, longest_run, select
from relay import Relay
from simulator import Simulator, decode

# Beyond the seconds of streaming: boot, handshake, clients that sleep.
PATIENCE_SECONDS = 20
PEERS = json.loads((Path(__file__).parent / "peers.json").read_text())


class Report:
    def __init__(self):
        self.failures = 0
        self.worst = {}

    def check(self, family, name, passed, detail):
        print(f"{'ok  ' if passed else 'FAIL'} {name}: {detail}", flush=True)
        self.failures += not passed
        self.worst[family] = self.worst.get(family, True) and passed

    def table(self, families):
        print("\nfamily                    checked against")
        for family in families:
            entry = PEERS[family]
            names = ", ".join(entry["clients"]) or f"no peer: {entry['reason']}"
            state = {True: "ok", False: "FAILED", None: "-"}[self.worst.get(family)]
            print(f"{family:25} {names} [{state}]")


def answer(pipe, hear, port, seconds):
    try:
        pipe.send(hear(port, seconds))
    except Exception:
        pipe.send(traceback.format_exc())


def apart(hear, port, seconds):
    """Runs a client in a process of its own, which ends with it: some wait for ever when they don't hear
    what they expect, some leave threads behind."""
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=answer, args=(there, hear, port, seconds))
    process.start()
    try:
        if not here.poll(seconds + PATIENCE_SECONDS):
            raise RuntimeError(f"silent for {PATIENCE_SECONDS} s beyond its time")
        heard = here.recv()
    finally:
        process.kill()
        process.join()
    if isinstance(heard, str):
        raise RuntimeError(heard)
    return heard


def listen(program, check, folder, seconds):
    """What the client heard, and the file with the bytes that the device sent it."""
    record = folder / f"{check.device}.bin"
    with Simulator(program, check.device, folder / f"{check.device}.port") as device:
        with Relay(device.path, record) as relay:
            return apart(check.hear, relay.path, seconds), record


def compare(report, check, name, heard, decoded):
    for stream, rows in heard.streams.items():
        ours = select(decoded, stream)
        length, worst = longest_run(ours, rows)
        distinct = len({tuple(row) for row in rows})
        report.check(
            check.family, f"sinewctl decode agrees with {name} on {stream}",
            length >= len(rows) - EDGE and distinct > 10,
            f"{length} of {len(rows)} samples in a row the same ({distinct} distinct), "
            f"worst difference {worst:.1e}")


def run(report, program, check, folder, seconds):
    name = f"{check.client} [{check.device}]"
    seconds = max(seconds, check.seconds)
    try:
        heard, record = listen(program, check, folder, seconds)
        decoded = decode(program, check.family, record, check.handshake)
    except (RuntimeError, OSError) as error:
        report.check(check.family, name, False, f"did not accept the device: {error}")
        return
    counts = [len(rows) for rows in heard.streams.values()]
    expected = heard.rate * seconds
    report.check(
        check.family, f"{name} reads", all(abs(n - expected) < 0.1 * expected for n in counts),
        f"{counts} samples in {seconds} s of {heard.rate:g} Hz")
    if check.step:
        report.check(
            check.family, f"{name} loses nothing", heard.steps() == {check.step},
            f"counter steps {sorted(heard.steps())}")
    compare(report, check, name, heard, decoded)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sinewctl")
    parser.add_argument("--family", action="append", help="only these, of peers.json")
    parser.add_argument("--seconds", type=int, default=3)
    options = parser.parse_args()
    families = options.family or list(PEERS)
    report = Report()
    uncovered = {f for f in PEERS if PEERS[f]["clients"]} ^ {
        check.family for check in CHECKS + wearables.CHECKS}
    if uncovered:
        raise SystemExit(f"peers.json and checks.py differ about {sorted(uncovered)}")
    with tempfile.TemporaryDirectory(prefix="sinew-peers-") as folder:
        for check in CHECKS:
            if check.family in families:
                run(report, options.sinewctl, check, Path(folder), options.seconds)
        for check in wearables.CHECKS:
            if check.family in families:
                wearables.run(report, options.sinewctl, check, Path(folder), compare)
    report.table(families)
    sys.exit(report.failures)


if __name__ == "__main__":
    main()
