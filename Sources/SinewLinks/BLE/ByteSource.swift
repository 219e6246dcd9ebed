/// What the intake thread reads of one device, whatever carries it: a descriptor for the poller,
/// and bytes for the driver.
package protocol ByteSource: ~Copyable, Sendable {
  /// Owned by the source; readable when `read` has something to do.
  var descriptor: CInt { get }

  /// HOT. Reads once: never blocks, never allocates, takes no lock. `notNow` also where what came
  /// was not for the driver. An end comes after everything that was received before it.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Transfer
}

extension Descriptor: ByteSource {
  package var descriptor: CInt { raw }

  package mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
    unsafe Transfer.read(raw, into: buffer)
  }
}
