import SinewLinks
import SinewSignal
import Testing

@Suite struct PollerTests {
  @Test func eventsCarryTheTagOfTheirDescriptor() throws {
    let (near, far) = try socketPair()
    let link = Descriptor(owning: near)
    let device = Descriptor(owning: far)
    var poller = try Poller()
    try poller.add(link.raw, tag: 0xFEED_0000_0000_0001)
    let before = poller.wait(timeoutMs: 0)
    #expect(before == 0)
    _ = Transfer.write(device.raw, [1])
    let after = poller.wait(timeoutMs: 5000)
    #expect(after == 1)
    let event = poller[0]
    #expect(event.tag == 0xFEED_0000_0000_0001)
    #expect(event.readiness == .readable)
    let beyond = poller[1]
    #expect(beyond.readiness.isEmpty)
    poller.remove(link.raw)
    let removed = poller.wait(timeoutMs: 0)
    #expect(removed == 0)
  }

  @Test func interestCanBeChanged() throws {
    let (near, far) = try socketPair()
    let link = Descriptor(owning: near)
    let other = Descriptor(owning: far)
    var poller = try Poller()
    try poller.add(link.raw, tag: 1, interest: .readable)
    try poller.modify(link.raw, tag: 2, interest: [.readable, .writable])
    let count = poller.wait(timeoutMs: 5000)
    #expect(count == 1)
    let event = poller[0]
    #expect(event.tag == 2 && event.readiness == .writable)
    #expect(other.raw >= 0)
  }

  @Test func moreEventsThanOneWaitHoldsComeWithTheNext() throws {
    var poller = try Poller()
    let wakes = try (0..<100).map { _ in try WakeUp() }
    for (index, wake) in wakes.enumerated() {
      try poller.add(wake.fd, tag: UInt64(index))
      wake.signal()
    }
    var seen: Set<UInt64> = []
    for _ in 0..<4 {
      let count = poller.wait(timeoutMs: 0)
      #expect(count <= Poller.capacity)
      for index in 0..<count {
        let tag = poller[index].tag
        seen.insert(tag)
        wakes[Int(tag)].drain()
      }
    }
    #expect(seen.count == 100)
  }

  @Test func aClosedDescriptorCanNotBeWatched() throws {
    let poller = try Poller()
    #expect(throws: LinkError.self) { try poller.add(-1, tag: 0) }
  }

  @Test func signalsBeforeADrainAreOne() throws {
    let wake = try WakeUp()
    #expect(wake.drain() == 0)
    wake.signal()
    wake.signal()
    #expect(wake.drain() == 2)
    #expect(wake.drain() == 0)
  }

  @Test func anAlarmInThePastGoesOffAtOnceAndACancelledOneNever() throws {
    let alarm = try Alarm()
    var poller = try Poller()
    try poller.add(alarm.fd, tag: 3)
    alarm.set(first: .zero)
    let rung = poller.wait(timeoutMs: 5000)
    #expect(rung == 1)
    #expect(alarm.drain() == 1)
    alarm.set(first: MonotonicClock.now().advanced(bySeconds: 3600))
    alarm.cancel()
    let silent = poller.wait(timeoutMs: 0)
    #expect(silent == 0)
  }

  @Test func theClockNeverGoesBack() {
    var last = MonotonicClock.now()
    #expect(last > .zero)
    for _ in 0..<1000 {
      let now = MonotonicClock.now()
      #expect(now >= last)
      last = now
    }
  }
}
