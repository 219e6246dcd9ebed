import SinewEngine
import SinewSignal

/// Plans of one station with one device, as the daemon makes them.
enum EngineSetup {
  static let cytonStream = StreamProfile(
    name: "emg", kind: .emg,
    channels: (1...8).map { ChannelProfile("ch\($0)", .microvolts, resolution: 0.02235) },
    rateHz: 250, counter: .samples(modulus: 256))

  static let motionStream = StreamProfile(
    name: "motion", kind: .motion,
    channels: ["ax", "ay", "az"].map { ChannelProfile($0, .gravities) }
      + ["gx", "gy", "gz"].map { ChannelProfile($0, .degreesPerSecond) },
    rateHz: nil, counter: .none)

  /// A Cyton of which the first `lanes` channels are worn.
  static func bank(lanes: Int) -> MuscleBankSetup {
    var setup = MuscleBankSetup(sampleRateHz: 250, kind: .emg, isMicrovolts: true)
    for lane in 0..<lanes { setup.use(lane: lane, resolution: 0.02235, reference: 500) }
    return setup
  }

  static func lanes(_ count: Int) -> InlineArray<8, Int8> {
    var lanes = InlineArray<8, Int8>(repeating: -1)
    for lane in 0..<count { lanes[lane] = Int8(lane) }
    return lanes
  }

  static func muscles(lanes count: Int, activationHz: Double) -> () -> EnginePlan {
    {
      let station = StationEngine(
        index: 0,
        banks: [MuscleBank(index: 0, setup: bank(lanes: count), activationHz: activationHz), nil],
        motion: .unknown, firstPhase: .out)
      let route = StreamRoute(
        device: 0, stream: 0, profile: cytonStream, use: .muscles(station: 0, bank: 0),
        lanes: lanes(count))
      return EnginePlan(routes: [(device: 0, stream: 0, route: route)], stations: [station])
    }
  }

  /// Eight muscles at 1 kHz and a motion sensor.
  static func station() -> () -> EnginePlan {
    {
      let channels = (1...8).map { ChannelProfile("ch\($0)", .microvolts, resolution: 0.02235) }
      let stream = StreamProfile(
        name: "emg", kind: .emg, channels: channels, rateHz: 1000,
        counter: .samples(modulus: 65536))
      var setup = MuscleBankSetup(sampleRateHz: 1000, kind: .emg, isMicrovolts: true)
      for lane in 0..<8 { setup.use(lane: lane, resolution: 0.02235, reference: 500) }
      let engine = StationEngine(
        index: 0, banks: [MuscleBank(index: 0, setup: setup, activationHz: 20), nil],
        motion: .unknown, firstPhase: .out)
      let muscles = StreamRoute(
        device: 0, stream: 0, profile: stream, use: .muscles(station: 0, bank: 0), lanes: lanes(8))
      let motion = StreamRoute(
        device: 1, stream: 0, profile: motionStream, use: .motion(station: 0))
      return EnginePlan(
        routes: [(device: 0, stream: 0, route: muscles), (device: 1, stream: 0, route: motion)],
        stations: [engine])
    }
  }

  static func motion() -> () -> EnginePlan {
    {
      let station = StationEngine(
        index: 0, banks: [nil, nil], motion: .unknown, firstPhase: .out)
      let route = StreamRoute(
        device: 0, stream: 0, profile: motionStream, use: .motion(station: 0))
      return EnginePlan(routes: [(device: 0, stream: 0, route: route)], stations: [station])
    }
  }
}
