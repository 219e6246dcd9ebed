// OpenBCI Cyton and Cyton + Daisy behind the USB dongle, firmware 3.1.
// 115200 8N1; 33-byte packets, 250 a second; texts end in `$$$`. Written from the device sheet alone,
// so that it can stand witness against the driver. Accepted by BrainFlow 5.23 and pyOpenBCI 0.13.

/// A pretend Cyton board with its dongle.
package struct CytonEmulator: EmulatedDevice {
  enum TimeStamp: Sendable { case off, set, synced }

  /// Packets a second, with and without Daisy.
  package static let packetsPerSecond = 250.0

  package internal(set) var configuration: CytonConfiguration
  var source: any SignalSource
  let clock: DeviceClock
  var outbox = Outbox()

  package internal(set) var channels: [CytonChannel]
  package internal(set) var streaming = false
  /// Faults that struck so far.
  package var strikes: [FaultSchedule<CytonFault>.Strike] { configuration.faults.strikes }

  var daisyAttached: Bool
  var rateCode = 6
  var boardMode = 0
  var timeStamp = TimeStamp.off
  var marker: UInt8?
  var radioChannel: UInt8
  var hostChannel: UInt8
  var testSignal: CytonTestSignal?

  /// Bytes of an unfinished command, and when the firmware gives up on it.
  var unfinished: [UInt8] = []
  var unfinishedDeadline: Double?

  /// Board seconds at which packet 0 of this stream was due, packets since, and the wire counter.
  var streamStart = 0.0
  var packetIndex = 0
  var counter: UInt8 = 0
  var packetsEver = 0
  var previous: [Int32]
  var burst: [UInt8] = []
  var burstLeft = 0
  var silenceLeft = 0
  var hiccup = false

  package init(_ configuration: CytonConfiguration = CytonConfiguration(), source: any SignalSource)
  {
    self.configuration = configuration
    self.source = source
    clock = DeviceClock(skewPPM: configuration.clockSkewPPM)
    daisyAttached = configuration.daisy
    channels = Array(repeating: CytonChannel(), count: 16)
    previous = Array(repeating: 0, count: 16)
    radioChannel = configuration.radioChannel
    hostChannel = configuration.radioChannel
  }

  package var nextDue: Double? {
    var due = outbox.nextDue
    func consider(_ time: Double?) {
      if let time { due = min(due ?? time, time) }
    }
    if streaming { consider(packetDue) }
    consider(unfinishedDeadline)
    return due
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
      if let deadline = unfinishedDeadline, deadline <= due {
        giveUpUnfinished(at: deadline)
      } else if outbox.nextDue == due {
        out += outbox.take()
      } else {
        out += nextPacket(at: due)
      }
    }
    return out
  }

  /// Host time of the next packet.
  var packetDue: Double {
    clock.host(fromDevice: streamStart + Double(packetIndex) / Self.packetsPerSecond)
  }

  mutating func strike() -> CytonFault? {
    defer { packetsEver += 1 }
    return configuration.faults.strike(packet: packetsEver)
  }

  mutating func garbage(count: Int) -> [UInt8] { configuration.faults.garbage(count: count) }

  /// Answers, unless packets own the wire: the firmware prints nothing while it streams.
  mutating func say(_ text: String, at seconds: Double, delay: Double? = nil) {
    guard !streaming else { return }
    outbox.post(Array(text.utf8), at: seconds, delay: delay ?? configuration.replyDelay)
  }

  /// What the soft reset undoes.
  mutating func resetBoard() {
    streaming = false
    channels = Array(repeating: CytonChannel(), count: 16)
    rateCode = 6
    boardMode = 0
    timeStamp = .off
    testSignal = nil
    marker = nil
    daisyAttached = configuration.daisy
  }

  /// Starts packets anew at counter 0.
  mutating func startStream(at seconds: Double) {
    streaming = true
    // Over serial the radio's ceiling is 250 a second: another rate falls back, and the converter's
    // start-up takes the channel settings with it.
    var start = max(seconds, outbox.busyUntil)
    if rateCode != 6 {
      rateCode = 6
      channels = Array(repeating: CytonChannel(), count: 16)
      start += 0.05
    }
    streamStart = clock.device(fromHost: start) + 1 / Self.packetsPerSecond
    packetIndex = 0
    counter = 0
    burstLeft = 0
    burst = []
    silenceLeft = 0
  }
}
