"""The coach's pages and what athletes may do by touch, in a real browser."""

import http.client
import json
from contextlib import suppress

import pytest
from selenium.common.exceptions import (
    ElementClickInterceptedException, StaleElementReferenceException)
from selenium.webdriver.common.by import By

from gym import until
from screen import STARTED, hello, in_set, panel, picture, station, texts


def narrowed():
    return {"kind": "subscribed", "seq": 1, "scope": "coach", "subscribe": ["rep"]}


WEARING = [{"device": "box", "channel": 1, "muscle": "biceps", "side": "left"},
           {"device": "box", "channel": 2, "muscle": "deltoid_anterior", "side": "left"}]


def press(page, words, within="body"):
    """Presses the button that says this; again if the page moved it away from under the finger."""
    for _ in range(5):
        with suppress(StaleElementReferenceException, ElementClickInterceptedException):
            button = next((one for one in page.find_elements(By.CSS_SELECTOR, f"{within} button")
                           if one.text == words and one.is_displayed()), None)
            assert button is not None, f"no button {words!r}"
            page.execute_script("""
                arguments[0].scrollIntoView({block: 'center'});
                window.wasHit = false;
                arguments[0].addEventListener('click', () => { window.wasHit = true; },
                                              {capture: true, once: true})""", button)
            button.click()
            if page.execute_script("return window.wasHit"):
                return
    raise AssertionError(f"the button {words!r} would not be pressed")


def choose(page, label, words):
    page.execute_script("""
        const label = [...document.querySelectorAll('label')]
          .find(e => e.firstChild.textContent === arguments[0] && e.isConnected);
        const field = label.querySelector('select, input');
        const option = field.options && [...field.options].find(o => o.text === arguments[1]);
        field.value = option ? option.value : arguments[1];
        field.dispatchEvent(new Event('change'))""", label, words)


def call(url, method, path, body=None, **headers):
    """One request past the page; its status, headers and object."""
    host = url.split("/")[2]
    link = http.client.HTTPConnection(host, timeout=20)
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    link.request(method, path, body=None if body is None else json.dumps(body), headers=fields)
    answer = link.getresponse()
    text = answer.read()
    return answer.status, answer.headers, json.loads(text) if text[:1] == b"{" else {}


def own(url):
    """What a page of this kiosk sends with a changing request."""
    token = call(url, "GET", "/about")[2].get("token", "")
    return {"Origin": url.rstrip("/"), "Content_Type": "application/json", "X_Sinew_Token": token}


def signed_in(coach):
    """The headers of a coach who is in."""
    fields = own(coach.url)
    status, headers, answer = call(coach.url, "POST", "/coach/sign-in", {"pin": coach.pin}, **fields)
    assert status == 200
    return {**fields, "X_Sinew_Token": answer["ok"]["token"],
            "Cookie": headers["Set-Cookie"].split(";")[0]}, headers["Set-Cookie"]


@pytest.mark.parametrize("path", ["/coach", "/coach.js", "/setup.js", "/people", "/coach/session",
                                  "/coach/events"])
def test_a_kiosk_that_may_not_command_has_no_coachs_pages(gym, path):
    url = gym.kiosk()
    assert call(url, "GET", path)[0] == 404
    assert "token" not in call(url, "GET", "/about")[2]
    assert call(url, "POST", "/tap", {"request": "set.end"}, **own(url))[0] == 404


def test_a_wrong_pin_opens_nothing_and_many_shut_the_door(coach):
    fields = own(coach.url)
    for _ in range(4):
        status, headers, answer = call(coach.url, "POST", "/coach/sign-in", {"pin": "123456"}, **fields)
        assert (status, answer["error"]["code"]) == (401, "not_permitted")
        assert "Set-Cookie" not in headers
    assert call(coach.url, "POST", "/coach/sign-in", {"pin": "123456"}, **fields)[0] == 429
    status, _, answer = call(coach.url, "POST", "/coach/sign-in", {"pin": coach.pin}, **fields)
    assert status == 429 and 0 < answer["wait_s"] <= 31


@pytest.mark.parametrize("pin", ["", "chalk-4711\u0000", "x" * 500, 7, None, {"a": 1}])
def test_pins_that_are_none_are_wrong(coach, pin):
    assert call(coach.url, "POST", "/coach/sign-in", {"pin": pin}, **own(coach.url))[0] == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(coach):
    _, cookie = signed_in(coach)
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Secure" not in cookie


