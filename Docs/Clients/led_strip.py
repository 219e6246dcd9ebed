"""A strip of APA102 LEDs as a bar: green inside the target band, blue below, orange above.

    python3 led_strip.py rack-2 /dev/spidev0.0 60        # on a Raspberry Pi: SPI switched on

The first target muscle of the running set fills the strip; without feedback it is dark. Each LED
is four bytes after four zeros: brightness, blue, green, red (APA102C data sheet).
"""
import sys

import sinew

station, path, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
BLUE, GREEN, ORANGE, DARK = (0, 80, 255), (0, 200, 60), (255, 110, 0), (0, 0, 0)


def show(strip, level, band):
    low, high = band
    colour = BLUE if level < low else GREEN if level <= high else ORANGE
    lit = round(max(0.0, min(1.0, level)) * count)
    frame = bytearray(4)
    for n in range(count):
        red, green, blue = colour if n < lit else DARK
        frame += bytes((0xE4, blue, green, red))
    strip.write(frame + b"\xff" * (count // 16 + 1))
    strip.flush()


target, band, hidden = None, (0.4, 0.8), False
with open(path, "wb", buffering=0) as strip:
    for message in sinew.listen("set.*", "activation", "feedback", station=[station],
                                activation_hz=30):
        kind = message["kind"]
        if kind == "feedback":
            hidden = message["show"] != "live"
        elif kind == "set.started":
            targets = [m for m in message.get("muscles", []) if m["role"] == "target"]
            target = targets[0]["muscle"] if targets else None
            band = tuple(targets[0].get("band", band)) if targets else band
        elif kind == "activation" and not hidden:
            levels = [m.get("level") for m in message["muscles"] if m["muscle"] == target]
            if levels and levels[0] is not None:
                show(strip, levels[0], band)
        elif kind == "set.ended" or hidden:
            show(strip, 0.0, band)
