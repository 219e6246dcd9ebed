// Shimmer3 with EMG board, LogAndStream firmware, over RFCOMM. Every command is acknowledged by FF;
// data packets carry a 24-bit time stamp of 32768 Hz and the channels in the order of the inquiry.
// Written from the device sheet alone, so that it can stand witness against the driver. Accepted by
// pyshimmer 1.0.0.

/// A pretend Shimmer3.
package struct ShimmerEmulator: EmulatedDevice {
  package internal(set) var configuration: ShimmerConfiguration
  var source: any SignalSource
  let clock: DeviceClock
  var outbox = Outbox()

  package internal(set) var divider: Int
  package internal(set) var sensors: [UInt8]
  var configurationBytes: [UInt8]
  /// The two ExG chips.
  package internal(set) var exg = [ShimmerExG.emg, ShimmerExG.off]
  var texts: [UInt8: [UInt8]]
  var ranges: [UInt8: UInt8] = [:]
  /// Low-noise accelerometer, gyroscope, magnetometer, wide-range accelerometer, where a client
  /// wrote its own.
  var calibrations: [Int: [UInt8]] = [:]
  /// Ticks that the real-time clock is ahead of the unit's own; nil while unset.
  var realTimeOffset: UInt64?
  var crcBytes = 0
  var prefixesStatus = true
  var isDocked = false
  package internal(set) var isStreaming = false

  /// A command whose arguments are not all there.
  var unfinished: [UInt8] = []

  /// Tick of packet 0 of this stream, and packets since.
  private var startTick: UInt64 = 0
  private var packetIndex: UInt64 = 0
  private var packetsEver = 0
  private var silenceLeft = 0

  package init(
    _ configuration: ShimmerConfiguration = ShimmerConfiguration(), source: any SignalSource
  ) {
    self.configuration = configuration
    self.source = source
    clock = DeviceClock(skewPPM: configuration.clockSkewPPM)
    divider = max(1, configuration.divider)
    sensors = configuration.sensors
    configurationBytes = configuration.configurationBytes
    texts = [0x79: Array(configuration.name.utf8)]
  }

  /// Faults that struck so far.
  package var strikes: [FaultSchedule<ShimmerFault>.Strike] { configuration.faults.strikes }

  package var nextDue: Double? {
    let packet = isStreaming ? hostSeconds(startTick + (packetIndex + 1) * step) : nil
    return [outbox.nextDue, packet].compactMap { $0 }.min()
  }

  package mutating func receive(_ bytes: [UInt8], at seconds: Double) -> [UInt8] {
    var out = advance(to: seconds)
    for byte in bytes { take(byte, at: seconds) }
    out += advance(to: seconds)
    return out
  }

  package mutating func advance(to seconds: Double) -> [UInt8] {
    var out: [UInt8] = []
    while let due = nextDue, due <= seconds {
      out += outbox.nextDue == due ? outbox.take() : nextPacket(at: due)
    }
    return out
  }

  /// Puts the unit into its dock or takes it out; it tells so unasked.
  package mutating func dock(_ isDocked: Bool, at seconds: Double) {
    self.isDocked = isDocked
    let prefix: [UInt8] = prefixesStatus ? [0xFF] : []
    post(prefix + [0x8A, 0x71, status], at: seconds)
  }

  /// Docked, sensing, clock set, streaming, card present.
  var status: UInt8 {
    (isDocked ? 0x01 : 0) | (isStreaming ? 0x12 : 0) | (realTimeOffset == nil ? 0 : 0x04) | 0x20
  }

  private var step: UInt64 { UInt64(divider) }

  /// Ticks the unit's clock shows at `seconds` of the host.
  func tick(at seconds: Double) -> UInt64 {
    configuration.firstTick &+ UInt64(max(0, clock.device(fromHost: seconds) * 32_768))
  }

  private func hostSeconds(_ tick: UInt64) -> Double {
    clock.host(fromDevice: Double(tick &- configuration.firstTick) / 32_768)
  }

  mutating func start(at seconds: Double) {
    isStreaming = true
    startTick = tick(at: max(seconds, outbox.busyUntil))
    packetIndex = 0
    silenceLeft = 0
  }

  mutating func stop(at seconds: Double) {
    let wasStreaming = isStreaming
    isStreaming = false
    if !configuration.losesStopAcknowledgement { post([0xFF], at: seconds) }
    guard wasStreaming else { return }
    for _ in 0..<configuration.tailPackets {
      packetIndex += 1
      outbox.post(packet(at: seconds), at: seconds, delay: 0)
    }
  }

  /// Sends an acknowledgement, a response or both, with their check.
  mutating func post(_ bytes: [UInt8], at seconds: Double) {
    outbox.post(
      ShimmerCRC.sealed(bytes, count: crcBytes), at: seconds, delay: configuration.replyDelay)
  }

  private mutating func packet(at seconds: Double) -> [UInt8] {
    let stamp = startTick &+ packetIndex &* step
    var bytes = [0] + [0, 8, 16].map { UInt8(truncatingIfNeeded: stamp >> $0) }
    for channel in ShimmerChannel.enabled(sensors) { bytes += reading(channel, at: seconds) }
    return ShimmerCRC.sealed(bytes, count: crcBytes)
  }

  private mutating func nextPacket(at seconds: Double) -> [UInt8] {
    let bytes = packet(at: seconds)
    packetIndex += 1
    let fault = configuration.faults.strike(packet: packetsEver)
    packetsEver += 1
    if silenceLeft > 0 {
      silenceLeft -= 1
      return []
    }
    return apply(fault, to: bytes)
  }

  private mutating func apply(_ fault: ShimmerFault?, to bytes: [UInt8]) -> [UInt8] {
    switch fault {
    case nil: return bytes
    case .drop: return []
    case .cut(let count): return bytes.dropLast(max(0, count))
    case .flipBit:
      var bytes = bytes
      bytes[configuration.faults.choice(of: bytes.count)] ^=
        1 << UInt8(configuration.faults.choice(of: 8))
      return bytes
    case .garbage(let count): return configuration.faults.garbage(count: count) + bytes
    case .silence(let count):
      silenceLeft = max(0, count - 1)
      return []
    }
  }
}
