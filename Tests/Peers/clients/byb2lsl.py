"""byb2lsl: reads the samples of a one-channel SpikerShield. What it sends to a network stays here."""

import sys
import threading
import types

from heard import Heard


class Outlet:
    def __init__(self):
        self.samples = []

    def push_sample(self, sample):
        self.samples.append([float(value) for value in sample])


def hear(port, seconds):
    import serial

    absent = types.ModuleType("pylsl")
    absent.StreamInfo = absent.StreamOutlet = object
    sys.modules.setdefault("pylsl", absent)
    from byb2lsl import driver

    # Its arithmetic relies on bytes growing when they are shifted, as they did before NumPy 2.
    driver.np = types.SimpleNamespace(uint8=int, uint16=int, float32=float)
    outlet, ended = Outlet(), threading.Event()
    with serial.Serial(port, 230400, timeout=0.2) as line:
        while not line.in_waiting:  # the board boots
            line.timeout = 0.2
            if line.read(1):
                break
        timer = threading.Timer(seconds, ended.set)
        timer.start()
        driver.convert_and_stream(outlet, line, 1, False, ended)
    return Heard({"emg": outlet.samples}, rate=10050)
