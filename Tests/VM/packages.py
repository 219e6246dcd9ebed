"""The Debian package: installed, started by its socket, upgraded in a set, rebooted, removed, purged."""

import json
import re
import subprocess

from device import Device

# An answer that dpkg would ask a person for; unattended there is none.
UNATTENDED = "DEBIAN_FRONTEND=noninteractive"
STATE = "/var/lib/sinew"


def newer(package, work):
    """The same package under a higher version, as an upgrade would bring it; its file name."""
    tree = work / "newer"
    subprocess.run(["dpkg-deb", "-R", package, tree], check=True)
    control = tree / "DEBIAN/control"
    text = re.sub(r"^Version: (.*)$", r"Version: \1+upgrade1", control.read_text(), flags=re.M)
    control.write_text(text)
    target = work / "newer.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "-b", tree, target],
                   check=True, stdout=subprocess.DEVNULL)
    return target.name


def active(bench, unit):
    return bench.machine.run(f"systemctl is-active {unit}")[1].strip()


def main_pid(bench):
    return int(bench.machine.must("systemctl show -P MainPID sinewd.service"))


# Before the sensors


def installed(bench, _):
    """dpkg installs it, with its groups, and everything runs"""
    status = bench.machine.must("dpkg-query -W -f='${Status}' sinew")
    bench.check(installed.__doc__, status == "install ok installed"
                and bench.machine.run("getent group sinew-feedback sinew-control")[0] == 0, status)
    units = ("sinewd.service", "sinewd-feedback.socket", "sinewd-control.socket",
             "sinew-kiosk.service")
    states = {unit: active(bench, unit) for unit in units}
    bench.check("daemon, sockets and screen are active", set(states.values()) == {"active"},
                f"{states}")
    bench.check("the figures for Prometheus are not, until somebody wants them",
                active(bench, "sinew-metrics.timer") == "inactive")
    changed = bench.machine.run("dpkg --verify sinew")[1].strip()
    # The machine leaves documentation out, and the test has its own configuration.
    odd = [line for line in changed.splitlines() if "/usr/share/" not in line
           and "/etc/sinew/sinew.yaml" not in line]
    bench.check("dpkg finds every file as it was packed", not odd, "; ".join(odd))


def holds_nothing(bench, _):
    """the daemon has what it needs without any capability"""
    status = bench.machine.must(f"cat /proc/{main_pid(bench)}/status")
    sets = dict(re.findall(r"^(Cap\w+):\s+(\w+)$", status, re.M))
    bench.check("the daemon has no capability, and none to get", set(sets.values()) == {"0" * 16},
                f"{sets}")
    bench.check("nor can it become more", "NoNewPrivs:\t1" in status)
    threads = bench.machine.must(
        f"for t in /proc/{main_pid(bench)}/task/*; do cat $t/comm; chrt -p ${{t##*/}}; done")
    bench.check("its hot threads have real-time priority all the same",
                threads.count("SCHED_FIFO") == 2, f"{threads.count('SCHED_FIFO')} of 2")
    answer = json.loads(bench.machine.must("sinewctl status --json"))
    bench.check("memory is locked", "Memory is locked on first use." in answer["real_time"],
                "; ".join(answer["real_time"]))
    # The sentence without the management socket says that there is no Bluetooth for this service.
    bench.check("it holds the Bluetooth socket that was bound for it",
                not any("for this service" in line for line in answer["bluetooth"]),
                "; ".join(answer["bluetooth"]))
    bench.check("systemd watches it", answer.get("watchdog_s") == 30)


def by_socket(bench, _):
    """a screen that connects starts the daemon"""
    bench.machine.must("systemctl stop sinew-screen.service sinewd.service sinew-kiosk.service")
    bench.check("stopped, its sockets go on listening", active(bench, "sinewd.service") == "inactive"
                and active(bench, "sinewd-feedback.socket") == "active")
    since = bench.now()
    bench.listen()
    hello = bench.wait(lambda: bench.messages("hello", since), "a greeting")[0]
    bench.check(by_socket.__doc__, active(bench, "sinewd.service") == "active")
    bench.figure("from the screen's start to its greeting", hello["t_emit"] - since, 30)
    bench.machine.must("systemctl start sinew-kiosk.service")


