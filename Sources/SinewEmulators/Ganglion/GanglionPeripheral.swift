package import SinewSignal

// OpenBCI Ganglion: four channels at 200 Hz, two samples a packet, an accelerometer at 10 Hz beside
// them. Firmware 3. Written from the device sheet alone, so that it can stand witness against the
// driver.

/// A pretend OpenBCI Ganglion.
package struct GanglionPeripheral: PeripheralModel {
  package static let service = BluetoothUUID(0xFE84)
  package static let receive = uuid(0x82)
  package static let send = uuid(0x83)
  package static let disconnect = uuid(0x84)

  private static func uuid(_ last: UInt64) -> BluetoothUUID {
    BluetoothUUID(high: 0x2D30_C000_F39F_4CE6 | last << 32, low: 0x923F_3484_EA48_0596)
  }

  /// Microvolts of one count: 1.2 V reference, gain 51, 24 bits (Ganglion Data Format).
  private static let microvoltsPerCount = 1.2e6 / (8_388_607 * 1.5 * 51)

  package private(set) var isStreaming = false
  package private(set) var isAccelerometerOn = false
  package private(set) var channelsOn = [true, true, true, true]

  private var source: any SignalSource
  private var timer: SampleTimer
  private var packet = 0
  private var impedanceChannel = 0

  /// `skewPPM`: parts per million its crystal runs fast.
  package init(source: any SignalSource, skewPPM: Double = 0) {
    self.source = source
    timer = SampleTimer(rateHz: 100, clock: DeviceClock(skewPPM: skewPPM))
  }

  package let name = "Ganglion-5a3c"
  package let longestMTU = 23
  package var information: DeviceInformation {
    DeviceInformation(
      manufacturer: "openbci.com", model: "Ganglion", hardware: "1.0.1", software: "3.0.2")
  }
  package var advertisement: [UInt8] {
    AdvertisingData.flags + AdvertisingData.service(Self.service)
  }
  package var services: [ServedService] {
    [
      ServedService(
        Self.service,
        [
          ServedCharacteristic(Self.receive, [.read, .notify]),
          ServedCharacteristic(Self.send, .writeWithoutResponse),
          ServedCharacteristic(Self.disconnect, [.write, .writeWithoutResponse]),
        ])
    ]
  }

  // MARK: Link

  package var nextDue: Double? { isStreaming || impedanceChannel > 0 ? timer.due : nil }

  /// The board resets when somebody connects.
  package mutating func connected(at seconds: Double) { reset() }
  package mutating func disconnected(at seconds: Double) { reset() }

  private mutating func reset() {
    isStreaming = false
    isAccelerometerOn = false
    channelsOn = [true, true, true, true]
    impedanceChannel = 0
    packet = 0
  }

  package mutating func written(
    _ value: [UInt8], to characteristic: BluetoothUUID, at seconds: Double,
    server: inout ATTServer
  ) -> ATTError? {
    if characteristic == Self.disconnect {
      server.hangUp()
    } else {
      for byte in value { obey(Character(UnicodeScalar(byte)), at: seconds, &server) }
    }
    return nil
  }

  private mutating func obey(
    _ command: Character, at seconds: Double, _ server: inout ATTServer
  ) {
    func say(_ text: String) {
      for packet in GanglionPacket.text(text) { server.notify(Self.receive, packet) }
    }
    switch command {
    case "b":
      isStreaming = true
      impedanceChannel = 0
      packet = 0
      timer.restart(at: seconds)
    case "s":
      isStreaming = false
      say("stop running\n")
    case "n": isAccelerometerOn = true
    case "N": isAccelerometerOn = false
    case "1", "2", "3", "4": setChannel(command.wholeNumberValue ?? 1, false)
    case "!": setChannel(1, true)
    case "@": setChannel(2, true)
    case "#": setChannel(3, true)
    case "$": setChannel(4, true)
    case "z":
      isStreaming = false
      impedanceChannel = 1
      timer.restart(at: seconds)
    case "Z": impedanceChannel = 0
    case "v": reset()
    case "?": say("Board ID 0: 0, 1, 2\nADS 0: 4, 5, 6\n$$$")
    default: break
    }
  }

  private mutating func setChannel(_ number: Int, _ isOn: Bool) { channelsOn[number - 1] = isOn }

  // MARK: Streams

  package mutating func advance(to seconds: Double, server: inout ATTServer) {
    while let due = nextDue, due <= seconds {
      server.notify(Self.receive, isStreaming ? nextSamples(at: due) : nextImpedance())
      timer.step()
    }
  }

  private mutating func nextSamples(at seconds: Double) -> [UInt8] {
    let earlier = counts(at: seconds - 0.005)
    let later = counts(at: seconds)
    let number = packet
    packet = (packet + 1) % 100
    guard isAccelerometerOn else {
      return GanglionPacket.samples(id: UInt8(100 + number), earlier, later, bits: 19)
    }
    return GanglionPacket.samples(
      id: UInt8(number), earlier, later, bits: 18, auxiliary: axis(number % 10, at: seconds))
  }

  private mutating func counts(at seconds: Double) -> [Int] {
    (0..<4).map { channel in
      let count =
        source.emgMicrovolts(channel: channel, at: seconds) / Self.microvoltsPerCount
      guard channelsOn[channel], count.isFinite else { return 0 }
      return Int(min(max(count.rounded(), -8_388_608), 8_388_607))
    }
  }

  /// Sources disagree about which packets carry the axes; those of either reading do: -z, x, y, z at
  /// 0 to 3, where one reads -z, y, x at 0 to 2 and the other x, y, z at 1 to 3.
  private mutating func axis(_ place: Int, at seconds: Double) -> UInt8 {
    let g = source.motion(at: seconds).accelerationG
    let values = [-g.z, g.x, g.y, g.z]
    return place < 4 ? LittleEndian.int8(values[place] / 0.016)[0] : 0
  }

  private mutating func nextImpedance() -> [UInt8] {
    let channel = impedanceChannel
    impedanceChannel = channel % 5 + 1
    return GanglionPacket.impedance(channel: channel, kilohms: 10 + channel)
  }
}
