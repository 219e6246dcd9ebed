import SinewDevices
import SinewRecording
import SinewSignal

/// Plays the bytes of a `.session` file through its driver, in constant memory.
struct SessionDecoder {
  let file: String
  let header: SessionHeader
  private let family: any (DeviceDriver & ~Copyable).Type

  /// What comes of a line.
  enum Event {
    /// The streams as they are after the handshake; first of all.
    case streams([StreamProfile])
    case frame(Frame)
    case comment(String)
    /// The rest of the file can't be read: a sentence.
    case cut(String)
  }

  init(file: String) throws {
    self.file = file
    header = try SessionReader(path: file).header
    guard let device = header["device"] else {
      throw ExportProblem("\(file) does not say which device it is of")
    }
    guard let family = deviceFamily(device) else {
      throw ExportProblem("\(file) is of a device that is not in the catalogue: \(device)")
    }
    self.family = family
  }

  /// Everything to the end of the file, or to where it can't be understood any more.
  func play(_ body: (Event) throws -> Void, progress: (Double) -> Void) throws {
    func open<Driver: DeviceDriver & ~Copyable>(_ type: Driver.Type) throws {
      var driver = Driver(settings: DriverSettings(words: header["settings"] ?? ""))
      var wire = try SessionWire(SessionReader(path: file))
      // The daemon begins to record in mid-stream; other recordings begin with the handshake.
      if header["streams"] == nil { try shakeHands(&driver, &wire) }
      let streams = driver.streams
      try check(streams)
      try body(.streams(streams))
      var batch = FrameBatch()
      var lines = 0
      while let line = wire.next() {
        switch line {
        case .received(let at, let bytes):
          try decode(bytes, at: at, &driver, &batch) { try body(.frame($0)) }
        case .comment(let text): try body(.comment(text))
        case .sent, .expected, .clock: break
        }
        lines += 1
        if lines % 1024 == 0 { progress(wire.readFraction) }
      }
      if let fault = wire.fault { try body(.cut(fault)) }
    }
    try open(family)
  }

  private func decode<Driver: DeviceDriver & ~Copyable>(
    _ bytes: [UInt8], at arrival: MonotonicTime, _ driver: inout Driver, _ batch: inout FrameBatch,
    _ body: (Frame) throws -> Void
  ) throws {
    var start = 0
    while start < bytes.count {
      let end = min(start + FrameBatch.readSize, bytes.count)
      batch.clear()
      driver.decode(bytes.span.extracting(start..<end), arrival: arrival, into: &batch)
      for index in 0..<batch.count { try body(batch[index]) }
      start = end
    }
  }

  /// The daemon notes the streams it had: another number of channels or another rate means that
  /// the handshake changed the device, and the bytes would be misread.
  private func check(_ streams: [StreamProfile]) throws {
    guard let noted = header["streams"] else { return }
    let here = streams.map { "\($0.name)@\($0.rateHz.map { "\($0)" } ?? "?")" }
      .joined(separator: " ")
    guard noted == here || noted.isEmpty else {
      throw ExportProblem(
        "\(file) was recorded with the streams \(noted), but its bytes alone give \(here):"
          + " the device was set up in a way that the recording does not tell")
    }
  }

  /// Plays the recorded answers to the driver.
  private func shakeHands<Driver: DeviceDriver & ~Copyable>(
    _ driver: inout Driver, _ wire: inout SessionWire
  ) throws {
    var now = 0.0
    var step = driver.converse([UInt8]().span)
    // No handshake takes so many steps: a driver that never ends must not hang this program.
    for _ in 0..<10_000 {
      let patience: Double
      switch step {
      case .ready: return
      case .refuse(let why): throw ExportProblem("\(file): the driver refuses it: \(why)")
      case .say(let bytes, let wait):
        guard case .sent(let at, let sent)? = wire.nextOnTheWire(), sent == bytes else {
          throw ExportProblem(
            "\(file): the recording does not begin with the handshake of its driver")
        }
        now = at.seconds
        patience = wait
      case .wait(let seconds): patience = seconds
      }
      if patience > 0, case .received(let at, let bytes)? = wire.peekOnTheWire(),
        at.seconds - now <= patience
      {
        _ = wire.nextOnTheWire()
        now = at.seconds
        step = driver.converse(bytes.span)
      } else {
        now += patience
        step = driver.converse([UInt8]().span)
      }
    }
    throw ExportProblem("\(file): the driver's handshake does not end")
  }
}

/// The lines of a session with a look ahead; a line that can't be read is the end.
private struct SessionWire: ~Copyable {
  private var reader: SessionReader
  private var ahead: [SessionLine] = []
  /// Why it ended before the file did.
  private(set) var fault: String?

  init(_ reader: consuming SessionReader) { self.reader = reader }

  var readFraction: Double { reader.readFraction }

  mutating func next() -> SessionLine? {
    if !ahead.isEmpty { return ahead.removeFirst() }
    guard fault == nil else { return nil }
    do {
      return try reader.next()
    } catch {
      fault = error.description
      return nil
    }
  }

  /// The next bytes in either direction.
  mutating func nextOnTheWire() -> SessionLine? {
    _ = peekOnTheWire()
    return ahead.isEmpty ? nil : ahead.removeFirst()
  }

  mutating func peekOnTheWire() -> SessionLine? {
    if let line = ahead.first { return line }
    while let line = next() {
      switch line {
      case .received, .sent:
        ahead.append(line)
        return line
      case .expected, .clock, .comment: continue
      }
    }
    return nil
  }
}
