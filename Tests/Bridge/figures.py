#!/usr/bin/env python3
"""What the bridge costs: delay, processor, size and drain of an outage, bytes on the wire.

    make bridge-figures                    a day's outage
    figures.py PROGRAMS [--hours N] [--seconds N]

Eight stations at twenty lines of levels a second (two muscles each, levels that wander like real
ones), a repetition every four seconds, a set every two minutes; Mosquitto on loopback.
"""

import argparse
import json
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import paho.mqtt.client as paho

from street import BOOT, Street, free_port, until

STATIONS, RATE = 8, 20


class Floor:
    """The lines of a busy floor, in the daemon's own form."""

    def __init__(self, seed=1):
        self.random = random.Random(seed)
        self.seq = 100
        self.levels = [[0.3, 0.1] for _ in range(STATIONS)]
        self.sample = [self.random.randrange(256) for _ in range(STATIONS)]

    def line(self, kind, now, station, rest, set_number):
        self.seq += 1
        signal = now - 0.046 + self.random.uniform(-0.002, 0.002)
        return (f'{{"kind":"{kind}","seq":{self.seq},"t_signal":{signal:.6f},"t_emit":{now:.6f},'
                f'"station":"rack-{station + 1}","athlete":"a{17 + station}","set":{set_number},'
                f'"exercise":"biceps_curl",{rest}}}\n')

    def activation(self, now, station):
        pair = self.levels[station]
        for muscle in range(2):
            pair[muscle] = min(1.1, max(0.0, pair[muscle] + self.random.gauss(0, 0.03)))
        self.sample[station] = (self.sample[station] + 12) % 256
        muscles = ",".join(
            f'{{"muscle":"{name}","level":{level:.4f},"active":{"true" if level > 0.1 else "false"},'
            f'"quality":"good"}}' for name, level in zip(("biceps", "deltoid_anterior"), pair))
        return self.line("activation", now, station,
                         f'"sample":{self.sample[station]},"muscles":[{muscles}]', int(now / 120))

    def rep(self, now, station):
        draw = self.random.uniform
        rest = (f'"rep":{int(now / 4) % 30},"partial":false,"incomplete":false,"t_start":{now - 4:.6f},'
                f'"t_end":{now:.6f},"phases":[{{"phase":"concentric","t_start":{now - 4:.6f},'
                f'"t_end":{now - 3:.6f}}},{{"phase":"eccentric","t_start":{now - 3:.6f},'
                f'"t_end":{now:.6f}}}],"tempo":{{"eccentric_s":{draw(1, 3):.3f},"concentric_s":'
                f'{draw(0.8, 1.4):.3f}}},"rom_deg":{draw(100, 120):.1f},"muscles":[{{"muscle":"biceps",'
                f'"concentric":{draw(0.4, 0.6):.4f},"eccentric":{draw(0.2, 0.4):.4f},"peak":'
                f'{draw(0.6, 0.9):.4f}}}],"share":{draw(0.6, 0.8):.4f},"score":{draw(60, 90):.1f}')
        return self.line("rep", now, station, rest, int(now / 120))

    def tick(self, now, number):
        """All lines of one twentieth of a second."""
        lines = [self.activation(now, station) for station in range(STATIONS)]
        for station in range(STATIONS):
            if (number + station * 10) % (4 * RATE) == 0:
                lines.append(self.rep(now, station))
            if (number + station * 300) % (120 * RATE) == 0:
                lines.append(self.line("set.ended", now, station, '"why":"still"', int(now / 120)))
        return lines


