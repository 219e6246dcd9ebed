import SinewDevices
import SinewSignal
import Testing

/// Bytes and values: the byte sheet's vectors (rows 1-3 and `12,nan` checked with the Arduino IDE 2
/// plotter's parser). Each text follows a first line, which is always discarded.
@Suite struct GenericLinesTests {
  private func driver(_ columns: [String] = []) -> GenericLines {
    var driver = GenericLines(
      settings: DriverSettings(lines: LineSettings(columns: columns.map { PrintedColumn($0) })))
    _ = decode(&driver, Array("cut\n".utf8))
    return driver
  }

  private struct Read {
    let decoded: Decoded
    let streams: [StreamProfile]

    /// The values by the names of the stream's channels; not-a-number as nil.
    var rows: [[Float?]] {
      decoded.frames.map { frame in
        frame.numbers(streams[0].channels.count).map { $0.isNaN ? nil : $0 }
      }
    }
    var names: [String] { streams[0].channels.map(\.name) }
    var counters: [UInt32] { decoded.frames.map(\.counter) }
  }

  private func read(_ text: String, _ columns: [String] = []) -> Read {
    read(bytes: Array(text.utf8), columns)
  }

  private func read(bytes: [UInt8], _ columns: [String] = []) -> Read {
    var driver = driver(columns)
    let decoded = decode(&driver, bytes)
    return Read(decoded: decoded, streams: driver.streams)
  }

  // MARK: Vectors

  @Test func vectorsOfTheSheet() {
    let rows: [(String, [String], [[Float?]])] = [
      ("35 31 32 0d 0a", ["ch0"], [[512]]),
      ("35 31 32 2c 33 30 30 2c 2d 37 0a", ["ch0", "ch1", "ch2"], [[512, 300, -7]]),
      ("45 4d 47 3a 35 31 32 09 45 4e 56 3a 33 2e 32 35 0d 0a", ["EMG", "ENV"], [[512, 3.25]]),
      ("61 20 62 0a 31 20 32 0a", ["a", "b"], [[1, 2]]),
      ("3e 65 6d 67 3a 31 36 32 37 3a 30 2e 35 c2 a7 6d 56 0a", ["emg"], [[0.5]]),
      ("3e 61 3a 31 3a 32 3b 32 3a 34 0a", ["a"], [[2], [4]]),
      ("31 32 2c 6e 61 6e 0a", ["ch0", "ch1"], [[12, nil]]),
    ]
    for (bytes, names, values) in rows {
      let result = read(bytes: hex(bytes))
      #expect(result.names == names)
      #expect(result.rows == values)
      #expect(result.decoded.faultTotal == 0)
    }
    let rejected = read(bytes: hex("00 ff 81 0a"))
    #expect(rejected.decoded.frames.isEmpty)
    #expect(rejected.decoded[.text] == 1 && rejected.decoded.bytesLost == 4)
  }

