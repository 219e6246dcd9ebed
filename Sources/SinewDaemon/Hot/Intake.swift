import Glibc
import SinewEngine
import SinewLinks
import SinewSignal
import Synchronization

/// The thread that turns readable descriptors into frames: epoll, read, decode, push.
///
/// `@unchecked Sendable`: `run` owns everything but the two atomics and the command ring's other
/// end.
final class Intake: @unchecked Sendable {
  /// Wakes this thread for a command or the end.
  let wakeUp: WakeUp
  /// Beats for each `.answer` taken.
  let pulse = Pulse()
  private var poller: Poller
  private var commands: RingConsumer<IntakeCommand>
  private var notices: RingProducer<LinkNotice>
  private var frames: RingProducer<Frame>
  private var tap: RingProducer<TapChunk>
  private let engineWakeUp: WakeUp
  private let serverWakeUp: WakeUp
  private let tapWakeUp: WakeUp
  private let isStopping = Atomic<Bool>(false)
  private var readers = [(any LinkReader)?](repeating: nil, count: EngineLimits.devices)
  /// Slots that were silent: their next bytes are news.
  private var isSilent = [Bool](repeating: false, count: EngineLimits.devices)

  private static let commandTag = UInt64.max

  init(
    commands: consuming RingConsumer<IntakeCommand>, notices: consuming RingProducer<LinkNotice>,
    frames: consuming RingProducer<Frame>, tap: consuming RingProducer<TapChunk>,
    engineWakeUp: WakeUp, serverWakeUp: WakeUp, tapWakeUp: WakeUp
  ) throws {
    self.commands = commands
    self.notices = notices
    self.frames = frames
    self.tap = tap
    self.engineWakeUp = engineWakeUp
    self.serverWakeUp = serverWakeUp
    self.tapWakeUp = tapWakeUp
    wakeUp = try WakeUp()
    poller = try Poller()
    try poller.add(wakeUp.fd, tag: Self.commandTag)
  }

  func stop() {
    isStopping.store(true, ordering: .releasing)
    wakeUp.signal()
  }

  func run() {
    while !isStopping.load(ordering: .acquiring) {
      let ready = poller.wait(timeoutMs: -1)
      let arrival = MonotonicClock.now()
      for index in 0..<ready {
        let event = poller[index]
        if event.tag == Self.commandTag {
          wakeUp.drain()
          obey()
        } else {
          serve(slot: Int(truncatingIfNeeded: event.tag), arrival: arrival)
        }
      }
    }
  }

  private func serve(slot: Int, arrival: MonotonicTime) {
    guard slot < readers.count, let reader = readers[slot] else { return }
    switch reader.readable(at: arrival, frames: &frames, tap: &tap) {
    case .frames(let pushed, let isTapped):
      if pushed > 0, frames.takeWakeUp() { engineWakeUp.signal() }
      // A recorder with nothing to write would be one more thread to wake for every read.
      if isTapped, tap.takeWakeUp() { tapWakeUp.signal() }
      if isSilent[slot] {
        isSilent[slot] = false
        notify(LinkNotice(slot: UInt16(truncatingIfNeeded: slot), kind: .resumed))
      }
    case .nothing:
      break
    case .ended(let end):
      release(slot, end: end)
    }
  }

  private func obey() {
    while let command = commands.pop() {
      let slot = Int(command.slot)
      switch command.kind {
      case .adopt:
        let reader = command.takeReader()
        readers[slot] = reader
        isSilent[slot] = false
        if (try? poller.add(reader.descriptor, tag: UInt64(slot))) == nil {
          release(slot, end: .failed(code: EBADF))
        }
      case .release:
        // Answered also when the link ended by itself just before: somebody waits for it.
        release(slot, end: .closed)
      case .watchSilence:
        isSilent[slot] = true
      case .answer:
        pulse.beat()
      }
    }
  }

  private func release(_ slot: Int, end: LinkEnd) {
    if let reader = readers[slot] { poller.remove(reader.descriptor) }
    readers[slot] = nil
    notify(LinkNotice(slot: UInt16(truncatingIfNeeded: slot), kind: .ended(end)))
  }

  private func notify(_ notice: LinkNotice) {
    _ = notices.push(notice)
    if notices.takeWakeUp() { serverWakeUp.signal() }
  }
}
