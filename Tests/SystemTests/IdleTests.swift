import Foundation
import Testing

/// A daemon with nothing to do does nothing.
@Suite(.roomForFew) struct IdleTests {
  @Test func withoutAStreamingSensorNobodyWakesUp() async throws {
    let gym = try Gym()
    try gym.furnishStations()
    try await gym.start()
    let screen = try gym.listen()
    _ = try await screen.presentState()
    let coach = try gym.ask()
    _ = try await coach.ok("status")
    let pid = try #require(gym.daemon?.pid)
    // The first seconds may hold what the start and the requests left to do. The threads of Dispatch
    // look after themselves once a second whatever we do; ours sleep.
    try await eventually("three seconds without a wake-up of ours", within: 120) {
      let before = try Self.wakeUps(pid)
      try await Task.sleep(for: .seconds(3))
      let after = try Self.wakeUps(pid)
      return after.ours == before.ours && after.others - before.others <= 6
    }
    #expect(try await coach.ok("status").int("listeners") == 1)
  }

  /// Voluntary context switches, each a sleep that somebody ended: of the daemon's own threads and
  /// of those that the runtime made.
  private static func wakeUps(_ pid: pid_t) throws -> (ours: Int, others: Int) {
    var sums = (ours: 0, others: 0)
    for task in try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task") {
      // A thread of the runtime may end while we look.
      guard
        let status = try? String(
          contentsOfFile: "/proc/\(pid)/task/\(task)/status", encoding: .utf8)
      else { continue }
      let lines = status.split(separator: "\n")
      let line = lines.first { $0.hasPrefix("voluntary_ctxt_switches") }
      let count = line?.split(separator: "\t").last.flatMap { Int($0) } ?? 0
      if lines.first?.contains("sinew-") == true {
        sums.ours += count
      } else {
        sums.others += count
      }
    }
    return sums
  }
}
