import SinewCoaching
import SinewDevices
import SinewEngine
import SinewFeedback
import SinewLinks
import SinewPipeline
import SinewSignal

/// The gym as the server thread sees it: stations, sensors, who wears what, and the plan of that
/// for the engine.
final class Floor {
  private(set) var configuration: Configuration
  let catalogue: Catalogue
  private(set) var stations: [StationDesk] = []
  private(set) var sensors: [SensorDesk] = []
  private let numbers: SetNumbering
  /// The routes of the plan in force, so that a clock goes on when a sensor changes hands.
  private var routes: [Int: StreamRoute] = [:]
  /// Engines built so far.
  private var generation: UInt32 = 0

  init(configuration: Configuration, catalogue: Catalogue, numbers: SetNumbering) {
    self.configuration = configuration
    self.catalogue = catalogue
    self.numbers = numbers
    adopt(configuration)
  }

  func station(_ name: String) -> StationDesk? { stations.first { $0.name == name } }

  func sensor(_ name: String) -> SensorDesk? { sensors.first { $0.name == name } }

  func sensor(slot: UInt16) -> SensorDesk? { sensors.first { $0.slot == slot } }

  /// Takes a configuration over: new stations and sensors come, removed sensors go and are
  /// returned; a removed station stays until the daemon ends, without sensors.
  @discardableResult
  func adopt(_ new: Configuration) -> [SensorDesk] {
    configuration = new
    for entry in new.stations.prefix(EngineLimits.stations) {
      if let desk = station(entry.name) {
        desk.configure(entry)
      } else if stations.count < EngineLimits.stations {
        stations.append(
          StationDesk(
            index: stations.count, configuration: entry, catalogue: catalogue, numbers: numbers))
      }
    }
    let removed = sensors.filter { desk in !new.sensors.contains { $0.name == desk.name } }
    sensors.removeAll { desk in removed.contains { $0 === desk } }
    for entry in new.sensors {
      if let desk = sensor(entry.name) {
        desk.configure(entry)
      } else if let slot = freeSlot() {
        sensors.append(SensorDesk(slot: slot, configuration: entry))
      }
    }
    return removed
  }

  /// Gives every station the muscles its sensors carry and makes the engine's plan of it.
  ///
  /// - Parameter changed: stations whose engine must be built anew; nil: all.
  /// - Returns: the plan, and the messages about what changed.
  func makePlan(rebuilding changed: Set<String>?) -> (plan: EnginePlan, news: [FeedbackMessage]) {
    var news: [FeedbackMessage] = []
    var entries: [(device: Int, stream: Int, route: StreamRoute)] = []
    for desk in stations where changed?.contains(desk.name) ?? true {
      news += desk.change(wiring(of: desk).setup, at: MonotonicClock.now())
      news.append(desk.message)
    }
    for desk in stations {
      let wiring = wiring(of: desk)
      if changed?.contains(desk.name) ?? true || desk.engine == nil {
        generation += 1
        desk.engine = StationEngine(
          index: UInt16(truncatingIfNeeded: desk.index), banks: banks(wiring.banks, of: desk),
          motion: desk.motion.motion, firstPhase: desk.motion.firstPhase, generation: generation)
      }
      desk.channels = wiring.channels
      for connection in wiring.connections {
        entries.append(
          (
            Int(connection.sensor.slot), connection.stream,
            route(connection, profile: connection.sensor.streams[connection.stream])
          ))
      }
    }
    for sensor in sensors {
      for index in sensor.streams.indices.prefix(EngineLimits.streams)
      where !entries.contains(where: { $0.device == Int(sensor.slot) && $0.stream == index }) {
        let idle = Wiring.Connection(sensor: sensor, stream: index, use: .none)
        entries.append((Int(sensor.slot), index, route(idle, profile: sensor.streams[index])))
      }
    }
    routes = Dictionary(
      uniqueKeysWithValues: entries.map { ($0.device * EngineLimits.streams + $0.stream, $0.route) })
    return (EnginePlan(routes: entries, stations: stations.map(\.engine)), news)
  }

  /// Forgets the clocks of a sensor whose link begins anew.
  func restartClocks(of sensor: SensorDesk) {
    for stream in 0..<EngineLimits.streams {
      routes[Int(sensor.slot) * EngineLimits.streams + stream] = nil
    }
  }

  /// Banks for the setups; one worn as before keeps what it has learned.
  private func banks(_ setups: [MuscleBankSetup?], of desk: StationDesk) -> [MuscleBank?] {
    setups.enumerated().map { index, setup in
      guard let setup else { return nil }
      if let old = desk.engine?.banks[index], old.setup == setup { return old }
      return MuscleBank(
        index: index, setup: setup, activationHz: configuration.feedback.activationHz)
    }
  }

  private func wiring(of desk: StationDesk) -> Wiring {
    Wiring(
      station: desk.index, setup: desk.setup,
      sensors: sensors.filter { $0.station == desk.name })
  }

  private func route(_ connection: Wiring.Connection, profile: StreamProfile) -> StreamRoute {
    let key = Int(connection.sensor.slot) * EngineLimits.streams + connection.stream
    if let old = routes[key] {
      return StreamRoute(continuing: old, use: connection.use, lanes: connection.lanes)
    }
    return StreamRoute(
      device: connection.sensor.slot, stream: UInt8(truncatingIfNeeded: connection.stream),
      profile: profile, use: connection.use, lanes: connection.lanes)
  }

  private func freeSlot() -> UInt16? {
    (0..<UInt16(EngineLimits.devices)).first { slot in !sensors.contains { $0.slot == slot } }
  }
}
