"""The public screen in a real browser: `make kiosk-test`."""

import http.client
import json
import socket
import time

import pytest

from gym import until
from screen import STARTED, contrast, hello, in_set, narrowed, panel, picture, station, texts


def test_a_set_is_followed_from_the_first_repetition_to_the_rest(page, gym):
    gym.sensors()
    gym.daemon()
    page.get(gym.kiosk())
    until(lambda: panel(page) == "set", 60, "the set")
    until(lambda: int(texts(page, ".set .reps")[0]) >= 3, 60, "three repetitions")
    assert texts(page, ".who") == ["Alex"] and texts(page, ".what") == ["Biceps curl"]
    # A public screen hears of muscles, not of sides.
    assert texts(page, ".label") == ["Biceps", "Front delt"]
    until(lambda: texts(page, ".phase")[0] in ("Lift", "Lower", "Squeeze", "Pause"), 20, "a phase")
    until(lambda: "%" in texts(page, ".value")[0], 20, "a level")
    picture(page, "set")
    until(lambda: panel(page) == "rest", 90, "the rest")
    shown = int(texts(page, ".rest .reps")[0].split()[0])
    assert shown == len(texts(page, ".history .rep"))
    picture(page, "rest")


def test_a_lost_daemon_shows_and_comes_back(page, gym):
    gym.daemon()
    page.get(gym.kiosk())
    until(lambda: panel(page) == "idle", 20, "the idle screen")
    picture(page, "idle")
    gym.end("daemon")
    until(lambda: "not answering" in texts(page, "#lost")[0], 20, "the alarm")
    picture(page, "lost")
    gym.daemon()
    until(lambda: texts(page, "#lost") == [""], 20, "the daemon's return")
    # Its stations come in lines of their own, after the one that says it is back.
    until(lambda: len(texts(page, ".station")) == 1, 20, "the station")


def test_a_lost_kiosk_shows_and_comes_back(page, gym):
    gym.daemon()
    url = gym.kiosk()
    page.get(url)
    until(lambda: panel(page) == "idle", 20, "the idle screen")
    gym.end("kiosk")
    until(lambda: "not answering" in texts(page, "#lost")[0], 20, "the alarm")
    gym.start("kiosk", "sinew-kiosk", "--port", url.split(":")[2].strip("/"),
              "--feedback-socket", gym.folder / "feedback.sock")
    until(lambda: texts(page, "#lost") == [""], 30, "the kiosk's return")


def test_hostile_names_and_sentences_stay_text(page, scripted):
    url, daemon = scripted
    page.get(url)
    daemon.accept()
    evil = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    daemon.say(hello(), narrowed(), station("set", nickname=evil), STARTED,
               in_set(kind="cue", cue="c", text=evil), in_set(kind="phase", phase=evil, t_signal=1))
    until(lambda: texts(page, ".who") == [evil], 20, "the name")
    until(lambda: texts(page, ".cue") == [evil], 20, "the cue")
    assert page.title == "Sinew"
    assert page.execute_script("return document.images.length") == 0


def test_malformed_and_oversized_events_change_nothing(page, scripted):
    url, daemon = scripted
    page.get(url)
    daemon.accept()
    daemon.say(hello(), narrowed(), station("set"), STARTED, "{", "[]", "7", '{"kind":"rep"}',
               '{"kind":"rep","seq":1e300,"station":"rack-1"}',
               '{"kind":"nobody.knows","station":"rack-1"}',
               in_set(kind="rep", rep=1, t_start=1, t_end=2, partial=False, extra="x" * 600_000))
    until(lambda: texts(page, ".set .reps") == ["1"], 20, "the repetition after the noise")


def test_a_revised_repetition_is_taken_back(page, scripted):
    url, daemon = scripted
    page.get(url)
    daemon.accept()
    rep = dict(kind="rep", partial=False, t_start=1, t_end=2)
    daemon.say(hello(), narrowed(), station("set"), STARTED, in_set(**rep, rep=1),
               in_set(**rep, rep=2), in_set(**{**rep, "partial": True}, rep=3))
    until(lambda: texts(page, ".set .reps") == ["2"], 20, "two whole repetitions")
    daemon.say(in_set(kind="rep.revised", rep=2, removed=True))
    until(lambda: texts(page, ".set .reps") == ["1"], 20, "the correction")


def test_hidden_feedback_says_why(page, scripted):
    url, daemon = scripted
    page.get(url)
    daemon.accept()
    daemon.say(hello(), narrowed(), station("set"), STARTED,
               {"kind": "feedback", "seq": 3, "station": "rack-1", "show": "summary",
                "why": "stage", "until": "set_end"})
    until(lambda: panel(page) == "feel", 20, "the calm card")
    assert "after the set" in texts(page, ".feel .why")[0]
    picture(page, "feel")


