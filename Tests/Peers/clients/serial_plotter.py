"""luisabel-serial-plotter: its parser of what the Arduino plotter takes."""

import time

from heard import Heard


def hear(port, seconds):
    import serial
    from luisabel_serial_plotter.parsers import parsers

    parser, columns = parsers(), []
    with serial.Serial(port, 115200, timeout=0.05) as line:
        end = None
        while end is None or time.monotonic() < end:
            data = line.read(256)
            if data and end is None:
                end = time.monotonic() + seconds
            for index, values in enumerate(parser.arduino_parser(data)[1]):
                while len(columns) <= index:
                    columns.append([])
                columns[index] += values
    return Heard({"lines": [list(row) for row in zip(*columns)]}, rate=500)
