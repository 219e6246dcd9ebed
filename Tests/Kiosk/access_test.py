"""Whether everybody can read and reach each view: axe-core, sizes, keyboard, reduced motion."""

from pathlib import Path

import axe_core_python
import pytest
from selenium.webdriver.common.by import By

from gym import until
from scenes import HISTORY, PEOPLE, coach_scene, opening, scenes
from screen import panel, picture, texts

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text()
#: Selectors of the numbers that are read from two metres.
NUMBERS = (".set .reps, .rest .reps .number, .score .number, .timer:not([data-ready=yes]), .left, "
           ".ring[data-shows=hold] .seconds, .sum")


def faults(page):
    """What axe-core finds against WCAG 2.1 A and AA."""
    page.execute_script(AXE)
    found = page.execute_async_script("""
        const done = arguments[0];
        axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']}).then(r => done(
          r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html).join(' | '))))""")
    return found


def outside(page):
    """Words that do not fit into their station."""
    return page.execute_script("""
        return [...document.querySelectorAll('.station')].flatMap(s => {
          const b = s.getBoundingClientRect();
          return [...s.querySelectorAll('p, output, li, button')].filter(e => {
            const r = e.getBoundingClientRect();
            return r.width && e.textContent && (r.right > b.right + 1 || r.bottom > b.bottom + 1
              || r.left < b.left - 1);
          }).map(e => e.className + ': ' + e.textContent)})""")


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("name", list(scenes()))
def test_a_public_view_is_readable(page, scripted, name, lang):
    url, daemon = scripted
    page.get(f"{url}?lang={lang}")
    daemon.accept()
    shown, lines = scenes(lang)[name]
    daemon.say(*opening(), *lines)
    until(lambda: panel(page) == shown, 20, name)
    count = 8 if name == "floor" else 1
    until(lambda: len(texts(page, ".station")) == count, 20, "every station")
    assert outside(page) == []
    small = page.execute_script("""
        return [...document.querySelectorAll(arguments[0])].filter(e => e.textContent
          && e.offsetParent && parseFloat(getComputedStyle(e).fontSize) < 48)
          .map(e => e.className)""", NUMBERS)
    assert small == []
    assert faults(page) == []
    picture(page, f"{name}-{lang}")


@pytest.mark.parametrize("view", ["training", "setup", "progress"])
def test_a_coachs_view_is_readable(page, coach, view):
    coach.control.answers.update({"athletes": PEOPLE, "history": HISTORY})
    coach.sign_in(page, view)
    coach.daemon.say(*opening("coach"), *coach_scene(calibrating=view == "setup"))
    until(lambda: texts(page, "select option")[:1] == ["rack-1"], 20, "the station")
    assert faults(page) == []
    small = page.execute_script("""
        return [...document.querySelectorAll('button, select, input:not([type=checkbox])')]
          .filter(e => e.offsetParent && e.getBoundingClientRect().height < 48)
          .map(e => e.outerHTML)""")
    assert small == [], "a finger needs 48 px"


def test_the_form_for_the_pin_is_readable(page, coach):
    page.get(f"{coach.url}coach")
    until(lambda: page.find_elements(By.CSS_SELECTOR, ".sign-in input"), 20, "the form")
    assert faults(page) == []


def test_the_judge_sees_what_is_unreadable(page, scripted):
    url, daemon = scripted
    page.get(url)
    daemon.accept()
    daemon.say(*opening(), *scenes()["set"][1])
    until(lambda: panel(page) == "set", 20, "the set")
    page.execute_script("document.querySelector('.what').style.color = '#3a4350'")
    assert [fault for fault in faults(page) if fault.startswith("color-contrast")]


def test_keys_reach_every_station_and_its_sound(page, scripted):
    url, daemon = scripted
    page.get(url)
    daemon.accept()
    daemon.say(*opening(), *scenes()["floor"][1])
    until(lambda: len(texts(page, ".station")) == 8, 20, "the floor")
    page.find_element(By.CSS_SELECTOR, "[data-station=rack-2] a").send_keys("\n")
    until(lambda: "station=rack-2" in page.current_url, 20, "one station")


def test_nothing_moves_by_itself_for_those_who_asked_for_that(page, scripted):
    url, daemon = scripted
    wish = {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]}
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", wish)
    page.get(url)
    daemon.accept()
    daemon.say(*opening(), *scenes()["set"][1])
    until(lambda: panel(page) == "set", 20, "the set")
    moving = page.execute_script("""
        return [...document.querySelectorAll('*')].filter(e => {
          const s = getComputedStyle(e);
          return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0;
        }).map(e => e.className)""")
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert moving == []


def test_a_level_changes_nothing_but_its_own_bar(page, scripted):
    from scenes import levels
    url, daemon = scripted
    page.get(url)
    daemon.accept()
    daemon.say(*opening(), *scenes()["floor"][1])
    until(lambda: len(texts(page, ".station")) == 8, 20, "the floor")
    page.execute_script("""
        window.touched = new Set();
        new MutationObserver(all => all.forEach(m => {
          const e = m.target.nodeType === 1 ? m.target : m.target.parentElement;
          if (!e.closest('.ring')) touched.add(e.closest('.station').dataset.station + ' '
            + (e.closest('.muscle')?.dataset.role ?? e.className));
        })).observe(document.getElementById('floor'),
          {subtree: true, childList: true, attributes: true, characterData: true});""")
    daemon.say(levels(0.93, 0.1, "rack-2", "Alex"))
    until(lambda: "95 %" in texts(page, "[data-station=rack-2] .value"), 20, "the level")
    assert page.execute_script("return [...touched]") == ["rack-2 target"]
