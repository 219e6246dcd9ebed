import Foundation
import Testing

/// What whoever looks after the daemon sees of it.
@Suite(.roomForFew) struct OperationStories {
  @Test func statusTellsQueuesLatencyListenersAndMemory() async throws {
    let gym = try Gym()
    try gym.furnishBox()
    try await gym.start()
    let screen = try gym.listen()
    let coach = try gym.ask()
    for _ in 0..<20 { _ = try await screen.next("activation") }
    let status = try await coach.ok("status")
    let queues = status.list("queues")
    #expect(Set(queues.compactMap { $0.text("queue") }) == ["frames", "findings", "recorder"])
    #expect(queues.allSatisfy { $0.int("dropped") == 0 && $0.int("capacity") ?? 0 > 0 })
    let latency = try #require(status.object("latency"))
    #expect(latency.int("count") ?? 0 >= 20)
    let counts = latency.list("buckets").compactMap { $0.int("count") }
    #expect(counts == counts.sorted() && counts.last ?? 0 <= latency.int("count") ?? 0)
    #expect(status.list("subscribers").map { $0.text("scope") } == ["coach"])
    #expect(status.object("process")?.int("anonymous_bytes") ?? 0 > 1 << 20)
    // Nobody watches a daemon that systemd did not start.
    #expect(status.fields["watchdog_s"] == nil)
  }

  @Test func topIsPlainInAPipeAndEndsByItself() async throws {
    let gym = try Gym()
    try gym.furnishBox()
    try await gym.start()
    let coach = try gym.ask()
    try await coach.frames(of: "box", more: 50)
    let top = try await gym.run([
      Program.path("sinewctl"), "top", "--socket", gym.controlPath, "--interval", "0.5",
      "--count", "2",
    ])
    #expect(top.code == 0)
    #expect(!top.output.contains("\u{1B}"), "\(top.output)")
    let rows = top.output.split(separator: "\n").filter { $0.hasPrefix("box ") }
    #expect(rows.count == 2)
    // The first look knows no rate, the second does.
    #expect(rows.first?.contains(" - ") == true && rows.last?.contains("streaming") == true)
  }

  @Test func theWatchdogIsFedWhileNothingHappens() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    let readiness = try Readiness(path: "\(gym.folder)/notify")
    gym.adopt(
      try Program(
        gym.words(), environment: ["NOTIFY_SOCKET": readiness.path, "WATCHDOG_USEC": "400000"],
        output: "\(gym.folder)/output"))
    try await eventually("five signs of life") {
      readiness.heard().count { $0 == "WATCHDOG=1" } >= 5
    }
  }
}
