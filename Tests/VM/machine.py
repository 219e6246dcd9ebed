"""A Debian machine in QEMU: booted, given commands, plugged and unplugged, halted.

The processor is emulated, so that neither KVM nor any hardware is needed; times are upper bounds.
"""

import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

COMMAND = [
    "qemu-system-x86_64", "-nodefaults", "-display", "none", "-machine", "pc",
    "-accel", "tcg,thread=multi,tb-size=256", "-cpu", "max", "-smp", "2", "-m", "1024",
    "-append", "console=ttyS0 quiet panic=-1 mitigations=off net.ifnames=0 "
    "systemd.show_status=0 random.trust_cpu=on",
    "-serial", "file:console.log", "-device", "virtio-rng-pci",
    "-device", "virtio-serial-pci,id=ports",
    "-chardev", "socket,id=agent,path=agent.sock,server=on,wait=off",
    "-device", "virtserialport,chardev=agent,name=vm.agent",
    "-qmp", "unix:qmp.sock,server=on,wait=off", "-device", "qemu-xhci,id=usb"]


class MachineError(Exception):
    pass


class Machine:
    """`with Machine(image, state) as machine:` boots it and ends it, whatever happens inside.

    `state` is a folder for sockets and logs; `share`, in it, is /host in the machine. What the
    machine writes to its disk is thrown away.
    """

    def __init__(self, image, state):
        self.image, self.state = Path(image).resolve(), Path(state).resolve()
        self.share = self.state / "share"
        self.process = None

    # Life

    def __enter__(self):
        self.share.mkdir(parents=True, exist_ok=True)
        for name in ("agent.sock", "qmp.sock"):
            (self.state / name).unlink(missing_ok=True)
        command = COMMAND + [
            "-kernel", f"{self.image}/vmlinuz", "-initrd", f"{self.image}/initrd.img",
            "-drive", f"file={self.image}/root.img,if=virtio,format=raw,snapshot=on",
            "-virtfs", f"local,path={self.share},mount_tag=host,security_model=none"]
        with open(self.state / "qemu.log", "wb") as log:
            # In the folder, so that its sockets have short names.
            self.process = subprocess.Popen(
                command, cwd=self.state, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            self._await_agent(timeout=300)
        except BaseException:
            self.process.kill()
            raise
        return self

    def _await_agent(self, timeout):
        deadline = time.monotonic() + timeout
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                with self.connect("agent.sock", timeout) as agent:
                    if b"ready" in agent.makefile("rb").readline():
                        return
            except (FileNotFoundError, ConnectionRefusedError):
                time.sleep(0.05)
        raise MachineError(f"no boot: see qemu.log and console.log in {self.state}")

    def reboot(self):
        """In order, as from a keyboard; its disk is as it was."""
        boot = self.must("cat /proc/sys/kernel/random/boot_id")
        self.run("systemctl --no-block reboot")
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            try:
                if self.must("cat /proc/sys/kernel/random/boot_id", timeout=5) != boot:
                    return
            except (OSError, MachineError):
                pass
            time.sleep(0.5)
        raise MachineError(f"no second boot: see console.log in {self.state}")

    def __exit__(self, *_):
        try:
            self.run("systemctl --force --force poweroff", timeout=30)
        except (OSError, MachineError):
            pass
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def connect(self, name, timeout=30):
        """A connection to a socket in `state`, through the folder's descriptor: a socket's path has
        107 characters at most."""
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(timeout)
        folder = os.open(self.state, os.O_PATH | os.O_DIRECTORY)
        try:
            connection.connect(f"/proc/self/fd/{folder}/{name}")
        except OSError:
            connection.close()
            raise
        finally:
            os.close(folder)
        return connection

    # Commands

    def run(self, line, timeout=120):
        """Runs a shell line as root in the machine: (exit status, output)."""
        ident, said, pending = time.monotonic_ns(), [], b""
        deadline = time.monotonic() + timeout
        with self.connect("agent.sock", timeout) as agent:
            request = {"id": ident, "argv": ["sh", "-c", line]}
            agent.sendall(json.dumps(request).encode() + b"\n")
            while True:
                agent.settimeout(max(0.01, deadline - time.monotonic()))
                try:
                    chunk = agent.recv(65536)
                except TimeoutError:
                    raise MachineError(f"not done in {timeout} s: {line}") from None
                if not chunk:
                    raise MachineError(f"the machine stopped during: {line}")
                *lines, pending = (pending + chunk).split(b"\n")
                for message in map(json.loads, lines):
                    if message.get("id") != ident:
                        continue
                    said.append(message.get("out", ""))
                    if "status" in message:
                        return message["status"], "".join(said)

    def must(self, line, timeout=120):
        """As `run`, for what has to succeed: its output."""
        status, text = self.run(line, timeout)
        if status != 0:
            raise MachineError(f"status {status} of: {line}\n{text}")
        return text

    # Hardware

    def qmp(self, command, **arguments):
        """A command to QEMU's monitor."""
        with self.connect("qmp.sock") as monitor, monitor.makefile("rwb") as file:
            file.readline()
            for request in ({"execute": "qmp_capabilities"},
                            {"execute": command, "arguments": arguments}):
                file.write(json.dumps(request).encode() + b"\n")
                file.flush()
                while "event" in (reply := json.loads(file.readline())):
                    pass
        if "error" in reply:
            raise MachineError(f"{command}: {reply['error']['desc']}")
        return reply["return"]

    def port(self, name):
        """Adds a virtio port, /dev/virtio-ports/NAME in the machine; returns its other end."""
        return self._attach(name, driver="virtserialport", bus="ports.0")

    def plug(self, name, serial):
        """Plugs in an FTDI bridge, 0403:6001 with the serial number; returns the connection that is
        its other end. A Bluetooth controller can come the same way: close the connection, let
        who speaks HCI connect to STATE/NAME.sock, and run `btattach` on the bridge's terminal."""
        return self._attach(
            name, driver="usb-serial", bus="usb.0", serial=serial, **{"always-plugged": True})

    def _attach(self, name, **device):
        address = {"type": "unix", "data": {"path": f"{name}.sock"}}
        self.qmp("chardev-add", id=name, backend={
            "type": "socket", "data": {"addr": address, "server": True, "wait": False}})
        # Connected first: nothing that the machine writes may be lost.
        wire = self.connect(f"{name}.sock")
        names = {"name": name} if device["driver"] == "virtserialport" else {}
        self.qmp("device_add", id=name, chardev=name, **names, **device)
        return wire

    def unplug(self, name):
        """Pulls a bridge out; its connection ends."""
        self.qmp("device_del", id=name)
        for _ in range(100):
            try:
                self.qmp("chardev-remove", id=name)
                return
            except MachineError:
                time.sleep(0.05)
        raise MachineError(f"{name} is still in use")
