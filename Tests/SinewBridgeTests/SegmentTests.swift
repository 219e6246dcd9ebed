import Foundation
import SinewBridge
import Testing

@Suite struct SegmentTests {
  private let blocks = [lines(0..<3), lines(3..<4), lines(4..<40)]
  private var segment: [UInt8] { blocks.flatMap { Block(lines: $0).encoded ?? [] } }

  private func read(_ bytes: [UInt8], from offset: Int = 0) -> (blocks: [[[UInt8]]], skipped: Int) {
    var reader = SegmentReader(bytes, from: offset)
    var found: [[[UInt8]]] = []
    while let block = reader.next() { found.append(block.lines) }
    return (found, reader.skipped)
  }

  @Test func blocksReadBackAsWritten() {
    let (found, skipped) = read(segment)
    #expect(found == blocks)
    #expect(skipped == 0)
    #expect(Block(lines: []).encoded == nil)
  }

  @Test func aSegmentTornAtAnyByteKeepsItsWholeBlocks() {
    let segment = segment
    var ends = [0]
    for block in blocks {
      ends.append(ends[ends.count - 1] + (Block(lines: block).encoded?.count ?? 0))
    }
    for end in 0...segment.count {
      let whole = ends.count { $0 <= end } - 1
      let (found, skipped) = read(Array(segment[..<end]))
      #expect(found == Array(blocks[..<whole]), "torn at \(end)")
      #expect(skipped == end - ends[whole], "torn at \(end)")
    }
  }

  @Test func aDamagedByteCostsItsBlockAlone() {
    let segment = segment
    for place in segment.indices {
      var damaged = segment
      damaged[place] ^= 0x40
      let (found, skipped) = read(damaged)
      #expect(found.count == 2, "byte \(place)")
      #expect(found.allSatisfy(blocks.contains), "byte \(place)")
      #expect(skipped > 0)
    }
  }

  @Test func aHeaderThatPromisesTooMuchIsNotBelieved() {
    var bytes = Array("SnwB".utf8)
    for value: UInt32 in [10, .max, 1, 0] {
      bytes += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    #expect(read(bytes + [UInt8](repeating: 0, count: 100)).blocks.isEmpty)
  }

  @Test func positionsReadBackAndSurviveATornOne() throws {
    var first = Position()
    first.segment = 7
    first.offset = 4096
    first.index = 3
    first.boot = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
    first.seq = 4181
    first.dropped = 12
    var second = first
    second.offset = 8192
    let one = first.encoded(generation: 1)
    let two = second.encoded(generation: 2)
    #expect(one.count == Position.slotBytes)
    let newest = try #require(Position.newest(in: two + one))
    #expect(newest.position == second)
    #expect(newest.generation == 2)
    for end in 0..<Position.slotBytes {
      let torn = Array(two[..<end]) + [UInt8](repeating: 0x30, count: Position.slotBytes - end)
      let found = Position.newest(in: torn + one)?.position
      // Only blanks at the end may be lost without harm.
      #expect(found == first || (end > 60 && found == second), "torn at \(end)")
    }
    #expect(Position.newest(in: []) == nil)
    #expect(Position.newest(in: bytes("nonsense")) == nil)
  }
}

@Suite struct DiskBufferTests {
  /// Reads everything that waits, and acknowledges it.
  private func drain(_ buffer: DiskBuffer) -> [[UInt8]] {
    var all: [[UInt8]] = []
    while let (lines, done) = buffer.next() {
      all += lines[done...]
      buffer.finish(lines.count)
    }
    return all
  }