def test_a_changing_request_needs_origin_word_and_session(coach):
    fields, _ = signed_in(coach)
    coach.control.answers["silence"] = {"ok": {}}
    body = {"request": "silence", "station": "rack-1", "on": True}
    assert call(coach.url, "POST", "/coach/ask", body, **fields)[0] == 200
    for wrong in ({"Origin": "http://evil.example"}, {"Origin": ""}, {"X_Sinew_Token": "0" * 32},
                  {"X_Sinew_Token": ""}):
        assert call(coach.url, "POST", "/coach/ask", body, **{**fields, **wrong})[0] == 403, wrong
    assert call(coach.url, "POST", "/coach/ask", body, **{**fields, "Cookie": ""})[0] == 401
    assert call(coach.url, "POST", "/coach/ask", body,
                **{**fields, "Cookie": "sinew_coach=" + "0" * 32})[0] == 401
    assert call(coach.url, "POST", "/coach/ask", body,
                **{**fields, "Content_Type": "text/plain"})[0] == 415
    assert call(coach.url, "POST", "/coach/ask", {"pad": "x" * 20_000}, **fields)[0] == 413
    assert len(coach.control.asked) == 1


@pytest.mark.parametrize("request_", ["athlete.erase", "athlete.export", "athlete.import", "reload",
                                      "record.start", "no.such", "", 7, None])
def test_requests_that_are_not_for_a_page_never_reach_the_daemon(coach, request_):
    fields, _ = signed_in(coach)
    status, _, _ = call(coach.url, "POST", "/coach/ask", {"request": request_}, **fields)
    assert status == 403 and coach.control.asked == []


def test_a_tap_carries_nothing_but_what_it_is_for(coach):
    fields = own(coach.url)
    for request in ({"request": "set.start", "station": "rack-1"},
                    {"request": "set.amend", "set": 7, "load_kg": 1000}):
        assert call(coach.url, "POST", "/tap", request, **fields)[0] == 403
    call(coach.url, "POST", "/tap", {"request": "set.amend", "set": 7, "rpe": 8, "load_kg": 1000},
         **fields)
    call(coach.url, "POST", "/tap", {"request": "station.enter", "station": "rack-1", "athlete": "a1"},
         **fields)
    # Whoever stands at the screen vouches for nobody.
    assert coach.control.asked == [
        {"request": "set.amend", "set": 7, "rpe": 8},
        {"request": "station.enter", "station": "rack-1", "athlete": "a1", "pin": ""}]


def test_signing_out_ends_the_session_and_its_stream(coach):
    fields, _ = signed_in(coach)
    host = coach.url.split("/")[2]
    stream = http.client.HTTPConnection(host, timeout=20)
    stream.request("GET", "/coach/events", headers={"Cookie": fields["Cookie"]})
    answer = stream.getresponse()
    coach.daemon.accept()
    assert call(coach.url, "POST", "/coach/sign-out", {}, **fields)[0] == 200
    assert call(coach.url, "GET", "/coach/session", Cookie=fields["Cookie"])[2] == {"ok": {}}
    coach.daemon.say(hello(), narrowed(), {"kind": "heartbeat", "seq": 3, "t_emit": 101.0})
    assert b"heartbeat" in answer.read()


def test_a_file_of_pins_that_everybody_can_read_is_refused(gym):
    pins = gym.folder / "pins"
    pins.write_text("$y$j9T$abcdefgh$abcdefghijklmnopqrstuvwxyz\n")
    pins.chmod(0o644)
    process = gym.start("kiosk", "sinew-kiosk", "--port", 0, "--control-socket", gym.folder / "c",
                        "--coach-file", pins)
    assert process.wait(timeout=20) != 0


def test_the_coach_signs_in_marks_quiets_and_corrects(page, coach):
    coach.control.answers.update({name: {"ok": {}} for name in (
        "silence", "coach.mark", "rep.correct", "pain", "set.start")})
    page.get(f"{coach.url}coach?lang=en")
    until(lambda: page.find_elements(By.CSS_SELECTOR, ".sign-in input"), 20, "the form")
    page.find_element(By.CSS_SELECTOR, ".sign-in input").send_keys("not-the-pin\n")
    until(lambda: texts(page, ".told-here") == ["That is not the PIN."], 20, "the refusal")
    # Browsers write every answer that is no 200 into their log.
    page.get_log("browser")
    coach.sign_in(page)
    rep = dict(kind="rep", t_start=1, t_end=3, partial=False)
    coach.daemon.say(hello(), narrowed(), station("set", athlete="a1", wearing=WEARING), STARTED,
                     in_set(**rep, rep=1), in_set(**rep, rep=2))
    until(lambda: texts(page, ".set .reps") == ["2"], 20, "the live view")
    choose(page, "Muscle", "Biceps")
    press(page, "Touched")
    until(lambda: coach.control.named("coach.mark"), 20, "the mark")
    press(page, "Quiet")
    until(lambda: coach.control.named("silence"), 20, "quiet")
    press(page, "Was none")
    until(lambda: coach.control.named("rep.correct"), 20, "the correction")
    choose(page, "Exercise", "Hip thrust")
    choose(page, "Load, kg", "60")
    press(page, "Begin now")
    until(lambda: coach.control.named("set.start"), 20, "the set")
    assert coach.control.named("coach.mark") == [
        {"station": "rack-1", "mark": "tactile", "muscle": "biceps"}]
    assert coach.control.named("silence") == [{"station": "rack-1", "on": True}]
    assert coach.control.named("rep.correct") == [
        {"station": "rack-1", "set": 7, "rep": 1, "removed": True}]
    assert coach.control.named("set.start") == [
        {"station": "rack-1", "exercise": "hip_thrust", "load_kind": "bar", "load_kg": 60}]
    picture(page, "coach")


