import SinewLinks
import SinewSignal
import Testing

@Suite struct DescriptorWaiterTests {
  private static let never = MonotonicTime(nanoseconds: .max)

  @Test func manyTasksWaitForTheirDescriptors() async throws {
    let waiter = try DescriptorWaiter()
    let wakes = try (0..<100).map { _ in try WakeUp() }
    await withTaskGroup(of: Bool.self) { group in
      for wake in wakes {
        group.addTask { await waiter.ready(wake.fd, for: .readable, until: Self.never) }
      }
      for wake in wakes.shuffled() { wake.signal() }
      for await isReady in group { #expect(isReady) }
    }
  }

  @Test func aWaitEndsWithItsTimeAndWithItsTask() async throws {
    let waiter = try DescriptorWaiter()
    let wake = try WakeUp()
    let past = MonotonicClock.now()
    #expect(await waiter.ready(wake.fd, for: .readable, until: past) == false)
    let soon = MonotonicClock.now().advanced(bySeconds: 0.02)
    #expect(await waiter.ready(wake.fd, for: .readable, until: soon) == false)
    #expect(MonotonicClock.now() >= soon)
    let task = Task { await waiter.ready(wake.fd, for: .readable, until: Self.never) }
    task.cancel()
    #expect(await task.value == false)
    wake.signal()
    #expect(await waiter.ready(wake.fd, for: .readable, until: Self.never))
  }

  @Test func whatCanNotBeWaitedForIsNotReady() async throws {
    let waiter = try DescriptorWaiter()
    #expect(await waiter.ready(-1, for: .readable, until: Self.never) == false)
  }
}
