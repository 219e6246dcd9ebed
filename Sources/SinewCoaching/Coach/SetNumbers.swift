/// Where the numbers of sets come from. No number may be given twice, not even after a restart: a
/// daemon keeps the last one on disk before it hands it out.
package protocol SetNumbers: Sendable {
  /// The next number, above 0, greater than all before it.
  mutating func next() -> Int
}

/// Numbers counted upwards from a first one: for recordings and tests.
package struct SequentialSetNumbers: SetNumbers {
  private var upcoming: Int

  package init(startingAt first: Int = 1) { upcoming = first }

  /// The next number, one more than the last.
  package mutating func next() -> Int {
    defer { upcoming += 1 }
    return upcoming
  }
}
