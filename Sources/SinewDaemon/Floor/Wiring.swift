import SinewCoaching
import SinewDevices
import SinewEngine
import SinewFeedback
import SinewSignal

/// Which channel of which sensor is which muscle of a station: two banks of eight lanes, and one
/// sensor that tells how the limb moves.
struct Wiring {
  /// One stream and where it goes.
  struct Connection {
    let sensor: SensorDesk
    let stream: Int
    let use: StreamRoute.Use
    var lanes = InlineArray<8, Int8>(repeating: -1)
  }

  private(set) var setup: StationSetup
  private(set) var banks: [MuscleBankSetup?] = [nil, nil]
  private(set) var connections: [Connection] = []
  private(set) var channels: [Int: (device: String, channel: Int)] = [:]

  /// Sensors in the order of the configuration; streams past the second bank stay unused.
  init(station: Int, setup: StationSetup, sensors: [SensorDesk]) {
    self.setup = setup
    self.setup.muscles = []
    for sensor in sensors {
      for stream in sensor.muscleStreams { connect(stream, of: sensor, station: station) }
    }
    // An IMU with a turn rate tells more than an accelerometer alone.
    let moving = sensors.compactMap { sensor in sensor.motionStream.map { (sensor, $0) } }
    if let best = moving.first(where: { $0.1.profile.kind == .motion }) ?? moving.first {
      connections.append(
        Connection(sensor: best.0, stream: best.1.index, use: .motion(station: station)))
    }
  }

  private mutating func connect(
    _ stream: (index: Int, profile: StreamProfile, firstChannel: Int), of sensor: SensorDesk,
    station: Int
  ) {
    guard let bank = banks.firstIndex(where: { $0 == nil }) else { return }
    var connection = Connection(
      sensor: sensor, stream: stream.index, use: .muscles(station: station, bank: bank))
    var lane = 0
    var bankSetup = MuscleBankSetup(
      sampleRateHz: stream.profile.rateHz ?? 250, kind: stream.profile.kind,
      isMicrovolts: stream.profile.channels.first?.unit == .microvolts)
    for (offset, channel) in stream.profile.channels.enumerated() {
      guard lane < MuscleSlots.perBank,
        let electrode = sensor.channels[stream.firstChannel + offset]
      else { continue }
      let slot = bank * MuscleSlots.perBank + lane
      connection.lanes[lane] = Int8(truncatingIfNeeded: offset)
      bankSetup.use(
        lane: lane, resolution: channel.resolution, reference: Float(electrode.mvc ?? 0))
      channels[slot] = (sensor.name, stream.firstChannel + offset)
      setup.muscles.append(
        muscle(
          electrode, slot: slot, channel: stream.firstChannel + offset, unit: channel.unit,
          of: sensor, stream.profile))
      lane += 1
    }
    guard lane > 0 else { return }
    banks[bank] = bankSetup
    connections.append(connection)
  }

  private func muscle(
    _ electrode: Electrode, slot: Int, channel: Int, unit: SignalUnit, of sensor: SensorDesk,
    _ profile: StreamProfile
  ) -> MuscleSlot {
    MuscleSlot(
      slot: slot, muscle: electrode.muscle, side: electrode.side.flatMap(Side.init(rawValue:)),
      role: setup.exercise?.role(of: electrode.muscle) ?? .other,
      reference: electrode.mvc.flatMap { ActivationReference(kind: .mvc, value: $0) },
      unit: unit, sampleRateHz: profile.kind == .envelope ? nil : profile.rateHz,
      device: sensor.name, chain: chain(sensor, channel: channel, profile))
  }

  /// What stands between skin and number: a reference holds for one and the same alone.
  private func chain(
    _ sensor: SensorDesk, channel: Int, _ profile: StreamProfile
  ) -> String {
    let rate = profile.rateHz.map { "\(Int($0.rounded()))hz" } ?? "free"
    let settings = sensor.configuration.settings
    let amplifier = "gain\(settings.gain)x\(settings.amplifierGain)"
    return [
      sensor.configuration.driver, sensor.name, "ch\(channel)", profile.kind.rawValue, rate,
      amplifier, Self.filters,
    ].joined(separator: "/")
  }

  /// Changes whenever the filters before the levels do, so that no reference outlives them.
  private static let filters = "emg1"
}
