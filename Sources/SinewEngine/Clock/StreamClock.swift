package import SinewSignal

/// Turns the counter and the arrival time of each frame of one stream into a steady sample time.
///
/// Three steps: the counter is unwrapped, with the arrival to tell how many whole wraps a silence
/// held; a line below the arrivals (`LeastDelayLine`) says when each count happened; the times
/// given out follow that line by slewing, so that they never jump nor run backwards. The device's
/// own constant delay (`StreamProfile.typicalDelayMs`) is subtracted at the end.
///
/// Where the counter after a silence stands where no loss would have left it, and after
/// `longestKnownSilence` in any case, nobody knows how often it came round, or whether the device
/// measured at all: that is a pause, told as one, and the times begin anew.
package struct StreamClock: BitwiseCopyable, Sendable {
  private var scale: CounterScale
  private var line: LeastDelayLine
  private let delayNanoseconds: Int64

  private var isStarted = false
  /// Arrival of the first frame of all; the seconds below count from it.
  private var origin: Int64 = 0
  private var counter: UInt32 = 0
  /// Unwrapped counter: of the newest frame, and of the frame the line's x counts from.
  private var total: Int64 = 0
  private var totalAtStart: Int64 = 0
  private var arrival = 0.0
  private var arrivalAtStart = 0.0
  private var time = 0.0
  /// Completed seconds in a row whose least delay lies well above the line.
  private var lateSeconds = 0
  private var lostSamples: UInt64 = 0
  private var gaps: UInt64 = 0
  private var pauses: UInt64 = 0
  /// A silence has ended that is either a pause or a lump still on its way: since when, how late its
  /// first sample was, and how long the silence.
  private var isInDoubt = false
  private var doubtStart = 0.0
  private var doubtDelay = 0.0
  private var doubtSilence = 0.0

  /// Seconds of silence for which a device is taken to have measured on: a radio that is lost is
  /// found again within them, and no link keeps samples for longer.
  static let longestKnownSilence = 10.0

  package init(_ profile: StreamProfile) {
    scale = CounterScale(profile.counter, rateHz: profile.rateHz)
    line = LeastDelayLine(priorWidth: scale.isNominal ? 0.0002 : 0.1)
    let delay = profile.typicalDelayMs
    delayNanoseconds = delay.isFinite && delay.magnitude < 1e6 ? Int64(delay * 1e6) : 0
  }

  /// The time of a frame and what is missing before it. Frames come in the order of their arrival.
  @_noLocks @_noAllocation
  package mutating func time(of frame: Frame) -> SampleTiming {
    guard isStarted else {
      begin(with: frame)
      return timing(lost: 0, restarted: false)
    }
    let before = arrival
    arrival = Double(frame.arrival.nanoseconds &- origin) * 1e-9
    if frame.flags.rawValue & FrameFlags.restarted.rawValue != 0 { return restart(with: frame) }
    if scale.isExact { return exactTime(of: frame.counter) }

    var steps = (Int64(frame.counter) &- Int64(counter)) % scale.modulus
    if steps < 0 { steps &+= scale.modulus }
    counter = frame.counter
    guard scale.secondsPerStep > 0 else { return timeBeforeThePeriodIsKnown(steps) }

    guard let wraps = wholeWraps(after: steps, since: before) else { return resume(after: steps) }
    steps &+= wraps &* scale.modulus
    if isAhead(by: steps) { return restart(with: frame) }
    var lost = scale.samplesLost(in: steps)
    if frame.flags.rawValue & FrameFlags.gapBefore.rawValue != 0 {
      if !scale.showsLosses {
        let missing = silentSteps(after: steps)
        steps &+= missing
        lost = UInt32(truncatingIfNeeded: missing)
        total &+= steps
        anchor()
        time += Double(steps) * scale.secondsPerStep
        note(lost)
        return follow(0, lost: lost)
      }
      lost = lost == 0 ? 1 : lost
    }
    total &+= steps
    note(lost)
    return follow(Double(steps) * scale.secondsPerStep, lost: lost)
  }

  /// How the counter maps to CLOCK_MONOTONIC now.
  @_noLocks @_noAllocation
  package func report(device: UInt16, stream: UInt8) -> ClockReport {
    var report = ClockReport(device: device, stream: stream)
    report.counter = counter
    report.unwrapped = UInt64(truncatingIfNeeded: total)
    report.arrival = MonotonicTime(nanoseconds: origin &+ Self.nanoseconds(arrival))
    report.estimated = MonotonicTime(
      nanoseconds: origin &+ Self.nanoseconds(time) &- delayNanoseconds)
    report.lostSamples = lostSamples
    report.gaps = gaps
    report.pauses = pauses
    let stretch = 1 + line.slope
    guard !scale.isExact, scale.secondsPerStep > 0, stretch > 0 else { return report }
    if scale.isNominal { report.skewPPM = (1 / stretch - 1) * 1e6 }
    let start = Double(totalAtStart) * scale.secondsPerStep
    report.offsetSeconds =
      Double(origin &- delayNanoseconds) * 1e-9 + line.intercept - start * stretch
    if scale.stepsPerSample > 0 {
      report.rateHz = 1 / (scale.secondsPerStep * scale.stepsPerSample * stretch)
    }
    return report
  }
}

