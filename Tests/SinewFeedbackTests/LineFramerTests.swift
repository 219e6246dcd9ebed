import SinewFeedback
import Testing

@Suite struct LineFramerTests {
  private let stream = Array("one\ntwo ü\u{1F4AA}\r\n\n\n{\"three\":3}\nfour".utf8)
  private var whole: [LineFramer.Item] {
    ["one", "two ü\u{1F4AA}\r", "{\"three\":3}"].map { .line(Array($0.utf8)) }
  }

  @Test func linesAreTheSameInAnyChunks() {
    for size in 1...stream.count {
      var framer = LineFramer()
      var items: [LineFramer.Item] = []
      var start = 0
      while start < stream.count {
        let end = min(start + size, stream.count)
        items += framer.feed(Array(stream[start..<end]))
        start = end
      }
      #expect(items == whole, "chunks of \(size)")
      #expect(framer.held == 4)
    }
  }

  @Test func aLineOfExactlyTheLimitPasses() {
    var framer = LineFramer()
    let line = [UInt8](repeating: 0x78, count: LineFramer.defaultLimit)
    #expect(framer.feed(line) == [])
    #expect(framer.feed([0x0A]) == [.line(line)])
  }

  @Test func aLineBeyondTheLimitIsToldOnceAndPassedOver() {
    var framer = LineFramer(limit: 4)
    #expect(framer.feed(Array("12345".utf8)) == [.tooLong])
    #expect(framer.held == 0)
    #expect(framer.feed(Array("6789012345".utf8)) == [])
    #expect(framer.feed(Array("\nok\n".utf8)) == [.line(Array("ok".utf8))])
  }

  @Test func bytesThatAreNotUTF8AreTold() {
    var framer = LineFramer()
    #expect(framer.feed([0xFF, 0x0A]) == [.notUTF8])
    #expect(framer.feed([0xED, 0xA0, 0x80, 0x0A, 0x6F, 0x0A]) == [.notUTF8, .line([0x6F])])
  }

  @Test func bytesInMemoryGiveTheSameLines() {
    var framer = LineFramer()
    var items: [LineFramer.Item] = []
    unsafe stream.withUnsafeBufferPointer { bytes in
      unsafe framer.feed(bytes) { items.append($0) }
    }
    #expect(items == whole)
  }
}
