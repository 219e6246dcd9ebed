"""An adapter with wearables on its air: Bumble on the host, btattach in the machine."""

import queue
import subprocess
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Radio:
    """`plug` puts the adapter into the machine, `pull` takes it out; wearables as `peripherals.py`
    knows them, each with a number from 1 by which its address ends."""

    def __init__(self, bench, python, wishes):
        self.bench, self.python, self.wishes = bench, python, wishes
        self.process, self.lines = None, None
        self.reader = None

    def plug(self, off=()):
        """The adapter comes; `off` are wearables that are switched off from the start."""
        machine = self.bench.machine
        machine.plug("bt0", "HCI0").close()
        self.process = subprocess.Popen(
            [self.python, "-B", HERE / "peripherals.py", "bt0.sock", *self.wishes],
            cwd=machine.state, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            stderr=open(machine.state / "peripherals.log", "a"))
        self.lines = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.hear("ready")
        for name in off:
            self.say(f"off {name}")
        self.attach()

    def attach(self):
        """On a busy host the adapter's first answers may come too late; the second time they don't."""
        machine = self.bench.machine
        find = "ls /dev/serial/by-id/*HCI0*"
        self.bench.wait(lambda: machine.run(find)[0] == 0, "the bridge")
        for _ in range(4):
            machine.run("systemctl stop btattach; systemctl reset-failed btattach")
            machine.must(
                f"systemd-run -q -u btattach btattach -B $(readlink -f $({find})) -P h4 -S 3000000")
            for _ in range(40):
                _, text = machine.run("hciconfig hci0")
                if "BD Address: F0:F1:F2:00:00:01" in text:
                    return
                time.sleep(0.25)
        raise RuntimeError("the machine has no adapter")

    def pull(self):
        self.bench.machine.unplug("bt0")
        self.close()
        self.bench.machine.run("systemctl stop btattach")

    def close(self):
        if self.process and self.process.poll() is None:
            self.process.stdin.close()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line.strip())

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def hear(self, start, timeout=120):
        """The next line that begins so; what comes before it is passed over."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                line = self.lines.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise TimeoutError(f"the radio did not say '{start}'") from None
            if line.startswith(start):
                return line

    def sent(self, name):
        """Lines that the wearable has printed since it was subscribed to."""
        self.say(f"sent {name}")
        return int(self.hear(f"sent {name} ").split()[2])


def environment(folder):
    """The Python with Bumble, and the folder with bleak for the machine; None where there is none."""
    python, guest = folder / "python/bin/python", folder / "guest-python"
    return (python, guest) if python.exists() and guest.exists() else None


