"""The sockets of sinewd, for Python 3.9 and later. One file and no dependencies: copy it.

    import sinew

    for message in sinew.listen("rep"):
        print(message["rep"], message.get("tempo"))

    sinew.ask("set.start", station="rack-2", exercise="biceps_curl", load_kg=12.5)

Docs/Protocol.md has every message. Messages are dictionaries, as they came; a kind or a field that
you don't know is to be passed over. A number that could not be told is absent, never guessed.
"""
import json
import os
import random
import socket
import time

FEEDBACK = os.environ.get("SINEW_FEEDBACK", "/run/sinew/feedback.sock")
CONTROL = os.environ.get("SINEW_CONTROL", "/run/sinew/control.sock")
MAJOR = 1
LONGEST_LINE = 1 << 20


class SinewError(Exception):
    """The daemon is out of reach, speaks another protocol, or refused (`code` as in the protocol)."""

    def __init__(self, text, code="unreachable"):
        super().__init__(text)
        self.code = code


class Connection:
    """One connection to a socket: lines of JSON both ways."""

    def __init__(self, path, timeout=None):
        self.path = path
        self._rest = b""
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._socket.settimeout(timeout)
            self._socket.connect(path)
        except OSError as error:
            self._socket.close()
            raise SinewError(_sentence(path, error)) from error

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def fileno(self):
        """For `select` and event loops."""
        return self._socket.fileno()

    def close(self):
        self._socket.close()

    def send(self, message):
        """Sends one object."""
        try:
            self._socket.sendall(json.dumps(message, ensure_ascii=False).encode() + b"\n")
        except OSError as error:
            raise SinewError(f"{self.path} was closed: {error}") from error

    def receive(self):
        """The next object; None at the end of the connection."""
        while True:
            line, found, rest = self._rest.partition(b"\n")
            if found:
                self._rest = rest
                try:
                    return dict(json.loads(line))
                except (ValueError, TypeError):
                    continue  # no object: pass over it, the next line may be one
            if len(self._rest) > LONGEST_LINE:
                raise SinewError(f"{self.path} sent a line without an end", "too_long")
            try:
                chunk = self._socket.recv(65536)
            except socket.timeout as error:
                raise SinewError(f"{self.path} did not answer in time", "timeout") from error
            except OSError:
                chunk = b""
            if not chunk:
                return None
            self._rest += chunk


def listen(*kinds, path=None, reconnect=True, **wishes):
    """Yields messages for ever, and connects again when the daemon comes back.

    `kinds` such as "rep", "cue", "set.*"; none: all. `wishes` go to the daemon as they are:
    station=["rack-2"], activation_hz=10, lang="de", scope="screen", heartbeat_s=5.
    After each connection come `hello` and the present state (messages with "state": true or
    "present": true), whatever `kinds` say; a new `boot` in `hello` means: forget everything.
    """
    path = path or FEEDBACK
    if kinds:
        wishes["subscribe"] = list(kinds)
    wait = 0.1
    while True:
        try:
            with Connection(path) as connection:
                yield _greeting(connection)
                wait = 0.1
                if wishes:
                    connection.send(wishes)
                while (message := connection.receive()) is not None:
                    yield message
            problem = SinewError(f"{path} was closed by the daemon")
        except SinewError as error:
            problem = error
        if not reconnect or problem.code != "unreachable":
            raise problem
        time.sleep(wait * random.uniform(0.5, 1.0))
        wait = min(wait * 2, 5.0)


def ask(request, path=None, timeout=15, **arguments):
    """Asks the control socket and returns the answer; raises SinewError when it refuses."""
    with Connection(path or CONTROL, timeout) as connection:
        connection.send({"id": 1, "request": request, **arguments})
        while (answer := connection.receive()) is not None:
            if "error" in answer:
                raise SinewError(answer["error"].get("text", ""), answer["error"].get("code", ""))
            if answer.get("id") == 1:
                return answer.get("ok", {})
    raise SinewError(f"{path or CONTROL} was closed without an answer")


def _greeting(connection):
    hello = connection.receive()
    if hello is None:
        raise SinewError(f"{connection.path} was closed by the daemon")
    major = hello.get("protocol", {}).get("major")
    if major != MAJOR:
        raise SinewError(f"the daemon speaks protocol {major}, this client {MAJOR}", "protocol")
    return hello


def _sentence(path, error):
    if isinstance(error, PermissionError):
        group = "sinew-control" if "control" in path else "sinew-feedback"
        return f"{path} is closed to this user: sudo usermod -aG {group} $USER, then log in again"
    if isinstance(error, (FileNotFoundError, ConnectionRefusedError)):
        return f"no daemon listens on {path}: systemctl start sinewd"
    return f"can't reach {path}: {error}"
