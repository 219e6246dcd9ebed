#!/usr/bin/python3
"""Prints the name of every terminal on USB in /dev that any program opens, as it happens."""

import ctypes
import os
import struct

IN_OPEN = 0x20  # inotify(7)

library = ctypes.CDLL(None, use_errno=True)
watch = library.inotify_init1(0)
if watch < 0 or library.inotify_add_watch(watch, b"/dev", IN_OPEN) < 0:
    raise OSError(ctypes.get_errno(), "can't watch /dev")
print("watching", flush=True)
while events := os.read(watch, 65536):
    while events:
        length = struct.unpack_from("iIII", events)[3]
        name = events[16:16 + length].rstrip(b"\0").decode()
        events = events[16 + length:]
        if name.startswith(("ttyUSB", "ttyACM")):
            print(name, flush=True)
