package import SinewSignal

/// One line of a `.session` file after its header. Times count from the start of the recording.
package enum SessionLine: Sendable, Hashable {
  /// `@1.25 < A5 01`: bytes that came from the device in one read.
  case received(at: MonotonicTime, bytes: [UInt8])
  /// `@1.25 > 62`: bytes that were sent to it.
  case sent(at: MonotonicTime, bytes: [UInt8])
  /// `= stream counter v1 v2 ..`: a frame the bytes above must give.
  case expected(ExpectedFrame)
  /// `~ stream counter arrival_s estimated_s offset_s skew_ppm`: what the clock made of a frame.
  case clock(ClockLine)
  /// `# ...` or an empty line, without meaning.
  case comment(String)
}

/// The frame a driver must make, in the units of its profile.
package struct ExpectedFrame: Sendable, Hashable {
  /// Index into the driver's streams, 0...255.
  package var stream: UInt8
  /// As it came over the wire.
  package var counter: UInt32
  /// One value a channel, at most `Frame.capacity`; not-a-number is a slot without a sample.
  package var values: [Float]

  package init(stream: UInt8, counter: UInt32, values: [Float]) {
    self.stream = stream
    self.counter = counter
    self.values = values
  }

  /// The first `channels` values of a frame.
  package init(_ frame: Frame, channels: Int) {
    stream = frame.stream
    counter = frame.counter
    values = (0..<min(max(0, channels), Frame.capacity)).map { frame.values[$0] }
  }
}

/// How the clock judged the arrival of a frame.
package struct ClockLine: Sendable, Hashable {
  package var stream: UInt8
  package var counter: UInt32
  /// When the read returned.
  package var arrival: MonotonicTime
  /// The sample time the clock made of it.
  package var estimated: MonotonicTime
  /// Host time less device time, seconds.
  package var offsetSeconds: Double
  /// How much faster the device's clock runs than it should, parts per million.
  package var skewPPM: Double

  package init(
    stream: UInt8, counter: UInt32, arrival: MonotonicTime, estimated: MonotonicTime,
    offsetSeconds: Double, skewPPM: Double
  ) {
    self.stream = stream
    self.counter = counter
    self.arrival = arrival
    self.estimated = estimated
    self.offsetSeconds = offsetSeconds
    self.skewPPM = skewPPM
  }
}