/// What only reads is `mutating` too: else the whole clock is copied first, with every frame.
extension StreamClock {
  @_noLocks @_noAllocation
  private mutating func begin(with frame: Frame) {
    isStarted = true
    origin = frame.arrival.nanoseconds
    counter = frame.counter
    total = Int64(frame.counter)
    anchor()
    _ = line.add(x: 0, y: 0)
  }

  /// Lets the line begin anew at the newest frame.
  @_noLocks @_noAllocation
  private mutating func anchor() {
    totalAtStart = total
    arrivalAtStart = arrival
    lateSeconds = 0
    isInDoubt = false
    line.clear()
  }

  @_noLocks @_noAllocation
  private mutating func restart(with frame: Frame) -> SampleTiming {
    counter = frame.counter
    total = Int64(frame.counter)
    anchor()
    _ = line.add(x: 0, y: arrival)
    time = later(arrival)
    return timing(lost: 0, restarted: true)
  }

  /// Goes on after a pause: the count is kept, the time is the arrival's. Lost is only what the
  /// counter itself shows.
  @_noLocks @_noAllocation
  private mutating func resume(after steps: Int64) -> SampleTiming {
    total &+= steps
    let lost = scale.samplesLost(in: steps)
    note(lost)
    pauses &+= 1
    anchor()
    _ = line.add(x: 0, y: arrival)
    time = later(arrival)
    return timing(lost: lost, restarted: true)
  }

  /// Whole wraps of the counter that passed unseen in a silence; nil for a pause, of which nobody
  /// knows.
  ///
  /// An arrival can be late because the sample waited on its way, but never early. Wraps are believed
  /// at once where the counter stands just where it would if the device had measured on. Else the next
  /// samples tell: those of a lump come ever less late; after a pause they go on coming as late as the
  /// first. Links stall for longer than a very short counter takes to come round: there it must stay
  /// late for longer (`unseenLoss`), unless it is later than any link keeps samples (2 s).
  @_noLocks @_noAllocation
  private mutating func wholeWraps(after steps: Int64, since before: Double) -> Int64? {
    let late = delay(after: steps)
    if late > Self.longestKnownSilence { return nil }
    let silence = isInDoubt ? doubtSilence : arrival - before
    let counts = scale.showsLosses && !wrapsOften
    // Lateness that grew little by little is a device that has become slower.
    guard late > (counts && wrap < 2.6 ? 0.75 * wrap : 2), silence > 0.5 * late else {
      isInDoubt = false
      return 0
    }
    let isSettled = isInDoubt && isDoubtOver(late)
    let hasJumped = Double(steps) > 1.5 * scale.stepsPerSample
    guard !isInDoubt || isSettled || hasJumped else { return 0 }
    // A rate just learned says nothing of where the counter should stand.
    if counts, scale.isNominal || line.span > 10 {
      let wraps = believableWraps(in: late, after: silence)
      if wraps > 0 {
        isInDoubt = false
        return wraps
      }
    }
    if isInDoubt { return isSettled ? nil : 0 }
    isInDoubt = true
    doubtStart = arrival
    doubtDelay = late
    doubtSilence = silence
    return 0
  }

