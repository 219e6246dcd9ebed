"""The coach's pages and the athletes' taps against the real daemon: what was pressed is what the
daemon remembers."""

import pytest
from selenium.webdriver.common.by import By

from coach_test import choose, press
from conftest import PIN
from gym import until
from screen import panel, picture, texts


@pytest.fixture
def floor(gym):
    """Daemon, emulated sensors and a kiosk that may command."""
    gym.sensors()
    gym.daemon()
    return gym, gym.coach_kiosk(PIN)


def sign_in(page, url, view="training"):
    page.get(f"{url}coach?view={view}&lang=en")
    until(lambda: page.find_elements(By.CSS_SELECTOR, ".sign-in input"), 20, "the form")
    page.find_element(By.CSS_SELECTOR, ".sign-in input").send_keys(PIN + "\n")
    until(lambda: "rack-1" in texts(page, "header option"), 20, "the station")


def note(page, heading, words=None):
    """What a card said last of its requests; `words` puts others there first."""
    return page.execute_script("""
        const card = [...document.querySelectorAll('.card')]
          .find(e => e.querySelector('h2')?.textContent === arguments[0]);
        const note = card.querySelector('.told-here');
        if (arguments[1] !== null) note.textContent = arguments[1];
        return note.textContent""", heading, words)


def do(page, heading, words, expected="Done."):
    """Presses a button of a card and waits for what is said to it."""
    note(page, heading, "waiting")
    press(page, words)
    until(lambda: note(page, heading) != "waiting", 20, f"an answer to {words!r}")
    if expected is not None:
        assert note(page, heading) == expected, words


def test_a_set_led_from_the_page_is_what_the_daemon_remembers(page, floor):
    gym, url = floor
    sign_in(page, url)
    page.find_element(By.XPATH, "//label[contains(., 'Nickname')]/input").send_keys("Emi")
    do(page, "Athlete", "New athlete")
    until(lambda: "Emi" in texts(page, "option"), 20, "her name in the list")
    choose(page, "Athlete", "Emi")
    do(page, "Athlete", "Sign in here")
    until(lambda: texts(page, ".live .who") == ["Emi"], 20, "her at the station")
    choose(page, "Exercise", "Biceps curl")
    choose(page, "Load, kg", "12")
    choose(page, "Counted", "a hand")
    do(page, "Next set", "Begin now")
    until(lambda: len(texts(page, ".list li button")) >= 2 * 3, 90, "three repetitions")
    choose(page, "Muscle", "Biceps")
    for words in ("Touched", "Quiet", "Quiet", "2"):
        do(page, "Marks", words)
    # The emulated athlete would go on and begin another set.
    gym.end("imu")
    gym.end("cyton")
    do(page, "Next set", "End")
    until(lambda: panel(page) == "rest", 20, "the rest")
    do(page, "Corrections", "Was none")
    choose(page, "Load, kg", "14")
    for words in ("Take the load above", "Set does not count", "Set goes on"):
        do(page, "Corrections", words)
    choose(page, "Phase", "2 Skill")
    do(page, "Programme", "Overrule")
    until(lambda: any(text.startswith("2 Skill") for text in texts(page, ".verdict")), 20, "phase 2")
    picture(page, "coach-real")
    athlete = next(one["athlete"] for one in gym.ask("athletes")["ok"]["athletes"]
                   if one["nickname"] == "Emi")
    done = gym.ask("history", athlete=athlete)["ok"]["sets"][0]
    assert done["exercise"] == "biceps_curl" and done["load_kg"] == 14 and not done["discarded"]
    decided = gym.ask("programme", athlete=athlete)["ok"]["decided"][0]["message"]
    assert decided["phase"] == 2 and decided["overridden_by"] == "coach"


def test_a_station_set_up_from_the_page_measures_what_was_put_on(page, floor):
    gym, url = floor
    sign_in(page, url, "setup")
    until(lambda: len(texts(page, ".list li")) >= 4, 20, "sensors and what is worn")
    # No adapter here: one sentence, and everything else goes on.
    do(page, "1. Find sensors", "Scan", None)
    assert "Bluetooth" in note(page, "1. Find sensors")
    do(page, "1. Find sensors", "Which one?", None)
    assert "can neither blink nor buzz" in note(page, "1. Find sensors")
    choose(page, "Muscle", "Forearm flexors")
    choose(page, "Sensor", "box")
    page.execute_script("""
        document.querySelector('input[type=number]').value = 3""")
    do(page, "2. Place electrodes", "Put here")
    until(lambda: any(text.startswith("Forearm flexors left") for text in texts(page, ".list li")), 20,
          "the forearm")
    do(page, "3. Check and calibrate", "Sensor check")
    until(lambda: len(texts(page, ".mini .left")) > 0, 20, "the check")
    do(page, "3. Check and calibrate", "Cancel")
    wearing = gym.present("station")[0]["wearing"]
    assert {"device": "box", "channel": 3, "muscle": "forearm_flexors", "side": "left"} in wearing


def test_an_athlete_at_the_screen_signs_in_with_a_pin_and_rates_the_set(page, floor):
    gym, url = floor
    made = gym.ask("athlete.create", nickname="Kim", lang="en", pin="2468")["ok"]
    gym.ask("station.leave", station="rack-1")
    page.get(url)
    until(lambda: "Kim" in texts(page, ".person"), 60, "the nickname")
    press(page, "Kim")
    until(lambda: texts(page, "dialog h2") == ["Your PIN, Kim"], 20, "the pad")
    for key in "1111✓":
        press(page, key, "dialog")
    until(lambda: texts(page, "dialog .note") == ["That is not the PIN."], 20, "the refusal")
    for key in "2468✓":
        press(page, key, "dialog")
    until(lambda: texts(page, ".who") == ["Kim"], 20, "Kim at the station")
    until(lambda: panel(page) == "set", 90, "the set")
    until(lambda: int(texts(page, ".set .reps")[0]) >= 3, 60, "three repetitions")
    gym.ask("set.end", station="rack-1")
    until(lambda: panel(page) == "rest", 20, "the rest")
    press(page, "8", ".effort")
    until(lambda: texts(page, ".question") == ["Noted: 8."], 20, "the answer")
    done = gym.ask("history", athlete=made["athlete"])["ok"]["sets"][0]
    assert done["rpe"] == 8


def test_a_private_stations_own_screen_shows_sides_to_who_signed_in_there(page, gym):
    configuration = gym.folder / "sinew.yaml"
    text = configuration.read_text()
    private = text.replace('rack-1: {nickname: "Alex", ', "rack-1: {private: true, ")
    assert private != text
    configuration.write_text(private)
    gym.sensors()
    gym.daemon()
    url = gym.coach_kiosk(PIN)
    made = gym.ask("athlete.create", nickname="Kim", lang="en", pin="2468")["ok"]
    page.get(f"{url}?station=rack-1")
    until(lambda: "Kim" in texts(page, ".person"), 60, "the nickname")
    press(page, "Kim")
    until(lambda: texts(page, "dialog h2") == ["Your PIN, Kim"], 20, "the pad")
    for key in "2468✓":
        press(page, key, "dialog")
    until(lambda: panel(page) == "set", 90, "the set")
    until(lambda: texts(page, ".label") == ["Biceps left", "Front delt left"], 20, "the sides")
    # Anybody else's screen of the same station stays public.
    page.get(f"{url}?station=rack-1")
    until(lambda: texts(page, ".label") == ["Biceps", "Front delt"], 20, "no sides")
    assert gym.ask("stations")["ok"]["stations"][0]["athlete"] == made["athlete"]
