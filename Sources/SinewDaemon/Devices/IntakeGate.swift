import SinewEngine
import SinewLinks
import Synchronization

/// The cold side's end of the intake's command ring. Several tasks give orders, so a lock stands
/// before the ring; the intake thread never touches it.
final class IntakeGate: Sendable {
  private let commands: Mutex<RingProducer<IntakeCommand>>
  private let wakeUp: WakeUp

  init(commands: consuming RingProducer<IntakeCommand>, wakeUp: WakeUp) {
    self.commands = Mutex(commands)
    self.wakeUp = wakeUp
  }

  /// From here on the intake thread owns the reader, until a notice says that it ended.
  func adopt(_ reader: any LinkReader) { order(.adopt(reader)) }

  func release(_ slot: UInt16) { order(.release(slot: slot)) }

  func watchSilence(_ slot: UInt16) { order(.watchSilence(slot: slot)) }

  /// Asks the thread for a beat of its pulse.
  func askForAnswer() { order(.answer) }

  private func order(_ command: IntakeCommand) {
    commands.withLock { _ = $0.push(command) }
    wakeUp.signal()
  }
}
