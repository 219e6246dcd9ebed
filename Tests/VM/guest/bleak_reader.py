"""Reads a wearable by bleak over BlueZ: a line `ARRIVAL NUMBER SENT` a notification, nanoseconds of
this machine's monotonic clock at the callback, then what the wearable printed.

    bleak_reader.py ADDRESS SECONDS OUTPUT
"""

import asyncio
import sys
import time

sys.path.insert(0, "/host/python")
from bleak import BleakClient, BleakScanner  # noqa: E402

PRINT = "6e400003-b5a3-f393-e0a9-e50e24dcca9e"


async def read(address, seconds, output):
    device = await BleakScanner.find_device_by_address(address, timeout=60)
    if device is None:
        sys.exit(f"bleak does not hear {address}")
    with open(output, "w") as file:
        def heard(_, data):
            now = time.monotonic_ns()
            number, sent = bytes(data).decode().strip().split(",")
            file.write(f"{now} {number} {sent}\n")
        async with BleakClient(device, timeout=60) as client:
            await client.start_notify(PRINT, heard)
            print("reading", flush=True)
            await asyncio.sleep(seconds)
            file.flush()


asyncio.run(read(sys.argv[1], float(sys.argv[2]), sys.argv[3]))
