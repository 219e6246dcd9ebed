"""A second pseudo terminal between a client and a device that writes down what the device sends."""

import os
import pty
import select
import threading
import tty


class Relay:
    def __init__(self, port, record):
        self.port, self.record = port, record

    def __enter__(self):
        self.device = os.open(self.port, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self.device)
        self.master, self.slave = pty.openpty()
        tty.setraw(self.slave)
        self.path = os.ttyname(self.slave)
        self.ending, self.end = os.pipe()
        self.thread = threading.Thread(target=self._run)
        self.thread.start()
        return self

    def __exit__(self, *_):
        os.close(self.end)
        self.thread.join()
        for file in (self.device, self.master, self.slave, self.ending):
            os.close(file)

    def _run(self):
        with open(self.record, "wb") as record:
            while True:
                ready = select.select([self.device, self.master, self.ending], [], [])[0]
                if self.ending in ready:
                    return
                if self.device in ready:
                    data = os.read(self.device, 4096)
                    record.write(data)
                    os.write(self.master, data)
                if self.master in ready:
                    os.write(self.device, os.read(self.master, 4096))