# With a sensor that streams


class Worn:
    """The sensor that the stories below share."""

    device = None


def worn(bench, sinewctl):
    """a sensor is worn for what follows"""
    bench.machine.unplug("emg")
    Worn.device = Device(sinewctl, "bitalino-revolution")
    since = bench.now()
    Worn.device.attach(bench.machine.plug("emg", "SINEW1"))
    bench.became("arm-emg", "streaming", since)


def tells(bench, _):
    """the journal has fields, and Prometheus its file"""
    lines = bench.machine.must("journalctl -b -u sinewd.service SINEW_DEVICE=arm-emg -o json")
    entries = [json.loads(line) for line in lines.splitlines()]
    streaming = [entry for entry in entries if entry.get("SINEW_STATE") == "streaming"]
    bench.check("the journal finds a sensor's lines by its name",
                bool(streaming) and streaming[-1]["PRIORITY"] == "5"
                and streaming[-1]["SINEW_MODEL"] == "bitalino-revolution",
                streaming[-1]["MESSAGE"] if streaming else f"{len(entries)} entries")
    bench.machine.must("mkdir -p /var/lib/prometheus/node-exporter && "
                       "systemctl start sinew-metrics.service")
    text = bench.machine.must("cat /var/lib/prometheus/node-exporter/sinew.prom")
    frames = re.search(r'^sinew_device_frames_total\{device="arm-emg"\} (\d+)$', text, re.M)
    bench.check("node_exporter's folder has the daemon's figures",
                "sinew_up 1\n" in text and frames and int(frames[1]) > 0)


def in_a_set(bench):
    since = bench.now()
    bench.machine.must("sinewctl set start rack-1 --exercise biceps_curl")
    return bench.wait(lambda: bench.messages("set.started", since, station="rack-1"), "a set")[-1]


def upgraded(bench, _):
    """upgraded in a set, it says so, and streams again"""
    started = in_a_set(bench)
    before = main_pid(bench)
    since = bench.now()
    said = bench.machine.must(f"{UNATTENDED} dpkg -i /host/newer.deb 2>&1", timeout=300)
    ended = bench.wait(lambda: bench.messages("set.ended", since, station="rack-1"),
                       "the end of the set")[0]
    bench.check("upgraded in a set, it closes the set and says why",
                ended["set"] == started["set"] and ended["why"] == "restart",
                f"set {ended['set']}: {ended['why']}")
    hello = bench.wait(lambda: bench.messages("hello", ended["t_emit"]), "the new daemon")[0]
    streaming = bench.became("arm-emg", "streaming", hello["t_emit"])
    bench.check(upgraded.__doc__, main_pid(bench) != before)
    bench.figure("from the set's end to streaming again", streaming["t_emit"] - ended["t_emit"], 60)
    version = bench.machine.must("dpkg-query -W -f='${Version}' sinew")
    bench.check("dpkg has no complaint", version.endswith("+upgrade1") and "error" not in said,
                version)
    following = in_a_set(bench)
    bench.check("numbers of sets go on", following["set"] > started["set"],
                f"{started['set']}, then {following['set']}")
    failed = bench.machine.must("systemctl --failed --plain --no-legend").strip()
    bench.check("no unit has failed", not failed, failed)


def clock_set(bench, _):
    """the clock is set an hour ahead, and to the feedback nothing happens"""
    since = bench.now()
    bench.machine.must("date -s '+1 hour' && sleep 3")
    times = [m["t_signal"] for m in bench.messages("activation", since, station="rack-1")]
    bench.check(clock_set.__doc__, len(times) > 5 and times == sorted(times)
                and times[-1] - times[0] < 60 and bench.device("arm-emg")["state"] == "streaming",
                f"{len(times)} levels in {times[-1] - times[0]:.1f} s")


