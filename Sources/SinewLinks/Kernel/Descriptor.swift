internal import Glibc

/// An open file descriptor with one owner: closed when the owner lets it go.
package struct Descriptor: ~Copyable, Sendable {
  /// The kernel's number, valid as long as this value lives.
  package let raw: CInt

  /// Takes over `raw`; the caller must not close it any more.
  package init(owning raw: CInt) { self.raw = raw }

  deinit { _ = close(raw) }

  /// Gives the number away; the caller closes it from now on.
  package consuming func release() -> CInt {
    let raw = raw
    discard self
    return raw
  }
}
