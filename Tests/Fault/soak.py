#!/usr/bin/env python3
"""A day of training through engine and coach, as fast as they take it: no repetition may be lost, and
memory may not grow.

    make soak               24 hours of stream time
    soak.py SINEWCTL [--hours N]

Ten curls and a rest, every two minutes: EMG at 250 Hz and an IMU at 100 Hz, as tables (1 GB for a day,
gone afterwards) that `sinewctl analyze` reads; what it runs are the objects of the daemon, without
threads and sockets.
"""

import argparse
import math
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CYCLE_S, REPETITIONS, REPETITION_S, PAUSE_S, LEAD_S = 120, 10, 3.0, 0.6, 6.0
EMG_HZ, IMU_HZ = 250, 100


def angle(t):
    moved = t - LEAD_S
    if not 0 <= moved < REPETITIONS * REPETITION_S:
        return 0.0
    part = min(1.0, moved % REPETITION_S / (REPETITION_S - PAUSE_S))
    return 1.1 * (1 - math.cos(2 * math.pi * part))


def cycle(rate, row):
    """The rows of one cycle without their time: they come round, time does not."""
    return [",".join(f"{value:.4f}" for value in row(index / rate)) + "\n"
            for index in range(CYCLE_S * rate)]


def motion(chance):
    def row(t):
        bend, speed = angle(t), (angle(t + 0.005) - angle(t - 0.005)) / 0.01
        true = [math.cos(bend), 0.0, math.sin(bend), 0.0, math.degrees(speed), 0.0]
        return [value + chance.gauss(0, 0.01) for value in true]
    return row


def muscle(chance):
    def row(t):
        rises = angle(t + 0.01) > angle(t)
        return [chance.gauss(0, 5 + 300 * (angle(t) > 0.05) * (1 if rises else 0.5))]
    return row


def write(path, head, rows, rate, cycles):
    with open(path, "w") as file:
        file.write(head)
        for number in range(cycles):
            start = number * CYCLE_S * rate
            file.writelines(f"{(start + index) / rate:.3f},{row}" for index, row in enumerate(rows))


def anonymous_kib(pid):
    return int(re.search(r"RssAnon:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sinewctl")
    parser.add_argument("--hours", type=float, default=24)
    arguments = parser.parse_args()
    cycles = int(arguments.hours * 3600 / CYCLE_S)
    chance = random.Random(1)
    with tempfile.TemporaryDirectory(prefix="sinew-soak-") as folder:
        emg, imu = f"{folder}/emg.csv", f"{folder}/imu.csv"
        write(emg, "t_s,biceps_uV\n", cycle(EMG_HZ, muscle(chance)), EMG_HZ, cycles)
        write(imu, "t_s,ax_g,ay_g,az_g,gx_dps,gy_dps,gz_dps\n", cycle(IMU_HZ, motion(chance)),
              IMU_HZ, cycles)
        began = time.monotonic()
        process = subprocess.Popen(
            [arguments.sinewctl, "analyze", "--exercise", "biceps_curl", "--set", "activation_hz=0",
             "--emg", f"biceps={emg}", "--imu", f"forearm={imu}"], stdout=subprocess.PIPE)
        sets, counted, memory = 0, [], []
        for line in process.stdout:
            if b'"kind":"set.ended"' in line:
                sets += 1
                counted.append(int(re.search(rb'"counted":(\d+)', line)[1]))
                memory.append(anonymous_kib(process.pid) if process.poll() is None else memory[-1])
        status, seconds = process.wait(), time.monotonic() - began
    hours = cycles * CYCLE_S / 3600
    if not memory:
        sys.exit("no set was found")
    early = memory[len(memory) // 8]
    print(f"{hours:.1f} h in {seconds:.0f} s: {hours * 3600 / seconds:.0f} x speed")
    print(f"{sets} sets of {cycles}, {sum(counted)} repetitions of {cycles * REPETITIONS}")
    print(f"own memory {early} KiB after an eighth, {memory[-1]} KiB at the end, {max(memory)} at most")
    is_good = (status == 0 and sets == cycles and set(counted) == {REPETITIONS}
               and max(memory[len(memory) // 8:]) <= early + 1024)
    print("passed" if is_good else "FAILED")
    return not is_good


if __name__ == "__main__":
    sys.exit(main())
