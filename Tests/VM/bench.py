"""The machine with Sinew installed in it, and what can be seen of it from outside."""

import json
import re
import time

GUEST = "/host/guest"

# The package as an unattended machine gets it; then its configuration, and a user who listens.
INSTALL = f"""
set -e
DEBIAN_FRONTEND=noninteractive dpkg -i /host/sinew.deb 2>&1
cp {GUEST}/sinew.yaml /etc/sinew/sinew.yaml
printf 'u screen -\\nm screen sinew-feedback\\n' >/usr/lib/sysusers.d/screen.conf
systemd-sysusers
systemctl restart sinewd.service
"""

# A screen that listens, as the user it should be.
SCREEN = """
systemd-run -q -u sinew-screen -p User=screen -p StandardOutput=append:/host/feedback \
  -p StandardError=journal -p Restart=always sinewctl watch --json
"""

# udev's own words; who opens what.
WATCH = f"""
set -e
systemd-run -q -u sinew-udev -p StandardOutput=append:/host/udev \
  udevadm monitor --kernel --udev --subsystem-match=tty
systemd-run -q -u sinew-opens -p StandardOutput=append:/host/opens \
  python3 {GUEST}/opens.py
"""


class Bench:
    def __init__(self, machine):
        self.machine = machine
        self.passed = self.failed = 0
        self.figures = {}

    # Verdicts

    def check(self, name, passed, detail=""):
        print(f"{'ok  ' if passed else 'FAIL'} {name}{': ' if detail else ''}{detail}", flush=True)
        self.passed += bool(passed)
        self.failed += not passed
        return passed

    def figure(self, name, seconds, limit):
        """Notes a time. The limit is generous: the machine's processor is emulated."""
        self.figures.setdefault(name, []).append(seconds)
        self.check(name, seconds < limit, f"{seconds * 1000:.0f} ms")

    # What the daemon tells

    def install(self):
        self.machine.must(INSTALL, timeout=300)
        self._watch()

    def reboot(self):
        """What was heard before is forgotten: the machine's clock begins anew."""
        self.machine.reboot()
        for name in ("feedback", "udev", "opens"):
            path = self.machine.share / name
            path.replace(path.with_suffix(".before"))
        self._watch()

    def listen(self):
        """Starts the screen."""
        self.machine.must(SCREEN)

    def _watch(self):
        self.listen()
        self.machine.must(WATCH)
        self.wait(lambda: any(m["kind"] == "hello" for m in self.feedback()), "a greeting")
        self.wait(lambda: "watching" in self._shared("opens"), "the watch over /dev")

    def _shared(self, name):
        path = self.machine.share / name
        return path.read_text(errors="replace") if path.exists() else ""

    def feedback(self):
        """All messages that the screen has got."""
        # The last line may still be on its way.
        return [json.loads(line) for line in self._shared("feedback").split("\n")[:-1]]

    def messages(self, kind, since=0.0, **fields):
        return [m for m in self.feedback() if m["kind"] == kind and m["t_emit"] > since
                and all(m.get(key) == value for key, value in fields.items())]

    def device(self, name):
        """How the sensor is, as `sinewctl` tells it; losses are those of all its streams."""
        answer = json.loads(self.machine.must("sinewctl devices --json"))
        device = next(device for device in answer["devices"] if device["device"] == name)
        for count in ("gaps", "lost"):
            device[count] = sum(stream.get(count, 0) for stream in device["streams"])
        return device

    def became(self, name, state, since=0.0, timeout=180):
        """Waits for the sensor's next message with the state."""
        return self.wait(
            lambda: self.messages("device", since, device=name, state=state), f"{name} {state}",
            timeout)[0]

    def now(self):
        """The machine's monotonic clock, the one of all messages."""
        return float(self.machine.must("cut -d' ' -f1 /proc/uptime"))

    # What udev and the kernel tell

    def event(self, action, node, since=0.0, source="UDEV"):
        """When udev had done with the event, or with KERNEL when it happened, on the machine's
        monotonic clock, as `udevadm monitor` heard of it: it can be late itself."""
        pattern = rf"^{source} *\[(\d+\.\d+)\] {action} +\S+/{node} \(tty\)$"

        def seen():
            times = map(float, re.findall(pattern, self._shared("udev"), re.MULTILINE))
            return [at for at in times if at > since]
        return self.wait(seen, f"{source}'s {action} of {node}")[0]

    def opened(self):
        """The terminals that any program opened, in order."""
        return self._shared("opens").split()[1:]

    def properties(self, node):
        lines = self.machine.must(f"udevadm info -q property -n {node}").splitlines()
        return dict(line.split("=", 1) for line in lines)

    # Patience

    def wait(self, look, what, timeout=180):
        """What `look` gives as soon as it gives something."""
        deadline = time.monotonic() + timeout
        while not (found := look()):
            if time.monotonic() > deadline:
                raise TimeoutError(f"waited {timeout} s for {what}")
            time.sleep(0.1)
        return found
