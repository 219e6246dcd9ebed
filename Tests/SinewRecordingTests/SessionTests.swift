import SinewRecording
import SinewSignal
import Testing

@Suite struct SessionTests {
  private let scratch = Scratch()

  private let lines: [SessionLine] = [
    .comment("# pressed start"),
    .sent(at: MonotonicTime(nanoseconds: 0), bytes: [0x62]),
    .received(at: MonotonicTime(nanoseconds: 12_345_678_901), bytes: [0xA0, 0x00, 0xFF]),
    .expected(
      ExpectedFrame(
        stream: 1, counter: .max, values: [0.1, -1, 3.4e38, .leastNonzeroMagnitude, .infinity])),
    .clock(
      ClockLine(
        stream: 1, counter: 7, arrival: MonotonicTime(nanoseconds: 12_345_678_901),
        estimated: MonotonicTime(nanoseconds: -5), offsetSeconds: -0.25, skewPPM: 41.5)),
    .received(at: MonotonicTime(seconds: 13), bytes: Array(0...255)),
  ]

  private let header: SessionHeader = SessionHeader([
    "device": "openbci-cyton", "firmware": "3.1.2", "rate": "250",
    "recorded": "A. Person: 3 curls", "consent": "yes", "licence": "CC0-1.0",
  ])

