#!/usr/bin/env python3
"""A Bluetooth adapter for the machine and wearables on its air, in software, by Bumble (PyPI).

    peripherals.py SOCKET NAME:RATE[:silent] ...

SOCKET is the other end of a USB bridge on which the machine runs `btattach`. Each wearable offers a
Nordic UART over which, once subscribed to, it prints RATE lines a second, one a notification:
`NUMBER,NANOSECONDS`, a count from 1 and this computer's monotonic clock when the line was handed over;
and the standard battery service. A silent one streams only after `speak NAME`.

Commands on standard input, one a line: `hangup NAME` ends its link, `lose NAME` lets the link time
out, `off NAME` and `on NAME` switch it, `mute NAME` and `speak NAME` its stream, `sent NAME` prints
`sent NAME COUNT` since its subscription, `quit`. It says `ready`, `connected NAME`, `subscribed NAME`
and `gone NAME` by itself.
"""

import asyncio
import sys
import time

from bumble.controller import Controller
from bumble.core import UUID, AdvertisingData, PhysicalTransport
from bumble.device import Device, DeviceConfiguration
from bumble.gatt import Characteristic, Service
from bumble.hci import (Address, HCI_ErrorCode, HCI_LE_Connection_Complete_Event,
                        HCI_StatusReturnParameters, LeFeatureMask, Role)
from bumble.link import LocalLink
from bumble.transport import open_transport

UART = "6E400001-B5A3-F393-E0A9-E50E24DCCA9E"
LISTEN = "6E400002-B5A3-F393-E0A9-E50E24DCCA9E"
PRINT = "6E400003-B5A3-F393-E0A9-E50E24DCCA9E"


# Milliseconds between advertisements. Bumble's own second is that of a beacon; what is worn advertises
# every 20 to 150 ms after it was switched on or lost its link.
ADVERTISING = 100.0


class Air(LocalLink):
    """Bumble 0.0.236 labels data with the sender's random address also on a link to its public one,
    which Linux makes; the receiver then knows no such link."""

    def send_acl_data(self, sender_controller, destination_address, transport, data):
        link = sender_controller.le_connections.get(destination_address)
        peer = self.find_le_controller(destination_address)
        if transport != PhysicalTransport.LE or not link or not peer:
            super().send_acl_data(sender_controller, destination_address, transport, data)
            return
        asyncio.get_running_loop().call_soon(
            peer.on_link_acl_data, link.self_address, transport, data)


class Adapter(Controller):
    """Bumble 0.0.236 takes the command to give a connection up and goes on with it. A real adapter
    does give it up, and says so as the end of the attempt. Bumble's refuses other connections until
    the one it goes on with is made."""

    def on_hci_le_create_connection_cancel_command(self, _command):
        pending, self.pending_le_connection = self.pending_le_connection, None
        if not pending:
            return HCI_StatusReturnParameters(HCI_ErrorCode.COMMAND_DISALLOWED_ERROR)
        # After the answer to the command.
        asyncio.get_running_loop().call_soon(self.send_hci_packet, HCI_LE_Connection_Complete_Event(
            status=HCI_ErrorCode.UNKNOWN_CONNECTION_IDENTIFIER_ERROR, connection_handle=0,
            role=Role.CENTRAL, peer_address_type=pending.peer_address.address_type,
            peer_address=pending.peer_address, connection_interval=0, peripheral_latency=0,
            supervision_timeout=0, central_clock_accuracy=0))
        return HCI_StatusReturnParameters(HCI_ErrorCode.SUCCESS)


