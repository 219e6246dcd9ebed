import SinewSignal

/// After how much silence a streaming device is called silent: it depends on how often it sends.
enum SilenceRule {
  /// Seconds for a device that sends often: more than the lumps of a busy radio, told within the
  /// second in which a coach would begin to wonder.
  static let usual = 0.8
  /// Samples that a slow device may leave out.
  static let samples = 3.0
  /// What a device may take longer than it did lately: some send half a second at once.
  static let margin = 1.5
  /// Seconds for a device of which nobody knows how often it sends.
  static let unknown = 2.0
  /// Seconds that no device is waited for longer.
  static let longest = 10.0

  /// Seconds of silence to be called silent.
  ///
  /// - Parameters:
  ///   - streams: the fastest of them would be missed first.
  ///   - pause: the longest between two arrivals lately, seconds; 0 where there were none.
  static func patience(of streams: [StreamProfile], pause: Double) -> Double {
    let rate = streams.compactMap(\.rateHz).max() ?? 0
    let nominal = rate > 0 ? samples / rate : pause > 0 ? 0 : unknown
    return min(max(usual, nominal, margin * pause), longest)
  }

  /// `0.8 s` for people.
  static func words(_ seconds: Double) -> String {
    let tenths = Int((seconds * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
  }
}
