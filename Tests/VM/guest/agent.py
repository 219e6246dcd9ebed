#!/usr/bin/python3
"""Runs commands for the host in the machine. A virtio port carries them, one JSON object a line:

in:  {"id": 1, "argv": ["sh", "-c", "..."]}
out: {"ready": true} at the start; {"id": 1, "out": "text"} as it comes, then {"id": 1, "status": 0}
"""

import json
import os
import subprocess
import threading
import time

PORT = "/dev/virtio-ports/vm.agent"


class Agent:
    def __init__(self):
        self.port = os.open(PORT, os.O_RDWR)
        self.lock = threading.Lock()

    def send(self, message):
        data = json.dumps(message).encode() + b"\n"
        with self.lock:
            while data:
                data = data[os.write(self.port, data):]

    def run(self, request):
        ident = request["id"]
        try:
            child = subprocess.Popen(
                request["argv"], cwd="/root", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, start_new_session=True)
            while chunk := os.read(child.stdout.fileno(), 65536):
                self.send({"id": ident, "out": chunk.decode("utf-8", "replace")})
            self.send({"id": ident, "status": child.wait()})
        except OSError as error:
            self.send({"id": ident, "out": f"{error}\n", "status": 127})

    def serve(self):
        self.send({"ready": True})
        pending = b""
        while True:
            chunk = os.read(self.port, 65536)
            if not chunk:  # the host is not connected
                time.sleep(0.1)
                continue
            *lines, pending = (pending + chunk).split(b"\n")
            for line in lines:
                threading.Thread(target=self.run, args=(json.loads(line),), daemon=True).start()


Agent().serve()
