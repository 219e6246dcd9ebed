"""One scene a view: the lines after which a screen shows it. For pictures and for checks of how
readable each view is."""

from screen import hello, station

TEXT = {
    "en": {"cue": "Stretch, then squeeze.", "mend": "Press the electrode on your left biceps.",
           "prompt": "Pull as hard as you can.", "next": "Set 3 of 4.",
           "milestone": "500 good repetitions this month."},
    "de": {"cue": "Dehnen, dann anspannen.", "mend": "Drück die Elektrode auf deinem linken Bizeps fest.",
           "prompt": "Zieh, so fest du kannst.", "next": "Satz 3 von 4.",
           "milestone": "500 gute Wiederholungen diesen Monat."},
}
MUSCLES = [
    {"muscle": "biceps", "side": "left", "role": "target", "reference": "mvc", "band": [0.4, 0.8]},
    {"muscle": "deltoid_anterior", "side": "left", "role": "compensator", "reference": "mvc"}]
WEARING = [{"device": "box-1", "channel": 1, "muscle": "biceps", "side": "left"},
           {"device": "box-1", "channel": 2, "muscle": "deltoid_anterior", "side": "left"},
           {"device": "imu-3", "side": "left", "site": "forearm"}]
NAMES = ["Emi", "Alex", "Kim", "Jo", "Robin", "Sam", "Toni", "Mika"]


def device(name, state, battery=None, at=None):
    made = {"kind": "device", "seq": 2, "device": name, "model": "openbci-cyton", "state": state,
            "present": True}
    return made | ({"battery": battery} if battery else {}) | ({"station": at} if at else {})


def here(state, lang, rack="rack-1", who="Emi", **fields):
    return station(state, athlete=who.lower(), nickname=who, lang=lang, wearing=WEARING) | {
        "station": rack, **fields}


def of(rack="rack-1", who="Emi", **fields):
    return {"seq": 3, "station": rack, "athlete": who.lower(), "set": 41, "exercise": "biceps_curl",
            "t_emit": 101.0, **fields}


def started(rack="rack-1", who="Emi", **fields):
    return of(rack, who, kind="set.started", load_kg=12.5, load_kind="per_hand", set_of=[2, 4],
              target={"reps": [8, 12], "tempo": {"eccentric_s": 3, "concentric_s": 1,
                                                 "contracted_s": 1}}, muscles=MUSCLES, **fields)


def reps(count, rack="rack-1", who="Emi"):
    return [of(rack, who, kind="rep", rep=n, partial=n == 10, t_start=100.0 + 5 * n,
               t_end=104.0 + 5.1 * n, score=70 + n,
               muscles=[{"muscle": "biceps", "side": "left", "concentric": 0.3 if n == 10
                         else 0.48 + 0.02 * n}]) for n in range(1, count + 1)]


def levels(target, other, rack="rack-1", who="Emi"):
    return of(rack, who, kind="activation", t_signal=101.0, sample=1, muscles=[
        {"muscle": "biceps", "side": "left", "level": target, "active": True, "quality": "good"},
        {"muscle": "deltoid_anterior", "side": "left", "level": other, "active": False,
         "quality": "good"}])


def signal(lang, quality="good", rack="rack-1"):
    return {"kind": "signal", "seq": 2, "station": rack, "device": "box-1", "channel": 1,
            "muscle": "biceps", "side": "left", "quality": quality, "flags": [],
            **({} if quality == "good" else {"mend": TEXT[lang]["mend"]})}


def ended(rack="rack-1", who="Emi"):
    return of(rack, who, kind="set.ended", why="still", summary={
        "reps": {"counted": 9, "valid": 9, "partial": 1}, "score": {"value": 81.0, "n": 9},
        "tempo": {"eccentric_s": 2.7, "concentric_s": 1.1, "contracted_s": 0.8, "n": 9},
        "parts": {"activation": 1.0, "share": 0.797, "tempo": 0.9, "peak": 0.71,
                  "consistency": 1.0}})


def milestone(lang):
    return {"kind": "milestone", "seq": 9, "station": "rack-1", "athlete": "emi",
            "milestone": "good_reps_month", "count": 500, "text": TEXT[lang]["milestone"]}


def calibration(lang, **fields):
    return {"kind": "calibration", "seq": 9, "station": "rack-1", "athlete": "emi",
            "t_signal": 101.0, "t_emit": 101.0, "what": "mvc", "step": "hold", "muscle": "biceps",
            "side": "left", "remaining_s": 3.0, "trial": 2, "trials": 3,
            "prompt": TEXT[lang]["prompt"], "progress": 0.55, **fields}


