"""A gym for the browser tests: emulated sensors, the real daemon, the real kiosk, each on a folder
of its own."""

import contextlib
import json
import socket
import subprocess
import tempfile
import threading
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

    def coach_kiosk(self, pin, *words):
        """A kiosk with the coach's pages behind a PIN."""
        made = subprocess.run([self.programs / "sinew-kiosk", "hash-pin"], input=pin + "\n",
                              capture_output=True, text=True, check=True)
        pins = self.folder / "coach-pins"
        pins.write_text("# The gym's coach\n" + made.stdout)
        pins.chmod(0o640)
        return self.kiosk("--control-socket", self.folder / "control.sock",
                          "--coach-file", pins, *words)

    def ask(self, request, **fields):
        """One request on the control socket; its answer."""
        with socket.socket(socket.AF_UNIX) as link:
            link.connect(str(self.folder / "control.sock"))
            link.sendall(json.dumps({"id": 1, "request": request, **fields}).encode() + b"\n")
            return json.loads(link.makefile().readline())

    def present(self, kind):
        """The lines of this kind that a new listener is told as the present state."""
        found = []
        with socket.socket(socket.AF_UNIX) as link:
            link.connect(str(self.folder / "feedback.sock"))
            for line in link.makefile():
                message = json.loads(line)
                if message["kind"] == "state.end":
                    return found
                if message["kind"] == kind:
                    found.append(message)
        return found


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


class ScriptedControl(contextlib.AbstractContextManager):
    """A control socket that notes what it is asked and answers what a test wants."""

    def __init__(self, path):
        self.asked = []
        self.answers = {}
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        self.listener.listen()
        threading.Thread(target=self.serve, daemon=True).start()

    def __exit__(self, *_):
        self.listener.close()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self.answer, args=(client,), daemon=True).start()

    def answer(self, client):
        with client:
            request = json.loads(client.makefile().readline())
            number = request.pop("id")
            self.asked.append(request)
            later = {"error": {"code": "not_available", "text": "comes with a later version."}}
            answer = self.answers.get(request["request"], later)
            client.sendall(json.dumps({"id": number, **answer}).encode() + b"\n")
            # The asker closes; a scan ends with its connection.
            client.recv(1)

    def named(self, request):
        """Every request of this name so far, without the name."""
        return [{k: v for k, v in one.items() if k != "request"} for one in self.asked
                if one["request"] == request]


def until(condition, seconds, what):
    """Waits for a condition; its value."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s in vain for {what}")
