"""Wearables over Bluetooth LE, on the kernel's own stack."""

import json
import re
import statistics
import time

from radio import Radio

RATES = {"band-a": 200, "band-b": 150, "cap-c": 200}
MINUTE = 60
ADDRESS = "C4:F2:F3:F4:F5:03"


class Air:
    """The state that the stories hand on."""

    radio = None
    python = None


def streams(bench, name, since, timeout=120):
    return bench.became(name, "streaming", since, timeout)


def told(bench, name):
    """Frames of a sensor once no more come: the wearable is mute."""
    before, after = None, bench.device(name)["frames"]
    while before != after:
        time.sleep(0.5)
        before, after = after, bench.device(name)["frames"]
    return after


def count(bench, names, seconds, meanwhile=lambda: None):
    """Lets wearables print for a while; frames made and lines printed, by name."""
    radio, start = Air.radio, {}
    for name in names:
        radio.say(f"mute {name}")
    for name in names:
        start[name] = (told(bench, name), radio.sent(name))
    for name in names:
        radio.say(f"speak {name}")
    began = time.monotonic()
    meanwhile()
    time.sleep(max(0, seconds - (time.monotonic() - began)))
    for name in names:
        radio.say(f"mute {name}")
    verdict = {}
    for name in names:
        frames, sent = start[name]
        verdict[name] = (told(bench, name) - frames, radio.sent(name) - sent)
        radio.say(f"speak {name}")
    return verdict


def check_count(bench, what, verdict):
    for name, (frames, sent) in verdict.items():
        bench.check(f"{what}: every line of {name} became a frame", frames == sent > 0,
                    f"{frames} of {sent}")


# Docs/Bluetooth.md has it: the thread that closes the socket ends, and nothing else does.
KNOWN_FAULT = ("list_del corruption", "Comm: sinew-close", "hci_chan_del", "l2cap_sock_release")


def healthy(bench, what):
    """The kernel is well, but for a fault of its own that is known and hurts one spare thread."""
    _, text = bench.machine.run("dmesg | grep -A30 -E 'list_del corruption|kernel BUG|Oops'")
    faults = [fault for fault in re.split(r"(?=list_del corruption)", text) if "RIP" in fault]
    known = [fault for fault in faults if all(word in fault for word in KNOWN_FAULT)]
    bench.check(f"{what}: no fault of the kernel but the known one", len(known) == len(faults),
                f"{len(known)} times" if len(known) == len(faults) else text[:2000])


def found(bench, _):
    """a wearable is found on the air, paired by its address and streams"""
    # As a start of the computer would: more buffer for a wearable.
    bench.machine.must("systemctl restart systemd-sysctl")
    bench.machine.must("cp /host/guest/ble.yaml /etc/sinew/sinew.yaml && sinewctl reload")
    Air.radio = Radio(bench, Air.python, [f"{name}:{rate}" for name, rate in RATES.items()])
    # Two that are known and not there: they must not keep the adapter from scanning.
    Air.radio.plug(off=("band-a", "band-b"))
    since = bench.now()
    _, text = bench.machine.run("sinewctl scan --json --seconds 15", timeout=180)
    heard = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    seen = [m for m in heard if m["address"].startswith(ADDRESS)]
    bench.check("a scan hears it with its strength, name and model",
                any(m.get("model") == "generic-ble-lines" and m.get("name") == "cap-c"
                    and m["rssi"] < 0 for m in seen), text[-500:])
    if seen:
        bench.figure("from asking for a scan to the first report", seen[0]["t_emit"] - since, 15)
    said = bench.machine.must(
        f"sinewctl pair --address {ADDRESS} --name cap-c --seconds 30 --json", timeout=180)
    bench.check(found.__doc__, json.loads(said.splitlines()[-1]).get("streams") is True, said)
    kept = bench.machine.must("cat /var/lib/sinew/paired.yaml")
    bench.check("it is remembered", f"ble:{ADDRESS},random" in kept, kept)


def survives(bench, _):
    """a paired wearable is back after a restart of the service, and gone once forgotten"""
    since = bench.now()
    bench.machine.must("systemctl restart sinewd")
    streams(bench, "cap-c", since)
    bench.machine.must("sinewctl forget cap-c")
    Air.radio.hear("gone cap-c")
    answer = json.loads(bench.machine.must("sinewctl devices --json"))
    bench.check(survives.__doc__, all(d["device"] != "cap-c" for d in answer["devices"]))


