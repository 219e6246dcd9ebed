"""olimex-ekg-emg: reads P2 packets, and shows 1024 - code."""

import time

from heard import Heard


def hear(port, seconds):
    import serial
    from olimex.exg import PacketStreamReader

    rows = []
    # Its reader waits for nothing and closes the port when it goes.
    reader = PacketStreamReader(serial.Serial(port, 57600))
    start = None
    while start is None or time.monotonic() < start + seconds:
        values = next(reader)
        reader.ret_none_count = 0
        if values is None:
            time.sleep(0.001)
            continue
        start = start or time.monotonic()
        rows.append([1024 - value for value in values])
    return Heard({"emg": rows}, rate=250)
