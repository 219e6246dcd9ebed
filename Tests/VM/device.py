"""A pretend sensor on the host, and the wire that leads from it into the machine."""

import os
import select
import subprocess
import threading
import time
import tty


class Device:
    """`sinewctl simulate`, worn the whole time: it does not notice that the wire is pulled.

    `attach` gives it a connection into the machine; what comes while there is none is lost. Where
    frames have `frame_bytes`, and `is_start(bytes)` tells whether what the daemon said makes the
    device stream, `frames` counts those that went down the wire whole since then.
    """

    def __init__(self, sinewctl, model, frame_bytes=1, is_start=lambda said: False):
        self.process = subprocess.Popen(
            [sinewctl, "simulate", "--device", model], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        words = self.process.stdout.readline().split()
        if len(words) < 2 or words[0] != "ready":
            raise RuntimeError(f"{model} did not start: {words}")
        self.terminal = os.open(words[1], os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        tty.setraw(self.terminal)
        self.frame_bytes, self.is_start = frame_bytes, is_start
        self.said = b""
        self._restart()
        self.connection = None
        self.is_cutting, self.is_cut = False, threading.Event()
        self.to_lose = 0
        self.lock = threading.Lock()
        self.ending, self.end = os.pipe()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def close(self):
        os.close(self.end)
        self.thread.join()
        self.process.stdin.close()
        self.process.wait(timeout=10)
        for file in (self.terminal, self.ending):
            os.close(file)

    def attach(self, connection):
        """Joins the device to the machine; the connection is the device's from now on."""
        connection.setblocking(False)
        with self.lock:
            self.connection, self.said = connection, b""
            self._restart()
            self.is_cutting = False
            self.is_cut.clear()

    def _restart(self):
        # Bytes of the stream so far; where the piece without a loss began; whole frames before it.
        self.position = self.piece = self.earlier_frames = 0

    @property
    def frames(self):
        """Frames of the stream that went down the wire whole."""
        first = -(-self.piece // self.frame_bytes)
        return self.earlier_frames + max(0, self.position // self.frame_bytes - first)

    @property
    def lost_frames(self):
        """Frames of the stream that did not."""
        return self.position // self.frame_bytes - self.frames

    def cut(self):
        """Stops the wire inside a frame: half of the next one is the last that goes down."""
        self.is_cutting = True
        if not self.is_cut.wait(timeout=30):
            raise RuntimeError("nothing streams that could be cut")

    def lose(self, count):
        """The next `count` bytes are lost on the way."""
        with self.lock:
            self.to_lose = count

    def _run(self):
        while True:
            with self.lock:
                connection = self.connection
            files = [self.ending, self.terminal] + ([connection] if connection else [])
            ready = select.select(files, [], [], 0.1)[0]
            if self.ending in ready:
                return
            try:
                if self.terminal in ready:
                    time.sleep(0.004)  # in lumps, as a bus does: many small ones fill the socket
                    self._send(os.read(self.terminal, 4096))
                if connection in ready:
                    self._hear(connection.recv(4096))
            except BlockingIOError:
                pass
            except OSError:
                self._hear(b"")

    def _send(self, data):
        with self.lock:
            if self.connection is None or self.is_cut.is_set():
                return
            if self.is_cutting:
                rest = (self.frame_bytes // 2 - self.position) % self.frame_bytes
                if len(data) >= rest:
                    data = data[:rest]
                    self.is_cut.set()
            lost = min(self.to_lose, len(data))
            self.to_lose -= lost
            self._skip(lost)
            try:
                sent = self.connection.send(data[lost:])
            except BlockingIOError:  # the machine does not keep up: an adapter's buffer is full
                sent = 0
            self.position += sent
            self._skip(len(data) - lost - sent)

    def _skip(self, count):
        if count > 0:
            self.earlier_frames = self.frames
            self.position += count
            self.piece = self.position

    def _hear(self, data):
        with self.lock:
            if not data:
                if self.connection:
                    self.connection.close()
                self.connection = None
                return
            self.said += data
            if self.is_start(data):
                self._restart()
        os.write(self.terminal, data)
