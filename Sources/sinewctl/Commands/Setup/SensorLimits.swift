import SinewSignal

/// What a sensor can't do, said before somebody waits for it.
enum SensorLimits {
  /// Below it the rate is called too low; 500 measured by arrival may come out a little less.
  private static let fullRateHz = 475.0

  /// Sentences for a stream of this kind at this rate (science of surface EMG: 512 samples a second
  /// are safe for levels and timing, 256 for levels; an envelope has lost timing and spectrum).
  static func sentences(_ kind: StreamKind, rateHz: Double?) -> [String] {
    switch kind {
    case .envelope:
      return [
        "An envelope gives levels only: no onset times, no fatigue and no contact quality;"
          + " print the raw signal 500 times a second or more for those."
      ]
    case .emg:
      guard let rateHz, rateHz < fullRateHz else { return [] }
      let rate = Int(rateHz.rounded())
      if rateHz < 200 {
        return [
          "At \(rate) samples a second most of a muscle's signal is lost: levels are coarse, and"
            + " there are no onset times and no fatigue; send 500 a second or more."
        ]
      }
      return [
        "At \(rate) samples a second onset times are coarse and fatigue can't be told;"
          + " send 500 a second or more."
      ]
    case .motion, .acceleration:
      guard let rateHz, rateHz < 50 else { return [] }
      return [
        "At \(Int(rateHz.rounded())) samples a second fast movements are missed;"
          + " send 100 a second, at least 50."
      ]
    case .auxiliary:
      return ["These numbers are recorded and not interpreted: --kind says what they are."]
    }
  }

  /// For boards that print lines.
  static func withoutTime(_ guess: ColumnGuess) -> [String] {
    guard !guess.hasTime else { return [] }
    return [
      "The lines carry no time, so times depend on the computer's USB:"
        + " print micros() as the first column."
    ]
  }
}