class Wearable:
    def __init__(self, air, number, name, rate, speaks):
        self.name, self.rate, self.speaks = name, rate, speaks
        self.link, self.is_on, self.subscribed = None, True, False
        self.count, self.due = 0, 0.0
        self.controller = Controller(name, link=air)
        address = Address(f"C4:F2:F3:F4:F5:{number:02X}", Address.RANDOM_DEVICE_ADDRESS)
        self.device = Device.from_config_with_hci(
            DeviceConfiguration(
                name=name, address=address, advertising_interval_min=ADVERTISING,
                advertising_interval_max=ADVERTISING),
            self.controller, self.controller)
        self.print = Characteristic(
            PRINT, Characteristic.Properties.NOTIFY, Characteristic.READABLE, b"")
        listen = Characteristic(
            LISTEN, Characteristic.Properties.WRITE_WITHOUT_RESPONSE | Characteristic.Properties.WRITE,
            Characteristic.WRITEABLE, b"")
        charge = Characteristic(
            UUID.from_16_bits(0x2A19), Characteristic.Properties.READ, Characteristic.READABLE,
            bytes([70 + number]))
        self.device.add_service(Service(UART, [self.print, listen]))
        self.device.add_service(Service(UUID.from_16_bits(0x180F), [charge]))
        # All in one: Bumble's adapter reports no scan response.
        self.device.advertising_data = bytes(AdvertisingData([
            (AdvertisingData.FLAGS, bytes([6])),
            (AdvertisingData.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS, bytes(UUID(UART))),
            (AdvertisingData.COMPLETE_LOCAL_NAME, name.encode())]))
        self.device.on("connection", self.connected)
        self.print.on("subscription", self.told)

    def say(self, word):
        print(word, self.name, flush=True)

    def connected(self, link):
        def gone(_reason):
            self.link, self.subscribed = None, False
            self.say("gone")
            # Bumble advertises anew only where it was told to, and not after every kind of end.
            if self.is_on:
                asyncio.ensure_future(self.advertise())
        self.link = link
        link.on("disconnection", gone)
        self.say("connected")

    def told(self, _link, notify, _indicate):
        if notify and not self.subscribed:
            self.count, self.due = 0, time.monotonic()
        self.subscribed = notify
        self.say("subscribed" if notify else "unsubscribed")

    async def advertise(self):
        if not self.device.is_advertising:
            await self.device.start_advertising(auto_restart=False)

    async def hang_up(self):
        if self.link:
            await self.link.disconnect()

    async def switch(self, is_on):
        self.is_on = is_on
        if is_on:
            return await self.advertise()
        await self.hang_up()
        if self.device.is_advertising:
            await self.device.stop_advertising()

    async def stream(self):
        while True:
            await asyncio.sleep(max(0.001, self.due - time.monotonic()) if self.subscribed else 0.02)
            if not self.subscribed or not self.speaks or not self.link:
                self.due = time.monotonic()
                continue
            while self.due <= time.monotonic():
                self.due += 1 / self.rate
                self.count += 1
                line = f"{self.count},{time.monotonic_ns()}\n".encode()
                await self.device.notify_subscribers(self.print, line)


async def serve(path, wishes):
    air = Air()
    transport = await open_transport(f"unix-client:{path}")
    adapter = Adapter(
        "adapter", host_source=transport.source, host_sink=transport.sink, link=air,
        public_address=Address("F0:F1:F2:00:00:01", Address.PUBLIC_DEVICE_ADDRESS))
    # With more announced, Linux waits for forms of events that Bumble does not send.
    adapter.le_features = LeFeatureMask.LE_ENCRYPTION | LeFeatureMask.LE_PING
    wearables = {}
    for number, wish in enumerate(wishes, 1):
        name, rate, *rest = wish.split(":")
        wearable = Wearable(air, number, name, float(rate), rest != ["silent"])
        await wearable.device.power_on()
        await wearable.advertise()
        wearables[name] = wearable
    streams = [asyncio.ensure_future(wearable.stream()) for wearable in wearables.values()]

    def lose(wearable):
        # The radio goes away: both ends notice by the same time-out.
        peer = wearable.device.random_address
        for controller in (adapter, wearable.controller):
            for link in list(controller.le_connections.values()):
                if controller is wearable.controller or link.peer_address == peer:
                    controller.on_le_disconnected(link, HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR)

    print("ready", flush=True)
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := (await lines.readline()).decode().split():
        word, *names = line
        if word == "quit":
            break
        wearable = wearables[names[0]]
        if word == "hangup":
            await wearable.hang_up()
        elif word == "lose":
            lose(wearable)
        elif word in ("off", "on"):
            await wearable.switch(word == "on")
        elif word in ("mute", "speak"):
            wearable.speaks = word == "speak"
        elif word == "sent":
            print("sent", wearable.name, wearable.count, flush=True)
    for stream in streams:
        stream.cancel()
    await transport.close()


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    asyncio.run(serve(sys.argv[1], sys.argv[2:]))