def test_a_hold_counts_down_and_tells_the_band(page, scripted):
    url, daemon = scripted
    page.get(url)
    daemon.accept()
    hold = dict(kind="hold", muscle="gluteus_maximus", target_s=20)
    daemon.say(hello(), narrowed(), station("set"), STARTED,
               in_set(**hold, seconds=4.2, in_band=True))
    until(lambda: texts(page, ".seconds") == ["16"], 20, "the seconds left")
    assert "in the band" in texts(page, ".note")[0]
    picture(page, "hold")
    daemon.say(in_set(**hold, seconds=5.0, in_band=False))
    until(lambda: "find the band" in texts(page, ".note")[0], 20, "the way back")
    daemon.say(in_set(**hold, seconds=20.0, in_band=True))
    until(lambda: texts(page, ".phase") == ["Done"], 20, "the end of the hold")


def test_a_calibration_prompts_counts_and_ends(page, scripted):
    url, daemon = scripted
    page.get(url)
    daemon.accept()
    step = {"kind": "calibration", "seq": 3, "station": "rack-1", "t_signal": 100.0,
            "t_emit": 100.0, "what": "mvc", "muscle": "biceps", "side": "left"}
    daemon.say(hello(), narrowed(), station("calibrating"),
               {**step, "step": "hold", "remaining_s": 30, "trial": 2, "trials": 3,
                "prompt": "Pull as hard as you can.", "progress": 0.5})
    until(lambda: texts(page, ".calibrating .words") == ["Pull as hard as you can."], 20, "it")
    assert 20 < int(texts(page, ".left")[0]) <= 30
    assert texts(page, ".calibrating .why") == ["Your strongest · Biceps left", "Try 2 of 3"]
    picture(page, "calibration")
    daemon.say({**step, "step": "refused", "text": "Too short."})
    until(lambda: texts(page, ".calibrating .words") == ["Once more, calmly"], 20, "the refusal")


def test_who_leaves_is_praised_until_somebody_else_comes(page, scripted):
    url, daemon = scripted
    page.get(url)
    daemon.accept()
    daemon.say(hello(), narrowed(), station("set", athlete="a1"), STARTED,
               in_set(kind="set.ended", summary={"reps": {"counted": 9}}),
               {"kind": "milestone", "seq": 9, "station": "rack-1", "athlete": "a1",
                "milestone": "good_reps_month", "text": "500 good repetitions this month."},
               station("idle", nickname=None))
    until(lambda: panel(page) == "goodbye", 20, "the good-bye")
    assert texts(page, ".goodbye .words, .sum, .milestones li") == [
        "Well done, Alex!", "1 set, 9 repetitions", "★ 500 good repetitions this month."]
    picture(page, "goodbye")
    daemon.say(station("signed_in", athlete="a2", nickname="Kim"))
    until(lambda: panel(page) == "ready", 20, "the next person")
    assert "500" not in page.execute_script("return document.body.innerText")


def test_idle_tells_free_sensors_and_their_charge(page, scripted):
    url, daemon = scripted
    page.get(url)
    daemon.accept()
    device = {"kind": "device", "seq": 3, "present": True, "model": "m"}
    daemon.say(hello(), narrowed(), station("idle"),
               {**device, "device": "box", "station": "rack-1", "state": "streaming"},
               {**device, "device": "imu-3", "state": "streaming", "battery": 0.61},
               {**device, "device": "myo-2", "state": "silent", "battery": 0.12})
    until(lambda: len(texts(page, ".free .sensor")) == 2, 20, "the free ones")
    assert texts(page, ".free .sensor") == ["imu-361 %ready", "myo-212 %silent"]
    daemon.say({**device, "device": "myo-2", "station": "rack-9", "state": "streaming"})
    until(lambda: len(texts(page, ".free .sensor")) == 1, 20, "the one that was taken")


def test_a_daemon_of_another_protocol_is_named_and_not_believed(page, scripted):
    url, daemon = scripted
    page.get(url)
    daemon.accept()
    daemon.say({**hello(), "protocol": {"major": 2, "minor": 0}}, narrowed(), station("set"))
    until(lambda: "another version" in texts(page, "#lost")[0], 20, "the sentence")
    assert texts(page, ".station") == []


def test_a_person_who_goes_leaves_nothing_behind(page, scripted):
    url, daemon = scripted
    page.get(url)
    daemon.accept()
    daemon.say(hello(), narrowed(), station("set", athlete="a1"), STARTED,
               in_set(kind="cue", cue="c", text="Squeeze."))
    until(lambda: texts(page, ".cue") == ["Squeeze."], 20, "the cue")
    daemon.say(station("signed_in", athlete="a2", nickname="Kim"))
    until(lambda: texts(page, ".who") == ["Kim"], 20, "the next person")
    assert panel(page) == "ready"
    assert "Squeeze" not in page.execute_script("return document.body.innerText")


