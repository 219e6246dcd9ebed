"""pyOpenBCI: OpenBCI Cyton, with and without Daisy."""

import contextlib
import io
import sys
import time
import types

from heard import Heard

MICROVOLTS_PER_COUNT = 4.5e6 / (8388607 * 24)


def hear(port, seconds, daisy, streams):
    # Bluetooth parts that its package imports and its serial part never touches.
    for name in ("bluepy", "bluepy.btle", "bitstring"):
        absent = types.ModuleType(name)
        absent.DefaultDelegate = absent.Peripheral = absent.Scanner = absent.BitArray = object
        sys.modules.setdefault(name, absent)
    from pyOpenBCI import OpenBCICyton

    rows, counters = [], []
    rate = 125 if daisy else 250
    with contextlib.redirect_stdout(io.StringIO()):
        board = OpenBCICyton(port=port, daisy=daisy)

        def take(sample):
            rows.append([MICROVOLTS_PER_COUNT * count for count in sample.channels_data])
            counters.append(sample.id)
            if len(rows) >= rate * seconds:
                board.stop_stream()

        board.start_stream(take)
        # Its watchdog looks every two seconds whether the stream still runs; let it see the end.
        time.sleep(2.2)
        board.disconnect()
    return Heard({streams: rows}, rate=rate, counters=counters)
