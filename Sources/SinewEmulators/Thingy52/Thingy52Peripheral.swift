package import SinewSignal

// Nordic Thingy:52, motion service. Written from the device sheet alone, so that it can stand witness
// against the driver.

/// A pretend Thingy:52: each motion characteristic is sent at the configured rate while subscribed to.
/// Taps, steps and turns of the case do not happen.
package struct Thingy52Peripheral: PeripheralModel {
  package static let settings = uuid(0x0401)
  package static let quaternion = uuid(0x0404)
  package static let raw = uuid(0x0406)
  package static let euler = uuid(0x0407)
  package static let rotationMatrix = uuid(0x0408)
  package static let heading = uuid(0x0409)
  package static let gravity = uuid(0x040A)
  private static let periodic = [quaternion, raw, euler, rotationMatrix, heading, gravity]

  private static func uuid(_ short: UInt64) -> BluetoothUUID {
    BluetoothUUID(high: 0xEF68_0000_9B35_4933 | short << 32, low: 0x9B10_52FF_A974_0042)
  }

  package let name: String
  /// As kept in flash: outlives a connection.
  package private(set) var stored: Thingy52Settings
  private var source: any SignalSource
  private var timer: SampleTimer
  private var isRunning = false

  /// `clockSkewPPM`: parts per million its crystal runs fast.
  package init(
    name: String = "Thingy", stored: Thingy52Settings = Thingy52Settings(),
    clockSkewPPM: Double = 0,
    source: any SignalSource
  ) {
    self.name = name
    self.stored = stored
    self.source = source
    timer = SampleTimer(
      rateHz: Double(stored.motionHz), clock: DeviceClock(skewPPM: clockSkewPPM))
  }

  package var advertisement: [UInt8] {
    AdvertisingData.flags + AdvertisingData.service(Self.uuid(0x0100))
  }

  package var services: [ServedService] {
    let notifying = [0x0402, 0x0403, 0x0404, 0x0405, 0x0406, 0x0407, 0x0408, 0x0409, 0x040A]
    return [
      ServedService(
        Self.uuid(0x0100), [ServedCharacteristic(Self.uuid(0x0101), .read, value: Array(name.utf8))]
      ),
      ServedService(
        Self.uuid(0x0400),
        [ServedCharacteristic(Self.settings, [.read, .write], value: stored.bytes)]
          + notifying.map { ServedCharacteristic(Self.uuid(UInt64($0)), .notify) }),
    ]
  }

  package var nextDue: Double? { isRunning ? timer.due : nil }

  package mutating func disconnected(at seconds: Double) { isRunning = false }

  package mutating func written(
    _ value: [UInt8], to characteristic: BluetoothUUID, at seconds: Double,
    server: inout ATTServer
  ) -> ATTError? {
    guard characteristic == Self.settings else { return nil }
    guard value.count == 9 else {
      // The firmware's handler asserts on the length, and the device starts anew.
      server.hangUp()
      return nil
    }
    guard let wanted = Thingy52Settings(value) else { return .valueNotAllowed }
    stored = wanted
    server.set(value, of: Self.settings)
    if isRunning { timer.restart(at: seconds, rateHz: Double(wanted.motionHz)) }
    return nil
  }

  package mutating func subscriptionChanged(
    of characteristic: BluetoothUUID, at seconds: Double, server: inout ATTServer
  ) {
    let isWanted = Self.periodic.contains { server.isSubscribed($0) }
    if isWanted, !isRunning { timer.restart(at: seconds, rateHz: Double(stored.motionHz)) }
    isRunning = isWanted
  }

  package mutating func advance(to seconds: Double, server: inout ATTServer) {
    while isRunning, timer.due <= seconds {
      let sample = source.motion(at: timer.due)
      for characteristic in Self.periodic where server.isSubscribed(characteristic) {
        server.notify(characteristic, Self.value(characteristic, sample))
      }
      timer.step()
    }
  }

  /// The sheet's layouts; the chip's range ends at 31 g and 1023 deg/s.
  private static func value(_ characteristic: BluetoothUUID, _ sample: MotionSample) -> [UInt8] {
    let tilt = TiltEstimate(sample.accelerationG)
    switch characteristic {
    case raw:
      let acceleration = sample.accelerationG.parts.map { min(max($0, -31), 31) * 1024 }
      let turnRate = sample.turnRateDPS.parts.map { min(max($0, -1023), 1023) * 32 }
      // A field of the Earth's size that does not turn with the body, microteslas.
      let compass = [20, 0, -40.0].map { $0 * 16 }
      return (acceleration + turnRate + compass).flatMap { LittleEndian.int16($0) }
    case quaternion:
      return tilt.quaternion.flatMap { LittleEndian.int32($0 * 1_073_741_824) }
    case euler:
      return [tilt.rollDegrees, tilt.pitchDegrees, 0].flatMap { LittleEndian.int32($0 * 65_536) }
    case rotationMatrix:
      return matrix(tilt.quaternion).flatMap { LittleEndian.int16($0 * 16_384) }
    case heading: return LittleEndian.int32(0)
    default: return sample.accelerationG.parts.flatMap { LittleEndian.float32($0 * 9.80665) }
    }
  }

  /// The rotation of a unit quaternion w, x, y, z, row by row.
  private static func matrix(_ q: [Double]) -> [Double] {
    let (w, x, y, z) = (q[0], q[1], q[2], q[3])
    return [
      1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
      2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
      2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y),
    ]
  }
}
