"""What every test of the screen starts with."""

import os

import pytest
from selenium import webdriver

from gym import Gym, ScriptedControl, ScriptedDaemon, until

PROGRAMS = os.environ["SINEW_PROGRAMS"]
PIN = "chalk-4711"


@pytest.fixture(scope="session")
def browser():
    options = webdriver.ChromeOptions()
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                 "--window-size=1920,1080"):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(
        options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    yield driver
    driver.quit()


@pytest.fixture
def page(browser):
    """The browser, which must have nothing to complain about when the test is over."""
    browser.get("about:blank")
    browser.get_log("browser")
    yield browser
    words = [entry["message"] for entry in browser.get_log("browser")]
    assert not [w for w in words if "ERR_CONNECTION_REFUSED" not in w], words


@pytest.fixture
def gym():
    with Gym(PROGRAMS) as gym:
        yield gym


@pytest.fixture
def scripted():
    """A kiosk on a daemon that says what the test tells it to say."""
    with Gym(PROGRAMS) as gym, ScriptedDaemon(gym.folder / "feedback.sock") as daemon:
        yield gym.kiosk(), daemon


class CoachGym:
    """A kiosk that may command, and the scripted daemon behind both of its sockets."""

    def __init__(self, gym, daemon, control):
        self.gym, self.daemon, self.control = gym, daemon, control
        self.url = gym.coach_kiosk(PIN)
        self.pin = PIN

    def sign_in(self, page, view="training", lang="en"):
        page.get(f"{self.url}coach?view={view}&lang={lang}")
        until(lambda: page.find_elements("css selector", ".sign-in input"), 20, "the form")
        page.find_element("css selector", ".sign-in input").send_keys(self.pin + "\n")
        self.daemon.accept()


@pytest.fixture
def coach():
    """A kiosk with the coach's pages on a scripted daemon."""
    with (Gym(PROGRAMS) as gym, ScriptedDaemon(gym.folder / "feedback.sock") as daemon,
          ScriptedControl(gym.folder / "control.sock") as control):
        yield CoachGym(gym, daemon, control)
