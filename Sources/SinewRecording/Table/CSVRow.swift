/// One line of a table.
package struct CSVRow: Sendable {
  /// Seconds since the start of the recording.
  package internal(set) var seconds: Double = 0
  /// In the order and units of `CSVReader.columns`; not-a-number is an empty field.
  package internal(set) var values: [Float] = []

  package init() {}
}
