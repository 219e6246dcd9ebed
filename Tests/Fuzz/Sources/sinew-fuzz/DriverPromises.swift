internal import SinewDevices
internal import SinewSignal

/// What a driver made of some bytes, as far as it must not depend on the chunking.
private struct Decoded: Equatable {
  var frames: [[UInt32]] = []
  var faults: [UInt64] = []
  var bytesLost: UInt64 = 0
  var overflow: UInt64 = 0
}

/// The promises of a driver, under every setting that changes how it reads.
func checkDriver<Driver: DeviceDriver & ~Copyable>(
  _ family: Driver.Type, _ bytes: [UInt8]
) throws {
  for settings in settings(for: bytes) {
    try checkDecoding(family, settings, bytes)
    try checkConversation(family, settings, bytes)
    // Only the reader of lines knows settings that matter here.
    if family.profile.id != GenericLines.profile.id { return }
  }
}

/// A board fresh from its box, two that were described, and one whose columns are the first line.
private func settings(for bytes: [UInt8]) -> [DriverSettings] {
  let motion = ["ax", "ay", "az", "gx", "gy", "gz"].enumerated().map {
    PrintedColumn($1, unit: $0 < 3 ? .gravities : .degreesPerSecond, scale: 0.001)
  }
  let muscle = [PrintedColumn("n"), PrintedColumn("us"), PrintedColumn("emg"), PrintedColumn("_")]
  let header = bytes.prefix { $0 != 0x0A }.prefix(200)
  let words = String(decoding: header, as: UTF8.self).split(separator: ",").prefix(20)
  return [
    DriverSettings(),
    DriverSettings(lines: LineSettings(kind: .motion, columns: motion)),
    DriverSettings(lines: LineSettings(kind: .emg, columns: muscle, startText: "s")),
    DriverSettings(
      lines: LineSettings(kind: .envelope, columns: words.map { PrintedColumn(String($0)) })),
  ]
}

private func checkDecoding<Driver: DeviceDriver & ~Copyable>(
  _ family: Driver.Type, _ settings: DriverSettings, _ bytes: [UInt8]
) throws {
  var chunks = Chunks(of: bytes)
  let whole = decode(family, settings, cut(bytes, every: FrameBatch.readSize))
  try PropertyFault.unless(whole.overflow == 0, "more frames than a batch holds")
  try PropertyFault.unless(whole.frames.count <= bytes.count, "more frames than bytes")
  try PropertyFault.unless(whole.bytesLost <= UInt64(bytes.count), "more bytes lost than came")
  let pieces = chunks.cut(bytes, longest: 40)
  try PropertyFault.unless(
    decode(family, settings, pieces) == whole, "the chunking changes what is decoded")
  try PropertyFault.unless(
    decode(family, settings, cut(bytes, every: 1)) == whole, "single bytes decode otherwise")
}

private func cut(_ bytes: [UInt8], every size: Int) -> [ArraySlice<UInt8>] {
  stride(from: 0, to: bytes.count, by: size).map { bytes[$0..<min(bytes.count, $0 + size)] }
}

private func decode<Driver: DeviceDriver & ~Copyable>(
  _ family: Driver.Type, _ settings: DriverSettings, _ pieces: [ArraySlice<UInt8>]
) -> Decoded {
  var driver = Driver(settings: settings)
  var batch = FrameBatch()
  var result = Decoded()
  for piece in pieces {
    batch.clear()
    driver.decode(piece.span, arrival: MonotonicTime(nanoseconds: 1_000_000), into: &batch)
    for index in 0..<batch.count {
      let frame = batch[index]
      var words = [UInt32(frame.stream), frame.counter, UInt32(frame.flags.rawValue)]
      for place in 0..<Frame.capacity { words.append(frame.values[place].bitPattern) }
      result.frames.append(words)
    }
  }
  result.faults = DecodeFault.allCases.map { batch.faults[$0] }
  result.bytesLost = batch.faults.bytesLost
  result.overflow = batch.overflow
  return result
}

/// The handshake comes to an end, says little, and leaves streams that the engine can take.
private func checkConversation<Driver: DeviceDriver & ~Copyable>(
  _ family: Driver.Type, _ settings: DriverSettings, _ bytes: [UInt8]
) throws {
  var driver = Driver(settings: settings)
  var chunks = Chunks(of: bytes, salt: 1)
  var next = converse(&driver, [])
  var turns = chunks.cut(bytes, longest: 60)[...]
  var silences = 0
  while true {
    switch next {
    case .ready, .refuse:
      try checkStreams(driver.streams)
      try PropertyFault.unless(driver.farewell().count <= 4096, "a farewell of pages")
      var batch = FrameBatch()
      for piece in turns { driver.decode(piece.span, arrival: .zero, into: &batch) }
      return
    case .wait(let seconds):
      try PropertyFault.unless(seconds >= 0 && seconds < 3600, "waits \(seconds) s")
    case .say(let words, let seconds):
      try PropertyFault.unless(seconds >= 0 && seconds < 3600, "waits \(seconds) s")
      try PropertyFault.unless(words.count <= 4096, "says pages")
    }
    if let heard = turns.popFirst() {
      next = converse(&driver, heard)
    } else {
      silences += 1
      try PropertyFault.unless(silences < 1000, "never gives up on a silent device")
      next = converse(&driver, [])
    }
  }
}

private func converse<Driver: DeviceDriver & ~Copyable>(
  _ driver: inout Driver, _ heard: ArraySlice<UInt8>
) -> Conversation {
  driver.converse(heard.span)
}

private func checkStreams(_ streams: [StreamProfile]) throws {
  try PropertyFault.unless(streams.count <= 256, "more streams than a frame can name")
  for stream in streams {
    try PropertyFault.unless(stream.channels.count <= Frame.capacity, "more channels than values")
    if let rate = stream.rateHz {
      try PropertyFault.unless(rate.isFinite && rate > 0, "a rate of \(rate)")
    }
  }
}
