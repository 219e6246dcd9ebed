/// How a device's counter maps to CLOCK_MONOTONIC now. A few a minute for each stream.
package struct ClockReport: BitwiseCopyable, Sendable {
  package var device: UInt16
  package var stream: UInt8
  /// The newest counter as it came over the wire, and unwrapped since the link opened.
  package var counter: UInt32
  package var unwrapped: UInt64
  /// When that sample arrived, and when it was taken by the fit.
  package var arrival: MonotonicTime
  package var estimated: MonotonicTime
  /// Measured rate less the nominal, parts per million.
  package var skewPPM: Double
  /// Seconds from counter 0 to the clock's origin by the fit.
  package var offsetSeconds: Double
  /// Samples the counter says are missing, and the gaps they came in.
  package var lostSamples: UInt64
  package var gaps: UInt64
  /// Silences so long that nobody knows what is missing in them; lost is only what the
  /// counter itself shows.
  package var pauses: UInt64
  /// Frames a second by the fit.
  package var rateHz: Double

  @inlinable @_noLocks @_noAllocation
  package init(device: UInt16, stream: UInt8) {
    self.device = device
    self.stream = stream
    counter = 0
    unwrapped = 0
    arrival = MonotonicTime(nanoseconds: 0)
    estimated = MonotonicTime(nanoseconds: 0)
    skewPPM = 0
    offsetSeconds = 0
    lostSamples = 0
    gaps = 0
    pauses = 0
    rateHz = 0
  }
}
