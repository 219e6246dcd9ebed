import SinewSignal

@testable import SinewEngine

/// A device with a crystal of its own behind a link that only adds delay.
struct SimulatedLink {
  var rate = 250.0
  /// The device's seconds are shorter by this much: its samples come faster.
  var skewPPM = 0.0
  /// True time of sample 0, seconds.
  var start = 100.0
  /// Delay every sample has at least, seconds.
  var leastDelay = 0.001
  /// Samples wait for the next multiple of this, as behind a USB timer; 0: no chunks.
  var chunk = 0.0
  /// A chunk is also sent as soon as this many packets wait: 62 bytes in an FTDI bridge.
  var packetsPerFlush: Double?
  /// Samples leave in bursts this far apart, at random, as over Bluetooth; nil: no bursts.
  var bursts: ClosedRange<Double>?
  /// Further random delay, exponential, mean in seconds.
  var jitter = 0.0
  var generator = Lehmer(seed: 1)

  private var burstEnd = 0.0
  private var lastArrival = 0.0

  init(rate: Double = 250, skewPPM: Double = 0) {
    self.rate = rate
    self.skewPPM = skewPPM
  }

  func trueTime(_ sample: Int) -> Double {
    start + Double(sample) / (rate * (1 + skewPPM * 1e-6))
  }

  /// Arrival of a sample; call in order.
  mutating func arrival(_ sample: Int) -> Double {
    var time = trueTime(sample) + leastDelay
    if jitter > 0 { time += generator.exponential(mean: jitter) }
    if chunk > 0 { time = min((time / chunk).rounded(.up) * chunk, flush(sample)) }
    if let bursts {
      while burstEnd < time {
        burstEnd = max(burstEnd, time - bursts.upperBound) + generator.uniform(bursts)
      }
      time = burstEnd
    }
    lastArrival = max(lastArrival, time)
    return lastArrival
  }

  /// When the packet's last byte leaves because the buffer has filled.
  private func flush(_ sample: Int) -> Double {
    guard let packetsPerFlush else { return .infinity }
    let buffers = (Double(sample + 1) / packetsPerFlush).rounded(.up)
    return trueTime(Int((buffers * packetsPerFlush).rounded(.up)) - 1) + leastDelay + 0.0005
  }
}

/// A small repeatable generator (Lehmer 1951, multiplier 48271).
struct Lehmer {
  private var state: UInt64

  init(seed: UInt64) { state = seed % 2_147_483_646 + 1 }

  mutating func next() -> Double {
    state = state * 48271 % 2_147_483_647
    return Double(state) / 2_147_483_647
  }

  mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * next()
  }

  mutating func exponential(mean: Double) -> Double {
    let uniform = next()
    // -ln u by halving: accurate enough for a test's delays, without a C library.
    var rest = max(uniform, 1e-9)
    var sum = 0.0
    while rest < 0.5 {
      rest *= 2
      sum += 0.693147
    }
    let d = 1 - rest
    return mean * (sum + d + d * d / 2 + d * d * d / 3 + d * d * d * d / 4)
  }
}

/// Errors of estimated times against the truth.
struct ClockErrors {
  private(set) var errors: [Double] = []
  private(set) var isIncreasing = true
  private var last: MonotonicTime?

  mutating func add(_ estimate: MonotonicTime, truth: Double, counts: Bool = true) {
    if let last, estimate <= last { isIncreasing = false }
    last = estimate
    if counts { errors.append(estimate.seconds - truth) }
  }

  var mean: Double { errors.reduce(0, +) / Double(max(1, errors.count)) }
  var deviation: Double {
    let mean = mean
    let sum = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (sum / Double(max(1, errors.count))).squareRoot()
  }
  /// Largest magnitude.
  var worst: Double { errors.map(\.magnitude).max() ?? 0 }
}

func clockProfile(_ counter: CounterKind, rate: Double?, delayMs: Double = 0) -> StreamProfile {
  StreamProfile(
    name: "emg", kind: .emg, channels: [ChannelProfile("a", .microvolts)], rateHz: rate,
    counter: counter, typicalDelayMs: delayMs)
}
