"""A Python loop as a sensor: microseconds and microvolts, 500 lines a second on standard output."""
import random
import signal
import time

signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # the reader went away: end
start = time.monotonic()
for n in range(500 * 3600):
    time.sleep(max(0.0, start + n / 500 - time.monotonic()))
    # Your reading goes here; this one is a muscle that works for two seconds and rests for two.
    microvolts = random.gauss(0, 300 if n // 1000 % 2 else 5)
    print(f"{n * 2000},{microvolts:.2f}", flush=True)
