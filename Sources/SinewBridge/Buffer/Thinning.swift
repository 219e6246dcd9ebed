/// Which lines are worth an outage. Levels twenty times a second are for eyes that are there; of
/// those that nobody saw, so many a second and station stay. All other lines stay.
package struct Thinning: Sendable {
  private let activationHz: Double
  /// The last stretch of time of which a line was kept, by station.
  private var kept: [String: Double] = [:]
  /// Lines left out so far.
  package private(set) var count: Int64 = 0

  /// - Parameter activationHz: lines of levels that stay, a second and station; 0: none.
  package init(activationHz: Double) { self.activationHz = activationHz }

  /// Whether the line stays: the first of its station in each stretch of time.
  package mutating func keeps(_ line: BridgeLine) -> Bool {
    guard line.kind == "activation" else { return true }
    let stretch = (line.sent * activationHz).rounded(.down)
    if activationHz > 0, kept[line.station] != stretch {
      kept[line.station] = stretch
      return true
    }
    count += 1
    return false
  }
}