  @Test func teleplotTimesAreTheCounter() {
    let result = read(bytes: hex("3e 61 3a 31 3a 32 3b 32 3a 34 0a"))
    #expect(result.counters == [1000, 2000])
    #expect(result.streams[0].counter == .ticks(hertz: 1_000_000, bits: 32))
    #expect(
      read(">emg:1627551892444.5:2\n").counters == [
        UInt32((1_627_551_892_444_500 as UInt64) % (1 << 32))
      ])
  }

  // MARK: Grammar

  @Test(arguments: [
    ("1 2 3\n", 3), ("1\t2\t3\n", 3), ("1, 2, 3\n", 3), ("1;2;3\r\n", 3), ("1,2,3,\n", 3),
    (" 1  2 3 \n", 3), ("1,,2\n", 2), ("a:1 b:2\n", 2), ("a: 1 b: 2\n", 2), ("a : 1 b : 2\n", 2),
    ("a:1,b:2\n", 2), ("Left arm:1\tRight arm:2\n", 2), ("Label 1 : 5\n", 1), ("EMG:512 mV\n", 1),
    ("a:1 b:2,c:3\n", 3), ("temp°C:21.5,x:2\n", 2), ("1\r2\r", 1), ("1 2,3\n", 3),
  ])
  func formsThatAreAccepted(_ text: String, _ channels: Int) {
    let result = read(text)
    #expect(result.streams[0].channels.count == channels)
    #expect(!result.decoded.frames.isEmpty && result.decoded.faultTotal == 0)
  }

  @Test(arguments: [
    "1,5;2,5\n", "12:30:05\n", "Temp 5\n", "0x10\n", "a:x\n", ":5\n", "hello 5 world\n", "1 2 x\n",
    ">:text\n", ">emg\n", ">emg:x\n", "\u{1}5\n", "http://a.b\n",
  ])
  func formsThatAreRefusedAndCounted(_ text: String) {
    let result = read(text)
    #expect(result.decoded.frames.isEmpty)
    #expect(result.decoded.faultTotal == 1)
  }

  @Test(arguments: [">log:hello|t\n", ">p:1:2|xy\n", ">3D|shape:1:S\n"])
  func teleplotsOtherKindsAreCountedAsUnknown(_ text: String) {
    let result = read(text)
    #expect(result.decoded.frames.isEmpty && result.decoded[.unknownKind] == 1)
  }

  @Test func aLeadingCommaLeavesTheFirstColumnWithoutAValue() {
    #expect(read(",5\n").rows == [[nil, 5]])
  }

  @Test func labelsWithSpacesKeepThem() {
    #expect(read("Left arm:1\tRight arm:2\n").names == ["Left arm", "Right arm"])
    #expect(read("Label 1 : 5\n").names == ["Label 1"])
  }

  // MARK: Time and counters

  @Test func aMillisecondColumnIsTheCounterAndNoChannel() {
    let result = read("millis,emg\n4294967295,5\n0,6\n1.5,7\n")
    #expect(result.names == ["emg"])
    #expect(result.counters == [UInt32.max - 999, 0, 1500])
    #expect(result.decoded.frames.map(\.flags) == [0, 0, 0])
  }

  @Test func aMicrosecondColumnWrapsWithItsClock() {
    let result = read("us:4294967295 a:1\nus:3 a:2\n")
    #expect(result.counters == [.max, 3])
    #expect(result.decoded.frames.map(\.flags) == [0, 0])
  }

  @Test func aTimeThatRunsBackwardsIsARestart() {
    let result = read("t a\n90000 1\n90010 2\n5 3\n15 4\n")
    #expect(result.decoded.frames.map(\.flags) == [0, 0, FrameFlags.restarted.rawValue, 0])
  }

  @Test func aCounterOfAnyWidthShowsLossModulo256() {
    let result = read("n,a\n65534,1\n65535,2\n0,3\n4,4\n-1,5\n")
    #expect(result.counters == [254, 255, 0, 4, 255])
    #expect(result.streams[0].counter == .samples(modulus: 256))
  }

  @Test func timeServesBeforeACounter() {
    let result = read("ms,seq,a\n10,1,5\n")
    #expect(result.names == ["a"] && result.counters == [10_000])
  }

  @Test func aLineWithoutItsTimeIsNoSample() {
    let result = read("ms,a\n10,1\nnan,2\n30,3\n")
    #expect(result.counters == [10_000, 30_000])
    #expect(result.decoded[.text] == 1)
  }

  // MARK: Columns that change

  @Test func moreOrFewerColumnsAreASchemaFaultAndNoSample() {
    let result = read("1,2\n3,4\n5\n6,7,8\na:1\n9,10\n")
    #expect(result.rows == [[1, 2], [3, 4], [9, 10]])
    #expect(result.decoded[.schema] == 3)
  }

  @Test func aHeaderInAnotherOrderMovesTheColumns() {
    let result = read("a,b\n1,2\nb,a\n3,4\n")
    #expect(result.rows == [[1, 2], [4, 3]])
    #expect(result.decoded[.schema] == 1)
  }

  @Test func wordsInTheStreamAreAMessageNotAHeader() {
    let result = read("a,b\n1,2\nlow battery\n3,4\n")
    #expect(result.rows == [[1, 2], [3, 4]])
    #expect(result.decoded[.text] == 1)
  }

  @Test func anUnknownLabelIsCountedAndTheOthersGoOn() {
    var driver = driver()
    var step = converse(&driver)
    while case .wait = step { step = converse(&driver, "a:1 b:2\n") }
    #expect(step == .ready)
    let decoded = decode(&driver, Array("a:3 c:9 b:4\n".utf8))
    #expect(decoded.frames.map { $0.numbers(3) } == [[3, 4, 0]])
    #expect(decoded[.schema] == 1)
  }

  @Test func twelveChannelsAreTakenAndTheRestIgnored() {
    let line = (1...14).map(String.init).joined(separator: ",") + "\n"
    let result = read(line)
    #expect(result.rows == [(1...12).map { Float($0) }])
    let tooMany = read((1...17).map(String.init).joined(separator: ",") + "\n")
    #expect(tooMany.decoded.frames.isEmpty && tooMany.decoded[.schema] == 1)
  }

  // MARK: Values one a line

  @Test func labelsOneALineJoinIntoOneSample() {
    var driver = driver(["EMG", "ENV"])
    let decoded = decode(&driver, Array("EMG:1\nENV:2\nEMG:3\nENV:4\nEMG:5\nEMG:6\nENV:7\n".utf8))
    let rows = decoded.frames.map { $0.numbers(2) }
    #expect(rows.count == 4)
    #expect(rows[0] == [1, 2] && rows[1] == [3, 4] && rows[3] == [6, 7])
    #expect(rows[2][0] == 5 && rows[2][1].isNaN)
  }

  @Test func pointsOfOneTimeJoinAndOthersDoNot() {
    var driver = driver(["a", "b"])
    let decoded = decode(
      &driver, Array(">a:10:1\n>b:10:2\n>a:20:3\n>b:30:4\n>a:30:5\n>b:40:6\n>a:50:7\n".utf8))
    let rows = decoded.frames.map { frame in
      [Float(frame.counter) / 1000] + frame.numbers(2).map { $0.isNaN ? -1 : $0 }
    }
    #expect(rows == [[10, 1, 2], [20, 3, -1], [30, 5, 4], [40, -1, 6]])
  }

  // MARK: Long and cut lines

  @Test(arguments: Chunking.all)
  func aLineOver512BytesIsSkippedToItsEnd(_ chunking: Chunking) {
    var driver = driver()
    let long = String(repeating: "1", count: 2000)
    let decoded = decode(&driver, Array("5\n\(long)\n6\n".utf8), chunking)
    #expect(decoded.frames.map { $0.numbers(1) } == [[5], [6]])
    #expect(decoded[.text] == 1)
    #expect(decoded.bytesLost == 2000)
  }

  @Test func theFirstLineIsDiscarded() {
    var driver = GenericLines()
    let decoded = decode(&driver, Array("12,300\n512,300\n".utf8))
    #expect(decoded.frames.map { $0.numbers(2) } == [[512, 300]])
    #expect(decoded.faultTotal == 0)
  }

  // MARK: Declared columns

  @Test func declaredColumnsGiveKindUnitAndScale() {
    let columns = ["t", "ax", "ay", "az", "_", "gx", "gy", "gz"].map { name in
      PrintedColumn(
        name, unit: name.hasPrefix("a") ? .gravities : .degreesPerSecond,
        scale: name.hasPrefix("a") ? 0.5 : 2)
    }
    var driver = GenericLines(
      settings: DriverSettings(lines: LineSettings(kind: .motion, columns: columns)))
    #expect(driver.streams[0].kind == .motion)
    #expect(driver.streams[0].channels.map(\.name) == ["ax", "ay", "az", "gx", "gy", "gz"])
    #expect(
      driver.streams[0].channels.map(\.unit).suffix(3) == [
        .degreesPerSecond, .degreesPerSecond, .degreesPerSecond,
      ])
    _ = converse(&driver)
    var step = Conversation.ready
    for n in 0..<5 { step = converse(&driver, "\(n * 10),1,2,3,99,4,5,6\n") }
    #expect(step == .ready)
    let decoded = decode(&driver, Array("50,1,2,3,99,4,5,6\n".utf8))
    #expect(decoded.frames.map { $0.numbers(6) } == [[0.5, 1, 1.5, 8, 10, 12]])
    #expect(decoded.frames.map(\.counter) == [50_000])
  }

  @Test func declaredLabelsAreFoundInAnyOrderAndOthersIgnored() {
    let result = read("ENV:3 temp:20 EMG:5\n", ["EMG", "ENV"])
    #expect(result.rows == [[5, 3]] && result.decoded.faultTotal == 0)
  }

  // MARK: Listening

  private func listen(_ settings: LineSettings, _ heard: [String]) -> (
    Conversation, [StreamProfile]
  ) {
    var driver = GenericLines(settings: DriverSettings(lines: settings))
    var step = converse(&driver)
    for text in heard {
      if case .ready = step { break }
      if case .refuse = step { break }
      step = converse(&driver, text)
    }
    return (step, driver.streams)
  }

  private func refusal(_ settings: LineSettings, _ heard: [String]) -> String {
    if case .refuse(let why) = listen(settings, heard).0 { why } else { "" }
  }

  @Test func bootTextIsForgotten() {
    let boot = "rst:0x1 (POWERON)\nVersion: 3\nready\n"
    let lines = (0..<10).map { "EMG:\($0)\tENV:2\n" }
    let (step, streams) = listen(LineSettings(kind: .envelope), [boot] + lines)
    #expect(step == .ready)
    #expect(streams[0].channels.map(\.name) == ["EMG", "ENV"])
    #expect(streams[0].kind == .envelope)
  }

  @Test func afterRealSilenceTheFirstLineIsWhole() {
    let (step, streams) = listen(LineSettings(), ["", "flexor,extensor\n1,2\n", "3,4\n5,6\n7,8\n"])
    #expect(step == .ready)
    #expect(streams[0].channels.map(\.name) == ["flexor", "extensor"])
  }

  @Test func theStartTextIsSentAfterTheGreetingOrTheBootTime() {
    var driver = GenericLines(
      settings: DriverSettings(lines: LineSettings(startText: "s", stopText: "x")))
    #expect(converse(&driver) == .wait(seconds: 2))
    #expect(converse(&driver) == .say([0x73], wait: 3))
    #expect(driver.farewell() == [0x78])
  }

  @Test func whatCannotBeReadIsRefusedInWords() {
    #expect(refusal(LineSettings(), ["", ""]).contains("Nothing heard"))
    let noise = String(decoding: [UInt8](repeating: 0x81, count: 40), as: UTF8.self)
    #expect(refusal(LineSettings(), Array(repeating: noise, count: 20)).contains("not text"))
    let talk = Array(repeating: "hello there, all is well here\n", count: 400)
    #expect(refusal(LineSettings(), talk).contains("no lines of numbers"))
    let three = Array(repeating: "1,2,3\n", count: 10)
    let declared = LineSettings(columns: [PrintedColumn("a"), PrintedColumn("b")])
    #expect(refusal(declared, three).contains("3 columns but 2 are declared"))
    #expect(refusal(LineSettings(kind: .motion), three).contains("needs 6 value columns"))
  }

  @Test func theProfileIsTheStreamUntilTheColumnsAreKnown() {
    #expect(GenericLines().streams == GenericLines.profile.streams)
    #expect(GenericLines.profile.streams[0].kind == .auxiliary)
  }
}
