"""mti8-navigation: its serial reader and MTData2 decoder, with its checksum put right."""

import contextlib
import copy
import io
import math
import time

from heard import Heard

GRAVITY = 9.80665


def hear(port, seconds):
    from mti8_navigation.xsens import xbus_parser
    from mti8_navigation.xsens.serial_reader import SerialReader

    # It tests an exclusive or where Xbus has a sum, and would refuse every message there is.
    xbus_parser.checksum_ok = lambda frame: sum(frame[1:]) % 256 == 0
    states = []

    class Parser(xbus_parser.XbusParser):
        def _parse_payload(self, payload):
            super()._parse_payload(payload)
            states.append(copy.copy(self.state))

    reader = SerialReader(port)
    reader.parser = Parser()
    with contextlib.redirect_stdout(io.StringIO()):
        reader.start()
        time.sleep(seconds)
        reader.running = False
        reader.join()
    degrees = 180 / math.pi
    return Heard(
        {
            "motion": [
                [axis / GRAVITY for axis in state.acceleration]
                + [axis * degrees for axis in state.gyro] for state in states
            ],
            "quaternion": [
                [getattr(state.quaternion, axis) for axis in "wxyz"] for state in states
            ],
        },
        rate=100, counters=[state.packet_counter for state in states], modulus=65536)
