"""An ATT client over the socket on which `sinewctl simulate` serves a wearable, one PDU a datagram, written
from the Core Specification (Vol 3, Part F) without a look at Sinew's. What is notified is kept as the link
records that Sinew's decoders read."""

import socket
import struct
import time
import uuid

MTU = 247


class Wearable:
    """A connection; `handles` are those of the values by UUID."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket.settimeout(10)
        self.socket.connect(str(path))
        self.heard = []
        self.ask(struct.pack("<BH", 0x02, MTU), 0x03)
        self.handles = dict(self._characteristics())

    def close(self):
        self.socket.close()

    def ask(self, request, expected):
        """The answer to a request; notifications that come before it are kept."""
        self.socket.send(request)
        while True:
            pdu = self.socket.recv(512)
            if pdu[0] == 0x1B:
                self._keep(pdu)
            elif pdu[0] == expected or (pdu[0] == 0x01 and pdu[1] == request[0]):
                return pdu

    def _keep(self, pdu):
        self.heard.append((struct.unpack_from("<H", pdu, 1)[0], pdu[3:]))

    def _characteristics(self):
        start = 1
        while start <= 0xFFFF:
            answer = self.ask(struct.pack("<BHHH", 0x08, start, 0xFFFF, 0x2803), 0x09)
            if answer[0] != 0x09:
                return
            size = answer[1]
            for place in range(2, len(answer) - size + 1, size):
                declaration, _, handle = struct.unpack_from("<HBH", answer, place)
                raw = answer[place + 5:place + size][::-1]
                yield (raw.hex() if len(raw) == 2 else str(uuid.UUID(bytes=raw))), handle
                start = declaration + 1

    def read(self, name):
        return self.ask(struct.pack("<BH", 0x0A, self.handles[name]), 0x0B)[1:]

    def write(self, name, value):
        answer = self.ask(struct.pack("<BH", 0x12, self.handles[name]) + value, 0x13)
        if answer[0] != 0x13:
            raise RuntimeError(f"{name} refused {value.hex()}: {answer.hex()}")

    def subscribe(self, name, indicate=False):
        """By the descriptor 2902 behind the value."""
        answer = self.ask(struct.pack("<BHH", 0x04, self.handles[name] + 1, 0xFFFF), 0x05)
        size = 4 if answer[1] == 1 else 18
        for place in range(2, len(answer) - size + 1, size):
            handle = struct.unpack_from("<H", answer, place)[0]
            if answer[place + 2:place + size] == b"\x02\x29":
                answer = self.ask(struct.pack("<BHH", 0x12, handle, 2 if indicate else 1), 0x13)
                if answer[0] == 0x13:
                    return
        raise RuntimeError(f"{name} can't be subscribed to")

    def listen(self, seconds):
        """Values by UUID in the order of their coming, for a while from now on."""
        names = {handle: name for name, handle in self.handles.items()}
        end = time.monotonic() + seconds
        self.heard.clear()
        while (left := end - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                pdu = self.socket.recv(512)
            except TimeoutError:
                break
            if pdu[0] == 0x1B:
                self._keep(pdu)
            elif pdu[0] == 0x1D:
                self.socket.send(b"\x1E")
        return [(names.get(handle), value) for handle, value in self.heard]


def records(values, places):
    """Notifications as link records: B1, 1B, the place of the characteristic, size, value, and the two sums
    of Fletcher's check."""
    made = b""
    for name, value in values:
        if name not in places:
            continue
        body = bytes([0x1B, places.index(name)]) + struct.pack("<H", len(value)) + value
        first = second = 0
        for byte in body:
            first += byte
            second += first
        made += b"\xB1" + body + bytes([first % 255, second % 255])
    return made
