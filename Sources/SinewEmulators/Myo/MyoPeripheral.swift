package import SinewSignal

// Thalmic Myo: eight EMG pods at 200 Hz, two samples a notification on four characteristics in turn;
// orientation, acceleration and turn rate at 50 Hz. Written from the device sheet alone, so that it can
// stand witness against the driver.

/// A pretend Myo armband.
package struct MyoPeripheral: PeripheralModel {
  /// A UUID of the maker's by its 16-bit part.
  package static func uuid(_ short: UInt16) -> BluetoothUUID {
    BluetoothUUID(high: 0xD506_0000_A904_DEB9 | UInt64(short) << 32, low: 0x4748_2C7F_4A12_4842)
  }
  package static let information = uuid(0x0101)
  package static let firmware = uuid(0x0201)
  package static let command = uuid(0x0401)
  package static let motion = uuid(0x0402)
  package static let motionEvent = uuid(0x0502)
  package static let classifier = uuid(0x0103)
  package static let envelope = uuid(0x0104)
  /// The four EMG characteristics in the order they take turns.
  package static let emg = [0x0105, 0x0205, 0x0305, 0x0405].map { uuid($0) }

  package let configuration: MyoConfiguration
  /// Vibrations asked for: the command's type, 1...3.
  package private(set) var vibrations: [UInt8] = []
  /// What the set-mode command chose: EMG, IMU, classifier.
  package private(set) var mode: [UInt8] = [0, 0, 0]
  package private(set) var neverSleeps = false

  private var source: any SignalSource
  private var emgTimer: SampleTimer
  private var motionTimer: SampleTimer
  private var turn = 0
  private var batteryDue = Double.infinity
  private var sleepDue = Double.infinity

  package init(
    _ configuration: MyoConfiguration = MyoConfiguration(), source: any SignalSource
  ) {
    self.configuration = configuration
    self.source = source
    let clock = DeviceClock(skewPPM: configuration.clockSkewPPM)
    emgTimer = SampleTimer(rateHz: 100, clock: clock)
    motionTimer = SampleTimer(rateHz: 50, clock: clock)
  }

  package let name = "My Myo"
  /// The armband has 20-byte values only and offers no more.
  package let longestMTU = 23
  package var advertisement: [UInt8] {
    AdvertisingData.flags + AdvertisingData.service(Self.uuid(0x0001))
  }

  // MARK: Link

  package var nextDue: Double? {
    [
      emgDue, motionDue, batteryDue < .infinity ? batteryDue : nil,
      sleepDue < .infinity ? sleepDue : nil,
    ].compactMap { $0 }.min()
  }

  /// Filtered and raw EMG come in turns; the envelope has the IMU's pace.
  private var emgDue: Double? { mode[0] >= 2 ? emgTimer.due : nil }
  private var motionDue: Double? { mode[0] == 1 || mode[1] != 0 ? motionTimer.due : nil }

  package mutating func connected(at seconds: Double) {
    mode = [0, 0, 0]
    neverSleeps = false
    batteryDue = seconds + 60
    sleepDue = configuration.sleepsAfterSeconds.map { seconds + $0 } ?? .infinity
  }

  package mutating func disconnected(at seconds: Double) { mode = [0, 0, 0] }

  package mutating func written(
    _ value: [UInt8], to characteristic: BluetoothUUID, at seconds: Double,
    server: inout ATTServer
  ) -> ATTError? {
    guard characteristic == Self.command, value.count >= 2, Int(value[1]) == value.count - 2 else {
      return .invalidValueLength
    }
    switch (value[0], value.count) {
    case (0x01, 5): setMode(Array(value[2...]), at: seconds, server: &server)
    case (0x03, 3): vibrations.append(value[2])
    case (0x04, 2): server.hangUp()
    case (0x09, 3):
      neverSleeps = value[2] == 1
      sleepDue =
        neverSleeps ? .infinity : configuration.sleepsAfterSeconds.map { seconds + $0 } ?? .infinity
    default: break
    }
    return nil
  }

  private mutating func setMode(_ wanted: [UInt8], at seconds: Double, server: inout ATTServer) {
    if wanted[0] >= 2, mode[0] < 2 {
      emgTimer.restart(at: seconds)
      turn = 0
    }
    if mode[0] != 1, mode[1] == 0 { motionTimer.restart(at: seconds) }
    mode = wanted
    // Arm synchronised: right arm, towards the elbow. Firmware sends six bytes.
    if wanted[2] == 1 { server.indicate(Self.classifier, [1, 1, 2, 0, 0, 0]) }
  }

  // MARK: Streams

  package mutating func advance(to seconds: Double, server: inout ATTServer) {
    while let due = nextDue, due <= seconds {
      if due == sleepDue {
        sleepDue = .infinity
        server.hangUp()
      } else if due == batteryDue {
        batteryDue += 60
        server.notify(
          StandardServices.batteryLevel, server.value(of: StandardServices.batteryLevel) ?? [])
      } else if due == emgDue {
        server.notify(Self.emg[turn], emgPair(at: due))
        turn = (turn + 1) % 4
        emgTimer.step()
      } else {
        sendMotion(at: due, server: &server)
        motionTimer.step()
      }
    }
  }

  /// Two samples of eight pods, the earlier one first.
  private mutating func emgPair(at seconds: Double) -> [UInt8] {
    [seconds - 0.005, seconds].flatMap { time in
      (0..<8).flatMap { pod in
        LittleEndian.int8(
          source.emgMicrovolts(channel: pod, at: time) / configuration.microvoltsPerCount)
      }
    }
  }

  private mutating func sendMotion(at seconds: Double, server: inout ATTServer) {
    if mode[1] == 1 || mode[1] >= 3 {
      let sample = source.motion(at: seconds)
      let words =
        TiltEstimate(sample.accelerationG).quaternion.map { $0 * 16_384 }
        + sample.accelerationG.parts.map { $0 * 2048 } + sample.turnRateDPS.parts.map { $0 * 16 }
      server.notify(Self.motion, words.flatMap { LittleEndian.int16($0) })
    }
    if mode[0] == 1 {
      let levels = (0..<8).flatMap { pod in
        let counts =
          abs(source.emgMicrovolts(channel: pod, at: seconds)) / configuration.microvoltsPerCount
        return LittleEndian.int16(counts)
      }
      server.notify(Self.envelope, levels + [0])
    }
  }
}
