internal import Glibc

extension CytonEmulator {
  /// Lead-off current in ampere, its frequency, and the board's series resistor in ohm (sheet 7).
  private static let leadOff = (ampere: 6e-9, hertz: 31.25, seriesOhms: 2200.0)

  /// Makes the packet due now, lets faults at it, and returns what reaches the wire.
  mutating func nextPacket(at seconds: Double) -> [UInt8] {
    let packet = makePacket(at: seconds)
    packetIndex += 1
    counter &+= 1
    let fault = strike()
    if hiccup {
      hiccup = false
      return []
    }
    if silenceLeft > 0 {
      silenceLeft -= 1
      return []
    }
    if burstLeft > 0 {
      burst += packet
      burstLeft -= 1
      guard burstLeft == 0 else { return [] }
      defer { burst = [] }
      return burst
    }
    return apply(fault, to: packet)
  }

  private mutating func apply(_ fault: CytonFault?, to packet: [UInt8]) -> [UInt8] {
    switch fault {
    case nil: return packet
    case .drop: return []
    case .text: return Array(CytonTexts.midStream.utf8)
    case .corruptStop: return packet.dropLast() + [0]
    case .fragment: return [0xA0, 0x01, 0x02] + packet
    case .truncate: return Array(packet.prefix(20))
    case .garbage(let count): return garbage(count: count) + packet
    case .burst:
      burst = packet
      burstLeft = 24
      return []
    case .silence(let count):
      silenceLeft = max(0, count - 1)
      return []
    }
  }

  private mutating func makePacket(at seconds: Double) -> [UInt8] {
    let raw = readConverters(at: seconds)
    var codes = Array(raw.prefix(8))
    if daisyAttached {
      // Odd counter: the board's chip; even: the Daisy's. Each value is the mean of this and the
      // previous raw sample of its chip, cut towards zero as C does.
      let first = counter % 2 == 1 ? 0 : 8
      codes = (first..<first + 8).map { (raw[$0] &+ previous[$0]) / 2 }
    }
    previous = raw
    let (aux, kind) = auxiliary(at: seconds)
    return CytonPacket(counter: counter, codes: codes, aux: aux, kind: kind).bytes
  }

  private mutating func readConverters(at seconds: Double) -> [Int32] {
    let count = daisyAttached ? 16 : 8
    var raw = Array(repeating: Int32(0), count: 16)
    for index in 0..<count {
      let felt = source.emgMicrovolts(channel: index, at: seconds)
      let channel = channels[index]
      guard channel.powered else { continue }
      raw[index] = channel.code(microvolts: voltage(felt, through: channel, at: seconds))
    }
    return raw
  }

  private func voltage(
    _ felt: Double, through channel: CytonChannel, at seconds: Double
  ) -> Double {
    if let testSignal { return testSignal.microvolts(at: seconds) }
    switch channel.input {
    case 0:
      guard channel.leadOff else { return felt }
      let ohms = configuration.electrodeOhms + Self.leadOff.seriesOhms
      let peak = Self.leadOff.ampere * ohms * 1e6
      return felt + peak * sin(2 * Double.pi * Self.leadOff.hertz * seconds)
    case 5: return CytonTestSignal.slow.microvolts(at: seconds)
    default: return 0
    }
  }

  private mutating func auxiliary(at seconds: Double) -> (bytes: [UInt8], kind: UInt8) {
    if timeStamp != .off { return stamped(at: seconds) }
    if let words = configuration.userWords { return (CytonPacket.words(words), 2) }
    switch boardMode {
    case 2, 3: return (CytonPacket.words(configuration.auxWords), 1)
    case 4: return (CytonPacket.words([takeMarker(), 0, 0]), 1)
    default:
      // The accelerometer has a new reading 25 times a second; between them the words are zero.
      guard packetIndex % 10 == 0 else { return ([], 0) }
      return (CytonPacket.words(accelerationCodes(at: seconds)), 0)
    }
  }

  private mutating func stamped(at seconds: Double) -> (bytes: [UInt8], kind: UInt8) {
    let first = timeStamp == .set
    timeStamp = .synced
    let board = (clock.device(fromHost: seconds) * 1000 + 1e-6).rounded(.down)
    let milliseconds = UInt32(truncatingIfNeeded: Int64(max(0, min(board, 1e15))))
    let raw = boardMode == 2 || boardMode == 3 || boardMode == 4
    if raw {
      let word = boardMode == 4 ? takeMarker() : configuration.auxWords.first ?? 0
      return (CytonPacket.stamped(word: word, milliseconds: milliseconds), first ? 5 : 6)
    }
    // One axis a packet, by the last digit of the counter.
    let axis = Int(counter % 10) - 7
    let word = axis >= 0 ? accelerationCodes(at: seconds)[axis] : 0
    return (CytonPacket.stamped(word: word, milliseconds: milliseconds), first ? 3 : 4)
  }

  private mutating func takeMarker() -> Int16 {
    defer { marker = nil }
    return Int16(marker ?? 0)
  }

  /// X, Y, Z at 0.125 mg a count (sheet 8), clamped to the 4 g the board is set to.
  private mutating func accelerationCodes(at seconds: Double) -> [Int16] {
    let felt = source.motion(at: seconds).accelerationG
    return [felt.x, felt.y, felt.z].map { value in
      let scaled = (value / 1.25e-4).rounded()
      return scaled.isFinite ? Int16(min(max(scaled, -32000), 32000)) : 0
    }
  }
}
