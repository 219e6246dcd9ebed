import Foundation
import Testing

/// What did not happen within the time that is generous even on a loaded machine.
struct NeverHappened: Error, CustomStringConvertible {
  let description: String
}

/// Looks again and again until `look` finds something.
///
/// The limit only ends a test that has failed; no verdict depends on how long anything takes.
func eventually<Found>(
  _ what: String, within seconds: Double = 120, _ look: () async throws -> Found?
) async throws -> Found {
  let end = ContinuousClock.now + .seconds(seconds)
  while true {
    if let found = try await look() { return found }
    guard ContinuousClock.now < end else {
      throw NeverHappened(description: "\(what): not within \(Int(seconds)) s")
    }
    try await Task.sleep(for: .milliseconds(5))
  }
}

/// Waits until something is true.
func eventually(
  _ what: String, within seconds: Double = 120, _ look: () async throws -> Bool
) async throws {
  try await eventually(what, within: seconds) { () -> Void? in try await look() ? () : nil }
}
