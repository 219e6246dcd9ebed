import SinewDevices
import SinewEmulators

/// A driver's conversation with a pretend device, on a clock of its own.
struct Wire {
  var device: any EmulatedDevice
  private(set) var now = 0.0

  init(_ device: any EmulatedDevice) {
    self.device = device
    self.device.portOpened(at: 0)
  }

  /// What the device sends in the next `seconds`.
  mutating func run(_ seconds: Double) -> [UInt8] {
    now += seconds
    return device.advance(to: now)
  }

  /// Until the driver is ready; nil when it refuses.
  mutating func shakeHands<Driver: DeviceDriver & ~Copyable>(_ driver: inout Driver) -> String? {
    var step = driver.converse([UInt8]().span)
    for _ in 0..<10_000 {
      switch step {
      case .ready: return nil
      case .refuse(let why): return why
      case .say(let bytes, let wait):
        let answer = device.receive(bytes, at: now)
        let heard = answer.isEmpty ? listen(wait) : answer
        step = driver.converse(heard.span)
      case .wait(let seconds): step = driver.converse(listen(seconds).span)
      }
    }
    return "the conversation does not end"
  }

  /// The first bytes that come within `seconds`, or none.
  private mutating func listen(_ seconds: Double) -> [UInt8] {
    let end = now + seconds
    while let due = device.nextDue, due <= end {
      now = max(now, due)
      let bytes = device.advance(to: now)
      if !bytes.isEmpty { return bytes }
    }
    now = end
    return device.advance(to: now)
  }
}
