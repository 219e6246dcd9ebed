import SinewEngine
import SinewLinks
import SinewSignal
import Synchronization

/// The thread that turns frames into findings.
///
/// `@unchecked Sendable`: `run` owns everything but the atomic and the rings' other ends.
final class EngineThread: @unchecked Sendable {
  /// Wakes this thread for frames, an order or the end.
  let wakeUp: WakeUp
  /// Beats for each `.answer` taken.
  let pulse = Pulse()
  private var frames: RingConsumer<Frame>
  private var findings: RingProducer<Finding>
  private var commands: RingConsumer<EngineCommand>
  private var retired: RingProducer<UInt>
  private let core: EngineCore
  private let serverWakeUp: WakeUp
  private var poller: Poller
  private let isStopping = Atomic<Bool>(false)
  private static let batch = 64

  init(
    frames: consuming RingConsumer<Frame>, findings: consuming RingProducer<Finding>,
    commands: consuming RingConsumer<EngineCommand>, retired: consuming RingProducer<UInt>,
    serverWakeUp: WakeUp
  ) throws {
    self.frames = frames
    self.findings = findings
    self.commands = commands
    self.retired = retired
    self.serverWakeUp = serverWakeUp
    core = EngineCore(plan: EnginePlan(routes: [], stations: []))
    wakeUp = try WakeUp()
    poller = try Poller()
    try poller.add(wakeUp.fd, tag: 0, interest: [.readable, .edge])
  }

  func stop() {
    isStopping.store(true, ordering: .releasing)
    wakeUp.signal()
  }

  func run() {
    unsafe withUnsafeTemporaryAllocation(of: Frame.self, capacity: Self.batch) { buffer in
      guard let start = buffer.baseAddress else { return }
      while true {
        // Read before the ring: what was pushed before the stop is worked off.
        let isLast = isStopping.load(ordering: .acquiring)
        obey()
        let count = unsafe frames.pop(into: start, max: Self.batch)
        if count > 0 {
          unsafe core.process(
            UnsafeBufferPointer(start: start, count: count), findings: &findings)
          tellServer()
          core.settle(findings: &findings)
          tellServer()
        } else if isLast {
          return
        } else {
          sleep()
        }
      }
    }
  }

  /// Until a producer or an order rings. Orders come without a flag, so their eventfd alone
  /// counts; the ring's flag decides whether frames ring it too.
  private func sleep() {
    guard frames.announceSleep() else { return frames.awake() }
    poller.wait(timeoutMs: -1)
    frames.awake()
  }

  private func obey() {
    while commands.hasElements(), let command = commands.pop() {
      if case .adopt(let address) = command {
        let plan = EnginePlan.taken(from: address)
        _ = retired.push(core.adopt(plan).passed)
        continue
      }
      if case .answer = command { pulse.beat() }
      core.obey(command, findings: &findings)
      tellServer()
    }
  }

  private func tellServer() {
    if findings.takeWakeUp() { serverWakeUp.signal() }
  }
}

extension EnginePlan {
  /// Retained, as a word that fits a ring.
  var passed: UInt { unsafe UInt(bitPattern: Unmanaged.passRetained(self).toOpaque()) }

  /// The plan behind such a word, once.
  static func taken(from address: UInt) -> EnginePlan {
    guard let pointer = unsafe UnsafeRawPointer(bitPattern: address) else {
      preconditionFailure("a plan's address is never zero")
    }
    return unsafe Unmanaged<EnginePlan>.fromOpaque(pointer).takeRetainedValue()
  }
}
