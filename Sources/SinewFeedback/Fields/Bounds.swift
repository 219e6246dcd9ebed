/// A lower and an upper end, written as `[lower, upper]`.
package struct Bounds: Sendable, Equatable {
  package var lower: Double
  package var upper: Double

  package init(_ lower: Double, _ upper: Double) {
    self.lower = lower
    self.upper = upper
  }
}

/// Two whole numbers, written as `[first, second]`: a range of repetitions, or set 2 of 4.
package struct Pair: Sendable, Hashable {
  package var first: Int
  package var second: Int

  package init(_ first: Int, _ second: Int) {
    self.first = first
    self.second = second
  }
}

/// How many of each kind, written as an object of whole numbers.
package struct Tally: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  /// Kind and number, in the order they are written.
  package private(set) var entries: [(kind: String, count: Int)] = []

  package init() {}

  package init(dictionaryLiteral elements: (String, Int)...) {
    for (kind, count) in elements { self[kind] = count }
  }

  /// How many of `kind`; 0 where none was counted.
  package subscript(kind: String) -> Int {
    get { entries.first { $0.kind == kind }?.count ?? 0 }
    set {
      if let place = entries.firstIndex(where: { $0.kind == kind }) {
        entries[place].count = newValue
      } else {
        entries.append((kind, newValue))
      }
    }
  }

  package static func == (left: Tally, right: Tally) -> Bool {
    left.entries.count == right.entries.count
      && zip(left.entries, right.entries).allSatisfy { $0 == $1 }
  }
}
