"""The bridge at the real daemon with emulated sensors."""

import json
import socket
import subprocess

from street import free_port, once, until

CONFIGURATION = """
stations:
  rack-1: {{nickname: Quirin, exercise: biceps_curl}}
sensors:
  box:
    match: {{driver: openbci-cyton, port: {folder}/cyton}}
    station: rack-1
    channels: {{1: {{muscle: biceps, side: left, mvc: 900}}}}
real_time: false
"""


def ask(street, request, **fields):
    with socket.socket(socket.AF_UNIX) as link:
        link.connect(str(street.folder / "control.sock"))
        link.sendall(json.dumps({"id": 1, "request": request, **fields}).encode() + b"\n")
        return json.loads(link.makefile().readline())["ok"]


def test_a_set_of_the_real_daemon_reaches_the_broker(street):
    port = free_port()
    street.broker(port)
    folder = street.folder
    (folder / "sinew.yaml").write_text(CONFIGURATION.format(folder=folder))
    street.start("sensor", street.programs / "sinewctl", "simulate", "--device", "openbci-cyton",
                 "--link", folder / "cyton")
    until(lambda: (folder / "cyton").exists(), 10, "the sensor")
    daemon = [street.programs / "sinewd", "--config", folder / "sinew.yaml", "--feedback-socket",
              folder / "feedback.sock", "--control-socket", folder / "control.sock",
              "--state-directory", folder / "state", "--log-level", "error"]
    street.start("daemon", *daemon)
    reader = street.subscriber(port)
    config = folder / "bridge.yaml"
    config.write_text(f"gym: riverside\nbroker: mqtt://127.0.0.1:{port}\nactivation_hz: 10\n"
                      f"feedback_socket: {folder}/feedback.sock\nstate_directory: {folder}/spool\n")
    checked = subprocess.run([street.programs / "sinew-bridge", "mqtt", "--config", config,
                              "--check-config"], capture_output=True, text=True)
    assert checked.returncode == 0 and "no complaints" in checked.stdout
    street.start("bridge", street.programs / "sinew-bridge", "mqtt", "--config", config)
    until(lambda: (reader.state("sinew/riverside/device/box") or {}).get("state") == "streaming", 20,
          "the device")
    number = ask(street, "set.start", station="rack-1")["set"]
    until(lambda: reader.lines(kind="set.started"), 10, "the set")
    assert reader.lines(kind="set.started")[0]["set"] == number
    until(lambda: len(reader.lines(kind="activation")) > 20, 10, "levels")
    ask(street, "set.end", station="rack-1")
    until(lambda: reader.lines(kind="set.ended"), 10, "its end")
    until(lambda: (reader.state("sinew/riverside/station/rack-1") or {}).get("state") != "set", 10,
          "the rest")
    # The daemon runs as this user and would tell all; the bridge asked for a public screen's part.
    assert not reader.lines(kind="onset")
    lines = reader.lines()
    assert len(once(lines)) == len(lines)
    late = street.subscriber(port)

    def kept():
        return [payload for _, payload, retained, _ in list(late.messages) if retained]

    until(lambda: len(kept()) == 3, 10, "gym, station and device as they are")
    for payload in kept():
        assert b"Quirin" not in payload and b"athlete" not in payload
    # The daemon goes and comes: the levels of its next life are other lines.
    street.end("daemon")
    until(lambda: reader.state("sinew/riverside/bridge")["daemon"] == "away", 10, "its absence")
    before = len(reader.lines(kind="activation"))
    street.start("daemon", *daemon)
    until(lambda: len(reader.lines(kind="activation")) > before + 10, 20, "levels again")
    lines = reader.lines()
    assert len(once(lines)) == len(lines)