  /// The whole wraps that make up a lateness, or 0 where something is left over. The longer the
  /// silence, the further the line is drawn out, and the less is it sure.
  @_noLocks @_noAllocation
  private func believableWraps(in late: Double, after silence: Double) -> Int64 {
    let unsure = 0.02 + 0.005 * silence
    let wraps = (late + (unsure < 0.25 * wrap ? unsure : 0.25 * wrap)) / wrap
    guard wraps >= 1, wraps < 1e9 else { return 0 }
    let rest = late - Double(Int64(wraps)) * wrap
    return rest < 0.05 && rest < 0.25 * wrap ? Int64(wraps) : 0
  }

  /// True when samples have gone on coming as late as they did 0.3 s ago, or two samples ago.
  @_noLocks @_noAllocation
  private mutating func isDoubtOver(_ late: Double) -> Bool {
    let sample = scale.secondsPerStep * scale.stepsPerSample
    guard arrival - doubtStart > (sample > 0.15 ? 2 * sample : 0.3) else { return false }
    if late > doubtDelay - 0.1 { return true }
    doubtStart = arrival
    doubtDelay = late
    return false
  }

  /// Seconds in which the counter comes round.
  private var wrap: Double {
    @_noLocks @_noAllocation
    get { Double(scale.modulus) * scale.secondsPerStep }
  }

  /// True where a late sample can't be told from a wrap of lost ones at once: 16 ms is the whole
  /// counter of a BITalino, and one timer of a USB bridge.
  private var wrapsOften: Bool {
    @_noLocks @_noAllocation
    get { scale.showsLosses && wrap < 0.5 }
  }

  /// True when the counter claims a sample that is still to come: it must have begun anew. A
  /// quarter of a second, or four samples, is more than the line can be wrong.
  @_noLocks @_noAllocation
  private mutating func isAhead(by steps: Int64) -> Bool {
    let sample = scale.secondsPerStep * scale.stepsPerSample
    let margin = 4 * sample > 0.25 ? 4 * sample : 0.25
    return delay(after: steps) < -margin
  }

  /// Seconds by which the arrival is later than the line says for the sample `steps` on.
  @_noLocks @_noAllocation
  private mutating func delay(after steps: Int64) -> Double {
    let x = Double(total &+ steps &- totalAtStart) * scale.secondsPerStep
    return arrival - x - line.value(at: x)
  }

  /// Steps that a stream without a counter must have missed, by the arrival; one at least.
  @_noLocks @_noAllocation
  private mutating func silentSteps(after steps: Int64) -> Int64 {
    let missing = delay(after: steps) / scale.secondsPerStep
    return missing > 1 && missing < 4e9 ? Int64(missing) : 1
  }

  @_noLocks @_noAllocation
  private mutating func note(_ lost: UInt32) {
    guard lost > 0 else { return }
    lostSamples &+= UInt64(lost)
    gaps &+= 1
  }

