import SinewSignal
import Testing

@testable import SinewEngine

/// A new plan is made while frames come; its clocks go on where those of the old one have come to.
@Suite struct PlanTakeoverTests {
  private let profile = clockProfile(.samples(modulus: 256), rate: 200)

  private func plan(_ route: StreamRoute) -> EnginePlan {
    EnginePlan(routes: [(0, 0, route)], stations: [])
  }

  /// Frames `range` of a stream at 200 Hz, as the engine thread gets them.
  private func play(
    _ range: Range<Int>, _ core: EngineCore, _ findings: inout RingProducer<Finding>
  ) {
    let frames = range.map { number in
      Frame(
        arrival: MonotonicTime(seconds: 10 + Double(number) / 200),
        counter: UInt32(number % 256))
    }
    unsafe frames.withUnsafeBufferPointer { unsafe core.process($0, findings: &findings) }
  }

  @Test func whatComesWhileAPlanIsMadeIsNotCalledLost() {
    var ring = makeRing(of: Finding.self, capacity: 64)
    var findings = ring.takeProducer()
    let first = StreamRoute(device: 0, stream: 0, profile: profile, use: .none)
    let core = EngineCore(plan: plan(first))
    play(0..<500, core, &findings)
    let second = StreamRoute(
      continuing: first, use: .none, lanes: InlineArray(repeating: -1))
    let next = plan(second)
    play(500..<502, core, &findings)
    _ = core.adopt(next)
    play(502..<900, core, &findings)
    let report = second.clock.report(device: 0, stream: 0)
    #expect(report.gaps == 0 && report.lostSamples == 0)
    #expect(report.unwrapped == 899)
  }

  @Test func theClockOfANewLinkBeginsAnew() {
    var ring = makeRing(of: Finding.self, capacity: 64)
    var findings = ring.takeProducer()
    let core = EngineCore(
      plan: plan(StreamRoute(device: 0, stream: 0, profile: profile, use: .none)))
    play(0..<500, core, &findings)
    let anew = StreamRoute(device: 0, stream: 0, profile: profile, use: .none)
    _ = core.adopt(plan(anew))
    play(740..<900, core, &findings)
    let report = anew.clock.report(device: 0, stream: 0)
    #expect(report.gaps == 0 && report.lostSamples == 0 && report.pauses == 0)
  }
}
