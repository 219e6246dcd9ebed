internal import SinewSignal

/// One thing to be asked of a wearable, and on whose behalf.
struct GATTRequest: Sendable, Hashable {
  enum Purpose: Hashable {
    case exchangeMTU
    case firmwareCheck
    case discovery
    /// A record of the driver. `isTold` is false where nobody waits for the answer.
    case record(GATTRecord.Kind, characteristic: UInt8, isTold: Bool)
    case information(BluetoothUUID)
    case battery
    case batterySubscription
    case changeSubscription
  }

  let pdu: ATTPDU
  let purpose: Purpose

  /// What the driver has asked for, in its order.
  enum Order: Hashable {
    case ask(GATTRequest)
    /// Can't be done; the answer waits for its turn like any other.
    case refuse(GATTRecord)
  }

  /// A write command is sent and forgotten.
  var isAnswered: Bool {
    if case .writeCommand = pdu { return false }
    return true
  }

  /// The handle a long value is read on from; nil for what is no read.
  var readHandle: UInt16? {
    if case .readRequest(let handle) = pdu { return handle }
    return nil
  }
}
