internal import Glibc

/// Lines that wait for the broker, on the disk: append-only segments of blocks, of bounded size. The
/// oldest segment goes when there is no room, and its lines are counted.
///
/// A block is on the disk (`fdatasync`) before `append` returns. What is acknowledged is remembered
/// in a file of its own, which survives the end of this process at any instant; a power cut may cost
/// the last seconds of it, and lines come twice with the same id.
package final class DiskBuffer {
  private struct Segment {
    let number: UInt64
    var bytes: Int
    /// Lines that are not acknowledged.
    var lines: Int
  }

  private let files: BufferFiles
  private let limit: Int
  private let segmentBytes: Int
  private var segments: [Segment] = []
  private var generation: UInt64 = 0
  /// The segment that is written to: always the last.
  private var writing: CInt?
  /// The segment that is read from.
  private var reading: (number: UInt64, reader: SegmentReader)?
  /// How far the broker has acknowledged; saved with `save`.
  package var position = Position()
  /// Bytes that belonged to no whole block.
  package private(set) var damagedBytes = 0

  /// Segments are small beside the limit, so that little is dropped at a time.
  private static let largestSegment = 4 << 20

  /// Opens what an earlier run left.
  ///
  /// - Parameter limit: bytes of all segments together.
  /// - Throws: when the folder can't be used.
  package init(folder: String, limit: Int) throws(BufferFault) {
    files = try BufferFiles(folder: folder)
    self.limit = max(limit, 65_536)
    segmentBytes = min(Self.largestSegment, self.limit / 8)
    if let saved = Position.newest(in: files.readPosition()) {
      position = saved.position
      generation = saved.generation
    }
    for number in files.numbers() {
      guard number >= position.segment else {
        files.remove(number)
        continue
      }
      let size = files.size(number, from: number == position.segment ? position.offset : 0)
      segments.append(Segment(number: number, bytes: size.bytes, lines: size.lines))
    }
  }

  deinit {
    if let writing { close(writing) }
    files.closeAll()
  }

  /// Lines that wait, and what they take on the disk.
  package var lines: Int { segments.reduce(0) { $0 + $1.lines } }
  package var bytes: Int { segments.reduce(0) { $0 + $1.bytes } }
  package var isEmpty: Bool { segments.isEmpty }

  /// Puts lines behind those that wait already. Returns false when the disk takes none, not even
  /// after the oldest were dropped: then these are lost, and counted.
  @discardableResult package func append(_ lines: [[UInt8]]) -> Bool {
    guard let block = Block(lines: lines).encoded else {
      position.dropped += Int64(lines.count)
      return lines.isEmpty
    }
    while bytes + block.count > limit, dropOldest() {}
    guard block.count <= limit else {
      position.dropped += Int64(lines.count)
      return false
    }
    while !write(block, lines: lines.count) {
      guard dropOldest() else {
        position.dropped += Int64(lines.count)
        return false
      }
    }
    return true
  }

  private func write(_ block: [UInt8], lines: Int) -> Bool {
    if let last = segments.last, let file = writing, last.bytes < segmentBytes {
      guard files.write(block, to: file, at: last.bytes) else { return false }
      segments[segments.count - 1].bytes += block.count
      segments[segments.count - 1].lines += lines
      return true
    }
    stopWriting()
    let number = max(segments.last?.number ?? 0, position.segment) + 1
    guard let file = files.create(number) else { return false }
    guard files.write(block, to: file, at: 0) else {
      close(file)
      files.remove(number)
      return false
    }
    writing = file
    segments.append(Segment(number: number, bytes: block.count, lines: lines))
    return true
  }

  private func stopWriting() {
    if let writing { close(writing) }
    writing = nil
  }

  /// Makes room. False when nothing is left to drop.
  private func dropOldest() -> Bool {
    guard let oldest = segments.first else { return false }
    position.dropped += Int64(oldest.lines)
    leave(oldest.number)
    return true
  }

  /// The next lines that wait, and how many of them are done; nil when none wait. `finish`
  /// comes before the next call.
  package func next() -> (lines: [[UInt8]], done: Int)? {
    while let segment = segments.first {
      if position.segment != segment.number {
        position.segment = segment.number
        position.offset = 0
        position.index = 0
      }
      if reading?.number != segment.number || reading?.reader.isBehind(segment.bytes) == true {
        let bytes = files.contents(segment.number, limit: segment.bytes)
        reading = (segment.number, SegmentReader(bytes, from: position.offset))
      }
      let skippedBefore = reading?.reader.skipped ?? 0
      let block = reading?.reader.next()
      damagedBytes += (reading?.reader.skipped ?? 0) - skippedBefore
      if let block {
        return (block.lines, min(position.index, block.lines.count))
      }
      leave(segment.number)
    }
    return nil
  }

  /// The lines that `next` told are acknowledged.
  package func finish(_ count: Int) {
    guard let first = segments.first, let reading, first.number == position.segment,
      reading.number == first.number
    else { return }
    position.offset = reading.reader.offset
    position.index = 0
    segments[0].lines = max(0, first.lines - count)
    if position.offset >= first.bytes { leave(first.number) }
    save()
  }

  /// Everything of a segment is done or given up.
  private func leave(_ number: UInt64) {
    if segments.last?.number == number { stopWriting() }
    segments.removeAll { $0.number == number }
    if reading?.number == number { reading = nil }
    position.segment = max(position.segment, number + 1)
    position.offset = 0
    position.index = 0
    // First that it is done, then that it is gone: the other way round nothing would be lost either,
    // but its number might be used again.
    save()
    files.remove(number)
  }

  /// Remembers the position.
  ///
  /// - Parameter isLasting: waits for the disk.
  package func save(isLasting: Bool = false) {
    generation += 1
    files.write(position, generation: generation, isLasting: isLasting)
  }
}

extension SegmentReader {
  /// Whether the segment has grown since it was read.
  fileprivate func isBehind(_ bytes: Int) -> Bool { size < bytes }
}
