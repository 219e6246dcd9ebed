"""A Lab Streaming Layer stream as a sensor: the first EMG stream in the network, two channels."""
import signal

import pylsl

signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # the reader went away: end
found = pylsl.resolve_byprop("type", "EMG", timeout=30)
if not found:
    raise SystemExit("no EMG stream in the network: start the program that sends it")
inlet = pylsl.StreamInlet(found[0])
start = inlet.pull_sample()[1]
while True:
    sample, seconds = inlet.pull_sample()
    print(f"{int((seconds - start) * 1e6)},{sample[0]:.3f},{sample[1]:.3f}", flush=True)
