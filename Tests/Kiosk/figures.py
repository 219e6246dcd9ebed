"""The screen's figures: `figures.py PROGRAMS`, one line of JSON each.

From a line's arrival to the painted picture, and what a frame costs the page's thread (script,
style, layout, paint) in its own processor time, plain and slowed to a quarter; then the kiosk's memory
with a hundred browsers.
"""

import http.client
import json
import sys
import time

from gym import Gym, ScriptedDaemon
from scenes import NAMES, here, levels, of, opening, started
from soak import browser

SECONDS = 15


def station_lines(count):
    for n in range(count):
        rack, who = f"rack-{n + 1}", NAMES[n]
        yield from (here("set", "en", rack, who), started(rack, who))


def moment(tick, count, began):
    """What `count` stations say in a twentieth of a second."""
    for n in range(count):
        rack, who = f"rack-{n + 1}", NAMES[n]
        yield levels(0.3 + ((tick * 7 + n * 13) % 60) / 100, 0.1 + (tick + n) % 9 / 50, rack, who)
        if (tick + n * 5) % 40 == 0:
            yield of(rack, who, kind="phase", phase="eccentric" if tick % 80 else "concentric",
                     t_signal=101.0 + time.monotonic() - began, target_s=2)
        if (tick + n * 5) % 80 == 0:
            yield of(rack, who, kind="rep", rep=tick // 80 + 1, partial=False, t_start=1, t_end=5)


def percentile(values, part):
    values = sorted(values)
    return round(values[min(len(values) - 1, int(part * len(values)))], 1)


def metrics(page):
    found = page.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return {m["name"]: m["value"] for m in found}


def run(page, url, daemon, stations, slow):
    page.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": slow})
    page.get(f"{url}?measure=1")
    daemon.accept()
    began = time.monotonic()
    daemon.say(*opening(), *station_lines(stations))
    time.sleep(2)
    page.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
    page.execute_script("""
        performance.clearMeasures(); window.frames_ = 0; window.t0 = performance.now();
        new MutationObserver(() => { frames_ += 1; }).observe(document.getElementById('floor'),
          {subtree: true, childList: true, attributes: true, characterData: true});""")
    before = metrics(page)
    for tick in range(SECONDS * 20):
        daemon.say(*moment(tick, stations, began))
        time.sleep(max(0, began + 2 + (tick + 1) / 20 - time.monotonic()))
    after = metrics(page)
    frames, took = page.execute_script("return [frames_, (performance.now() - t0) / 1000]")
    painted = page.execute_script(
        "return performance.getEntriesByType('measure').map(e => [e.name, e.duration])")
    page.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": 1})
    spent = {name: after[name] - before[name] for name in
             ("TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration")}
    result = {"figure": "frame", "stations": stations, "slowed": slow,
              "pictures_per_s": round(frames / took, 1),
              "main_thread_ms_per_picture": round(1000 * spent["TaskDuration"] / max(1, frames), 2),
              "script_ms": round(1000 * spent["ScriptDuration"] / max(1, frames), 2),
              "style_and_layout_ms": round(1000 * (spent["LayoutDuration"]
                                                   + spent["RecalcStyleDuration"]) / max(1, frames), 2)}
    for kind in ("activation", "rep"):
        values = [ms for name, ms in painted if name == f"painted {kind}"]
        if values:
            result[f"{kind}_painted_ms_p50"] = percentile(values, 0.5)
            result[f"{kind}_painted_ms_p95"] = percentile(values, 0.95)
            result[f"{kind}_n"] = len(values)
    print(json.dumps(result), flush=True)


def memory(gym, url):
    host = url.split("/")[2]
    screens = []
    for _ in range(100):
        link = http.client.HTTPConnection(host)
        link.request("GET", "/events")
        screens.append(link.getresponse())
    time.sleep(5)
    status = open(f"/proc/{gym.running['kiosk'].pid}/status").read()
    kib = {key: int(status.split(f"{key}:")[1].split()[0]) for key in ("VmRSS", "RssAnon", "VmHWM")}
    print(json.dumps({"figure": "memory", "browsers": 100,
                      **{f"{key}_MiB": round(value / 1024, 1) for key, value in kib.items()}}))


def weight(page, url):
    page.get(url)
    time.sleep(2)
    public, all_ = page.execute_script("""
        const sum = () => performance.getEntries().reduce((s, e) => s + (e.decodedBodySize ?? 0), 0);
        return [sum(), document.querySelectorAll('script').length];""")
    print(json.dumps({"figure": "page", "address": url.split("/", 3)[3] or "/", "bytes": public,
                      "scripts": all_}))


def main(programs):
    page = browser()
    try:
        for stations, slow in ((1, 1), (1, 4), (8, 1), (8, 4)):
            with Gym(programs) as gym, ScriptedDaemon(gym.folder / "feedback.sock") as daemon:
                run(page, gym.kiosk(), daemon, stations, slow)
                page.get("about:blank")
        with Gym(programs) as gym:
            gym.daemon()
            url = gym.coach_kiosk("chalk-4711")
            weight(page, url)
            weight(page, f"{url}coach")
            page.get("about:blank")
            memory(gym, url)
    finally:
        page.quit()


if __name__ == "__main__":
    main(*sys.argv[1:])
