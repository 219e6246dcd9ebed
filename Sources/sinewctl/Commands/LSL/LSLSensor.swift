import SinewPipeline
import SinewRecording
import SinewSignal

/// A sensor's recording as it grows, on the network: the samples and times that `export` will find
/// in it.
final class LSLSensor {
  private let tail: SessionTail
  private let library: LSLLibrary
  private var decoder: (any FrameDecoder)?
  private var clocks: [SampleClock] = []
  private var outlets: [LSLOutlet] = []
  private var widths: [Int] = []
  /// CLOCK_MONOTONIC at second 0 of the recording.
  private var start = 0.0
  private var values: [Float] = []

  init(file: String, _ library: LSLLibrary) throws {
    tail = try SessionTail(path: file)
    self.library = library
  }

  /// Passes on what has come since.
  ///
  /// - Parameter shift: from CLOCK_MONOTONIC to the clock of LSL.
  func follow(shift: Double) throws {
    for line in try tail.next() {
      if decoder == nil { try open() }
      guard case .received(let arrival, let bytes) = line else { continue }
      try decoder?.decode(bytes, at: arrival) { frame in pass(frame, shift) }
    }
  }

  private func pass(_ frame: Frame, _ shift: Double) {
    let stream = Int(frame.stream)
    guard outlets.indices.contains(stream) else { return }
    let time = clocks[stream].time(of: frame).time.seconds
    values.removeAll(keepingCapacity: true)
    for channel in 0..<widths[stream] { values.append(frame.values[channel]) }
    outlets[stream].push(values, at: start + time + shift)
  }

  private func open() throws {
    guard let made = frameDecoder(for: tail.header),
      let monotonic = tail.header["monotonic"].flatMap({ Double($0) }), monotonic.isFinite
    else {
      throw ExportProblem("\(tail.file) does not say of which device it is, or when it began")
    }
    let tables = SessionTables(header: tail.header).tables(of: made.streams)
    outlets = try tables.map { try LSLOutlet($0, library) }
    clocks = made.streams.map { SampleClock($0) }
    widths = made.streams.map { min($0.channels.count, Frame.capacity) }
    start = monotonic
    decoder = made
  }
}
