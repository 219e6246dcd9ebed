internal import SinewEngine
package import SinewSignal

/// The engine's clock for whoever writes samples down: the sample times of a file are those that
/// the detectors saw.
package struct SampleClock: Sendable {
  private var clock: StreamClock

  package init(_ profile: StreamProfile) { clock = StreamClock(profile) }

  /// When a frame was true in the body, how many are missing just before it, and whether the device
  /// began anew. Frames come in the order of their arrival.
  package mutating func time(
    of frame: Frame
  ) -> (time: MonotonicTime, lostBefore: Int, isRestarted: Bool) {
    let timing = clock.time(of: frame)
    return (timing.time, Int(timing.lostBefore), timing.restarted)
  }
}
