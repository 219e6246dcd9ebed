internal import SinewSignal

extension MyoPeripheral {
  /// Handles as firmware 1.x has them (sheet, GATT table).
  package var layout: [ServedService] {
    var battery = StandardServices.battery(percent: batteryPercent ?? 0)
    battery.handle = 0x0F
    battery.characteristics[0].acceptsAnyConfiguration = true
    return [
      StandardServices.genericAccess(name: name), StandardServices.genericAttribute,
      ServedService(
        BluetoothUUID(0x180A), handle: 0x0C,
        [ServedCharacteristic(BluetoothUUID(0x2A29), .read, value: Array("Thalmic Labs".utf8))]),
      battery,
    ] + services
  }

  package var services: [ServedService] {
    [
      ServedService(
        Self.uuid(0x0001), handle: 0x13,
        [
          ServedCharacteristic(Self.information, .read, value: informationBytes),
          ServedCharacteristic(
            Self.firmware, .read,
            value: configuration.version.flatMap { LittleEndian.bytes($0, 2) }),
          ServedCharacteristic(Self.command, [.write, .writeWithoutResponse]),
        ]),
      ServedService(
        Self.uuid(0x0002), handle: 0x1A,
        [stream(Self.motion), stream(Self.motionEvent, .indicate)]),
      ServedService(Self.uuid(0x0003), handle: 0x21, [stream(Self.classifier, .indicate)]),
      ServedService(Self.uuid(0x0004), handle: 0x25, [stream(Self.envelope)]),
      ServedService(Self.uuid(0x0005), handle: 0x29, Self.emg.map { stream($0) }),
      ServedService(Self.uuid(0x0006), handle: 0x36, [stream(Self.uuid(0x0602), .indicate)]),
    ]
  }

  /// Clients are known to write 0x1001 to a CCCD; the firmware takes it.
  private func stream(
    _ uuid: BluetoothUUID, _ property: CharacteristicProperties = .notify
  ) -> ServedCharacteristic {
    ServedCharacteristic(uuid, property, acceptsAnyConfiguration: true)
  }

  /// Serial, unlock pose (double tap), classifier, black.
  private var informationBytes: [UInt8] {
    configuration.serial.prefix(6) + [5, 0, 0, 0, 0, 0, 1] + [UInt8](repeating: 0, count: 7)
  }
}
