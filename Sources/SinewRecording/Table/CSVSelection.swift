/// Which columns of a table are wanted.
package enum CSVSelection: Sendable, Hashable {
  /// The first column that is not the time.
  case firstData
  /// The column with this name.
  case named(String)
  /// `ax_g ay_g az_g gx_dps gy_dps gz_dps`, in whatever order the file has them; the three turn
  /// rates may be missing together.
  case motion
  /// Every column but the time.
  case all

  static let accelerations = ["ax_g", "ay_g", "az_g"]
  static let rotations = ["gx_dps", "gy_dps", "gz_dps"]

  /// The wanted names in the order of the values; throws a clause that says what is missing.
  func pick(from names: [String]) throws(MissingColumn) -> [String] {
    let data = names.filter { $0 != CSVReader.timeColumn }
    switch self {
    case .all: return data
    case .firstData:
      guard let first = data.first else { throw MissingColumn(name: nil, present: names) }
      return [first]
    case .named(let name):
      guard data.contains(name) else { throw MissingColumn(name: name, present: names) }
      return [name]
    case .motion:
      let turns = Self.rotations.contains { data.contains($0) }
      let wanted = Self.accelerations + (turns ? Self.rotations : [])
      for name in wanted where !data.contains(name) {
        throw MissingColumn(name: name, present: names)
      }
      return wanted
    }
  }
}

/// A column that a table does not have.
struct MissingColumn: Error {
  /// Nil when any would have done.
  let name: String?
  let present: [String]

  var why: String {
    let has = present.prefix(16).joined(separator: ", ")
    guard let name else { return "the table has no column beside the time (it has \(has))" }
    return "the column \(name) is missing (the table has \(has))"
  }
}