  @Test func linesComeBackInOrderAlsoAfterARestart() throws {
    let folder = Folder()
    do {
      let buffer = try DiskBuffer(folder: folder.path, limit: 1_000_000)
      #expect(buffer.append(lines(0..<10)))
      #expect(buffer.append(lines(10..<20)))
      #expect(buffer.lines == 20)
    }
    let buffer = try DiskBuffer(folder: folder.path, limit: 1_000_000)
    #expect(buffer.lines == 20)
    #expect(buffer.append(lines(20..<25)))
    #expect(drain(buffer) == lines(0..<25))
    #expect(buffer.isEmpty)
    #expect(folder.segments.isEmpty)
    #expect(buffer.append(lines(25..<26)))
    #expect(drain(buffer) == lines(25..<26))
  }

  @Test func whatIsAcknowledgedIsNotReadAgain() throws {
    let folder = Folder()
    do {
      let buffer = try DiskBuffer(folder: folder.path, limit: 1_000_000)
      for start in stride(from: 0, to: 100, by: 10) { buffer.append(lines(start..<start + 10)) }
      let first = try #require(buffer.next())
      #expect(first.lines == lines(0..<10))
      buffer.finish(10)
      _ = buffer.next()
      buffer.position.index = 4
      buffer.save()
    }
    let buffer = try DiskBuffer(folder: folder.path, limit: 1_000_000)
    #expect(buffer.lines == 90)
    #expect(drain(buffer) == lines(14..<100))
  }

  @Test func theOldestGoWhenThereIsNoRoomAndAreCounted() throws {
    let folder = Folder()
    let buffer = try DiskBuffer(folder: folder.path, limit: 65_536)
    var generator = SystemRandomNumberGenerator()
    var written: [[UInt8]] = []
    for number in 0..<400 {
      // What does not compress.
      let noise = (0..<40).map { _ in String(generator.next(), radix: 36) }.joined()
      let line = bytes(#"{"kind":"rep","seq":\#(number),"noise":"\#(noise)"}"#)
      written.append(line)
      #expect(buffer.append([line]))
      #expect(buffer.bytes <= 65_536)
    }
    let dropped = Int(buffer.position.dropped)
    #expect(dropped > 0)
    #expect(buffer.lines == 400 - dropped)
    #expect(drain(buffer) == Array(written[dropped...]))
  }

  @Test func anEndAtAnyByteOfASegmentLosesOnlyTheLinesThatWereBeingWritten() throws {
    let folder = Folder()
    do {
      let buffer = try DiskBuffer(folder: folder.path, limit: 1_000_000)
      for start in stride(from: 0, to: 40, by: 10) { buffer.append(lines(start..<start + 10)) }
    }
    let path = try #require(folder.segments.first)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for end in stride(from: whole.count, through: 0, by: -23) {
      try whole.prefix(end).write(to: URL(fileURLWithPath: path))
      let copy = Folder()
      try FileManager.default.copyItem(atPath: folder.path, toPath: copy.path)
      let buffer = try DiskBuffer(folder: copy.path, limit: 1_000_000)
      buffer.append(lines(90..<95))
      let found = drain(buffer)
      #expect(found.suffix(5).elementsEqual(lines(90..<95)), "torn at \(end)")
      let kept = found.dropLast(5)
      #expect(kept.count % 10 == 0 && kept.elementsEqual(lines(0..<kept.count)), "torn at \(end)")
      #expect(buffer.isEmpty)
    }
  }

  @Test func aSecondBridgeIsTurnedAway() throws {
    let folder = Folder()
    let buffer = try DiskBuffer(folder: folder.path, limit: 1_000_000)
    #expect(throws: BufferFault.self) { try DiskBuffer(folder: folder.path, limit: 1_000_000) }
    withExtendedLifetime(buffer) {}
  }

  @Test func filesOfOthersAreLeftAlone() throws {
    let folder = Folder()
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    for name in ["notes.txt", "x.seg", "1.seg", "99999999999999999999999.seg"] {
      try Data("hands off".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/\(name)"))
    }
    let buffer = try DiskBuffer(folder: folder.path, limit: 1_000_000)
    buffer.append(lines(0..<3))
    #expect(drain(buffer) == lines(0..<3))
    #expect(folder.segments.count == 3)
  }
}
