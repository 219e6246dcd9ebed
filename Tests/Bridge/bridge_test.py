"""The bridge against a real Mosquitto, with paho-mqtt as the reader: make bridge-test."""

import signal
import subprocess
import time

from street import (BOOT, LyingBroker, Namespace, Proxy, answers, authority, free_port, once, until)

STATION = {"kind": "station", "seq": 4, "t_emit": 1.0, "station": "rack-1", "athlete": "a17",
           "present": True, "state": "set", "nickname": "Quirin", "lang": "en", "private": False,
           "wearing": [{"device": "box", "channel": 1, "muscle": "biceps"}], "queue": ["Kim"]}
DEVICE = {"kind": "device", "seq": 5, "t_emit": 1.0, "station": "rack-1", "present": True,
          "device": "box", "model": "openbci-cyton", "link": "serial", "state": "streaming",
          "text": "box of Quirin", "battery": 0.83}
BRIDGE = "sinew/riverside/bridge"
CONNACK = bytes.fromhex("2003000000")


def online(reader):
    return until(lambda: (reader.state(BRIDGE) or {}).get("daemon") == "up", 15, "the bridge")


def numbers(lines):
    return sorted(line["n"] for line in lines if "n" in line)


def test_retained_is_how_things_are_and_never_who_is_there(street):
    port = free_port()
    street.broker(port)
    daemon = street.daemon(state=[STATION, DEVICE])
    live = street.subscriber(port)
    street.bridge(port)
    online(live)
    for number in range(20):
        daemon.say("rep", n=number, athlete="a17", set=41)
    until(lambda: len(live.lines(kind="rep")) == 20, 10, "the lines")
    assert live.lines(kind="onset") == [], "what came before the narrowed scope stays at home"
    assert daemon.asked[0]["scope"] == "screen"
    line = live.lines(kind="rep")[3]
    assert (line["gym"], line["id"]) == ("riverside", f"{BOOT[:13]}-104")
    assert line["utc"].startswith(time.strftime("%Y-%m-%dT%H:", time.gmtime()))

    late_comer = street.subscriber(port)
    until(lambda: len(late_comer.messages) >= 3, 5, "what is retained")
    time.sleep(0.3)
    assert all(retained for _, _, retained, _ in late_comer.messages)
    assert {topic for topic, *_ in late_comer.messages} == {
        BRIDGE, "sinew/riverside/station/rack-1", "sinew/riverside/device/box"}
    for _, payload, _, _ in late_comer.messages:
        for word in [b"a17", b"Quirin", b"Kim", b"biceps", b"athlete", b"nickname", b"wearing"]:
            assert word not in payload
    assert late_comer.state("sinew/riverside/station/rack-1")["state"] == "set"
    assert late_comer.state("sinew/riverside/device/box")["battery"] == 0.83


def test_a_device_that_is_gone_from_the_state_is_gone_from_the_broker(street):
    port = free_port()
    street.broker(port)
    daemon = street.daemon(state=[STATION, DEVICE])
    reader = street.subscriber(port)
    street.bridge(port)
    until(lambda: reader.state("sinew/riverside/device/box"), 10, "the device")
    daemon.state = [STATION]
    daemon.hang_up()
    until(lambda: any(topic.endswith("/device/box") and payload == b""
                      for topic, payload, *_ in reader.messages), 10, "the end of the device")
    assert reader.state("sinew/riverside/station/rack-1")["state"] == "set"


def test_the_broker_tells_how_the_bridge_is(street):
    port = free_port()
    street.broker(port)
    daemon = street.daemon()
    reader = street.subscriber(port)
    street.bridge(port)
    online(reader)
    daemon.hang_up()
    until(lambda: reader.state(BRIDGE)["daemon"] == "away", 5, "word of the daemon's absence")
    until(lambda: reader.state(BRIDGE)["daemon"] == "up", 5, "word of its return")
    street.end("bridge", signal.SIGKILL)
    until(lambda: reader.state(BRIDGE)["state"] == "gone", 10, "the last will")
    street.bridge(port)
    online(reader)
    assert street.end("bridge") == 0
    until(lambda: reader.state(BRIDGE)["state"] == "stopped", 5, "the good-bye")


def test_nothing_is_lost_or_doubled_when_the_broker_restarts(street):
    port = free_port()
    lines = [f"listener {port} 127.0.0.1", "allow_anonymous true", "persistence true",
             f"persistence_location {street.folder}/"]
    street.broker(port, *lines)
    daemon = street.daemon()
    reader = street.subscriber(port)
    street.bridge(port)
    online(reader)
    for number in range(600):
        daemon.say("rep", n=number)
        time.sleep(0.01)
        if number == 100:
            street.end("broker")
        if number == 350:
            street.broker(port, *lines)
    until(lambda: numbers(once(reader.everything()).values())[-1:] == [599], 20, "the last line")
    until(lambda: size(street) == 0, 10, "an empty buffer")
    got = numbers(once(reader.everything()).values())
    assert got == list(range(600)), sorted(set(range(600)) - set(got))[:5]
    assert sum(1 for line in reader.everything() if line.get("again")) <= 100


