import Glibc

/// The preloaded library's count of heap allocations of the calling thread
/// (peers/count_allocations.c).
struct AllocationCounter {
  private typealias Count = @convention(c) () -> UInt
  private let symbol: Count

  /// Nil where the library is not preloaded.
  init?() {
    guard let symbol = unsafe dlsym(nil, "sinew_allocations_here") else { return nil }
    self.symbol = unsafe unsafeBitCast(symbol, to: Count.self)
  }

  var count: Int { Int(symbol()) }
}
