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


def decode(program, family, file, handshake):
    """The frames of recorded bytes: rows of numbers by stream name."""
    command = [program, "decode", *(["--handshake"] if handshake else []), "--device", family, str(file)]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    streams = {}
    for line in text.splitlines():
        name, _, *values = line.split(",")
        streams.setdefault(name, []).append([float(value) for value in values])
    return streams
