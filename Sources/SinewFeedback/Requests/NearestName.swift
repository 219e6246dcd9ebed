/// The name in `known` that `asked` was probably meant to be: the smallest number of letters to
/// insert, drop, change or swap, at most a third of the longer name and never more than four; the
/// earlier one when two are as near. Nil when nothing is near.
package func nearestName(to asked: String, in known: some Sequence<String>) -> String? {
  let letters = Array(asked.utf8.prefix(65))
  guard letters.count <= 64, !letters.isEmpty else { return nil }
  var best: (name: String, distance: Int)?
  for name in known {
    let other = Array(name.utf8)
    let allowed = min(4, max(1, max(letters.count, other.count) / 3))
    guard other.count <= 64, abs(letters.count - other.count) <= allowed else { continue }
    let distance = editDistance(letters, other)
    if distance <= allowed, distance < best?.distance ?? Int.max { best = (name, distance) }
  }
  return best?.name
}

/// Optimal string alignment distance: insertions, deletions, substitutions and swaps of two
/// neighbours, each at most once a place.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var twoBack = [Int](repeating: 0, count: right.count + 1)
  var back = Array(0...right.count)
  for row in left.indices {
    var line = [row + 1]
    for column in right.indices {
      let change = back[column] + (left[row] == right[column] ? 0 : 1)
      var least = min(change, back[column + 1] + 1, line[column] + 1)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        least = min(least, twoBack[column - 1] + 1)
      }
      line.append(least)
    }
    (twoBack, back) = (back, line)
  }
  return back[right.count]
}