def minute(bench, _):
    """two wearables stream for a minute"""
    since = bench.now()
    for name in ("band-a", "band-b"):
        Air.radio.say(f"on {name}")
    for name in ("band-a", "band-b"):
        streaming = streams(bench, name, since)
        bench.figure("from switching on to streaming", streaming["t_emit"] - since, 60)
    charge = bench.device("band-a").get("battery")
    bench.check("the battery is told", charge == 0.71, f"{charge}")
    # From a moment of silence on: a board of lines is known by its first four.
    check_count(bench, minute.__doc__, count(bench, ("band-a", "band-b"), MINUTE))
    gaps = {name: bench.device(name)["gaps"] for name in ("band-a", "band-b")}
    bench.check("and nothing is called lost, though they were mute before", not any(gaps.values()),
                f"gaps: {gaps}")


def stopped(bench, _):
    """the daemon is stopped for a second while they stream"""
    pid = bench.machine.must("systemctl show -P MainPID sinewd").strip()
    check_count(bench, stopped.__doc__, count(
        bench, ("band-a", "band-b"), 5,
        lambda: bench.machine.must(f"sleep 1; kill -STOP {pid}; sleep 1; kill -CONT {pid}")))
    gaps = {name: bench.device(name)["gaps"] for name in ("band-a", "band-b")}
    bench.check("and nothing is called lost for that", not any(gaps.values()), f"gaps: {gaps}")


def hung_up(bench, _):
    """a wearable that hangs up is back"""
    since = bench.now()
    Air.radio.say("hangup band-a")
    gone = bench.became("band-a", "gone", since)
    back = streams(bench, "band-a", gone["t_emit"])
    bench.check(hung_up.__doc__, True, gone["text"])
    bench.figure("from the word to hang up to 'gone'", gone["t_emit"] - since, 30)
    bench.figure("from hanging up to streaming again", back["t_emit"] - gone["t_emit"], 60)


def lost(bench, _):
    """a wearable whose link is lost is back, and the other streams on"""
    other, since = bench.device("band-b")["frames"], bench.now()
    Air.radio.say("lose band-a")
    gone = bench.became("band-a", "gone", since)
    streams(bench, "band-a", gone["t_emit"])
    quiet = bench.messages("device", since, device="band-b", state="gone")
    bench.check(lost.__doc__, not quiet and bench.device("band-b")["frames"] > other, gone["text"])


def silent(bench, _):
    """a wearable that says nothing is called silent, and streaming as soon as it speaks"""
    since = bench.now()
    Air.radio.say("mute band-a")
    word = bench.became("band-a", "silent", since)
    bench.figure("from the last words to 'silent'", word["t_emit"] - since, 30)
    Air.radio.say("speak band-a")
    streams(bench, "band-a", word["t_emit"])
    bench.check(silent.__doc__, True, word["text"])


def switched(bench, _):
    """a wearable that is switched off and on again is back each time"""
    for pause in (1.5, 6, 3, 9, 4.5):
        since = bench.now()
        Air.radio.say("off band-a")
        gone = bench.became("band-a", "gone", since)
        time.sleep(pause)
        Air.radio.say("on band-a")
        back = streams(bench, "band-a", gone["t_emit"])
        bench.figure("from switching on again to streaming",
                     back["t_emit"] - gone["t_emit"] - pause, 60)
    bench.check(switched.__doc__, True)
    healthy(bench, switched.__doc__)


def vanished(bench, _):
    """wearables that vanish while they are being connected are back"""
    for pause in (0.1, 0.3, 0.6, 1, 1.3):
        since = bench.now()
        Air.radio.say("off band-a")
        gone = bench.became("band-a", "gone", since)
        # Heard, and no longer there when the kernel calls: its attempt then takes 4 s to fail.
        for _ in range(2):
            Air.radio.say("on band-a")
            time.sleep(pause)
            Air.radio.say("off band-a")
            time.sleep(5)
        again = bench.now()
        Air.radio.say("on band-a")
        streams(bench, "band-a", max(again, gone["t_emit"]))
    bench.check(vanished.__doc__, True)
    healthy(bench, vanished.__doc__)


def pulled(bench, _):
    """the adapter is pulled out and put in again"""
    since = bench.now()
    Air.radio.pull()
    gone = [bench.became(name, "gone", since) for name in ("band-a", "band-b")]
    bench.check("without an adapter both are gone", True, gone[0]["text"])
    bench.wait(lambda: "adapter" in bench.machine.must("sinewctl status").lower(),
               "a word about the adapter")
    since = bench.now()
    Air.radio.plug()
    for name in ("band-a", "band-b"):
        streams(bench, name, since)
    bench.check(pulled.__doc__, True)
    healthy(bench, pulled.__doc__)