class Listener:
    """The daemon's side of one bridge."""

    def __init__(self, path):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        self.listener.listen()

    def accept(self):
        client, _ = self.listener.accept()
        client.makefile().readline()
        clock = {"monotonic": round(time.monotonic(), 6), "utc": "2026-11-22T17:40:00.123Z",
                 "utc_synchronised": True}
        for message in [{"kind": "hello", "seq": 1, "boot": BOOT, "scope": "raw", "clock": clock},
                        {"kind": "subscribed", "seq": 1, "scope": "screen"},
                        {"kind": "state.end", "seq": 1}]:
            client.sendall(json.dumps(message).encode() + b"\n")
        return client


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_mib(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0


def wire_bytes(port):
    """Bytes of the bridge's connection on the wire, both ways, with the headers of TCP and IP."""
    if not shutil.which("ss"):
        return None
    said = subprocess.run(["ss", "-tinH", "dport", "=", f":{port}"], capture_output=True,
                          text=True).stdout
    # The reader's connection has received much, the bridge's has sent much.
    links = [{name: int(value) for name, value in re.findall(r"(bytes_\w+|segs_\w+):(\d+)", text)}
             for text in said.split("\n") if "segs_out" in text]
    link = max(links, key=lambda link: link.get("bytes_sent", 0))
    segments = link.get("segs_out", 0) + link.get("segs_in", 0)
    return link.get("bytes_sent", 0) + link.get("bytes_received", 0) + 52 * segments


def reader(port, take, qos=0):
    client = paho.Client(paho.CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
    ready = threading.Event()
    client.on_connect = lambda c, *_: c.subscribe("sinew/#", qos=qos)
    client.on_subscribe = lambda *_: ready.set()
    client.on_message = lambda _c, _d, message: take(message)
    client.connect("127.0.0.1", port)
    client.loop_start()
    assert ready.wait(10)
    return client


def quantile(values, share):
    return sorted(values)[int(share * (len(values) - 1))]


def steady(programs, seconds):
    """Delay and processor while everything is well."""
    with Street(programs) as street:
        port = free_port()
        street.broker(port)
        daemon = Listener(street.folder / "feedback.sock")
        process = street.bridge(port)
        link = daemon.accept()
        taken, sent, direct = {}, {}, {}

        def take(message):
            now = time.monotonic()
            if message.topic.startswith("sinew/direct"):
                direct[int(message.payload)] = now - direct[int(message.payload)]
            elif "/live/" in message.topic:
                text = message.payload
                seq = int(text[text.index(b'"seq":') + 6:].split(b",", 1)[0])
                taken[seq] = (now, len(text) + len(message.topic), message.topic.split("/")[-1])

        client = reader(port, take)
        until(lambda: b"connected" in (street.folder / "bridge.log").read_bytes(), 10, "the bridge")
        floor = Floor()
        time.sleep(2)
        began, cpu = time.monotonic(), cpu_seconds(process.pid)
        number = 0
        while time.monotonic() - began < seconds:
            due = began + number / RATE
            # The stations are not in step: each has its own instant of the fiftieth.
            lines = floor.tick(due, number)
            for place, line in enumerate(lines):
                pause = due + (place % STATIONS) / (RATE * STATIONS) - time.monotonic()
                if pause > 0:
                    time.sleep(pause)
                seq = int(line[line.index('"seq":') + 6:].split(",", 1)[0])
                sent[seq] = time.monotonic()
                link.sendall(line.encode())
            if number % 4 == 0:
                # The same way without the bridge: from here to the broker and back.
                direct[number] = time.monotonic()
                client.publish("sinew/direct", str(number), qos=0)
            number += 1
        elapsed, cpu = time.monotonic() - began, cpu_seconds(process.pid) - cpu
        until(lambda: len(taken) >= len(sent), 10, "all lines")
        wire = wire_bytes(port)
        delays = [taken[seq][0] - at for seq, at in sent.items()]
        plain = [value for value in direct.values() if value < 5]
        p50, base = statistics.median(delays) * 1000, statistics.median(plain) * 1000
        print(f"delay, line in to reader: p50 {p50:.2f} ms, p99 {quantile(delays, 0.99) * 1000:.2f} ms"
              f"; the same way without the bridge: p50 {base:.2f} ms; added: {p50 - base:.2f} ms")
        print(f"processor: {100 * cpu / elapsed:.2f} % of a core at {len(sent) / elapsed:.0f} lines a "
              f"second; memory: {peak_mib(process.pid):.1f} MiB at most")
        tell_bytes(taken, elapsed, wire)
        client.loop_stop()


def tell_bytes(taken, elapsed, wire):
    """What an athlete costs the network, at this rate and at one line of levels a second."""
    sizes = {}
    for _, size, kind in taken.values():
        sizes.setdefault(kind, []).append(size)
    print("bytes of topic and payload: " + ", ".join(
        f"{kind} {statistics.mean(all_of):.0f}" for kind, all_of in sizes.items()))
    total = sum(map(sum, sizes.values()))
    # What TCP and MQTT add to a line, both ways.
    extra = (wire - total) / len(taken) if wire else 0
    hour = 3600 / elapsed / STATIONS / 1e6
    levels = sizes["activation"]
    few = total - sum(levels) * (RATE - 1) / RATE + extra * (
        len(taken) - len(levels) * (RATE - 1) / RATE)
    print(f"on the wire: {extra:.0f} bytes more a line; an athlete and hour: "
          f"{(total + extra * len(taken)) * hour:.1f} MB at {RATE} levels a second, "
          f"{few * hour:.2f} MB at 1, {(few - (sum(levels) + extra * len(levels)) / RATE) * hour:.2f}"
          f" MB at none")


def outage(programs, hours, keep):
    """A broker that is away so long: how much lies on the disk, and how fast it goes out."""
    with Street(programs) as street:
        port = free_port()
        daemon = Listener(street.folder / "feedback.sock")
        process = street.bridge(port, "--outage-activation-hz", keep)
        link = daemon.accept()
        floor = Floor()
        began, cpu = time.monotonic(), cpu_seconds(process.pid)
        ticks = int(hours * 3600 * RATE)
        raw = 0
        batch = []
        for number in range(ticks):
            batch += floor.tick(number / RATE, number)
            if len(batch) > 2000:
                data = "".join(batch).encode()
                raw += len(data)
                link.sendall(data)
                batch = []
        data = "".join(batch).encode()
        raw += len(data)
        link.sendall(data)
        wanted = floor.seq - 100
        folder = street.folder / "riverside-state"
        size = 0
        while True:
            time.sleep(12)
            # The last seconds go to the disk when they are ten seconds old.
            now = sum(file.stat().st_size for file in folder.glob("*.seg"))
            if now == size:
                break
            size = now
        took, cpu = time.monotonic() - began, cpu_seconds(process.pid) - cpu
        print(f"outage of {hours:g} h, {keep:g} levels a second kept: {wanted} lines "
              f"({raw / 1e6:.0f} MB) became {size / 1e6:.1f} MB in {len(list(folder.glob('*.seg')))} "
              f"segments; {size * 24 / hours / 1e6:.1f} MB a day; {cpu:.0f} s of processor in "
              f"{took:.0f} s; memory: {peak_mib(process.pid):.1f} MiB at most")
        counted = [0]

        def take(message):
            counted[0] += "/late/" in message.topic

        street.broker(port)
        client = reader(port, take, qos=1)
        until(lambda: "connected" in street.log("bridge"), 90, "the bridge's return")
        broker = street.running["broker"].pid
        began, cpu, its = time.monotonic(), cpu_seconds(process.pid), cpu_seconds(broker)
        until(lambda: not list(folder.glob("*.seg")), 3600, "the end of the drain")
        took, cpu, its = (time.monotonic() - began, cpu_seconds(process.pid) - cpu,
                          cpu_seconds(broker) - its)
        # The reader is Python and comes behind; quality of service 1 lets it miss nothing.
        while (before := counted[0]) == 0 or time.sleep(3) or counted[0] > before:
            pass
        print(f"drained {counted[0]} lines in {took:.1f} s: {counted[0] / took:.0f} a second, "
              f"{hours * 3600 / took:.0f} x; {cpu:.1f} s of processor; Mosquitto, with one reader: "
              f"{1e6 * its / counted[0]:.0f} us a line")
        client.loop_stop()


def main():
    words = argparse.ArgumentParser()
    words.add_argument("programs", type=Path)
    words.add_argument("--hours", type=float, default=24)
    words.add_argument("--seconds", type=float, default=60)
    words.add_argument("--keep", type=float, action="append", help="outages alone")
    options = words.parse_args()
    if not options.keep:
        steady(options.programs, options.seconds)
    for keep in options.keep or [1, 5]:
        outage(options.programs, options.hours, keep)


if __name__ == "__main__":
    sys.exit(main())
