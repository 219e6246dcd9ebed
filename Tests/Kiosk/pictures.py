"""The pictures of Docs/Kiosk.md: `pictures.py PROGRAMS FOLDER`.

The set and its rest are those of the simulated athlete, through the real daemon; the views that
need a visit of an hour or a coach's history are shown by the lines of scenes.py.
"""

import sys
from pathlib import Path

from gym import Gym, ScriptedControl, ScriptedDaemon, until
from scenes import HISTORY, PEOPLE, coach_scene, opening, scenes
from screen import panel, texts
from soak import browser

SIZE = (1280, 720)


def size(page, width, height):
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": height, "deviceScaleFactor": 0.75, "mobile": False})


def simulated(page, programs, folder):
    with Gym(programs, nickname="Alex") as gym:
        gym.sensors()
        gym.daemon()
        page.get(gym.kiosk())
        until(lambda: panel(page) == "set", 90, "the set")
        until(lambda: int(texts(page, ".set .reps")[0]) >= 4, 90, "four repetitions")
        until(lambda: texts(page, ".phase")[0] in ("Lift", "Lower"), 20, "a phase")
        page.save_screenshot(str(folder / "kiosk-set.png"))
        until(lambda: panel(page) == "rest", 120, "the rest")
        page.save_screenshot(str(folder / "kiosk-rest.png"))
        page.get("about:blank")


def scripted(page, programs, folder, name, lang="en"):
    with Gym(programs) as gym, ScriptedDaemon(gym.folder / "feedback.sock") as daemon:
        page.get(f"{gym.kiosk()}?lang={lang}")
        daemon.accept()
        shown, lines = scenes(lang)[name]
        daemon.say(*opening(), *lines)
        until(lambda: panel(page) == shown, 20, name)
        until(lambda: len(texts(page, ".station")) == (8 if name == "floor" else 1), 20, "all")
        page.save_screenshot(str(folder / f"kiosk-{name}{'' if lang == 'en' else '-' + lang}.png"))
        page.get("about:blank")


def coach(page, programs, folder, view):
    with (Gym(programs) as gym, ScriptedDaemon(gym.folder / "feedback.sock") as daemon,
          ScriptedControl(gym.folder / "control.sock") as control):
        control.answers.update({"athletes": PEOPLE, "history": HISTORY})
        page.get(f"{gym.coach_kiosk('chalk-4711')}coach?view={view}&lang=en")
        until(lambda: page.find_elements("css selector", ".sign-in input"), 20, "the form")
        page.find_element("css selector", ".sign-in input").send_keys("chalk-4711\n")
        daemon.accept()
        daemon.say(*opening("coach"), *coach_scene(calibrating=view == "setup"))
        until(lambda: texts(page, "select option")[:1] == ["rack-1"], 20, "the station")
        until(lambda: view != "progress" or texts(page, ".chart .dot"), 20, "the trend")
        page.save_screenshot(str(folder / f"coach-{view}.png"))
        page.get("about:blank")


def main(programs, folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    page = browser()
    try:
        size(page, *SIZE)
        simulated(page, programs, folder)
        for name in ("idle", "hold", "feel", "calibration", "goodbye", "floor"):
            scripted(page, programs, folder, name)
        scripted(page, programs, folder, "rest", "de")
        size(page, 1280, 1100)
        for view in ("training", "setup", "progress"):
            coach(page, programs, folder, view)
    finally:
        page.quit()


if __name__ == "__main__":
    main(*sys.argv[1:])
