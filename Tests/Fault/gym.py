"""A folder of its own with a daemon, pretend sensors on terminals and clients; all of it goes away."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import tty
from pathlib import Path


class Gym:
    """`with Gym(programs, yaml) as gym:`; DIR in the configuration stands for the folder."""

    def __init__(self, programs, configuration, state=None):
        self.programs = Path(programs).resolve()
        self.folder = Path(tempfile.mkdtemp(prefix="sinew-fault-"))
        self.state = Path(state or self.folder / "state")
        text = "real_time: false\n" + configuration.replace("DIR", str(self.folder))
        (self.folder / "sinew.yaml").write_text(text)
        self.manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.manager.bind(str(self.folder / "manager"))
        self.manager.settimeout(60)
        self.daemon, self.children, self.listeners = None, [], []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for listener in self.listeners:
            listener.close()
        for child in self.children + [self.daemon]:
            if child and child.poll() is None:
                child.kill()
                child.wait()
        self.manager.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # The daemon

    def start(self, watchdog_s=None, limit=None):
        """Starts it and waits until it is ready."""
        environment = dict(os.environ, NOTIFY_SOCKET=str(self.folder / "manager"))
        if watchdog_s:
            environment["WATCHDOG_USEC"] = str(int(watchdog_s * 1e6))
        with open(self.folder / "output", "ab") as output:
            self.daemon = subprocess.Popen(
                [self.programs / "sinewd", "--config", self.folder / "sinew.yaml",
                 "--feedback-socket", self.folder / "f", "--control-socket", self.folder / "c",
                 "--state-directory", self.state],
                env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                preexec_fn=limit)
        while self.told() != b"READY=1":
            pass

    def told(self):
        """What it tells its service manager next."""
        return self.manager.recv(4096)

    def end(self, number=signal.SIGTERM):
        """Ends it and returns its status."""
        self.daemon.send_signal(number)
        return self.daemon.wait(timeout=60)

    @property
    def output(self):
        return (self.folder / "output").read_text(errors="replace")

    def anonymous_kib(self):
        status = Path(f"/proc/{self.daemon.pid}/status").read_text()
        return int(re.search(r"RssAnon:\s+(\d+)", status)[1])

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.daemon.pid}/fd"))

    def threads(self):
        return len(os.listdir(f"/proc/{self.daemon.pid}/task"))

    # What is around it

    def wear(self, model, name):
        """`sinewctl simulate` at DIR/NAME."""
        child = subprocess.Popen(
            [self.programs / "sinewctl", "simulate", "--device", model, "--link",
             self.folder / name], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.children.append(child)
        if not child.stdout.readline().startswith(b"ready"):
            raise RuntimeError(f"{model} did not start")
        return child

    def connect(self, name):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(str(self.folder / name))
        connection.settimeout(60)
        return connection

    def listen(self, wish=None):
        listener = Listener(self.connect("f"), wish)
        self.listeners.append(listener)
        return listener

    def ask(self, request, **members):
        """One request on a connection of its own; its `ok` part."""
        with self.connect("c") as connection:
            connection.sendall(json.dumps(dict(members, id=1, request=request)).encode() + b"\n")
            answer = json.loads(connection.makefile("rb").readline())
        if "ok" not in answer:
            raise RuntimeError(f"{request}: {answer}")
        return answer["ok"]

    def device(self, name):
        return next(d for d in self.ask("devices")["devices"] if d["device"] == name)


class Listener:
    """A screen that reads all the time."""

    def __init__(self, connection, wish=None):
        self.connection, self.messages, self.ended = connection, [], False
        if wish:
            connection.sendall(json.dumps(wish).encode() + b"\n")
        connection.settimeout(None)
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        try:
            for line in self.connection.makefile("rb"):
                self.messages.append(json.loads(line))
        except (OSError, ValueError):
            pass
        self.ended = True

    def close(self):
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.connection.close()

    def wait(self, kind, after=0, timeout=60, **fields):
        """The first message of the kind from place `after` on."""
        return wait_for(lambda: next(
            (m for m in self.messages[after:] if m["kind"] == kind
             and all(m.get(key) == value for key, value in fields.items())), None),
            f"{kind} {fields}", timeout)

    def of(self, kind):
        return [m for m in self.messages if m["kind"] == kind]


class Boards:
    """Boards that print numbers, each on a terminal that can be pulled out; one thread for all."""

    def __init__(self, folder, names, rate_hz=50):
        self.folder, self.period = folder, 1 / rate_hz
        self.masters, self.sent = dict.fromkeys(names), dict.fromkeys(names, 0)
        self.lock, self.running = threading.Lock(), True
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def plug(self, name):
        master, slave = os.openpty()
        tty.setraw(slave)
        os.set_blocking(master, False)
        link = self.folder / name
        link.unlink(missing_ok=True)
        link.symlink_to(os.ttyname(slave))
        os.close(slave)
        with self.lock:
            self.masters[name] = master

    def unplug(self, name):
        with self.lock:
            os.close(self.masters[name])
            self.masters[name] = None
        (self.folder / name).unlink(missing_ok=True)

    def close(self):
        self.running = False
        self.thread.join()

    def _run(self):
        count = 0
        while self.running:
            count += 1
            line = b"%d,%d\r\n" % (count % 1000, 1000 - count % 1000)
            with self.lock:
                for name, master in self.masters.items():
                    if master is None:
                        continue
                    try:
                        os.write(master, line)
                        self.sent[name] += 1
                    except OSError:  # nobody has it open, or nobody reads
                        pass
            time.sleep(self.period)


def wait_for(look, what, timeout=60):
    deadline = time.monotonic() + timeout
    while not (found := look()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {timeout} s for {what}")
        time.sleep(0.02)
    return found
