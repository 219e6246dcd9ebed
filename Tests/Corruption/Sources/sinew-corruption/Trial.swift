import SinewDevices
import SinewEmulators
import SinewSignal

/// One family: a clean stream beside the same with bytes replaced at random.
struct Trial<Driver: DeviceDriver & ~Copyable> {
  let device: any EmulatedDevice
  let seconds: Int

  /// Frames that were sent; that came through as they were; that stand where the device sent some
  /// but say something else; that stand where it sent none.
  private var sent = 0
  private var sound = 0
  private var altered = 0
  private var invented = 0

  init(_ type: Driver.Type, _ device: any EmulatedDevice, seconds: Int) {
    self.device = device
    self.seconds = seconds
  }

  mutating func run() {
    let id = Driver.profile.id
    var wire = Wire(device)
    var first = Driver(settings: DriverSettings())
    if let why = wire.shakeHands(&first) { return print("\(id): refused: \(why)") }
    // The second driver hears the same handshake from a device of its own.
    var second = Driver(settings: DriverSettings())
    var other = Wire(device)
    if let why = other.shakeHands(&second) { return print("\(id): refused: \(why)") }
    var clean = Decoder(first)
    var dirty = Decoder(second)
    var random = SeededRandom(seed: 11, stream: 2)
    var bytes = 0
    for _ in 0..<seconds / 10 {
      let good = wire.run(10)
      bytes += good.count
      let bad = good.map { byte in
        random.uniform() < 0.1 ? byte ^ UInt8.random(in: 1...255, using: &random) : byte
      }
      compare(good, bad, &clean, &dirty)
    }
    let faults = dirty.faults
    print(
      "\(id): \(bytes) bytes; \(sent) frames sent, \(sound) sound, \(altered) altered, "
        + "\(invented) invented; \(faults.total) faults, \(faults.bytesLost) bytes refused; "
        + "afterwards \(recovery(&wire, &clean, &dirty)) of 1000 frames right")
  }

  private mutating func compare(
    _ good: [UInt8], _ bad: [UInt8], _ clean: inout Decoder<Driver>,
    _ dirty: inout Decoder<Driver>
  ) {
    var truth: [Int64: Set<Said>] = [:]
    clean.feed(good) { place, said in
      truth[place, default: []].insert(said)
      sent += 1
    }
    dirty.feed(bad) { place, said in
      guard let there = truth[place] ?? previous[place] else { return invented += 1 }
      if there.contains(said) { sound += 1 } else { altered += 1 }
    }
    previous = truth
  }

  /// Frames may be decided late, after the stretch in which they stood.
  private var previous: [Int64: Set<Said>] = [:]

  /// Frames in a thousand that come through as they are once the bytes are right again.
  private mutating func recovery(
    _ wire: inout Wire, _ clean: inout Decoder<Driver>, _ dirty: inout Decoder<Driver>
  ) -> Int {
    let (sentBefore, soundBefore) = (sent, sound)
    let good = wire.run(60)
    compare(good, good, &clean, &dirty)
    return sent == sentBefore ? 0 : (sound - soundBefore) * 1000 / (sent - sentBefore)
  }
}
