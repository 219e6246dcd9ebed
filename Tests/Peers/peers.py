#!/usr/bin/env python3
"""Other people's clients against Sinew's pretend devices, and against Sinew's driver.

    pip install -r Tests/Peers/requirements.txt && pip install --no-deps pyOpenBCI==0.13
    python Tests/Peers/peers.py .build/debug/sinewctl

1. BrainFlow (boards 0 and 2) and pyOpenBCI must accept `sinewctl simulate`.
2. The bytes BrainFlow read, recorded on the way, go through `sinewctl decode`; both must tell the same
   microvolts. Prints a line for each check; the exit status counts the failures.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import clients
from relay import Relay
from simulator import Simulator, decode

TOLERANCE_MICROVOLTS = 0.002  # a tenth of one count of the converter at gain 24


class Report:
    def __init__(self):
        self.failures = 0

    def check(self, name, passed, detail):
        print(f"{'ok  ' if passed else 'FAIL'} {name}: {detail}", flush=True)
        self.failures += not passed


def rows_in_order(wanted, offered):
    """How many rows of `wanted` occur in `offered` in the same order, and the worst difference."""
    found, place, worst = 0, 0, 0.0
    for row in wanted:
        for index in range(place, len(offered)):
            difference = max(abs(a - b) for a, b in zip(row, offered[index]))
            if difference <= max(TOLERANCE_MICROVOLTS, 1e-6 * max(map(abs, row))):
                found, place, worst = found + 1, index + 1, max(worst, difference)
                break
    return found, worst


def brainflow(report, program, folder, device, board, channels, rate, seconds):
    name = f"brainflow board {board}"
    with Simulator(program, device, folder / f"{device}.port") as port:
        with Relay(port.path, folder / f"{device}.bin") as relay:
            heard = clients.brainflow(board, relay.path, seconds)
    rows, counters = heard
    expected = rate * seconds
    report.check(
        f"{name} reads {device}",
        abs(len(rows) - expected) < 0.1 * expected and len(rows[0]) == channels,
        f"{len(rows)} samples of {len(rows[0]) if rows else 0} channels in {seconds} s")
    steps = {(b - a) % 256 for a, b in zip(counters, counters[1:])}
    report.check(f"{name} loses nothing", steps == {250 // rate}, f"counter steps {sorted(steps)}")
    return rows


def compare(report, program, folder, device, channels, rows):
    ours = decode(program, device, folder / f"{device}.bin", channels)
    found, worst = rows_in_order(rows, ours)
    # The first pair of a Daisy averages against nothing and may be left out.
    allowed = 1 if channels == 16 else 0
    report.check(
        f"sinewctl decode agrees with brainflow on {device}",
        len(rows) > 0 and found >= len(rows) - allowed,
        f"{found} of {len(rows)} samples the same, worst difference {worst:.6f} uV")
    report.check(
        f"sinewctl decode sees all of {device}", len(ours) >= len(rows) - allowed,
        f"{len(ours)} samples against {len(rows)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sinewctl")
    parser.add_argument("--cyton", default="openbci-cyton", help="device id of the Cyton")
    parser.add_argument("--daisy", default="openbci-cyton-daisy", help="device id with Daisy")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--no-decode", action="store_true", help="only the emulator's checks")
    options = parser.parse_args()
    report = Report()
    with tempfile.TemporaryDirectory(prefix="sinew-peers-") as folder:
        folder = Path(folder)
        kinds = [(options.cyton, 0, 8, 250), (options.daisy, 2, 16, 125)]
        for device, board, channels, rate in kinds:
            rows = brainflow(
                report, options.sinewctl, folder, device, board, channels, rate, options.seconds)
            if not options.no_decode:
                compare(report, options.sinewctl, folder, device, channels, rows)
            with Simulator(options.sinewctl, device, folder / f"{device}.port") as port:
                count, widths, gaps = clients.pyopenbci(port.path, channels == 16, rate * 3)
            report.check(
                f"pyOpenBCI reads {device}", count == rate * 3 and widths == {channels},
                f"{count} samples of {sorted(widths)} channels")
            report.check(f"pyOpenBCI loses nothing of {device}", gaps == 0, f"{gaps} gaps")
    sys.exit(report.failures)


if __name__ == "__main__":
    main()
