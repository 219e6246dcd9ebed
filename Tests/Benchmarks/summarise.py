#!/usr/bin/env python3
"""Prints the JSON lines of the benchmarks as one table: medians, ranges, ratios and goals.

  summarise.py FILE        the lines that make bench kept
  some-program | summarise.py

A ratio is the median over the rounds of Sinew's figure by the peer's figure of the same round.
"""
import collections
import json
import statistics
import sys

# Goal, bench, case, metric, peer (None: the figure itself), largest value allowed.
GOALS = [
    ("ring, frames in batches of 32", "ring", "f64Bx32/near", "ns_per_item", "boost-spsc", 1.05),
    ("ring, frames one at a time", "ring", "f64Bx1/near", "ns_per_item", "boost-spsc", 0.85),
    ("EMG chain, block 32, ns a channel-sample", "dsp", "block32", "ns_per_channel_sample", None, 1.5),
    ("byte to line, p50", "latency", "fifo/250Hz", "p50_us", "c-three-threads", 1.25),
    ("byte to line, p99", "latency", "fifo/250Hz", "p99_us", "c-three-threads", 1.5),
    ("byte to line, CPU", "latency", "fifo/250Hz", "cpu_us_per_event", "c-three-threads", 1.5),
    ("the same on cores that never halt, p50", "latency", "fifo/250Hz/awake", "p50_us", "c-three-threads", 1.25),
    ("the same on cores that never halt, p99", "latency", "fifo/250Hz/awake", "p99_us", "c-three-threads", 1.5),
    ("the same on cores that never halt, CPU", "latency", "fifo/250Hz/awake", "cpu_us_per_event", "c-three-threads", 1.5),
    ("allocations a sample, in one process", "allocations", "in-process/set", "per_sample", None, 0),
    ("allocations a sample, intake thread", "allocations", "daemon", "per_sample/sinew-intake", None, 0),
    ("allocations a sample, engine thread", "allocations", "daemon", "per_sample/sinew-engine", None, 0),
    ("allocations a sample, server thread", "allocations", "daemon", "per_sample/sinew-server", None, 0),
    ("eight wearables of 250 notifications a second, CPU", "wearables", "8x250", "cpu_us_per_notification", "c-reader", 2),
    ("a notification to its frames, p50 above a reader in C, us", "wearables", "8x250", "added_p50_us", None, 3),
    ("allocations a notification", "wearables", "8x250", "allocations_per_notification", None, 0),
    ("RssAnon with two devices, KiB", "footprint", "two-devices", "rss_anon_kib", None, 8192),
    ("RSS with two devices, KiB", "footprint", "two-devices", "rss_kib", None, 40960),
    ("wake-ups a second, no sensor configured", "footprint", "rest/no-sensors", "wakeups_per_s", None, 0),
    ("wake-ups a second, a silent sensor", "footprint", "rest/silent-sensor", "wakeups_per_s", None, 0),
    ("a Cyton flat out through a terminal, us a packet", "terminals", "flood", "us_per_packet_kept", "brainflow", 1 / 9),
    ("the same, places where packets are missing", "terminals", "flood", "gaps", None, 0),
    ("sixteen devices at 1 kHz, CPU", "terminals", "fleet", "cpu_percent", "c-reader", 2),
    ("the same, frames lost", "terminals", "fleet", "lost_frames", None, 0),
    ("the same, worst error of an instant, us", "terminals", "fleet", "instant_error_max_us", None, 1000),
]


def read(lines):
    """Values by (bench, case, metric), then by program, in the order of the rounds."""
    table = collections.defaultdict(lambda: collections.defaultdict(list))
    for line in lines:
        if line.startswith("{"):
            entry = json.loads(line)
            key = (entry["bench"], entry["case"], entry["metric"])
            table[key][entry["impl"]].append(entry["value"])
    return table


def ratio(ours, theirs):
    pairs = [a / b for a, b in zip(ours, theirs) if b]
    return statistics.median(pairs) if pairs else None


def print_figures(table):
    for (bench, case, metric), programs in sorted(table.items()):
        print(f"\n{bench} | {case} | {metric}")
        for program, values in sorted(programs.items(), key=lambda item: statistics.median(item[1])):
            note = ""
            if program != "sinew" and "sinew" in programs:
                by = ratio(programs["sinew"], values)
                note = f"   sinew is {by:.2f} x this" if by is not None else ""
            spread = f"{min(values):.4g}..{max(values):.4g}" if len(values) > 1 else ""
            print(f"  {program:22} {statistics.median(values):>10.4g}  {spread:24}{note}")


def print_goals(table):
    print("\ngoals")
    for name, bench, case, metric, peer, most in GOALS:
        programs = table.get((bench, case, metric), {})
        value = None
        if peer is None and "sinew" in programs:
            value = statistics.median(programs["sinew"])
        elif peer in programs and "sinew" in programs:
            value = ratio(programs["sinew"], programs[peer])
        if value is None:
            print(f"  not measured  {name}")
            continue
        word = "reached" if value <= most else "MISSED"
        by = f" x {peer}" if peer else ""
        print(f"  {word:12}  {name}: {value:.3g}{by} (at most {most:g})")


def main():
    source = open(sys.argv[1]) if len(sys.argv) > 1 else sys.stdin
    table = read(source)
    print_figures(table)
    print_goals(table)


main()
