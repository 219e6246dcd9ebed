"""Logs repetitions and their corrections as CSV: python3 log_csv.py > repetitions.csv"""
import csv
import sys

import sinew

COLUMNS = ["boot", "kind", "station", "athlete", "set", "exercise", "rep", "t_start", "t_end",
           "partial", "eccentric_s", "stretched_s", "concentric_s", "contracted_s", "score", "removed"]
writer = csv.DictWriter(sys.stdout, COLUMNS, extrasaction="ignore", restval="",
                        lineterminator="\n")
writer.writeheader()
boot, seen = "", set()
for message in sinew.listen("rep", "rep.revised"):
    if message["kind"] == "hello":
        boot = message["boot"]
        continue
    repetition = (message.get("set"), message.get("rep"))
    if message["kind"] == "rep":
        if repetition in seen:
            continue  # told again with the present state, after the connection was lost
        seen.add(repetition)
    elif message["kind"] != "rep.revised":
        continue
    writer.writerow({**message, **message.get("tempo", {}), "boot": boot})
    sys.stdout.flush()
