import SinewEngine
import SinewFeedback
import SinewLinks
import SinewSignal

/// The server thread's end of the engine's command ring.
final class EngineGate {
  private var commands: RingProducer<EngineCommand>
  private var retired: RingConsumer<UInt>
  private let wakeUp: WakeUp
  private let meters: [(name: String, meter: RingMeter)]

  /// - Parameter meters: the rings whose losses `status` shows.
  init(
    commands: consuming RingProducer<EngineCommand>, retired: consuming RingConsumer<UInt>,
    wakeUp: WakeUp, meters: [(name: String, meter: RingMeter)]
  ) {
    self.commands = commands
    self.retired = retired
    self.wakeUp = wakeUp
    self.meters = meters
  }

  /// Gives the engine a new plan and frees those it handed back.
  func adopt(_ plan: EnginePlan) {
    while let old = retired.pop() { _ = EnginePlan.taken(from: old) }
    order(.adopt(planAddress: plan.passed))
  }

  func order(_ command: EngineCommand) {
    _ = commands.push(command)
    wakeUp.signal()
  }

  /// Elements each ring lost because it was full.
  var dropped: JSONObject {
    var losses = JSONObject()
    for (name, meter) in meters { losses[name] = .integer(Int64(clamping: meter.dropped)) }
    return losses
  }

  /// How full each ring is now, of how many elements.
  var queues: [JSONValue] {
    meters.map { name, meter in
      [
        "queue": .string(name), "waiting": .integer(Int64(meter.count)),
        "capacity": .integer(Int64(meter.capacity)),
        "dropped": .integer(Int64(clamping: meter.dropped)),
      ]
    }
  }
}
