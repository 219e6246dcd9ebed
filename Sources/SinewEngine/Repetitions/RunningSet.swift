/// What is known of the movement under way: frozen channel, usual size and rhythm, shape.
struct RunningSet: BitwiseCopyable {
  var channel: MotionChannel
  /// Median of the sums of two neighbouring peaks, deg/s or m/s.
  var amplitude: Double
  /// Usual time from one repetition to the next, ticks.
  var period: Double
  /// +1 when a positive lobe goes up, -1 when down, 0 when nobody can tell.
  var upSign: Double
  var template: CycleShape
  /// The first lobe of a repetition is positive.
  var startsPositive = true
  /// Where the set begins, and the peak of the last lobe used.
  var start = 0
  var lastPeak = 0
  /// The last tick at which the hand was still before it; -1 where none is known.
  var rest = -1
  /// The tick count when it was recognised.
  var openedAt = 0
  /// How far repetitions go.
  var usualTravel = UsualTravel()

  private var amplitudes = InlineArray<7, Double>(repeating: 0)
  private var durations = InlineArray<7, Double>(repeating: 0)
  private var cycles = 0

  @_noLocks @_noAllocation
  init(
    channel: MotionChannel, amplitude: Double, period: Double, upSign: Double,
    template: CycleShape
  ) {
    self.channel = channel
    self.amplitude = amplitude
    self.period = period
    self.upSign = upSign
    self.template = template
  }

  /// Size and length fit the usual ones: 0.45-2.2 times and 0.4-2.6 times.
  @_noLocks @_noAllocation
  func fits(amplitude size: Double, duration: Double) -> Bool {
    size > 0.45 * amplitude && size < 2.2 * amplitude && duration > 0.40 * period
      && duration < 2.6 * period
  }

  /// Learns from an accepted repetition: the last seven count.
  @_noLocks @_noAllocation
  mutating func learn(
    amplitude size: Double, duration: Double, shape: CycleShape,
    with statistics: inout OrderStatistics
  ) {
    template.blend(with: shape, share: 0.3)
    amplitudes[cycles % 7] = size
    durations[cycles % 7] = duration
    cycles &+= 1
    guard cycles >= 3 else { return }
    let used = min(7, cycles)
    statistics.clear()
    var index = 0
    while index < used {
      statistics.append(amplitudes[index])
      index &+= 1
    }
    amplitude = statistics.median()
    statistics.clear()
    index = 0
    while index < used {
      statistics.append(durations[index])
      index &+= 1
    }
    period = 0.5 * period + 0.5 * statistics.median()
  }
}
