package import SinewSignal

/// OpenBCI Ganglion: 4 EMG channels, 200 Hz.
///
/// Link: Bluetooth LE, known by name. A notification is a packet of 20 bytes, `id | 19 bytes`, most
/// significant bit first, and holds two samples of channels 1...4. With firmware 3:
///
/// * id 0...99: 18-bit values, and the accelerometer's byte at the end (0.016 g a count);
/// * id 100...199: 19-bit values, accelerometer off;
/// * 201...205 impedances, 206 and 207 text: no samples.
///
/// A value is the top of a 24-bit count, but the sign is written over its lowest bit too, so that a
/// negative one is one too high. With firmware 2 id 0 holds one sample of four int24, and ids 1...100
/// and 101...200 the differences from sample to sample, to be subtracted; after a loss they mean
/// nothing until the next id 0 and are dropped. Microvolts = count x 1.2e6 / (8388607 x 1.5 x 51).
///
/// The id tells what is missing. One cycle of ids is 200 samples with firmware 3, 201 with firmware 2.
///
/// Quirks: reset by each new connection. Firmware 3.0.2 seems to leave out one conversion at each wrap
/// of the id, so that 199 samples a second arrive. Which axis the accelerometer's byte belongs to is
/// disputed (firmware: id % 10 = 1, 2, 3 are x, y, z; BrainFlow: 0, 1, 2 are -z, y, x): the driver
/// switches it off, and where it comes anyway gives it with its place, for the record.
/// Sources: docs.openbci.com (Ganglion data format), OpenBCI_Ganglion_Library 3.0.2, BrainFlow,
/// pyOpenBCI.
package struct OpenBCIGanglion: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "openbci-ganglion", name: "OpenBCI Ganglion", links: [.ble],
    streams: streams(isFirmware2: false), gatt: gatt, isolation: .battery)

  private static let gatt = {
    func uuid(_ last: UInt64) -> BluetoothUUID {
      BluetoothUUID(high: 0x2D30_C080_F39F_4CE6 | last << 32, low: 0x923F_3484_EA48_0596)
    }
    return GATTProfile(
      characteristics: [
        GATTCharacteristic(
          service: BluetoothUUID(0x180A), uuid: BluetoothUUID(0x2A28), isRequired: false),
        GATTCharacteristic(service: BluetoothUUID(0xFE84), uuid: uuid(0x82 - 0x80)),
        GATTCharacteristic(service: BluetoothUUID(0xFE84), uuid: uuid(0x83 - 0x80)),
      ],
      advertisement: AdvertisementPattern(namePrefixes: ["Ganglion", "Simblee"]))
  }()

  private static var microvoltsPerCount: Double { 1.2e6 / (8_388_607 * 1.5 * 51) }

  private var handshake = GanglionHandshake()
  private var reader = GATTRecordReader()
  private var isFirmware2 = false
  private var isUnstarted = true
  /// Id of the packet before, -1 before the first.
  private var lastID = -1
  /// Firmware 2: the sample before, and whether it is known.
  private var counts: InlineArray<4, Int> = [0, 0, 0, 0]
  private var isBaseKnown = false

  package init(settings: DriverSettings) {}

  package var streams: [StreamProfile] { Self.streams(isFirmware2: isFirmware2) }

  package mutating func converse(_ heard: Span<UInt8>) -> Conversation {
    let next = handshake.step(heard)
    isFirmware2 = handshake.isFirmware2
    return next
  }

  package func farewell() -> [UInt8] {
    GATTRecord(.writeCommand, GanglionHandshake.send, [UInt8(ascii: "s")]).bytes
  }

  @_noLocks @_noAllocation
  package mutating func decode(
    _ bytes: Span<UInt8>, arrival: MonotonicTime, into batch: inout FrameBatch
  ) {
    var index = 0
    while index < bytes.count {
      reader.append(bytes[index])
      index &+= 1
      while reader.holdsRecord(&batch) {
        if reader.isNotification { take(arrival, &batch) }
        reader.drop()
      }
    }
  }

  @_noLocks @_noAllocation
  private mutating func take(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    guard reader.characteristic == 1, reader.count >= 1 else {
      batch.note(.unknownKind, bytes: reader.count &+ 7)
      return
    }
    let id = Int(reader[0])
    // Impedances and text may be shorter and hold no samples.
    if id >= 201, id <= 207 { return }
    guard id <= (isFirmware2 ? 200 : 199) else {
      batch.note(.unknownKind, bytes: reader.count &+ 7)
      return
    }
    guard reader.count == 20 else {
      batch.note(.framing, bytes: reader.count &+ 7)
      return
    }
    if isFirmware2 { takeDifferences(id, arrival, &batch) } else { takeValues(id, arrival, &batch) }
    lastID = id
  }

  // MARK: Firmware 3

  @_noLocks @_noAllocation
  private mutating func takeValues(
    _ id: Int, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    let width = id < 100 ? 18 : 19
    let first = 2 &* (id < 100 ? id : id &- 100)
    var sample = 0
    while sample < 2 {
      var channel = 0
      while channel < 4 {
        counts[channel] = value(4 &* sample &+ channel, width) &<< (24 &- width)
        channel &+= 1
      }
      append(first &+ sample, arrival, &batch)
      sample &+= 1
    }
    if id < 100 { auxiliary(id, first, arrival, &batch) }
  }

  /// Value 0...7 of the packet, two's complement, with the sign's copy in the lowest bit undone.
  @_noLocks @_noAllocation
  private func value(_ index: Int, _ width: Int) -> Int {
    let bit = 8 &+ index &* width
    let bytes = UInt32(truncatingIfNeeded: reader.bigEndian(at: bit &>> 3, size: 4))
    let word = Int32(bitPattern: bytes &<< UInt32(bit & 7)) &>> Int32(32 &- width)
    return word < 0 ? Int(word) &- 1 : Int(word)
  }

  /// The accelerometer's byte, of three or four packets in ten.
  @_noLocks @_noAllocation
  private mutating func auxiliary(
    _ id: Int, _ counter: Int, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    guard id % 10 <= 3 else { return }
    var frame = Frame(
      arrival: arrival, counter: UInt32(truncatingIfNeeded: counter), stream: 1)
    frame.values[0] = Float(id % 10)
    frame.values[1] = Float(Double(Int8(truncatingIfNeeded: Int(reader[19]))) * 0.016)
    batch.append(frame)
  }

  // MARK: Firmware 2

  @_noLocks @_noAllocation
  private mutating func takeDifferences(
    _ id: Int, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    if id == 0 {
      var channel = 0
      while channel < 4 {
        let bytes = UInt32(truncatingIfNeeded: reader.bigEndian(at: 1 &+ 3 &* channel, size: 3))
        counts[channel] = Int(Int32(bitPattern: bytes &<< 8) &>> 8)
        channel &+= 1
      }
      isBaseKnown = true
      append(0, arrival, &batch)
      return
    }
    let place = id <= 100 ? id : id &- 100
    let isNext = lastID == id &- 1 || (lastID == 0 && id == 101)
    if !isNext { isBaseKnown = false }
    guard isBaseKnown else {
      batch.note(.incomplete, bytes: 27)
      return
    }
    let width = id <= 100 ? 18 : 19
    var sample = 0
    while sample < 2 {
      var channel = 0
      while channel < 4 {
        counts[channel] &-= value(4 &* sample &+ channel, width)
        channel &+= 1
      }
      append(2 &* place &- 1 &+ sample, arrival, &batch)
      sample &+= 1
    }
  }

  // MARK: Samples

  @_noLocks @_noAllocation
  private mutating func append(
    _ counter: Int, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    var frame = Frame(
      arrival: arrival, counter: UInt32(truncatingIfNeeded: counter), stream: 0)
    var channel = 0
    while channel < 4 {
      let count = counts[channel]
      // The highest value that 18 bits of 24 can hold.
      if count >= 8_388_480 || count <= -8_388_480 { frame.add(.clipped) }
      frame.values[channel] = Float(Double(count) * Self.microvoltsPerCount)
      channel &+= 1
    }
    if isUnstarted { frame.add(.restarted) }
    isUnstarted = false
    batch.append(frame)
  }
}

extension OpenBCIGanglion {
  fileprivate static func streams(isFirmware2: Bool) -> [StreamProfile] {
    let modulus: UInt32 = isFirmware2 ? 201 : 200
    // Accelerometer off: 19 of 24 bits, the lowest of which is spent on the sign.
    let step = Float(microvoltsPerCount * (isFirmware2 ? 1 : 64))
    return [
      StreamProfile(
        name: "emg", kind: .emg,
        channels: (1...4).map { ChannelProfile("ch\($0)", .microvolts, resolution: step) },
        rateHz: 200, counter: .samples(modulus: modulus)),
      // Its frames come with some packets only, so the samples' counter serves as a clock.
      StreamProfile(
        name: "accelerometer-byte", kind: .auxiliary,
        channels: [
          ChannelProfile("place", .unitless, resolution: 1),
          ChannelProfile("value", .gravities, resolution: 0.016),
        ], rateHz: nil, counter: .none),
    ]
  }
}
