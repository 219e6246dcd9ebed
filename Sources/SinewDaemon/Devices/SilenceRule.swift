import SinewSignal

/// After how much silence a streaming device is called silent: it depends on how often it sends.
struct SilenceRule {
  /// Seconds for a device that sends often: more than the lumps of a busy radio, told within the
  /// second in which a coach would begin to wonder.
  static let usual = 0.8
  /// Samples that a slow device may leave out.
  static let samples = 3.0
  /// Seconds for a device of which nobody knows how often it sends.
  static let unknown = 2.0
  /// Seconds that no device is waited for longer.
  static let longest = 10.0
  /// Seconds of stream from which its rate is known.
  private static let proof = 3.0

  /// Samples a second of the fastest stream, which is the first to be missed; nil where the driver
  /// does not say.
  private let nominalHz: Double?
  private let began: (frames: UInt64, at: MonotonicTime)

  /// - Parameter frames: those that were counted before the stream began, at `now`.
  init(streams: [StreamProfile], frames: UInt64, at now: MonotonicTime) {
    nominalHz = streams.compactMap(\.rateHz).max()
    began = (frames, now)
  }

  /// Seconds of silence to be called silent.
  ///
  /// - Parameter frames: those that were counted until `last`, the newest arrival.
  func patience(frames: UInt64, at last: MonotonicTime) -> Double {
    let seconds = last.seconds(since: began.at)
    let measured = seconds >= Self.proof ? Double(frames &- began.frames) / seconds : nil
    guard let rate = nominalHz ?? measured, rate > 0 else { return Self.unknown }
    return min(max(Self.usual, Self.samples / rate), Self.longest)
  }

  /// `0.8 s` for people.
  static func words(_ seconds: Double) -> String {
    let tenths = Int((seconds * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
  }
}
