/// What a wearable tells beside its samples.
package enum BLENews: Sendable, Hashable {
  /// Who it is, and the table to keep for its next connection.
  case information(DeviceInformation, table: GATTTableCache.Entry)
  /// Per cent; nil where it says a value that is none.
  case battery(percent: Int?)
}