def beside_bluetoothd(bench, _):
    """with bluetoothd running they stream on, hang up and come back"""
    bench.machine.must(
        "rm -f /etc/systemd/system/bluetooth.service; systemctl daemon-reload;"
        "systemctl start bluetooth", timeout=180)
    check_count(bench, "with bluetoothd", count(bench, ("band-a", "band-b"), 10))
    since = bench.now()
    Air.radio.say("hangup band-a")
    gone = bench.became("band-a", "gone", since)
    streams(bench, "band-a", gone["t_emit"])
    bench.check(beside_bluetoothd.__doc__, True)


def owned(bench, _):
    """a wearable that bluetoothd has is said to be another program's"""
    machine = bench.machine
    machine.must("(sleep 8) | timeout 60 bluetoothctl --timeout 8 scan le", timeout=180)
    _, text = machine.run(f"(sleep 8) | timeout 60 bluetoothctl --timeout 8 connect {ADDRESS}", 180)
    since = bench.now()
    machine.must(f"sinewctl pair --address {ADDRESS},random --model generic-ble-lines --name cap-c")
    word = bench.wait(
        lambda: [m for m in bench.messages("device", since, device="cap-c")
                 if "Another program owns" in m.get("text", "")], "a word about the owner")
    bench.check(owned.__doc__, True, word[0]["text"])
    machine.must(f"(sleep 3) | timeout 60 bluetoothctl --timeout 3 disconnect {ADDRESS}", 180)
    streams(bench, "cap-c", since)
    machine.must(f"sinewctl forget cap-c; (sleep 2) | timeout 60 bluetoothctl remove {ADDRESS}", 180)
    bench.check("and it is taken once that lets it go", True)


def figures(arrivals):
    """Lines lost, whether in order, and median lateness above the least, ms."""
    numbers = [number for _, number, _ in arrivals]
    missing = numbers[-1] - numbers[0] + 1 - len(set(numbers))
    late = [arrival - sent for arrival, _, sent in arrivals]
    return missing, numbers == sorted(numbers), (statistics.median(late) - min(late)) / 1e6


def recorded(bench, path):
    """The lines in a recording of the daemon's, with the time of arrival."""
    arrivals, rest = [], ""
    for line in bench.machine.must(f"cat {path}", timeout=180).splitlines():
        if not (match := re.match(r"@([\d.]+) < (.*)", line)):
            continue
        text = rest + bytes.fromhex(match[2]).decode("latin-1")
        for number, sent in re.findall(r"(\d+),(\d{6,})\n", text):
            arrivals.append((float(match[1]) * 1e9, int(number), int(sent)))
        rest = ""
    return arrivals


def beside_bleak(bench, _):
    """beside bleak under load: no more lost, and sooner"""
    machine, seconds = bench.machine, 30
    for number in range(2):
        machine.must(f"systemd-run -q -u load{number} sh -c 'while :; do :; done'")
    machine.must(
        f"systemd-run -q -u bleak -p StandardOutput=file:/host/bleak.log -p"
        f" StandardError=file:/host/bleak.err python3 /host/guest/bleak_reader.py {ADDRESS}"
        f" {seconds} /host/bleak.lines")
    bench.wait(lambda: "reading" in bench._shared("bleak.log"), "bleak", 180)
    path = machine.must("sinewctl record start band-a").strip()
    time.sleep(seconds)
    machine.must("sinewctl record stop band-a")
    bench.wait(lambda: machine.run("systemctl is-active bleak")[1].strip() != "active",
               "bleak's end")
    machine.run("systemctl stop load0 load1")
    other = [tuple(map(int, line.split())) for line in bench._shared("bleak.lines").splitlines()]
    ours, theirs = figures(recorded(bench, path)), figures(other)
    bench.check("under load every line is in order", ours[1])
    bench.check(beside_bleak.__doc__, ours[0] <= theirs[0] and ours[0] == 0,
                f"sinewd lost {ours[0]}, p50 {ours[2]:.1f} ms;"
                f" bleak lost {theirs[0]} of {len(other) + theirs[0]}, p50 {theirs[2]:.1f} ms"
                " (above the least)")


def ends(bench, _):
    """the service is well to the end"""
    healthy(bench, ends.__doc__)
    restarts = bench.machine.must("systemctl show -P NRestarts sinewd").strip()
    bench.check(ends.__doc__, restarts == "0", f"{restarts} restarts")
    Air.radio.pull()
    bench.machine.must("cp /host/guest/sinew.yaml /etc/sinew/sinew.yaml && sinewctl reload")


STORIES = [found, survives, minute, stopped, hung_up, lost, silent, switched, vanished, pulled,
           beside_bluetoothd, owned, beside_bleak, ends]
