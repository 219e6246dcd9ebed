/// What streams an XDF file has, found in one pass in constant memory.
struct XDFIndex {
  /// A line through the clock offsets of a stream.
  struct Offsets: Sendable {
    private var count = 0.0
    private var meanX = 0.0
    private var meanY = 0.0
    private var xx = 0.0
    private var xy = 0.0

    mutating func add(_ x: Double, _ y: Double) {
      guard x.isFinite, y.isFinite else { return }
      count += 1
      let dx = x - meanX
      meanX += dx / count
      meanY += (y - meanY) / count
      xx += dx * (x - meanX)
      xy += dx * (y - meanY)
    }

    /// The time on the clock that all streams share.
    func common(_ time: Double) -> Double {
      guard count > 0 else { return time }
      let slope = count > 1 && xx > 0 ? xy / xx : 0
      return time + meanY + slope * (time - meanX)
    }
  }

  /// Streams a file may have.
  static let mostStreams = 256

  private(set) var streams: [XDFStreamInfo] = []
  private var offsets: [UInt32: Offsets] = [:]
  private var firsts: [UInt32: Double] = [:]

  init(path: String) throws(RecordingError) {
    let chunks = try XDFChunkReader(path: path)
    while let chunk = try chunks.next() {
      switch chunk.tag {
      case .streamHeader: try add(chunk, chunks)
      case .clockOffset:
        let time = try chunks.double()
        let offset = try chunks.double()
        guard offsets[chunk.stream] != nil || offsets.count < Self.mostStreams else { break }
        offsets[chunk.stream, default: Offsets()].add(time, offset)
      case .samples where firsts[chunk.stream] == nil:
        let first = try Self.firstTime(chunks)
        if let first, first.isFinite, firsts.count < Self.mostStreams {
          firsts[chunk.stream] = first
        }
      default: break
      }
      try chunks.leave(chunk)
    }
    guard !streams.isEmpty else {
      throw chunks.source.damaged("the file has no stream")
    }
  }

  private mutating func add(
    _ chunk: XDFChunkReader.Chunk, _ chunks: XDFChunkReader
  ) throws(RecordingError) {
    let place = chunks.source.offset
    let text = try chunks.text(chunk)
    let (info, why) = XDFStreamInfo.read(text, id: chunk.stream)
    guard let info else { throw chunks.source.damaged(why, at: place) }
    guard streams.count < Self.mostStreams else {
      throw chunks.source.damaged("the file has more than \(Self.mostStreams) streams", at: place)
    }
    guard !streams.contains(where: { $0.id == chunk.stream }) else {
      throw chunks.source.damaged("stream \(chunk.stream) has two headers", at: place)
    }
    streams.append(info)
  }

  /// The time stamp of a chunk's first sample; nil where it has none.
  private static func firstTime(_ chunks: XDFChunkReader) throws(RecordingError) -> Double? {
    guard try chunks.length() > 0, try chunks.word(1) == 8 else { return nil }
    return try chunks.double()
  }

  func offsets(of stream: UInt32) -> Offsets { offsets[stream] ?? Offsets() }

  /// The earliest sample of all streams of numbers, on the clock they share: second 0 of all.
  var start: Double {
    let times = streams.filter { $0.format != .string }.compactMap { stream in
      firsts[stream.id].map { offsets(of: stream.id).common($0) }
    }
    return times.min() ?? 0
  }
}