def test_german_athletes_read_german(page, scripted):
    url, daemon = scripted
    page.get(url)
    daemon.accept()
    daemon.say(hello(), narrowed(), station("set", lang="de"), STARTED,
               in_set(kind="phase", phase="eccentric", t_signal=100.5, target_s=3))
    until(lambda: texts(page, ".phase") == ["Senken"], 20, "the German word")
    assert texts(page, ".what") == ["Hip Thrust · Satz 2 von 4 · 60 kg"]


def test_nothing_of_the_daemon_passes_before_it_has_narrowed_the_scope(page, scripted):
    url, daemon = scripted
    page.get(url)
    daemon.accept()
    daemon.say(hello(), station("set", nickname="Too early"), narrowed(), station("idle"))
    until(lambda: texts(page, ".who") == ["Alex"], 20, "the state after the answer")


def test_the_floor_shows_every_station(page, scripted):
    url, daemon = scripted
    page.get(url)
    daemon.accept()
    daemon.say(hello(), narrowed())
    for number in range(1, 7):
        name = f"rack-{number}"
        daemon.say({**station("set"), "station": name, "nickname": name},
                   {**STARTED, "station": name},
                   {**in_set(kind="rep", rep=1, partial=False, t_start=1, t_end=2),
                    "station": name})
    until(lambda: texts(page, ".set .reps") == ["1"] * 6, 20, "six counts")
    picture(page, "floor")
    outside = page.execute_script(
        "return [...document.querySelectorAll('.station')].filter(e => {"
        "const b = e.getBoundingClientRect(); return b.bottom > innerHeight || b.right > innerWidth"
        "}).length")
    assert outside == 0


def test_main_numbers_are_large_and_words_have_contrast(page, scripted):
    url, daemon = scripted
    page.get(url)
    daemon.accept()
    daemon.say(hello(), narrowed(), station("set"), STARTED,
               in_set(kind="activation", muscles=[{"muscle": "gluteus_maximus", "level": 0.5}]),
               in_set(kind="cue", cue="c", text="Squeeze."))
    until(lambda: texts(page, ".cue") == ["Squeeze."], 20, "the cue")
    size = page.execute_script(
        "return parseFloat(getComputedStyle(document.querySelector('.set .reps')).fontSize)")
    assert size >= 48
    for selector in (".who", ".what", ".reps", ".range", ".cue", ".value", ".label", ".lamp"):
        assert contrast(page, selector) >= 4.5, selector


def test_only_this_kiosks_own_name_is_served(gym):
    host, port = gym.kiosk().split("/")[2].split(":")
    answers = {}
    for name in (f"{host}:{port}", "localhost", "evil.example", ""):
        link = http.client.HTTPConnection(host, int(port))
        link.request("GET", "/", headers={"Host": name})
        answers[name] = link.getresponse().status
    assert list(answers.values()) == [200, 200, 421, 421]


@pytest.mark.parametrize("path", ["/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/kiosk.js/x",
                                  "//etc/passwd", "/events?station=" + "x" * 65,
                                  "/events?" + "station=a&" * 40])
def test_paths_that_climb_and_wishes_too_many_are_refused(gym, path):
    host, port = gym.kiosk().split("/")[2].split(":")
    link = http.client.HTTPConnection(host, int(port))
    link.request("GET", path)
    answer = link.getresponse()
    assert answer.status in (400, 404)
    assert b"root:" not in answer.read()


def test_the_page_is_small(page, gym):
    page.get(gym.kiosk())
    until(lambda: "not answering" in texts(page, "#lost")[0], 20, "the page at work")
    weight = page.execute_script(
        "return performance.getEntries().reduce((sum, e) => sum + (e.decodedBodySize ?? 0), 0)")
    assert 1000 < weight <= 200_000


def test_a_hundred_screens_are_served_and_slow_letters_are_not(gym):
    gym.daemon()
    host, port = gym.kiosk().split("/")[2].split(":")
    slow = [socket.create_connection((host, int(port))) for _ in range(20)]
    for link in slow:
        link.sendall(b"GET / HTTP/1.1\r\nHost: 127")
    screens = []
    for _ in range(100):
        link = http.client.HTTPConnection(host, int(port))
        link.request("GET", "/events")
        screens.append(link.getresponse())
    for answer in screens:
        lines = (json.loads(line[6:]) for line in iter(answer.readline, b"")
                 if line.startswith(b"data: {\"kind\""))
        assert next(lines)["kind"] == "hello"
    ended = 0
    time.sleep(25)
    for link in slow:
        link.settimeout(5)
        ended += link.recv(1) == b""
    assert ended == len(slow)


def test_beyond_this_machine_needs_a_word(gym):
    process = gym.start("kiosk", "sinew-kiosk", "--host", "0.0.0.0", "--port", 0)
    assert process.wait(timeout=20) != 0