  /// Adds the newest frame to the line and moves the time `seconds` of device time on.
  @_noLocks @_noAllocation
  private mutating func follow(_ seconds: Double, lost: UInt32) -> SampleTiming {
    var seconds = seconds
    var lost = lost
    var x = Double(total &- totalAtStart) * scale.secondsPerStep
    if line.add(x: x, y: arrival - x), !scale.showsLosses || wrapsOften {
      let missing = unseenLoss()
      if missing > 0 {
        total &+= missing
        seconds += Double(missing) * scale.secondsPerStep
        anchor()
        x = 0
        _ = line.add(x: 0, y: arrival)
        lost &+= UInt32(truncatingIfNeeded: missing)
        note(lost)
      }
    }
    let ahead = time + seconds * (1 + line.slope)
    let error = x + line.value(at: x) - ahead
    if error > 0.25 {
      time = ahead + error
    } else {
      // Quick in the first seconds, calm later; never by more than a twentieth of the way, so
      // that the times stay even.
      let settling = x < 11.2 ? 0.2 + 0.25 * x : 3
      let share = seconds < settling ? seconds / settling : 1
      let most = 0.05 * seconds
      let correction = error * share
      time = later(
        ahead + (correction > most ? most : correction < -most ? -most : correction))
    }
    return timing(lost: lost, restarted: false)
  }

  /// Steps that a stream without a counter has missed, whole wraps where the counter is short: its
  /// arrivals stay late for three seconds, by more than the lumps of a wireless link explain.
  @_noLocks @_noAllocation
  private mutating func unseenLoss() -> Int64 {
    let samples = scale.showsLosses ? 0.75 * wrap : 4 * scale.secondsPerStep
    let height = line.newestHeight
    guard height > samples, height > 0.025, line.span > 10 else {
      lateSeconds = 0
      return 0
    }
    lateSeconds &+= 1
    let unit = scale.showsLosses ? wrap : scale.secondsPerStep
    let missing = height / unit + (scale.showsLosses ? 0.25 : 0)
    guard lateSeconds > 2, missing < 1e9 else { return 0 }
    return scale.showsLosses ? Int64(missing) &* scale.modulus : Int64(missing)
  }

  /// Without a nominal rate the first second only measures; times are the arrivals' till then.
  @_noLocks @_noAllocation
  private mutating func timeBeforeThePeriodIsKnown(_ steps: Int64) -> SampleTiming {
    total &+= steps
    let lost = scale.samplesLost(in: steps)
    note(lost)
    let elapsed = arrival - arrivalAtStart
    let counted = total &- totalAtStart
    if elapsed >= 1, counted >= 8 {
      scale.secondsPerStep = elapsed / Double(counted)
      anchor()
      _ = line.add(x: 0, y: arrival)
    }
    time = later(arrival)
    return timing(lost: lost, restarted: false)
  }

  /// Arrivals that are sample times are passed through; a hole in them is a loss.
  @_noLocks @_noAllocation
  private mutating func exactTime(of counter: UInt32) -> SampleTiming {
    self.counter = counter
    total &+= 1
    var lost: UInt32 = 0
    let periods = scale.secondsPerStep > 0 ? (arrival - time) / scale.secondsPerStep : 0
    // A column of times may be uneven by itself, hence not 1.5.
    if periods > 1.75 { lost = periods < 4e9 ? UInt32(periods - 0.5) : .max }
    note(lost)
    time = arrival > time + 1e-6 ? arrival : time + 1e-6
    return timing(lost: lost, restarted: false)
  }

  /// Not from the future, and after the frame before by a microsecond at least.
  @_noLocks @_noAllocation
  private mutating func later(_ wanted: Double) -> Double {
    let known = wanted < arrival ? wanted : arrival
    let least = time + 1e-6
    return known > least ? known : least
  }

  @_noLocks @_noAllocation
  private mutating func timing(lost: UInt32, restarted: Bool) -> SampleTiming {
    SampleTiming(
      time: MonotonicTime(nanoseconds: origin &+ Self.nanoseconds(time) &- delayNanoseconds),
      lostBefore: lost, restarted: restarted)
  }

  @_noLocks @_noAllocation
  private static func nanoseconds(_ seconds: Double) -> Int64 {
    MonotonicTime(seconds: seconds).nanoseconds
  }
}
