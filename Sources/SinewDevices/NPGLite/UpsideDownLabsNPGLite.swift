package import SinewSignal

/// Upside Down Labs NPG Lite over Bluetooth LE: three BioAmp channels on an ESP32-C6. Over USB it is
/// one of the `UpsideDownLabsChords`.
///
/// Data characteristic: whole samples of 7 bytes one behind the other, in a notification of any length:
///
///     counter | 3 x uint16 big-endian, 0...4095
///
/// 25 samples a notification at 250 Hz (the maker's firmware) or 10 and fewer at 500 Hz (Arduino
/// sketches): the first notification tells the rate. A sample may be torn between two notifications.
/// The control characteristic takes `START`, `STOP`, `WHORU` and notifies its answers.
///
/// Time: the last sample of a notification is the newest. Loss: the counter, modulo 256.
/// Values are codes of the converter; the amplifier rests near half its range. With
/// `DriverSettings.amplifierGain` they are microvolts at the electrodes about that middle.
///
/// Quirk: the service's UUID is that of an ESP32 example and shared by countless hobby devices, hence
/// the question for its name. Sources: NPG-Lite-IDF-Firmware, Chords-Python `chords_ble.py`.
package struct UpsideDownLabsNPGLite: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "upsidedownlabs-npg-lite-ble", name: "Upside Down Labs NPG Lite", links: [.ble],
    streams: [stream(rateHz: 250, microvoltsPerCode: 0)],
    gatt: GATTProfile(
      characteristics: [
        GATTCharacteristic(service: service, uuid: uuid("beb5483e-36e1-4688-b7f5-ea07361b26a8")),
        GATTCharacteristic(service: service, uuid: BluetoothUUID(0xFF01)),
      ], advertisement: AdvertisementPattern(namePrefixes: ["NPG"])),
    isolation: .battery)

  private static let service = uuid("4fafc201-1fb5-459e-8fcc-c5c9c331914b")
  private static func uuid(_ text: String) -> BluetoothUUID {
    BluetoothUUID(text) ?? BluetoothUUID(0)
  }

  private let microvoltsPerCode: Float
  private var rateHz: Double? = 250
  private var handshake = NPGLiteHandshake()

  private var reader = GATTRecordReader()
  /// The beginning of a sample that was torn, and its bytes.
  private var torn = InlineArray<7, UInt8>(repeating: 0)
  private var tornCount = 0
  private var nextCounter: UInt8 = 0

  package init(settings: DriverSettings) {
    // 3.3 V in 4095 steps, nominally; the amplifier's gain is its owner's knowledge.
    let gain = settings.amplifierGain
    microvoltsPerCode = gain > 0 ? 3.3e6 / 4095 / gain : 0
  }

  package var streams: [StreamProfile] {
    [Self.stream(rateHz: rateHz, microvoltsPerCode: microvoltsPerCode)]
  }

  private static func stream(rateHz: Double?, microvoltsPerCode: Float) -> StreamProfile {
    StreamProfile(
      name: "emg", kind: .emg,
      channels: (1...3).map {
        microvoltsPerCode > 0
          ? ChannelProfile("ch\($0)", .microvolts, resolution: microvoltsPerCode)
          : ChannelProfile("ch\($0)", .counts, resolution: 1)
      },
      rateHz: rateHz, counter: .samples(modulus: 256))
  }

  package mutating func converse(_ heard: Span<UInt8>) -> Conversation {
    let next = handshake.step(heard)
    if next == .ready { rateHz = handshake.rateHz }
    return next
  }

  package func farewell() -> [UInt8] {
    GATTRecord(.write, NPGLiteHandshake.control, Array("STOP".utf8)).bytes
  }

  // MARK: Notifications

  @_noLocks @_noAllocation
  package mutating func decode(
    _ bytes: Span<UInt8>, arrival: MonotonicTime, into batch: inout FrameBatch
  ) {
    var index = 0
    while index < bytes.count {
      reader.append(bytes[index])
      index &+= 1
      while reader.holdsRecord(&batch) {
        if reader.isNotification, reader.characteristic == 0 { take(arrival, &batch) }
        reader.drop()
      }
    }
  }

  @_noLocks @_noAllocation
  private mutating func take(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    var offset = beginning(arrival, &batch)
    while offset &+ 7 <= reader.count {
      var sample = InlineArray<7, UInt8>(repeating: 0)
      var place = 0
      while place < 7 {
        sample[place] = reader[offset &+ place]
        place &+= 1
      }
      emit(sample, arrival, &batch)
      offset &+= 7
    }
    tornCount = 0
    while offset < reader.count {
      torn[tornCount] = reader[offset]
      tornCount &+= 1
      offset &+= 1
    }
  }

  /// Where the first whole sample begins, after completing one that the notification before left
  /// unfinished.
  @_noLocks @_noAllocation
  private mutating func beginning(_ arrival: MonotonicTime, _ batch: inout FrameBatch) -> Int {
    let isWhole = reader.bytesLost == 0
    reader.forgetLoss()
    let missing = 7 &- tornCount
    if tornCount > 0, isWhole, goesOn(after: missing) {
      var place = 0
      while place < missing {
        torn[tornCount &+ place] = reader[place]
        place &+= 1
      }
      emit(torn, arrival, &batch)
      return missing
    }
    if tornCount > 0 { batch.note(.incomplete, bytes: tornCount) }
    guard reader.count % 7 != 0 else { return 0 }
    // The end of a sample whose beginning does not fit, then whole ones.
    if tornCount > 0, reader.count > missing, (reader.count &- missing) % 7 == 0 {
      batch.note(.incomplete, bytes: missing)
      return missing
    }
    guard !isWhole else { return 0 }
    // Nobody knows at which end it was torn.
    batch.note(.incomplete, bytes: reader.count)
    return reader.count
  }

  /// Whether the first `missing` bytes belong to the torn sample. A notification of whole samples never
  /// does; otherwise the counters on both sides must fit.
  @_noLocks @_noAllocation
  private func goesOn(after missing: Int) -> Bool {
    guard reader.count >= missing, reader.count % 7 != 0, torn[0] == nextCounter else {
      return false
    }
    return reader.count == missing || reader[missing] == nextCounter &+ 1
  }

  @_noLocks @_noAllocation
  private mutating func emit(
    _ sample: InlineArray<7, UInt8>, _ arrival: MonotonicTime, _ batch: inout FrameBatch
  ) {
    var frame = Frame(arrival: arrival, counter: UInt32(sample[0]))
    var channel = 0
    while channel < 3 {
      let code = Int(sample[1 &+ 2 &* channel]) << 8 | Int(sample[2 &+ 2 &* channel])
      guard code <= 4095 else {
        batch.note(.framing, bytes: 7)
        return
      }
      if code == 0 || code == 4095 { frame.add(.clipped) }
      frame.values[channel] =
        microvoltsPerCode > 0 ? Float(code &- 2048) * microvoltsPerCode : Float(code)
      channel &+= 1
    }
    nextCounter = sample[0] &+ 1
    batch.append(frame)
  }
}
