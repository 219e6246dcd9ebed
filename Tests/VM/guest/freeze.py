#!/usr/bin/python3
"""Stops one thread of a process, and no other, as a deadlock would: freeze.py PID THREAD SECONDS"""

import ctypes
import os
import sys
import time

# ptrace(2), wait(2)
SEIZE, INTERRUPT, DETACH, ANY_CLONE = 0x4206, 0x4207, 17, 0x40000000


def main(pid, name, seconds):
    tasks = [task for task in os.listdir(f"/proc/{pid}/task")
             if open(f"/proc/{pid}/task/{task}/comm").read().strip() == name]
    if len(tasks) != 1:
        sys.exit(f"{pid} has {len(tasks)} threads called {name}")
    library = ctypes.CDLL(None, use_errno=True)
    for request in (SEIZE, INTERRUPT):
        if library.ptrace(request, int(tasks[0]), None, None) < 0:
            raise OSError(ctypes.get_errno(), "ptrace")
    os.waitpid(int(tasks[0]), ANY_CLONE)
    print("frozen", flush=True)
    time.sleep(float(seconds))
    library.ptrace(DETACH, int(tasks[0]), None, None)


main(*sys.argv[1:])
