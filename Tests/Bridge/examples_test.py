"""The files of Docs/Examples that Docs/ManyGyms.md shows, at work."""

import json
import re
import tomllib
from pathlib import Path

import paho.mqtt.client as paho

from bridge_test import DEVICE, STATION, numbers, online
from street import authority, free_port, until

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "Docs/Examples"


def test_two_brokers_of_the_examples_pass_lines_on_and_keep_gyms_apart(street):
    """The gym's own broker and the chain's, with certificates, as the files say."""
    port, near = free_port(), free_port()
    folder = street.folder
    trusted, certify = authority(folder, "chain")
    certify("broker", "IP:127.0.0.1")
    certify("riverside")
    certify("telegraf")
    certify("harbour")

    def example(name, **words):
        text = (EXAMPLES / name).read_text()
        text = text.replace("/var/lib/mosquitto/", f"{folder}/{name}-")
        text = text.replace("/etc/mosquitto/gyms.acl", str(EXAMPLES / "mosquitto-gyms.acl"))
        text = re.sub(r"/etc/mosquitto/(\w+\.\w+)", rf"{folder}/\1", text)
        for old, new in words.items():
            text = text.replace(old.replace("_", " "), new)
        return text.split("\n")

    street.broker(port, *example("mosquitto-chain.conf", listener_8883=f"listener {port} 127.0.0.1"),
                  name="chain")
    street.broker(near, *[line.replace("broker.example:8883", f"127.0.0.1:{port}") for line in
                          example("mosquitto-gym.conf", listener_1883=f"listener {near}")],
                  name="gym")

    def reader(name):
        return street.subscriber(port, ca_certs=str(trusted), certfile=str(folder / f"{name}.crt"),
                                 keyfile=str(folder / f"{name}.key"))

    dashboard, other = reader("telegraf"), reader("harbour")
    daemon = street.daemon(state=[STATION, DEVICE])
    street.bridge(near)
    online(dashboard)
    daemon.say("activation", n=1)
    daemon.say("rep", n=2)
    until(lambda: numbers(dashboard.lines()) == [2], 10, "the repetition, without levels")
    until(lambda: dashboard.state("sinew/riverside/device/box"), 5, "the device")

    # Another gym's certificate can neither read nor write here.
    stranger = paho.Client(paho.CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
    stranger.tls_set(ca_certs=str(trusted), certfile=str(folder / "harbour.crt"),
                     keyfile=str(folder / "harbour.key"))
    stranger.connect("127.0.0.1", port)
    stranger.loop_start()
    until(stranger.is_connected, 10, "the other gym's connection")
    stranger.publish("sinew/riverside/live/rack-1/rep", '{"n":99}', qos=1).wait_for_publish(5)
    stranger.publish("sinew/harbour/live/rack-1/rep", '{"n":7}', qos=1).wait_for_publish(5)
    until(lambda: dashboard.lines("/harbour/live/"), 5, "the other gym's own")
    stranger.loop_stop()
    assert numbers(dashboard.lines()) == [2]
    assert other.messages == []


def test_telegraf_finds_what_its_example_looks_for(street):
    """Telegraf itself is no Debian package: topics and paths of its file, against real messages."""
    port = free_port()
    street.broker(port)
    daemon = street.daemon(state=[STATION, DEVICE])
    reader = street.subscriber(port)
    street.bridge(port)
    online(reader)
    daemon.say("rep", rep=3, score=78.5, set=41, exercise="biceps_curl")
    daemon.say("set.ended", set=41, exercise="biceps_curl", why="still")
    until(lambda: len(reader.lines()) == 2, 10, "the lines")
    messages = [(topic, json.loads(payload)) for topic, payload, *_ in reader.messages]
    kinds = {"int": int, "float": (int, float), "string": str}
    inputs = tomllib.loads((EXAMPLES / "telegraf.conf").read_text())["inputs"]["mqtt_consumer"]
    assert len(inputs) == 3
    for consumer in inputs:
        matching = [(topic, payload) for topic, payload in messages
                    if any(paho.topic_matches_sub(wanted, topic) for wanted in consumer["topics"])]
        assert matching, consumer["topics"]
        (reading,) = consumer["json_v2"]
        for topic, payload in matching:
            for parsing in consumer["topic_parsing"]:
                assert len(parsing["tags"].split("/")) == len(parsing["topic"].split("/"))
                assert paho.topic_matches_sub(parsing["topic"], topic)
            if "timestamp_path" in reading:
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z",
                                    payload[reading["timestamp_path"]])
            for wanted in reading["field"]:
                if wanted["path"] in payload or not wanted.get("optional"):
                    assert isinstance(payload[wanted["path"]], kinds[wanted["type"]]), wanted
        seen = {wanted["path"] for wanted in reading["field"] for _, payload in matching
                if wanted["path"] in payload}
        assert seen >= {wanted["path"] for wanted in reading["field"]} - {"gaps"}
