import Glibc

/// A user and the groups of the system, as `/etc/passwd` and `/etc/group` tell.
struct Person {
  let name: String
  let isRoot: Bool
  /// Groups by name.
  let groups: [String: Int]
  /// The groups that the database gives the user.
  private let given: Set<String>
  /// The groups in force in this login, by number; nil where it is another user's.
  private let inForce: Set<Int>?

  /// The user of this name, or the one who runs this program.
  init(_ view: SystemView, name: String?) {
    let uid = name == nil ? Int(getuid()) : nil
    var numbers: [String: Int] = [:]
    var members: Set<String> = []
    let entry = Self.rows(view, "/etc/passwd").first { row in
      row.count >= 4 && (name.map { row[0] == $0 } ?? (Int(row[2]) == uid))
    }
    let own = name ?? entry?[0] ?? "\(uid ?? 0)"
    for row in Self.rows(view, "/etc/group") where row.count >= 3 {
      numbers[row[0]] = Int(row[2])
      let list = row.count >= 4 ? row[3].split(separator: ",").map(String.init) : []
      if list.contains(own) || row[2] == entry?[3] { members.insert(row[0]) }
    }
    self.name = own
    isRoot = (entry.flatMap { Int($0[2]) } ?? uid) == 0
    groups = numbers
    given = members
    inForce = name == nil ? Self.groupsInForce(view) : nil
  }

  /// How the user stands to a group.
  enum Membership { case inForce, nextLogin, none }

  func membership(_ group: String) -> Membership {
    if isRoot { return .inForce }
    guard let number = groups[group] else { return .none }
    if let inForce, inForce.contains(number) { return .inForce }
    guard given.contains(group) else { return .none }
    return inForce == nil ? .inForce : .nextLogin
  }

  private static func rows(_ view: SystemView, _ path: String) -> [[String]] {
    (view.text(path) ?? "").split(separator: "\n").map {
      $0.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// `Groups:` and `Gid:` of this process.
  private static func groupsInForce(_ view: SystemView) -> Set<Int>? {
    guard let status = view.text("/proc/self/status") else { return nil }
    let lines = status.split(separator: "\n").filter {
      $0.hasPrefix("Groups:") || $0.hasPrefix("Gid:")
    }
    return Set(lines.flatMap { $0.split { !$0.isNumber }.compactMap { Int($0) } })
  }
}
