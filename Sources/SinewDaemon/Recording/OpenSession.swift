import SinewFeedback
import SinewRecording
import SinewSignal

/// A recording in progress: the file, and when it began.
///
/// `@unchecked Sendable`: made by the server thread, then used by the recorder thread alone.
final class OpenSession: @unchecked Sendable {
  let file: String
  /// Nil once the file is complete.
  private var writer: SessionWriter?
  private let start: MonotonicTime
  /// A read larger than a chunk comes in pieces with one arrival; they make one line.
  private var pending: [UInt8] = []
  private var pendingArrival = MonotonicTime.zero

  init(file: String, writer: consuming SessionWriter, start: MonotonicTime) {
    self.file = file
    self.writer = consume writer
    self.start = start
  }

  func write(_ chunk: TapChunk) throws(RecordingError) {
    if chunk.arrival != pendingArrival { try writePending() }
    pendingArrival = chunk.arrival
    for index in 0..<min(Int(chunk.count), TapChunk.capacity) { pending.append(chunk.bytes[index]) }
  }

  func write(_ report: ClockReport) throws(RecordingError) {
    try writePending()
    try writer?.write(
      .clock(
        ClockLine(
          stream: report.stream, counter: report.counter, arrival: sinceStart(report.arrival),
          estimated: sinceStart(report.estimated), offsetSeconds: report.offsetSeconds,
          skewPPM: report.skewPPM)))
  }

  /// `# utc 63.000000 2026-12-01T10:00:00.123Z synchronised`: a line that readers may pass over.
  func write(_ clock: ClockState) throws(RecordingError) {
    try writePending()
    let seconds = sinceStart(MonotonicTime(seconds: clock.monotonic)).seconds
    let word = clock.utcSynchronised == true ? "synchronised" : "unsynchronised"
    try writer?.write(.comment("# utc \(seconds) \(clock.utc) \(word)"))
  }

  /// Lets whoever follows the file see its newest whole lines.
  func flush() throws(RecordingError) { try writer?.flush() }

  func finish() throws(RecordingError) {
    try writePending()
    try writer.take()?.finish()
  }

  private func writePending() throws(RecordingError) {
    guard !pending.isEmpty else { return }
    // Bytes that arrived as the file was made count from its beginning.
    let time = max(.zero, sinceStart(pendingArrival))
    try writer?.write(.received(at: time, bytes: pending))
    pending.removeAll(keepingCapacity: true)
  }

  private func sinceStart(_ time: MonotonicTime) -> MonotonicTime {
    MonotonicTime(nanoseconds: time.nanoseconds &- start.nanoseconds)
  }
}
