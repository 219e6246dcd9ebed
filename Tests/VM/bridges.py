"""An FTDI bridge with a BITalino behind it, and one with nobody behind it."""

import time

from device import Device

FRAME_BYTES = 4  # of two inputs of 10 bits: with counter, CRC and digital lines 32 bits
TALK = bytes([0xFF, 0x07, 0x83, 0x0D])  # stop, version?, 100 Hz, live mode of A1 and A2
LINK = "/dev/sinew/usb-0403-6001-SINEW1"


def is_live_mode(said):
    """The command that starts a BITalino: the inputs' mask, then 01."""
    return said[-1] & 3 == 1


class Bridges:
    """The state that the stories hand on."""

    device = None
    # Frames that went down the wire, and one for each start: the driver then tells the digital
    # lines in a frame of their own.
    sent_frames = 0


def plug(bench):
    since = bench.now()
    Bridges.device.attach(bench.machine.plug("emg", "SINEW1"))
    return since


def is_live(bench, since):
    return bench.wait(
        lambda: bench.messages("activation", since, station="rack-1"), "levels at rack-1")[0]


def found(bench, sinewctl):
    """a BITalino on an FTDI bridge is found, asked and streams"""
    Bridges.device = Device(sinewctl, "bitalino-revolution", FRAME_BYTES, is_live_mode)
    since = plug(bench)
    event = bench.event("add", "ttyUSB0", since)
    connecting = bench.became("arm-emg", "connecting", since)
    talking = bench.became("arm-emg", "talking", since)
    streaming = bench.became("arm-emg", "streaming", since)
    level = is_live(bench, streaming["t_emit"])
    said = Bridges.device.said
    bench.check(found.__doc__, said == TALK, f"it heard {said.hex(' ')}")
    bench.figure("from udev's event to opening", connecting["t_emit"] - event, 5)
    bench.figure("the handshake itself", streaming["t_emit"] - talking["t_emit"], 30)
    bench.figure("from the handshake's end to the first level",
                 level["t_emit"] - streaming["t_emit"], 5)


def permissions(bench, _):
    """only the group sinew may open it"""
    mode = bench.machine.must("stat -c '%a %U %G' /dev/ttyUSB0").strip()
    bench.check("it is root's and the group sinew's alone", mode == "660 root sinew", mode)
    acl = bench.machine.run("ls -l /dev/ttyUSB0")[1]
    tags = bench.properties("/dev/ttyUSB0")
    bench.check("no seat has access",
                "uaccess" not in tags.get("TAGS", "") and "+" not in acl.split()[0],
                tags.get("TAGS", ""))
    bench.check("ModemManager keeps off", tags.get("ID_MM_PORT_IGNORE") == "1"
                and tags.get("ID_MM_DEVICE_IGNORE") == "1")
    bench.check("systemd starts the daemon for it", tags.get("SYSTEMD_WANTS") == "sinewd.service")
    # Not "busy": the file's permissions are looked at before who holds it.
    status, text = bench.machine.run(
        "setpriv --reuid=screen --regid=screen --init-groups sh -c ': </dev/ttyUSB0'")
    bench.check("a screen's user can't open it", status != 0 and "Permission denied" in text,
                text.strip())
    timer = bench.machine.must("cat /sys/bus/usb-serial/devices/ttyUSB0/latency_timer").strip()
    bench.check("the latency timer is 1 ms", timer == "1", timer)
    bench.check("the link leads to it",
                bench.machine.must(f"readlink -f {LINK}").strip() == "/dev/ttyUSB0")


def loses_bytes(bench, _):
    """bytes lost on the wire are counted and nothing is put in their place"""
    before = bench.device("arm-emg")
    Bridges.device.lose(45)  # 11 frames and a byte: less than the sixteen it counts to
    bench.wait(lambda: bench.device("arm-emg")["gaps"] > before["gaps"], "a gap")
    lost, after = Bridges.device.lost_frames, bench.device("arm-emg")
    bench.check(loses_bytes.__doc__, after["faults"] and after["lost"] == lost,
                f"{lost} frames lost, {after['lost']} told of in {after['gaps']} gaps")


def pulled_out(bench, _):
    """pulled out inside a frame, it is gone at once"""
    Bridges.device.cut()
    since = bench.now()
    bench.machine.unplug("emg")
    gone = bench.became("arm-emg", "gone", since)
    event = bench.event("remove", "ttyUSB0", since, source="KERNEL")
    bench.check(pulled_out.__doc__, "unplugged" in gone["text"], gone["text"])
    bench.figure("from the kernel's event of the unplug to 'gone'", gone["t_emit"] - event, 5)
    Bridges.sent_frames += Bridges.device.frames + 1
    compare(bench)
    time.sleep(1)
    later = bench.messages("device", gone["t_emit"], device="arm-emg")
    bench.check("and nothing else is tried until it comes back",
                all(message["state"] == "searching" for message in later),
                "; ".join(f"{m['state']}: {m.get('text')}" for m in later))


def compare(bench):
    """Frames decoded against frames that went down the wire."""
    decoded = bench.device("arm-emg")["frames"]
    bench.check("no frame is decoded that was not sent whole",
                0.9 * Bridges.sent_frames < decoded <= Bridges.sent_frames,
                f"{decoded} decoded, {Bridges.sent_frames} sent")


def stranger(bench, _):
    """a bridge with nobody behind it is asked politely and left alone"""
    since = bench.now()
    wire = bench.machine.plug("stranger", "STRANGER")
    told = bench.wait(
        lambda: [m for m in bench.messages("device", since, device="any-imu", state="searching")
                 if "left alone" in m.get("text", "")], "a report on the stranger")[0]
    wire.setblocking(False)
    said = wire.recv(65536)
    bench.check(stranger.__doc__, "/dev/ttyUSB0" in told["text"], told["text"])
    questions = {line for line in said.split(b"\n") if line}
    bench.check("it was asked for its name and for nothing else",
                all(line.startswith(b"$VNRRG,01") for line in questions),
                f"{len(said)} bytes, {questions}")
    count = bench.opened().count("ttyUSB0")
    time.sleep(3)
    bench.check("and is not opened again", bench.opened().count("ttyUSB0") == count,
                f"opened {count} times")
    bench.check("a sensor known by another serial number did not touch it",
                not bench.messages("device", since, device="arm-emg", state="connecting"))


def comes_back(bench, _):
    """plugged in again under another number, it is the same sensor and streams"""
    since = plug(bench)
    event = bench.event("add", "ttyUSB1", since)
    streaming = bench.became("arm-emg", "streaming", since)
    level = is_live(bench, streaming["t_emit"])
    talking = bench.became("arm-emg", "talking", since)
    node = bench.machine.must(f"readlink -f {LINK}").strip()
    bench.check(comes_back.__doc__, node == "/dev/ttyUSB1", f"{LINK} is {node}")
    # Between the daemon's open() and its tcsetattr() the kernel echoes what comes in.
    said = Bridges.device.said
    echo = len(said) - len(TALK)
    bench.check("though it had never stopped sending", said.endswith(TALK),
                f"it heard {echo} bytes of the kernel's echo, then {TALK.hex(' ')}")
    bench.figure("from udev's event to streaming again, its handshake apart",
                 level["t_emit"] - event - (streaming["t_emit"] - talking["t_emit"]), 10)
    time.sleep(2)
    Bridges.device.cut()
    time.sleep(1)
    Bridges.sent_frames += Bridges.device.frames + 1
    compare(bench)
    Bridges.device.close()


STORIES = [found, permissions, loses_bytes, pulled_out, stranger, comes_back]
