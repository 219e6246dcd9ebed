#!/usr/bin/env python3
"""What must not end the feedback, done to a real daemon on purpose. A line for each check.

    make fault                  the short form, seconds
    make fault FAULT=--long     1000 plugs, 300 listeners, floods of minutes
    faults.py PROGRAMS [--long] [STORY...]    PROGRAMS holds sinewd and sinewctl

Docs/Reliability.md has the table: fault, expected, seen. Loopback and Unix sockets only; it stops by
itself.
"""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path

import history
from gym import Boards, Gym, wait_for

FREEZE = Path(__file__).resolve().parent.parent / "VM/guest/freeze.py"
BOX = """
stations: {rack-1: {nickname: Alex}, rack-2: {nickname: Kim}}
sensors:
  box:
    match: {driver: openbci-cyton, port: DIR/box}
    station: rack-1
    channels: {1: {muscle: biceps, side: left}}
"""


class Suite:
    def __init__(self, programs, is_long):
        self.programs, self.is_long = programs, is_long
        self.passed = self.failed = 0

    def check(self, name, passed, detail=""):
        print(f"{'ok  ' if passed else 'FAIL'} {name}{': ' if detail else ''}{detail}", flush=True)
        self.passed += bool(passed)
        self.failed += not passed

    def scale(self, short, long):
        return long if self.is_long else short

    def gym(self, configuration=BOX, **more):
        return Gym(self.programs, configuration, **more)


def streaming(gym):
    gym.wear("openbci-cyton", "box")
    gym.start()
    screen = gym.listen()
    screen.wait("activation")
    return screen


def killed(suite):
    """kill -9 in a set, and a new start"""
    with suite.gym() as gym:
        screen = streaming(gym)
        number = gym.ask("set.start", station="rack-1")["set"]
        screen.wait("set.started", set=number)
        gym.end(signal.SIGKILL)
        wait_for(lambda: screen.ended, "the end of the connection")
        gym.start()
        again = gym.listen()
        again.wait("activation")
        hello = [screen.of("hello")[0], again.of("hello")[0]]
        suite.check("kill -9: the next life says that it is another one",
                    hello[0]["boot"] != hello[1]["boot"])
        state = [m for m in again.messages if m.get("state") is True or m.get("present") is True]
        suite.check("kill -9: nobody is told of a set that nobody follows",
                    state and not any(m["kind"] == "set.started" for m in state))
        following = gym.ask("set.start", station="rack-1")["set"]
        suite.check("kill -9: the number of the lost set does not come back", following > number,
                    f"{number}, then {following}")
        suite.check("kill -9: the sensor streams on by itself",
                    gym.device("box")["state"] == "streaming")


def stuck_threads(suite):
    """a thread that hangs"""
    with suite.gym("stations: {rack-1: {}}\n") as gym:
        gym.start(watchdog_s=1)
        for thread in ("sinew-engine", "sinew-intake", "sinew-server"):
            wait_for(lambda: gym.told() == b"WATCHDOG=1", "a sign of life")
            frozen = subprocess.Popen([sys.executable, FREEZE, str(gym.daemon.pid), thread, "30"],
                                      stdout=subprocess.PIPE)
            frozen.stdout.readline()
            gym.manager.settimeout(4)
            signs = 0
            try:
                while signs < 20:
                    gym.told()
                    signs += 1
            except TimeoutError:
                pass
            gym.manager.settimeout(60)
            frozen.kill()
            frozen.wait()
            # One more may have been on its way: it was asked for before.
            suite.check(f"{thread} hangs: the watchdog hears no more", signs <= 2, f"{signs} signs")
            suite.check(f"{thread} hangs: the log names it",
                        f"the {thread.removeprefix('sinew-')} thread answers no more" in gym.output)
        wait_for(lambda: gym.told() == b"WATCHDOG=1", "a sign of life")
        suite.check("released again, it gives signs of life", True)


def full_disk(suite):
    """a full disk"""
    if os.geteuid() != 0:
        print("skipped: only root can make a disk that is full")
        return
    with suite.gym() as gym:
        gym.state.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", gym.state], check=True)
        try:
            screen = streaming(gym)
            gym.ask("record.start", device="box")
            filler = gym.state / "filler"
            with open(filler, "wb", buffering=0) as file:
                try:
                    while file.write(b"x" * 4096):
                        pass
                except OSError:
                    pass
            told = screen.wait("error")
            suite.check("disk full: the recording stops and says why",
                        "recording" in told["text"] and "disk is full" in told["text"], told["text"])
            place = len(screen.messages)
            screen.wait("activation", after=place)
            suite.check("disk full: the feedback goes on", True)
            try:
                gym.ask("set.start", station="rack-1")
                screen.wait("set.started", after=place)
                suite.check("disk full: a set can begin", True)
            except (RuntimeError, TimeoutError) as error:
                suite.check("disk full: a set can begin", False, str(error))
            filler.unlink()
            gym.ask("record.start", device="box")
            suite.check("disk full: with room again it records again", True)
            gym.end()
        finally:
            subprocess.run(["umount", gym.state], check=False)


