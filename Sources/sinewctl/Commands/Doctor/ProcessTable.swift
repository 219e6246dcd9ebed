/// The processes of a system, as `/proc` shows them.
struct ProcessTable {
  /// One process.
  struct Entry {
    let pid: Int
    /// At most 15 characters (proc(5)).
    let name: String
  }

  let entries: [Entry]

  init(_ view: SystemView) {
    entries = view.names("/proc").compactMap { name in
      guard let pid = Int(name), let word = view.line("/proc/\(pid)/comm") else { return nil }
      return Entry(pid: pid, name: word)
    }
  }

  /// The first process of this name.
  subscript(name: String) -> Entry? { entries.first { $0.name == String(name.prefix(15)) } }
}

/// Which processes hold which terminals.
struct PortOwners {
  private let view: SystemView
  private let processes: ProcessTable

  init(_ view: SystemView) {
    self.view = view
    processes = ProcessTable(view)
  }

  /// Who has a device node open: `screen, process 4711`; nil where nobody has or it can't be seen,
  /// since only root sees the files of others.
  func owner(of node: String) -> String? {
    entry(of: node).map { "\($0.name), process \($0.pid)" }
  }

  /// The same as an entry.
  func entry(of node: String) -> ProcessTable.Entry? {
    processes.entries.first { entry in
      view.names("/proc/\(entry.pid)/fd").contains { name in
        view.link("/proc/\(entry.pid)/fd/\(name)") == node
      }
    }
  }
}
