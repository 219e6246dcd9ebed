"""How fast and in how much memory a long recording is exported.

    speed.py SINEWCTL [HOURS ...]

For each length and format: seconds of processor (export has one thread), how many times real time that
is, and the most memory it had."""

import os
import random
import sys
import tempfile

import cyton


def write(path, hours):
    """A Cyton's recording; the same hundred packets' worth of samples again and again."""
    draw = random.Random(1)
    bodies = [bytes(draw.randrange(256) for _ in range(24)) for _ in range(100)]
    with open(path, "w") as out:
        print("sinew-session 1\ndevice: openbci-cyton\nsensor: box-1", file=out)
        for key, value in cyton.header():
            print(f"{key}: {value}", file=out)
        for index in range(int(hours * 3600 * 250)):
            packet = bytes([0xA0, index & 255]) + bodies[index % 100] + bytes(6) + b"\xc0"
            print(f"@{index / 250:.6f} < {packet.hex(' ').upper()}", file=out)


def run(words):
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        os.execv(words[0], words)
    _, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(f"{' '.join(words)} ended with {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


if __name__ == "__main__":
    sinewctl = os.path.abspath(sys.argv[1])
    print("| recording | format | processor | times real time | most memory |\n|---|---|---|---|---|")
    for hours in [float(word) for word in sys.argv[2:]] or [0.25, 2]:
        with tempfile.TemporaryDirectory() as folder:
            session = f"{folder}/long.session"
            write(session, hours)
            for ending in ["edf", "bdf", "xdf", "csv"]:
                seconds, memory = run([sinewctl, "export", session, "--to", ending, "--output",
                                       f"{folder}/long"])
                print(f"| {hours:g} h of 8 channels at 250 Hz | {ending} | {seconds:.1f} s |"
                      f" {hours * 3600 / seconds:.0f} | {memory:.0f} MiB |", flush=True)
