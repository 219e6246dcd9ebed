/// Finds what somebody probably meant to write.
package enum NearestName {
  /// The candidate closest to `name`, the alphabetically first among equals; nil when none is close
  /// enough to be worth suggesting (more than two edits and more than a third of its letters).
  package static func find(_ name: String, among candidates: some Sequence<String>) -> String? {
    let limit = max(2, name.count / 3)
    var best: (name: String, edits: Int)?
    for candidate in candidates.sorted() {
      let edits = distance(Array(name.lowercased()), Array(candidate.lowercased()))
      if edits <= limit, edits < best?.edits ?? Int.max { best = (candidate, edits) }
    }
    return best?.name
  }

  /// `; did you mean 'x'?`, or `; known are a, b, c` when nothing is near and the list is short.
  package static func hint(_ name: String, among candidates: some Sequence<String>) -> String {
    let candidates = candidates.sorted()
    if let nearest = find(name, among: candidates) { return "; did you mean '\(nearest)'?" }
    guard !candidates.isEmpty, candidates.count <= 12 else { return "" }
    return "; known are " + candidates.joined(separator: ", ")
  }

  /// Edits from one word to the other, where two neighbours exchanged count as one (optimal string
  /// alignment distance).
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        let change = last[column] + (left[row] == right[column] ? 0 : 1)
        var edits = min(change, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          edits = min(edits, beforeLast[column - 1] + 1)
        }
        current.append(edits)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