def test_a_cut_network_costs_no_line(street):
    if Namespace.is_possible():
        network = street.closing.enter_context(Namespace())
        port = 1883
        street.broker(port, "listener 1883", "allow_anonymous true", before=network.before,
                      wait=False)
        until(lambda: answers(network.host, port), 10, "the broker beyond the cable")
        reader_at = (port, network.host)
        words = (f"mqtt://{network.host}:{port}",)
    else:
        behind = free_port()
        street.broker(behind)
        network = street.closing.enter_context(Proxy(behind))
        reader_at = (behind, "127.0.0.1")
        words = (f"mqtt://127.0.0.1:{network.port}",)
    daemon = street.daemon()
    reader = street.subscriber(reader_at[0], host=reader_at[1])
    street.bridge(0, "--insecure", address=words[0])
    online(reader)
    sent = 0
    began = time.monotonic()
    while time.monotonic() - began < 16:
        daemon.say("rep", n=sent)
        sent += 1
        if sent == 50:
            network.cut()
        time.sleep(0.02)
    network.mend()
    until(lambda: numbers(once(reader.everything()).values()) == list(range(sent)), 30,
          f"all {sent} lines")
    assert "has acknowledged nothing for 10 s" in street.log("bridge")
    assert len(reader.lines("/late/")) > 100, "what waited is told apart"
    daemon.say("rep", n=sent)
    until(lambda: numbers(reader.lines("/live/"))[-1:] == [sent], 5, "life to go on")


def test_a_full_buffer_drops_the_oldest_and_says_how_many(street):
    port = free_port()
    daemon = street.daemon()
    street.bridge(port, "--buffer-mb", 1)
    daemon.heard()
    filler = subprocess.check_output(["openssl", "rand", "-hex", "1800000"]).decode()
    total = 3000
    for number in range(total):
        # Hexadecimal digits of noise halve at best.
        daemon.say("rep", n=number, noise=filler[number * 1200:number * 1200 + 1200])
    until(lambda: size(street) > 700_000, 20, "the buffer to fill")
    time.sleep(1)
    assert size(street) <= 1_000_000
    street.broker(port)
    reader = street.subscriber(port)
    until(lambda: total - 1 in numbers(once(reader.everything()).values()), 30, "the newest line")
    until(lambda: size(street) == 0, 20, "what waits to be taken")
    street.end("bridge")
    until(lambda: (reader.state(BRIDGE) or {}).get("state") == "stopped", 10, "the good-bye")
    got = numbers(once(reader.everything()).values())
    dropped = reader.state(BRIDGE)["dropped_lines"]
    assert dropped > 0 and got == list(range(dropped, total)), (dropped, len(got))


def size(street):
    return sum(file.stat().st_size for file in (street.folder / "riverside-state").glob("*.seg"))


def test_certificates_are_checked_on_both_sides(street):
    trusted, certify = authority(street.folder, "chain")
    server, server_key = certify("broker", "IP:127.0.0.1")
    elsewhere, elsewhere_key = certify("elsewhere", "DNS:elsewhere.example")
    ours, our_key = certify("riverside")
    stranger, _ = authority(street.folder, "stranger")
    port = free_port()

    def tls(certificate, key):
        return [f"listener {port} 127.0.0.1", "allow_anonymous true", f"cafile {trusted}",
                f"certfile {certificate}", f"keyfile {key}", "require_certificate true",
                "use_identity_as_username true"]

    street.broker(port, *tls(server, server_key))
    daemon = street.daemon()
    address = f"mqtts://127.0.0.1:{port}"

    def bridge(*words):
        return street.bridge(port, *words, address=address)

    def refused(reason, *words):
        # What it said in an earlier run does not count.
        before = street.log("bridge").count(reason)
        process = bridge(*words)
        until(lambda: street.log("bridge").count(reason) > before, 10, reason)
        assert process.poll() is None, "it goes on trying"
        assert street.end("bridge") == 0

    refused("certificate verify failed", "--ca-file", stranger, "--certificate-file", ours,
            "--key-file", our_key)
    refused("perhaps it asks for a certificate", "--ca-file", trusted)
    street.end("broker")
    street.broker(port, *tls(elsewhere, elsewhere_key))
    refused("certificate verify failed", "--ca-file", trusted, "--certificate-file", ours,
            "--key-file", our_key)
    street.end("broker")

    street.broker(port, *tls(server, server_key))
    reader = street.subscriber(port, ca_certs=str(trusted), certfile=str(ours),
                               keyfile=str(our_key))
    bridge("--ca-file", trusted, "--certificate-file", ours, "--key-file", our_key)
    online(reader)
    daemon.say("rep", n=1)
    until(lambda: numbers(reader.lines()) == [1], 10, "the line over TLS")

    our_key.chmod(0o644)
    said = subprocess.run(
        [street.programs / "sinew-bridge", "mqtt", "--gym", "x", "--broker", address,
         "--certificate-file", ours, "--key-file", our_key], capture_output=True, text=True)
    assert said.returncode == 2 and "can be read by everybody: chmod 0640" in said.stderr


