import SinewSignal

/// Where a sensor stands on its way from plug to samples, as `device` messages name it.
enum DevicePhase: String, Sendable {
  case searching, connecting, talking, streaming, silent, noisy, gone
}

/// What the supervisor tells the floor; carried out on the server thread. A report names its sensor:
/// one that comes late must not reach the next user of the slot.
struct FloorMailbox: Sendable {
  let mailbox: ServerMailbox

  /// A sensor changed its state; `why` is a sentence for people.
  func device(slot: UInt16, of sensor: String, state: DevicePhase, why: String?) {
    mailbox.post { server in
      guard server.floor.sensor(slot: slot)?.name == sensor else { return }
      server.deviceChanged(slot: slot, state: state, why: why)
    }
  }

  /// A sensor told its charge, 0...1; nil where it can't tell.
  func battery(slot: UInt16, of sensor: String, fraction: Double?) {
    mailbox.post { server in
      guard server.floor.sensor(slot: slot)?.name == sensor else { return }
      server.batteryChanged(slot: slot, fraction: fraction)
    }
  }

  /// A handshake ended well: these are the streams.
  func deviceReady(slot: UInt16, of sensor: String, streams: [StreamProfile]) {
    mailbox.post { server in
      guard server.floor.sensor(slot: slot)?.name == sensor else { return }
      server.deviceReady(slot: slot, streams: streams)
    }
  }
}