def locked_history(suite):
    """another program holds the history"""
    history.locked(suite, streaming)


def damaged_history(suite):
    """the history is damaged"""
    history.damaged(suite, streaming)


def suspended(suite):
    """the machine sleeps for three seconds"""
    with suite.gym() as gym:
        screen = streaming(gym)
        place = len(screen.messages)
        gym.daemon.send_signal(signal.SIGSTOP)
        time.sleep(3)
        gym.daemon.send_signal(signal.SIGCONT)
        screen.wait("activation", after=place)
        time.sleep(2)
        after = gym.device("box")
        times = [m["t_signal"] for m in screen.of("activation")]
        suite.check("asleep for 3 s: time never runs backwards",
                    all(a <= b for a, b in zip(times, times[1:])))
        stream = after["streams"][0]
        # What the terminal could not hold is lost; never more than the sensor made meanwhile.
        suite.check("asleep for 3 s: the sensor streams, losses are counted and not invented",
                    after["state"] == "streaming" and stream["lost"] < 4 * 250
                    and stream["gaps"] <= 2, f"{stream}")


def plugs(suite):
    """plugged in and out again and again"""
    count, cycles = suite.scale(8, 63), suite.scale(2, 16)
    names = [f"board-{number}" for number in range(count)]
    sensors = "\n".join(
        f"  {name}: {{match: {{driver: generic-lines, port: DIR/{name}}}, "
        f"settings: {{channels: 2}}}}" for name in names)
    with suite.gym(f"stations: {{rack-1: {{}}}}\nsensors:\n{sensors}\n") as gym:
        boards = Boards(gym.folder, names)
        gym.start()
        screen = gym.listen()
        figures = []
        for cycle in range(cycles):
            place = len(screen.messages)
            for name in names:
                boards.plug(name)
            for name in names:
                screen.wait("device", after=place, device=name, state="streaming", timeout=120)
            # Long enough to count as having worked, so that the next plug is tried at once.
            time.sleep(suite.scale(0.5, 10.5))
            place = len(screen.messages)
            for name in names:
                boards.unplug(name)
            for name in names:
                screen.wait("device", after=place, device=name, state="gone")
            figures.append((gym.descriptors(), gym.threads(), gym.anonymous_kib()))
        boards.close()
        # In the long form all is warm by half of it: what still grows then is a leak.
        first, last = figures[cycles // 2 if suite.is_long else 0], figures[-1]
        frames = sum(device["frames"] for device in gym.ask("devices")["devices"])
        sent = sum(boards.sent.values())
        suite.check(f"{count * cycles} plugs and unplugs: no descriptor is left over",
                    last[0] <= first[0], f"{first[0]}, then {last[0]}")
        suite.check(f"{count * cycles} plugs and unplugs: no memory is left over",
                    last[2] <= first[2] + suite.scale(1024, 512),
                    "KiB after each round: " + " ".join(str(figure[2]) for figure in figures))
        suite.check("no frame is decoded that was not sent", 0 < frames <= sent,
                    f"{frames} of {sent} lines")


def stuck_listeners(suite):
    """listeners of which half read nothing"""
    count = suite.scale(60, 300)
    with suite.gym() as gym:
        streaming(gym)
        before = gym.anonymous_kib()
        stuck = [gym.connect("f") for _ in range(count // 2)]
        readers = [gym.listen({"subscribe": ["activation"]}) for _ in range(count // 2)]
        for reader in readers:
            reader.wait("activation")
        place = [len(reader.messages) for reader in readers]
        seconds = suite.scale(3, 40)
        time.sleep(seconds)
        missed = sum(len(reader.of("missed")) for reader in readers)
        counts = [len(reader.messages) - start for reader, start in zip(readers, place)]
        suite.check(f"{count} listeners, half of them stuck: the others hear everything",
                    missed == 0 and min(counts) >= 0.8 * max(counts) > 0,
                    f"{min(counts)} to {max(counts)} lines in {seconds} s, {missed} missed")
        grown = gym.anonymous_kib() - before
        # A quarter of a MiB waits for each at most, and the queue's own books.
        suite.check("what waits for them is bounded", grown < count // 2 * 512 + 4096,
                    f"{grown} KiB more")
        for connection in stuck:
            connection.close()
        wait_for(lambda: gym.ask("status")["listeners"] == count // 2 + 1, "them to be forgotten")
        suite.check("gone, they are forgotten", True)


def floods(suite):
    """floods on both sockets"""
    seconds = suite.scale(3, 30)
    lines = {"c": [b'{"id":1,"request":"status"}\n', b"{" * 2000 + b"\n", b"\xff\xfe\n", b"\0" * 900],
             "f": [b'{"subscribe":["rep"]}\n', b"[]\n", b"x" * 70000, b'{"subscribe":7}\n']}
    with suite.gym() as gym:
        screen = streaming(gym)
        until = time.monotonic() + seconds
        sent = [0]

        def flood(name, kind):
            while time.monotonic() < until:
                try:
                    with gym.connect(name) as connection:
                        connection.settimeout(1)
                        while time.monotonic() < until:
                            sent[0] += connection.send(lines[name][kind] * 50)
                except OSError:  # refused, closed or full: once more
                    pass

        threads = [threading.Thread(target=flood, args=(name, kind), daemon=True)
                   for name in "cf" for kind in range(4)]
        place = len(screen.messages)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        heard = [m for m in screen.messages[place:] if m["kind"] == "activation"]
        samples = [m["sample"] for m in heard if "sample" in m]
        suite.check("floods on both sockets: a listener hears on",
                    len(heard) > 0 and not screen.of("missed"),
                    f"{len(heard)} levels while {sent[0] >> 20} MiB came in")
        suite.check("floods on both sockets: it answers, and lost no frame",
                    gym.ask("status")["dropped"]["frames"] == 0, f"{len(samples)} levels")


def figures(suite):
    """the figures for Prometheus, by Prometheus' own reader"""
    try:
        from prometheus_client.parser import text_string_to_metric_families
    except ImportError:
        print("skipped: no prometheus_client here (pip install -r Tests/Fault/requirements.txt)")
        return
    with suite.gym() as gym:
        streaming(gym)
        wait_for(lambda: gym.device("box")["frames"] > 200, "frames")
        command = [gym.programs / "sinewctl", "metrics", "--socket", gym.folder / "c"]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        families = {family.name: family for family in text_string_to_metric_families(text)}
        samples = {(s.name, s.labels.get("device")): s.value
                   for family in families.values() for s in family.samples}
        suite.check("Prometheus reads every line, and each has its help",
                    len(families) > 20 and all(f.documentation for f in families.values()),
                    f"{len(families)} families")
        suite.check("they say what happened", samples["sinew_up", None] == 1
                    and samples["sinew_device_frames_total", "box"] > 100
                    and samples["sinew_listeners", None] == 1
                    and any(200 < s.value < 300
                            for s in families["sinew_stream_rate_hertz"].samples))
        histogram = families["sinew_level_age_seconds"]
        buckets = [s.value for s in histogram.samples if s.name.endswith("_bucket")]
        suite.check("the histogram only rises, up to its count", histogram.type == "histogram"
                    and buckets == sorted(buckets) and buckets[-1] > 0
                    and buckets[-1] == samples["sinew_level_age_seconds_count", None])
        file = gym.folder / "sinew.prom"
        gym.end()
        subprocess.run(command + ["--output", file], check=True, capture_output=True)
        suite.check("a daemon that is not there is told as such",
                    "\nsinew_up 0\n" in file.read_text() and file.stat().st_mode & 0o777 == 0o644)


STORIES = [killed, stuck_threads, full_disk, locked_history, damaged_history, suspended, plugs,
           stuck_listeners, floods, figures]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("programs")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("story", nargs="*", choices=[[]] + [s.__name__ for s in STORIES])
    arguments = parser.parse_intermixed_args()
    suite = Suite(arguments.programs, arguments.long)
    for story in STORIES:
        if arguments.story and story.__name__ not in arguments.story:
            continue
        try:
            story(suite)
        except Exception:  # one story that breaks says nothing about the next
            suite.check(story.__doc__, False, traceback.format_exc(limit=-2))
    print(f"{suite.passed} passed, {suite.failed} failed")
    return suite.failed > 0


if __name__ == "__main__":
    sys.exit(main())
