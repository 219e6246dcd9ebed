"""Hours of a busy floor at speed: does the page grow? `soak.py PROGRAMS HOURS`.

What two stations say in that time goes through the kiosk as fast as the browser takes it. The heap
is measured after a collection, at a tenth of the way and at the end; a page that kept something a
set would have kept hundreds by then. Prints one line of JSON; exit status 1 when it grew.
"""

import json
import sys

from selenium import webdriver

from gym import Gym, ScriptedDaemon, until
from scenes import ended, here, levels, of, opening, reps, started

#: A set of ten repetitions every four minutes, levels twenty times a second while it lasts.
SET_SECONDS, SETS_AN_HOUR, HZ = 50, 15, 20
#: Bytes that two collections apart may differ by without anything being kept: compiled code,
#: caches of the browser.
SLACK = 1_500_000


def browser():
    options = webdriver.ChromeOptions()
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1920,1080"):
        options.add_argument(word)
    return webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))


def set_lines(number, rack, who):
    """One set: everything a station says from its start to the rest."""
    lines = [here("set", "en", rack, who), started(rack, who)]
    every = SET_SECONDS * HZ // 10
    for n, rep in enumerate(reps(10, rack, who)):
        lines += [of(rack, who, kind="phase", phase="eccentric", t_signal=100.0 + n, target_s=3)]
        lines += [levels(0.4 + (n * i % 50) / 100, 0.1, rack, who) for i in range(every)]
        lines += [rep]
    lines += [of(rack, who, kind="cue", cue="c", text="Squeeze."), ended(rack, who),
              {"kind": "milestone", "seq": number, "station": rack, "athlete": who.lower(),
               "text": "Good."}, here("rest", "en", rack, who)]
    return [{**line, "set": number} if "set" in line else line for line in lines]


def measure(page):
    page.execute_cdp_cmd("HeapProfiler.collectGarbage", {})
    page.execute_cdp_cmd("Performance.enable", {})
    found = {m["name"]: m["value"] for m in
             page.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]}
    return {"heap": int(found["JSHeapUsedSize"]), "nodes": int(found["Nodes"]),
            "listeners": int(found["JSEventListeners"])}


def resident(process):
    status = open(f"/proc/{process.pid}/status").read()
    return int(status.split("RssAnon:")[1].split()[0]) * 1024


def soak(page, gym, daemon, hours):
    """Two stations, an athlete changing every hour; the measures along the way."""
    sets = max(2, int(hours * SETS_AN_HOUR))
    early = max(1, sets // 10)
    lines, marks = 0, []
    for index in range(sets):
        for rack in ("rack-1", "rack-2"):
            who = f"Athlete {index // SETS_AN_HOUR}"
            said = set_lines(index + 1, rack, who)
            lines += len(said)
            daemon.say(*said)
        if index + 1 in (early, sets):
            mark = f"mark {index}"
            daemon.say(here("rest", "en", "rack-1", mark))
            until(lambda: page.execute_script(
                "return document.querySelector('.who')?.textContent") == mark, 600, "the page")
            marks.append({**measure(page), "kiosk": resident(gym.running["kiosk"])})
    return {"hours": hours, "lines": lines, "early": marks[0], "late": marks[1]}


def grew(result):
    early, late = result["early"], result["late"]
    return (late["heap"] > early["heap"] + SLACK or late["nodes"] > early["nodes"] + 500
            or late["listeners"] > early["listeners"] + 50)


def main(programs, hours):
    page = browser()
    try:
        with Gym(programs) as gym, ScriptedDaemon(gym.folder / "feedback.sock") as daemon:
            page.get(gym.kiosk())
            daemon.accept()
            daemon.say(*opening())
            result = soak(page, gym, daemon, float(hours))
    finally:
        page.quit()
    print(json.dumps(result))
    return 1 if grew(result) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
