"""What a station sounds like, and when it must not."""

import http.client

import pytest

from gym import until
from scenes import here, of, opening, started
from screen import texts

#: Notes what would sound instead of sounding.
EAR = """
window.heard = [];
window.AudioContext = class {
  currentTime = 0; destination = {};
  resume() {}
  createOscillator() {
    const tone = {frequency: {value: 0}, connect: to => to,
      start: at => heard.push(['tone', tone.frequency.value, at]),
      stop: at => at === undefined && heard.push(['hush'])};
    return tone;
  }
  createGain() {
    return {gain: {setValueAtTime() {}, exponentialRampToValueAtTime() {}}, connect: to => to};
  }
  createBufferSource() {
    return {connect: to => to, start: () => heard.push(['voice']), stop: () => heard.push(['hush'])};
  }
  async decodeAudioData(bytes) {
    heard.push(['wav', String.fromCharCode(...new Uint8Array(bytes, 0, 4)), bytes.byteLength > 5000]);
  }
};
"""


@pytest.fixture
def ear(page, scripted):
    """A page that listens to itself; press(n) turns the station's sound n steps on."""
    url, daemon = scripted
    script = page.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": EAR})
    page.get(url)
    daemon.accept()
    daemon.say(*opening(), here("set", "en"), started())
    until(lambda: texts(page, ".reps") == ["0"], 20, "the set")
    yield page, daemon
    page.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument",
                         {"identifier": script["identifier"]})


def press(page, times):
    for _ in range(times):
        page.find_element("css selector", ".sound").click()


def heard(page):
    return page.execute_script("return heard.splice(0)")


def rep(number):
    return of(kind="rep", rep=number, partial=False, t_start=1, t_end=2)


def settle(page, daemon, count):
    """Waits until everything said before has been taken."""
    daemon.say(rep(count))
    until(lambda: texts(page, ".reps") == [str(count)], 20, "the last word")


def test_sound_is_off_until_somebody_asks_for_it(ear):
    page, daemon = ear
    daemon.say(of(kind="phase", phase="eccentric", t_signal=100.0, target_s=3))
    settle(page, daemon, 1)
    assert heard(page) == []
    press(page, 1)
    settle(page, daemon, 2)
    assert heard(page) == [["tone", 880, 0]]


def test_the_tempo_sounds_a_second_at_a_time_and_the_next_phase_ends_it(ear):
    page, daemon = ear
    press(page, 1)
    daemon.say(of(kind="phase", phase="eccentric", t_signal=100.0, target_s=3),
               of(kind="phase", phase="concentric", t_signal=101.0, target_s=1))
    until(lambda: page.execute_script("return heard.some(one => one[1] === 660 && one[2] === 0)"),
          20, "the second phase")
    said = heard(page)
    assert said[:4] == [["tone", 440, 0], ["tone", 330, 1], ["tone", 330, 2], ["tone", 660, 3]]
    assert said[4:8] == [["hush"]] * 4 and said[8] == ["tone", 660, 0]


def test_a_hold_counts_its_last_seconds(ear):
    page, daemon = ear
    press(page, 1)
    for tenth in range(0, 55):
        daemon.say(of(kind="hold", muscle="biceps", seconds=tenth / 10, target_s=5, in_band=True))
    until(lambda: len(page.execute_script("return heard")) == 4, 20, "three beats and the end")
    assert [tone[1] for tone in heard(page)] == [330, 330, 330, 660]


@pytest.mark.parametrize("hidden", [
    {"show": "none", "why": "silence", "until": "request"},
    {"show": "summary", "why": "stage", "until": "set_end"}])
def test_silence_and_hidden_feedback_are_silent(ear, hidden):
    page, daemon = ear
    press(page, 2)
    daemon.say(of(kind="phase", phase="eccentric", t_signal=100.0, target_s=3))
    until(lambda: page.execute_script("return heard.length") == 4, 20, "the tempo")
    heard(page)
    daemon.say({"kind": "feedback", "seq": 9, "station": "rack-1", **hidden}, rep(1),
               of(kind="cue", cue="c", text="Squeeze."),
               {"kind": "feedback", "seq": 9, "station": "rack-1", "show": "live"})
    settle(page, daemon, 2)
    assert heard(page) == [["hush"]] * 4 + [["tone", 880, 0]]


def test_nothing_sounds_under_a_load_near_the_maximum(ear):
    page, daemon = ear
    press(page, 2)
    daemon.say(started(heavy=True), rep(1), of(kind="cue", cue="c", text="Squeeze."),
               of(kind="phase", phase="eccentric", t_signal=100.0, target_s=3))
    settle(page, daemon, 2)
    assert heard(page) == []


def test_nothing_sounds_when_the_bar_slows_down_far(ear):
    page, daemon = ear
    press(page, 1)
    free = started()
    free["target"] = {"reps": [5, 8]}
    daemon.say(free, {**rep(1), "velocity_m_s": 0.80}, {**rep(2), "velocity_m_s": 0.50})
    until(lambda: texts(page, ".reps") == ["2"], 20, "the slow one")
    assert heard(page) == [["tone", 880, 0]], "the fast one alone"


def test_a_cue_is_spoken_by_the_kiosks_own_voice(ear):
    page, daemon = ear
    press(page, 2)
    daemon.say(of(kind="cue", cue="c", text="--version <b>Squeeze</b> at the top."))
    until(lambda: page.execute_script("return heard.some(one => one[0] === 'voice')"), 20, "it")
    assert heard(page) == [["wav", "RIFF", True], ["voice"]]


def test_a_kiosk_without_a_voice_says_so_and_long_texts_are_not_spoken(gym):
    host = gym.kiosk("--voice", "no-such-program").split("/")[2]
    for path, status in (("/voice?lang=en&text=Squeeze.", 404), ("/voice?lang=en", 400),
                         ("/voice?text=" + "x" * 241, 400)):
        link = http.client.HTTPConnection(host)
        link.request("GET", path)
        assert link.getresponse().status == status, path
