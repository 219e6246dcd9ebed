package import SinewSignal

/// A table of samples in a file, read row by row in constant memory, whatever the format.
package protocol SampleTable: AnyObject {
  /// The chosen columns, in the order of the values of a row.
  var columns: [CSVColumn] { get }
  /// Seconds of UTC since 1970 at second 0 of the rows; nil where the file does not say.
  var startUTC: Double? { get }
  /// The part of the file that was read, 0...1.
  var readFraction: Double { get }
  /// Reads the next row into `row`; false at the end. Throws where the file can't be understood.
  func next(_ row: inout CSVRow) throws(RecordingError) -> Bool
}

extension SampleTable {
  /// The chosen columns as a stream whose sample times are the times of the table. The kind is the
  /// columns' own where they agree, `acceleration` where the turn rates are missing, else
  /// `auxiliary`. Meaningful for up to `Frame.capacity` columns.
  package func stream(name: String) -> StreamProfile {
    StreamProfile(
      name: name, kind: CSVReader.kind(of: columns),
      channels: columns.map { ChannelProfile($0.name, $0.unit) },
      rateHz: nil, counter: .arrivalIsExact)
  }
}

/// What a file of samples is, told by its first bytes.
package enum SampleFormat: Sendable, Hashable {
  case csv
  case edf
  case xdf
  case session

  /// The format of a file, plain or gzip; what is none of the others is taken for CSV.
  package init(path: String) throws(RecordingError) {
    var head: [UInt8] = []
    try ByteSource(path: path).read(13, into: &head)
    if head.starts(with: EDFFormat.edf.signature) || head.starts(with: EDFFormat.bdf.signature) {
      self = .edf
    } else if head.starts(with: Array("XDF:".utf8)) {
      self = .xdf
    } else if head == Array("sinew-session".utf8) {
      self = .session
    } else {
      self = .csv
    }
  }
}

/// Opens a CSV, EDF, BDF or XDF file of samples.
package func openTable(
  path: String, selecting selection: CSVSelection
) throws(RecordingError) -> any SampleTable {
  switch try SampleFormat(path: path) {
  case .edf: return try EDFReader(path: path, selecting: selection)
  case .xdf: return try XDFReader(path: path, selecting: selection)
  case .csv, .session: return try CSVTable(path: path, selecting: selection)
  }
}

/// A CSV file as a table like the others.
package final class CSVTable: SampleTable {
  private var reader: CSVReader
  package let columns: [CSVColumn]

  /// Opens the file and reads its header. Throws as `CSVReader`.
  package init(path: String, selecting selection: CSVSelection) throws(RecordingError) {
    let opened = try CSVReader(path: path, selecting: selection)
    columns = opened.columns
    reader = opened
  }

  package var startUTC: Double? { nil }
  package var readFraction: Double { reader.readFraction }
  /// Reads the next row into `row`; false at the end.
  package func next(_ row: inout CSVRow) throws(RecordingError) -> Bool { try reader.next(&row) }
}
