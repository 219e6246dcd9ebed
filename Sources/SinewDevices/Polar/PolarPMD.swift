package import SinewSignal

/// Polar H10 (ECG and acceleration) and Polar Verity Sense (acceleration and turn rate): the PMD
/// service ("Polar measurement data").
///
/// Link: Bluetooth LE, known by name. A data notification, all little-endian:
///
///     type & 3F | u64 nanoseconds since 2000 of the last sample | frame type | samples
///
/// Frame types: ECG 00 int24 microvolts; acceleration 00, 01, 02 three int8, int16, int24 in mg;
/// acceleration 80 and 81, turn rate 80 compressed (`PolarFrame`), in steps of the factor that the
/// answer to the start command told: g (80), mg (81), deg/s.
///
/// The time stamp tells what is missing. Samples are spread evenly between the stamps of two frames;
/// after a loss, and in the first frame, they are a nominal period apart. Stamps are given in
/// microseconds. An H10's clock begins in 2019 whenever its battery was out, so it tells no date.
///
/// Quirks: an H10 sends half a second of ECG at once; left streaming it stays on until its battery
/// is empty, hence the farewell.
/// Sources: polar-ble-sdk (documentation and Android source), polar-python, bleakheart.
package struct PolarPMD: DeviceDriver, ~Copyable {
  package static let profile = DeviceProfile(
    id: "polar-pmd", name: "Polar H10 and Verity Sense", links: [.ble],
    streams: [
      PolarSensor.acceleration.stream(rateHz: 200), PolarSensor.ecg.stream(rateHz: 130),
      PolarSensor.turnRate.stream(rateHz: 52),
    ], gatt: gatt, isolation: .battery)

  // Places in the profile's list of characteristics.
  static let control: UInt8 = 0
  static let data: UInt8 = 1

  private static let gatt: GATTProfile = {
    func uuid(_ last: UInt64) -> BluetoothUUID {
      BluetoothUUID(high: 0xFB00_5C00_02E7_F387 | last << 32, low: 0x1CAD_8ACD_2D8D_F0C8)
    }
    return GATTProfile(
      // The firmware of very old H10s lacks both.
      characteristics: [0x81, 0x82].map {
        GATTCharacteristic(service: uuid(0x80), uuid: uuid($0), isRequired: false)
      },
      advertisement: AdvertisementPattern(namePrefixes: ["Polar H10", "Polar Sense"]),
      connectionIntervalMs: 15...30)
  }()

  private var handshake: PolarHandshake
  private var reader = GATTRecordReader()
  private var tracks: InlineArray<3, PolarTrack> = [
    PolarTrack(stream: 0, rateHz: 200), PolarTrack(stream: 1, rateHz: 130),
    PolarTrack(stream: 2, rateHz: 52),
  ]

  package init(settings: DriverSettings) { handshake = PolarHandshake(settings: settings) }

  package var streams: [StreamProfile] {
    handshake.started.isEmpty
      ? Self.profile.streams : handshake.started.map { $0.sensor.stream(rateHz: $0.rateHz) }
  }

  package mutating func converse(_ heard: Span<UInt8>) -> Conversation {
    let next = handshake.step(heard)
    guard next == .ready else { return next }
    for (stream, start) in handshake.started.enumerated() {
      tracks[start.sensor.place] = PolarTrack(
        stream: UInt8(stream), rateHz: Double(start.rateHz), factor: start.factor)
    }
    return next
  }

  package func farewell() -> [UInt8] {
    handshake.started.flatMap {
      GATTRecord(.write, Self.control, [PolarHandshake.stop, $0.sensor.rawValue]).bytes
    }
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
        // The control point indicates that the sensor stopped by itself: silence says it as well.
        if reader.isNotification, reader.characteristic != 0 { take(arrival, &batch) }
        reader.drop()
      }
    }
  }

  @_noLocks @_noAllocation
  private mutating func take(_ arrival: MonotonicTime, _ batch: inout FrameBatch) {
    let place: Int
    switch reader[0] & 0x3F {
    case 2: place = 0
    case 0: place = 1
    case 5: place = 2
    default: place = -1
    }
    guard reader.characteristic == 1, reader.count > 10, place >= 0,
      var frame = PolarFrame(place: place, type: reader[9])
    else {
      batch.note(.unknownKind, bytes: reader.count &+ 7)
      return
    }
    let samples = frame.samples(in: reader)
    // More samples than two for three bytes would not fit the batch, and no noise is that small.
    guard samples > 0, 3 &* samples <= 2 &* (reader.count &+ 7) else {
      batch.note(.framing, bytes: reader.count &+ 7)
      return
    }
    tracks[place].begin(time: reader.littleEndian(at: 1, size: 8), samples: samples)
    var sample = 0
    while sample < samples {
      frame.advance(reader)
      var made = Frame(
        arrival: arrival, counter: tracks[place].counter(of: sample), stream: tracks[place].stream)
      if tracks[place].isFirst, sample == 0 { made.add(.restarted) }
      if frame.isClipped { made.add(.clipped) }
      var channel = 0
      while channel < frame.channels {
        made.values[channel] = Float(
          Double(frame.values[channel]) * frame.scale(factor: tracks[place].factor))
        channel &+= 1
      }
      batch.append(made)
      sample &+= 1
    }
    tracks[place].end()
  }
}
