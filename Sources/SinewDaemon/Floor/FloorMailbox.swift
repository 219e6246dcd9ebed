import SinewSignal

/// Where a sensor stands on its way from plug to samples, as `device` messages name it.
enum DevicePhase: String, Sendable {
  case searching, connecting, talking, streaming, silent, noisy, gone
}

/// What the supervisor tells the floor; carried out on the server thread.
struct FloorMailbox: Sendable {
  let mailbox: ServerMailbox

  /// A sensor changed its state; `why` is a sentence for people.
  func device(slot: UInt16, state: DevicePhase, why: String?) {
    mailbox.post { $0.deviceChanged(slot: slot, state: state, why: why) }
  }

  /// A sensor told its charge, 0...1; nil where it can't tell.
  func battery(slot: UInt16, fraction: Double?) {
    mailbox.post { $0.batteryChanged(slot: slot, fraction: fraction) }
  }

  /// A handshake ended well: these are the streams.
  func deviceReady(slot: UInt16, streams: [StreamProfile]) {
    mailbox.post { $0.deviceReady(slot: slot, streams: streams) }
  }
}
