"""What stands around the bridge in its tests: brokers (Mosquitto from Debian), brokers that lie,
subscribers (paho-mqtt), a daemon that says what a test wants, a network that can be cut."""

import contextlib
import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import paho.mqtt.client as paho

BOOT = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
MOSQUITTO = shutil.which("mosquitto") or "/usr/sbin/mosquitto"


def until(holds, seconds, what):
    """Waits until it holds; the value that made it so."""
    end = time.monotonic() + seconds
    while True:
        value = holds()
        if value:
            return value
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.02)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Street(contextlib.AbstractContextManager):
    """A folder and what runs there; ends all of it."""

    def __init__(self, programs):
        self.programs = Path(programs)
        self.folder = Path(tempfile.mkdtemp(prefix="sinew-bridge-", dir="/tmp"))
        self.running = {}
        self.closing = contextlib.ExitStack()

    def __exit__(self, *_):
        names = list(self.running)
        for name in names:
            self.end(name)
        # Shown where a test fails.
        for name in names:
            print(f"--- {name}\n{self.log(name)[-3000:]}")
        self.closing.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, name, *words, before=()):
        log = open(self.folder / f"{name}.log", "ab")
        self.running[name] = subprocess.Popen(
            [*before, *map(str, words)], stdin=subprocess.PIPE, stdout=log, stderr=log)
        return self.running[name]

    def end(self, name, how=signal.SIGTERM):
        process = self.running.pop(name)
        process.send_signal(how)
        try:
            return process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise

    def log(self, name):
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def daemon(self, **more):
        return self.closing.enter_context(ScriptedDaemon(self.folder / "feedback.sock", **more))

    def broker(self, port, *lines, name="broker", host="127.0.0.1", before=(), wait=True):
        """A Mosquitto; `lines` replace the listener and its anonymous access."""
        conf = self.folder / f"{name}.conf"
        plain = [f"listener {port} {host}", "allow_anonymous true"]
        conf.write_text("\n".join([*(lines or plain), "max_queued_messages 0",
                                    "set_tcp_nodelay true", f"user {user()}", ""]))
        self.start(name, MOSQUITTO, "-c", conf, before=before)
        if wait:
            until(lambda: answers(host, port), 10, "the broker's port")

    def subscriber(self, port, **more):
        return self.closing.enter_context(Subscriber(port, **more))

    def bridge(self, port, *words, name="bridge", gym="riverside", address=None):
        return self.start(
            name, self.programs / "sinew-bridge", "mqtt", "--gym", gym, "--broker",
            address or f"mqtt://127.0.0.1:{port}", "--feedback-socket", self.folder / "feedback.sock",
            "--state-directory", self.folder / f"{gym}-state", *words)


def user():
    """Mosquitto as root becomes another user unless told."""
    return "root" if os.getuid() == 0 else os.environ.get("USER", "nobody")


def answers(host, port):
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
        return True
    return False


class Subscriber(contextlib.AbstractContextManager):
    """Hears everything, or one topic. A broker that keeps its sessions keeps this one too, so that
    nothing is missed between the broker's return and the reader's."""

    numbers = itertools.count()

    def __init__(self, port, host="127.0.0.1", topic="#", **tls):
        self.messages = []
        self.client = paho.Client(
            paho.CallbackAPIVersion.VERSION2, client_id=f"reader-{next(self.numbers)}",
            clean_session=False)
        self.client.on_connect = lambda client, *_: client.subscribe(topic, qos=1)
        self.ready = threading.Event()
        self.client.on_subscribe = lambda *_: self.ready.set()
        self.client.on_message = lambda _client, _data, message: self.messages.append(
            (message.topic, message.payload, message.retain, time.monotonic()))
        self.client.reconnect_delay_set(0.2, 0.5)
        if tls:
            self.client.tls_set(**tls)
        self.client.connect(host, port, keepalive=30)
        self.client.loop_start()
        assert self.ready.wait(10), "the subscriber is not served"

    def __exit__(self, *_):
        self.client.loop_stop()
        self.client.disconnect()

    def lines(self, part="/riverside/live/", kind=None):
        """Lines of the daemon, as they came, by their topic."""
        found = [json.loads(payload) for topic, payload, _, _ in list(self.messages)
                 if part in topic]
        return [line for line in found if kind is None or line["kind"] == kind]

    def everything(self):
        return self.lines("/live/") + self.lines("/late/")

    def state(self, topic):
        """The last that was retained there, or None."""
        found = [payload for name, payload, _, _ in list(self.messages) if name == topic]
        return json.loads(found[-1]) if found and found[-1] else None


def once(lines):
    """The lines without those that a reader drops by their id. A second copy must say that it is."""
    kept = {}
    for line in lines:
        if line["id"] in kept:
            assert line.get("again"), f"{line['id']} came twice and does not say so"
        kept.setdefault(line["id"], line)
    return kept