def stuck(bench, _):
    """a thread that hangs is noticed and the daemon started again"""
    bench.machine.must(
        "mkdir -p /run/systemd/system/sinewd.service.d && "
        "printf '[Service]\\nWatchdogSec=4\\n' >/run/systemd/system/sinewd.service.d/test.conf && "
        "systemctl daemon-reload && systemctl restart sinewd.service")
    bench.became("arm-emg", "streaming", bench.now() - 1)
    before = main_pid(bench)
    bench.machine.must("sleep 10")
    bench.check("a daemon that works is left alone", main_pid(bench) == before)
    since = bench.now()
    bench.machine.must(f"systemd-run -q python3 /host/guest/freeze.py {before} sinew-engine 60")
    hello = bench.wait(lambda: bench.messages("hello", since), "the next daemon", timeout=90)[0]
    bench.check(stuck.__doc__, main_pid(bench) != before)
    bench.figure("from the hang to the next greeting", hello["t_emit"] - since, 60)
    log = bench.machine.must("journalctl -b -u sinewd.service --no-pager")
    bench.check("and the journal says which thread it was",
                "the engine thread answers no more" in log and "Watchdog timeout" in log)
    bench.machine.must("rm -r /run/systemd/system/sinewd.service.d && systemctl daemon-reload && "
                       "systemctl restart sinewd.service")


def rebooted(bench, _):
    """after a reboot feedback arrives without anybody's help"""
    bench.reboot()
    streaming = bench.became("arm-emg", "streaming")
    levels = bench.wait(lambda: bench.messages("activation", streaming["t_emit"], station="rack-1"),
                        "levels at rack-1")
    bench.check(rebooted.__doc__, bool(levels))
    bench.figure("from the kernel's start to streaming", streaming["t_emit"], 180)


# At the end


def removed(bench, _):
    """removed, nothing of it runs, and data and configuration stay"""
    bench.machine.must("systemctl stop sinew-screen.service")
    Worn.device.close()
    bench.machine.must(f"{UNATTENDED} dpkg -r sinew 2>&1", timeout=300)
    runs = bench.machine.run("pgrep -l sinew")[1].strip()
    units = bench.machine.must("systemctl list-units --plain --no-legend 'sinewd*' 'sinew-kiosk*'")
    kept = bench.machine.run(f"ls -d {STATE} /etc/sinew/sinew.yaml")[0] == 0
    bench.check(removed.__doc__, not runs and "active" not in units and kept, f"{runs} {units}")


def purged(bench, _):
    """purged unattended, data are kept; purged by somebody who says so, they go"""
    bench.machine.must(f"touch {STATE}/precious")
    said = bench.machine.must(f"{UNATTENDED} dpkg -P sinew 2>&1", timeout=300)
    bench.check("purged unattended, it keeps what was measured and says so",
                bench.machine.run(f"ls {STATE}/precious")[0] == 0 and f"keeping {STATE}" in said,
                said.strip().splitlines()[-1])
    bench.check("the configuration went",
                bench.machine.run("ls /etc/sinew/sinew.yaml")[0] != 0)
    bench.machine.must(f"{UNATTENDED} dpkg -i /host/sinew.deb 2>&1", timeout=300)
    bench.check("installed again, it runs", active(bench, "sinewd.service") == "active")
    bench.machine.must("echo sinew sinew/remove-data boolean true | debconf-set-selections")
    bench.machine.must(f"{UNATTENDED} dpkg -P sinew 2>&1", timeout=300)
    bench.check("purged with the answer yes, the data go", bench.machine.run(f"ls {STATE}")[0] != 0)


FIRST = [installed, holds_nothing, by_socket]
LAST = [worn, tells, clock_set, upgraded, stuck, rebooted, removed, purged]
