package import SinewSignal

/// The engine: frames in, findings out, one call a batch. The same object runs live on the engine
/// thread and in `analyze`; it knows no thread, no descriptor and no clock but the frames' own.
package final class EngineCore {
  private var plan: EnginePlan
  /// Where the newest frame went while it is not settled; station -1: there is none.
  private var unsettled = (station: -1, bank: 0)
  /// Seconds between two clock reports of a stream.
  private static let reportInterval = 5.0

  package init(plan: EnginePlan) { self.plan = plan }

  /// Takes over a new plan and returns the old one, for the cold side to free.
  package func adopt(_ plan: EnginePlan) -> EnginePlan {
    let old = self.plan
    for (route, before) in zip(plan.routes, old.routes) {
      guard let route, let before, route.isContinuing else { continue }
      route.takeOver(from: before)
    }
    self.plan = plan
    unsettled.station = -1
    return old
  }

  /// Obeys an order that concerns one station; `.adopt` is the owner's business.
  package func obey(_ command: EngineCommand, findings: inout RingProducer<Finding>) {
    switch command {
    case .adopt, .answer:
      break
    case .beginMovement(let station, let time):
      engine(Int(station))?.beginMovement(at: time, findings: &findings)
    case .endMovement(let station, let time):
      engine(Int(station))?.endMovement(at: time, findings: &findings)
    case .learnRest(let station):
      engine(Int(station))?.learnRest()
    case .reference(let station, let slot, let level):
      engine(Int(station))?.setReference(slot: Int(slot), level)
    }
  }

  /// Turns frames into findings, in the order the frames came. What nobody waits for is left to
  /// `settle`, or to the next frame.
  package func process(
    _ frames: UnsafeBufferPointer<Frame>, findings: inout RingProducer<Finding>
  ) {
    var index = 0
    while index < frames.count {
      settle(findings: &findings)
      unsafe process(frames[index], findings: &findings)
      index &+= 1
    }
  }

  /// Finishes the newest frame: looks for bursts in it. To be called after each `process`, when
  /// those who wait for the levels have been woken.
  package func settle(findings: inout RingProducer<Finding>) {
    guard unsettled.station >= 0 else { return }
    engine(unsettled.station)?.settle(bank: unsettled.bank, findings: &findings)
    unsettled.station = -1
  }

  /// The end of a recording: what is half done is closed where it can be.
  package func finish(findings: inout RingProducer<Finding>) {
    settle(findings: &findings)
    for station in plan.stations {
      station?.finish(findings: &findings)
    }
  }

  private func process(_ frame: Frame, findings: inout RingProducer<Finding>) {
    let device = Int(frame.device)
    let stream = Int(frame.stream)
    guard device < EngineLimits.devices, stream < EngineLimits.streams,
      let route = plan.routes[device &* EngineLimits.streams &+ stream]
    else { return }
    let timing = route.clock.time(of: frame)
    if timing.time.seconds(since: route.lastReport) >= Self.reportInterval {
      route.lastReport = timing.time
      _ = findings.push(.clock(route.clock.report(device: route.device, stream: route.stream)))
    }
    switch route.use {
    case .none:
      break
    case .muscles(let station, let bank):
      engine(station)?.consumeMuscles(
        frame, bank: bank, lanes: route.lanes, timing: timing, findings: &findings)
      unsettled = (station, bank)
    case .motion(let station):
      engine(station)?.consumeMotion(
        frame, kind: route.kind, timing: timing, findings: &findings)
    }
  }

  private func engine(_ station: Int) -> StationEngine? {
    plan.stations.indices.contains(station) ? plan.stations[station] : nil
  }
}
