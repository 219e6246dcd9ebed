import Testing

/// Lets only some tests of the whole program run at a time: each has a daemon and pretend sensors
/// that must keep up with the clock, also on a small machine.
struct RoomForFew: SuiteTrait, TestTrait, TestScoping {
  var isRecursive: Bool { true }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    await Door.shared.enter()
    do {
      try await function()
    } catch {
      await Door.shared.leave()
      throw error
    }
    await Door.shared.leave()
  }

  private actor Door {
    static let shared = Door()
    private var room = 8
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func enter() async {
      if room > 0 {
        room -= 1
      } else {
        await withCheckedContinuation { waiting.append($0) }
      }
    }

    func leave() {
      if waiting.isEmpty { room += 1 } else { waiting.removeFirst().resume() }
    }
  }
}

extension Trait where Self == RoomForFew {
  static var roomForFew: RoomForFew { RoomForFew() }
}
