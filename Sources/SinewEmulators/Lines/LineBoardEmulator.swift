internal import Glibc

// Any board that prints numbers in lines: Arduino with MyoWare, Serial Plotter and Teleplot forms. Opening
// the port restarts many of them. Written from the device sheet alone.

/// A pretend line-printing board.
package struct LineBoardEmulator: EmulatedDevice {
  package private(set) var configuration: LineBoardConfiguration
  private var source: any SignalSource
  private let clock: DeviceClock
  private var random: SeededRandom
  private var envelopes: [Int: Double] = [:]

  /// Device seconds of the last reset, and of the next line since then.
  private var resetAt = 0.0
  private var lineDue: Double
  private var index = 0
  private var linesEver = 0
  private var silenceLeft = 0
  private var booted = false

  package init(
    _ configuration: LineBoardConfiguration = LineBoardConfiguration(), source: any SignalSource
  ) {
    self.configuration = configuration
    self.source = source
    clock = DeviceClock(skewPPM: configuration.clockSkewPPM)
    random = SeededRandom(seed: configuration.seed, stream: 0x11E)
    lineDue = configuration.resetsOnOpen ? configuration.bootSeconds : 0
  }

  /// Faults that struck so far.
  package var strikes: [FaultSchedule<LineFault>.Strike] { configuration.faults.strikes }

  package var nextDue: Double? {
    configuration.linesPerSecond > 0 ? clock.host(fromDevice: resetAt + lineDue) : nil
  }

  package mutating func receive(_ bytes: [UInt8], at seconds: Double) -> [UInt8] {
    advance(to: seconds)
  }

  package mutating func portOpened(at seconds: Double) {
    guard configuration.resetsOnOpen else { return }
    resetAt = clock.device(fromHost: seconds)
    lineDue = configuration.bootSeconds
    index = 0
    booted = false
  }

  package mutating func advance(to seconds: Double) -> [UInt8] {
    var out: [UInt8] = []
    while let due = nextDue, due <= seconds { out += nextLine(at: due) }
    return out
  }

  private mutating func nextLine(at seconds: Double) -> [UInt8] {
    let text = text(at: seconds)
    let period = 1 / configuration.linesPerSecond
    let spread = configuration.jitter * period * random.gaussian()
    let head = booted ? "" : greeting(before: text)
    booted = true
    lineDue += max(0.1 * period, period + spread)
    index += 1
    let fault = configuration.faults.strike(packet: linesEver)
    linesEver += 1
    guard silenceLeft == 0 else {
      silenceLeft -= 1
      return []
    }
    return Array(head.utf8) + apply(fault, to: Array(text.utf8))
  }

  private func greeting(before line: String) -> String {
    var text = configuration.style.bootText
    if case .header = configuration.style.labels {
      text += names.joined(separator: configuration.style.separator)
      text += configuration.style.lineEnd
    }
    return configuration.startsMidLine ? String(line.suffix((line.count + 1) / 2)) + text : text
  }

  private var names: [String] {
    configuration.columns.indices.map {
      $0 < configuration.names.count ? configuration.names[$0] : "c\($0 + 1)"
    }
  }

  private mutating func text(at seconds: Double) -> String {
    let motion = source.motion(at: seconds)
    let values = configuration.columns.map { value(of: $0, motion, at: seconds) }
    return configuration.style.line(
      names: names, values: values, milliseconds: boardTime(at: seconds, perSecond: 1000))
  }

  private mutating func value(
    of column: LineColumn, _ motion: MotionSample, at seconds: Double
  ) -> String {
    switch column {
    case .emg(let channel):
      return String(code(source.emgMicrovolts(channel: channel, at: seconds), middle: 0.5))
    case .envelope(let channel):
      let felt = abs(source.emgMicrovolts(channel: channel, at: seconds))
      // One pole at 4 Hz, as the sensor's own smoothing.
      let share = 1 - exp(-2 * Double.pi * 4 / configuration.linesPerSecond)
      let level = (envelopes[channel] ?? 0) * (1 - share) + felt * share
      envelopes[channel] = level
      return String(code(level, middle: 0))
    case .acceleration(let axis): return Self.decimal(Self.part(motion.accelerationG, axis))
    case .turnRate(let axis): return Self.decimal(Self.part(motion.turnRateDPS, axis))
    case .milliseconds: return String(boardTime(at: seconds, perSecond: 1000))
    case .microseconds: return String(boardTime(at: seconds, perSecond: 1_000_000))
    case .counter: return String(index)
    }
  }

  /// What a 10-bit converter reads.
  private func code(_ microvolts: Double, middle: Double) -> Int {
    let share = microvolts * 1e-6 * configuration.gain / configuration.referenceVolts + middle
    let scaled = (share * 1023).rounded()
    return scaled.isFinite ? Int(min(max(scaled, 0), 1023)) : 0
  }

  private func boardTime(at seconds: Double, perSecond: Double) -> UInt32 {
    let ticks = (clock.device(fromHost: seconds) - resetAt) * perSecond
    return UInt32(truncatingIfNeeded: Int64(max(0, min(ticks, 1e18))))
  }

  private static func part(_ value: SIMD3<Double>, _ axis: Int) -> Double {
    (0...2).contains(axis) ? value[axis] : 0
  }

  /// Two decimals, as Arduino's `print` of a float.
  private static func decimal(_ value: Double) -> String {
    guard value.isFinite else { return "nan" }
    let hundredths = Int((min(abs(value), 1e9) * 100).rounded())
    let digits = String(hundredths % 100)
    let sign = value < 0 && hundredths > 0 ? "-" : ""
    return "\(sign)\(hundredths / 100).\(digits.count < 2 ? "0" : "")\(digits)"
  }

  private mutating func apply(_ fault: LineFault?, to line: [UInt8]) -> [UInt8] {
    switch fault {
    case nil: return line
    case .drop: return []
    case .cut: return Array(line.prefix(line.count / 2))
    case .garbage(let count): return configuration.faults.garbage(count: count) + line
    case .text: return Array("sensor warm".utf8) + Array(configuration.style.lineEnd.utf8) + line
    case .fewerColumns, .notANumber: return altered(line, by: fault)
    case .silence(let count):
      silenceLeft = max(0, count - 1)
      return []
    }
  }

  /// The line without its first column, or with `nan` there; a line of one column is kept.
  private func altered(_ line: [UInt8], by fault: LineFault?) -> [UInt8] {
    let separator = Array(configuration.style.separator.utf8)
    guard let byte = separator.first, let cut = line.firstIndex(of: byte) else { return line }
    if fault == .fewerColumns { return Array(line[(cut + separator.count)...]) }
    return Array("nan".utf8) + line[cut...]
  }
}
