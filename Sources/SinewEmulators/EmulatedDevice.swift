/// A pretend device on the far end of a serial link: bytes in, bytes out, time passed in.
///
/// Pure and deterministic: the same calls with the same times give the same bytes. Times are seconds
/// on the host's clock since the emulation began, and never go backwards. A host (`PtyHost`,
/// `FakeLink`) asks `nextDue`, waits, and calls `advance`.
package protocol EmulatedDevice: Sendable {
  /// When the device will next send something by itself; nil while it only listens.
  var nextDue: Double? { get }

  /// Takes bytes from the host; returns what the device had to send up to and at that instant.
  mutating func receive(_ bytes: [UInt8], at seconds: Double) -> [UInt8]

  /// Returns everything due up to `seconds`, in the order it was due.
  mutating func advance(to seconds: Double) -> [UInt8]

  /// Somebody opened the port: modem lines rise. Boards with an auto-reset circuit start anew.
  mutating func portOpened(at seconds: Double)
}

extension EmulatedDevice {
  package mutating func portOpened(at seconds: Double) {}
}
