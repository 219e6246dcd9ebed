import Glibc
import SinewRecording
import SinewSignal
import Testing

@Suite struct CSVReaderTests {
  private let scratch = Scratch()

  private func fault(_ text: String, _ selection: CSVSelection = .firstData) -> String? {
    let path = scratch.file("t.csv", text)
    let error = recordingError { () throws(RecordingError) in _ = try rows(path, selection) }
    guard case .malformed(path, let line, let why)? = error else { return nil }
    return "\(line) \(why)"
  }

  @Test(arguments: [
    "t_s,biceps_uV\n0,-12.9\n0.5,1e1\n", "t_s,biceps_uV\r\n0,-12.9\r\n0.5,10\r\n",
    "t_s,biceps_uV\n0,-12.9\n0.5,10", "\u{FEFF}t_s,biceps_uV\n0,-12.9\n0.5,10.",
    "\"t_s\",\"biceps_uV\"\n\"0\",\"-12.9\"\n.5,+10\n\n\n", "t_s , biceps_uV\n 0 ,\t-12.9\n0.5,10 ",
    "x,biceps_uV,t_s\nq,-12.9,0\n?,10,0.5\n",
  ])
  func formsOfTheSameTableReadAlike(text: String) throws {
    let path = scratch.file("t.csv", text)
    let found = try rows(path, .named("biceps_uV"))
    #expect(found.map(\.seconds) == [0, 0.5])
    #expect(found.map(\.values) == [[-12.9], [10]])
    let zipped = try rows(scratch.gzip("t.csv.gz", text), .named("biceps_uV"))
    #expect(zipped.map(\.values) == [[-12.9], [10]])
  }

  @Test func emptyFieldsAndNanAreSlotsWithoutASample() throws {
    let text = "t_s,ax_g,ay_g,az_g,gx_dps,gy_dps,gz_dps\n0,,1,nan,NaN,,6\n"
    let values = try rows(scratch.file("t.csv", text), .motion)[0].values
    #expect(values.map(\.isNaN) == [true, false, true, true, true, false])
    #expect(values[1] == 1 && values[5] == 6)
  }

  @Test func motionColumnsComeInTheirOrderWhateverTheFileHas() throws {
    let text = "gz_dps,t_s,az_g,ay_g,extra,ax_g,gx_dps,gy_dps\n6,0,3,2,x,1,4,5\n"
    let path = scratch.file("t.csv", text)
    #expect(try rows(path, .motion)[0].values == [1, 2, 3, 4, 5, 6])
    let stream = try CSVReader(path: path, selecting: .motion).stream(name: "wrist")
    #expect(stream.kind == .motion)
    #expect(stream.counter == .arrivalIsExact)
    #expect(stream.channels[5].unit == .degreesPerSecond)
  }

  @Test func accelerationAloneIsEnoughButHalfTheTurnRatesAreNot() throws {
    let path = scratch.file("t.csv", "t_s,ax_g,ay_g,az_g\n0,1,2,3\n")
    #expect(try CSVReader(path: path, selecting: .motion).stream(name: "w").kind == .acceleration)
    let why = fault("t_s,ax_g,ay_g,az_g,gx_dps\n0,1,2,3,4\n", .motion)
    #expect(why?.contains("gy_dps") == true)
  }

  @Test(arguments: [
    ("biceps_uV", StreamKind.emg, SignalUnit.microvolts), ("a_counts", .emg, .counts),
    ("rms", .envelope, .counts), ("biceps_rms", .envelope, .counts),
    ("biceps_env", .envelope, .counts), ("biceps_env_uV", .envelope, .microvolts),
    ("adc", .emg, .counts), ("ax_g", .motion, .gravities), ("", .emg, .counts),
  ])
  func theEndOfANameTellsTheUnit(name: String, kind: StreamKind, unit: SignalUnit) {
    let column = CSVColumn(name: name)
    #expect(column.kind == kind && column.unit == unit)
  }

  @Test func theFirstDataColumnIsTakenUnlessOneIsNamed() throws {
    let path = scratch.file("t.csv", "t_s,a_uV,b_uV\n0,1,2\n")
    #expect(try rows(path)[0].values == [1])
    #expect(try rows(path, .named("b_uV"))[0].values == [2])
    #expect(try rows(path, .all)[0].values == [1, 2])
  }

  @Test(arguments: [
    ("t_s,a\n0,1\n1,x\n", "3 \"x\" is not a number"), ("t_s,a\n0,inf\n", "2 \"inf\" is not"),
    ("t_s,a\n0,0x1\n", "2 \"0x1\" is not"), ("t_s,a\n0,1e99\n", "2 \"1e99\" is too large"),
    ("t_s,a\n0,1\n\n-1,1\n", "4 the time goes backwards"), ("t_s,a\n,1\n", "2 \"\" is not a time"),
    ("t_s,a\nnan,1\n", "2 \"nan\" is not a time"), ("t_s,a\n0\n", "2 the line has 1 fields"),
    ("t_s,a\n0,1,2\n", "2 the line has more fields"), ("time,a\n0,1\n", "1 the column t_s"),
    ("t_s\n0\n", "1 the table has no column"), ("", "1 the file is empty"),
    ("t_s,a\n", "1 no samples"), ("t_s,a\n0,--1\n", "2 "), ("t_s,a\n0,1e\n", "2 "),
    ("t_s,a\n0,.\n", "2 "), ("t_s,a\n0,1 2\n", "2 "), ("t_s,a\n1e300,1\n", "2 "),
  ])
  func faultsNameTheirLine(text: String, expected: String) {
    let why = fault(text)
    #expect(why?.hasPrefix(expected) == true, "\(why ?? "accepted")")
  }