class ScriptedDaemon(contextlib.AbstractContextManager):
    """A feedback socket that greets like the daemon and says what a test wants to all listeners."""

    def __init__(self, path, state=()):
        self.seq = 100
        self.state = list(state)
        self.clients = []
        self.asked = []
        self.lock = threading.Lock()
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        self.listener.listen()
        threading.Thread(target=self.serve, daemon=True).start()

    def __exit__(self, *_):
        self.listener.close()
        self.hang_up()

    def hang_up(self):
        with self.lock:
            for client in self.clients:
                client.close()
            self.clients = []

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                asked = json.loads(client.makefile().readline())
                now = time.monotonic()
                clock = {"monotonic": round(now, 6), "utc_synchronised": True,
                         "utc": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())}
                lines = [{"kind": "hello", "seq": self.seq, "boot": BOOT, "scope": "raw",
                          "clock": clock},
                         {"kind": "onset", "seq": 1, "station": "rack-1", "muscle": "biceps"},
                         {"kind": "state.end", "seq": self.seq},
                         {"kind": "subscribed", "seq": self.seq, "scope": asked.get("scope"),
                          "activation_hz": asked.get("activation_hz")},
                         *self.state, {"kind": "state.end", "seq": self.seq}]
                with self.lock:
                    client.sendall(b"".join(json.dumps(m).encode() + b"\n" for m in lines))
                    self.asked.append(asked)
                    self.clients.append(client)

    def say(self, kind, **fields):
        """A line for every listener; its number."""
        self.seq += 1
        now = round(time.monotonic(), 6)
        line = {"kind": kind, "seq": self.seq, "t_signal": now, "t_emit": now,
                "station": "rack-1", **fields}
        data = json.dumps(line).encode() + b"\n"
        with self.lock:
            for client in self.clients:
                # The real one never waits; a bridge that does not read would stop this test.
                client.settimeout(5)
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    client.sendall(data)
        return self.seq

    def heard(self, times=1):
        """Waits until it was asked to tell so many times, and a listener hears it."""
        until(lambda: len(self.asked) >= times and self.clients, 10, f"listener number {times}")


class LyingBroker(contextlib.AbstractContextManager):
    """Takes connections and says what a test wants: bytes at once, and bytes for each packet."""

    def __init__(self, port, greeting=b"", echo=None):
        self.greeting, self.echo = greeting, echo
        self.connections = 0
        self.taken = 0
        self.clients = []
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(("127.0.0.1", port))
        self.listener.listen()
        threading.Thread(target=self.serve, daemon=True).start()

    def __exit__(self, *_):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for client in self.clients:
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
            client.close()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                self.connections += 1
                self.clients.append(client)
                threading.Thread(target=self.answer, args=(client,), daemon=True).start()

    def answer(self, client):
        with contextlib.suppress(OSError):
            client.recv(4096)
            client.sendall(self.greeting)
            while data := client.recv(65536):
                self.taken += len(data)
                if self.echo:
                    client.sendall(self.echo)


class Namespace(contextlib.AbstractContextManager):
    """A network of its own at the end of a cable that can be pulled; wants root."""

    def __init__(self):
        number = os.getpid() % 200 + 20
        self.name = f"sinew{os.getpid()}"
        self.cable = f"sb{os.getpid() % 100000}"
        self.host, self.here = f"10.213.{number}.2", f"10.213.{number}.1"
        ip("netns", "add", self.name)
        ip("link", "add", self.cable, "type", "veth", "peer", "name", "broker0", "netns", self.name)
        ip("addr", "add", f"{self.here}/24", "dev", self.cable)
        ip("link", "set", self.cable, "up")
        ip("-n", self.name, "addr", "add", f"{self.host}/24", "dev", "broker0")
        ip("-n", self.name, "link", "set", "broker0", "up")
        ip("-n", self.name, "link", "set", "lo", "up")
        self.before = ("ip", "netns", "exec", self.name)

    def __exit__(self, *_):
        ip("netns", "del", self.name)

    def cut(self):
        # The far end: here the cable looks whole, and packets are lost without a word.
        ip("-n", self.name, "link", "set", "broker0", "down")

    def mend(self):
        ip("-n", self.name, "link", "set", "broker0", "up")

    @staticmethod
    def is_possible():
        # SINEW_NETNS=0 takes the other way, which others must take.
        if os.getuid() != 0 or not shutil.which("ip") or os.environ.get("SINEW_NETNS") == "0":
            return False
        probe = f"sinewprobe{os.getpid()}"
        made = subprocess.run(["ip", "netns", "add", probe], capture_output=True)
        if made.returncode == 0:
            subprocess.run(["ip", "netns", "del", probe], capture_output=True)
        return made.returncode == 0


def ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


class Proxy(contextlib.AbstractContextManager):
    """The way to a broker where no namespace can be had: while cut, it keeps its connections and
    carries nothing."""

    def __init__(self, target):
        self.target = target
        self.is_open = threading.Event()
        self.is_open.set()
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen()
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def __exit__(self, *_):
        self.is_open.set()
        self.listener.close()

    def cut(self):
        self.is_open.clear()

    def mend(self):
        self.is_open.set()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                self.is_open.wait()
                far = socket.create_connection(("127.0.0.1", self.target))
                for one, other in [(near, far), (far, near)]:
                    threading.Thread(target=self.carry, args=(one, other), daemon=True).start()

    def carry(self, one, other):
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                self.is_open.wait()
                other.sendall(data)
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def authority(folder, name):
    """An authority, and a function that certifies names by it: (certificate, key)."""
    def openssl(*words):
        subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True, cwd=folder)

    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}",
            "-keyout", f"{name}.key", "-out", f"{name}.crt")

    def certify(common, alternative=None):
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={common}",
                "-keyout", f"{common}.key", "-out", f"{common}.csr")
        (folder / "extensions").write_text(f"subjectAltName={alternative or 'DNS:' + common}\n")
        openssl("x509", "-req", "-days", "2", "-in", f"{common}.csr", "-CA", f"{name}.crt",
                "-CAkey", f"{name}.key", "-CAcreateserial", "-extfile", "extensions",
                "-out", f"{common}.crt")
        (folder / f"{common}.key").chmod(0o600)
        return folder / f"{common}.crt", folder / f"{common}.key"

    return folder / f"{name}.crt", certify
