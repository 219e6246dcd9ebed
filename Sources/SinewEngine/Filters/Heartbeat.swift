/// Finds the heart in one channel: short spikes at a regular 0.7-3 Hz, which only a quiet muscle
/// lets through (science 1.6).
///
/// Fed with the highest magnitude of each 20 ms of the band-passed signal. A burst of muscle is too
/// long for a spike and begins the search anew.
struct Heartbeat: BitwiseCopyable, Sendable {
  /// A level between the spikes: falls fast, rises slowly.
  private var quiet: Float = 0
  private var spikeLength = 0
  /// Boxes of 20 ms since the last spike began, and since the rhythm was last confirmed.
  private var sinceSpike = 0
  private var sinceRegular = Int.max / 2
  /// Intervals in boxes, newest last.
  private var intervals = SIMD8<Int32>(repeating: 0)
  private var known = 0

  init() {}

  /// The rhythm was there in the last ten seconds: a set hides it, and does not cure it.
  var isSeen: Bool {
    @_noLocks @_noAllocation
    get { sinceRegular < 500 }
  }

  @_noLocks @_noAllocation
  mutating func add(_ highest: Float) {
    sinceSpike &+= 1
    sinceRegular &+= 1
    // Three times the usual peak of noise in 20 ms is some six standard deviations.
    if quiet > 0, highest > 3 * quiet {
      note()
      // What lasts is no spike, and louder than it was.
      if spikeLength > 6 { quiet += 0.01 * (highest - quiet) }
    } else {
      spikeLength = 0
      quiet = quiet == 0 ? highest : quiet + (highest < quiet ? 0.2 : 0.01) * (highest - quiet)
    }
  }

  /// A box above the threshold.
  @_noLocks @_noAllocation
  private mutating func note() {
    spikeLength &+= 1
    if spikeLength > 6 {
      known = 0
    } else if spikeLength == 1, sinceSpike >= 16 {
      // Less than 0.32 s after a spike comes the heart's own second wave.
      if sinceSpike <= 72 { learn(Int32(truncatingIfNeeded: sinceSpike)) } else { known = 0 }
      sinceSpike = 0
    }
  }

  /// Six intervals within a fifth of their mean are a rhythm.
  @_noLocks @_noAllocation
  private mutating func learn(_ interval: Int32) {
    var index = 0
    while index < 5 {
      intervals[index] = intervals[index &+ 1]
      index &+= 1
    }
    intervals[5] = interval
    if known < 6 { known &+= 1 }
    guard known == 6 else { return }
    var sum: Int32 = 0
    index = 0
    while index < 6 {
      sum &+= intervals[index]
      index &+= 1
    }
    index = 0
    while index < 6 {
      // 6 times the distance from the mean, against a fifth of the sum.
      if 5 &* (6 &* intervals[index] &- sum).magnitude > UInt32(sum.magnitude) { return }
      index &+= 1
    }
    sinceRegular = 0
  }
}