  @Test func whatIsWrittenIsReadAgain() throws {
    let path = scratch.path("a.session")
    var writer = try SessionWriter(path: path, header: header)
    for line in lines { try writer.write(line) }
    try writer.finish()
    let reader = try SessionReader(path: path)
    #expect(reader.header == header)
    #expect(reader.header["recorded"] == "A. Person: 3 curls")
    #expect(try sessionLines(path) == lines)
    #expect(
      scratch.text(path).hasPrefix(
        """
        sinew-session 1
        device: openbci-cyton
        firmware: 3.1.2
        rate: 250
        recorded: A. Person: 3 curls
        consent: yes
        licence: CC0-1.0
        # pressed start
        @0.000000 > 62
        @12.345678901 < A0 00 FF
        = 1 4294967295 0.1 -1 3.4e+38 1e-45 inf
        ~ 1 7 12.345678901 -0.000000005 -0.25 41.5

        """))
  }

  @Test func everyFloatSurvivesTheDecimals() throws {
    var generator = SeededGenerator(state: 7)
    let values = (0..<12_000).map { _ in
      Float(bitPattern: UInt32.random(in: 0 ... .max, using: &generator))
    }
    let path = scratch.path("f.session")
    var writer = try SessionWriter(path: path, header: SessionHeader())
    for start in stride(from: 0, to: values.count, by: 12) {
      let frame = ExpectedFrame(stream: 0, counter: 0, values: Array(values[start..<start + 12]))
      try writer.write(.expected(frame))
    }
    try writer.finish()
    var found: [Float] = []
    for case .expected(let frame) in try sessionLines(path) { found += frame.values }
    #expect(found.count == values.count)
    for (one, other) in zip(found, values) {
      #expect(one.isNaN && other.isNaN || one.bitPattern == other.bitPattern)
    }
  }

  @Test func slackFormsAreAccepted() throws {
    let text = "\u{FEFF}sinew-session 1\r\ndevice:x\r\n\r\n@1 <a5 01ff\r\n\t@2\t>\t00 \r\n= 0 1 nan"
    let found = try sessionLines(scratch.file("s.session", text))
    #expect(found.count == 4)
    #expect(found[1] == .received(at: MonotonicTime(seconds: 1), bytes: [0xA5, 1, 0xFF]))
    #expect(found[2] == .sent(at: MonotonicTime(seconds: 2), bytes: [0]))
    #expect(try sessionLines(scratch.gzip("s.session.gz", text)).count == 4)
  }

  @Test(arguments: [
    ("", "1 the file is empty"), ("hello\n", "1 this is no session"),
    ("sinew-session 2\n", "1 this session has another format"),
    ("sinew-session 1\ndevice\n", "2 a header line"),
    ("sinew-session 1\ndevice x: 1\n", "2 a header key"),
    ("sinew-session 1\n@0 < 00\ndevice: x\n", "3 a line starts with"),
    ("sinew-session 1\n@x < 00\n", "2 \"x\" is not a time"),
    ("sinew-session 1\n@-1 < 00\n", "2 the time lies before"),
    ("sinew-session 1\n@1e300 < 00\n", "2 \"1e300\" is not a time"),
    ("sinew-session 1\n@1 = 00\n", "2 < (from"), ("sinew-session 1\n@1\n", "2 < (from"),
    ("sinew-session 1\n@1 <\n", "2 no bytes"), ("sinew-session 1\n@1 < 0\n", "2 \"0\" is no byte"),
    ("sinew-session 1\n@1 < 0G\n", "2 \"0G\" is no byte"),
    ("sinew-session 1\n= 256 0 1\n", "2 the stream"),
    ("sinew-session 1\n= 0 -1 1\n", "2 the counter"),
    ("sinew-session 1\n= 0\n", "2 the counter is missing"),
    ("sinew-session 1\n= 0 0\n", "2 a frame has at least"),
    ("sinew-session 1\n= 0 0 1 2 3 4 5 6 7 8 9 10 11 12 13\n", "2 a frame has at most"),
    ("sinew-session 1\n= 0 0 x\n", "2 \"x\" is not a number"),
    ("sinew-session 1\n~ 0 0 1 1 1\n", "2 the skew is missing"),
    ("sinew-session 1\n~ 0 0 1 1 1 1 1\n", "2 a clock line has six"),
  ])
  func faultsNameTheirLine(text: String, expected: String) {
    let path = scratch.file("bad.session", text)
    let error = recordingError { () throws(RecordingError) in _ = try sessionLines(path) }
    guard case .malformed(path, let line, let why)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect("\(line) \(why)".hasPrefix(expected), "\(line) \(why)")
  }

  @Test func readingGoesOnBehindABadLine() throws {
    let path = scratch.file("s.session", "sinew-session 1\n@0 < 00\nnonsense\n@1 < 01\n")
    var reader = try SessionReader(path: path)
    _ = try reader.next()
    #expect(throws: RecordingError.self) { try reader.next() }
    #expect(reader.text == "nonsense")
    let last = try reader.next()
    #expect(last == .received(at: MonotonicTime(seconds: 1), bytes: [1]))
  }

  @Test func noHeaderValueCanForgeALineOfData() throws {
    var header = SessionHeader()
    header.set("Device: x\n@0 < 00", "a\n@0 < FF\r\u{7F}")
    let path = scratch.path("h.session")
    var writer = try SessionWriter(path: path, header: header)
    try writer.write(.comment("one\n@0 < 00"))
    try writer.finish()
    let found = try sessionLines(path)
    #expect(found == [.comment("# one @0 < 00")])
    let reader = try SessionReader(path: path)
    #expect(reader.header.fields.count == 1)
  }

  @Test func anOldRecordingIsNotReplacedUnasked() throws {
    let path = scratch.file("old.session", "precious")
    let header = header
    let error = recordingError { () throws(RecordingError) in
      _ = try SessionWriter(path: path, header: header)
    }
    #expect(error == .alreadyExists(file: path))
    #expect(scratch.text(path) == "precious")
    let writer = try SessionWriter(path: path, header: header, replacing: true)
    try writer.finish()
    #expect(try sessionLines(path).isEmpty)
  }

  @Test func aFullDiskIsToldOnceAndNeverAgain() throws {
    var writer = try SessionWriter(path: "/dev/full", header: header, replacing: true)
    var errors: [RecordingError] = []
    for _ in 0..<5000 {
      do throws(RecordingError) {
        try writer.write(.received(at: .zero, bytes: [UInt8](repeating: 1, count: 33)))
      } catch {
        errors.append(error)
      }
    }
    #expect(errors == [.diskFull(file: "/dev/full")])
    let healthy = writer.isHealthy
    let written = writer.bytesWritten
    #expect(!healthy && written == 0)
    try writer.finish()
  }

  @Test func randomDamageNeverTraps() throws {
    let path = scratch.path("a.session")
    var writer = try SessionWriter(path: path, header: header)
    for line in lines { try writer.write(line) }
    try writer.finish()
    let whole = scratch.contents(path)
    var generator = SeededGenerator(state: 8)
    for _ in 0..<2000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        let index = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: index)
        default: bytes.insert(contentsOf: bytes[index...].prefix(9), at: index)
        }
      }
      let damaged = scratch.file("damaged", bytes)
      _ = recordingError { () throws(RecordingError) in
        var reader = try SessionReader(path: damaged)
        for _ in 0..<100 {
          let line = recordingError { () throws(RecordingError) in _ = try reader.next() }
          _ = line
        }
      }
    }
  }
}
