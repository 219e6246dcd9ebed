internal import SinewBridge
internal import SinewFeedback

/// A segment of the bridge's buffer: reading ends, what is read is written and read back the same, and
/// no byte counts twice. The same bytes as a position's file.
func checkSegment(_ bytes: [UInt8]) throws {
  var reader = SegmentReader(bytes)
  var end = 0
  var skipped = 0
  while let block = reader.next() {
    try PropertyFault.unless(reader.offset >= end + Block.headerBytes, "a block without bytes")
    try PropertyFault.unless(!block.lines.isEmpty, "a block without lines")
    end = reader.offset
    skipped = reader.skipped
    guard let encoded = block.encoded else { throw PropertyFault("a block can't be written") }
    var again = SegmentReader(encoded)
    try PropertyFault.unless(again.next() == block, "a block changes in writing")
    for line in block.lines { _ = BridgeLine(stored: line)?.published }
  }
  try PropertyFault.unless(reader.offset == bytes.count, "reading stops before the end")
  try PropertyFault.unless(reader.skipped - skipped == bytes.count - end, "bytes are miscounted")
  guard let (position, generation) = Position.newest(in: bytes) else { return }
  let again = Position.newest(in: position.encoded(generation: generation))
  try PropertyFault.unless(again?.position == position, "a position changes in writing")
}

/// The bridge's configuration: taken or refused with a line that exists and a sentence.
func checkOptions(_ bytes: [UInt8]) throws {
  var options = BridgeOptions()
  do {
    try OptionsFile.parse(bytes, file: "fuzz.yaml", into: &options)
    try PropertyFault.unless(options.fault?.isEmpty != true, "refused without a word")
    if let address = options.address {
      try PropertyFault.unless(
        BrokerAddress(address.text) == address, "an address changes in writing")
    }
  } catch let fault as OptionsFault {
    let lines = bytes.count { $0 == 0x0A } + 1
    try PropertyFault.unless(
      (1...lines).contains(fault.line), "a fault in a line that is not there")
    try PropertyFault.unless(!fault.message.isEmpty, "refused without a word")
  }
}

/// Lines of a daemon, one after the other: what is JSON stays JSON, the few fields that are looked for
/// are those of the strict reader, and nothing personal is retained.
func checkBridgeLine(_ bytes: [UInt8]) throws {
  var mapper = LineMapper(gym: "fuzz")
  for line in bytes.split(separator: 0x0A).map(Array.init) {
    let strict = (try? JSONValue(parsing: line))?.object
    let fields = LineFields(line)
    // The daemon never writes the name of a member with escapes.
    let isPlain = !line.contains(UInt8(ascii: "\\"))
    if isPlain, let strict, let kind = strict["kind"]?.string, !kind.isEmpty {
      try PropertyFault.unless(fields?.kind == kind, "another kind than the strict reader's")
      try PropertyFault.unless(
        fields?.station == strict["station"]?.string, "another station than the strict reader's")
    }
    switch mapper.map(line, now: 1) {
    case .event(let event, _, _):
      _ = Topics(root: "a", gym: "b").live(station: event.station, kind: event.kind)
      guard isPlain, strict != nil, line.count < 60_000 else { continue }
      let isSound = (try? JSONValue(parsing: event.published))?.object != nil
      try PropertyFault.unless(isSound, "a payload that is no JSON")
    case .station(let state), .device(let state):
      let kept = (try? JSONValue(parsing: state.payload, limits: .file))?.object
      try PropertyFault.unless(kept != nil, "a state that is no JSON")
      for name in ["athlete", "nickname", "wearing", "queue", "text", "args"] {
        try PropertyFault.unless(kept?[name] == nil, "\(name) is retained")
      }
    default: break
    }
  }
}
