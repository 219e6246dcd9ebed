"""A gym for the browser tests: emulated sensors, the real daemon, the real kiosk, each on a folder
of its own."""

import contextlib
import json
import socket
import subprocess
import tempfile
import time
from pathlib import Path

CONFIGURATION = """
stations:
  rack-1: {{nickname: {nickname}, exercise: biceps_curl, lang: {lang}}}
sensors:
  box:
    match: {{driver: openbci-cyton, port: {folder}/cyton}}
    station: rack-1
    channels:
      1: {{muscle: biceps, side: left, mvc: 900}}
      2: {{muscle: deltoid_anterior, side: left, mvc: 700}}
  imu:
    match: {{driver: witmotion-wt901, port: {folder}/imu}}
    station: rack-1
    place: {{segment: forearm, side: left}}
real_time: false
"""


class Gym(contextlib.AbstractContextManager):
    """Starts what it is asked for and ends all of it."""

    def __init__(self, programs, nickname="Alex", lang="en"):
        self.programs = Path(programs)
        self.folder = Path(tempfile.mkdtemp(prefix="sinew-kiosk-", dir="/tmp"))
        self.running = {}
        text = CONFIGURATION.format(folder=self.folder, nickname=json.dumps(nickname), lang=lang)
        (self.folder / "sinew.yaml").write_text(text)

    def __exit__(self, *_):
        for name in list(self.running):
            self.end(name)

    def start(self, name, program, *words):
        self.running[name] = subprocess.Popen(
            [self.programs / program, *map(str, words)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        return self.running[name]

    def end(self, name):
        process = self.running.pop(name)
        process.terminate()
        process.wait(timeout=20)

    def sensors(self):
        for device, link in [("openbci-cyton", "cyton"), ("witmotion-wt901", "imu")]:
            process = self.start(link, "sinewctl", "simulate", "--device", device,
                                 "--link", self.folder / link)
            assert process.stdout.readline().startswith("ready"), device

    def daemon(self):
        self.start("daemon", "sinewd", "--config", self.folder / "sinew.yaml",
                   "--feedback-socket", self.folder / "feedback.sock",
                   "--control-socket", self.folder / "control.sock",
                   "--state-directory", self.folder / "state", "--log-level", "error")
        until(lambda: (self.folder / "control.sock").exists(), 20, "the daemon's socket")

    def kiosk(self, *words):
        process = self.start("kiosk", "sinew-kiosk", "--port", 0,
                             "--feedback-socket", self.folder / "feedback.sock", *words)
        return process.stdout.readline().split()[1]

    def ask(self, request, **fields):
        """One request on the control socket; its answer."""
        with socket.socket(socket.AF_UNIX) as link:
            link.connect(str(self.folder / "control.sock"))
            link.sendall(json.dumps({"id": 1, "request": request, **fields}).encode() + b"\n")
            return json.loads(link.makefile().readline())


class ScriptedDaemon(contextlib.AbstractContextManager):
    """A feedback socket that says what a test wants, to one listener after another."""

    def __init__(self, path):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        self.listener.listen()
        self.client = None

    def __exit__(self, *_):
        if self.client:
            self.client.close()
        self.listener.close()

    def accept(self):
        self.client, _ = self.listener.accept()
        self.client.makefile().readline()

    def say(self, *messages):
        for message in messages:
            text = message if isinstance(message, str) else json.dumps(message)
            self.client.sendall(text.encode() + b"\n")


def until(condition, seconds, what):
    """Waits for a condition; its value."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s in vain for {what}")