  @Test func aMissingColumnIsNamedWithThoseThatAreThere() {
    let why = fault("t_s,a_uV,b_uV\n0,1,2\n", .named("c_uV"))
    #expect(why == "1 the column c_uV is missing (the table has t_s, a_uV, b_uV)")
  }

  @Test func aHugeLineAndAHugeHeaderAreRefused() {
    let long = String(repeating: "1", count: 70_000)
    #expect(fault("t_s,a\n0,1\n0,\(long)\n0,1\n")?.hasPrefix("3 the line is longer") == true)
    #expect(fault("t_s,a\n0,\(long)")?.hasPrefix("2 the line is longer") == true)
    let wide = String(repeating: ",a", count: 2000)
    #expect(fault("t_s\(wide)\n0,1\n")?.contains("more than 1024 columns") == true)
  }

  @Test func aCompressedFileThatStopsInTheMiddleSaysSoAfterItsWholeLines() throws {
    var generator = SeededGenerator(state: 4)
    var text = "t_s,a\n"
    for index in 0..<20_000 { text += "\(index),\(Int.random(in: 0..<1000, using: &generator))\n" }
    let whole = scratch.contents(scratch.gzip("whole.gz", text))
    let cut = scratch.file("cut.gz", Array(whole.prefix(whole.count / 2)))
    var reader = try CSVReader(path: cut, selecting: .firstData)
    var row = CSVRow()
    var count = 0
    let error = recordingError { () throws(RecordingError) in
      while try reader.next(&row) { count += 1 }
    }
    #expect(count > 1000 && count < 20_000)
    #expect(error == .truncated(file: cut, line: count + 2))
  }

  @Test func aDamagedCompressedFileIsNeverTakenForWhole() {
    let text = "t_s,a\n" + (0..<5000).map { "\($0),\($0 % 7)\n" }.joined()
    let whole = scratch.contents(scratch.gzip("whole.gz", text))
    var wrongSum = whole
    wrongSum[whole.count - 6] ^= 1
    let path = scratch.file("sum.gz", wrongSum)
    let error = recordingError { () throws(RecordingError) in _ = try rows(path) }
    guard case .corrupt(path, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func whatCanNotBeReadIsNamed() {
    let missing = recordingError { () throws(RecordingError) in _ = try rows("/no/such.csv") }
    #expect(missing == .unreadable(file: "/no/such.csv", code: ENOENT))
    let folder = recordingError { () throws(RecordingError) in _ = try rows("/tmp") }
    #expect(folder == .unreadable(file: "/tmp", code: EISDIR))
    #expect("\(RecordingError.malformed(file: "f", line: 3, why: "bad"))" == "f:3: bad.")
  }

  @Test func randomDamageNeverTraps() {
    var generator = SeededGenerator(state: 5)
    let plain = Array("t_s,a_uV,b_g\n0,1,2\n0.25,,-3e2\n1,nan,4.000000000000000000001\n".utf8)
    let zipped = scratch.contents(scratch.gzip("z.gz", String(decoding: plain, as: UTF8.self)))
    for round in 0..<2000 {
      var bytes = round % 2 == 0 ? plain : zipped
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let index = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[index] = UInt8.random(in: 0...255, using: &generator)
      }
      let cut = bytes.prefix(Int.random(in: 0...bytes.count, using: &generator))
      let path = scratch.file("damaged", Array(cut))
      _ = recordingError { () throws(RecordingError) in _ = try rows(path, .all) }
    }
  }

  @Test func numbersAreRoundedCorrectly() throws {
    var generator = SeededGenerator(state: 6)
    var text = "t_s,a\n"
    var expected: [Double] = []
    for _ in 0..<3000 {
      let digits = String(UInt64.random(in: 0 ... .max, using: &generator))
        .prefix(Int.random(in: 1...19, using: &generator))
      let number = "0.\(digits)e\(Int.random(in: -12...8, using: &generator))"
      expected.append(Double(number) ?? .nan)
      text += "\(number),0\n"
    }
    let sorted = text.split(separator: "\n").dropFirst().sorted { left, right in
      (Double(left.prefix { $0 != "," }) ?? 0) < (Double(right.prefix { $0 != "," }) ?? 0)
    }
    let path = scratch.file("n.csv", "t_s,a\n" + sorted.joined(separator: "\n"))
    #expect(try rows(path).map(\.seconds) == expected.sorted())
  }
}
