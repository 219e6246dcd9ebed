package import SinewSignal

// OYMotion gForcePro / gForcePro+ / gForceDual. Written from the device sheet alone, so that it can
// stand witness against the driver.

/// What a pretend gForce is.
package struct GForceConfiguration: Sendable {
  package var name = "gForcePro+(4321)"
  package var longestMTU = 247
  /// Samples a second of the inertial streams; the sheet has none.
  package var motionHz = 50.0
  package var batteryPercent: UInt8 = 87
  /// Parts per million its crystal runs fast.
  package var clockSkewPPM = 0.0

  package init() {}
}

/// A pretend gForce armband: commands are answered `code | command | data`; it sends what the switch
/// command asks for, EMG or inertial data but not both.
package struct GForcePeripheral: PeripheralModel {
  package static let command = uuid(0xFFE1)
  package static let data = uuid(0xFFE2)

  private static func uuid(_ short: UInt64) -> BluetoothUUID {
    BluetoothUUID(high: 0xF000_0000_0451_4000 | short << 32, low: 0xB000_0000_0000_0000)
  }

  /// Bits of the switch command.
  package enum Stream: UInt32, CaseIterable, Sendable {
    case acceleration = 0x01
    case turnRate = 0x02
    case magneticField = 0x04
    case euler = 0x08
    case quaternion = 0x10
    case emg = 0x80
  }

  package let configuration: GForceConfiguration
  /// As the switch command asked.
  package private(set) var switches: UInt32 = 0
  package private(set) var format = GForceEMGFormat()
  /// The last motor command.
  package private(set) var isVibrating = false
  private var source: any SignalSource
  private var emgTimer: SampleTimer
  private var motionTimer: SampleTimer
  private var joiner = GForceFragments.Joiner()
  private var packet: [UInt8] = []
  private var samples = 0

  package init(
    _ configuration: GForceConfiguration = GForceConfiguration(), source: any SignalSource
  ) {
    self.configuration = configuration
    self.source = source
    let clock = DeviceClock(skewPPM: configuration.clockSkewPPM)
    emgTimer = SampleTimer(rateHz: 500, clock: clock)
    motionTimer = SampleTimer(rateHz: max(1, configuration.motionHz), clock: clock)
  }

  package var name: String { configuration.name }
  package var longestMTU: Int { configuration.longestMTU }
  package var batteryPercent: UInt8? { nil }
  private static let service = BluetoothUUID(0xFFD0)

  package var advertisement: [UInt8] {
    AdvertisingData.flags + AdvertisingData.service(Self.service)
  }

  package var services: [ServedService] {
    [
      ServedService(
        Self.service,
        [
          ServedCharacteristic(Self.command, [.write, .notify]),
          ServedCharacteristic(Self.data, .notify),
        ])
    ]
  }

  private func isOn(_ stream: Stream) -> Bool { switches & stream.rawValue != 0 }

  /// With EMG on nothing else comes: clients saw no inertial data beside it.
  private var hasMotion: Bool { !isOn(.emg) && switches & 0x1F != 0 }

  package var nextDue: Double? {
    isOn(.emg) ? emgTimer.due : hasMotion ? motionTimer.due : nil
  }

  package mutating func disconnected(at seconds: Double) {
    switches = 0
    joiner = GForceFragments.Joiner()
  }

  // MARK: Commands

  package mutating func written(
    _ value: [UInt8], to characteristic: BluetoothUUID, at seconds: Double,
    server: inout ATTServer
  ) -> ATTError? {
    guard characteristic == Self.command, let message = joiner.take(value),
      let code = message.first
    else { return nil }
    let (status, data) = obey(code, Array(message.dropFirst()), at: seconds, &server)
    send([status, code] + data, to: Self.command, &server)
    return nil
  }

  /// Status 0 ok, 1 unsupported, 2 bad parameter; and what the answer carries.
  private mutating func obey(
    _ code: UInt8, _ payload: [UInt8], at seconds: Double, _ server: inout ATTServer
  ) -> (UInt8, [UInt8]) {
    switch (code, payload.count) {
    case (0x01, 0):
      let features = Stream.allCases.reduce(0) { $0 | $1.rawValue }
      return (0, LittleEndian.bytes(features, 4))
    case (0x06, 0): return (0, [3, 1, 0, 2])
    case (0x08, 0): return (0, [configuration.batteryPercent])
    case (0x24, 1):
      isVibrating = payload[0] != 0
      return (0, [])
    case (0x25, 1): return (0, [])
    case (0x1D, 0), (0x1F, 0):
      switches = 0
      server.hangUp()
      return (0, [])
    case (0x3F, _):
      guard let wanted = GForceEMGFormat(payload) else { return (2, []) }
      format = wanted
      restart(at: seconds)
      return (0, [])
    case (0x46, 0): return (0, format.bytes)
    case (0x4F, 4):
      switches = UInt32(truncatingIfNeeded: LittleEndian.number(payload))
      restart(at: seconds)
      return (0, [])
    case (0x4F, _), (0x24, _), (0x25, _): return (2, [])
    default: return (1, [])
    }
  }

  private mutating func restart(at seconds: Double) {
    packet = []
    samples = 0
    emgTimer.restart(at: seconds, rateHz: Double(format.rateHz))
    motionTimer.restart(at: seconds)
  }

  private func send(
    _ message: [UInt8], to characteristic: BluetoothUUID, _ server: inout ATTServer
  ) {
    for part in GForceFragments.cut(message, size: server.mtu - 3) {
      server.notify(characteristic, part)
    }
  }

  // MARK: Data

  package mutating func advance(to seconds: Double, server: inout ATTServer) {
    while let due = nextDue, due <= seconds {
      if isOn(.emg) { sampleEMG(at: due, &server) } else { sampleMotion(at: due, &server) }
    }
  }

  private mutating func sampleEMG(at due: Double, _ server: inout ATTServer) {
    for channel in format.channels {
      packet += format.code(microvolts: source.emgMicrovolts(channel: channel, at: due))
    }
    samples += 1
    emgTimer.step()
    guard samples >= format.samplesPerPacket else { return }
    send([0x08] + packet, to: Self.data, &server)
    packet = []
    samples = 0
  }

  private mutating func sampleMotion(at due: Double, _ server: inout ATTServer) {
    let sample = source.motion(at: due)
    let tilt = TiltEstimate(sample.accelerationG)
    func fixed(_ numbers: [Double]) -> [UInt8] {
      numbers.flatMap { LittleEndian.int32($0 * 65_536) }
    }
    let streams: [(Stream, UInt8, [UInt8])] = [
      (.acceleration, 0x01, fixed(sample.accelerationG.parts)),
      (.turnRate, 0x02, fixed(sample.turnRateDPS.parts)),
      // A field of the Earth's size that does not turn with the body, microteslas.
      (.magneticField, 0x03, fixed([20, 0, -40])),
      (
        .euler, 0x04,
        [tilt.rollDegrees, tilt.pitchDegrees, 0].flatMap { LittleEndian.float32($0) }
      ),
      (.quaternion, 0x05, tilt.quaternion.flatMap { LittleEndian.float32($0) }),
    ]
    for (stream, type, bytes) in streams where isOn(stream) {
      send([type] + bytes, to: Self.data, &server)
    }
    motionTimer.step()
  }
}
