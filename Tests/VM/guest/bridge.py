#!/usr/bin/python3
"""Joins a gadget's terminal to a virtio port, behind which the host emulates the device:

bridge.py /dev/virtio-ports/NAME /dev/ttyGS0

What the terminal does not take, because nobody listens, is lost as on a real wire.
"""

import os
import select
import sys
import time
import tty


def open_terminal(path):
    """Waits until it can be had: it hangs up when the gadget is unplugged."""
    while True:
        try:
            terminal = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
            tty.setraw(terminal)
            return terminal
        except OSError:
            time.sleep(0.05)


def pass_on(source, target):
    try:
        data = os.read(source, 4096)
        if not data:
            return False
        os.write(target, data)
    except BlockingIOError:
        pass
    except OSError:
        return False
    return True


def main(port_path, terminal_path):
    port = os.open(port_path, os.O_RDWR | os.O_NONBLOCK)
    terminal = open_terminal(terminal_path)
    while True:
        ready = select.select([port, terminal], [], [])[0]
        ends = {port: terminal, terminal: port}
        # A port that gives nothing is one whose host is not connected, and no reason to reopen.
        passed = {end: pass_on(end, ends[end]) for end in ready}
        if not passed.get(terminal, True):
            os.close(terminal)
            terminal = open_terminal(terminal_path)
        time.sleep(0.004)  # in lumps, as a bus does: an emulated processor wakes up slowly


main(*sys.argv[1:])
