"""What a page shows, and the lines that tests say to it."""

import os
from pathlib import Path

PICTURES = Path(os.environ.get("SINEW_PICTURES", "/tmp/sinew-pictures"))


def texts(page, selector):
    return page.execute_script(
        "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector)


def panel(page):
    return page.execute_script("return document.querySelector('.station')?.dataset.panel")


def picture(page, name):
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.save_screenshot(str(PICTURES / f"{name}.png"))


def hello(boot="b-1"):
    return {"kind": "hello", "seq": 1, "t_emit": 100.0, "boot": boot, "version": "0.1.0",
            "protocol": {"major": 1, "minor": 0}, "scope": "screen"}


def narrowed():
    return {"kind": "subscribed", "seq": 1, "scope": "screen", "subscribe": ["rep"]}


def in_set(**fields):
    return {"seq": 2, "station": "rack-1", "set": 7, "exercise": "hip_thrust", "t_emit": 101.0,
            **fields}


def station(state, **fields):
    return {"kind": "station", "seq": 2, "station": "rack-1", "present": True, "state": state,
            "nickname": "Alex", "lang": "en", "private": False, "wearing": [], **fields}


STARTED = in_set(
    kind="set.started", target={"reps": [8, 12], "tempo": {"eccentric_s": 3, "concentric_s": 1}},
    set_of=[2, 4], load_kg=60,
    muscles=[{"muscle": "gluteus_maximus", "role": "target", "reference": "mvc",
              "band": [0.4, 0.8]}])


def contrast(page, selector):
    """WCAG 2.2, 1.4.3: of an element's words against the nearest ground behind it."""
    def luminance(colour):
        parts = [int(float(p)) / 255 for p in colour[colour.index("(") + 1:-1].split(",")[:3]]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    ink, ground = page.execute_script("""
        let e = document.querySelector(arguments[0]); const ink = getComputedStyle(e).color;
        while (getComputedStyle(e).backgroundColor === 'rgba(0, 0, 0, 0)') e = e.parentElement;
        return [ink, getComputedStyle(e).backgroundColor]""", selector)
    light, dark = sorted([luminance(ink), luminance(ground)], reverse=True)
    return (light + 0.05) / (dark + 0.05)
