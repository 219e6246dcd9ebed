import SinewSignal

/// Which inputs of a BITalino are enabled and what they carry; A1 with the EMG sensor of the board
/// kit where the owner says nothing.
struct BITalinoInputs: Sendable {
  /// Microvolts at the electrodes for the converter's whole range: 3.3 V / gain 1009.
  static var microvolts: Double {
    @_noLocks @_noAllocation
    get { 3.3e6 / 1009 }
  }

  private let emg: [Int]
  private let auxiliary: [Int]
  /// True when any input is recorded as counts.
  let hasAuxiliary: Bool
  /// Enabled inputs, 1...6.
  let count: Int
  /// Bit 0 = A1.
  let mask: UInt8
  /// 1, 10, 100 or 1000.
  let rateHz: Int
  /// What the owner asked for and the board can't do, as a sentence; the rest is usable all the same.
  let problem: String?
  /// For each enabled input in ascending order: its place in the EMG frame, or -1 - its place in the
  /// frame of the auxiliary inputs.
  private(set) var slots = InlineArray<6, Int>(repeating: 0)

  init(settings: DriverSettings) {
    let rate = settings.rateHz == 0 ? 1000 : settings.rateHz
    let emg = settings.inputs.isEmpty ? [1] : settings.inputs
    let all = emg + settings.auxiliaryInputs
    problem = Self.problem(all, rate)
    self.emg = problem == nil ? emg.sorted() : [1]
    auxiliary = problem == nil ? settings.auxiliaryInputs.sorted() : []
    hasAuxiliary = !auxiliary.isEmpty
    rateHz = problem == nil ? rate : 1000
    let enabled = (self.emg + auxiliary).sorted()
    count = enabled.count
    mask = enabled.reduce(0) { $0 | 1 << UInt8($1 - 1) }
    for (position, input) in enabled.enumerated() {
      if let place = self.emg.firstIndex(of: input) {
        slots[position] = place
      } else if let place = auxiliary.firstIndex(of: input) {
        slots[position] = -1 - place
      }
    }
  }

  private static func problem(_ inputs: [Int], _ rate: Int) -> String? {
    if let bad = inputs.first(where: { !(1...6).contains($0) }) {
      return "A BITalino has no input \(bad); choose among 1 to 6."
    }
    if Set(inputs).count != inputs.count { return "An input of the BITalino is named twice." }
    if ![1, 10, 100, 1000].contains(rate) {
      return "A BITalino can't sample at \(rate) Hz; choose 1, 10, 100 or 1000."
    }
    return nil
  }

  /// EMG in microvolts, the digital lines when one changes, the other inputs in counts.
  var streams: [StreamProfile] {
    let enabled = (emg + auxiliary).sorted()
    let channels = emg.map { input in
      let steps: Double = (enabled.firstIndex(of: input) ?? 0) < 4 ? 1024 : 64
      return ChannelProfile(
        "a\(input)", .microvolts, resolution: Float(Self.microvolts / steps))
    }
    let digital = StreamProfile(
      name: "digital", kind: .auxiliary,
      channels: ["i1", "i2", "o1", "o2"].map { ChannelProfile($0, .unitless, resolution: 1) },
      rateHz: nil, counter: .none, typicalDelayMs: delayMs)
    let analog = StreamProfile(
      name: "analog", kind: .auxiliary,
      channels: auxiliary.map { ChannelProfile("a\($0)", .counts, resolution: 1) },
      rateHz: Double(rateHz), counter: .samples(modulus: 16), typicalDelayMs: delayMs)
    let first = StreamProfile(
      name: "emg", kind: .emg, channels: channels, rateHz: Double(rateHz),
      counter: .samples(modulus: 16), typicalDelayMs: delayMs)
    return auxiliary.isEmpty ? [first, digital] : [first, digital, analog]
  }

  /// The time a frame, at 1000 Hz a pair, takes on the board's own 115200-baud line. What the radio
  /// adds is not constant and not known.
  private var delayMs: Double {
    let bytes = BITalinoFrame.length(channels: count) * (rateHz == 1000 ? 2 : 1)
    return Double(bytes) * 10 / 115.2
  }
}
