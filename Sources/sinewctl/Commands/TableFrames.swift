import SinewRecording
import SinewSignal

/// A table as the frames of one device.
final class TableFrames {
  private let reader: any SampleTable
  private var row = CSVRow()
  private let device: UInt16
  /// Seconds to add to those of the table: files that tell when they were made need not begin at once.
  var shift = 0.0
  private var counter: UInt32 = 0
  /// The frame to come; nil at the end of the table.
  private(set) var pending: Frame?

  /// - Throws: `RecordingError` with file and place.
  init(path: String, selecting selection: CSVSelection, device: Int) throws {
    reader = try openTable(path: path, selecting: selection)
    self.device = UInt16(truncatingIfNeeded: device)
  }

  /// Seconds of UTC at second 0 of the table; nil where it does not say.
  var startUTC: Double? { reader.startUTC }

  var nextTime: MonotonicTime { pending?.arrival ?? .zero }

  /// The part of the table that was read, 0...1.
  var readFraction: Double { reader.readFraction }

  func advance() throws {
    // A row without any value is a gap that a file fills.
    repeat {
      guard try reader.next(&row) else {
        pending = nil
        return
      }
    } while row.values.allSatisfy(\.isNaN)
    var frame = Frame(
      arrival: MonotonicTime(seconds: row.seconds + shift), counter: counter, device: device)
    for index in row.values.indices.prefix(Frame.capacity) {
      frame.values[index] = row.values[index]
    }
    counter &+= 1
    pending = frame
  }

  /// The table as a stream; its times are exact.
  func profile(name: String, rateHz: Double?) -> StreamProfile {
    let stream = reader.stream(name: name)
    return StreamProfile(
      name: name, kind: stream.kind, channels: stream.channels, rateHz: rateHz,
      counter: stream.counter)
  }

  /// Rows a second over the first two thousand rows, gaps left out: the median step decides which
  /// steps are gaps. Times of arrival are uneven by themselves; there only a long step is one.
  static func rate(path: String, selecting selection: CSVSelection) throws -> Double {
    let reader = try openTable(path: path, selecting: selection)
    var row = CSVRow()
    var times: [Double] = []
    while times.count < 2000, try reader.next(&row) { times.append(row.seconds) }
    let steps = zip(times.dropFirst(), times).map { $0 - $1 }.filter { $0 > 0 }.sorted()
    guard !steps.isEmpty else {
      throw AnalysisInput.Problem("\(path) has too few rows to tell its rate")
    }
    let median = steps[steps.count / 2]
    let isEven = steps[steps.count * 9 / 10] < 1.5 * median
    let regular = steps.filter { $0 < (isEven ? 1.5 : 5) * median }
    return Double(regular.count) / regular.reduce(0, +)
  }
}
