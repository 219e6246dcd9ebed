/// The groups that open the sockets and the sensors, and whether the user is in them.
enum GroupChecks {
  static func findings(_ view: SystemView, _ person: Person) -> [Finding] {
    let missing = ["sinew", "sinew-feedback", "sinew-control"].filter { person.groups[$0] == nil }
    if !missing.isEmpty {
      let isInstalled = ["/usr/lib", "/etc", "/usr/local/lib"].contains {
        view.exists("\($0)/sysusers.d/sinew.conf")
      }
      return missing.map { group in
        .problem(
          "groups", "the group \(group) does not exist",
          mend: isInstalled ? "sudo systemd-sysusers" : "sudo groupadd --system \(group)")
      }
    }
    return [
      membership(person, "sinew-feedback", to: "watch the feedback", isNeeded: true),
      membership(person, "sinew-control", to: "command the daemon", isNeeded: false),
      membership(person, "sinew", to: "try out a sensor with sinewctl setup", isNeeded: false),
    ]
  }

  private static func membership(
    _ person: Person, _ group: String, to purpose: String, isNeeded: Bool
  ) -> Finding {
    switch person.membership(group) {
    case .inForce: return .ok("groups", "\(person.name) may \(purpose)")
    case .nextLogin:
      return .problem(
        "groups", "\(person.name) is in the group \(group) from the next login on only",
        mend: "newgrp \(group)")
    case .none:
      let text = "\(person.name) is not in the group \(group) and can't \(purpose)"
      let command = "sudo usermod -aG \(group) \(person.name)"
      return isNeeded
        ? .problem("groups", text, mend: command) : .advice("groups", text, mend: command)
    }
  }
}
