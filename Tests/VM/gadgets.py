"""CDC-ACM boards with ids of our choice: the machine is its own USB device."""

import time

from device import Device

CHORDS = "/dev/sinew/usb-2341-1002-CHORDS1"


class Board:
    """A gadget in a socket of the machine's, and the device on the host that speaks through it."""

    def __init__(self, bench, number, vendor, product, serial, device=None):
        self.bench, self.number, self.device = bench, number, device
        terminal = self._gadget("make", f"{vendor} {product} {serial}").strip()
        if device:
            name = f"board{number}"
            device.attach(bench.machine.port(name))
            bench.machine.must(
                f"systemd-run -q -u {name} python3 /host/guest/bridge.py"
                f" /dev/virtio-ports/{name} {terminal}")

    def _gadget(self, verb, words=""):
        return self.bench.machine.must(f"sh /host/guest/gadget.sh {verb} {self.number} {words}")

    def plug(self):
        since = self.bench.now()
        self._gadget("plug")
        return since

    def unplug(self):
        since = self.bench.now()
        self._gadget("unplug")
        return since


class Boards:
    """The state that the stories hand on."""

    chords = None
    xsens = None


def levels(bench, station, streaming):
    bench.wait(lambda: bench.messages("activation", streaming["t_emit"], station=station),
               f"levels at {station}")


def excluded(bench, _):
    """a port that the configuration excludes is never opened"""
    board = Board(bench, 0, "2639", "0003", "FORBIDDEN")
    since = board.plug()
    bench.event("add", "ttyACM0", since)
    told = bench.wait(
        lambda: [m for m in bench.messages("device", since, device="leg-imu")
                 if "excluded" in m.get("text", "")], "a report on the excluded port")[0]
    time.sleep(3)
    bench.check(excluded.__doc__, "ttyACM0" not in bench.opened(), told["text"])


def known_by_ids(bench, sinewctl):
    """an Xsens is found by ids that nobody else has, beside one that is excluded"""
    Boards.xsens = Board(bench, 1, "2639", "0003", "XSENS1", Device(sinewctl, "xsens-mti"))
    since = Boards.xsens.plug()
    event = bench.event("add", "ttyACM1", since)
    connecting = bench.became("leg-imu", "connecting", since)
    streaming = bench.became("leg-imu", "streaming", since)
    bench.check(known_by_ids.__doc__, "ttyACM0" not in bench.opened())
    bench.figure("Xsens: from udev's event to opening", connecting["t_emit"] - event, 5)
    bench.figure("Xsens: the handshake itself", streaming["t_emit"] - connecting["t_emit"], 30)
    first = bench.device("leg-imu")["frames"]
    bench.wait(lambda: bench.device("leg-imu")["frames"] > first + 50, "motion")


def known_by_link(bench, sinewctl):
    """a Chords board is found by its link and streams beside the other"""
    Boards.chords = Board(
        bench, 2, "2341", "1002", "CHORDS1", Device(sinewctl, "upsidedownlabs-chords"))
    since = Boards.chords.plug()
    bench.event("add", "ttyACM2", since)
    streaming = bench.became("leg-emg", "streaming", since)
    levels(bench, "rack-3", streaming)
    node = bench.machine.must(f"readlink -f {CHORDS}").strip()
    bench.check(known_by_link.__doc__, node == "/dev/ttyACM2", node)
    others = bench.messages("device", since, device="leg-imu")
    bench.check("the other streams on undisturbed", not others, f"{others}")


def come_and_go(bench, _):
    """one board comes and goes three times and the other does not notice"""
    before = bench.device("leg-imu")
    start = bench.now()
    for _ in range(3):
        since = Boards.chords.unplug()
        gone = bench.became("leg-emg", "gone", since)
        unplugged = bench.event("remove", "ttyACM2", since, source="KERNEL")
        bench.figure("Chords: from the kernel's event of the unplug to 'gone'",
                     gone["t_emit"] - unplugged, 5)
        since = Boards.chords.plug()
        event = bench.event("add", "ttyACM2", since)
        connecting = bench.became("leg-emg", "connecting", since)
        bench.figure("Chords: from udev's event to opening again", connecting["t_emit"] - event, 5)
        streaming = bench.became("leg-emg", "streaming", since)
        levels(bench, "rack-3", streaming)
    after = bench.device("leg-imu")
    bench.check(come_and_go.__doc__,
                not bench.messages("device", start, device="leg-imu")
                and after["faults"] == before["faults"] and after["frames"] > before["frames"],
                f"frames {before['frames']} to {after['frames']}, {after['gaps']} gaps")


def both_at_once(bench, _):
    """both are pulled out together and come back in the other order, each to its own sensor"""
    since = Boards.chords.unplug()
    Boards.xsens.unplug()
    for name in ("leg-emg", "leg-imu"):
        bench.became(name, "gone", since)
    since = Boards.chords.plug()
    Boards.xsens.plug()
    for name in ("leg-emg", "leg-imu"):
        bench.became(name, "streaming", since)
    node = bench.machine.must(f"readlink -f {CHORDS}").strip()
    bench.check(both_at_once.__doc__, bench.properties(node)["ID_SERIAL_SHORT"] == "CHORDS1", node)


def told_anew(bench, _):
    """what udev tells anew disturbs nobody"""
    since = bench.now()
    bench.machine.must("udevadm trigger --settle --subsystem-match=tty")
    time.sleep(2)
    # A gadget that the machine has no time for is silent now and then.
    news = [m for m in bench.messages("device", since) if m["state"] not in ("silent", "streaming")]
    bench.check(told_anew.__doc__, not news, f"{news}")


def restarted(bench, _):
    """the daemon starts anew and finds what is plugged in"""
    since = bench.now()
    bench.machine.must("systemctl restart sinewd.service")
    for name in ("leg-emg", "leg-imu"):
        bench.became(name, "streaming", since)
    bench.check(restarted.__doc__, True)


def started_by_sensor(bench, _):
    """a sensor that is plugged in starts the daemon"""
    bench.machine.must("systemctl stop sinew-screen sinewd.service")
    Boards.chords.unplug()
    active = bench.machine.run("systemctl is-active sinewd.service")[1].strip()
    Boards.chords.plug()
    bench.wait(lambda: bench.machine.run("systemctl is-active sinewd.service")[0] == 0,
               "the daemon")
    bench.listen()
    bench.check(started_by_sensor.__doc__, active == "inactive", f"it was {active} before")


def never_opened(bench, _):
    """all that time the excluded port was never opened"""
    bench.check(never_opened.__doc__, "ttyACM0" not in bench.opened() and bench.opened())
    for board in (Boards.chords, Boards.xsens):
        board.device.close()


STORIES = [
    excluded, known_by_ids, known_by_link, come_and_go, both_at_once, told_anew, restarted,
    started_by_sensor, never_opened]
