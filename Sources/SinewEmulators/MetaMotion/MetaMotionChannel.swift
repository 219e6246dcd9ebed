/// One sensor of a pretend MetaMotion: its registers, and the samples that wait for a packed frame.
struct MetaMotionChannel: Sendable {
  let sensor: MetaMotionSensor
  let model: MetaMotionModel
  /// Rate and range, as written.
  private(set) var configuration: [UInt8]
  private var isSingleWanted = false
  private var isPackedWanted = false
  private var isEnabled = false
  private var isStarted = false
  private var timer: SampleTimer
  private var held: [[UInt8]] = []

  init(_ sensor: MetaMotionSensor, model: MetaMotionModel, clock: DeviceClock) {
    self.sensor = sensor
    self.model = model
    // After a reset: 100 Hz, 2 g and 2000 deg/s.
    configuration =
      sensor == .gyroscope ? [0x28, 0x00] : model == .r ? [0x28, 0x03] : [0xA8, 0x00]
    timer = SampleTimer(rateHz: 100, clock: clock)
  }

  /// Host seconds of the next sample; nil while subscription, enabling or start is missing.
  var nextDue: Double? {
    isEnabled && isStarted && (isSingleWanted || isPackedWanted) ? timer.due : nil
  }

  /// A command `module register payload` without its module.
  mutating func obey(_ register: UInt8, _ payload: [UInt8], at seconds: Double) {
    let wasRunning = nextDue != nil
    let (single, packed) = model.registers(sensor)
    switch register {
    case 0x01: isStarted = payload.first ?? 0 != 0
    case 0x02 where payload.count >= 2:
      isEnabled = (isEnabled && payload[1] == 0) || payload[0] != 0
    case 0x03 where payload.count >= 2: configuration = Array(payload.prefix(2))
    case single: isSingleWanted = payload.first ?? 0 != 0
    case packed: isPackedWanted = payload.first ?? 0 != 0
    default: break
    }
    if nextDue != nil, !wasRunning || register == 0x03 { restart(at: seconds) }
  }

  /// Lets the sensor begin anew, as after a connection.
  mutating func restart(at seconds: Double) {
    held = []
    timer.restart(at: seconds, rateHz: sensor.rateHz(configuration[0]))
  }

  /// Takes the sample that is due; returns the frames to notify.
  mutating func sample(_ source: inout any SignalSource) -> [[UInt8]] {
    let felt = source.motion(at: timer.due)
    timer.step()
    let numbers = (sensor == .accelerometer ? felt.accelerationG : felt.turnRateDPS).parts
    let scale = model.countsPerUnit(sensor, range: configuration[1]) ?? 0
    let words = numbers.flatMap { LittleEndian.int16($0 * scale) }
    let (single, packed) = model.registers(sensor)
    var frames: [[UInt8]] = isSingleWanted ? [[sensor.rawValue, single] + words] : []
    guard isPackedWanted else { return frames }
    held.append(words)
    if held.count == 3 {
      frames.append([sensor.rawValue, packed] + held.flatMap { $0 })
      held = []
    }
    return frames
  }
}
