package import SinewSignal

// Polar H10 and Verity Sense: the measurement data (PMD) service. Written from the device sheet alone,
// so that it can stand witness against the driver.

/// A pretend Polar sensor.
package struct PolarPeripheral: PeripheralModel {
  /// A UUID of the maker's by its first 32 bits.
  package static func uuid(_ short: UInt32) -> BluetoothUUID {
    BluetoothUUID(high: UInt64(short) << 32 | 0x02E7_F387, low: 0x1CAD_8ACD_2D8D_F0C8)
  }
  package static let control = uuid(0xFB00_5C81)
  package static let data = uuid(0xFB00_5C82)
  package static let heartRate = BluetoothUUID(0x2A37)

  package let configuration: PolarConfiguration
  var source: any SignalSource
  let clock: DeviceClock
  private(set) var streams: [PolarStream] = []
  private var stopsAt: Double?
  private var heartDue = Double.infinity

  package init(_ configuration: PolarConfiguration, source: any SignalSource) {
    self.configuration = configuration
    self.source = source
    clock = DeviceClock(skewPPM: configuration.clockSkewPPM)
    stopsAt = configuration.stopsAt
  }

  /// Measurement types that run.
  package var running: [UInt8] { streams.map(\.kind.rawValue) }

  package var name: String {
    (configuration.kind == .h10 ? "Polar H10 " : "Polar Sense ") + configuration.deviceID
  }
  package let longestMTU = 517
  package var advertisement: [UInt8] {
    AdvertisingData.flags + AdvertisingData.service(BluetoothUUID(0x180D))
  }
  package var information: DeviceInformation {
    DeviceInformation(
      manufacturer: "Polar Electro Oy", model: configuration.kind == .h10 ? "H10" : "Sense",
      serial: configuration.deviceID, firmware: "5.0.0")
  }

  package var services: [ServedService] {
    var features: [UInt8] =
      configuration.kind == .h10 ? [0x0F, 0x05, 0] : [0x0F, 0x6E, 0x02]
    features += [UInt8](repeating: 0, count: 17 - features.count)
    return [
      ServedService(
        BluetoothUUID(0x180D),
        [
          ServedCharacteristic(Self.heartRate, .notify),
          ServedCharacteristic(BluetoothUUID(0x2A38), .read, value: [1]),
        ]),
      ServedService(
        Self.uuid(0xFB00_5C80),
        [
          ServedCharacteristic(Self.control, [.read, .write, .indicate], value: features),
          ServedCharacteristic(Self.data, .notify),
        ]),
    ]
  }

  private var offers: [PolarOffer] {
    configuration.kind == .h10 ? PolarOffer.h10 : PolarOffer.veritySense
  }

  // MARK: Link

  package var nextDue: Double? {
    (streams.map(\.timer.due) + [heartDue] + [stopsAt].compactMap { $0 }).filter { $0 < .infinity }
      .min()
  }

  package mutating func connected(at seconds: Double) { heartDue = seconds + 1 }

  /// An H10 goes on measuring for nobody; what it measures then is never seen.
  package mutating func disconnected(at seconds: Double) {
    streams = []
    heartDue = .infinity
  }

  /// Commands before both subscriptions are refused.
  package mutating func written(
    _ value: [UInt8], to characteristic: BluetoothUUID, at seconds: Double,
    server: inout ATTServer
  ) -> ATTError? {
    guard server.isSubscribed(Self.control), server.isSubscribed(Self.data) else {
      return .badConfiguration
    }
    let opcode = value.first ?? 0
    let type = value.count > 1 ? value[1] : 0
    var answer: [UInt8] = []
    do {
      answer = [0, 0] + (try obey(value, at: seconds, server))
    } catch {
      answer = [error.rawValue, 0]
    }
    server.indicate(Self.control, [0xF0, opcode, type] + answer)
    return nil
  }

  private mutating func obey(
    _ value: [UInt8], at seconds: Double, _ server: ATTServer
  ) throws(PolarRefusal) -> [UInt8] {
    guard value.count >= 2 else { throw .length }
    guard let offer = offers.first(where: { $0.kind.rawValue == value[1] & 0x3F }) else {
      throw .type
    }
    let isRunning = streams.contains { $0.kind == offer.kind }
    switch value[0] {
    case 1: return offer.settings
    case 2:
      guard !isRunning else { throw .alreadyInState }
      guard server.mtu >= configuration.shortestMTU else { throw .mtu }
      let (rate, range) = try offer.choice(Array(value[2...])).get()
      var timer = SampleTimer(rateHz: Double(rate), clock: clock)
      timer.restart(at: seconds)
      streams.append(PolarStream(kind: offer.kind, range: Double(range), timer: timer))
      return factor(of: offer.kind).map { [5, 1] + LittleEndian.float32($0) } ?? []
    case 3:
      guard isRunning else { throw .alreadyInState }
      streams.removeAll { $0.kind == offer.kind }
      return []
    default: throw .opcode
    }
  }

  // MARK: Streams

  package mutating func advance(to seconds: Double, server: inout ATTServer) {
    while let due = nextDue, due <= seconds {
      if due == stopsAt {
        stopsAt = nil
        let kinds = streams.map(\.kind.rawValue)
        streams = []
        if !kinds.isEmpty { server.indicate(Self.control, [1] + kinds) }
      } else if due == heartDue {
        heartDue += 1
        // 60 beats a minute, contact, one interval of 1024/1024 s.
        server.notify(Self.heartRate, [0x10, 60, 0x00, 0x04])
      } else {
        for index in streams.indices where streams[index].timer.due == due {
          let sample = counts(of: streams[index].kind, at: due)
          streams[index].waiting.append(sample)
          streams[index].timer.step()
          sendIfFull(&streams[index], at: due, &server)
        }
      }
    }
  }

  private func sendIfFull(
    _ stream: inout PolarStream, at seconds: Double, _ server: inout ATTServer
  ) {
    let room = server.mtu - 13
    let (type, size): (UInt8, Int) =
      switch (configuration.kind, stream.kind) {
      case (_, .ecg): (0x00, min(73, room / 3))
      case (.h10, _): (0x01, min(36, room / 6))
      // Differences take at most 17 bits, three channels a sample.
      case (.veritySense, _): (0x80, min(26, max(2, (room - 14) / 7)))
      }
    guard stream.waiting.count >= max(1, size) else { return }
    let body =
      switch type {
      case 0x00: PolarFrame.raw(stream.waiting, size: 3)
      case 0x01: PolarFrame.raw(stream.waiting, size: 2)
      default: PolarFrame.compressed(stream.waiting, longestBlock: 10)
      }
    stream.waiting = []
    let elapsed = UInt64(max(0, clock.device(fromHost: seconds) * 1e9).rounded())
    server.notify(
      Self.data,
      [stream.kind.rawValue] + LittleEndian.bytes(configuration.clockStart &+ elapsed, 8) + [type]
        + body)
  }

  /// Microvolts, milligravities on the H10, and what the factor makes of g and deg/s on the other.
  private mutating func counts(of kind: PolarStream.Kind, at seconds: Double) -> [Int] {
    func count(_ value: Double, _ limit: Double) -> Int {
      value.isFinite ? Int(min(max(value.rounded(), -limit), limit - 1)) : 0
    }
    guard kind != .ecg else {
      return [count(source.emgMicrovolts(channel: 0, at: seconds), 8_388_608)]
    }
    let sample = source.motion(at: seconds)
    let values = kind == .acceleration ? sample.accelerationG : sample.turnRateDPS
    let scale = factor(of: kind) ?? 0.001
    return values.parts.map { count($0 / scale, 32_768) }
  }

  /// Verity Sense tells one when a stream starts: 8 g and 2000 deg/s.
  private func factor(of kind: PolarStream.Kind) -> Double? {
    guard configuration.kind == .veritySense else { return nil }
    return kind == .turnRate ? 0.07 : 2.44140625e-4
  }
}