def test_an_athlete_is_listed_only_after_saying_so(page, coach):
    coach.control.answers.update({
        "athletes": {"ok": {"athletes": [{"athlete": "a1", "nickname": "Emi", "leaderboard": False}]}},
        "athlete.update": {"ok": {}}})
    coach.sign_in(page)
    coach.daemon.say(hello(), narrowed(), station("idle"))
    until(lambda: "Emi" in texts(page, "option"), 20, "the athlete")
    page.find_element(By.XPATH, "//label[contains(., 'Wants to be listed')]").click()
    until(lambda: coach.control.named("athlete.update"), 20, "the wish")
    assert coach.control.named("athlete.update") == [{"athlete": "a1", "leaderboard": True}]


def test_what_the_daemon_cannot_do_is_its_own_calm_sentence(page, coach):
    coach.sign_in(page, lang="de")
    coach.daemon.say(hello(), narrowed(), station("set", athlete="a1", lang="de"), STARTED)
    until(lambda: texts(page, ".reps") == ["0"], 20, "the desk")
    press(page, "Bestimmen")
    until(lambda: "comes with a later version." in texts(page, ".told-here"), 20, "it")
    picture(page, "coach-de")


def test_sensors_are_found_placed_on_the_body_and_checked(page, coach):
    evil = "<img src=x onerror=\"document.title='owned'\">"
    coach.control.answers.update({name: {"ok": {}} for name in (
        "scan.start", "pair", "assign", "calibrate.start")})
    coach.sign_in(page, view="setup")
    coach.daemon.say(
        hello(), narrowed(), station("signed_in", athlete="a1", wearing=WEARING),
        {"kind": "device", "seq": 3, "device": "box", "model": "openbci-cyton", "state": "streaming",
         "present": True, "station": "rack-1"},
        {"kind": "signal", "seq": 3, "station": "rack-1", "device": "box", "channel": 1,
         "muscle": "biceps", "side": "left", "quality": "poor", "flags": [],
         "mend": "Press the electrode on your left biceps."})
    until(lambda: texts(page, "select option")[:1] == ["rack-1"], 20, "the station")
    press(page, "Scan")
    until(lambda: coach.control.named("scan.start"), 20, "the scan")
    coach.daemon.say({"kind": "scan", "seq": 4, "address": "C4:BE:84:12:34:56", "name": evil,
                      "model": "mindrove-armband", "rssi": -61, "known": False})
    until(lambda: any(evil in text for text in texts(page, ".list li")), 20, "what was heard")
    press(page, "Pair")
    page.execute_script("""document.querySelector('.site[aria-label="Glutes right"]')
        .dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}))""")
    press(page, "Put here")
    press(page, "Sensor check")
    until(lambda: coach.control.named("calibrate.start"), 20, "the check")
    # Left and right answered for each other; the station goes on, the offer stays.
    coach.daemon.say({"kind": "calibration", "seq": 5, "station": "rack-1", "t_signal": 1.0,
                      "what": "placement", "step": "refused", "prompt_code": "swapped",
                      "prompt": "Exchange them?"},
                     station("signed_in", athlete="a1", wearing=WEARING))
    until(lambda: [b for b in page.find_elements(By.CSS_SELECTOR, "button")
                   if b.text == "Exchange the two channels"], 20, "the offer")
    press(page, "Exchange the two channels")
    until(lambda: len(coach.control.named("calibrate.start")) == 2, 20, "the exchange")
    assert coach.control.named("pair") == [
        {"address": "C4:BE:84:12:34:56", "model": "mindrove-armband"}]
    assert coach.control.named("assign") == [
        {"device": "box", "station": "rack-1", "channel": 1, "muscle": "gluteus_maximus",
         "side": "right"}]
    assert coach.control.named("calibrate.start") == [
        {"station": "rack-1", "what": "placement"},
        {"station": "rack-1", "what": "placement", "exchange": True}]
    worn = page.execute_script(
        "return document.querySelector('.site[aria-label=\"Biceps left\"]').dataset.quality")
    assert worn == "poor" and page.title == "Sinew: coach"
    picture(page, "setup")


