/// Frames on their way to the wire, with the faults that strike them.
struct FaultyWire: Sendable {
  private(set) var faults: FaultSchedule<FrameFault>
  private var framesEver = 0
  private var silenceLeft = 0

  init(_ faults: FaultSchedule<FrameFault>) { self.faults = faults }

  /// What arrives of `frame`.
  mutating func send(_ frame: [UInt8]) -> [UInt8] {
    let fault = faults.strike(packet: framesEver)
    framesEver += 1
    guard silenceLeft == 0 else {
      silenceLeft -= 1
      return []
    }
    switch fault {
    case nil: return frame
    case .drop: return []
    case .cut: return Array(frame.prefix(frame.count / 2))
    case .spoil:
      guard !frame.isEmpty else { return frame }
      var spoilt = frame
      spoilt[faults.choice(of: frame.count)] ^= UInt8(1 + faults.choice(of: 255))
      return spoilt
    case .garbage(let count): return faults.garbage(count: count) + frame
    case .silence(let count):
      silenceLeft = max(0, count - 1)
      return []
    }
  }
}
