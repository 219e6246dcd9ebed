"""`sinewctl simulate` as a context, and `sinewctl decode` as rows."""

import os
import signal
import subprocess


class Simulator:
    """Runs a pretend device until the block ends; `path` is its port."""

    def __init__(self, program, device, link):
        self.command = [program, "simulate", "--device", device, "--link", str(link)]

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        words = self.process.stdout.readline().split()
        if len(words) < 2 or words[0] != "ready":
            self.__exit__()
            raise SystemExit(f"{' '.join(self.command)} did not print 'ready PATH' but {words}")
        self.path = words[1]
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            os.kill(self.process.pid, signal.SIGTERM)
            self.process.wait(timeout=5)


def decode(program, device, file, channels):
    """The EMG samples of recorded bytes: lists of `channels` microvolts.

    Lines are `stream,counter,v1,v2..`. A stream of eight values is EMG; a device with sixteen channels
    tells them in two streams (or one of sixteen), which are laid side by side in the order of the
    streams.
    """
    family = device.removesuffix("-daisy")  # one driver: the banner tells it of the Daisy
    command = [program, "decode", "--handshake", "--device", family, str(file)]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    streams = {}
    for line in text.splitlines():
        cells = line.split(",")
        try:
            values = [float(cell) for cell in cells[2:]]
            int(cells[1])
        except (ValueError, IndexError):
            continue  # a heading
        if len(values) in (8, channels):
            streams.setdefault(cells[0], []).append(values)
    whole = [rows for rows in streams.values() if len(rows[0]) == channels]
    if whole:
        return whole[0]
    halves = [streams[name] for name in sorted(streams)]
    return [sum(parts, []) for parts in zip(*halves)] if len(halves) == 2 else []
