import SinewSignal
import Testing

@testable import SinewRecording

/// Files that are cut, foreign or hostile give one sentence with the place, whatever they hold.
@Suite struct DamagedTableTests {
  private let scratch = Scratch()

  /// A small EDF+ file, right in every byte.
  private func sound() throws -> [UInt8] {
    var table = SampledTable(
      name: "emg", kind: .emg, channels: [SampledTable.Channel("ch1", .microvolts)])
    var survey = TableSurvey(table)
    var rows: [SampledRow] = []
    for index in 0..<300 {
      var row = SampledRow()
      row.seconds = Double(index) / 100
      row.values = [Float(index % 17)]
      rows.append(row)
      survey.add(row)
    }
    table = survey.described(table)
    let path = scratch.path("sound.edf")
    let writer = try EDFWriter(
      path: path, format: .edf, table: table, facts: RecordingFacts(), replacing: true)
    for row in rows { try writer.write(row) }
    _ = try writer.finish()
    return scratch.contents(path)
  }

  private func sentence(_ bytes: [UInt8]) -> String? {
    let path = scratch.file("bad.edf", bytes)
    return recordingError { () throws(RecordingError) in
      let table = try openTable(path: path, selecting: .all)
      var row = CSVRow()
      while try table.next(&row) {}
    }?.description
  }

  private func changed(_ bytes: [UInt8], at place: Int, _ text: String) -> [UInt8] {
    var bytes = bytes
    for (index, byte) in text.utf8.enumerated() { bytes[place + index] = byte }
    return bytes
  }

  @Test func aSoundFileIsRead() throws {
    #expect(try sentence(sound()) == nil)
  }

  @Test(arguments: [
    (184, "99999999", "at byte 184: the size of the header"),
    (236, "many    ", "at byte 236: the number of records is \"many\""),
    (244, "nan     ", "at byte 244: the duration of a record"),
    (252, "9999", "at byte 252: the number of signals"),
    (252, "-1  ", "at byte 252: the number of signals"),
  ]) func aFieldThatCanNotBeIsToldWithItsOffset(
    _ place: Int, _ text: String, _ wanted: String
  ) throws {
    let said = try #require(try sentence(changed(sound(), at: place, text)))
    #expect(said.contains(wanted), "\(said)")
  }

  @Test func aRecordThatFillsMemoryIsRefused() throws {
    // Samples of a record stand behind label, transducer, unit, four numbers and the filters.
    let place = 256 + 2 * (16 + 80 + 8 + 8 + 8 + 8 + 8 + 80)
    let said = try #require(try sentence(changed(sound(), at: place, "16000000")))
    #expect(said.contains("is more than the 16777216 that are read"), "\(said)")
  }

  @Test func everyCutIsToldOrReadToItsEnd() throws {
    let bytes = try sound()
    for count in stride(from: 0, to: bytes.count, by: 7) {
      let said = sentence(Array(bytes[..<count]))
      #expect(said != nil, "cut at \(count)")
      #expect(said?.contains("\n") == false)
    }
  }

  @Test func aFileThatGrewIsReadAsFarAsItsHeaderTells() throws {
    #expect(try sentence(sound() + [UInt8](repeating: 7, count: 1000)) == nil)
  }

  @Test func aFolderAndNothingAreToldLikeEveryRecording() {
    for (path, wanted) in [("/tmp", "this is a folder"), ("/nowhere/x.edf", "no such file")] {
      let error = recordingError { () throws(RecordingError) in
        _ = try openTable(path: path, selecting: .all)
      }
      #expect(error?.description.contains(wanted) == true)
    }
  }
}
