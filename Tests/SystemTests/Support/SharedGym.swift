/// One daemon for many small tests that change nothing in it. It ends with the test program.
actor SharedGym {
  private let furnish: @Sendable (Gym) throws -> Void
  private var starting: Task<Box, any Error>?

  /// Handed from test to test; each uses connections of its own.
  private struct Box: @unchecked Sendable { let gym: Gym }

  init(_ furnish: @escaping @Sendable (Gym) throws -> Void) { self.furnish = furnish }

  /// The same gym for all, running.
  nonisolated func gym() async throws -> sending Gym { try await running().value.gym }

  private func running() -> Task<Box, any Error> {
    if let starting { return starting }
    let furnish = furnish
    let task = Task {
      let gym = try Gym()
      try furnish(gym)
      try await gym.start()
      return Box(gym: gym)
    }
    starting = task
    return task
  }
}
