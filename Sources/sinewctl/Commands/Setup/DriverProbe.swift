import SinewDevices
import SinewLinks
import SinewSignal

/// Tries one driver on an open port: its handshake, then some seconds of its stream.
struct DriverProbe {
  /// How long the stream is watched, seconds.
  let watchSeconds: Double
  /// True where nothing was heard of the device before: a driver that only listens has no chance.
  let isSilent: Bool

  /// No driver may keep the port for longer before it streams, seconds.
  private static let longest = 15.0

  /// What was found; nil when it is no device of this family, or not at this speed.
  func run<Driver: DeviceDriver & ~Copyable>(
    _ type: Driver.Type, settings: DriverSettings, line: borrowing PortLine, baud: Int?
  ) -> FoundSensor? {
    var driver = Driver(settings: settings)
    var heard: [HeardBytes] = []
    guard shakeHands(&driver, line, &heard) else { return nil }
    let rates = watch(&driver, line, &heard)
    if line.canSpeak { line.say(driver.farewell()) }
    guard let rates else { return nil }
    let streams = zip(driver.streams, rates).map { FoundSensor.Stream(profile: $0, rateHz: $1) }
    return FoundSensor(family: Driver.profile, baud: baud, streams: streams, heard: heard)
  }

  /// True when a driver that only listens takes these bytes for its device's.
  static func knows(
    _ family: any (DeviceDriver & ~Copyable).Type, _ heard: [UInt8], _ settings: DriverSettings
  ) -> Bool {
    func judge<Driver: DeviceDriver & ~Copyable>(_ type: Driver.Type) -> Bool {
      var driver = Driver(settings: settings)
      // The first call has nothing to tell, as when a port was just opened.
      var step = driver.converse([UInt8]().span)
      var start = 0
      while case .wait = step, start < heard.count {
        let end = min(start + FrameBatch.readSize, heard.count)
        step = driver.converse(heard.span.extracting(start..<end))
        start = end
      }
      return step == .ready && start > 0
    }
    return judge(family)
  }

  /// True when the driver says something to a device that is silent.
  static func asks(
    _ family: any (DeviceDriver & ~Copyable).Type, _ settings: DriverSettings
  ) -> Bool {
    func judge<Driver: DeviceDriver & ~Copyable>(_ type: Driver.Type) -> Bool {
      var driver = Driver(settings: settings)
      for _ in 0..<3 {
        if case .say = driver.converse([UInt8]().span) { return true }
      }
      return false
    }
    return judge(family)
  }

  private func shakeHands<Driver: DeviceDriver & ~Copyable>(
    _ driver: inout Driver, _ line: borrowing PortLine, _ heard: inout [HeardBytes]
  ) -> Bool {
    let began = MonotonicClock.now()
    var step = driver.converse([UInt8]().span)
    var waits = 0
    while MonotonicClock.now().seconds(since: began) < Self.longest {
      let patience: Double
      switch step {
      // A driver that asks nothing takes any port for its own: the stream must prove it.
      case .ready: return true
      case .refuse: return false
      case .say(let bytes, let wait):
        guard line.canSpeak else { return false }
        line.say(bytes)
        waits = 0
        patience = wait
      case .wait(let seconds):
        waits += 1
        patience = seconds
      }
      if isSilent, waits >= 2 { return false }
      guard let answer = line.hear(for: min(patience, Self.longest)) else { return false }
      if !answer.isEmpty {
        heard.append(HeardBytes(arrival: MonotonicClock.now(), bytes: answer))
      }
      step = driver.converse(answer.span)
    }
    return false
  }

  /// The frames a second of each stream; nil unless most of the bytes are frames.
  private func watch<Driver: DeviceDriver & ~Copyable>(
    _ driver: inout Driver, _ line: borrowing PortLine, _ heard: inout [HeardBytes]
  ) -> [Double?]? {
    var counts = [Int](repeating: 0, count: driver.streams.count)
    var first: MonotonicTime?
    var last = [MonotonicTime](repeating: .zero, count: counts.count)
    var batch = FrameBatch()
    var byteCount: UInt64 = 0
    let began = MonotonicClock.now()
    while true {
      let left = watchSeconds - MonotonicClock.now().seconds(since: began)
      guard left > 0, let bytes = line.hear(for: left) else { break }
      let arrival = MonotonicClock.now()
      if !bytes.isEmpty { heard.append(HeardBytes(arrival: arrival, bytes: bytes)) }
      byteCount += UInt64(bytes.count)
      batch.clear()
      driver.decode(bytes.span, arrival: arrival, into: &batch)
      for index in 0..<batch.count {
        let stream = Int(batch[index].stream)
        guard counts.indices.contains(stream) else { continue }
        // What came with the first read had waited for nobody knows how long.
        if first != nil { counts[stream] += 1 }
        last[stream] = arrival
      }
      if !bytes.isEmpty { first = first ?? arrival }
    }
    guard counts.contains(where: { $0 >= 3 }), batch.faults.bytesLost < byteCount / 4 else {
      return nil
    }
    return counts.indices.map { stream in
      guard let first, counts[stream] >= 3 else { return nil }
      let span = last[stream].seconds(since: first)
      return span > 0 ? Double(counts[stream]) / span : nil
    }
  }
}
