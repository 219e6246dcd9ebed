/// Which of the daemon's lines were taken already. The present state repeats lines; those that came
/// while nobody listened are news, the others are not.
package struct TakenLines: Sendable {
  /// Numbers up to here were taken before this connection.
  private var floor: Int64 = -1
  private var recent: Set<Int64> = []
  private var order: [Int64] = []
  private static let most = 4096

  package init() {}

  /// A connection begins.
  ///
  /// - Parameter last: the last number taken of this run of the daemon; nil: none.
  package mutating func begin(after last: Int64?) {
    floor = last ?? -1
    recent = []
    order = []
  }

  /// Whether the line is taken now; what comes as news always is.
  package mutating func take(_ seq: Int64, kind: String, isState: Bool) -> Bool {
    if isState, seq <= floor || recent.contains(seq) { return false }
    // No part of the state, and most of all lines.
    guard kind != "activation" else { return true }
    if recent.insert(seq).inserted { order.append(seq) }
    if order.count > 2 * Self.most {
      let forgotten = order[..<Self.most]
      // What is forgotten counts as taken.
      floor = max(floor, forgotten.max() ?? floor)
      recent.subtract(forgotten)
      order.removeFirst(Self.most)
    }
    return true
  }
}
