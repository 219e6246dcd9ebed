"""A recording of an OpenBCI Cyton as the daemon writes it, made from the board's byte sheet: what is
in it is known without any of the programs under test."""

import random

VOLTS_PER_COUNT = 4.5 / 24 / (2**23 - 1)
MICROVOLTS = VOLTS_PER_COUNT * 1e6
MONOTONIC = 5000.25
UTC = "2026-12-01T10:00:00.250Z"


class Cyton:
    """Packets at `rate` by a crystal of its own, each in a line of its own; `lost` are left out."""

    def __init__(self, seconds=60, rate=250.02, lost=(), seed=1, span=2**22):
        draw = random.Random(seed)
        self.rate = rate
        self.rows = []  # (index, seconds, eight counts)
        for index in range(int(seconds * rate)):
            counts = [draw.randint(-span, span - 1) for _ in range(8)]
            if index not in lost:
                self.rows.append((index, index / rate, counts))

    def write(self, path, header=()):
        with open(path, "w") as out:
            print("sinew-session 1", file=out)
            for key, value in [("device", "openbci-cyton"), ("sensor", "box-1"), *header]:
                print(f"{key}: {value}", file=out)
            for index, seconds, counts in self.rows:
                packet = bytes([0xA0, index & 255])
                packet += b"".join(count.to_bytes(3, "big", signed=True) for count in counts)
                packet += bytes(6) + b"\xc0"
                # A packet arrives when it is whole, 3 ms after its sample.
                print(f"@{seconds + 0.003:.6f} < {packet.hex(' ').upper()}", file=out)


def header(synchronised=True):
    word = "synchronised" if synchronised else "unsynchronised"
    return [("recorded", UTC), ("utc", word), ("monotonic", str(MONOTONIC)),
            ("streams", "emg@250.0 acceleration@25.0 analog@250.0"), ("athlete", "a-7k2mqx9p"),
            ("channels", "1=biceps.left 2=triceps_long.left 3=latissimus_dorsi.right"),
            ("consent", "no person took part"), ("licence", "CC0-1.0")]
