import SinewSignal
import Testing

@testable import SinewRecording

/// XDF as it is written and read back, and as others write it.
@Suite struct XDFTests {
  private let scratch = Scratch()

  private func rows(
    _ path: String, _ selection: CSVSelection
  ) throws -> [(seconds: Double, values: [Float])] {
    let table = try openTable(path: path, selecting: selection)
    var row = CSVRow()
    var rows: [(Double, [Float])] = []
    while try table.next(&row) { rows.append((row.seconds, row.values)) }
    return rows
  }

  private func write() throws -> String {
    let emg = SampledTable(
      name: "emg", kind: .emg, channels: [.init("ch1", .microvolts), .init("ch2", .microvolts)])
    let motion = SampledTable(
      name: "motion", kind: .acceleration,
      channels: ["ax_g", "ay_g", "az_g"].map { .init($0, .gravities) })
    var facts = RecordingFacts()
    facts.startMonotonic = 1000
    facts.notes = [TimedNote(onset: 0.5, duration: 1, kind: "rep", text: "rep 1 <&>")]
    let path = scratch.path("made.xdf")
    let writer = try XDFWriter(path: path, tables: [emg, motion], facts: facts, replacing: true)
    var row = SampledRow()
    for index in 0..<3000 {
      row.seconds = 0.25 + Double(index) / 1000
      row.values = [Float(index), index == 5 ? .nan : -0.5]
      try writer.write(row, table: 0)
      if index % 10 == 0 {
        row.seconds += 0.0005
        row.values = [0, 0.5, 1]
        try writer.write(row, table: 1)
      }
    }
    try writer.finish()
    return path
  }

  @Test func bothStreamsComeBackOnOneClock() throws {
    let path = try write()
    let emg = try rows(path, .all)
    #expect(emg.count == 3000)
    #expect(emg[0].seconds == 0)
    #expect(abs(emg[2999].seconds - 2.999) < 1e-9)
    #expect(emg.map { $0.values[0] } == (0..<3000).map { Float($0) })
    #expect(emg[5].values[1].isNaN)
    let motion = try rows(path, .motion)
    #expect(motion.count == 300)
    #expect(abs(motion[0].seconds - 0.0005) < 1e-9)
    #expect(motion[0].values == [0, 0.5, 1])
    #expect(try rows(path, .named("emg/ch2")).count == 3000)
  }

  /// A chunk of a file that others might have written.
  private func chunk(_ tag: UInt16, _ stream: UInt32?, _ content: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = [8]
    XDFChunk.append(UInt64(content.count + (stream == nil ? 2 : 6)), to: &bytes)
    XDFChunk.append(tag, to: &bytes)
    if let stream { XDFChunk.append(stream, to: &bytes) }
    return bytes + content
  }

  private func foreign(_ samples: [UInt8], offset: Double = 0) -> [UInt8] {
    let header =
      "<info><name>x</name><type>EMG</type><channel_count>1</channel_count>"
      + "<nominal_srate>100</nominal_srate><channel_format>int16</channel_format><desc><channels>"
      + "<channel><label>biceps &amp; more</label><unit>mV</unit></channel></channels></desc></info>"
    var clock: [UInt8] = []
    XDFChunk.append(10.0, to: &clock)
    XDFChunk.append(offset, to: &clock)
    return Array("XDF:".utf8) + chunk(1, nil, Array("<info/>".utf8))
      + chunk(2, 9, Array(header.utf8)) + chunk(4, 9, clock) + chunk(3, 9, samples)
  }

  @Test func anotherRecordersIntegersAndMissingStampsAreRead() throws {
    var samples: [UInt8] = [1, 3, 8]
    XDFChunk.append(50.0, to: &samples)
    samples += [0x02, 0x00, 0, 0xFF, 0xFF, 0, 0x05, 0x00]
    let path = scratch.file("foreign.xdf", foreign(samples, offset: -7))
    let table = try openTable(path: path, selecting: .firstData)
    #expect(table.columns.map(\.name) == ["biceps & more"])
    #expect(table.columns.map(\.unit) == [.microvolts])
    let read = try rows(path, .firstData)
    #expect(read.map { $0.values[0] } == [2000, -1000, 5000])
    #expect(zip(read.map(\.seconds), [0, 0.01, 0.02]).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test(
    arguments: [
      ([1, 200, 8], "the file ends in the middle of a chunk"),
      ([7], "a length of 7 bytes is none of 1, 4 and 8"),
      ([1, 1, 3], "a time stamp has either 0 or 8 bytes"),
      ([1, 1, 0, 1, 0], "a sample has no time stamp"),
      ([1, 0], "has no samples"),
    ] as [([UInt8], String)])
  func whatIsWrongIsToldWithItsOffset(_ samples: [UInt8], _ sentence: String) throws {
    let path = scratch.file("bad.xdf", foreign(samples))
    let error = recordingError { () throws(RecordingError) in
      let table = try openTable(path: path, selecting: .firstData)
      var row = CSVRow()
      while try table.next(&row) {}
    }
    let text = try #require(error?.description)
    #expect(text.contains(sentence) && text.contains("at byte "), "\(text)")
  }
}
