#!/usr/bin/env python3
"""Writes a made-up set of ten curls, an IMU on the forearm and EMG of the biceps, as tables that
`sinewctl analyze` reads: the same bytes on every computer.

    recording.py FOLDER    writes FOLDER/imu.csv and FOLDER/emg.csv
"""

import math
import random
import sys
from pathlib import Path

REST_S, REPETITIONS, REPETITION_S, PAUSE_S = 6.0, 10, 3.0, 0.6
IMU_HZ, EMG_HZ = 100, 1000


def angle(t):
    """Of the elbow, radians: 0 at rest, up to 2.2 and back in each repetition."""
    moved = t - REST_S
    if not 0 <= moved < REPETITIONS * REPETITION_S:
        return 0.0
    part = min(1.0, moved % REPETITION_S / (REPETITION_S - PAUSE_S))
    return 1.1 * (1 - math.cos(2 * math.pi * part))


def rows(rate, row):
    seconds = 2 * REST_S + REPETITIONS * REPETITION_S
    for index in range(int(seconds * rate)):
        yield f"{index / rate:.3f}," + ",".join(f"{value:.5f}" for value in row(index / rate))


def main(folder):
    chance = random.Random(20261130)

    def motion(t):
        bend, speed = angle(t), (angle(t + 0.005) - angle(t - 0.005)) / 0.01
        noise = [chance.gauss(0, 0.01) for _ in range(6)]
        true = [math.cos(bend), 0.0, math.sin(bend), 0.0, math.degrees(speed), 0.0]
        return [value + error for value, error in zip(true, noise)]

    def muscle(t):
        rises = angle(t + 0.01) > angle(t)
        return [chance.gauss(0, 5 + 300 * (angle(t) > 0.05) * (1 if rises else 0.5))]

    Path(folder, "imu.csv").write_text(
        "t_s,ax_g,ay_g,az_g,gx_dps,gy_dps,gz_dps\n" + "\n".join(rows(IMU_HZ, motion)) + "\n")
    Path(folder, "emg.csv").write_text(
        "t_s,biceps_uV\n" + "\n".join(rows(EMG_HZ, muscle)) + "\n")


main(sys.argv[1])
