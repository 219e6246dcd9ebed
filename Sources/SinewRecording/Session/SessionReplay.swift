package import SinewSignal

/// Gives the bytes of a `.session` file as a device would: what it sent, each chunk with the time
/// to hand it on. Whoever owns a thread waits for that time and writes the bytes to its end of a
/// socket pair; the other end is a link like any other.
package struct SessionReplay: ~Copyable {
  /// Bytes that came in one read when they were recorded.
  package struct Chunk: Sendable, Hashable {
    /// When to hand them on, on the clock of `start`.
    package let due: MonotonicTime
    /// When they were recorded, since the start of the recording.
    package let recorded: MonotonicTime
    package let bytes: [UInt8]
  }

  /// What the file says about itself.
  package let header: SessionHeader
  private var reader: SessionReader
  private var pacer: ReplayPacer

  /// Opens the file; recorded time zero is played at `start`. Throws as `SessionReader.init`.
  package init(
    path: String, start: MonotonicTime, pace: ReplayPacer.Pace = .times(1)
  ) throws(RecordingError) {
    reader = try SessionReader(path: path)
    header = reader.header
    pacer = ReplayPacer(start: start, pace: pace)
  }

  /// The next chunk, nil at the end. Throws as `SessionReader.next`.
  package mutating func next() throws(RecordingError) -> Chunk? {
    while let line = try reader.next() {
      guard case .received(let recorded, let bytes) = line else { continue }
      return Chunk(due: pacer.due(recorded), recorded: recorded, bytes: bytes)
    }
    return nil
  }
}