def test_an_assessment_leaves_maximal_effort_out_where_something_speaks_against_it(page, coach):
    coach.control.answers["calibrate.start"] = {"ok": {}}
    coach.sign_in(page)
    step = {"kind": "calibration", "seq": 5, "station": "rack-1", "t_signal": 1.0, "progress": 1.0}
    coach.daemon.say(hello(), narrowed(), station("calibrating", athlete="a1", wearing=WEARING[:1]))
    until(lambda: "1 / 4: Sensor check" in texts(page, ".verdict"), 20, "the first step")
    press(page, "Skip")
    press(page, "Skip")
    press(page, "Start")
    until(lambda: coach.control.named("calibrate.start"), 20, "the strongest contraction")
    assert coach.control.asked.pop()["screening"] == dict.fromkeys(
        ("chest_pain", "blood_pressure", "surgery", "pregnancy", "acute_pain"), False)
    assert "3 / 4: Your strongest Biceps left" in texts(page, ".verdict")
    page.find_element(By.XPATH, "//label[contains(., 'Pregnant')]").click()
    until(lambda: "3 / 4: Reference set Biceps left" in texts(page, ".verdict"), 20, "the other way")
    press(page, "Start")
    until(lambda: coach.control.named("calibrate.start"), 20, "the calibration")
    coach.daemon.say({**step, "what": "refset", "step": "done", "muscle": "biceps", "side": "left",
                      "result": {"level_uv": 612.4}})
    until(lambda: "4 / 4: Range of motion" in texts(page, ".verdict"), 20, "the next step")
    assert "✓ Reference set Biceps left: 612 µV" in texts(page, ".list li")


def test_progress_shows_trends_with_their_intervals(page, coach):
    coach.control.answers["history"] = {"ok": {"sets": [
        {"set": n, "exercise": "biceps_curl", "started": 1.79e9 + n * 86_400, "score": 60 + n}
        for n in range(10)]}}
    coach.sign_in(page, view="progress")
    own_ = {"seq": 5, "station": "rack-1", "athlete": "a1", "exercise": "biceps_curl"}
    coach.daemon.say(
        hello(), narrowed(), station("signed_in", athlete="a1"),
        {**own_, "kind": "focus.effect", "muscle": "biceps", "percent": 11.4, "ci95": [2.1, 21.6],
         "pairs": 6, "verdict": "raises"},
        {**own_, "kind": "plateau", "measure": "score", "slope_percent_per_session": 0.4,
         "ci90": [-0.9, 1.7], "sessions": 9, "verdict": "undetermined"},
        {**own_, "kind": "stage", "stage": "associative", "retention": 0.86})
    until(lambda: len(texts(page, ".chart .dot")) == 12, 20, "ten sets and two estimates")
    assert set(texts(page, ".verdict")) == {
        "Thinking of the muscle raises it", "Can't be told yet", "Getting steady"}
    picture(page, "progress")


def test_an_athlete_signs_in_with_a_pin_and_says_how_hard_it_was(page, coach):
    coach.control.answers.update({
        "athletes": {"ok": {"athletes": [
            {"athlete": "a1", "nickname": "Emi", "leaderboard": True, "good_reps": 120, "level": 9},
            {"athlete": "a2", "nickname": "Kim", "leaderboard": False, "good_reps": 900}]}},
        "station.enter": {"error": {"code": "not_permitted", "text": "The PIN is wrong."}},
        "set.amend": {"ok": {}}})
    page.get(coach.url)
    coach.daemon.accept()
    coach.daemon.say(hello(), narrowed(), station("idle"))
    until(lambda: texts(page, ".person") == ["Emi", "Kim"], 20, "the nicknames")
    # Only who wants to be seen is listed, and only by good repetitions.
    assert texts(page, ".board li") == ["Good repetitions this week", "Emi120"]
    picture(page, "idle-taps")
    press(page, "Emi")
    until(lambda: texts(page, "dialog h2") == ["Your PIN, Emi"], 20, "the pad")
    for key in "2468✓":
        press(page, key, "dialog")
    until(lambda: texts(page, "dialog .note") == ["The PIN is wrong."], 20, "the refusal")
    coach.control.answers["station.enter"] = {"ok": {}}
    press(page, "✓", "dialog")
    until(lambda: texts(page, "dialog") == [], 20, "the way in")
    assert {"station": "rack-1", "athlete": "a1", "pin": "2468"} in coach.control.named("station.enter")
    coach.daemon.say(station("rest", athlete="a1"), STARTED,
                     in_set(kind="set.ended", summary={"reps": {"counted": 9}}))
    until(lambda: panel(page) == "rest", 20, "the rest")
    press(page, "8", ".effort")
    until(lambda: texts(page, ".question") == ["Noted: 8."], 20, "the answer")
    assert coach.control.named("set.amend") == [{"set": 7, "rpe": 8}]
