package import SinewSignal

extension GATTRecord {
  /// Reads records that follow each other without a gap; nil where anything else is among them.
  package static func records(in bytes: [UInt8]) -> [GATTRecord]? {
    var cursor = ByteCursor(bytes)
    var records: [GATTRecord] = []
    while !cursor.isAtEnd {
      let start = cursor.rest
      guard cursor.byte() == mark, let kind = cursor.byte().flatMap(Kind.init),
        let characteristic = cursor.byte(), let size = cursor.word(),
        size <= UInt16(longestValue), let value = cursor.take(Int(size)),
        cursor.take(sumSize) != nil
      else { return nil }
      let record = GATTRecord(kind, characteristic, Array(value))
      guard Array(start.prefix(headSize + value.count + sumSize)) == record.bytes else {
        return nil
      }
      records.append(record)
    }
    return records
  }
}