def test_refused_credentials_are_said_and_lines_wait(street):
    port = free_port()
    secrets = street.folder / "secrets"
    subprocess.run(["mosquitto_passwd", "-b", "-c", secrets, "gym", "right"], check=True)
    access = street.folder / "access"
    access.write_text("user gym\ntopic readwrite sinew/riverside/#\n"
                      "topic deny sinew/riverside/live/rack-1/cue\n")
    street.broker(port, f"listener {port} 127.0.0.1", "allow_anonymous false",
                  f"password_file {secrets}", f"acl_file {access}")
    password = street.folder / "password"
    password.write_text("wrong\n")
    password.chmod(0o600)
    daemon = street.daemon()
    words = ("--username", "gym", "--password-file", password)
    street.bridge(port, *words)
    daemon.heard()
    until(lambda: "authoris" in street.log("bridge") or "password" in street.log("bridge"), 10,
          "why it is refused")
    for number in range(50):
        daemon.say("rep", n=number)
    time.sleep(0.5)
    street.end("bridge")
    password.write_text("right\n")
    street.bridge(port, *words)
    until(lambda: "connected" in street.log("bridge"), 10, "the right password")
    daemon.heard(2)
    # A refused message is no reason to stop.
    daemon.say("cue", n=1)
    until(lambda: "does not authorise the topic" in street.log("bridge"), 10, "the refused topic")
    until(lambda: size(street) == 0, 10, "what waited to be taken")


def test_a_broker_that_lies_or_stalls_holds_nobody_up(street):
    kinds = {
        "silent": (b"", None), "stalling": (CONNACK, None), "web": (b"HTTP/1.1 400 No\r\n", None),
        "inventive": (CONNACK, bytes.fromhex("4002ffff")),
        "endless": (CONNACK, b"\x30\xff\xff\xff\x7f"),
    }
    daemon = street.daemon()
    ports = {name: free_port() for name in kinds}
    liars = [street.closing.enter_context(LyingBroker(ports[name], *words))
             for name, words in kinds.items()]
    bridges = [street.bridge(ports[name], name=name, gym=name) for name in kinds]
    until(lambda: len(daemon.clients) == len(kinds), 10, "the bridges")
    until(lambda: all(liar.connections for liar in liars), 10, "a try with each broker")
    sent = 0
    began = time.monotonic()
    while time.monotonic() - began < 12:
        # It fails when one of them does not read for five seconds.
        daemon.say("rep", n=sent)
        sent += 1
        time.sleep(0.01)
    assert all(bridge.poll() is None for bridge in bridges)
    until(lambda: "has acknowledged nothing" in street.log("stalling"), 10, "a word of the stall")
    until(lambda: "does not answer" in street.log("silent"), 10, "a word of the silence")
    for liar in liars:
        liar.__exit__()
    listeners = [line for port in ports.values() for line in [f"listener {port} 127.0.0.1"]]
    street.broker(ports["web"], "allow_anonymous true", *listeners)
    reader = street.subscriber(ports["web"])
    for name in kinds:
        until(lambda: numbers(once([line for line in reader.everything() if line["gym"] == name])
                              .values()) == list(range(sent)), 40, f"all {sent} lines of {name}")


def test_killed_while_it_drains_it_repeats_little_and_says_so(street):
    port = free_port()
    daemon = street.daemon()
    street.bridge(port)
    daemon.heard()
    total = 4000
    for number in range(total):
        daemon.say("rep", n=number, noise="x" * 600)
    until(lambda: size(street) > 0, 15, "the buffer")
    time.sleep(0.5)
    # The rest goes to the disk at its good-bye.
    street.end("bridge")
    street.broker(port)
    reader = street.subscriber(port)
    street.bridge(port)
    for _ in range(2):
        seen = len(reader.messages)
        until(lambda: len(reader.messages) > seen + 500, 15, "some of the lines")
        street.end("bridge", signal.SIGKILL)
        street.bridge(port)
    until(lambda: len(once(reader.everything())) == total, 30, "all lines")
    assert numbers(once(reader.everything()).values()) == list(range(total))
    again = [line for line in reader.everything() if line.get("again")]
    assert len(reader.everything()) - total <= len(again)


def test_repetitions_that_happened_while_it_was_away_are_news_once(street):
    port = free_port()
    street.broker(port)
    daemon = street.daemon()
    reader = street.subscriber(port)
    street.bridge(port)
    online(reader)
    seq = daemon.say("rep", n=1)
    until(lambda: numbers(reader.lines()) == [1], 5, "the first")
    street.end("bridge")
    rep = {"kind": "rep", "t_emit": 2.0, "station": "rack-1", "state": True}
    daemon.state = [{**rep, "seq": seq, "n": 1}, {**rep, "seq": seq + 1, "n": 2}]
    daemon.seq = seq + 1
    street.bridge(port)
    until(lambda: 2 in numbers(reader.lines()), 10, "what it missed")
    asked = len(daemon.asked)
    daemon.hang_up()
    daemon.heard(asked + 1)
    daemon.say("rep", n=3)
    until(lambda: 3 in numbers(reader.lines()), 10, "the next")
    assert numbers(reader.lines()) == [1, 2, 3]