def floor(lang):
    lines = []
    for number, who in enumerate(NAMES):
        rack = f"rack-{number + 1}"
        if number == 6:
            lines.append(station("idle", nickname="Rack 7", lang=lang) | {"station": rack})
            continue
        lines += [here("set", lang, rack, who), started(rack, who),
                  signal(lang, "fair" if number == 2 else "good", rack),
                  *reps(number + 2, rack, who), levels(0.4 + 0.05 * number, 0.1, rack, who),
                  of(rack, who, kind="phase", phase="eccentric", t_signal=99.0 + number / 4,
                     target_s=3)]
        if number == 3:
            lines.append(of(rack, who, kind="cue", cue="squeeze_top", text=TEXT[lang]["cue"]))
        if number == 4:
            lines += [ended(rack, who), here("rest", lang, rack, who)]
        if number == 5:
            lines.append({"kind": "feedback", "seq": 9, "station": rack, "show": "summary",
                          "why": "probe", "until": "set_end"})
    return lines


def verdicts():
    own = {"seq": 9, "station": "rack-1", "athlete": "emi", "exercise": "biceps_curl"}
    return [
        {"kind": "programme", "seq": 9, "station": "rack-1", "athlete": "emi", "phase": 2,
         "state": "hold", "text": "Tempo has held for one session of two."},
        {**own, "kind": "stage", "stage": "associative", "retention": 0.86, "feedback_share": 0.5},
        {**own, "kind": "focus.effect", "muscle": "biceps", "percent": 11.4, "ci95": [2.1, 21.6],
         "pairs": 6, "verdict": "raises"},
        {**own, "kind": "plateau", "measure": "score", "slope_percent_per_session": 0.4,
         "ci90": [-0.9, 1.7], "sessions": 9, "verdict": "undetermined"}]


def scenes(lang="en"):
    """Lines by the name of the public view, and the view's panel."""
    text = TEXT[lang]
    training = [here("set", lang), started(), signal(lang)]
    rest = [*training, *reps(10), ended(), here("rest", lang), milestone(lang),
            of(kind="next", load_kg=12.5, load_kind="per_hand", side="left", reps=[8, 12],
               rest_s=90, ready_at=185.0, why="plan", text=text["next"])]
    held = started()
    held["target"] = {"hold_s": 20}
    return {
        "idle": ("idle", [station("idle", nickname="Rack 1", lang=lang),
                          device("box-1", "streaming", 0.83, "rack-1"),
                          device("imu-3", "streaming", 0.61), device("myo-2", "silent", 0.12)]),
        "ready": ("ready", [here("signed_in", lang)]),
        "set": ("set", [here("set", lang), started(), signal(lang, "poor"), *reps(5),
                        levels(0.62, 0.18), of(kind="cue", cue="squeeze_top", text=text["cue"]),
                        of(kind="phase", phase="eccentric", t_signal=99.2, target_s=3)]),
        "hold": ("set", [here("set", lang), held | {"exercise": "isometric_hold"}, signal(lang),
                         levels(0.62, 0.18),
                         of(kind="hold", muscle="biceps", seconds=4.2, target_s=20, in_band=True)]),
        "feel": ("feel", [*training, {"kind": "feedback", "seq": 9, "station": "rack-1",
                                      "show": "summary", "why": "stage", "until": "set_end"}]),
        "calibration": ("calibrating", [here("calibrating", lang), signal(lang), calibration(lang)]),
        "imagery": ("imagery", [here("signed_in", lang), {
            "kind": "imagery", "seq": 9, "station": "rack-1", "step": "running",
            "prompt": "", "remaining_s": 6.5}]),
        "rest": ("rest", rest),
        "goodbye": ("goodbye", [*rest, station("idle", nickname="Rack 1", lang=lang)]),
        "floor": ("set", floor(lang)),
    }


def coach_scene(lang="en", calibrating=False):
    """Lines behind the coach's views."""
    return [here("set", lang), started(), signal(lang, "poor"), *reps(4), levels(0.62, 0.18),
            device("box-1", "streaming", 0.83, "rack-1"), device("imu-3", "streaming", 0.61, "rack-1"),
            device("myo-2", "searching", 0.12),
            {"kind": "scan", "seq": 9, "address": "C4:BE:84:12:34:56", "name": "Armband 3456",
             "model": "mindrove-armband", "rssi": -61, "known": False},
            milestone(lang), *verdicts(), *([calibration(lang)] if calibrating else [])]


PEOPLE = {"ok": {"athletes": [
    {"athlete": name.lower(), "nickname": name, "leaderboard": n < 4, "good_reps": 120 - 13 * n}
    for n, name in enumerate(NAMES[:5])]}}
HISTORY = {"ok": {"sets": [
    {"set": n, "exercise": "biceps_curl", "started": 1.793e9 + n * 172_800,
     "score": 60 + n + (n * 7) % 5} for n in range(16)]}}


def opening(scope="screen"):
    return [hello(), {"kind": "subscribed", "seq": 1, "scope": scope, "subscribe": ["rep"]}]
