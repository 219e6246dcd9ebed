/// Which handles carry values for the driver: a table of fixed size, filled before streaming.
struct HandleRoutes: Sendable {
  /// Characteristics one driver can use.
  static let capacity = 64

  struct Route: Sendable, BitwiseCopyable {
    let characteristic: UInt8
    /// The value is for the client too.
    let isShared: Bool

    @_noLocks @_noAllocation
    init(characteristic: UInt8, isShared: Bool) {
      self.characteristic = characteristic
      self.isShared = isShared
    }
  }

  private struct Entry: BitwiseCopyable {
    var handle: UInt16 = 0
    var characteristic: UInt8 = 0
    var isShared = false
  }

  private var entries = InlineArray<64, Entry>(repeating: Entry())
  private var count = 0

  /// A route beyond `capacity` is left out.
  mutating func add(handle: UInt16, characteristic: UInt8, isShared: Bool) {
    guard count < Self.capacity else { return }
    entries[count] = Entry(handle: handle, characteristic: characteristic, isShared: isShared)
    count += 1
  }

  /// HOT. A scan: with the few handles of a wearable it beats any index.
  @_noLocks @_noAllocation
  func route(of handle: UInt16) -> Route? {
    var index = 0
    while index < count {
      let entry = entries[index]
      if entry.handle == handle {
        return Route(characteristic: entry.characteristic, isShared: entry.isShared)
      }
      index &+= 1
    }
    return nil
  }
}
